// SPDX-License-Identifier: Apache-2.0
// Courses as they come in: what is refused with which words, what is let pass and named.
#include <gtest/gtest.h>

#include <algorithm>

#include "lumbar/doors/wire/wire.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

Result<Course> read(const std::string& text) {
  return read_course(text, shipped_facts(), {.today = *Date::of(2026, 11, 21)});
}

std::string course(const std::string& entries, const std::string& more = "") {
  return R"({"lumbar_course": 1, )" + more +
         R"("baseline": {"lumbar_case": 1, "as_of": "2026-08-01", "person": {"age_years": 41, "sex": "female"},
             "findings": {"low_back_weakness": true}}, "entries": [)" +
         entries + "]}";
}
std::string entry(const std::string& inside, const std::string& day = "2026-08-08") {
  return R"({"date": ")" + day + "\"" + (inside.empty() ? "" : ", " + inside) + "}";
}

TEST(ReadCourse, takes_a_whole_entry) {
  const auto made = read(course(entry(
      R"("check": {"answered_no": ["A", "B10"], "findings": {"fever": false, "foot_drop": "left"}},
         "pain": {"at_rest": 1, "now": 2, "worst": 4}, "activities": {"walk": 5}, "roland_morris": 9,
         "tests": [{"test": "sorensen", "variant": "bench", "value": 1.5, "unit": "min"}],
         "sessions": {"planned": 3, "done": [{"date": "2026-08-07", "effort": 5, "pain_during": 2, "next_day_rise": -1,
           "target_met": true, "reps_in_reserve": 2, "volume": 300, "stopped_for": ["back_giving_way"]}]},
         "seen_by": "primary_care", "note": "went well")")));
  ASSERT_TRUE(made) << made.error().text();
  const CheckIn& one = made->entries.at(0);
  const auto said = [&](const char* name) {
    const auto id = *shipped_facts().finding(name);
    const auto found =
        std::find_if(one.said.begin(), one.said.end(), [&](const Statement& each) { return each.finding == id; });
    return found == one.said.end() ? Presence::unknown : found->present;
  };
  EXPECT_EQ(said("urinary_retention"), Presence::absent) << "by group A";
  EXPECT_EQ(said("foot_drop"), Presence::present) << "what findings say holds";
  EXPECT_EQ(said("fever"), Presence::absent);
  EXPECT_EQ(said("night_pain"), Presence::unknown) << "group B was not asked as a whole";
  EXPECT_EQ(said("back_giving_way"), Presence::present) << "it stopped a session";
  EXPECT_EQ(one.tests.at(0).value, 90);
  EXPECT_EQ(one.sessions.at(0).next_day_rise, -1);
  EXPECT_TRUE(one.seen_by.is_some());
  ASSERT_EQ(made->flags.size(), 1U);
  EXPECT_EQ(made->flags[0], "2026-08-08: sorensen was given in min and read as 90 s");
}

struct Row {
  const char* what;
  std::string text;
  const char* words;
};

TEST(ReadCourse, refuses_what_cannot_be_with_words_that_help) {
  const std::string test_without = R"("tests": [{"test": "sorensen", "value": 60, "unit": "s"}])";
  const Row rows[] = {
      {"no version", "{}", "lumbar_course › is missing; begin with \"lumbar_course\": 1"},
      {"no baseline", R"({"lumbar_course": 1})", "baseline › is missing"},
      {"no day", R"({"lumbar_course": 1, "baseline": {"lumbar_case": 1}, "entries": []})",
       "baseline.as_of › is missing; the course counts its weeks from that day"},
      {"wrong case",
       R"({"lumbar_course": 1, "baseline": {"lumbar_case": 1, "findings": {"fevr": true}}, "entries": []})",
       "baseline › findings.fevr › no finding has this id; nearest: fever"},
      {"order", course(entry("") + "," + entry("", "2026-08-07")),
       "entries[1].date › 2026-08-07 comes after 2026-08-08; put the entries in the order of their days"},
      {"before the baseline", course(entry("", "2026-07-31")), "comes after 2026-08-01, the baseline"},
      {"two on one day", course(entry("") + "," + entry("")),
       "entries[1].date › a second entry on 2026-08-08; join the two into one"},
      {"a year",
       R"({"lumbar_course": 1, "baseline": {"lumbar_case": 1, "as_of": "2025-01-01"}, "entries": [)" + entry("") + "]}",
       "entries[0].date › lies 584 days after 2025-01-01; after more than a year begin a new course with a new "
       "baseline"},
      {"the future", course(entry("", "2026-12-01")), "2026-12-01 has not come yet"},
      {"no such day", course(entry("", "2026-02-30")), "entries[0].date › \"2026-02-30\" is not a day"},
      {"pain", course(entry(R"("pain": {"now": 11})")),
       "entries[0].pain.now › 11 is not possible: pain runs from 0 to 10"},
      {"pain and worst", course(entry(R"("pain": {"now": 6, "worst": 4})")),
       "entries[0].pain › now (6) is more than worst (4); correct one of them"},
      {"RMDQ", course(entry(R"("roland_morris": 25)")),
       "entries[0].roland_morris › 25 is not possible: the Roland–Morris total runs from 0 to 24"},
      {"half a statement", course(entry(R"("roland_morris": 7.5)")), "the total counts statements"},
      {"ability", course(entry(R"("activities": {"walk": 12})")), "entries[0].activities.walk › 12 is not possible"},
      {"variant", course(entry(test_without)),
       "entries[0].tests[0].variant › is missing: results of one test done in two ways do not compare"},
      {"no unit", course(entry(R"("tests": [{"test": "sorensen", "variant": "bench", "value": 60}])")),
       "entries[0].tests[0].unit › is missing; sorensen is measured in s"},
      {"wrong unit", course(entry(R"("tests": [{"test": "sorensen", "variant": "bench", "value": 60, "unit": "kg"}])")),
       "entries[0].tests[0].unit › \"kg\" does not fit sorensen, which is measured in s"},
      {"4000 s", course(entry(R"("tests": [{"test": "sorensen", "variant": "bench", "value": 4000, "unit": "s"}])")),
       "entries[0].tests[0].value › 4000 s is not possible in sorensen; it runs from 0 to 900"},
      {"unknown test",
       course(entry(R"("tests": [{"test": "sorenson", "variant": "bench", "value": 60, "unit": "s"}])")),
       "\"sorenson\" is no test the facts know; nearest: sorensen"},
      {"both sides",
       course(entry(R"("tests": [{"test": "sorensen", "variant": "b", "side": "both", "value": 6, "unit": "s"}])")),
       "is not a side of a test; use \"left\" or \"right\""},
      {"goal", course("", R"("goals": [{"at_least": 8}], )"), "goals[0] › a goal needs its activity"},
      {"empty goal", course("", R"("goals": [{"activity": " "}], )"), "goals[0].activity › \" \" is not an activity"},
      {"unknown key", course(entry(R"("rmdq": 5)")),
       "entries[0].rmdq › has no place in an entry; allowed here: date, check"},
      {"unknown question", course(entry(R"("check": {"answered_no": ["C"]})")), "is no question of the safety net"},
      {"unknown finding", course(entry(R"("check": {"findings": {"fevr": true}})")),
       "entries[0].check › findings.fevr › no finding has this id; nearest: fever"},
      {"session after its entry", course(entry(R"("sessions": {"done": [{"date": "2026-08-09"}]})")),
       "entries[0].sessions.done[0].date › 2026-08-09 comes after its entry of 2026-08-08"},
      {"stopped and denied",
       course(entry(
           R"("sessions": {"done": [{"stopped_for": ["foot_drop"]}]}, "check": {"findings": {"foot_drop": false}})")),
       "foot_drop stopped a session, and is answered otherwise in the check; correct one"},
      {"nobody", course(entry(R"("seen_by": "doctor_who")")),
       "entries[0].seen_by › \"doctor_who\" is nobody the facts know"},
      {"twice", R"({"lumbar_course": 1, "lumbar_course": 1})", "stands twice"},
      {"no JSON", "{", "course"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.what);
    const auto made = read(row.text);
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().text().find(row.words), std::string::npos) << made.error().text();
    EXPECT_EQ(made.error().text().find('\n'), std::string::npos);
  }
}

TEST(ReadCourse, names_what_it_lets_pass) {
  const auto made = read(course(
      entry(
          R"("activities": {"walk": 3, "lift": 4}, "tests": [{"test": "sorensen", "variant": "bench", "value": 60, "unit": "s"}])") +
          "," +
          entry(
              R"("activities": {"walk": 4}, "sessions": {"planned": 1, "done": [{}, {}]}, "seen_by": "physiotherapist",
                   "tests": [{"test": "sorensen", "variant": "floor", "value": 60, "unit": "s", "stopped_by": "pain"}])",
              "2026-10-01"),
      R"("goals": [{"activity": "dance"}], )"));
  ASSERT_TRUE(made) << made.error().text();
  for (const char* words :
       {"no entry for 54 days, from 2026-08-08 to 2026-10-01", "the activity \"lift\" is rated on 1 of 2 days",
        "the goal \"dance\" is no activity of any entry", "sorensen was done in several ways (bench; floor)",
        "sorensen was ended by pain", "more sessions done than planned",
        "an examination by physiotherapist is noted, but does not settle"}) {
    EXPECT_TRUE(std::any_of(made->flags.begin(), made->flags.end(), [&](const std::string& one) {
      return one.find(words) != std::string::npos;
    })) << words;
  }
}

}  // namespace
}  // namespace lumbar
