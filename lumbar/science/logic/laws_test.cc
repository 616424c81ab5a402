// SPDX-License-Identifier: Apache-2.0
// Laws that hold for every formula and every case, drawn at random from a fixed seed (RC_PARAMS in the environment
// chooses another).
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "lumbar/science/logic/logic.h"
#include "lumbar/science/logic/tiny_language.h"

namespace lumbar::logic {
namespace {

using namespace word;

[[maybe_unused]] const int seeded = setenv("RC_PARAMS", "seed=20261121 max_success=2000", 0);

const Language& language() {
  static const Language one = tiny_language();
  return one;
}

// At most one statement a variable, by its place.
using Answers = std::vector<std::optional<Statement>>;

std::vector<Statement> statements_of(const Answers& answers) {
  std::vector<Statement> statements;
  for (const auto& one : answers) {
    if (one) statements.push_back(*one);
  }
  return statements;
}

Presence truth(const Formula& formula, const Answers& answers) {
  const auto statements = statements_of(answers);
  const Said said_here(language(), statements);
  return Evaluation(language(), said_here).truth(formula);
}

Presence outlook(const Formula& formula, const Answers& answers) {
  const auto statements = statements_of(answers);
  const Said said_here(language(), statements);
  return Evaluation(language(), said_here).outlook(formula);
}

// --- Draws ---

// At full size from the first case on: inRange alone begins with nothing but its smallest value.
int below(int limit) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, limit)); }
bool one_in(int chances) { return below(chances) == 0; }

template <class T, std::size_t N>
T pick(const std::array<T, N>& from) {
  return from[static_cast<std::size_t>(below(static_cast<int>(N)))];
}

constexpr std::array own = {ache, numb, sign, mark};  // booleans without a definition
constexpr std::array booleans = {ache, numb, sign, mark, trouble, both_aches, mirror, hot, deep};
constexpr std::array<double, 6> ages = {1, 7, 14, 42, 100, 400};

enum class Flavour { any, without_resolving_atoms, dangerous };

Formula atom(Flavour flavour) {
  constexpr std::array signs = {Comparison::less, Comparison::at_most, Comparison::more, Comparison::at_least,
                                Comparison::equal};
  constexpr std::array below_signs = {Comparison::less, Comparison::at_most};
  constexpr std::array above_signs = {Comparison::more, Comparison::at_least};
  const bool dangerous = flavour == Flavour::dangerous;
  // The age or speed of a derived finding is that of its *present* parts, so an unknown part may still change it:
  // such atoms are left out where unknowns are completed.
  const Variable attributed = flavour == Flavour::without_resolving_atoms ? pick(own) : pick(booleans);
  Formula made;
  switch (below(flavour == Flavour::without_resolving_atoms ? 9 : 11)) {
    case 0:
    case 1: made = {.kind = Kind::finding, .variable = pick(booleans), .parts = {}}; break;
    case 2:
      made = {.kind = Kind::duration,
              .comparison = dangerous ? pick(below_signs) : pick(signs),
              .variable = attributed,
              .number = pick(ages),
              .parts = {}};
      break;
    case 3:
      made = {.kind = Kind::tempo,
              .comparison = dangerous ? pick(below_signs) : pick(signs),
              .variable = attributed,
              .number = static_cast<double>(below(7)),
              .parts = {}};
      break;
    case 4:
      made = {.kind = Kind::trend,
              .comparison = dangerous ? pick(above_signs) : pick(signs),
              .variable = attributed,
              .number = static_cast<double>(below(3)),
              .parts = {}};
      break;
    case 5:
      made = {.kind = Kind::side, .variable = attributed, .number = static_cast<double>(below(3)), .parts = {}};
      break;
    case 6:
      made = {.kind = Kind::length, .comparison = pick(signs), .variable = episode, .number = pick(ages), .parts = {}};
      break;
    case 7:
      made = {.kind = Kind::value,
              .comparison = pick(signs),
              .variable = pick(std::array{heat, hip, foot}),
              .number = static_cast<double>(below(6)),
              .parts = {}};
      break;
    case 8:
      if (dangerous) {
        made = {.kind = Kind::value,
                .comparison = pick(above_signs),
                .variable = tally,
                .number = static_cast<double>(below(4)),
                .parts = {}};
      } else {
        made = {.kind = Kind::absent, .variable = pick(booleans), .parts = {}};
      }
      break;
    case 9: made = {.kind = Kind::recent, .variable = pick(booleans), .number = pick(ages), .parts = {}}; break;
    case 10:
      made = {.kind = Kind::choice, .variable = sex, .number = static_cast<double>(below(3)), .parts = {}};
      break;
    default: break;
  }
  return made;
}

Formula formula(Flavour flavour, int depth = 3) {
  if (depth == 0 || one_in(4)) return atom(flavour);
  Formula made;
  const int shape = below(flavour == Flavour::without_resolving_atoms ? 3 : 4);
  made.kind = std::array{Kind::all, Kind::any, Kind::at_least, Kind::known}[static_cast<std::size_t>(shape)];
  const int parts = made.kind == Kind::known ? 1 : 2 + below(2);
  for (int i = 0; i < parts; ++i) made.parts.push_back(formula(flavour, depth - 1));
  if (made.kind == Kind::at_least) made.number = 1 + below(parts);
  if (flavour == Flavour::any && made.kind == Kind::known && one_in(2)) {
    Formula negation;
    negation.kind = Kind::negation;
    negation.parts.push_back(made);
    return negation;
  }
  return made;
}

// Whatever is not yet said is perhaps said now, so that it fits what was said before: no part of an episode is older
// than the episode, none is known to be slower than an onset that is known, and nothing is denied that follows from the
// rest.
void complete(Answers& answers, int chances) {
  const auto speak = [&] { return one_in(chances); };
  double oldest = 0;
  for (const auto& one : answers) {
    if (one && one->age_days) oldest = std::max(oldest, *one->age_days);
  }
  if (!answers[episode] && speak()) answers[episode] = number(episode, std::max(oldest, pick(ages)));
  if (!answers[speed] && speak()) {
    const bool some_tempo =
        std::any_of(answers.begin(), answers.end(), [](const auto& one) { return one && one->tempo; });
    if (!some_tempo) answers[speed] = chosen(speed, static_cast<std::uint8_t>(below(5)));
  }
  for (const Variable one : own) {
    auto& slot = answers[one];
    if (!slot && speak()) slot = one_in(2) ? yes(one) : no(one);
    if (!slot || slot->present != Presence::present) continue;
    if (!slot->side && speak()) slot->side = static_cast<Side>(below(3));
    if (!slot->trend && speak()) slot->trend = static_cast<Trend>(below(3));
    if (!slot->age_days && speak())
      slot->age_days = answers[episode] ? std::min(pick(ages), *answers[episode]->number.bare) : pick(ages);
    if (!slot->tempo && speak()) {
      const int slowest =
          answers[speed] ? static_cast<int>(language().onset_speed_tempo[*answers[speed]->choice.bare]) : 6;
      slot->tempo = static_cast<Tempo>(below(slowest + 1));
    }
  }
  for (const Variable one : {heat, hip, foot}) {
    auto& slot = answers[one];
    if (!slot && speak()) {
      slot = one_in(3) ? number(one, below(6)) : sided(one, below(6), std::nullopt);
    } else if (slot && slot->number.left && !slot->number.right && speak()) {
      slot->number.right = below(6);
    }
  }
  if (!answers[sex] && speak()) answers[sex] = chosen(sex, static_cast<std::uint8_t>(below(3)));
}

Answers some_answers() {
  Answers answers(language().variables.size());
  complete(answers, 2);
  // Derived findings may be stated too, when nothing speaks against it.
  for (const Variable one : {trouble, mirror}) {
    if (!one_in(4)) continue;
    Answers with = answers;
    with[one] = yes(one);
    if (truth({.kind = Kind::finding, .variable = one, .parts = {}}, answers) == Presence::present) answers = with;
  }
  return answers;
}

std::string shown(const Answers& answers) {
  std::string text;
  for (const auto& one : answers) {
    if (!one) continue;
    text += language().variables[one->finding.row()].name + ":";
    if (one->present != Presence::unknown) text += one->present == Presence::present ? " yes" : " no";
    if (one->number.bare) text += " " + std::to_string(*one->number.bare);
    if (one->number.left) text += " left " + std::to_string(*one->number.left);
    if (one->number.right) text += " right " + std::to_string(*one->number.right);
    if (one->choice.bare) text += " choice " + std::to_string(*one->choice.bare);
    if (one->side) text += " " + std::string(word_of(*one->side));
    if (one->age_days) text += " since " + std::to_string(*one->age_days) + " d";
    if (one->tempo) text += " " + std::string(word_of(*one->tempo));
    if (one->trend) text += " " + std::string(word_of(*one->trend));
    text += "; ";
  }
  return text;
}

// --- Laws ---

RC_GTEST_PROP(LogicLaws, completing_unknowns_never_turns_a_known_answer_into_the_other, ()) {
  const Formula drawn = formula(Flavour::without_resolving_atoms);
  const Answers before = some_answers();
  Answers after = before;
  complete(after, 2);
  RC_LOG(text_of(drawn, language()) + "\nbefore " + shown(before) + "\nafter  " + shown(after) + "\n");
  const Presence was = truth(drawn, before);
  if (was != Presence::unknown) RC_ASSERT(truth(drawn, after) == was);
}

// Derived findings and the atoms that resolve what is unknown are among these: an outlook has seen that they may
// change.
RC_GTEST_PROP(LogicLaws, an_outlook_that_is_settled_stays_so_whatever_is_answered, ()) {
  const Formula drawn = formula(Flavour::any);
  const Answers before = some_answers();
  Answers after = before;
  complete(after, 2);
  RC_LOG(text_of(drawn, language()) + "\nbefore " + shown(before) + "\nafter  " + shown(after) + "\n");
  const Presence was = outlook(drawn, before), is = outlook(drawn, after);
  if (was == Presence::present) RC_ASSERT(truth(drawn, after) == Presence::present && is == Presence::present);
  if (was == Presence::absent) RC_ASSERT(truth(drawn, after) != Presence::present && is == Presence::absent);
  const Presence now = truth(drawn, before);
  RC_ASSERT(now != Presence::present || was != Presence::absent);
  RC_ASSERT(now == Presence::present || was != Presence::present);
}

// Where everything is said, nothing is left that could change: an outlook that never settles would also pass the law
// above.
RC_GTEST_PROP(LogicLaws, the_outlook_of_a_case_that_is_told_in_full_is_its_truth, ()) {
  const Formula drawn = formula(Flavour::any);
  Answers told(language().variables.size());
  complete(told, 1);
  for (auto& one : told) {  // both sides of every number
    if (one && one->number.left && !one->number.right) one->number.right = one->number.left;
  }
  RC_LOG(text_of(drawn, language()) + "\n" + shown(told) + "\n");
  const Presence now = truth(drawn, told), ahead = outlook(drawn, told);
  if (ahead != now) {
    // Only `lowest` may still be told by itself; it is none of the variables drawn here.
    RC_ASSERT(now == Presence::unknown);
  }
}

RC_GTEST_PROP(LogicLaws, one_more_present_finding_never_lowers_a_formula_of_dangers, ()) {
  const Formula drawn = formula(Flavour::dangerous);
  const Answers before = some_answers();
  const Variable added = pick(booleans);
  RC_PRE(!before[added] || before[added]->present != Presence::present);
  Answers after = before;
  after[added] = yes(added);
  RC_LOG(text_of(drawn, language()) + "\nbefore " + shown(before) + "\nadded " + language().variables[added].name +
         "\n");
  // Unknown lies between: from no it may rise, from yes it may not fall.
  const auto height = [](Presence truth) { return truth == Presence::absent ? 0 : truth == Presence::unknown ? 1 : 2; };
  RC_ASSERT(height(truth(drawn, after)) >= height(truth(drawn, before)));
}

RC_GTEST_PROP(LogicLaws, recent_and_known_are_never_unknown_once_the_finding_is_present, ()) {
  const Answers answers = some_answers();
  const Formula inside = formula(Flavour::any);
  Formula known;
  known.kind = Kind::known;
  known.parts.push_back(inside);
  RC_ASSERT(truth(known, answers) != Presence::unknown);
  for (const Variable one : booleans) {
    if (truth({.kind = Kind::finding, .variable = one, .parts = {}}, answers) != Presence::present) continue;
    RC_ASSERT(truth({.kind = Kind::recent, .variable = one, .number = 42, .parts = {}}, answers) != Presence::unknown);
  }
}

RC_GTEST_PROP(LogicLaws, reasons_are_statements_and_stand_only_behind_a_true_formula, ()) {
  const Formula drawn = formula(Flavour::any);
  const Answers answers = some_answers();
  RC_LOG(text_of(drawn, language()) + "\n" + shown(answers) + "\n");
  const auto statements = statements_of(answers);
  const Said said_here(language(), statements);
  Evaluation evaluation(language(), said_here);
  const std::vector<Variable> reasons = evaluation.because(drawn);
  if (evaluation.truth(drawn) != Presence::present) RC_ASSERT(reasons.empty());
  for (const Variable one : reasons) {
    RC_ASSERT(answers[one].has_value());
    RC_ASSERT(answers[one]->present != Presence::absent);
    RC_ASSERT(std::count(reasons.begin(), reasons.end(), one) == 1);
  }
}

RC_GTEST_PROP(LogicLaws, questions_are_about_what_is_not_known_and_there_are_none_when_it_is, ()) {
  const Formula drawn = formula(Flavour::any);
  const Answers answers = some_answers();
  RC_LOG(text_of(drawn, language()) + "\n" + shown(answers) + "\n");
  const auto statements = statements_of(answers);
  const Said said_here(language(), statements);
  Evaluation evaluation(language(), said_here);
  const std::vector<Variable> questions = evaluation.to_ask(drawn);
  const bool undecided = evaluation.truth(drawn) == Presence::unknown ||
                         (evaluation.truth(drawn) == Presence::absent && evaluation.outlook(drawn) != Presence::absent);
  RC_ASSERT(undecided || questions.empty());
  if (evaluation.truth(drawn) == Presence::absent) RC_ASSERT(undecided != questions.empty());
  for (const Variable one : questions) {
    RC_ASSERT(language().variables[one].askable);
    RC_ASSERT(std::count(questions.begin(), questions.end(), one) == 1);
    const auto& said_of_it = answers[one];
    if (!said_of_it) continue;
    // Of what was said, only a side, an age, a speed or a trend can still be asked.
    RC_ASSERT(said_of_it->present != Presence::absent);
    RC_ASSERT(said_of_it->present == Presence::present || said_of_it->number.left.has_value());
  }
}

RC_GTEST_PROP(LogicLaws, a_written_formula_is_read_as_the_same_tree, ()) {
  const Formula drawn = formula(Flavour::any);
  const std::string text = text_of(drawn, language());
  // Drawn trees may hold absent(...) and not in the open, which no single place allows: those cannot be read at all.
  const auto again =
      read_formula(text, language(), text.find("not ") == std::string::npos ? Place::guard : Place::state);
  RC_PRE(static_cast<bool>(again));
  RC_ASSERT(text_of(*again, language()) == text);
  const Answers answers = some_answers();
  RC_ASSERT(truth(*again, answers) == truth(drawn, answers));
}

}  // namespace
}  // namespace lumbar::logic
