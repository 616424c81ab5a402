// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/findings/findings.h"

#include <algorithm>

#include "lumbar/base/text.h"

namespace lumbar {
namespace {

// "Not sure" about bladder, bowel, saddle, walking counts as yes; elsewhere, like "unavailable", as not to be had.
bool not_sure_means_yes(FindingId finding, const Knowledge& knowledge) {
  const auto items = knowledge.safety_net();
  return std::any_of(items.begin(), items.end(), [&](const SafetyItem& item) {
    return item.not_sure_means_yes &&
           std::find(item.findings.begin(), item.findings.end(), finding) != item.findings.end();
  });
}

void take_statements(const Case& person, const Knowledge& knowledge, Findings& into) {
  for (const Statement& statement : person.statements) {
    switch (statement.saying) {
      case Saying::stated: into.statements.push_back(statement); break;
      case Saying::unavailable: into.not_to_be_had.push_back(statement.finding); break;
      case Saying::not_sure:
        if (not_sure_means_yes(statement.finding, knowledge)) {
          Statement yes;
          yes.finding = statement.finding;
          yes.present = Presence::present;
          into.statements.push_back(yes);
          into.taken_as_yes.push_back(statement.finding);
        } else {
          into.not_to_be_had.push_back(statement.finding);
        }
        break;
    }
  }
}

const Statement* said_of(const Findings& findings, std::optional<FindingId> id) {
  if (!id) return nullptr;
  const auto found = std::find_if(findings.statements.begin(), findings.statements.end(),
                                  [&](const Statement& one) { return one.finding == *id; });
  return found == findings.statements.end() ? nullptr : &*found;
}

std::optional<double> number_of(const Findings& findings, std::optional<FindingId> id) {
  const Statement* said = said_of(findings, id);
  return said == nullptr ? std::nullopt : said->number.bare;
}

// Body mass index by its definition: mass in kilograms over the square of height in metres.
void add_body_mass_index(const Knowledge& knowledge, Findings& findings) {
  const auto index = knowledge.finding("body_mass_index");
  const auto height_cm = number_of(findings, knowledge.finding("height"));
  const auto mass_kg = number_of(findings, knowledge.finding("weight"));
  if (!index || said_of(findings, index) != nullptr || !height_cm || !mass_kg || *height_cm <= 0) return;
  Statement statement;
  statement.finding = *index;
  statement.number.bare = *mass_kg / (*height_cm / 100 * *height_cm / 100);
  findings.statements.push_back(statement);
}

bool only_numbers(const logic::Formula& formula) {
  if (formula.parts.empty()) return formula.kind == logic::Kind::value || formula.kind == logic::Kind::length;
  return std::all_of(formula.parts.begin(), formula.parts.end(), only_numbers);
}

std::string names_of(const std::vector<logic::Variable>& variables, const Knowledge& knowledge) {
  std::vector<std::string> names;
  for (const auto variable : variables) names.push_back(knowledge[FindingId(variable)].name);
  return joined(names, ", ");
}

// A contradiction in words; nothing when the statement agrees with what follows from the others.
std::optional<std::string> contradiction(const Statement& statement, const Knowledge& knowledge,
                                         logic::Evaluation& evaluation) {
  const auto& language = knowledge.language();
  const auto variable = static_cast<logic::Variable>(statement.finding.row());
  const auto& info = language.variables[variable];
  if (info.guard && info.defined)
    return info.name + " cannot be stated: it follows from its parts; state " +
           names_of(logic::variables_of(*info.defined), knowledge);
  if (!info.defined || statement.present == Presence::unknown) return std::nullopt;
  const Presence follows = evaluation.truth(*info.defined);
  if (statement.present == Presence::absent && follows == Presence::present) {
    return info.name + " is stated absent, but follows from " + names_of(evaluation.because(*info.defined), knowledge) +
           "; correct one of them";
  }
  if (statement.present == Presence::present && follows == Presence::absent && only_numbers(*info.defined)) {
    return info.name + " is stated present, but " + names_of(logic::variables_of(*info.defined), knowledge) +
           " says otherwise (" + logic::text_of(*info.defined, language) + "); correct one of them";
  }
  return std::nullopt;
}

// What was said, as if the other side had never been mentioned.
std::vector<Statement> on_one_side(std::vector<Statement> statements, Side side) {
  for (Statement& one : statements) {
    auto& number = one.number;
    if (!number.left && !number.right) continue;
    number = {.bare = side == Side::left ? number.left : number.right, .left = {}, .right = {}};
  }
  return statements;
}

// A foot that drops on the left is denied by the power of the left ankle alone.
bool is_denied(const Statement& said, const Denial& denial, const Findings& findings, const Knowledge& knowledge) {
  const auto holds = [&](const std::vector<Statement>& statements) {
    const logic::Said all(knowledge.language(), statements);
    return logic::Evaluation(knowledge.language(), all).truth(denial.formula) == Presence::present;
  };
  if (!said.side) return holds(findings.statements);
  const auto on = [&](Side side) { return *said.side == side || *said.side == Side::both; };
  return (on(Side::left) && holds(on_one_side(findings.statements, Side::left))) ||
         (on(Side::right) && holds(on_one_side(findings.statements, Side::right)));
}

// Flags that a number confirms or denies without defining them: fever and a thermometer.
// A denied denial is taken back, so that a lenient reading believes the worse of the two.
std::vector<std::string> settle_denials(Findings& findings, const Knowledge& knowledge) {
  std::vector<std::string> found;
  for (const Denial& denial : knowledge.denials()) {
    const auto said = std::find_if(findings.statements.begin(), findings.statements.end(),
                                   [&](const Statement& one) { return one.finding == denial.finding; });
    if (said == findings.statements.end() || said->present != denial.stated) continue;
    if (!is_denied(*said, denial, findings, knowledge)) continue;
    found.push_back(knowledge[denial.finding].name + " is stated " +
                    (denial.stated == Presence::present ? "present" : "absent") + ", but " +
                    names_of(logic::variables_of(denial.formula), knowledge) + " says otherwise (" +
                    logic::text_of(denial.formula, knowledge.language()) + "); correct one of them");
    if (denial.stated == Presence::absent) said->present = Presence::present;
  }
  return found;
}

}  // namespace

Result<Findings> gather_findings(const Case& person, const Knowledge& knowledge) {
  Findings findings;
  findings.setting = person.setting;
  findings.informant = person.informant;
  findings.country = person.country;
  findings.as_of = person.as_of;
  take_statements(person, knowledge, findings);
  add_body_mass_index(knowledge, findings);
  findings.age_years = number_of(findings, knowledge.finding("age_years"));
  if (const Statement* sex = said_of(findings, knowledge.finding("sex")); sex != nullptr && sex->choice.bare) {
    findings.sex = static_cast<Sex>(*sex->choice.bare);
  }

  std::vector<std::string> contradictions = settle_denials(findings, knowledge);
  const logic::Said said(knowledge.language(), findings.statements);
  logic::Evaluation evaluation(knowledge.language(), said);
  for (const Statement& statement : findings.statements) {
    if (auto words = contradiction(statement, knowledge, evaluation)) contradictions.push_back(std::move(*words));
  }
  if (!contradictions.empty() && !person.lenient) return Error(contradictions.front());
  findings.warnings = std::move(contradictions);

  findings.presence.reserve(knowledge.findings().size());
  for (std::size_t row = 0; row < knowledge.findings().size(); ++row) {
    findings.presence.push_back(evaluation.finding(static_cast<logic::Variable>(row)));
  }
  for (std::size_t row = 0; row < knowledge.findings().size(); ++row) {
    // Not what only sums up others: "over 50, or cancer, or weight loss" is no symptom of somebody who is 60.
    const bool can_be_told = knowledge.language().variables[row].askable;
    const bool symptom = knowledge.findings()[row].kind == FindingKind::symptom && can_be_told;
    findings.any_symptom |= symptom && findings.presence[row] == Presence::present;
  }
  for (const Statement& statement : findings.statements) {
    const bool measured =
        knowledge[statement.finding].kind == FindingKind::symptom && statement.number.bare.value_or(0) > 0;
    findings.any_symptom |= measured;  // pain 3 of 10 is a symptom too
  }
  return findings;
}

}  // namespace lumbar
