// SPDX-License-Identifier: Apache-2.0
#include "proofs/prover/witness.h"

#include <algorithm>
#include <optional>

#include "lumbar/base/text.h"
#include "lumbar/clinic/triage/triage.h"
#include "lumbar/doors/wire/wire.h"
#include "proofs/prover/answer.h"
#include "proofs/prover/case_text.h"
#include "proofs/prover/solver.h"

namespace lumbar::proofs {
namespace {

constexpr std::string_view bar = " | ";

std::optional<Findings> findings_of(const std::string& json, const Knowledge& knowledge) {
  const auto person = read_case(json, knowledge, {});
  if (!person) return std::nullopt;
  auto findings = gather_findings(*person, knowledge);
  if (!findings) return std::nullopt;
  return *std::move(findings);
}

// By the engine: `rule` is true, the level is its own, and no other rule reaches that.
bool only_reason(const Case& person, const Rule& rule, const Knowledge& knowledge) {
  const auto findings = gather_findings(person, knowledge);
  if (!findings) return false;
  const Triage triage = assess_urgency(*findings, knowledge);
  const auto as_high = [&](const RaisedRule& one) { return knowledge[one.rule].level >= rule.level; };
  const auto is_it = [&](const RaisedRule& one) { return knowledge[one.rule].name == rule.name; };
  return triage.level == rule.level && std::count_if(triage.raised.begin(), triage.raised.end(), as_high) == 1 &&
         std::any_of(triage.raised.begin(), triage.raised.end(), is_it);
}

// The case that a text holds, where the rule is the only reason in it.
std::optional<Case> shown_by(const std::string& json, const Rule& rule, const Knowledge& knowledge) {
  auto person = read_case(json, knowledge, {});
  if (!person || !only_reason(*person, rule, knowledge)) return std::nullopt;
  return *std::move(person);
}

// Leaves out whatever may be left out, one word at a time, until nothing more can go.
Case with_less_said(Case person, const Rule& rule, const Knowledge& knowledge) {
  const auto may = [&](const Case& less) {
    if (!only_reason(less, rule, knowledge)) return false;
    person = less;
    return true;
  };
  const auto without = [&](std::size_t place, auto&& part) {
    Case less = person;
    if (!(less.statements[place].*part)) return;
    (less.statements[place].*part).reset();
    may(less);
  };
  for (std::size_t before = person.statements.size() + 1; before != person.statements.size();) {
    before = person.statements.size();
    for (std::size_t i = 0; i < person.statements.size();) {
      Case less = person;
      less.statements.erase(less.statements.begin() + static_cast<std::ptrdiff_t>(i));
      if (!may(less)) ++i;
    }
  }
  for (std::size_t i = 0; i < person.statements.size(); ++i) {
    without(i, &Statement::trend);
    without(i, &Statement::tempo);
    without(i, &Statement::side);
    without(i, &Statement::age_days);
  }
  return person;
}

std::optional<RuleId> rule_of(const Claim& claim, const Knowledge& knowledge) {
  for (std::size_t row = 0; row < knowledge.rules().size(); ++row) {
    if (claim.must_be_possible && knowledge.rules()[row].name == claim.about) return RuleId(row);
  }
  return std::nullopt;
}

}  // namespace

Result<Witnesses> read_witnesses(std::string_view text) {
  Witnesses all;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    const std::size_t first = line.find(bar),
                      second = first == std::string_view::npos ? first : line.find(bar, first + 1);
    if (second == std::string_view::npos)
      return Error("line " + std::to_string(number) + ": obligation, about and case, with bars between", Fault::facts);
    all[{std::string(line.substr(0, first)),
         std::string(line.substr(first + bar.size(), second - first - bar.size()))}] = line.substr(second + bar.size());
  }
  return all;
}

std::vector<char> witnessed(const std::vector<Claim>& claims, const Witnesses& witnesses, const TriageScript& subject,
                            const Knowledge& knowledge) {
  std::vector<char> shown(claims.size(), 0);
  // That a case can be read at all is what "plausible" asks of a model; of a case, it says nothing about what it leaves
  // out.
  const std::string readable = subject.symbol("plausible");
  struct Tried {
    std::size_t claim;
    std::vector<std::size_t> terms;
    Findings findings;
  };
  std::vector<Tried> tried;
  std::vector<std::string> terms;
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const auto kept = witnesses.find({claims[i].obligation, claims[i].about});
    if (!claims[i].must_be_possible || kept == witnesses.end()) continue;
    auto findings = findings_of(kept->second, knowledge);
    if (!findings) continue;
    tried.push_back({i, {}, *std::move(findings)});
    for (const std::string& term : claims[i].terms) {
      if (term == readable) continue;
      const auto [place, is_new] = places.emplace(term, terms.size());
      if (is_new) terms.push_back(term);
      tried.back().terms.push_back(place->second);
    }
  }
  if (tried.empty()) return shown;
  Evaluator evaluator(subject.text(), terms);
  for (const Tried& one : tried) {
    const auto values = evaluator.values(pins_of(one.findings, subject, knowledge));
    shown[one.claim] =
        std::all_of(one.terms.begin(), one.terms.end(), [&](std::size_t place) { return values[place] == 1; }) ? 1 : 0;
  }
  return shown;
}

Witnesses find_witnesses(const std::vector<Claim>& claims, const Witnesses& kept, const std::string& script,
                         const TriageScript& subject, const Knowledge& knowledge) {
  Witnesses all;
  std::optional<Solver> solver;
  // Somebody of 60 has had time for every age of a sign that a plausible case names; or nothing is said of the age.
  const auto age = static_cast<logic::Variable>(knowledge.finding("age_years")->row());
  const std::string old_enough =
      "(or (not " + subject.symbol(age, "bare known") + ") (>= " + subject.symbol(age, "bare") + " 60.0))";
  const auto search = [&](const Claim& claim) -> std::string {
    if (!solver) solver.emplace().run(script);
    std::vector<std::string> terms = claim.terms;
    terms.push_back(old_enough);
    auto found = smallest_cases(*solver, knowledge, {&subject}, terms, 0);
    if (found.empty()) found = smallest_cases(*solver, knowledge, {&subject}, claim.terms, 0);
    return found.empty() ? std::string() : found.front();
  };
  for (const Claim& claim : claims) {
    const auto rule = rule_of(claim, knowledge);
    if (!rule) continue;
    const std::pair key{claim.obligation, claim.about};
    const auto known = kept.find(key);
    std::optional<Case> person = shown_by(known == kept.end() ? "" : known->second, knowledge[*rule], knowledge);
    if (!person) person = shown_by(search(claim), knowledge[*rule], knowledge);
    if (!person) continue;
    const std::string json = write_case(with_less_said(*person, knowledge[*rule], knowledge), knowledge, false);
    all[key] = std::string(trimmed(json));
  }
  return all;
}

std::string write_witnesses(const Witnesses& witnesses) {
  std::string text =
      "# SPDX-License-Identifier: Apache-2.0\n"
      "# Cases that show by themselves that something is possible: obligation, what it is about, the case. Found by\n"
      "# lumbar_prove --keep, checked by the prover at each run; in words in vignettes/only_reason.vignette.\n";
  for (const auto& [key, json] : witnesses)
    text += key.first + std::string(bar) + key.second + std::string(bar) + json + "\n";
  return text;
}

}  // namespace lumbar::proofs
