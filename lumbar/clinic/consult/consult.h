// SPDX-License-Identifier: Apache-2.0
// The main flow: one case in, one consultation out. Pure: same case, same facts, same bytes.
#pragma once
#include "lumbar/base/case.h"
#include "lumbar/base/result.h"
#include "lumbar/clinic/differential/differential.h"
#include "lumbar/clinic/findings/findings.h"
#include "lumbar/clinic/plan/plan.h"
#include "lumbar/clinic/triage/triage.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

struct Consultation {
  Findings findings;
  Triage triage;
  Differential differential;
  Plan plan;
};

/// What we make of a case. Errors: an answer that contradicts itself or the facts.
Result<Consultation> consult(const Case& person, const Knowledge& knowledge);

/// The same findings, urgency, probabilities and order, but without what moved the differential and without a plan:
/// many times cheaper, for whoever compares thousands of cases. Errors: those of `consult`.
Result<Consultation> consult_briefly(const Case& person, const Knowledge& knowledge);

}  // namespace lumbar
