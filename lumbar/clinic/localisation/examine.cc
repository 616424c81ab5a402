// SPDX-License-Identifier: Apache-2.0
// What to examine next: what could raise the urgency first, then what tells most of where the lesion sits.
#include <algorithm>
#include <cmath>

#include "lumbar/clinic/localisation/information.h"
#include "lumbar/clinic/localisation/localise.h"
#include "lumbar/clinic/localisation/observe.h"
#include "lumbar/clinic/localisation/places.h"

namespace lumbar {
namespace {

constexpr double worth_a_test_bits = 0.01;
constexpr double minutes_unless_told = 1;

bool examined_at_the_bedside(FindingId finding, const Knowledge& knowledge) {
  return knowledge[finding].kind == FindingKind::exam && knowledge[finding].asked_of == AskedOf::clinician;
}

bool answers(const Sign& sign, FindingId finding) {
  const auto in = [&](const std::vector<FindingId>& list) {
    return std::find(list.begin(), list.end(), finding) != list.end();
  };
  return sign.flag == finding || in(sign.grades) || in(sign.shown_by) || in(sign.shown_by_both) ||
         in(sign.shown_by_grade_3);
}

// A rule that waits for the test lifts it above all that only says where.
void add_rule(const OpenRule& open, ExaminationStep& step) {
  if (std::find(step.rules.begin(), step.rules.end(), open.rule) != step.rules.end()) return;
  step.rules.push_back(open.rule);
  step.could_raise_to = std::max(step.could_raise_to.value_or(open.could_raise_to), open.could_raise_to);
}

}  // namespace

std::vector<ExaminationStep> plan_examination(const Findings& findings, const Triage& triage,
                                              const Knowledge& knowledge) {
  std::vector<ExaminationStep> steps;
  if (knowledge.sites().empty()) return steps;
  const std::vector<Observation> seen = observe(findings, knowledge);
  const Places places(knowledge);
  const Weighing weighing(knowledge, places, seen);
  std::vector<Chance> chances;
  for (std::size_t i = 0; i < weighing.posterior().size(); ++i) chances.push_back({i, weighing.posterior()[i]});
  const std::vector<OpenSign> open = open_signs(knowledge, places, seen);
  const auto tried = [&](FindingId finding) {
    const auto& in_vain = findings.not_to_be_had;
    return std::find(in_vain.begin(), in_vain.end(), finding) != in_vain.end();
  };
  std::vector<std::optional<std::size_t>> step_of_sign(knowledge.signs().size());
  for (const OpenSign& one : open) {
    const Sign& sign = knowledge.signs()[one.sign];
    if (sign.minutes <= 0 || tried(sign.examined())) continue;
    const double bits = expected_bits(one, places, chances);
    // One stroke of the hammer answers low and brisk; together they tell at least what the better of the two does.
    const auto same = std::find_if(steps.begin(), steps.end(),
                                   [&](const ExaminationStep& step) { return step.finding == sign.examined(); });
    step_of_sign[one.sign] = static_cast<std::size_t>(same - steps.begin());
    if (same != steps.end()) {
      same->bits = std::max(same->bits, bits);
    } else {
      steps.push_back({sign.examined(), bits, sign.minutes, {}, {}});
    }
  }
  for (const OpenRule& rule : triage.open) {
    for (const FindingId asked : rule.ask) {
      if (!examined_at_the_bedside(asked, knowledge) || tried(asked)) continue;
      bool found = false;
      for (std::size_t i = 0; i < step_of_sign.size(); ++i) {
        if (!step_of_sign[i] || !answers(knowledge.signs()[i], asked)) continue;
        add_rule(rule, steps[*step_of_sign[i]]);
        found = true;
        break;  // the first sign that answers it: hyperreflexia is not asked twice
      }
      if (found) continue;
      auto same =
          std::find_if(steps.begin(), steps.end(), [&](const ExaminationStep& step) { return step.finding == asked; });
      if (same == steps.end()) same = steps.insert(steps.end(), {asked, 0, minutes_unless_told, {}, {}});
      add_rule(rule, *same);
    }
  }
  std::erase_if(steps, [](const ExaminationStep& one) { return one.rules.empty() && one.bits < worth_a_test_bits; });
  std::stable_sort(steps.begin(), steps.end(), [](const ExaminationStep& a, const ExaminationStep& b) {
    if (a.could_raise_to != b.could_raise_to) return a.could_raise_to > b.could_raise_to;  // none comes last
    if (a.rules.size() != b.rules.size()) return a.rules.size() > b.rules.size();
    // To a billionth: sums over places in another order must not change the order of the tests.
    return std::llround(a.bits / a.minutes * 1e9) > std::llround(b.bits / b.minutes * 1e9);
  });
  return steps;
}

}  // namespace lumbar
