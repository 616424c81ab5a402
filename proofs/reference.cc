// SPDX-License-Identifier: Apache-2.0
// The engine's side of tools/check_reference: cases on standard input, one a line; for each, one line of what triage
// made of it.
#include <algorithm>
#include <iostream>
#include <string>

#include "lumbar/clinic/triage/triage.h"
#include "lumbar/doors/cli/cli.h"
#include "lumbar/doors/wire/wire.h"

namespace {

std::string list_of(const std::vector<std::string>& names) {
  std::string text = "[";
  for (const std::string& name : names) text += (text.size() > 1 ? ", \"" : "\"") + name + "\"";
  return text + "]";
}

std::string line_for(const lumbar::Triage& triage, const lumbar::Knowledge& knowledge) {
  std::vector<std::string> raised, open;
  std::string could = "none";
  for (const auto& one : triage.raised) raised.push_back(knowledge[one.rule].name);
  if (!triage.open.empty()) could = word_of(triage.open.front().could_raise_to);
  for (std::size_t row = 0; row < knowledge.rules().size(); ++row) {
    const auto is_this = [&](const lumbar::OpenRule& one) { return one.rule == lumbar::RuleId(row); };
    if (std::any_of(triage.open.begin(), triage.open.end(), is_this)) open.push_back(knowledge.rules()[row].name);
  }
  const std::string rule_level(triage.rule_level ? word_of(*triage.rule_level) : "none");
  return "{\"rule_level\": \"" + rule_level + "\", \"level\": \"" + std::string(word_of(triage.level)) +
         "\", \"provisional\": " + (triage.provisional ? "true" : "false") + ", \"raised\": " + list_of(raised) +
         ", \"open\": " + list_of(open) + ", \"could\": \"" + could + "\"}";
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  const bool literal = std::find(words.begin(), words.end(), "literal") != words.end();
  const bool lenient = std::find(words.begin(), words.end(), "--lenient") != words.end();
  const auto knowledge = lumbar::load_facts("", literal ? lumbar::Policy::literal : lumbar::Policy::standard);
  if (!knowledge) {
    std::cerr << knowledge.error().text() << "\n";
    return 4;
  }
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto person = lumbar::read_case(line, *knowledge, {.lenient = lenient});
    if (!person) {
      std::cerr << person.error().text() << "\n";
      return 3;
    }
    const auto findings = lumbar::gather_findings(*person, *knowledge);
    if (!findings) {
      std::cerr << findings.error().text() << "\n";
      return 3;
    }
    std::cout << line_for(lumbar::assess_urgency(*findings, *knowledge), *knowledge) << "\n";
  }
  return 0;
}
