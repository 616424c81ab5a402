// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "lumbar/science/change/change.h"

namespace lumbar::change {
namespace {

constexpr Measure up{1, Direction::higher_is_better};

Date on(std::int64_t number) { return Date().plus_days(20000 + number); }
int below(int limit) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, limit)); }

TEST(Trend, is_the_line_through_the_days) {
  // Days 0, 7, 21: slope and standard errors by the textbook formulas, noise known to be 2.
  const std::vector<Entry> entries = {{on(0), 10}, {on(7), 12}, {on(21), 17}};
  const auto trend = trend_of(entries, {2, Direction::higher_is_better});
  ASSERT_TRUE(trend);
  const double sxx = 28.0 / 3 * 28 / 3 + 7.0 / 3 * 7 / 3 + 35.0 / 3 * 35 / 3;
  const double slope = (-28.0 / 3 * 10 - 7.0 / 3 * 12 + 35.0 / 3 * 17) / sxx;
  EXPECT_NEAR(trend->slope, slope, 1e-12);
  EXPECT_NEAR(trend->slope_se, 2 / std::sqrt(sxx), 1e-12);
  EXPECT_NEAR(trend->level, 13 + slope * 35 / 3, 1e-11);
  EXPECT_NEAR(trend->level_se, 2 * std::sqrt(1.0 / 3 + 35.0 / 3 * 35 / 3 / sxx), 1e-11);
  EXPECT_EQ(trend->last, on(21));
  EXPECT_EQ(trend->days, 3U);
  EXPECT_LT(trend->misfit, 1);
}

TEST(Trend, a_plateau_is_a_slope_that_is_hardly_usable) {
  std::vector<Entry> flat, rising;
  for (std::int64_t week = 0; week < 6; ++week) {
    const double noise = week % 2 == 0 ? 0.3 : -0.3;
    flat.push_back({on(7 * week), noise});
    rising.push_back({on(7 * week), static_cast<double>(week) + noise});
  }
  const double usable = 0.5 / 7;
  // Upper one-sided 90 % limit of the slope below the usable one: not better, with 90 %.
  const auto of_flat = *chances_of(*trend_of(flat, up), usable);
  EXPECT_GT(of_flat.same + of_flat.worse, 0.9);
  const auto of_rising = *chances_of(*trend_of(rising, up), usable);
  EXPECT_GT(of_rising.better, 0.9);
  EXPECT_NEAR(of_rising.better + of_rising.same + of_rising.worse, 1, 1e-15);
  EXPECT_FALSE(chances_of(*trend_of(flat, up), -1));
  EXPECT_FALSE(chances_of(*trend_of(flat, up), std::numeric_limits<double>::quiet_NaN()));
  EXPECT_FALSE(chances_of(Trend{}, 1));
}

TEST(Trend, a_bend_or_a_bad_day_widens_what_is_said) {
  std::vector<Entry> entries;
  for (std::int64_t week = 0; week < 8; ++week) entries.push_back({on(7 * week), week == 4 ? -6.0 : 0.0});
  const auto trend = *trend_of(entries, up);
  for (Entry& entry : entries) entry.value = 0;
  const auto calm = *trend_of(entries, up);
  EXPECT_GT(trend.misfit, 4);
  EXPECT_GT(trend.slope_se, 2 * calm.slope_se);
  EXPECT_EQ(calm.misfit, 0);
}

TEST(Trend, a_ceiling_is_no_plateau) {
  // Rises by 10 s a week until the examiner stops at 240: taken for values, the ceilings would flatten the line.
  std::vector<Entry> entries;
  for (std::int64_t week = 0; week < 10; ++week) {
    const double truth = 200 + 10 * static_cast<double>(week);
    entries.push_back({on(7 * week), std::min(truth, 240.0), truth > 240 ? Limit::at_least : Limit::exact});
  }
  const Measure hold{10, Direction::higher_is_better};
  const auto trend = *trend_of(entries, hold);
  for (Entry& entry : entries) entry.limit = Limit::exact;
  const auto naive = *trend_of(entries, hold);
  EXPECT_LT(7 * naive.slope, 5);
  EXPECT_GT(7 * trend.slope, 9);
  EXPECT_GT(trend.level, 280);
  EXPECT_GT(trend.level_se, naive.level_se);
}

TEST(Trend, refuses_what_carries_no_slope) {
  EXPECT_FALSE(trend_of({}, up));
  EXPECT_FALSE(trend_of(std::vector<Entry>{{on(0), 1}, {on(0), 2}}, up));
  EXPECT_EQ(trend_of(std::vector<Entry>{{on(0), 1}, {on(7), 2, Limit::at_least}}, up).error().text(),
            "fewer than two days with a measured value");
  EXPECT_FALSE(trend_of(std::vector<Entry>{{on(0), 1}, {on(7), std::numeric_limits<double>::quiet_NaN()}}, up));
  EXPECT_FALSE(trend_of(std::vector<Entry>{{on(0), 1}, {on(7), 1e300}}, up));
  EXPECT_FALSE(trend_of(std::vector<Entry>{{on(0), 1}, {on(7), 2}}, {-1, Direction::higher_is_better}));
}

std::vector<Entry> any_course() {
  std::vector<Entry> course = {{on(0), 0.25 * below(40)}};
  std::int64_t number = 0;
  const int length = 1 + below(20);
  for (int k = 0; k < length; ++k) {
    number += 1 + below(20);
    const int kind = k == 0 ? 0 : below(6);
    course.push_back({on(number), 0.25 * below(40),
                      kind == 4   ? Limit::at_least
                      : kind == 5 ? Limit::at_most
                                  : Limit::exact});
  }
  return course;
}

RC_GTEST_PROP(TrendLaws, order_unit_and_direction_change_nothing, ()) {
  auto course = any_course();
  const Trend here = *trend_of(course, up);
  RC_ASSERT(std::isfinite(here.level) && here.level_se > 0 && here.slope_se > 0);
  RC_ASSERT(std::isfinite(here.level_se) && std::isfinite(here.slope_se));
  std::reverse(course.begin(), course.end());
  const Trend turned = *trend_of(course, up);
  RC_ASSERT(here.slope == turned.slope && here.level == turned.level);
  const double unit = 1 + below(50) / 7.0;
  const double zero = below(100) / 3.0;
  for (Entry& entry : course) {
    entry.value = -(entry.value * unit + zero);
    if (entry.limit != Limit::exact) entry.limit = entry.limit == Limit::at_least ? Limit::at_most : Limit::at_least;
  }
  const Trend there = *trend_of(course, {unit, Direction::lower_is_better});
  const double tolerance = 1e-6 * (1 + std::abs(there.level) + std::abs(there.slope));
  RC_ASSERT(std::abs(here.slope * unit - there.slope) < tolerance);
  RC_ASSERT(std::abs(-(here.level * unit + zero) - there.level) < tolerance);
  RC_ASSERT(std::abs(here.slope_se * unit - there.slope_se) < tolerance);
}

RC_GTEST_PROP(TrendLaws, a_noisier_test_is_never_surer, ()) {
  auto course = any_course();
  for (Entry& entry : course) entry.limit = Limit::exact;
  const Trend here = *trend_of(course, up);
  const Trend there = *trend_of(course, {1.7, Direction::higher_is_better});
  RC_ASSERT(there.slope_se >= here.slope_se * (1 - 1e-9));
  RC_ASSERT(there.level_se >= here.level_se * (1 - 1e-9));
}

}  // namespace
}  // namespace lumbar::change
