// SPDX-License-Identifier: Apache-2.0
// The real facts: they load without a complaint, and hold what the other rooms rely on.
#include "lumbar/knowledge/knowledge.h"
#include "lumbar/knowledge/facts_in_test.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace lumbar {
namespace {

const Knowledge& facts() {
  static const Knowledge knowledge = [] {
    auto loaded = Knowledge::load(fact_files());
    if (!loaded) throw std::runtime_error(loaded.error().text());
    return *std::move(loaded);
  }();
  return knowledge;
}

TEST(Facts, load_without_a_complaint) {
  for (const Error& one : Knowledge::check(fact_files())) ADD_FAILURE() << one.text();
  EXPECT_TRUE(Knowledge::load(fact_files(), Policy::literal));
}

TEST(Facts, hold_the_whole_evidence) {
  EXPECT_GE(facts().findings().size(), 625U);
  EXPECT_GE(facts().rules().size(), 85U);
  EXPECT_EQ(std::count_if(facts().safety_net().begin(), facts().safety_net().end(),
                          [](const SafetyItem& item) { return item.group == 'A'; }),
            9);
  EXPECT_GE(facts().conditions().size(), 102U);
  EXPECT_GE(facts().evidence().size(), 551U);
  EXPECT_GE(facts().stages().size(), 4U);
}

TEST(Facts, name_what_the_reasoning_relies_on) {
  for (const char* name : {"age_years", "sex", "height", "weight", "body_mass_index", "symptom_duration", "onset_speed",
                           "cannot_be_questioned", "prevention_question", "pregnant_now", "fever", "temperature_c"}) {
    EXPECT_TRUE(facts().finding(name)) << name;
  }
  EXPECT_TRUE(facts().language().episode);
  EXPECT_TRUE(facts().language().onset_speed);
  EXPECT_EQ(facts().parameter("adult_age_years"), 18);
  EXPECT_EQ(facts().parameter("appointment_days"), 14);
  EXPECT_EQ(facts().parameter("no such parameter"), 0);
  // The choices of sex stand in the order of the type that the engine reads them into.
  const auto& sexes = facts().language().variables[facts().finding("sex")->row()].choices;
  ASSERT_EQ(sexes.size(), Words<Sex>::list.size());
  EXPECT_TRUE(std::equal(sexes.begin(), sexes.end(), Words<Sex>::list.begin()));
}

TEST(Facts, not_sure_counts_as_yes_for_bladder_bowel_saddle_and_walking_only) {
  std::set<int> yes;
  for (const SafetyItem& item : facts().safety_net()) {
    if (item.not_sure_means_yes) yes.insert(item.order);
  }
  EXPECT_EQ(yes, (std::set<int>{1, 2, 3, 6}));
}

TEST(Facts, every_lookup_finds_its_row) {
  for (std::size_t row = 0; row < facts().findings().size(); ++row)
    EXPECT_EQ(facts().finding(facts().findings()[row].name), FindingId(row));
  for (std::size_t row = 0; row < facts().conditions().size(); ++row) {
    EXPECT_EQ(facts().condition(facts().conditions()[row].name), ConditionId(row));
    ASSERT_NE(facts().care(ConditionId(row)), nullptr) << facts().conditions()[row].name;
    EXPECT_EQ(facts().care(ConditionId(row))->condition, ConditionId(row));
  }
  for (std::size_t row = 0; row < facts().rules().size(); ++row)
    EXPECT_EQ(facts().rule(facts().rules()[row].name), RuleId(row));
}

TEST(Facts, every_formula_is_written_and_read_again_as_the_same_words) {
  for (const Rule& rule : facts().rules()) {
    const std::string text = logic::text_of(rule.formula, facts().language());
    const auto again = logic::read_formula(text, facts().language(), logic::Place::state);
    ASSERT_TRUE(again) << rule.name << ": " << again.error().text();
    EXPECT_EQ(logic::text_of(*again, facts().language()), text) << rule.name;
  }
}

TEST(Facts, every_leak_lies_between_never_and_always) {
  for (const Evidence& row : facts().evidence()) {
    if (!row.preferred || !row.condition.is_some()) continue;
    for (const Setting setting :
         {Setting::home, Setting::primary_care, Setting::emergency_department, Setting::secondary_care}) {
      const auto leak = facts().leak(row.finding, setting);
      ASSERT_TRUE(leak) << row.name << ": no leak of " << facts()[row.finding].name;
      EXPECT_GT(*leak, 0);
      EXPECT_LT(*leak, 1);
    }
  }
}

TEST(Facts, home_counts_as_primary_care) {
  for (std::size_t row = 0; row < facts().findings().size(); ++row) {
    EXPECT_EQ(facts().leak(FindingId(row), Setting::home), facts().leak(FindingId(row), Setting::primary_care));
  }
}

}  // namespace
}  // namespace lumbar
