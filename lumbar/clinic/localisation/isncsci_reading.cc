// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/localisation/isncsci_reading.h"

namespace lumbar::isncsci {
namespace {

// Segments without a key muscle, counted one up: a way that stands at C1 to C3, T2 to T12, S2 or S3 looks at the
// sensation of the next segment, because there is no muscle to look at.
constexpr Segments sensation_decides = span(c1, 2) | span(t2, 19) | span(s2, s3);
// The way enters arm and leg without a muscle of its own segment.
constexpr Segments entrances = bit(c4) | bit(l1);
constexpr Segments muscle_follows = key_muscles >> 1U;

// How a column is taken, whatever its grades are.
struct Assumptions {
  Segments normal = 0;    // ** without the other condition it would be normal
  Segments less = 0;      // * from the examined grade up to the last that is not normal
  Segments anything = 0;  // not testable and not assumed to be normal; where `less` holds, anything but normal
};

Assumptions assumptions_in(const Scores& scores, Taking taking) {
  if (taking == Taking::as_examined) return {.anything = scores.not_testable()};
  return {.normal = scores.taken_as_normal(),
          .less = scores.tagged() & ~scores.taken_as_normal(),
          .anything = scores.not_testable() & ~scores.taken_as_normal()};
}

Muscles read_muscles(const Scores& scores, Taking taking) {
  const Assumptions assumed = assumptions_in(scores, taking);
  const Segments graded = key_muscles & ~(scores.not_testable() | assumed.normal);
  const Segments anything = assumed.anything & key_muscles, less = assumed.less & key_muscles;
  const Segments normal = assumed.normal & key_muscles;
  return {.at_0 = (scores.graded<0b000001>() & graded) | anything,
          .at_1_or_more = (scores.graded<0b111110>() & graded) | anything | less | normal,
          .at_2_or_less = (scores.graded<0b000111>() & graded) | anything,
          .at_3_or_4 = (scores.graded<0b011000>() & graded) | anything | less,
          .at_5 = (scores.graded<0b100000>() & graded) | (anything & ~less) | normal};
}

// One modality, as Skin describes both together.
Skin read_modality(const Scores& scores, Taking taking) {
  const Assumptions assumed = assumptions_in(scores, taking);
  const Segments graded = dermatomes & ~(scores.not_testable() | assumed.normal);
  const Segments anything = assumed.anything & dermatomes, less = assumed.less & dermatomes;
  const Segments normal = assumed.normal & dermatomes;
  return {.normal = (scores.graded<0b100>() & graded) | (anything & ~less) | normal,
          .impaired = (scores.graded<0b011>() & graded) | anything,
          .absent = (scores.graded<0b001>() & graded) | anything,
          .felt = (scores.graded<0b110>() & graded) | anything | less | normal};
}

SideReading read_side(const ExamSide& side, Taking taking) {
  const Skin touch = read_modality(side[Column::light_touch], taking);
  const Skin prick = read_modality(side[Column::pin_prick], taking);
  SideReading found{.muscles = read_muscles(side[Column::motor], taking),
                    .skin = {.normal = touch.normal & prick.normal,
                             .impaired = touch.impaired | prick.impaired,
                             .absent = touch.absent & prick.absent,
                             .felt = touch.felt | prick.felt},
                    .lowest_non_key_muscle = side.lowest_non_key_muscle};
  found.motor = motor_way(found.muscles, found.skin);
  found.motor_levels_without_contraction = found.motor.with({.absent = true, .present = false}).levels();
  return found;
}

Sign read_sign(Observation observed) {
  return {.absent = observed != Observation::yes, .present = observed != Observation::no};
}

}  // namespace

Reading read(const Exam& exam, Taking taking) {
  Reading reading{.sides = {read_side(exam[Flank::right], taking), read_side(exam[Flank::left], taking)},
                  .contraction = read_sign(exam.voluntary_anal_contraction),
                  .pressure = read_sign(exam.deep_anal_pressure)};
  const Skin &one = reading.sides[0].skin, &other = reading.sides[1].skin;
  reading.sacral_sensation = {.absent = reading.pressure.absent && (one.absent & other.absent & bit(s4_5)) != 0,
                              .present = reading.pressure.present || ((one.felt | other.felt) & bit(s4_5)) != 0};
  return reading;
}

Way motor_way(const Muscles& muscles, const Skin& skin) {
  const Segments ready = muscles.at_5 | entrances;
  Way way{.can_end = ((skin.impaired >> 1U) & sensation_decides) | muscles.at_3_or_4 |
                     ((muscles.at_2_or_less >> 1U) & ready) | bit(intact),
          .can_go_on =
              ((skin.normal >> 1U) & sensation_decides) | ((muscles.at_3_or_more() >> 1U) & ready & muscle_follows)};
  // Below T1 and S1 the motor level follows the sensory level, if that has come so far.
  const auto follow = [&](Segment last_muscle, Segments needed) {
    const Segments here = muscles.at_5 & bit(last_muscle);
    if ((skin.impaired & needed) != 0) way.can_end |= here;
    if ((skin.normal & needed) == needed) way.can_go_on |= here;
  };
  follow(t1, arm_dermatomes);
  follow(s1, leg_dermatomes);
  return way;
}

Way neurological_way(const Reading& reading) {
  Way way{.can_end = bit(intact), .can_go_on = span(c1, s3)};
  for (const SideReading& side : reading.sides) {
    const Muscles& muscles = side.muscles;
    way.can_end |= (side.skin.impaired >> 1U) | muscles.at_3_or_4 | (muscles.at_2_or_less >> 1U);
    way.can_go_on &=
        (side.skin.normal >> 1U) & (muscles.at_5 | ~key_muscles) & ((muscles.at_3_or_more() >> 1U) | ~muscle_follows);
  }
  return way;
}

}  // namespace lumbar::isncsci
