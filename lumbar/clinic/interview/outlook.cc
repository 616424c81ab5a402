// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/interview/outlook.h"

#include <algorithm>
#include <set>

#include "lumbar/base/logarithm.h"

namespace lumbar {
namespace {

using logic::Formula;
using logic::Kind;

constexpr double bits_a_nat = 1.4426950408889634;

}  // namespace

double entropy_bits(const std::array<double, 4>& chances) {
  double bits = 0;
  for (const double p : chances) {
    if (p > 0) bits -= bits_a_nat * p * natural_log(p);
  }
  return std::max(0.0, bits);
}

UrgencyOutlook::UrgencyOutlook(const Askable& askable, const Triage& triage, const std::vector<double>& chance)
    : askable_(askable),
      knowledge_(askable.knowledge()),
      triage_(triage),
      chance_(chance),
      said_(knowledge_.language(), askable.findings().statements),
      evaluation_(knowledge_.language(), said_),
      attribute_(knowledge_.parameter("interview_chance_attribute")),
      rule_(knowledge_.rules().size(), 0) {
  std::set<Unknown> raising, lowering;
  for (const OpenRule& open : triage.open) {
    const Formula& formula = knowledge_[open.rule].formula;
    bool somebody_here = false;
    for (const FindingId finding : open.ask) {
      if (askable.may_ask({finding, Detail::presence})) {
        raising.insert({finding, Detail::presence});
        somebody_here = true;
      }
      for (const Detail detail : details_wanted(formula, finding, knowledge_)) {
        if (!askable.may_ask({finding, detail})) continue;
        raising.insert({finding, detail});
        somebody_here = true;
      }
    }
    waits_for_others_ = waits_for_others_ || !somebody_here;
  }
  for (const RaisedRule& raised : triage.raised) {
    if (knowledge_[raised.rule].level != triage.level) continue;
    for (const Unknown& one : unknowns_of(knowledge_[raised.rule].formula, askable)) lowering.insert(one);
  }
  const bool only_details =
      std::all_of(raising.begin(), raising.end(), [](const Unknown& one) { return one.detail != Detail::presence; });
  if (only_details) raising = fewest_that_raise();
  for (const Unknown& one : raising) lowering.erase(one);
  raising_.assign(raising.begin(), raising.end());
  lowering_.assign(lowering.begin(), lowering.end());
  for (std::size_t row = 0; row < rule_.size(); ++row) {
    const Formula& formula = knowledge_.rules()[row].formula;
    rule_[row] = truth(formula);
    std::vector<Unknown> unknowns = unknowns_of(formula, askable);
    if (unknowns.empty()) continue;
    live_.push_back(row);
    waits_for_.push_back(std::move(unknowns));
  }
  now_ = levels_with(rule_);
}

// Where only details are left, the worst of all of them is tried: the engine's own answer to it is the highest that any
// of them can give. Of those that do it together as few as can be are kept: the others wait for what these say.
std::set<Unknown> UrgencyOutlook::fewest_that_raise() const {
  std::set<Unknown> details;
  for (const Rule& rule : knowledge_.rules()) {
    if (rule.level <= triage_.level) continue;
    for (const Unknown& one : unknowns_of(rule.formula, askable_)) {
      if (one.detail != Detail::presence) details.insert(one);
    }
  }
  if (details.empty() || !raises_at_worst(details)) return {};
  for (auto one = details.begin(); one != details.end();) {
    std::set<Unknown> rest = details;
    rest.erase(*one);
    if (raises_at_worst(rest)) {
      one = details.erase(one);
    } else {
      ++one;
    }
  }
  return details;
}

bool UrgencyOutlook::raises_at_worst(const std::set<Unknown>& details) const {
  std::vector<Statement> worst = askable_.findings().statements;
  for (const Unknown& one : details) {
    for (Statement& said : worst) {
      if (said.finding != one.finding) continue;
      if (one.detail == Detail::age) said.age_days = 0;
      if (one.detail == Detail::tempo) said.tempo = Tempo::seconds;
      if (one.detail == Detail::trend) said.trend = Trend::worsening;
      if (one.detail == Detail::side) said.side = Side::both;
    }
  }
  const logic::Said said(knowledge_.language(), worst);
  logic::Evaluation evaluation(knowledge_.language(), said);
  return std::any_of(knowledge_.rules().begin(), knowledge_.rules().end(), [&](const Rule& rule) {
    return rule.level > triage_.level && evaluation.truth(rule.formula) == Presence::present;
  });
}

double UrgencyOutlook::doubt_bits() const { return entropy_bits(now_); }

double UrgencyOutlook::chance_of(const Unknown& one) const {
  if (assumed_ && *assumed_ == one) return assumed_is_;
  if (!askable_.may_ask(one)) return -1;
  return one.detail == Detail::presence ? chance_[one.finding.row()] : attribute_;
}

double UrgencyOutlook::of_finding(FindingId finding) {
  const Presence known = askable_.findings()[finding];
  if (known == Presence::present) return 1;
  const logic::VariableInfo& info = knowledge_.language().variables[finding.row()];
  const double own = known == Presence::absent ? 0 : std::max(0.0, chance_of({finding, Detail::presence}));
  if (!info.defined || askable_.stated(finding) != nullptr) return own;
  if (own >= 1) return 1;
  return 1 - (1 - own) * (1 - truth(*info.defined));
}

double UrgencyOutlook::of_detail(const Formula& formula, Detail detail) {
  const FindingId finding(formula.variable);
  const double present = of_finding(finding);
  if (present <= 0) return 0;
  const bool reads_danger = formula.kind == Kind::recent;
  // The same question as a comparison, which stays unknown where recent() would not.
  Formula comparison = formula;
  if (reads_danger) {
    comparison.kind = Kind::duration;
    comparison.comparison = logic::Comparison::at_most;
  }
  if (askable_.findings()[finding] == Presence::present) {
    const Presence known = evaluation_.truth(comparison);
    if (known == Presence::present) return 1;
    const double answered = chance_of({finding, detail});
    if (known == Presence::absent && answered < 0) return 0;
    if (answered >= 0) return answered;
    if (reads_danger) return known == Presence::absent ? 0 : 1;
    // Worked out from others, or said by nobody: its parts may yet be asked.
    return askable_.stated(finding) == nullptr && known == Presence::unknown ? present * attribute_ : 0;
  }
  return present * (reads_danger ? (1 + attribute_) / 2 : attribute_);
}

double UrgencyOutlook::truth(const Formula& formula) {
  switch (formula.kind) {
    case Kind::all: {
      double product = 1;
      for (const Formula& part : formula.parts) {
        product *= truth(part);
        if (product == 0) break;
      }
      return product;
    }
    case Kind::any: {
      double none = 1;
      for (const Formula& part : formula.parts) {
        none *= 1 - truth(part);
        if (none == 0) break;
      }
      return 1 - none;
    }
    case Kind::at_least: {
      std::vector<double> so_many(formula.parts.size() + 1, 0);
      so_many[0] = 1;
      for (std::size_t i = 0; i < formula.parts.size(); ++i) {
        const double p = truth(formula.parts[i]);
        for (std::size_t n = i + 2; n-- > 0;) so_many[n] = so_many[n] * (1 - p) + (n > 0 ? so_many[n - 1] * p : 0);
      }
      double enough = 0;
      for (std::size_t n = 0; n < so_many.size(); ++n)
        enough += static_cast<double>(n) >= formula.number ? so_many[n] : 0;
      return std::min(1.0, enough);
    }
    case Kind::negation: return 1 - truth(formula.parts.front());
    case Kind::known: return truth(formula.parts.front());
    case Kind::absent: {
      const FindingId finding(formula.variable);
      if (askable_.findings()[finding] == Presence::absent) return 1;
      if (askable_.findings()[finding] == Presence::present) return 0;
      // What nobody can say will not be known to be absent.
      const bool will_be_known = chance_of({finding, Detail::presence}) >= 0 ||
                                 knowledge_.language().variables[finding.row()].defined.has_value();
      return will_be_known ? 1 - of_finding(finding) : 0;
    }
    case Kind::finding: return of_finding(FindingId(formula.variable));
    case Kind::recent:
    case Kind::duration: return of_detail(formula, Detail::age);
    case Kind::tempo: return of_detail(formula, Detail::tempo);
    case Kind::trend: return of_detail(formula, Detail::trend);
    case Kind::side: return of_detail(formula, Detail::side);
    case Kind::length:
    case Kind::value:
    case Kind::every:
    case Kind::choice: {
      const Presence known = evaluation_.truth(formula);
      if (known == Presence::present) return 1;
      const auto& episode = knowledge_.language().episode;
      const bool of_episode = formula.kind == Kind::length && episode;
      const FindingId finding(of_episode ? *episode : formula.variable);
      const double answered = chance_of({finding, Detail::presence});
      return answered >= 0 ? answered : 0;
    }
  }
  return 0;
}

std::array<double, 4> UrgencyOutlook::levels_with(const std::vector<double>& rule) const {
  std::array<double, 4> none{1, 1, 1, 1};  // no rule of exactly this level is true
  for (std::size_t row = 0; row < rule.size(); ++row)
    none[static_cast<std::size_t>(knowledge_.rules()[row].level)] *= 1 - rule[row];
  std::array<double, 4> levels{};
  double rest = 1;
  for (std::size_t level = 4; level-- > 1;) {
    levels[level] = rest * (1 - none[level]);
    rest *= none[level];
  }
  levels[0] = rest;
  // What raised the level beside the rules does not fall by answers.
  const std::size_t floor = triage_.reason == LevelReason::rules ? 0 : static_cast<std::size_t>(triage_.level);
  for (std::size_t level = 0; level < floor; ++level) {
    levels[floor] += levels[level];
    levels[level] = 0;
  }
  return levels;
}

UrgencyOutlook::Told UrgencyOutlook::told_by(const Unknown& one) {
  Told told;
  const double chance = std::clamp(chance_of(one), 0.0, 1.0);
  double after = 0;
  for (const bool so : {true, false}) {
    const double weight = so ? chance : 1 - chance;
    if (weight <= 0) continue;
    assumed_ = one;
    assumed_is_ = so ? 1 : 0;
    std::vector<double> rule = rule_;
    for (std::size_t i = 0; i < live_.size(); ++i) {
      if (std::binary_search(waits_for_[i].begin(), waits_for_[i].end(), one))
        rule[live_[i]] = truth(knowledge_.rules()[live_[i]].formula);
    }
    const std::array<double, 4> levels = levels_with(rule);
    after += weight * entropy_bits(levels);
    for (std::size_t level = 0; level < levels.size(); ++level)
      told.possible[level] = told.possible[level] || levels[level] > now_[level] + 1e-6;
    assumed_.reset();
  }
  told.bits = std::max(0.0, doubt_bits() - after);
  return told;
}

}  // namespace lumbar
