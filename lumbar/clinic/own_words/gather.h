// SPDX-License-Identifier: Apache-2.0
// From what stands in a text to one statement a finding.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/clinic/own_words/context.h"
#include "lumbar/clinic/own_words/matcher.h"
#include "lumbar/clinic/own_words/own_words.h"
#include "lumbar/clinic/own_words/values.h"

namespace lumbar::own_words {

class Gatherer {
 public:
  Gatherer(std::string_view text, const std::vector<Token>& tokens, const Symbols& symbols, const Knowledge& knowledge,
           const std::set<std::string, std::less<>>& ordinary, std::optional<Date> as_of);

  Understood gather(std::vector<Match> wordings, std::vector<Match> cues);

 private:
  struct Mention {
    Match match;
    const Phrasing* wording = nullptr;
    Verdict verdict;
  };

  bool is_complaint(const Mention& mention) const;
  void keep_fullest(std::vector<Match>& wordings) const;
  void mark_read(std::uint32_t first, std::uint32_t last);
  void take_person(const ContextReader& context);
  void take_mention(const Mention& mention);
  void take_choice(const Mention& mention);
  void take_measured(const Mention& mention);
  void take_graded(const std::vector<Mention>& mentions);
  void grade_sentence(const std::vector<const Mention*>& graded, bool reflexes);
  /// Whether it dates a moment ("6 weeks ago") rather than a stretch.
  bool is_ago(const At<Length>& length) const;
  /// Whether a new thing is joined on within tokens [from, to) that is not told to have begun then.
  bool dates_something_else(std::uint32_t from, std::uint32_t to) const;
  bool comes_with_another(std::uint32_t from, std::uint32_t to) const;
  /// Whether tokens [from, to) only lead in to what follows.
  bool leads_in(std::uint32_t from, std::uint32_t to) const;
  void take_lengths(const std::vector<Mention>& mentions);
  void settle_contradictions();
  void tell_what_was_not_understood();

  void state(Statement said, TextSpan span, ReadAs read_as, std::string denied_by = {});
  void state_presence(FindingId finding, Presence presence, std::optional<Side> side, const Match& match,
                      ReadAs read_as, std::string denied_by = {});
  std::optional<Side> side_of(const Match& match) const;
  TextSpan span_of(std::uint32_t first, std::uint32_t last) const { return {tokens_[first].from, tokens_[last].to}; }
  TextSpan span_of(const Match& match) const { return span_of(match.first(), match.last()); }
  ReadAs read_as(const Match& match) const;
  const Phrasing& wording(const Match& match) const { return knowledge_.lexicon().wordings[match.pattern]; }
  std::optional<double> in_own_unit(const At<double>& number, const Phrasing& wording) const;
  std::pair<std::uint32_t, std::uint32_t> sentence_around(std::uint32_t token) const;

  std::string_view text_;
  const std::vector<Token>& tokens_;
  const Symbols& symbols_;
  const Knowledge& knowledge_;
  const std::set<std::string, std::less<>>& ordinary_;
  std::optional<Date> as_of_;
  std::vector<bool> read_;  // a wording, cue or value stands on the token
  std::vector<bool> in_wording_;
  Understood made_;
  std::map<FindingId, std::vector<UnderstoodStatement>> said_;
};

}  // namespace lumbar::own_words
