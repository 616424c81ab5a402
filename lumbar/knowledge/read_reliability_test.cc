// SPDX-License-Identifier: Apache-2.0
// What a course stands on: what is read from the tables, and what is refused.
#include <gtest/gtest.h>

#include <algorithm>

#include "lumbar/knowledge/facts_in_test.h"
#include "lumbar/knowledge/knowledge.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

TEST(ReadReliability, the_expected_band_runs_forwards_and_holds_what_its_source_says) {
  const auto& expected = shipped_facts().course().expected;
  ASSERT_EQ(expected.size(), 4U);
  for (std::size_t i = 1; i < expected.size(); ++i) EXPECT_LT(expected[i - 1].day, expected[i].day);
  // Menezes Costa 2012: means of 100; acute 52, 23, 12, 6, persistent 51, 33, 26, 23 at 0, 6, 26 and 52 weeks.
  const double acute[] = {52, 23, 12, 6};
  const double persistent[] = {51, 33, 26, 23};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(expected[i].low, acute[i] / acute[0], 5e-4);
    EXPECT_NEAR(expected[i].high, persistent[i] / persistent[0], 5e-4);
  }
}

TEST(ReadReliability, refuses_what_is_not_whole) {
  const std::string basis = "sources = [\"project_choice\"]\nstatus = \"assumed\"\n";
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"[[lasting]]\nfindings = [\"fevr\"]\n" + basis, "findings › no finding \"fevr\"; nearest: fever"},
      {"[[neurology]]\nfloor = \"soon\"\nfindings = [\"fever\"]\n" + basis,
       "floor › \"soon\" is not one of: self_care, appointment, within_24h, emergency_now"},
      {"[[settles]]\nspecialists = [\"wizard\"]\n" + basis, "specialists › \"wizard\" is not in specialists.toml"},
      {"[[milestone]]\nid = \"x\"\nfrom_weeks = 3\nto_weeks = 2\n" + basis,
       "to_weeks › weeks run from 0 on, and end later than they begin"},
      {"[[milestone]]\nid = \"review\"\nfrom_weeks = 1\nto_weeks = 2\n" + basis, "milestone review stands twice"},
      {"[[expected]]\nmeasure = \"joy\"\nday = 3\nlow = 0\nhigh = 1\n" + basis,
       "measure › \"joy\" is not in measures.toml"},
      {"[[expected]]\nmeasure = \"nprs\"\nday = 3\nlow = 1\nhigh = 0.5\n" + basis, "low › needs a day"},
      {"[[passing_on]]\nid = \"x\"\nspecialists = []\nwithin_days = 0\n" + basis,
       "within_days › is not a whole number from 1 to 365"},
      {"[[test_range]]\nunit = \"N\"\nlow = 5\nhigh = 5\n" + basis, "high › is not above low"},
  };
  std::vector<FactFile> files = fact_files();
  std::string all;
  for (const auto& [row, words] : rows) all += row + "\n";
  files.push_back({"wrong.toml", all});
  std::string complaints;
  for (const Error& error : Knowledge::check(files)) complaints += error.text() + "\n";
  for (const auto& [row, words] : rows)
    EXPECT_NE(complaints.find(words), std::string::npos) << words << "\n" << complaints;
}

}  // namespace
}  // namespace lumbar
