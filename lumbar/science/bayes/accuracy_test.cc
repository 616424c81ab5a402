// SPDX-License-Identifier: Apache-2.0
// How far the answers are from the truth, worked out in 128 bits: by adding over all sets of causes where these are
// few, and by Quickscore's alternating sum over all sets of groups at full size.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "lumbar/science/bayes/bayes.h"
#include "lumbar/science/bayes/random_networks.h"

#ifdef __SIZEOF_FLOAT128__
namespace lumbar::bayes {
namespace {

__extension__ typedef __float128 Wide;  // 113 binary digits

struct Truth {
  std::vector<Wide> cause, only, any_of;
  Wide total = 0;
};

double worst(const std::vector<Wide>& truth, Wide total, const std::vector<double>& chances) {
  EXPECT_EQ(truth.size(), chances.size());
  double most = 0;
  for (std::size_t i = 0; i < std::min(truth.size(), chances.size()); ++i) {
    const double off = std::abs(static_cast<double>(truth[i] / total - static_cast<Wide>(chances[i])));
    most = off <= most ? most : off;  // keeps NaN
  }
  return most;
}

double worst(const Truth& truth, const Posterior& posterior) {
  return std::max({worst(truth.cause, truth.total, posterior.cause), worst(truth.only, truth.total, posterior.only),
                   worst(truth.any_of, truth.total, posterior.any_of)});
}

// The definition in bayes.h, set by set.
Truth by_all_sets(const Network& network, const Query& query) {
  const std::size_t causes = network.odds.size();
  Truth truth;
  truth.cause.assign(causes, 0);
  truth.only.assign(4, 0);
  truth.any_of.assign(query.any_of.size(), 0);
  std::uint8_t classes = 0;
  for (const std::uint8_t one : query.class_of_cause) classes = std::max<std::uint8_t>(classes, one + 1);
  truth.only.resize(classes);
  for (std::size_t set = query.at_least_one ? 1 : 0; set < (std::size_t{1} << causes); ++set) {
    const auto has = [set](std::size_t cause) { return ((set >> cause) & 1U) != 0; };
    Wide weight = 1;
    for (std::size_t cause = 0; cause < causes; ++cause)
      if (has(cause)) weight *= static_cast<Wide>(network.odds[cause]);
    for (const Group& group : network.groups) {
      Wide unexplained = 1;
      for (const Link& link : group.links)
        if (has(link.cause)) unexplained *= 1 - static_cast<Wide>(link.explains);
      weight *= unexplained + static_cast<Wide>(group.ceiling) * (1 - unexplained);
    }
    truth.total += weight;
    for (std::size_t cause = 0; cause < causes; ++cause)
      if (has(cause)) truth.cause[cause] += weight;
    for (std::uint8_t which = 0; which < classes; ++which) {
      bool alone = set != 0;
      for (std::size_t cause = 0; cause < causes; ++cause)
        alone = alone && (!has(cause) || query.class_of_cause[cause] == which);
      if (alone) truth.only[which] += weight;
    }
    for (std::size_t event = 0; event < query.any_of.size(); ++event)
      if (std::any_of(query.any_of[event].begin(), query.any_of[event].end(), has)) truth.any_of[event] += weight;
  }
  return truth;
}

// Weight of all sets of the causes marked, and of those among them with each cause: 2^groups products.
Wide alternating(const Network& network, const std::vector<std::uint8_t>& marked, std::vector<Wide>* present) {
  const std::size_t causes = network.odds.size();
  const std::size_t groups = network.groups.size();
  std::vector<Wide> fails(causes * groups, 1);
  for (std::size_t group = 0; group < groups; ++group)
    for (const Link& link : network.groups[group].links)
      fails[group * causes + link.cause] = 1 - static_cast<Wide>(link.explains);
  if (present != nullptr) present->assign(causes, 0);
  Wide total = 0;
  std::vector<Wide> odds(causes);
  for (std::size_t set = 0; set < (std::size_t{1} << groups); ++set) {
    Wide weight = 1;
    for (std::size_t cause = 0; cause < causes; ++cause)
      odds[cause] = marked[cause] ? static_cast<Wide>(network.odds[cause]) : 0;
    for (std::size_t group = 0; group < groups; ++group) {
      const Wide ceiling = static_cast<Wide>(network.groups[group].ceiling);
      const bool taken = ((set >> group) & 1U) != 0;
      weight *= taken ? 1 - ceiling : ceiling;
      if (!taken) continue;
      for (std::size_t cause = 0; cause < causes; ++cause) odds[cause] *= fails[group * causes + cause];
    }
    for (std::size_t cause = 0; cause < causes; ++cause) weight *= 1 + odds[cause];
    total += weight;
    if (present == nullptr) continue;
    for (std::size_t cause = 0; cause < causes; ++cause) (*present)[cause] += weight * odds[cause] / (1 + odds[cause]);
  }
  return total;
}

Truth by_alternating_sum(const Network& network, const Query& query) {
  const std::size_t causes = network.odds.size();
  Truth truth;
  const std::vector<std::uint8_t> all(causes, 1);
  const Wide empty = query.at_least_one ? 1 : 0;  // the set of no cause weighs 1
  truth.total = alternating(network, all, &truth.cause) - empty;
  std::uint8_t classes = 0;
  for (const std::uint8_t one : query.class_of_cause) classes = std::max<std::uint8_t>(classes, one + 1);
  for (std::uint8_t which = 0; which < classes; ++which) {
    std::vector<std::uint8_t> own(causes, 0);
    for (std::size_t cause = 0; cause < causes; ++cause) own[cause] = query.class_of_cause[cause] == which ? 1 : 0;
    truth.only.push_back(alternating(network, own, nullptr) - 1);
  }
  for (const std::vector<std::uint16_t>& event : query.any_of) {
    std::vector<std::uint8_t> others(causes, 1);
    for (const std::uint16_t cause : event) others[cause] = 0;
    truth.any_of.push_back(truth.total + empty - alternating(network, others, nullptr));
  }
  return truth;
}

// Aim of the design: 1e-6. What comes out is printed, and may not grow unseen.
TEST(BayesAccuracy, small_networks_against_all_sets_in_128_bits) {
  Dice dice(41);
  const Kind kinds[] = {{.links = 0.15},
                        {.links = 0.5},
                        {.links = 0.9, .sure = 0.3},
                        {.links = 0.5, .odds_low = 1e-30, .odds_high = 1e-3},
                        {.links = 0.5, .odds_low = 1e2, .odds_high = 1e30},
                        {.links = 0.5, .ceiling_low = 1e-20, .ceiling_high = 1e20},
                        {.links = 0.6, .ceiling_low = 1.000001, .ceiling_high = 1e3, .sure = 1}};
  Workspace workspace;
  Posterior posterior;
  double most = 0;
  for (int round = 0; round < 5000; ++round) {
    const Network network = draw(dice, 1 + dice.below(10), dice.below(8), kinds[dice.below(std::size(kinds))]);
    Query query = draw_query(dice, network.odds.size());
    if (round % 5 == 0) query.frontier_limit = 2;
    ASSERT_TRUE(valid(network) && valid(query, network));
    infer(network, query, workspace, posterior);
    const double off = worst(by_all_sets(network, query), posterior);
    ASSERT_LE(off, 1e-13) << words(network);
    most = std::max(most, off);
  }
  std::printf("5,000 networks of 1 to 10 causes, all sets in 128 bits: chances within %.1e\n", most);
}

TEST(BayesAccuracy, full_size_networks_against_the_alternating_sum_in_128_bits) {
  Dice dice(42);
  Workspace workspace;
  Posterior posterior;
  double most = 0;
  std::size_t widest = 0;
  for (int round = 0; round < 24; ++round) {
    const bool sparse = round % 2 == 0;
    const Network network = draw(dice, 70 + dice.below(40), 8 + dice.below(3),
                                 {.links = sparse ? 0.1 : 0.3, .odds_high = 0.3, .ceiling_low = 0.05});
    const Query query = draw_query(dice, network.odds.size());
    infer(network, query, workspace, posterior);
    ASSERT_TRUE(posterior.exact);
    widest = std::max(widest, posterior.widest_frontier);
    const double off = worst(by_alternating_sum(network, query), posterior);
    ASSERT_LE(off, 1e-13) << words(network);
    most = std::max(most, off);
  }
  std::printf("24 networks of 70 to 109 causes, up to %zu bits, alternating sum in 128 bits: chances within %.1e\n",
              widest, most);
}

}  // namespace
}  // namespace lumbar::bayes
#endif
