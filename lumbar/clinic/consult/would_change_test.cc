// SPDX-License-Identifier: Apache-2.0
// Each set that is told changes what it says, and nothing smaller does; checked by consulting anew.
#include <gtest/gtest.h>

#include <algorithm>

#include "lumbar/clinic/consult/consult.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

const Knowledge& facts() { return shipped_facts(); }

Case person_with(const std::vector<std::pair<const char*, Presence>>& answers) {
  Case person;
  for (const auto& [name, present] : answers) {
    Statement statement;
    statement.finding = facts().finding(name).value();
    statement.present = present;
    person.statements.push_back(statement);
  }
  return person;
}

Case changed(Case person, const std::vector<OtherAnswer>& answers) {
  for (const OtherAnswer& answer : answers) {
    std::erase_if(person.statements, [&](const Statement& one) { return one.finding == answer.finding; });
    if (answer.present == Presence::unknown) continue;
    Statement statement;
    statement.finding = answer.finding;
    statement.present = answer.present;
    person.statements.push_back(statement);
  }
  return person;
}

void expect_turns(const Case& person, const std::vector<Turn>& turns) {
  const Consultation now = *consult_briefly(person, facts());
  std::size_t looked = 0;
  for (const Turn& turn : turns) {
    if (++looked % 7 != 1) continue;  // every seventh: each is a consultation of its own
    const auto then = consult_briefly(changed(person, turn.answers), facts());
    ASSERT_TRUE(then);
    EXPECT_EQ(then->triage.level, turn.level);
    EXPECT_EQ(then->triage.level != now.triage.level, turn.changes_level);
    EXPECT_EQ(then->differential.ranked.front().condition, turn.leading);
    EXPECT_EQ(turn.leading != now.differential.ranked.front().condition, turn.changes_leading);
    EXPECT_NEAR(then->differential.ranked.front().probability, turn.probability, 1e-12);
    EXPECT_TRUE(turn.changes_level || turn.changes_leading || turn.changes_mechanism);
  }
}

TEST(WouldChange, what_is_told_comes_true) {
  const Case person = person_with({{"low_back_pain", Presence::present},
                                   {"unilateral_leg_pain", Presence::present},
                                   {"leg_tingling", Presence::present},
                                   {"fever", Presence::absent}});
  const auto change = what_would_change(person, facts());
  ASSERT_TRUE(change);
  EXPECT_GT(change->looked_at, 500U);
  ASSERT_FALSE(change->if_learned.empty());
  ASSERT_FALSE(change->if_mistaken.empty());
  expect_turns(person, change->if_learned);
  expect_turns(person, change->if_mistaken);

  // What everybody should ask next is among it.
  const FindingId saddle = facts().finding("saddle_anaesthesia").value();
  EXPECT_TRUE(std::any_of(change->if_learned.begin(), change->if_learned.end(), [&](const Turn& one) {
    return one.answers.size() == 1 && one.answers[0].finding == saddle && one.level == Urgency::emergency_now;
  }));
  // A fever that was denied by mistake.
  const FindingId fever = facts().finding("fever").value();
  EXPECT_TRUE(std::any_of(change->if_mistaken.begin(), change->if_mistaken.end(),
                          [&](const Turn& one) { return one.answers[0].finding == fever && one.changes_level; }));
}

TEST(WouldChange, a_pair_is_told_only_where_no_single_answer_does_it) {
  const Case person = person_with({{"urinary_retention", Presence::present}, {"low_back_pain", Presence::present}});
  const auto change = what_would_change(person, facts());
  ASSERT_TRUE(change);
  const auto single = [](const Turn& one) { return one.answers.size() == 1 && one.changes_leading; };
  const auto pair = [](const Turn& one) { return one.answers.size() == 2 && one.changes_leading; };
  const bool any_single = std::any_of(change->if_learned.begin(), change->if_learned.end(), single);
  const bool any_pair = std::any_of(change->if_learned.begin(), change->if_learned.end(), pair);
  EXPECT_FALSE(any_single && any_pair);
  // An emergency rises no further, whatever is learned.
  EXPECT_TRUE(std::none_of(change->if_learned.begin(), change->if_learned.end(),
                           [](const Turn& one) { return one.level > Urgency::emergency_now; }));
}

TEST(WouldChange, a_case_that_contradicts_itself_is_refused) {
  Case person = person_with({{"fever", Presence::absent}});
  Statement hot;
  hot.finding = facts().finding("temperature_c").value();
  hot.number.bare = 39.5;
  person.statements.push_back(hot);
  EXPECT_FALSE(what_would_change(person, facts()));
}

}  // namespace
}  // namespace lumbar
