// SPDX-License-Identifier: Apache-2.0
// FHIR R4 and CDS Hooks 2.0 both ways: resources into cases, consultations into resources and cards. Pure functions of
// values; opens nothing, knows no network and no clock. docs/decisions/0013-fhir.md says why it is built so.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lumbar/base/case.h"
#include "lumbar/base/result.h"
#include "lumbar/clinic/consult/consult.h"
#include "lumbar/doors/wire/wire.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar::fhir {

using json::Value;

inline constexpr std::string_view version = "4.0.1";  ///< of FHIR
inline constexpr std::string_view media_type = "application/fhir+json";

/// What of a consultation becomes resources, and for whom.
struct AssessmentOut {
  const Consultation& consultation;
  const Case& person;
  Value subject{};  ///< a Reference to the patient; empty: nobody said who it is
  Mode mode = Mode::clinician;
  std::string engine_version;
  std::string recorded;              ///< moment of writing, UTC, as FHIR's instant; the door reads the clock
  std::vector<Error> passed_over{};  ///< of what came in; told as notes of the RiskAssessment
};

/// One transaction Bundle: RiskAssessment, DetectedIssue (a raised rule each), Flag, ServiceRequest (tests, referrals),
/// CarePlan, Goal, Communication (safety net), Provenance. The same values give the same bytes, addresses included.
Value write_bundle(const AssessmentOut& out, const Knowledge& knowledge);

/// What resources say of one person.
struct Given {
  Case person;
  Value subject{};                 ///< a Reference; empty where nobody said who it is
  std::vector<Error> passed_over;  ///< what says nothing here, and why: a code not known, an entry made in error
};
struct ReadGiven {
  Given given;
  std::vector<Error> faults;  ///< each with its path (`Bundle.entry[2].resource.value`); empty: `given` is whole
};

/// Evidence out of a Patient, Condition, Observation, QuestionnaireResponse, or a Bundle or Parameters of them. What is
/// not said stays unknown; what is withdrawn, cancelled or without a value says nothing. `options.lenient` passes over
/// what cannot be understood; otherwise it is a fault.
ReadGiven read_given(std::string_view body, const Knowledge& knowledge, const ReadOptions& options);

/// A Questionnaire by its id: lumbar (for the person), lumbar-clinician, lumbar-adaptive. Null where there is none.
Value write_questionnaire(std::string_view id, const Knowledge& knowledge);
/// What is known already, as a response of that questionnaire to go on from.
Value write_response(const Given& given, Mode mode, std::string_view form_id, const Knowledge& knowledge);
/// Every statement as an Observation, in one transaction Bundle.
Value write_observations(const Given& given, const Knowledge& knowledge);
/// What was passed over, as an OperationOutcome of informations; null where nothing was.
Value write_passed_over(const std::vector<Error>& passed_over);

/// An adaptive response so far.
struct AdaptiveIn {
  InterviewState state;
  Value response{};  ///< as it came
  std::vector<Error> faults;
};
AdaptiveIn read_adaptive(std::string_view body, const Knowledge& knowledge, const ReadOptions& options);
/// The same response with the next questions in its contained Questionnaire; completed where nothing more is asked.
Value write_adaptive(const AdaptiveIn& asked, const NextQuestion& next, Mode mode, const Knowledge& knowledge);

/// One call of CDS Hooks, read.
struct CdsCall {
  bool no_service = false;                  ///< no service has this id
  std::vector<Error> faults;                ///< of the call itself
  std::vector<Error> missing;               ///< prefetch that is needed and is not there (412)
  std::string instance;                     ///< hookInstance, a UUID
  bool is_imaging = false;                  ///< an order hook
  std::vector<std::string> imaging_orders;  ///< draft orders for a picture of the back: `ServiceRequest/id`, or empty
  Given given;
};
/// What is offered: /cds-services.
Value write_services(const Knowledge& knowledge);
CdsCall read_call(std::string_view service, std::string_view body, const Knowledge& knowledge,
                  const ReadOptions& options);
/// The cards of a call, by the consultation of what it gave.
Value write_cards(const CdsCall& call, const AssessmentOut& out, const Knowledge& knowledge);

/// How a case is worked up, as a PlanDefinition, and what comes of it for one person: a CarePlan that contains its
/// requests and goals ($apply).
Value write_plan_definition(const Knowledge& knowledge);
Value write_applied(const AssessmentOut& out, const Knowledge& knowledge);

/// A refusal: one issue for each error, with the path to the fault as its expression.
Value write_outcome(const std::vector<Error>& errors);
/// The same for a refusal that has a status of its own (404, 413, …).
Value write_outcome(int http_status, std::string_view path, std::string_view detail);

/// What this server can be asked. `date`: of the build or the facts, YYYY-MM-DD.
Value write_capability(std::string_view engine_version, std::string_view date, std::string_view address);

}  // namespace lumbar::fhir
