// SPDX-License-Identifier: Apache-2.0
// The word that a misspelt one was meant to be, where only one is near.
#pragma once
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/knowledge/knowledge.h"

namespace lumbar::own_words {

/// Knows the words of the lexicon and of the facts' own questions and labels.
class Speller {
 public:
  explicit Speller(const Knowledge& knowledge);

  bool knows(std::string_view word) const { return known_.contains(word); }
  /// The one known word within one slip (a letter more, less, other, or two changed places) of a word of five letters
  /// or more, or within two of one of nine. Empty where there is none or several, and always where the first letter
  /// differs: "able" and "unable", "continent" and "incontinent" are never bridged. A word that denies is never meant.
  std::string_view meant_by(std::string_view word) const;

 private:
  std::set<std::string, std::less<>> known_;
  std::array<std::vector<std::string_view>, 26> by_first_letter_;  // what a misspelt word may be taken for
};

/// Letters to change, add, drop or swap with the next to come from one word to the other; `most` + 1 beyond `most`.
std::size_t slips_between(std::string_view a, std::string_view b, std::size_t most);

}  // namespace lumbar::own_words
