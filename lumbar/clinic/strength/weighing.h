// SPDX-License-Identifier: Apache-2.0
// The steps of weigh_strength, each on what those before it made.
#pragma once
#include <array>
#include <vector>

#include "lumbar/clinic/strength/strength.h"

namespace lumbar {

/// The four places of the trunk that a verdict speaks of.
inline constexpr std::array<MusclePlace, 4> trunk_places = {
    MusclePlace{MuscleGroup::extensors, {}}, MusclePlace{MuscleGroup::flexors, {}},
    MusclePlace{MuscleGroup::side_wall, Side::left}, MusclePlace{MuscleGroup::side_wall, Side::right}};

/// Numbers with which strength is judged, from the facts.
struct StrengthLimits {
  double percent_low, z_low, together_z, window_days, repeat_days, asymmetry_watch, asymmetry_act, adult_years;
};

struct Weighing {
  const StrengthPerson& person;
  const StrengthFacts& facts;
  const Knowledge& knowledge;
  StrengthLimits limits;
  StrengthResult result;

  bool is_child() const { return person.age_years && *person.age_years < limits.adult_years; }
  const StrengthTested* tested(std::size_t variant, std::optional<Side> side) const;
  PlaceFound& place(const MusclePlace& where);
  /// Puts a reason beside a place, and lifts its standing to at least `standing`.
  void speak_against(const MusclePlace& where, GroupStanding standing, Because because, bool confirmed);
};

/// Measures by way of testing, side and day; what pain or a limb stopped goes to `invalid`.
void gather_days(Weighing& weighing, std::vector<StrengthMeasure> measures);
/// Norm, percent, z, cut-offs and standing of each way of testing.
void compare_with_norms(Weighing& weighing);
/// Where each place stands by its best test.
void judge_places(Weighing& weighing);
void compare_sides(Weighing& weighing);
void compare_ratios(Weighing& weighing);
void find_lost_power(Weighing& weighing, const std::vector<StrengthMeasure>& measures);
void reach_verdict(Weighing& weighing);
void choose_next_tests(Weighing& weighing);

/// The norm of a ratio that fits best.
NormFound match_ratio_norm(const StrengthPerson& person, StrengthRatio ratio, const Knowledge& knowledge);

}  // namespace lumbar
