// SPDX-License-Identifier: Apache-2.0
// The whole differential against a plain sum over all sets of conditions, on random cases over small facts (fixed
// seed; RC_PARAMS in the environment chooses another). Nothing is rounded here: six digits are for the door
// (doors/wire); only the order of the ranked conditions ties at 1e-6, and weights below 0.05 dB are not told.
#include "lumbar/clinic/differential/brute_force.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstdlib>

#include "lumbar/clinic/differential/differential.h"
#include "lumbar/clinic/differential/tiny_facts.h"

namespace lumbar::brute {
namespace {

using tiny::knowledge;

[[maybe_unused]] const int seeded = setenv("RC_PARAMS", "seed=20261121 max_success=2000", 0);

constexpr double within = 1e-9;  // absolute, of a probability or a share
constexpr double shown_from = 0.005;
constexpr double told_from_db = 0.05;

// --- Cases ---

// At full size from the first case on: inRange alone begins with nothing but its smallest value.
int below(int limit) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, limit)); }
bool one_in(int chances) { return below(chances) == 0; }

template <class T, std::size_t N>
T pick(const std::array<T, N>& from) {
  return from[static_cast<std::size_t>(below(static_cast<int>(N)))];
}

// From a word to a whole form. Numbers lie on both sides of each threshold, and on it.
Told some_case() {
  Told told;
  told.setting =
      pick(std::array{Setting::home, Setting::primary_care, Setting::emergency_department, Setting::secondary_care});
  const int said_percent = pick(std::array{10, 30, 60, 90});
  const int yes_percent = pick(std::array{10, 50, 80});
  const auto said = [&] { return below(100) < said_percent; };
  for (const tiny::FindingRow& finding : tiny::findings) {
    if (finding.type != std::string("boolean") || !said()) continue;
    const bool derived = finding.asked_of == std::string("derived");
    if (derived && !one_in(4)) continue;  // somebody may state it all the same
    told.yes_or_no[finding.name] = below(100) < yes_percent;
  }
  if (!one_in(4)) told.numbers["age_years"] = pick(std::array{17., 29., 29.9, 30., 59.5, 60., 60.5, 61., 75., 88.});
  if (!one_in(4)) told.choices["sex"] = pick(std::array{"female", "male", "other"});
  if (said()) told.numbers["temperature"] = pick(std::array{36.5, 38., 38.4, 38.5, 40.});
  if (said()) told.numbers["crp"] = pick(std::array{2., 10., 30., 50., 200.});
  if (said()) told.numbers["pain_score"] = pick(std::array{0., 1., 8.});
  if (said()) told.choices["ankle_reflex"] = pick(std::array{"normal", "reduced", "not done"});
  return told;
}

// Nothing when the case contradicts itself.
std::optional<Findings> findings_of(const Told& told) {
  Case person;
  person.setting = told.setting;
  const auto statement = [&](const std::string& name) -> Statement& {
    person.statements.emplace_back();
    person.statements.back().finding = knowledge().finding(name).value();
    return person.statements.back();
  };
  for (const auto& [name, yes] : told.yes_or_no) statement(name).present = yes ? Presence::present : Presence::absent;
  for (const auto& [name, number] : told.numbers) statement(name).number.bare = number;
  for (const auto& [name, choice] : told.choices) {
    const auto& choices = knowledge().language().variables[knowledge().finding(name)->row()].choices;
    statement(name).choice.bare =
        static_cast<std::uint8_t>(std::find(choices.begin(), choices.end(), choice) - choices.begin());
  }
  auto gathered = gather_findings(person, knowledge());
  if (!gathered) return std::nullopt;
  return std::move(*gathered);
}

std::string shown(const Told& told) {
  std::string text(word_of(told.setting));
  for (const auto& [name, yes] : told.yes_or_no) text += (yes ? ", yes " : ", no ") + name;
  for (const auto& [name, number] : told.numbers) text += ", " + name + " " + std::to_string(number);
  for (const auto& [name, choice] : told.choices) text += ", " + name + " " + choice;
  return text + "\n";
}

const RowsThatCount& rows_of(Setting setting) {
  static const std::array rows = {rows_that_count(knowledge().tables(), Setting::home),
                                  rows_that_count(knowledge().tables(), Setting::primary_care),
                                  rows_that_count(knowledge().tables(), Setting::emergency_department),
                                  rows_that_count(knowledge().tables(), Setting::secondary_care)};
  return rows[static_cast<std::size_t>(setting)];
}

BruteForce sum_over(const Told& told) { return {knowledge().tables(), rows_of(told.setting), told}; }

// --- What must agree ---

const std::string& name_of(ConditionId condition) { return knowledge()[condition].name; }

void check_probabilities(const Differential& ranked, const Answer& summed) {
  for (std::size_t c = 0; c < knowledge().conditions().size(); ++c) {
    const std::string& name = name_of(ConditionId(c));
    const auto chance = summed.conditions.find(name);
    const double expected = chance == summed.conditions.end() ? 0 : static_cast<double>(chance->second.of);
    RC_LOG(name + ": " + std::to_string(ranked.probability[c]) + ", summed " + std::to_string(expected) + "\n");
    RC_ASSERT(std::abs(ranked.probability[c] - expected) <= within);
  }
  for (std::size_t m = 0; m < ranked.mechanism.size(); ++m) {
    const double expected = ranked.complaint ? static_cast<double>(summed.mechanism[m]) : 0;  // told of complaints only
    RC_LOG("mechanism " + std::to_string(m) + ": " + std::to_string(expected) + " summed\n");
    RC_ASSERT(std::abs(ranked.mechanism[m] - expected) <= within);
  }
  RC_ASSERT(std::abs(ranked.any_emergency - static_cast<double>(summed.any_emergency)) <= within);
}

void check_order(const Differential& ranked, const Answer& summed) {
  std::map<std::string, double> rest;
  for (const Record& row : knowledge().tables().at("condition")) {
    const auto chance = summed.conditions.find(row.text("id"));
    if (row.text("role") != "background" && chance != summed.conditions.end())
      rest[row.text("id")] = static_cast<double>(chance->second.of);
  }
  const std::size_t causes = rest.size();
  double before = 1;
  for (const RankedCondition& one : ranked.ranked) {
    RC_ASSERT(rest.erase(name_of(one.condition)) == 1U);
    RC_ASSERT(one.probability <= before + 1e-6);
    before = one.probability;
  }
  RC_ASSERT(ranked.ranked.size() >= std::min<std::size_t>(5, causes));
  for (const auto& [name, chance] : rest) RC_ASSERT(chance < shown_from + within);
  for (std::size_t i = 5; i < ranked.ranked.size(); ++i) RC_ASSERT(ranked.ranked[i].probability >= shown_from);
}

double told_weight(const RankedCondition& one, FindingId finding) {
  double db = 0;
  for (const Weight& weight : one.speaks_for)
    if (weight.finding == finding) db = weight.db > 0 ? weight.db : NAN;
  for (const Weight& weight : one.speaks_against)
    if (weight.finding == finding) db = weight.db < 0 && db == 0 ? weight.db : NAN;
  return db;
}

// 10·log10 of the posterior odds with and without the finding. Whether there is a complaint stays what it was.
void check_weights(const std::vector<RankedCondition>& told_of, const Told& told, const Answer& with, bool complaint) {
  std::vector<std::string> stated;
  for (const auto& [name, yes] : told.yes_or_no) stated.push_back(name);
  for (const auto& [name, number] : told.numbers) stated.push_back(name);
  for (const auto& [name, choice] : told.choices) stated.push_back(name);
  for (const std::string& name : stated) {
    if (!one_in(name == "age_years" || name == "sex" ? 3 : 10)) continue;  // a few of each case: there are many cases
    const Told rest = told.without(name);
    const Answer without = sum_over(rest).answer(complaint);
    for (const RankedCondition& one : told_of) {
      const Chance after = with.conditions.at(name_of(one.condition));
      const auto before = without.conditions.find(name_of(one.condition));
      if (before == without.conditions.end()) continue;  // without the sex or the age it has no prior
      const double expected = static_cast<double>(after.decibans() - before->second.decibans());
      const double db = told_weight(one, *knowledge().finding(name));
      // A probability near 1 keeps fewer digits of its odds: 1e-15 of 1 - p is all that a double has left.
      const double digits = 1e-14 * (1 / static_cast<double>(std::min(after.against, before->second.against)) +
                                     1 / static_cast<double>(std::min(after.of, before->second.of)));
      RC_LOG(name + " for " + name_of(one.condition) + ": " + std::to_string(db) + " dB, summed " +
             std::to_string(expected) + "\n");
      if (db == 0)
        RC_ASSERT(std::abs(expected) < told_from_db + within);
      else
        RC_ASSERT(std::abs(db - expected) <= within + digits);
    }
  }
}

RC_GTEST_PROP(BruteForce, the_differential_is_the_sum_over_all_sets_of_conditions, ()) {
  const Told told = some_case();
  const auto findings = findings_of(told);
  RC_PRE(findings.has_value());
  RC_LOG(shown(told));
  const BruteForce sum = sum_over(told);
  const Answer summed = sum.answer(sum.complaint());
  const Differential ranked = rank_conditions(*findings, knowledge());
  RC_ASSERT(ranked.complaint == sum.complaint());
  RC_ASSERT(ranked.exact);
  check_probabilities(ranked, summed);
  check_order(ranked, summed);
}

RC_GTEST_PROP(BruteForce, a_weight_is_what_leaving_the_finding_out_would_do, ()) {
  const Told told = some_case();
  const auto findings = findings_of(told);
  RC_PRE(findings.has_value());
  RC_LOG(shown(told));
  const BruteForce sum = sum_over(told);
  const Answer summed = sum.answer(sum.complaint());
  const Differential ranked = rank_conditions(*findings, knowledge());
  std::vector<RankedCondition> told_of = ranked.ranked;
  told_of.insert(told_of.end(), ranked.also_present.begin(), ranked.also_present.end());
  // One asked for by name, ranked or not.
  const ConditionId named(static_cast<std::size_t>(below(static_cast<int>(tiny::conditions.size()))));
  const RankedCondition explained = explain_condition(named, *findings, knowledge());
  RC_ASSERT(explained.probability == ranked.probability[named.row()]);
  if (summed.conditions.contains(name_of(named))) told_of.push_back(explained);
  check_weights(told_of, told, summed, sum.complaint());
}

}  // namespace
}  // namespace lumbar::brute
