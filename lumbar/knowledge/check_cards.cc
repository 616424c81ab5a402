// SPDX-License-Identifier: Apache-2.0
// Cards of conditions (rarity, top symptoms, always, never, urgency), and the words for how common something is.
#include <algorithm>

#include "lumbar/knowledge/loader.h"

namespace lumbar {

void Loader::read_rarity() {
  double above = 1;
  for (const Record& row : table("rarity")) {
    basis_of(row);
    const double least = row.number("at_least").value_or(-1);
    if (!(least >= 0 && least < above)) complain(row, "at_least", "is not a share below that of the row before");
    if (row.text("word").empty()) complain(row, "word", "a share needs a word");
    above = least;
  }
}

// Somebody who reads a card finds a symptom of their own on it and waits as long as the card says: so each of them,
// beside what always goes with the condition, may raise no flag above it.
void Loader::check_cards() const {
  for (const Record& row : table("card")) {
    condition_named(row, "condition", row.text("condition"));
    std::vector<Statement> always;
    const auto present = [&](FindingId finding) {
      Statement statement;
      statement.finding = finding;
      statement.present = Presence::present;
      return statement;
    };
    for (const std::string& name : row.list("always")) {
      const FindingId finding = finding_named(row, "always", name);
      if (finding.is_some()) always.push_back(present(finding));
    }
    for (const std::string& name : row.list("never")) finding_named(row, "never", name);
    const auto urgency = scale_of<Urgency>(row, "urgency");
    for (const std::string& name : row.list("top_symptoms")) {
      const FindingId finding = finding_named(row, "top_symptoms", name);
      if (!finding.is_some() || made_.language_.variables[finding.row()].type != logic::Type::boolean) continue;
      std::vector<Statement> statements = always;
      if (std::none_of(always.begin(), always.end(), [&](const Statement& one) { return one.finding == finding; }))
        statements.push_back(present(finding));
      const logic::Said said(made_.language_, statements);
      logic::Evaluation evaluation(made_.language_, said);
      for (const Rule& rule : made_.rules_) {
        if (rule.level <= urgency || rule.level < Urgency::within_24h) continue;
        if (evaluation.truth(rule.formula) != Presence::present) continue;
        complain(row, "top_symptoms",
                 name + " raises rule " + rule.name + " (" + std::string(word_of(rule.level)) +
                     "), and this card says " + std::string(word_of(urgency)) +
                     ": who finds that symptom here would wait; take it off the card, or raise its urgency");
        break;
      }
    }
  }
}

}  // namespace lumbar
