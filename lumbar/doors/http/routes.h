// SPDX-License-Identifier: Apache-2.0
// The table of routes: what can be asked, with which parameters, and who answers. A new route is a row here, its
// function, and its description in schema/openapi.json; a test compares the three.
#pragma once
#include <array>
#include <memory>
#include <span>

#include "lumbar/clinic/consult/consult.h"
#include "lumbar/doors/http/address.h"
#include "lumbar/doors/http/counters.h"
#include "lumbar/doors/http/http.h"
#include "lumbar/doors/store/store.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar::http {

/// What every handler sees: facts, and what is worked out once from them.
struct Inside {
  const Knowledge& knowledge;
  SiteOptions options;
  std::vector<Interviewer> interviewers;  ///< one a setting, in the order of Setting
  const Site::Counters* counters = nullptr;

  const Interviewer& interviewer(Setting setting) const { return interviewers[static_cast<std::size_t>(setting)]; }
};

/// Parameters of a question to the engine, read and checked.
struct Parameters {
  Mode mode = Mode::in_public;
  std::vector<std::string> parts;
  IntervalsBy intervals = IntervalsBy::worlds;
  bool lenient = false;
  bool steps = false;  ///< `explain=true`: each step of a classification with its sentence
  bool pretty = false;
  std::string condition;  ///< of an explanation; empty: the one that leads
  std::optional<Date> today;
};

/// One body in, one answer out; many errors where a sheet has many. Pure.
struct EngineAnswer {
  std::string text;
  std::vector<Error> errors;  ///< none: `text` is the answer
};
using Engine = EngineAnswer (*)(const Inside&, std::string_view body, const Parameters&);

/// What any other handler is given.
struct Asked {
  const Request& request;
  const Address& address;
  const std::vector<std::string>& names;  ///< what stands in the braces of the pattern
};
using Handler = Response (*)(const Inside&, const Asked&);

struct Route {
  std::string_view method, pattern;
  std::string_view parameters;  ///< those allowed in the query, separated by spaces
  Engine engine = nullptr;      ///< either this: JSON in, JSON out, also line by line (NDJSON)
  Handler handler = nullptr;    ///< or this
  bool takes_body = false;
  bool quick = false;  ///< cheap enough to be answered between two reads of the network

  /// Speaks FHIR: reads and writes application/fhir+json, refuses by OperationOutcome.
  bool is_fhir() const { return pattern.starts_with("/fhir/"); }
};

std::span<const Route> all_routes();

/// Errors: a parameter with a value that is not allowed.
Result<Parameters> read_parameters(const Address& address, std::optional<Date> today);

/// Where nobody says where: public questions come from home, a clinician's from primary care.
Setting default_setting(Mode mode);
/// The assessment of a case that was read already.
EngineAnswer assess_case(const Inside&, const Case& person, const Parameters&);

EngineAnswer answer_assess(const Inside&, std::string_view body, const Parameters&);
EngineAnswer answer_next(const Inside&, std::string_view body, const Parameters&);
EngineAnswer answer_explain(const Inside&, std::string_view body, const Parameters&);
EngineAnswer answer_isncsci(const Inside&, std::string_view body, const Parameters&);

Response answer_health(const Inside&, const Asked&);
Response answer_metrics(const Inside&, const Asked&);
Response answer_openapi(const Inside&, const Asked&);
Response answer_schema(const Inside&, const Asked&);
Response answer_version(const Inside&, const Asked&);
Response answer_table(const Inside&, const Asked&);

/// Why an answer cannot be given in the form that is asked for; nothing where it can.
std::optional<Response> odd_format(const Address& address, const Request& head);
/// A refusal in FHIR's own form.
void as_outcome(Response& refusal);
Response answer_capability(const Inside&, const Asked&);
Response fhir_assess(const Inside&, const Asked&);
Response fhir_questionnaire(const Inside&, const Asked&);
Response fhir_populate(const Inside&, const Asked&);
Response fhir_extract(const Inside&, const Asked&);
Response fhir_next_question(const Inside&, const Asked&);
Response fhir_plan_definition(const Inside&, const Asked&);
Response fhir_apply(const Inside&, const Asked&);
Response cds_services(const Inside&, const Asked&);
Response cds_call(const Inside&, const Asked&);

Response add_person(const Inside&, const Asked&);
Response read_person(const Inside&, const Asked&);
Response change_person(const Inside&, const Asked&);
Response erase_person(const Inside&, const Asked&);
Response export_person(const Inside&, const Asked&);
Response add_entry(const Inside&, const Asked&);
Response read_entries(const Inside&, const Asked&);
Response read_entry_by_number(const Inside&, const Asked&);

}  // namespace lumbar::http
