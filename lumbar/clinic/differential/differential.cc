// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/differential/differential.h"

#include <algorithm>
#include <cmath>

#include "lumbar/clinic/differential/network.h"

namespace lumbar {
namespace {

constexpr double least_shown = 0.005;    // conditions below 0.5 % are left out …
constexpr std::size_t always_shown = 5;  // … but five are always shown
constexpr std::size_t most_missing = 6;
constexpr double least_told_db = 0.05;  // a weight that rounds to nothing is not told
constexpr double tie = 1e-6;

double decibans(double chance, double against_chance) {
  const auto log_odds = [](double p) {
    return std::log10(std::clamp(p, 1e-15, 1 - 1e-15)) - std::log10(1 - std::clamp(p, 1e-15, 1 - 1e-15));
  };
  return 10 * (log_odds(chance) - log_odds(against_chance));
}

bayes::Query query_for(const PersonalNetwork& personal, bool complaint, const Knowledge& knowledge) {
  bayes::Query query;
  query.at_least_one = complaint;
  std::vector<std::uint16_t> emergencies;
  for (std::size_t i = 0; i < personal.ranked.size(); ++i) {
    const Condition& condition = knowledge[personal.ranked[i]];
    query.class_of_cause.push_back(static_cast<std::uint8_t>(condition.mechanism));
    if (condition.urgency_default == Urgency::emergency_now) emergencies.push_back(static_cast<std::uint16_t>(i));
  }
  query.any_of.push_back(std::move(emergencies));
  return query;
}

std::vector<double> by_condition(const PersonalNetwork& personal, const std::vector<double>& cause,
                                 std::size_t how_many) {
  std::vector<double> probability(how_many, 0);
  for (std::size_t i = 0; i < personal.ranked.size(); ++i) probability[personal.ranked[i].row()] = cause[i];
  for (std::size_t c = 0; c < how_many; ++c) probability[c] += personal.background[c];
  return probability;
}

void share_mechanisms(const bayes::Posterior& posterior, Differential& into) {
  const auto only = [&](Mechanism one) {
    const auto place = static_cast<std::size_t>(one);
    return place < posterior.only.size() ? posterior.only[place] : 0.0;
  };
  double rest = 1;
  for (const Mechanism one : {Mechanism::muscular, Mechanism::neurological, Mechanism::non_spinal}) {
    into.mechanism[static_cast<std::size_t>(one)] = only(one);
    rest -= only(one);
  }
  into.mechanism[static_cast<std::size_t>(Mechanism::mixed)] = std::max(0.0, rest);
}

// The row of a condition that a statement speaks through: its own, else the strongest on something that follows from
// it.
std::optional<EvidenceId> own_row(const SettingModel& model, ConditionId condition, FindingId finding,
                                  const Knowledge& knowledge) {
  std::optional<EvidenceId> found;
  double strongest = -1;
  for (const Ratios& row : model.rows_of(condition)) {
    const FindingId other = knowledge[row.row].finding;
    if (other == finding) return row.row;
    const double weight = std::max(std::abs(std::log(row.if_present)), std::abs(std::log(row.if_absent)));
    if (model.manifestation(other) == model.manifestation(finding) && weight > strongest) {
      strongest = weight;
      found = row.row;
    }
  }
  return found;
}

void tell_missing(RankedCondition& one, const Findings& findings, const SettingModel& model,
                  const Knowledge& knowledge) {
  const logic::Said said(knowledge.language(), findings.statements);
  logic::Evaluation evaluation(knowledge.language(), said);
  for (const Ratios& row : model.rows_of(one.condition)) {
    const Evidence& evidence = knowledge[row.row];
    if (observed(evidence, findings.presence, evaluation, knowledge) != Presence::unknown) continue;
    if (knowledge[evidence.finding].asked_of == AskedOf::derived) continue;
    one.missing.push_back({evidence.finding, 10 * std::log10(row.if_present), 10 * std::log10(row.if_absent), row.row});
  }
  std::stable_sort(one.missing.begin(), one.missing.end(), [](const Missing& a, const Missing& b) {
    return std::max(std::abs(a.db_if_present), std::abs(a.db_if_absent)) >
           std::max(std::abs(b.db_if_present), std::abs(b.db_if_absent));
  });
  if (one.missing.size() > most_missing) one.missing.resize(most_missing);
}

// The priors of somebody of whom one thing less is known.
std::vector<double> priors_without(FindingId finding, const Findings& findings, const Knowledge& knowledge) {
  Findings rest;
  rest.setting = findings.setting;
  if (finding != knowledge.finding("age_years")) rest.age_years = findings.age_years;
  if (finding != knowledge.finding("sex")) rest.sex = findings.sex;
  return prior_chances(rest, knowledge);
}

// What each statement does, by leaving it out: the priors and the network without it, everything that follows from it
// included. Only whether there is a complaint stays: what is compared are two answers to one question.
void tell_weights(std::vector<RankedCondition*>& told, const Findings& findings, const std::vector<double>& priors,
                  const SettingModel& model, const std::vector<double>& probability, bool complaint,
                  const Knowledge& knowledge) {
  const auto age = knowledge.finding("age_years");
  const auto sex = knowledge.finding("sex");
  bayes::Workspace workspace;
  bayes::Posterior posterior;
  for (std::size_t i = 0; i < findings.statements.size(); ++i) {
    std::vector<Statement> without = findings.statements;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    const FindingId finding = findings.statements[i].finding;
    // Age and sex speak through the priors as well.
    const bool chooses_priors = finding == age || finding == sex;
    const std::vector<double> others = chooses_priors ? priors_without(finding, findings, knowledge) : priors;
    const PersonalNetwork personal = network_for(without, others, model, knowledge);
    bayes::Query query;
    query.at_least_one = complaint;
    bayes::infer(personal.network, query, workspace, posterior);
    const std::vector<double> before = by_condition(personal, posterior.cause, knowledge.conditions().size());
    for (RankedCondition* one : told) {
      if (others[one->condition.row()] <= 0) continue;  // nobody knows how common it is without this age or sex
      const double db = decibans(probability[one->condition.row()], before[one->condition.row()]);
      if (std::abs(db) < least_told_db) continue;
      Weight weight{finding, db, {}, own_row(model, one->condition, finding, knowledge)};
      if (weight.row) weight.basis = knowledge[*weight.row].basis;
      (db > 0 ? one->speaks_for : one->speaks_against).push_back(std::move(weight));
    }
  }
  for (RankedCondition* one : told) {
    const auto heavier = [](const Weight& a, const Weight& b) { return std::abs(a.db) > std::abs(b.db); };
    std::stable_sort(one->speaks_for.begin(), one->speaks_for.end(), heavier);
    std::stable_sort(one->speaks_against.begin(), one->speaks_against.end(), heavier);
  }
}

}  // namespace

namespace {

// The order and the chances: one reckoning, where the reasons take one for each statement. What several conditions are
// together (the mechanism, any emergency) costs as much again and more, and is left out where nobody asks.
Differential ranked_by(const Findings& findings, const std::vector<double>& priors, const SettingModel& model,
                       const Knowledge& knowledge, bool with_what_they_are_together) {
  Differential differential;
  differential.complaint = findings.any_symptom;
  const PersonalNetwork personal = network_for(findings.statements, priors, model, knowledge);
  bayes::Query query;
  query.at_least_one = differential.complaint;
  if (with_what_they_are_together) query = query_for(personal, differential.complaint, knowledge);
  const bayes::Posterior posterior = bayes::infer(personal.network, query);
  differential.probability = by_condition(personal, posterior.cause, knowledge.conditions().size());
  differential.exact = posterior.exact;
  differential.error_bound = posterior.error_bound;
  differential.widest_frontier = posterior.widest_frontier;
  differential.any_emergency = posterior.any_of.empty() ? 0 : posterior.any_of.front();
  if (differential.complaint && with_what_they_are_together) share_mechanisms(posterior, differential);

  for (const ConditionId condition : personal.ranked) {
    RankedCondition one;
    one.condition = condition;
    one.probability = differential.probability[condition.row()];
    differential.ranked.push_back(std::move(one));
  }
  const auto in_steps = [](const RankedCondition& one) { return std::llround(one.probability / tie); };
  std::stable_sort(differential.ranked.begin(), differential.ranked.end(),
                   [&](const RankedCondition& a, const RankedCondition& b) { return in_steps(a) > in_steps(b); });
  std::size_t shown = 0;
  while (shown < differential.ranked.size() &&
         (shown < always_shown || differential.ranked[shown].probability >= least_shown))
    ++shown;
  differential.ranked.resize(shown);
  for (std::size_t c = 0; c < knowledge.conditions().size(); ++c) {
    if (personal.background[c] <= priors[c] || personal.background[c] < least_shown) continue;
    RankedCondition one;
    one.condition = ConditionId(c);
    one.probability = personal.background[c];
    differential.also_present.push_back(std::move(one));
  }
  return differential;
}

}  // namespace

Differential rank_without_reasons(const Findings& findings, const Knowledge& knowledge) {
  return ranked_by(findings, prior_chances(findings, knowledge), SettingModel(knowledge, findings.setting), knowledge,
                   false);
}

Differential rank_conditions(const Findings& findings, const Knowledge& knowledge) {
  const SettingModel model(knowledge, findings.setting);
  const std::vector<double> priors = prior_chances(findings, knowledge);
  Differential differential = ranked_by(findings, priors, model, knowledge, true);
  std::vector<RankedCondition*> told;
  for (RankedCondition& one : differential.ranked) told.push_back(&one);
  for (RankedCondition& one : differential.also_present) told.push_back(&one);
  tell_weights(told, findings, priors, model, differential.probability, differential.complaint, knowledge);
  for (RankedCondition* one : told) tell_missing(*one, findings, model, knowledge);
  return differential;
}

RankedCondition explain_condition(ConditionId condition, const Findings& findings, const Knowledge& knowledge) {
  const SettingModel model(knowledge, findings.setting);
  const std::vector<double> priors = prior_chances(findings, knowledge);
  const PersonalNetwork personal = network_for(findings.statements, priors, model, knowledge);
  bayes::Query query;
  query.at_least_one = findings.any_symptom;
  const bayes::Posterior posterior = bayes::infer(personal.network, query);
  const std::vector<double> probability = by_condition(personal, posterior.cause, knowledge.conditions().size());
  RankedCondition one;
  one.condition = condition;
  one.probability = probability[condition.row()];
  std::vector<RankedCondition*> told{&one};
  tell_weights(told, findings, priors, model, probability, findings.any_symptom, knowledge);
  tell_missing(one, findings, model, knowledge);
  return one;
}

std::vector<RowFit> fit_of_rows(Setting setting, const Knowledge& knowledge) {
  Findings nobody;
  nobody.setting = setting;
  const SettingModel model(knowledge, setting);
  const std::vector<double> priors = prior_chances(nobody, knowledge);
  const auto odds = [](double chance) { return chance / (1 - chance); };
  bayes::Workspace workspace;
  bayes::Posterior posterior;
  bayes::Query query;
  query.at_least_one = false;
  std::vector<RowFit> fits;
  for (std::size_t f = 0; f < knowledge.findings().size(); ++f) {
    const FindingId finding(f);
    std::vector<RowFit> here;
    for (std::size_t c = 0; c < knowledge.conditions().size(); ++c) {
      if (priors[c] <= 0 || knowledge.conditions()[c].background) continue;
      for (const Ratios& row : model.rows_of(ConditionId(c))) {
        if (knowledge[row.row].finding == finding) here.push_back({row.row, row.if_present, 1});
      }
    }
    if (here.empty() || knowledge.language().variables[f].type != logic::Type::boolean) continue;
    Statement seen;
    seen.finding = finding;
    seen.present = Presence::present;
    const PersonalNetwork personal = network_for({seen}, priors, model, knowledge);
    bayes::infer(personal.network, query, workspace, posterior);
    const std::vector<double> probability = by_condition(personal, posterior.cause, knowledge.conditions().size());
    for (RowFit& fit : here) {
      const std::size_t condition = knowledge[fit.row].condition.row();
      fit.network = odds(probability[condition]) / odds(priors[condition]);
      fits.push_back(fit);
    }
  }
  return fits;
}

}  // namespace lumbar
