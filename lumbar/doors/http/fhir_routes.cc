// SPDX-License-Identifier: Apache-2.0
// FHIR R4 over HTTP: what doors/fhir makes of values, carried.
#include "lumbar/doors/fhir/fhir.h"

#include <cstdio>

#include "lumbar/doors/http/problem.h"
#include "lumbar/doors/http/routes.h"

namespace lumbar::http {
namespace {

// `handling=lenient` among the preferences (RFC 7240, FHIR R4 3.1.0.1.6); strict otherwise.
bool lenient(const Request& request) {
  return request.header("prefer").find("handling=lenient") != std::string_view::npos;
}

// Seconds since 1970 as FHIR's instant, UTC.
std::string instant(std::int64_t now) {
  constexpr std::int64_t day_seconds = 86400, hour_seconds = 3600, minute_seconds = 60;
  const std::int64_t of_day = now % day_seconds;
  std::array<char, 16> clock{};
  std::snprintf(clock.data(), clock.size(), "T%02d:%02d:%02dZ", static_cast<int>(of_day / hour_seconds),
                static_cast<int>(of_day % hour_seconds / minute_seconds), static_cast<int>(of_day % minute_seconds));
  return Date().plus_days(now / day_seconds).written() + clock.data();
}

// Questions by FHIR come from clinical systems: theirs is the mode where nobody says otherwise.
Result<Parameters> fhir_parameters(const Asked& asked) {
  auto parameters = read_parameters(asked.address, asked.request.today);
  if (!parameters) return parameters;
  bool says_mode = false;
  for (const auto& [name, value] : asked.address.query) {
    says_mode = says_mode || name == "mode";
    if (name == "_pretty") parameters->pretty = value != "false";
  }
  if (!says_mode) parameters->mode = Mode::clinician;
  parameters->lenient = lenient(asked.request);
  return parameters;
}

Response resource(const json::Value& value, bool pretty) {
  Response response;
  response.content_type = fhir::media_type;
  response.body = json::write_value(value, pretty);
  return response;
}

std::string address_of(const Request& request) { return "http://" + std::string(request.header("host")) + "/fhir"; }

}  // namespace

std::optional<Response> odd_format(const Address& address, const Request& head) {
  const auto refusal = [](std::string_view format, std::string_view path) {
    return problem(406,
                   "\"" + json::visible(format) +
                       "\" is not written here; FHIR is spoken as JSON: json, "
                       "application/json, application/fhir+json",
                   path);
  };
  for (const auto& [name, value] : address.query) {
    if (name != "_format") continue;
    // A plus that was not escaped has become a blank.
    const std::string type = media_type(value);
    const bool is_json = type == "json" || type == "application/json" || type == "application/fhir+json" ||
                         type == "application/fhir json";
    return is_json ? std::nullopt : std::optional(refusal(value, "query._format"));
  }
  const std::string_view accept = head.header("accept");
  if (accept.empty() || accept.find("json") != std::string_view::npos || accept.find("*/*") != std::string_view::npos ||
      accept.find("application/*") != std::string_view::npos)
    return std::nullopt;
  return refusal(accept, "header.accept");
}

void as_outcome(Response& refusal) {
  json::Value outcome;
  const std::string_view path = refusal.faults.empty() ? std::string_view() : refusal.faults.front().first;
  if (refusal.faults.size() <= 1) {
    const std::string_view words = refusal.faults.empty() ? phrase_of(refusal.status) : refusal.faults.front().second;
    outcome = fhir::write_outcome(refusal.status, path, words);
  } else {
    std::vector<Error> errors;
    for (const auto& [where, words] : refusal.faults) errors.push_back(Error(words).at(where));
    outcome = fhir::write_outcome(errors);
  }
  refusal.content_type = fhir::media_type;
  refusal.body = json::write_value(outcome, false);
}

Response answer_capability(const Inside& site, const Asked& asked) {
  const auto parameters = fhir_parameters(asked);
  if (!parameters) return problem(parameters.error());
  const std::string date = asked.request.today.value_or(Date()).written();
  return resource(fhir::write_capability(site.options.engine_version, date, address_of(asked.request)),
                  parameters->pretty);
}

namespace {

ReadOptions reading(const Inside& site, const Parameters& asked) {
  return {.lenient = asked.lenient,
          .today = asked.today,
          .default_setting = default_setting(asked.mode),
          .largest_bytes = site.options.largest_body};
}

// A case by our own contract is taken as well as resources.
fhir::ReadGiven given_in(const Inside& site, const Request& request, const Parameters& asked) {
  const std::string_view body = request.body;
  if (body.substr(0, 400).find("\"lumbar_case\"") == std::string_view::npos)
    return fhir::read_given(body, site.knowledge, reading(site, asked));
  auto person = read_case(body, site.knowledge, reading(site, asked));
  if (!person) return {{}, {person.take_error()}};
  return {{.person = *std::move(person)}, {}};
}

Response bundle_of(const Inside& site, const Asked& asked, const fhir::Given& given, const Parameters& parameters) {
  const auto found = consult(given.person, site.knowledge, parameters.intervals);
  if (!found) return problem(found.error());
  json::Value bundle = fhir::write_bundle({.consultation = *found,
                                           .person = given.person,
                                           .subject = given.subject,
                                           .mode = parameters.mode,
                                           .engine_version = site.options.engine_version,
                                           .recorded = instant(asked.request.now),
                                           .passed_over = given.passed_over},
                                          site.knowledge);
  return resource(bundle, parameters.pretty);
}

Mode mode_of_form(std::string_view id) { return id == "lumbar-clinician" ? Mode::clinician : Mode::in_public; }

}  // namespace

Response fhir_assess(const Inside& site, const Asked& asked) {
  const auto parameters = fhir_parameters(asked);
  if (!parameters) return problem(parameters.error());
  const fhir::ReadGiven read = given_in(site, asked.request, *parameters);
  if (!read.faults.empty()) return problem(read.faults);
  return bundle_of(site, asked, read.given, *parameters);
}

Response fhir_questionnaire(const Inside& site, const Asked& asked) {
  const auto parameters = fhir_parameters(asked);
  if (!parameters) return problem(parameters.error());
  const json::Value form = fhir::write_questionnaire(asked.names.front(), site.knowledge);
  if (form.empty())
    return problem(404, "no questionnaire has this id; there are lumbar, lumbar-clinician, lumbar-adaptive", "path");
  return resource(form, parameters->pretty);
}

Response fhir_populate(const Inside& site, const Asked& asked) {
  auto parameters = fhir_parameters(asked);
  if (!parameters) return problem(parameters.error());
  const std::string id = asked.names.empty() ? "lumbar" : asked.names.front();
  if (id != "lumbar" && id != "lumbar-clinician")
    return problem(404, "only lumbar and lumbar-clinician can be filled in", "path");
  const fhir::ReadGiven read = given_in(site, asked.request, *parameters);
  if (!read.faults.empty()) return problem(read.faults);
  const json::Value response = fhir::write_response(read.given, mode_of_form(id), id, site.knowledge);
  json::Value parts = json::Value::list({json::Value::object({{"name", "response"}, {"resource", response}})});
  const json::Value issues = fhir::write_passed_over(read.given.passed_over);
  if (!issues.empty()) parts.push(json::Value::object({{"name", "issues"}, {"resource", issues}}));
  return resource(json::Value::object({{"resourceType", "Parameters"}, {"parameter", parts}}), parameters->pretty);
}

Response fhir_extract(const Inside& site, const Asked& asked) {
  const auto parameters = fhir_parameters(asked);
  if (!parameters) return problem(parameters.error());
  const fhir::ReadGiven read = given_in(site, asked.request, *parameters);
  if (!read.faults.empty()) return problem(read.faults);
  return resource(fhir::write_observations(read.given, site.knowledge), parameters->pretty);
}

Response fhir_next_question(const Inside& site, const Asked& asked) {
  const auto parameters = fhir_parameters(asked);
  if (!parameters) return problem(parameters.error());
  const fhir::AdaptiveIn read = fhir::read_adaptive(asked.request.body, site.knowledge, reading(site, *parameters));
  if (!read.faults.empty()) return problem(read.faults);
  const auto next =
      site.interviewer(read.state.given.setting).next(read.state, InterviewOptions{.mode = parameters->mode});
  if (!next) return problem(next.error());
  return resource(fhir::write_adaptive(read, *next, parameters->mode, site.knowledge), parameters->pretty);
}

Response fhir_apply(const Inside& site, const Asked& asked) {
  const auto parameters = fhir_parameters(asked);
  if (!parameters) return problem(parameters.error());
  if (!asked.names.empty() && asked.names.front() != "lumbar")
    return problem(404, "no plan has this id; there is lumbar", "path");
  const fhir::ReadGiven read = given_in(site, asked.request, *parameters);
  if (!read.faults.empty()) return problem(read.faults);
  const auto found = consult(read.given.person, site.knowledge, parameters->intervals);
  if (!found) return problem(found.error());
  return resource(fhir::write_applied({.consultation = *found,
                                       .person = read.given.person,
                                       .subject = read.given.subject,
                                       .mode = parameters->mode,
                                       .engine_version = site.options.engine_version,
                                       .recorded = instant(asked.request.now)},
                                      site.knowledge),
                  parameters->pretty);
}

Response fhir_plan_definition(const Inside& site, const Asked& asked) {
  const auto parameters = fhir_parameters(asked);
  if (!parameters) return problem(parameters.error());
  if (asked.names.front() != "lumbar") return problem(404, "no plan has this id; there is lumbar", "path");
  return resource(fhir::write_plan_definition(site.knowledge), parameters->pretty);
}

// --- CDS Hooks

Response cds_services(const Inside& site, const Asked&) {
  Response response;
  response.body = json::write_value(fhir::write_services(site.knowledge), false);
  return response;
}

Response cds_call(const Inside& site, const Asked& asked) {
  const ReadOptions options{.today = asked.request.today,
                            .default_setting = Setting::primary_care,
                            .largest_bytes = site.options.largest_body};
  const fhir::CdsCall call = fhir::read_call(asked.names.front(), asked.request.body, site.knowledge, options);
  if (call.no_service) return problem(404, "no service has this id; they are told at /cds-services", "path");
  if (!call.faults.empty()) return problem(call.faults);
  if (!call.missing.empty()) {
    const Placed first = place_of(call.missing.front());
    return problem(412, first.detail, first.path);
  }
  const auto found = consult(call.given.person, site.knowledge, IntervalsBy::slopes);
  if (!found) return problem(found.error());
  Response response;
  response.body = json::write_value(fhir::write_cards(call,
                                                      {.consultation = *found,
                                                       .person = call.given.person,
                                                       .subject = call.given.subject,
                                                       .engine_version = site.options.engine_version,
                                                       .recorded = instant(asked.request.now)},
                                                      site.knowledge),
                                    false);
  return response;
}

}  // namespace lumbar::http
