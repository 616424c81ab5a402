// SPDX-License-Identifier: Apache-2.0
// From the triage and the series to what is done next: whom to see, when to look again.
#pragma once
#include <set>
#include <vector>

#include "lumbar/clinic/progress/progress.h"

namespace lumbar {

/// What is asked about before anyone is reassured, and neurology: a question about it that is open keeps the load down.
std::set<FindingId> grave_findings(const Knowledge& knowledge);
/// Those of them that notes seem to state present where the check of that day does not.
std::vector<Heard> hear_notes(const Course& course, const Knowledge& knowledge);
std::vector<Gap> gaps_of(const Course& course, const Knowledge& knowledge);
/// Every goal at the last rating of its activity; false without goals.
bool goals_met(const Course& course);
/// A flat stretch is a plateau only where the programme was done and the goal is not met.
void settle_plateaus(Progress& progress, const Knowledge& knowledge);
std::vector<PassOn> reasons_to_pass_on(const Course& course, const Progress& progress, const Knowledge& knowledge);
/// Worse after effort: no step of the load by rule.
bool is_paced(const Progress& progress, const Knowledge& knowledge);
NextStep next_step(const Progress& progress, bool open);
Review next_review(const Progress& progress, const Knowledge& knowledge);

}  // namespace lumbar
