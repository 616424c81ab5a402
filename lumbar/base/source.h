// SPDX-License-Identifier: Apache-2.0
// A figure that says where it comes from and how well it is known.
#pragma once
#include <optional>
#include <vector>

#include "lumbar/base/id.h"
#include "lumbar/base/scales.h"

namespace lumbar {

/// A number with its interval, if one is known. Any part may be missing: an empty cell is better than an invented one.
struct Figure {
  std::optional<double> point;
  std::optional<double> low;
  std::optional<double> high;
};

/// Where a fact comes from and how well it is known.
struct Basis {
  std::vector<SourceId> sources;
  Status status = Status::assumed;
};

}  // namespace lumbar
