// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/http/routes.h"

#include "lumbar/base/text.h"

namespace lumbar::http {
namespace {

constexpr std::array table = {
    Route{"POST", "/api/v1/assess", "mode parts intervals lenient pretty", answer_assess, nullptr, true},
    Route{"POST", "/api/v1/next", "mode lenient pretty", answer_next, nullptr, true},
    Route{"POST", "/api/v1/explain", "condition lenient mode pretty", answer_explain, nullptr, true},
    Route{"POST", "/api/v1/isncsci", "explain pretty", answer_isncsci, nullptr, true},
    Route{"POST", "/api/v1/people", "", nullptr, add_person, true},
    Route{"GET", "/api/v1/people/{id}", "", nullptr, read_person},
    Route{"PUT", "/api/v1/people/{id}", "", nullptr, change_person, true},
    Route{"DELETE", "/api/v1/people/{id}", "", nullptr, erase_person},
    Route{"GET", "/api/v1/people/{id}/export", "", nullptr, export_person},
    Route{"POST", "/api/v1/people/{id}/entries", "mode parts intervals lenient", nullptr, add_entry, true},
    Route{"GET", "/api/v1/people/{id}/entries", "after limit", nullptr, read_entries},
    Route{"GET", "/api/v1/people/{id}/entries/{number}", "", nullptr, read_entry_by_number},
    Route{"GET", "/api/v1/people/{id}/course", "after limit", nullptr, read_entries},
    Route{"GET", "/api/v1/findings", "", nullptr, answer_table},
    Route{"GET", "/api/v1/conditions", "", nullptr, answer_table},
    Route{"GET", "/api/v1/exercises", "", nullptr, answer_table},
    Route{"GET", "/api/v1/sources", "", nullptr, answer_table},
    Route{"GET", "/api/v1/version", "", nullptr, answer_version, false, true},
    Route{"GET", "/fhir/metadata", "_format _pretty", nullptr, answer_capability, false, true},
    Route{"POST", "/fhir/$assess", "_format _pretty mode intervals", nullptr, fhir_assess, true},
    Route{"GET", "/fhir/Questionnaire/{id}", "_format _pretty", nullptr, fhir_questionnaire},
    Route{"POST", "/fhir/Questionnaire/$populate", "_format _pretty", nullptr, fhir_populate, true},
    Route{"POST", "/fhir/Questionnaire/{id}/$populate", "_format _pretty", nullptr, fhir_populate, true},
    Route{"POST", "/fhir/Questionnaire/$next-question", "_format _pretty mode", nullptr, fhir_next_question, true},
    Route{"POST", "/fhir/QuestionnaireResponse/$extract", "_format _pretty", nullptr, fhir_extract, true},
    Route{"GET", "/fhir/PlanDefinition/{id}", "_format _pretty", nullptr, fhir_plan_definition},
    Route{"POST", "/fhir/PlanDefinition/{id}/$apply", "_format _pretty mode intervals", nullptr, fhir_apply, true},
    Route{"GET", "/cds-services", "", nullptr, cds_services},
    Route{"POST", "/cds-services/{id}", "", nullptr, cds_call, true},
    Route{"GET", "/health", "", nullptr, answer_health, false, true},
    Route{"GET", "/metrics", "", nullptr, answer_metrics, false, true},
    Route{"GET", "/openapi.json", "", nullptr, answer_openapi, false, true},
    Route{"GET", "/schema/{name}", "", nullptr, answer_schema, false, true},
};

Result<bool> read_yes_or_no(const std::string& value) {
  if (value == "true" || value == "1" || value.empty()) return true;
  if (value == "false" || value == "0") return false;
  return Error("\"" + json::visible(value) + "\" cannot stand here; use true or false", Fault::usage);
}

template <class T>
Complaint take(Result<T> read, T& into) {
  if (!read) return read.take_error();
  into = *std::move(read);
  return std::nullopt;
}

Complaint read_parameter(const std::string& name, const std::string& value, Parameters& into) {
  const auto not_allowed = [&](std::string_view allowed) {
    return Error("\"" + json::visible(value) + "\" cannot stand here; use one of: " + std::string(allowed),
                 Fault::usage);
  };
  if (name == "mode") {
    const auto mode = from_word<Mode>(value);
    if (!mode) return not_allowed("public, clinician");
    into.mode = *mode;
  }
  if (name == "intervals") {
    if (value != "worlds" && value != "slopes") return not_allowed("worlds, slopes");
    into.intervals = value == "slopes" ? IntervalsBy::slopes : IntervalsBy::worlds;
  }
  if (name == "parts") return take(read_parts(value), into.parts);
  if (name == "lenient") return take(read_yes_or_no(value), into.lenient);
  if (name == "explain") return take(read_yes_or_no(value), into.steps);
  if (name == "pretty") return take(read_yes_or_no(value), into.pretty);
  if (name == "condition") into.condition = value;
  return std::nullopt;
}

}  // namespace

std::span<const Route> all_routes() { return table; }

Result<Parameters> read_parameters(const Address& address, std::optional<Date> today) {
  Parameters parameters;
  parameters.today = today;
  for (const auto& [name, value] : address.query) {
    if (auto complaint = read_parameter(name, value, parameters)) return std::move(*complaint).at("query." + name);
  }
  return parameters;
}

}  // namespace lumbar::http
