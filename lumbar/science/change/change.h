// SPDX-License-Identifier: Apache-2.0
// Repeated measures of one person: what is noise, what is change, and since when. No medicine: a value, its day, the
// test's standard error of measurement (SEM), and which direction is better. Pure; the same input gives the same bits
// on every platform.
//
// Values of one day are one observation: their mean, with the SEM of one. The SEM of a test is that between days, and
// nobody is surer for having repeated it at once. What was not measured is simply not there; no gap counts as a zero.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "lumbar/base/date.h"
#include "lumbar/base/result.h"

namespace lumbar::change {

enum class Direction : std::uint8_t { higher_is_better, lower_is_better };

/// What a value says: itself, or that the truth was no less (a ceiling: "held for 240 s, then stopped by the examiner")
/// or no more (a floor).
enum class Limit : std::uint8_t { exact, at_least, at_most };

struct Entry {
  Date day;
  double value = 0;  // finite, in the unit of the test
  Limit limit = Limit::exact;
};

/// A test as far as change is concerned.
struct Measure {
  double sem = 0;  // standard error of measurement between days, in the unit of the test: > 0, finite
  Direction better = Direction::higher_is_better;
};

// --- Measurement error ----------------------------------------------------------------------------------------------

/// SEM = sd x sqrt(1 - icc). `sd`: spread between people, > 0. `icc`: test-retest reliability within [0, 1); at 1 there
/// would be no error at all, and no study shows that. Errors: outside these ranges, or NaN.
Result<double> sem_of(double sd, double icc);

/// The SEM behind a published smallest detectable change of one value against one other. Errors: as mdc_of.
Result<double> sem_of_mdc(double mdc, double confidence = 0.95);

/// Smallest detectable change (MDC): by how much the means of `times` values each must differ, so that unchanged people
/// differ less in `confidence` of all cases, both directions counted: z x SEM x sqrt(2 / times).
/// `confidence` within (0.5, 1), `times` at least 1. Errors: outside these ranges, or NaN.
Result<double> mdc_of(double sem, double confidence = 0.95, int times = 1);

// --- Before and after -----------------------------------------------------------------------------------------------

/// Three chances that add up to 1.
struct Chances {
  double better = 0, same = 0, worse = 0;
};

struct Comparison {
  Chances chances;
  double change = 0;  // expected, in the unit of the test: positive is better, whatever the direction of the test
  double change_se = 0;
};

struct Question {
  double smallest_important = 0;  // below it people are "the same": >= 0, in the unit of the test
  /// How far true levels move between two such times (standard deviation), when something is known of it: > 0. Without
  /// it every change is as likely beforehand as any other. Needed where one side holds nothing but limits.
  std::optional<double> usual_change;
};

/// Have they changed? Levels before and after are constant, noise is normal with the test's SEM; a limit counts by its
/// likelihood. Chances are within 1e-6 of the integral where there are limits, within 1e-14 where there are none.
/// Errors: a side without entries; a value, SEM or question out of range; a day with both a floor and a ceiling; limits
/// alone on both sides, or on one side without `usual_change`; limits with values, or with nine usual changes, 1000 SEM
/// apart.
Result<Comparison> compare(std::span<const Entry> before, std::span<const Entry> after, Measure measure,
                           const Question& question);

// --- Trend ----------------------------------------------------------------------------------------------------------

/// A straight line through the entries, by maximum likelihood with the SEM as known noise.
struct Trend {
  Date last;         // the day that `level` speaks of
  std::size_t days;  // observations: days with an entry
  double level = 0;  // on that day, in the unit of the test
  double level_se = 0;
  double slope = 0;  // a day; positive is better, whatever the direction of the test
  double slope_se = 0;
  /// Squared residuals of measured days over their degrees of freedom, in SEM squared: about 1 for a line and noise.
  /// Above 1 (a bend, a bad day) both standard errors are widened by its root; below 1 they stay: the SEM is known.
  double misfit = 1;
};

/// Errors: fewer than two days with a measured value (limits alone carry no slope); a value or SEM out of range; a day
/// with both a floor and a ceiling.
Result<Trend> trend_of(std::span<const Entry> entries, Measure measure);

/// Does the slope go up, stay, or go down by more than `usable_slope` (>= 0, a day)? A plateau is "not better":
/// chances.same + chances.worse; fewer than six observations call it too rarely to be asked.
/// Errors: `usable_slope` negative or not finite.
Result<Chances> chances_of(const Trend& trend, double usable_slope);

// --- Watch ----------------------------------------------------------------------------------------------------------

/// Where a fall began. The three days are days with an entry: the first ones after the fall.
struct Since {
  Date earliest, likeliest, latest;  // earliest..latest hold 90 % of the probability, given that there was a fall
};

/// What is known after one more day.
struct Sight {
  double statistic = 0;  // natural log of the evidence for a fall that at least two days show; 0 where there is none
  double threshold = 0;  // alarm at or above it; higher than set for who comes more often than weekly, lower for others
  bool alarm = false;
  bool retest = false;           // one more measurement on another day, soon, would settle it
  double probability = 0;        // of a real fall within the days that are looked back on
  std::optional<Since> since;    // where `alarm` or `retest`
  double best = 0;               // the person's own best level so far, in the unit of the test
  double fall = 0, fall_se = 0;  // from there, in the unit of the test, at the likeliest day; 0 where `since` is empty
};

/// Notices that somebody loses what they had, one day of entries after the other.
///
/// A course may rise in any shape, stay, or start low because the first test was not yet learnt: "no fall" means only
/// that no later level lies below an earlier one (isotonic fit). Against it stand falls that began at any of the last
/// `looks_back` days, of unknown size, weighed by their likelihood. The own best is the top of that fit, with the
/// weight of the days that carry it, and no day counts for more than 3 SEM above or below it: one lucky day is no
/// lasting yardstick, a single bad day asks for a retest and never alarms where the others agree. Limits enter as what
/// is expected of them at the person's best level. Thresholds were chosen by simulation, for at most 10 % false alarms
/// in twelve weeks (bench/change.cc, docs/change.md); the chance of a fall is a project choice. Over a longer time
/// false alarms add up: start a new Watch then.
class Watch {
 public:
  struct Settings {
    double threshold = 3.3;     // natural log, for weekly entries; higher alarms less often: > 0
    double retest_from = 1.8;   // natural log of the evidence, single days included, that asks for a retest: > 0
    double fall_chance = 0.01;  // that a real fall begins at a given day of entries: within (0, 1)
    double usual_fall = 3;      // spread of real falls, in SEM: > 0
  };
  static constexpr std::size_t looks_back = 12;

  /// Errors: SEM or settings out of range.
  static Result<Watch> of(Measure measure);
  static Result<Watch> of(Measure measure, const Settings& settings);

  /// Entries of one day, in any order. Errors, without a change of state: no entries, several days, a day not after the
  /// last one, a value that is not finite, both a floor and a ceiling.
  Result<Sight> step(std::span<const Entry> day);
  Result<Sight> step(const Entry& entry) { return step(std::span<const Entry>(&entry, 1)); }

  std::size_t days() const { return days_; }

 private:
  Watch(Measure measure, const Settings& settings);
  struct Block {  // a stretch of equal level in the isotonic fit
    double mean = 0, weight = 0;
  };
  struct Kept {  // what was so after a day: for the falls that may have begun after it; in SEM, up is better
    Date day;
    double measured = 0;  // that day; a limit as what is expected of it
    double value = 0;     // as far as it counts
    double misfit = 0;    // of the isotonic fit to all days so far: squares
    Block last;           // its last block: the own best
  };
  void fit(double value);
  const Kept& back(std::size_t days) const { return kept_[(days_ - 1 - days) % kept_.size()]; }
  struct Fall;
  std::size_t weigh(std::array<Fall, looks_back>& falls) const;
  double threshold() const;
  Sight look() const;

  Measure measure_;
  Settings settings_;
  double origin_ = 0;  // the first value: what follows is small
  std::size_t days_ = 0;
  double misfit_ = 0;
  std::vector<Block> blocks_;
  std::vector<Kept> kept_;  // a ring
};

}  // namespace lumbar::change
