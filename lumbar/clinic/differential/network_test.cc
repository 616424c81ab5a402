// SPDX-License-Identifier: Apache-2.0
// Which row of evidence counts, and what it weighs, on the tiny facts.
#include "lumbar/clinic/differential/network.h"

#include <gtest/gtest.h>

#include "lumbar/clinic/differential/tiny_facts.h"

namespace lumbar {
namespace {

using tiny::knowledge;

// The ratios that count for one condition and finding; 1 and 1 when no row does.
Ratios ratios(const char* condition, const char* finding, Setting setting) {
  const SettingModel model(knowledge(), setting);
  const FindingId wanted = knowledge().finding(finding).value();
  for (const Ratios& row : model.rows_of(knowledge().condition(condition).value())) {
    if (knowledge()[row.row].finding == wanted) return row;
  }
  return {};
}

TEST(Rows, the_own_setting_then_any_then_referred_people) {
  struct Row {
    const char* condition;
    Setting setting;
    double if_present;
  };
  constexpr std::array rows = {
      Row{"fracture", Setting::home, 1.7},
      Row{"fracture", Setting::secondary_care, 2.9},
      Row{"fracture", Setting::emergency_department, 1.9},
      Row{"tumour", Setting::primary_care, 2.1},
      Row{"tumour", Setting::emergency_department, 1.3},
      // Seen by one setting only through two others, it was whichever stood first in the files.
      Row{"infection", Setting::secondary_care, 1.4},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(row.condition) + " " + std::string(word_of(row.setting)));
    EXPECT_EQ(ratios(row.condition, "pain_at_night", row.setting).if_present, row.if_present);
  }
}

// Rows of people already suspected of the disease are the last choice. Where there was nothing else, all of them were
// equally far from everybody, and the first of the file counted: in primary care that of the emergency department.
TEST(Rows, the_suspected_last_and_among_them_the_own_setting_first) {
  EXPECT_EQ(ratios("stone", "pain_at_night", Setting::primary_care).if_present, 1.15);
  EXPECT_EQ(ratios("cauda_equina", "pain_at_night", Setting::primary_care).if_present, 1.5);
  EXPECT_EQ(ratios("cauda_equina", "pain_at_night", Setting::secondary_care).if_present, 1.25);
  EXPECT_EQ(ratios("cauda_equina", "pain_at_night", Setting::emergency_department).if_present, 1.1);
}

// A sign that every patient of a small series had: beside a specificity, its absence made the disease ten times less
// likely, though no ratio was published. A small sample must not exclude.
TEST(Rows, a_sensitivity_of_one_does_not_exclude) {
  const Ratios sign = ratios("fracture", "rare_sign", Setting::primary_care);
  EXPECT_EQ(sign.if_present, 10) << "capped";
  EXPECT_EQ(sign.if_absent, 1);
}

// A ratio for the absent finding was put aside when the one for the present finding was missing.
TEST(Rows, a_published_ratio_stands_beside_one_that_is_worked_out) {
  const Ratios sign = ratios("deconditioning", "rare_sign", Setting::primary_care);
  EXPECT_NEAR(sign.if_present, 0.8, 1e-12);
  EXPECT_EQ(sign.if_absent, 1.2);
}

TEST(Rows, nothing_is_certain) {
  const Ratios sign = ratios("tumour", "rare_sign", Setting::primary_care);
  EXPECT_EQ(sign.if_present, 1000);
  EXPECT_EQ(sign.if_absent, 0.001);
}

TEST(Rows, without_a_background_a_sensitivity_says_nothing) {
  const Ratios sign = ratios("stone", "rare_sign", Setting::primary_care);
  EXPECT_EQ(sign.if_present, 1);
  EXPECT_EQ(sign.if_absent, 1);
}

}  // namespace
}  // namespace lumbar
