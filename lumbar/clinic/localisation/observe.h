// SPDX-License-Identifier: Apache-2.0
// What is known of each sign, read off the statements: one answer a side, however often it was measured.
#pragma once
#include <array>
#include <optional>
#include <vector>

#include "lumbar/clinic/findings/findings.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// What is known of a sign on one side, or on a side that was not said.
struct Seen {
  Presence state = Presence::unknown;
  std::optional<std::size_t> grade;  ///< 0 to 4, of a weak muscle
  bool at_most_3 = false;            ///< weak against gravity, the grade not said
};

/// A sign without sides stands under `left` alone.
struct Observation {
  Seen left, right;
  Seen somewhere;                ///< on one side at least, not said which
  bool one_measurement = false;  ///< `somewhere` is one grade of one side

  bool known() const {
    return left.state != Presence::unknown || right.state != Presence::unknown || somewhere.state != Presence::unknown;
  }
  bool found() const {
    return left.state == Presence::present || right.state == Presence::present || somewhere.state == Presence::present;
  }
};

/// By sign. A general sign is unknown here as soon as a finer one is known.
std::vector<Observation> observe(const Findings& findings, const Knowledge& knowledge);

/// Chances of grade 3 or worse, and of each grade, given that a muscle is weak.
using GradeChances = std::array<double, 5>;

/// The chance of an observation where the sign is there with the chances `left` and `right`, and on both sides for
/// another reason with the chance `both`. Above 0.
double likelihood(const Observation& seen, double left, double right, double both, const GradeChances& grades);

}  // namespace lumbar
