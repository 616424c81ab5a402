// SPDX-License-Identifier: Apache-2.0
#include "proofs/prover/solver.h"

#include <z3.h>

#include <cctype>
#include <stdexcept>
#include <string_view>

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

// Z3 writes a definition out wherever its name is used, and a chain of them takes it half a minute to read. A constant
// that is asserted to be equal to the body means the same and is read at once.
std::string constants_for_definitions(const std::string& script) {
  constexpr std::string_view start = "(define-fun ";
  std::string text;
  std::size_t at = 0;
  for (std::size_t next = script.find(start); next != std::string::npos; next = script.find(start, at)) {
    text.append(script, at, next - at);
    const std::size_t name = next + start.size();
    const std::size_t after_name = script.find('|', name + 1) + 1;
    const std::size_t sort = script.find("() ", after_name) + 3;
    const std::size_t after_sort = script.find(' ', sort);
    int depth = 1;
    bool quoted = false;
    std::size_t end = after_sort;
    while (depth > 0) {
      const char c = script[end++];
      if (c == '|') quoted = !quoted;
      if (!quoted && c == '(') ++depth;
      if (!quoted && c == ')') --depth;
    }
    const std::string named = script.substr(name, after_name - name);
    text += "(declare-const " + named + " " + script.substr(sort, after_sort - sort) + ")\n(assert (= " + named +
            script.substr(after_sort, end - after_sort) + ")";
    at = end;
  }
  return text.append(script, at);
}

}  // namespace

Solver::Solver() {
  Z3_config settings = Z3_mk_config();
  context_ = Z3_mk_context(settings);
  Z3_del_config(settings);
}

Solver::~Solver() { Z3_del_context(static_cast<Z3_context>(context_)); }

std::string Solver::run(const std::string& commands) {
  std::string said =
      Z3_eval_smtlib2_string(static_cast<Z3_context>(context_), constants_for_definitions(commands).c_str());
  if (said.find("(error") != std::string::npos) throw std::runtime_error("the prover: " + said.substr(0, 600));
  return said;
}

bool Solver::possible(const std::vector<std::string>& terms) {
  std::string commands = "(push)\n";
  for (const std::string& one : terms) commands += "(assert " + one + ")\n";
  return possible_with(commands);
}

bool Solver::possible_with(const std::string& script) {
  const std::string said = run(script + "(check-sat)\n");
  const bool yes = said.find("unsat") == std::string::npos && said.find("sat") != std::string::npos;
  if (!yes && said.find("unsat") == std::string::npos) throw std::runtime_error("the prover gave up: " + said);
  return yes;
}

std::vector<std::string> Solver::values(const std::vector<std::string>& terms) {
  std::string commands = "(get-value (";
  for (const std::string& one : terms) commands += one + " ";
  return values_in(run(commands + "))\n"));
}

Evaluator::Evaluator(const std::string& script, const std::vector<std::string>& written) {
  Z3_config settings = Z3_mk_config();
  const auto context = Z3_mk_context(settings);
  Z3_del_config(settings);
  context_ = context;
  Z3_set_error_handler(context, nullptr);
  std::string text = script;
  // Each term stands in an assertion of its own, where it is found again.
  for (const std::string& one : written) text += "(assert (= " + one + " " + one + " ))\n";
  const Z3_ast_vector read = Z3_parse_smtlib2_string(context, text.c_str(), 0, nullptr, nullptr, 0, nullptr, nullptr);
  if (Z3_get_error_code(context) != Z3_OK)
    throw std::runtime_error(std::string("the prover: ") + Z3_get_error_msg(context, Z3_get_error_code(context)));
  Z3_ast_vector_inc_ref(context, read);
  const unsigned all = Z3_ast_vector_size(context, read);
  std::vector<Z3_ast> terms;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const Z3_ast same =
        Z3_ast_vector_get(context, read, all - static_cast<unsigned>(written.size()) + static_cast<unsigned>(i));
    terms.push_back(Z3_get_app_arg(context, Z3_to_app(context, same), 0));
  }
  // One application of a symbol without a meaning: its arguments are worked out together, what they share once.
  std::vector<Z3_sort> sorts;
  for (const Z3_ast term : terms) sorts.push_back(Z3_get_sort(context, term));
  const auto many = static_cast<unsigned>(terms.size());
  const Z3_func_decl together =
      Z3_mk_func_decl(context, Z3_mk_string_symbol(context, "together"), many, sorts.data(), Z3_mk_bool_sort(context));
  together_ = Z3_mk_app(context, together, many, terms.data());
}

Evaluator::~Evaluator() { Z3_del_context(static_cast<Z3_context>(context_)); }

std::vector<double> Evaluator::values(const std::vector<Pin>& pins) {
  const auto context = static_cast<Z3_context>(context_);
  const Z3_model model = Z3_mk_model(context);
  Z3_model_inc_ref(context, model);
  for (const Pin& pin : pins) {
    const Z3_sort sort = pin.sort == 'B'   ? Z3_mk_bool_sort(context)
                         : pin.sort == 'I' ? Z3_mk_int_sort(context)
                                           : Z3_mk_real_sort(context);
    const std::string name = pin.symbol.substr(1, pin.symbol.size() - 2);
    const Z3_func_decl constant =
        Z3_mk_func_decl(context, Z3_mk_string_symbol(context, name.c_str()), 0, nullptr, sort);
    const Z3_ast value = pin.value == "true"    ? Z3_mk_true(context)
                         : pin.value == "false" ? Z3_mk_false(context)
                                                : Z3_mk_numeral(context, pin.value.c_str(), sort);
    Z3_add_const_interp(context, model, constant, value);
  }
  Z3_ast worked_out = nullptr;
  if (!Z3_model_eval(context, model, static_cast<Z3_ast>(together_), false, &worked_out))
    throw std::runtime_error("the prover cannot work the terms out");
  std::vector<double> values;
  const Z3_app app = Z3_to_app(context, worked_out);
  for (unsigned i = 0; i < Z3_get_app_num_args(context, app); ++i)
    values.push_back(number_from(Z3_ast_to_string(context, Z3_get_app_arg(context, app, i))));
  Z3_model_dec_ref(context, model);
  return values;
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
