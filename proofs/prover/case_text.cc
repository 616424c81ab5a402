// SPDX-License-Identifier: Apache-2.0
#include "proofs/prover/case_text.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>

#include "lumbar/base/text.h"

namespace lumbar::proofs {
namespace {

using logic::Type;
using logic::Variable;

std::string no(const std::string& term) { return "(not " + term + ")"; }

std::vector<char> items_of(const Knowledge& knowledge) {
  std::vector<char> in(knowledge.findings().size(), 0);
  for (const SafetyItem& item : knowledge.safety_net()) {
    for (const FindingId id : item.findings) in[id.row()] = 1;
  }
  return in;
}

bool is_flag(const Knowledge& knowledge, std::size_t row) {
  return knowledge.language().variables[row].type == Type::boolean;
}

// The symbols that say whether anything is said of a finding.
std::vector<std::string> whether_said(const Knowledge& knowledge, const TriageScript& script, std::size_t row,
                                      bool in_safety_net) {
  const auto variable = static_cast<Variable>(row);
  std::vector<std::string> symbols;
  for (const char* word : is_flag(knowledge, row) ? std::vector<const char*>{"said yes", "said no"}
                                                  : std::vector<const char*>{"bare known", "left known", "right known"})
    symbols.push_back(script.symbol(variable, word));
  if (in_safety_net) symbols.push_back(script.symbol(variable, "vain"));
  return symbols;
}

std::string plain(double number) { return written(number, 12); }

std::string grade(double number) { return plain(std::round(number)); }

// One finding of one subject as JSON, from the values of its symbols; empty when nothing is said.
std::string statement(const Knowledge& knowledge, std::size_t row, const std::map<std::string, double>& of) {
  const auto& info = knowledge.language().variables[row];
  const auto flag = [&](const char* word) { return of.contains(word) && of.at(word) != 0; };
  if (flag("vain")) return "\"unavailable\"";
  if (info.type == Type::boolean) {
    if (flag("said no")) return "false";
    if (!flag("said yes")) return {};
    std::string text = "{\"present\": true";
    if (flag("said left") || flag("said right")) {
      const char* side = !flag("said right") ? "left" : !flag("said left") ? "right" : "both";
      text += ", \"side\": \"" + std::string(side) + "\"";
    }
    if (flag("aged")) text += ", \"duration\": {\"value\": " + plain(of.at("age")) + ", \"unit\": \"d\"}";
    if (flag("paced"))
      text += ", \"tempo\": \"" + std::string(word_of(static_cast<Tempo>(static_cast<int>(of.at("tempo"))))) + "\"";
    if (flag("trended"))
      text += ", \"trend\": \"" + std::string(word_of(static_cast<Trend>(static_cast<int>(of.at("trend"))))) + "\"";
    return text == "{\"present\": true" ? "true" : text + "}";
  }
  const auto value = [&](const char* slot) -> std::string {
    const double number = of.at(slot);
    if (info.type == Type::choice)
      return "\"" + info.choices[std::min(static_cast<std::size_t>(number), info.choices.size() - 1)] + "\"";
    if (info.type == Type::duration) return "{\"value\": " + plain(number) + ", \"unit\": \"d\"}";
    return info.type == Type::ordinal ? grade(number) : plain(number);
  };
  if (flag("bare known")) return value("bare");
  std::string text;
  for (const char* side : {"left", "right"}) {
    if (!flag((std::string(side) + " known").c_str())) continue;
    text += (text.empty() ? "{\"" : ", \"") + std::string(side) + "\": " + value(side);
  }
  return text.empty() ? text : text + "}";
}

// Reads the model: which findings are said of any subject, and the cases.
struct Read {
  std::vector<std::size_t> said;
  std::vector<std::string> cases;
};

Read read_model(Solver& solver, const Knowledge& knowledge, const std::vector<const TriageScript*>& subjects) {
  const auto in_safety_net = items_of(knowledge);
  std::vector<std::string> asked;
  for (const TriageScript* script : subjects) {
    for (std::size_t row = 0; row < knowledge.findings().size(); ++row) {
      for (auto& one : said_of(knowledge, *script, FindingId(row))) asked.push_back(std::move(one));
      if (in_safety_net[row] != 0) asked.push_back(script->symbol(static_cast<Variable>(row), "vain"));
    }
  }
  const auto values = solver.values(asked);
  Read read;
  std::vector<char> said(knowledge.findings().size(), 0);
  std::size_t next = 0;
  for (const TriageScript* script : subjects) {
    std::string text;
    for (std::size_t row = 0; row < knowledge.findings().size(); ++row) {
      const std::string& name = knowledge.findings()[row].name;
      std::map<std::string, double> of;
      const std::size_t count = said_of(knowledge, *script, FindingId(row)).size() + (in_safety_net[row] != 0 ? 1 : 0);
      for (std::size_t i = 0; i < count; ++i, ++next) {
        // `|a foot_drop said yes|` without the subject and the finding.
        const std::size_t from = 1 + script->subject().size() + 1 + name.size() + 1;
        of[asked[next].substr(from, asked[next].size() - from - 1)] = number_from(values[next]);
      }
      const std::string one = statement(knowledge, row, of);
      if (one.empty()) continue;
      said[row] = 1;
      text += (text.empty() ? "    \"" : ",\n    \"") + name + "\": " + one;
    }
    read.cases.push_back("{ \"lumbar_case\": 1,\n  \"findings\": {\n" + text + " } }\n");
  }
  for (std::size_t row = 0; row < said.size(); ++row) {
    if (said[row] != 0) read.said.push_back(row);
  }
  return read;
}

}  // namespace

std::string plausible(const Knowledge& knowledge, const TriageScript& script) {
  std::string terms;
  for (std::size_t row = 0; row < knowledge.findings().size(); ++row) {
    if (is_flag(knowledge, row)) {
      const auto age = script.symbol(static_cast<Variable>(row), "age");
      terms += " (is_int " + age + ") (<= " + age + " 20000.0)";
      continue;
    }
    const auto type = knowledge.language().variables[row].type;
    const Finding& finding = knowledge.findings()[row];
    if (type == Type::choice || type == Type::side) continue;
    double low = 0, high = 100;
    if (type == Type::ordinal) high = 5;
    if (finding.unit == "0-10") high = 10;
    if (finding.unit == "of 4") high = 4;
    if (finding.name == "temperature_c") low = 35, high = 42;
    if (finding.name == "height") low = 50, high = 220;
    if (type == Type::duration) high = 20000;
    for (const char* slot : {"bare", "left", "right"}) {
      const auto symbol = script.symbol(static_cast<Variable>(row), slot);
      terms += " (<= " + plain(low) + ".0 " + symbol + " " + plain(high) + ".0)";
      // Halves are enough for every limit of the facts, and read well.
      terms += type == Type::quantity ? " (is_int (* 2.0 " + symbol + "))" : " (is_int " + symbol + ")";
    }
  }
  return "(define-fun |" + script.subject() + " plausible| () Bool (and true" + terms + "))\n";
}

std::vector<std::string> smallest_cases(Solver& solver, const Knowledge& knowledge,
                                        const std::vector<const TriageScript*>& subjects,
                                        const std::vector<std::string>& terms, double seconds) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  const auto in_safety_net = items_of(knowledge);
  const auto unsaid = [&](std::size_t row) {
    std::string all = "(and";
    for (const TriageScript* script : subjects) {
      for (const auto& one : whether_said(knowledge, *script, row, in_safety_net[row] != 0)) all += " " + no(one);
    }
    return all + ")";
  };
  std::vector<std::string> given = terms;
  if (!solver.possible(given)) return {};
  Read best = read_model(solver, knowledge, subjects);
  solver.run("(pop)");
  const auto hold_unsaid = [&](const Read& read) {
    for (std::size_t row = 0; row < knowledge.findings().size(); ++row) {
      if (!std::binary_search(read.said.begin(), read.said.end(), row)) given.push_back(unsaid(row));
    }
  };
  hold_unsaid(best);
  // Whole runs of findings are left unsaid at once, then smaller ones.
  for (std::size_t run = std::max<std::size_t>(best.said.size() / 2, 1);; run /= 2) {
    for (std::size_t from = 0; from < best.said.size() && Clock::now() < end;) {
      std::vector<std::string> fewer = given;
      for (std::size_t i = from; i < std::min(from + run, best.said.size()); ++i) fewer.push_back(unsaid(best.said[i]));
      if (solver.possible(fewer)) {
        given = fewer;
        best = read_model(solver, knowledge, subjects);
        hold_unsaid(best);
      } else {
        from += run;
      }
      solver.run("(pop)");
    }
    if (run == 1 || Clock::now() >= end) break;
  }
  return best.cases;
}

}  // namespace lumbar::proofs
