// SPDX-License-Identifier: Apache-2.0
// The programme against the plain sum over all sets of causes, and the laws that every answer must keep.
#include "lumbar/science/bayes/bayes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numeric>
#include <utility>

#include "lumbar/science/bayes/random_networks.h"

namespace lumbar::bayes {
namespace {

// The definition in bayes.h, set by set, in extended precision.
Posterior brute_force(const Network& network, const Query& query) {
  using Wide = long double;
  const std::size_t causes = network.odds.size();
  const std::size_t classes = query.class_of_cause.empty()
                                  ? 0
                                  : 1u + *std::max_element(query.class_of_cause.begin(), query.class_of_cause.end());
  Wide total = 0;
  std::vector<Wide> cause_weight(causes), only(classes), any_of(query.any_of.size());
  for (std::size_t set = query.at_least_one ? 1 : 0; set < (std::size_t{1} << causes); ++set) {
    const auto has = [set](std::size_t cause) { return ((set >> cause) & 1u) != 0; };
    Wide weight = 1;
    for (std::size_t cause = 0; cause < causes; ++cause)
      if (has(cause)) weight *= network.odds[cause];
    for (const Group& group : network.groups) {
      Wide unexplained = 1;
      for (const Link& link : group.links)
        if (has(link.cause)) unexplained *= 1 - static_cast<Wide>(link.explains);
      weight *= unexplained + group.ceiling * (1 - unexplained);
    }
    total += weight;
    for (std::size_t cause = 0; cause < causes; ++cause)
      if (has(cause)) cause_weight[cause] += weight;
    for (std::size_t which = 0; which < classes; ++which) {
      bool alone = set != 0;
      for (std::size_t cause = 0; cause < causes; ++cause)
        if (has(cause) && query.class_of_cause[cause] != which) alone = false;
      if (alone) only[which] += weight;
    }
    for (std::size_t event = 0; event < any_of.size(); ++event) {
      const std::vector<std::uint16_t>& members = query.any_of[event];
      if (std::any_of(members.begin(), members.end(), has)) any_of[event] += weight;
    }
  }
  Posterior posterior;
  for (const Wide weight : cause_weight) posterior.cause.push_back(static_cast<double>(weight / total));
  for (const Wide weight : only) posterior.only.push_back(static_cast<double>(weight / total));
  for (const Wide weight : any_of) posterior.any_of.push_back(static_cast<double>(weight / total));
  posterior.log_evidence = static_cast<double>(std::log(total));
  return posterior;
}

double largest_difference(const std::vector<double>& left, const std::vector<double>& right) {
  EXPECT_EQ(left.size(), right.size());
  double largest = 0;
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    const double difference = std::abs(left[i] - right[i]);
    largest = difference <= largest ? largest : difference;  // keeps NaN
  }
  return largest;
}

double largest_chance_difference(const Posterior& left, const Posterior& right) {
  return std::max({largest_difference(left.cause, right.cause), largest_difference(left.only, right.only),
                   largest_difference(left.any_of, right.any_of)});
}

bool same_bits(const Posterior& left, const Posterior& right) {
  return left.cause == right.cause && left.only == right.only && left.any_of == right.any_of &&
         left.log_evidence == right.log_evidence && left.error_bound == right.error_bound;
}

TEST(Bayes, one_cause_is_bayes_rule) {
  // Odds 1/3, ratio 5 if explained, which happens with chance 0.5: odds after = 1/3 x 3 = 1.
  const Network network{{1.0 / 3}, {{5, {{0, 0.5}}}}};
  EXPECT_DOUBLE_EQ(infer(network, {.at_least_one = false, .class_of_cause = {}, .any_of = {}}).cause[0], 0.5);
  EXPECT_DOUBLE_EQ(infer(network, Query{}).cause[0], 1);
}

TEST(Bayes, one_group_of_two_causes_by_hand) {
  // Sets: {} 1; {0} 1 x L; {1} 2 x L; {0,1} 2 x L with L = 1 + 2(1 - Q): 2, 2, 2.5.
  const Network favouring{{1, 2}, {{3, {{0, 0.5}, {1, 0.5}}}}};
  const Posterior posterior = infer(favouring, {.at_least_one = false, .class_of_cause = {0, 1}, .any_of = {{0, 1}}});
  EXPECT_NEAR(posterior.cause[0], 7.0 / 12, 1e-15);
  EXPECT_NEAR(posterior.cause[1], 9.0 / 12, 1e-15);
  EXPECT_NEAR(posterior.only[0], 2.0 / 12, 1e-15);
  EXPECT_NEAR(posterior.only[1], 4.0 / 12, 1e-15);
  EXPECT_NEAR(posterior.any_of[0], 11.0 / 12, 1e-15);
  EXPECT_NEAR(posterior.log_evidence, std::log(12.0), 1e-14);
  EXPECT_EQ(posterior.widest_frontier, 1u);
  EXPECT_TRUE(posterior.exact);
  EXPECT_EQ(posterior.error_bound, 0);

  // Against: L = 1 - 0.8 (1 - Q): 0.6, 0.6, 0.4.
  const Network opposing{{1, 2}, {{0.2, {{0, 0.5}, {1, 0.5}}}}};
  const Posterior against = infer(opposing, {.at_least_one = false, .class_of_cause = {}, .any_of = {}});
  EXPECT_NEAR(against.cause[0], 1.4 / 3.6, 1e-15);
  EXPECT_NEAR(against.cause[1], 2.0 / 3.6, 1e-15);
}

TEST(Bayes, without_groups_the_odds_stand_alone) {
  const Network network{{0.5, 1, 3}, {}};
  const Posterior posterior = infer(network, {.at_least_one = false, .class_of_cause = {}, .any_of = {{}, {0, 2}}});
  EXPECT_NEAR(posterior.cause[0], 1.0 / 3, 1e-15);
  EXPECT_NEAR(posterior.cause[1], 0.5, 1e-15);
  EXPECT_NEAR(posterior.cause[2], 0.75, 1e-15);
  EXPECT_EQ(posterior.any_of[0], 0);
  EXPECT_NEAR(posterior.any_of[1], 5.0 / 6, 1e-15);
  EXPECT_EQ(posterior.widest_frontier, 0u);
}

TEST(Bayes, without_causes_nothing_is_possible_or_nothing_is_present) {
  const Network network{{}, {{7, {}}}};
  const Posterior impossible = infer(network, Query{});
  EXPECT_TRUE(impossible.cause.empty());
  EXPECT_EQ(impossible.log_evidence, -std::numeric_limits<double>::infinity());
  const Posterior empty = infer(network, {.at_least_one = false, .class_of_cause = {}, .any_of = {{}}});
  EXPECT_EQ(empty.any_of[0], 0);
  EXPECT_NEAR(empty.log_evidence, 0, 1e-15);
}

TEST(Bayes, agrees_with_the_sum_over_all_sets) {
  Dice dice(20261121);
  const Kind kinds[] = {{.links = 0.1},
                        {.links = 0.35},
                        {.links = 0.8},
                        {.links = 0.4, .odds_low = 1e-12, .odds_high = 1e6},
                        {.links = 0.4, .ceiling_low = 0.01, .ceiling_high = 0.9},
                        {.links = 0.4, .ceiling_low = 1.1},
                        {.links = 0.5, .odds_low = 1e-12, .odds_high = 1e-6, .sure = 0.5},
                        {.links = 0.5, .odds_low = 1e3, .odds_high = 1e6},
                        {.links = 0.5, .ceiling_low = 1e-12, .ceiling_high = 1e12}};
  Workspace workspace;
  Posterior posterior;
  double worst = 0;
  double worst_log = 0;
  for (int round = 0; round < 4000; ++round) {
    const Network network = draw(dice, 1 + dice.below(11), dice.below(9), kinds[dice.below(std::size(kinds))]);
    const Query query = draw_query(dice, network.odds.size());
    ASSERT_TRUE(valid(network) && valid(query, network));
    infer(network, query, workspace, posterior);
    const Posterior truth = brute_force(network, query);
    ASSERT_TRUE(posterior.exact);
    const double difference = largest_chance_difference(posterior, truth);
    ASSERT_LE(difference, 1e-13) << words(network);
    worst = std::max(worst, difference);
    // Small chances are right as well, not only close to 0.
    for (std::size_t cause = 0; cause < truth.cause.size(); ++cause)
      ASSERT_NEAR(posterior.cause[cause] / truth.cause[cause], 1, 1e-12) << words(network);
    for (std::size_t event = 0; event < truth.any_of.size(); ++event)
      if (!query.any_of[event].empty()) {
        ASSERT_NEAR(posterior.any_of[event] / truth.any_of[event], 1, 1e-12) << words(network);
      }
    const double log_difference = std::abs(posterior.log_evidence - truth.log_evidence);
    ASSERT_LE(log_difference, 1e-12) << words(network);
    worst_log = std::max(worst_log, log_difference);
  }
  std::printf("4,000 networks against brute force: chances within %.1e, log evidence within %.1e\n", worst, worst_log);
}

TEST(Bayes, splitting_changes_nothing) {
  Dice dice(7);
  double worst = 0;
  for (int round = 0; round < 400; ++round) {
    const Network network = draw(dice, 2 + dice.below(9), 1 + dice.below(7), {.links = 0.5});
    Query query = draw_query(dice, network.odds.size());
    const Posterior whole = infer(network, query);
    for (const unsigned limit : {1u, 2u, 4u}) {
      query.frontier_limit = limit;
      const Posterior split = infer(network, query);
      ASSERT_TRUE(split.exact);
      ASSERT_LE(split.widest_frontier, limit);
      const double difference = largest_chance_difference(whole, split);
      ASSERT_LE(difference, 1e-13) << words(network);
      ASSERT_NEAR(whole.log_evidence, split.log_evidence, 1e-12) << words(network);
      worst = std::max(worst, difference);
    }
  }
  std::printf("splitting against one table: within %.1e\n", worst);
}

TEST(Bayes, the_bound_holds_when_a_split_costs_too_much) {
  Dice dice(8);
  int bounded = 0;
  int useful = 0;
  for (int round = 0; round < 600; ++round) {
    const bool rare = round % 2 == 0;
    const Network network = draw(dice, 6 + dice.below(6), 3 + dice.below(5),
                                 {.links = 0.7, .odds_high = rare ? 1e-2 : 2, .ceiling_high = rare ? 20.0 : 200.0});
    Query query = draw_query(dice, network.odds.size());
    query.frontier_limit = 1;
    query.work_limit = dice.log_between(5e1, 5e4);
    const Posterior posterior = infer(network, query);
    const Posterior truth = brute_force(network, query);
    if (!posterior.exact) {
      ++bounded;
      useful += posterior.error_bound < 0.05 ? 1 : 0;
      ASSERT_GT(posterior.error_bound, 0);
      ASSERT_LE(posterior.error_bound, 1);
      ASSERT_LE(posterior.log_evidence, truth.log_evidence + 1e-12);
    }
    ASSERT_LE(largest_chance_difference(posterior, truth), posterior.error_bound + 1e-12) << words(network);
  }
  EXPECT_GT(bounded, 200);
  EXPECT_GT(useful, 50);
}

// Every finding of the facts answered yes made a network of 94 bits whose ceilings left the range of a double: it was
// reckoned all the same, for minutes, and the answer could be off by anything.
TEST(Bayes, what_is_weighed_apart_is_off_by_no_more_than_the_bound) {
  Dice dice(21);
  int bounded = 0;
  int useful = 0;
  for (int round = 0; round < 600; ++round) {
    const bool rare = round % 2 == 0;
    const Network network =
        draw(dice, 4 + dice.below(8), 3 + dice.below(6),
             {.links = 0.6, .odds_high = rare ? 1e-2 : 2, .ceiling_low = 1.001, .ceiling_high = rare ? 5.0 : 200.0});
    Query query = draw_query(dice, network.odds.size());
    query.work_limit = dice.log_between(1e2, 1e4);
    Workspace workspace;
    Posterior posterior;
    std::vector<std::uint8_t> apart;
    infer_within(network, query, query.work_limit / 4, workspace, posterior, apart);
    ASSERT_EQ(apart.size(), network.groups.size());
    const Posterior truth = brute_force(network, query);
    if (posterior.exact) {
      ASSERT_EQ(posterior.error_bound, 0);
    } else {
      ++bounded;
      useful += posterior.error_bound < 0.05 ? 1 : 0;
      ASSERT_GT(posterior.error_bound, 0);
      ASSERT_LE(posterior.error_bound, 1);
    }
    ASSERT_LE(largest_chance_difference(posterior, truth), posterior.error_bound + 1e-12) << words(network);
    if (posterior.error_bound >= 1) continue;
    for (std::size_t cause = 0; cause < truth.cause.size(); ++cause)
      ASSERT_LE(truth.cause[cause], posterior.cause[cause] / (1 - posterior.error_bound) + 1e-12) << words(network);
  }
  EXPECT_GT(bounded, 200);
  EXPECT_GT(useful, 50);
}

TEST(Bayes, what_is_affordable_stays_exact_to_the_bit) {
  Dice dice(22);
  for (int round = 0; round < 50; ++round) {
    const Network network = draw(dice, 30, 9, {.links = 0.3});
    const Query query = draw_query(dice, 30);
    Workspace workspace;
    Posterior posterior;
    std::vector<std::uint8_t> apart;
    infer_within(network, query, 1e3, workspace, posterior, apart);
    EXPECT_TRUE(posterior.exact);
    EXPECT_TRUE(same_bits(posterior, infer(network, query)));
    EXPECT_EQ(std::count(apart.begin(), apart.end(), 1), 0);
  }
}

TEST(Bayes, any_network_gets_an_answer_or_says_that_there_is_none) {
  Dice dice(23);
  Workspace workspace;
  Posterior posterior;
  std::vector<std::uint8_t> apart;
  Query query;
  query.work_limit = 1e6;
  // 100 groups of 100 causes: no order is narrow, and the ceilings together are far beyond a double.
  Network wide = draw(dice, 100, 100, {.links = 0.5, .odds_high = 1e-2, .ceiling_low = 10, .ceiling_high = 1e6});
  wide.odds[3] = 1e-40;
  wide.odds[4] = 1e40;
  ASSERT_FALSE(valid(wide));
  infer_within(wide, query, 1e5, workspace, posterior, apart);
  EXPECT_FALSE(posterior.exact);
  EXPECT_EQ(posterior.error_bound, 1);
  EXPECT_TRUE(std::isfinite(posterior.log_evidence));
  for (const double chance : posterior.cause) EXPECT_TRUE(chance >= 0 && chance <= 1);
  EXPECT_TRUE(valid(taken_apart(wide, apart)));
  EXPECT_LE(work(taken_apart(wide, apart), query, workspace), 1e5);

  // Odds out of range alone: nothing is weighed apart, and hardly anything is off.
  Network cut{{1, 1e-40}, {{3, {{0, 0.5}, {1, 1}}}}};
  infer_within(cut, query, 1e5, workspace, posterior, apart);
  EXPECT_FALSE(posterior.exact);
  EXPECT_LT(posterior.error_bound, 1e-25);

  wide.odds[5] = std::numeric_limits<double>::quiet_NaN();
  infer_within(wide, query, 1e5, workspace, posterior, apart);
  EXPECT_TRUE(std::isnan(posterior.log_evidence));
  EXPECT_EQ(posterior.error_bound, 1);
  for (const double chance : posterior.cause) EXPECT_EQ(chance, 0);
}

TEST(Bayes, tables_that_do_not_fit_the_tape_are_computed_twice_with_the_same_answer) {
  // 13 groups of all 14 causes fit. A second part beside them, 70 causes at 14 bits, does not; without the premise "at
  // least one" it leaves the chances of the first part alone.
  Dice dice(9);
  const Network narrow = draw(dice, 14, 13, {.links = 1});
  Network wide = narrow;
  for (std::size_t cause = 0; cause < 70; ++cause) wide.odds.push_back(dice.log_between(1e-3, 1));
  for (std::size_t group = 0; group < 15; ++group) {
    Group drawn{dice.log_between(0.1, 20), {}};
    for (std::size_t cause = 14; cause < 84; ++cause)
      if (dice.unit() < 0.5) drawn.links.push_back({static_cast<std::uint16_t>(cause), dice.between(0.1, 1)});
    wide.groups.push_back(drawn);
  }
  const Query query{.at_least_one = false, .class_of_cause = {}, .any_of = {}};
  const Posterior truth = brute_force(narrow, query);
  EXPECT_LE(largest_difference(infer(narrow, query).cause, truth.cause), 1e-13);
  Posterior both = infer(wide, query);
  EXPECT_GE(both.widest_frontier, 14u);
  both.cause.resize(14);
  EXPECT_LE(largest_difference(both.cause, truth.cause), 1e-13);
}

TEST(Bayes, the_order_in_which_causes_are_listed_does_not_matter) {
  Dice dice(10);
  for (int round = 0; round < 300; ++round) {
    const std::size_t causes = 10 + dice.below(40);
    const Network network = draw(dice, causes, 1 + dice.below(10), {.links = 0.2});
    std::vector<std::uint16_t> place(causes);
    std::iota(place.begin(), place.end(), std::uint16_t{0});
    for (std::size_t at = causes; at > 1; --at) std::swap(place[at - 1], place[dice.below(at)]);
    Network shuffled = network;
    for (std::size_t cause = 0; cause < causes; ++cause) shuffled.odds[place[cause]] = network.odds[cause];
    for (Group& group : shuffled.groups)
      for (Link& link : group.links) link.cause = place[link.cause];
    std::reverse(shuffled.groups.begin(), shuffled.groups.end());
    const Posterior straight = infer(network, Query{});
    const Posterior other = infer(shuffled, Query{});
    for (std::size_t cause = 0; cause < causes; ++cause)
      ASSERT_NEAR(straight.cause[cause], other.cause[place[cause]], 1e-12) << words(network);
    ASSERT_NEAR(straight.log_evidence, other.log_evidence, 1e-11);
  }
}

TEST(Bayes, higher_odds_of_a_cause_never_lower_its_chance) {
  Dice dice(11);
  for (int round = 0; round < 300; ++round) {
    Network network = draw(dice, 2 + dice.below(30), dice.below(9), {.links = 0.3});
    const std::size_t cause = dice.below(network.odds.size());
    const double before = infer(network, Query{}).cause[cause];
    network.odds[cause] *= dice.log_between(1, 100);
    ASSERT_GE(infer(network, Query{}).cause[cause], before * (1 - 1e-13)) << words(network);
  }
}

TEST(Bayes, same_input_same_bits_whatever_the_workspace_did_before) {
  Dice dice(12);
  Workspace used;
  Posterior first, second;
  for (int round = 0; round < 200; ++round) {
    Network network = draw(dice, 1 + dice.below(60), dice.below(11), {.links = 0.15});
    Query query = draw_query(dice, network.odds.size());
    if (round % 5 == 0) query.frontier_limit = 3;
    infer(network, query, used, first);
    infer(network, query, used, second);
    ASSERT_TRUE(same_bits(first, second)) << words(network);
    ASSERT_TRUE(same_bits(first, infer(network, query))) << words(network);
    // New numbers on the same links reuse the order.
    for (double& odds : network.odds) odds *= 1.25;
    for (Group& group : network.groups) group.ceiling = 1 / group.ceiling;
    infer(network, query, used, first);
    ASSERT_TRUE(same_bits(first, infer(network, query))) << words(network);
    // Fewer events leave more work for combinations, where these are not all affordable.
    query.frontier_limit = 1;
    query.work_limit = 1e4;
    infer(network, query, used, first);
    query.any_of.clear();
    infer(network, query, used, first);
    ASSERT_TRUE(same_bits(first, infer(network, query))) << words(network);
  }
}

TEST(Bayes, separate_parts_cost_their_sum) {
  // 12 parts of 4 groups each: a frontier of 4, not of 48.
  Dice dice(13);
  Network network;
  for (std::size_t part = 0; part < 12; ++part) {
    const Network own = draw(dice, 6, 4, {.links = 1, .ceiling_low = 0.1, .ceiling_high = 20});
    for (Group group : own.groups) {
      for (Link& link : group.links) link.cause = static_cast<std::uint16_t>(link.cause + network.odds.size());
      network.groups.push_back(group);
    }
    network.odds.insert(network.odds.end(), own.odds.begin(), own.odds.end());
  }
  // Mixed up, so that the order has to find the parts.
  for (std::size_t group = 0; group < network.groups.size(); ++group)
    std::swap(network.groups[group], network.groups[dice.below(network.groups.size())]);
  EXPECT_EQ(infer(network, Query{}).widest_frontier, 4u);
}

TEST(Bayes, extreme_numbers_stay_numbers) {
  Dice dice(14);
  for (int round = 0; round < 100; ++round) {
    const Network network = draw(dice, 100, 10, {.links = 0.05, .odds_low = 1e-30, .odds_high = 1e30});
    const Posterior posterior = infer(network, draw_query(dice, 100));
    for (const double chance : posterior.cause) ASSERT_TRUE(chance >= 0 && chance <= 1) << words(network);
    for (const double chance : posterior.only) ASSERT_TRUE(chance >= 0 && chance <= 1) << words(network);
    for (const double chance : posterior.any_of) ASSERT_TRUE(chance >= 0 && chance <= 1) << words(network);
    ASSERT_TRUE(std::isfinite(posterior.log_evidence));
  }
}

TEST(Bayes, refuses_what_is_not_a_network) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  const Network good{{1, 1}, {{3, {{0, 0.5}, {1, 1}}}}};
  EXPECT_TRUE(valid(good));
  EXPECT_TRUE(valid(Network{}));
  for (const double odds : {nan, infinite, 0.0, -1.0, 1e31, 1e-31}) {
    Network network = good;
    network.odds[1] = odds;
    EXPECT_FALSE(valid(network)) << odds;
  }
  for (const double ceiling : {nan, infinite, 0.0, -2.0, 1e201}) {
    Network network = good;
    network.groups[0].ceiling = ceiling;
    EXPECT_FALSE(valid(network)) << ceiling;
  }
  for (const double explains : {nan, infinite, 0.0, -0.5, 1.7}) {
    Network network = good;
    network.groups[0].links[0].explains = explains;
    EXPECT_FALSE(valid(network)) << explains;
  }
  EXPECT_FALSE(valid(Network{{1}, {{3, {{1, 0.5}}}}}));            // no such cause
  EXPECT_FALSE(valid(Network{{1}, {{3, {{0, 0.5}, {0, 0.5}}}}}));  // twice
  EXPECT_FALSE(valid(Network{{1}, {{1e150, {}}, {1e-150, {}}}}));  // together too far apart

  EXPECT_TRUE(valid(Query{}, good));
  EXPECT_FALSE(valid(Query{.class_of_cause = {0}, .any_of = {}}, good));
  EXPECT_FALSE(valid(Query{.class_of_cause = {}, .any_of = {{2}}}, good));
  EXPECT_FALSE(valid(Query{.class_of_cause = {}, .any_of = {{1, 1}}}, good));
  EXPECT_FALSE(valid(Query{.class_of_cause = {}, .any_of = {}, .frontier_limit = 0}, good));
  EXPECT_FALSE(valid(Query{.class_of_cause = {}, .any_of = {}, .work_limit = nan}, good));
}

TEST(Bayes, says_in_words_what_is_wrong) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Network good{{1, 1}, {{3, {{0, 0.5}, {1, 1}}}}};
  EXPECT_EQ(fault(good), "");
  EXPECT_EQ(fault(Network{{1, nan}, {}}), "cause 1: odds nan, allowed: 1e-30 to 1e30");
  EXPECT_EQ(fault(Network{{0}, {}}), "cause 0: odds 0, allowed: 1e-30 to 1e30");
  EXPECT_EQ(fault(Network{{1}, {{0, {}}}}), "group 0: ceiling 0, allowed: 1e-200 to 1e200");
  EXPECT_EQ(fault(Network{{1}, {{3, {{0, 0}}}}}), "group 0, cause 0: explains 0, allowed: above 0 to 1");
  EXPECT_EQ(fault(Network{{1}, {{3, {{7, 0.5}}}}}), "group 0: a link to cause 7 of 1");
  EXPECT_EQ(fault(Network{{1}, {{3, {{0, 0.5}, {0, 0.5}}}}}), "group 0: two links to cause 0, allowed: one");
  EXPECT_EQ(fault(Network{{1}, {{1e150, {}}, {1e-150, {}}}}),
            "ceilings that together go beyond 1e200: they are too far apart for doubles");
  EXPECT_EQ(fault(Query{.class_of_cause = {0}, .any_of = {}}, good),
            "1 classes for 2 causes, allowed: none, or one for each");
  EXPECT_EQ(fault(Query{.class_of_cause = {}, .any_of = {{2}}}, good), "joint event 0: cause 2 of 2");
  EXPECT_EQ(fault(Query{.class_of_cause = {}, .any_of = {{1, 1}}}, good), "joint event 0: cause 1 twice");
  EXPECT_EQ(fault(Query{.class_of_cause = {}, .any_of = {}, .frontier_limit = 30}, good),
            "a frontier limit of 30 bits, allowed: 1 to 24");
  EXPECT_EQ(fault(Query{.class_of_cause = {}, .any_of = {}, .work_limit = nan}, good),
            "a work limit of nan, allowed: above 0");
}

// Certainties are links that explain for sure, and odds at the ends of what is allowed.
TEST(Bayes, what_is_sure_stays_sure) {
  const Network sure{{1e30, 1e-30, 1}, {{5, {{0, 1}, {1, 1}}}, {1e3, {{1, 1}, {2, 1}}}}};
  const Posterior posterior = infer(sure, Query{.any_of = {{0}, {1}}});
  EXPECT_EQ(posterior.cause[0], 1);
  EXPECT_LE(posterior.cause[1], 1e-29);
  EXPECT_GT(posterior.cause[1], 0);
  EXPECT_NEAR(posterior.cause[2], 1000.0 / 1001, 1e-15);
  EXPECT_EQ(posterior.any_of[0], 1);
  EXPECT_TRUE(std::isfinite(posterior.log_evidence));
}

// Not a test: microseconds for full-size networks. Run with --gtest_also_run_disabled_tests --gtest_filter=*speed*
TEST(Bayes, DISABLED_speed) {
  using Clock = std::chrono::steady_clock;
  const auto microseconds = [](Clock::duration time) {
    return std::chrono::duration<double, std::micro>(time).count();
  };
  std::printf("100 causes, 10-30 links a group; us: new links | same links | with 4 classes and 2 joint events\n");
  for (const bool local : {false, true}) {
    std::printf(local ? "links near each other, as in medicine:\n" : "links anywhere:\n");
    for (const std::size_t groups : {2u, 4u, 6u, 8u, 10u, 12u, 14u, 16u}) {
      Dice dice(15 + groups);
      Network network = draw(dice, 100, 0, {.odds_low = 1e-4, .odds_high = 0.3});
      for (std::size_t group = 0; group < groups; ++group) {
        Group drawn{dice.log_between(0.05, 50), {}};
        const std::size_t wanted = 10 + dice.below(21);
        const std::size_t centre = dice.below(100);
        std::vector<bool> used(100);
        while (drawn.links.size() < wanted) {
          const std::size_t cause = local ? (centre + dice.below(35)) % 100 : dice.below(100);
          if (used[cause]) continue;
          used[cause] = true;
          drawn.links.push_back({static_cast<std::uint16_t>(cause), dice.between(0.05, 0.95)});
        }
        network.groups.push_back(drawn);
      }
      Query query = draw_query(dice, 100);
      query.any_of.resize(2);
      Workspace workspace;
      Posterior posterior;
      const auto best_of = [&](int rounds, const Query& asked, bool fresh) {
        double best = 1e30;
        for (int round = 0; round < rounds; ++round) {
          Network changed = network;
          if (fresh) changed.groups.push_back({2, {{static_cast<std::uint16_t>(round % 2), 0.5}}});  // other shape
          const auto start = Clock::now();
          infer(changed, asked, workspace, posterior);
          best = std::min(best, microseconds(Clock::now() - start));
        }
        return best;
      };
      const int rounds = groups > 12 ? 5 : 200;
      const double fresh = best_of(rounds, Query{}, true);
      const double same = best_of(rounds, Query{}, false);
      const std::size_t widest = posterior.widest_frontier;
      const double full = best_of(rounds, query, false);
      std::printf("  %2zu groups, frontier %2zu: %9.1f | %9.1f | %9.1f\n", groups, widest, fresh, same, full);
    }
  }
}

}  // namespace
}  // namespace lumbar::bayes
