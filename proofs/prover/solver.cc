// SPDX-License-Identifier: Apache-2.0
#include "proofs/prover/solver.h"

#include <z3.h>

#include <cctype>
#include <stdexcept>

namespace lumbar::proofs {
namespace {

// The s-expressions of "((name value) (name value))": the values, in order.
std::vector<std::string> values_in(const std::string& text) {
  std::vector<std::string> values;
  std::size_t at = text.find('(');
  const auto skip_space = [&] {
    while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at])) != 0) ++at;
  };
  const auto expression = [&] {
    skip_space();
    const std::size_t from = at;
    int depth = 0;
    bool quoted = false;
    do {
      const char c = text[at];
      if (c == '|') quoted = !quoted;
      if (!quoted && c == '(') ++depth;
      if (!quoted && c == ')') {
        if (depth == 0) break;
        --depth;
      }
      ++at;
      if (depth == 0 && !quoted) {
        const char next = at < text.size() ? text[at] : ')';
        if (c == ')' || next == ')' || next == '(' || std::isspace(static_cast<unsigned char>(next)) != 0) break;
      }
    } while (at < text.size());
    return text.substr(from, at - from);
  };
  ++at;
  for (skip_space(); at < text.size() && text[at] == '('; skip_space()) {
    ++at;
    expression();
    values.push_back(expression());
    skip_space();
    ++at;
  }
  return values;
}

}  // namespace

Solver::Solver() {
  Z3_config settings = Z3_mk_config();
  context_ = Z3_mk_context(settings);
  Z3_del_config(settings);
}

Solver::~Solver() { Z3_del_context(static_cast<Z3_context>(context_)); }

std::string Solver::run(const std::string& commands) {
  std::string said = Z3_eval_smtlib2_string(static_cast<Z3_context>(context_), commands.c_str());
  if (said.find("(error") != std::string::npos) throw std::runtime_error("the prover: " + said.substr(0, 600));
  return said;
}

bool Solver::possible(const std::vector<std::string>& terms) {
  std::string commands = "(push)\n";
  for (const std::string& one : terms) commands += "(assert " + one + ")\n";
  const std::string said = run(commands + "(check-sat)\n");
  const bool yes = said.find("unsat") == std::string::npos && said.find("sat") != std::string::npos;
  if (!yes && said.find("unsat") == std::string::npos) throw std::runtime_error("the prover gave up: " + said);
  return yes;
}

std::vector<std::string> Solver::values(const std::vector<std::string>& terms) {
  std::string commands = "(get-value (";
  for (const std::string& one : terms) commands += one + " ";
  return values_in(run(commands + "))\n"));
}

double number_from(const std::string& value) {
  if (value == "true") return 1;
  if (value == "false") return 0;
  if (value.rfind("(- ", 0) == 0) return -number_from(value.substr(3, value.size() - 4));
  if (value.rfind("(/ ", 0) == 0) {
    const auto middle = value.find(' ', 3);
    return std::stod(value.substr(3, middle - 3)) / std::stod(value.substr(middle + 1));
  }
  return std::stod(value);
}

}  // namespace lumbar::proofs
