// SPDX-License-Identifier: Apache-2.0
// How common each condition is among people like this one: setting, age and sex choose the row. Private to this room.
#pragma once
#include <vector>

#include "lumbar/clinic/findings/findings.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// The prior chance of each condition for this person; 0 where none is known or none is possible.
std::vector<double> prior_chances(const Findings& findings, const Knowledge& knowledge);

/// How far each of those may be off: the standard deviation of its log odds, a setting's multiplier included; 0 where
/// the chance is 0 or the facts have no spreads.
std::vector<double> prior_spreads(const Findings& findings, const Knowledge& knowledge);

/// The row of the facts that each of those comes from, its setting's or that of primary care; null where there is none.
std::vector<const Prior*> prior_rows(const Findings& findings, const Knowledge& knowledge);

}  // namespace lumbar
