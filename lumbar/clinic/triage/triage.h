// SPDX-License-Identifier: Apache-2.0
// How soon, by the rules alone. Reads findings, never the differential: what is proved of it needs no probabilities.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "lumbar/base/scales.h"
#include "lumbar/clinic/findings/findings.h"

namespace lumbar {

/// A rule that holds, and what was said that makes it hold.
struct RaisedRule {
  RuleId rule;
  std::vector<FindingId> because;
};

/// A rule that unanswered questions could still make true, and which.
struct OpenRule {
  RuleId rule;
  std::vector<FindingId> ask;
  Urgency could_raise_to = Urgency::self_care;
};

/// Why the level stands higher than the rules alone would put it, or lower than they left room for.
enum class LevelReason : std::uint8_t {
  rules,                  ///< the highest true rule
  safety_net_incomplete,  ///< no rule above self-care, but not everything that must be known is known
  some_not_to_be_had,     ///< an item of the safety net was tried in vain (U2, U3)
  cannot_be_questioned,   ///< two items of group A not to be had, or nobody to ask (U4)
  child,                  ///< under 18: never below an appointment
  likely_danger,          ///< a dangerous condition is likely enough
};

struct Triage {
  Urgency level = Urgency::self_care;
  std::optional<Urgency> rule_level;  ///< of the true rules alone; none when no rule is true
  LevelReason reason = LevelReason::rules;
  bool provisional = false;                 ///< an unanswered question could still raise it, or forbids reassurance
  Urgency if_cleared = Urgency::self_care;  ///< the level if every open question were answered harmlessly
  std::optional<int> deadline_hours;        ///< 0, 24, days × 24; none for self-care
  Transport transport = Transport::own_way;
  std::string pathway;             ///< of the first rule at this level; empty when none
  std::vector<RaisedRule> raised;  ///< in the order of the facts
  std::vector<OpenRule>
      open;  ///< only those that could raise above `level`; highest first, then in the order of the facts
  std::vector<std::size_t> unanswered;      ///< items of the safety net that are not known
  std::vector<std::size_t> tried_in_vain;   ///< those of them that were not to be had
  std::optional<std::size_t> stage;         ///< of cauda equina syndrome, when one holds
  std::vector<ConditionId> likely_dangers;  ///< conditions whose probability raised the level
};

/// The level by the rules, the safety net, and what nobody could answer. Every case gets exactly one.
Triage assess_urgency(const Findings& findings, const Knowledge& knowledge);

/// Sets what follows from a level and the rules raised: deadline, transport and pathway.
void settle_consequences(Triage& triage, const Knowledge& knowledge);

}  // namespace lumbar
