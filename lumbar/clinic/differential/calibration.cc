// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/differential/calibration.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "lumbar/base/logarithm.h"
#include "lumbar/clinic/differential/differential.h"
#include "lumbar/clinic/differential/drawn_person.h"
#include "lumbar/clinic/differential/intervals.h"
#include "lumbar/clinic/differential/network.h"

namespace lumbar {
namespace {

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
