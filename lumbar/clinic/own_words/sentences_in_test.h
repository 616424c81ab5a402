// SPDX-License-Identifier: Apache-2.0
// Sentences with what must be understood of them, as vignettes/own_words/*.txt write them:
//   text | fever -saddle_anaesthesia leg_numbness@left temperature_c=38.9 mrc_knee_extension@left=4 ~foot_drop
// A minus: absent. `@side`. `=value`, of a choice its token with _ for blanks. A tilde: neither said nor denied.
#pragma once
#include <cmath>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/text.h"
#include "lumbar/clinic/own_words/own_words.h"

namespace lumbar::own_words {

struct Sentence {
  std::string file, text;
  std::vector<std::string> expected;
};

inline std::vector<Sentence> sentences_of(const std::string& file) {
  std::vector<Sentence> sentences;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t bar = line.rfind(" | ");
    Sentence one{file, line.substr(0, bar), {}};
    if (bar != std::string::npos) {
      for (const std::string_view word : split(std::string_view(line).substr(bar + 3), ' ')) {
        if (!word.empty()) one.expected.emplace_back(word);
      }
    }
    sentences.push_back(std::move(one));
  }
  return sentences;
}

/// What is wrong with one expectation; empty when it is met.
inline std::string unmet(std::string_view expected, const Understood& understood, const Knowledge& knowledge) {
  const bool absent = expected.starts_with('-');
  const bool neither = expected.starts_with('~');
  std::string_view rest = expected.substr(absent || neither ? 1 : 0);
  const std::size_t equals = rest.find('=');
  const std::string value(equals == std::string_view::npos ? std::string_view() : rest.substr(equals + 1));
  rest = rest.substr(0, equals);
  const std::size_t at = rest.find('@');
  const std::string_view side = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
  rest = rest.substr(0, at);
  const auto finding = knowledge.finding(rest);
  if (!finding) return "no finding " + std::string(rest);
  const Statement* said = nullptr;
  for (const UnderstoodStatement& one : understood.statements) {
    if (one.said.finding == *finding) said = &one.said;
  }
  if (neither) return said == nullptr ? "" : std::string(rest) + " was stated";
  if (said == nullptr) return std::string(rest) + " was not understood";
  if (value.empty()) {
    if (said->present != (absent ? Presence::absent : Presence::present))
      return std::string(rest) + " was taken the wrong way round";
    const std::string_view found = said->side ? word_of(*said->side) : std::string_view();
    return side.empty() || side == found ? "" : std::string(rest) + " has the side \"" + std::string(found) + "\"";
  }
  const auto pick = [&](const auto& sided) {
    return side == "left" ? sided.left : side == "right" ? sided.right : sided.bare;
  };
  if (const auto number = number_in(value)) {
    const auto found = pick(said->number);
    if (!found) return std::string(rest) + " has no such number";
    return std::abs(*found - *number) <= 0.01 * std::max(1.0, std::abs(*number))
               ? ""
               : std::string(rest) + " is " + written(*found);
  }
  const auto found = pick(said->choice);
  if (!found) return std::string(rest) + " has no such choice";
  std::string token = knowledge.language().variables[finding->row()].choices[*found];
  for (char& c : token) c = c == ' ' ? '_' : c;
  return token == value ? "" : std::string(rest) + " is " + token;
}

}  // namespace lumbar::own_words
