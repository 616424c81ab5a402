// SPDX-License-Identifier: Apache-2.0
// Which length of time belongs to which complaint, and how long the present episode lasts.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "lumbar/clinic/own_words/gather.h"

namespace lumbar::own_words {
namespace {

// What is said beside a length of time that belongs to a medicine, a habit or a job, not to the complaint.
bool is_of_something_else(std::string_view word) {
  static constexpr std::array<std::string_view, 24> words = {
      "taking",  "took",  "taken", "takes",     "smoked",    "smoking",    "smokes",        "pack",
      "packs",   "daily", "mg",    "worked",    "works",     "working",    "married",       "treated",
      "therapy", "used",  "stiff", "stiffness", "ibuprofen", "prednisone", "acetaminophen", "diabetes"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

// "Back pain and a colonoscopy 6 weeks ago": behind such a joint "ago" dates something else, unless the pain began
// then.
bool joins(const Token& token) {
  static constexpr std::array<std::string_view, 9> words = {"and",   "who", "when", "after", "before",
                                                            "while", "had", "with", "has"};
  return token.kind == TokenKind::comma || std::find(words.begin(), words.end(), token.text) != words.end();
}

bool tells_a_beginning(std::string_view word) {
  static constexpr std::array<std::string_view, 11> words = {
      "began", "begin", "started", "start", "onset", "came", "noticed", "developed", "arose", "appeared", "first"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

// What may stand before a length that opens what is said of the complaint: "She has for 3 weeks had back pain".
bool only_leads_in(std::string_view word) {
  static constexpr std::array<std::string_view, 20> words = {
      "i",   "he",  "she",     "they",    "we",   "it",    "has", "have", "had", "been",
      "the", "for", "patient", "reports", "that", "about", "and", "but",  "now", "over"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

bool Gatherer::is_complaint(const Mention& mention) const {
  if (mention.wording->of != PhrasingOf::finding || mention.wording->only_denied) return false;
  if (mention.verdict.aside || mention.verdict.denied || mention.wording->says != Presence::present) return false;
  const FindingKind kind = knowledge_[mention.wording->findings.front()].kind;
  return kind == FindingKind::symptom || kind == FindingKind::function;
}

bool Gatherer::is_ago(const At<Length>& length) const {
  const std::string& last = tokens_[length.last].text;
  return last == "ago" || last == "earlier" || last == "before";
}

bool Gatherer::dates_something_else(std::uint32_t from, std::uint32_t to) const {
  bool joined = false;
  for (std::uint32_t i = from; i < to; ++i) {
    if (tells_a_beginning(tokens_[i].text)) return false;
    joined = joined || joins(tokens_[i]);
  }
  return joined;
}

// "A 20-year history of gout who presents with back pain".
bool Gatherer::comes_with_another(std::uint32_t from, std::uint32_t to) const {
  for (std::uint32_t i = from; i < to; ++i) {
    const std::string& word = tokens_[i].text;
    if (word == "who" || word.starts_with("present") || word == "comes" || word == "came") return true;
  }
  return false;
}

bool Gatherer::leads_in(std::uint32_t from, std::uint32_t to) const {
  for (std::uint32_t i = to; i > from; --i) {
    if (tokens_[i - 1].kind == TokenKind::comma) return true;
    if (!only_leads_in(tokens_[i - 1].text) && !tells_a_beginning(tokens_[i - 1].text)) return false;
  }
  return true;
}

void Gatherer::take_lengths(const std::vector<Mention>& mentions) {
  std::optional<UnderstoodStatement> whole;
  std::optional<double> any;  // the first length of the text, of whatever it is
  std::optional<double> history;
  bool several = false, several_histories = false;
  const auto episode = knowledge_.finding("symptom_duration");
  for (const At<Length>& one : lengths_in(tokens_, as_of_)) {
    const auto [from, to] = sentence_around(one.first);
    bool other = false;
    // "Stiffness that lasts an hour" is no length of the illness.
    for (std::uint32_t i = one.first >= from + 3 ? one.first - 3 : from; i <= one.last; ++i)
      other = other || (one.value.days < 1 && tokens_[i].text.starts_with("last"));
    for (std::uint32_t i = one.first >= from + 5 ? one.first - 5 : from; i < one.first; ++i)
      other = other || is_of_something_else(tokens_[i].text);
    for (std::uint32_t i = one.last + 1; i <= std::min(to, one.last + 3); ++i)
      other = other || is_of_something_else(tokens_[i].text);
    if (other) continue;
    several = several || (any && std::abs(*any - one.value.days) > 0.01 * *any);
    any = one.value.days;
    // The complaint it belongs to: after "3-week history of", else the last one before it, else the next.
    const Mention* before = nullptr;
    const Mention* after = nullptr;
    const Mention* next = nullptr;
    for (const Mention& mention : mentions) {
      const bool complaint = is_complaint(mention);
      if (mention.match.first() < from || mention.match.last() > to || mention.verdict.aside) continue;
      if (mention.match.last() < one.first && (before == nullptr || mention.match.last() > before->match.last() ||
                                               (mention.match.last() == before->match.last() && complaint)))
        before = &mention;
      if (complaint && mention.match.first() > one.last && after == nullptr) after = &mention;
      // "A 20-year history of diabetes": what is named first behind it has it, complaint or not.
      if (mention.match.first() > one.last && (next == nullptr || mention.match.first() < next->match.first() ||
                                               (mention.match.first() == next->match.first() && complaint)))
        next = &mention;
    }
    const Mention* of = one.value.forward ? next : before == nullptr ? after : before;
    if (of == nullptr || !is_complaint(*of)) continue;
    if (of == before && is_ago(one) && dates_something_else(of->match.last() + 1, one.first)) continue;
    if (one.value.forward && comes_with_another(one.last + 1, of->match.first())) continue;
    if (of == after && !one.value.forward && !leads_in(from, one.first)) continue;
    mark_read(one.first, one.last);
    // "A 3-week history of …" is of the present complaint whatever else is dated.
    several_histories = several_histories || (one.value.forward && history && std::abs(*history - one.value.days) > 0);
    if (one.value.forward && !history) {
      history = one.value.days;
      whole.reset();
    }
    if (!whole && episode) {
      Statement said{.finding = *episode};
      said.number.bare = one.value.days;
      whole = UnderstoodStatement{std::move(said), span_of(one.first, one.last), {}, ReadAs::plain};
    }
    for (const FindingId finding : of->wording->findings) {
      for (UnderstoodStatement& said : said_[finding]) {
        if (said.span == span_of(of->match) && said.said.present == Presence::present)
          said.said.age_days = one.value.days;
      }
    }
  }
  // Of two lengths in one text neither is surely that of the whole: the other may be a worsening, a fall, an operation.
  if (whole && (history ? !several_histories : !several)) state(std::move(whole->said), whole->span, whole->read_as);
}

}  // namespace lumbar::own_words
