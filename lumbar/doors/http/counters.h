// SPDX-License-Identifier: Apache-2.0
// What the server counts of itself, as Prometheus reads it. No count tells anything of a person.
#pragma once
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "lumbar/doors/http/http.h"

namespace lumbar::http {

struct Site::Counters {
  /// Upper bounds of the histogram of durations, in seconds.
  static constexpr std::array bounds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0};
  using Count = std::atomic<std::uint64_t>;

  struct OfRoute {
    std::array<Count, 6> by_class{};  ///< answers by the first digit of their status
    std::array<Count, bounds.size() + 1> by_time{};
    Count microseconds{0};
  };

  explicit Counters(std::size_t routes) : of_route(routes + 1) {}

  std::vector<OfRoute> of_route;  ///< in the order of the table; the last for what fits no route
  Count connections_taken{0}, connections_open{0}, connections_turned_away{0};
  Count slow_clients_dropped{0};  ///< their head, body or reading took too long
  Count requests_in_flight{0}, requests_turned_away{0};
  Count batch_lines{0};
  Count bytes_in{0}, bytes_out{0};

  void answered(std::size_t route, int status, double seconds);
  /// Text format 0.0.4. `resident_bytes`: of the process; 0 where it is not known.
  std::string written(std::string_view version, std::string_view facts, std::uint64_t resident_bytes) const;
};

}  // namespace lumbar::http
