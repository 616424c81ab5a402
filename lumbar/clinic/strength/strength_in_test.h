// SPDX-License-Identifier: Apache-2.0
// For tests of this room: people and measures by the names of the facts.
#pragma once
#include <gtest/gtest.h>

#include <stdexcept>
#include <string_view>

#include "lumbar/clinic/strength/strength.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {

inline std::size_t way(std::string_view name) {
  const auto& variants = shipped_facts().strength().variants;
  for (std::size_t i = 0; i < variants.size(); ++i)
    if (variants[i].name == name) return i;
  throw std::runtime_error("no way of testing " + std::string(name));
}

/// The first of November 2026 and the days after it.
inline Date day(int number) { return Date::of(2026, 11, 1)->plus_days(number - 1); }

inline StrengthMeasure took(std::string_view name, double value, int on = 1, std::optional<Side> side = {},
                            Stopped stopped = Stopped::fatigue) {
  return {day(on), way(name), side, value, stopped};
}

inline StrengthPerson man(double age) { return {.age_years = age, .sex = Sex::male, .described = {}}; }
inline StrengthPerson woman(double age) { return {.age_years = age, .sex = Sex::female, .described = {}}; }

inline constexpr MusclePlace extensors{MuscleGroup::extensors, {}};
inline constexpr MusclePlace flexors{MuscleGroup::flexors, {}};
inline constexpr MusclePlace left_wall{MuscleGroup::side_wall, Side::left};
inline constexpr MusclePlace right_wall{MuscleGroup::side_wall, Side::right};

inline StrengthResult weighed(const StrengthPerson& person, const std::vector<StrengthMeasure>& measures) {
  return weigh_strength(person, measures, shipped_facts());
}

/// The four holds of the McGill battery on one day.
inline std::vector<StrengthMeasure> battery(double extensor, double flexor, double right, double left, int on = 1,
                                            Stopped stopped = Stopped::fatigue) {
  return {took("mcgill_extensor", extensor, on, {}, stopped), took("mcgill_flexor", flexor, on, {}, stopped),
          took("side_bridge_full", right, on, Side::right, stopped),
          took("side_bridge_full", left, on, Side::left, stopped)};
}

inline const PlaceFound& at(const StrengthResult& result, const MusclePlace& place) {
  for (const PlaceFound& one : result.places)
    if (one.place == place) return one;
  throw std::runtime_error("no such place");
}

inline const StrengthTested& test_at(const StrengthResult& result, const MusclePlace& place) {
  return result.tested.at(at(result, place).tested.value());
}

inline const RatioFound* ratio(const StrengthResult& result, StrengthRatio which) {
  for (const RatioFound& one : result.ratios)
    if (shipped_facts().strength().ratios[one.rule].ratio == which) return &one;
  return nullptr;
}

}  // namespace lumbar
