// SPDX-License-Identifier: Apache-2.0
// The grades of the ASIA Impairment Scale that some completion of the examination gives.
#include "lumbar/clinic/localisation/isncsci_reading.h"

namespace lumbar::isncsci {
namespace {

constexpr std::uint32_t bit_of(Grade grade) { return 1U << static_cast<unsigned>(grade); }
constexpr Sign is_absent{.absent = true, .present = false}, is_present{.absent = false, .present = true};

// Key muscles of both sides below a neurological level, as C and D count them.
struct MusclesBelow {
  unsigned half = 0;    // of all of them
  unsigned fewest = 0;  // that have grade 3 or more
  unsigned most = 0;    // that can have it

  // Not all of `found` and something new to be had.
  bool can_add_to(std::uint32_t found) const {
    return (fewest < half && (found & bit_of(Grade::c)) == 0) || (most >= half && (found & bit_of(Grade::d)) == 0);
  }
};

// How many a side has below each level.
constexpr std::array<std::uint8_t, 29> muscles_of_a_side = [] {
  std::array<std::uint8_t, 29> counts{};
  for (Segment level = c1; level <= s4_5; ++level)
    counts[level] = static_cast<std::uint8_t>(count_of(key_muscles & below(level)));
  return counts;
}();

MusclesBelow muscles_below(const Reading& reading, Segment level) {
  const Segments counted = key_muscles & below(level);
  const Muscles &one = reading.sides[0].muscles, &other = reading.sides[1].muscles;
  return {.half = muscles_of_a_side[level],
          .fewest = count_of_muscles(counted & ~one.at_2_or_less, counted & ~other.at_2_or_less),
          .most = count_of_muscles(counted & one.at_3_or_more(), counted & other.at_3_or_more())};
}

// Levels further down whose key muscles below are others.
Segments with_other_muscles(Segments levels, Segment level) {
  const Segments muscles = key_muscles & below(level);
  return muscles == 0 ? 0 : levels & ~(bit(first_of(muscles)) - 1);
}

// Why the neurological level can end at a segment.
struct Ends {
  bool here = false;         // for whatever does not count a muscle: sensation of the next segment, grade 3 or 4 here
  bool weak_next = false;    // a key muscle of the next segment that is 0 to 2 in any case
  bool weak_or_not = false;  // one that can be 0 to 2; counting on that loses it for D
};

Ends ends_of(const SideReading& side, Segment level, bool impaired_next) {
  const Segments next = bit(level) << 1U;
  return {.here = impaired_next || (side.muscles.at_3_or_4 & bit(level)) != 0,
          .weak_next = (side.muscles.at_2_or_less & next) != 0 && (side.muscles.at_3_or_more() & next) == 0,
          .weak_or_not = (side.muscles.at_2_or_less & next) != 0};
}

bool impaired_below(const SideReading& side, Segment level) { return (side.skin.impaired & (bit(level) << 1U)) != 0; }

// With voluntary anal contraction the injury is motor incomplete, whatever else there is.
std::uint32_t grades_with_contraction(const Reading& reading, Way neurological) {
  std::uint32_t grades = 0;
  Segments levels = neurological.with(is_present).levels();
  if ((levels & bit(intact)) != 0) grades |= bit_of(Grade::e);
  levels &= ~bit(intact);
  while (levels != 0) {
    const Segment level = first_of(levels);
    const MusclesBelow counted = muscles_below(reading, level);
    if (!counted.can_add_to(grades)) {
      levels = with_other_muscles(levels, level);
      continue;
    }
    levels &= levels - 1;
    if (counted.fewest < counted.half) grades |= bit_of(Grade::c);
    bool free_end = false;
    for (const SideReading& side : reading.sides) {
      const Ends ends = ends_of(side, level, impaired_below(side, level));
      free_end = free_end || ends.here || ends.weak_next;
    }
    if (counted.most - (free_end ? 0 : 1) >= counted.half) grades |= bit_of(Grade::d);
  }
  return grades;
}

// Nothing moves more than three segments below the motor level. The further down that level, the sooner that holds.
bool can_be_still_far_below(const SideReading& side) {
  const Segment lowest = last_of(side.motor_levels_without_contraction);
  return (key_muscles & below(lowest + 3U) & ~side.muscles.at_0) == 0 && side.lowest_non_key_muscle <= lowest + 3U;
}

bool can_move_far_below(const SideReading& side, Segment motor_level) {
  return moving_far_below(side, motor_level) != 0 || side.lowest_non_key_muscle > motor_level + 3U;
}

// With this neurological level all dermatomes down to it are normal; the motor way of a side knows that.
Way motor_way_from(const Muscles& muscles, Skin skin, Segment neurological_level) {
  skin.impaired &= below(neurological_level);
  Way way = motor_way(muscles, skin).with(is_absent);
  way.can_end &= ~(bit(neurological_level) - 1);
  return way;
}

// Muscles that could be 3 or more and must be weaker, so that this side's motor level ends here.
unsigned lost_by_motor_level(const SideReading& side, Segment motor_level, Segment neurological_level) {
  Muscles strong = side.muscles;
  strong.at_2_or_less &= ~strong.at_3_or_more();
  return (motor_way_from(strong, side.skin, neurological_level).can_end & bit(motor_level)) != 0 ? 0 : 1;
}

// The same for the neurological level, where this side's motor level lies further down. Nothing: it cannot end there.
// Impaired sensation just below it, on this side, may hold this motor level back as well; then a more rostral one,
// which asks for less, has been tried before.
std::optional<unsigned> lost_by_neurological_level(const SideReading& side, const SideReading& other, Segment level) {
  const Ends ends = ends_of(other, level, impaired_below(other, level));
  if (ends.here || ends.weak_next || impaired_below(side, level)) return 0;
  if (ends.weak_or_not) return 1;
  return std::nullopt;
}

// What one side's movement far below its motor level makes of the injury, at one neurological level.
std::uint32_t grades_by_movement(const SideReading& side, const SideReading& other, Segment level,
                                 const MusclesBelow& counted) {
  if (!can_move_far_below(side, level)) return 0;
  Segments motor_levels = motor_way_from(side.muscles, side.skin, level).levels();
  if (motor_levels == 0 || !can_move_far_below(side, first_of(motor_levels))) return 0;
  // The most rostral motor level asks for no muscle to be strong that could be weak.
  const std::uint32_t c = counted.fewest < counted.half ? bit_of(Grade::c) : 0;
  if (counted.most < counted.half) return c;
  for (; motor_levels != 0; motor_levels &= motor_levels - 1) {
    const Segment motor_level = first_of(motor_levels);
    if (!can_move_far_below(side, motor_level)) break;
    std::optional<unsigned> lost = 0;
    if (motor_level > level) lost = lost_by_neurological_level(side, other, level);
    if (!lost) continue;
    *lost += lost_by_motor_level(side, motor_level, level);
    if (counted.most >= counted.half + *lost) return c | bit_of(Grade::d);
  }
  return c;
}

// Without contraction, but with sensation in S4-5, what moves more than three segments below the motor level of its
// side makes the injury motor incomplete. `known` are grades that need not be found again.
std::uint32_t grades_without_contraction(const Reading& reading, Way neurological, std::uint32_t known) {
  std::uint32_t grades = known;
  Segments levels = neurological.with(is_absent).levels();
  while (levels != 0) {
    const Segment level = first_of(levels);
    const MusclesBelow counted = muscles_below(reading, level);
    if (!counted.can_add_to(grades)) {
      levels = with_other_muscles(levels, level);
      continue;
    }
    levels &= levels - 1;
    grades |= grades_by_movement(reading.sides[0], reading.sides[1], level, counted);
    if (counted.can_add_to(grades)) grades |= grades_by_movement(reading.sides[1], reading.sides[0], level, counted);
  }
  return grades;
}

}  // namespace

std::uint32_t impairment_grades(const Reading& reading) {
  const Way neurological = neurological_way(reading);
  std::uint32_t grades = 0;
  if (reading.contraction.present) grades |= grades_with_contraction(reading, neurological);
  if (!reading.contraction.absent) return grades;
  const Sign sensation = reading.sacral_sensation;
  if (sensation.absent) grades |= bit_of(Grade::a);
  if (!sensation.present) return grades;
  if (can_be_still_far_below(reading.sides[0]) && can_be_still_far_below(reading.sides[1])) grades |= bit_of(Grade::b);
  return grades_without_contraction(reading, neurological, grades);
}

}  // namespace lumbar::isncsci
