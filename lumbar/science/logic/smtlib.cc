// SPDX-License-Identifier: Apache-2.0
// The second reader of the formulas: what evaluate.cc works out for one subject, written for a prover that tries all.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "lumbar/science/logic/logic.h"
#include "lumbar/science/logic/smt_words.h"

namespace lumbar::logic {
std::string smt_real(double number) {
  // A double is a whole number over a power of two: so many decimals write it out without rounding.
  constexpr int most_decimals = 1080;
  int decimals = 1;
  for (double rest = std::fabs(number); rest != std::floor(rest) && decimals < most_decimals; rest *= 2) ++decimals;
  std::string text(static_cast<std::size_t>(decimals) + 330, '\0');
  const int length = std::snprintf(text.data(), text.size(), "%.*f", decimals, std::fabs(number));
  text.resize(static_cast<std::size_t>(length));
  return number < 0 ? "(- " + text + ")" : text;
}

SmtLib::SmtLib(const Language& language, std::string subject) : language_(language), subject_(std::move(subject)) {
  for (std::size_t row = 0; row < language_.variables.size(); ++row) declare(static_cast<Variable>(row));
}

std::string SmtLib::symbol(const std::string& words) const { return "|" + subject_ + " " + words + "|"; }

std::string SmtLib::symbol(Variable variable, std::string_view what) const {
  return symbol(language_.variables[variable].name + " " + std::string(what));
}

// What may be said of one variable, and what a door would refuse.
void SmtLib::declare(Variable variable) {
  const auto constant = [&](std::string_view what, std::string_view sort) {
    script_ += "(declare-const " + symbol(variable, what) + " " + std::string(sort) + ")\n";
    return symbol(variable, what);
  };
  const auto require = [&](const std::string& term) { script_ += "(assert " + term + ")\n"; };
  const auto implies = [](const std::string& a, const std::string& b) { return "(=> " + a + " " + b + ")"; };
  switch (language_.variables[variable].type) {
    case Type::boolean: {
      const std::string said_yes = constant("said yes", "Bool");
      const std::string said_no = constant("said no", "Bool");
      require(no(all_of({said_yes, said_no})));
      for (const char* side : {"said left", "said right"}) require(implies(constant(side, "Bool"), said_yes));
      const std::string aged = constant("aged", "Bool"), paced = constant("paced", "Bool");
      const std::string trended = constant("trended", "Bool");
      for (const std::string& one : {aged, paced, trended}) require(implies(one, said_yes));
      require("(>= " + constant("age", "Real") + " 0.0)");
      require("(<= 0 " + constant("tempo", "Int") + " " + whole(static_cast<double>(Tempo::years)) + ")");
      require("(<= 0 " + constant("trend", "Int") + " " + whole(static_cast<double>(Trend::worsening)) + ")");
      return;
    }
    case Type::quantity:
    case Type::ordinal:
    case Type::duration:
    case Type::choice:
    case Type::side: {
      const bool is_choice = language_.variables[variable].type == Type::choice;
      std::vector<std::string> known;
      for (const std::string which : {"bare", "left", "right"}) {
        known.push_back(constant(which + " known", "Bool"));
        const std::string value = constant(which, is_choice ? "Int" : "Real");
        if (is_choice)
          require("(and (<= 0 " + value + ") (< " + value + " " +
                  std::to_string(std::max<std::size_t>(language_.variables[variable].choices.size(), 1)) + "))");
      }
      // A value has no side, or it has one each.
      require(no(all_of({known[0], any_of({known[1], known[2]})})));
      return;
    }
  }
}

// A definition under a name, made once.
std::string SmtLib::named(const std::string& words, const std::string& term) {
  std::string name = symbol(words);
  if (made_.insert(name).second) script_ += "(define-fun " + name + " () Bool " + term + ")\n";
  return name;
}

void SmtLib::define(const std::string& name, const Formula& formula) {
  const Truth both = truth(formula);
  named(name + " yes", both.yes);
  named(name + " no", both.no);
}

SmtLib::Truth SmtLib::finding(Variable variable) {
  const VariableInfo& info = language_.variables[variable];
  Truth made{symbol(variable, "yes"), symbol(variable, "no")};
  if (made_.contains(made.yes)) return made;
  const std::string said_yes = symbol(variable, "said yes");
  const std::string said_no = symbol(variable, "said no");
  if (info.type != Type::boolean) return {no_never, no_never};
  if (!info.defined) {
    named(info.name + " yes", said_yes);
    named(info.name + " no", said_no);
    return made;
  }
  const Truth follows = truth(*info.defined);
  if (info.guard) {
    named(info.name + " yes", follows.yes);
    named(info.name + " no", follows.no);
    return made;
  }
  named(info.name + " follows", follows.yes);
  named(info.name + " yes", any_of({said_yes, symbol(variable, "follows")}));
  named(info.name + " no",
        any_of({all_of({said_no, no(symbol(variable, "follows"))}), all_of({no(said_yes), no(said_no), follows.no})}));
  return made;
}

SmtLib::Truth SmtLib::truth(const Formula& formula) {
  std::vector<Truth> parts;
  for (const Formula& part : formula.parts) parts.push_back(truth(part));
  const auto each = [&](std::string Truth::*which) {
    std::vector<std::string> terms;
    for (const Truth& part : parts) terms.push_back(part.*which);
    return terms;
  };
  const auto fewer = [&](std::string Truth::*which, double limit) {
    std::string sum = "(+ 0";
    for (const std::string& one : each(which)) sum += " (ite " + one + " 1 0)";
    return "(>= " + sum + ") " + whole(limit) + ")";
  };
  switch (formula.kind) {
    case Kind::all: return {all_of(each(&Truth::yes)), any_of(each(&Truth::no))};
    case Kind::any: return {any_of(each(&Truth::yes)), all_of(each(&Truth::no))};
    case Kind::at_least:
      return {fewer(&Truth::yes, formula.number),
              fewer(&Truth::no, static_cast<double>(parts.size()) - formula.number + 1)};
    case Kind::negation: return {parts.front().no, parts.front().yes};
    case Kind::known: return {parts.front().yes, no(parts.front().yes)};
    case Kind::absent: {
      const Truth present = finding(formula.variable);
      return {present.no, present.yes};
    }
    case Kind::finding: return finding(formula.variable);
    case Kind::recent: {
      Formula age{.kind = Kind::duration,
                  .comparison = Comparison::at_most,
                  .variable = formula.variable,
                  .number = formula.number,
                  .parts = {}};
      const Truth present = finding(formula.variable);
      const Truth young = compare(Attribute::age, age);
      return {all_of({present.yes, no(young.no)}), any_of({present.no, all_of({present.yes, young.no})})};
    }
    case Kind::duration: return compare(Attribute::age, formula);
    case Kind::tempo: return compare(Attribute::tempo, formula);
    case Kind::trend: return compare(Attribute::trend, formula);
    case Kind::side: {
      const Truth present = finding(formula.variable);
      const std::string left = side(formula.variable, "left"), right = side(formula.variable, "right");
      const auto wanted_side = static_cast<Side>(formula.number);
      std::vector<std::string> wanted;
      if (wanted_side != Side::right) wanted.push_back(left);
      if (wanted_side != Side::left) wanted.push_back(right);
      return {all_of({present.yes, all_of(wanted)}),
              any_of({present.no, all_of({present.yes, any_of({left, right}), no(all_of(wanted))})})};
    }
    case Kind::length: {
      const Variable episode = *language_.episode;
      const std::string holds = compared(symbol(episode, "bare"), formula.comparison, smt_real(formula.number));
      return {all_of({symbol(episode, "bare known"), holds}), all_of({symbol(episode, "bare known"), no(holds)})};
    }
    case Kind::value:
    case Kind::every: return number(formula);
    case Kind::choice: {
      std::vector<std::string> chosen, known;
      for (const std::string which : {"bare", "left", "right"}) {
        known.push_back(symbol(formula.variable, which + " known"));
        chosen.push_back(all_of(
            {known.back(), compared(symbol(formula.variable, which), Comparison::equal, whole(formula.number))}));
      }
      return {any_of(chosen), all_of({any_of(known), no(any_of(chosen)), no(lone_side(formula.variable))})};
    }
  }
  return {no_never, no_never};
}

std::string SmtLib::lone_side(Variable variable) const {
  return all_of({no(symbol(variable, "bare known")),
                 "(xor " + symbol(variable, "left known") + " " + symbol(variable, "right known") + ")"});
}

// Some known number of the variable (or of those it is the least of) compares so.
std::string SmtLib::number_reached(Variable variable, Comparison comparison, double number) {
  std::vector<std::string> terms;
  for (const std::string which : {"bare", "left", "right"}) {
    terms.push_back(
        all_of({symbol(variable, which + " known"), compared(symbol(variable, which), comparison, smt_real(number))}));
  }
  for (const Variable part : language_.variables[variable].least_of)
    terms.push_back(number_reached(part, comparison, number));
  return any_of(terms);
}

std::string SmtLib::number_known(Variable variable) {
  std::vector<std::string> terms;
  for (const std::string which : {"bare", "left", "right"}) terms.push_back(symbol(variable, which + " known"));
  for (const Variable part : language_.variables[variable].least_of) terms.push_back(number_known(part));
  return any_of(terms);
}

SmtLib::Truth SmtLib::number(const Formula& atom) {
  const VariableInfo& info = language_.variables[atom.variable];
  if (!info.count_of.empty()) {
    std::string sum = "(+ 0";
    for (const Formula& part : info.count_of) sum += " (ite " + truth(part).yes + " 1 0)";
    const std::string holds = compared("(to_real " + sum + "))", atom.comparison, smt_real(atom.number));
    return {holds, no(holds)};
  }
  const auto reached_by = [&](Comparison comparison) { return number_reached(atom.variable, comparison, atom.number); };
  const std::string known = number_known(atom.variable);
  // All known numbers compare so, when none breaks it.
  const auto all_reach = [&](Comparison comparison) {
    switch (comparison) {
      case Comparison::less: return no(reached_by(Comparison::at_least));
      case Comparison::at_most: return no(reached_by(Comparison::more));
      case Comparison::more: return no(reached_by(Comparison::at_most));
      case Comparison::at_least: return no(reached_by(Comparison::less));
      case Comparison::equal: return no(any_of({reached_by(Comparison::less), reached_by(Comparison::more)}));
    }
    return no_never;
  };
  if (atom.kind == Kind::every) {
    const std::string holds = all_reach(atom.comparison);
    return {all_of({known, holds, no(lone_side(atom.variable))}), all_of({known, no(holds)})};
  }
  std::string holds = reached_by(atom.comparison);
  if (!info.least_of.empty()) {
    // The smallest known number alone decides.
    if (is_above(atom.comparison)) holds = all_reach(atom.comparison);
    if (atom.comparison == Comparison::equal) holds = all_of({holds, no(reached_by(Comparison::less))});
  }
  return {all_of({known, holds}), all_of({known, no(holds), no(lone_side(atom.variable))})};
}

void SmtLib::supports(const Formula& formula, const std::string& when, std::vector<Support>& into) {
  switch (formula.kind) {
    case Kind::all:
    case Kind::any:
    case Kind::at_least:
      for (const Formula& part : formula.parts) {
        const std::string part_true = truth(part).yes;
        supports(part, part.parts.empty() ? when : all_of({when, part_true}), into);
      }
      return;
    case Kind::finding:
    case Kind::recent:
    case Kind::side:
    case Kind::duration:
    case Kind::tempo:
    case Kind::trend: into.push_back({all_of({when, truth(formula).yes}), formula.variable}); return;
    case Kind::negation:
    case Kind::known:
    case Kind::absent:
    case Kind::length:
    case Kind::value:
    case Kind::every:
    case Kind::choice: return;
  }
}

// The findings that make a defined variable follow, each with the condition under which it does.
const std::vector<SmtLib::Support>& SmtLib::parts_of(Variable variable) {
  if (const auto found = parts_.find(variable); found != parts_.end()) return found->second;
  std::vector<Support> parts;
  const VariableInfo& info = language_.variables[variable];
  if (info.defined) {
    finding(variable);
    supports(*info.defined, info.guard ? symbol(variable, "yes") : symbol(variable, "follows"), parts);
    for (std::size_t i = 0; i < parts.size(); ++i)
      parts[i].when = named(info.name + " by " + std::to_string(i) + " " + language_.variables[parts[i].variable].name,
                            parts[i].when);
  }
  return parts_.emplace(variable, std::move(parts)).first->second;
}

std::string SmtLib::side(Variable variable, std::string_view which) {
  const std::string words = language_.variables[variable].name + " is " + std::string(which);
  if (made_.contains(symbol(words))) return symbol(words);
  const std::string left = symbol(variable, "said left"), right = symbol(variable, "said right");
  const std::string own = which == "left" ? left : right;
  std::vector<std::string> terms;
  for (const Support& part : std::vector<Support>(parts_of(variable)))
    terms.push_back(all_of({part.when, side(part.variable, which)}));
  return named(words, any_of({own, all_of({no(any_of({left, right})), any_of(terms)})}));
}

std::string SmtLib::has(Variable variable, Attribute which) {
  switch (which) {
    case Attribute::age: return symbol(variable, "aged");
    case Attribute::tempo: return symbol(variable, "paced");
    case Attribute::trend: return symbol(variable, "trended");
  }
  return no_never;
}

// Some stated value of the attribute, of the variable or of what makes it follow, compares so.
std::string SmtLib::reached(Variable variable, Attribute which, Comparison comparison, double number) {
  const char* name = which == Attribute::age ? "age" : which == Attribute::tempo ? "tempo" : "trend";
  const std::string limit = which == Attribute::age ? smt_real(number) : whole(number);
  const std::string words =
      language_.variables[variable].name + " some " + name + " " + std::string(sign_of(comparison)) + " " + limit;
  if (made_.contains(symbol(words))) return symbol(words);
  std::vector<std::string> terms = {
      all_of({has(variable, which), compared(symbol(variable, name), comparison, limit)})};
  for (const Support& part : std::vector<Support>(parts_of(variable)))
    terms.push_back(all_of({part.when, reached(part.variable, which, comparison, number)}));
  return named(words, any_of(terms));
}

std::string SmtLib::open_end(Variable variable, Attribute which) {
  const char* name = which == Attribute::age ? "age" : which == Attribute::tempo ? "tempo" : "trend";
  const VariableInfo& info = language_.variables[variable];
  const std::string words = info.name + " " + name + " open";
  if (made_.contains(symbol(words))) return symbol(words);
  std::vector<std::string> supported, terms;
  for (const Support& part : std::vector<Support>(parts_of(variable))) {
    supported.push_back(part.when);
    terms.push_back(all_of({part.when, open_end(part.variable, which)}));
  }
  if (info.leaves_open) terms.push_back(all_of({no(has(variable, which)), no(any_of(supported))}));
  return named(words, any_of(terms));
}

std::string SmtLib::unsettled(Variable variable, Kind attribute) {
  const Attribute which = attribute == Kind::tempo   ? Attribute::tempo
                          : attribute == Kind::trend ? Attribute::trend
                                                     : Attribute::age;
  return any_of({open_end(variable, which), no(reached(variable, which, Comparison::at_least, 0))});
}

SmtLib::Truth SmtLib::compare(Attribute which, const Formula& atom) {
  const Truth present = finding(atom.variable);
  const Comparison sign = atom.comparison;
  const bool later_is_worse = which == Attribute::trend;
  const auto some = [&](Comparison comparison) { return reached(atom.variable, which, comparison, atom.number); };

  // Values below 0 do not exist: every stated one is at least that.
  const std::string stated = reached(atom.variable, which, Comparison::at_least, 0);
  const std::string open = any_of({open_end(atom.variable, which), no(stated)});

  std::string bound_known = no_never, bound_holds = no_never;
  if (which == Attribute::age && language_.episode) {
    bound_known = symbol(*language_.episode, "bare known");
    bound_holds = compared(symbol(*language_.episode, "bare"), sign, smt_real(atom.number));
  }
  if (which == Attribute::tempo && language_.onset_speed) {
    const Variable speed = *language_.onset_speed;
    bound_known = all_of({symbol(speed, "bare known"), open});
    std::vector<std::string> fitting;
    for (std::size_t place = 0; place < language_.onset_speed_tempo.size(); ++place) {
      const auto tempo = static_cast<double>(language_.onset_speed_tempo[place]);
      fitting.push_back(all_of({compared(symbol(speed, "bare"), Comparison::equal, std::to_string(place)),
                                compared(whole(tempo), sign, whole(atom.number))}));
    }
    bound_holds = any_of(fitting);
  }
  const std::string early_yes = is_below(sign) ? all_of({bound_known, bound_holds}) : no_never;
  const std::string early_no = is_above(sign) ? all_of({bound_known, no(bound_holds)}) : no_never;

  // The worst stated value: the smallest, for a trend the greatest.
  std::string yes, denied;
  if (sign == Comparison::equal) {
    const std::string worst =
        all_of({some(Comparison::equal), no(some(later_is_worse ? Comparison::more : Comparison::less))});
    const bool nothing_worse = later_is_worse && atom.number == static_cast<double>(Trend::worsening);
    yes = nothing_worse ? worst : all_of({worst, no(open)});
    denied = all_of({no(worst), no(open)});
  } else if (later_is_worse ? is_above(sign) : is_below(sign)) {
    yes = some(sign);
    denied = all_of({no(some(sign)), no(open)});
  } else {
    const Comparison breaks = sign == Comparison::less      ? Comparison::at_least
                              : sign == Comparison::at_most ? Comparison::more
                              : sign == Comparison::more    ? Comparison::at_most
                                                            : Comparison::less;
    yes = all_of({no(some(breaks)), no(open)});
    denied = some(breaks);
  }
  yes = all_of({stated, yes});
  denied = all_of({stated, denied});
  return {all_of({present.yes, any_of({early_yes, all_of({no(early_no), yes})})}),
          any_of({present.no, all_of({present.yes, any_of({early_no, all_of({no(early_yes), denied})})})})};
}

}  // namespace lumbar::logic
