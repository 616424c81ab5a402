// SPDX-License-Identifier: Apache-2.0
// Better, same or worse beyond noise; falls against the own best; plateau. No triage in here.
#include <algorithm>
#include <cmath>
#include <map>

#include "lumbar/base/logarithm.h"
#include "lumbar/clinic/progress/series.h"

namespace lumbar {
namespace {

using change::Direction;

constexpr double sems_in_mdc95 = 2.7718585822512662;  // z of 95 % times the root of two

change::Measure measure_of(const Series& series) {
  const Reliability& row = *series.reliability;
  return {.sem = *row.sem, .better = row.lower_is_better ? Direction::lower_is_better : Direction::higher_is_better};
}

void add(std::vector<Series>& all, const std::string& id, const std::string& measure, const Reliability* row,
         change::Entry point, const std::string& variant = {}, std::optional<Side> side = {}) {
  auto found = std::find_if(all.begin(), all.end(), [&](const Series& one) { return one.id == id; });
  if (found == all.end()) {
    Series fresh;
    fresh.id = id;
    fresh.measure = measure;
    fresh.reliability = row;
    fresh.variant = variant;
    fresh.side = side;
    all.push_back(std::move(fresh));
    found = all.end() - 1;
  }
  found->points.push_back(point);
}

// A value at the test's ceiling says "no less"; the lowest and highest of a questionnaire are values like others.
change::Limit limit_of(const TestedStrength& test, const Reliability* row) {
  const bool at_ceiling = row != nullptr && row->ceiling && test.value >= *row->ceiling;
  return at_ceiling || test.stopped_by == StoppedBy::examiner ? change::Limit::at_least : change::Limit::exact;
}

// The mean of those activities that were rated every time any was: other means do not compare.
void add_activities(const Course& course, const Knowledge& knowledge, std::vector<Series>& all) {
  std::map<std::string, std::size_t, std::less<>> times;
  std::size_t ratings = 0;
  for (const CheckIn& entry : course.entries) {
    ratings += entry.activities.empty() ? 0 : 1;
    for (const ActivityRating& one : entry.activities) ++times[one.activity];
  }
  if (ratings == 0) return;
  const Reliability* row = knowledge.course().measure("psfs");
  bool any = false;
  for (const CheckIn& entry : course.entries) {
    double sum = 0;
    double count = 0;
    for (const ActivityRating& one : entry.activities) {
      if (times.find(one.activity)->second != ratings) continue;
      sum += one.ability;
      count += 1;
    }
    if (count == 0) continue;
    any = true;
    add(all, "activities", "psfs", row, {entry.day, sum / count, change::Limit::exact});
  }
  if (any) return;
  Series none;
  none.id = "activities";
  none.measure = "psfs";
  none.reliability = row;
  none.why_not = NotJudged::no_common_activity;
  all.push_back(std::move(none));
}

std::vector<Series> collected(const Course& course, const Knowledge& knowledge) {
  std::vector<Series> all;
  const CourseFacts& facts = knowledge.course();
  const auto sex_id = knowledge.finding("sex");
  std::optional<Sex> sex;
  for (const Statement& one : course.baseline.statements)
    if (sex_id && one.finding == *sex_id && one.choice.bare) sex = static_cast<Sex>(*one.choice.bare);
  const Reliability* pain = facts.measure("nprs");
  for (const auto& [id, rating] :
       {std::pair{"pain_now", &PainRating::now}, std::pair{"pain_at_rest", &PainRating::at_rest},
        std::pair{"pain_worst", &PainRating::worst}})
    for (const CheckIn& entry : course.entries)
      if (const auto value = entry.pain.*rating) add(all, id, "nprs", pain, {entry.day, *value, change::Limit::exact});
  for (const CheckIn& entry : course.entries)
    if (entry.roland_morris)
      add(all, "roland_morris", "rmdq", facts.measure("rmdq"), {entry.day, *entry.roland_morris, change::Limit::exact});
  add_activities(course, knowledge, all);
  for (const CheckIn& entry : course.entries) {
    for (const TestedStrength& test : entry.tests) {
      // Pain or a tired arm ended it: no measure of the trunk's strength.
      if (test.stopped_by == StoppedBy::pain || test.stopped_by == StoppedBy::limb) continue;
      const Reliability* row = facts.test(test.test, sex);
      const double value = row != nullptr && row->ceiling ? std::min(test.value, *row->ceiling) : test.value;
      std::string id = test.test + "|" + test.variant;
      if (test.side) id += "|" + std::string(word_of(*test.side));
      add(all, id, test.test, row, {entry.day, value, limit_of(test, row)}, test.variant, test.side);
    }
  }
  for (Series& one : all)
    std::stable_sort(one.points.begin(), one.points.end(),
                     [](const change::Entry& a, const change::Entry& b) { return a.day < b.day; });
  return all;
}

// Days with an entry, in order; the entries of one day belong together.
std::vector<std::span<const change::Entry>> days_of(const Series& series) {
  std::vector<std::span<const change::Entry>> days;
  const auto& points = series.points;
  for (std::size_t from = 0, to = 0; from < points.size(); from = to) {
    while (to < points.size() && points[to].day == points[from].day) ++to;
    days.emplace_back(points.data() + from, to - from);
  }
  return days;
}

double mean_of(std::span<const change::Entry> entries) {
  double sum = 0;
  for (const change::Entry& one : entries) sum += one.value;
  return sum / static_cast<double>(entries.size());
}

// Two measurements at each end where there are four, else one: a first test under-reads, a single day errs.
void compare_ends(Series& series, const std::vector<std::span<const change::Entry>>& days, const Knowledge& knowledge) {
  constexpr std::size_t days_for_two = 4;
  const std::size_t each = days.size() >= days_for_two ? 2 : 1;
  const change::Entry* first = days[0].data();
  const change::Entry* first_end = days[each - 1].data() + days[each - 1].size();
  const change::Entry* last = days[days.size() - each].data();
  const std::span<const change::Entry> before(first, first_end);
  const std::span<const change::Entry> after(last, series.points.data() + series.points.size());
  const Reliability& row = *series.reliability;
  const change::Measure measure = measure_of(series);
  series.detectable = measure.sem * sems_in_mdc95 / std::sqrt(static_cast<double>(each));
  const double start = mean_of(before);
  // Where the facts know no change that matters, one standard error is the least worth a word.
  series.important = row.important.value_or(row.important_share ? *row.important_share * start : measure.sem);
  change::Question question{.smallest_important = series.important, .usual_change = std::nullopt};
  const auto limits_only = [](std::span<const change::Entry> side) {
    return std::none_of(side.begin(), side.end(),
                        [](const change::Entry& one) { return one.limit == change::Limit::exact; });
  };
  // Ceilings alone say how far only together with how far people usually move.
  constexpr double usual_sems = 3;
  if (limits_only(before) || limits_only(after)) question.usual_change = usual_sems * measure.sem;
  auto compared = change::compare(before, after, measure, question);
  if (!compared) {
    series.why_not = NotJudged::refused;
    return;
  }
  series.since_start = *compared;
  const double sure = knowledge.parameter("course_sure");
  const change::Chances& chances = compared->chances;
  series.verdict = chances.better >= sure  ? Verdict::better
                   : chances.worse >= sure ? Verdict::worse
                   : chances.same >= sure  ? Verdict::same
                                           : Verdict::unclear;
  series.beyond_error = compared->change >= series.detectable;
  const bool known = row.important || row.important_share;
  const double share = row.important_share.value_or(0) * start;
  // "5 points or 30 %": either will do.
  const double least = row.important ? (share > 0 ? std::min(*row.important, share) : *row.important) : share;
  series.matters = known && least > 0 && compared->change >= least;
}

void look_for_plateau(Series& series, const std::vector<std::span<const change::Entry>>& days,
                      const Knowledge& knowledge) {
  const auto points = static_cast<std::size_t>(knowledge.parameter("course_plateau_points"));
  if (points < 2 || days.size() < points) return;
  const change::Entry* from = days[days.size() - points].data();
  const std::span<const change::Entry> last(from, series.points.data() + series.points.size());
  const auto trend = change::trend_of(last, measure_of(series));
  if (!trend) return;
  constexpr double days_in_a_week = 7;
  series.slope_a_week = trend->slope * days_in_a_week;
  const double visits = static_cast<double>(points - 1);
  const double days_a_visit = static_cast<double>(last.back().day.days_since(last.front().day)) / visits;
  if (days_a_visit <= 0) return;
  const double usable = knowledge.parameter("course_plateau_slope_sem") * *series.reliability->sem / days_a_visit;
  series.plateau = trend->slope + knowledge.parameter("course_plateau_z") * trend->slope_se < usable;
}

// Falls are looked for in at most three series, for each adds its false alarms; and the more there are, the higher the
// evidence each must bring.
void watch_for_falls(Series& series, const std::vector<std::span<const change::Entry>>& days, std::size_t watched,
                     std::span<const Date> looked_at, const Knowledge& knowledge) {
  change::Watch::Settings settings;
  // Three quarters of the logarithm of their number keep three together below a tenth of false alarms
  // (bench/course.cc).
  const double dearer = natural_log(static_cast<double>(std::max<std::size_t>(1, watched))) * 3 / 4;
  settings.threshold += dearer;
  settings.retest_from += dearer;
  auto watch = change::Watch::of(measure_of(series), settings);
  if (!watch) return;
  const auto stretch = static_cast<std::int64_t>(knowledge.parameter("course_watch_days"));
  Date since = days.front().front().day;
  for (const auto& day : days) {
    const Date today = day.front().day;
    // Somebody has looked, or twelve weeks are over: a new watch, lest false alarms add up.
    const bool looked =
        std::any_of(looked_at.begin(), looked_at.end(), [&](Date one) { return one > since && one <= today; });
    if (today.days_since(since) > stretch || looked) {
      watch = change::Watch::of(measure_of(series), settings);
      since = today;
    }
    auto sight = watch->step(day);
    if (!sight) return;  // a day with a floor and a ceiling
    series.sight = *sight;
  }
  series.fall = series.sight->alarm ? FallSeen::confirmed : series.sight->retest ? FallSeen::retest : FallSeen::none;
}

// One of function, one of strength, one of pain: the series with the most measurements of each kind.
void choose_watched(std::vector<Series>& all, const Knowledge& knowledge) {
  const auto kind = [](const Series& one) {
    return one.measure == "nprs" ? 2 : one.measure == "rmdq" || one.measure == "psfs" ? 0 : 1;
  };
  const auto most = static_cast<int>(knowledge.parameter("course_watched"));
  for (int wanted = 0; wanted < std::min(3, most); ++wanted) {
    Series* best = nullptr;
    for (Series& one : all) {
      if (kind(one) != wanted || one.why_not != NotJudged::judged) continue;
      if (best == nullptr || one.points.size() > best->points.size()) best = &one;
    }
    if (best != nullptr) best->watched = true;
  }
}

}  // namespace

std::vector<Series> judge_series(const Course& course, const Knowledge& knowledge) {
  std::vector<Series> all = collected(course, knowledge);
  for (Series& one : all) {
    if (one.why_not != NotJudged::judged) continue;
    if (one.reliability == nullptr || !one.reliability->sem)
      one.why_not = NotJudged::error_unknown;
    else if (days_of(one).size() < 2)
      one.why_not = NotJudged::one_value;
  }
  choose_watched(all, knowledge);
  const auto watched =
      static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const Series& one) { return one.watched; }));
  std::vector<Date> looked_at;
  for (const CheckIn& entry : course.entries)
    if (entry.seen_by.is_some()) looked_at.push_back(entry.day);
  for (Series& one : all) {
    if (one.why_not != NotJudged::judged) continue;
    const auto days = days_of(one);
    compare_ends(one, days, knowledge);
    look_for_plateau(one, days, knowledge);
    if (one.watched) watch_for_falls(one, days, watched, looked_at, knowledge);
  }
  return all;
}

}  // namespace lumbar
