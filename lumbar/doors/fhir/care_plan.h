// SPDX-License-Identifier: Apache-2.0
// What is proposed, as resources: tests and referrals, goals, the plan with treatment and exercise, the safety net.
#pragma once
#include <string>
#include <vector>

#include "lumbar/doors/fhir/elements.h"
#include "lumbar/doors/fhir/fhir.h"

namespace lumbar::fhir {

/// What each of them needs. Both references must outlive it.
struct CareParts {
  const AssessmentOut& out;
  const Knowledge& knowledge;
  Value subject;
};

/// The level in one sentence, in the words of the mode: "See a doctor today, or tomorrow at the latest."
std::string headline(const CareParts& parts);
/// What to do about it now.
std::string first_step(const CareParts& parts, Mode mode);

std::vector<Value> service_requests(const CareParts& parts);
std::vector<Value> goals_of(const CareParts& parts);
/// `requests` and `goals`: their addresses.
Value care_plan(const CareParts& parts, const std::vector<std::string>& requests,
                const std::vector<std::string>& goals);
Value communication(const CareParts& parts);

}  // namespace lumbar::fhir
