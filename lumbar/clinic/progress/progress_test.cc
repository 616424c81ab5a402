// SPDX-License-Identifier: Apache-2.0
// What a course comes to, case by case: triage first, then noise, load, review.
#include <cmath>

#include "lumbar/clinic/progress/courses_in_test.h"

namespace lumbar {
namespace {

Session calm(bool met = true, double reserve = 3) {
  Session one;
  one.effort = 5;
  one.pain_during = 1;
  one.next_day_rise = 0;
  one.target_met = met;
  one.reps_in_reserve = reserve;
  return one;
}

SpecialistId specialist(std::string_view name) {
  const auto all = shipped_facts().specialists();
  for (std::size_t row = 0; row < all.size(); ++row)
    if (all[row].name == name) return SpecialistId(row);
  throw std::runtime_error("no specialist " + std::string(name));
}

// --- Triage first

TEST(Progress, a_quiet_course_goes_on) {
  Course course = quiet_course();
  on_week(course, 1).sessions = {calm(), calm()};
  const Progress made = followed(course);
  EXPECT_LT(made.level, Urgency::within_24h);
  EXPECT_TRUE(made.check_ins.back().triage.unanswered.empty());
  EXPECT_EQ(made.next, NextStep::go_on);
  EXPECT_EQ(made.load.step, LoadStep::progress);
  EXPECT_EQ(made.review.day, first_day().plus_days(14));
}

TEST(Progress, a_course_without_any_number_is_triaged) {
  Course course = quiet_course();
  on_week(course, 1, {yes("saddle_anaesthesia")});
  const Progress made = followed(course);
  EXPECT_EQ(made.level, Urgency::emergency_now);
  EXPECT_EQ(made.next, NextStep::emergency);
  EXPECT_TRUE(made.series.empty());
  EXPECT_EQ(made.load.step, LoadStep::frozen);
  EXPECT_EQ(made.review.because, ReviewBecause::now);
}

TEST(Progress, an_unanswered_check_is_no_all_clear) {
  Course course = quiet_course();
  on_week(course, 1, {}).sessions = {calm(), calm()};
  const Progress made = followed(course);
  EXPECT_FALSE(made.check_ins.back().triage.unanswered.empty());
  EXPECT_EQ(made.next, NextStep::answer_questions);
  EXPECT_EQ(made.load.step, LoadStep::answer_first);
}

TEST(Progress, an_earlier_emergency_stands_until_somebody_has_looked) {
  Course course = quiet_course();
  on_week(course, 2, all_no_but({yes("saddle_anaesthesia")}));
  on_week(course, 3).pain.now = 1;  // all answered no, and the pain is better
  Progress made = followed(course);
  EXPECT_EQ(made.level, Urgency::emergency_now);
  EXPECT_EQ(made.decided_by, 1U);
  EXPECT_TRUE(made.series.empty());

  CheckIn& seen = course.entries.back();
  seen.seen_by = specialist("physiotherapist");
  EXPECT_EQ(followed(course).level, Urgency::emergency_now) << "a physiotherapist does not settle it";
  seen.seen_by = shipped_facts().course().settles.front();
  made = followed(course);
  EXPECT_LT(made.level, Urgency::within_24h);
  EXPECT_TRUE(made.check_ins.back().settles);
}

TEST(Progress, who_is_seen_today_is_not_cleared_of_what_is_told_today) {
  Course course = quiet_course();
  on_week(course, 1, all_no_but({yes("saddle_anaesthesia")})).seen_by = shipped_facts().course().settles.front();
  EXPECT_EQ(followed(course).level, Urgency::emergency_now);
}

// --- Unknown today is not gone

TEST(Carry, a_complaint_not_asked_again_still_counts) {
  Course course = quiet_course();
  on_week(course, 1, all_no_but({yes("fever")}));
  std::vector<Statement> without = all_no();
  std::erase_if(without, [](const Statement& one) { return one.finding == finding("fever"); });
  on_week(course, 2, without);
  const Progress made = followed(course);
  EXPECT_EQ(made.check_ins[2].carried, (std::vector<Carried>{{finding("fever"), first_day().plus_days(7)}}));
  EXPECT_GE(made.check_ins[2].level, made.check_ins[1].triage.level);
}

TEST(Carry, it_does_not_stay_for_ever_and_does_not_vanish_silently) {
  Course course = quiet_course();
  on_week(course, 1, all_no_but({yes("night_pain")}));
  std::vector<Statement> without = all_no();
  std::erase_if(without, [](const Statement& one) { return one.finding == finding("night_pain"); });
  on_week(course, 5, without);  // 28 days
  on_week(course, 6, without);
  const Progress made = followed(course);
  EXPECT_EQ(made.check_ins[2].carried.size(), 1U);
  EXPECT_TRUE(made.check_ins[3].carried.empty());
  EXPECT_EQ(made.check_ins[3].lapsed, (std::vector<Carried>{{finding("night_pain"), first_day().plus_days(7)}}));
  EXPECT_EQ(made.next, NextStep::answer_questions) << "what was never answered keeps the load from growing";
}

TEST(Carry, a_no_ends_it) {
  Course course = quiet_course();
  on_week(course, 1, all_no_but({yes("fever")}));
  on_week(course, 2);
  const Progress made = followed(course);
  EXPECT_TRUE(made.check_ins[2].carried.empty());
  EXPECT_LT(made.check_ins[2].level, Urgency::within_24h);
}

TEST(Carry, not_to_be_had_is_no_answer) {
  Course course = quiet_course();
  on_week(course, 1, all_no_but({yes("fever")}));
  Statement unavailable = no("fever");
  unavailable.saying = Saying::unavailable;
  on_week(course, 2, all_no_but({unavailable}));
  on_week(course, 3, all_no_but({unavailable}));
  const Progress made = followed(course);
  EXPECT_EQ(made.check_ins[3].carried.size(), 1U);
}

TEST(Carry, a_wider_no_and_a_thermometer_end_it_as_well) {
  Course course = quiet_course();
  on_week(course, 1, all_no_but({yes("fever"), yes("bilateral_sciatica")}));
  std::vector<Statement> answers = all_no();
  std::erase_if(answers, [](const Statement& one) {
    return one.finding == finding("fever") || one.finding == finding("bilateral_sciatica");
  });
  add(answers, number("temperature_c", 36.6));
  on_week(course, 2, answers);
  EXPECT_TRUE(followed(course).check_ins[2].carried.empty());
}

TEST(Carry, history_lasts_and_a_no_of_a_day_does_not) {
  Course course = quiet_course();
  add(course.baseline.statements, yes("diabetes"));
  on_week(course, 20, {});
  const Progress made = followed(course);
  const Findings& known = made.consultation.findings;
  EXPECT_EQ(known[finding("diabetes")], Presence::present);
  EXPECT_EQ(known[finding("dialysis")], Presence::absent);
  EXPECT_EQ(known[finding("fever")], Presence::unknown);
  EXPECT_EQ(known[finding("trauma_significant")], Presence::unknown);
}

// --- Neurology bypasses all statistics

TEST(Alarms, a_grade_that_falls_is_seen_by_a_clinician_within_a_day) {
  Course course = quiet_course();
  add(course.baseline.statements, grades("mrc_ankle_dorsiflexion", 5, 5));
  on_week(course, 1, all_no_but({grades("mrc_ankle_dorsiflexion", 5, 5)}));
  // Leg weakness is left open: the grade speaks.
  std::vector<Statement> answers = all_no();
  std::erase_if(answers, [](const Statement& one) { return one.finding == finding("leg_motor_weakness"); });
  add(answers, grades("mrc_ankle_dorsiflexion", 4, 5));
  on_week(course, 2, answers);
  const Progress made = followed(course);
  ASSERT_EQ(made.check_ins[2].alarms.size(), 1U);
  EXPECT_EQ(made.check_ins[2].alarms[0].kind, Alarm::Kind::power_fell);
  EXPECT_EQ(made.check_ins[2].alarms[0].side, Side::left);
  EXPECT_GE(made.level, Urgency::within_24h);
  EXPECT_EQ(made.load.step, LoadStep::frozen);
}

TEST(Alarms, they_stand_until_gone_or_looked_at) {
  Course course = quiet_course();
  on_week(course, 1, all_no_but({yes("new_numbness_tingling")}));
  on_week(course, 2, {});
  on_week(course, 8, {});
  Progress made = followed(course);
  EXPECT_EQ(made.check_ins[2].standing.size(), 1U);
  EXPECT_EQ(made.check_ins[3].standing.size(), 1U) << "longer than a complaint is carried";
  EXPECT_GE(made.level, Urgency::within_24h);
  course.entries[2].said = all_no_but({no("new_numbness_tingling")});
  made = followed(course);
  EXPECT_TRUE(made.check_ins[3].standing.empty());
  EXPECT_LT(made.level, Urgency::within_24h);
}

TEST(Alarms, good_numbers_do_not_outvote_them) {
  Course course = quiet_course();
  for (int week = 0; week <= 8; ++week) {
    CheckIn& entry = on_week(course, week, week == 8 ? all_no_but({yes("foot_drop")}) : all_no());
    entry.pain.now = std::max(0, 6 - week);
    entry.roland_morris = std::max(0, 18 - 2 * week);
  }
  EXPECT_GE(followed(course).level, Urgency::within_24h);
}

// --- Beyond noise

TEST(Series, rmdq_better_by_its_own_error) {
  Course course = quiet_course();
  const double totals[] = {14, 15, 12, 10, 7, 5, 4};
  for (int week = 0; week < 7; ++week) on_week(course, week).roland_morris = totals[week];
  const Progress made = followed(course);
  const Series* rmdq = series_of(made, "roland_morris");
  ASSERT_NE(rmdq, nullptr);
  // Roland-Morris: smallest detectable change about 5, so an SEM of 5 / 2.77.
  EXPECT_NEAR(*rmdq->reliability->sem, 5 / 2.7718585822512662, 1e-12);
  EXPECT_EQ(rmdq->verdict, Verdict::better);
  EXPECT_TRUE(rmdq->beyond_error);
  EXPECT_TRUE(rmdq->matters);
  EXPECT_NEAR(rmdq->since_start->change, 10, 1e-9);
  EXPECT_NEAR(rmdq->detectable, 5 / std::sqrt(2.0), 1e-9);
}

TEST(Series, noise_is_not_called_change) {
  Course course = quiet_course();
  const double totals[] = {10, 12, 11, 12};
  for (int week = 0; week < 4; ++week) on_week(course, week).roland_morris = totals[week];
  const Progress made = followed(course);
  EXPECT_EQ(series_of(made, "roland_morris")->verdict, Verdict::same);
  EXPECT_FALSE(series_of(made, "roland_morris")->beyond_error);
}

TEST(Series, what_was_gained_and_lost_is_seen_against_the_own_best) {
  Course course = quiet_course();
  const double totals[] = {16, 16, 13, 10, 7, 5, 4, 4, 14, 15};
  for (int week = 0; week < 10; ++week) on_week(course, week).roland_morris = totals[week];
  const Progress made = followed(course);
  const Series* rmdq = series_of(made, "roland_morris");
  EXPECT_EQ(rmdq->fall, FallSeen::confirmed) << "although it is hardly worse than at the beginning";
  EXPECT_EQ(made.next, NextStep::pass_on);
  ASSERT_FALSE(made.pass_on.empty());
  EXPECT_EQ(made.pass_on[0].reason->name, "decline");
}

TEST(Series, a_plateau_needs_a_programme_that_was_done_and_a_goal_not_met) {
  Course course = quiet_course();
  for (int week = 0; week < 8; ++week) {
    CheckIn& entry = on_week(course, week);
    entry.roland_morris = week < 2 ? 14 : 11;
    entry.sessions_planned = 3;
    entry.sessions = {calm(), calm(), calm()};
  }
  EXPECT_TRUE(series_of(followed(course), "roland_morris")->plateau);
  for (CheckIn& entry : course.entries) entry.sessions.clear();
  EXPECT_FALSE(series_of(followed(course), "roland_morris")->plateau);
}

TEST(Series, a_hold_ended_by_pain_is_no_strength_and_a_capped_one_says_at_least) {
  Course course = quiet_course();
  const double holds[] = {90, 110, 250, 20};
  for (int week = 0; week < 4; ++week) {
    TestedStrength hold{"sorensen", "on a bench", std::nullopt, holds[week]};
    if (week == 3) hold.stopped_by = StoppedBy::pain;
    on_week(course, week).tests = {hold};
  }
  const Progress made = followed(course);
  const Series* one = series_of(made, "sorensen|on a bench");
  ASSERT_NE(one, nullptr);
  ASSERT_EQ(one->points.size(), 3U);
  EXPECT_EQ(one->points[2].value, 240);
  EXPECT_EQ(one->points[2].limit, change::Limit::at_least);
  EXPECT_EQ(*one->reliability->sem, 11.6);
  EXPECT_EQ(one->verdict, Verdict::better);
}

TEST(Series, a_test_whose_error_nobody_measured_is_shown_and_not_judged) {
  Course course = quiet_course();
  for (int week = 0; week < 4; ++week)
    on_week(course, week).tests = {{"single_leg_stance_eyes_open", "barefoot", Side::left, 10.0 + week}};
  EXPECT_EQ(series_of(followed(course), "single_leg_stance_eyes_open|barefoot|left")->why_not,
            NotJudged::error_unknown);
}

// --- Load

void expect_load(const char* what, const Session& before, const Session& last, int days_ago, LoadStep step) {
  SCOPED_TRACE(what);
  Course course = quiet_course();
  CheckIn& entry = on_week(course, 5);
  entry.sessions = {before, last};
  entry.sessions[0].day = entry.day.plus_days(-days_ago - 2);
  entry.sessions[1].day = entry.day.plus_days(-days_ago);
  EXPECT_EQ(followed(course).load.step, step);
}

Session reacting(double during, double rise) {
  Session one = calm();
  one.pain_during = during;
  one.next_day_rise = rise;
  return one;
}

Session untold() {
  Session one = calm();
  one.next_day_rise.reset();
  return one;
}

TEST(Load, follows_the_overload_rule) {
  expect_load("both calm, target met, in reserve", calm(), calm(), 0, LoadStep::progress);
  expect_load("once only", calm(false), calm(), 0, LoadStep::hold);
  expect_load("no reserve", calm(), calm(true, 1), 0, LoadStep::hold);
  expect_load("pain 4 in the session", calm(), reacting(4, 0), 0, LoadStep::hold);
  expect_load("pain 3, next day up by 1", calm(), reacting(3, 1), 0, LoadStep::hold);
  expect_load("pain 6", calm(), reacting(6, 0), 0, LoadStep::reduce);
  expect_load("next day up by 3", calm(), reacting(2, 3), 0, LoadStep::reduce);
  expect_load("twice in a row", reacting(2, 3), reacting(2, 3), 0, LoadStep::regress);
  expect_load("eight days without", calm(), calm(), 8, LoadStep::restart);
  expect_load("twenty-two days without", calm(), calm(), 22, LoadStep::restart_lower);
  expect_load("next day not told", calm(), untold(), 0, LoadStep::hold);
}

TEST(Load, never_grows_where_effort_makes_it_worse) {
  Course course = quiet_course();
  on_week(course, 1, all_no_but({yes("post_exertional_malaise")})).sessions = {calm(), calm()};
  const Progress made = followed(course);
  EXPECT_TRUE(made.load.paced);
  EXPECT_NE(made.load.step, LoadStep::progress);
}

// --- The rest

TEST(Progress, no_change_after_six_weeks_well_done_is_passed_on) {
  Course course = quiet_course();
  for (int week = 0; week < 8; ++week) {
    CheckIn& entry = on_week(course, week);
    entry.pain.now = 5;
    entry.sessions_planned = 2;
    entry.sessions = {calm(), calm()};
  }
  const Progress made = followed(course);
  EXPECT_TRUE(std::any_of(made.pass_on.begin(), made.pass_on.end(),
                          [](const PassOn& one) { return one.reason->name == "no_change"; }));
}

TEST(Progress, a_child_gets_the_triage_and_nothing_else) {
  Course course = quiet_course();
  add(course.baseline.statements, number("age_years", 12));
  on_week(course, 1).pain.now = 4;
  on_week(course, 2).pain.now = 1;
  const Progress made = followed(course);
  EXPECT_TRUE(made.under_age);
  EXPECT_TRUE(made.series.empty());
  EXPECT_GE(made.level, Urgency::appointment);
  EXPECT_EQ(made.load.step, LoadStep::frozen);
}

TEST(Progress, what_a_note_says_is_asked_about_and_not_taken_as_said) {
  Course course = quiet_course();
  CheckIn& entry = on_week(course, 1);
  entry.note = "I am numb between the legs";
  entry.sessions = {calm(), calm()};
  const Progress made = followed(course);
  ASSERT_FALSE(made.heard.empty());
  EXPECT_EQ(made.heard[0].finding, finding("saddle_anaesthesia"));
  EXPECT_EQ(made.next, NextStep::answer_questions);
  EXPECT_EQ(made.load.step, LoadStep::answer_first);
  EXPECT_LT(made.level, Urgency::within_24h) << "nobody has confirmed it";
}

TEST(Progress, refuses_what_has_no_order) {
  Course course = quiet_course();
  on_week(course, 2);
  on_week(course, 1);
  const auto made = follow_course(course, shipped_facts());
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().text(),
            "entries[1] (2026-08-08) › comes after 2026-08-15; put the entries in the order of their days, one a day");
}

TEST(Reliability, figures_are_read_from_the_tables) {
  const CourseFacts& facts = shipped_facts().course();
  ASSERT_NE(facts.measure("nprs"), nullptr);
  EXPECT_NEAR(*facts.measure("nprs")->sem, 2.4 / 2.7718585822512662, 1e-12) << "the larger end of 2.0-2.4";
  EXPECT_EQ(*facts.measure("rmdq")->important, 5);
  EXPECT_NEAR(*facts.measure("rmdq")->important_share, 0.3, 1e-12);
  EXPECT_FALSE(facts.measure("fabq")->sem) << "its figures are of its parts";
  EXPECT_FALSE(facts.measure("start_back")->sem);
  EXPECT_EQ(*facts.test("sorensen", Sex::female)->ceiling, 240);
  EXPECT_NEAR(*facts.test("five_times_sit_to_stand", {})->sem, 4.2 / 2.7718585822512662, 1e-12);
  EXPECT_NEAR(*facts.test("trunk_extensor_endurance", Sex::male)->sem, 51 * std::sqrt(0.03), 1e-9);
  EXPECT_NEAR(*facts.test("trunk_extensor_endurance", Sex::female)->sem, 60 * std::sqrt(0.03), 1e-9);
  EXPECT_FALSE(facts.test("single_leg_stance_eyes_open", {})->sem) << "an ICC without a spread is no error";
  EXPECT_EQ(facts.test("no_such_test", {}), nullptr);
}

}  // namespace
}  // namespace lumbar
