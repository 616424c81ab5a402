// SPDX-License-Identifier: Apache-2.0
// Who is linked with whom in a network, in rows, without any number. Private to this room.
#pragma once

#include <cstdint>
#include <vector>

#include "lumbar/science/bayes/model.h"
#include "lumbar/science/bayes/order.h"

namespace lumbar::bayes {

struct Shape {
  Links links;
  std::vector<std::uint32_t> link_place;  // by link, group by group: its place in Links::cause_group

  bool is_of(const Network& network) const;
  void read(const Network& network);

 private:
  std::vector<std::uint32_t> fill_;
};

}  // namespace lumbar::bayes
