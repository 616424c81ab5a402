// SPDX-License-Identifier: Apache-2.0
// The next session's load, by the overload rule: down quickly, up slowly, and never while something is open.
#include <algorithm>

#include "lumbar/clinic/progress/series.h"

namespace lumbar {
namespace {

struct Done {
  Date day;
  const Session* told;
};

std::vector<Done> sessions_of(const Course& course) {
  std::vector<Done> all;
  for (const CheckIn& entry : course.entries)
    for (const Session& one : entry.sessions) all.push_back({one.day.value_or(entry.day), &one});
  std::stable_sort(all.begin(), all.end(), [](const Done& a, const Done& b) { return a.day < b.day; });
  return all;
}

// A week's volume grows by no more than a tenth over the mean of the last two weeks with sessions.
std::optional<double> volume_at_most(const std::vector<Done>& sessions, Date today, const Knowledge& knowledge) {
  constexpr std::int64_t week = 7;
  double sum = 0;
  int weeks = 0;
  for (int back = 0; back < 2; ++back) {
    const Date to = today.plus_days(-week * back);
    double volume = 0;
    bool any = false;
    for (const Done& one : sessions) {
      const auto ago = to.days_since(one.day);
      if (ago < 0 || ago >= week || !one.told->volume) continue;
      volume += *one.told->volume;
      any = true;
    }
    sum += volume;
    weeks += any ? 1 : 0;
  }
  if (weeks < 2) return std::nullopt;
  return knowledge.parameter("course_load_step_high") * sum / weeks;
}

}  // namespace

std::optional<double> adherence_of(const Course& course) {
  double planned = 0;
  double done = 0;
  for (const CheckIn& entry : course.entries) {
    if (!entry.sessions_planned) continue;
    planned += *entry.sessions_planned;
    done += static_cast<double>(entry.sessions.size());
  }
  if (planned <= 0) return std::nullopt;
  return std::min(1.0, done / planned);
}

LoadAdvice advise_load(const Course& course, bool stopped, bool open, bool paced, const Knowledge& knowledge) {
  LoadAdvice advice;
  advice.paced = paced;
  const auto set = [&](LoadStep step, double low, double high) {
    advice.step = step;
    advice.share_low = low;
    advice.share_high = high;
    return advice;
  };
  if (stopped) return set(LoadStep::frozen, 0, 0);
  const std::vector<Done> sessions = sessions_of(course);
  if (sessions.empty() || course.entries.empty()) return open ? set(LoadStep::answer_first, 1, 1) : advice;
  const Date today = course.entries.back().day;
  const auto p = [&](std::string_view id) { return knowledge.parameter(id); };
  advice.days_since_session = today.days_since(sessions.back().day);
  advice.volume_at_most = volume_at_most(sessions, today, knowledge);
  const auto reacts = [&](const Session& one) { return one.next_day_rise.value_or(0) > p("course_rise_reduce"); };
  const Session& last = *sessions.back().told;
  const Session* before = sessions.size() > 1 ? sessions[sessions.size() - 2].told : nullptr;
  const double reduced = p("course_load_reduced");
  const auto days = static_cast<double>(*advice.days_since_session);
  // Whatever lowers the load comes before an unanswered question, which only keeps it from growing.
  if (days > p("course_missed_long_days"))
    return set(LoadStep::restart_lower, p("course_restart_long"), p("course_restart_long"));
  if (reacts(last) && before != nullptr && reacts(*before)) return set(LoadStep::regress, reduced, reduced);
  if (last.pain_during.value_or(0) > p("course_pain_reduce") || reacts(last))
    return set(LoadStep::reduce, reduced, reduced);
  if (days > p("course_missed_days")) return set(LoadStep::restart, p("course_restart"), p("course_restart"));
  if (open) return set(LoadStep::answer_first, 1, 1);
  const bool all_told = last.pain_during && last.next_day_rise;
  const bool calm = all_told && *last.pain_during <= p("course_pain_hold") && *last.next_day_rise <= 0;
  const auto met = [](const Session* one) { return one != nullptr && one->target_met.value_or(false); };
  const bool ready = calm && met(&last) && met(before) && last.reps_in_reserve.value_or(0) >= p("course_reserve");
  if (!ready || paced) return set(LoadStep::hold, 1, 1);
  return set(LoadStep::progress, p("course_load_step_low"), p("course_load_step_high"));
}

}  // namespace lumbar
