// SPDX-License-Identifier: Apache-2.0
// What no table of instruments, lifts or prevention may hold; and the manual's worked example by the shipped figures.
#include "lumbar/knowledge/measures.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "lumbar/knowledge/facts_in_test.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

// Everything that is wrong with the shipped facts and these rows beside them.
std::string complaints_about(std::string_view rows) {
  std::vector<FactFile> files = fact_files();
  files.push_back({"z_extra.toml", rows});  // read last
  std::string all;
  for (const Error& one : Knowledge::check(files)) all += one.text() + "\n";
  return all;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(MeasureFacts, bad_rows_are_refused_with_their_place_and_what_is_allowed) {
  const std::string all = complaints_about(R"(
[[measure_item]]
measure = "odi"
item    = "11"
wording = "Words of somebody else"
least   = 0
most    = 5
sources = ["project_choice"]
status  = "assumed"
[[measure_item]]
measure = "nprs"
item    = "now"
least   = 5
most    = 5
sources = ["project_choice"]
status  = "assumed"
[[measure_score]]
measure  = "psfs"
score    = "best"
label    = "Best"
method   = "average"
better   = "higher"
least    = 0
most     = 10
items_of = ["1", "9"]
sources  = ["project_choice"]
status   = "assumed"
[[measure_band]]
measure = "pcs"
score   = "total"
label   = "both ends"
up_to   = 10
below   = 10
also    = "other"
sources = ["nowhere"]
status  = "assumed"
[[measure_change]]
measure = "pcs"
score   = "sum"
kind    = "mcid"
amount  = 5
sources = ["project_choice"]
status  = "assumed"
[[measure_change]]
measure = "pcs"
score   = "total"
kind    = "mcid"
sources = ["project_choice"]
status  = "assumed"
[[measure_score]]
measure = "nobody"
score   = "total"
label   = "Total"
method  = "entered"
better  = "lower"
least   = 0
most    = 1
sources = ["project_choice"]
status  = "assumed"
[[lifting_frequency]]
lifts_per_minute = 15
up_to_1_h_below  = 0.5
up_to_1_h_above  = 0.28
up_to_2_h_below  = 0
up_to_2_h_above  = 0
up_to_8_h_below  = 0
up_to_8_h_above  = 1.2
sources          = ["niosh_1994_lifting"]
status           = "verified"
[[prevention_tip]]
id         = "sitting_breaks"
occupation = "office"
kind       = "comfort"
words      = "Stand up."
sources    = ["project_choice"]
status     = "assumed"
[[prevention_for]]
treatment = "no_such_habit"
findings  = ["smoking"]
sources   = ["project_choice"]
status    = "assumed"
)");
  for (const char* part :
       {"extra.toml:2 › wording › the licence of odi keeps its words back", "extra.toml:10 › most › is not above least",
        "extra.toml:10 › item › item now stands twice",
        "extra.toml:17 › method › \"average\" is not one of: entered, sum, mean, percent, difference",
        "extra.toml:17 › items_of › no item \"9\"; psfs has 1, 2, 3, 4, 5",
        "extra.toml:28 › up_to › give either up_to or below", "extra.toml:28 › also › no score \"other\" of pcs",
        "extra.toml:28 › sources › source \"nowhere\" is not in sources.toml",
        "extra.toml:37 › score › no score \"sum\" of pcs",
        "extra.toml:44 › amount › a threshold is given in points or in percent",
        "extra.toml:50 › measure › no measure \"nobody\"",
        "extra.toml:60 › lifts_per_minute › rows stand by lifts a minute, ascending, above 0",
        "extra.toml:60 › up_to_8_h_above › a multiplier lies in 0..1",
        "extra.toml:60 › up_to_1_h_below › is larger than at fewer lifts a minute",
        "extra.toml:60 › up_to_1_h_above › is smaller than below the split",
        "extra.toml:70 › id › prevention_tip sitting_breaks stands twice",
        "extra.toml:70 › occupation › \"office\" is not one of: everyone, desk, lifting",
        "extra.toml:70 › words › a tip says what to do, and because of what",
        "extra.toml:77 › treatment › no treatment \"no_such_habit\""})
    EXPECT_TRUE(has(all, part)) << part << "\n" << all;
}

mechanics::Lift package_inspection(double scale_length, double scale_load) {
  mechanics::Lift lift;
  lift.load = lift.load_most = 26 * scale_load;
  lift.origin = {10 * scale_length, 22 * scale_length, 0};
  lift.destination = {20 * scale_length, 59 * scale_length, 0};
  lift.controlled = true;
  lift.lifts_per_minute = 3;
  lift.coupling = mechanics::Coupling::fair;
  return lift;
}

// Applications manual, example 4 (package inspection), pp. 44-46 and p. 29: 51 × 1.0 × .94 × .87 × 1.0 × .88 × .95 is
// printed as 34.9 lb at the origin, 15.2 lb at the destination, from multipliers rounded to two places; unrounded they
// are 34.8 and 15.3.
TEST(LiftingFacts, the_manuals_package_inspection_comes_out) {
  const Lifting& lifting = shipped_facts().lifting();
  const auto made =
      mechanics::assess_lift(package_inspection(1, 1), mechanics::Duration::up_to_1_h, lifting.of(LiftingUnits::us));
  const std::array<double, 6> printed = {1.0, 0.94, 0.87, 1.0, 0.88, 0.95};
  for (std::size_t i = 0; i < printed.size(); ++i) EXPECT_NEAR(made.origin.multipliers[i], printed[i], 0.005) << i;
  EXPECT_NEAR(made.origin.limit, 34.8, 0.05);
  ASSERT_TRUE(made.destination);
  EXPECT_DOUBLE_EQ(made.destination->multipliers[5], 1.0);  // fair, and the hands above 30 in
  EXPECT_NEAR(made.destination->limit, 15.3, 0.05);
  EXPECT_TRUE(made.destination_decides);
}

// The metric check value of the evidence tables: H 45, V 25, D 40 cm, 4 lifts a minute for an hour, good grip.
TEST(LiftingFacts, the_metric_check_value_comes_out) {
  const Lifting& lifting = shipped_facts().lifting();
  mechanics::Lift lift;
  lift.load = lift.load_most = 10;
  lift.origin = {45, 25, 0};
  lift.destination = {45, 65, 0};
  lift.lifts_per_minute = 4;
  const auto made = mechanics::assess_lift(lift, mechanics::Duration::up_to_1_h, lifting.of(LiftingUnits::metric));
  const std::array<double, 6> expected = {0.556, 0.85, 0.9325, 1, 0.84, 1};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(made.origin.multipliers[i], expected[i], 5e-4) << i;
  EXPECT_NEAR(made.origin.limit, 8.51, 0.005);
}

TEST(LiftingFacts, both_sets_of_constants_are_one_equation_but_for_rounding) {
  const Lifting& lifting = shipped_facts().lifting();
  const auto in =
      mechanics::assess_lift(package_inspection(1, 1), mechanics::Duration::up_to_8_h, lifting.of(LiftingUnits::us));
  const auto cm = mechanics::assess_lift(package_inspection(2.5, 23.0 / 51), mechanics::Duration::up_to_8_h,
                                         lifting.of(LiftingUnits::metric));
  EXPECT_NEAR(*in.lifting_index, *cm.lifting_index, 1e-12);
}

TEST(PreventionFacts, tips_for_a_desk_and_for_lifting_say_what_is_known) {
  std::array<std::size_t, 3> kinds = {}, occupations = {};
  for (const PreventionTip& tip : shipped_facts().prevention_tips()) {
    ++kinds[static_cast<std::size_t>(tip.kind)];
    ++occupations[static_cast<std::size_t>(tip.occupation)];
  }
  for (const auto& counts : {kinds, occupations})
    for (const std::size_t count : counts) EXPECT_GE(count, 3U);
}

}  // namespace
}  // namespace lumbar
