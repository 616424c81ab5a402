// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/http/counters.h"

#include <fmt/format.h>

#include <iterator>

namespace lumbar::http {

void Site::Counters::answered(std::size_t route, int status, double seconds) {
  OfRoute& here = of_route[std::min(route, of_route.size() - 1)];
  ++here.by_class[static_cast<std::size_t>(status / 100) % here.by_class.size()];
  std::size_t place = 0;
  while (place < bounds.size() && seconds > bounds[place]) ++place;
  ++here.by_time[place];
  here.microseconds += static_cast<std::uint64_t>(seconds * 1e6);
}

std::string Site::Counters::written(std::string_view version, std::string_view facts,
                                    std::uint64_t resident_bytes) const {
  std::string text;
  const auto into = std::back_inserter(text);
  const auto head = [&](std::string_view name, std::string_view kind, std::string_view help) {
    fmt::format_to(into, "# HELP lumbar_{0} {2}\n# TYPE lumbar_{0} {1}\n", name, kind, help);
  };
  const auto single = [&](std::string_view name, std::string_view kind, std::string_view help, std::uint64_t value) {
    head(name, kind, help);
    fmt::format_to(into, "lumbar_{} {}\n", name, value);
  };
  head("build_info", "gauge", "Which engine, which facts.");
  fmt::format_to(into, "lumbar_build_info{{version=\"{}\",facts=\"{}\"}} 1\n", version, facts);

  const auto routes = Site::routes();
  const auto labels = [&](std::size_t i) {
    return i < routes.size() ? fmt::format("method=\"{}\",route=\"{}\"", routes[i].method, routes[i].pattern)
                             : std::string("method=\"other\",route=\"none\"");
  };
  head("requests_total", "counter", "Answers by route and first digit of the status.");
  for (std::size_t i = 0; i < of_route.size(); ++i) {
    for (std::size_t digit = 1; digit < of_route[i].by_class.size(); ++digit) {
      const std::uint64_t count = of_route[i].by_class[digit];
      if (count > 0) fmt::format_to(into, "lumbar_requests_total{{{},status=\"{}xx\"}} {}\n", labels(i), digit, count);
    }
  }
  head("request_seconds", "histogram", "From the whole request to the answer ready to be sent.");
  for (std::size_t i = 0; i < of_route.size(); ++i) {
    std::uint64_t so_far = 0;
    for (const Count& one : of_route[i].by_time) so_far += one;
    if (so_far == 0) continue;
    const std::uint64_t all = so_far;
    so_far = 0;
    for (std::size_t place = 0; place < bounds.size(); ++place) {
      so_far += of_route[i].by_time[place];
      fmt::format_to(into, "lumbar_request_seconds_bucket{{{},le=\"{}\"}} {}\n", labels(i), bounds[place], so_far);
    }
    fmt::format_to(into,
                   "lumbar_request_seconds_bucket{{{0},le=\"+Inf\"}} {1}\nlumbar_request_seconds_sum{{{0}}} {2}\n",
                   labels(i), all, static_cast<double>(of_route[i].microseconds) / 1e6);
    fmt::format_to(into, "lumbar_request_seconds_count{{{}}} {}\n", labels(i), all);
  }
  single("requests_in_flight", "gauge", "Requests being answered.", requests_in_flight);
  single("requests_turned_away_total", "counter", "Too many were waiting.", requests_turned_away);
  single("batch_lines_total", "counter", "Lines of batches answered.", batch_lines);
  single("connections_open", "gauge", "Open connections.", connections_open);
  single("connections_total", "counter", "Connections taken.", connections_taken);
  single("connections_turned_away_total", "counter", "Closed because too many were open.", connections_turned_away);
  single("slow_clients_dropped_total", "counter", "Closed because they took too long.", slow_clients_dropped);
  single("received_bytes_total", "counter", "Bytes of bodies received.", bytes_in);
  single("sent_bytes_total", "counter", "Bytes of bodies sent.", bytes_out);
  if (resident_bytes > 0) single("resident_bytes", "gauge", "Memory of the process.", resident_bytes);
  return text;
}

}  // namespace lumbar::http
