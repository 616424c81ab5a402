// SPDX-License-Identifier: Apache-2.0
// The way of a text: tokens, wordings and cues on them, what each mention counts for, values, one statement a finding.
#include "lumbar/clinic/own_words/own_words.h"

#include <algorithm>
#include <map>
#include <utility>

#include "lumbar/clinic/own_words/context.h"
#include "lumbar/clinic/own_words/gather.h"
#include "lumbar/clinic/own_words/matcher.h"
#include "lumbar/clinic/own_words/spelling.h"
#include "lumbar/clinic/own_words/tokens.h"

namespace lumbar {

struct OwnWords::Parts {
  explicit Parts(const Knowledge& facts) : knowledge(facts), speller(facts), matcher(facts.lexicon(), speller) {
    ordinary.insert(facts.lexicon().ordinary.begin(), facts.lexicon().ordinary.end());
  }
  const Knowledge& knowledge;
  own_words::Speller speller;
  own_words::Matcher matcher;
  std::set<std::string, std::less<>> ordinary;
};

OwnWords::OwnWords(const Knowledge& knowledge) : parts_(std::make_unique<Parts>(knowledge)) {}
OwnWords::~OwnWords() = default;
OwnWords::OwnWords(OwnWords&&) noexcept = default;
OwnWords& OwnWords::operator=(OwnWords&&) noexcept = default;

Result<Understood> OwnWords::understand(std::string_view text, std::optional<Date> as_of) const {
  if (text.size() > longest_text_bytes)
    return Error("the text has " + std::to_string(text.size()) + " bytes; at most " +
                 std::to_string(longest_text_bytes) + " are read: leave out what is not about the complaint");
  const std::vector<own_words::Token> tokens = own_words::tokens_of(text);
  if (tokens.empty()) return Understood{};
  const own_words::Symbols symbols = parts_->matcher.symbols_of(tokens);
  own_words::Gatherer gatherer(text, tokens, symbols, parts_->knowledge, parts_->ordinary, as_of);
  return gatherer.gather(parts_->matcher.wordings_in(tokens, symbols), parts_->matcher.cues_in(tokens, symbols));
}

Result<Understood> understand(std::string_view text, std::optional<Date> as_of, const Knowledge& knowledge) {
  return OwnWords(knowledge).understand(text, as_of);
}

Case Understood::as_case(std::optional<Date> as_of) const {
  Case made;
  made.as_of = as_of;
  for (const UnderstoodStatement& one : statements) {
    // "No weakness of the left leg" leaves the right unknown, and so the whole.
    const bool of_one_side = one.said.present == Presence::absent && one.said.side && *one.said.side != Side::both;
    if (of_one_side) continue;
    made.statements.push_back(one.said);
    if (one.said.present == Presence::absent) made.statements.back().side.reset();
  }
  return made;
}

}  // namespace lumbar
