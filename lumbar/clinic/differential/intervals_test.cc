// SPDX-License-Identifier: Apache-2.0
// Intervals from sampled worlds, against a sampler and an enumeration of their own; and how far a figure may be off.
#include "lumbar/clinic/differential/intervals.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "lumbar/clinic/differential/differential.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

// Three causes, two manifestations: the first is shared by two of them, the second by all.
PersonalNetwork three_causes() {
  PersonalNetwork personal;
  personal.network.odds = {0.3, 0.05, 0.01};
  personal.network.groups = {{4, {{0, 0.25}, {1, 1}}}, {9, {{0, 0.1}, {1, 0.5}, {2, 1}}}};
  personal.ranked = {ConditionId(0), ConditionId(1), ConditionId(2)};
  personal.manifestation = {FindingId(0), FindingId(1)};
  personal.background = {0, 0, 0, 0.2};
  personal.odds_spread = {0.3, 0, 0.5};
  personal.link_spread = {{0.5, 0.3}, {0.7, 0.35, 0.4}};
  personal.background_spread = {0, 0, 0, 0.4};
  return personal;
}
const std::vector<double> prior_spread = {0.4, 0.9, 0.6, 0.3};

bayes::Query query_of_three() {
  bayes::Query query;
  query.class_of_cause = {0, 1, 3};
  query.any_of = {{1, 2}};
  return query;
}

struct Chances {
  double cause[3], only[3], any;
};

// Every set of causes, one after the other: each manifestation's ratio is ceiling − (ceiling − 1) · product of
// failures.
Chances enumerated(const double (&odds)[3], const double (&first)[2], const double (&second)[3]) {
  Chances sum{};
  double total = 0;
  for (unsigned set = 1; set < 8; ++set) {
    double weight = 1;
    double failed_first = 1;
    double failed_second = 1;
    const double top_first = std::max({first[0], first[1], 1.0});
    const double top_second = std::max({second[0], second[1], second[2], 1.0});
    for (unsigned i = 0; i < 3; ++i) {
      if (((set >> i) & 1U) == 0) continue;
      weight *= odds[i];
      const auto held = [&](double ratio, double top, double& failed) {
        if (ratio <= 1) weight *= ratio;
        if (ratio > 1) failed *= 1 - (ratio - 1) / (top - 1);
      };
      if (i < 2) held(first[i], top_first, failed_first);
      held(second[i], top_second, failed_second);
    }
    weight *= (top_first - (top_first - 1) * failed_first) * (top_second - (top_second - 1) * failed_second);
    total += weight;
    for (unsigned i = 0; i < 3; ++i) {
      if (((set >> i) & 1U) != 0) sum.cause[i] += weight;
      if (set == (1U << i)) sum.only[i] += weight;
    }
    if ((set & 6U) != 0) sum.any += weight;
  }
  for (double& one : sum.cause) one /= total;
  for (double& one : sum.only) one /= total;
  sum.any /= total;
  return sum;
}

double log_odds(double chance) { return std::log(chance / (1 - chance)); }

// The bounds of 1,000 worlds are themselves uncertain: a quarter of what the sampled log odds spread over.
void expect_close(Interval ours, std::vector<double> theirs, const char* what) {
  std::sort(theirs.begin(), theirs.end());
  const double low = theirs[theirs.size() / 40];
  const double high = theirs[theirs.size() - theirs.size() / 40 - 1];
  const double tolerance = 0.06 * (log_odds(high) - log_odds(low));
  EXPECT_NEAR(log_odds(ours.first), log_odds(low), tolerance) << what;
  EXPECT_NEAR(log_odds(ours.second), log_odds(high), tolerance) << what;
}

TEST(Intervals, are_those_of_an_independent_sampler) {
  const PersonalNetwork personal = three_causes();
  const bayes::Query query = query_of_three();
  const bayes::Posterior point = bayes::infer(personal.network, query);
  const auto ours = reckon_intervals(personal, prior_spread, query, point, {}, 1e9);
  ASSERT_TRUE(ours);
  EXPECT_EQ(ours->worlds, 1000U);

  std::mt19937_64 random(7);
  std::normal_distribution<double> z;
  std::vector<double> cause[3], only[3], any, background;
  const auto drawn = [&](double middle, double spread) { return middle * std::exp(spread * z(random)); };
  for (int world = 0; world < 40000; ++world) {
    const double odds[3] = {drawn(0.3, std::hypot(0.4, 0.3)), drawn(0.05, 0.9), drawn(0.01, std::hypot(0.6, 0.5))};
    const double first[2] = {drawn(1 + 3 * 0.25, 0.5), drawn(4, 0.3)};
    const double second[3] = {drawn(1 + 8 * 0.1, 0.7), drawn(1 + 8 * 0.5, 0.35), drawn(9, 0.4)};
    const Chances chances = enumerated(odds, first, second);
    for (int i = 0; i < 3; ++i) {
      cause[i].push_back(chances.cause[i]);
      only[i].push_back(chances.only[i]);
    }
    any.push_back(chances.any);
    const double there = drawn(0.25, std::hypot(0.3, 0.4));
    background.push_back(there / (1 + there));
  }
  for (std::size_t i = 0; i < 3; ++i) expect_close(ours->condition[i], cause[i], "cause");
  expect_close(ours->condition[3], background, "background");
  expect_close(ours->mechanism[0], only[0], "only muscular");
  expect_close(ours->mechanism[1], only[1], "only neurological");
  expect_close(ours->mechanism[3], only[2], "only non-spinal");
  expect_close(ours->any_emergency, any, "any emergency");
}

TEST(Intervals, hold_their_point_and_come_again) {
  const PersonalNetwork personal = three_causes();
  const bayes::Query query = query_of_three();
  const bayes::Posterior point = bayes::infer(personal.network, query);
  const auto once = reckon_intervals(personal, prior_spread, query, point, {}, 1e9);
  const auto again = reckon_intervals(personal, prior_spread, query, point, {}, 1e9);
  ASSERT_TRUE(once && again);
  EXPECT_EQ(once->condition, again->condition);
  EXPECT_EQ(once->mechanism, again->mechanism);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_LE(once->condition[i].first, point.cause[i]);
    EXPECT_GE(once->condition[i].second, point.cause[i]);
  }
}

// What is bounded is never told as surer than its bound.
TEST(Intervals, are_widened_by_the_bound_of_what_is_not_exact) {
  const PersonalNetwork personal = three_causes();
  const bayes::Query query = query_of_three();
  bayes::Posterior point = bayes::infer(personal.network, query);
  const auto exact = reckon_intervals(personal, prior_spread, query, point, {}, 1e9);
  point.exact = false;
  point.error_bound = 0.05;
  const auto bounded = reckon_intervals(personal, prior_spread, query, point, {}, 1e9);
  ASSERT_TRUE(exact && bounded);
  EXPECT_NEAR(bounded->condition[0].first, std::max(0.0, exact->condition[0].first - 0.05), 1e-12);
  EXPECT_NEAR(bounded->condition[0].second, std::min(1.0, exact->condition[0].second + 0.05), 1e-12);
}

TEST(Intervals, are_not_told_from_a_handful_of_worlds) {
  const PersonalNetwork personal = three_causes();
  const bayes::Query query = query_of_three();
  EXPECT_FALSE(reckon_intervals(personal, prior_spread, query, bayes::infer(personal.network, query), {}, 10));
}

TEST(Intervals, normals_are_normal_and_do_not_know_each_other) {
  double sum = 0;
  double squares = 0;
  double together = 0;
  double beyond = 0;
  constexpr int count = 20000;
  for (int i = 0; i < count; ++i) {
    const double one = normal(static_cast<std::size_t>(i), 3, 5);
    const double other = normal(static_cast<std::size_t>(i), 5, 3);
    sum += one;
    squares += one * one;
    together += one * other;
    beyond += std::abs(one) > 1.96 ? 1 : 0;
  }
  EXPECT_NEAR(sum / count, 0, 0.02);
  EXPECT_NEAR(squares / count, 1, 0.03);
  EXPECT_NEAR(together / count, 0, 0.02);
  EXPECT_NEAR(beyond / count, 0.05, 0.005);
}

const Knowledge& facts() { return shipped_facts(); }

TEST(Spread, an_own_interval_counts_and_an_assumed_one_is_widened) {
  const Figure published{4, 2, 8};
  EXPECT_NEAR(spread_of_ratio(published, Status::verified, facts()), std::log(4) / (2 * 1.959964), 1e-6);
  EXPECT_NEAR(spread_of_ratio(published, Status::assumed, facts()), 1.5 * std::log(4) / (2 * 1.959964), 1e-6);
  EXPECT_GT(spread_of_ratio({4, {}, {}}, Status::assumed, facts()),
            spread_of_ratio({4, {}, {}}, Status::verified, facts()));
}

// LR+ = sensitivity / (1 − specificity): in logarithms a proportion moves it by what is left of it.
TEST(Spread, a_row_of_proportions_follows_from_them) {
  Evidence row;
  row.basis.status = Status::verified;
  row.sensitivity = {0.8, 0.7, 0.88};
  row.specificity = {0.9, {}, {}};
  row.ratio_present = {8, {}, {}};
  row.ratio_absent = {0.222, {}, {}};
  const double by_sensitivity = (log_odds(0.88) - log_odds(0.7)) / (2 * 1.959964);
  const double by_specificity = facts().spread(FigureKind::proportion, Status::verified)->alone;
  const RatioSpread spread = spread_of_row(row, facts());
  EXPECT_NEAR(spread.if_present, std::hypot(0.2 * by_sensitivity, 0.9 * by_specificity), 1e-6);
  EXPECT_NEAR(spread.if_absent, std::hypot(0.8 * by_sensitivity, 0.1 * by_specificity), 1e-6);
  row.ratio_present = {8, 4, 16};
  EXPECT_NEAR(spread_of_row(row, facts()).if_present, std::log(4) / (2 * 1.959964), 1e-6) << "the published one";
}

// From the facts to the person: each interval holds its point, and what rests on assumptions is wide.
TEST(Spread, a_real_person_gets_intervals) {
  Case person;
  for (const char* name : {"low_back_pain", "unilateral_leg_pain", "leg_tingling"}) {
    Statement statement;
    statement.finding = facts().finding(name).value();
    statement.present = Presence::present;
    person.statements.push_back(statement);
  }
  const Differential differential = rank_conditions(*gather_findings(person, facts()), facts());
  EXPECT_EQ(differential.worlds, 1000U);
  ASSERT_FALSE(differential.ranked.empty());
  for (const RankedCondition& one : differential.ranked) {
    ASSERT_TRUE(one.interval);
    EXPECT_LE(one.interval->first, one.probability);
    EXPECT_GE(one.interval->second, one.probability);
    EXPECT_LT(one.interval->first, one.interval->second);
  }
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_LE(differential.mechanism_interval[i].first, differential.mechanism[i]);
    EXPECT_GE(differential.mechanism_interval[i].second, differential.mechanism[i]);
  }
  EXPECT_LE(differential.any_emergency_interval.first, differential.any_emergency);
  EXPECT_GE(differential.any_emergency_interval.second, differential.any_emergency);
}

}  // namespace
}  // namespace lumbar
