// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/facts_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <set>

#include "lumbar/base/text.h"
#include "lumbar/clinic/differential/differential.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

std::string shown(const Field& field) {
  if (const auto* text = std::get_if<std::string>(&field)) return *text;
  if (const auto* number = std::get_if<double>(&field)) return written(*number, 10);
  if (const auto* flag = std::get_if<bool>(&field)) return *flag ? "yes" : "no";
  return joined(std::get<std::vector<std::string>>(field), ", ");
}

void print_row(const Surroundings& world, const std::string& table, const Record& row) {
  world.out << fmt::format("[{}]  {}\n", table, row.place());
  for (const auto& [name, value] : row.fields()) world.out << fmt::format("  {:<24} {}\n", name, shown(value));
  world.out << "\n";
}

// Facts that something else in the tables uses: a finding that no rule, evidence or formula reads carries only its
// question.
std::set<std::string> used_findings(const Knowledge& knowledge) {
  std::set<std::string> used;
  const auto note = [&](const logic::Formula& formula) {
    for (const auto variable : logic::variables_of(formula)) used.insert(knowledge[FindingId(variable)].name);
  };
  for (const Rule& rule : knowledge.rules()) note(rule.formula);
  for (const Evidence& row : knowledge.evidence()) {
    if (row.finding.is_some()) used.insert(knowledge[row.finding].name);
  }
  for (const auto& info : knowledge.language().variables) {
    if (info.defined) note(*info.defined);
    for (const auto one : info.least_of) used.insert(knowledge[FindingId(one)].name);
    for (const auto& part : info.count_of) note(part);
  }
  for (const Treatment& treatment : knowledge.treatments()) {
    for (const auto* list : {&treatment.indications, &treatment.cautions}) {
      for (const Naming& one : *list) {
        if (one.finding.is_some()) used.insert(one.name);
      }
    }
  }
  for (const Specialist& specialist : knowledge.specialists()) {
    for (const Naming& one : specialist.see_for_findings) used.insert(one.name);
  }
  for (const SafetyItem& item : knowledge.safety_net()) {
    for (const FindingId id : item.findings) used.insert(knowledge[id].name);
  }
  return used;
}

// Conditions that something reckons with or acts on: a name alone carries nothing.
std::set<std::string> used_conditions(const Knowledge& knowledge) {
  std::set<std::string> used;
  for (const Evidence& row : knowledge.evidence()) {
    if (row.condition.is_some()) used.insert(knowledge[row.condition].name);
  }
  for (const Prior& row : knowledge.priors()) used.insert(knowledge[row.condition].name);
  for (std::size_t i = 0; i < knowledge.conditions().size(); ++i) {
    const Care* care = knowledge.care(ConditionId(i));
    if (care != nullptr && (!care->first_line.empty() || !care->tests.empty()))
      used.insert(knowledge.conditions()[i].name);
  }
  return used;
}

// The network must give back the table's ratios. Other causes of the same finding lower what one row can still move;
// where that is more than a factor of 2, the row is listed.
void tell_fit(const Surroundings& world, const Knowledge& knowledge) {
  constexpr double allowed = 2;
  const std::vector<RowFit> fits = fit_of_rows(Setting::primary_care, knowledge);
  std::size_t off = 0;
  std::string list;
  for (const RowFit& fit : fits) {
    const double apart = fit.network / fit.wanted;
    if (apart <= allowed && apart >= 1 / allowed) continue;
    ++off;
    const Evidence& row = knowledge[fit.row];
    list += fmt::format("  {:<6} {:<34} {:<34} table {:>7.2f}  network {:>7.2f}\n", row.name,
                        knowledge[row.condition].name, knowledge[row.finding].name, fit.wanted, fit.network);
  }
  world.out << fmt::format("ratios in primary care: {} of {} rows come out of the network within a factor of {}\n{}",
                           fits.size() - off, fits.size(), allowed, list);
}

}  // namespace

Error not_found(std::string_view what, const std::string& name, std::span<const std::string_view> names) {
  const auto near = nearest(name, names, 3);
  const std::string hint = near.empty() ? "; lumbar facts show lists the tables" : "; nearest: " + joined(near, ", ");
  return Error("no " + std::string(what) + " \"" + name + "\"" + hint, Fault::usage);
}

int check_facts_command(const Surroundings& world, const std::string& folder) {
  const auto complaints = check_facts(folder);
  if (!complaints) {
    return refuse(world, complaints.error());
  }
  for (const Error& one : *complaints) world.err << one.text() << "\n";
  if (complaints->empty()) {
    const auto knowledge = load_facts(folder, Policy::standard);
    world.out << "facts " << knowledge->hash() << ": all checks passed\n";
    for (const auto& [name, rows] : knowledge->tables())
      world.out << fmt::format("  {:<20} {:>5}\n", name, rows.size());
    tell_fit(world, *knowledge);
    return 0;
  }
  world.err << complaints->size() << (complaints->size() == 1 ? " complaint\n" : " complaints\n");
  return outcome_of(Fault::facts).exit_code;
}

int show_facts_command(const Surroundings& world, const Knowledge& knowledge, const std::string& id) {
  if (id.empty()) {
    for (const auto& [name, rows] : knowledge.tables())
      world.out << fmt::format("{:<20} {:>5} rows\n", name, rows.size());
    return 0;
  }
  std::size_t found = 0;
  std::vector<std::string_view> names;
  for (const auto& [name, rows] : knowledge.tables()) {
    names.emplace_back(name);
    for (const Record& row : rows) {
      names.emplace_back(row.text("id"));
      const bool matches =
          name == id || row.text("id") == id || row.text("condition") == id || row.text("finding") == id;
      if (!matches) continue;
      print_row(world, name, row);
      ++found;
    }
  }
  if (found > 0) return 0;
  return refuse(world, not_found("fact", id, names));
}

int coverage_command(const Surroundings& world, const Knowledge& knowledge, bool all_rows) {
  const std::set<std::string> findings = used_findings(knowledge);
  const std::set<std::string> conditions = used_conditions(knowledge);
  const auto carries = [&](const std::string& fact) {
    const auto colon = fact.find(':');
    const std::string table = fact.substr(0, colon);
    const std::string name = fact.substr(colon + 1);
    if (table == "finding") return findings.contains(name);
    if (table == "condition") return conditions.contains(name);
    return true;  // the loader has refused facts that do not exist
  };
  struct Count {
    std::size_t statements = 0, carried = 0, not_knowledge = 0;
  };
  std::map<std::string, Count> by_seed;
  std::size_t missing = 0;
  const auto& tables = knowledge.tables();
  const auto rows_of = [&](const char* name) -> const std::vector<Record>& {
    static const std::vector<Record> nothing;
    const auto found = tables.find(name);
    return found == tables.end() ? nothing : found->second;
  };
  for (const Record& row : rows_of("statement")) {
    const auto& facts = row.list("carried_by");
    const bool carried = std::any_of(facts.begin(), facts.end(), carries);
    Count& count = by_seed[row.text("seed")];
    ++count.statements;
    count.carried += carried ? 1 : 0;
    missing += carried ? 0 : 1;
    if (all_rows || !carried) {
      world.out << fmt::format("{:<8} {:<9} {:<14} {:<50} {}\n", row.text("id"), carried ? "carried" : "MISSING",
                               row.text("kind"), row.text("says"), joined(facts, " "));
    }
  }
  for (const Record& row : rows_of("not_knowledge")) ++by_seed[row.text("seed")].not_knowledge;
  std::size_t statements = 0;
  for (const auto& [seed, count] : by_seed) {
    world.out << fmt::format("{}  {:>4} statements  {:>4} carried  {:>3} lines that are not knowledge\n", seed,
                             count.statements, count.carried, count.not_knowledge);
    statements += count.statements;
  }
  world.out << fmt::format("{} of {} statements carried\n", statements - missing, statements);
  return missing == 0 && statements > 0 ? 0 : outcome_of(Fault::facts).exit_code;
}

}  // namespace lumbar
