// SPDX-License-Identifier: Apache-2.0
// The lifting equation: its limits, its table of frequencies, and laws over drawn lifts.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "lumbar/science/mechanics/manual_constants.h"

namespace lumbar::mechanics {
namespace {

const LiftingConstants& metric() {
  static const LiftingConstants constants = manual_constants();
  return constants;
}

// As the manual prints its constants for inches and pounds.
const LiftingConstants& us() {
  static const LiftingConstants constants = [] {
    LiftingConstants c = manual_constants();
    c.load = 51;
    c.horizontal_least = 10, c.horizontal_most = 25;
    c.vertical_best = 30, c.vertical_slope = 0.0075, c.vertical_most = 70;
    c.distance_slope = 1.8, c.distance_least = 10, c.distance_most = 70;
    c.split = 30;
    return c;
  }();
  return constants;
}

int below(int limit) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, limit)); }
double between(double least, double most) { return least + (most - least) * below(1001) / 1000.0; }

Lift ideal() {
  Lift lift;
  lift.name = "ideal";
  lift.load = lift.load_most = 23;
  lift.origin = {25, 75, 0};
  lift.destination = {25, 100, 0};
  lift.lifts_per_minute = 0.2;
  return lift;
}

// Anything from easy to beyond every limit.
Lift drawn() {
  Lift lift;
  lift.load = between(0.1, 40);
  lift.load_most = lift.load + between(0, 10);
  lift.origin = {between(0, 70), between(0, 190), between(0, 150)};
  lift.destination = {between(0, 70), between(0, 190), between(0, 150)};
  lift.controlled = below(2) == 1;
  lift.lifts_per_minute = between(0, 17);
  lift.coupling = static_cast<Coupling>(below(3));
  return lift;
}
Duration drawn_duration() { return static_cast<Duration>(below(3)); }

// No limit is the worst of all.
double stress(const std::optional<double>& index) { return index.value_or(INFINITY); }

TEST(Lifting, an_ideal_lift_may_weigh_the_load_constant) {
  const LiftAssessment made = assess_lift(ideal(), Duration::up_to_1_h, metric());
  EXPECT_DOUBLE_EQ(made.origin.limit, 23);
  EXPECT_DOUBLE_EQ(*made.lifting_index, 1);
  for (const double multiplier : made.origin.multipliers) EXPECT_DOUBLE_EQ(multiplier, 1);
}

// Rows of tables 1 to 4 of the manual (pp. 8-13), as its formulas give them.
TEST(Lifting, multipliers_are_those_of_the_manual) {
  struct Row {
    double h, v, d, a;
    std::array<double, 4> expected;
  };
  const std::array rows = {Row{25, 75, 25, 0, {1, 1, 1, 1}}, Row{63, 0, 175, 135, {25.0 / 63, 0.775, 0.845714, 0.568}},
                           Row{50, 175, 40, 45, {0.5, 0.7, 0.9325, 0.856}}, Row{20, 30, 10, 90, {1, 0.865, 1, 0.712}}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.h);
    Lift lift = ideal();
    lift.origin = {row.h, row.v, row.a};
    lift.destination.vertical = row.v > row.d ? row.v - row.d : row.v + row.d;
    const auto made = assess_lift(lift, Duration::up_to_1_h, metric()).origin.multipliers;
    for (std::size_t i = 0; i < row.expected.size(); ++i) EXPECT_NEAR(made[i], row.expected[i], 1e-6) << i;
  }
}

TEST(Lifting, beyond_each_limit_no_load_may_be_lifted) {
  const auto with = [](void (*change)(Lift&)) {
    Lift lift = ideal();
    change(lift);
    return assess_lift(lift, Duration::up_to_1_h, metric());
  };
  for (const auto change :
       {+[](Lift& l) { l.origin.horizontal = 63.1; }, +[](Lift& l) { l.origin.vertical = 175.1; },
        +[](Lift& l) { l.destination.vertical = 75 + 175.1; }, +[](Lift& l) { l.origin.asymmetry = 135.1; },
        +[](Lift& l) { l.lifts_per_minute = 15.1; }}) {
    const LiftAssessment made = with(change);
    EXPECT_EQ(made.deciding().limit, 0);
    EXPECT_FALSE(made.lifting_index);
  }
}

TEST(Lifting, frequency_is_read_between_the_rows_and_ends_at_the_last_that_allows_lifting) {
  const auto at = [](double rate, Duration duration, double v) {
    return frequency_multiplier(rate, duration, v, metric());
  };
  EXPECT_DOUBLE_EQ(at(0, Duration::up_to_8_h, 0), 0.85);
  EXPECT_DOUBLE_EQ(at(2.4, Duration::up_to_1_h, 0), 0.91 - 0.4 * 0.03);
  EXPECT_DOUBLE_EQ(at(12, Duration::up_to_1_h, 74.9), 0.37);
  EXPECT_DOUBLE_EQ(at(12.5, Duration::up_to_1_h, 74.9), 0);
  EXPECT_DOUBLE_EQ(at(12.5, Duration::up_to_1_h, 75), 0.355);
  EXPECT_DOUBLE_EQ(at(8.1, Duration::up_to_8_h, 0), 0);
  EXPECT_DOUBLE_EQ(at(15, Duration::up_to_1_h, 75), 0.28);
  EXPECT_DOUBLE_EQ(at(15.01, Duration::up_to_1_h, 75), 0);
}

// p. 14 of the manual: 30 min of lifting with 10 min of light work and 45 min more is 75 min of work.
TEST(Lifting, work_and_rest_decide_the_duration) {
  EXPECT_EQ(duration_of(30, 30, metric()), Duration::up_to_1_h);
  EXPECT_EQ(duration_of(75, 30, metric()), Duration::up_to_2_h);
  EXPECT_EQ(duration_of(120, 36, metric()), Duration::up_to_2_h);
  EXPECT_EQ(duration_of(120, 35, metric()), Duration::up_to_8_h);
  EXPECT_EQ(duration_of(45, 20, metric()), Duration::up_to_2_h);
  EXPECT_EQ(duration_of(480, 0, metric()), Duration::up_to_8_h);
  EXPECT_EQ(duration_of(480.5, 600, metric()), std::nullopt);
}

// The formula of p. 28 written out with numbers for two lifts at one height; no example of the manual was at hand.
TEST(Lifting, a_job_adds_what_each_further_lift_costs) {
  std::vector<Lift> lifts = {ideal(), ideal()};
  lifts[0].load = lifts[0].load_most = 11.5;
  lifts[0].lifts_per_minute = 1;
  lifts[1].load = lifts[1].load_most = 20.7;
  lifts[1].lifts_per_minute = 2;
  const JobAssessment job = assess_job(lifts, Duration::up_to_1_h, metric());
  EXPECT_EQ(job.order, (std::vector<std::size_t>{1, 0}));
  EXPECT_DOUBLE_EQ(*job.lifts[1].task_index, 0.9 / 0.91);
  ASSERT_EQ(job.increments.size(), 1U);
  EXPECT_NEAR(job.increments[0], 0.5 * (1 / 0.88 - 1 / 0.91), 1e-12);
  EXPECT_NEAR(*job.composite_index, 0.9 / 0.91 + 0.5 * (1 / 0.88 - 1 / 0.91), 1e-12);
}

TEST(Lifting, too_many_lifts_in_all_leave_no_composite_index) {
  std::vector<Lift> lifts(2, ideal());
  for (Lift& lift : lifts) lift.lifts_per_minute = 8;
  EXPECT_FALSE(assess_job(lifts, Duration::up_to_1_h, metric()).composite_index);
  EXPECT_TRUE(assess_job({lifts[0]}, Duration::up_to_1_h, metric()).composite_index);
  EXPECT_FALSE(assess_job({}, Duration::up_to_1_h, metric()).composite_index);
}

RC_GTEST_PROP(LiftingLaws, multipliers_lie_between_0_and_1, ()) {
  const Lift lift = drawn();
  const LiftAssessment made = assess_lift(lift, drawn_duration(), metric());
  for (const double one : made.origin.multipliers) RC_ASSERT(one >= 0 && one <= 1);
  RC_ASSERT(made.deciding().limit <= metric().load);
  RC_ASSERT(made.deciding().limit <= made.deciding().at_any_frequency);
  if (made.lifting_index) RC_ASSERT(*made.lifting_index >= *made.strength_index);
}

RC_GTEST_PROP(LiftingLaws, farther_heavier_more_often_more_twisted_worse_held_or_longer_never_lowers_the_index, ()) {
  const Lift lift = drawn();
  const Duration duration = static_cast<Duration>(below(2));
  const double before = stress(assess_lift(lift, duration, metric()).lifting_index);
  const auto never_lower = [&](const Lift& harder, Duration longer) {
    RC_ASSERT(stress(assess_lift(harder, longer, metric()).lifting_index) >= before * (1 - 1e-12));
  };
  Lift harder = lift;
  harder.load_most += between(0, 20);
  never_lower(harder, duration);
  harder = lift;
  harder.origin.horizontal += between(0, 30);
  never_lower(harder, duration);
  harder = lift;
  harder.destination.horizontal += between(0, 30);
  never_lower(harder, duration);
  harder = lift;
  harder.origin.asymmetry += between(0, 60);
  never_lower(harder, duration);
  harder = lift;
  harder.lifts_per_minute += between(0, 5);
  never_lower(harder, duration);
  harder = lift;
  harder.coupling = Coupling::poor;
  never_lower(harder, duration);
  harder = lift;
  harder.controlled = true;
  never_lower(harder, duration);
  never_lower(lift, static_cast<Duration>(static_cast<int>(duration) + 1));
}

// The manual's two sets of constants are one equation: 2.5 cm an inch, 23 kg for 51 lb.
RC_GTEST_PROP(LiftingLaws, both_systems_of_units_are_the_same_equation, ()) {
  Lift in_inches = drawn();
  in_inches.origin.horizontal /= 2.8, in_inches.destination.horizontal /= 2.8;
  for (Hands* hands : {&in_inches.origin, &in_inches.destination}) hands->vertical /= 2.5;
  Lift in_cm = in_inches;
  for (Hands* hands : {&in_cm.origin, &in_cm.destination}) {
    hands->horizontal *= 2.5;
    hands->vertical *= 2.5;
  }
  in_cm.load *= 23.0 / 51, in_cm.load_most *= 23.0 / 51;
  // 25 in are printed as 63 cm, not 62.5; and a height on a boundary may fall to either side of it.
  const auto near = [](double value, double boundary) { return std::abs(value - boundary) < 1e-6; };
  for (const Hands& hands : {in_cm.origin, in_cm.destination}) {
    RC_PRE(hands.horizontal <= 62.5 || hands.horizontal > 63);
    RC_PRE(!near(hands.vertical, 75) && !near(hands.vertical, 175) && !near(hands.asymmetry, 135));
  }
  RC_PRE(!near(std::abs(in_cm.origin.vertical - in_cm.destination.vertical), 175));
  const Duration duration = drawn_duration();
  const auto a = assess_lift(in_inches, duration, us()), b = assess_lift(in_cm, duration, metric());
  RC_ASSERT(a.lifting_index.has_value() == b.lifting_index.has_value());
  if (a.lifting_index) RC_ASSERT(std::abs(*a.lifting_index / *b.lifting_index - 1) < 1e-9);
}

// The same lift measured with both tapes: the constants of the manual are rounded, so the answers differ a little.
RC_GTEST_PROP(LiftingLaws, one_lift_measured_in_inches_and_in_cm_has_nearly_one_index, ()) {
  Lift in_cm = drawn();
  in_cm.origin = {between(25.4, 62), between(0, 74), between(0, 135)};
  in_cm.destination = {between(25.4, 62), between(0, 74), between(0, 135)};
  Lift in_inches = in_cm;
  for (Hands* hands : {&in_inches.origin, &in_inches.destination}) {
    hands->horizontal /= 2.54;
    hands->vertical /= 2.54;
  }
  in_inches.load /= 0.45359237, in_inches.load_most /= 0.45359237;
  const Duration duration = drawn_duration();
  const auto a = assess_lift(in_inches, duration, us()), b = assess_lift(in_cm, duration, metric());
  RC_ASSERT(a.lifting_index.has_value() == b.lifting_index.has_value());
  if (a.lifting_index) RC_ASSERT(std::abs(*a.lifting_index / *b.lifting_index - 1) < 0.04);
}

RC_GTEST_PROP(LiftingLaws, a_job_is_never_easier_than_its_hardest_lift, ()) {
  std::vector<Lift> lifts;
  for (int i = below(4) + 1; i > 0; --i) lifts.push_back(drawn());
  const Duration duration = drawn_duration();
  const JobAssessment job = assess_job(lifts, duration, metric());
  RC_ASSERT(job.order.size() == lifts.size());
  for (const double one : job.increments) RC_ASSERT(one >= -1e-12);
  if (!job.composite_index) return;
  for (const LiftAssessment& one : job.lifts) RC_ASSERT(*job.composite_index >= *one.task_index - 1e-12);
  // Alone, a lift is its own job.
  RC_ASSERT(*assess_job({lifts[0]}, duration, metric()).composite_index == *job.lifts[0].task_index);
}

}  // namespace
}  // namespace lumbar::mechanics
