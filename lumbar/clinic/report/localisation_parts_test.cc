// SPDX-License-Identifier: Apache-2.0
// Where it may sit, as it is read.
#include <gtest/gtest.h>

#include "lumbar/clinic/report/report.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

Statement said(std::string_view name) {
  Statement one;
  one.finding = *shipped_facts().finding(name);
  return one;
}

Statement graded(std::string_view name, double left) {
  Statement one = said(name);
  one.number.left = left;
  one.number.right = 5;
  return one;
}

Statement there(std::string_view name, std::optional<Side> side = {}) {
  Statement one = said(name);
  one.present = Presence::present;
  one.side = side;
  return one;
}

// Weak for years and no worse: no emergency by itself.
Statement old_weakness() {
  Statement one = there("leg_motor_weakness", Side::left);
  one.age_days = 2000;
  one.tempo = Tempo::years;
  one.trend = Trend::stable;
  return one;
}

std::string text_of(std::vector<Statement> statements, Mode mode) {
  Case person;
  person.statements = std::move(statements);
  const auto made = consult(person, shipped_facts());
  if (!made) return made.error().text();
  return std::string(word_of(made->triage.level)) + "\n" +
         write_text(*made, shipped_facts(), {.mode = mode, .width = 200});
}

std::vector<Statement> foot_drop() {
  return {old_weakness(), graded("mrc_ankle_dorsiflexion", 4), graded("mrc_great_toe_extension", 4),
          graded("mrc_hip_abduction", 4)};
}

TEST(PlaceReport, names_the_place_what_fits_and_the_test_that_separates) {
  const std::string text = text_of(foot_drop(), Mode::clinician);
  for (const char* part :
       {"Localisation", "L5 nerve root, left", "mrc_hip_abduction", "Best single test between the first two",
        "sparing is never inferred from S1", "Examine next"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
  }
}

// Below a red banner the person reads whom to call, and no name of a nerve.
TEST(PlaceReport, is_kept_from_the_person_in_an_emergency) {
  const std::vector<Statement> cauda = {there("saddle_anaesthesia"), there("urinary_retention"),
                                        there("low_back_pain")};
  const std::string plain = text_of(cauda, Mode::in_public);
  ASSERT_TRUE(plain.starts_with("emergency_now")) << plain;
  EXPECT_EQ(plain.find("Where it may sit"), std::string::npos) << plain;
  EXPECT_NE(text_of(cauda, Mode::clinician).find("Cauda equina"), std::string::npos);
}

TEST(PlaceReport, tells_the_person_of_no_missing_place) {
  const std::string plain = text_of({there("low_back_pain")}, Mode::in_public);
  EXPECT_EQ(plain.find("Where it may sit"), std::string::npos) << plain;
}

TEST(PlaceReport, says_first_that_a_sign_comes_from_above) {
  auto statements = foot_drop();
  statements.push_back(there("babinski_sign", Side::left));
  const std::string text = text_of(std::move(statements), Mode::clinician);
  const auto above = text.find("Upper motor neuron sign (");
  ASSERT_NE(above, std::string::npos) << text;
  EXPECT_LT(text.find("Localisation"), above);
  EXPECT_EQ(text.find("L5 nerve root, left"), std::string::npos) << text;
}

}  // namespace
}  // namespace lumbar
