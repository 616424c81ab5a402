// SPDX-License-Identifier: Apache-2.0
// The second reader of what further answers can make of a formula (outlook.cc), written for a prover that tries all.
#include "lumbar/science/logic/logic.h"
#include "lumbar/science/logic/smt_words.h"

namespace lumbar::logic {
namespace {

const char* word_for(bool could) { return could ? "could" : "always"; }

std::string counted(const std::vector<std::string>& terms) {
  std::string sum = "(+ 0";
  for (const std::string& one : terms) sum += " (ite " + one + " 1 0)";
  return sum + ")";
}

}  // namespace

SmtLib::Outlook SmtLib::outlook(const Formula& formula) {
  std::vector<std::string> could, always;
  for (const Formula& part : formula.parts) {
    const Outlook one = outlook(part);
    could.push_back(one.could);
    always.push_back(one.always);
  }
  switch (formula.kind) {
    case Kind::all: return {all_of(could), all_of(always)};
    case Kind::any: return {any_of(could), any_of(always)};
    case Kind::at_least: {
      const std::string limit = whole(formula.number);
      return {"(>= " + counted(could) + " " + limit + ")", "(>= " + counted(always) + " " + limit + ")"};
    }
    case Kind::negation: return {no(always.front()), no(could.front())};
    case Kind::known: return {could.front(), always.front()};
    case Kind::absent: {
      const Outlook there = outlook_of(formula.variable);
      return {no(there.always), no(there.could)};
    }
    case Kind::finding: return outlook_of(formula.variable);
    case Kind::recent: {
      const Formula age{.kind = Kind::duration,
                        .comparison = Comparison::at_most,
                        .variable = formula.variable,
                        .number = formula.number,
                        .parts = {}};
      return outlook_of_attribute(Attribute::age, age);
    }
    case Kind::duration: return outlook_of_attribute(Attribute::age, formula);
    case Kind::tempo: return outlook_of_attribute(Attribute::tempo, formula);
    case Kind::trend: return outlook_of_attribute(Attribute::trend, formula);
    case Kind::side: return outlook_of_side(formula);
    case Kind::value:
      return language_.variables[formula.variable].count_of.empty() ? outlook_of_number(formula)
                                                                    : outlook_of_count(formula);
    case Kind::length:
    case Kind::every:
    case Kind::choice: {
      const Truth now = truth(formula);
      return {no(now.no), now.yes};
    }
  }
  return {yes_always, no_never};
}

void SmtLib::define_outlook(const std::string& name, const Formula& formula) {
  named(name + " could", outlook(formula).could);
}

SmtLib::Outlook SmtLib::outlook_of(Variable variable) {
  const VariableInfo& info = language_.variables[variable];
  if (info.type != Type::boolean) return {no_never, no_never};
  Outlook made{symbol(variable, "could be"), symbol(variable, "always is")};
  if (made_.contains(made.could)) return made;
  const std::string said_yes = symbol(variable, "said yes"), said_no = symbol(variable, "said no");
  const Truth now = finding(variable);
  if (!info.defined) {
    named(info.name + " could be", no(said_no));
    named(info.name + " always is", said_yes);
    return made;
  }
  const Outlook follows = outlook(*info.defined);
  if (info.guard) {
    named(info.name + " could be", follows.could);
    named(info.name + " always is", follows.always);
    return made;
  }
  // What is denied stays so: a formula that makes it present all the same is a contradiction.
  named(info.name + " could be", "(ite " + said_no + " " + now.yes + " " + any_of({said_yes, follows.could}) + ")");
  named(info.name + " always is", "(ite " + said_no + " " + now.yes + " " + any_of({said_yes, follows.always}) + ")");
  return made;
}

SmtLib::Outlook SmtLib::outlook_of_count(const Formula& atom) {
  std::vector<std::string> could, always;
  for (const Formula& part : language_.variables[atom.variable].count_of) {
    const Outlook one = outlook(part);
    could.push_back(one.could);
    always.push_back(one.always);
  }
  const std::string limit = smt_real(atom.number);
  const std::string least = "(to_real " + counted(always) + ")", most = "(to_real " + counted(could) + ")";
  const std::string low = compared(least, atom.comparison, limit), high = compared(most, atom.comparison, limit);
  std::vector<std::string> some{low, high};
  if (atom.comparison == Comparison::equal) some.push_back("(<= " + least + " " + limit + " " + most + ")");
  return {any_of(some), all_of({low, high})};
}

std::string SmtLib::may_gain_number(Variable variable) const {
  std::vector<std::string> terms{no(any_of(
      {symbol(variable, "bare known"), all_of({symbol(variable, "left known"), symbol(variable, "right known")})}))};
  for (const Variable part : language_.variables[variable].least_of) terms.push_back(may_gain_number(part));
  return any_of(terms);
}

SmtLib::Outlook SmtLib::outlook_of_number(const Formula& atom) {
  const Truth now = truth(atom);
  if (language_.variables[atom.variable].least_of.empty()) return {no(now.no), now.yes};
  const std::string gains = may_gain_number(atom.variable);
  if (is_below(atom.comparison)) return {any_of({no(now.no), gains}), now.yes};
  std::string could = no(now.no);
  if (atom.comparison == Comparison::equal) {
    const std::string smaller = number_reached(atom.variable, Comparison::less, atom.number);
    could = any_of({could, all_of({gains, no(smaller)})});
  }
  return {could, all_of({now.yes, no(gains)})};
}

void SmtLib::supports(const Formula& formula, Reading reading, const std::string& when, std::vector<Support>& into) {
  const auto term = [&](const Formula& one) {
    const Outlook seen = outlook(one);
    return reading == Reading::could ? seen.could : seen.always;
  };
  switch (formula.kind) {
    case Kind::all:
    case Kind::any:
    case Kind::at_least:
      for (const Formula& part : formula.parts)
        supports(part, reading, part.parts.empty() ? when : all_of({when, term(part)}), into);
      return;
    case Kind::finding:
    case Kind::recent:
    case Kind::side:
    case Kind::duration:
    case Kind::tempo:
    case Kind::trend: into.push_back({all_of({when, term(formula)}), formula.variable}); return;
    case Kind::negation:
    case Kind::known:
    case Kind::absent:
    case Kind::length:
    case Kind::value:
    case Kind::every:
    case Kind::choice: return;
  }
}

const std::vector<SmtLib::Support>& SmtLib::parts_of(Variable variable, Reading reading) {
  const std::pair key(variable, reading);
  if (const auto found = outlook_parts_.find(key); found != outlook_parts_.end()) return found->second;
  std::vector<Support> parts;
  const VariableInfo& info = language_.variables[variable];
  const bool could = reading == Reading::could;
  if (info.defined) {
    const Outlook follows = outlook(*info.defined);
    supports(*info.defined, reading,
             named(info.name + " follows " + word_for(could), could ? follows.could : follows.always), parts);
    for (std::size_t i = 0; i < parts.size(); ++i)
      parts[i].when = named(info.name + " " + word_for(could) + " by " + std::to_string(i) + " " +
                                language_.variables[parts[i].variable].name,
                            parts[i].when);
  }
  return outlook_parts_.emplace(key, std::move(parts)).first->second;
}

std::string SmtLib::may_be_stated(Variable variable) {
  return any_of({symbol(variable, "said yes"), all_of({no(finding(variable).yes), outlook_of(variable).could})});
}

std::string SmtLib::reaches(Variable variable, Attribute which, Comparison comparison, double number, Reading reading) {
  const bool could = reading == Reading::could;
  const char* name = which == Attribute::age ? "age" : which == Attribute::tempo ? "tempo" : "trend";
  const std::string limit = which == Attribute::age ? smt_real(number) : whole(number);
  const std::string words = language_.variables[variable].name + " " + word_for(could) + " " + name + " " +
                            std::string(sign_of(comparison)) + " " + limit;
  if (made_.contains(symbol(words))) return symbol(words);
  const std::string stated = has(variable, which);
  std::vector<std::string> terms = {all_of({stated, compared(symbol(variable, name), comparison, limit)})};
  if (could) terms.push_back(all_of({no(stated), may_be_stated(variable)}));
  for (const Support& part : std::vector<Support>(parts_of(variable, reading)))
    terms.push_back(all_of({part.when, reaches(part.variable, which, comparison, number, reading)}));
  return named(words, any_of(terms));
}

std::string SmtLib::is_on(Variable variable, std::string_view which, Reading reading) {
  const bool could = reading == Reading::could;
  const std::string words = language_.variables[variable].name + " " + word_for(could) + " on " + std::string(which);
  if (made_.contains(symbol(words))) return symbol(words);
  const std::string left = symbol(variable, "said left"), right = symbol(variable, "said right");
  const std::string own = which == "left" ? left : right;
  std::vector<std::string> terms;
  for (const Support& part : std::vector<Support>(parts_of(variable, reading)))
    terms.push_back(all_of({part.when, is_on(part.variable, which, reading)}));
  return named(words, "(ite " + any_of({left, right}) + " " + own + " (ite " + may_be_stated(variable) + " " +
                          (could ? yes_always : no_never) + " " + any_of(terms) + "))");
}

SmtLib::Outlook SmtLib::outlook_of_side(const Formula& atom) {
  const Truth now = truth(atom), present = finding(atom.variable);
  const Outlook there = outlook_of(atom.variable);
  std::vector<std::string> could, always{there.always};
  for (const char* which : {"left", "right"}) {
    if (static_cast<Side>(atom.number) == (which[0] == 'l' ? Side::right : Side::left)) continue;
    could.push_back(is_on(atom.variable, which, Reading::could));
    always.push_back(is_on(atom.variable, which, Reading::always));
  }
  return {all_of({there.could, any_of({no(present.yes), no(now.no), all_of(could)})}),
          all_of({present.yes, all_of(always)})};
}

SmtLib::Outlook SmtLib::outlook_of_attribute(Attribute which, const Formula& atom) {
  const Truth now = compare(which, atom), present = finding(atom.variable);
  const Outlook there = outlook_of(atom.variable);
  const Comparison sign = atom.comparison;
  const bool later_is_worse = which == Attribute::trend;
  const auto some = [&](Comparison comparison, Reading reading) {
    return reaches(atom.variable, which, comparison, atom.number, reading);
  };
  std::string bound_known = no_never, bound_holds = no_never;
  if (which == Attribute::age && language_.episode) {
    bound_known = symbol(*language_.episode, "bare known");
    bound_holds = compared(symbol(*language_.episode, "bare"), sign, smt_real(atom.number));
  }
  std::string could, always;
  if (sign == Comparison::equal) {
    const Comparison worse = later_is_worse ? Comparison::more : Comparison::less;
    could = all_of({some(sign, Reading::could), no(some(worse, Reading::always))});
    const bool nothing_worse = atom.number == (later_is_worse ? static_cast<double>(Trend::worsening) : 0);
    always =
        all_of({now.yes, some(sign, Reading::always), nothing_worse ? yes_always : no(some(worse, Reading::could))});
  } else if (later_is_worse ? is_above(sign) : is_below(sign)) {
    could = some(sign, Reading::could);
    always = any_of({all_of({bound_known, bound_holds}), some(sign, Reading::always)});
  } else {
    const Comparison breaks = opposite_of(sign);
    could = all_of({no(some(breaks, Reading::always)), no(all_of({bound_known, no(bound_holds)}))});
    always = all_of({now.yes, no(some(breaks, Reading::could))});
  }
  return {all_of({there.could, any_of({no(present.yes), no(now.no), could})}),
          all_of({present.yes, there.always, always})};
}

}  // namespace lumbar::logic
