// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/plan/plan.h"

#include <algorithm>
#include <utility>

namespace lumbar {
namespace {

// What a plan is made from.
struct Situation {
  const Differential& differential;
  const Findings& findings;
  const Knowledge& knowledge;
};

bool contains(const std::vector<ConditionId>& list, ConditionId id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

// The likeliest few, and every dangerous one that is likely enough to be looked for.
std::vector<ConditionId> conditions_to_plan_for(const Triage& triage, const Differential& differential,
                                                const Knowledge& knowledge) {
  std::vector<ConditionId> chosen;
  const auto most = static_cast<std::size_t>(knowledge.parameter("plan_conditions"));
  const double least = knowledge.parameter("plan_probability");
  for (const RankedCondition& one : differential.ranked) {
    const bool likely = chosen.size() < most && (chosen.empty() || one.probability >= least);
    const Condition& condition = knowledge[one.condition];
    const bool dangerous = condition.danger_probability && one.probability >= *condition.danger_probability;
    if (likely || dangerous) chosen.push_back(one.condition);
  }
  // What an urgent rule looks for comes first: it is what must be ruled out, likely or not.
  std::vector<ConditionId> first = triage.likely_dangers;
  for (const RaisedRule& raised : triage.raised) {
    const Rule& rule = knowledge[raised.rule];
    if (rule.level != triage.level || rule.level < Urgency::within_24h) continue;
    for (const ConditionId sought : knowledge.sought_by(rule.pathway)) {
      if (!contains(first, sought)) first.push_back(sought);
    }
  }
  for (const ConditionId one : chosen) {
    if (!contains(first, one)) first.push_back(one);
  }
  return first;
}

void plan_tests(const Care& care, Plan& plan) {
  for (const std::size_t test : care.tests) {
    const auto planned =
        std::find_if(plan.tests.begin(), plan.tests.end(), [&](const PlannedTest& one) { return one.test == test; });
    if (planned == plan.tests.end()) {
      plan.tests.push_back({test, {care.condition}, care.tests_when});
    } else {
      planned->because.push_back(care.condition);
      // One condition that wants it for everyone is enough.
      if (care.tests_when.empty()) planned->when.clear();
    }
  }
}

// The facts hold these words only; the loader sees to it.
bool sooner(const std::string& a, const std::string& b) {
  const auto place = [](const std::string& within) {
    return std::find(seen_within_words.begin(), seen_within_words.end(), within) - seen_within_words.begin();
  };
  return place(a) < place(b);
}

void plan_referral(const Care& care, const Situation& now, Plan& plan) {
  for (const SpecialistId specialist : care.referral) {
    const bool too_young = now.findings.age_years && *now.findings.age_years < now.knowledge[specialist].from_age_years;
    if (too_young) continue;
    const auto planned = std::find_if(plan.referral.begin(), plan.referral.end(),
                                      [&](const PlannedReferral& one) { return one.specialist == specialist; });
    if (planned == plan.referral.end()) {
      plan.referral.push_back({specialist, {care.condition}, care.seen_within});
    } else {
      planned->because.push_back(care.condition);
      if (sooner(care.seen_within, planned->within)) planned->within = care.seen_within;
    }
  }
}

enum class Advised : std::uint8_t { yes, ask, no };

Advised position_of(const Treatment& treatment) {
  if (treatment.position_class.starts_with("not_recommended")) return Advised::no;
  if (treatment.position_class == "recommended" || treatment.position_class == "conditional" ||
      treatment.position_class == "weak_support")
    return Advised::yes;
  return Advised::ask;
}

bool is_for(const Treatment& treatment, ConditionId condition) {
  return std::any_of(treatment.indications.begin(), treatment.indications.end(),
                     [&](const Naming& one) { return one.condition == condition && one.condition.is_some(); });
}

// For what is meant for children, such as advice on school bags.
bool is_too_old(const Treatment& treatment, const Findings& findings) {
  return treatment.until_age_years && findings.age_years && *findings.age_years >= *treatment.until_age_years;
}

bool prevents(const Treatment& treatment) {
  return std::any_of(treatment.indications.begin(), treatment.indications.end(),
                     [](const Naming& one) { return one.qualifier == "prevention"; });
}

// A condition that forbids something counts from the probability at which it is planned for, or its own danger
// threshold.
bool is_in_the_way(ConditionId condition, const Situation& now, const Plan& plan) {
  const Condition& facts = now.knowledge[condition];
  const double from = std::min(now.knowledge.parameter("plan_probability"), facts.danger_probability.value_or(1));
  return contains(plan.for_conditions, condition) || now.differential.probability[condition.row()] >= from;
}

// `chosen`: the care of the condition names it, not only its own list of what it is for.
TreatmentLine line_of(const Treatment& treatment, bool chosen) {
  if (treatment.type == "emergency") return TreatmentLine::emergency;
  if (treatment.type == "injection" || treatment.type == "surgery") return TreatmentLine::discuss;
  return chosen && treatment.position_class == "recommended" ? TreatmentLine::first : TreatmentLine::second;
}

void plan_one_treatment(TreatmentId id, ConditionId condition, bool chosen, const Situation& now, Plan& plan) {
  const Findings& findings = now.findings;
  const Knowledge& knowledge = now.knowledge;
  const Treatment& treatment = knowledge[id];
  if (position_of(treatment) == Advised::no) {
    const bool told =
        std::any_of(plan.avoid.begin(), plan.avoid.end(), [&](const Discouraged& one) { return one.treatment == id; });
    if (!told) plan.avoid.push_back({treatment.label, condition, id});
    return;
  }
  const auto planned = std::find_if(plan.treatment.begin(), plan.treatment.end(),
                                    [&](const PlannedTreatment& one) { return one.treatment == id; });
  if (planned != plan.treatment.end()) {
    if (!contains(planned->because, condition)) planned->because.push_back(condition);
    planned->line = std::min(planned->line, line_of(treatment, chosen));
    return;
  }
  PlannedTreatment one{id, {condition}, {}, {}, {}, line_of(treatment, chosen)};
  for (const Naming& caution : treatment.cautions) {
    if (caution.condition.is_some() && caution.condition != condition && is_in_the_way(caution.condition, now, plan)) {
      one.forbidden_by.push_back(caution.condition);
    }
    if (!caution.finding.is_some()) continue;
    switch (findings[caution.finding]) {
      case Presence::present: one.cautions.push_back(caution.finding); break;
      case Presence::unknown: one.cautions_unknown.push_back(caution.finding); break;
      case Presence::absent: break;
    }
  }
  plan.treatment.push_back(std::move(one));
}

void plan_treatment(const Care& care, const Situation& now, Plan& plan) {
  const Knowledge& knowledge = now.knowledge;
  for (const TreatmentId id : care.treatments) plan_one_treatment(id, care.condition, true, now, plan);
  for (std::size_t row = 0; row < knowledge.treatments().size(); ++row) {
    const Treatment& treatment = knowledge.treatments()[row];
    if (is_for(treatment, care.condition) && !is_too_old(treatment, now.findings))
      plan_one_treatment(TreatmentId(row), care.condition, false, now, plan);
  }
}

// Nothing at 24 hours or sooner is true or open. Who only asks how to prevent is answered without the safety net.
bool danger_is_closed(const Triage& triage) {
  if (triage.level >= Urgency::within_24h) return false;
  return !triage.provisional || std::none_of(triage.open.begin(), triage.open.end(), [](const OpenRule& one) {
    return one.could_raise_to >= Urgency::within_24h;
  });
}

// Each treatment through its gate: it stays, waits, or is ruled out.
void pass_gates(bool danger_closed, const Situation& now, Plan& plan) {
  const auto passes = [&](TreatmentId id) {
    const Treatment& treatment = now.knowledge[id];
    Presence listed = Presence::absent;
    for (const logic::Formula& part : treatment.listed.parts)
      listed = either_of(listed, now.findings[FindingId(part.variable)]);
    return allowed(treatment, danger_closed, listed);
  };
  for (const PlannedTreatment& one : plan.treatment) {
    switch (passes(one.treatment)) {
      case Allowed::yes: break;
      case Allowed::waits: plan.waiting.push_back(one.treatment); break;
      case Allowed::ruled_out: plan.ruled_out.push_back({one.treatment, one.cautions}); break;
    }
  }
  std::erase_if(plan.treatment, [&](const PlannedTreatment& one) { return passes(one.treatment) != Allowed::yes; });
  std::erase_if(plan.prevention, [&](TreatmentId one) { return passes(one) != Allowed::yes; });
}

// How much a habit concerns this person: 0 when one of its risks is there, 1 when it is for everyone, 2 when nobody
// knows; nothing when none of its risks is there, or it is for younger people.
std::optional<int> concern(const Treatment& treatment, const Findings& findings) {
  if (is_too_old(treatment, findings)) return std::nullopt;
  if (treatment.prevention_for.empty()) return 1;
  Presence any = Presence::absent;
  for (const FindingId finding : treatment.prevention_for) any = either_of(any, findings[finding]);
  switch (any) {
    case Presence::present: return 0;
    case Presence::unknown: return 2;
    case Presence::absent: return std::nullopt;
  }
  return std::nullopt;
}

void plan_prevention(const Findings& findings, const Knowledge& knowledge, Plan& plan) {
  std::vector<std::pair<int, TreatmentId>> habits;
  for (std::size_t row = 0; row < knowledge.treatments().size(); ++row) {
    const Treatment& treatment = knowledge.treatments()[row];
    if (!prevents(treatment) || position_of(treatment) != Advised::yes) continue;
    const auto how_much = concern(treatment, findings);
    if (!how_much) continue;
    const int ground = treatment.position_class == "recommended"   ? 0
                       : treatment.position_class == "conditional" ? 1
                                                                   : 2;
    habits.emplace_back(3 * *how_much + ground, TreatmentId(row));
  }
  std::stable_sort(habits.begin(), habits.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [order, habit] : habits) plan.prevention.push_back(habit);
}

// Examinations that were not done, the most telling for the leading conditions first.
void list_examinations(const Differential& differential, const Knowledge& knowledge, Plan& plan) {
  const auto most = static_cast<std::size_t>(knowledge.parameter("plan_examinations"));
  for (const RankedCondition& one : differential.ranked) {
    for (const Missing& missing : one.missing) {
      const bool listed =
          std::find(plan.not_examined.begin(), plan.not_examined.end(), missing.finding) != plan.not_examined.end();
      if (listed || knowledge[missing.finding].kind != FindingKind::exam || plan.not_examined.size() >= most) continue;
      plan.not_examined.push_back(missing.finding);
    }
  }
}

int days_to_review(const Triage& triage, const Knowledge& knowledge) {
  constexpr int hours_in_a_day = 24;
  if (triage.deadline_hours) return *triage.deadline_hours / hours_in_a_day;
  return static_cast<int>(knowledge.parameter("self_care_review_days"));
}

}  // namespace

Allowed allowed(const Treatment& treatment, bool danger_closed, Presence listed) {
  if (treatment.gate.listed_rules_out && listed == Presence::present) return Allowed::ruled_out;
  if (treatment.gate.danger_closed && !danger_closed) return Allowed::waits;
  if (treatment.gate.unknown_waits && listed == Presence::unknown) return Allowed::waits;
  return Allowed::yes;
}

std::string plan_key(ConditionId condition, const Knowledge& knowledge) {
  const Care* care = knowledge.care(condition);
  if (care == nullptr) return {};
  const auto listed = [](auto rows) {
    std::vector<std::size_t> sorted;
    for (const auto& one : rows) {
      if constexpr (requires { one.row(); }) {
        sorted.push_back(one.row());
      } else {
        sorted.push_back(one);
      }
    }
    std::sort(sorted.begin(), sorted.end());
    std::string text;
    for (const std::size_t row : sorted) text += " " + std::to_string(row);
    return text;
  };
  return care->seen_within + (care->home_care_ok ? " | home" : " | no") + " |" + listed(care->tests) + " |" +
         listed(care->referral) + " |" + listed(care->treatments);
}

Plan plan_care(const Triage& triage, const Differential& differential, const Findings& findings,
               const Knowledge& knowledge) {
  Plan plan;
  plan.treatment_locked = triage.level >= Urgency::within_24h;
  plan.for_conditions = conditions_to_plan_for(triage, differential, knowledge);
  for (const ConditionId condition : plan.for_conditions) {
    const Care* care = knowledge.care(condition);
    if (care == nullptr) continue;
    plan_tests(*care, plan);
    plan_referral(*care, {differential, findings, knowledge}, plan);
    plan.advice.push_back({condition, care->first_line});
    for (const std::string& what : care->avoid) plan.avoid.push_back({what, condition, std::nullopt});
    plan_treatment(*care, {differential, findings, knowledge}, plan);
  }
  // Hands stay off a spine that a likely condition forbids to touch.
  std::erase_if(plan.treatment, [&](const PlannedTreatment& one) {
    return knowledge[one.treatment].type == "manual" && !one.forbidden_by.empty();
  });
  // Who is needed soonest is seen first; among equals, as the leading conditions name them.
  std::stable_sort(plan.referral.begin(), plan.referral.end(),
                   [](const PlannedReferral& a, const PlannedReferral& b) { return sooner(a.within, b.within); });
  plan_prevention(findings, knowledge, plan);
  pass_gates(danger_is_closed(triage), {differential, findings, knowledge}, plan);
  for (std::size_t row = 0; row < knowledge.warning_signs().size(); ++row) plan.safety_net.push_back(row);
  plan.not_asked = triage.unanswered;
  list_examinations(differential, knowledge, plan);
  plan.review_days = days_to_review(triage, knowledge);
  return plan;
}

}  // namespace lumbar
