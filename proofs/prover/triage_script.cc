// SPDX-License-Identifier: Apache-2.0
#include "proofs/prover/triage_script.h"

#include <algorithm>
#include <functional>

namespace lumbar::proofs {
namespace {

using logic::Variable;

std::string joined_by(const std::string& word, const std::vector<std::string>& terms, const std::string& empty) {
  if (terms.empty()) return empty;
  std::string text = "(" + word;
  for (const std::string& one : terms) text += " " + one;
  return text + ")";
}
std::string all_of(const std::vector<std::string>& terms) { return joined_by("and", terms, "true"); }
std::string any_of(const std::vector<std::string>& terms) { return joined_by("or", terms, "false"); }
std::string no(const std::string& term) { return "(not " + term + ")"; }
std::string rank(Urgency level) { return std::to_string(static_cast<int>(level)); }
std::string implies(const std::string& a, const std::string& b) { return "(=> " + a + " " + b + ")"; }
std::string same(const std::string& a, const std::string& b) { return "(= " + a + " " + b + ")"; }
std::string item_name(const SafetyItem& item) { return item.group + std::to_string(item.order); }

const logic::VariableInfo& info_of(const Knowledge& knowledge, Variable variable) {
  return knowledge.language().variables[variable];
}
bool is_flag(const Knowledge& knowledge, Variable variable) {
  return info_of(knowledge, variable).type == logic::Type::boolean;
}

bool only_numbers(const logic::Formula& formula) {
  if (formula.parts.empty()) return formula.kind == logic::Kind::value || formula.kind == logic::Kind::length;
  return std::all_of(formula.parts.begin(), formula.parts.end(), only_numbers);
}

}  // namespace

TriageScript::TriageScript(const Knowledge& knowledge, const std::string& subject)
    : knowledge_(knowledge), subject_(subject), smt_(knowledge.language(), subject) {
  write_domain();
  write_rules();
  write_safety_net();
  write_level();
  write_consequences();
  write_contradictions();
}

void TriageScript::constant(const std::string& name, const std::string& sort, const std::string& term) {
  text_ += "(define-fun " + symbol(name) + " () " + sort + " " + term + ")\n";
}

// What a door refuses beside what logic::SmtLib knows: two sides of what has none, a word about a guard.
void TriageScript::write_domain() {
  for (std::size_t row = 0; row < knowledge_.findings().size(); ++row) {
    const auto variable = static_cast<Variable>(row);
    const Finding& finding = knowledge_.findings()[row];
    const auto refuse = [&](const char* word) { text_ += "(assert " + no(symbol(variable, word)) + ")\n"; };
    if (is_flag(knowledge_, variable)) {
      if (!info_of(knowledge_, variable).guard) continue;
      refuse("said yes");
      refuse("said no");
    } else if (!finding.sided) {
      refuse("left known");
      refuse("right known");
    }
  }
}

void TriageScript::write_rules() {
  for (const Rule& rule : knowledge_.rules()) smt_.define(rule.name, rule.formula);
  for (std::size_t row = 0; row < knowledge_.findings().size(); ++row) smt_.finding(static_cast<Variable>(row));
  for (const Rule& rule : knowledge_.rules()) {
    smt_.define_outlook(rule.name, rule.formula);
    constant(rule.name + " open", "Bool", all_of({no(symbol(rule.name + " yes")), symbol(rule.name + " could")}));
  }
}

// Some rule of this level or above is "yes" or "open".
std::string TriageScript::some_rule(Urgency from, const std::string& which) const {
  std::vector<std::string> terms;
  for (const Rule& rule : knowledge_.rules()) {
    if (rule.level >= from) terms.push_back(symbol(rule.name + " " + which));
  }
  return any_of(terms);
}

void TriageScript::write_safety_net() {
  std::vector<char> declared(knowledge_.findings().size(), 0);
  std::vector<std::string> in_vain, in_group_a, all_known;
  for (const SafetyItem& item : knowledge_.safety_net()) {
    std::vector<std::string> known, tried;
    for (std::size_t i = 0; i < item.known_when.size(); ++i) {
      const std::string name = item_name(item) + " when " + std::to_string(i);
      smt_.define(name, item.known_when[i]);
      known.push_back(any_of({symbol(name + " yes"), symbol(name + " no")}));
    }
    for (const FindingId id : item.findings) {
      const auto variable = static_cast<Variable>(id.row());
      const std::string vain = symbol(variable, "vain");
      tried.push_back(vain);
      if (declared[id.row()]++ != 0) continue;
      text_ += "(declare-const " + vain + " Bool)\n";
      std::vector<std::string> nothing_said;
      if (is_flag(knowledge_, variable)) {
        nothing_said = {no(symbol(variable, "said yes")), no(symbol(variable, "said no"))};
      } else {
        for (const char* one : {"bare known", "left known", "right known"})
          nothing_said.push_back(no(symbol(variable, one)));
      }
      text_ += "(assert " + implies(vain, all_of(nothing_said)) + ")\n";
    }
    constant(item_name(item) + " known", "Bool", all_of(known));
    constant(item_name(item) + " vain", "Bool", all_of({no(symbol(item_name(item) + " known")), any_of(tried)}));
    all_known.push_back(symbol(item_name(item) + " known"));
    in_vain.push_back(symbol(item_name(item) + " vain"));
    if (item.group == 'A') in_group_a.push_back("(ite " + in_vain.back() + " 1 0)");
  }
  constant("all known", "Bool", all_of(all_known));
  constant("some in vain", "Bool", any_of(in_vain));
  constant("group A in vain", "Int", "(+ 0 " + joined_by("+", in_group_a, "0") + ")");
}

// As assess_urgency: rules, then what could not be answered, then no reassurance without the safety net, then age.
void TriageScript::write_level() {
  const auto highest = [&](const std::string& which, const std::string& none) {
    std::string term = none;
    for (const Urgency level :
         {Urgency::self_care, Urgency::appointment, Urgency::within_24h, Urgency::emergency_now}) {
      term = "(ite " + some_rule(level, which) + " " + rank(level) + " " + term + ")";
    }
    return term;
  };
  // Built from the inside out: the highest level must stand outermost.
  constant("rules level", "Int", highest("yes", "(- 1)"));
  const auto nobody = knowledge_.finding("cannot_be_questioned");
  const std::string cannot = nobody ? symbol(static_cast<Variable>(nobody->row()), "yes") : "false";
  constant("nobody to ask", "Bool",
           all_of({any_of({cannot, "(>= " + symbol("group A in vain") + " 2)"}),
                   "(< " + symbol("rules level") + " " + rank(Urgency::emergency_now) + ")"}));
  constant("not to be had", "Bool",
           all_of({symbol("some in vain"), "(< " + symbol("rules level") + " " + rank(Urgency::within_24h) + ")",
                   no(symbol("nobody to ask"))}));
  constant("level before", "Int",
           "(ite " + symbol("nobody to ask") + " " + rank(Urgency::emergency_now) + " (ite " + symbol("not to be had") +
               " " + rank(Urgency::within_24h) + " (ite (< " + symbol("rules level") + " 0) 0 " +
               symbol("rules level") + ")))");
  const auto open_above = [&](const std::string& level) {
    std::vector<std::string> terms;
    for (const Rule& rule : knowledge_.rules())
      terms.push_back(all_of({symbol(rule.name + " open"), "(> " + rank(rule.level) + " " + level + ")"}));
    return any_of(terms);
  };
  const std::string nothing_true =
      all_of({"(< " + symbol("rules level") + " 0)", no(symbol("nobody to ask")), no(symbol("not to be had"))});
  constant("could rise", "Bool",
           any_of({all_of({nothing_true, some_rule(Urgency::self_care, "open")}), open_above(symbol("level before"))}));

  std::vector<std::string> symptoms;
  for (std::size_t row = 0; row < knowledge_.findings().size(); ++row) {
    const auto variable = static_cast<Variable>(row);
    if (knowledge_.findings()[row].kind != FindingKind::symptom) continue;
    const auto type = info_of(knowledge_, variable).type;
    if (type == logic::Type::boolean) {
      if (info_of(knowledge_, variable).askable) symptoms.push_back(symbol(variable, "yes"));
    } else if (type != logic::Type::choice) {
      symptoms.push_back(all_of({symbol(variable, "bare known"), "(> " + symbol(variable, "bare") + " 0.0)"}));
    }
  }
  const auto prevention = knowledge_.finding("prevention_question");
  const std::string asks = prevention ? symbol(static_cast<Variable>(prevention->row()), "yes") : "false";
  constant("exempt", "Bool", all_of({asks, no(any_of(symptoms)), "(= " + symbol("level before") + " 0)"}));

  const auto age = static_cast<Variable>(knowledge_.finding("age_years")->row());
  constant("child", "Bool",
           all_of({symbol(age, "bare known"), "(< " + symbol(age, "bare") + " " +
                                                  logic::smt_real(knowledge_.parameter("adult_age_years")) + ")"}));
  const std::string before_age = "(ite (or (> " + symbol("level before") + " 0) " + symbol("exempt") + " " +
                                 symbol("all known") + ") " + symbol("level before") + " 1)";
  constant("level of grown-ups", "Int", before_age);
  constant("level", "Int",
           "(ite " + all_of({symbol("child"), "(= " + symbol("level of grown-ups") + " 0)"}) + " 1 " +
               symbol("level of grown-ups") + ")");
  const std::string first_look = "(ite (> " + symbol("level before") + " 0) " + symbol("could rise") + " (ite " +
                                 symbol("exempt") + " false (ite " + symbol("all known") + " " + symbol("could rise") +
                                 " true)))";
  constant("provisional", "Bool",
           "(ite " + all_of({symbol("child"), "(= " + symbol("level of grown-ups") + " 0)"}) + " " + open_above("1") +
               " " + first_look + ")");
  std::string could = "(- 1)";
  for (const Urgency level : {Urgency::appointment, Urgency::within_24h, Urgency::emergency_now}) {
    could = "(ite " + all_of({some_rule(level, "open"), "(> " + rank(level) + " " + symbol("level") + ")"}) + " " +
            rank(level) + " " + could + ")";
  }
  constant("could", "Int", could);
  for (const Urgency level : {Urgency::self_care, Urgency::appointment, Urgency::within_24h, Urgency::emergency_now}) {
    std::string sum = "(+ 0";
    for (const Rule& rule : knowledge_.rules()) {
      if (rule.level >= level) sum += " (ite " + symbol(rule.name + " yes") + " 1 0)";
    }
    constant("rules at " + rank(level), "Int", sum + ")");
  }
  constant("danger closed", "Bool",
           all_of({no(some_rule(Urgency::within_24h, "yes")), no(some_rule(Urgency::within_24h, "open"))}));
}

void TriageScript::write_consequences() {
  std::string days = "0";
  for (const Rule& rule : knowledge_.rules()) {
    const std::string yes = symbol(rule.name + " yes");
    // 0 stands for "no true rule has set any days yet".
    if (rule.appointment_days) {
      const std::string own = std::to_string(*rule.appointment_days);
      const std::string name = "days up to " + rule.name;
      constant(name, "Int",
               "(let ((before " + days + ")) (ite " + yes + " (ite (or (= before 0) (< " + own + " before)) " + own +
                   " before) before))");
      days = symbol(name);
    }
  }
  const auto usual = static_cast<int>(knowledge_.parameter("appointment_days"));
  constant("deadline", "Int",
           "(ite (= " + symbol("level") + " 3) 0 (ite (= " + symbol("level") + " 2) 24 (ite (= " + symbol("level") +
               " 1) (* 24 (ite (= " + days + " 0) " + std::to_string(usual) + " " + days + ")) (- 1))))");
  // The most that a true rule of this very level asks for.
  const auto some_rule_asks = [&](Transport at_least) {
    std::vector<std::string> terms;
    for (const Rule& rule : knowledge_.rules()) {
      if (rule.transport >= at_least)
        terms.push_back(all_of({symbol(rule.name + " yes"), "(= " + symbol("level") + " " + rank(rule.level) + ")"}));
    }
    return any_of(terms);
  };
  const std::string emergency = "(= " + symbol("level") + " " + rank(Urgency::emergency_now) + ")";
  constant("transport", "Int",
           "(ite " + any_of({symbol("nobody to ask"), some_rule_asks(Transport::ambulance)}) + " 2 (ite " +
               any_of({emergency, some_rule_asks(Transport::driven)}) + " 1 0))");
}

// What gather_findings refuses. Where a denial reads one side only, all sides are read here: a little stricter.
void TriageScript::write_contradictions() {
  std::vector<std::string> clashes;
  for (std::size_t row = 0; row < knowledge_.findings().size(); ++row) {
    const auto variable = static_cast<Variable>(row);
    const auto& info = info_of(knowledge_, variable);
    if (!info.defined || !is_flag(knowledge_, variable)) continue;
    if (info.guard) {
      clashes.push_back(any_of({symbol(variable, "said yes"), symbol(variable, "said no")}));
      continue;
    }
    const auto follows = smt_.truth(*info.defined);
    clashes.push_back(all_of({symbol(variable, "said no"), follows.yes}));
    if (only_numbers(*info.defined)) clashes.push_back(all_of({symbol(variable, "said yes"), follows.no}));
  }
  for (const Denial& denial : knowledge_.denials()) {
    const auto variable = static_cast<Variable>(denial.finding.row());
    const char* word = denial.stated == Presence::present ? "said yes" : "said no";
    const auto denied = smt_.truth(denial.formula);
    clashes.push_back(all_of({symbol(variable, word), denied.yes}));
  }
  constant("accepted", "Bool", no(any_of(clashes)));
}

std::vector<std::string> said_of(const Knowledge& knowledge, const TriageScript& script, FindingId finding) {
  const auto variable = static_cast<Variable>(finding.row());
  std::vector<std::string> symbols;
  const std::vector<const char*> words =
      is_flag(knowledge, variable)
          ? std::vector<const char*>{"said yes", "said no", "said left", "said right", "aged",
                                     "age",      "paced",   "tempo",     "trended",    "trend"}
          : std::vector<const char*>{"bare known", "bare", "left known", "left", "right known", "right"};
  for (const char* word : words) symbols.push_back(script.symbol(variable, word));
  return symbols;
}

namespace {

std::string relation(const std::string& name, const std::vector<std::string>& terms) {
  return "(define-fun |" + name + "| () Bool " + all_of(terms) + ")\n";
}

std::vector<char> has_vain(const Knowledge& knowledge) {
  std::vector<char> has(knowledge.findings().size(), 0);
  for (const SafetyItem& item : knowledge.safety_net()) {
    for (const FindingId id : item.findings) has[id.row()] = 1;
  }
  return has;
}

std::string all_same(const Knowledge& knowledge, const TriageScript& a, const TriageScript& b, FindingId finding) {
  std::vector<std::string> terms;
  const auto left = said_of(knowledge, a, finding), right = said_of(knowledge, b, finding);
  for (std::size_t i = 0; i < left.size(); ++i) terms.push_back(same(left[i], right[i]));
  return all_of(terms);
}

}  // namespace

std::string same_but(const Knowledge& knowledge, const TriageScript& a, const TriageScript& b, FindingId finding) {
  std::vector<std::string> terms;
  const auto vain = has_vain(knowledge);
  for (std::size_t row = 0; row < knowledge.findings().size(); ++row) {
    if (row == finding.row()) continue;
    terms.push_back(all_same(knowledge, a, b, FindingId(row)));
    if (vain[row] != 0)
      terms.push_back(same(a.symbol(static_cast<Variable>(row), "vain"), b.symbol(static_cast<Variable>(row), "vain")));
  }
  return relation(b.subject() + " is " + a.subject() + " but for " + knowledge[finding].name, terms);
}

std::string or_worse(const Knowledge& knowledge, const TriageScript& a, const TriageScript& b,
                     const std::vector<FindingId>& fixed) {
  std::vector<std::string> terms;
  const auto vain = has_vain(knowledge);
  for (std::size_t row = 0; row < knowledge.findings().size(); ++row) {
    const auto variable = static_cast<Variable>(row);
    const auto of = [&](const TriageScript& script, const char* what) { return script.symbol(variable, what); };
    const auto as_before = [&](const char* what) { return same(of(a, what), of(b, what)); };
    const bool stays = std::find(fixed.begin(), fixed.end(), FindingId(row)) != fixed.end();
    const Worse worse = knowledge.findings()[row].worse;
    if (stays || info_of(knowledge, variable).guard || (!is_flag(knowledge, variable) && worse == Worse::none)) {
      terms.push_back(all_same(knowledge, a, b, FindingId(row)));
      if (vain[row] != 0) terms.push_back(as_before("vain"));
      continue;
    }
    if (!is_flag(knowledge, variable)) {
      for (const char* slot : {"bare", "left", "right"}) {
        terms.push_back(as_before((std::string(slot) + " known").c_str()));
        terms.push_back(std::string(worse == Worse::high ? "(<= " : "(>= ") + of(a, slot) + " " + of(b, slot) + ")");
      }
      if (vain[row] != 0) terms.push_back(as_before("vain"));
      continue;
    }
    // It stays what it was, or becomes present with nothing more said of it.
    const std::string became = all_of({no(of(a, "said yes")), of(b, "said yes")});
    terms.push_back(implies(of(a, "said yes"), of(b, "said yes")));
    terms.push_back(any_of({became, as_before("said no")}));
    terms.push_back(implies(became, all_of({no(of(b, "aged")), no(of(b, "paced")), no(of(b, "trended"))})));
    // What was asked in vain is raised for that (U2 to U4); an answer ends it, so such a step is another one.
    if (vain[row] != 0) terms.push_back(all_of({as_before("vain"), no(all_of({became, of(a, "vain")}))}));
    for (const char* one : {"aged", "paced", "trended"}) terms.push_back(any_of({became, as_before(one)}));
    terms.push_back(as_before("age"));
    terms.push_back("(<= " + of(b, "tempo") + " " + of(a, "tempo") + ")");
    terms.push_back("(>= " + of(b, "trend") + " " + of(a, "trend") + ")");
    // One side becomes both; no side stays none. What became present has none or both: a single side would also say
    // that the other one is well.
    const std::string some_side = any_of({of(a, "said left"), of(a, "said right")});
    terms.push_back(implies(of(a, "said left"), of(b, "said left")));
    terms.push_back(implies(of(a, "said right"), of(b, "said right")));
    terms.push_back(any_of({some_side, no(any_of({of(b, "said left"), of(b, "said right")})),
                            all_of({became, of(b, "said left"), of(b, "said right")})}));
  }
  return relation(b.subject() + " is " + a.subject() + " or worse", terms);
}

std::string settles(const Knowledge& knowledge, TriageScript& a, TriageScript& b) {
  std::vector<std::string> terms;
  for (std::size_t row = 0; row < knowledge.findings().size(); ++row) {
    const auto variable = static_cast<Variable>(row);
    const auto& info = info_of(knowledge, variable);
    if (!info.defined || info.guard || !is_flag(knowledge, variable)) continue;
    for (const auto kind : {logic::Kind::duration, logic::Kind::tempo, logic::Kind::trend})
      terms.push_back(all_of({a.symbol(variable, "yes"), b.symbol(variable, "yes"), a.unsettled(variable, kind),
                              no(b.unsettled(variable, kind))}));
  }
  return "(define-fun |b settles what a leaves open| () Bool " + any_of(terms) + ")\n";
}

std::string completes(const Knowledge& knowledge, const TriageScript& a, const TriageScript& b) {
  std::vector<std::string> terms;
  const auto vain = has_vain(knowledge);
  for (std::size_t row = 0; row < knowledge.findings().size(); ++row) {
    const auto variable = static_cast<Variable>(row);
    const auto of = [&](const TriageScript& script, const char* what) { return script.symbol(variable, what); };
    const auto keeps = [&](const char* known) { terms.push_back(implies(of(a, known), of(b, known))); };
    const auto keeps_value = [&](const char* known, const char* value) {
      keeps(known);
      terms.push_back(implies(of(a, known), same(of(a, value), of(b, value))));
    };
    if (is_flag(knowledge, variable)) {
      keeps("said yes");
      keeps("said no");
      // What is worked out from others, either way, is not unknown: it is not stated anew.
      if (info_of(knowledge, variable).defined)
        terms.push_back(implies(any_of({of(a, "yes"), of(a, "no")}), implies(of(b, "said yes"), of(a, "said yes"))));
      keeps_value("aged", "age");
      keeps_value("paced", "tempo");
      keeps_value("trended", "trend");
      // A side that was named is the whole answer; one that was not may be named.
      const std::string some_side = any_of({of(a, "said left"), of(a, "said right")});
      terms.push_back(implies(some_side, all_of({same(of(a, "said left"), of(b, "said left")),
                                                 same(of(a, "said right"), of(b, "said right"))})));
    } else {
      keeps_value("bare known", "bare");
      keeps_value("left known", "left");
      keeps_value("right known", "right");
    }
    // What was not to be had may be had after all; what was not asked is not answered by "not to be had".
    if (vain[row] != 0) terms.push_back(implies(of(b, "vain"), of(a, "vain")));
  }
  return relation(b.subject() + " completes " + a.subject(), terms);
}

}  // namespace lumbar::proofs
