// SPDX-License-Identifier: Apache-2.0
// Treatments, specialists, tests, care, places, words; and what no table of care may leave open.
#include <algorithm>
#include <set>

#include "lumbar/knowledge/loader.h"

namespace lumbar {

void Loader::read_care() {
  std::map<std::string, std::size_t, std::less<>> treatment_by_name, specialist_by_name, test_by_name;
  for (const Record& row : table("treatment")) {
    Treatment one{row.text("id"),
                  row.text("label"),
                  row.text("type"),
                  row.text("guideline_position"),
                  row.text("position_class"),
                  row.text("seed_guideline_conflict"),
                  row.text("display_text_if_conflict"),
                  row.text("time_target"),
                  row.text("who_decides"),
                  row.text("note"),
                  namings_of(row, "indications", true),
                  namings_of(row, "contraindications_cautions", true),
                  basis_of(row)};
    if (!treatment_by_name.emplace(one.name, made_.treatments_.size()).second)
      complain(row, "id", "treatment " + one.name + " stands twice");
    made_.treatments_.push_back(std::move(one));
  }
  for (const Record& row : table("prevention_for")) {
    once(row, "prevention_for", row.text("treatment"));
    basis_of(row);
    const auto found = treatment_by_name.find(row.text("treatment"));
    if (found == treatment_by_name.end()) {
      complain(row, "treatment", "no treatment \"" + row.text("treatment") + "\"");
      continue;
    }
    made_.treatments_[found->second].prevention_for = findings_of(row, "findings");
    made_.treatments_[found->second].until_age_years = row.number("until_age_years");
  }
  for (const Record& row : table("specialist")) {
    Specialist one{row.number("from_age_years").value_or(0),
                   row.text("id"),
                   row.text("label"),
                   row.text("see_for"),
                   row.text("urgency"),
                   row.text("note"),
                   namings_of(row, "see_for_findings", true),
                   basis_of(row)};
    if (!specialist_by_name.emplace(one.name, made_.specialists_.size()).second)
      complain(row, "id", "specialist " + one.name + " stands twice");
    made_.specialists_.push_back(std::move(one));
  }
  for (const Record& row : table("test")) {
    Test one{row.text("id"),      row.text("label_patient"), row.text("label_clinician"),
             row.text("purpose"), row.text("not_for"),       basis_of(row)};
    if (!test_by_name.emplace(one.name, made_.tests_.size()).second)
      complain(row, "id", "test " + one.name + " stands twice");
    made_.tests_.push_back(std::move(one));
  }
  const auto place_of = [&](const Record& row, std::string_view field, const auto& names,
                            const std::string& name) -> std::optional<std::size_t> {
    const auto found = names.find(name);
    if (found != names.end()) return found->second;
    complain(row, field, "\"" + name + "\" is not in its table");
    return std::nullopt;
  };
  std::set<std::size_t> cared_for;
  for (const Record& row : table("care")) {
    Care care;
    care.condition = condition_named(row, "condition", row.text("condition"));
    care.label_patient = row.text("label_patient");
    care.explained = row.text("explained");
    care.reassurance = row.text("reassurance");
    care.tests_when = row.text("tests_when");
    listed(row, "seen_within", {"now", "24 h", "2 weeks", "routine", "none"}, true);
    care.seen_within = row.text("seen_within");
    care.course = row.text("course");
    care.note = row.text("note");
    care.first_line = row.list("first_line");
    care.avoid = row.list("avoid");
    care.home_care_ok = row.flag("home_care_ok");
    care.basis = basis_of(row);
    for (const std::string& name : row.list("tests")) {
      if (const auto place = place_of(row, "tests", test_by_name, name)) care.tests.push_back(*place);
    }
    for (const std::string& name : row.list("referral")) {
      if (const auto place = place_of(row, "referral", specialist_by_name, name)) care.referral.emplace_back(*place);
    }
    for (const std::string& name : row.list("treatments")) {
      if (const auto place = place_of(row, "treatments", treatment_by_name, name)) care.treatments.emplace_back(*place);
    }
    if (care.label_patient.empty() || care.explained.empty())
      complain(row, "label_patient", "care needs a plain name and one plain sentence");
    if (!care.condition.is_some()) continue;
    if (!cared_for.insert(care.condition.row()).second)
      complain(row, "condition", row.text("condition") + " stands twice");
    made_.care_.push_back(std::move(care));
  }
  for (std::size_t i = 0; i < made_.conditions_.size(); ++i) {
    if (!cared_for.contains(i))
      complain(table("condition")[i], "id",
               made_.conditions_[i].name + " has no row in care.toml: what is done for it?");
  }
  std::sort(made_.care_.begin(), made_.care_.end(),
            [](const Care& a, const Care& b) { return a.condition < b.condition; });
}

// The gate of each kind, put to every treatment of that kind together with the formula of what it lists.
void Loader::read_gates() {
  for (const Record& row : table("gate")) {
    once(row, "gate", row.text("type"));
    sources_of(row);
    listed(row, "danger", {"closed", "any"});
    listed(row, "listed", {"rules_out", "shown"});
    listed(row, "unknown", {"waits", "shown"});
    const Gate gate{row.text("danger") == "closed", row.text("listed") == "rules_out", row.text("unknown") == "waits"};
    std::size_t there = 0;
    for (Treatment& treatment : made_.treatments_) {
      if (treatment.type != row.text("type")) continue;
      treatment.gate = gate;
      ++there;
    }
    if (there == 0) complain(row, "type", "no treatment is of type " + row.text("type"));
  }
  for (Treatment& treatment : made_.treatments_) {
    for (const Naming& caution : treatment.cautions) {
      if (!caution.finding.is_some()) continue;
      const auto variable = static_cast<logic::Variable>(caution.finding.row());
      if (made_.language_.variables[variable].type != logic::Type::boolean) continue;
      treatment.listed.parts.push_back({.kind = logic::Kind::finding, .variable = variable, .parts = {}});
    }
  }
}

void Loader::read_words() {
  for (const Record& row : table("pathway")) {
    once(row, "pathway", row.text("id"));
    const bool named = std::any_of(made_.rules_.begin(), made_.rules_.end(),
                                   [&](const Rule& rule) { return rule.pathway == row.text("id"); });
    if (!named) complain(row, "id", "no rule has the pathway " + row.text("id"));
    for (const std::string& name : row.list("conditions"))
      made_.pathways_[row.text("id")].push_back(condition_named(row, "conditions", name));
  }
  for (const Record& row : table("place")) {
    once(row, "place", row.text("country"));
    sources_of(row);
    made_.places_.push_back(
        {row.text("country"), row.text("emergency"), row.text("advice_line"), row.text("crisis_line")});
  }
  for (const Record& row : table("warning_sign")) {
    WarningSign sign{row.text("id"), row.text("text"), row.list(row.has("rules") ? "rules" : "rule")};
    for (const std::string& rule : sign.rules) {
      if (!made_.rule(rule)) complain(row, "rules", "no rule " + rule);
    }
    made_.warning_signs_.push_back(std::move(sign));
  }
  for (const Record& row : table("phrase")) {
    if (!made_.phrases_.emplace(row.text("id"), Phrase{row.text("public"), row.text("clinician")}).second) {
      complain(row, "id", "phrase " + row.text("id") + " stands twice");
    }
  }
}

void Loader::check_exercises() const {
  std::set<std::string> names;
  for (const Record& row : table("exercise")) {
    if (!names.insert(row.text("id")).second) complain(row, "id", "exercise " + row.text("id") + " stands twice");
  }
  for (const Record& row : table("exercise")) {
    basis_of(row);
    sources_of(row, "emg_sources", false);
    sources_of(row, "compression_sources", false);
    if (!row.has("contraindications")) complain(row, "contraindications", "say what forbids it, or [\"none\"]");
    namings_of(row, "contraindications", true);
    namings_of(row, "stop_if", true);
    for (const char* field : {"progression_to", "regression_to"}) {
      for (const std::string& name : row.list(field)) {
        if (!names.contains(name)) complain(row, field, "no exercise " + name);
      }
    }
  }
  for (const char* name : {"norm", "measure", "complication", "localisation", "context_figure"}) {
    for (const Record& row : table(name)) basis_of(row);
  }
}

// A statement of a seed is carried only by facts that exist; whether all are carried is counted by `facts coverage`.
void Loader::check_seeds() const {
  std::set<std::string, std::less<>> named;
  for (const auto& [table_name, rows] : made_.tables_) {
    for (const Record& row : rows) {
      for (const char* key : {"id", "item", "condition"}) {
        if (!row.text(key).empty()) named.insert(table_name + ":" + row.text(key));
      }
    }
  }
  for (const Record& row : table("statement")) {
    if (row.list("carried_by").empty()) complain(row, "carried_by", row.text("id") + " is carried by nothing");
    for (const std::string& fact : row.list("carried_by")) {
      if (!named.contains(fact)) complain(row, "carried_by", "no fact " + fact);
    }
  }
}

}  // namespace lumbar
