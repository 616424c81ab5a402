// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "lumbar/science/change/change.h"
#include "lumbar/science/change/normal.h"

namespace lumbar::change {
namespace {

constexpr Measure up{1, Direction::higher_is_better};
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<Entry> side(const std::vector<double>& values, Limit limit = Limit::exact, std::int64_t from = 20000) {
  std::vector<Entry> entries;
  for (const double value : values)
    entries.push_back({Date().plus_days(from + static_cast<std::int64_t>(entries.size())), value, limit});
  return entries;
}

std::vector<Entry> operator+(std::vector<Entry> one, const std::vector<Entry>& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

int below(int limit) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, limit)); }

/// The same integral with other code: both levels on a fine grid, every pair.
Comparison by_all_pairs(const std::vector<Entry>& before, const std::vector<Entry>& after, double smallest,
                        double usual) {
  const auto likelihood = [](const std::vector<Entry>& entries, double level) {
    double product = 1;
    for (const Entry& one : entries) {
      const double z = one.value - level;
      if (one.limit == Limit::exact) product *= std::exp(-z * z / 2);
      if (one.limit == Limit::at_least) product *= std::erfc(z / std::sqrt(2.0)) / 2;
      if (one.limit == Limit::at_most) product *= std::erfc(-z / std::sqrt(2.0)) / 2;
    }
    return product;
  };
  constexpr double step = 0.04;
  std::vector<double> first, then;
  for (double level = -30; level < 30; level += step) {
    first.push_back(likelihood(before, level));
    then.push_back(likelihood(after, level));
  }
  Comparison sum;
  double total = 0;
  for (std::size_t a = 0; a < first.size(); ++a) {
    for (std::size_t b = 0; b < then.size(); ++b) {
      const double change = step * (static_cast<double>(b) - static_cast<double>(a));
      const double weight = first[a] * then[b] * (usual > 0 ? std::exp(-change * change / 2 / usual / usual) : 1);
      total += weight;
      sum.change += weight * change;
      // A pair on the border counts half.
      const double edge = std::abs(change) - smallest;
      const double part = std::abs(edge) < step / 4 ? 0.5 : edge > 0 ? 1 : 0;
      if (change > -step / 4) sum.chances.better += smallest == 0 || change > step / 4 ? part * weight : 0;
      if (change < step / 4) sum.chances.worse += smallest == 0 || change < -step / 4 ? part * weight : 0;
    }
  }
  sum.change /= total;
  sum.chances.better /= total;
  sum.chances.worse /= total;
  sum.chances.same = 1 - sum.chances.better - sum.chances.worse;
  return sum;
}

TEST(Compare, is_the_simple_normal_model_where_all_was_measured) {
  // P = 1 - Phi((smallest - change) / sqrt(SEM^2 (1/n1 + 1/n2))), worked by hand for 2 before, 3 after.
  const auto answer = compare(side({100, 110}), side({130, 140, 126}), {12, Direction::higher_is_better}, {15, {}});
  ASSERT_TRUE(answer);
  const double se = 12 * std::sqrt(1 / 2.0 + 1 / 3.0);
  EXPECT_NEAR(answer->change, 27, 1e-12);
  EXPECT_NEAR(answer->change_se, se, 1e-12);
  EXPECT_NEAR(answer->chances.better, 0.5 * std::erfc((15 - 27) / se / std::sqrt(2.0)), 1e-14);
  EXPECT_NEAR(answer->chances.better + answer->chances.same + answer->chances.worse, 1, 1e-15);
}

TEST(Compare, counts_one_day_once) {
  const std::vector<Entry> thrice(3, Entry{Date(), 5});
  const auto answer = compare(side({0}), thrice, up, {});
  EXPECT_DOUBLE_EQ(answer->change_se, std::sqrt(2.0));
  EXPECT_DOUBLE_EQ(answer->change, 5);
}

TEST(Compare, limits_count_by_their_likelihood) {
  struct Row {
    std::vector<Entry> before, after;
    double smallest, usual;
  };
  const std::vector<Row> rows = {
      {side({0, 1}), side({3}, Limit::at_least), 1, 2},
      {side({0}) + side({2}, Limit::at_least, 20100), side({3, 2.5}), 0.48, 0},
      {side({3}, Limit::at_least), side({-1, 0.5}), 0.8, 3},
      {side({1}) + side({-2}, Limit::at_most, 20100), side({0}) + side({1}, Limit::at_least, 20200), 0, 0},
      {side({0}), side({4}, Limit::at_most), 2, 4},
  };
  for (const Row& row : rows) {
    const auto answer = compare(row.before, row.after, up,
                                {row.smallest, row.usual > 0 ? std::optional<double>(row.usual) : std::nullopt});
    ASSERT_TRUE(answer);
    const Comparison expected = by_all_pairs(row.before, row.after, row.smallest, row.usual);
    // The grid of the other code is the coarser one.
    EXPECT_NEAR(answer->chances.better, expected.chances.better, 2e-4);
    EXPECT_NEAR(answer->chances.worse, expected.chances.worse, 2e-4);
    EXPECT_NEAR(answer->change, expected.change, 1e-4);
  }
}

TEST(Compare, a_limit_that_says_nothing_moves_nothing) {
  const auto without = compare(side({0, 0.5}), side({2}), up, {1.03, {}});
  const auto with = compare(side({0, 0.5}), side({2}) + side({-40}, Limit::at_least, 20100), up, {1.03, {}});
  EXPECT_NEAR(with->chances.better, without->chances.better, 1e-6);
  EXPECT_NEAR(with->chances.worse, without->chances.worse, 1e-6);
  EXPECT_NEAR(with->change, without->change, 1e-6);
  EXPECT_NEAR(with->change_se, without->change_se, 1e-6);
}

TEST(Compare, refuses_what_cannot_be_answered) {
  const auto some = side({1});
  EXPECT_EQ(compare({}, some, up, {}).error().text(), "no entries before");
  EXPECT_EQ(compare(some, {}, up, {}).error().text(), "no entries after");
  EXPECT_FALSE(compare(some, some, {0, Direction::higher_is_better}, {}));
  EXPECT_FALSE(compare(some, some, {nan, Direction::higher_is_better}, {}));
  EXPECT_FALSE(compare(some, some, up, {-1, {}}));
  EXPECT_FALSE(compare(some, some, up, {nan, {}}));
  EXPECT_FALSE(compare(some, some, up, {1, 0.0}));
  EXPECT_FALSE(compare(some, side({nan}), up, {}));
  const auto ceiling = side({240}, Limit::at_least);
  EXPECT_EQ(compare(ceiling, ceiling, up, {0, 5.0}).error().text(), "limits alone on both sides say no change");
  EXPECT_EQ(compare(side({230}), ceiling, up, {}).error().text(), "limits alone on one side need the usual change");
  EXPECT_FALSE(compare(side({0}), side({5000}, Limit::at_least), up, {0, 5.0}));
  EXPECT_FALSE(compare(some, std::vector<Entry>{{Date(), 1, Limit::at_least}, {Date(), 2, Limit::at_most}}, up, {}));
}

struct Drawn {
  std::vector<Entry> before, after;
  Question question;
};
Drawn any_question() {
  Drawn drawn;
  const auto fill = [](std::vector<Entry>& entries, int from) {
    const int count = 1 + below(4);
    for (int k = 0; k < count; ++k) {
      const int kind = k == 0 ? 0 : below(8);
      entries.push_back({Date().plus_days(from + k), 0.25 * below(30),
                         kind == 6   ? Limit::at_least
                         : kind == 7 ? Limit::at_most
                                     : Limit::exact});
    }
  };
  fill(drawn.before, 0);
  fill(drawn.after, 100);
  drawn.question.smallest_important = 0.3 * below(10);
  if (below(2) == 1) drawn.question.usual_change = 1.0 + below(5);
  return drawn;
}

RC_GTEST_PROP(CompareLaws, chances_are_chances_and_the_order_of_entries_is_nothing, ()) {
  Drawn drawn = any_question();
  const auto here = *compare(drawn.before, drawn.after, up, drawn.question);
  for (const double chance : {here.chances.better, here.chances.same, here.chances.worse})
    RC_ASSERT(chance >= 0 && chance <= 1);
  RC_ASSERT(std::abs(here.chances.better + here.chances.same + here.chances.worse - 1) < 1e-9);
  std::reverse(drawn.before.begin(), drawn.before.end());
  std::reverse(drawn.after.begin(), drawn.after.end());
  const auto there = *compare(drawn.before, drawn.after, up, drawn.question);
  RC_ASSERT(here.chances.better == there.chances.better && here.change == there.change);
}

RC_GTEST_PROP(CompareLaws, mirrored_tests_exchanged_sides_and_other_units_say_the_same, ()) {
  const Drawn drawn = any_question();
  const auto here = *compare(drawn.before, drawn.after, up, drawn.question);
  const auto exchanged = *compare(drawn.after, drawn.before, up, drawn.question);
  RC_ASSERT(std::abs(here.chances.better - exchanged.chances.worse) < 2e-6);
  RC_ASSERT(std::abs(here.change + exchanged.change) < 1e-6);

  const double unit = 1 + below(50) / 7.0;
  const double zero = below(100) / 3.0;
  Drawn other = drawn;
  for (auto* entries : {&other.before, &other.after})
    for (Entry& entry : *entries) {
      entry.value = -(entry.value * unit + zero);
      if (entry.limit != Limit::exact) entry.limit = entry.limit == Limit::at_least ? Limit::at_most : Limit::at_least;
    }
  other.question.smallest_important *= unit;
  if (other.question.usual_change) *other.question.usual_change *= unit;
  const auto there = *compare(other.before, other.after, {unit, Direction::lower_is_better}, other.question);
  RC_ASSERT(std::abs(here.chances.better - there.chances.better) < 2e-6);
  RC_ASSERT(std::abs(here.chances.worse - there.chances.worse) < 2e-6);
  RC_ASSERT(std::abs(here.change * unit - there.change) < 1e-5);
}

RC_GTEST_PROP(CompareLaws, more_noise_never_gives_more_certainty, ()) {
  Drawn drawn = any_question();
  for (auto* entries : {&drawn.before, &drawn.after})
    for (Entry& entry : *entries) entry.limit = Limit::exact;
  drawn.question.smallest_important = 0;
  const auto here = *compare(drawn.before, drawn.after, up, drawn.question);
  const auto there = *compare(drawn.before, drawn.after, {1.5, Direction::higher_is_better}, drawn.question);
  RC_ASSERT(there.change_se > here.change_se);
  RC_ASSERT(std::max(there.chances.better, there.chances.worse) <=
            std::max(here.chances.better, here.chances.worse) + 1e-12);
}

}  // namespace
}  // namespace lumbar::change
