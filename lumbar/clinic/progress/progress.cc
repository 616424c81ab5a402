// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/progress/progress.h"

#include <algorithm>
#include <set>

#include "lumbar/clinic/progress/carry.h"
#include "lumbar/clinic/progress/decide.h"
#include "lumbar/clinic/progress/series.h"

namespace lumbar {
namespace {

// The level by the rules of what was answered that day, beside what lasts: the course may add to it, never take away.
Result<Urgency> level_alone(const SeenCheckIn& seen, const Knowledge& knowledge) {
  auto findings = gather_findings(seen.alone, knowledge);
  if (!findings) return findings.take_error();
  return assess_urgency(*findings, knowledge).level;
}

std::string place_of(std::size_t check_in, Date day) {
  return check_in == 0 ? "baseline" : "entries[" + std::to_string(check_in - 1) + "] (" + day.written() + ")";
}

// Alarms of earlier days that nothing has ended: they are neither answered as gone nor looked at since.
void carry_alarms(std::vector<Alarm>& standing, const SeenCheckIn& seen) {
  if (seen.settles) standing.clear();
  std::erase_if(standing, [&](const Alarm& one) { return answered_as_gone(one, seen.answers); });
}

struct Triaged {
  std::vector<CheckInTriage> check_ins;
  std::vector<Case> cases;  ///< as each was triaged
};

Result<Triaged> triage_all(const Course& course, const Knowledge& knowledge) {
  Triaged all;
  Memory memory(course, knowledge);
  std::vector<Alarm> standing;
  for (std::size_t at = 0; at <= course.entries.size(); ++at) {
    SeenCheckIn seen = memory.next();
    auto alone = level_alone(seen, knowledge);
    if (!alone) return alone.take_error().at(place_of(at, seen.day));
    auto whole = consult_briefly(seen.whole, knowledge);
    if (!whole) return whole.take_error().at(place_of(at, seen.day));
    carry_alarms(standing, seen);
    CheckInTriage made;
    made.day = seen.day;
    made.alone = *alone;
    made.level = std::max(whole->triage.level, *alone);
    made.triage = std::move(whole->triage);
    made.carried = std::move(seen.carried);
    made.lapsed = std::move(seen.lapsed);
    made.alarms = std::move(seen.alarms);
    made.standing = standing;
    made.settles = seen.settles;
    for (const auto* alarms : {&made.alarms, &made.standing})
      for (const Alarm& one : *alarms) made.level = std::max(made.level, one.floor);
    // A complaint that was told again is a new alarm no more, but stands until it is looked at.
    standing.insert(standing.end(), made.alarms.begin(), made.alarms.end());
    all.check_ins.push_back(std::move(made));
    all.cases.push_back(std::move(seen.whole));
  }
  return all;
}

// An emergency stands until somebody who may settle it has examined the person; the last one counts.
std::size_t deciding(const std::vector<CheckInTriage>& check_ins) {
  const std::size_t last = check_ins.size() - 1;
  if (check_ins[last].level == Urgency::emergency_now) return last;
  for (std::size_t at = last + 1; at-- > 0;) {
    if (check_ins[at].level == Urgency::emergency_now) return at;
    if (check_ins[at].settles) break;
  }
  return last;
}

// The whole consultation at the level that the course sets: what follows from a level follows from this one.
Result<Consultation> consult_at(const Case& person, Urgency level, const Knowledge& knowledge) {
  auto made = consult(person, knowledge, IntervalsBy::slopes);
  if (!made || made->triage.level >= level) return made;
  Triage& triage = made->triage;
  triage.level = level;
  triage.if_cleared = std::max(triage.if_cleared, level);
  std::erase_if(triage.open, [&](const OpenRule& one) { return one.could_raise_to <= level; });
  settle_consequences(triage, knowledge);
  made->plan = plan_care(triage, made->differential, made->findings, knowledge);
  return made;
}

bool is_under_age(const Findings& findings, const Knowledge& knowledge) {
  return findings.age_years && *findings.age_years < knowledge.parameter("adult_age_years");
}

// A question of the safety net nobody answered, a grave complaint never asked about again, a note of the last day that
// seems to say one. What only an examination could tell stays provisional in the triage and does not stop a programme.
bool is_open(const Progress& progress, const Knowledge& knowledge) {
  const CheckInTriage& last = progress.check_ins.back();
  const std::set<FindingId> grave = grave_findings(knowledge);
  return !last.triage.unanswered.empty() ||
         std::any_of(last.lapsed.begin(), last.lapsed.end(),
                     [&](const Carried& one) { return grave.contains(one.finding); }) ||
         std::any_of(progress.heard.begin(), progress.heard.end(),
                     [&](const Heard& one) { return one.day == last.day; });
}

// Nobody is loaded more while what was gained seems to be going.
void hold_while_losing(Progress& progress) {
  const bool falls = std::any_of(progress.series.begin(), progress.series.end(),
                                 [](const Series& one) { return one.fall != FallSeen::none; });
  const bool pain_up = std::any_of(progress.pass_on.begin(), progress.pass_on.end(),
                                   [](const PassOn& one) { return one.reason->name == "pain_up"; });
  if (progress.load.step != LoadStep::progress || (!falls && !pain_up)) return;
  progress.load.step = LoadStep::hold;
  progress.load.share_low = progress.load.share_high = 1;
}

Complaint check_days(const Course& course) {
  if (!course.baseline.as_of) return Error("the baseline has no day; add \"as_of\"").at("baseline");
  for (std::size_t at = 1; at <= course.entries.size(); ++at) {
    const Date before = day_of(course, at - 1);
    const Date day = day_of(course, at);
    if (day < before || (at > 1 && day == before))
      return Error("comes after " + before.written() + "; put the entries in the order of their days, one a day")
          .at(place_of(at, day));
  }
  return std::nullopt;
}

}  // namespace

Result<Progress> follow_course(const Course& course, const Knowledge& knowledge) {
  if (auto complaint = check_days(course)) return std::move(*complaint);
  auto triaged = triage_all(course, knowledge);
  if (!triaged) return triaged.take_error();
  const std::size_t decided_by = deciding(triaged->check_ins);
  const Urgency level = triaged->check_ins[decided_by].level;
  auto consultation = consult_at(triaged->cases[decided_by], level, knowledge);
  if (!consultation) return consultation.take_error();

  Progress made{.level = level,
                .decided_by = decided_by,
                .check_ins = std::move(triaged->check_ins),
                .consultation = std::move(*consultation),
                .considered = std::move(triaged->cases[decided_by])};
  constexpr double days_in_a_week = 7;
  made.weeks = static_cast<double>(made.check_ins.back().day.days_since(made.check_ins.front().day)) / days_in_a_week;
  made.under_age = is_under_age(made.consultation.findings, knowledge);
  made.flags = course.flags;
  made.gaps = gaps_of(course, knowledge);
  const bool judged = level < Urgency::emergency_now && !made.under_age;
  if (judged) {
    made.series = judge_series(course, knowledge);
    made.adherence = adherence_of(course);
    made.goal_met = goals_met(course);
    settle_plateaus(made, knowledge);
    made.pass_on = reasons_to_pass_on(course, made, knowledge);
  }
  made.heard = hear_notes(course, knowledge);
  const bool open = is_open(made, knowledge);
  made.load =
      advise_load(course, level >= Urgency::within_24h || made.under_age, open, is_paced(made, knowledge), knowledge);
  hold_while_losing(made);
  made.next = next_step(made, open);
  made.review = next_review(made, knowledge);
  return made;
}

}  // namespace lumbar
