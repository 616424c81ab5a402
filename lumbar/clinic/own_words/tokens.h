// SPDX-License-Identifier: Apache-2.0
// A text cut into words, numbers and marks, with the place of each.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lumbar::own_words {

enum class TokenKind : std::uint8_t {
  word,
  number,
  comma,     ///< a pause inside a sentence: comma, bracket, dash, colon
  full_stop  ///< the end of a sentence: full stop, semicolon, exclamation mark, line with nothing on it
};

struct Token {
  TokenKind kind = TokenKind::word;
  std::string text;                ///< folded (knowledge/lexicon.h); of a number its digits
  double number = 0;               ///< of a number; "three" is one too
  std::uint32_t from = 0, to = 0;  ///< bytes of the text
  std::uint32_t sentence = 0;
  bool question = false;  ///< the sentence ends with a question mark
  bool spelt = false;     ///< written as a word ("three"), not in digits
};

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// "don't" becomes "do not", "can't" becomes "cannot"; hyphens and apostrophes separate nothing that a comma would.
std::vector<Token> tokens_of(std::string_view text);

}  // namespace lumbar::own_words
