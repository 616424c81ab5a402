// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/localisation/localise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "lumbar/clinic/localisation/examined.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

std::vector<Side> sides_of(const Site& site) {
  switch (site.sides) {
    case SiteSides::one: return {Side::left, Side::right};
    case SiteSides::either:
      if (site.kind == SiteKind::root || site.kind == SiteKind::plexus) return {Side::left, Side::right};
      return {Side::left, Side::right, Side::both};
    case SiteSides::both: return {Side::both};
    case SiteSides::none: break;
  }
  return {};
}

// How many signs the textbook picture of a site shows.
std::size_t found_in(const Site& site) {
  const Findings findings = textbook(site, Side::left, 3).findings();
  return static_cast<std::size_t>(
      std::count_if(findings.statements.begin(), findings.statements.end(), [](const Statement& one) {
        return one.present == Presence::present || one.number.left.value_or(5) < 5 || one.choice.left.value_or(2) < 2;
      }));
}

// Every entry of the facts, every grade of weakness, both sides.
TEST(Localise, finds_the_textbook_picture_of_every_site) {
  const Knowledge& facts = shipped_facts();
  const std::set<std::string> sacral = {"S3", "S4", "S5", "pudendal"};
  for (const Site& site : facts.sites()) {
    for (const Side side : sides_of(site)) {
      for (int grade = 0; grade < 5; ++grade) {
        const Localisation place = textbook(site, side, grade).place();
        ASSERT_FALSE(place.ranked.empty());
        const Location& first = place.ranked.front();
        const bool with_next = first.next_root && facts.sites()[*first.next_root].name == site.name;
        EXPECT_TRUE(facts.sites()[first.site].name == site.name || with_next)
            << site.name << " " << word_of(side) << ", grade " << grade << ": " << names_of(place);
        // Saddle, sphincter and their reflexes have no side in the facts: there S3 to S5 have none either.
        const auto told = sacral.contains(site.name) ? std::optional<Side>() : side;
        EXPECT_EQ(first.side, told) << site.name << ": " << names_of(place);
        // One lost cremasteric reflex or one weak muscle, all else normal, fixes no place.
        EXPECT_TRUE(place.localises || found_in(site) == 1) << site.name << ": " << names_of(place);
      }
    }
  }
}

std::string first_of(const Localisation& place) { return place.ranked.empty() ? "" : name_of(place.ranked.front()); }

double chance_of(std::string_view name, const Localisation& place) {
  for (const Location& one : place.ranked) {
    if (name_of(one) == name) return one.probability;
  }
  return 0;
}

const std::string& sign_named(std::size_t sign) { return shipped_facts().signs()[sign].name; }

Examined foot_drop() {
  return Examined()
      .found("foot_drop", Side::left)
      .graded("mrc_ankle_dorsiflexion", 2, 5)
      .graded("mrc_great_toe_extension", 3, 5);
}

// Foot drop: inversion and hip abduction tell a root from the nerve beside the knee (Heffernan 1979, Jeon 2013).
TEST(Localise, tells_a_root_from_the_peroneal_nerve_by_inversion_and_hip_abduction) {
  const Localisation drop = foot_drop().place();
  ASSERT_GE(drop.ranked.size(), 2U);
  const std::set<std::string> first_two = {name_of(drop.ranked[0]), name_of(drop.ranked[1])};
  EXPECT_EQ(first_two, (std::set<std::string>{"L5 left", "common_peroneal left"})) << names_of(drop);
  ASSERT_TRUE(drop.separates);
  const std::set<std::string> separating = {"ankle_inversion", "hip_abduction"};
  EXPECT_TRUE(separating.contains(sign_named(drop.separates->sign))) << sign_named(drop.separates->sign);

  const Localisation root = foot_drop().graded("mrc_ankle_inversion", 4, 5).graded("mrc_hip_abduction", 4, 5).place();
  EXPECT_EQ(first_of(root), "L5 left") << names_of(root);
  EXPECT_GT(root.ranked.front().probability, 0.7) << names_of(root);
  const Localisation nerve = foot_drop().graded("mrc_ankle_inversion", 5, 5).graded("mrc_hip_abduction", 5, 5).place();
  EXPECT_EQ(first_of(nerve), "common_peroneal left") << names_of(nerve);
  EXPECT_GT(nerve.ranked.front().probability, 0.7) << names_of(nerve);
}

TEST(Localise, finds_the_cauda_equina_and_the_conus) {
  const Localisation told = Examined().found("saddle_anaesthesia").found("urinary_retention").place();
  EXPECT_EQ(shipped_facts().sites()[told.ranked.front().site].name, "cauda_equina") << names_of(told);
  const Localisation examined = Examined()
                                    .found("saddle_anaesthesia")
                                    .found("urinary_retention")
                                    .found("radiating_leg_pain", Side::both)
                                    .graded("reflex_achilles", 0, 0)
                                    .graded("reflex_patellar", 1, 2)
                                    .graded("mrc_plantar_flexion", 3, 4)
                                    .place();
  EXPECT_EQ(shipped_facts().sites()[examined.ranked.front().site].name, "cauda_equina") << names_of(examined);
  // Even, without pain, the knee reflexes kept and hardly weak: the end of the cord.
  const Localisation conus = Examined()
                                 .found("saddle_anaesthesia")
                                 .found("perianal_sensation_reduced")
                                 .found("urinary_retention")
                                 .found("anal_squeeze_reduced")
                                 .graded("reflex_achilles", 0, 0)
                                 .graded("reflex_patellar", 2, 2)
                                 .normal("radiating_leg_pain")
                                 .normal("straight_leg_raise")
                                 .graded("mrc_hip_extension", 5, 5)
                                 .graded("mrc_ankle_dorsiflexion", 5, 5)
                                 .graded("mrc_great_toe_extension", 5, 5)
                                 .place();
  EXPECT_EQ(first_of(conus), "conus both") << names_of(conus);
}

// Upper motor neuron signs never come from a lumbar place, however well the rest of the picture fits one.
TEST(Localise, blocks_every_lumbar_place_when_a_sign_comes_from_above) {
  const Knowledge& facts = shipped_facts();
  for (const std::string_view sign : {"babinski_sign", "ankle_clonus", "sensory_level_trunk"}) {
    for (const Site& site : facts.sites()) {
      if (site.kind != SiteKind::root && site.kind != SiteKind::nerve) continue;
      const Localisation place = textbook(site, Side::left, 3).found(sign).place();
      EXPECT_EQ(place.above_lumbar.size(), 1U);
      for (const Location& one : place.ranked) {
        const Site& there = facts.sites()[one.site];
        const bool lumbar = there.kind == SiteKind::root || there.kind == SiteKind::nerve ||
                            there.kind == SiteKind::plexus || there.name == "cauda_equina";
        EXPECT_TRUE(!lumbar || one.probability < 0.02) << sign << " with " << site.name << ": " << names_of(place);
      }
    }
  }
  const Localisation cord = Examined()
                                .found("babinski_sign", Side::both)
                                .found("spasticity", Side::both)
                                .graded("mrc_hip_flexion", 4, 4)
                                .place();
  EXPECT_EQ(first_of(cord), "cord both") << names_of(cord);
  EXPECT_EQ(cord.above_lumbar.size(), 2U);
}

TEST(Localise, reads_neck_and_arm_signs_as_above_the_lumbar_spine_and_no_more) {
  const Localisation place = Examined()
                                 .found("arm_weakness", Side::left)
                                 .found("neck_pain")
                                 .found("arm_or_hand_sensory_disturbance", Side::left)
                                 .found("hoffmann_sign", Side::left)
                                 .place();
  EXPECT_EQ(shipped_facts().sites()[place.ranked.front().site].name, "above_lumbar") << names_of(place);
  EXPECT_TRUE(place.localises);
}

TEST(Localise, finds_what_is_spread_over_both_legs) {
  const Localisation nerves = Examined()
                                  .found("stocking_sensory_loss")
                                  .found("vibration_reduced_128hz")
                                  .graded("reflex_achilles", 0, 0)
                                  .graded("reflex_patellar", 2, 2)
                                  .place();
  EXPECT_EQ(first_of(nerves), "polyneuropathy both") << names_of(nerves);
  const Localisation horn = Examined()
                                .found("fasciculations", Side::both)
                                .found("muscle_atrophy", Side::left)
                                .graded("mrc_ankle_dorsiflexion", 3, 4)
                                .graded("mrc_hip_flexion", 4, 5)
                                .normal("stocking_sensory_loss")
                                .normal("sensory_loss_dorsum_foot")
                                .normal("sensory_loss_lateral_foot")
                                .place();
  EXPECT_EQ(shipped_facts().sites()[horn.ranked.front().site].name, "anterior_horn") << names_of(horn);
  // Both legs weak is no single root.
  const Localisation muscle = Examined()
                                  .graded("mrc_hip_flexion", 3, 3)
                                  .graded("mrc_hip_abduction", 4, 4)
                                  .graded("mrc_hip_extension", 4, 4)
                                  .graded("mrc_ankle_dorsiflexion", 5, 5)
                                  .graded("mrc_plantar_flexion", 5, 5)
                                  .graded("reflex_achilles", 2, 2)
                                  .found("gowers_sign")
                                  .place();
  EXPECT_EQ(first_of(muscle), "myopathy both") << names_of(muscle);
}

TEST(Localise, says_nothing_without_signs_and_when_all_is_normal) {
  const Localisation empty = Examined().place();
  EXPECT_FALSE(empty.localises);
  EXPECT_TRUE(empty.ranked.empty());
  const Localisation pain = Examined().found("radiating_leg_pain", Side::left).place();
  EXPECT_FALSE(pain.localises) << "pain alone is no sign of the examination: " << names_of(pain);
  Examined normal;
  for (const Sign& sign : shipped_facts().signs()) {
    if (sign.minutes > 0 && sign.kind == SignKind::power) normal.graded(sign.grades.front(), 5, 5);
    if (sign.minutes > 0 && sign.kind == SignKind::flag) normal.normal(sign.flag);
  }
  EXPECT_FALSE(normal.place().localises);
  EXPECT_GT(normal.place().nothing, 0.9);
}

TEST(Localise, keeps_unknown_apart_from_normal) {
  const auto chance = [](const Examined& examined) { return chance_of("L5 left", examined.place()); };
  const double unknown = chance(foot_drop());
  EXPECT_LT(chance(foot_drop().graded("mrc_hip_abduction", 5, 5)), unknown);
  EXPECT_GT(chance(foot_drop().graded("mrc_hip_abduction", 4, 5)), unknown);
  // The right side that nobody mentioned is not the right side that was examined.
  const double one_side = chance(Examined().graded("mrc_great_toe_extension", 3, {}));
  EXPECT_NE(one_side, chance(Examined().graded("mrc_great_toe_extension", 3, 5)));
  // A denial on one side leaves the other unknown.
  const Localisation denied =
      Examined().graded("mrc_great_toe_extension", 3, 5).normal("straight_leg_raise", Side::right).place();
  const Localisation untold = Examined().graded("mrc_great_toe_extension", 3, 5).place();
  EXPECT_GT(chance_of("L5 left", denied), 0.8 * chance_of("L5 left", untold));
}

// One muscle group measured twice is one muscle group.
TEST(Localise, counts_no_finding_twice) {
  const Localisation once = foot_drop().graded("mrc_hip_abduction", 4, 5).place();
  const auto same = [&](const Examined& examined) {
    const Localisation twice = examined.place();
    ASSERT_EQ(twice.ranked.size(), once.ranked.size());
    for (std::size_t i = 0; i < once.ranked.size(); ++i) {
      EXPECT_EQ(name_of(twice.ranked[i]), name_of(once.ranked[i]));
      EXPECT_DOUBLE_EQ(twice.ranked[i].probability, once.ranked[i].probability);
    }
  };
  const auto more = [] { return foot_drop().graded("mrc_hip_abduction", 4, 5); };
  same(more().found("trendelenburg_sign", Side::left));
  same(more().found("hip_abductor_weakness"));
  same(more().found("ankle_dorsiflexion_weakness", Side::left).found("steppage_gait"));
  same(more().found("leg_motor_weakness", Side::left));
  same(more().found("objective_weakness"));
  const Localisation umn = Examined().found("babinski_sign", Side::left).place();
  const Localisation umn_twice = Examined().found("babinski_sign", Side::left).found("umn_signs").place();
  EXPECT_DOUBLE_EQ(umn.ranked.front().probability, umn_twice.ranked.front().probability);
}

TEST(Localise, takes_not_sure_as_unknown) {
  Examined unsure = foot_drop();
  Statement saddle;
  saddle.finding = finding_of("saddle_anaesthesia");
  saddle.saying = Saying::not_sure;
  unsure.case_.statements.push_back(saddle);
  ASSERT_EQ(unsure.findings().taken_as_yes.size(), 1U);  // triage asks and waits; a place is not found that way
  EXPECT_EQ(names_of(unsure.place()), names_of(foot_drop().place()));
}

// The rise on one leg shows what the hand does not feel: the worse of two measurements holds.
TEST(Localise, lets_the_worse_of_two_measurements_hold) {
  const auto femoral = [](Examined examined) {
    return chance_of("femoral left", examined.graded("reflex_patellar", 0, 2).place());
  };
  const double strong = femoral(Examined().graded("mrc_knee_extension", 5, 5));
  EXPECT_GT(femoral(Examined().graded("mrc_knee_extension", 5, 5).found("single_leg_sit_to_stand_failure", Side::left)),
            3 * strong);
}

// Function of S4 and S5 is only ever found there: everything that S1 carries says nothing of it.
TEST(Localise, never_infers_sacral_sparing_from_the_first_sacral_root) {
  const auto s1_normal = [] {
    return Examined()
        .graded("mrc_plantar_flexion", 5, 5)
        .graded("mrc_hip_extension", 5, 5)
        .graded("mrc_knee_flexion", 5, 5)
        .graded("reflex_achilles", 2, 2)
        .normal("sensory_loss_lateral_foot")
        .normal("saddle_anaesthesia");
  };
  EXPECT_EQ(s1_normal().place().sacral, Presence::unknown);
  EXPECT_EQ(s1_normal().found("perianal_sensation_reduced").place().sacral, Presence::unknown);
  EXPECT_EQ(s1_normal().found("perianal_sensation_reduced").found("anal_squeeze_reduced").place().sacral,
            Presence::absent);
  EXPECT_EQ(s1_normal().found("perianal_sensation_reduced").normal("anal_squeeze_reduced").place().sacral,
            Presence::present);
  EXPECT_EQ(s1_normal().normal("perianal_sensation_reduced").place().sacral, Presence::present);
}

}  // namespace
}  // namespace lumbar
