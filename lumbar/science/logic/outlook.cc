// SPDX-License-Identifier: Apache-2.0
// What further answers can still make of a formula. Kleene's values once more, but of an atom that is settled today it
// is asked whether it stays so: one more finding, an age, a speed, a side, a smaller grade may yet be told.
#include <algorithm>

#include "lumbar/science/logic/compare.h"
#include "lumbar/science/logic/logic.h"

namespace lumbar::logic {
namespace {

Presence between(bool could, bool always) {
  if (always) return Presence::present;
  return could ? Presence::unknown : Presence::absent;
}

}  // namespace

Presence Evaluation::outlook(const Formula& formula) {
  switch (formula.kind) {
    case Kind::all: {
      Presence result = Presence::present;
      for (const Formula& part : formula.parts) {
        result = both_of(result, outlook(part));
        if (result == Presence::absent) return result;
      }
      return result;
    }
    case Kind::any: {
      Presence result = Presence::absent;
      for (const Formula& part : formula.parts) {
        result = either_of(result, outlook(part));
        if (result == Presence::present) return result;
      }
      return result;
    }
    case Kind::at_least: {
      double always = 0, could = 0;
      for (const Formula& part : formula.parts) {
        const Presence one = outlook(part);
        always += one == Presence::present ? 1 : 0;
        could += one != Presence::absent ? 1 : 0;
      }
      return between(could >= formula.number, always >= formula.number);
    }
    case Kind::negation: return opposite_of(outlook(formula.parts.front()));
    case Kind::known: return outlook(formula.parts.front());
    case Kind::absent: return opposite_of(outlook_of(formula.variable));
    case Kind::finding: return outlook_of(formula.variable);
    case Kind::recent: {
      const Formula age{.kind = Kind::duration,
                        .comparison = Comparison::at_most,
                        .variable = formula.variable,
                        .number = formula.number,
                        .parts = {}};
      return outlook_of_attribute(Attribute::duration, age);
    }
    case Kind::duration: return outlook_of_attribute(Attribute::duration, formula);
    case Kind::tempo: return outlook_of_attribute(Attribute::tempo, formula);
    case Kind::trend: return outlook_of_attribute(Attribute::trend, formula);
    case Kind::side: return outlook_of_side(formula);
    case Kind::value:
      return language_.variables[formula.variable].count_of.empty() ? outlook_of_number(formula)
                                                                    : outlook_of_count(formula);
    case Kind::length:
    case Kind::every:
    case Kind::choice: return truth(formula);
  }
  return Presence::unknown;
}

Presence Evaluation::outlook_of(Variable variable) {
  if (outlook_memo_.empty()) outlook_memo_.assign(language_.variables.size(), 0);
  if (outlook_memo_[variable] >= 2) return static_cast<Presence>(outlook_memo_[variable] - 2);
  const VariableInfo& info = language_.variables[variable];
  const Statement* said = info.guard ? nullptr : said_.of(variable);
  Presence result = finding(variable);
  // What is denied stays so: a formula that makes it present all the same is a contradiction.
  const bool denied = said != nullptr && said->present == Presence::absent;
  const bool stated = said != nullptr && said->present == Presence::present;
  if (!stated && !denied && info.defined) {
    const Presence follows = outlook(*info.defined);
    result = follows == result ? result : Presence::unknown;
  }
  outlook_memo_[variable] = static_cast<std::uint8_t>(2 + static_cast<std::uint8_t>(result));
  return result;
}

Presence Evaluation::outlook_of_count(const Formula& atom) {
  double always = 0, could = 0;
  for (const Formula& part : language_.variables[atom.variable].count_of) {
    const Presence one = outlook(part);
    always += one == Presence::present ? 1 : 0;
    could += one != Presence::absent ? 1 : 0;
  }
  const bool low = holds(always, atom.comparison, atom.number), high = holds(could, atom.comparison, atom.number);
  const bool between_them = atom.comparison == Comparison::equal && always <= atom.number && atom.number <= could;
  return between(low || high || between_them, low && high);
}

// Only a least of several changes by one more number: it becomes smaller.
Presence Evaluation::outlook_of_number(const Formula& atom) {
  const Presence now = truth(atom);
  if (now == Presence::unknown || language_.variables[atom.variable].least_of.empty() ||
      !may_gain_number(atom.variable))
    return now;
  if (now == Presence::present) return is_below(atom.comparison) ? now : Presence::unknown;
  const std::vector<double> known = numbers(atom.variable);
  const bool smaller_fits =
      is_below(atom.comparison) || (atom.comparison == Comparison::equal && known.front() > atom.number);
  return smaller_fits ? Presence::unknown : Presence::absent;
}

Presence Evaluation::outlook_of_attribute(Attribute which, const Formula& atom) {
  const Variable x = atom.variable;
  const Presence there = outlook_of(x);
  if (there == Presence::absent) return there;
  if (finding(x) != Presence::present) return Presence::unknown;
  const Comparison sign = atom.comparison;
  const Presence now = compare(which, atom);
  const bool later_is_worse = which == Attribute::trend;
  const auto some = [&](Comparison comparison, Reading reading) {
    return reaches(x, which, comparison, atom.number, reading);
  };
  const std::optional<double> length = episode_days();
  const bool bounded = which == Attribute::duration && length.has_value();
  const bool bound_holds = bounded && holds(length.value_or(0), sign, atom.number);
  bool could = now != Presence::absent, always = there == Presence::present;
  if (sign == Comparison::equal) {
    const Comparison worse = later_is_worse ? Comparison::more : Comparison::less;
    const bool nothing_worse = atom.number == (later_is_worse ? static_cast<double>(Trend::worsening) : 0);
    could |= some(sign, Reading::could) && !some(worse, Reading::always);
    always &=
        now == Presence::present && some(sign, Reading::always) && (nothing_worse || !some(worse, Reading::could));
  } else if (later_is_worse ? is_above(sign) : is_below(sign)) {
    could |= some(sign, Reading::could);
    always &= bound_holds || some(sign, Reading::always);
  } else {
    const Comparison breaks = opposite_of(sign);
    // What breaks it for good: a value that stays, or an episode that is no longer than that.
    could |= !some(breaks, Reading::always) && (!bounded || bound_holds);
    always &= now == Presence::present && !some(breaks, Reading::could);
  }
  return between(could, always);
}

Presence Evaluation::outlook_of_side(const Formula& atom) {
  const Variable x = atom.variable;
  const Presence there = outlook_of(x);
  if (there == Presence::absent) return there;
  if (finding(x) != Presence::present) return Presence::unknown;
  const std::uint8_t wanted = bits_of(static_cast<Side>(atom.number));
  bool could = true, always = there == Presence::present;
  for (const std::uint8_t side : {left_bit, right_bit}) {
    if ((wanted & side) == 0) continue;
    could &= is_on(x, side, Reading::could);
    always &= is_on(x, side, Reading::always);
  }
  return between(could || truth(atom) != Presence::absent, always);
}

// As supporters(): the findings that could make a defined variable follow, or always do.
void Evaluation::parts_of(const Formula& formula, Reading reading, std::vector<Variable>& into) {
  const Presence seen = outlook(formula);
  if (seen == Presence::absent || (reading == Reading::always && seen != Presence::present)) return;
  switch (formula.kind) {
    case Kind::all:
    case Kind::any:
    case Kind::at_least:
      for (const Formula& part : formula.parts) parts_of(part, reading, into);
      return;
    case Kind::finding:
    case Kind::recent:
    case Kind::side:
    case Kind::duration:
    case Kind::tempo:
    case Kind::trend: into.push_back(formula.variable); return;
    case Kind::negation:
    case Kind::known:
    case Kind::absent:
    case Kind::length:
    case Kind::value:
    case Kind::every:
    case Kind::choice: return;
  }
}

std::vector<Variable> Evaluation::parts_of(Variable variable, Reading reading) {
  std::vector<Variable> parts;
  if (const auto& defined = language_.variables[variable].defined) parts_of(*defined, reading, parts);
  return parts;
}

// What follows from others is not stated anew; what may still come to be, or was stated with nothing more, may be.
bool Evaluation::may_be_stated(Variable variable) {
  const Statement* said = said_.of(variable);
  if (said != nullptr && said->present == Presence::present) return true;
  return finding(variable) != Presence::present && outlook_of(variable) != Presence::absent;
}

std::optional<double> Evaluation::own(Variable variable, Attribute which) const {
  const Statement* said = said_.of(variable);
  if (said == nullptr) return std::nullopt;
  switch (which) {
    case Attribute::duration: return said->age_days;
    case Attribute::tempo: return said->tempo ? std::optional(static_cast<double>(*said->tempo)) : std::nullopt;
    case Attribute::trend: return said->trend ? std::optional(static_cast<double>(*said->trend)) : std::nullopt;
  }
  return std::nullopt;
}

// Some value of an attribute, of the variable or of what it follows from, compares so: could, or always does.
bool Evaluation::reaches(Variable variable, Attribute which, Comparison comparison, double number, Reading reading) {
  const auto stated = own(variable, which);
  if (stated ? holds(*stated, comparison, number) : reading == Reading::could && may_be_stated(variable)) return true;
  const auto parts = parts_of(variable, reading);
  return std::any_of(parts.begin(), parts.end(),
                     [&](Variable part) { return reaches(part, which, comparison, number, reading); });
}

bool Evaluation::is_on(Variable variable, std::uint8_t side, Reading reading) {
  const Statement* said = said_.of(variable);
  const bool stated = said != nullptr && said->present == Presence::present;
  if (stated && said->side) return (bits_of(*said->side) & side) != 0;
  // A side of its own may still be named; it then stands before those of the parts.
  if (may_be_stated(variable)) return reading == Reading::could;
  const auto parts = parts_of(variable, reading);
  return std::any_of(parts.begin(), parts.end(), [&](Variable part) { return is_on(part, side, reading); });
}

bool Evaluation::may_gain_number(Variable variable) const {
  const VariableInfo& info = language_.variables[variable];
  const Statement* said = said_.of(variable);
  const bool all_told = said != nullptr && (said->number.bare || (said->number.left && said->number.right));
  return !all_told ||
         std::any_of(info.least_of.begin(), info.least_of.end(), [&](Variable part) { return may_gain_number(part); });
}

// An unknown formula, or one that is false and not for good.
void Evaluation::open_parts(const Formula& formula, std::vector<Variable>& into, std::vector<char>& seen) {
  const Presence now = truth(formula);
  if (now == Presence::unknown) unknown_parts(formula, into, seen);
  if (now == Presence::absent && outlook(formula) != Presence::absent) gainable_parts(formula, into, seen);
}

// What to ask where a formula is false and may become true.
void Evaluation::gainable_parts(const Formula& formula, std::vector<Variable>& into, std::vector<char>& seen) {
  if (formula.kind == Kind::negation) return losable_parts(formula.parts.front(), into, seen);
  if (formula.kind == Kind::absent) return losable_finding(formula.variable, into, seen);
  for (const Formula& part : formula.parts) open_parts(part, into, seen);
  if (formula.parts.empty()) ask_around(formula, into, seen);
}

// What to ask where a formula is true and may cease to be.
void Evaluation::losable_parts(const Formula& formula, std::vector<Variable>& into, std::vector<char>& seen) {
  if (truth(formula) != Presence::present || outlook(formula) == Presence::present) return;
  if (formula.kind == Kind::negation) return open_parts(formula.parts.front(), into, seen);
  if (formula.kind == Kind::absent) {
    const auto& defined = language_.variables[formula.variable].defined;
    if (defined) open_parts(*defined, into, seen);
    return;
  }
  for (const Formula& part : formula.parts) losable_parts(part, into, seen);
  if (!formula.parts.empty()) return;
  losable_finding(formula.variable, into, seen);
  if (formula.kind != Kind::finding) ask_around(formula, into, seen);
}

void Evaluation::losable_finding(Variable variable, std::vector<Variable>& into, std::vector<char>& seen) {
  const auto& defined = language_.variables[variable].defined;
  if (defined) losable_parts(*defined, into, seen);
}

// The findings that may still change how an atom reads a variable: itself, where nothing of the kind is stated of it;
// those it follows from, and those it may follow from as well; grades that are not known.
void Evaluation::ask_around(const Formula& atom, std::vector<Variable>& into, std::vector<char>& seen) {
  const auto ask = [&](Variable variable) {
    if (seen[variable]++ == 0) into.push_back(variable);
  };
  const Variable x = atom.variable;
  const VariableInfo& info = language_.variables[x];
  for (const Formula& part : info.count_of) open_parts(part, into, seen);
  for (const Variable part : info.least_of) {
    if (may_gain_number(part)) ask(part);
  }
  if (info.type != Type::boolean) return;
  // Findings are gone through a second time for what surrounds them.
  if (seen[language_.variables.size() + x]++ != 0) return;
  if (finding(x) != Presence::present) {
    if (finding(x) == Presence::unknown && info.askable) {
      ask(x);
    } else if (info.defined) {
      open_parts(*info.defined, into, seen);
    }
    return;
  }
  const Statement* said = said_.of(x);
  const bool told = said != nullptr && (atom.kind == Kind::side    ? said->side.has_value()
                                        : atom.kind == Kind::tempo ? said->tempo.has_value()
                                        : atom.kind == Kind::trend ? said->trend.has_value()
                                                                   : said->age_days.has_value());
  if (info.askable && !told && may_be_stated(x)) ask(x);
  Formula of_part = atom;
  for (const Variable part : parts_of(x, Reading::could)) {
    of_part.variable = part;
    ask_around(of_part, into, seen);
  }
}

}  // namespace lumbar::logic
