// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/own_words/spelling.h"

#include <algorithm>

namespace lumbar::own_words {
namespace {

constexpr std::size_t shortest_misspelt = 5;
constexpr std::size_t long_word = 9;
constexpr std::size_t longest_word = 24;

// NOLINTNEXTLINE(misc-no-recursion): as deep as brackets stand within one another
void collect_symbols(const WordSequence& pattern, const Lexicon& lexicon, std::set<std::uint32_t>& into) {
  for (const WordPart& part : pattern) {
    if (part.kind == WordPart::Kind::word) into.insert(part.what);
    for (const WordSequence& choice : part.choices) collect_symbols(choice, lexicon, into);
    if (part.kind == WordPart::Kind::word_class) {
      for (const WordSequence& words : lexicon.classes[part.what].words) collect_symbols(words, lexicon, into);
    }
  }
}

void collect_words(std::string_view text, std::set<std::string, std::less<>>& into) {
  std::string word;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      word += c;
    } else if (!word.empty()) {
      into.insert(folded_word(word));
      word.clear();
    }
  }
}

}  // namespace

Speller::Speller(const Knowledge& knowledge) {
  const Lexicon& lexicon = knowledge.lexicon();
  for (const std::string& symbol : lexicon.symbols) {
    if (!symbol.ends_with('*')) known_.insert(symbol);
  }
  for (const Finding& finding : knowledge.findings()) {
    for (const std::string* text : {&finding.label_clinical, &finding.label_patient, &finding.question})
      collect_words(*text, known_);
  }
  known_.insert(lexicon.ordinary.begin(), lexicon.ordinary.end());
  // "Continent" and "incontinent", "normal" and "abnormal": a word with a known contrary is never a guess.
  const auto has_a_contrary = [&](const std::string& word) {
    static constexpr std::array<std::string_view, 8> turning = {"in", "un", "ab", "im", "non", "dis", "a", "ir"};
    return std::any_of(turning.begin(), turning.end(), [&](std::string_view start) {
      const bool bare_known = word.starts_with(start) && known_.contains(std::string_view(word).substr(start.size()));
      return bare_known || known_.contains(std::string(start) + word);
    });
  };
  // A slip must never make or unmake a denial.
  std::set<std::uint32_t> of_cues;
  for (const Cue& cue : lexicon.cues) collect_symbols(cue.pattern, lexicon, of_cues);
  for (const std::string& word : known_) {
    const auto symbol = lexicon.symbol_of.find(word);
    const bool in_a_cue = symbol != lexicon.symbol_of.end() && of_cues.contains(symbol->second);
    const char first = word.empty() ? ' ' : word.front();
    if (!in_a_cue && !has_a_contrary(word) && word.size() + 1 >= shortest_misspelt && first >= 'a' && first <= 'z')
      by_first_letter_[static_cast<std::size_t>(first - 'a')].push_back(word);
  }
}

std::string_view Speller::meant_by(std::string_view word) const {
  if (word.size() < shortest_misspelt || word.size() > longest_word || word.front() < 'a' || word.front() > 'z')
    return {};
  const std::size_t most = word.size() >= long_word ? 2 : 1;
  std::string_view meant;
  std::size_t fewest = most + 1;
  bool several = false;
  for (const std::string_view one : by_first_letter_[static_cast<std::size_t>(word.front() - 'a')]) {
    const std::size_t slips = slips_between(word, one, most);
    if (slips > most) continue;
    // "weaknes" may be weak, weakness or weaknesses: words of one family mean one thing.
    const bool same_family = !meant.empty() && one.substr(0, 5) == meant.substr(0, 5);
    several = several || (!meant.empty() && !same_family);
    if (slips < fewest) {
      fewest = slips;
      meant = one;
    }
  }
  return several ? std::string_view{} : meant;
}

std::size_t slips_between(std::string_view a, std::string_view b, std::size_t most) {
  const std::size_t longer = std::max(a.size(), b.size());
  const std::size_t shorter = std::min(a.size(), b.size());
  if (longer - shorter > most || longer > longest_word + 2) return most + 1;
  std::array<std::array<std::size_t, longest_word + 3>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& now = rows[i % 3];
    const auto& before = rows[(i - 1) % 3];
    now[0] = i;
    std::size_t least = now[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({before[j] + 1, now[j - 1] + 1, before[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) now[j] = std::min(now[j], rows[(i - 2) % 3][j - 2] + 1);
      least = std::min(least, now[j]);
    }
    if (least > most) return most + 1;
  }
  return rows[a.size() % 3][b.size()];
}

}  // namespace lumbar::own_words
