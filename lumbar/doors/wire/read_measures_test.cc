// SPDX-License-Identifier: Apache-2.0
// Measures of strength in: what is refused and what is remarked on, with which words. The textbook measures of
// vignettes/strength with what must come of each. The published schemas.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "lumbar/base/text.h"
#include "lumbar/doors/wire/schema_in_test.h"
#include "lumbar/doors/wire/wire.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

namespace fs = std::filesystem;

ReadMeasures read(std::string_view text) { return read_measures(text, shipped_facts(), *Date::of(2026, 11, 21)); }

std::string file(const std::string& measures, const std::string& person = R"({"age_years": 30, "sex": "male"})") {
  return R"({"lumbar_measures": 1, "person": )" + person + R"(, "measures": [)" + measures + "]}";
}

std::string measure(const std::string& rest) { return R"({"date": "2026-11-20", )" + rest + "}"; }

std::string faults_of(const ReadMeasures& read) {
  std::string text;
  for (const Error& one : read.faults) text += one.text() + "\n";
  return text;
}

const std::string hold = measure(R"("test": "trunk_extensor_hold", "variant": "sorensen", "value": 110, "unit": "s")");

TEST(ReadMeasures, takes_values_sides_units_and_reasons) {
  const ReadMeasures found = read(file(
      measure(R"("test": "trunk_extensor_hold", "variant": "mcgill_extensor", "value": 1.5, "unit": "min")") + "," +
      measure(R"("test": "side_bridge", "variant": "side_bridge_full", "value": {"left": 85, "right": 55}, "unit": "s",
                 "stopped_by": {"right": "limb"})") +
      "," +
      measure(
          R"("test": "hip_abduction_force", "variant": "hip_abduction_make", "value": {"left": 10}, "unit": "kg")") +
      "," + measure(R"("test": "mrc_hip_flexion", "value": {"left": "4-"})") + "," +
      measure(R"("test": "grip_strength", "value": 100, "unit": "lb", "stopped_by": "fatigue")")));
  ASSERT_EQ(faults_of(found), "");
  ASSERT_EQ(found.measures.size(), 6U);
  EXPECT_EQ(found.measures[0].value, 90);
  EXPECT_EQ(found.measures[0].stopped, Stopped::not_said);
  EXPECT_EQ(found.measures[1].side, Side::left);
  EXPECT_EQ(found.measures[1].stopped, Stopped::not_said);
  EXPECT_EQ(found.measures[2].stopped, Stopped::limb);
  EXPECT_NEAR(found.measures[3].value, 98.0665, 1e-9);
  EXPECT_NEAR(found.measures[4].value, 3.6667, 1e-3);
  EXPECT_NEAR(found.measures[5].value, 45.359, 1e-3);
  EXPECT_TRUE(found.warnings.empty());
}

TEST(ReadMeasures, refuses_in_words_that_help) {
  struct Row {
    std::string text, words;
  };
  const std::string sorensen = R"("test": "trunk_extensor_hold", "variant": "sorensen", )";
  const std::vector<Row> rows = {
      {file(measure(sorensen + R"("value": 4000, "unit": "s")")),
       "measures[0].value › 4000 s is more than anybody reaches (at most 1800 s is believed); a slip, or another "
       "unit?"},
      {file(measure(sorensen + R"("value": 110, "unit": "min")")), "110 min is more than anybody reaches"},
      {file(measure(sorensen + R"("value": -3, "unit": "s")")), "-3 is below 0"},
      {file(measure(sorensen + R"("value": "long", "unit": "s")")), "\"long\" is no number"},
      {file(measure(sorensen + R"("value": 110)")),
       "measures[0].unit › is missing; a number alone may be minutes or seconds, pounds or newtons; allowed: \"s\""},
      {file(measure(sorensen + R"("value": 110, "unit": "kg")")), "unit › \"kg\" does not fit trunk_extensor_hold"},
      {file(measure(sorensen + R"("unit": "s")")), "measures[0].value › is missing; leave the measure out"},
      {file(measure(R"("test": "trunk_extensor_hold", "value": 110, "unit": "s")")),
       "measures[0].variant › is missing; trunk_extensor_hold is done in several ways that are never compared with one "
       "another; say which: \"mcgill_extensor\" (McGill battery), \"sorensen\""},
      {file(measure(R"("test": "trunk_extensor_hold", "variant": "plank_knees", "value": 110, "unit": "s")")),
       "\"plank_knees\" is no way of testing trunk_extensor_hold; allowed: \"mcgill_extensor\""},
      {file(measure(R"("test": "sorensen", "value": 110, "unit": "s")")),
       "it is a way to do one: write \"test\": \"trunk_extensor_hold\", \"variant\": \"sorensen\""},
      {file(measure(R"("test": "side_brige", "value": 110, "unit": "s")")), "nearest: side_bridge"},
      {file(measure(R"("value": 110, "unit": "s")")),
       "measures[0].test › is missing; allowed: \"trunk_extensor_hold\""},
      {file(measure(R"("test": "side_bridge", "variant": "side_bridge_full", "value": 55, "unit": "s")")),
       "55 has no side; write {\"left\": …, \"right\": …}"},
      {file(measure(R"("test": "grip_strength", "value": {"left": 30, "right": 33}, "unit": "kg")")),
       "has no sides in this test; write one number, of the better hand"},
      {file(measure(R"("test": "side_bridge", "variant": "side_bridge_full", "value": {"both": 5}, "unit": "s")")),
       "measures[0].value.both › is no side"},
      {file(measure(sorensen + R"("value": 10, "unit": "s", "stopped_by": "boredom")")),
       "\"boredom\" is no reason for stopping; allowed: \"fatigue\""},
      {file(measure(sorensen + R"("value": 10, "unit": "s", "stoped_by": "pain")")),
       "stoped_by › is no key here; perhaps \"stopped_by\""},
      {file(R"({"test": "grip_strength", "value": 30, "unit": "kg"})"), "measures[0].date › is missing"},
      {file(R"({"date": "21.11.2026", "test": "grip_strength", "value": 30, "unit": "kg"})"),
       "\"21.11.2026\" is no day; write YYYY-MM-DD"},
      {file(R"({"date": "2026-11-22", "test": "grip_strength", "value": 30, "unit": "kg"})"),
       "2026-11-22 lies after 2026-11-21, the day of this reading"},
      {file(R"({"date": "1980-01-01", "test": "grip_strength", "value": 30, "unit": "kg"})"),
       "lies before the person was born"},
      {file(measure(R"("test": "mrc_hip_flexion", "value": {"left": 6})")), "6 is not a grade"},
      {file(measure(R"("test": "mrc_hip_flexion", "value": {"left": 3.5})")), "3.5 is not a grade"},
      {file(measure(R"("test": "heel_raise", "value": {"left": 3.5}, "unit": "reps")")), "no whole number"},
      {file("", R"({"age_years": 300, "sex": "male"})"), "person.age_years › 300 is no age; allowed: 0 to 120 years"},
      {file("", R"({"age_years": 30, "sex": "man"})"), "person.sex › \"man\" is not one of: \"female\""},
      {file("", R"({"described": ["tall"]})"), "\"tall\" describes nobody for whom a norm was made; allowed:"},
      {file("7"), "measures[0] › 7 is no measure"},
      {R"({"lumbar_measures": 1, "person": {}})", "measures › is missing"},
      {R"({"lumbar_measures": 2, "person": {}, "measures": []})", "lumbar_measures › is missing or another than 1"},
      {R"({"lumbar_measures": 1, "measures": []})", "person › is missing"},
      {R"({"lumbar_measures": 1, "person": {}, "needed_most": ["neck"], "measures": []})",
       "\"neck\" is no group of muscles; allowed: \"extensors\""},
      {"[]", "a list holds no measures"},
      {"{\"lumbar_measures\": 1,", "the text ends before the file of measures does"},
      {"", "the file is empty"},
  };
  for (const Row& row : rows) {
    const std::string faults = faults_of(read(row.text));
    EXPECT_NE(faults.find(row.words), std::string::npos) << row.text << "\n" << faults;
  }
  // Every fault is told, not only the first.
  EXPECT_EQ(read(file(measure(sorensen + R"("value": 4000, "unit": "s")") + "," +
                      measure(sorensen + R"("value": 10, "unit": "kg")")))
                .faults.size(),
            2U);
}

TEST(ReadMeasures, remarks_on_what_may_have_been_meant_otherwise) {
  const auto warnings = [](const std::string& measures) { return joined(read(file(measures)).warnings, "\n"); };
  const auto at = [](const std::string& day, const std::string& value, const std::string& unit = "s") {
    return R"({"date": ")" + day + R"(", "test": "trunk_extensor_hold", "variant": "sorensen", "value": )" + value +
           R"(, "unit": ")" + unit + "\"}";
  };
  const auto holds = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
  EXPECT_TRUE(
      holds(warnings(at("2026-11-20", "100") + "," + at("2026-11-03", "90")),
            "measures[1]: 2026-11-03 stands after 2026-11-20; the measures are taken in the order of their days"));
  EXPECT_TRUE(holds(warnings(at("2026-11-20", "100") + "," + at("2026-11-20", "90")),
                    "was measured twice on 2026-11-20; the better counts"));
  EXPECT_TRUE(holds(warnings(at("2026-11-10", "2", "min") + "," + at("2026-11-20", "90")),
                    "is given in s, before in min; both are turned into s"));
  EXPECT_TRUE(holds(warnings(at("2026-11-10", "2") + "," + at("2026-11-20", "120")), "looks like units mixed up"));
  EXPECT_TRUE(holds(warnings(at("2024-11-10", "100")), "is more than a year ago"));
  EXPECT_EQ(warnings(hold), "");
  EXPECT_TRUE(holds(joined(read(file(hold, "{}")).warnings, "\n"), "without it no norm fits"));
}

// --- Textbook measures, each with what must come of it --------------------------------------------------------------

std::string text_of(const fs::path& path) {
  std::ifstream stream(path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string name_of(const MusclePlace& place) {
  return std::string(word_of(place.group)) + (place.side ? "." + std::string(word_of(*place.side)) : "");
}

std::string listed(const std::vector<MusclePlace>& places) {
  std::string text;
  for (const MusclePlace& one : places) text += (text.empty() ? "" : " ") + name_of(one);
  return text.empty() ? "-" : text;
}

// Whether a line such as `weak extensors` or `next ito_extensor stopped` holds of a result.
bool holds(const std::string& line, const StrengthResult& result, std::string& found) {
  const StrengthFacts& facts = shipped_facts().strength();
  const auto space = line.find(' ');
  const std::string what = line.substr(0, space), wanted = line.substr(space + 1);
  std::vector<std::string> any;
  if (what == "verdict") {
    any.emplace_back(word_of(result.verdict));
  } else if (what == "undecided") {
    any.emplace_back(word_of(result.undecided));
  } else if (what == "limiting" || what == "weak" || what == "watch" || what == "dominant") {
    any.push_back(listed(what == "limiting" ? result.limiting
                         : what == "weak"   ? result.weak
                         : what == "watch"  ? result.watch
                                            : result.dominant));
  } else if (what == "provisional" || what == "whole_body_low") {
    any.emplace_back((what == "provisional" ? result.provisional : result.whole_body_low) ? "yes" : "no");
  } else if (what == "invalid") {
    any.push_back(std::to_string(result.invalid.size()));
  } else if (what == "norm") {
    for (const StrengthTested& one : result.tested) any.push_back(one.norm ? facts.norms[*one.norm].name : "-");
  } else if (what == "because") {
    for (const PlaceFound& one : result.places) {
      std::string reasons = name_of(one.place);
      for (const Because why : one.because) reasons += " " + std::string(word_of(why));
      any.push_back(reasons);
    }
  } else if (what == "next") {
    if (result.next.empty()) any.emplace_back("-");
    for (const NextTest& one : result.next)
      any.push_back(facts.variants[one.variant].name + " " + std::string(word_of(one.why)));
  } else if (what == "power") {
    for (const PowerLost& one : result.power_lost)
      any.push_back(facts.test_of(one.variant).name + " " + std::string(word_of(*one.side)) + " " +
                    std::string(word_of(one.kind)));
  }
  found = joined(any, "; ");
  return std::find(any.begin(), any.end(), wanted) != any.end();
}

TEST(ReadMeasures, the_textbook_measures_come_to_what_they_must) {
  std::size_t people = 0, lines = 0;
  for (const auto& entry : fs::directory_iterator(LUMBAR_SOURCE_DIR "/vignettes/strength")) {
    if (entry.path().extension() != ".json") continue;
    ++people;
    SCOPED_TRACE(entry.path().filename().string());
    const ReadMeasures found = read(text_of(entry.path()));
    ASSERT_EQ(faults_of(found), "");
    const StrengthResult result = weigh_strength(found.person, found.measures, shipped_facts());
    fs::path expected = entry.path();
    expected.replace_extension(".expect");
    std::istringstream expect(text_of(expected));
    for (std::string line, got; std::getline(expect, line);) {
      if (line.empty() || line.starts_with('#')) continue;
      ++lines;
      EXPECT_TRUE(holds(line, result, got)) << "expected: " << line << "\nfound: " << got;
    }
  }
  EXPECT_GE(people, 25U);
  EXPECT_GE(lines, 75U);
}

// --- The published schemas, by a validator that is not ours ----------------------------------------------------------

TEST(ReadMeasures, the_schemas_say_what_the_reader_and_the_writer_do) {
  if (!has_validator()) GTEST_SKIP() << "python3-jsonschema is not installed";
  std::vector<std::string> fit, results;
  for (const auto& entry : fs::directory_iterator(LUMBAR_SOURCE_DIR "/vignettes/strength")) {
    if (entry.path().extension() != ".json") continue;
    fit.push_back(text_of(entry.path()));
    const ReadMeasures found = read(fit.back());
    results.push_back(write_strength_result(found, weigh_strength(found.person, found.measures, shipped_facts()),
                                            shipped_facts(), false));
  }
  const std::vector<std::string> fail = {"{}",
                                         file("7"),
                                         file(measure(R"("test": "x")")),
                                         file("", R"({"age_years": 300})"),
                                         file("", R"({"sex": "man"})"),
                                         file(measure(R"("test": "x", "value": 3, "stopped_by": "boredom")")),
                                         file(measure(R"("test": "x", "value": {}, "unit": "s")"))};
  EXPECT_EQ(validated("strength_measures.schema.json", fit, true), "");
  EXPECT_EQ(validated("strength_measures.schema.json", fail, false), "");
  for (const std::string& text : fail) EXPECT_NE(faults_of(read(text)), "") << text;
  EXPECT_EQ(validated("strength_result.schema.json", results, true), "");
  EXPECT_EQ(validated("strength_result.schema.json", {R"({"lumbar_strength": 1})"}, false), "");
}

}  // namespace
}  // namespace lumbar
