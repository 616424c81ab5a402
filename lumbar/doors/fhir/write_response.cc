// SPDX-License-Identifier: Apache-2.0
// What is known already, as a QuestionnaireResponse to go on from ($populate), and as Observations ($extract).
#include "lumbar/base/text.h"
#include "lumbar/doors/fhir/code_map.h"
#include "lumbar/doors/fhir/fhir.h"
#include "lumbar/doors/fhir/form.h"

namespace lumbar::fhir {
namespace {

Value quantity(double number, const std::string& unit) {
  const std::string code = ucum_of(unit);
  Value made = Value::object({{"value", number}, {"unit", unit}});
  if (!code.empty()) made.add("system", of_others::ucum).add("code", code);
  return made;
}

Value days(double number) {
  return Value::object({{"value", number}, {"unit", "days"}, {"system", of_others::ucum}, {"code", "d"}});
}

Value why_missing(Saying saying) {
  return coding(of_others::absent_reason, saying == Saying::not_sure ? "asked-unknown" : "unknown");
}

Value item(const std::string& link_id, std::string_view type, Value value) {
  if (value.empty()) return {};
  Value answer = Value::object({{"value" + std::string(type), std::move(value)}});
  return Value::object({{"linkId", link_id}, {"answer", Value::list({answer})}});
}

// The items that one statement fills; none where its answer cannot be written (one side denied alone).
Value item_of(const Statement& said, const Knowledge& knowledge) {
  const logic::VariableInfo& info = knowledge.language().variables[said.finding.row()];
  const std::string& name = info.name;
  if (info.type == logic::Type::boolean) {
    if (said.saying != Saying::stated) return item(name, "Coding", why_missing(said.saying));
    if (said.present == Presence::unknown) return {};
    const bool yes = said.present == Presence::present;
    Value made = item(name, "Coding", coding(of_others::yes_no, yes ? "Y" : "N"));
    if (!yes || !said.side) return made;
    Value answer = Value::object({{"valueCoding", coding(of_others::yes_no, "Y")}});
    answer.add("item", Value::list({item(name + ".side", "Coding", coding(own::answer, word_of(*said.side)))}));
    return Value::object({{"linkId", name}, {"answer", Value::list({answer})}});
  }
  if (said.saying != Saying::stated) return {};
  const auto sided = [&](const auto& values, std::string_view type, const auto& write) {
    if (values.bare) return item(name, type, write(*values.bare));
    Value sides = Value::list();
    if (values.left) sides.push(item(name + ".left", type, write(*values.left)));
    if (values.right) sides.push(item(name + ".right", type, write(*values.right)));
    return sides.empty() ? Value() : Value::object({{"linkId", name}, {"item", sides}});
  };
  switch (info.type) {
    case logic::Type::boolean: break;
    case logic::Type::side: return said.side ? item(name, "Coding", coding(own::answer, word_of(*said.side))) : Value();
    case logic::Type::duration: return said.number.bare ? item(name, "Quantity", days(*said.number.bare)) : Value();
    case logic::Type::choice:
      return sided(said.choice, "Coding", [&](std::uint8_t place) { return coding(own::choice, info.choices[place]); });
    case logic::Type::quantity:
    case logic::Type::ordinal: return sided(said.number, "Decimal", [](double number) { return Value(number); });
  }
  return {};
}

Value code_of(FindingId finding, const Knowledge& knowledge, const CodeMap& codes) {
  Value list = Value::list({coding(own::finding, knowledge[finding].name, knowledge[finding].label_clinical)});
  for (Value& one : codes.codings_of(finding)) list.push(std::move(one));
  return Value::object({{"coding", list}, {"text", knowledge[finding].label_clinical}});
}

// The value of an Observation: its key and what stands there.
std::pair<std::string, Value> value_of(const Statement& said, const std::optional<double>& number,
                                       const Knowledge& knowledge) {
  const logic::VariableInfo& info = knowledge.language().variables[said.finding.row()];
  switch (info.type) {
    case logic::Type::boolean: return {"valueBoolean", said.present == Presence::present};
    case logic::Type::side:
      return {"valueCodeableConcept", concept_of(own::answer, word_of(said.side.value_or(Side::both)),
                                                 word_of(said.side.value_or(Side::both)))};
    case logic::Type::choice:
      return {"valueCodeableConcept", concept_of(own::choice, info.choices[said.choice.bare.value_or(0)],
                                                 info.choices[said.choice.bare.value_or(0)])};
    case logic::Type::duration: return {"valueQuantity", days(number.value_or(0))};
    case logic::Type::quantity:
    case logic::Type::ordinal: return {"valueQuantity", quantity(number.value_or(0), knowledge[said.finding].unit)};
  }
  return {};
}

}  // namespace

Value write_response(const Given& given, Mode mode, std::string_view form_id, const Knowledge& knowledge) {
  const Form form(knowledge, mode);
  Value groups = Value::list();
  for (const FormGroup& group : form.groups()) {
    Value items = Value::list();
    for (const FindingId finding : group.findings) {
      for (const Statement& said : given.person.statements) {
        if (said.finding == finding) items.push(item_of(said, knowledge));
      }
    }
    if (!items.empty()) groups.push(Value::object({{"linkId", std::string(group_prefix) + group.id}, {"item", items}}));
  }
  return Value::object({{"resourceType", "QuestionnaireResponse"},
                        {"questionnaire", std::string(form_address) + std::string(form_id)},
                        {"status", "in-progress"},
                        {"subject", given.subject},
                        {"authored", given.person.as_of ? given.person.as_of->written() : std::string()},
                        {"item", groups}});
}

Value write_observations(const Given& given, const Knowledge& knowledge) {
  const CodeMap codes(knowledge);
  Value entries = Value::list();
  const std::string made_by = write_case(given.person, knowledge, false) + json::write_value(given.subject, false);
  const auto add = [&](const Statement& said, std::string_view side, const std::optional<double>& number) {
    Value made =
        Value::object({{"resourceType", "Observation"},
                       {"text", narrative({knowledge[said.finding].label_clinical})},
                       {"status", "final"},
                       {"code", code_of(said.finding, knowledge, codes)},
                       {"subject", given.subject},
                       {"effectiveDateTime", given.person.as_of ? given.person.as_of->written() : std::string()}});
    if (said.saying != Saying::stated) {
      made.add("dataAbsentReason", Value::object({{"coding", Value::list({why_missing(said.saying)})}}));
    } else {
      auto [key, value] = value_of(said, number, knowledge);
      made.add(key, std::move(value));
      if (said.side && key == "valueBoolean") side = word_of(*said.side);
    }
    if (!side.empty())
      made.add("bodySite", concept_of(own::answer, side, say(knowledge, Mode::in_public, "side." + std::string(side))));
    const std::string address = address_of(made_by + std::to_string(entries.items().size()));
    entries.push(Value::object({{"fullUrl", address},
                                {"resource", std::move(made)},
                                {"request", Value::object({{"method", "POST"}, {"url", "Observation"}})}}));
  };
  for (const Statement& said : given.person.statements) {
    const bool flag = knowledge.language().variables[said.finding.row()].type == logic::Type::boolean;
    if (said.saying == Saying::stated && flag && said.present == Presence::unknown) continue;  // one side denied alone
    if (!said.number.left && !said.number.right && !said.choice.left && !said.choice.right) {
      add(said, {}, said.number.bare);
      continue;
    }
    for (const Side side : {Side::left, Side::right}) {
      const bool left = side == Side::left;
      Statement one = said;
      one.choice.bare = left ? said.choice.left : said.choice.right;
      const auto& number = left ? said.number.left : said.number.right;
      if (one.choice.bare || number) add(one, word_of(side), number);
    }
  }
  return Value::object({{"resourceType", "Bundle"}, {"type", "transaction"}, {"entry", entries}});
}

Value write_questionnaire(std::string_view id, const Knowledge& knowledge) {
  if (id == patient_form) return Form(knowledge, Mode::in_public).questionnaire(id);
  if (id == clinician_form) return Form(knowledge, Mode::clinician).questionnaire(id);
  if (id != adaptive_form) return {};
  return Value::object({{"resourceType", "Questionnaire"},
                        {"id", id},
                        {"extension", Value::list({Value::object({{"url",
                                                                   "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
                                                                   "sdc-questionnaire-questionnaireAdaptive"},
                                                                  {"valueBoolean", true}})})},
                        {"url", std::string(form_address) + std::string(id)},
                        {"version", knowledge.hash()},
                        {"name", "LumbarQuestionsAdaptive"},
                        {"title", say(knowledge, Mode::in_public, "fhir.form")},
                        {"status", "active"},
                        {"subjectType", Value::list({"Patient"})}});
}

Value write_passed_over(const std::vector<Error>& passed_over) {
  Value issues = Value::list();
  for (const Error& error : passed_over) {
    const Placed placed = place_of(error);
    Value one = Value::object({{"severity", "information"},
                               {"code", "informational"},
                               {"details", Value::object({{"text", placed.detail}})}});
    one.add("expression", Value::list({placed.path}));
    issues.push(std::move(one));
  }
  return issues.empty() ? Value() : Value::object({{"resourceType", "OperationOutcome"}, {"issue", issues}});
}

}  // namespace lumbar::fhir
