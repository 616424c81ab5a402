// SPDX-License-Identifier: Apache-2.0
// Zones of partial preservation: how far down function reaches where S4-5 has none.
#include "lumbar/clinic/localisation/isncsci_reading.h"

namespace lumbar::isncsci {
namespace {

// Segments whose every cell further down can be empty; `empty` are the segments that can be, `cells` those there are.
Segments open_downwards(Segments cells, Segments empty) {
  const Segments filled = cells & ~empty;  // something is preserved here in any case
  return filled == 0 ? ~Segments{0} : ~(bit(last_of(filled)) - 1);
}

// What the motor zones of a side rest on, with contraction absent.
struct MotorZone {
  const SideReading& side;
  const SideReading& other;
  Segments levels;  // motor levels
  Segments other_levels;

  // A non-key muscle counts only where it alone makes the injury motor incomplete: more than three segments below the
  // motor level, with sensation in S4-5, and no key muscle of either side doing the same.
  bool non_key_muscle_can_count(Sign sensation) const {
    if (!sensation.present || side.lowest_non_key_muscle <= 3) return false;
    const auto still = [](const SideReading& one, Segment level) {
      return (key_muscles & below(level + 3U) & ~one.muscles.at_0) == 0;
    };
    const Segments rostral = levels & (bit(static_cast<Segment>(side.lowest_non_key_muscle - 3)) - 1);
    return rostral != 0 && still(side, last_of(rostral)) && still(other, last_of(other_levels));
  }
  // It can be without that role whatever this side's key muscles do.
  bool non_key_muscle_can_be_idle(Sign sensation) const {
    return sensation.absent || side.lowest_non_key_muscle == c1 || moving_far_below(other, first_of(other_levels)) != 0;
  }
};

}  // namespace

std::uint32_t sensory_zones(const Reading& reading, Flank flank) {
  const Skin& skin = reading.sides[static_cast<std::size_t>(flank)].skin;
  std::uint32_t zones = 0;
  if (reading.pressure.present || (skin.felt & bit(s4_5)) != 0) zones |= 1U << not_applicable;
  if (!reading.pressure.absent || (skin.absent & bit(s4_5)) == 0) return zones;
  // C1 stands for: nothing felt anywhere below the head.
  const Segments above = span(c2, s3);
  return zones | (((skin.felt & above) | bit(c1)) & open_downwards(above, skin.absent));
}

std::uint32_t motor_zones(const Reading& reading, Flank flank) {
  std::uint32_t zones = 0;
  if (reading.contraction.present) zones |= 1U << not_applicable;
  if (!reading.contraction.absent) return zones;
  const std::size_t own = static_cast<std::size_t>(flank);
  const SideReading& side = reading.sides[own];
  const SideReading& other = reading.sides[1 - own];
  const MotorZone zone{.side = side,
                       .other = other,
                       .levels = side.motor_levels_without_contraction,
                       .other_levels = other.motor_levels_without_contraction};
  const Sign sensation = reading.sacral_sensation;
  const Segment lowest_non_key = side.lowest_non_key_muscle;
  if (zone.non_key_muscle_can_count(sensation)) zones |= bit(lowest_non_key);

  // Otherwise the most caudal key muscle that moves, or the motor level where none moves below it.
  const bool idle = zone.non_key_muscle_can_be_idle(sensation);
  const Segments at_level =
      idle || lowest_non_key <= 3 ? zone.levels : zone.levels & ~(bit(static_cast<Segment>(lowest_non_key - 3)) - 1);
  Segments moving = side.muscles.at_1_or_more & below(first_of(zone.levels));
  if (!idle) {
    Segments allowed = at_level == 0 ? 0 : below(first_of(at_level));
    allowed |= below(first_of(zone.levels) + 3U);
    moving &= allowed;
  }
  return zones | ((at_level | moving) & open_downwards(key_muscles, side.muscles.at_0));
}

}  // namespace lumbar::isncsci
