// SPDX-License-Identifier: Apache-2.0
// `lumbar progress` as its users meet it: the courses of vignettes/courses with what must come of them.
#include <cstdlib>

#include "lumbar/doors/cli/run_in_test.h"

namespace lumbar {
namespace {

using ProgressCommand = InFolder;

const std::string folder = LUMBAR_SOURCE_DIR "/vignettes/courses/";

struct Expected {
  const char* file;
  std::vector<const char*> in_json, in_words;
  std::vector<const char*> never;  ///< in no words for the person
};

const std::vector<Expected>& expected() {
  static const std::vector<Expected> all = {
      {"1_improving.json",
       {R"("next_step": "go_on")", R"("step": "progress")", R"("verdict": "better")", R"("goals_met": true)"},
       {"Go on with the programme", "a little more of one thing only", "You have reached your goal"},
       {"Worse:"}},
      {"2_plateau.json",
       {R"("plateau": true)", R"("reason": "plateau")", R"("next_step": "pass_on")", R"("goals_met": false)"},
       {"It has not moved for a while", "the programme needs a change"},
       {"You have reached your goal"}},
      {"3_decline.json",
       {R"("fall": "confirmed")", R"("reason": "decline")", R"("step": "hold")", R"("next_step": "pass_on")"},
       {"You had been better", "You are losing what you had gained"},
       {"Go on with the programme"}},
      {"4_turns_urgent.json",
       {R"("kind": "power_fell")", R"("step": "frozen")", R"("decided_by": "2026-06-29")"},
       {"Less power than before", "left", "however good the numbers are"},
       {"Go on with the programme", "a little more of one thing only", "You have reached your goal"}},
      {"5_cauda_equina_at_week_3.json",
       {R"("level": "emergency_now")", R"("decided_by": "2026-06-22")", R"("series": [])",
        R"("next_step": "emergency")"},
       {"999", "This was told on 22 June 2026", "Nothing else is judged until this is settled"},
       {"Better:", "Go on with the programme", "goal"}},
      {"6_missed_weeks.json",
       {R"("step": "restart_lower")", R"("days": 35)"},
       {"start again at about 60 % of the load", "No entry from 15 June 2026 to 20 July 2026"},
       {"a little more of one thing only"}},
  };
  return all;
}

TEST_F(ProgressCommand, every_example_comes_out_as_expected) {
  std::size_t files = 0;
  for (const auto& one : fs::directory_iterator(folder)) files += one.path().extension() == ".json" ? 1 : 0;
  EXPECT_EQ(files, expected().size()) << "a course without an expectation";
  for (const Expected& one : expected()) {
    SCOPED_TRACE(one.file);
    const Ran json = run({"progress", folder + one.file, "--format", "json"});
    EXPECT_EQ(json.code, 0) << json.err;
    for (const char* part : one.in_json) EXPECT_TRUE(has(json.out, part)) << part;
    const Ran words = run({"progress", folder + one.file});
    EXPECT_EQ(words.code, 0) << words.err;
    // Words may break over lines.
    std::string flat = words.out;
    for (std::size_t at = 0; (at = flat.find_first_of("\n ", at)) != std::string::npos; ++at) {
      const auto end = flat.find_first_not_of("\n ", at);
      flat.replace(at, (end == std::string::npos ? flat.size() : end) - at, " ");
    }
    for (const char* part : one.in_words) EXPECT_TRUE(has(flat, part)) << part << "\n" << words.out;
    for (const char* part : one.never) EXPECT_FALSE(has(flat, part)) << part << "\n" << words.out;
    EXPECT_FALSE(has(words.out, "[course.")) << words.out;
    EXPECT_FALSE(has(words.out, "{")) << words.out;
  }
}

TEST_F(ProgressCommand, an_emergency_stands_first_and_alone) {
  const Ran ran = run({"progress", folder + "5_cauda_equina_at_week_3.json", "--exit-level"});
  EXPECT_EQ(ran.code, 13);
  EXPECT_LT(ran.out.find("999"), ran.out.find("What to do next"));
  const Ran page = run({"progress", folder + "5_cauda_equina_at_week_3.json", "--format", "html"});
  EXPECT_FALSE(has(page.out, "course_chart\" xmlns")) << "no chart beside an emergency";
}

TEST_F(ProgressCommand, the_page_holds_a_chart_with_its_words) {
  for (const char* mode : {"public", "clinician"}) {
    const Ran page = run({"progress", folder + "3_decline.json", "--format", "html", "--mode", mode});
    EXPECT_EQ(page.code, 0) << page.err;
    for (const char* part : {"<svg class=\"course_chart\"", "role=\"img\"", "<desc>", "url(#hatch)", "<circle"})
      EXPECT_TRUE(has(page.out, part)) << part;
    EXPECT_FALSE(has(page.out, "[course.")) << page.out;
    EXPECT_FALSE(has(page.out, "nan"));
  }
}

TEST_F(ProgressCommand, the_diary_tells_every_day) {
  const Ran ran = run({"progress", folder + "5_cauda_equina_at_week_3.json", "--diary"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  for (const char* part :
       {"999", "1 June 2026", "22 June 2026 (week 4, day 1)", "29 June 2026", "Your age (38 years)",
        "Could do (of 10): lift my child 4", "Had a good week, the numb feeling has gone.", "How it began"})
    EXPECT_TRUE(has(ran.out, part)) << part << "\n" << ran.out;
  const Ran page = run({"progress", folder + "1_improving.json", "--diary", "--format", "html"});
  EXPECT_TRUE(has(page.out, "Diary of your back"));
  EXPECT_FALSE(has(page.out, "[diary."));
  EXPECT_EQ(run({"progress", folder + "1_improving.json", "--diary", "--format", "json"}).code, 2);
}

TEST_F(ProgressCommand, refuses_in_one_line_and_escapes_what_came_in) {
  const Ran ran = run({"progress", "-"}, R"({"lumbar_course": 1, "baseline": {"lumbar_case": 1}, "entries": []})");
  EXPECT_EQ(ran.code, 3);
  EXPECT_TRUE(is_one_line(ran.err)) << ran.err;
  EXPECT_TRUE(has(ran.err, "standard input › baseline.as_of"));
  const Ran page = run({"progress", "-", "--format", "html", "--diary"},
                       R"({"lumbar_course": 1, "baseline": {"lumbar_case": 1, "as_of": "2026-10-01"},
                           "entries": [{"date": "2026-10-08", "note": "<script>x</script>",
                                        "activities": {"<b>": 3}}]})");
  EXPECT_EQ(page.code, 0) << page.err;
  EXPECT_FALSE(has(page.out, "<script>"));
  EXPECT_TRUE(has(page.out, "&lt;script&gt;"));
  EXPECT_EQ(run({"progress", path("none.json")}).code, 3);
}

TEST_F(ProgressCommand, the_schemas_say_what_is_read_and_written) {
  if (std::system("python3 -c 'import jsonschema, referencing' >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "python3 has no jsonschema with referencing";
  std::string files;
  for (const Expected& one : expected()) {
    const Ran ran = run({"progress", folder + one.file, "--format", "json", "--mode", "clinician"});
    files += " '" + file(std::string("result_") + one.file, ran.out) + "'";
  }
  const std::string program =
      "import json, sys, pathlib, jsonschema, referencing\n"
      "folder = pathlib.Path(sys.argv[1])\n"
      "load = lambda p: json.loads(pathlib.Path(p).read_text())\n"
      "registry = referencing.Registry().with_resources((n.name, referencing.Resource.from_contents(load(n))) "
      "for n in (folder / 'schema').glob('*.schema.json'))\n"
      "check = lambda name, p: [print(p, e.message[:300]) for e in "
      "jsonschema.Draft202012Validator(load(folder / 'schema' / name), registry=registry).iter_errors(load(p))]\n"
      "for p in (folder / 'vignettes/courses').glob('*.json'): check('course.schema.json', p)\n"
      "for p in sys.argv[2:]: check('progress.schema.json', p)\n";
  const std::string out = path("words");
  const std::string command = "python3 -c \"" + program + "\" '" LUMBAR_SOURCE_DIR "'" + files + " >'" + out + "' 2>&1";
  const int code = std::system(command.c_str());
  std::ifstream words(out);
  const std::string text((std::istreambuf_iterator<char>(words)), {});
  EXPECT_EQ(code, 0);
  EXPECT_EQ(text, "");
}

}  // namespace
}  // namespace lumbar
