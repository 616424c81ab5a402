// SPDX-License-Identifier: Apache-2.0
// Yes, no, not known, and Kleene's logic over them. Unknown is never absent.
#pragma once
#include <cstdint>

namespace lumbar {

enum class Presence : std::uint8_t { unknown, absent, present };

constexpr Presence presence(bool known_truth) { return known_truth ? Presence::present : Presence::absent; }

/// Kleene's and: absent decides, then unknown.
constexpr Presence both_of(Presence a, Presence b) {
  if (a == Presence::absent || b == Presence::absent) return Presence::absent;
  return a == Presence::present && b == Presence::present ? Presence::present : Presence::unknown;
}

/// Kleene's or: present decides, then unknown.
constexpr Presence either_of(Presence a, Presence b) {
  if (a == Presence::present || b == Presence::present) return Presence::present;
  return a == Presence::absent && b == Presence::absent ? Presence::absent : Presence::unknown;
}

/// Kleene's not: unknown stays unknown.
constexpr Presence opposite_of(Presence a) {
  switch (a) {
    case Presence::unknown: return Presence::unknown;
    case Presence::absent: return Presence::present;
    case Presence::present: return Presence::absent;
  }
  return Presence::unknown;
}

}  // namespace lumbar
