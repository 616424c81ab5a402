// SPDX-License-Identifier: Apache-2.0
// A body of FHIR into a case: one resource, a Bundle or Parameters of them.
#include <algorithm>

#include "lumbar/base/text.h"
#include "lumbar/doors/fhir/intake.h"

namespace lumbar::fhir {
namespace {

constexpr std::size_t deepest = 32;
constexpr int deepest_bundle = 3;
constexpr std::size_t most_faults = 20;
constexpr std::string_view taken =
    "Patient, Condition, Observation, QuestionnaireResponse, or a Bundle or Parameters of them";

bool is_type(std::string_view text) {
  return !text.empty() && text.size() <= 40 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
}

}  // namespace

bool is_object(const Spot& spot, Intake& into) {
  if (spot.value->is(json::Kind::object)) return true;
  into.fault(spot.error(json::shown(*spot.value) + " cannot stand here; expected an object {…}"));
  return false;
}

Result<ReadResource> read_resource(std::string_view body, const ReadOptions& options) {
  auto value = json::read_value(body, options.largest_bytes, std::min(options.deepest, deepest), "resource");
  if (!value) return value.take_error();
  if (!value->is(json::Kind::object))
    return Error("the body holds " + json::shown(*value) + "; expected a resource {…}");
  const Value* type = value->find("resourceType");
  if (type == nullptr) return Error("is missing; send " + std::string(taken)).at("resourceType");
  if (!is_type(type->text())) return Error(json::shown(*type) + " is no type of resource").at("resourceType");
  std::string name = type->text();
  return ReadResource{*std::move(value), std::move(name)};
}

void take_in(const Spot& resource, Intake& into, int deep) {
  if (!is_object(resource, into)) return;
  const std::string& type = resource.text("resourceType");
  if (type == "Patient") return take_patient(resource, into);
  if (type == "Condition") return take_condition(resource, into, into.codes);
  if (type == "Observation") return take_observation(resource, into, into.codes);
  if (type == "QuestionnaireResponse") return take_response(resource, into, deep == 0);
  if (deep >= deepest_bundle) return into.fault(resource.error("Bundles inside one another, more than 3 deep"));
  if (type == "Bundle") {
    for (const Spot& entry : resource.each("entry")) {
      if (!is_object(entry, into)) continue;
      const Spot inside = entry / "resource";
      if (inside) take_in(inside, into, deep + 1);
    }
    return;
  }
  if (type == "Parameters") {
    for (const Spot& parameter : resource.each("parameter")) {
      if (!is_object(parameter, into)) continue;
      if (const Spot inside = parameter / "resource") take_in(inside, into, deep + 1);
      for (const Spot& part : parameter.each("part")) {
        if (const Spot inside = part / "resource") take_in(inside, into, deep + 1);
      }
      if (parameter.text("name") == "subject" && into.subject.empty() && parameter / "valueReference")
        into.subject = *(parameter / "valueReference").value;
    }
    return;
  }
  Error error =
      (resource / "resourceType")
          .error((type.empty() ? std::string("is missing") : "\"" + json::visible(type) + "\" is not read here") +
                 "; send " + std::string(taken));
  // Inside a Bundle what is not understood is passed over: it says neither yes nor no.
  if (deep > 0 && !type.empty()) return into.pass_over(std::move(error));
  into.fault(std::move(error));
}

ReadGiven finish_intake(Intake& into, const ReadOptions& options) {
  ReadGiven read;
  // The day of the assessment is that of the response, or the door's.
  const auto as_of = into.gathered.day();
  settle_age(into, as_of ? as_of : options.today);
  read.given.subject = std::move(into.subject);
  read.given.passed_over = std::move(into.passed_over);
  read.faults = std::move(into.faults);
  if (read.faults.size() > most_faults) read.faults.erase(read.faults.begin() + most_faults, read.faults.end());
  if (!read.faults.empty()) return read;
  auto person = into.gathered.read(options);
  if (person) {
    read.given.person = *std::move(person);
  } else {
    read.faults.push_back(person.take_error());
  }
  return read;
}

ReadGiven read_given(std::string_view body, const Knowledge& knowledge, const ReadOptions& options) {
  const auto resource = read_resource(body, options);
  if (!resource) return {{}, {resource.error()}};
  Intake into(knowledge, options);
  take_in({&resource->value, resource->type}, into);
  return finish_intake(into, options);
}

}  // namespace lumbar::fhir
