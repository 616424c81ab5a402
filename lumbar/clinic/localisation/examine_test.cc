// SPDX-License-Identifier: Apache-2.0
// What to examine next.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "lumbar/clinic/localisation/examined.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

std::vector<ExaminationStep> plan_of(const Examined& examined) {
  const Findings findings = examined.findings();
  return plan_examination(findings, assess_urgency(findings, shipped_facts()), shipped_facts());
}

std::string names_of(const std::vector<ExaminationStep>& steps) {
  std::string text;
  for (const ExaminationStep& one : steps) text += shipped_facts()[one.finding].name + " ";
  return text;
}

bool asks(const std::vector<ExaminationStep>& steps, std::string_view name) {
  return std::any_of(steps.begin(), steps.end(),
                     [&](const ExaminationStep& one) { return one.finding == finding_of(name); });
}

Examined foot_drop() {
  return Examined().graded("mrc_ankle_dorsiflexion", 3, 5).graded("mrc_great_toe_extension", 3, 5);
}

TEST(PlanExamination, puts_what_could_raise_the_urgency_first_and_the_place_after) {
  for (const Examined& examined : {Examined().found("low_back_pain"), foot_drop().found("low_back_pain"),
                                   Examined().found("radiating_leg_pain", Side::both)}) {
    const std::vector<ExaminationStep> steps = plan_of(examined);
    ASSERT_FALSE(steps.empty());
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
      const ExaminationStep& a = steps[i];
      const ExaminationStep& b = steps[i + 1];
      EXPECT_GE(a.could_raise_to, b.could_raise_to) << names_of(steps);
      EXPECT_EQ(a.could_raise_to.has_value(), !a.rules.empty());
      if (!a.rules.empty()) continue;
      EXPECT_GE(a.bits / a.minutes + 1e-6, b.bits / b.minutes) << names_of(steps);
    }
  }
}

TEST(PlanExamination, names_no_test_that_was_done_or_tried_in_vain) {
  Examined examined = foot_drop().graded("mrc_hip_abduction", 4, 5);
  Statement vain;
  vain.finding = finding_of("mrc_ankle_inversion");
  vain.saying = Saying::unavailable;
  examined.case_.statements.push_back(vain);
  const auto steps = plan_of(examined);
  EXPECT_FALSE(asks(steps, "mrc_ankle_dorsiflexion")) << names_of(steps);
  EXPECT_FALSE(asks(steps, "mrc_hip_abduction")) << names_of(steps);
  EXPECT_FALSE(asks(steps, "mrc_ankle_inversion")) << names_of(steps);
  std::set<FindingId> once;
  for (const ExaminationStep& one : steps) EXPECT_TRUE(once.insert(one.finding).second) << names_of(steps);
}

// A side that was not examined is still to be examined.
TEST(PlanExamination, asks_for_the_side_that_is_missing) {
  EXPECT_TRUE(asks(plan_of(Examined().graded("mrc_great_toe_extension", 3, {}).found("low_back_pain")),
                   "mrc_great_toe_extension"));
}

TEST(PlanExamination, sends_a_foot_drop_to_hip_abduction_and_inversion) {
  // The urgency is taken as settled: an old drop, so that only the place is left to ask for.
  const Findings findings = foot_drop().findings();
  const auto steps = plan_examination(findings, Triage{}, shipped_facts());
  ASSERT_GE(steps.size(), 2U);
  const std::set<std::string> first = {shipped_facts()[steps[0].finding].name, shipped_facts()[steps[1].finding].name};
  EXPECT_EQ(first, (std::set<std::string>{"mrc_hip_abduction", "mrc_ankle_inversion"})) << names_of(steps);
}

// However normal S1 is, S4 and S5 are still to be examined as long as a rule waits for them.
TEST(PlanExamination, never_takes_the_sacral_examination_as_done_because_s1_is_normal) {
  const auto waiting = [] { return Examined().found("radiating_leg_pain", Side::left).found("low_back_pain"); };
  ASSERT_TRUE(asks(plan_of(waiting()), "perianal_sensation_reduced")) << names_of(plan_of(waiting()));
  const auto steps = plan_of(waiting()
                                 .graded("mrc_plantar_flexion", 5, 5)
                                 .graded("mrc_hip_extension", 5, 5)
                                 .graded("reflex_achilles", 2, 2)
                                 .normal("sensory_loss_lateral_foot"));
  EXPECT_TRUE(asks(steps, "perianal_sensation_reduced")) << names_of(steps);
  const auto done = plan_of(waiting().normal("perianal_sensation_reduced"));
  EXPECT_FALSE(asks(done, "perianal_sensation_reduced")) << names_of(done);
}

}  // namespace
}  // namespace lumbar
