// SPDX-License-Identifier: Apache-2.0
// A likely danger raises the urgency and never lowers it, whatever the probabilities (fixed seed; RC_PARAMS chooses
// another).
#include "lumbar/clinic/consult/raise.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "lumbar/clinic/consult/consult.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

[[maybe_unused]] const int seeded = setenv("RC_PARAMS", "seed=20261121 max_success=2000", 0);

const Knowledge& facts() { return shipped_facts(); }

using Answers = std::vector<std::pair<std::string_view, Presence>>;

Findings findings_of(const Answers& answers) {
  Case person;
  person.lenient = true;
  for (const auto& [name, present] : answers) {
    Statement statement;
    statement.finding = facts().finding(name).value();
    statement.present = present;
    person.statements.push_back(std::move(statement));
  }
  return *gather_findings(person, facts());
}

Triage triage_of(const Answers& answers) { return assess_urgency(findings_of(answers), facts()); }

// For a person of whom nothing else is known.
Triage raised(const Triage& before, const Differential& differential) {
  return raise_for_likely_danger(before, differential, findings_of({}), facts());
}

Differential nothing_likely() {
  Differential differential;
  differential.complaint = true;
  differential.probability.assign(facts().conditions().size(), 0.0);
  return differential;
}

// The first condition of the facts whose danger is at `level`.
std::size_t danger_at(Urgency level) {
  for (std::size_t row = 0; row < facts().conditions().size(); ++row) {
    if (facts().conditions()[row].danger_probability && facts().conditions()[row].danger_level == level) return row;
  }
  throw std::runtime_error("no condition with such a danger level in the facts");
}

TEST(Raise, nothing_likely_changes_nothing) {
  const Triage before = triage_of({{"low_back_pain", Presence::present}});
  const Triage after = raised(before, nothing_likely());
  EXPECT_EQ(after.level, before.level);
  EXPECT_EQ(after.reason, before.reason);
  EXPECT_EQ(after.provisional, before.provisional);
  EXPECT_EQ(after.deadline_hours, before.deadline_hours);
  EXPECT_EQ(after.open.size(), before.open.size());
  EXPECT_TRUE(after.likely_dangers.empty());
}

// What is not exact counts with the highest chance it may stand for.
TEST(Raise, a_danger_that_may_reach_its_threshold_raises) {
  const Triage before = triage_of({{"low_back_pain", Presence::present}});
  const std::size_t danger = danger_at(Urgency::emergency_now);
  Differential differential = nothing_likely();
  differential.probability[danger] = 0.9 * *facts().conditions()[danger].danger_probability;
  EXPECT_EQ(raised(before, differential).level, before.level);
  differential.exact = false;
  differential.error_bound = 0.2;
  EXPECT_EQ(raised(before, differential).level, Urgency::emergency_now);
}

TEST(Raise, a_danger_at_its_threshold_raises_to_its_level) {
  const Triage before = triage_of({{"low_back_pain", Presence::present}});
  ASSERT_EQ(before.level, Urgency::appointment);
  const std::size_t danger = danger_at(Urgency::emergency_now);
  Differential differential = nothing_likely();
  differential.probability[danger] = *facts().conditions()[danger].danger_probability;
  const Triage after = raised(before, differential);
  EXPECT_EQ(after.level, Urgency::emergency_now);
  EXPECT_EQ(after.rule_level, before.rule_level) << "the rules have not changed their mind";
  EXPECT_EQ(after.reason, LevelReason::likely_danger);
  EXPECT_EQ(after.likely_dangers, std::vector<ConditionId>{ConditionId(danger)});
  EXPECT_EQ(after.deadline_hours, 0);
  EXPECT_NE(after.transport, Transport::own_way);
  EXPECT_TRUE(after.open.empty());
  EXPECT_FALSE(after.provisional);
  EXPECT_EQ(after.if_cleared, Urgency::emergency_now);

  differential.probability[danger] = *facts().conditions()[danger].danger_probability * 0.999;
  EXPECT_EQ(raised(before, differential).level, before.level) << "just below it does not";
}

TEST(Raise, a_danger_of_a_day_keeps_the_emergencies_open) {
  const Triage before = triage_of({{"low_back_pain", Presence::present}});
  const std::size_t danger = danger_at(Urgency::within_24h);
  Differential differential = nothing_likely();
  differential.probability[danger] = 1;
  const Triage after = raised(before, differential);
  EXPECT_EQ(after.level, Urgency::within_24h);
  EXPECT_EQ(after.deadline_hours, 24);
  EXPECT_TRUE(after.provisional);
  ASSERT_FALSE(after.open.empty());
  for (const OpenRule& one : after.open) EXPECT_EQ(one.could_raise_to, Urgency::emergency_now);
}

TEST(Raise, an_emergency_by_the_rules_stays_what_it_is) {
  const Triage before = triage_of({{"urinary_retention", Presence::present}});
  ASSERT_EQ(before.level, Urgency::emergency_now);
  Differential differential = nothing_likely();
  differential.probability.assign(differential.probability.size(), 1.0);
  const Triage after = raised(before, differential);
  EXPECT_EQ(after.level, Urgency::emergency_now);
  EXPECT_EQ(after.reason, LevelReason::rules);
  EXPECT_EQ(after.transport, before.transport);
  EXPECT_EQ(after.pathway, before.pathway);
}

// A film shows a fracture and nobody told of an injury: an unstable spine is asked about, not taken for granted.
TEST(Raise, a_danger_that_needs_an_injury_waits_for_one_and_stays_open) {
  Differential differential = nothing_likely();
  const std::size_t fracture = facts().condition("traumatic_vertebral_fracture")->row();
  differential.probability[fracture] = 1;
  for (const Presence injury : {Presence::unknown, Presence::absent, Presence::present}) {
    const Answers answers = {{"low_back_pain", Presence::present}, {"trauma_any", injury}};
    const Triage before = triage_of(answers);
    ASSERT_LT(before.level, Urgency::emergency_now);
    const Triage after = raise_for_likely_danger(before, differential, findings_of(answers), facts());
    EXPECT_EQ(after.level, injury == Presence::present ? Urgency::emergency_now : before.level);
    const auto asks_for_injury = [](const OpenRule& open) {
      return open.could_raise_to == Urgency::emergency_now &&
             std::any_of(open.ask.begin(), open.ask.end(), [](FindingId id) {
               return id == facts().finding("high_energy_trauma").value() ||
                      id == facts().finding("trauma_any").value();
             });
    };
    if (injury == Presence::unknown) {
      EXPECT_TRUE(after.provisional);
      EXPECT_TRUE(std::any_of(after.open.begin(), after.open.end(), asks_for_injury));
    }
  }
}

TEST(DangerLimit, says_what_decides) {
  const std::size_t danger = danger_at(Urgency::emergency_now);
  const double threshold = *facts().conditions()[danger].danger_probability;
  Differential differential = nothing_likely();
  const auto limit = [&](const Answers& answers) {
    return danger_limit(ConditionId(danger), differential, findings_of(answers), facts()).value();
  };
  EXPECT_FALSE(limit({}).passed);
  EXPECT_EQ(limit({}).probability, threshold);
  EXPECT_EQ(limit({}).level, Urgency::emergency_now);
  differential.probability[danger] = threshold;
  EXPECT_TRUE(limit({}).passed);
  differential.complaint = false;
  EXPECT_FALSE(limit({}).passed) << "without a complaint nothing is likely";

  // A vertebra broken by an injury: whatever its probability, only with one.
  const ConditionId broken = facts().condition("traumatic_vertebral_fracture").value();
  differential = nothing_likely();
  differential.probability[broken.row()] = 0.9;
  for (const Presence injury : {Presence::present, Presence::absent, Presence::unknown}) {
    const auto one = danger_limit(broken, differential, findings_of({{"trauma_any", injury}}), facts()).value();
    EXPECT_TRUE(one.passed);
    EXPECT_EQ(one.needs, facts().finding("trauma_any").value());
    EXPECT_EQ(one.needed, injury);
    EXPECT_EQ(one.raises(), injury == Presence::present);
  }
  EXPECT_FALSE(danger_limit(facts().condition("muscle_strain").value(), differential, findings_of({}), facts()));
}

TEST(Raise, without_a_complaint_nothing_is_likely) {
  const Triage before = triage_of({{"prevention_question", Presence::present}});
  Differential differential = nothing_likely();
  differential.complaint = false;
  differential.probability.assign(differential.probability.size(), 1.0);
  EXPECT_EQ(raised(before, differential).level, Urgency::self_care);
}

int below(int limit) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, limit)); }

RC_GTEST_PROP(RaiseLaws, no_differential_ever_lowers_a_triage, ()) {
  constexpr std::array names = {
      "low_back_pain",        "foot_drop",           "urinary_retention",  "fever",
      "history_of_cancer",    "prevention_question", "leg_motor_weakness", "leg_tingling",
      "assessed_since_onset", "unable_to_walk",      "trauma_any",         "low_back_weakness",
      "cannot_be_questioned"};
  Answers answers;
  for (const char* name : names) {
    const int answer = below(4);
    if (answer < 2) answers.emplace_back(name, answer == 0 ? Presence::present : Presence::absent);
  }
  const Triage before = triage_of(answers);
  Differential differential;
  differential.complaint = below(8) != 0;
  const int likely_percent = std::array{0, 2, 50, 100}[static_cast<std::size_t>(below(4))];
  for (std::size_t row = 0; row < facts().conditions().size(); ++row) {
    const double chance = static_cast<double>(below(10001)) / 10000;
    differential.probability.push_back(below(100) < likely_percent ? chance : 0.0);
  }

  const Triage after = raise_for_likely_danger(before, differential, findings_of(answers), facts());
  RC_ASSERT(after.level >= before.level);
  RC_ASSERT(after.if_cleared >= before.if_cleared);
  RC_ASSERT(after.rule_level == before.rule_level);
  RC_ASSERT(after.level == before.level || !after.likely_dangers.empty());
  RC_ASSERT(after.level == before.level || after.reason == LevelReason::likely_danger);
  RC_ASSERT(after.level != Urgency::emergency_now || after.transport != Transport::own_way);
  RC_ASSERT(after.raised.size() == before.raised.size());
  for (const OpenRule& one : after.open) RC_ASSERT(one.could_raise_to > after.level);
  // What a later deadline would be is what was promised before, or sooner; none means self-care.
  if (before.deadline_hours)
    RC_ASSERT(after.deadline_hours.has_value() && *after.deadline_hours <= *before.deadline_hours);
  // Nothing more to raise: to raise again changes nothing.
  const Triage again = raise_for_likely_danger(after, differential, findings_of(answers), facts());
  RC_ASSERT(again.level == after.level);
}

}  // namespace
}  // namespace lumbar
