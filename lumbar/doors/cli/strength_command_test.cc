// SPDX-License-Identifier: Apache-2.0
// `lumbar strength` as a person, a clinician and a script meet it.
#include "lumbar/doors/cli/run_in_test.h"

namespace lumbar {
namespace {

using StrengthCommand = InFolder;

const std::string worked = LUMBAR_SOURCE_DIR "/vignettes/strength/01_worked_example.json";

TEST_F(StrengthCommand, tells_the_worked_example_digit_for_digit) {
  const Ran ran = run({"strength", worked, "--mode", "clinician"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  std::string text = ran.out;
  std::replace(text.begin(), text.end(), '\n', ' ');
  while (has(text, "  ")) text.erase(text.find("  "), 1);
  for (const char* part :
       {"Side wall (obliques, quadratus lumborum), right: limiting", "repeat within 7 days before acting",
        "110 s, 75 % of mean, z -0.71: watch", "140 s, 97 % of mean, z -0.05: within",
        "55 s, 59 % of mean, z -1.15: weak", "85 s, 88 % of mean, z -0.34: within", "flexor : extensor: 1.27, flag",
        "right : left side bridge: 0.65, flag", "side bridge : extensor: 0.64, no flag", "right weaker by 35 %",
        "McGill, Childs & Liebenson 1999", "men, 18-30 y; 31 healthy men", "contradicted"})
    EXPECT_TRUE(has(text, part)) << part << "\n" << ran.out;
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) EXPECT_FALSE(line.ends_with(' ')) << line;
  EXPECT_FALSE(has(ran.out, "[strength.")) << "a phrase is missing\n" << ran.out;
  EXPECT_FALSE(has(ran.out, "{"));
}

// Each run loads the facts, so a few stand for all; the texts of the others are made of the same phrases.
TEST_F(StrengthCommand, no_phrase_is_missing_where_things_are_odd) {
  for (const char* name : {"06_side_bridge_ended_by_the_shoulder", "12_girl_of_15", "18_sarcopenia_screen"}) {
    const Ran ran = run({"strength", LUMBAR_SOURCE_DIR "/vignettes/strength/" + std::string(name) + ".json", "--format",
                         "html", "--mode", "clinician"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_FALSE(has(ran.out, "[strength.")) << "a phrase is missing\n" << ran.out;
  }
}

TEST_F(StrengthCommand, the_picture_tells_itself_in_words) {
  const Ran ran = run({"strength", worked, "--format", "svg"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(ran.out.starts_with("<svg xmlns="));
  EXPECT_TRUE(has(ran.out, "role=\"img\" aria-labelledby=\"strength-title strength-told\""));
  EXPECT_TRUE(has(ran.out, "<desc id=\"strength-told\">Back hold (McGill battery): 110 s, 75 %: watch."));
  EXPECT_TRUE(has(ran.out, "left: 85 s, 88 %: in the usual range; right: 55 s, 59 %: weak."));
  EXPECT_FALSE(has(ran.out, "fill=\"#") || has(ran.out, "stroke=\"#")) << "no colours but the reader's own";
  const Ran page = run({"strength", worked, "--format", "html"});
  EXPECT_TRUE(has(page.out, "<svg xmlns=") && page.out.ends_with("</html>\n"));
}

TEST_F(StrengthCommand, refuses_all_faults_at_once_and_answers_nothing) {
  const Ran ran = run({"strength", "-"},
                      R"({"lumbar_measures": 1, "person": {"age_years": 30, "sex": "male"}, "measures": [
       {"date": "2026-11-20", "test": "trunk_extensor_hold", "variant": "sorensen", "value": 4000, "unit": "s"},
       {"date": "2026-11-20", "test": "plank", "value": 40, "unit": "s"}]})");
  EXPECT_EQ(ran.code, 3);
  EXPECT_EQ(ran.out, "");
  EXPECT_TRUE(has(ran.err, "lumbar: standard input › measures[0].value › 4000 s is more than anybody reaches"));
  EXPECT_TRUE(has(ran.err, "lumbar: standard input › measures[1].variant › is missing"));
  EXPECT_EQ(run({"strength", path("nowhere.json")}).code, 3);
  EXPECT_EQ(run({"strength"}).code, 2);
  EXPECT_EQ(run({"strength", worked, "--format", "fhir"}).code, 2);
}

TEST_F(StrengthCommand, lost_power_stands_before_everything_else) {
  const Ran ran = run({"strength", LUMBAR_SOURCE_DIR "/vignettes/strength/23_foot_that_weakens.json"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_LT(ran.out.find("First: power that is not full"), ran.out.find("It cannot be said yet"));
  EXPECT_TRUE(has(ran.out, "lumbar assess"));
}

}  // namespace
}  // namespace lumbar
