// SPDX-License-Identifier: Apache-2.0
// The plan as FHIR knows plans: a definition, and what it comes to for one person.
#include "lumbar/doors/fhir/care_plan.h"
#include "lumbar/doors/fhir/elements.h"
#include "lumbar/doors/fhir/fhir.h"

namespace lumbar::fhir {

Value write_plan_definition(const Knowledge& knowledge) {
  const Value kind = Value::object({{"coding", Value::list({coding("http://terminology.hl7.org/CodeSystem/"
                                                                   "plan-definition-type",
                                                                   "clinical-protocol")})}});
  Value actions = Value::list();
  for (const ExercisePhase& phase : knowledge.exercises().phases) {
    actions.push(Value::object({{"title", phase.label},
                                {"description", phase.enter},
                                {"code", Value::list({concept_of(own::phase, phase.name, phase.label)})}}));
  }
  return Value::object({{"resourceType", "PlanDefinition"},
                        {"id", "lumbar"},
                        {"url", "urn:lumbar:fhir:PlanDefinition:lumbar"},
                        {"version", knowledge.hash()},
                        {"name", "Lumbar"},
                        {"title", say(knowledge, Mode::in_public, "fhir.service.urgency")},
                        {"type", kind},
                        {"status", "active"},
                        {"action", actions}});
}

Value write_applied(const AssessmentOut& out, const Knowledge& knowledge) {
  Value subject = out.subject;
  if (subject.empty()) subject = Value::object({{"display", say(knowledge, Mode::in_public, "fhir.subject")}});
  const CareParts parts{out, knowledge, std::move(subject)};
  Value contained = Value::list();
  const auto put = [&](const Value& resource, const std::string& id) {
    // An id stands first, and what is contained has no narrative of its own.
    Value inside = Value::object({{"resourceType", resource.text_at("resourceType")}, {"id", id}});
    for (std::size_t i = 0; i < resource.keys().size(); ++i) {
      if (resource.keys()[i] != "text" && resource.keys()[i] != "resourceType")
        inside.add(resource.keys()[i], resource.items()[i]);
    }
    contained.push(std::move(inside));
    return "#" + id;
  };
  std::vector<std::string> requests, goals;
  for (const Value& one : service_requests(parts))
    requests.push_back(put(one, "request-" + std::to_string(requests.size() + 1)));
  for (const Value& one : goals_of(parts)) goals.push_back(put(one, "goal-" + std::to_string(goals.size() + 1)));
  Value plan = care_plan(parts, requests, goals);
  Value made = Value::object({{"resourceType", "CarePlan"}, {"contained", contained}});
  made.add("instantiatesCanonical", Value::list({"urn:lumbar:fhir:PlanDefinition:lumbar|" + knowledge.hash()}));
  for (std::size_t i = 0; i < plan.keys().size(); ++i) {
    if (plan.keys()[i] != "resourceType") made.add(plan.keys()[i], plan.items()[i]);
  }
  return made;
}

}  // namespace lumbar::fhir
