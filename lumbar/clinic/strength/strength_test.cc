// SPDX-License-Identifier: Apache-2.0
// What measured holds come to: the worked example, the rules one by one, and people nobody can judge.
#include <algorithm>
#include <cstdio>

#include "lumbar/clinic/strength/strength_in_test.h"

namespace lumbar {
namespace {

using Places = std::vector<MusclePlace>;

std::string rounded(double value, int digits) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}

// The worked example of the rehabilitation logic, digit for digit; norms of McGill et al. 1999.
TEST(Strength, the_worked_example) {
  const StrengthResult found = weighed(man(30), battery(110, 140, 55, 85));
  struct Row {
    MusclePlace place;
    const char *percent, *z;
  };
  for (const Row& row : {Row{extensors, "75", "-0.71"}, Row{flexors, "97", "-0.05"}, Row{right_wall, "59", "-1.15"},
                         Row{left_wall, "88", "-0.34"}}) {
    const StrengthTested& tested = test_at(found, row.place);
    EXPECT_EQ(rounded(tested.percent->value, 0), row.percent);
    EXPECT_EQ(rounded(tested.z->value, 2), row.z);
    EXPECT_EQ(tested.fit, NormFit::matched);
  }
  const RatioFound& flexion = *ratio(found, StrengthRatio::flexion_extension);
  EXPECT_EQ(rounded(flexion.value, 2), "1.27");
  EXPECT_EQ(flexion.flagged, Presence::present);
  const RatioFound& right_left = *ratio(found, StrengthRatio::right_left);
  EXPECT_EQ(rounded(right_left.value, 2), "0.65");
  EXPECT_EQ(right_left.flagged, Presence::present);
  const RatioFound& side = *ratio(found, StrengthRatio::side_extension);
  EXPECT_EQ(rounded(side.value, 2), "0.64");
  EXPECT_EQ(side.flagged, Presence::absent);
  ASSERT_EQ(found.sides.size(), 1U);
  EXPECT_EQ(rounded(found.sides[0].percent, 0), "35");
  EXPECT_EQ(found.sides[0].weaker, Side::right);

  EXPECT_EQ(found.verdict, StrengthVerdict::limiting);
  EXPECT_EQ(found.limiting, Places{right_wall});
  EXPECT_EQ(found.weak, Places{right_wall});
  EXPECT_EQ(found.watch, Places{extensors});
  EXPECT_TRUE(found.dominant.empty()) << "neither the flexors nor the left side reach the norm";
  EXPECT_TRUE(found.provisional) << "one day";
  EXPECT_EQ(at(found, extensors).because, (std::vector{Because::percent_alone, Because::ratio_once}));
  std::size_t repeats = 0;
  for (const NextTest& one : found.next) repeats += one.why == NextTest::Why::repeat ? 1 : 0;
  EXPECT_EQ(repeats, 2U) << "the extensors and the right side";
}

TEST(Strength, two_days_confirm_and_two_days_that_disagree_watch) {
  auto twice = battery(110, 140, 55, 85);
  for (const StrengthMeasure& one : battery(112, 141, 56, 86, 5)) twice.push_back(one);
  const StrengthResult confirmed = weighed(man(30), twice);
  EXPECT_EQ(confirmed.limiting, Places{right_wall});
  EXPECT_FALSE(confirmed.provisional);
  EXPECT_TRUE(at(confirmed, right_wall).confirmed);
  EXPECT_EQ(at(confirmed, extensors).standing, GroupStanding::weak) << "the ratio flag repeated on two days";
  EXPECT_EQ(at(confirmed, extensors).because, (std::vector{Because::percent_alone, Because::ratio_twice}));

  auto better = battery(150, 140, 55, 85);
  for (const StrengthMeasure& one : battery(150, 140, 90, 92, 5)) better.push_back(one);
  const StrengthResult disagree = weighed(man(30), better);
  EXPECT_EQ(at(disagree, right_wall).standing, GroupStanding::watch);
  EXPECT_EQ(at(disagree, right_wall).because.front(), Because::days_disagree);
  EXPECT_TRUE(disagree.weak.empty());
}

TEST(Strength, pain_or_a_limb_makes_a_hold_invalid) {
  auto measures = battery(150, 140, 20, 90);
  measures[2].stopped = Stopped::limb;
  measures[0].stopped = Stopped::pain;
  const StrengthResult found = weighed(man(25), measures);
  EXPECT_EQ(at(found, right_wall).standing, GroupStanding::invalid);
  EXPECT_EQ(at(found, extensors).standing, GroupStanding::invalid);
  EXPECT_EQ(found.invalid.size(), 2U);
  EXPECT_TRUE(found.weak.empty());
  EXPECT_EQ(found.verdict, StrengthVerdict::not_decidable);
  EXPECT_EQ(found.undecided, Undecided::groups_missing);
  ASSERT_GE(found.next.size(), 2U);
  EXPECT_EQ(found.next[0].variant, way("ito_extensor")) << "something gentler after pain";
  EXPECT_EQ(found.next[1].variant, way("side_bridge_wall"));
}

TEST(Strength, nobody_said_why_it_ended) {
  const StrengthResult found = weighed(man(30), battery(110, 140, 40, 85, 1, Stopped::not_said));
  EXPECT_EQ(at(found, right_wall).standing, GroupStanding::watch);
  EXPECT_EQ(at(found, right_wall).because.front(), Because::ratio_once);
  EXPECT_EQ(at(found, right_wall).because.back(), Because::reason_unsaid);
  EXPECT_TRUE(found.weak.empty());
  auto twice = battery(110, 140, 40, 85, 1, Stopped::not_said);
  for (const auto& one : battery(110, 140, 40, 85, 2, Stopped::other)) twice.push_back(one);
  EXPECT_TRUE(weighed(man(30), twice).weak.empty()) << "unknown is not absent, however often";
}

TEST(Strength, a_ceiling_says_at_least) {
  const StrengthResult found = weighed(man(37), {took("sorensen", 260), took("sorensen", 90, 2, {}, Stopped::ceiling)});
  const StrengthTested& tested = found.tested.at(0);
  EXPECT_TRUE(tested.days[0].value.at_least);
  EXPECT_EQ(tested.days[0].value.value, 240) << "nobody knows what lies above the ceiling";
  EXPECT_TRUE(tested.days[1].value.at_least);
  EXPECT_TRUE(tested.percent->at_least);
  EXPECT_EQ(tested.standing, GroupStanding::within);

  // A hidden extensor hides the ratio: at most 140 / 120 may be under 1 as well.
  auto measures = battery(120, 140, 90, 90);
  measures[0].stopped = Stopped::ceiling;
  const StrengthResult hidden = weighed(man(25), measures);
  const RatioFound& flexion = *ratio(hidden, StrengthRatio::flexion_extension);
  EXPECT_EQ(flexion.flagged, Presence::unknown);
  EXPECT_TRUE(flexion.at_most);
  EXPECT_EQ(hidden.undecided, Undecided::hidden_by_ceiling);
}

TEST(Strength, ages_and_sexes_without_a_norm_are_never_weak) {
  const StrengthResult old = weighed(man(55), battery(20, 20, 10, 10));
  for (const MusclePlace& place : {extensors, flexors, left_wall, right_wall}) {
    EXPECT_EQ(test_at(old, place).fit, NormFit::outside_ages);
    EXPECT_EQ(at(old, place).standing, GroupStanding::watch);
  }
  EXPECT_EQ(old.undecided, Undecided::no_norm_fits);
  EXPECT_TRUE(old.weak.empty());
  EXPECT_TRUE(old.lowest_so_far.has_value());

  const StrengthResult thirty = weighed(man(30.9), battery(110, 140, 55, 85));
  EXPECT_EQ(test_at(thirty, extensors).fit, NormFit::matched) << "18 to 30 ends at the 31st birthday";
  EXPECT_EQ(test_at(weighed(man(31), battery(110, 140, 55, 85)), extensors).fit, NormFit::outside_ages);

  StrengthPerson unknown{.age_years = 25, .sex = {}, .described = {}};
  EXPECT_EQ(test_at(weighed(unknown, battery(110, 140, 55, 85)), extensors).fit, NormFit::matched)
      << "the norm of both sexes";
  EXPECT_EQ(weighed(unknown, {took("plank_forearm", 10)}).tested[0].fit, NormFit::other_sex);
  StrengthPerson ageless{.age_years = {}, .sex = Sex::male, .described = {}};
  EXPECT_EQ(weighed(ageless, battery(10, 10, 10, 10)).tested[0].fit, NormFit::age_unknown);
  EXPECT_TRUE(weighed(ageless, battery(10, 10, 10, 10)).weak.empty());
  EXPECT_EQ(weighed(man(40), {took("ito_extensor", 20)}).tested[0].fit, NormFit::ages_unsaid);
}

TEST(Strength, norms_are_matched_by_way_sex_age_and_people) {
  const auto name_of = [](const StrengthPerson& person, std::string_view variant, std::optional<Side> side = {}) {
    const NormFound found = match_norm(person, way(variant), side, NormUse::compare, shipped_facts());
    return found.norm ? shipped_facts().strength().norms[*found.norm].name : "";
  };
  EXPECT_EQ(name_of(man(42), "sorensen"), "alaranta_40_male");
  EXPECT_EQ(name_of(woman(54.5), "sorensen"), "alaranta_50_female");
  EXPECT_EQ(name_of(man(70), "sorensen"), "alaranta_50_male") << "the nearest";
  StrengthPerson clerk = man(42);
  clerk.described = {"white_collar"};
  EXPECT_EQ(name_of(clerk, "sorensen"), "alaranta_40_male_white");
  EXPECT_EQ(name_of(man(42), "modified_sorensen"), "adedoyin_sorensen_all");
  EXPECT_EQ(name_of(man(25), "side_bridge_full", Side::left), "mcgill1999_lsb_male");
  EXPECT_EQ(name_of(woman(25), "side_bridge_full", Side::right), "mcgill1999_rsb_female");
  EXPECT_EQ(name_of(man(65), "stance_eyes_open"), "sls_bohannon_60");
  EXPECT_EQ(name_of(woman(20), "plank_forearm"), "plank_strand_f");
  EXPECT_EQ(name_of(man(25), "plank_knees"), "") << "another position has no norm";
  EXPECT_EQ(name_of(man(12), "sorensen"), "");
}

TEST(Strength, under_18_no_norm_is_applied) {
  auto twice = battery(20, 140, 10, 85);
  for (const auto& one : battery(20, 140, 10, 85, 2)) twice.push_back(one);
  const StrengthResult found = weighed(man(17.9), twice);
  EXPECT_EQ(found.undecided, Undecided::under_18);
  EXPECT_TRUE(found.weak.empty() && found.watch.empty() && found.dominant.empty() && found.ratios.empty());
  for (const StrengthTested& one : found.tested) {
    EXPECT_EQ(one.fit, NormFit::refused);
    EXPECT_FALSE(one.percent || one.z);
  }
  EXPECT_TRUE(found.next.empty());
  EXPECT_FALSE(found.lowest_so_far);
}

TEST(Strength, all_low_together_has_no_culprit) {
  // Each 1.2 standard deviations below the mean of young women.
  const StrengthResult found = weighed(woman(22), battery(117, 30.2, 34.8, 35));
  EXPECT_EQ(found.verdict, StrengthVerdict::generally_low);
  EXPECT_TRUE(found.limiting.empty());
  EXPECT_EQ(weighed(woman(22), battery(189, 149, 72, 77)).verdict, StrengthVerdict::none_low);
}

TEST(Strength, the_goal_decides_between_equals) {
  // Both sides at z = -2, the rest at the mean.
  const auto measures = battery(146, 144, 26, 27);
  EXPECT_EQ(weighed(man(25), measures).limiting, (Places{left_wall, right_wall}));
  auto other = battery(44, 144, 26, 97);  // extensors and right side at z = -2
  EXPECT_EQ(weighed(man(25), other).limiting, (Places{extensors, right_wall}));
  StrengthPerson person = man(25);
  person.needed_most = {MuscleGroup::extensors};
  EXPECT_EQ(weighed(person, other).limiting, Places{extensors});
}

TEST(Strength, a_strong_partner_at_or_above_its_norm_dominates) {
  const StrengthResult found = weighed(man(25), battery(100, 160, 95, 97));
  EXPECT_EQ(found.dominant, (Places{flexors, left_wall, right_wall})) << "flexors and sides beside weak extensors";
  EXPECT_EQ(at(found, extensors).standing, GroupStanding::watch);
}

TEST(Strength, sides_without_a_norm_are_compared_with_one_another) {
  const MusclePlace left{MuscleGroup::gluteus_medius, Side::left};
  std::vector<StrengthMeasure> measures = {took("hip_abduction_make", 80, 1, Side::left),
                                           took("hip_abduction_make", 120, 1, Side::right)};
  EXPECT_EQ(at(weighed(man(60), measures), left).standing, GroupStanding::watch);
  measures.push_back(took("hip_abduction_make", 82, 4, Side::left));
  measures.push_back(took("hip_abduction_make", 119, 4, Side::right));
  const StrengthResult found = weighed(man(60), measures);
  EXPECT_EQ(at(found, left).standing, GroupStanding::weak);
  EXPECT_TRUE(at(found, left).confirmed);
  // Another way of pushing is another test.
  const StrengthResult mixed = weighed(
      man(60), {took("hip_abduction_make", 80, 1, Side::left), took("hip_abduction_break", 120, 1, Side::right)});
  EXPECT_TRUE(mixed.sides.empty() && mixed.weak.empty() && mixed.watch.empty());
}

TEST(Strength, grades_below_five_go_before_all_training) {
  const StrengthResult found = weighed(
      man(50), {took("ankle_dorsiflexion_grade", 5, 1, Side::left), took("ankle_dorsiflexion_grade", 4, 3, Side::left),
                took("hip_flexion_grade", 4, 3, Side::right), took("plantar_flexion_grade", 3, 3, Side::left),
                took("knee_extension_grade", 5, 3, Side::left), took("knee_extension_grade", 2, 3, Side::left)});
  ASSERT_EQ(found.power_lost.size(), 4U);
  EXPECT_EQ(found.power_lost[0].kind, PowerLost::Kind::fell);
  EXPECT_EQ(found.power_lost[0].before, 5);
  EXPECT_TRUE(found.power_lost[0].triage_now());
  EXPECT_EQ(found.power_lost[1].kind, PowerLost::Kind::three_or_less);
  EXPECT_EQ(found.power_lost[2].kind, PowerLost::Kind::three_or_less);
  EXPECT_EQ(found.power_lost[1].grade, 2) << "the worse of one day; never averaged away";
  EXPECT_EQ(found.power_lost[3].kind, PowerLost::Kind::below_five);
  EXPECT_FALSE(found.power_lost[3].triage_now());
  EXPECT_EQ(weighed(man(12), {took("hip_flexion_grade", 3, 1, Side::left)}).power_lost.size(), 1U)
      << "a nerve has no age";
}

TEST(Strength, grip_chair_and_trunk_all_low_point_beyond_the_back) {
  auto measures = std::vector{took("grip_best_hand", 20), took("chair_stand_30s_no_arms", 6), took("sorensen", 10),
                              took("sorensen", 12, 3)};
  EXPECT_FALSE(weighed(man(70), measures).whole_body_low) << "no norm of the trunk fits at 70";
  const StrengthResult found = weighed(man(70), measures);
  EXPECT_EQ(found.tested.size(), 3U);
  std::size_t beyond = 0;
  for (const StrengthTested& one : found.tested)
    for (const Cutoff& cutoff : one.cutoffs) beyond += cutoff.beyond ? 1 : 0;
  EXPECT_EQ(beyond, 2U);
  // Adults of the Nigerian study reach to 67.
  measures[2] = took("modified_sorensen", 10);
  measures[3] = took("modified_sorensen", 12, 3);
  EXPECT_TRUE(weighed(man(66), measures).whole_body_low);
}

TEST(Strength, cut_offs_say_whether_the_limit_itself_counts) {
  const auto beyond = [](const StrengthPerson& person, std::string_view variant, double value) {
    const StrengthResult found = weighed(person, {took(variant, value)});
    const auto& cutoffs = found.tested.at(0).cutoffs;
    return std::count_if(cutoffs.begin(), cutoffs.end(), [](const Cutoff& one) { return one.beyond; });
  };
  EXPECT_EQ(beyond(man(70), "grip_best_hand", 27), 0);
  EXPECT_EQ(beyond(man(70), "grip_best_hand", 26.9), 1);
  EXPECT_EQ(beyond(woman(70), "gait_speed_4m", 0.8), 1);
  EXPECT_EQ(beyond(woman(70), "gait_speed_4m", 0.81), 0);
  EXPECT_EQ(beyond(woman(70), "five_times_no_arms", 15), 1) << "worse than average, not low";
  EXPECT_EQ(beyond(woman(70), "five_times_no_arms", 15.1), 2);
  EXPECT_EQ(beyond(man(72), "chair_stand_30s_no_arms", 12), 0);
  EXPECT_EQ(beyond(man(72), "chair_stand_30s_no_arms", 11), 1);
}

TEST(Strength, old_days_show_the_course_and_count_no_more) {
  const StrengthResult found = weighed(man(25), {took("mcgill_extensor", 40, 1), took("mcgill_extensor", 150, 60)});
  EXPECT_EQ(found.tested[0].older_days, 1U);
  EXPECT_EQ(found.tested[0].days.size(), 1U);
  EXPECT_EQ(at(found, extensors).standing, GroupStanding::within);
}

TEST(Strength, nothing_measured_names_what_to_test) {
  const StrengthResult found = weighed(man(40), {});
  EXPECT_EQ(found.undecided, Undecided::nothing_measured);
  ASSERT_EQ(found.next.size(), 4U);
  EXPECT_EQ(found.next[0].variant, way("sorensen")) << "the norm of Finnish workers fits at 40";
  EXPECT_EQ(weighed(man(25), {}).next[0].variant, way("mcgill_extensor"));
}

}  // namespace
}  // namespace lumbar
