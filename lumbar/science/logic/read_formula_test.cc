// SPDX-License-Identifier: Apache-2.0
// The grammar: every construct, its tree as text, and every refusal with its words.
#include <gtest/gtest.h>

#include <array>

#include "lumbar/science/logic/logic.h"
#include "lumbar/science/logic/tiny_language.h"

namespace lumbar::logic {
namespace {

const Language& language() {
  static const Language one = tiny_language();
  return one;
}

Formula parsed(std::string_view text, Place place = Place::rule) {
  auto formula = read_formula(text, language(), place);
  EXPECT_TRUE(formula) << text << ": " << (formula ? "" : formula.error().text());
  return formula ? *formula : Formula{};
}

std::string refusal(std::string_view text, Place place = Place::rule) {
  const auto formula = read_formula(text, language(), place);
  EXPECT_FALSE(formula) << text;
  return formula ? "" : formula.error().text();
}

bool same(const Formula& a, const Formula& b) {
  const bool here = a.kind == b.kind && a.comparison == b.comparison && a.variable == b.variable &&
                    a.number == b.number && a.parts.size() == b.parts.size();
  return here && std::equal(a.parts.begin(), a.parts.end(), b.parts.begin(), same);
}

TEST(ReadFormula, and_binds_closer_than_or) {
  const Formula formula = parsed("ache or numb and sign or mark");
  ASSERT_EQ(formula.kind, Kind::any);
  ASSERT_EQ(formula.parts.size(), 3U);
  EXPECT_EQ(formula.parts[1].kind, Kind::all);
  EXPECT_EQ(text_of(formula, language()), "ache or (numb and sign) or mark");
  EXPECT_EQ(parsed("(ache or numb) and sign").kind, Kind::all);
  EXPECT_EQ(parsed("((ache))").kind, Kind::finding) << "brackets leave no node behind";
}

// Each construct: what is read, its kind, and how it is written again.
TEST(ReadFormula, reads_every_construct) {
  struct Row {
    const char* text;
    Kind kind;
    const char* again;
    Place place = Place::rule;
  };
  constexpr std::array rows = {
      Row{"ache", Kind::finding, "ache"},
      Row{" ache\n", Kind::finding, "ache"},
      Row{"at_least(2, ache, numb or sign, mark)", Kind::at_least, "at_least(2, ache, (numb or sign), mark)"},
      Row{"known(ache and numb)", Kind::known, "known(ache and numb)"},
      Row{"known(absent(ache))", Kind::known, "known(absent(ache))"},
      Row{"known(no_trouble)", Kind::known, "known(no_trouble)"},
      Row{"absent(ache) and absent(numb)", Kind::all, "absent(ache) and absent(numb)", Place::guard},
      Row{"no_trouble and absent(sign)", Kind::all, "no_trouble and absent(sign)", Place::guard},
      Row{"recent(ache, 6 wk)", Kind::recent, "recent(ache, 42 d)"},
      Row{"duration(ache) <= 14 d", Kind::duration, "duration(ache) <= 14 d"},
      Row{"duration(ache)>2 mo", Kind::duration, "duration(ache) > 60.88 d"},
      Row{"tempo(ache) <= days", Kind::tempo, "tempo(ache) <= days"},
      Row{"tempo(ache) >= months", Kind::tempo, "tempo(ache) >= months"},
      Row{"trend(ache) = worsening", Kind::trend, "trend(ache) = worsening"},
      Row{"trend(ache) <= stable", Kind::trend, "trend(ache) <= stable"},
      Row{"side(ache) = both", Kind::side, "side(ache) = both"},
      Row{"episode > 28 d", Kind::length, "episode > 28 d"},
      Row{"episode < 1 y", Kind::length, "episode < 365.25 d"},
      Row{"heat >= 38.0", Kind::value, "heat >= 38"},
      Row{"hip < 5", Kind::value, "hip < 5"},
      Row{"every(hip) >= 5", Kind::every, "every(hip) >= 5", Place::denial},
      Row{"lowest <= 3", Kind::value, "lowest <= 3"},
      Row{"tally = 2", Kind::value, "tally = 2"},
      Row{"sex = female", Kind::choice, "sex = female"},
      Row{"not known(ache)", Kind::negation, "not known(ache)", Place::state},
      Row{"ache and not known(numb and absent(sign))", Kind::all, "ache and not known(numb and absent(sign))",
          Place::state},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const Formula formula = parsed(row.text, row.place);
    EXPECT_EQ(formula.kind, row.kind);
    EXPECT_EQ(text_of(formula, language()), row.again);
    EXPECT_TRUE(same(parsed(row.again, row.place), formula)) << "written and read again, the tree is the same";
  }
}

TEST(ReadFormula, a_state_is_written_out_with_every_worse_one) {
  const Formula fresh = parsed("state(ache) >= fresh");
  ASSERT_EQ(fresh.kind, Kind::any);
  EXPECT_EQ(fresh.parts.size(), 2U);
  EXPECT_EQ(text_of(fresh, language()),
            "(ache and not known(duration(ache) >= 42 d and no_trouble)) or trend(ache) = worsening");
  EXPECT_EQ(parsed("state(ache) >= none").parts.size(), 3U) << "a state without a formula adds no part";
  EXPECT_EQ(parsed("state(ache) >= spreading").kind, Kind::trend) << "one part stands alone";
  EXPECT_TRUE(same(parsed(text_of(fresh, language()), Place::state), fresh));
}

TEST(ReadFormula, lists_its_variables_once_in_order) {
  EXPECT_EQ(variables_of(parsed("numb or (ache and numb) or heat > 38 or known(sign)")),
            (std::vector<Variable>{word::numb, word::ache, word::heat, word::sign}));
}

TEST(ReadFormula, refuses_with_words_that_help) {
  struct Row {
    const char *text, *error;
    Place place = Place::rule;
  };
  constexpr std::array rows = {
      Row{"achee", "no finding \"achee\"; nearest: ache"},
      Row{"epizode > 3 d", "no finding \"epizode\"; nearest: episode"},
      Row{"(ache", "want \")\", have \"the end\""},
      Row{"at_least(2, ache, numb", "want \")\", have \"the end\""},
      Row{"at_least(3, ache, numb)", "at_least(3, …) of 2 parts can never be true or is always true"},
      Row{"at_least(0, ache, numb)", "at_least(0, …) of 2 parts can never be true or is always true"},
      Row{"at_least(1.5, ache, numb)", "at_least(1.5, …) of 2 parts can never be true or is always true"},
      Row{"at_least(two, ache, numb)", "\"two\" is not a number"},
      Row{"at_least(1)", "at_least(1, …) of 0 parts can never be true or is always true"},
      Row{"every(hip) >= 5", "every(…) may stand only in a denial"},
      Row{"every(ache) >= 5", "ache is not a number or a grade", Place::denial},
      Row{"not ache", "not may stand only before known(…), in ordered_values"},
      Row{"not known(ache)", "not may stand only before known(…), in ordered_values"},
      Row{"not ache", "not may stand only before known(…), in ordered_values", Place::state},
      Row{"not (ache)", "not may stand only before known(…), in ordered_values", Place::state},
      Row{"not known(ache)", "not may stand only before known(…), in ordered_values", Place::definition},
      Row{"not known(ache)", "not may stand only before known(…), in ordered_values", Place::guard},
      Row{"not known(ache)", "not may stand only before known(…), in ordered_values", Place::item},
      Row{"known(not known(ache))", "not may stand only before known(…), in ordered_values"},
      Row{"absent(ache)", "absent(…) may stand only inside known(…) or in a guard"},
      Row{"absent(ache)", "absent(…) may stand only inside known(…) or in a guard", Place::state},
      Row{"known(ache) and absent(numb)", "absent(…) may stand only inside known(…) or in a guard", Place::definition},
      Row{"no_trouble", "guard no_trouble may stand only inside known(…)"},
      Row{"no_trouble", "guard no_trouble may stand only inside known(…)", Place::definition},
      Row{"known(ache) and no_trouble", "guard no_trouble may stand only inside known(…)", Place::state},
      Row{"recent(ache)", "want \",\", have \")\""},
      Row{"recent(ache, 42)", "\")\" is not a unit of time: h, d, wk, mo, y"},
      Row{"recent(ache, 42 kg)", "\"kg\" is not a unit of time: h, d, wk, mo, y"},
      Row{"duration(ache) 14 d", "want a comparison, have \"14\""},
      Row{"duration(ache) <= long", "\"long\" is not a number"},
      Row{"tempo(ache) <= quick", "quick is not on the scale tempo"},
      Row{"trend(ache) = worse", "worse is not on the scale trend"},
      Row{"side(ache) = middle", "middle is not on the scale side"},
      Row{"side(ache) >= left", "side(…) is compared with = only"},
      Row{"state(ache) = fresh", "state(ache) is compared with >= only"},
      Row{"state(ache) >= dreadful", "dreadful is not a state of ache"},
      Row{"state(numb) >= fresh", "no subject numb in ordered_values"},
      Row{"heat", "heat is not a yes or no: say which value"},
      Row{"sex", "sex is not a yes or no: say which value"},
      Row{"heat >= warm", "\"warm\" is not a number"},
      Row{"ache >= 3", "ache does not compare"},
      Row{"sex = both", "sex has no choice both"},
      Row{"sex >= male", "sex has no choice male"},
      Row{"episode > 28", "\"\" is not a unit of time: h, d, wk, mo, y"},
      Row{"heat >= nan", "\"nan\" is not a number"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    EXPECT_EQ(refusal(row.text, row.place), row.error);
  }
}

TEST(ReadFormula, names_what_a_formula_may_hold_when_it_cannot_be_read) {
  for (const char* text : {"", "  ", "ache; numb", "ache != numb", "ache & numb", "ache numb", "ache)", "\"ache\""}) {
    SCOPED_TRACE(text);
    const std::string words = refusal(text);
    EXPECT_NE(words.find("a formula has and, or, ( ), at_least(n, …), known(…)"), std::string::npos) << words;
  }
  EXPECT_EQ(refusal("ache numb").substr(0, 21), "\"numb\" is left over; ");
  EXPECT_EQ(refusal("").substr(0, 22), "the formula is empty; ");
}

TEST(ReadFormula, refuses_what_ends_too_early) {
  for (const char* text : {"ache and", "ache or", "or ache", "and", "(", ")", "()", "at_least(", "known()", "recent(",
                           "state(ache) >=", "duration(ache) <="}) {
    EXPECT_FALSE(refusal(text).empty());
  }
}

TEST(ReadFormula, every_refusal_is_a_fault_of_the_facts) {
  for (const char* text : {"", "ach", "not ache", "(ache", "ache & numb"}) {
    const auto formula = read_formula(text, language(), Place::rule);
    ASSERT_FALSE(formula);
    EXPECT_EQ(formula.error().fault(), Fault::facts) << text;
  }
}

std::string nested(int brackets) {
  return std::string(static_cast<std::size_t>(brackets), '(') + "ache" +
         std::string(static_cast<std::size_t>(brackets), ')');
}

TEST(ReadFormula, stops_at_a_depth_no_rule_needs) {
  EXPECT_EQ(parsed(nested(20)).kind, Kind::finding);
  EXPECT_EQ(refusal(nested(64)), "nested deeper than 64");
  EXPECT_EQ(refusal(nested(100000)), "nested deeper than 64") << "and does not run out of stack";
  std::string calls;
  for (int i = 0; i < 50000; ++i) calls += "known(";
  EXPECT_EQ(refusal(calls), "nested deeper than 64");
  std::string nots;
  for (int i = 0; i < 50000; ++i) nots += "not ";
  EXPECT_EQ(refusal(nots, Place::state), "not may stand only before known(…), in ordered_values");
  std::string wide = "ache";
  for (int i = 0; i < 5000; ++i) wide += " or ache";
  EXPECT_EQ(parsed(wide).parts.size(), 5001U) << "a long list is not a deep one";
}

// Once a bug: an hour is a fraction of a day that ten digits did not hold, so the tree that was read again differed.
TEST(ReadFormula, hours_survive_being_written_and_read_again) {
  for (const char* text : {"duration(ache) <= 14 h", "recent(ache, 1 h)", "episode > 7 h"}) {
    SCOPED_TRACE(text);
    const Formula formula = parsed(text);
    EXPECT_TRUE(same(parsed(text_of(formula, language())), formula)) << text_of(formula, language());
  }
}

}  // namespace
}  // namespace lumbar::logic
