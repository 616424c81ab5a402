// SPDX-License-Identifier: Apache-2.0
// Intervals by slopes, against what follows by hand for one condition and against sampled worlds for people.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "lumbar/clinic/differential/differential.h"
#include "lumbar/clinic/differential/intervals.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

double log_odds(double chance) { return std::log(chance / (1 - chance)); }

// Two causes that share nothing, one of them with a manifestation of its own, and a background condition.
PersonalNetwork two_apart() {
  PersonalNetwork personal;
  personal.network.odds = {0.3, 0.05};
  personal.network.groups = {{4, {{1, 1}}}};
  personal.ranked = {ConditionId(0), ConditionId(1)};
  personal.manifestation = {FindingId(0)};
  personal.background = {0, 0, 0.2};
  personal.odds_spread = {0.3, 0};
  personal.link_spread = {{0.4}};
  personal.background_spread = {0, 0, 0.4};
  return personal;
}
const std::vector<double> prior_spread = {0.4, 0.9, 0.3};
const std::vector<ConditionId> both = {ConditionId(0), ConditionId(1)};

TEST(SlopeIntervals, of_a_condition_by_itself_are_those_of_a_normal_on_its_log_odds) {
  const PersonalNetwork personal = two_apart();
  bayes::Query query;
  query.at_least_one = false;
  const bayes::Posterior point = bayes::infer(personal.network, query);
  const auto found = intervals_by_slopes(personal, prior_spread, query, point, {}, both, 1e9);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->worlds, 0U);
  const auto expect = [&](std::size_t condition, double odds, double spread) {
    const double half = 1.959964 * spread;
    EXPECT_NEAR(log_odds(found->condition[condition].first), std::log(odds) - half, 1e-5);
    EXPECT_NEAR(log_odds(found->condition[condition].second), std::log(odds) + half, 1e-5);
  };
  expect(0, 0.3, std::hypot(0.4, 0.3));
  expect(1, 0.05 * 4, std::hypot(0.9, 0.4));
  expect(2, 0.25, std::hypot(0.3, 0.4));
}

TEST(SlopeIntervals, are_widened_by_the_bound_of_what_is_not_exact) {
  const PersonalNetwork personal = two_apart();
  const bayes::Query query;
  bayes::Posterior point = bayes::infer(personal.network, query);
  const auto exact = intervals_by_slopes(personal, prior_spread, query, point, {}, both, 1e9);
  point.error_bound = 0.05;
  const auto bounded = intervals_by_slopes(personal, prior_spread, query, point, {}, both, 1e9);
  ASSERT_TRUE(exact && bounded);
  EXPECT_NEAR(bounded->condition[0].first, std::max(0.0, exact->condition[0].first - 0.05), 1e-12);
  EXPECT_NEAR(bounded->condition[0].second, std::min(1.0, exact->condition[0].second + 0.05), 1e-12);
}

TEST(SlopeIntervals, are_not_told_where_they_cost_too_much) {
  const PersonalNetwork personal = two_apart();
  const bayes::Query query;
  const bayes::Posterior point = bayes::infer(personal.network, query);
  EXPECT_FALSE(intervals_by_slopes(personal, prior_spread, query, point, {}, both, 1));
}

const Knowledge& facts() { return shipped_facts(); }

Findings person_with(const std::vector<const char*>& present) {
  Case person;
  for (const char* name : present) {
    Statement statement;
    statement.finding = facts().finding(name).value();
    statement.present = Presence::present;
    person.statements.push_back(statement);
  }
  std::sort(person.statements.begin(), person.statements.end(),
            [](const Statement& a, const Statement& b) { return a.finding < b.finding; });
  return *gather_findings(person, facts());
}

TEST(SlopeIntervals, of_people_are_near_those_of_worlds) {
  double worst = 0;
  for (const auto& present : std::vector<std::vector<const char*>>{
           {"low_back_pain", "unilateral_leg_pain", "leg_tingling"},
           {"low_back_pain", "fever"},
           {"low_back_pain", "foot_drop", "urinary_retention"},
       }) {
    const Findings findings = person_with(present);
    const Differential slopes = rank_with_intervals(findings, facts(), IntervalsBy::slopes);
    const Differential worlds = rank_with_intervals(findings, facts(), IntervalsBy::worlds);
    EXPECT_EQ(slopes.intervals_by, IntervalsBy::slopes);
    EXPECT_EQ(worlds.intervals_by, IntervalsBy::worlds);
    EXPECT_EQ(slopes.worlds, 0U);
    EXPECT_EQ(worlds.worlds, 1000U);
    ASSERT_EQ(slopes.ranked.size(), worlds.ranked.size());
    for (std::size_t i = 0; i < slopes.ranked.size(); ++i) {
      ASSERT_TRUE(slopes.ranked[i].interval && worlds.ranked[i].interval);
      const auto [low, high] = *slopes.ranked[i].interval;
      const auto [sampled_low, sampled_high] = *worlds.ranked[i].interval;
      EXPECT_LE(low, slopes.ranked[i].probability);
      EXPECT_GE(high, slopes.ranked[i].probability);
      const double width = log_odds(sampled_high) - log_odds(sampled_low);
      worst = std::max({worst, std::abs(log_odds(low) - log_odds(sampled_low)) / width,
                        std::abs(log_odds(high) - log_odds(sampled_high)) / width});
    }
    for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_LE(slopes.mechanism_interval[i].first, slopes.mechanism[i]);
      EXPECT_GE(slopes.mechanism_interval[i].second, slopes.mechanism[i]);
    }
  }
  EXPECT_LT(worst, 0.25) << "share of the sampled width";
}

}  // namespace
}  // namespace lumbar
