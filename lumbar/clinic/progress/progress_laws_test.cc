// SPDX-License-Identifier: Apache-2.0
// What must hold for every course, drawn around the findings that rules ask about.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>

#include "lumbar/clinic/progress/courses_in_test.h"

namespace lumbar {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

// A course takes long, under a sanitizer ten times as long: the same laws on fewer courses, unless somebody says how
// many.
[[maybe_unused]] const int seeded = [] {
  const char* given = std::getenv("RC_PARAMS");
  std::string params = given == nullptr ? "seed=20261121" : given;
  if (params.find("max_success") == std::string::npos) params += sanitized ? " max_success=10" : " max_success=60";
  return setenv("RC_PARAMS", params.c_str(), 1);
}();

// Findings that some rule or question of the safety net speaks of, yes or no, that nothing lowers.
const std::vector<FindingId>& drawn_from() {
  static const std::vector<FindingId> all = [] {
    const Knowledge& knowledge = shipped_facts();
    std::set<FindingId> ids;
    for (const SafetyItem& item : knowledge.safety_net()) ids.insert(item.findings.begin(), item.findings.end());
    for (const NewNeurology& group : knowledge.course().neurology)
      ids.insert(group.findings.begin(), group.findings.end());
    for (const Rule& rule : knowledge.rules())
      for (const logic::Variable one : logic::variables_of(rule.formula)) ids.insert(FindingId(one));
    std::set<std::string> lowering{"prevention_question"};
    for (const Record& row : knowledge.tables().at("lowering")) lowering.insert(row.text("finding"));
    for (const Record& row : knowledge.tables().at("ordered_value"))
      for (const std::string& name : row.list("guard_ids")) lowering.insert(name);
    std::erase_if(ids, [&](FindingId id) {
      const auto& info = knowledge.language().variables[id.row()];
      return info.type != logic::Type::boolean || !info.askable || info.guard || info.defined ||
             lowering.contains(info.name);
    });
    return std::vector<FindingId>(ids.begin(), ids.end());
  }();
  return all;
}

std::vector<Statement> drawn_answers(int most) {
  std::vector<Statement> answers;
  const int count = *rc::gen::inRange(0, most);
  for (int i = 0; i < count; ++i) {
    Statement one;
    one.finding = *rc::gen::elementOf(drawn_from());
    one.present = *rc::gen::element(Presence::present, Presence::absent, Presence::absent);
    if (one.present == Presence::present) {
      if (*rc::gen::inRange(0, 3) == 0) one.age_days = *rc::gen::inRange(0, 400);
      if (*rc::gen::inRange(0, 4) == 0) one.tempo = *rc::gen::element(Tempo::hours, Tempo::days, Tempo::months);
      if (*rc::gen::inRange(0, 4) == 0) one.trend = *rc::gen::element(Trend::improving, Trend::worsening);
    }
    add(answers, one);
  }
  return answers;
}

Course drawn_course(bool numbers) {
  Course course;
  course.baseline.as_of = first_day();
  course.baseline.statements = drawn_answers(12);
  add(course.baseline.statements, number("age_years", *rc::gen::inRange(18, 90)));
  Date day = first_day();
  const int entries = *rc::gen::inRange(1, 5);
  for (int i = 0; i < entries; ++i) {
    CheckIn entry;
    day = day.plus_days(*rc::gen::inRange(1, 40));
    entry.day = day;
    entry.said = drawn_answers(*rc::gen::inRange(0, 3) == 0 ? 40 : 6);
    if (*rc::gen::inRange(0, 6) == 0) entry.seen_by = shipped_facts().course().settles.front();
    if (numbers) {
      entry.pain.now = *rc::gen::inRange(0, 11);
      entry.roland_morris = *rc::gen::inRange(0, 25);
      entry.tests = {{"sorensen", "bench", std::nullopt, static_cast<double>(*rc::gen::inRange(0, 240))}};
    }
    course.entries.push_back(std::move(entry));
  }
  return course;
}

RC_GTEST_PROP(CourseLaws, one_more_complaint_never_lowers_the_check_in, ()) {
  Course course = drawn_course(false);
  const auto before = follow_course(course, shipped_facts());
  RC_PRE(static_cast<bool>(before));
  const FindingId added = *rc::gen::elementOf(drawn_from());
  CheckIn& last = course.entries.back();
  const auto at =
      std::find_if(last.said.begin(), last.said.end(), [&](const Statement& one) { return one.finding == added; });
  const bool new_today = at == last.said.end() || at->present == Presence::absent;
  RC_PRE(new_today);
  add(last.said, yes(shipped_facts()[added].name));
  const auto after = follow_course(course, shipped_facts());
  RC_PRE(static_cast<bool>(after));
  RC_TAG(std::string(word_of(before->level)));
  if (after->check_ins.back().level < before->check_ins.back().level) RC_FAIL("adding " + shipped_facts()[added].name);
  RC_ASSERT(after->level >= before->level);
}

RC_GTEST_PROP(CourseLaws, the_last_check_in_is_at_least_as_urgent_as_the_same_answers_alone, ()) {
  const Course course = drawn_course(false);
  const auto made = follow_course(course, shipped_facts());
  RC_PRE(static_cast<bool>(made));
  Case alone = course.baseline;
  alone.as_of = course.entries.back().day;
  alone.statements = course.entries.back().said;
  const auto& lasting = shipped_facts().course().lasting;
  for (const FindingId id : lasting) {
    const auto known = [&](const Statement& one) { return one.finding == id; };
    const Statement* latest = nullptr;
    const auto look = [&](const std::vector<Statement>& answers) {
      const auto found = std::find_if(answers.begin(), answers.end(), known);
      if (found != answers.end()) latest = &*found;
    };
    look(course.baseline.statements);
    for (const CheckIn& entry : course.entries) look(entry.said);
    if (latest != nullptr) add(alone.statements, *latest);
  }
  const auto findings = gather_findings(alone, shipped_facts());
  RC_PRE(static_cast<bool>(findings));
  RC_ASSERT(made->check_ins.back().level >= assess_urgency(*findings, shipped_facts()).level);
  RC_ASSERT(made->level >= made->check_ins.back().level);
}

// Pain now is an answer to the triage like others; scores and tests of strength are none.
RC_GTEST_PROP(CourseLaws, scores_and_tests_take_nothing_from_the_urgency, ()) {
  Course course = drawn_course(true);
  const auto with = follow_course(course, shipped_facts());
  RC_PRE(static_cast<bool>(with));
  for (CheckIn& entry : course.entries) {
    entry.roland_morris.reset();
    entry.tests.clear();
  }
  const auto without = follow_course(course, shipped_facts());
  RC_ASSERT(static_cast<bool>(without));
  RC_ASSERT(with->level >= without->level);
}

RC_GTEST_PROP(CourseLaws, the_order_within_a_day_does_not_matter, ()) {
  Course course = drawn_course(true);
  CheckIn& last = course.entries.back();
  last.tests.push_back({"sorensen", "bench", std::nullopt, 33});
  last.tests.push_back({"sorensen", "bench", std::nullopt, 71});
  last.activities = {{"walk", 3}, {"lift", 5}};
  const auto one = follow_course(course, shipped_facts());
  std::reverse(last.tests.begin(), last.tests.end());
  std::reverse(last.activities.begin(), last.activities.end());
  std::reverse(last.said.begin(), last.said.end());
  const auto other = follow_course(course, shipped_facts());
  RC_ASSERT(static_cast<bool>(one) == static_cast<bool>(other));
  RC_PRE(static_cast<bool>(one));
  RC_ASSERT(one->level == other->level);
  RC_ASSERT(one->next == other->next);
  RC_ASSERT(one->series.size() == other->series.size());
  for (std::size_t i = 0; i < one->series.size(); ++i) {
    RC_ASSERT(one->series[i].verdict == other->series[i].verdict);
    RC_ASSERT(one->series[i].fall == other->series[i].fall);
  }
}

// What was told present is, at each later check-in, answered, counted, or named as not answered.
RC_GTEST_PROP(CourseLaws, nothing_told_vanishes_silently, ()) {
  const Course course = drawn_course(false);
  const auto made = follow_course(course, shipped_facts());
  RC_PRE(static_cast<bool>(made));
  const auto& settled = shipped_facts().settled();
  const std::vector<Statement>& last = course.entries.back().said;
  for (const FindingId id : drawn_from()) {
    const auto& lasting = shipped_facts().course().lasting;
    if (std::binary_search(lasting.begin(), lasting.end(), id)) continue;
    const Statement* latest = nullptr;
    for (const Statement& one : course.baseline.statements)
      if (one.finding == id) latest = &one;
    for (std::size_t at = 0; at + 1 < course.entries.size(); ++at)
      for (const Statement& one : course.entries[at].said)
        if (one.finding == id) latest = &one;
    if (latest == nullptr || latest->present != Presence::present) continue;
    const bool answered =
        std::any_of(last.begin(), last.end(), [&](const Statement& one) { return one.finding == id; }) ||
        std::any_of(settled.begin(), settled.end(), [&](const Settled& row) {
          return std::find(row.absent.begin(), row.absent.end(), id) != row.absent.end() &&
                 std::any_of(last.begin(), last.end(), [&](const Statement& one) {
                   return one.finding == row.by_absence_of && one.present == Presence::absent;
                 });
        });
    const auto named = [&](const std::vector<Carried>& list) {
      return std::any_of(list.begin(), list.end(), [&](const Carried& one) { return one.finding == id; });
    };
    const CheckInTriage& check_in = made->check_ins.back();
    if (!answered && !named(check_in.carried) && !named(check_in.lapsed)) RC_FAIL(shipped_facts()[id].name);
  }
}

}  // namespace
}  // namespace lumbar
