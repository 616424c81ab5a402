// SPDX-License-Identifier: Apache-2.0
#include "proofs/prover/answer.h"

#include <algorithm>
#include <stdexcept>

namespace lumbar::proofs {
namespace {

using logic::Variable;

class Pins {
 public:
  Pins(const Findings& findings, const TriageScript& script, const Knowledge& knowledge)
      : script_(script), knowledge_(knowledge) {
    std::vector<const Statement*> said(knowledge.findings().size(), nullptr);
    for (const Statement& one : findings.statements) said[one.finding.row()] = &one;
    static const Statement silence;
    for (std::size_t row = 0; row < said.size(); ++row) pin(row, said[row] != nullptr ? *said[row] : silence);
    std::vector<char> listed(said.size(), 0);
    for (const SafetyItem& item : knowledge.safety_net()) {
      for (const FindingId id : item.findings) listed[id.row()] = 1;
    }
    const auto& vain = findings.not_to_be_had;
    for (std::size_t row = 0; row < said.size(); ++row) {
      if (listed[row] == 0) continue;
      flag(static_cast<Variable>(row), "vain", std::find(vain.begin(), vain.end(), FindingId(row)) != vain.end());
    }
  }
  const std::vector<Evaluator::Pin>& all() const { return pins_; }

 private:
  void flag(Variable variable, const char* what, bool value) {
    pins_.push_back({script_.symbol(variable, what), 'B', value ? "true" : "false"});
  }
  void equal(Variable variable, const char* what, char sort, const std::string& value) {
    pins_.push_back({script_.symbol(variable, what), sort, value});
  }
  static std::string real(double number) {
    return number < 0 ? "-" + logic::smt_real(-number) : logic::smt_real(number);
  }
  void pin(std::size_t row, const Statement& said) {
    const auto variable = static_cast<Variable>(row);
    const auto type = knowledge_.language().variables[row].type;
    if (type == logic::Type::boolean) {
      const bool yes = said.present == Presence::present;
      flag(variable, "said yes", yes);
      flag(variable, "said no", said.present == Presence::absent);
      flag(variable, "said left", yes && said.side && *said.side != Side::right);
      flag(variable, "said right", yes && said.side && *said.side != Side::left);
      flag(variable, "aged", yes && said.age_days.has_value());
      flag(variable, "paced", yes && said.tempo.has_value());
      flag(variable, "trended", yes && said.trend.has_value());
      equal(variable, "age", 'R', real(said.age_days.value_or(0)));
      equal(variable, "tempo", 'I', std::to_string(said.tempo ? static_cast<int>(*said.tempo) : 0));
      equal(variable, "trend", 'I', std::to_string(said.trend ? static_cast<int>(*said.trend) : 0));
      return;
    }
    const auto slot = [&](const char* known, const char* value, const auto& number, const auto& choice) {
      if (type == logic::Type::choice) {
        flag(variable, known, choice.has_value());
        equal(variable, value, 'I', std::to_string(choice.value_or(0)));
      } else {
        flag(variable, known, number.has_value());
        equal(variable, value, 'R', real(number.value_or(0)));
      }
    };
    slot("bare known", "bare", said.number.bare, said.choice.bare);
    slot("left known", "left", said.number.left, said.choice.left);
    slot("right known", "right", said.number.right, said.choice.right);
  }

  const TriageScript& script_;
  const Knowledge& knowledge_;
  std::vector<Evaluator::Pin> pins_;
};

std::string word_for(double level) {
  return level < 0 ? "none" : std::string(word_of(static_cast<Urgency>(static_cast<int>(level))));
}

std::string list_of(const std::vector<std::string>& names) {
  std::string text = "[";
  for (const std::string& name : names) text += (text.size() > 1 ? ", \"" : "\"") + name + "\"";
  return text + "]";
}

void must_agree(const char* what, double solver, double engine) {
  if (solver != engine)
    throw std::runtime_error(std::string(what) + ": the solver says " + std::to_string(solver) + ", the engine " +
                             std::to_string(engine));
}

}  // namespace

std::vector<Evaluator::Pin> pins_of(const Findings& findings, const TriageScript& script, const Knowledge& knowledge) {
  return Pins(findings, script, knowledge).all();
}

std::vector<std::string> terms_of(const TriageScript& script, const Knowledge& knowledge) {
  std::vector<std::string> terms;
  for (const char* one : {"rules level", "level", "provisional", "could", "deadline", "transport"})
    terms.push_back(script.symbol(one));
  for (const Rule& rule : knowledge.rules()) {
    terms.push_back(script.symbol(rule.name + " yes"));
    terms.push_back(script.symbol(rule.name + " open"));
  }
  return terms;
}

std::string answer(Evaluator& evaluator, const TriageScript& script, const Findings& findings, const Triage& triage,
                   const Knowledge& knowledge) {
  const auto values = evaluator.values(pins_of(findings, script, knowledge));
  const auto value = [&](std::size_t place) { return values[place]; };
  must_agree("rule level", value(0), triage.rule_level ? static_cast<double>(*triage.rule_level) : -1);
  must_agree("level", value(1), static_cast<double>(triage.level));
  must_agree("provisional", value(2), triage.provisional ? 1 : 0);
  must_agree("could rise to", value(3),
             triage.open.empty() ? -1 : static_cast<double>(triage.open.front().could_raise_to));
  must_agree("deadline", value(4), triage.deadline_hours.value_or(-1));
  must_agree("transport", value(5), static_cast<double>(triage.transport));
  std::vector<std::string> raised, open;
  for (std::size_t row = 0; row < knowledge.rules().size(); ++row) {
    const Rule& rule = knowledge.rules()[row];
    const bool yes = value(6 + 2 * row) != 0, is_open = value(7 + 2 * row) != 0;
    const bool engine_yes = std::any_of(triage.raised.begin(), triage.raised.end(),
                                        [&](const RaisedRule& one) { return one.rule == RuleId(row); });
    must_agree(rule.name.c_str(), yes ? 1 : 0, engine_yes ? 1 : 0);
    if (yes) raised.push_back(rule.name);
    if (is_open && rule.level > triage.level) open.push_back(rule.name);
  }
  return "{\"rule_level\": \"" + word_for(value(0)) + "\", \"level\": \"" + word_for(value(1)) +
         "\", \"provisional\": " + (value(2) != 0 ? "true" : "false") + ", \"raised\": " + list_of(raised) +
         ", \"open\": " + list_of(open) + ", \"could\": \"" + word_for(value(3)) + "\"}";
}

}  // namespace lumbar::proofs
