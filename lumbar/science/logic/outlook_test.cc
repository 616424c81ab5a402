// SPDX-License-Identifier: Apache-2.0
// What is settled today and may still change, atom by atom.
#include <gtest/gtest.h>

#include <array>

#include "lumbar/science/logic/logic.h"
#include "lumbar/science/logic/tiny_language.h"

namespace lumbar::logic {
namespace {

using namespace word;

const Language& language() {
  static const Language one = tiny_language();
  return one;
}

Formula read(const char* text) {
  auto formula = read_formula(text, language(), Place::state);
  if (!formula) ADD_FAILURE() << text << ": " << formula.error().text();
  return *std::move(formula);
}

struct Seen {
  Presence now, ahead;
  std::vector<Variable> ask;
};

Seen look(const char* text, const std::vector<Statement>& statements) {
  const Formula formula = read(text);
  const Said said_here(language(), statements);
  Evaluation evaluation(language(), said_here);
  return {evaluation.truth(formula), evaluation.outlook(formula), evaluation.to_ask(formula)};
}

using Variables = std::vector<Variable>;

// An old ache is trouble of that age, while nobody has asked for numbness: it might be of today.
TEST(Outlook, one_more_finding_makes_a_derived_one_younger) {
  const Seen open = look("duration(trouble) <= 42 d", {aged(ache, 400)});
  EXPECT_EQ(open.now, Presence::absent);
  EXPECT_EQ(open.ahead, Presence::unknown);
  EXPECT_EQ(open.ask, (Variables{numb, sign}));
  const Seen closed = look("duration(trouble) <= 42 d", {aged(ache, 400), no(numb), no(sign)});
  EXPECT_EQ(closed.now, Presence::absent);
  EXPECT_EQ(closed.ahead, Presence::absent);
  EXPECT_TRUE(closed.ask.empty());
}

TEST(Outlook, an_examined_sign_without_an_age_may_turn_out_young) {
  const Seen open = look("duration(trouble) <= 42 d", {aged(ache, 400), no(numb), yes(sign)});
  EXPECT_EQ(open.now, Presence::absent);  // counted as part of the symptom
  EXPECT_EQ(open.ahead, Presence::unknown);
  EXPECT_EQ(open.ask, (Variables{sign}));
}

TEST(Outlook, holds_for_recent_speed_and_course_alike) {
  EXPECT_EQ(look("recent(trouble, 42 d)", {aged(ache, 400)}).ahead, Presence::unknown);
  EXPECT_EQ(look("recent(trouble, 42 d)", {aged(ache, 400), no(numb), no(sign)}).ahead, Presence::absent);
  EXPECT_EQ(look("tempo(trouble) <= days", {grown(ache, Tempo::years)}).ahead, Presence::unknown);
  EXPECT_EQ(look("tempo(trouble) <= days", {grown(ache, Tempo::years), no(numb), no(sign)}).ahead, Presence::absent);
  EXPECT_EQ(look("trend(trouble) = worsening", {going(ache, Trend::stable)}).ahead, Presence::unknown);
  EXPECT_EQ(look("trend(trouble) = worsening", {going(ache, Trend::stable), no(numb), no(sign)}).ahead,
            Presence::absent);
}

TEST(Outlook, what_is_young_stays_young) {
  EXPECT_EQ(look("duration(trouble) <= 42 d", {aged(ache, 3)}).ahead, Presence::present);
  EXPECT_EQ(look("duration(trouble) > 42 d", {aged(ache, 3)}).ahead, Presence::absent);
  EXPECT_EQ(look("tempo(trouble) <= days", {grown(ache, Tempo::hours)}).ahead, Presence::present);
  EXPECT_EQ(look("trend(trouble) = worsening", {going(ache, Trend::worsening)}).ahead, Presence::present);
}

TEST(Outlook, what_is_old_may_cease_to_be) {
  const Seen seen = look("not known(duration(trouble) > 42 d)", {aged(ache, 400), no(sign)});
  EXPECT_EQ(seen.now, Presence::absent);
  EXPECT_EQ(seen.ahead, Presence::unknown);
  EXPECT_EQ(seen.ask, (Variables{numb}));
  EXPECT_EQ(look("not known(duration(trouble) > 42 d)", {aged(ache, 400), no(sign), no(numb)}).ahead, Presence::absent);
}

TEST(Outlook, one_side_may_become_both_only_where_no_side_was_named) {
  const Seen open = look("side(trouble) = both", {on(ache, Side::left)});
  EXPECT_EQ(open.now, Presence::absent);
  EXPECT_EQ(open.ahead, Presence::unknown);
  EXPECT_EQ(open.ask, (Variables{numb, sign}));
  EXPECT_EQ(look("side(trouble) = both", {on(ache, Side::left), no(numb), no(sign)}).ahead, Presence::absent);
  EXPECT_EQ(look("side(ache) = both", {on(ache, Side::left)}).ahead, Presence::absent);
  EXPECT_EQ(look("side(trouble) = both", {on(ache, Side::both)}).ahead, Presence::present);
}

TEST(Outlook, one_more_grade_makes_the_least_smaller_and_never_greater) {
  const Seen open = look("lowest <= 3", {number(hip, 5)});
  EXPECT_EQ(open.now, Presence::absent);
  EXPECT_EQ(open.ahead, Presence::unknown);
  EXPECT_EQ(open.ask, (Variables{foot}));
  EXPECT_EQ(look("lowest <= 3", {number(hip, 2)}).ahead, Presence::present);
  EXPECT_EQ(look("lowest >= 3", {number(hip, 2)}).ahead, Presence::absent);
  EXPECT_EQ(look("lowest >= 3", {number(hip, 5)}).ahead, Presence::unknown);
  EXPECT_EQ(look("lowest = 3", {number(hip, 5)}).ahead, Presence::unknown);
  EXPECT_EQ(look("lowest = 5", {number(hip, 2)}).ahead, Presence::absent);
}

TEST(Outlook, one_more_that_is_counted_makes_a_count_greater) {
  const Seen open = look("tally >= 2", {yes(ache)});
  EXPECT_EQ(open.now, Presence::absent);
  EXPECT_EQ(open.ahead, Presence::unknown);
  EXPECT_EQ(open.ask, (Variables{numb, sign}));
  EXPECT_EQ(look("tally >= 2", {yes(ache), no(numb), no(sign)}).ahead, Presence::absent);
  EXPECT_EQ(look("tally >= 2", {yes(ache), yes(numb)}).ahead, Presence::present);
}

// Settled by what was said of it: nothing that is asked later changes these.
TEST(Outlook, is_the_truth_where_nothing_is_derived) {
  for (const char* text : {"ache", "heat >= 38", "sex = male", "episode > 42 d", "at_least(1, ache, numb)",
                           "duration(ache) <= 42 d", "recent(ache, 42 d)"}) {
    SCOPED_TRACE(text);
    const Seen told = look(text, {aged(ache, 400), number(heat, 39), chosen(sex, 1), number(episode, 500), no(numb)});
    EXPECT_EQ(told.ahead, told.now);
    const Seen silent = look(text, {});
    EXPECT_EQ(silent.ahead, Presence::unknown);
  }
}

}  // namespace
}  // namespace lumbar::logic
