// SPDX-License-Identifier: Apache-2.0
// Refusals as OperationOutcome, by the one table of doors/wire.
#include "lumbar/doors/fhir/fhir.h"

namespace lumbar::fhir {
namespace {

Value issue(std::string_view code, std::string_view path, std::string_view detail) {
  // An expression is FHIRPath; a place in broken text (line 3, column 7) is none and stands in the words.
  const bool in_text = path.starts_with("line ");
  const std::string words = in_text ? std::string(path) + ": " + std::string(detail) : std::string(detail);
  Value made = Value::object({{"severity", "error"}, {"code", code}, {"details", Value::object({{"text", words}})}});
  if (!in_text) made.add("expression", Value::list({path}));
  return made;
}

std::string_view code_of(int http_status) {
  switch (http_status) {
    case 403: return "forbidden";
    case 404: return "not-found";
    case 405:
    case 406:
    case 415:
    case 501: return "not-supported";
    case 408: return "timeout";
    case 412: return "conflict";
    case 413:
    case 431: return "too-long";
    case 500: return "exception";
    case 503: return "transient";
    default: return "invalid";
  }
}

Value outcome(Value issues) {
  return Value::object({{"resourceType", "OperationOutcome"}, {"issue", std::move(issues)}});
}

}  // namespace

Value write_outcome(const std::vector<Error>& errors) {
  Value issues = Value::list();
  for (const Error& error : errors) {
    const Placed placed = place_of(error);
    issues.push(issue(outcome_of(error.fault()).fhir_issue, placed.path, placed.detail));
  }
  return outcome(std::move(issues));
}

Value write_outcome(int http_status, std::string_view path, std::string_view detail) {
  return outcome(Value::list({issue(code_of(http_status), path, detail)}));
}

}  // namespace lumbar::fhir
