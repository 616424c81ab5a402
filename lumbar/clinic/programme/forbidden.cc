// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/programme/forbidden.h"

#include <algorithm>

namespace lumbar {

Exerciser::Exerciser(const Differential& differential, const Findings& findings, const ProgrammeWishes& wishes,
                     const Knowledge& knowledge)
    : findings_(findings),
      said_(knowledge.language(), findings.statements),
      evaluation_(knowledge.language(), said_),
      in_the_way_(knowledge.conditions().size(), 0),
      items_(knowledge.exercises().items.size(), 0) {
  // As the plan counts it: from the probability at which a condition is planned for, or its own danger threshold; and
  // the leading one, whatever its probability.
  const double planned = knowledge.parameter("plan_probability");
  for (std::size_t row = 0; row < in_the_way_.size(); ++row) {
    const double from = std::min(planned, knowledge.conditions()[row].danger_probability.value_or(1));
    in_the_way_[row] = differential.probability[row] >= from ? 1 : 0;
  }
  if (differential.complaint && !differential.ranked.empty())
    in_the_way_[differential.ranked.front().condition.row()] = 1;
  for (const ConditionId known : wishes.known) in_the_way_[known.row()] = 1;
  for (const StatedDiagnosis& one : knowledge.exercises().diagnoses) {
    if (findings[one.finding] == Presence::present) in_the_way_[one.condition.row()] = 1;
  }
  if (wishes.items) {
    for (const std::size_t item : *wishes.items) items_[item] = 1;
  } else {
    for (std::size_t item = 0; item < items_.size(); ++item) items_[item] = knowledge.exercises().items[item].everyday;
  }
  for (const char* name : {"leg_motor_weakness", "foot_drop", "objective_weakness", "leg_weakness_true"}) {
    const auto finding = knowledge.finding(name);
    if (finding && findings[*finding] == Presence::present) weak_leg_ = true;
  }
  if (const auto lowest = knowledge.finding("mrc_lowest_leg")) {
    constexpr double full_power = 5;
    const auto grade = number(*lowest);
    if (grade && *grade < full_power) weak_leg_ = true;
  }
}

std::optional<double> Exerciser::number(FindingId finding) {
  const auto numbers = evaluation_.numbers(static_cast<logic::Variable>(finding.row()));
  if (numbers.empty()) return std::nullopt;
  return *std::max_element(numbers.begin(), numbers.end());
}

Presence Exerciser::forbids(const Against& against) {
  const auto [found, fresh] = remembered_.try_emplace(against.text, Presence::unknown);
  if (!fresh) return found->second;
  Presence base = Presence::present;  // what names nobody forbids it to everyone
  if (against.condition.is_some()) base = presence(in_the_way(against.condition));
  if (against.finding.is_some() && !against.counted) base = findings_[against.finding];
  if (against.when && base != Presence::absent) {
    const Presence narrowed = evaluation_.truth(*against.when);
    if (narrowed == Presence::absent) base = Presence::absent;
    if (against.counted) base = narrowed;
  }
  return found->second = base;
}

bool Exerciser::applies(const Adaptation& adaptation) const {
  return (adaptation.age_from && findings_.age_years && *findings_.age_years >= *adaptation.age_from) ||
         std::any_of(adaptation.conditions.begin(), adaptation.conditions.end(),
                     [&](ConditionId one) { return in_the_way(one); }) ||
         std::any_of(adaptation.findings.begin(), adaptation.findings.end(),
                     [&](FindingId one) { return findings_[one] == Presence::present; });
}

Presence forbids(const Against& against, const Differential& differential, const Findings& findings,
                 const ProgrammeWishes& wishes, const Knowledge& knowledge) {
  return Exerciser(differential, findings, wishes, knowledge).forbids(against);
}

}  // namespace lumbar
