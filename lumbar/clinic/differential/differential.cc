// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/differential/differential.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "lumbar/base/logarithm.h"
#include "lumbar/clinic/differential/intervals.h"
#include "lumbar/clinic/differential/network.h"

namespace lumbar {
namespace {

constexpr double least_shown = 0.005;    // conditions below 0.5 % are left out …
constexpr std::size_t always_shown = 5;  // … but five are always shown
constexpr std::size_t most_missing = 6;
constexpr double least_told_db = 0.05;  // a weight that rounds to nothing is not told
constexpr double tie = 1e-6;

// What one case may cost, in table cells: about a nanosecond each. Ordinary cases need a thousandth of it.
constexpr double most_exact = 4e8;    // one reckoning; beyond it, what tells least is weighed apart …
constexpr double most_apart = 2e6;    // … until it costs this, so that many statements can still be weighed
constexpr double most_weights = 1e9;  // the weights of all statements together
constexpr double most_worlds = 2e8;   // all sampled worlds together, eight cells a nanosecond
constexpr double most_slopes = 3e8;   // slopes of all chances told, and the worlds beside them
constexpr double cells_a_row = 300;   // what reading one row of evidence costs, in cells

constexpr double decibans_a_unit = 4.342944819032518;  // 10 / log 10: from natural logarithms

double decibans(double chance, double against_chance) {
  const auto log_odds = [](double p) {
    const double cut = std::clamp(p, 1e-15, 1 - 1e-15);
    return natural_log(cut) - natural_log(1 - cut);
  };
  return decibans_a_unit * (log_odds(chance) - log_odds(against_chance));
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
    const double weight = std::max(std::abs(natural_log(row.if_present)), std::abs(natural_log(row.if_absent)));
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
    one.missing.push_back({evidence.finding, decibans_a_unit * natural_log(row.if_present),
                           decibans_a_unit * natural_log(row.if_absent), row.row});
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

// What a network says of each condition by itself, as if it were the only one: the logarithm of its odds.
std::vector<double> alone(const PersonalNetwork& personal, std::size_t how_many) {
  std::vector<double> logs(how_many, 0);
  for (std::size_t i = 0; i < personal.ranked.size(); ++i)
    logs[personal.ranked[i].row()] = natural_log(personal.network.odds[i]);
  for (const bayes::Group& group : personal.network.groups) {
    for (const bayes::Link& link : group.links)
      logs[personal.ranked[link.cause].row()] += natural_log(1 + (group.ceiling - 1) * link.explains);
  }
  for (std::size_t c = 0; c < how_many; ++c) {
    const double chance = personal.background[c];
    if (chance > 0) logs[c] = natural_log(chance) - natural_log(1 - std::min(chance, 1 - 1e-15));
  }
  return logs;
}

bool same(const PersonalNetwork& one, const PersonalNetwork& other) {
  const auto same_links = [](const bayes::Link& left, const bayes::Link& right) {
    return left.cause == right.cause && left.explains == right.explains;
  };
  const auto same_group = [&](const bayes::Group& left, const bayes::Group& right) {
    return left.ceiling == right.ceiling &&
           std::equal(left.links.begin(), left.links.end(), right.links.begin(), right.links.end(), same_links);
  };
  return one.network.odds == other.network.odds && one.ranked == other.ranked && one.background == other.background &&
         std::equal(one.network.groups.begin(), one.network.groups.end(), other.network.groups.begin(),
                    other.network.groups.end(), same_group);
}

// One person's chances, and what it takes to reckon them a second time with a statement less.
class Reckoning {
 public:
  /// What several conditions are `together` (the mechanism, any emergency) costs as much again and more.
  Reckoning(const Findings& findings, const Knowledge& knowledge, const SettingModel& model_of_setting, bool together,
            double work_limit = most_exact)
      : model(model_of_setting),
        priors(prior_chances(findings, knowledge)),
        personal(network_for(findings.statements, priors, model, knowledge)),
        findings_(findings),
        knowledge_(knowledge),
        query_(query_for(personal, findings.any_symptom, knowledge)) {
    if (!together) query_ = bayes::Query{};
    query_.at_least_one = findings.any_symptom;
    query_.work_limit = work_limit;
    bayes::infer_within(personal.network, query_, std::min(most_apart, work_limit), workspace_, posterior, apart_);
    work_ = std::ldexp(static_cast<double>(personal.network.odds.size()),
                       static_cast<int>(posterior.widest_frontier));  // at most, but for the links
    any_apart_ = std::find(apart_.begin(), apart_.end(), 1) != apart_.end();
    for (std::size_t group = 0; group < apart_.size(); ++group) {
      if (!apart_[group]) together_.push_back(personal.manifestation[group]);
    }
    probability = by_condition(personal, posterior.cause, knowledge.conditions().size());
  }

  /// Intervals of the chances of the conditions `told` and of what several are together; nothing where they would cost
  /// too much or nothing was reckoned.
  std::optional<Intervals> intervals(const std::vector<ConditionId>& told, IntervalsBy by) const {
    const bool sayable = knowledge_.spread(FigureKind::prior, Status::assumed).has_value();
    if (!sayable || by == IntervalsBy::nothing || !std::isfinite(posterior.log_evidence)) return std::nullopt;
    const std::vector<double> spreads = prior_spreads(findings_, knowledge_);
    std::optional<Intervals> found;
    if (by == IntervalsBy::worlds) found = reckon_intervals(personal, spreads, query_, posterior, apart_, most_worlds);
    if (found) return found;
    return intervals_by_slopes(personal, spreads, query_, posterior, apart_, told, most_slopes);
  }

  /// Fills in the weights of the conditions told; returns how many statements were weighed.
  std::size_t tell_weights(std::vector<RankedCondition*>& told);
  /// Fills in what several statements of one manifestation weigh together.
  void tell_groups(RankedCondition& one);

  const SettingModel& model;
  const std::vector<double> priors;
  const PersonalNetwork personal;
  bayes::Posterior posterior;
  std::vector<double> probability;  // of every condition, by its row

 private:
  struct Without {
    std::vector<double> priors;
    PersonalNetwork personal;
  };
  Without without(const std::vector<std::size_t>& left_out) const;
  std::optional<std::vector<double>> chances_without(const Without& without, double& spent);
  std::vector<std::size_t> strongest_first(const std::vector<RankedCondition*>& told) const;
  bool tell_weight(std::size_t statement, std::vector<RankedCondition*>& told, double& spent);
  double row_cost() const { return cells_a_row * static_cast<double>(knowledge_.evidence().size()); }

  const Findings& findings_;
  const Knowledge& knowledge_;
  bayes::Query query_;
  double work_ = 0;
  std::vector<std::uint8_t> apart_;  // one mark for each manifestation
  bool any_apart_ = false;
  std::vector<FindingId> together_;  // manifestations that were not weighed apart; weights are of the same network
  bayes::Workspace workspace_;
};

// Everything that follows from the statements goes with them. Age and sex speak through the priors as well.
Reckoning::Without Reckoning::without(const std::vector<std::size_t>& left_out) const {
  std::vector<Statement> rest;
  std::vector<double> others = priors;
  for (std::size_t i = 0; i < findings_.statements.size(); ++i) {
    const FindingId finding = findings_.statements[i].finding;
    if (std::find(left_out.begin(), left_out.end(), i) == left_out.end()) {
      rest.push_back(findings_.statements[i]);
    } else if (finding == knowledge_.finding("age_years") || finding == knowledge_.finding("sex")) {
      others = priors_without(finding, findings_, knowledge_);
    }
  }
  PersonalNetwork left = network_for(rest, others, model, knowledge_);
  return {std::move(others), std::move(left)};
}

// By what a statement does to any told condition by itself; ties in the order of the statements.
std::vector<std::size_t> Reckoning::strongest_first(const std::vector<RankedCondition*>& told) const {
  const std::size_t how_many = knowledge_.conditions().size();
  const std::vector<double> with = alone(personal, how_many);
  std::vector<double> strength;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < findings_.statements.size(); ++i) {
    const std::vector<double> less = alone(without({i}).personal, how_many);
    double most = 0;
    for (const RankedCondition* one : told)
      most = std::max(most, std::abs(with[one->condition.row()] - less[one->condition.row()]));
    strength.push_back(most);
    order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return strength[a] > strength[b]; });
  return order;
}

// The chances with some statements left out. Only whether there is a complaint stays: what is compared are two answers
// to one question. Nothing if it would cost too much.
std::optional<std::vector<double>> Reckoning::chances_without(const Without& without, double& spent) {
  const PersonalNetwork& left = without.personal;
  spent += row_cost();
  if (same(left, personal)) return probability;
  bayes::Query query;
  query.at_least_one = findings_.any_symptom;
  query.work_limit = most_exact;
  std::vector<std::uint8_t> apart(left.network.groups.size(), 0);
  if (any_apart_) {
    for (std::size_t group = 0; group < apart.size(); ++group)
      apart[group] =
          std::find(together_.begin(), together_.end(), left.manifestation[group]) == together_.end() ? 1 : 0;
  }
  const bayes::Network network = any_apart_ ? bayes::taken_apart(left.network, apart) : left.network;
  if (!bayes::valid(network)) return std::nullopt;
  const double work = bayes::work(network, query, workspace_);
  spent += 1.25 * std::min(work, most_exact);  // a quarter of it to find the order
  if (work > most_exact) return std::nullopt;
  bayes::Posterior posterior_without;
  bayes::infer(network, query, workspace_, posterior_without);
  return by_condition(left, posterior_without.cause, knowledge_.conditions().size());
}

// What one statement does, by leaving it out. False if that would cost too much.
bool Reckoning::tell_weight(std::size_t statement, std::vector<RankedCondition*>& told, double& spent) {
  const Without left = without({statement});
  const auto before = chances_without(left, spent);
  if (!before) return false;
  const FindingId finding = findings_.statements[statement].finding;
  for (RankedCondition* one : told) {
    if (left.priors[one->condition.row()] <= 0) continue;  // nobody knows how common it is without this age or sex
    const double db = decibans(probability[one->condition.row()], (*before)[one->condition.row()]);
    if (std::abs(db) < least_told_db) continue;
    Weight weight{finding, db, {}, own_row(model, one->condition, finding, knowledge_)};
    if (weight.row) weight.basis = knowledge_[*weight.row].basis;
    (db > 0 ? one->speaks_for : one->speaks_against).push_back(std::move(weight));
  }
  return true;
}

void Reckoning::tell_groups(RankedCondition& one) {
  std::map<FindingId, std::vector<std::size_t>> by_manifestation;
  for (std::size_t i = 0; i < findings_.statements.size(); ++i)
    by_manifestation[model.manifestation(findings_.statements[i].finding)].push_back(i);
  double spent = 0;
  for (const auto& [manifestation, members] : by_manifestation) {
    if (members.size() < 2 || spent > most_weights) continue;
    const auto before = chances_without(without(members), spent);
    if (!before) continue;
    GroupWeight group{manifestation, {}, decibans(probability[one.condition.row()], (*before)[one.condition.row()])};
    if (std::abs(group.db) < least_told_db) continue;
    for (const std::size_t member : members) group.findings.push_back(findings_.statements[member].finding);
    one.groups.push_back(std::move(group));
  }
  std::stable_sort(one.groups.begin(), one.groups.end(),
                   [](const GroupWeight& a, const GroupWeight& b) { return std::abs(a.db) > std::abs(b.db); });
}

std::size_t Reckoning::tell_weights(std::vector<RankedCondition*>& told) {
  const std::size_t statements = findings_.statements.size();
  std::vector<std::size_t> order(statements);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::size_t weighed = 0;
  if (std::isfinite(posterior.log_evidence)) {
    const double each = row_cost() + 4 * std::min(work_, most_exact);
    double spent = 0;
    if (each * static_cast<double>(statements) > most_weights) {
      order = strongest_first(told);
      spent = row_cost() * static_cast<double>(statements);
    }
    for (const std::size_t statement : order) {
      if (spent > most_weights) break;
      if (tell_weight(statement, told, spent)) ++weighed;
    }
  }
  for (RankedCondition* one : told) {
    const auto heavier = [](const Weight& a, const Weight& b) { return std::abs(a.db) > std::abs(b.db); };
    std::stable_sort(one->speaks_for.begin(), one->speaks_for.end(), heavier);
    std::stable_sort(one->speaks_against.begin(), one->speaks_against.end(), heavier);
    one->not_weighed = statements - weighed;
  }
  return weighed;
}

// The order and the chances: one reckoning, where the reasons take one for each statement.
Differential ranked_by(const Reckoning& reckoning, const Findings& findings, const Knowledge& knowledge) {
  Differential differential;
  differential.complaint = findings.any_symptom;
  const bayes::Posterior& posterior = reckoning.posterior;
  const PersonalNetwork& personal = reckoning.personal;
  differential.probability = reckoning.probability;
  differential.statements = findings.statements.size();
  differential.exact = posterior.exact;
  differential.error_bound = posterior.error_bound;
  differential.widest_frontier = posterior.widest_frontier;
  differential.any_emergency = posterior.any_of.empty() ? 0 : posterior.any_of.front();
  if (std::isnan(posterior.log_evidence)) return differential;  // nothing was reckoned: no ranking rather than a guess
  if (differential.complaint && !posterior.only.empty()) share_mechanisms(posterior, differential);

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
    if (personal.background[c] <= reckoning.priors[c] || personal.background[c] < least_shown) continue;
    RankedCondition one;
    one.condition = ConditionId(c);
    one.probability = personal.background[c];
    differential.also_present.push_back(std::move(one));
  }
  return differential;
}

void tell_intervals(const Reckoning& reckoning, IntervalsBy by, Differential& differential) {
  std::vector<ConditionId> told;
  for (const RankedCondition& one : differential.ranked) told.push_back(one.condition);
  const auto intervals = reckoning.intervals(told, by);
  if (!intervals) return;
  differential.intervals_by = intervals->worlds > 0 ? IntervalsBy::worlds : IntervalsBy::slopes;
  differential.worlds = intervals->worlds;
  differential.mechanism_interval = intervals->mechanism;
  differential.any_emergency_interval = intervals->any_emergency;
  for (RankedCondition& one : differential.ranked) one.interval = intervals->condition[one.condition.row()];
  for (RankedCondition& one : differential.also_present) one.interval = intervals->condition[one.condition.row()];
}

}  // namespace

Differential rank_without_reasons(const Findings& findings, const Knowledge& knowledge) {
  const SettingModel model(knowledge, findings.setting);
  return ranked_by(Reckoning(findings, knowledge, model, false), findings, knowledge);
}

Ranker::Ranker(const Knowledge& knowledge, Setting setting)
    : knowledge_(&knowledge), model_(std::make_unique<const SettingModel>(knowledge, setting)) {}
Ranker::~Ranker() = default;
Ranker::Ranker(Ranker&&) noexcept = default;
Ranker& Ranker::operator=(Ranker&&) noexcept = default;

Differential Ranker::rank(const Findings& findings) const { return rank(findings, IntervalsBy::nothing); }

Differential Ranker::rank(const Findings& findings, IntervalsBy by) const {
  const Reckoning reckoning(findings, *knowledge_, *model_, true);
  Differential differential = ranked_by(reckoning, findings, *knowledge_);
  tell_intervals(reckoning, by, differential);
  return differential;
}

Differential Ranker::rank(const Findings& findings, double work) const {
  return ranked_by(Reckoning(findings, *knowledge_, *model_, true, work), findings, *knowledge_);
}

Differential rank_with_intervals(const Findings& findings, const Knowledge& knowledge, IntervalsBy by) {
  return Ranker(knowledge, findings.setting).rank(findings, by);
}

Differential rank_conditions(const Findings& findings, const Knowledge& knowledge, IntervalsBy by) {
  const SettingModel model(knowledge, findings.setting);
  Reckoning reckoning(findings, knowledge, model, true);
  Differential differential = ranked_by(reckoning, findings, knowledge);
  tell_intervals(reckoning, by, differential);
  std::vector<RankedCondition*> told;
  for (RankedCondition& one : differential.ranked) told.push_back(&one);
  for (RankedCondition& one : differential.also_present) told.push_back(&one);
  differential.weighed = reckoning.tell_weights(told);
  for (RankedCondition* one : told) tell_missing(*one, findings, reckoning.model, knowledge);
  return differential;
}

double Differential::at_most(ConditionId condition) const {
  const double chance = probability[condition.row()];
  return error_bound < 1 ? std::min(1.0, chance / (1 - error_bound)) : 1;
}

RankedCondition explain_condition(ConditionId condition, const Findings& findings, const Knowledge& knowledge) {
  const SettingModel model(knowledge, findings.setting);
  Reckoning reckoning(findings, knowledge, model, true);
  RankedCondition one;
  one.condition = condition;
  one.probability = reckoning.probability[condition.row()];
  if (const auto intervals = reckoning.intervals({condition}, IntervalsBy::worlds))
    one.interval = intervals->condition[condition.row()];
  std::vector<RankedCondition*> told{&one};
  reckoning.tell_weights(told);
  reckoning.tell_groups(one);
  tell_missing(one, findings, reckoning.model, knowledge);
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
