// SPDX-License-Identifier: Apache-2.0
// People drawn by the network: who they are, what they have, what they would answer. For benches and tests; no answer
// comes from here.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "lumbar/base/logarithm.h"
#include "lumbar/clinic/differential/intervals.h"
#include "lumbar/clinic/differential/network.h"

namespace lumbar {

/// One number after the other; the same for the same seed.
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

/// One person's world: the figures as they are there, and who and what is drawn from them.
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
  /// have it. Where no condition of the person explains it, the background counts `unexplained` times.
  std::optional<Presence> answer(FindingId finding, const SettingModel& model, double unexplained = 1) {
    constexpr double surest = 0.98;  // no finding is surer than this, whatever the ratios multiply to
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
    const double background = present.empty() ? *leak * unexplained : *leak;
    const double likely = background * factor * (ceiling - (ceiling - 1) * failed);
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

}  // namespace lumbar
