// SPDX-License-Identifier: Apache-2.0
// Kleene's three values. Two atoms, recent and known, read unknown as the dangerous case and return yes or no; there
// are no others.
#include <algorithm>
#include <limits>

#include "lumbar/science/logic/compare.h"
#include "lumbar/science/logic/logic.h"

namespace lumbar::logic {
namespace {

template <class T>
void append(const Sided<T>& sided, std::vector<double>& into) {
  for (const auto& one : {sided.bare, sided.left, sided.right}) {
    if (one) into.push_back(static_cast<double>(*one));
  }
}

// A missing side is unknown, never normal.
template <class T>
bool one_side_missing(const Sided<T>& sided) {
  return !sided.bare && sided.left.has_value() != sided.right.has_value();
}

}  // namespace

Said::Said(const Language& language, const std::vector<Statement>& statements)
    : slots_(language.variables.size(), nullptr) {
  for (const Statement& statement : statements) {
    // What was tried and not to be had is as unknown to a formula as what was not asked; triage counts the difference.
    if (statement.saying == Saying::stated) slots_[statement.finding.row()] = &statement;
  }
}

Evaluation::Evaluation(const Language& language, const Said& said)
    : language_(language), said_(said), memo_(language.variables.size(), 0) {}

Presence Evaluation::truth(const Formula& formula) {
  switch (formula.kind) {
    case Kind::all: {
      Presence result = Presence::present;
      for (const Formula& part : formula.parts) {
        result = both_of(result, truth(part));
        if (result == Presence::absent) return result;
      }
      return result;
    }
    case Kind::any: {
      Presence result = Presence::absent;
      for (const Formula& part : formula.parts) {
        result = either_of(result, truth(part));
        if (result == Presence::present) return result;
      }
      return result;
    }
    case Kind::at_least: {
      double yes = 0;
      double perhaps = 0;
      for (const Formula& part : formula.parts) {
        const Presence one = truth(part);
        yes += one == Presence::present ? 1 : 0;
        perhaps += one == Presence::unknown ? 1 : 0;
      }
      if (yes >= formula.number) return Presence::present;
      return yes + perhaps >= formula.number ? Presence::unknown : Presence::absent;
    }
    case Kind::negation: return opposite_of(truth(formula.parts.front()));
    case Kind::known: return presence(truth(formula.parts.front()) == Presence::present);
    case Kind::absent: return opposite_of(finding(formula.variable));
    case Kind::finding: return finding(formula.variable);
    case Kind::recent: {
      const Presence present = finding(formula.variable);
      if (present != Presence::present) return present;
      Formula age{.kind = Kind::duration,
                  .comparison = Comparison::at_most,
                  .variable = formula.variable,
                  .number = formula.number,
                  .parts = {}};
      return presence(compare(Attribute::duration, age) != Presence::absent);
    }
    case Kind::duration: return compare(Attribute::duration, formula);
    case Kind::tempo: return compare(Attribute::tempo, formula);
    case Kind::trend: return compare(Attribute::trend, formula);
    case Kind::side: {
      const Presence present = finding(formula.variable);
      if (present != Presence::present) return present;
      const std::uint8_t known = sides(formula.variable);
      if (known == 0) return Presence::unknown;
      const std::uint8_t wanted = bits_of(static_cast<Side>(formula.number));
      return presence((known & wanted) == wanted);
    }
    case Kind::length: {
      const auto days = episode_days();
      return days ? presence(holds(*days, formula.comparison, formula.number)) : Presence::unknown;
    }
    case Kind::value: {
      const std::vector<double> known = numbers(formula.variable);
      if (known.empty()) return Presence::unknown;
      if (std::any_of(known.begin(), known.end(),
                      [&](double one) { return holds(one, formula.comparison, formula.number); }))
        return Presence::present;
      const Statement* said = said_.of(formula.variable);
      return said != nullptr && one_side_missing(said->number) ? Presence::unknown : Presence::absent;
    }
    case Kind::every: {
      const std::vector<double> known = numbers(formula.variable);
      if (std::any_of(known.begin(), known.end(),
                      [&](double one) { return !holds(one, formula.comparison, formula.number); }))
        return Presence::absent;
      const Statement* said = said_.of(formula.variable);
      const bool all_sides = !known.empty() && (said == nullptr || !one_side_missing(said->number));
      return all_sides ? Presence::present : Presence::unknown;
    }
    case Kind::choice: {
      const Statement* said = said_.of(formula.variable);
      if (said == nullptr || !said->choice.any()) return Presence::unknown;
      std::vector<double> known;
      append(said->choice, known);
      if (std::find(known.begin(), known.end(), formula.number) != known.end()) return Presence::present;
      return one_side_missing(said->choice) ? Presence::unknown : Presence::absent;
    }
  }
  return Presence::unknown;
}

Presence Evaluation::finding(Variable variable) {
  std::uint8_t& memo = memo_[variable];
  if (memo >= 2) return static_cast<Presence>(memo - 2);
  if (memo == 1) return Presence::unknown;  // definitions never go round in a circle: knowledge refuses them
  memo = 1;
  const Statement* said = said_.of(variable);
  const auto& defined = language_.variables[variable].defined;
  // A guard lowers what others raised: it follows from its parts, each answered, and from nobody's word.
  const bool on_somebodys_word = said != nullptr && !language_.variables[variable].guard;
  const Presence stated = on_somebodys_word ? said->present : Presence::unknown;
  Presence result = stated;
  if (stated != Presence::present && defined) {
    const Presence follows = truth(*defined);
    result = follows == Presence::present || stated == Presence::unknown ? follows : stated;
  }
  memo_[variable] = static_cast<std::uint8_t>(2 + static_cast<std::uint8_t>(result));
  return result;
}

bool Evaluation::formula_true(Variable variable) {
  const auto& defined = language_.variables[variable].defined;
  return defined && truth(*defined) == Presence::present;
}

std::vector<double> Evaluation::numbers(Variable variable) {
  const VariableInfo& info = language_.variables[variable];
  if (!info.count_of.empty()) {
    double count = 0;
    for (const Formula& part : info.count_of) count += truth(part) == Presence::present ? 1 : 0;
    return {count};
  }
  std::vector<double> known;
  for (const Variable one : info.least_of) {
    for (const double number : numbers(one)) known.push_back(number);
  }
  if (const Statement* said = said_.of(variable)) append(said->number, known);
  if (!info.least_of.empty() && !known.empty()) return {*std::min_element(known.begin(), known.end())};
  return known;
}

std::uint8_t Evaluation::sides(Variable variable) {
  const Statement* said = said_.of(variable);
  // "Not on the left" names a side, too; it is none that the variable is on.
  if (said != nullptr && said->side && said->present == Presence::present) return bits_of(*said->side);
  std::uint8_t found = 0;
  if (formula_true(variable)) {
    std::vector<Variable> parts;
    supporters(*language_.variables[variable].defined, parts);
    for (const Variable part : parts) found |= sides(part);
  }
  return found;
}

void Evaluation::supporters(const Formula& formula, std::vector<Variable>& into) {
  switch (formula.kind) {
    case Kind::all:
    case Kind::any:
    case Kind::at_least:
      for (const Formula& part : formula.parts) {
        if (truth(part) == Presence::present) supporters(part, into);
      }
      return;
    case Kind::finding:
    case Kind::recent:
    case Kind::side:
    case Kind::duration:
    case Kind::tempo:
    case Kind::trend:
      if (truth(formula) == Presence::present) into.push_back(formula.variable);
      return;
    case Kind::negation:
    case Kind::known:
    case Kind::absent:
    case Kind::length:
    case Kind::value:
    case Kind::every:
    case Kind::choice: return;  // numbers and absences have no onset of their own
  }
}

// A derived finding takes what is stated of it and what its present parts have; a part that states nothing leaves the
// end open.
void Evaluation::attribute(Variable variable, Attribute which, Known& into) {
  const Statement* said = said_.of(variable);
  std::optional<double> own;
  if (said != nullptr) {
    switch (which) {
      case Attribute::duration: own = said->age_days; break;
      case Attribute::tempo:
        if (said->tempo) own = static_cast<double>(*said->tempo);
        break;
      case Attribute::trend:
        if (said->trend) own = static_cast<double>(*said->trend);
        break;
    }
  }
  if (own) into.values.push_back(*own);
  std::vector<Variable> parts;
  if (formula_true(variable)) supporters(*language_.variables[variable].defined, parts);
  for (const Variable part : parts) attribute(part, which, into);
  if (!own && parts.empty()) into.open_end |= language_.variables[variable].leaves_open;
}

std::optional<double> Evaluation::episode_days() const {
  const Statement* said = language_.episode ? said_.of(*language_.episode) : nullptr;
  return said == nullptr ? std::nullopt : said->number.bare;
}

std::optional<double> Evaluation::onset_speed() const {
  const Statement* said = language_.onset_speed ? said_.of(*language_.onset_speed) : nullptr;
  if (said == nullptr || !said->choice.bare) return std::nullopt;
  return static_cast<double>(language_.onset_speed_tempo[*said->choice.bare]);
}

// False when x is absent; unknown when x is unknown, or its attribute leaves both answers possible.
Presence Evaluation::compare(Attribute which, const Formula& atom) {
  const Presence present = finding(atom.variable);
  if (present != Presence::present) return present;
  Known known;
  attribute(atom.variable, which, known);
  known.open_end |= known.values.empty();
  const Comparison sign = atom.comparison;

  if (which == Attribute::duration) {
    // The episode is an upper bound on the age of x, never its age.
    if (const auto episode = episode_days()) {
      if (is_below(sign) && holds(*episode, sign, atom.number)) return Presence::present;
      if (is_above(sign) && !holds(*episode, sign, atom.number)) return Presence::absent;
    }
  }
  if (which == Attribute::tempo && known.open_end) {
    // The speed of the whole onset counts on the dangerous side only.
    if (const auto speed = onset_speed()) {
      if (is_below(sign) && holds(*speed, sign, atom.number)) return Presence::present;
      if (is_above(sign) && !holds(*speed, sign, atom.number)) return Presence::absent;
    }
  }
  if (known.values.empty()) return Presence::unknown;
  const bool later_is_worse = which == Attribute::trend;
  const double worst = later_is_worse ? *std::max_element(known.values.begin(), known.values.end())
                                      : *std::min_element(known.values.begin(), known.values.end());
  const bool reached = holds(worst, sign, atom.number);
  const Presence otherwise = known.open_end ? Presence::unknown : Presence::absent;
  if (sign == Comparison::equal) {
    const bool nothing_worse = later_is_worse && worst == static_cast<double>(Trend::worsening);
    return reached && (!known.open_end || nothing_worse) ? Presence::present : otherwise;
  }
  const bool dangerous = later_is_worse ? is_above(sign) : is_below(sign);
  if (dangerous) return reached ? Presence::present : otherwise;
  if (!reached) return Presence::absent;
  return known.open_end ? Presence::unknown : Presence::present;
}

std::optional<double> Evaluation::age_days(Variable variable) {
  if (finding(variable) != Presence::present) return std::nullopt;
  Known known;
  attribute(variable, Attribute::duration, known);
  if (known.values.empty()) return std::nullopt;
  return *std::min_element(known.values.begin(), known.values.end());
}

std::vector<Variable> Evaluation::because(const Formula& formula) {
  std::vector<Variable> found;
  std::vector<char> seen(language_.variables.size(), 0);
  stated_support(formula, found, seen);
  return found;
}

void Evaluation::stated_support(const Formula& formula, std::vector<Variable>& into, std::vector<char>& seen) {
  if (truth(formula) != Presence::present || formula.kind == Kind::negation || formula.kind == Kind::absent) return;
  for (const Formula& part : formula.parts) stated_support(part, into, seen);
  if (!formula.parts.empty() || seen[formula.variable] != 0) return;
  seen[formula.variable] = 1;
  const VariableInfo& info = language_.variables[formula.variable];
  const Statement* said = said_.of(formula.variable);
  // A yes or no that was denied and still holds follows from others: they are the reason.
  const bool supports = said != nullptr && (info.type != Type::boolean || said->present == Presence::present);
  if (supports) into.push_back(formula.variable);
  if (!supports && info.defined) stated_support(*info.defined, into, seen);
  for (const Variable one : info.least_of) {
    const std::vector<double> grades = numbers(one);
    const bool reaches = std::any_of(grades.begin(), grades.end(),
                                     [&](double grade) { return holds(grade, formula.comparison, formula.number); });
    if (said_.of(one) != nullptr && seen[one] == 0 && reaches) into.push_back(one);
    seen[one] = 1;
  }
  for (const Formula& part : info.count_of) stated_support(part, into, seen);
}

std::vector<Variable> Evaluation::to_ask(const Formula& formula) {
  std::vector<Variable> found;
  std::vector<char> seen(2 * language_.variables.size(), 0);  // twice: asked for, and its surroundings gone through
  open_parts(formula, found, seen);
  return found;
}

void Evaluation::unknown_parts(const Formula& formula, std::vector<Variable>& into, std::vector<char>& seen) {
  if (truth(formula) != Presence::unknown) return;
  if (!formula.parts.empty()) {
    for (const Formula& part : formula.parts) unknown_parts(part, into, seen);
    return;
  }
  if (seen[formula.variable] != 0) return;
  seen[formula.variable] = 1;
  const VariableInfo& info = language_.variables[formula.variable];
  if (info.askable) into.push_back(formula.variable);
  if (!info.askable && info.defined) unknown_parts(*info.defined, into, seen);
  if (!info.askable) {
    for (const Variable one : info.least_of) {
      if (seen[one] == 0 && numbers(one).empty()) into.push_back(one);
      seen[one] = 1;
    }
  }
  // A present derived finding whose age or speed is not known: ask it of the parts that make it present.
  if (!info.askable && finding(formula.variable) == Presence::present) ask_parts(formula.variable, into, seen);
}

void Evaluation::ask_parts(Variable variable, std::vector<Variable>& into, std::vector<char>& seen) {
  const auto& defined = language_.variables[variable].defined;
  if (!defined) return;
  std::vector<Variable> parts;
  supporters(*defined, parts);
  for (const Variable part : parts) {
    if (seen[part] != 0) continue;
    seen[part] = 1;
    if (language_.variables[part].askable) {
      into.push_back(part);
    } else {
      ask_parts(part, into, seen);
    }
  }
}

}  // namespace lumbar::logic
