// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/own_words/matcher.h"

#include <algorithm>

namespace lumbar::own_words {
namespace {

// Letters of a `begin*` from which a word that begins so is surely spelt as meant.
constexpr std::size_t shortest_sure_beginning = 5;

// A gap may not hold what would turn the meaning round.
bool breaks_a_gap(const Token& token) {
  static constexpr std::array<std::string_view, 30> breaking = {
      "no",     "not",    "without", "denies",  "denied", "deny",     "never",  "nor",       "neither",  "but",
      "except", "cannot", "however", "normal",  "intact", "although", "though", "because",   "less",     "negative",
      "absent", "free",   "rule",    "exclude", "if",     "possible", "risk",   "suspected", "evaluate", "unlikely"};
  if (token.kind == TokenKind::full_stop) return true;
  if (token.kind != TokenKind::word) return false;
  return std::find(breaking.begin(), breaking.end(), token.text) != breaking.end();
}

// Tries a pattern at one place, every way it can be read, and keeps the fullest.
class Attempt {
 public:
  Attempt(const Lexicon& lexicon, const std::vector<Token>& tokens, const Symbols& symbols,
          const std::vector<std::vector<std::uint32_t>>& class_starts)
      : lexicon_(lexicon), tokens_(tokens), symbols_(symbols), class_starts_(class_starts) {}

  bool at(const WordSequence& pattern, std::size_t place) {
    best_.clear();
    now_.clear();
    steps_ = 0;
    sentence_ = tokens_[place].sentence;
    const Frame whole{&pattern, 0, nullptr};
    go(&whole, place);
    return !best_.empty();
  }

  std::vector<std::uint32_t> take() { return std::move(best_); }

 private:
  // What is still to be matched: the rest of a sequence, then what stands around it.
  struct Frame {
    const WordSequence* parts;
    std::size_t next;
    const Frame* outer;
  };

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the pattern is long
  void go(const Frame* frame, std::size_t place) {
    // A pattern of many choices gives up rather than try them all on a hostile text.
    if (++steps_ > 4000) return;
    while (frame != nullptr && frame->next == frame->parts->size()) frame = frame->outer;
    if (frame == nullptr) return finish();
    const WordPart& part = (*frame->parts)[frame->next];
    const Frame rest{frame->parts, frame->next + 1, frame->outer};
    if (part.optional) go(&rest, place);
    switch (part.kind) {
      case WordPart::Kind::word:
        if (is(place, part.what)) step(&rest, place);
        break;
      case WordPart::Kind::number:
        if (inside(place) && tokens_[place].kind == TokenKind::number) step(&rest, place);
        break;
      case WordPart::Kind::word_class:
        if (inside(place) && may_begin(part.what, place)) choose(lexicon_.classes[part.what].words, rest, place);
        break;
      case WordPart::Kind::choice: choose(part.choices, rest, place); break;
      case WordPart::Kind::gap: skip(part.what, rest, place); break;
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  void step(const Frame* rest, std::size_t place) {
    now_.push_back(static_cast<std::uint32_t>(place));
    go(rest, place + 1);
    now_.pop_back();
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  void choose(const std::vector<WordSequence>& choices, const Frame& rest, std::size_t place) {
    for (const WordSequence& one : choices) {
      const Frame inner{&one, 0, &rest};
      go(&inner, place);
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  void skip(std::size_t most, const Frame& rest, std::size_t place) {
    const bool over_commas = most >= gap_over_commas;
    if (over_commas) most -= gap_over_commas;
    go(&rest, place);
    for (std::size_t skipped = 0; inside(place);) {
      if (breaks_a_gap(tokens_[place])) return;
      if (!over_commas && tokens_[place].kind == TokenKind::comma && tokens_[place].text == ",") return;
      if (tokens_[place].kind == TokenKind::word || tokens_[place].kind == TokenKind::number) ++skipped;
      if (skipped > most) return;
      go(&rest, ++place);
    }
  }

  void finish() {
    const bool fuller = now_.size() > best_.size();
    const bool as_full_and_closer = now_.size() == best_.size() && !now_.empty() && now_.back() < best_.back();
    if (fuller || as_full_and_closer) best_ = now_;
  }

  bool inside(std::size_t place) const { return place < tokens_.size() && tokens_[place].sentence == sentence_; }
  bool is(std::size_t place, std::uint32_t symbol) const {
    if (!inside(place)) return false;
    const auto& own = symbols_.of[place];
    return std::find(own.begin(), own.end(), symbol) != own.end();
  }
  bool may_begin(std::uint32_t word_class, std::size_t place) const {
    const auto& starts = class_starts_[word_class];
    return std::any_of(symbols_.of[place].begin(), symbols_.of[place].end(),
                       [&](std::uint32_t symbol) { return std::binary_search(starts.begin(), starts.end(), symbol); });
  }

  const Lexicon& lexicon_;
  const std::vector<Token>& tokens_;
  const Symbols& symbols_;
  const std::vector<std::vector<std::uint32_t>>& class_starts_;
  std::vector<std::uint32_t> now_, best_;
  std::size_t steps_ = 0;
  std::uint32_t sentence_ = 0;
};

void tidy_up(std::vector<std::uint32_t>& symbols) {
  std::sort(symbols.begin(), symbols.end());
  symbols.erase(std::unique(symbols.begin(), symbols.end()), symbols.end());
}

}  // namespace

Matcher::Matcher(const Lexicon& lexicon, const Speller& speller) : lexicon_(lexicon), speller_(speller) {
  for (std::uint32_t i = 0; i < lexicon.symbols.size(); ++i) {
    const std::string& symbol = lexicon.symbols[i];
    if (symbol.ends_with('*')) {
      beginning_.emplace(symbol.substr(0, symbol.size() - 1), i);
      longest_beginning_ = std::max(longest_beginning_, symbol.size() - 1);
    } else {
      exact_.emplace(symbol, i);
    }
  }
  for (const WordClass& one : lexicon.classes) {
    std::vector<std::uint32_t> starts;
    bool number = false;
    for (const WordSequence& words : one.words) collect_starts(words, starts, number, 0);
    tidy_up(starts);
    class_starts_.push_back(std::move(starts));
  }
  wording_starts_.resize(lexicon.symbols.size());
  cue_starts_.resize(lexicon.symbols.size());
  const auto index = [&](const WordSequence& pattern, std::uint32_t place, Starts& by_symbol,
                         std::vector<std::uint32_t>& by_number) {
    std::vector<std::uint32_t> starts;
    bool number = false;
    collect_starts(pattern, starts, number, 0);
    tidy_up(starts);
    for (const std::uint32_t symbol : starts) by_symbol[symbol].push_back(place);
    if (number) by_number.push_back(place);
  };
  for (std::uint32_t i = 0; i < lexicon.wordings.size(); ++i)
    index(lexicon.wordings[i].pattern, i, wording_starts_, wordings_from_number_);
  for (std::uint32_t i = 0; i < lexicon.cues.size(); ++i)
    index(lexicon.cues[i].pattern, i, cue_starts_, cues_from_number_);
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as brackets stand within one another
void Matcher::collect_starts(const WordSequence& sequence, std::vector<std::uint32_t>& symbols, bool& number,
                             int depth) const {
  for (const WordPart& part : sequence) {
    switch (part.kind) {
      case WordPart::Kind::word: symbols.push_back(part.what); break;
      case WordPart::Kind::number: number = true; break;
      case WordPart::Kind::word_class:
        for (const WordSequence& words : lexicon_.classes[part.what].words)
          collect_starts(words, symbols, number, depth + 1);
        break;
      case WordPart::Kind::choice:
        for (const WordSequence& words : part.choices) collect_starts(words, symbols, number, depth + 1);
        break;
      case WordPart::Kind::gap: break;
    }
    if (!part.optional && part.kind != WordPart::Kind::gap) return;
  }
}

Symbols Matcher::symbols_of(const std::vector<Token>& tokens) const {
  Symbols symbols;
  symbols.of.resize(tokens.size());
  symbols.corrected.resize(tokens.size());
  const auto look_up = [&](std::string_view word, std::vector<std::uint32_t>& into) {
    if (const auto found = exact_.find(word); found != exact_.end()) into.push_back(found->second);
    // "Painless" begins as "painful" does and says the contrary.
    if (word.ends_with("less")) return;
    for (std::size_t length = 3; length <= std::min(word.size(), longest_beginning_); ++length) {
      const auto found = beginning_.find(word.substr(0, length));
      if (found != beginning_.end()) into.push_back(found->second);
    }
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != TokenKind::word && tokens[i].kind != TokenKind::number) continue;
    look_up(tokens[i].text, symbols.of[i]);
    // "Neurologic" by "neurologic*" is a word; "numbnes" by "numb*" may be a slip.
    const bool spelt_well = std::any_of(symbols.of[i].begin(), symbols.of[i].end(), [&](std::uint32_t symbol) {
      return lexicon_.symbols[symbol].size() > shortest_sure_beginning;
    });
    if (tokens[i].kind == TokenKind::number || spelt_well || speller_.knows(tokens[i].text)) continue;
    const std::string_view meant = speller_.meant_by(tokens[i].text);
    if (meant.empty()) continue;
    const std::size_t before = symbols.of[i].size();
    look_up(meant, symbols.of[i]);
    symbols.corrected[i] = symbols.of[i].size() > before;
    tidy_up(symbols.of[i]);
  }
  return symbols;
}

std::vector<Match> Matcher::matches(const std::vector<Token>& tokens, const Symbols& symbols, bool of_cues) const {
  std::vector<Match> found;
  Attempt attempt(lexicon_, tokens, symbols, class_starts_);
  const Starts& starts = of_cues ? cue_starts_ : wording_starts_;
  const auto& from_number = of_cues ? cues_from_number_ : wordings_from_number_;
  std::vector<std::uint32_t> candidates;
  for (std::size_t place = 0; place < tokens.size(); ++place) {
    candidates.clear();
    for (const std::uint32_t symbol : symbols.of[place])
      candidates.insert(candidates.end(), starts[symbol].begin(), starts[symbol].end());
    if (tokens[place].kind == TokenKind::number)
      candidates.insert(candidates.end(), from_number.begin(), from_number.end());
    tidy_up(candidates);
    for (const std::uint32_t one : candidates) {
      const WordSequence& pattern = of_cues ? lexicon_.cues[one].pattern : lexicon_.wordings[one].pattern;
      if (attempt.at(pattern, place)) found.push_back({one, attempt.take()});
    }
  }
  return found;
}

std::vector<Match> Matcher::wordings_in(const std::vector<Token>& tokens, const Symbols& symbols) const {
  return matches(tokens, symbols, false);
}

std::vector<Match> Matcher::cues_in(const std::vector<Token>& tokens, const Symbols& symbols) const {
  return matches(tokens, symbols, true);
}

}  // namespace lumbar::own_words
