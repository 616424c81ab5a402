// SPDX-License-Identifier: Apache-2.0
// A dangerous condition that is likely enough raises the urgency. It never lowers anything.
#pragma once
#include "lumbar/clinic/differential/differential.h"
#include "lumbar/clinic/triage/triage.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// The triage, raised to the level of each dangerous condition whose probability reaches its own threshold in the
/// facts, and of which nothing is missing that the facts say it cannot be without. Where that is unknown, the rules
/// that ask for it keep the answer open.
Triage raise_for_likely_danger(const Triage& by_rules, const Differential& differential, const Findings& findings,
                               const Knowledge& knowledge);

}  // namespace lumbar
