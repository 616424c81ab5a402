// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/differential/calibration.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "lumbar/base/logarithm.h"
#include "lumbar/clinic/differential/differential.h"
#include "lumbar/clinic/differential/intervals.h"
#include "lumbar/clinic/differential/network.h"

namespace lumbar {
namespace {

constexpr double surest = 0.98;  // no finding is surer than this, whatever the ratios multiply to

// One number after the other.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : seed_(seed) {}
  double even() { return uniform(++count_, seed_, 0); }
  double z() { return normal(++count_, seed_, 1); }
  bool chance(double probability) { return even() < probability; }
  template <class Thing>
  void shuffle(std::vector<Thing>& things) {
    for (std::size_t left = things.size(); left > 1; --left)
      std::swap(things[left - 1], things[static_cast<std::size_t>(even() * static_cast<double>(left))]);
  }

 private:
  std::uint64_t seed_;
  std::size_t count_ = 0;
};

// One person's world: the figures as they are there, and who and what is drawn from them.
class DrawnPerson {
 public:
  DrawnPerson(const Knowledge& knowledge, Setting setting, Draws& draws) : knowledge_(knowledge), draws_(draws) {
    findings.setting = setting;
    findings.any_symptom = true;
    findings.age_years = 18 + 72 * draws.even();
    findings.sex = draws.chance(0.5) ? Sex::female : Sex::male;
    const std::vector<double> spreads = prior_spreads(findings, knowledge);
    priors = prior_chances(findings, knowledge);
    for (std::size_t c = 0; c < priors.size(); ++c) {
      if (priors[c] <= 0) continue;
      const double odds = priors[c] / (1 - priors[c]) * exponential(spreads[c] * draws.z());
      priors[c] = odds / (1 + odds);
    }
    draw_conditions();
  }

  /// The answer to one question in a world where `model` holds; nothing where the facts do not say how often others
  /// have it.
  std::optional<Presence> answer(FindingId finding, const SettingModel& model) {
    const auto leak = knowledge_.leak(finding, findings.setting);
    if (!leak) return std::nullopt;
    double factor = 1;
    double ceiling = 1;
    std::vector<double> present;
    for (std::size_t c = 0; c < priors.size(); ++c) {
      for (const Ratios& row : model.rows_of(ConditionId(c))) {
        if (knowledge_[row.row].finding != finding) continue;
        ceiling = std::max(ceiling, row.if_present);
        if (!has[c]) continue;
        if (row.if_present <= 1) factor *= row.if_present;
        if (row.if_present > 1) present.push_back(row.if_present);
      }
    }
    double failed = 1;
    for (const double ratio : present) failed *= 1 - (ratio - 1) / (ceiling - 1);
    const double likely = *leak * factor * (ceiling - (ceiling - 1) * failed);
    return draws_.chance(std::min(likely, surest)) ? Presence::present : Presence::absent;
  }

  Findings findings;
  std::vector<double> priors;
  std::vector<bool> has;

 private:
  // At least one that can be ranked: somebody came with a complaint.
  void draw_conditions() {
    for (int tries = 0; tries < 10000; ++tries) {
      has.assign(priors.size(), false);
      bool any = false;
      for (std::size_t c = 0; c < priors.size(); ++c) {
        has[c] = draws_.chance(priors[c]);
        any = any || (has[c] && !knowledge_.conditions()[c].background);
      }
      if (any) return;
    }
  }

  const Knowledge& knowledge_;
  Draws& draws_;
};

// Findings that can be answered yes or no and move some condition; one for each manifestation, so that each says
// something new.
std::vector<FindingId> questions_of(const SettingModel& model, const Knowledge& knowledge) {
  std::map<FindingId, FindingId> by_manifestation;
  for (std::size_t c = 0; c < knowledge.conditions().size(); ++c) {
    for (const Ratios& row : model.rows_of(ConditionId(c))) {
      const FindingId finding = knowledge[row.row].finding;
      const auto& info = knowledge.language().variables[finding.row()];
      if (info.type != logic::Type::boolean || !info.askable || info.defined) continue;
      by_manifestation.try_emplace(model.manifestation(finding), finding);
    }
  }
  std::vector<FindingId> questions;
  for (const auto& [manifestation, finding] : by_manifestation) questions.push_back(finding);
  return questions;
}

}  // namespace

double Calibration::coverage() const {
  return intervals == 0 ? 0 : static_cast<double>(intervals_held) / static_cast<double>(intervals);
}

double Calibration::expected_error() const {
  double sum = 0;
  double count = 0;
  for (const Bin& bin : bins) {
    sum += std::abs(bin.said - static_cast<double>(bin.held));
    count += static_cast<double>(bin.count);
  }
  return count > 0 ? sum / count : 0;
}

Calibration calibrate(const Knowledge& knowledge, Setting setting, std::size_t people, std::size_t questions,
                      std::uint64_t seed, IntervalsBy by) {
  const SettingModel model(knowledge, setting);
  const Ranker ranker(knowledge, setting);
  std::vector<FindingId> pool = questions_of(model, knowledge);
  Draws draws(seed);
  bayes::Workspace workspace;
  bayes::Posterior truth;
  Calibration result;
  for (std::size_t i = 0; i < people; ++i) {
    DrawnPerson person(knowledge, setting, draws);
    SettingModel world = model;
    world.change([&](double ratio, double spread) { return ratio * exponential(spread * draws.z()); });
    draws.shuffle(pool);
    for (std::size_t q = 0; q < std::min(questions, pool.size()); ++q) {
      const auto answer = person.answer(pool[q], world);
      if (!answer) continue;
      Statement statement;
      statement.finding = pool[q];
      statement.present = *answer;
      person.findings.statements.push_back(statement);
    }
    const logic::Said said(knowledge.language(), person.findings.statements);
    logic::Evaluation evaluation(knowledge.language(), said);
    for (std::size_t f = 0; f < knowledge.findings().size(); ++f)
      person.findings.presence.push_back(evaluation.finding(static_cast<logic::Variable>(f)));

    const PersonalNetwork there = network_for(person.findings.statements, person.priors, world, knowledge);
    bayes::Query query;
    if (!bayes::valid(there.network)) continue;
    bayes::infer(there.network, query, workspace, truth);
    std::vector<double> true_chance(knowledge.conditions().size(), 0);
    for (std::size_t c = 0; c < there.ranked.size(); ++c) true_chance[there.ranked[c].row()] = truth.cause[c];

    const Differential differential = ranker.rank(person.findings, by);
    ++result.people;
    for (const RankedCondition& one : differential.ranked) {
      const std::size_t row = one.condition.row();
      if (one.interval) {
        ++result.intervals;
        const bool held = true_chance[row] >= one.interval->first && true_chance[row] <= one.interval->second;
        result.intervals_held += held ? 1 : 0;
      }
      auto& bin = result.bins[std::min<std::size_t>(static_cast<std::size_t>(one.probability * 20), 19)];
      ++bin.count;
      bin.said += one.probability;
      bin.held += person.has[row] ? 1 : 0;
    }
  }
  return result;
}

}  // namespace lumbar
