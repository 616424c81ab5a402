// SPDX-License-Identifier: Apache-2.0
// Measured strength and endurance against norms and against one another: which group limits, which dominates, or what
// to test next. Pure; the order of the measures does not matter.
//
// A group is called weak only by a norm that fits (same way of testing, sex, age), or by an imbalance that was seen on
// two days. What pain or a limb stopped says nothing of strength; what a ceiling stopped was "at least" that; a hold
// that ended for a reason nobody gave is watched, never called weak. Below 18 years no norm is applied.
#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lumbar/base/date.h"
#include "lumbar/base/presence.h"
#include "lumbar/base/scales.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// Why a hold or a set ended.
enum class Stopped : std::uint8_t { not_said, fatigue, position, pain, limb, ceiling, other };
template <>
struct Words<Stopped> {
  static constexpr auto list =
      std::to_array<std::string_view>({"not_said", "fatigue", "position", "pain", "limb", "ceiling", "other"});
};

/// One value of one day.
struct StrengthMeasure {
  Date day;
  std::size_t variant = 0;   ///< place in `knowledge.strength().variants`
  std::optional<Side> side;  ///< left or right; none for a test without sides
  double value = 0;          ///< finite, >= 0, in the unit of the test
  Stopped stopped = Stopped::not_said;
  friend bool operator==(const StrengthMeasure&, const StrengthMeasure&) = default;
};

struct StrengthPerson {
  std::optional<double> age_years;
  std::optional<Sex> sex;
  std::vector<std::string> described;      ///< words such as `white_collar` or `athlete`, for norms made for them
  std::vector<MuscleGroup> needed_most{};  ///< for the person's first goal; decides between equals
};

/// A group, and the side of it where it has sides.
struct MusclePlace {
  MuscleGroup group = MuscleGroup::extensors;
  std::optional<Side> side;
  friend auto operator<=>(const MusclePlace&, const MusclePlace&) = default;
};

/// A number that may be only a lower bound.
struct Amount {
  double value = 0;
  bool at_least = false;
};

enum class NormFit : std::uint8_t {
  none,          ///< no norm for this way of testing
  matched,       ///< same way of testing, sex and age
  outside_ages,  ///< the nearest, made for other ages
  ages_unsaid,   ///< the norm does not say its ages
  age_unknown,   ///< the person's age is not known
  other_sex,     ///< none for this sex, or the sex is not known: the first there is
  refused        ///< below 18 no norm is applied
};
template <>
struct Words<NormFit> {
  static constexpr auto list = std::to_array<std::string_view>(
      {"none", "matched", "outside_ages", "ages_unsaid", "age_unknown", "other_sex", "refused"});
};

enum class GroupStanding : std::uint8_t { not_tested, invalid, no_norm, within, watch, weak };
template <>
struct Words<GroupStanding> {
  static constexpr auto list =
      std::to_array<std::string_view>({"not_tested", "invalid", "no_norm", "within", "watch", "weak"});
};

/// Why a group stands where it stands; in this order.
enum class Because : std::uint8_t {
  low_once,            ///< percent and z low, on one day
  low_twice,           ///< on two days
  days_disagree,       ///< low on one day, not on another
  percent_alone,       ///< the percentage is low, z is not, or there is none
  ratio_once,          ///< a ratio against it on one day
  ratio_twice,         ///< on two days
  sides_differ,        ///< weaker than the other side by more than the watch band
  sides_differ_twice,  ///< by more than the act band, on two days
  below_cutoff,        ///< beyond a published cut-off
  reason_unsaid,       ///< nobody said why the hold ended
  norm_does_not_fit    ///< low only by a norm that is not made for this person
};
template <>
struct Words<Because> {
  static constexpr auto list = std::to_array<std::string_view>(
      {"low_once", "low_twice", "days_disagree", "percent_alone", "ratio_once", "ratio_twice", "sides_differ",
       "sides_differ_twice", "below_cutoff", "reason_unsaid", "norm_does_not_fit"});
};

/// What one day gave for one test and side.
struct TestedDay {
  Date day;
  Amount value;
  Stopped stopped = Stopped::not_said;
  bool low = false;  ///< percent and z both low against a norm that fits, and the reason for stopping is known
};

struct Cutoff {
  std::size_t norm = 0;  ///< place in the norms
  bool beyond = false;
};

/// One way of testing, on one side.
struct StrengthTested {
  std::size_t variant = 0;
  MusclePlace place;
  std::vector<TestedDay> days;  ///< that count together, ascending
  Amount value;                 ///< their mean
  std::size_t older_days = 0;   ///< valid, but too long ago to count
  std::optional<std::size_t> norm;
  NormFit fit = NormFit::none;
  std::optional<Amount> percent;  ///< of the norm's mean or median
  std::optional<Amount> z;
  std::vector<Cutoff> cutoffs;
  GroupStanding standing = GroupStanding::no_norm;
  std::vector<Because> because;
};

/// A measure that says nothing of strength.
struct InvalidMeasure {
  StrengthMeasure measure;  ///< stopped by pain or by a limb
};

struct RatioFound {
  std::size_t rule = 0;  ///< place in the facts' `ratios`
  double value = 0;
  bool at_least = false, at_most = false;  ///< a part of it was stopped at a ceiling
  std::size_t norm = 0;
  NormFit fit = NormFit::none;
  Presence flagged = Presence::unknown;  ///< on any day; unknown where a ceiling hides it
  std::size_t days_flagged = 0;          ///< in the same direction, whichever was seen more often
  std::vector<MusclePlace> against;      ///< whom the flag speaks against
  std::vector<MusclePlace> strong;       ///< their partners
};

/// The difference between the sides of one way of testing.
struct SidesFound {
  std::size_t variant = 0;
  double percent = 0;  ///< 100 x |right - left| / the larger
  std::optional<Side> weaker;
  std::size_t days_acted = 0;  ///< days above the act band, the same side weaker
  bool watch = false;
};

struct PlaceFound {
  MusclePlace place;
  GroupStanding standing = GroupStanding::not_tested;
  bool confirmed = false;             ///< weak on two days
  std::optional<std::size_t> tested;  ///< the test it rests on: place in `tested`
  std::vector<Because> because;
};

/// Power that may be lost by a nerve: it goes before all training.
struct PowerLost {
  enum class Kind : std::uint8_t { below_five, three_or_less, fell };
  Kind kind = Kind::below_five;
  std::size_t variant = 0;
  std::optional<Side> side;
  double grade = 0, before = 0;  ///< now, and the best of the days before (5 where there were none)
  bool triage_now() const { return kind == Kind::three_or_less || kind == Kind::fell; }
};
template <>
struct Words<PowerLost::Kind> {
  static constexpr auto list = std::to_array<std::string_view>({"below_five", "three_or_less", "fell"});
};

struct NextTest {
  enum class Why : std::uint8_t { missing, stopped, reason_unsaid, repeat, norm_that_fits };
  std::size_t variant = 0;
  std::optional<Side> side;
  Why why = Why::missing;
};
template <>
struct Words<NextTest::Why> {
  static constexpr auto list =
      std::to_array<std::string_view>({"missing", "stopped", "reason_unsaid", "repeat", "norm_that_fits"});
};

enum class StrengthVerdict : std::uint8_t {
  not_decidable,  ///< yet: `undecided` and `next` say why and what to test
  limiting,       ///< one group (or equals) limits
  generally_low,  ///< all low, none lower than the others
  none_low        ///< no group is low
};
template <>
struct Words<StrengthVerdict> {
  static constexpr auto list =
      std::to_array<std::string_view>({"not_decidable", "limiting", "generally_low", "none_low"});
};

enum class Undecided : std::uint8_t { no, nothing_measured, under_18, groups_missing, no_norm_fits, hidden_by_ceiling };
template <>
struct Words<Undecided> {
  static constexpr auto list = std::to_array<std::string_view>(
      {"no", "nothing_measured", "under_18", "groups_missing", "no_norm_fits", "hidden_by_ceiling"});
};

struct StrengthResult {
  StrengthVerdict verdict = StrengthVerdict::not_decidable;
  Undecided undecided = Undecided::nothing_measured;
  std::vector<MusclePlace> limiting;  ///< of `limiting`: usually one; equals stand together
  bool provisional = true;            ///< the limiting group was not yet measured on two days
  /// Where nothing can be decided: the lowest of what was measured, by a norm that may not fit. For orientation only.
  std::optional<MusclePlace> lowest_so_far;
  std::vector<MusclePlace> weak, watch, dominant;
  bool whole_body_low = false;     ///< grip, chair stands and trunk all low: think of a cause beyond the back
  std::vector<PlaceFound> places;  ///< the trunk first, whether tested or not; then what else was tested
  std::vector<StrengthTested> tested;
  std::vector<RatioFound> ratios;
  std::vector<SidesFound> sides;
  std::vector<InvalidMeasure> invalid;
  std::vector<PowerLost> power_lost;  ///< the most pressing first
  std::vector<NextTest> next;
};

/// Weighs the measures by the facts' tests and norms. Source: McGill 1999 for battery and ratios; the rules of weak,
/// watch, limiting and dominant are the project's (facts/parameters_strength.toml).
StrengthResult weigh_strength(const StrengthPerson& person, std::span<const StrengthMeasure> measures,
                              const Knowledge& knowledge);

/// The norm that fits best for a way of testing, and how well. Order: sex, ages, how the people are described, facts.
struct NormFound {
  std::optional<std::size_t> norm;
  NormFit fit = NormFit::none;
};
NormFound match_norm(const StrengthPerson& person, std::size_t variant, std::optional<Side> side, NormUse use,
                     const Knowledge& knowledge);

}  // namespace lumbar
