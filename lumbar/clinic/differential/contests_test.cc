// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/differential/contests.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace lumbar {
namespace {

Mover mover(double chance, double if_yes, double if_no) { return {chance, {if_yes}, {if_no}}; }

double sum(const std::vector<double>& shares) { return std::accumulate(shares.begin(), shares.end(), 0.0); }

TEST(Decided, is_the_chance_that_the_margin_is_used_up) {
  // One answer of even chances that moves the margin by 2 either way: standard deviation 2.
  for (const double margin : {0.0, 1.0, 3.0, 6.0}) {
    const std::vector<double> shares = decided({margin}, {mover(0.5, 2, -2)});
    EXPECT_NEAR(sum(shares), 0.5 * std::erfc(margin / 2 / std::sqrt(2.0)), 0.01) << margin;
  }
}

TEST(Decided, is_shared_out_by_what_each_answer_moves) {
  const std::vector<double> shares = decided({1}, {mover(0.5, 2, -2), mover(0.5, 1, -1), mover(0.5, 0, 0)});
  EXPECT_NEAR(shares[0], 4 * shares[1], 1e-12);
  EXPECT_EQ(shares[2], 0);
  EXPECT_GT(shares[1], 0);
}

TEST(Decided, takes_into_account_where_the_answers_tend_to) {
  const double towards = sum(decided({2}, {mover(0.5, -3, 0)}));
  const double away = sum(decided({2}, {mover(0.5, 3, 0)}));
  EXPECT_GT(towards, away);
}

TEST(Decided, is_nothing_where_nothing_moves_and_never_more_than_certain) {
  EXPECT_EQ(sum(decided({0.1}, {mover(0.5, 0, 0)})), 0);
  EXPECT_EQ(sum(decided({}, {mover(0.5, 1, 1)})), 0);
  EXPECT_TRUE(decided({1, 2}, {}).empty());
  const std::vector<double> many(20, 0.0);
  const Mover all{0.5, std::vector<double>(20, -5), std::vector<double>(20, 5)};
  const double certain = sum(decided(many, {all, all}));
  EXPECT_GT(certain, 0.99);
  EXPECT_LE(certain, 1);
}

}  // namespace
}  // namespace lumbar
