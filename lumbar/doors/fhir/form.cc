// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/fhir/form.h"

#include <array>

#include "lumbar/base/text.h"

namespace lumbar::fhir {
namespace {

// The attributes of present findings that formulas look at, by themselves or through what is worked out from them.
class DetailsWanted {
 public:
  explicit DetailsWanted(const Knowledge& knowledge) : language_(knowledge.language()) {
    for (const Rule& rule : knowledge.rules()) walk(rule.formula, {});
  }
  std::map<FindingId, std::set<Detail>> take() { return std::move(found_); }

 private:
  static std::optional<Detail> detail_of(logic::Kind kind) {
    switch (kind) {
      case logic::Kind::recent:
      case logic::Kind::duration: return Detail::age;
      case logic::Kind::tempo: return Detail::tempo;
      case logic::Kind::trend: return Detail::trend;
      case logic::Kind::side: return Detail::side;
      case logic::Kind::all:
      case logic::Kind::any:
      case logic::Kind::at_least:
      case logic::Kind::negation:
      case logic::Kind::known:
      case logic::Kind::absent:
      case logic::Kind::finding:
      case logic::Kind::length:
      case logic::Kind::value:
      case logic::Kind::every:
      case logic::Kind::choice: return std::nullopt;
    }
    return std::nullopt;
  }

  void walk(const logic::Formula& formula, std::set<Detail> details) {
    for (const logic::Formula& part : formula.parts) walk(part, details);
    if (!formula.parts.empty()) return;
    if (const auto detail = detail_of(formula.kind)) details.insert(*detail);
    if (details.empty() || !seen_.emplace(formula.variable, details).second) return;
    const logic::VariableInfo& info = language_.variables[formula.variable];
    if (info.askable && info.type == logic::Type::boolean)
      found_[FindingId(formula.variable)].insert(details.begin(), details.end());
    if (info.defined) walk(*info.defined, details);
  }

  const logic::Language& language_;
  std::map<FindingId, std::set<Detail>> found_;
  std::set<std::pair<logic::Variable, std::set<Detail>>> seen_;
};

bool is_sided(const Knowledge& knowledge, FindingId finding) {
  return knowledge[finding].sided && knowledge.language().variables[finding.row()].type != logic::Type::boolean;
}

std::string_view item_type(logic::Type type) {
  switch (type) {
    case logic::Type::boolean:
    case logic::Type::choice:
    case logic::Type::side: return "choice";
    case logic::Type::quantity:
    case logic::Type::ordinal: return "decimal";
    case logic::Type::duration: return "quantity";
  }
  return "string";
}

Value unit_extension(std::string_view unit) {
  const std::string code = ucum_of(unit);
  if (code.empty()) return {};
  return Value::list({Value::object({{"url", "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"},
                                     {"valueCoding", coding(of_others::ucum, code, unit)}})});
}

Value duration_units() {
  Value list = Value::list();
  constexpr std::array units = {std::pair{"h", "hours"}, std::pair{"d", "days"}, std::pair{"wk", "weeks"},
                                std::pair{"mo", "months"}, std::pair{"a", "years"}};
  for (const auto& [code, word] : units) {
    list.push(Value::object({{"url", "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption"},
                             {"valueCoding", coding(of_others::ucum, code, word)}}));
  }
  return list;
}

// The answers of one question, without its link id and its text.
void add_answers(Value& item, FindingId finding, const Knowledge& knowledge) {
  const logic::VariableInfo& info = knowledge.language().variables[finding.row()];
  item.add("type", item_type(info.type));
  switch (info.type) {
    case logic::Type::boolean: item.add("answerValueSet", "#yes-no"); return;
    case logic::Type::side: item.add("answerValueSet", "#side"); return;
    case logic::Type::choice: {
      Value options = Value::list();
      for (const std::string& word : info.choices)
        options.push(Value::object({{"valueCoding", coding(own::choice, word, word)}}));
      item.add("answerOption", options);
      return;
    }
    case logic::Type::quantity:
    case logic::Type::ordinal: item.add("extension", unit_extension(knowledge[finding].unit)); return;
    case logic::Type::duration: item.add("extension", duration_units()); return;
  }
}

template <class Scale>
Value answers_of(std::string_view id) {
  Value concepts = Value::list();
  for (const std::string_view word : Words<Scale>::list)
    concepts.push(Value::object({{"code", word}, {"display", word}}));
  const Value include = Value::object({{"system", own::answer}, {"concept", concepts}});
  return Value::object({{"resourceType", "ValueSet"},
                        {"id", id},
                        {"status", "active"},
                        {"compose", Value::object({{"include", Value::list({include})}})}});
}

}  // namespace

std::string ucum_of(std::string_view unit) {
  constexpr std::array as_they_are = {"cm",   "kg",  "m",      "mL",   "s",   "m/s", "Cel",  "mg/L",
                                      "mm/h", "U/L", "mmol/L", "g/dL", "N.m", "mm",  "kg/m2"};
  for (const std::string_view one : as_they_are) {
    if (unit == one) return std::string(unit);
  }
  return unit == "years" ? "a" : std::string();
}

std::optional<Link> link_of(std::string_view link_id, const Knowledge& knowledge) {
  if (link_id.starts_with(group_prefix)) return Link{.group = std::string(link_id.substr(group_prefix.size()))};
  const auto point = link_id.find('.');
  const auto finding = knowledge.finding(link_id.substr(0, point));
  if (!finding || !knowledge.language().variables[finding->row()].askable) return std::nullopt;
  Link link{.finding = *finding};
  if (point == std::string_view::npos) return link;
  const std::string_view rest = link_id.substr(point + 1);
  if (is_sided(knowledge, *finding)) {
    link.side = from_word<Side>(rest);
    return link.side && *link.side != Side::both ? std::optional(link) : std::nullopt;
  }
  const auto detail = from_word<Detail>(rest);
  const bool is_flag = knowledge.language().variables[finding->row()].type == logic::Type::boolean;
  if (!detail || *detail == Detail::presence || !is_flag) return std::nullopt;
  link.detail = *detail;
  return link;
}

std::string near_links(std::string_view link_id, const Knowledge& knowledge) {
  std::vector<std::string_view> names;
  for (const Finding& one : knowledge.findings()) names.emplace_back(one.name);
  // The cost of nearness grows with the length of the word.
  const auto near = nearest(link_id.substr(0, 80), names, 3);
  return near.empty() ? std::string("none is near it") : "nearest: " + joined(near, ", ");
}

Form::Form(const Knowledge& knowledge, Mode mode)
    : knowledge_(knowledge), mode_(mode), details_(DetailsWanted(knowledge).take()) {
  for (const Screen& screen : knowledge.screens()) {
    if (screen.use == ScreenUse::start || screen.use == ScreenUse::about)
      add_group(screen.name, screen.sentence, screen.findings);
  }
  for (const SafetyItem& item : knowledge.safety_net())
    add_group(item.group + std::to_string(item.order), item.question, item.findings);
  for (const Screen& screen : knowledge.screens()) add_group(screen.name, screen.sentence, screen.findings);
  std::map<FindingKind, std::vector<FindingId>> rest;
  for (std::size_t row = 0; row < knowledge.findings().size(); ++row)
    rest[knowledge.findings()[row].kind].push_back(FindingId(row));
  for (const auto& [kind, findings] : rest) {
    const std::string id = "rest." + std::to_string(static_cast<int>(kind));
    add_group(id, say(knowledge, mode, "fhir.kind." + std::to_string(static_cast<int>(kind))), findings);
  }
}

void Form::add_group(std::string id, std::string text, const std::vector<FindingId>& findings) {
  FormGroup group{std::move(id), std::move(text), {}};
  for (const FindingId finding : findings) {
    const Finding& facts = knowledge_[finding];
    const bool for_reader =
        facts.asked_of == AskedOf::patient || (facts.asked_of == AskedOf::clinician && mode_ == Mode::clinician);
    if (!for_reader || !knowledge_.language().variables[finding.row()].askable) continue;
    if (asked_.insert(finding).second) group.findings.push_back(finding);
  }
  if (!group.findings.empty()) groups_.push_back(std::move(group));
}

Value detail_item(FindingId finding, Detail detail, const Knowledge& knowledge) {
  const std::string id = knowledge[finding].name + "." + std::string(word_of(detail));
  const auto question = question_named(id, knowledge);
  Value item = Value::object({{"linkId", id}, {"text", question ? question->text : id}});
  switch (detail) {
    case Detail::presence: break;
    case Detail::age: item.add("type", "quantity").add("extension", duration_units()); break;
    case Detail::tempo: item.add("type", "choice").add("answerValueSet", "#tempo"); break;
    case Detail::trend: item.add("type", "choice").add("answerValueSet", "#trend"); break;
    case Detail::side: item.add("type", "choice").add("answerValueSet", "#side"); break;
  }
  return item;
}

Value Form::plain_item_of(FindingId finding) const {
  const Finding& facts = knowledge_[finding];
  const std::string& label = mode_ == Mode::clinician ? facts.label_clinical : facts.label_patient;
  const std::string& text = mode_ == Mode::in_public && !facts.question.empty() ? facts.question : label;
  Value item = Value::object({{"linkId", facts.name},
                              {"code", Value::list({coding(own::finding, facts.name, facts.label_clinical)})},
                              {"text", text.empty() ? facts.name : text}});
  if (is_sided(knowledge_, finding)) {
    item.add("type", "group");
    Value sides = Value::list();
    for (const Side side : {Side::left, Side::right}) {
      const std::string word(word_of(side));
      Value one =
          Value::object({{"linkId", facts.name + "." + word}, {"text", say(knowledge_, mode_, "side." + word)}});
      add_answers(one, finding, knowledge_);
      sides.push(std::move(one));
    }
    return std::move(item.add("item", sides));
  }
  add_answers(item, finding, knowledge_);
  return item;
}

Value Form::item_of(FindingId finding) const {
  Value item = plain_item_of(finding);
  const auto details = details_.find(finding);
  if (details == details_.end()) return item;
  Value more = Value::list();
  for (const Detail detail : details->second) {
    Value one = detail_item(finding, detail, knowledge_);
    one.add("enableWhen", Value::list({Value::object({{"question", knowledge_[finding].name},
                                                      {"operator", "="},
                                                      {"answerCoding", coding(of_others::yes_no, "Y", "Yes")}})}));
    more.push(std::move(one));
  }
  return std::move(item.add("item", more));
}

std::vector<Value> contained_answers(const Knowledge& knowledge) {
  const auto one = [&](std::string_view code, std::string_view phrase) {
    return Value::object({{"code", code}, {"display", say(knowledge, Mode::in_public, phrase)}});
  };
  const Value yes_no =
      Value::object({{"system", of_others::yes_no},
                     {"concept", Value::list({one("Y", "presence.present"), one("N", "presence.absent")})}});
  const Value why_not = Value::object(
      {{"system", of_others::absent_reason},
       {"concept", Value::list({one("asked-unknown", "fhir.not_sure"), one("unknown", "fhir.not_to_be_had")})}});
  Value answers = Value::object({{"resourceType", "ValueSet"},
                                 {"id", "yes-no"},
                                 {"status", "active"},
                                 {"compose", Value::object({{"include", Value::list({yes_no, why_not})}})}});
  return {std::move(answers), answers_of<Side>("side"), answers_of<Tempo>("tempo"), answers_of<Trend>("trend")};
}

Value Form::questionnaire(std::string_view id) const {
  Value items = Value::list();
  for (const FormGroup& group : groups_) {
    Value inside = Value::list();
    for (const FindingId finding : group.findings) inside.push(item_of(finding));
    items.push(Value::object(
        {{"linkId", std::string(group_prefix) + group.id}, {"text", group.text}, {"type", "group"}, {"item", inside}}));
  }
  Value contained = Value::list();
  for (Value& one : contained_answers(knowledge_)) contained.push(std::move(one));
  return Value::object({{"resourceType", "Questionnaire"},
                        {"id", id},
                        {"contained", contained},
                        {"url", std::string(form_address) + std::string(id)},
                        {"version", knowledge_.hash()},
                        {"name", "LumbarQuestions"},
                        {"title", say(knowledge_, mode_, "fhir.form")},
                        {"status", "active"},
                        {"subjectType", Value::list({"Patient"})},
                        {"item", items}});
}

}  // namespace lumbar::fhir
