// SPDX-License-Identifier: Apache-2.0
// The figures of the lifting equation, and what is said of a lift. They stand in facts/lifting.toml.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/scales.h"
#include "lumbar/base/source.h"
#include "lumbar/science/mechanics/mechanics.h"

namespace lumbar {

/// The manual gives its constants twice; neither set is an exact conversion of the other (docs/decisions/0011).
enum class LiftingUnits : std::uint8_t { metric, us };
template <>
struct Words<LiftingUnits> {
  static constexpr auto list = std::to_array<std::string_view>({"metric", "us"});
};

/// A way of lifting that the equation does not cover.
struct LiftingExclusion {
  std::string name, words;
  Basis basis;
};

/// What a lifting index means. The first band that it does not exceed holds; the last has no end.
struct LiftingBand {
  std::optional<double> up_to;
  std::string label, words;
  Basis basis;
};

/// How a multiplier is made larger, that is, the lift easier.
struct LiftingAdvice {
  mechanics::Factor factor = mechanics::Factor::horizontal;
  std::string label, symbol, words;
  Basis basis;
};

struct Lifting {
  std::array<mechanics::LiftingConstants, 2> constants;  ///< by LiftingUnits
  std::vector<LiftingExclusion> exclusions;
  std::vector<LiftingBand> bands;
  std::vector<LiftingAdvice> advice;  ///< one for each factor, in their order
  Basis basis;

  bool known() const { return !constants[0].frequency.empty(); }
  const mechanics::LiftingConstants& of(LiftingUnits units) const { return constants[static_cast<std::size_t>(units)]; }
};

}  // namespace lumbar
