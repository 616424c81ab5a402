// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/progress/decide.h"

#include <algorithm>
#include <cmath>

#include "lumbar/clinic/own_words/own_words.h"

namespace lumbar {
namespace {

constexpr std::int64_t hours_in_a_day = 24;

const Series* series_named(const Progress& progress, std::string_view id) {
  const auto found =
      std::find_if(progress.series.begin(), progress.series.end(), [&](const Series& one) { return one.id == id; });
  return found == progress.series.end() ? nullptr : &*found;
}

bool is_of_function(const Series& one) { return one.measure == "rmdq" || one.measure == "psfs"; }
bool is_of_strength(const Series& one) { return !is_of_function(one) && one.measure != "nprs"; }

// No change that matters in anything the person reports, long enough, with the programme done.
bool nothing_changed(const Progress& progress, const Knowledge& knowledge) {
  if (progress.adherence.value_or(0) < knowledge.parameter("course_good_adherence")) return false;
  bool any = false;
  for (const Series& one : progress.series) {
    if (!is_of_function(one) && one.id != "pain_now") continue;
    if (!one.since_start || one.points.empty()) continue;
    const auto days = one.points.back().day.days_since(one.points.front().day);
    if (static_cast<double>(days) < knowledge.parameter("course_no_change_days")) continue;
    if (one.matters) return false;
    any = true;
  }
  return any;
}

// Pain up by two points or more through two weeks, above what it was before them.
bool pain_stays_up(const Progress& progress, const Knowledge& knowledge) {
  const Series* pain = series_named(progress, "pain_now");
  if (pain == nullptr || pain->points.size() < 3) return false;
  const Date last = pain->points.back().day;
  const double days = knowledge.parameter("course_pain_up_days");
  double before = -1;
  double least_since = 11;
  std::size_t since = 0;
  double first_since = 0;
  for (const change::Entry& one : pain->points) {
    const auto ago = static_cast<double>(last.days_since(one.day));
    if (ago > days) {
      before = one.value;
    } else {
      if (since++ == 0) first_since = ago;
      least_since = std::min(least_since, one.value);
    }
  }
  // Two weeks are seen only when the first of these entries is nearly two weeks old.
  constexpr double nearly = 0.5;
  return before >= 0 && since >= 2 && first_since >= nearly * days &&
         least_since - before >= knowledge.parameter("course_pain_up");
}

// The same test left and right on two days, further apart than the share, with a sign of that side's nerve.
bool sides_differ(const Course& course, const Progress& progress, const Knowledge& knowledge) {
  const auto neurological = knowledge.finding("any_neuro_sign");
  if (!neurological || progress.consultation.findings[*neurological] != Presence::present) return false;
  std::vector<std::string> flagged;
  for (const CheckIn& entry : course.entries) {
    for (const TestedStrength& left : entry.tests) {
      if (left.side != Side::left) continue;
      for (const TestedStrength& right : entry.tests) {
        if (right.side != Side::right || right.test != left.test || right.variant != left.variant) continue;
        const double larger = std::max(left.value, right.value);
        if (larger <= 0) continue;
        const double apart = std::abs(left.value - right.value) / larger;
        if (apart > knowledge.parameter("course_side_difference")) flagged.push_back(left.test + left.variant);
      }
    }
  }
  return std::any_of(flagged.begin(), flagged.end(),
                     [&](const std::string& one) { return std::count(flagged.begin(), flagged.end(), one) >= 2; });
}

}  // namespace

std::set<FindingId> grave_findings(const Knowledge& knowledge) {
  std::set<FindingId> grave;
  for (const SafetyItem& item : knowledge.safety_net()) grave.insert(item.findings.begin(), item.findings.end());
  for (const NewNeurology& group : knowledge.course().neurology)
    grave.insert(group.findings.begin(), group.findings.end());
  return grave;
}

std::vector<Heard> hear_notes(const Course& course, const Knowledge& knowledge) {
  std::vector<Heard> heard;
  const bool any =
      std::any_of(course.entries.begin(), course.entries.end(), [](const CheckIn& one) { return !one.note.empty(); });
  if (!any) return heard;
  const std::set<FindingId> grave = grave_findings(knowledge);
  const OwnWords reader(knowledge);
  for (const CheckIn& entry : course.entries) {
    if (entry.note.empty()) continue;
    const auto understood = reader.understand(entry.note, entry.day);
    if (!understood) continue;
    for (const UnderstoodStatement& one : understood->statements) {
      if (one.said.present != Presence::present || !grave.contains(one.said.finding)) continue;
      const bool told = std::any_of(entry.said.begin(), entry.said.end(), [&](const Statement& said) {
        return said.finding == one.said.finding && said.present == Presence::present;
      });
      if (!told)
        heard.push_back({one.said.finding, entry.day, entry.note.substr(one.span.from, one.span.to - one.span.from)});
    }
  }
  return heard;
}

std::vector<Gap> gaps_of(const Course& course, const Knowledge& knowledge) {
  std::vector<Gap> gaps;
  Date before = course.baseline.as_of.value_or(Date());
  for (const CheckIn& entry : course.entries) {
    const auto days = entry.day.days_since(before);
    if (static_cast<double>(days) > knowledge.parameter("course_week_days")) gaps.push_back({before, entry.day, days});
    before = entry.day;
  }
  return gaps;
}

bool goals_met(const Course& course) {
  if (course.goals.empty()) return false;
  return std::all_of(course.goals.begin(), course.goals.end(), [&](const Goal& goal) {
    for (std::size_t at = course.entries.size(); at-- > 0;)
      for (const ActivityRating& one : course.entries[at].activities)
        if (one.activity == goal.activity) return one.ability >= goal.at_least;
    return false;
  });
}

void settle_plateaus(Progress& progress, const Knowledge& knowledge) {
  const bool done = progress.adherence && *progress.adherence >= knowledge.parameter("course_plateau_adherence");
  for (Series& one : progress.series) {
    // No pain at all, and no disability at all, is no plateau but the end of the way.
    const bool at_best = one.reliability != nullptr && one.reliability->lower_is_better && !one.points.empty() &&
                         one.points.back().value <= one.reliability->low.value_or(0);
    if (!done || progress.goal_met || at_best || one.fall != FallSeen::none) one.plateau = false;
  }
}

std::vector<PassOn> reasons_to_pass_on(const Course& course, const Progress& progress, const Knowledge& knowledge) {
  std::vector<PassOn> reasons;
  const auto add = [&](std::string_view name, const std::string& series) {
    const PassingOn* reason = knowledge.course().reason(name);
    if (reason != nullptr) reasons.push_back({reason, series});
  };
  // Whoever loses ground is told that, once, and not also that nothing changes.
  const auto fallen = std::find_if(progress.series.begin(), progress.series.end(),
                                   [](const Series& one) { return one.fall == FallSeen::confirmed; });
  const bool declines = fallen != progress.series.end();
  if (declines) add("decline", fallen->id);
  if (pain_stays_up(progress, knowledge)) add("pain_up", "pain_now");
  if (!declines && nothing_changed(progress, knowledge)) add("no_change", {});
  const auto flat = std::find_if(progress.series.begin(), progress.series.end(),
                                 [](const Series& one) { return one.plateau && is_of_function(one); });
  if (!declines && flat != progress.series.end()) add("plateau", flat->id);
  if (sides_differ(course, progress, knowledge)) add("sides_differ", {});
  const auto& all = progress.series;
  const bool stronger = std::any_of(all.begin(), all.end(), [](const Series& one) {
    return is_of_strength(one) && one.verdict == Verdict::better && one.beyond_error;
  });
  const bool function_told =
      std::any_of(all.begin(), all.end(), [](const Series& one) { return is_of_function(one) && one.since_start; });
  const bool function_better = std::any_of(all.begin(), all.end(), [](const Series& one) {
    return is_of_function(one) && (one.verdict == Verdict::better || one.matters);
  });
  const bool long_enough = progress.weeks * 7 >= knowledge.parameter("course_no_change_days");
  if (stronger && function_told && !function_better && long_enough) add("strength_without_function", {});
  return reasons;
}

bool is_paced(const Progress& progress, const Knowledge& knowledge) {
  const auto worse_after = knowledge.finding("post_exertional_malaise");
  return worse_after && progress.consultation.findings[*worse_after] == Presence::present;
}

NextStep next_step(const Progress& progress, bool open) {
  if (progress.level == Urgency::emergency_now) return NextStep::emergency;
  if (progress.level == Urgency::within_24h) return NextStep::see_within_24h;
  // Somebody who gets worse is passed on, whether or not every question was answered.
  const bool declines = std::any_of(progress.pass_on.begin(), progress.pass_on.end(), [](const PassOn& one) {
    return one.reason->name == "decline" || one.reason->name == "pain_up";
  });
  if (declines) return NextStep::pass_on;
  if (open) return NextStep::answer_questions;
  const bool retest = std::any_of(progress.series.begin(), progress.series.end(),
                                  [](const Series& one) { return one.fall == FallSeen::retest; });
  if (retest) return NextStep::retest;
  return progress.pass_on.empty() ? NextStep::go_on : NextStep::pass_on;
}

Review next_review(const Progress& progress, const Knowledge& knowledge) {
  const Date today = progress.check_ins.back().day;
  const Date start = progress.check_ins.front().day;
  const auto days = [&](std::string_view id) { return static_cast<std::int64_t>(knowledge.parameter(id)); };
  if (progress.level == Urgency::emergency_now) return {today, ReviewBecause::now};
  Review review{today.plus_days(days("course_review_days")), ReviewBecause::weekly};
  const auto sooner = [&](Date day, ReviewBecause because) {
    if (day < review.day || (day == review.day && review.because == ReviewBecause::weekly)) review = {day, because};
  };
  for (const auto& [id, because] : {std::pair{"course_first_review_days", ReviewBecause::first_review},
                                    std::pair{"course_second_review_days", ReviewBecause::second_review}}) {
    const Date day = start.plus_days(days(id));
    if (day > today) sooner(day, because);
  }
  for (const PassOn& one : progress.pass_on)
    sooner(today.plus_days(one.reason->within_days), ReviewBecause::passing_on);
  for (const Series& one : progress.series)
    if (one.fall == FallSeen::retest) sooner(today.plus_days(days("course_retest_days")), ReviewBecause::retest);
  const auto& deadline = progress.consultation.triage.deadline_hours;
  if (deadline) sooner(today.plus_days(*deadline / hours_in_a_day), ReviewBecause::deadline);
  return review;
}

}  // namespace lumbar
