// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "lumbar/clinic/findings/findings.h"
#include "lumbar/doors/wire/tiny_facts.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

Result<Case> read(const std::string& json, bool lenient = false) {
  return read_case(json, tiny_knowledge(), {.lenient = lenient});
}

// A case of 2026-11-21 that says one thing.
std::string case_with(const std::string& finding, const std::string& answer) {
  return R"({"lumbar_case": 1, "as_of": "2026-11-21", "findings": {")" + finding + "\": " + answer + "}}";
}

std::string error_of(const std::string& json, bool lenient = false) {
  const auto read_one = read(json, lenient);
  return read_one ? "no error" : read_one.error().text();
}

// The only statement of a case; unknown to every reader where there is none.
Statement said(const std::string& finding, const std::string& answer, bool lenient = false) {
  const auto person = read(case_with(finding, answer), lenient);
  EXPECT_TRUE(person) << (person ? "" : person.error().text());
  if (!person || person->statements.size() != 1) return {};
  EXPECT_EQ(tiny_knowledge()[person->statements.front().finding].name, finding);
  return person->statements.front();
}

TEST(ReadCase, reads_the_example_of_the_contract) {
  const auto person =
      read(R"({ "lumbar_case": 1, "as_of": "2026-11-21", "informant": "proxy", "locale": "en-GB", "country": "GB",
    "person": { "age_years": 54, "sex": "female", "pregnant": false, "height_cm": 168, "mass_kg": 74 },
    "setting": "primary_care",
    "findings": { "fever": false, "leg_numbness": null,
      "foot_drop": { "present": true, "side": "both", "onset": "2026-11-19", "tempo": "days", "trend": "worsening" },
      "mrc_ankle_dorsiflexion": { "left": 3, "right": 5 },
      "post_void_residual_ml": { "value": 250, "unit": "mL" } } })");
  ASSERT_TRUE(person) << person.error().text();
  EXPECT_EQ(person->as_of->written(), "2026-11-21");
  EXPECT_EQ(person->informant, Informant::proxy);
  EXPECT_EQ(person->setting, Setting::primary_care);
  EXPECT_EQ(person->country, "GB");
  // In the order of the facts: age, sex, pregnant, height, weight, fever, foot drop, grade, residual.
  ASSERT_EQ(person->statements.size(), 9U);
  EXPECT_EQ(person->statements[0].number.bare, 54);
  EXPECT_EQ(person->statements[1].choice.bare, 0);
  EXPECT_EQ(person->statements[2].present, Presence::absent);
  EXPECT_EQ(person->statements[5].present, Presence::absent);
  const Statement& foot_drop = person->statements[6];
  EXPECT_EQ(foot_drop.present, Presence::present);
  EXPECT_EQ(foot_drop.side, Side::both);
  EXPECT_EQ(foot_drop.age_days, 2);
  EXPECT_EQ(foot_drop.tempo, Tempo::days);
  EXPECT_EQ(foot_drop.trend, Trend::worsening);
  EXPECT_EQ(person->statements[7].number.left, 3);
  EXPECT_EQ(person->statements[7].number.right, 5);
  EXPECT_EQ(person->statements[8].number.bare, 250);
}

TEST(ReadCase, knows_nothing_of_an_empty_case_and_takes_what_the_door_gives) {
  const ReadOptions options{.today = *Date::read("2026-11-21"), .default_setting = Setting::emergency_department};
  const auto person = read_case(R"({"lumbar_case": 1, "person": null, "findings": {}})", tiny_knowledge(), options);
  ASSERT_TRUE(person);
  EXPECT_TRUE(person->statements.empty());
  EXPECT_EQ(person->as_of->written(), "2026-11-21");
  EXPECT_EQ(person->setting, Setting::emergency_department);
}

TEST(ReadCase, understands_every_way_to_answer_yes_or_no) {
  struct Row {
    const char* answer;
    Saying saying;
    Presence present;
    std::optional<Side> side;
  };
  const std::array rows = {
      Row{"true", Saying::stated, Presence::present, {}},
      Row{"false", Saying::stated, Presence::absent, {}},
      Row{R"("left")", Saying::stated, Presence::present, Side::left},
      Row{R"("both")", Saying::stated, Presence::present, Side::both},
      Row{R"("unavailable")", Saying::unavailable, Presence::unknown, {}},
      Row{R"("not_sure")", Saying::not_sure, Presence::unknown, {}},
      Row{R"({"present": true})", Saying::stated, Presence::present, {}},
      Row{R"({"present": true, "side": "right", "tempo": null})", Saying::stated, Presence::present, Side::right},
      Row{R"({"present": false})", Saying::stated, Presence::absent, {}},
      // One side denied says nothing of the other.
      Row{R"({"present": false, "side": "left"})", Saying::stated, Presence::unknown, {}},
      Row{R"({"present": false, "side": "both"})", Saying::stated, Presence::absent, {}},
      Row{R"({"left": true, "right": true})", Saying::stated, Presence::present, Side::both},
      Row{R"({"left": true, "right": false})", Saying::stated, Presence::present, Side::left},
      Row{R"({"right": true})", Saying::stated, Presence::present, Side::right},
      Row{R"({"left": false, "right": false})", Saying::stated, Presence::absent, {}},
      Row{R"({"left": false})", Saying::stated, Presence::unknown, {}},
      Row{R"({"left": false, "right": "not_sure"})", Saying::not_sure, Presence::unknown, {}},
      Row{R"({"left": "not_sure", "right": "unavailable"})", Saying::not_sure, Presence::unknown, {}},
      Row{R"({"left": true, "right": "unavailable"})", Saying::stated, Presence::present, Side::left},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.answer);
    const Statement statement = said("foot_drop", row.answer);
    EXPECT_EQ(statement.saying, row.saying);
    EXPECT_EQ(statement.present, row.present);
    EXPECT_EQ(statement.side, row.side);
  }
}

TEST(ReadCase, takes_what_was_not_asked_as_nothing_said) {
  for (const char* answer : {"null", R"({"left": null, "right": null})"}) {
    const auto person = read(case_with("foot_drop", answer));
    ASSERT_TRUE(person);
    EXPECT_TRUE(person->statements.empty()) << answer;
  }
}

TEST(ReadCase, brings_numbers_into_the_unit_of_the_finding) {
  struct Row {
    const char *finding, *answer;
    double expected;
  };
  constexpr std::array rows = {
      Row{"temperature_c", "38.2", 38.2},
      Row{"temperature_c", R"({"value": 38, "unit": "Cel"})", 38},
      Row{"temperature_c", R"({"value": 100.4, "unit": "[degF]"})", 38},
      Row{"temperature_c", R"({"value": 100.4, "unit": "°F"})", 38},
      Row{"crp_mg_l", R"({"value": 3, "unit": "mg/dL"})", 30},
      Row{"weight", R"({"value": 100, "unit": "lb"})", 45.359237},
      Row{"height", R"({"value": 66, "unit": "in"})", 167.64},
      Row{"post_void_residual_ml", R"({"value": 0.25, "unit": "L"})", 250},
      Row{"age_years", R"({"value": 18, "unit": "years"})", 18},
      Row{"bone_density_t_score", "-2.5", -2.5},
      Row{"pain_intensity", "10", 10},
      Row{"cluster_count", "5", 5},
      Row{"mrc_ankle_dorsiflexion", "4", 4},
      Row{"mrc_ankle_dorsiflexion", R"("4-")", 4 - 1.0 / 3},
      Row{"mrc_ankle_dorsiflexion", R"("3+")", 3 + 1.0 / 3},
      Row{"symptom_duration", "6", 42},
      Row{"symptom_duration", R"({"value": 5, "unit": "y"})", 5 * 365.25},
      Row{"symptom_duration", R"({"value": 36, "unit": "hours"})", 1.5},
      Row{"symptom_duration", R"("2 months")", 60.88},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(row.finding) + " " + row.answer);
    const Statement statement = said(row.finding, row.answer);
    ASSERT_TRUE(statement.number.bare);
    EXPECT_NEAR(*statement.number.bare, row.expected, 1e-9);
  }
}

TEST(ReadCase, keeps_sides_apart) {
  const Statement grade = said("mrc_ankle_dorsiflexion", R"({"left": "4-", "right": "unavailable"})");
  EXPECT_EQ(grade.saying, Saying::stated);
  EXPECT_NEAR(*grade.number.left, 4 - 1.0 / 3, 1e-12);
  EXPECT_FALSE(grade.number.right);
  EXPECT_FALSE(grade.number.bare);
  const Statement reflex = said("reflex_achilles", R"({"left": "1+", "right": "2+"})");
  EXPECT_EQ(reflex.choice.left, 1);
  EXPECT_EQ(reflex.choice.right, 2);
  EXPECT_EQ(said("mrc_ankle_dorsiflexion", R"({"left": "unavailable"})").saying, Saying::unavailable);
  EXPECT_EQ(said("side_affected", R"("right")").side, Side::right);
}

TEST(ReadCase, counts_an_onset_back_from_the_day_of_the_case) {
  struct Row {
    const char* answer;
    double age_days;
  };
  constexpr std::array rows = {
      Row{R"({"present": true, "onset": "2026-11-19"})", 2},
      Row{R"({"present": true, "onset": "2026-11-21"})", 0},
      Row{R"({"present": true, "onset": "2026-10"})", 21},  // the last of October: the freshest it can be
      Row{R"({"present": true, "onset": "2026-11"})", 0},   // this month: perhaps today
      Row{R"({"present": true, "onset": "2025-12"})", 325},
      Row{R"({"present": true, "onset": "2024-02"})", 996},  // a leap year
      Row{R"({"present": true, "onset": {"value": 3, "unit": "weeks"}})", 21},
      Row{R"({"present": true, "onset": "3 weeks"})", 21},
      Row{R"({"present": true, "duration": "36 h"})", 1.5},
      // Both, and they agree but for rounding: the shorter holds.
      Row{R"({"present": true, "onset": "2026-10-29", "duration": "3 weeks"})", 21},
      Row{R"({"present": true, "onset": "2026-11-20", "duration": "30 h"})", 1},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.answer);
    const Statement statement = said("foot_drop", row.answer);
    ASSERT_TRUE(statement.age_days);
    EXPECT_DOUBLE_EQ(*statement.age_days, row.age_days);
  }
}

// Each way of going wrong, with the words that a person reads.
TEST(ReadCase, says_what_is_wrong_with_the_text) {
  struct Row {
    std::string json, error;
  };
  const std::array rows = {
      Row{"", "the file is empty; expected a case: {\"lumbar_case\": 1, …}"},
      Row{" \n\t", "the file is empty; expected a case: {\"lumbar_case\": 1, …}"},
      Row{"\xEF\xBB\xBF", "the file is empty; expected a case: {\"lumbar_case\": 1, …}"},
      Row{"[1]", "the file holds a list; expected a case: {\"lumbar_case\": 1, …}"},
      Row{"\"hello\"", "the file holds \"hello\"; expected a case: {\"lumbar_case\": 1, …}"},
      Row{"{\"lumbar_case\": 1,\n \"findings\": {\"fev",
          "line 2, column 19 › the text ends before the case does; the file seems to be cut off"},
      Row{"hello",
          "line 1, column 1 › not JSON: \"hello\" cannot stand here; expected a text in double quotation marks, a "
          "number, true, false, null, { or ["},
      Row{R"({"lumbar_case": 1} {})",
          "line 1, column 20 › \"{}\" follows the end of the case; one file holds one case"},
      Row{R"({"lumbar_case": 1, "as_of": NaN})",
          "line 1, column 29 › not JSON: \"NaN\" cannot stand here; JSON has no NaN and no Infinity; leave the value "
          "out, or write \"unavailable\""},
      Row{R"({"lumbar_case": 1, 'as_of': 1})",
          "line 1, column 20 › not JSON: \"'as_of'\" cannot stand here; texts and keys stand in double quotation "
          "marks"},
      Row{R"({"lumbar_case": 1,})",
          "line 1, column 19 › not JSON: \"}\" cannot stand here; a value is missing before it, or a comma is one too "
          "many"},
      Row{R"({"lumbar_case": 1} // mine)",
          "line 1, column 20 › \"// mine\" follows the end of the case; one file holds one case"},
      Row{"{\"lumbar_case\": 1, \"locale\": \"\xff\"}",
          "line 1, column 31 › not JSON: \"\\xff\" cannot stand here; not UTF-8; save the file as UTF-8"},
      Row{R"({"lumbar_case": 1, "findings": {"temperature_c": 1e999}})",
          "findings.temperature_c › 1e999 is out of range; allowed: up to 18 digits, or 1e308"},
      Row{R"({"lumbar_case": 1, "findings": {"temperature_c": -99999999999999999999}})",
          "findings.temperature_c › -99999999999999999999 is out of range; allowed: up to 18 digits, or 1e308"},
      Row{std::string(100, '[') + std::string(100, ']'),
          "line 1, column 65 › objects and lists inside one another, more than 64 deep; a case needs 4"},
      Row{"{}", "lumbar_case › is missing; begin with \"lumbar_case\": 1"},
      Row{R"({"lumbar_case": 2})", "lumbar_case › 2 is not a version this program reads; it reads 1"},
      Row{R"({"lumbar_case": "1"})", "lumbar_case › \"1\" is not a version this program reads; it reads 1"},
      Row{R"({"lumbar_case": 1, "lumbar_case": 1})", "lumbar_case › stands twice; say it once"},
      Row{R"({"lumbar_case": 1, "findings": {"fever": true, "\u0066ever": false}})",
          "findings.fever › stands twice; say it once"},
      Row{R"({"lumbar_case": 1, "findings": {"fever": {"present": true, "present": true}}})",
          "findings.fever.present › stands twice; say it once"},
      Row{R"({"lumbar_case": 1, "x": [0, {"a": 1, "a": 1}]})", "x[1].a › stands twice; say it once"},
      Row{R"({"lumbar_case": 1, "findngs": {}})",
          "findngs › has no place in a case; allowed here: lumbar_case, as_of, informant, locale, country, person, "
          "setting, findings"},
      Row{R"({"lumbar_case": 1, "findings": []})", "findings › a list cannot stand here; expected an object {…}"},
      Row{R"({"lumbar_case": 1, "as_of": "2026-02-30"})",
          "as_of › 2026-02-30 is not a day of the calendar (years 1850 to 2200)"},
      Row{R"({"lumbar_case": 1, "as_of": "21.11.2026"})",
          "as_of › \"21.11.2026\" is not a date; write it as \"2026-11-21\""},
      Row{R"({"lumbar_case": 1, "informant": "mum"})",
          "informant › \"mum\" cannot stand here; use one of: \"self\", \"proxy\", \"clinician\""},
      Row{R"({"lumbar_case": 1, "setting": 3})",
          "setting › 3 cannot stand here; use one of: \"home\", \"primary_care\", \"emergency_department\", "
          "\"secondary_care\""},
      Row{R"({"lumbar_case": 1, "country": "gb"})",
          "country › \"gb\" is not a country; write two capital letters (ISO 3166), such as \"GB\""},
      Row{R"({"lumbar_case": 1, "locale": "\u001b[2J"})",
          "locale › \"\\u001b[2J\" is not a language; write it as \"en-GB\""},
      Row{R"({"lumbar_case": 1, "person": {"age": 54}})",
          "person.age › has no place in a case; allowed here: age_years, sex, pregnant, height_cm, mass_kg"},
      Row{R"({"lumbar_case": 1, "person": {"age_years": -1}})",
          "person.age_years › -1 years is not possible; allowed: 0 to 120 years"},
      Row{R"({"lumbar_case": 1, "person": {"age_years": "54"}})",
          "person.age_years › \"54\" is not a number; write it without quotation marks"},
      Row{R"({"lumbar_case": 1, "person": {"sex": "F"}})",
          "person.sex › \"F\" is not one of the answers; use one of: \"female\", \"male\", \"other\", \"unavailable\", "
          "\"not_sure\""},
      Row{R"({"lumbar_case": 1, "person": {"age_years": 54}, "findings": {"age_years": 45}})",
          "findings.age_years › 45 differs from person.age_years; correct one of them, or leave one out"},
      Row{R"({"lumbar_case": 1, "person": {"age_years": 10}, "findings": {"symptom_duration": {"value": 20, "unit": "years"}}})",
          "findings.symptom_duration › began 20 years ago, before birth: age_years is 10; correct one of them"},
      Row{R"({"lumbar_case": 1, "as_of": "2026-11-21", "person": {"age_years": 10}, "findings": {"foot_drop": {"present": true, "onset": "2010-01-01"}}})",
          "findings.foot_drop › began 16.9 years ago, before birth: age_years is 10; correct one of them"},
      Row{R"({"lumbar_case": 1, "findings": {"foot_drop": {"present": true, "onset": "2026-11-19"}}})",
          "findings.foot_drop.onset › \"2026-11-19\" is a date, and the case does not say when it was written; add "
          "\"as_of\", such as \"2026-11-21\""},
  };
  for (const Row& row : rows) EXPECT_EQ(error_of(row.json), row.error) << row.json.substr(0, 200);
}

TEST(ReadCase, says_what_is_wrong_with_an_answer) {
  struct Row {
    const char *finding, *answer, *error;
  };
  constexpr std::array rows = {
      Row{"feverr", "true", "findings.feverr › no finding has this id; nearest: fever"},
      Row{"numbness", "true", "findings.numbness › no finding has this id; nearest: leg_numbness"},
      Row{"zzzzzzzzzzzz", "true", "findings.zzzzzzzzzzzz › no finding has this id; and none is near it"},
      Row{R"(a\nb)", "true", "findings.a\\nb › no finding has this id; nearest: sex"},
      Row{"fever", "\"yes\"",
          "findings.fever › \"yes\" is not an answer to a yes-or-no finding; use true, false, \"left\", \"right\", "
          "\"both\", \"unavailable\", "
          "\"not_sure\", or an object with present, side, onset, duration, tempo, trend"},
      Row{"fever", "1.7",
          "findings.fever › 1.7 is not an answer to a yes-or-no finding; use true, false, \"left\", \"right\", "
          "\"both\", \"unavailable\", "
          "\"not_sure\", or an object with present, side, onset, duration, tempo, trend"},
      Row{"fever", R"({"present": "yes"})",
          "findings.fever.present › \"yes\" is neither true nor false; \"unavailable\", \"not_sure\" stand in place of "
          "the whole object"},
      Row{"fever", R"({"side": "left"})", "findings.fever › present is missing; add \"present\": true or false"},
      Row{"fever", R"({"present": true, "oneset": "2026-11-19"})",
          "findings.fever.oneset › has no place here; allowed: present, side, onset, duration, tempo, trend; or left "
          "and right"},
      Row{"fever", R"({"present": true, "side": "up"})",
          "findings.fever.side › \"up\" cannot stand here; use one of: \"left\", \"right\", \"both\""},
      Row{"fever", R"({"present": true, "tempo": "fast"})",
          "findings.fever.tempo › \"fast\" cannot stand here; use one of: \"seconds\", \"minutes\", \"hours\", "
          "\"days\", \"weeks\", \"months\", \"years\""},
      Row{"fever", R"({"present": true, "trend": "up"})",
          "findings.fever.trend › \"up\" cannot stand here; use one of: \"improving\", \"stable\", \"worsening\""},
      Row{"fever", R"({"present": true, "onset": "2026-11-22"})",
          "findings.fever.onset › \"2026-11-22\" is after as_of (2026-11-21); correct one of them"},
      Row{"fever", R"({"present": true, "onset": "2026-12"})",
          "findings.fever.onset › \"2026-12\" is after as_of (2026-11-21); correct one of them"},
      Row{"fever", R"({"present": true, "onset": "2026-13"})",
          "findings.fever.onset › \"2026-13\" is not a month of the calendar; write it as 2026-11"},
      Row{"fever", R"({"present": true, "onset": "2026-02-30"})",
          "findings.fever.onset › 2026-02-30 is not a day of the calendar (years 1850 to 2200)"},
      Row{"fever", R"({"present": true, "onset": "yesterday"})",
          "findings.fever.onset › \"yesterday\" is not an onset; write a date (\"2026-11-19\"), a month (\"2026-11\") "
          "or how long ago (\"3 weeks\")"},
      Row{"fever", R"({"present": true, "onset": 3})",
          "findings.fever.onset › 3 is not an onset; write a date (\"2026-11-19\"), a month (\"2026-11\") or how long "
          "ago (\"3 weeks\")"},
      Row{"fever", R"({"present": true, "duration": 3})",
          "findings.fever.duration › 3 has no unit; write {\"value\": 3, \"unit\": \"weeks\"} or \"3 weeks\""},
      Row{"fever", R"({"present": true, "duration": "3 moons"})",
          "findings.fever.duration › \"moons\" is not a unit of time; use one of: s, min, h, d, wk, mo, y, or their "
          "words"},
      Row{"fever", R"({"present": true, "duration": {"value": -3, "unit": "weeks"}})",
          "findings.fever.duration › -3 weeks is not possible; allowed: 0 to 120 years"},
      Row{"fever", R"({"present": true, "onset": "2026-10-31", "duration": "5 days"})",
          "findings.fever › onset (21 days before as_of) and duration (5 days) disagree; correct one of them"},
      Row{"fever", R"({"present": true, "onset": "2 years", "duration": "3 years"})",
          "findings.fever › onset (730.5 days before as_of) and duration (1095.75 days) disagree; correct one of them"},
      Row{"fever", R"({"present": false, "trend": "worsening"})",
          "findings.fever › present is false, yet onset, duration, tempo or trend is given; leave them out, or say "
          "\"present\": true"},
      Row{"fever", R"({"left": true, "trend": "worsening"})",
          "findings.fever.trend › beside left and right nothing else may stand"},
      Row{"fever", R"({"left": "yes"})",
          "findings.fever.left › \"yes\" is not an answer for one side; use true, false, \"unavailable\", "
          "\"not_sure\""},
      Row{"temperature_c", "true",
          "findings.temperature_c › true is not a number; write a number, or {\"value\": …, \"unit\": \"Cel\"}, or "
          "\"unavailable\", \"not_sure\""},
      Row{"temperature_c", "\"38\"",
          "findings.temperature_c › \"38\" is not a number; write it without quotation marks"},
      Row{"temperature_c", "100.4",
          "findings.temperature_c › 100.4 Cel is not possible; allowed: 25 to 45 Cel; did you mean °F: {\"value\": "
          "100.4, \"unit\": \"[degF]\"}"},
      Row{"temperature_c", "1000", "findings.temperature_c › 1000 Cel is not possible; allowed: 25 to 45 Cel"},
      Row{"temperature_c", R"({"value": 20, "unit": "[degF]"})",
          "findings.temperature_c › 20 [degF] is not possible; allowed: 25 to 45 Cel"},
      Row{"temperature_c", R"({"value": 38, "unit": "kg"})",
          "findings.temperature_c › unit \"kg\" does not fit; use one of: Cel, C, °C, celsius, [degF], F"},
      Row{"temperature_c", R"({"value": 38, "unit": 1})",
          "findings.temperature_c.unit › 1 is not a unit; write it as \"Cel\""},
      Row{"temperature_c", R"({"value": "38"})",
          "findings.temperature_c.value › \"38\" is not a number; write it without quotation marks"},
      Row{"temperature_c", R"({"unit": "Cel"})",
          "findings.temperature_c › value is missing; write a number, or {\"value\": …, \"unit\": \"Cel\"}"},
      Row{"temperature_c", R"({"value": 38, "units": "Cel"})",
          "findings.temperature_c.units › a value has value and unit, or left and right, nothing else"},
      Row{"post_void_residual_ml", "-250",
          "findings.post_void_residual_ml › -250 mL is not possible; allowed: 0 to 20000 mL"},
      Row{"post_void_residual_ml", "1e300",
          "findings.post_void_residual_ml › 1e+300 mL is not possible; allowed: 0 to 20000 mL"},
      Row{"pain_intensity", "11", "findings.pain_intensity › 11 is not possible; allowed: 0 to 10"},
      Row{"cluster_count", "6", "findings.cluster_count › 6 is not possible; allowed: 0 to 5"},
      Row{"mrc_ankle_dorsiflexion", "6",
          "findings.mrc_ankle_dorsiflexion › 6 is not a grade; use 0, 1, 2, 3, 4, 5, or with a sign \"4-\", \"4+\" (0 "
          "to 5), or \"unavailable\", \"not_sure\""},
      Row{"mrc_ankle_dorsiflexion", R"({"left": 3.5})",
          "findings.mrc_ankle_dorsiflexion.left › 3.5 is not a grade; use 0, 1, 2, 3, 4, 5, or with a sign \"4-\", "
          "\"4+\" (0 to 5), or \"unavailable\", \"not_sure\""},
      Row{"mrc_ankle_dorsiflexion", R"("0-")",
          "findings.mrc_ankle_dorsiflexion › \"0-\" is not a grade; use 0, 1, 2, 3, 4, 5, or with a sign \"4-\", "
          "\"4+\" (0 to 5), or \"unavailable\", \"not_sure\""},
      Row{"reflex_achilles", "2",
          "findings.reflex_achilles › 2 is not one of the answers; use one of: \"0\", \"1+\", \"2+\", \"3+\", \"4+\", "
          "\"unavailable\", \"not_sure\""},
      Row{"side_affected", "true",
          "findings.side_affected › true is not a side; use one of: \"left\", \"right\", \"both\", \"unavailable\", "
          "\"not_sure\""},
      Row{"symptom_duration", R"({"left": 3})",
          "findings.symptom_duration › left and right cannot stand here; this is one value of the whole person"},
      Row{"symptom_duration", R"({"value": 3})", "no error"},
      Row{"symptom_duration", "true",
          "findings.symptom_duration › true is not a length of time; write {\"value\": 3, \"unit\": \"weeks\"} or \"3 "
          "weeks\""},
  };
  for (const Row& row : rows) EXPECT_EQ(error_of(case_with(row.finding, row.answer)), row.error) << row.answer;
}

TEST(ReadCase, refuses_what_is_too_large_before_reading_it) {
  EXPECT_EQ(error_of(std::string(std::size_t{17} << 20, ' ')),
            "the text has 17825792 bytes; a case has at most 16777216");
}

TEST(ReadCase, shortens_long_values_in_its_errors) {
  const std::string error = error_of(case_with("fever", "\"" + std::string(100000, 'a') + "\""));
  EXPECT_LT(error.size(), 400U);
  EXPECT_NE(error.find(std::string(40, 'a') + "…\""), std::string::npos);
  EXPECT_LT(error_of(case_with(std::string(100000, 'b'), "true")).size(), 200U);
}

TEST(ReadCase, leniently_leaves_out_what_it_does_not_know_and_says_so) {
  const auto person = read(
      R"({"lumbar_case": 1, "mood": "good", "person": {"shoe": 43}, "findings": {"feverr": {"x": 1}, "fever": {"present": true, "colour": 1}}})",
      true);
  ASSERT_TRUE(person) << person.error().text();
  EXPECT_EQ(person->ignored, (std::vector<std::string>{"mood", "person.shoe", "feverr", "findings.fever.colour"}));
  EXPECT_EQ(person->statements.size(), 1U);
  EXPECT_TRUE(person->lenient);
}

TEST(ReadCase, leniently_takes_the_worse_and_says_so) {
  const auto shorter =
      read(case_with("fever", R"({"present": true, "onset": "2026-10-31", "duration": "5 days"})"), true);
  ASSERT_TRUE(shorter);
  EXPECT_EQ(shorter->statements.front().age_days, 5);
  EXPECT_EQ(shorter->warnings,
            (std::vector<std::string>{
                "findings.fever: onset (21 days before as_of) and duration (5 days) disagree; the shorter is used"}));
  const auto yes = read(
      R"({"lumbar_case": 1, "person": {"pregnant": true, "age_years": 20}, "findings": {"pregnant_now": false, "age_years": 30}})",
      true);
  ASSERT_TRUE(yes);
  EXPECT_EQ(yes->statements[0].number.bare, 30);  // no age is worse than another: the finding holds
  EXPECT_EQ(yes->statements[1].present, Presence::present);
  EXPECT_EQ(yes->warnings, (std::vector<std::string>{
                               "findings.pregnant_now: false differs from person.pregnant; the one in person is used",
                               "findings.age_years: 30 differs from person.age_years; the one in findings is used"}));
  // What is wrong in itself stays refused.
  EXPECT_NE(error_of(case_with("fever", "\"yes\""), true), "no error");
  EXPECT_NE(error_of(R"({"lumbar_case": 1, "lumbar_case": 1})", true), "no error");
}

TEST(ReadCase, accepts_the_same_value_in_person_and_findings) {
  const auto person = read(
      R"({"lumbar_case": 1, "person": {"age_years": 54, "pregnant": true}, "findings": {"age_years": 54, "pregnant_now": {"present": true, "duration": "12 weeks"}}})");
  ASSERT_TRUE(person) << person.error().text();
  ASSERT_EQ(person->statements.size(), 2U);
  EXPECT_EQ(person->statements[1].age_days, 84);
}

// A case is an object, and objects have no order.
TEST(WriteCase, comes_back_as_it_was) {
  const auto person = read(
      R"({ "lumbar_case": 1, "as_of": "2026-11-21", "informant": "proxy", "country": "GB", "setting": "primary_care",
    "person": { "age_years": 54, "sex": "female" },
    "findings": { "fever": "not_sure", "leg_numbness": "right", "high_fever": "unavailable",
      "symptom_duration": "4 months", "side_affected": "left", "reflex_achilles": "not_sure",
      "foot_drop": { "present": true, "side": "both", "duration": "3 weeks", "tempo": "days", "trend": "worsening" },
      "mrc_ankle_dorsiflexion": { "left": "4-", "right": 5 },
      "post_void_residual_ml": { "value": 250.5, "unit": "mL" } } })");
  ASSERT_TRUE(person) << person.error().text();
  for (const bool pretty : {false, true}) {
    const std::string text = write_case(*person, tiny_knowledge(), pretty);
    const auto again = read(text);
    ASSERT_TRUE(again) << again.error().text() << text;
    EXPECT_EQ(again->statements, person->statements) << text;
    EXPECT_EQ(again->as_of, person->as_of);
    EXPECT_EQ(again->informant, person->informant);
    EXPECT_EQ(again->country, person->country);
    EXPECT_EQ(again->setting, person->setting);
  }
}

TEST(WriteCase, one_side_denied_says_nothing_of_the_other) {
  const auto person = read(case_with("leg_numbness", R"({"left": false})"));
  ASSERT_TRUE(person && person->statements.size() == 1);
  const auto again = read(write_case(*person, tiny_knowledge(), false));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->statements, person->statements);
}

RC_GTEST_PROP(ReadCase, does_not_depend_on_the_order_of_the_file, ()) {
  std::vector<std::string> answers = {
      R"("fever": "not_sure")", R"("foot_drop": {"present": true, "onset": "2026-11-19"})", R"("temperature_c": 38.5)",
      R"("mrc_ankle_dorsiflexion": {"left": 3})", R"("sex": "male")"};
  const auto written = [](const std::vector<std::string>& parts, bool findings_first) {
    std::string inside;
    for (const std::string& part : parts) inside += (inside.empty() ? "" : ", ") + part;
    const std::string findings = "\"findings\": {" + inside + "}";
    const std::string day = R"("as_of": "2026-11-21", "lumbar_case": 1)";
    return "{" + (findings_first ? findings + ", " + day : day + ", " + findings) + "}";
  };
  const auto first = read(written(answers, false));
  for (std::size_t i = answers.size(); i > 1; --i)
    std::swap(answers[i - 1], answers[*rc::gen::inRange<std::size_t>(0, i)]);
  const auto second = read(written(answers, *rc::gen::arbitrary<bool>()));
  RC_ASSERT(first && second);
  RC_ASSERT(first->statements == second->statements);
}

// Whatever is broken off a case, or put into it, is refused in one line or read; nothing is half read.
RC_GTEST_PROP(ReadCase, answers_any_damage_in_one_line, (std::uint16_t place, std::uint8_t byte)) {
  std::string json =
      case_with("foot_drop", R"({"present": true, "side": "left", "onset": "2026-11-19", "tempo": "days"})");
  const std::size_t at = place % json.size();
  const bool cut = *rc::gen::arbitrary<bool>();
  if (cut) {
    json.resize(at);
  } else {
    json[at] = static_cast<char>(byte);
  }
  for (const bool lenient : {false, true}) {
    const auto person = read(json, lenient);
    if (person) continue;
    RC_ASSERT(person.error().fault() == Fault::input);
    const std::string& text = person.error().text();
    RC_ASSERT(!text.empty() && text.size() < 500);
    RC_ASSERT(std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
  }
}

}  // namespace
}  // namespace lumbar
