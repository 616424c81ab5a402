// SPDX-License-Identifier: Apache-2.0
// Sources, parameters, findings, states, definitions: what formulas speak of.
#include <algorithm>
#include <set>

#include "lumbar/knowledge/loader.h"

namespace lumbar {
namespace {

template <class Value>
struct Word {
  std::string_view word;
  Value value;
};

constexpr std::array kinds = {
    Word<FindingKind>{"history", FindingKind::history},   Word<FindingKind>{"risk", FindingKind::risk},
    Word<FindingKind>{"symptom", FindingKind::symptom},   Word<FindingKind>{"exam", FindingKind::exam},
    Word<FindingKind>{"function", FindingKind::function}, Word<FindingKind>{"lab", FindingKind::lab},
    Word<FindingKind>{"imaging", FindingKind::imaging}};
constexpr std::array types = {
    Word<logic::Type>{"boolean", logic::Type::boolean},     Word<logic::Type>{"quantity", logic::Type::quantity},
    Word<logic::Type>{"ordinal_0_5", logic::Type::ordinal}, Word<logic::Type>{"choice", logic::Type::choice},
    Word<logic::Type>{"duration", logic::Type::duration},   Word<logic::Type>{"side", logic::Type::side}};
constexpr std::array askers = {Word<AskedOf>{"patient", AskedOf::patient},
                               Word<AskedOf>{"clinician", AskedOf::clinician},
                               Word<AskedOf>{"derived", AskedOf::derived}};

template <class Value, std::size_t N>
std::optional<Value> value_in(const std::array<Word<Value>, N>& words, std::string_view word) {
  for (const auto& one : words) {
    if (one.word == word) return one.value;
  }
  return std::nullopt;
}

template <class Value, std::size_t N>
std::string list_of(const std::array<Word<Value>, N>& words) {
  std::string list;
  for (const auto& one : words) list += (list.empty() ? "" : ", ") + std::string(one.word);
  return list;
}

// The answers of `onset_speed`, in their order, as tempos.
const std::vector<Tempo> onset_speeds = {Tempo::minutes, Tempo::hours, Tempo::days, Tempo::weeks, Tempo::months};

}  // namespace

void Loader::read_sources() {
  for (const Record& row : table("source")) {
    Source source{row.text("id"),
                  row.text("authors"),
                  row.text("title"),
                  row.text("journal_publisher"),
                  row.text("doi_or_url"),
                  row.text("type"),
                  {},
                  row.text("seen") == "yes"};
    if (row.has("year")) source.year = whole_of(row, "year", 1500, 2100);
    if (source.name.empty()) complain(row, "id", "a source without an id");
    if (made_.source_by_name_.contains(source.name)) complain(row, "id", "source " + source.name + " stands twice");
    made_.source_by_name_[source.name] = SourceId(made_.sources_.size());
    made_.sources_.push_back(std::move(source));
  }
}

void Loader::read_parameters() {
  for (const Record& row : table("parameter")) {
    if (!made_.parameters_.emplace(row.text("id"), row.text("value")).second)
      complain(row, "id", row.text("id") + " stands twice");
  }
}

// What the reasoning asks for by name. Without one of them it would go on with a nought, and somebody would be sent
// home.
void Loader::check_what_is_needed() const {
  if (made_.findings_.empty()) return;  // complained of already
  struct Needed {
    const char* parameter;
    double least, most;
  };
  constexpr std::array parameters = {Needed{"adult_age_years", 1, 30},  Needed{"appointment_days", 1, 60},
                                     Needed{"assumed_lr_cap", 1, 1000}, Needed{"dependence_discount", 0, 1},
                                     Needed{"plan_conditions", 1, 20},  Needed{"plan_examinations", 0, 50},
                                     Needed{"plan_probability", 0, 1},  Needed{"pregnancy_age_limit", 30, 80},
                                     Needed{"prior_clamp", 0.01, 0.99}, Needed{"self_care_review_days", 1, 365}};
  for (const Needed& one : parameters) {
    const auto text = made_.parameters_.find(one.parameter);
    const auto value = text == made_.parameters_.end() ? std::nullopt : number_in(text->second);
    if (value && *value >= one.least && *value <= one.most) continue;
    complaints_.push_back(Error("parameter " + std::string(one.parameter) + " is missing, or not a number from " +
                                    written(one.least) + " to " + written(one.most) + "; the reasoning needs it",
                                Fault::facts)
                              .at("facts"));
  }
  for (const char* name : {"age_years", "sex", "symptom_duration", "cannot_be_questioned", "prevention_question"}) {
    if (made_.finding(name)) continue;
    complaints_.push_back(
        Error("finding " + std::string(name) + " is missing; the reasoning needs it", Fault::facts).at("facts"));
  }
  if (const auto sex = made_.finding("sex")) {
    const auto& choices = made_.language_.variables[sex->row()].choices;
    const auto& words = Words<Sex>::list;
    if (!std::equal(choices.begin(), choices.end(), words.begin(), words.end())) {
      complaints_.push_back(Error("sex has the choices female, male, other, in this order", Fault::facts).at("facts"));
    }
  }
}

void Loader::read_findings() {
  auto& language = made_.language_;
  const std::vector<Record>& rows = table("finding");
  if (rows.empty())
    complaints_.emplace_back("facts › no findings: expected rows [[finding]] in findings.toml", Fault::facts);
  for (const Record& row : rows) {
    Finding finding;
    finding.name = row.text("id");
    finding.label_clinical = row.text("label_clinical");
    finding.label_patient = row.text("label_patient");
    finding.question = row.text("question_patient");
    finding.unit = row.text("units");
    finding.code = row.text("loinc_or_snomed");
    finding.note = row.text("note");
    logic::VariableInfo info;
    info.name = finding.name;
    info.choices = row.list("choices");
    const auto kind = value_in(kinds, row.text("kind"));
    const auto type = value_in(types, row.text("value_type"));
    const auto asked_of = value_in(askers, row.text("asked_of"));
    if (!kind) complain(row, "kind", "\"" + row.text("kind") + "\" is not one of: " + list_of(kinds));
    if (!type) complain(row, "value_type", "\"" + row.text("value_type") + "\" is not one of: " + list_of(types));
    if (!asked_of) complain(row, "asked_of", "\"" + row.text("asked_of") + "\" is not one of: " + list_of(askers));
    finding.kind = kind.value_or(FindingKind::symptom);
    finding.asked_of = asked_of.value_or(AskedOf::patient);
    info.type = type.value_or(logic::Type::boolean);
    info.askable = finding.asked_of != AskedOf::derived;
    info.leaves_open = finding.kind == FindingKind::symptom || finding.kind == FindingKind::history ||
                       finding.kind == FindingKind::risk;
    listed(row, "worse", {"none", "low", "high"}, true);
    if (row.text("worse") == "low") finding.worse = Worse::low;
    if (row.text("worse") == "high") finding.worse = Worse::high;
    if (finding.label_clinical.empty() || finding.label_patient.empty() || finding.question.empty()) {
      complain(row, "label_patient", "a finding needs label_clinical, label_patient and question_patient");
    }
    if (info.type == logic::Type::choice && info.choices.empty()) complain(row, "choices", "a choice without choices");
    if (finding.name.empty() ||
        finding.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos) {
      complain(row, "id", "\"" + finding.name + "\" is not an id: lower-case letters, digits, _");
    }
    if (!language.by_name.emplace(finding.name, static_cast<logic::Variable>(made_.findings_.size())).second) {
      complain(row, "id", "finding " + finding.name + " stands twice");
    }
    if (finding.name == "symptom_duration") language.episode = static_cast<logic::Variable>(made_.findings_.size());
    if (finding.name == "onset_speed") {
      language.onset_speed = static_cast<logic::Variable>(made_.findings_.size());
      language.onset_speed_tempo = onset_speeds;
      if (info.choices.size() != onset_speeds.size())
        complain(row, "choices", "onset_speed has five answers, from minutes to months");
    }
    made_.findings_.push_back(std::move(finding));
    language.variables.push_back(std::move(info));
  }
  for (const Record& row : table("derived")) {
    const auto found = made_.finding(row.text("finding"));
    if (found) language.variables[found->row()].guard = row.flag("guard");
  }
}

void Loader::read_parents() {
  const std::vector<Record>& rows = table("finding");
  for (std::size_t i = 0; i < rows.size() && i < made_.findings_.size(); ++i) {
    if (!rows[i].has("parent_finding")) continue;
    made_.findings_[i].parent = finding_of(rows[i], "parent_finding");
  }
  for (std::size_t i = 0; i < made_.findings_.size(); ++i) {
    FindingId at = made_.findings_[i].parent;
    for (std::size_t steps = 0; at.is_some(); at = made_[at].parent) {
      if (++steps > made_.findings_.size()) {
        complain(rows[i], "parent_finding", "goes round in a circle");
        break;
      }
    }
  }
}

// States stand on definitions by name only, so they may be read first: a rule then has them written out.
void Loader::read_states() {
  std::vector<const Record*> rows;
  for (const Record& row : table("ordered_value")) {
    listed(row, "kind", {"subject", "scale"});
    if (row.text("kind") == "subject") rows.push_back(&row);
  }
  for (const Record* row : rows) {
    auto& states = made_.language_.subjects[row->text("subject")];
    if (row->number("rank") != static_cast<double>(states.size()))
      complain(*row, "rank", "ranks of " + row->text("subject") + " are not 0, 1, 2, …");
    logic::State state{row->text("value"), std::nullopt};
    if (!row->text("at_least_formula").empty())
      state.formula = formula_of(*row, "at_least_formula", row->text("at_least_formula"), logic::Place::state);
    states.push_back(std::move(state));
    // A value that lowers a rule says under which guard, and the guard stands in the formula of a higher value.
    if (!row->list("lowers_rules").empty() && (row->list("guard_ids").empty() || row->text("guard").empty())) {
      complain(*row, "guard_ids", "a value that lowers rules needs its guard, in words and in ids");
    }
    for (const std::string& guard : row->list("guard_ids")) finding_named(*row, "guard_ids", guard);
  }
}

void Loader::read_definitions() {
  auto& language = made_.language_;
  std::set<std::string> seen;
  for (const Record& row : table("derived")) {
    const FindingId id = finding_of(row, "finding");
    if (!id.is_some()) continue;
    if (!seen.insert(row.text("finding")).second) complain(row, "finding", row.text("finding") + " is defined twice");
    sources_of(row, "sources", false);
    auto& info = language.variables[id.row()];
    const std::string& text = row.text("formula");
    const auto inner = [&](std::string_view word) {
      return std::string_view(text).substr(word.size(), text.size() - word.size() - 1);
    };
    if (text.starts_with("least(") && text.ends_with(")")) {
      for (const std::string_view name : split(inner("least("), ',')) {
        const FindingId part = finding_named(row, "formula", name);
        if (!part.is_some()) continue;
        if (language.variables[part.row()].type != logic::Type::ordinal)
          complain(row, "formula", std::string(name) + " has no grade");
        info.least_of.push_back(static_cast<logic::Variable>(part.row()));
      }
    } else if (text.starts_with("count(") && text.ends_with(")")) {
      for (const std::string_view part : split(inner("count("), ',')) {
        if (auto formula = formula_of(row, "formula", part, logic::Place::definition))
          info.count_of.push_back(std::move(*formula));
      }
    } else {
      if (info.guard && !text.empty() && (text.starts_with("count(") || text.starts_with("least(")))
        complain(row, "formula", "a guard is a formula");
      info.defined = formula_of(row, "formula", text, info.guard ? logic::Place::guard : logic::Place::definition);
    }
  }
  for (std::size_t i = 0; i < made_.findings_.size(); ++i) {
    const auto& info = language.variables[i];
    const bool defined = info.defined || !info.least_of.empty() || !info.count_of.empty();
    if (!info.askable && !defined)
      complain(table("finding")[i], "asked_of", info.name + " is derived, but derived.toml has no formula for it");
  }
}

void Loader::check_circles() const {
  const auto& variables = made_.language_.variables;
  std::vector<std::vector<logic::Variable>> arrows(variables.size());
  for (std::size_t i = 0; i < variables.size(); ++i) {
    if (variables[i].defined) arrows[i] = logic::variables_of(*variables[i].defined);
    arrows[i].insert(arrows[i].end(), variables[i].least_of.begin(), variables[i].least_of.end());
    for (const auto& part : variables[i].count_of) {
      for (const auto one : logic::variables_of(part)) arrows[i].push_back(one);
    }
  }
  for (std::size_t start = 0; start < variables.size(); ++start) {
    std::vector<logic::Variable> stack(arrows[start]);
    std::set<logic::Variable> seen;
    while (!stack.empty()) {
      const logic::Variable at = stack.back();
      stack.pop_back();
      if (at == start) {
        for (const Record& row : table("derived")) {
          if (row.text("finding") == variables[start].name)
            complain(row, "formula", "the definition of " + variables[start].name + " goes round in a circle");
        }
        break;
      }
      if (seen.insert(at).second) stack.insert(stack.end(), arrows[at].begin(), arrows[at].end());
    }
  }
}

}  // namespace lumbar
