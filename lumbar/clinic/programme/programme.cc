// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/programme/programme.h"

#include <algorithm>
#include <cmath>

#include "lumbar/clinic/programme/choose.h"
#include "lumbar/clinic/programme/forbidden.h"
#include "lumbar/clinic/programme/lock.h"

namespace lumbar {
namespace {

// The pain that decides about phase 0. Pain at rest is no stronger than the pain of today, so that stands in for it;
// nobody's word counts as strong pain, unless there is none at all.
std::optional<double> pain_at_rest(const PhaseFacts& phase, const Findings& findings, Exerciser& person,
                                   const Knowledge& knowledge) {
  if (phase.pain_at_rest) return phase.pain_at_rest;
  if (const auto today = knowledge.finding("pain_intensity")) {
    if (const auto number = person.number(*today)) return number;
  }
  for (const char* name : {"no_pain_at_all", "pain_any", "rest_pain"}) {
    const auto finding = knowledge.finding(name);
    if (!finding) continue;
    const bool says_none = std::string_view(name) == "no_pain_at_all" ? findings[*finding] == Presence::present
                                                                      : findings[*finding] == Presence::absent;
    if (says_none) return 0;
  }
  return std::nullopt;
}

int phase_for(const PhaseFacts& facts, std::optional<double> pain, const Knowledge& knowledge) {
  if (!pain || *pain > knowledge.parameter("programme_protect_pain")) return 0;
  int phase = std::clamp(facts.completed + 1, 1, 4);
  if (facts.days_missed > knowledge.parameter("programme_missed_days")) phase = std::max(1, phase - 1);
  if (phase >= 3 && *pain > knowledge.parameter("programme_load_pain")) phase = 2;
  return phase;
}

void adapt(const PhaseFacts& facts, const ProgrammeWishes& wishes, const Exerciser& person, const Knowledge& knowledge,
           Programme& programme) {
  bool flexion = false, extension = false, neutral = false;
  const auto& adaptations = knowledge.exercises().adaptations;
  for (std::size_t i = 0; i < adaptations.size(); ++i) {
    const Adaptation& one = adaptations[i];
    if (!person.applies(one)) continue;
    programme.adaptations.push_back(i);
    const bool cleared = one.name == "surgery" && facts.surgeon_agrees;
    if (one.phase_most && !cleared && programme.phase > *one.phase_most) {
      programme.phase = *one.phase_most;
      programme.phase_limited = i;
    }
    if (one.no_fixed_increase) programme.fixed_increase = false;
    flexion |= one.bias == SpinalBias::flexion;
    extension |= one.bias == SpinalBias::extension;
    neutral |= one.bias == SpinalBias::neutral;
  }
  programme.bias = wishes.bias;
  if (wishes.bias) return;
  // Thin bones and a narrow canal want opposite things: the middle is safe for both.
  programme.bias_conflict = flexion && extension;
  if (programme.bias_conflict || neutral)
    programme.bias = SpinalBias::neutral;
  else if (flexion)
    programme.bias = SpinalBias::flexion;
  else if (extension)
    programme.bias = SpinalBias::extension;
}

// What forbids the exercises that would have been there, the likeliest first.
void name_what_to_clear(const Differential& differential, const Knowledge& knowledge, Programme& programme) {
  for (const NotChosen& one : programme.left_out) {
    if (one.reason != LeftOut::forbidden || !one.against) continue;
    const ConditionId condition = knowledge.exercises()[one.exercise].against[*one.against].condition;
    auto& list = programme.clear_first;
    if (condition.is_some() && std::find(list.begin(), list.end(), condition) == list.end()) list.push_back(condition);
  }
  std::stable_sort(programme.clear_first.begin(), programme.clear_first.end(), [&](ConditionId a, ConditionId b) {
    return differential.probability[a.row()] > differential.probability[b.row()];
  });
}

void gather_words(const Knowledge& knowledge, Programme& programme) {
  const auto add = [](std::vector<FindingId>& list, FindingId one) {
    if (one.is_some() && std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
  };
  std::array<double, 7> minutes{};
  for (const Prescribed& one : programme.session) {
    const Exercise& exercise = knowledge.exercises()[one.exercise];
    for (const StopSign& sign : exercise.stop_if) add(programme.stop_if, sign.finding);
    for (const std::size_t place : one.clarify) add(programme.clarify, exercise.against[place].finding);
    for (const std::uint8_t day : one.days) minutes[day] += one.minutes;
  }
  programme.minutes = *std::max_element(minutes.begin(), minutes.end());
}

}  // namespace

double minutes_of(const ExerciseDose& dose) {
  // A repetition takes three seconds beside its hold; a metre carried takes one. Both are rough on purpose.
  const double repetition = dose.duration_s > 0   ? dose.duration_s
                            : dose.distance_m > 0 ? dose.distance_m
                                                  : 3 + dose.hold_s;
  return (dose.sets * dose.reps * repetition + dose.sets * dose.rest_s) / 60;
}

Programme plan_programme(const Triage& triage, const Differential& differential, const Findings& findings,
                         const PhaseFacts& facts, const ProgrammeWishes& wishes, const Knowledge& knowledge) {
  Programme programme;
  lock(triage, findings, facts, knowledge, programme);
  if (programme.held != ProgrammeHeld::no || knowledge.exercises().phases.empty()) return programme;

  Exerciser person(differential, findings, wishes, knowledge);
  const auto pain = pain_at_rest(facts, findings, person, knowledge);
  programme.pain_unknown = !pain;
  programme.phase = phase_for(facts, pain, knowledge);
  adapt(facts, wishes, person, knowledge, programme);
  if (programme.gentle()) {
    programme.phase = std::min(programme.phase, static_cast<int>(knowledge.parameter("programme_gentle_phase")));
    programme.fixed_increase = false;
  }
  choose_exercises(person, wishes, knowledge, programme);
  if (programme.session.empty()) {
    programme.held = ProgrammeHeld::clear_first;
    name_what_to_clear(differential, knowledge, programme);
  }
  gather_words(knowledge, programme);
  return programme;
}

std::vector<CalendarEntry> calendar_of(const Programme& programme, int weekday, const Knowledge& knowledge) {
  constexpr int weeks = 12, days_of_week = 7;
  std::vector<CalendarEntry> calendar;
  if (programme.held != ProgrammeHeld::no) return calendar;
  for (int day = 0; day < days_of_week; ++day) {
    const auto name = static_cast<std::uint8_t>((weekday + day) % days_of_week);
    CalendarEntry entry{.first_day = day, .weeks = weeks, .exercises = {}, .review = std::nullopt};
    for (std::size_t i = 0; i < programme.session.size(); ++i) {
      const auto& days = programme.session[i].days;
      if (std::find(days.begin(), days.end(), name) != days.end()) entry.exercises.push_back(i);
    }
    if (!entry.exercises.empty()) calendar.push_back(std::move(entry));
  }
  const auto& reviews = knowledge.exercises().reviews;
  for (std::size_t i = 0; i < reviews.size(); ++i) {
    if (reviews[i].week <= weeks)
      calendar.push_back({.first_day = reviews[i].week * days_of_week - 1, .weeks = 1, .exercises = {}, .review = i});
  }
  return calendar;
}

}  // namespace lumbar
