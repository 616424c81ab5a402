// SPDX-License-Identifier: Apache-2.0
// How numbers compare, and sides as bits. Private to this room.
#pragma once
#include "lumbar/science/logic/logic.h"

namespace lumbar::logic {

inline bool holds(double a, Comparison comparison, double b) {
  switch (comparison) {
    case Comparison::less: return a < b;
    case Comparison::at_most: return a <= b;
    case Comparison::more: return a > b;
    case Comparison::at_least: return a >= b;
    case Comparison::equal: return a == b;
  }
  return false;
}

inline bool is_below(Comparison comparison) {
  return comparison == Comparison::less || comparison == Comparison::at_most;
}
inline bool is_above(Comparison comparison) {
  return comparison == Comparison::more || comparison == Comparison::at_least;
}

/// The comparison that holds exactly where this one does not. Not for `equal`, which has none.
inline Comparison opposite_of(Comparison comparison) {
  switch (comparison) {
    case Comparison::less: return Comparison::at_least;
    case Comparison::at_most: return Comparison::more;
    case Comparison::more: return Comparison::at_most;
    case Comparison::at_least: return Comparison::less;
    case Comparison::equal: return comparison;
  }
  return comparison;
}

inline constexpr std::uint8_t left_bit = 1, right_bit = 2;

inline std::uint8_t bits_of(Side side) {
  switch (side) {
    case Side::left: return left_bit;
    case Side::right: return right_bit;
    case Side::both: return left_bit | right_bit;
  }
  return 0;
}

}  // namespace lumbar::logic
