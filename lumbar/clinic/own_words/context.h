// SPDX-License-Identifier: Apache-2.0
// Whether what was mentioned is said of this person, now: denied, of a relative, past, supposed, or in doubt.
// After NegEx (Chapman 2001) and ConText (Harkema 2009): cues, their reach, and what ends it. Where two readings are
// left, the mention is doubtful and says nothing.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "lumbar/clinic/own_words/matcher.h"
#include "lumbar/clinic/own_words/own_words.h"

namespace lumbar::own_words {

struct Verdict {
  bool denied = false;
  bool unsure = false;  ///< a denial cannot be relied on: "I think", "until yesterday"
  std::optional<SetAside> aside;
  std::optional<std::uint32_t> cue_first, cue_last;  ///< the tokens of the cue that denied
};

class ContextReader {
 public:
  /// `read` tells of each token whether some wording stands on it.
  ContextReader(const Lexicon& lexicon, const std::vector<Token>& tokens, std::vector<Match> cues,
                std::vector<bool> read);

  Verdict verdict_on(const Match& match, const Phrasing& wording) const;

  /// Whether a new clause with its own subject begins between two tokens.
  bool clause_begins(std::uint32_t after, std::uint32_t before) const;

 private:
  enum class Reach : std::uint8_t { no, doubtful, yes };
  const Cue& cue(const Match& match) const { return lexicon_.cues[match.pattern]; }
  std::vector<const Match*> cues_for(const Match& match) const;
  Reach reach_forward(const Match& cue_match, const Match& match, const std::vector<const Match*>& cues) const;
  bool stated_after(const Match& match, std::size_t joints) const;
  Reach reach_back(const Match& cue_match, const Match& match) const;
  bool ended(std::uint32_t after, std::uint32_t before, const std::vector<const Match*>& cues, bool a_denial) const;
  std::optional<bool> answered(const Match& match) const;
  bool is(std::uint32_t token, std::string_view word) const { return tokens_[token].text == word; }

  const Lexicon& lexicon_;
  const std::vector<Token>& tokens_;
  std::vector<Match> cues_;
  std::vector<std::vector<std::uint32_t>> cues_of_sentence_;
  std::vector<bool> read_;
};

}  // namespace lumbar::own_words
