// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/facts_card.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lumbar/base/text.h"
#include "lumbar/doors/cli/facts_commands.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

// From which share on something goes with a condition always, and up to which hardly ever.
constexpr double always = 0.95, hardly_ever = 0.02;
constexpr std::size_t top = 7;

std::string percent(double share) {
  const double hundred = 100 * share;
  return written(hundred, hundred < 1 ? 1 : hundred < 10 ? 2 : 3) + " %";
}

std::string with_interval(const Figure& figure) {
  std::string text = percent(figure.point.value_or(0));
  if (figure.low && figure.high) text += " (" + percent(*figure.low) + " to " + percent(*figure.high) + ")";
  return text;
}

std::string basis_of(const Basis& basis, const Knowledge& knowledge) {
  std::string text(word_of(basis.status));
  if (!basis.sources.empty()) text += ", " + knowledge[basis.sources.front()].name;
  return text;
}

// Of several figures on the same finding, the best founded; then the first.
std::vector<const Evidence*> one_a_finding(ConditionId condition, const Knowledge& knowledge) {
  std::vector<const Evidence*> rows;
  for (const Evidence& row : knowledge.evidence()) {
    if (row.condition != condition || !row.preferred || row.modifier || !row.sensitivity.point ||
        !row.finding.is_some() || knowledge.language().variables[row.finding.row()].type != logic::Type::boolean)
      continue;
    const auto same =
        std::find_if(rows.begin(), rows.end(), [&](const Evidence* one) { return one->finding == row.finding; });
    if (same == rows.end()) {
      rows.push_back(&row);
    } else if (row.basis.status < (*same)->basis.status) {
      *same = &row;
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Evidence* a, const Evidence* b) { return *a->sensitivity.point > *b->sensitivity.point; });
  return rows;
}

bool is_felt(const Evidence& row, const Knowledge& knowledge) {
  const Finding& finding = knowledge[row.finding];
  return finding.asked_of == AskedOf::patient &&
         (finding.kind == FindingKind::symptom || finding.kind == FindingKind::function);
}

class Card {
 public:
  Card(const Surroundings& world, const Knowledge& knowledge) : world_(world), knowledge_(knowledge) {}

  void line(std::string_view what, const std::string& text) const {
    if (!text.empty()) world_.out << fmt::format("  {:<14} {}\n", what, text);
  }

  void share(const Evidence& row) const {
    world_.out << fmt::format("    {:<26} {}  [{}]\n", with_interval(row.sensitivity), label(row.finding),
                              basis_of(row.basis, knowledge_));
  }

  void shares(const std::string& title, const std::vector<const Evidence*>& rows) const {
    world_.out << "  " << title << "\n";
    for (const Evidence* row : rows) share(*row);
    if (rows.empty()) world_.out << "    nothing that the facts know of\n";
  }

  void rarity(const Condition& condition, ConditionId id) const {
    const Prior* found = nullptr;
    for (const Prior& prior : knowledge_.priors()) {
      const bool anybody = prior.condition == id && !prior.sex && prior.age_from <= 18 && prior.age_to >= 120 &&
                           (!prior.setting || *prior.setting == Setting::primary_care);
      if (anybody && prior.share.point) found = &prior;
    }
    const Basis& basis = found != nullptr ? found->basis : condition.basis;
    if (found == nullptr || !found->share.point) return;
    std::string word;
    for (const Record& row : knowledge_.tables().at("rarity")) {
      if (word.empty() && *found->share.point >= row.number("at_least").value_or(0)) word = row.text("word");
    }
    line("how common", word + ": " + with_interval(found->share) +
                           " of those who come to primary care with a low-back complaint [" +
                           basis_of(basis, knowledge_) + "]");
  }

  // A card that stands in the facts in its own words, beside what a seed said where that differs.
  void own(const Record& row) const {
    const auto names = [&](std::string_view field) {
      std::vector<std::string> labels;
      for (const std::string& name : row.list(field)) labels.push_back(label(*knowledge_.finding(name)));
      return joined(labels, "; ");
    };
    world_.out << row.text("label") << "\n";
    line("how common", row.text("rarity"));
    line("urgency", row.text("urgency"));
    line("top symptoms", names("top_symptoms"));
    line("always", names("always"));
    line("never", names("never"));
    line("source", joined(row.list("seeds"), ", ") + " [" + row.text("status") + "]");
    if (!row.list("overruled").empty()) {
      world_.out << "  the seed also lists, and was overruled:\n";
      const auto& said = row.list("overruled");
      const auto& rules = row.list("overruled_by");
      for (std::size_t i = 0; i < said.size() && i < rules.size(); ++i) {
        for (const Rule& rule : knowledge_.rules()) {
          if (rule.name == rules[i])
            world_.out << fmt::format("    {} ({}, {})\n", label(*knowledge_.finding(said[i])), rule.name,
                                      word_of(rule.level));
        }
      }
    }
    line("note", row.text("note"));
    world_.out << "\n";
  }

 private:
  std::string label(FindingId finding) const { return knowledge_[finding].label_clinical; }

  const Surroundings& world_;
  const Knowledge& knowledge_;
};

}  // namespace

int card_command(const Surroundings& world, const Knowledge& knowledge, const std::string& name, bool all) {
  const Card card(world, knowledge);
  static const std::vector<Record> none;
  const auto table = knowledge.tables().find("card");
  const std::vector<Record>& cards = table == knowledge.tables().end() ? none : table->second;
  auto id = knowledge.condition(name);
  for (const Record& row : cards) {
    if (row.text("id") != name && row.text("condition") != name) continue;
    card.own(row);
    if (!id) id = knowledge.condition(row.text("condition"));
  }
  if (!id) {
    std::vector<std::string_view> names;
    for (const Condition& one : knowledge.conditions()) names.emplace_back(one.name);
    for (const Record& row : cards) names.emplace_back(row.text("id"));
    return refuse(world, not_found("condition", name, names));
  }
  const Condition& condition = knowledge[*id];
  const Care* care = knowledge.care(*id);
  world.out << condition.label << "\n";
  if (care != nullptr) world.out << "  " << care->label_patient << ". " << care->explained << "\n";
  card.rarity(condition, *id);
  card.line("urgency", std::string(word_of(condition.urgency_default)));
  card.line("mechanism", std::string(word_of(condition.mechanism)));
  card.line("course", condition.course);
  card.line("first tests", condition.workup);
  card.line("refer to", condition.referral);

  const auto rows = one_a_finding(*id, knowledge);
  std::vector<const Evidence*> felt, found, certain, never;
  for (const Evidence* row : rows) {
    const double share = *row->sensitivity.point;
    if (share >= always) certain.push_back(row);
    if (share <= hardly_ever) never.push_back(row);
    if (share <= hardly_ever || share < 0.1) continue;
    auto& list = is_felt(*row, knowledge) ? felt : found;
    if (all || list.size() < top) list.push_back(row);
  }
  card.shares("top symptoms, by the share of those with the condition who have them", felt);
  card.shares("from history, examination and tests", found);
  card.shares("always (95 of 100 or more)", certain);
  card.shares("hardly ever (2 of 100 or fewer)", never);
  return 0;
}

}  // namespace lumbar
