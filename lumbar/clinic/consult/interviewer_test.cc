// SPDX-License-Identifier: Apache-2.0
// The laws of the interview, on the shipped facts.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "lumbar/clinic/consult/consult.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

const Knowledge& facts() { return shipped_facts(); }

FindingId id(const char* name) { return facts().finding(name).value(); }

InterviewState at_home() {
  InterviewState state;
  state.given.lenient = true;
  return state;
}

const Interviewer& interviewer() {
  static const Interviewer one(facts(), Setting::home);
  return one;
}

Statement said(FindingId finding, Presence present) {
  Statement one;
  one.finding = finding;
  one.present = present;
  return one;
}

Answered answer(const Question& question, const std::function<Presence(const std::string&)>& of) {
  Answered made{question.id, question.detail, question.findings, {}};
  for (const FindingId finding : question.findings) {
    const auto& info = facts().language().variables[finding.row()];
    Statement one;
    one.finding = finding;
    if (question.detail == Detail::age) {
      one = said(finding, Presence::present);
      one.age_days = 60;
    } else if (question.detail == Detail::tempo) {
      one = said(finding, Presence::present);
      one.tempo = Tempo::months;
    } else if (question.detail == Detail::trend) {
      one = said(finding, Presence::present);
      one.trend = Trend::stable;
    } else if (question.detail == Detail::side) {
      one = said(finding, Presence::present);
      one.side = Side::left;
    } else if (info.name == "age_years") {
      one.number.bare = 40;
    } else if (info.type == logic::Type::duration) {
      one.number.bare = 60;
    } else if (info.type == logic::Type::choice) {
      one.choice.bare = static_cast<std::uint8_t>(info.choices.size() - 1);
    } else if (info.type == logic::Type::boolean) {
      one.present = of(info.name);
    } else {
      one.number.bare = info.name == "temperature_c" ? 36.8 : 5;
    }
    made.statements.push_back(one);
  }
  return made;
}

struct Ended {
  InterviewState state;
  NextQuestion last;
  std::vector<Purpose> purposes;
};

Ended ask_all(InterviewState state, const std::function<Presence(const std::string&)>& of, std::size_t most = 120) {
  Ended ended;
  for (std::size_t i = 0; i < most; ++i) {
    auto next = interviewer().next(state, {});
    EXPECT_TRUE(next) << next.error().text();
    if (next->should_stop()) {
      ended.last = *next;
      break;
    }
    ended.purposes.push_back(next->purpose);
    state.answers.push_back(answer(next->questions.front(), of));
  }
  ended.state = std::move(state);
  return ended;
}

Presence only_back_pain(const std::string& name) {
  return name == "low_back_pain" || name == "muscle_spasm" ? Presence::present : Presence::absent;
}

TEST(Interview, begins_with_the_complaint_and_then_the_safety_net_whatever_is_likely) {
  const Ended ended = ask_all(at_home(), only_back_pain);
  ASSERT_GT(ended.purposes.size(), 20U);
  EXPECT_EQ(ended.purposes.front(), Purpose::start);
  const auto first_other = std::find_if(ended.purposes.begin() + 1, ended.purposes.end(),
                                        [](Purpose one) { return one != Purpose::safety_net; });
  EXPECT_TRUE(std::none_of(first_other, ended.purposes.end(),
                           [](Purpose one) { return one == Purpose::safety_net || one == Purpose::start; }));
  const auto findings = gather_findings(case_of(ended.state, facts()), facts());
  ASSERT_TRUE(findings);
  EXPECT_TRUE(assess_urgency(*findings, facts()).unanswered.empty());
}

TEST(Interview, never_stops_while_a_patient_could_raise_the_urgency) {
  const Ended ended = ask_all(at_home(), only_back_pain);
  ASSERT_NE(ended.last.stop, Stop::no);
  const auto findings = gather_findings(case_of(ended.state, facts()), facts());
  ASSERT_TRUE(findings);
  const Triage triage = assess_urgency(*findings, facts());
  for (const OpenRule& open : triage.open) {
    for (const FindingId asked : open.ask) {
      const bool by_patient =
          facts()[asked].asked_of == AskedOf::patient && facts().language().variables[asked.row()].askable;
      const bool told = std::any_of(findings->statements.begin(), findings->statements.end(),
                                    [&](const Statement& one) { return one.finding == asked; });
      EXPECT_TRUE(!by_patient || told) << facts()[open.rule].name << " waits for " << facts()[asked].name;
    }
  }
}

TEST(Interview, the_same_state_gives_the_same_question) {
  InterviewState state = at_home();
  for (int i = 0; i < 30; ++i) {
    const auto one = interviewer().next(state, {});
    const auto other = Interviewer(facts(), Setting::home).next(state, {});
    ASSERT_TRUE(one && other);
    ASSERT_EQ(one->stop, other->stop);
    if (one->should_stop()) break;
    ASSERT_EQ(one->questions.front().id, other->questions.front().id);
    ASSERT_EQ(one->questions.front().findings, other->questions.front().findings);
    EXPECT_EQ(one->bits(), other->bits());
    state.answers.push_back(answer(one->questions.front(), only_back_pain));
  }
}

TEST(Interview, nothing_is_asked_twice_even_when_every_question_is_passed_over) {
  InterviewState state = at_home();
  std::set<std::pair<FindingId, Detail>> asked;
  for (int i = 0; i < 200; ++i) {
    const auto next = interviewer().next(state, {});
    ASSERT_TRUE(next);
    if (next->should_stop()) return;
    const Question& question = next->questions.front();
    for (const FindingId finding : question.findings)
      EXPECT_TRUE(asked.emplace(finding, question.detail).second) << facts()[finding].name;
    state.answers.push_back({question.id, question.detail, question.findings, {}});
  }
  ADD_FAILURE() << "does not end";
}

TEST(Interview, an_emergency_ends_it_after_one_question_more_at_most) {
  InterviewState state = at_home();
  const Ended ended = ask_all(state, [](const std::string& name) {
    return name == "low_back_pain" || name == "urinary_retention" ? Presence::present : Presence::absent;
  });
  EXPECT_EQ(ended.last.stop, Stop::emergency);
  EXPECT_EQ(ended.last.level, Urgency::emergency_now);
  EXPECT_LE(ended.purposes.size(), 4U);  // what troubles you, bladder, and whether to be fetched
}

TEST(Interview, foot_drop_of_unknown_age_is_asked_since_when_before_it_is_an_emergency_for_good) {
  const auto dropped = [](const std::string& name) {
    return name == "low_back_pain" || name == "foot_drop" ? Presence::present : Presence::absent;
  };
  InterviewState state = at_home();
  bool since_when = false;
  for (int i = 0; i < 120; ++i) {
    const auto next = interviewer().next(state, {});
    ASSERT_TRUE(next);
    if (next->should_stop()) break;
    since_when = since_when || next->questions.front().id == "foot_drop.age";
    if (next->questions.front().id == "foot_drop.age") {
      EXPECT_EQ(next->level, Urgency::emergency_now);
      EXPECT_TRUE(std::find(next->levels.begin(), next->levels.end(), Urgency::emergency_now) != next->levels.end());
    }
    state.answers.push_back(answer(next->questions.front(), dropped));
  }
  EXPECT_TRUE(since_when);
}

TEST(Interview, not_sure_about_the_bladder_counts_as_yes) {
  InterviewState state = at_home();
  const auto first = interviewer().next(state, {});
  state.answers.push_back(answer(first->questions.front(), only_back_pain));
  const auto bladder = interviewer().next(state, {});
  const Question& question = bladder->questions.front();
  ASSERT_EQ(question.id, "A1");
  Answered unsure{question.id, question.detail, question.findings, {}};
  for (const FindingId finding : question.findings) {
    Statement one;
    one.finding = finding;
    one.saying = Saying::not_sure;
    unsure.statements.push_back(one);
  }
  state.answers.push_back(unsure);
  const auto next = interviewer().next(state, {});
  ASSERT_TRUE(next);
  EXPECT_EQ(next->level, Urgency::emergency_now);
}

TEST(Interview, changing_an_answer_keeps_the_others_and_drops_what_hung_on_it) {
  InterviewState state = at_home();
  const FindingId drop = id("foot_drop");
  state.answers.push_back(
      {"complaint", Detail::presence, {id("low_back_pain")}, {said(id("low_back_pain"), Presence::present)}});
  state.answers.push_back({"A6", Detail::presence, {drop}, {said(drop, Presence::present)}});
  Statement old = said(drop, Presence::present);
  old.age_days = 400;
  state.answers.push_back({"foot_drop.age", Detail::age, {drop}, {old}});
  state.answers.push_back(
      {"B11", Detail::presence, {id("history_of_cancer")}, {said(id("history_of_cancer"), Presence::absent)}});
  const auto statement = [&](FindingId finding) {
    const Case person = case_of(state, facts());
    const auto found = std::find_if(person.statements.begin(), person.statements.end(),
                                    [&](const Statement& one) { return one.finding == finding; });
    return found == person.statements.end() ? Statement{} : *found;
  };
  EXPECT_EQ(statement(drop).age_days, 400);
  state.answers[1].statements = {said(drop, Presence::absent)};
  EXPECT_EQ(statement(drop).present, Presence::absent);
  EXPECT_FALSE(statement(drop).age_days);
  EXPECT_EQ(statement(id("history_of_cancer")).present, Presence::absent);
}

TEST(Interview, a_man_is_not_asked_whether_he_is_pregnant_and_is_once_he_turns_out_to_be_a_woman) {
  InterviewState state = at_home();
  Statement sex;
  sex.finding = id("sex");
  sex.choice.bare = static_cast<std::uint8_t>(Sex::male);
  state.answers.push_back({"sex", Detail::presence, {sex.finding}, {sex}});
  const auto pregnant = [&] {
    const auto findings = gather_findings(case_of(state, facts()), facts());
    return (*findings)[id("pregnant_now")];
  };
  EXPECT_EQ(pregnant(), Presence::absent);
  state.answers[0].statements[0].choice.bare = static_cast<std::uint8_t>(Sex::female);
  EXPECT_EQ(pregnant(), Presence::unknown);
}

TEST(Interview, a_clinician_is_asked_to_examine_and_a_patient_is_not) {
  const Ended ended = ask_all(at_home(), only_back_pain);
  const auto more = interviewer().next(ended.state, {.mode = Mode::clinician});
  ASSERT_TRUE(more);
  ASSERT_FALSE(more->should_stop());
  EXPECT_TRUE(std::any_of(more->questions.front().findings.begin(), more->questions.front().findings.end(),
                          [&](FindingId one) { return facts()[one].asked_of == AskedOf::clinician; }));
  for (const Answered& one : ended.state.answers) {
    for (const FindingId finding : one.asked) EXPECT_EQ(facts()[finding].asked_of, AskedOf::patient);
  }
}

TEST(Interview, what_a_no_answers_as_well_never_denies_what_was_said) {
  InterviewState state;
  Statement numb = said(id("leg_numbness"), Presence::present);
  numb.side = Side::both;
  state.given.statements = {numb, said(id("bilateral_symptoms"), Presence::absent)};
  const Case person = case_of(state, facts());
  for (const Statement& one : person.statements) EXPECT_NE(one.finding, id("bilateral_leg_numbness"));
  EXPECT_TRUE(std::any_of(person.statements.begin(), person.statements.end(), [](const Statement& one) {
    return one.finding == id("bilateral_leg_weakness");
  })) << "what does not follow from it is answered";
}

TEST(Interview, one_detail_of_several_findings_is_one_question_and_each_gets_its_own_answer) {
  const auto numb = [](const std::string& name) {
    const bool leg = name == "radiating_leg_pain" || name == "leg_numbness" || name == "leg_tingling";
    return leg || name == "low_back_pain" ? Presence::present : Presence::absent;
  };
  const Ended ended = ask_all(at_home(), numb);
  std::size_t screens = 0;
  std::set<std::pair<FindingId, Detail>> asked;
  for (const Answered& one : ended.state.answers) {
    if (one.detail == Detail::presence) continue;
    for (const FindingId finding : one.asked) EXPECT_TRUE(asked.emplace(finding, one.detail).second);
    if (one.asked.size() < 2) continue;
    ++screens;
    EXPECT_EQ(one.question, "each." + std::string(word_of(one.detail)));
    EXPECT_EQ(one.statements.size(), one.asked.size());
    const auto again = question_named(one.question, facts());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->detail, one.detail);
  }
  EXPECT_GE(screens, 1U);

  // Each keeps its own; whoever takes one finding back loses that detail alone.
  InterviewState state = at_home();
  state.answers.push_back({"signs",
                           Detail::presence,
                           {id("leg_numbness"), id("leg_tingling")},
                           {said(id("leg_numbness"), Presence::present), said(id("leg_tingling"), Presence::present)}});
  Statement left = said(id("leg_numbness"), Presence::present), right = said(id("leg_tingling"), Presence::present);
  left.side = Side::left;
  right.side = Side::right;
  state.answers.push_back({"each.side", Detail::side, {left.finding, right.finding}, {left, right}});
  const auto side = [&](FindingId finding) {
    for (const Statement& one : case_of(state, facts()).statements) {
      if (one.finding == finding) return one.side;
    }
    return std::optional<Side>();
  };
  EXPECT_EQ(side(left.finding), Side::left);
  EXPECT_EQ(side(right.finding), Side::right);
  state.answers[0].statements[0].present = Presence::absent;
  EXPECT_FALSE(side(left.finding));
  EXPECT_EQ(side(right.finding), Side::right);
}

TEST(Interview, a_danger_that_is_only_likely_is_looked_into_a_few_times_at_most) {
  std::size_t looked = 0;
  std::size_t below_a_banner = 0;
  for (std::uint32_t seed = 0; seed < 12; ++seed) {
    const auto some = [&](const std::string& name) {
      std::uint32_t hash = 2166136261U + seed;  // FNV-1a: the same people everywhere
      for (const char letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 16777619U;
      return name == "low_back_pain" || hash % 16 == 0 ? Presence::present : Presence::absent;
    };
    InterviewState state = at_home();
    std::size_t times = 0;
    for (int i = 0; i < 120; ++i) {
      const auto next = interviewer().next(state, {});
      ASSERT_TRUE(next);
      if (next->should_stop()) break;
      const Question& question = next->questions.front();
      if (question.id == "to_be_sure") {
        ++times;
        EXPECT_EQ(next->purpose, Purpose::urgency);
        EXPECT_FALSE(next->levels.empty()) << "what it could become";
        EXPECT_GT(question.findings.size(), 1U) << "one finding has its own question";
        below_a_banner += next->level == Urgency::emergency_now ? 1 : 0;
      }
      state.answers.push_back(answer(question, some));
    }
    EXPECT_LE(times, 3U) << seed;
    looked += times;
  }
  EXPECT_GT(looked, 0U);
  RecordProperty("below_a_banner", static_cast<int>(below_a_banner));
}

TEST(Interview, every_question_is_found_again_by_its_id) {
  for (const char* name : {"A1", "B17", "complaint", "signs", "foot_drop", "foot_drop.age", "leg_numbness.side",
                           "each.age", "each.side", "to_be_sure"})
    EXPECT_TRUE(question_named(name, facts())) << name;
  for (const char* name :
       {"A99", "no_such_thing", "foot_drop.presence", "foot_drop.colour", "each.presence", "each.", "each", ""})
    EXPECT_FALSE(question_named(name, facts())) << name;
}

}  // namespace
}  // namespace lumbar
