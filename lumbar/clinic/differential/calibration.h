// SPDX-License-Identifier: Apache-2.0
// Whether the differential means what it says: people drawn from sampled worlds, and what it says of them. For the
// bench and the tests; no answer comes from here.
//
// Of each person a world of figures is drawn first (every prior, every ratio from its own distribution), then from that
// world their conditions, then findings one by one. The differential, which knows the facts and not the world, says
// probabilities and intervals; they are held against what the world itself gives for the same findings (the interval),
// and against the conditions the person has (the probability).
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "lumbar/clinic/differential/differential.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

struct Calibration {
  struct Bin {
    std::size_t count = 0;  ///< statements "this condition has this probability" that fell into it
    double said = 0;        ///< sum of the probabilities said
    std::size_t held = 0;   ///< in how many of them the condition was there
  };
  std::size_t people = 0;
  std::size_t intervals = 0;       ///< told, of ranked conditions
  std::size_t intervals_held = 0;  ///< in which the world's own probability lay
  std::array<Bin, 20> bins{};      ///< by probability said, each 0.05 wide

  double coverage() const;
  /// Mean of |said − held| over the bins, each by its count: 0 is perfect.
  double expected_error() const;
};

/// `people` persons of a setting; answers to about `questions` findings each. Same seed, same result on one machine.
Calibration calibrate(const Knowledge& knowledge, Setting setting, std::size_t people, std::size_t questions,
                      std::uint64_t seed, IntervalsBy by = IntervalsBy::worlds);

}  // namespace lumbar
