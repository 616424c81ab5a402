// SPDX-License-Identifier: Apache-2.0
// Scores by the shipped facts: worked examples by the scoring rules as published, refused answers, and laws that hold
// for every instrument.
#include "lumbar/clinic/outcomes/outcomes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

const Measure& measure(std::string_view name) {
  const Measure* found = shipped_facts().measure(name);
  if (found == nullptr) throw std::runtime_error("no measure " + std::string(name));
  return *found;
}

OutcomeAnswers answered(const std::vector<std::optional<double>>& items) { return {items, {}}; }
OutcomeAnswers entered(const std::vector<std::optional<double>>& scores) { return {{}, scores}; }

OutcomeScores scored(std::string_view name, const OutcomeAnswers& answers, const OutcomeAnswers* before = nullptr) {
  auto made = score_outcome(measure(name), answers, before);
  if (!made) throw std::runtime_error(made.error().text());
  return *std::move(made);
}

std::string refused(std::string_view name, const OutcomeAnswers& answers) {
  const auto made = score_outcome(measure(name), answers);
  return made ? "not refused" : made.error().text();
}

std::string meaning(std::string_view name, const ScoreResult& result) {
  if (!result.band) return "open";
  return measure(name).scores[result.score].bands[*result.band].label;
}

// Oswestry: each of ten sections 0 to 5, 100 × sum / (5 × sections answered).
TEST(Outcomes, oswestry_is_a_percentage_of_the_answered_sections) {
  const ScoreResult whole = scored("odi", answered({3, 2, 3, 1, 2, 4, 2, 3, 2, 3})).scores.front();
  EXPECT_DOUBLE_EQ(*whole.value, 50);
  EXPECT_EQ(meaning("odi", whole), "severe");
  // One section, often that on sex life, left out: 22 of 45.
  const ScoreResult nine = scored("odi", answered({3, 2, 3, 1, 2, 4, 2, std::nullopt, 2, 3})).scores.front();
  EXPECT_NEAR(*nine.value, 100.0 * 22 / 45, 1e-12);
  EXPECT_DOUBLE_EQ(nine.lowest, 44);
  EXPECT_DOUBLE_EQ(nine.highest, 54);
  EXPECT_EQ(nine.unanswered, (std::vector<std::size_t>{7}));
  EXPECT_EQ(refused("odi", answered({3, {}, {}, {}, 2, 4, 2, 3, 2, 3})),
            "answers › not answered: 2, 3, 4; allowed: at most 2 unanswered items of total; ask again");
  EXPECT_EQ(refused("odi", answered({3, 6, 3, 1, 2, 4, 2, 3, 2, 3})),
            "answers.2 › 6 is not possible here; allowed: a whole number from 0 to 5; look at the form again");
}

// Roland and Morris: statements that are true today, 0 to 24. What was not answered is not taken for no.
TEST(Outcomes, roland_morris_counts_statements_and_leaves_unanswered_ones_open) {
  std::vector<std::optional<double>> statements(24, 0);
  for (const int one : {0, 3, 5, 8, 9, 12, 16, 20, 23}) statements[static_cast<std::size_t>(one)] = 1;
  const ScoreResult nine = scored("rmdq", answered(statements)).scores.front();
  EXPECT_DOUBLE_EQ(*nine.value, 9);
  statements[1] = std::nullopt;
  statements[2] = std::nullopt;
  const ScoreResult open = scored("rmdq", answered(statements)).scores.front();
  EXPECT_FALSE(open.value);
  EXPECT_DOUBLE_EQ(open.lowest, 9);
  EXPECT_DOUBLE_EQ(open.highest, 11);
  EXPECT_EQ(meaning("rmdq", open), "limited by the back today");
  for (auto& one : statements) one = 0;
  statements[4] = 1;
  for (const int one : {6, 7}) statements[static_cast<std::size_t>(one)] = std::nullopt;
  EXPECT_EQ(meaning("rmdq", scored("rmdq", answered(statements)).scores.front()), "open");  // 1 to 3: the cut is 2
  EXPECT_EQ(refused("rmdq", entered({25})),
            "scores.total › 25 is not possible here; allowed: a whole number from 0 to 24; look at the form again");
}

// Keele's scoring page: total 0-3 low; from 4 on the psychosocial part decides, 0-3 medium, 4-5 high. Item 9 counts
// from "very much".
TEST(Outcomes, start_back_needs_both_of_its_scores_for_the_risk) {
  const OutcomeScores medium = scored("start_back", answered({1, 1, 0, 1, 1, 0, 1, 0, 2}));
  EXPECT_DOUBLE_EQ(*medium.scores[0].value, 5);
  EXPECT_DOUBLE_EQ(*medium.scores[1].value, 2);
  EXPECT_EQ(meaning("start_back", medium.scores[0]), "medium risk of a lasting course");
  const OutcomeScores high = scored("start_back", answered({0, 0, 0, 0, 1, 1, 1, 0, 3}));
  EXPECT_DOUBLE_EQ(*high.scores[0].value, 4);
  EXPECT_EQ(meaning("start_back", high.scores[0]), "high risk of a lasting course");
  EXPECT_EQ(meaning("start_back", scored("start_back", entered({3})).scores[0]), "low risk of a lasting course");
  // A total alone does not say.
  EXPECT_EQ(meaning("start_back", scored("start_back", entered({6})).scores[0]), "open");
  EXPECT_EQ(meaning("start_back", scored("start_back", entered({6, 4})).scores[0]), "high risk of a lasting course");
  EXPECT_TRUE(refused("start_back", entered({2, 5})).starts_with("scores.psychosocial › 5 does not go with total 2"));
  EXPECT_TRUE(refused("start_back", entered({9, 2})).starts_with("scores.psychosocial › 2 does not go with total 9"));
}

// FABQ: physical activity from items 2-5, work from 6, 7, 9-12 and 15; the others are not scored.
TEST(Outcomes, fear_avoidance_scores_leave_five_items_out) {
  const OutcomeScores made = scored("fabq", answered({6, 1, 2, 3, 4, 5, 6, 6, 1, 2, 3, 4, 6, 6, 5, 6}));
  EXPECT_DOUBLE_EQ(*made.scores[0].value, 1 + 2 + 3 + 4);
  EXPECT_DOUBLE_EQ(*made.scores[1].value, 5 + 6 + 1 + 2 + 3 + 4 + 5);
}

TEST(Outcomes, pain_around_a_session_is_read_with_the_next_day) {
  const auto read = [](double before, double during, double next_day) {
    return meaning("pain_24h", scored("pain_24h", answered({before, during, {}, next_day})).scores[0]);
  };
  EXPECT_EQ(read(2, 3, 2), "go on");
  EXPECT_EQ(read(2, 3, 4), "hold the load");
  EXPECT_EQ(read(2, 5, 2), "hold the load");
  EXPECT_EQ(read(2, 3, 5), "back off");
  EXPECT_EQ(read(0, 6, 0), "back off");
  // Without the next day nobody can say "go on".
  EXPECT_EQ(meaning("pain_24h", scored("pain_24h", answered({{}, 3, {}, {}})).scores[0]), "open");
}

TEST(Outcomes, one_yes_of_the_red_flag_check_stops_whatever_was_left_out) {
  EXPECT_EQ(meaning("red_flag_checkin", scored("red_flag_checkin", answered({1})).scores[0]), "stop and triage");
  EXPECT_EQ(meaning("red_flag_checkin", scored("red_flag_checkin", answered({0, 0, 0, 0, 0, 0, 0})).scores[0]), "open");
  EXPECT_EQ(meaning("red_flag_checkin", scored("red_flag_checkin", answered({0, 0, 0, 0, 0, 0, 0, 0})).scores[0]),
            "nothing answered yes");
}

// Ostelo et al. 2008: 10 points or 30 % of the Oswestry; Abbott and Schmitt 2014: 12 points.
TEST(Outcomes, a_change_is_judged_by_each_threshold_with_its_own_source) {
  const OutcomeAnswers before = entered({40});
  const ScoreResult eleven = scored("odi", entered({29}), &before).scores.front();
  ASSERT_TRUE(eleven.change);
  EXPECT_DOUBLE_EQ(eleven.change->better_by, 11);
  EXPECT_DOUBLE_EQ(*eleven.change->percent, 27.5);
  EXPECT_EQ(eleven.change->reached, (std::vector<Reached>{Reached::yes, Reached::no, Reached::yes}));
  // A small score: 4 points are 33 %.
  const OutcomeAnswers low = entered({12});
  EXPECT_EQ(scored("odi", entered({8}), &low).scores.front().change->reached,
            (std::vector<Reached>{Reached::yes, Reached::no, Reached::no}));
  // Worse: no improvement, but beyond the error of measurement.
  const ScoreResult worse = scored("odi", entered({51}), &before).scores.front();
  EXPECT_DOUBLE_EQ(worse.change->better_by, -11);
  EXPECT_EQ(worse.change->reached, (std::vector<Reached>{Reached::no, Reached::no, Reached::yes}));
}

TEST(Outcomes, thresholds_that_sources_give_as_a_range_stay_unclear_within_it) {
  const OutcomeAnswers before = entered({6});
  const auto reached = [&](double now) { return scored("comi", entered({now}), &before).scores[0].change->reached; };
  EXPECT_EQ(reached(4.0), (std::vector<Reached>{Reached::no, Reached::no}));
  EXPECT_EQ(reached(3.6), (std::vector<Reached>{Reached::unclear, Reached::no}));
  EXPECT_EQ(reached(3.4), (std::vector<Reached>{Reached::yes, Reached::no}));
  EXPECT_EQ(reached(6.3), (std::vector<Reached>{Reached::no, Reached::yes}));
  // Walking: 5 minutes or half as much again, whichever is larger.
  const OutcomeAnswers twenty = entered({20});
  EXPECT_EQ(scored("walking_tolerance", entered({26}), &twenty).scores[0].change->reached,
            std::vector<Reached>{Reached::no});
  EXPECT_EQ(scored("walking_tolerance", entered({30}), &twenty).scores[0].change->reached,
            std::vector<Reached>{Reached::yes});
}

TEST(Outcomes, what_cannot_be_is_refused_in_one_line) {
  EXPECT_TRUE(refused("phq2", answered({1})).starts_with("answers › not answered: 2; every item of total is needed"));
  EXPECT_TRUE(refused("nprs", answered({5.5})).starts_with("answers.now › 5.5 is not possible here; allowed: a whole"));
  EXPECT_TRUE(refused("odi", answered({})).starts_with("nothing is answered and no score is entered"));
  EXPECT_TRUE(refused("odi", {{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, {20}}).starts_with("scores.total › is entered, and its"));
  for (const double bad : {std::nan(""), std::numeric_limits<double>::infinity(), -0.1, 100.1})
    EXPECT_TRUE(refused("odi", entered({bad})).starts_with("scores.total › ")) << bad;
  const OutcomeAnswers before = entered({400});
  const auto made = score_outcome(measure("odi"), entered({40}), &before);
  ASSERT_FALSE(made);
  EXPECT_TRUE(made.error().text().starts_with("before › scores.total › 400")) << made.error().text();
}

// --- Laws

int below(int limit) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, limit)); }

double drawn_answer(const MeasureItem& item) {
  const int steps = static_cast<int>(item.most - item.least);
  return item.least + below(steps + 1);
}

// Any instrument with items, all of them answered.
std::pair<const Measure*, OutcomeAnswers> drawn() {
  std::vector<const Measure*> with_items;
  for (const Measure& one : shipped_facts().measures()) {
    if (!one.items.empty()) with_items.push_back(&one);
  }
  const Measure* chosen = with_items[static_cast<std::size_t>(below(static_cast<int>(with_items.size())))];
  OutcomeAnswers answers;
  for (const MeasureItem& item : chosen->items) answers.items.emplace_back(drawn_answer(item));
  return {chosen, answers};
}

RC_GTEST_PROP(OutcomeLaws, a_score_lies_in_the_range_of_its_instrument, ()) {
  const auto one_drawn = drawn();
  const Measure& chosen = *one_drawn.first;
  const OutcomeAnswers& answers = one_drawn.second;
  const auto made = score_outcome(chosen, answers);
  RC_ASSERT(static_cast<bool>(made));
  RC_ASSERT(made->scores.size() == chosen.scores.size());
  for (const ScoreResult& one : made->scores) {
    const MeasureScore& score = chosen.scores[one.score];
    RC_ASSERT(one.value.has_value());
    RC_ASSERT(*one.value >= score.least && *one.value <= score.most);
    RC_ASSERT(std::abs(one.lowest - *one.value) < 1e-9 && std::abs(one.highest - *one.value) < 1e-9);
    RC_ASSERT(score.bands.empty() || one.band.has_value());
  }
}

// A difference falls with its first item, by its meaning; every other score never falls when one item rises.
RC_GTEST_PROP(OutcomeLaws, a_score_never_falls_when_an_item_rises, ()) {
  const auto one_drawn = drawn();
  const Measure& chosen = *one_drawn.first;
  const OutcomeAnswers& answers = one_drawn.second;
  const auto place = static_cast<std::size_t>(below(static_cast<int>(chosen.items.size())));
  OutcomeAnswers more = answers;
  RC_PRE(*more.items[place] + 1 <= chosen.items[place].most);
  more.items[place] = *more.items[place] + 1;
  const auto a = score_outcome(chosen, answers), b = score_outcome(chosen, more);
  RC_ASSERT(a && b);
  for (std::size_t i = 0; i < a->scores.size(); ++i) {
    const MeasureScore& score = chosen.scores[i];
    const bool falls = score.method == ScoreMethod::difference && score.items.front() == place;
    const double rise = *b->scores[i].value - *a->scores[i].value;
    RC_ASSERT((falls ? -rise : rise) >= 0.0);
  }
}

RC_GTEST_PROP(OutcomeLaws, whatever_an_unanswered_item_turns_out_to_be_lies_in_the_bounds, ()) {
  const auto one_drawn = drawn();
  const Measure& chosen = *one_drawn.first;
  const OutcomeAnswers& answers = one_drawn.second;
  const auto place = static_cast<std::size_t>(below(static_cast<int>(chosen.items.size())));
  OutcomeAnswers open = answers;
  open.items[place].reset();
  const auto whole = score_outcome(chosen, answers), part = score_outcome(chosen, open);
  if (!part) return;  // refused: the instrument has no rule
  for (const ScoreResult& one : part->scores) {
    const double value = *whole->scores[one.score].value;
    RC_ASSERT(one.lowest <= value + 1e-9 && value <= one.highest + 1e-9);
    if (one.band && !one.value) RC_ASSERT(*one.band == *whole->scores[one.score].band);
  }
}

TEST(Outcomes, every_instrument_of_the_facts_is_scored_and_keeps_to_its_licence) {
  EXPECT_GE(shipped_facts().measures().size(), 28U);
  for (const Measure& one : shipped_facts().measures()) {
    SCOPED_TRACE(one.name);
    EXPECT_FALSE(one.scores.empty());
    for (const MeasureItem& item : one.items) EXPECT_EQ(item.wording.empty(), one.wordings == Wordings::not_shipped);
    for (const MeasureScore& score : one.scores) {
      EXPECT_FALSE(score.basis.sources.empty());
      // The last band reaches as far as the score: no score is left without a meaning.
      if (!score.bands.empty()) {
        EXPECT_GE(score.bands.back().up_to.value_or(-1), score.most);
      }
      for (const ChangeThreshold& change : score.changes) {
        EXPECT_FALSE(change.population.empty());
        if (change.points) {
          EXPECT_LE(*change.points, score.most - score.least);
        }
      }
    }
  }
  for (const char* name : {"odi", "start_back", "eq5d5l", "promis_pf", "fabq", "tsk11", "pcs", "zcq", "comi", "qbpds"})
    EXPECT_EQ(measure(name).wordings, Wordings::not_shipped) << name;
}

}  // namespace
}  // namespace lumbar
