// SPDX-License-Identifier: Apache-2.0
#include "proofs/prover/obligation.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

namespace lumbar::proofs {
namespace {

std::string rank(Urgency level) { return std::to_string(static_cast<int>(level)); }

std::string replaced(std::string text, const std::string& gap, const std::string& with) {
  for (std::size_t at = text.find(gap); at != std::string::npos; at = text.find(gap, at + with.size()))
    text.replace(at, gap.size(), with);
  return text;
}

// What one claim of a family speaks of, and what fills the gaps {name}.
struct Case {
  std::string about;
  std::vector<std::pair<std::string, std::string>> gaps;
};

// The formulas known(…) in which a finding stands: while one of them holds, the finding lowers.
void known_with(const logic::Formula& formula, logic::Variable variable, std::vector<const logic::Formula*>& into) {
  if (formula.kind == logic::Kind::known) {
    const auto inside = logic::variables_of(formula);
    if (std::find(inside.begin(), inside.end(), variable) != inside.end()) into.push_back(&formula);
    return;
  }
  for (const logic::Formula& part : formula.parts) known_with(part, variable, into);
}

constexpr double fresh_days = 42;

std::vector<FindingId> flags_of(const Knowledge& facts) {
  std::vector<FindingId> flags;
  for (std::size_t row = 0; row < facts.findings().size(); ++row) {
    if (facts.language().variables[row].type == logic::Type::boolean) flags.emplace_back(row);
  }
  return flags;
}

std::vector<Case> cases_for(const std::string& what, const Subjects& all) {
  std::vector<Case> cases;
  const Knowledge& facts = all.knowledge;
  if (what.empty()) cases.push_back({});
  if (what == "rule") {
    for (const Rule& rule : facts.rules()) {
      const bool refines = std::any_of(all.refinements.begin(), all.refinements.end(),
                                       [&](const Refinement& one) { return one.rule == rule.name; });
      if (!refines) cases.push_back({rule.name, {{"{rule}", rule.name}, {"{level}", rank(rule.level)}}});
    }
  }
  if (what == "floor") {
    for (const Floor& floor : all.floors)
      cases.push_back({floor.id + ": " + floor.says,
                       {{"{floor}", floor.id},
                        {"{level}", rank(floor.level)},
                        {"{unless}", floor.unless.empty() ? "false" : "|a " + floor.unless + " yes|"}}});
  }
  if (what == "lowering") {
    for (const FindingId id : all.lowering) cases.push_back({facts[id].name, {{"{finding}", facts[id].name}}});
  }
  if (what == "danger") {
    for (const Condition& condition : facts.conditions()) {
      if (!condition.danger_probability) continue;
      cases.push_back({condition.name,
                       {{"{condition}", condition.name},
                        {"{level}", rank(condition.danger_level)},
                        {"{limit}", logic::smt_real(*condition.danger_probability)}}});
    }
  }
  if (what == "treatment") {
    for (const Treatment& treatment : facts.treatments())
      cases.push_back({treatment.name, {{"{treatment}", treatment.name}}});
  }
  return cases;
}

}  // namespace

Result<Obligation> read_obligation(std::string_view text) {
  Obligation made;
  std::istringstream lines{std::string(text)};
  std::string line, key, value;
  const auto settle = [&]() -> bool {
    if (key == "name")
      made.name = value;
    else if (key == "says")
      made.says = value;
    else if (key == "beyond")
      made.beyond.push_back(value);
    else if (key == "for_each")
      made.for_each = value;
    else if (key == "given")
      made.given.push_back(value);
    else if (key == "never")
      made.never.push_back(value);
    else if (key == "somehow")
      made.somehow.push_back(value);
    else if (key == "step")
      made.step.push_back(value);
    else
      return key.empty();
    return true;
  };
  while (std::getline(lines, line)) {
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == ' ') {
      value += " " + line.substr(line.find_first_not_of(' '));
      continue;
    }
    if (!settle()) break;
    const auto end = line.find(' ');
    key = line.substr(0, end);
    value = end == std::string::npos ? "" : line.substr(line.find_first_not_of(' ', end));
  }
  if (!settle())
    return Error("no such line: " + key + "; allowed: name, says, beyond, for_each, given, step, never, somehow",
                 Fault::facts);
  if (made.name.empty() || made.says.empty()) return Error("an obligation needs a name and says", Fault::facts);
  if (made.never.empty() && made.somehow.empty())
    return Error(made.name + " shows nothing: add never or somehow", Fault::facts);
  return made;
}

Result<std::vector<Floor>> read_floors(std::string_view text, const Knowledge& knowledge, Policy policy) {
  std::vector<Floor> floors;
  const toml::table table = toml::parse(text);
  const auto* rows = table["floor"].as_array();
  if (rows == nullptr) return Error("seed_floors.toml has no [[floor]]", Fault::facts);
  for (const auto& row : *rows) {
    const auto& fields = *row.as_table();
    const auto word = [&](const char* name) { return fields[name].value_or(std::string()); };
    const auto level = from_word<Urgency>(word("level"));
    if (!level) return Error(word("id") + ": no urgency " + word("level"), Fault::facts);
    auto formula = logic::read_formula(word("formula"), knowledge.language(), logic::Place::rule);
    if (!formula) return formula.take_error().at(word("id"));
    // A statement may have several readings, a row each; those of the literal reading are shown under that policy.
    if (policy != Policy::literal && word("under").find("emergency_now") != std::string::npos) continue;
    if (!word("unless").empty() && !knowledge.finding(word("unless")))
      return Error(word("id") + ": no finding " + word("unless"), Fault::facts);
    floors.push_back({fmt::format("{} {}", word("id"), floors.size() + 1), word("says"), word("unless"),
                      *std::move(formula), *level});
  }
  return floors;
}

std::string Subjects::script() {
  for (const Floor& floor : floors) a.define("floor " + floor.id, floor.formula);
  // Whether every guard beside a lowering finding holds, in one of the places where it stands.
  std::string more;
  for (const FindingId id : lowering) {
    const auto variable = static_cast<logic::Variable>(id.row());
    std::vector<const logic::Formula*> places;
    for (const Rule& rule : knowledge.rules()) known_with(rule.formula, variable, places);
    std::string some = "(or false";
    for (std::size_t i = 0; i < places.size(); ++i) {
      const std::string name = knowledge[id].name + " lowers " + std::to_string(i);
      b.define(name, *places[i]);
      some += " " + b.symbol(name + " yes");
    }
    more += "(define-fun |b " + knowledge[id].name + " with its guards| () Bool " + some + "))\n";
    more += same_but(knowledge, a, b, id);
  }
  for (const FindingId id : flags_of(knowledge)) {
    const logic::Formula fresh{.kind = logic::Kind::recent,
                               .variable = static_cast<logic::Variable>(id.row()),
                               .number = fresh_days,
                               .parts = {}};
    a.define(knowledge[id].name + " fresh", fresh);
    b.define(knowledge[id].name + " fresh", fresh);
  }
  more += settles(knowledge, a, b);
  std::string text = a.text() + b.text() + more + or_worse(knowledge, a, b, lowering) + completes(knowledge, a, b);
  return text + episode_script() + danger_script();
}

// The same person, but for the length of the episode.
std::string Subjects::episode_script() const {
  const auto episode = knowledge.finding("symptom_duration");
  if (!episode) return {};
  std::string grew = "(or false";
  for (const FindingId id : flags_of(knowledge)) {
    const std::string name = knowledge[id].name;
    grew += " (and " + b.symbol(name + " yes") + " " + a.symbol(name + " fresh yes") + " (not " +
            b.symbol(name + " fresh yes") + "))";
  }
  // No sign of b is older than its episode, where both are known.
  const std::string known = b.symbol("symptom_duration bare known"), length = b.symbol("symptom_duration bare");
  std::string within = "(and true";
  for (const FindingId id : flags_of(knowledge)) {
    const auto variable = static_cast<logic::Variable>(id.row());
    within += " (=> (and " + known + " " + b.symbol(variable, "aged") + ") (<= " + b.symbol(variable, "age") + " " +
              length + "))";
  }
  return "(define-fun |b signs within episode| () Bool " + within + "))\n" + same_but(knowledge, a, b, *episode) +
         "(define-fun |b some finding grew old| () Bool " + grew + "))\n";
}

// As raise_for_likely_danger, over chances that may be anything.
std::string Subjects::danger_script() const {
  std::string text, some = "(or false";
  std::map<Urgency, std::string> at_level;
  for (const Condition& condition : knowledge.conditions()) {
    if (!condition.danger_probability) continue;
    const std::string chance = a.symbol("chance of " + condition.name);
    text += "(declare-const " + chance + " Real)\n(assert (<= 0.0 " + chance + " 1.0))\n";
    std::string passes = "(>= " + chance + " " + logic::smt_real(*condition.danger_probability) + ")";
    if (condition.danger_needs.is_some()) {
      const auto needed = static_cast<logic::Variable>(condition.danger_needs.row());
      passes = "(and " + passes + " " + a.symbol(needed, "yes") + ")";
    }
    at_level[condition.danger_level] += " " + passes;
  }
  std::string after = "|a level|";
  for (const auto& [level, passing] : at_level) {
    const std::string name = "|a danger at " + rank(level) + "|";
    text += "(define-fun " + name + " () Bool (and |a complaint| (> " + rank(level) + " |a level|) (or false" +
            passing + ")))\n";
    after = "(ite " + name + " " + rank(level) + " " + after + ")";
    some += " " + name;
  }
  return plan_script() + kinds_script() + "(declare-const |a complaint| Bool)\n" + text +
         "(define-fun |a level after danger| () Int " + after + ")\n(define-fun |a some danger| () Bool " + some +
         "))\n";
}

// As plan_care: whatever the differential wants (a free constant), the gate decides whether it stands in the plan.
std::string Subjects::plan_script() const {
  std::string text =
      "(define-fun |a gate open| () Bool (and (< |a level| 2) (not (and |a provisional| (>= |a could| 2)))))\n"
      "(define-fun |a settled| () Bool (and (not |a provisional|) (< |a level| 2)))\n";
  for (const Treatment& treatment : knowledge.treatments()) {
    const std::string name = treatment.name;
    text += "(declare-const " + a.symbol("wants " + name) + " Bool)\n";
    std::string present = "(or false", unknown = "(or false";
    for (const logic::Formula& part : treatment.listed.parts) {
      const std::string yes = a.symbol(part.variable, "yes"), no = a.symbol(part.variable, "no");
      present += " " + yes;
      unknown += " (and (not " + yes + ") (not " + no + "))";
    }
    std::string planned = "(and " + a.symbol("wants " + name);
    if (treatment.position_class.starts_with("not_recommended")) planned += " false";
    if (treatment.gate.listed_rules_out) planned += " (not " + present + "))";
    if (treatment.gate.danger_closed) planned += " |a gate open|";
    if (treatment.gate.unknown_waits) planned += " (or " + present + ") (not " + unknown + ")))";
    text += "(define-fun " + a.symbol("plans " + name) + " () Bool " + planned + "))\n";
  }
  return text;
}

// The same once more, from the rows as they stand in their tables and not from what the loader made of them.
std::string Subjects::kinds_script() const {
  std::string text;
  const auto rows = knowledge.tables().find("treatment");
  std::string moves = "(or false", hands = "(or false", against = "(or false", forbidden = "(or false",
              unasked = forbidden;
  for (const Record& row : rows->second) {
    const std::string plans = " " + a.symbol("plans " + row.text("id"));
    const std::string type = row.text("type");
    if (type == "exercise") moves += plans;
    if (type == "manual") hands += plans;
    if (row.text("position_class").starts_with("not_recommended")) against += plans;
    if (type == "emergency" || type == "surgery") continue;  // decided in hospital, cautions in sight
    for (const std::string& caution : row.list("contraindications_cautions")) {
      const auto finding = knowledge.finding(caution.substr(0, caution.find('(')));
      if (!finding || knowledge.language().variables[finding->row()].type != logic::Type::boolean) continue;
      const auto variable = static_cast<logic::Variable>(finding->row());
      forbidden += " (and" + plans + " " + a.symbol(variable, "yes") + ")";
      if (type == "manual") unasked += " (and" + plans + " (not " + a.symbol(variable, "no") + "))";
    }
  }
  for (const auto& [name, term] :
       {std::pair("an exercise", moves), std::pair("hands on the back", hands),
        std::pair("what guidelines advise against", against), std::pair("what a finding forbids", forbidden),
        std::pair("hands before asking", unasked)})
    text += "(define-fun |a plans " + std::string(name) + "| () Bool " + term + "))\n";
  return text;
}

std::vector<Claim> claims_of(const Obligation& obligation, const Subjects& subjects) {
  std::vector<Claim> claims;
  for (const Case& one : cases_for(obligation.for_each, subjects)) {
    const auto filled = [&](std::string text) {
      for (const auto& [gap, with] : one.gaps) text = replaced(std::move(text), gap, with);
      return text;
    };
    std::vector<std::string> givens, free;
    for (const std::string& given : obligation.given) givens.push_back(filled(given));
    const std::vector<std::string> first_givens = givens;
    for (const std::string& step : obligation.step) {
      for (const Rule& rule : subjects.knowledge.rules()) {
        const std::string shown = replaced(step, "{rule}", rule.name);
        std::vector<std::string> terms = first_givens;
        terms.push_back("(not " + shown + ")");
        claims.push_back({obligation.name, rule.name, std::move(terms), false, {}});
        givens.push_back(shown);
      }
    }
    if (!obligation.step.empty()) {
      for (const Rule& rule : subjects.knowledge.rules()) {
        for (const TriageScript* person : {&subjects.a, &subjects.b}) {
          for (const char* what : {" yes", " could"}) free.push_back(person->symbol(rule.name + what));
        }
      }
    }
    const auto claim = [&](const std::string& term, bool possible) {
      std::vector<std::string> terms = givens;
      terms.push_back(filled(term));
      claims.push_back({obligation.name, one.about, std::move(terms), possible, free});
    };
    for (const std::string& term : obligation.never) claim(term, false);
    for (const std::string& term : obligation.somehow) claim(term, true);
  }
  return claims;
}

}  // namespace lumbar::proofs
