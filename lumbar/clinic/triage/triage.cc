// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/triage/triage.h"

#include <algorithm>

namespace lumbar {
namespace {

constexpr int hours_in_a_day = 24;

std::vector<FindingId> ids_of(const std::vector<logic::Variable>& variables) {
  std::vector<FindingId> ids;
  for (const auto variable : variables) ids.emplace_back(variable);
  return ids;
}

bool contains(const std::vector<FindingId>& list, FindingId id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

// The highest true rule, and those that could still become true.
void read_rules(const Knowledge& knowledge, logic::Evaluation& evaluation, Triage& triage) {
  for (std::size_t row = 0; row < knowledge.rules().size(); ++row) {
    const Rule& rule = knowledge.rules()[row];
    switch (evaluation.truth(rule.formula)) {
      case Presence::present:
        triage.raised.push_back({RuleId(row), ids_of(evaluation.because(rule.formula))});
        triage.rule_level = std::max(triage.rule_level.value_or(rule.level), rule.level);
        break;
      case Presence::unknown: triage.open.push_back({RuleId(row), {}, rule.level}); break;
      case Presence::absent:
        // False today, and a further answer about something that is already there may still make it true.
        if (evaluation.outlook(rule.formula) != Presence::absent) triage.open.push_back({RuleId(row), {}, rule.level});
        break;
    }
  }
  triage.level = triage.rule_level.value_or(Urgency::self_care);
}

void read_safety_net(const Findings& findings, const Knowledge& knowledge, logic::Evaluation& evaluation,
                     Triage& triage) {
  for (std::size_t row = 0; row < knowledge.safety_net().size(); ++row) {
    const SafetyItem& item = knowledge.safety_net()[row];
    const bool unknown =
        std::any_of(item.known_when.begin(), item.known_when.end(),
                    [&](const logic::Formula& formula) { return evaluation.truth(formula) == Presence::unknown; });
    if (!unknown) continue;
    triage.unanswered.push_back(row);
    const bool in_vain = std::any_of(item.findings.begin(), item.findings.end(),
                                     [&](FindingId id) { return contains(findings.not_to_be_had, id); });
    if (in_vain) triage.tried_in_vain.push_back(row);
  }
}

// U2 to U4: what was asked in vain cannot be cleared from afar. What was not asked is left to the open rules.
void raise_for_what_could_not_be_answered(const Findings& findings, const Knowledge& knowledge, Triage& triage) {
  const auto in_group_a = std::count_if(triage.tried_in_vain.begin(), triage.tried_in_vain.end(),
                                        [&](std::size_t row) { return knowledge.safety_net()[row].group == 'A'; });
  const auto nobody = knowledge.finding("cannot_be_questioned");
  const bool cannot_be_questioned = nobody && findings[*nobody] == Presence::present;
  const auto raise = [&](Urgency level, LevelReason reason) {
    if (triage.level >= level) return;
    triage.level = level;
    triage.reason = reason;
  };
  if (cannot_be_questioned || in_group_a >= 2) raise(Urgency::emergency_now, LevelReason::cannot_be_questioned);
  if (!triage.tried_in_vain.empty()) raise(Urgency::within_24h, LevelReason::some_not_to_be_had);
}

// No reassurance while something that must be known is not. Only a question about prevention, with no symptom, is
// exempt.
void withhold_reassurance(const Findings& findings, const Knowledge& knowledge, Triage& triage) {
  // Where nothing is true yet, even an open rule for self-care says that the answer is not the last word.
  const bool nothing_true = !triage.rule_level && triage.reason == LevelReason::rules;
  const bool could_rise = std::any_of(triage.open.begin(), triage.open.end(), [&](const OpenRule& one) {
    return nothing_true || one.could_raise_to > triage.level;
  });
  triage.provisional = could_rise;
  const auto prevention = knowledge.finding("prevention_question");
  const bool exempt = prevention && findings[*prevention] == Presence::present && !findings.any_symptom;
  if (triage.level > Urgency::self_care) return;
  if (exempt) {
    triage.provisional = false;
  } else if (!triage.unanswered.empty()) {
    triage.level = Urgency::appointment;
    triage.reason = LevelReason::safety_net_incomplete;
    triage.provisional = true;
  }
}

bool is_child(const Findings& findings, const Knowledge& knowledge) {
  return findings.age_years && *findings.age_years < knowledge.parameter("adult_age_years");
}

// The rules run for children too, but nobody under age is sent home on their strength.
void never_send_a_child_home(Triage& triage) {
  triage.if_cleared = std::max(triage.if_cleared, Urgency::appointment);
  if (triage.level > Urgency::self_care) return;
  triage.level = Urgency::appointment;
  triage.reason = LevelReason::child;
  triage.provisional = std::any_of(triage.open.begin(), triage.open.end(),
                                   [&](const OpenRule& one) { return one.could_raise_to > triage.level; });
}

}  // namespace

void settle_consequences(Triage& triage, const Knowledge& knowledge) {
  switch (triage.level) {
    case Urgency::self_care: triage.deadline_hours.reset(); break;
    case Urgency::appointment: {
      int days = static_cast<int>(knowledge.parameter("appointment_days"));
      bool by_rule = false;
      for (const RaisedRule& raised : triage.raised) {
        const Rule& rule = knowledge[raised.rule];
        if (!rule.appointment_days) continue;
        days = by_rule ? std::min(days, *rule.appointment_days) : *rule.appointment_days;
        by_rule = true;
      }
      triage.deadline_hours = days * hours_in_a_day;
      break;
    }
    case Urgency::within_24h: triage.deadline_hours = hours_in_a_day; break;
    case Urgency::emergency_now: triage.deadline_hours = 0; break;
  }
  triage.transport = triage.level == Urgency::emergency_now ? Transport::driven : Transport::own_way;
  triage.pathway.clear();
  for (const RaisedRule& raised : triage.raised) {
    const Rule& rule = knowledge[raised.rule];
    if (rule.level != triage.level) continue;
    triage.transport = std::max(triage.transport, rule.transport);
    if (triage.pathway.empty()) triage.pathway = rule.pathway;
  }
  // Who cannot be questioned cannot be trusted to travel either.
  if (triage.reason == LevelReason::cannot_be_questioned) triage.transport = Transport::ambulance;
}

Triage assess_urgency(const Findings& findings, const Knowledge& knowledge) {
  const logic::Said said(knowledge.language(), findings.statements);
  logic::Evaluation evaluation(knowledge.language(), said);
  Triage triage;
  read_rules(knowledge, evaluation, triage);
  read_safety_net(findings, knowledge, evaluation, triage);
  raise_for_what_could_not_be_answered(findings, knowledge, triage);
  triage.if_cleared = triage.level;
  withhold_reassurance(findings, knowledge, triage);
  if (is_child(findings, knowledge)) never_send_a_child_home(triage);

  std::erase_if(triage.open, [&](const OpenRule& one) { return one.could_raise_to <= triage.level; });
  std::stable_sort(triage.open.begin(), triage.open.end(),
                   [](const OpenRule& a, const OpenRule& b) { return a.could_raise_to > b.could_raise_to; });
  for (OpenRule& one : triage.open) one.ask = ids_of(evaluation.to_ask(knowledge[one.rule].formula));
  for (std::size_t row = 0; row < knowledge.stages().size() && !triage.stage; ++row) {
    if (evaluation.truth(knowledge.stages()[row].formula) == Presence::present) triage.stage = row;
  }
  settle_consequences(triage, knowledge);
  return triage;
}

}  // namespace lumbar
