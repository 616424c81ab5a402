// SPDX-License-Identifier: Apache-2.0
// First and second line, options to discuss, whom to see first, and prevention by a person's own risks; real facts.
#include <gtest/gtest.h>

#include <algorithm>

#include "lumbar/clinic/plan/plan.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

const Knowledge& facts() { return shipped_facts(); }

Findings found(const std::vector<std::pair<std::string_view, Presence>>& answers, std::optional<double> age = {}) {
  Case person;
  person.lenient = true;
  for (const auto& [name, present] : answers) {
    Statement statement;
    statement.finding = facts().finding(name).value();
    statement.present = present;
    person.statements.push_back(std::move(statement));
  }
  if (age) {
    Statement years;
    years.finding = facts().finding("age_years").value();
    years.number.bare = age;
    person.statements.push_back(std::move(years));
  }
  return *gather_findings(person, facts());
}

// A plan for conditions so likely that all are planned for, with nothing dangerous true or open.
Plan plan_for(const std::vector<std::string_view>& conditions, const Findings& findings) {
  Triage triage;
  triage.level = Urgency::appointment;
  settle_consequences(triage, facts());
  Differential differential;
  differential.complaint = true;
  differential.probability.assign(facts().conditions().size(), 0.0);
  double probability = 0.9;
  for (const std::string_view name : conditions) {
    const ConditionId one = facts().condition(name).value();
    differential.ranked.push_back({.condition = one, .probability = probability});
    differential.probability[one.row()] = probability;
    probability *= 0.9;
  }
  return plan_care(triage, differential, findings, facts());
}

const PlannedTreatment* planned(const Plan& plan, std::string_view name) {
  for (const PlannedTreatment& one : plan.treatment) {
    if (facts()[one.treatment].name == name) return &one;
  }
  return nullptr;
}

std::vector<std::string> prevention(const Findings& findings) {
  std::vector<std::string> names;
  for (const TreatmentId one : plan_for({"nonspecific_low_back_pain"}, findings).prevention)
    names.push_back(facts()[one].name);
  return names;
}

std::ptrdiff_t place_of(const std::vector<std::string>& names, std::string_view name) {
  const auto found_at = std::find(names.begin(), names.end(), name);
  return found_at == names.end() ? -1 : found_at - names.begin();
}

TEST(PlanLines, ordinary_back_pain_begins_with_moving_and_learning) {
  const Plan plan = plan_for({"nonspecific_low_back_pain"}, found({}));
  for (const char* name : {"self_management_education", "stay_active_avoid_bed_rest"}) {
    ASSERT_NE(planned(plan, name), nullptr) << name;
    EXPECT_EQ(planned(plan, name)->line, TreatmentLine::first) << name;
  }
}

TEST(PlanLines, needles_and_knives_are_only_ever_options_to_discuss) {
  std::size_t seen = 0;
  for (const Condition& one : facts().conditions()) {
    for (const PlannedTreatment& each : plan_for({one.name}, found({})).treatment) {
      const Treatment& treatment = facts()[each.treatment];
      const bool cuts = treatment.type == "surgery" || treatment.type == "injection";
      EXPECT_EQ(each.line == TreatmentLine::discuss, cuts) << treatment.name;
      EXPECT_EQ(each.line == TreatmentLine::emergency, treatment.type == "emergency") << treatment.name;
      if (each.line == TreatmentLine::first) {
        EXPECT_EQ(treatment.position_class, "recommended") << treatment.name;
      }
      // The plan is one of classes: no medicine by its brand, and what it is weighed with stands beside it.
      if (treatment.type == "medication_class") {
        EXPECT_FALSE(treatment.position.empty()) << treatment.name;
      }
      seen += cuts ? 1 : 0;
    }
  }
  EXPECT_GT(seen, 10U);
}

TEST(PlanLines, the_first_line_of_one_condition_is_not_lost_in_the_second_of_another) {
  for (const Condition& one : facts().conditions()) {
    const Plan alone = plan_for({"nonspecific_low_back_pain"}, found({}));
    const Plan both = plan_for({one.name, "nonspecific_low_back_pain"}, found({}));
    for (const PlannedTreatment& each : both.treatment) {
      const PlannedTreatment* before = planned(alone, facts()[each.treatment].name);
      if (before != nullptr) {
        EXPECT_LE(each.line, before->line) << one.name << " " << facts()[each.treatment].name;
      }
    }
  }
}

TEST(PlanLines, who_is_needed_soonest_is_seen_first) {
  const Plan plan = plan_for({"nonspecific_low_back_pain", "disc_herniation", "multiple_myeloma"}, found({}));
  ASSERT_GT(plan.referral.size(), 2U);
  const auto soon = [](const PlannedReferral& one) {
    return std::find(seen_within_words.begin(), seen_within_words.end(), one.within) - seen_within_words.begin();
  };
  EXPECT_TRUE(std::is_sorted(plan.referral.begin(), plan.referral.end(),
                             [&](const auto& a, const auto& b) { return soon(a) < soon(b); }));
}

TEST(PlanLines, prevention_begins_with_the_persons_own_risks) {
  const auto nobody = prevention(found({}));
  const auto smoker = prevention(found({{"smoking", Presence::present}, {"heavy_manual_work", Presence::absent}}));
  EXPECT_EQ(smoker.front(), "smoking_cessation");
  // What is known to be absent is left out; what nobody asked for comes last.
  EXPECT_EQ(place_of(smoker, "avoid_twist_keep_close"), -1);
  EXPECT_GT(place_of(nobody, "avoid_twist_keep_close"), place_of(nobody, "regular_exercise_general"));
  EXPECT_GT(place_of(nobody, "smoking_cessation"), place_of(nobody, "regular_exercise_general"));
  EXPECT_GE(place_of(nobody, "regular_exercise_general"), 0);
}

TEST(PlanLines, advice_on_school_bags_is_for_the_young) {
  EXPECT_EQ(prevention(found({{"heavy_backpack_child", Presence::present}}, 11)).front(), "backpack_limits");
  EXPECT_EQ(place_of(prevention(found({{"heavy_backpack_child", Presence::present}}, 40)), "backpack_limits"), -1);
  EXPECT_NE(planned(plan_for({"nonspecific_low_back_pain"}, found({}, 11)), "backpack_limits"), nullptr);
  EXPECT_EQ(planned(plan_for({"nonspecific_low_back_pain"}, found({}, 40)), "backpack_limits"), nullptr);
}

}  // namespace
}  // namespace lumbar
