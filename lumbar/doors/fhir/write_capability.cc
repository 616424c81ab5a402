// SPDX-License-Identifier: Apache-2.0
// What this server can be asked: kept beside the table of routes by a test in doors/http.
#include "lumbar/doors/fhir/elements.h"
#include "lumbar/doors/fhir/fhir.h"

namespace lumbar::fhir {
namespace {

Value operation(std::string_view name, std::string_view definition) {
  return Value::object({{"name", name}, {"definition", definition}});
}

Value resource(std::string_view type, bool can_be_read, Value operations) {
  Value made = Value::object({{"type", type}});
  if (can_be_read) made.add("interaction", Value::list({Value::object({{"code", "read"}})}));
  made.add("operation", std::move(operations));
  return made;
}

}  // namespace

Value write_capability(std::string_view engine_version, std::string_view date, std::string_view address) {
  const Value software = Value::object({{"name", "lumbar"}, {"version", engine_version}});
  const Value here = Value::object({{"description", "lumbar"}, {"url", address}});
  const Value questionnaire = resource(
      "Questionnaire", true,
      Value::list(
          {operation("populate", "http://hl7.org/fhir/uv/sdc/OperationDefinition/Questionnaire-populate"),
           operation("next-question", "http://hl7.org/fhir/uv/sdc/OperationDefinition/Questionnaire-next-question")}));
  const Value response = resource(
      "QuestionnaireResponse", false,
      Value::list(
          {operation("extract", "http://hl7.org/fhir/uv/sdc/OperationDefinition/QuestionnaireResponse-extract")}));
  const Value plan =
      resource("PlanDefinition", true,
               Value::list({operation("apply", "http://hl7.org/fhir/OperationDefinition/PlanDefinition-apply")}));
  const Value rest =
      Value::object({{"mode", "server"},
                     {"resource", Value::list({questionnaire, response, plan})},
                     {"operation", Value::list({operation("assess", "urn:lumbar:fhir:OperationDefinition:assess")})}});
  return Value::object({{"resourceType", "CapabilityStatement"},
                        {"text", narrative({"lumbar " + std::string(engine_version)})},
                        {"name", "Lumbar"},
                        {"title", "lumbar"},
                        {"status", "active"},
                        {"date", date},
                        {"kind", "instance"},
                        {"software", software},
                        {"implementation", here},
                        {"fhirVersion", version},
                        {"format", Value::list({"json", media_type})},
                        {"rest", Value::list({rest})}});
}

}  // namespace lumbar::fhir
