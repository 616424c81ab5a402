// SPDX-License-Identifier: Apache-2.0
// What each cell of an examination may stand for, and the levels that follow. Private to this room.
#pragma once
#include <bit>

#include "lumbar/clinic/localisation/isncsci.h"

namespace lumbar::isncsci {

/// The most rostral and the most caudal segment of a set that is not empty.
inline Segment first_of(Segments set) { return static_cast<Segment>(std::countr_zero(set)); }
inline Segment last_of(Segments set) { return static_cast<Segment>(31 - std::countl_zero(set)); }

/// How many segments are in a set. std::popcount is a call where the processor is not known to count bits.
constexpr unsigned count_of(Segments set) {
  set -= (set >> 1U) & 0x55555555U;
  set = (set & 0x33333333U) + ((set >> 2U) & 0x33333333U);
  return (((set + (set >> 4U)) & 0x0F0F0F0FU) * 0x01010101U) >> 24U;
}
/// Key muscles in two sets together, counted in one step: those of one side leave room for the other, five places on.
constexpr unsigned count_of_muscles(Segments one, Segments other) {
  static_assert((key_muscles & key_muscles << 5U) == 0 && (key_muscles << 5U >> 5U) == key_muscles);
  return count_of(one | other << 5U);
}

/// Two ways to take a tagged score; a result on which they differ is tagged itself.
enum class Taking : std::uint8_t {
  as_assumed,   ///< what the examiner assumes it would be without the other condition
  as_examined,  ///< the bare score
};

/// Key muscles of a side that can have such a grade.
struct Muscles {
  Segments at_0 = 0, at_1_or_more = 0, at_2_or_less = 0, at_3_or_4 = 0, at_5 = 0;
  Segments at_3_or_more() const { return at_3_or_4 | at_5; }
};

/// Dermatomes of a side whose two modalities together can be such.
struct Skin {
  Segments normal = 0;    ///< both normal
  Segments impaired = 0;  ///< at least one not normal
  Segments absent = 0;    ///< both absent
  Segments felt = 0;      ///< at least one not absent
};

/// What can be of a sign that is there or not.
struct Sign {
  bool absent = true, present = false;
};

/// Down the cord from C1: where the way can end, and where it can go on to the next segment. What decides at one
/// segment decides nowhere else, so that every end on an open way can be.
struct Way {
  Segments can_end = 0, can_go_on = 0;
  /// The ends that can be reached.
  Segments levels() const { return can_end & (can_go_on ^ (can_go_on + 1)); }
  /// The muscle of S4-5 is the anal sphincter: without contraction no motor level lies below S3.
  Way with(Sign contraction) const {
    return {.can_end = can_end | (contraction.absent ? bit(s3) : 0),
            .can_go_on = can_go_on & ~(contraction.present ? 0 : bit(s3))};
  }
};

struct SideReading {
  Muscles muscles;
  Skin skin;
  Segment lowest_non_key_muscle = c1;
  Way motor;  ///< the motor way, as if contraction were present
  Segments motor_levels_without_contraction = 0;
};

struct Reading {
  std::array<SideReading, 2> sides;  ///< by Flank
  Sign contraction, pressure;        ///< voluntary anal contraction, deep anal pressure
  Sign sacral_sensation;             ///< any sensation in S4-5
};
Reading read(const Exam& exam, Taking taking);

inline Way sensory_way(const Skin& skin) {
  return {.can_end = (skin.impaired >> 1U) | bit(intact), .can_go_on = skin.normal >> 1U};
}
/// As if contraction were present.
Way motor_way(const Muscles& muscles, const Skin& skin);
/// The most rostral of the four levels, likewise.
Way neurological_way(const Reading& reading);

inline constexpr Segments arm_dermatomes = span(c5, t2);  ///< those that let the motor level pass T1
inline constexpr Segments leg_dermatomes = span(l2, s2);  ///< and S1
/// Key or non-key muscles that can move more than three segments below a motor level.
inline Segments moving_far_below(const SideReading& side, Segment motor_level) {
  return side.muscles.at_1_or_more & below(motor_level + 3U);
}

/// Bits by Grade.
std::uint32_t impairment_grades(const Reading& reading);
/// Bits are segments and not_applicable.
std::uint32_t sensory_zones(const Reading& reading, Flank flank);
std::uint32_t motor_zones(const Reading& reading, Flank flank);

}  // namespace lumbar::isncsci
