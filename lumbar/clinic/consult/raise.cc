// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/consult/raise.h"

#include <algorithm>

#include "lumbar/clinic/consult/consult.h"

namespace lumbar {

namespace {

// Nobody raised the rule that looks for this danger, but its way to help is the one to take.
void take_the_way_to_help(Triage& triage, const Knowledge& knowledge) {
  for (const ConditionId danger : triage.likely_dangers) {
    if (knowledge[danger].danger_level != triage.level) continue;
    for (const Rule& rule : knowledge.rules()) {
      const auto sought = knowledge.sought_by(rule.pathway);
      if (rule.level != triage.level || std::find(sought.begin(), sought.end(), danger) == sought.end()) continue;
      if (triage.pathway.empty()) triage.pathway = rule.pathway;
      triage.transport = std::max(triage.transport, rule.transport);
    }
  }
}

}  // namespace

std::optional<DangerLimit> danger_limit(ConditionId id, const Differential& differential, const Findings& findings,
                                        const Knowledge& knowledge) {
  const Condition& condition = knowledge[id];
  if (!condition.danger_probability) return std::nullopt;
  DangerLimit limit;
  limit.probability = *condition.danger_probability;
  limit.level = condition.danger_level;
  // Where the probability is not exact, the highest that it may be: doubt never keeps an urgency low.
  limit.passed = differential.complaint && differential.at_most(id) >= limit.probability;
  limit.needs = condition.danger_needs;
  if (limit.needs.is_some()) limit.needed = findings[limit.needs];
  return limit;
}

Triage raise_for_likely_danger(const Triage& by_rules, const Differential& differential, const Findings& findings,
                               const Knowledge& knowledge) {
  Triage triage = by_rules;
  if (!differential.complaint) return triage;
  for (std::size_t row = 0; row < knowledge.conditions().size(); ++row) {
    const auto limit = danger_limit(ConditionId(row), differential, findings, knowledge);
    if (!limit || !limit->raises() || limit->level <= by_rules.level) continue;
    triage.likely_dangers.emplace_back(row);
    triage.level = std::max(triage.level, limit->level);
  }
  if (triage.level == by_rules.level) return triage;
  triage.reason = LevelReason::likely_danger;
  triage.if_cleared = std::max(triage.if_cleared, triage.level);
  std::erase_if(triage.open, [&](const OpenRule& one) { return one.could_raise_to <= triage.level; });
  triage.provisional = !triage.open.empty();
  settle_consequences(triage, knowledge);
  take_the_way_to_help(triage, knowledge);
  return triage;
}

}  // namespace lumbar
