// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/consult/raise.h"

#include <algorithm>

namespace lumbar {

Triage raise_for_likely_danger(const Triage& by_rules, const Differential& differential, const Knowledge& knowledge) {
  Triage triage = by_rules;
  if (!differential.complaint) return triage;
  for (std::size_t row = 0; row < knowledge.conditions().size(); ++row) {
    const Condition& condition = knowledge.conditions()[row];
    if (!condition.danger_probability || differential.probability[row] < *condition.danger_probability) continue;
    if (condition.danger_level <= by_rules.level) continue;
    triage.likely_dangers.emplace_back(row);
    triage.level = std::max(triage.level, condition.danger_level);
  }
  if (triage.level == by_rules.level) return triage;
  triage.reason = LevelReason::likely_danger;
  triage.if_cleared = std::max(triage.if_cleared, triage.level);
  std::erase_if(triage.open, [&](const OpenRule& one) { return one.could_raise_to <= triage.level; });
  triage.provisional = !triage.open.empty();
  settle_consequences(triage, knowledge);
  return triage;
}

}  // namespace lumbar
