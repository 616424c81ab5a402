// SPDX-License-Identifier: Apache-2.0
// Tests of strength and endurance, and the norms that speak of them. Seen by other rooms through knowledge.h.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/scales.h"
#include "lumbar/base/source.h"

namespace lumbar {

/// What a test of strength speaks of. The first three carry the trunk: extensors behind, flexors in front, and the
/// wall of each side (obliques and quadratus lumborum).
enum class MuscleGroup : std::uint8_t {
  extensors,
  flexors,
  side_wall,
  gluteus_maximus,
  gluteus_medius,
  hip_flexors,
  calves,
  leg_power,   ///< grades of the legs: a question of nerves, never of training
  balance,     ///< standing on one leg
  whole_body,  ///< grip, chair stands, walking: whether the whole person is weak
};
template <>
struct Words<MuscleGroup> {
  static constexpr auto list =
      std::to_array<std::string_view>({"extensors", "flexors", "side_wall", "gluteus_maximus", "gluteus_medius",
                                       "hip_flexors", "calves", "leg_power", "balance", "whole_body"});
};

enum class StrengthKind : std::uint8_t { hold, repetitions, time, force, torque, speed, grade };
template <>
struct Words<StrengthKind> {
  static constexpr auto list =
      std::to_array<std::string_view>({"hold", "repetitions", "time", "force", "torque", "speed", "grade"});
};

/// Which of several values of one day counts.
enum class SameDay : std::uint8_t { best, mean, worst };
template <>
struct Words<SameDay> {
  static constexpr auto list = std::to_array<std::string_view>({"best", "mean", "worst"});
};

/// A test, whatever the position it is done in.
struct StrengthTest {
  std::string name, label, label_patient, unit, note;
  MuscleGroup group = MuscleGroup::extensors;
  StrengthKind kind = StrengthKind::hold;
  SameDay same_day = SameDay::best;
  bool sided = false;
  bool lower_is_better = false;
  double most = 0;  ///< no person reaches more, in `unit`: a slip of the pen
  Basis basis;
};

/// One way to do a test. Two ways are never compared with one another, nor with the same norm.
struct StrengthVariant {
  std::string name, label, how;
  std::size_t test = 0;  ///< place in `tests`
  /// Where the examiner stops: a value here or above says "at least".
  std::optional<double> ceiling;
  std::optional<std::size_t> gentler;  ///< what is tried instead after pain stopped it: place in `variants`
  Basis basis;
};

/// Fractions of two holds (or torques) that are judged by a norm of their own.
enum class StrengthRatio : std::uint8_t { flexion_extension, right_left, side_extension, torque_extension_flexion };
template <>
struct Words<StrengthRatio> {
  static constexpr auto list = std::to_array<std::string_view>(
      {"flexion_extension", "right_left", "side_extension", "torque_extension_flexion"});
};

/// Which two ways of testing a ratio is made of; `below` is none where both are sides of `above`.
struct StrengthRatioRule {
  StrengthRatio ratio = StrengthRatio::flexion_extension;
  std::string label;
  std::size_t above = 0, below = 0;  ///< places in `variants`
  Basis basis;
};

/// What a row of the norms is for.
enum class NormUse : std::uint8_t {
  compare,  ///< mean (or median), perhaps with a standard deviation: percent and z
  low,      ///< a cut-off beyond which strength is called low
  average,  ///< a cut-off beyond which somebody is worse than most
  ceiling,  ///< where the test ends
  ratio,    ///< of a StrengthRatio
  meaning,  ///< what a grade or a band means: shown beside it
  error,    ///< how much a test varies by itself: for following somebody, not for one look
  unused    ///< says why
};
template <>
struct Words<NormUse> {
  static constexpr auto list =
      std::to_array<std::string_view>({"compare", "low", "average", "ceiling", "ratio", "meaning", "error", "unused"});
};

/// A norm or cut-off as published. Its ages are whole years, both ends included; none: the source does not say.
struct Norm {
  std::string name, test, label, quantity, population, unit, cutoff, cutoff_meaning, citation, address, note;
  std::string icc, mdc95, mcid;  ///< as written: often a range or a remark
  std::optional<Sex> sex;        ///< none: women and men together
  std::optional<double> age_min, age_max;
  Figure mean;   ///< or its range
  Figure limit;  ///< the cut-off, where it is a number or a range
  std::optional<double> sd, p25, p50, p75, sem;
  bool lower_is_better = false;
  Basis basis;

  NormUse use = NormUse::unused;
  std::optional<std::size_t> variant;  ///< place in `variants`: the way of testing it speaks of
  std::optional<Side> side;            ///< where left and right have norms of their own
  std::optional<StrengthRatio> ratio;
  bool limit_counts = false;    ///< whether the cut-off itself lies beyond: "12 s or more"
  std::string group_of_people;  ///< `general`, or the word a person must be described with for it to fit
  std::string why_unused;
};

/// What a seed says of strength and balance, and how far evidence carries it.
enum class ClaimGrade : std::uint8_t { supported, partly, unproved, contradicted };
template <>
struct Words<ClaimGrade> {
  static constexpr auto list = std::to_array<std::string_view>({"supported", "partly", "unproved", "contradicted"});
};

struct StrengthClaim {
  std::string name, says, known;
  std::vector<std::string> statements;  ///< ids of the seeds' statements
  ClaimGrade grade = ClaimGrade::unproved;
  Basis basis;
};

/// Everything about tests of strength. Empty where the facts have none.
struct StrengthFacts {
  std::vector<StrengthTest> tests;
  std::vector<StrengthVariant> variants;  ///< of each test in the order of preference
  std::vector<StrengthRatioRule> ratios;
  std::vector<Norm> norms;  ///< in the order of the facts: the earlier of two that fit alike is taken
  std::vector<StrengthClaim> claims;

  const StrengthTest& test_of(std::size_t variant) const { return tests[variants[variant].test]; }
};

}  // namespace lumbar
