// SPDX-License-Identifier: Apache-2.0
// The grammar: formula := term { or term }; term := factor { and factor };
// factor := not factor | ( formula ) | call ( … ) | name [ comparison value ].
#include <algorithm>
#include <cctype>
#include <cmath>

#include "lumbar/base/text.h"
#include "lumbar/base/units.h"
#include "lumbar/science/logic/logic.h"

namespace lumbar::logic {
namespace {

constexpr std::string_view what_is_read =
    "a formula has and, or, ( ), at_least(n, …), known(…), absent(x), recent(x, 42 d), duration(x), tempo(x), "
    "trend(x), side(x), state(s) and "
    "comparisons";

Result<std::vector<std::string_view>> tokens_of(std::string_view text) {
  std::vector<std::string_view> tokens;
  std::size_t at = 0;
  const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.'; };
  while (at < text.size()) {
    const char c = text[at];
    if (c == ' ' || c == '\t' || c == '\n') {
      ++at;
      continue;
    }
    std::size_t length = 0;
    if (is_word(c)) {
      while (at + length < text.size() && is_word(text[at + length])) ++length;
    } else if (c == '<' || c == '>') {
      length = at + 1 < text.size() && text[at + 1] == '=' ? 2 : 1;
    } else if (c == '=' || c == '(' || c == ')' || c == ',') {
      length = 1;
    } else {
      return Error("cannot read \"" + std::string(text.substr(at, 12)) + "\"; " + std::string(what_is_read),
                   Fault::facts);
    }
    tokens.push_back(text.substr(at, length));
    at += length;
  }
  return tokens;
}

class Reader {
 public:
  Reader(std::vector<std::string_view> tokens, const Language& language, Place place)
      : tokens_(std::move(tokens)), language_(language), place_(place) {}

  Result<Formula> whole() {
    Formula root = formula();
    if (!fault_ && at_ != tokens_.size())
      complain("\"" + std::string(peek()) + "\" is left over; " + std::string(what_is_read));
    if (fault_) return *fault_;
    return root;
  }

 private:
  static constexpr int deepest = 64;

  std::string_view peek() const { return at_ < tokens_.size() ? tokens_[at_] : std::string_view{}; }
  std::string_view take() { return at_ < tokens_.size() ? tokens_[at_++] : std::string_view{}; }

  void complain(const std::string& what) {
    if (!fault_) fault_ = Error(what, Fault::facts);
    at_ = tokens_.size();  // stop reading
  }

  void expect(std::string_view wanted) {
    const std::string_view token = take();
    if (token != wanted)
      complain("want \"" + std::string(wanted) + "\", have \"" + std::string(token.empty() ? "the end" : token) + "\"");
  }

  Formula formula() { return chain(Kind::any, "or"); }

  Formula chain(Kind kind, std::string_view word) {
    if (++depth_ > deepest) complain("nested deeper than 64");
    Formula node{.kind = kind, .parts = {}};
    const auto part = [&] { return kind == Kind::any ? chain(Kind::all, "and") : factor(); };
    node.parts.push_back(part());
    while (peek() == word && !fault_) {
      take();
      node.parts.push_back(part());
    }
    --depth_;
    return node.parts.size() == 1 ? std::move(node.parts.front()) : node;
  }

  Formula factor() {
    const std::string_view token = take();
    if (token == "not") return negated();
    if (token == "(") {
      Formula inner = formula();
      expect(")");
      return inner;
    }
    const bool call = peek() == "(";
    if (call && token == "known") return known();
    if (call && token == "absent") return absent();
    if (call && token == "at_least") return at_least();
    if (call && token == "recent") return recent();
    if (call && token == "state") return state();
    if (call && token == "every") return every();
    if (call && (token == "duration" || token == "tempo" || token == "trend" || token == "side"))
      return attribute(token);
    return comparison_or_finding(token);
  }

  Formula negated() {
    if (place_ != Place::state || peek() != "known") complain("not may stand only before known(…), in ordered_values");
    return Formula{.kind = Kind::negation, .parts = {factor()}};
  }

  Formula known() {
    expect("(");
    ++inside_known_;
    Formula node{.kind = Kind::known, .parts = {formula()}};
    --inside_known_;
    expect(")");
    return node;
  }

  Formula absent() {
    if (!closed()) complain("absent(…) may stand only inside known(…) or in a guard");
    expect("(");
    Formula node{.kind = Kind::absent, .variable = variable(), .parts = {}};
    expect(")");
    return node;
  }

  Formula at_least() {
    expect("(");
    Formula node{.kind = Kind::at_least, .number = number(), .parts = {}};
    while (peek() == ",") {
      take();
      node.parts.push_back(formula());
    }
    expect(")");
    if (node.number < 1 || node.number > static_cast<double>(node.parts.size()) ||
        node.number != std::floor(node.number)) {
      complain("at_least(" + written(node.number) + ", …) of " + std::to_string(node.parts.size()) +
               " parts can never be true or is always true");
    }
    return node;
  }

  Formula recent() {
    expect("(");
    Formula node{.kind = Kind::recent, .variable = variable(), .parts = {}};
    expect(",");
    node.number = days();
    expect(")");
    return node;
  }

  Formula state() {
    expect("(");
    const std::string subject(take());
    expect(")");
    if (comparison() != Comparison::at_least) complain("state(" + subject + ") is compared with >= only");
    const std::string value(take());
    const auto states = language_.subjects.find(subject);
    if (states == language_.subjects.end()) {
      complain("no subject " + subject + " in ordered_values");
      return {};
    }
    const auto first =
        std::find_if(states->second.begin(), states->second.end(), [&](const State& one) { return one.name == value; });
    if (first == states->second.end()) complain(value + " is not a state of " + subject);
    Formula node{.kind = Kind::any, .parts = {}};
    for (auto one = first; one != states->second.end(); ++one) {
      if (one->formula) node.parts.push_back(*one->formula);
    }
    return node.parts.size() == 1 ? std::move(node.parts.front()) : node;
  }

  Formula every() {
    if (place_ != Place::denial) complain("every(…) may stand only in a denial");
    expect("(");
    Formula node{.kind = Kind::every, .variable = variable(), .parts = {}};
    expect(")");
    node.comparison = comparison();
    node.number = number();
    const Type type = fault_ ? Type::quantity : language_.variables[node.variable].type;
    if (type != Type::quantity && type != Type::ordinal)
      complain(language_.variables[node.variable].name + " is not a number or a grade");
    return node;
  }

  Formula attribute(std::string_view which) {
    expect("(");
    Formula node{.kind = Kind::side, .variable = variable(), .parts = {}};
    expect(")");
    node.comparison = comparison();
    if (which == "duration") {
      node.kind = Kind::duration;
      node.number = days();
      return node;
    }
    const std::string_view word = take();
    if (which == "tempo") {
      node.kind = Kind::tempo;
      scale_value(node, from_word<Tempo>(word), which, word);
    } else if (which == "trend") {
      node.kind = Kind::trend;
      scale_value(node, from_word<Trend>(word), which, word);
    } else {
      if (node.comparison != Comparison::equal) complain("side(…) is compared with = only");
      scale_value(node, from_word<Side>(word), which, word);
    }
    return node;
  }

  template <class Scale>
  void scale_value(Formula& node, std::optional<Scale> value, std::string_view which, std::string_view word) {
    if (!value) return complain(std::string(word) + " is not on the scale " + std::string(which));
    node.number = static_cast<double>(*value);
  }

  Formula comparison_or_finding(std::string_view name) {
    Formula node{.kind = Kind::finding, .variable = variable_named(name), .parts = {}};
    if (fault_) return node;
    const VariableInfo& info = language_.variables[node.variable];
    const std::string_view next = peek();
    const bool compared = next == "<" || next == "<=" || next == ">" || next == ">=" || next == "=";
    if (!compared) {
      if (info.type != Type::boolean) complain(info.name + " is not a yes or no: say which value");
      return node;
    }
    node.comparison = comparison();
    switch (info.type) {
      case Type::duration:
        if (!language_.episode || *language_.episode != node.variable)
          complain(info.name + " is not the length of the episode");
        node.kind = Kind::length;
        node.number = days();
        break;
      case Type::quantity:
      case Type::ordinal:
        node.kind = Kind::value;
        node.number = number();
        break;
      case Type::choice: {
        node.kind = Kind::choice;
        const std::string_view word = take();
        const auto place = std::find(info.choices.begin(), info.choices.end(), word);
        if (place == info.choices.end() || node.comparison != Comparison::equal)
          complain(info.name + " has no choice " + std::string(word));
        node.number = static_cast<double>(place - info.choices.begin());
        break;
      }
      case Type::boolean:
      case Type::side: complain(info.name + " does not compare"); break;
    }
    return node;
  }

  Comparison comparison() {
    const std::string_view token = take();
    if (token == "<") return Comparison::less;
    if (token == "<=") return Comparison::at_most;
    if (token == ">") return Comparison::more;
    if (token == ">=") return Comparison::at_least;
    if (token != "=") complain("want a comparison, have \"" + std::string(token) + "\"");
    return Comparison::equal;
  }

  double number() {
    const std::string_view token = take();
    const auto value = number_in(token);
    if (!value) complain("\"" + std::string(token) + "\" is not a number");
    return value.value_or(0);
  }

  double days() {
    const double amount = number();
    const std::string_view unit = take();
    const auto factor = days_in(unit);
    if (!factor) complain("\"" + std::string(unit) + "\" is not a unit of time: h, d, wk, mo, y");
    return amount * factor.value_or(0);
  }

  Variable variable() { return variable_named(take()); }

  Variable variable_named(std::string_view name) {
    const auto found = language_.by_name.find(name);
    if (name.empty()) complain("the formula ends too early; " + std::string(what_is_read));
    if (found == language_.by_name.end()) {
      std::vector<std::string_view> names;
      for (const VariableInfo& info : language_.variables) names.emplace_back(info.name);
      const auto near = nearest(name, names, 3);
      complain("no finding \"" + std::string(name) + "\"" + (near.empty() ? "" : "; nearest: " + joined(near, ", ")));
      return 0;
    }
    if (language_.variables[found->second].guard && !closed())
      complain("guard " + std::string(name) + " may stand only inside known(…)");
    return found->second;
  }

  bool closed() const { return inside_known_ > 0 || place_ == Place::guard; }

  std::vector<std::string_view> tokens_;
  const Language& language_;
  Place place_;
  std::size_t at_ = 0;
  int inside_known_ = 0;
  int depth_ = 0;
  Complaint fault_;
};

void collect(const Formula& formula, std::vector<Variable>& into) {
  switch (formula.kind) {
    case Kind::all:
    case Kind::any:
    case Kind::at_least:
    case Kind::negation:
    case Kind::known:
      for (const Formula& part : formula.parts) collect(part, into);
      return;
    case Kind::absent:
    case Kind::finding:
    case Kind::recent:
    case Kind::duration:
    case Kind::tempo:
    case Kind::trend:
    case Kind::side:
    case Kind::length:
    case Kind::value:
    case Kind::every:
    case Kind::choice:
      if (std::find(into.begin(), into.end(), formula.variable) == into.end()) into.push_back(formula.variable);
      return;
  }
}

std::string_view sign_in_text(Comparison comparison) {
  switch (comparison) {
    case Comparison::less: return " < ";
    case Comparison::at_most: return " <= ";
    case Comparison::more: return " > ";
    case Comparison::at_least: return " >= ";
    case Comparison::equal: return " = ";
  }
  return " = ";
}

// As few digits as read back to the same number: a third of a day has no short decimal.
std::string exactly(double number) {
  std::string text;
  for (int digits = 6; digits <= 17; ++digits) {
    text = written(number, digits);
    if (number_in(text) == number) break;
  }
  return text;
}

}  // namespace

Result<Formula> read_formula(std::string_view text, const Language& language, Place place) {
  auto tokens = tokens_of(text);
  if (!tokens) return tokens.take_error();
  if (tokens->empty()) return Error("the formula is empty; " + std::string(what_is_read), Fault::facts);
  return Reader(std::move(*tokens), language, place).whole();
}

std::vector<Variable> variables_of(const Formula& formula) {
  std::vector<Variable> variables;
  collect(formula, variables);
  return variables;
}

std::string text_of(const Formula& formula, const Language& language) {
  const auto name = [&] { return language.variables[formula.variable].name; };
  const auto parts = [&](std::string_view between) {
    std::string whole;
    for (const Formula& part : formula.parts) {
      if (!whole.empty()) whole += between;
      const bool brackets = part.kind == Kind::any || part.kind == Kind::all;
      whole += brackets ? "(" + text_of(part, language) + ")" : text_of(part, language);
    }
    return whole;
  };
  const std::string sign(sign_in_text(formula.comparison));
  const std::string days = exactly(formula.number) + " d";
  switch (formula.kind) {
    case Kind::all: return parts(" and ");
    case Kind::any: return parts(" or ");
    case Kind::at_least: return "at_least(" + written(formula.number) + ", " + parts(", ") + ")";
    case Kind::negation: return "not " + parts("");
    case Kind::known: return "known(" + text_of(formula.parts.front(), language) + ")";
    case Kind::absent: return "absent(" + name() + ")";
    case Kind::finding: return name();
    case Kind::recent: return "recent(" + name() + ", " + days + ")";
    case Kind::duration: return "duration(" + name() + ")" + sign + days;
    case Kind::tempo: return "tempo(" + name() + ")" + sign + std::string(word_of(static_cast<Tempo>(formula.number)));
    case Kind::trend: return "trend(" + name() + ")" + sign + std::string(word_of(static_cast<Trend>(formula.number)));
    case Kind::side: return "side(" + name() + ")" + sign + std::string(word_of(static_cast<Side>(formula.number)));
    case Kind::length: return name() + sign + days;
    case Kind::value: return name() + sign + exactly(formula.number);
    case Kind::every: return "every(" + name() + ")" + sign + exactly(formula.number);
    case Kind::choice:
      return name() + sign + language.variables[formula.variable].choices[static_cast<std::size_t>(formula.number)];
  }
  return {};
}

}  // namespace lumbar::logic
