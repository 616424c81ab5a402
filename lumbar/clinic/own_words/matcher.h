// SPDX-License-Identifier: Apache-2.0
// Finds the wordings and cues of a lexicon in a row of tokens.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/clinic/own_words/spelling.h"
#include "lumbar/clinic/own_words/tokens.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar::own_words {

/// The symbols of the lexicon that each token satisfies, and whether a spelling had to be corrected for that.
struct Symbols {
  std::vector<std::vector<std::uint32_t>> of;
  std::vector<bool> corrected;
};

/// A pattern that stands in the text.
struct Match {
  std::uint32_t pattern = 0;         ///< the place of the wording or cue
  std::vector<std::uint32_t> words;  ///< the tokens it consists of, ascending; gaps left out
  std::uint32_t first() const { return words.front(); }
  std::uint32_t last() const { return words.back(); }
};

class Matcher {
 public:
  explicit Matcher(const Lexicon& lexicon, const Speller& speller);

  Symbols symbols_of(const std::vector<Token>& tokens) const;
  /// Of each wording that can begin at a token, its fullest match there.
  std::vector<Match> wordings_in(const std::vector<Token>& tokens, const Symbols& symbols) const;
  std::vector<Match> cues_in(const std::vector<Token>& tokens, const Symbols& symbols) const;

 private:
  using Starts = std::vector<std::vector<std::uint32_t>>;  // by symbol: the patterns that may begin with it
  std::vector<Match> matches(const std::vector<Token>& tokens, const Symbols& symbols, bool of_cues) const;
  void collect_starts(const WordSequence& sequence, std::vector<std::uint32_t>& symbols, bool& number, int depth) const;

  const Lexicon& lexicon_;
  const Speller& speller_;
  std::map<std::string, std::uint32_t, std::less<>> exact_, beginning_;
  std::size_t longest_beginning_ = 0;
  Starts wording_starts_, cue_starts_;
  std::vector<std::uint32_t> wordings_from_number_, cues_from_number_;
  std::vector<std::vector<std::uint32_t>> class_starts_;  // by class, its first symbols, sorted
};

}  // namespace lumbar::own_words
