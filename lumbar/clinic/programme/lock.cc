// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/programme/lock.h"

#include <algorithm>

namespace lumbar {
namespace {

// Looks at rules that are still open: is anything there that belongs to what they look for?
class Signs {
 public:
  Signs(const Findings& findings, const Knowledge& knowledge)
      : knowledge_(knowledge),
        said_(knowledge.language(), findings.statements),
        evaluation_(knowledge.language(), said_) {}

  /// Whether a finding that is present, or a number that counts, stands in a part of the formula that further answers
  /// could still make true. The complaint itself is no sign.
  bool any_in(const logic::Formula& formula) {
    if (evaluation_.outlook(formula) == Presence::absent) return false;
    switch (formula.kind) {
      case logic::Kind::all:
      case logic::Kind::any:
      case logic::Kind::at_least:
      case logic::Kind::known:
        return std::any_of(formula.parts.begin(), formula.parts.end(),
                           [&](const logic::Formula& part) { return any_in(part); });
      // What stands in a `not known(…)` is known to be harmless where it is there.
      case logic::Kind::negation:
      case logic::Kind::absent:
      case logic::Kind::length: return false;
      case logic::Kind::value:
      case logic::Kind::every:
      case logic::Kind::choice: return evaluation_.truth(formula) == Presence::present;
      case logic::Kind::finding:
      case logic::Kind::recent:
      case logic::Kind::duration:
      case logic::Kind::tempo:
      case logic::Kind::trend:
      case logic::Kind::side: return is_sign(formula.variable);
    }
    return true;
  }

 private:
  bool is_sign(logic::Variable variable) {
    const auto& complaint = knowledge_.exercises().complaint;
    if (std::find(complaint.begin(), complaint.end(), FindingId(variable)) != complaint.end()) return false;
    if (evaluation_.finding(variable) == Presence::present) return true;
    // What it follows from may be there in part.
    const auto& defined = knowledge_.language().variables[variable].defined;
    return defined && any_in(*defined);
  }

  const Knowledge& knowledge_;
  logic::Said said_;
  logic::Evaluation evaluation_;
};

void add_each(const std::vector<FindingId>& from, std::vector<FindingId>& to) {
  for (const FindingId finding : from)
    if (std::find(to.begin(), to.end(), finding) == to.end()) to.push_back(finding);
}

}  // namespace

// As the plan's gate has it: nothing at 24 hours or sooner is true or open. Who only asks how to prevent is answered
// without the safety net.
void lock(const Triage& triage, const Findings& findings, const PhaseFacts& facts, const Knowledge& knowledge,
          Programme& programme) {
  programme.held = ProgrammeHeld::no;
  if (triage.level >= Urgency::within_24h) {
    programme.held = ProgrammeHeld::urgent;
    return;
  }
  if (findings.age_years && *findings.age_years < knowledge.parameter("adult_age_years")) {
    programme.held = ProgrammeHeld::child;
    return;
  }
  if (!triage.provisional || !knowledge.exercises().danger_closed) return;
  const bool all_answered = triage.unanswered.empty() && triage.tried_in_vain.empty();
  Signs signs(findings, knowledge);
  for (const OpenRule& open : triage.open) {
    if (open.could_raise_to < Urgency::within_24h) continue;
    const bool for_clinician =
        !open.ask.empty() && std::all_of(open.ask.begin(), open.ask.end(), [&](FindingId finding) {
          return knowledge[finding].asked_of == AskedOf::clinician;
        });
    if (facts.seen_by_clinician && for_clinician) {
      programme.left_to_clinician.push_back(open.rule);
    } else if (facts.gently && for_clinician && all_answered && !signs.any_in(knowledge[open.rule].formula)) {
      programme.left_to_examination.push_back(open.rule);
      add_each(open.ask, programme.examine);
    } else {
      programme.open_rules.push_back(open.rule);
      add_each(open.ask, programme.ask);
    }
  }
  if (!programme.open_rules.empty()) {
    programme.held = ProgrammeHeld::open;
    // It waits as a whole: what waits for an examination is asked for as well.
    programme.open_rules.insert(programme.open_rules.end(), programme.left_to_examination.begin(),
                                programme.left_to_examination.end());
    add_each(programme.examine, programme.ask);
    programme.left_to_examination.clear();
    programme.examine.clear();
  }
}

}  // namespace lumbar
