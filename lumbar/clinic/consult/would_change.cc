// SPDX-License-Identifier: Apache-2.0
// What would change the answer: the smallest sets of answers not known yet, and the statements that it hangs on.
#include <algorithm>
#include <cmath>
#include <set>

#include "lumbar/base/logarithm.h"
#include "lumbar/clinic/consult/consult.h"
#include "lumbar/clinic/consult/raise.h"

namespace lumbar {
namespace {

constexpr std::size_t most_pairs_from =
    12;  // the answers that bring the second condition nearest, or one rule asks for

Statement statement_of(const OtherAnswer& answer) {
  Statement statement;
  statement.finding = answer.finding;
  statement.present = answer.present;
  return statement;
}

// One answer to the whole: what can turn.
struct Outcome {
  ConditionId leading;
  double probability = 0;  // of the leading condition
  double lead = 0;         // its log odds above those of the condition that led before (0 where it still leads)
  std::optional<Mechanism> mechanism;
  Urgency level = Urgency::self_care;
};

class Search {
 public:
  Search(const Case& person, const Knowledge& knowledge, const Findings& findings)
      : person_(person), knowledge_(knowledge), findings_(findings), ranker_(knowledge, findings.setting) {
    now_ = *outcome_of(person_);
  }

  WouldChange found() && { return std::move(found_); }

  // Every finding that somebody can answer with yes or no, one at a time; then two together for what none changes
  // alone.
  void learn() {
    std::vector<OtherAnswer> quiet;  // changed nothing
    std::vector<double> shifts;      // how far each brought the second condition towards the first
    for (std::size_t row = 0; row < knowledge_.findings().size(); ++row) {
      const FindingId finding(row);
      const auto& info = knowledge_.language().variables[row];
      if (info.type != logic::Type::boolean || !info.askable || knowledge_[finding].asked_of == AskedOf::derived)
        continue;
      if (findings_[finding] != Presence::unknown || is_stated(finding)) continue;
      for (const Presence answer : {Presence::present, Presence::absent}) {
        const OtherAnswer one{finding, answer};
        const auto outcome = with({one});
        if (!outcome) continue;
        ++found_.looked_at;
        if (!note({one}, *outcome, found_.if_learned)) {
          quiet.push_back(one);
          shifts.push_back(outcome->lead);
        }
      }
    }
    learn_pairs(quiet, shifts);
  }

  // Every statement the other way round; what is no yes or no, left out.
  void mistake() {
    for (std::size_t i = 0; i < person_.statements.size(); ++i) {
      Case other = person_;
      const Statement& said = person_.statements[i];
      OtherAnswer answer{said.finding, Presence::unknown};
      if (said.present == Presence::unknown) {
        other.statements.erase(other.statements.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        answer.present = said.present == Presence::present ? Presence::absent : Presence::present;
        other.statements[i] = statement_of(answer);
      }
      const auto outcome = outcome_of(other);
      if (!outcome) continue;
      ++found_.looked_at;
      note({answer}, *outcome, found_.if_mistaken);
    }
  }

 private:
  bool is_stated(FindingId finding) const {
    return std::any_of(person_.statements.begin(), person_.statements.end(),
                       [&](const Statement& one) { return one.finding == finding; });
  }

  // Nothing where the case contradicts itself.
  std::optional<Outcome> outcome_of(const Case& person) const {
    const auto findings = gather_findings(person, knowledge_);
    if (!findings) return std::nullopt;
    const Differential differential = ranker_.rank(*findings);
    const Triage triage =
        raise_for_likely_danger(assess_urgency(*findings, knowledge_), differential, *findings, knowledge_);
    Outcome outcome;
    outcome.level = triage.level;
    if (differential.complaint && !differential.ranked.empty()) {
      outcome.leading = differential.ranked.front().condition;
      outcome.probability = differential.ranked.front().probability;
      const auto most = std::max_element(differential.mechanism.begin(), differential.mechanism.end());
      outcome.mechanism = static_cast<Mechanism>(most - differential.mechanism.begin());
      const auto log_odds = [](double p) {
        return natural_log(std::clamp(p, 1e-12, 1 - 1e-12) / (1 - std::clamp(p, 1e-12, 1 - 1e-12)));
      };
      const ConditionId before = now_.leading.is_some() ? now_.leading : outcome.leading;
      double second = 0;
      for (const RankedCondition& one : differential.ranked) {
        if (one.condition != before) second = std::max(second, one.probability);
      }
      outcome.lead = log_odds(differential.probability[before.row()]) - log_odds(second);
    }
    return outcome;
  }

  std::optional<Outcome> with(const std::vector<OtherAnswer>& answers) const {
    Case other = person_;
    for (const OtherAnswer& one : answers) other.statements.push_back(statement_of(one));
    return outcome_of(other);
  }

  // Whether it changed anything; what did is kept.
  bool note(const std::vector<OtherAnswer>& answers, const Outcome& outcome, std::vector<Turn>& turns) {
    Turn turn;
    turn.answers = answers;
    turn.level = outcome.level;
    turn.leading = outcome.leading;
    turn.probability = outcome.probability;
    turn.mechanism = outcome.mechanism;
    turn.changes_level = outcome.level != now_.level;
    turn.changes_leading = outcome.leading != now_.leading;
    turn.changes_mechanism = outcome.mechanism != now_.mechanism;
    if (!turn.changes_level && !turn.changes_leading && !turn.changes_mechanism) return false;
    turns.push_back(std::move(turn));
    return true;
  }

  bool any_learned(bool Turn::*what) const {
    return std::any_of(found_.if_learned.begin(), found_.if_learned.end(), [&](const Turn& one) { return one.*what; });
  }

  // Pairs only of what changes nothing alone: a set with a smaller one inside it is not among the smallest.
  void learn_pairs(const std::vector<OtherAnswer>& quiet, const std::vector<double>& shifts) {
    if (!any_learned(&Turn::changes_leading)) {
      std::vector<std::size_t> nearest(quiet.size());
      for (std::size_t i = 0; i < nearest.size(); ++i) nearest[i] = i;
      std::stable_sort(nearest.begin(), nearest.end(),
                       [&](std::size_t a, std::size_t b) { return shifts[a] < shifts[b]; });
      std::vector<OtherAnswer> chosen;
      for (const std::size_t i : nearest) {
        if (chosen.size() < most_pairs_from) chosen.push_back(quiet[i]);
      }
      try_pairs(chosen);
    }
    if (!any_learned(&Turn::changes_level)) {
      std::set<std::pair<FindingId, FindingId>> tried;
      for (const OpenRule& rule : assess_urgency(findings_, knowledge_).open) {
        std::vector<OtherAnswer> chosen;
        for (const FindingId id : rule.ask) {
          const bool is_quiet =
              std::any_of(quiet.begin(), quiet.end(), [&](const OtherAnswer& one) { return one.finding == id; });
          if (is_quiet && chosen.size() < most_pairs_from) chosen.push_back({id, Presence::present});
        }
        try_pairs(chosen, &tried);
      }
    }
  }

  void try_pairs(const std::vector<OtherAnswer>& chosen, std::set<std::pair<FindingId, FindingId>>* tried = nullptr) {
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      for (std::size_t j = i + 1; j < chosen.size(); ++j) {
        if (chosen[i].finding == chosen[j].finding) continue;
        if (tried != nullptr && !tried->emplace(std::minmax(chosen[i].finding, chosen[j].finding)).second) continue;
        const auto outcome = with({chosen[i], chosen[j]});
        if (!outcome) continue;
        ++found_.looked_at;
        note({chosen[i], chosen[j]}, *outcome, found_.if_learned);
      }
    }
  }

  Case person_;
  const Knowledge& knowledge_;
  const Findings& findings_;
  Ranker ranker_;
  Outcome now_;
  WouldChange found_;
};

}  // namespace

Result<WouldChange> what_would_change(const Case& person, const Knowledge& knowledge) {
  auto findings = gather_findings(person, knowledge);
  if (!findings) return findings.take_error().at("findings");
  Search search(person, knowledge, *findings);
  search.learn();
  search.mistake();
  return std::move(search).found();
}

}  // namespace lumbar
