// SPDX-License-Identifier: Apache-2.0
// The Watch: what it notices, and laws that hold for whatever course.
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

std::vector<Sight> watched(const std::vector<Entry>& course, Measure measure = up) {
  Watch watch = *Watch::of(measure);
  std::vector<Sight> sights;
  for (const Entry& entry : course) sights.push_back(*watch.step(entry));
  return sights;
}

std::vector<Entry> weekly(const std::vector<double>& values) {
  std::vector<Entry> course;
  for (const double value : values) course.push_back({on(7 * static_cast<std::int64_t>(course.size())), value});
  return course;
}

bool alarms(const std::vector<Sight>& sights) {
  return std::any_of(sights.begin(), sights.end(), [](const Sight& one) { return one.alarm; });
}

int below(int limit) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, limit)); }

/// Any course: values in quarters of an SEM, days with gaps of 1 to 20, a limit now and then.
std::vector<Entry> any_course(bool with_limits = true) {
  std::vector<Entry> course;
  std::int64_t number = 0;
  const int length = 1 + below(40);
  for (int k = 0; k < length; ++k) {
    number += 1 + below(20);
    const int kind = with_limits ? below(8) : 0;
    course.push_back({on(number), 0.25 * (below(60) - 30),
                      kind == 6   ? Limit::at_least
                      : kind == 7 ? Limit::at_most
                                  : Limit::exact});
  }
  return course;
}

TEST(Watch, notices_a_fall_after_a_gain_and_says_since_when) {
  // 2.5 SEM gained, then lost again: nobody who compares with the baseline would see it.
  const auto sights = watched(weekly({0.2, -0.3, 0.9, 1.6, 2.6, 2.4, 2.7, -0.6, -0.9, -0.5}));
  EXPECT_FALSE(alarms({sights.begin(), sights.begin() + 7}));
  EXPECT_TRUE(sights[7].retest);
  EXPECT_FALSE(sights[7].alarm);
  ASSERT_TRUE(sights[8].alarm);
  EXPECT_FALSE(sights[8].retest);
  EXPECT_EQ(sights[8].since->likeliest, on(49));
  EXPECT_GE(sights[8].since->earliest, on(28));
  EXPECT_LE(sights[8].since->latest, on(56));
  EXPECT_NEAR(sights[8].fall, 3.3, 0.3);
  EXPECT_NEAR(sights[8].best, 2.57, 0.15);
  EXPECT_GT(sights[8].fall_se, 0.7);
  EXPECT_GT(sights[8].probability, 0.5);
  EXPECT_GT(sights[9].probability, sights[8].probability);
  EXPECT_LT(sights[6].probability, 0.05);
}

TEST(Watch, tells_the_whole_of_a_large_fall) {
  const auto sights = watched(weekly({0, 0, 0, 0, -10, -10}));
  ASSERT_TRUE(sights.back().alarm);
  EXPECT_DOUBLE_EQ(sights.back().fall, 10);
}

TEST(Watch, one_bad_day_asks_for_a_retest_and_never_alarms) {
  for (const double depth : {3.0, 4.0, 10.0, 1e6}) {
    const auto sights = watched(weekly({0, 0, 0, 0, -depth, 0, 0, 0, 0}));
    EXPECT_TRUE(sights[4].retest) << depth;
    EXPECT_FALSE(alarms(sights)) << depth;
  }
  // Neither does one lucky day, when the usual level comes back.
  for (const double height : {3.0, 10.0, 1e6}) EXPECT_FALSE(alarms(watched(weekly({0, 0, 0, 0, height, 0, 0}))));
}

TEST(Watch, a_first_test_not_yet_learnt_does_not_matter) {
  const auto learnt = watched(weekly({-2, 0.1, 0, 0.2, 0, 0.1}));
  EXPECT_FALSE(alarms(learnt));
  EXPECT_NEAR(learnt.back().best, 0.1, 0.1);
}

TEST(Watch, a_ceiling_hides_no_fall_and_makes_none) {
  Watch watch = *Watch::of({15, Direction::higher_is_better});
  const auto see = [&](std::int64_t number, double seconds, Limit limit) {
    return *watch.step({on(number), seconds, limit});
  };
  see(0, 225, Limit::exact);
  for (std::int64_t week = 1; week < 8; ++week) EXPECT_FALSE(see(7 * week, 240, Limit::at_least).retest);
  EXPECT_FALSE(see(56, 190, Limit::exact).alarm);
  EXPECT_TRUE(see(58, 185, Limit::exact).alarm);
  // An at-least below the best says almost nothing against it.
  Watch stopped_early = *Watch::of(up);
  for (std::int64_t week = 0; week < 6; ++week) ASSERT_TRUE(stopped_early.step({on(7 * week), 5}));
  for (std::int64_t week = 6; week < 12; ++week)
    EXPECT_LT(stopped_early.step({on(7 * week), 0, Limit::at_least})->probability, 0.05);
  // A floor far below the best says a fall.
  Watch floor = *Watch::of(up);
  for (std::int64_t week = 0; week < 6; ++week) ASSERT_TRUE(floor.step({on(7 * week), 5}));
  ASSERT_TRUE(floor.step({on(42), 1, Limit::at_most}));
  EXPECT_TRUE(floor.step({on(44), 1, Limit::at_most})->alarm);
}

TEST(Watch, refuses_what_it_cannot_place_and_stays_as_it_was) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double sem : {0.0, -1.0, nan, std::numeric_limits<double>::infinity()})
    EXPECT_FALSE(Watch::of({sem, Direction::higher_is_better}));
  Watch::Settings settings;
  settings.fall_chance = 1;
  EXPECT_FALSE(Watch::of(up, settings));
  settings = {};
  settings.threshold = nan;
  EXPECT_FALSE(Watch::of(up, settings));
  settings = {};
  settings.usual_fall = 0;
  EXPECT_FALSE(Watch::of(up, settings));

  Watch watch = *Watch::of(up);
  Watch untouched = *Watch::of(up);
  ASSERT_TRUE(watch.step({on(3), 1}));
  ASSERT_TRUE(untouched.step({on(3), 1}));
  EXPECT_FALSE(watch.step({on(3), 1}));
  EXPECT_FALSE(watch.step({on(2), 1}));
  EXPECT_FALSE(watch.step({on(4), nan}));
  EXPECT_FALSE(watch.step(std::vector<Entry>{}));
  EXPECT_FALSE(watch.step(std::vector<Entry>{{on(4), 1}, {on(5), 1}}));
  EXPECT_EQ(watch.step(std::vector<Entry>{{on(4), 1, Limit::at_least}, {on(4), 2, Limit::at_most}}).error().text(),
            on(4).written() + " › a day with both a floor and a ceiling says nothing of its mean");
  EXPECT_EQ(watch.days(), 1U);
  EXPECT_EQ(watch.step({on(9), -2})->statistic, untouched.step({on(9), -2})->statistic);
}

RC_GTEST_PROP(WatchLaws, a_course_that_never_falls_never_alarms_nor_asks, ()) {
  double value = 0;
  auto course = any_course(false);
  for (Entry& entry : course) entry.value = value += 0.5 * below(8) * below(2);
  for (const Sight& sight : watched(course)) {
    RC_ASSERT(!sight.alarm && !sight.retest);
    RC_ASSERT(sight.probability < 0.15);
  }
}

RC_GTEST_PROP(WatchLaws, the_mirrored_test_gives_the_mirrored_answer, ()) {
  const auto course = any_course();
  auto mirrored = course;
  for (Entry& entry : mirrored) {
    entry.value = -entry.value;
    if (entry.limit != Limit::exact) entry.limit = entry.limit == Limit::at_least ? Limit::at_most : Limit::at_least;
  }
  const auto here = watched(course);
  const auto there = watched(mirrored, {1, Direction::lower_is_better});
  for (std::size_t k = 0; k < here.size(); ++k) {
    RC_ASSERT(here[k].statistic == there[k].statistic);
    RC_ASSERT(here[k].probability == there[k].probability);
    RC_ASSERT(here[k].alarm == there[k].alarm && here[k].retest == there[k].retest);
    RC_ASSERT(here[k].best == -there[k].best && here[k].fall == there[k].fall);
  }
}

RC_GTEST_PROP(WatchLaws, another_unit_and_another_zero_change_nothing, ()) {
  const auto course = any_course();
  const double unit = 1 + below(100) / 7.0;
  const double zero = below(1000) / 3.0;
  auto converted = course;
  for (Entry& entry : converted) entry.value = entry.value * unit + zero;
  const auto here = watched(course);
  const auto there = watched(converted, {unit, Direction::higher_is_better});
  for (std::size_t k = 0; k < here.size(); ++k) {
    RC_ASSERT(std::abs(here[k].statistic - there[k].statistic) < 1e-6);
    RC_ASSERT(std::abs(here[k].probability - there[k].probability) < 1e-6);
    RC_ASSERT(here[k].threshold == there[k].threshold);
  }
}

RC_GTEST_PROP(WatchLaws, the_order_of_entries_of_one_day_changes_no_bit, ()) {
  const auto course = any_course(false);
  Watch one = *Watch::of(up);
  Watch other = *Watch::of(up);
  for (const Entry& entry : course) {
    std::vector<Entry> day = {entry};
    const int more = below(4);
    for (int k = 0; k < more; ++k) day.push_back({entry.day, 0.1 * below(50)});
    auto turned = day;
    std::reverse(turned.begin(), turned.end());
    const Sight here = *one.step(day);
    const Sight there = *other.step(turned);
    RC_ASSERT(here.statistic == there.statistic && here.best == there.best && here.probability == there.probability);
  }
}

RC_GTEST_PROP(WatchLaws, every_number_is_finite_and_in_its_range, ()) {
  const auto course = any_course();
  for (const Sight& sight : watched(course)) {
    RC_ASSERT(std::isfinite(sight.statistic) && sight.statistic >= 0);
    RC_ASSERT(std::isfinite(sight.best) && std::isfinite(sight.fall) && std::isfinite(sight.fall_se));
    RC_ASSERT(sight.probability >= 0 && sight.probability <= 1);
    RC_ASSERT(!(sight.alarm && sight.retest));
    RC_ASSERT(sight.alarm == (sight.statistic >= sight.threshold));
    RC_ASSERT(sight.since.has_value() == (sight.alarm || sight.retest));
    if (sight.since) {
      RC_ASSERT(sight.since->earliest <= sight.since->likeliest);
      RC_ASSERT(sight.since->likeliest <= sight.since->latest);
    }
  }
}

RC_GTEST_PROP(WatchLaws, a_noisier_test_is_never_surer_of_one_clean_fall, ()) {
  const int before = 2 + below(8);
  const int after = 2 + below(6);
  std::vector<double> values(static_cast<std::size_t>(before), 0.0);
  values.resize(static_cast<std::size_t>(before) + static_cast<std::size_t>(after), -0.25 * (1 + below(40)));
  const double noise = 1 + below(20) / 5.0;
  const Sight here = watched(weekly(values)).back();
  const Sight there = watched(weekly(values), {noise, Direction::higher_is_better}).back();
  RC_ASSERT(there.probability <= here.probability + 1e-12);
}

}  // namespace
}  // namespace lumbar::change
