// SPDX-License-Identifier: Apache-2.0
// `lumbar outcome`, `lumbar load` and `lumbar prevention` as a clinician and a script meet them.
#include "lumbar/base/text.h"
#include "lumbar/doors/cli/run_in_test.h"

namespace lumbar {
namespace {

using OutcomeCommand = InFolder;
using LoadCommand = InFolder;
using PreventionCommand = InFolder;

// Whether the words stand there, wherever lines break.
bool tells(const std::string& text, const std::string& words) {
  std::string flat;
  for (const char c : text) {
    if (c != ' ' && c != '\n')
      flat += c;
    else if (!flat.empty() && flat.back() != ' ')
      flat += ' ';
  }
  return has(flat, words);
}

void expect_lines_fit(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 84U) << line;  // 80 columns; a dash takes three bytes
    EXPECT_FALSE(line.ends_with(' ')) << line;
  }
}

TEST_F(OutcomeCommand, a_score_with_its_meaning_change_and_thresholds) {
  const Ran ran = run({"outcome", "odi", "-"},
                      R"({"on": "2026-11-21", "answers": [3,2,3,1,2,4,2,null,2,3],
                          "before": {"on": "2026-10-01", "scores": {"total": 62}}})");
  EXPECT_EQ(ran.code, 0) << ran.err;
  for (const char* part :
       {"Oswestry Disability Index 2.1a, 2026-11-21", "48.89 points", "lower is better", "severe",
        "62 (2026-10-01); better by 13.11 points", "10 points or 30 %: reached", "are not shown here (J. Fairbank"})
    EXPECT_TRUE(tells(ran.out, part)) << part << "\n" << ran.out;
  EXPECT_FALSE(has(ran.out, "[outcome.")) << ran.out;
  expect_lines_fit(ran.out);
}

TEST_F(OutcomeCommand, json_keeps_bounds_sources_and_licence) {
  const Ran ran =
      run({"outcome", "rmdq", "-", "--format", "json"}, R"({"answers": {"1": true, "2": false, "3": null}})");
  EXPECT_EQ(ran.code, 0) << ran.err;
  for (const char* part : {"\"lumbar_outcome_result\": 1", "\"value\": null", "\"words_shown\": false",
                           "\"sources\": [", "\"kamper_2010_recovery\"", "\"population\": "})
    EXPECT_TRUE(tells(ran.out, part) || has(ran.out, "\"meaning\": null")) << part << "\n" << ran.out;
  EXPECT_TRUE(tells(ran.out, "\"meaning\": null")) << ran.out;  // 1 to 23: both bands are possible
}

TEST_F(OutcomeCommand, the_list_the_form_and_its_example) {
  const Ran list = run({"outcome", "--list"});
  EXPECT_EQ(list.code, 0) << list.err;
  for (const char* part : {"rmdq", "odi", "eq5d5l", "score is entered", "numbers or score of your own copy"})
    EXPECT_TRUE(has(list.out, part)) << part;
  expect_lines_fit(list.out);
  EXPECT_TRUE(has(run({"outcome", "--list", "--format", "json"}).out, "\"lumbar_measures\": 1"));
  for (const char* measure : {"nprs", "odi", "eq5d5l", "psfs", "groc", "six_mwt", "foot_drop_log", "pain_24h"}) {
    const Ran form = run({"outcome", measure});
    EXPECT_EQ(form.code, 0) << form.err;
    expect_lines_fit(form.out);
    // What the form shows as an example is read.
    const std::size_t from = form.out.find("  {\""), to = form.out.find("}}", from);
    ASSERT_NE(to, std::string::npos) << form.out;
    const Ran example = run({"outcome", measure, "-"}, form.out.substr(from, to + 2 - from));
    EXPECT_EQ(example.code, 0) << measure << ": " << example.err;
  }
}

TEST_F(OutcomeCommand, bad_input_is_refused_in_one_line) {
  struct Bad {
    const char *measure, *text, *words;
    int code;
  };
  const std::vector<Bad> all = {
      {"oswestry", "{}", "no instrument \"oswestry\"", 2},
      {"rmdq", R"({"scores": {"total": 25}})",
       "scores.total › 25 is not possible here; allowed: a whole number from 0 to 24", 3},
      {"rmdq", R"({"answers": [1, 0]})", "answers › has 2 answers; rmdq has 24 items: write null", 3},
      {"rmdq", R"({"answers": {"25": true}})", "answers.25 › is no item of this instrument", 3},
      {"rmdq", R"({"answers": {"2": "yes"}})", "answers.2 › \"yes\" is no answer; allowed: a number, true or false", 3},
      {"eq5d5l", R"({"answers": [1,1,2,3,1]})", "answers › cannot be scored here: eq5d5l is entered as a score", 3},
      {"eq5d5l", R"({"score": 1})", "score › is not enough: eq5d5l has several", 3},
      {"odi", R"({"measure": "rmdq", "score": 4})", "measure › \"rmdq\" is not the instrument", 3},
      {"odi", R"({"skore": 4})", "skore › is no key here; perhaps \"score\"", 3},
      {"odi", R"({"on": "2026-13-01", "score": 4})", "on › ", 3},
      {"odi", R"({"on": "2026-01-01", "score": 4, "before": {"on": "2026-02-01", "score": 8}})",
       "before.on › 2026-02-01 is after 2026-01-01", 3},
      {"odi", R"({"score": 4, "before": {"score": 8, "before": {}}})", "before.before › is no key here", 3},
      {"odi", R"({"score": 4, "before": {}})", "before › nothing is answered", 3},
      {"odi", R"([1])", "a list is no sheet", 3},
      {"odi", R"({"score": 4, "score": 5})", "score › stands twice", 3},
      {"odi", R"({"lumbar_outcome": 2, "score": 4})", "lumbar_outcome › 2 is no version", 3},
      {"odi", "", "empty", 3}};
  for (const Bad& one : all) {
    const Ran ran = run({"outcome", one.measure, "-"}, one.text);
    EXPECT_EQ(ran.code, one.code) << one.text;
    EXPECT_TRUE(is_one_line(ran.err)) << ran.err;
    EXPECT_TRUE(has(ran.err, one.words)) << one.text << "\n" << ran.err;
    EXPECT_TRUE(ran.out.empty());
  }
  EXPECT_EQ(run({"outcome"}).code, 2);
  EXPECT_EQ(run({"outcome", "odi", path("none.json")}).code, 3);
}

const std::string inspection = R"({"lumbar_task": 1, "lifting": {"units": "us", "duration": "up_to_1_h",
  "lifts": [{"name": "package", "load": 26, "coupling": "fair", "lifts_per_minute": 3, "controlled_at_destination": true,
             "origin": {"horizontal": 10, "vertical": 22, "asymmetry": 0},
             "destination": {"horizontal": 20, "vertical": 59, "asymmetry": 0}}]}})";

// Example 4 of the applications manual, pp. 44-46: 34.9 and 15.2 lb from rounded multipliers, 34.8 and 15.3 unrounded.
TEST_F(LoadCommand, the_manuals_package_inspection_in_words_and_json) {
  const Ran ran = run({"load", "-"}, inspection);
  EXPECT_EQ(ran.code, 0) << ran.err;
  for (const char* part : {"HM 1.00 VM 0.94 DM 0.87 AM 1.00 FM 0.88 CM 0.95", "34.8 lb", "15.3 lb",
                           "The lower limit, where it is put, counts.", "1.71 = 26.0 lb / 15.3 lb: above the limit",
                           "Reach: at its best", "It does not cover: lifting with one hand"})
    EXPECT_TRUE(tells(ran.out, part)) << part << "\n" << ran.out;
  EXPECT_FALSE(has(ran.out, "[load.")) << ran.out;
  expect_lines_fit(ran.out);
  const Ran json = run({"load", "-", "--format", "json"}, inspection);
  EXPECT_EQ(json.code, 0) << json.err;
  for (const char* part :
       {"\"HM\": 0.5", "\"decides\": \"destination\"", "\"niosh_1994_lifting\"", "\"label\": \"above the limit\""})
    EXPECT_TRUE(has(json.out, part)) << part << "\n" << json.out;
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t place = text.find(from);
  EXPECT_NE(place, std::string::npos) << from;
  return text.replace(place, from.size(), to);
}

TEST_F(LoadCommand, beyond_a_limit_it_says_why_no_load_is_allowed) {
  const Ran far = run({"load", "-"}, changed(inspection, "\"horizontal\": 10", "\"horizontal\": 26"));
  EXPECT_EQ(far.code, 0) << far.err;
  EXPECT_TRUE(tells(far.out, "the hands are farther away than 25 in")) << far.out;
  EXPECT_TRUE(tells(far.out, "do not lift like this")) << far.out;
  const Ran often = run({"load", "-"}, changed(inspection, "\"lifts_per_minute\": 3", "\"lifts_per_minute\": 13"));
  EXPECT_TRUE(tells(often.out, "lifted more often than the table allows")) << often.out;
}

TEST_F(LoadCommand, a_job_of_several_lifts_has_a_composite_index) {
  const Ran ran = run({"load", "-"}, R"({"lifting": {"units": "metric", "tested_load": 20,
    "duration": {"work_minutes": 45, "rest_minutes": 20},
    "lifts": [
      {"name": "crate", "load": 12, "load_most": 15, "coupling": "good", "lifts_per_minute": 1,
       "controlled_at_destination": false, "origin": {"horizontal": 35, "vertical": 30, "asymmetry": 0},
       "destination": {"vertical": 90}},
      {"name": "sack", "load": 15, "coupling": "poor", "lifts_per_minute": 2, "controlled_at_destination": false,
       "origin": {"horizontal": 40, "vertical": 10, "asymmetry": 30}, "destination": {"vertical": 80}}]}})");
  EXPECT_EQ(ran.code, 0) << ran.err;
  for (const char* part : {"up to 2 hours", "Composite index (CLI)", "sack: strength index (FILI)", "adds 0.",
                           "of the 20.0 kg lifted in a test", "at most 10.0 kg"})
    EXPECT_TRUE(tells(ran.out, part)) << part << "\n" << ran.out;
  expect_lines_fit(ran.out);
}

// The example that the README runs.
TEST_F(LoadCommand, the_shipped_example_has_its_limit) {
  const std::string example = LUMBAR_SOURCE_DIR "/vignettes/lifting/boxes_to_a_shelf.json";
  const Ran ran = run({"load", example});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(ran.err.empty()) << ran.err;
  for (const char* part : {"8.5 kg", "1.41 = 12.0 kg / 8.5 kg: above the limit", "Reach: at its best"})
    EXPECT_TRUE(tells(ran.out, part)) << part << "\n" << ran.out;
  EXPECT_FALSE(has(ran.out, "[load.")) << ran.out;
  expect_lines_fit(ran.out);
  const Ran json = run({"load", example, "--format", "json"});
  EXPECT_EQ(json.code, 0) << json.err;
  EXPECT_TRUE(has(json.out, "\"lumbar_load\": 1"));
}

TEST_F(LoadCommand, what_cannot_be_judged_is_refused_in_one_line) {
  struct Bad {
    std::string text;
    const char* words;
  };
  const std::vector<Bad> all = {
      {changed(inspection, "\"units\": \"us\"", "\"units\": \"imperial\""),
       "lifting.units › \"imperial\" is not possible here; allowed: \"metric\", \"us\""},
      {changed(inspection, "\"units\": \"us\",", ""), "lifting.units › is missing"},
      {changed(inspection, "\"load\": 26", "\"load\": -2"), "lifting.lifts[0].load › -2 is not possible here"},
      {changed(inspection, "\"load\": 26", "\"load\": 26, \"load_most\": 20"),
       "load_most › 20 is not possible here; allowed: a number from 26"},
      {changed(inspection, "\"vertical\": 22", "\"vertical\": \"floor\""),
       "origin.vertical › \"floor\" is not possible here"},
      {changed(inspection, "\"horizontal\": 20, ", ""), "destination.horizontal › is missing"},
      {changed(inspection, "\"coupling\": \"fair\"", "\"coupling\": \"slippery\""),
       "coupling › \"slippery\" is not possible here; allowed: \"good\", \"fair\", \"poor\""},
      {changed(inspection, "true", "1"), "controlled_at_destination › is missing or neither true nor false"},
      {changed(inspection, "\"up_to_1_h\"", "{\"work_minutes\": 500, \"rest_minutes\": 0}"),
       "work_minutes › 500 is not possible here; allowed: a number from 0 to 480 min"},
      {changed(inspection, "\"duration\"", "\"circumstances\": [\"one_handed\"], \"duration\""),
       "the lifting equation does not cover lifting with one hand"},
      {changed(inspection, "\"duration\"", "\"circumstances\": [\"rain\"], \"duration\""),
       "circumstances › \"rain\" is no circumstance"},
      {changed(inspection, "\"name\"", "\"nam\""), "nam › is no key here; perhaps \"name\""},
      {R"({"lifting": {"units": "metric", "duration": "up_to_1_h", "lifts": []}})",
       "lifting.lifts › has 0 lifts; allowed: 1 to 200"},
      {R"({"posture": {}})", "posture › the forces in the spine are not reckoned by this version"},
      {R"({})", "lifting › is missing"},
      {R"([])", "a list is no task"},
      {R"({"lifting": )", "the text ends before the task does"}};
  for (const Bad& one : all) {
    const Ran ran = run({"load", "-"}, one.text);
    EXPECT_EQ(ran.code, 3) << one.text;
    EXPECT_TRUE(is_one_line(ran.err)) << ran.err;
    EXPECT_TRUE(has(ran.err, one.words)) << one.words << "\n" << ran.err;
    EXPECT_TRUE(ran.out.empty());
  }
  EXPECT_EQ(run({"load"}).code, 2);
}

TEST_F(PreventionCommand, what_prevents_stands_apart_from_what_only_eases) {
  const Ran desk = run({"prevention", "desk"});
  EXPECT_EQ(desk.code, 0) << desk.err;
  const std::size_t prevents = desk.out.find("Shown to prevent back pain"), eases = desk.out.find("For comfort");
  EXPECT_LT(prevents, eases);
  EXPECT_TRUE(has(desk.out, "steffens_2016_prevention; verified")) << desk.out;
  EXPECT_FALSE(has(desk.out, "Bring the load close"));
  EXPECT_FALSE(has(desk.out, "[prevention."));
  expect_lines_fit(desk.out);
  EXPECT_TRUE(has(run({"prevention", "lifting"}).out, "Bring the load close"));
  EXPECT_TRUE(has(run({"prevention", "desk", "--format", "json"}).out, "\"kind\": \"not_shown\""));
  const Ran page = run({"prevention", "lifting", "--format", "html"});
  EXPECT_TRUE(page.out.starts_with("<!DOCTYPE html>"));
  EXPECT_FALSE(has(page.out, "<script"));
  EXPECT_FALSE(has(page.out, "src="));
  EXPECT_EQ(run({"prevention", "gardening"}).code, 2);
}

}  // namespace
}  // namespace lumbar
