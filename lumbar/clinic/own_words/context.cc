// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/own_words/context.h"

#include <algorithm>
#include <array>
#include <utility>

namespace lumbar::own_words {
namespace {

constexpr std::array<std::string_view, 9> subjects = {"i", "he", "she", "they", "it", "we", "you", "there", "patient"};
constexpr std::array<std::string_view, 21> verbs = {
    "is",  "are",   "was",  "were", "has",  "have",    "had",   "reports", "complains", "feels",  "feel",
    "can", "could", "does", "goes", "went", "started", "began", "shows",   "showed",    "reveals"};
constexpr std::array<std::string_view, 6> softeners = {"with", "that", "which", "who", "where", "because"};
constexpr std::array<std::string_view, 5> joiners = {"and", "or", "nor", "plus", "as"};
constexpr std::array<std::string_view, 32> copulas = {
    "leg",  "legs", "feet", "area", "region", "symptoms", "is",    "are",         "was",       "were", "has",
    "have", "been", "be",   "both", "all",    "also",     "again", "the",         "a",         "any",  "his",
    "her",  "my",   "in",   "of",   "on",     "left",     "right", "bilaterally", "currently", "to"};

bool overlap(const Match& a, const Match& b) {
  return std::any_of(a.words.begin(), a.words.end(), [&](std::uint32_t word) {
    return std::find(b.words.begin(), b.words.end(), word) != b.words.end();
  });
}

bool holds(const Match& larger, const Match& smaller) {
  return larger.words.size() > smaller.words.size() && larger.first() <= smaller.first() &&
         larger.last() >= smaller.last();
}

}  // namespace

ContextReader::ContextReader(const Lexicon& lexicon, const std::vector<Token>& tokens, std::vector<Match> cues,
                             std::vector<bool> read)
    : lexicon_(lexicon), tokens_(tokens), cues_(std::move(cues)), read_(std::move(read)) {
  cues_of_sentence_.resize(tokens.empty() ? 1 : tokens.back().sentence + 2);
  for (std::uint32_t i = 0; i < cues_.size(); ++i) cues_of_sentence_[tokens[cues_[i].first()].sentence].push_back(i);
}

std::vector<const Match*> ContextReader::cues_for(const Match& match) const {
  std::vector<const Match*> near;
  for (const std::uint32_t i : cues_of_sentence_[tokens_[match.first()].sentence]) {
    // "His mother had breast cancer": the verb belongs to both; a denial never shares a word with what it denies.
    const CueKind kind = cue(cues_[i]).kind;
    const bool may_share = (kind == CueKind::relative || kind == CueKind::past || kind == CueKind::supposed) &&
                           cues_[i].first() < match.first();
    if (may_share || !overlap(cues_[i], match)) near.push_back(&cues_[i]);
  }
  // "no change in" is not "no": the longer cue holds.
  std::vector<const Match*> longest;
  for (const Match* one : near) {
    const bool inside = std::any_of(near.begin(), near.end(), [&](const Match* other) { return holds(*other, *one); });
    if (!inside) longest.push_back(one);
  }
  return longest;
}

bool ContextReader::clause_begins(std::uint32_t after, std::uint32_t before) const {
  for (std::uint32_t i = after + 1; i + 1 <= before && i < before; ++i) {
    const bool joint = tokens_[i].kind == TokenKind::comma || is(i, "and") || is(i, "while") || is(i, "or");
    if (!joint) continue;
    std::uint32_t next = i + 1;
    while (next < before &&
           (is(next, "and") || is(next, "also") || is(next, "then") || is(next, "now") || is(next, "the")))
      ++next;
    if (next >= before) continue;
    const std::string& word = tokens_[next].text;
    if (one_of(word, subjects) || one_of(word, verbs)) return true;
  }
  return false;
}

bool ContextReader::ended(std::uint32_t after, std::uint32_t before, const std::vector<const Match*>& cues,
                          bool a_denial) const {
  // "Not sure if I have …": the person stands right behind the cue and ends nothing. "No I have …" does end.
  const std::uint32_t from = a_denial ? after : after + 1;
  return std::any_of(cues.begin(), cues.end(), [&](const Match* one) {
    return cue(*one).kind == CueKind::ends && one->first() > from && one->last() < before;
  });
}

ContextReader::Reach ContextReader::reach_forward(const Match& cue_match, const Match& match,
                                                  const std::vector<const Match*>& cues) const {
  const Cue& what = cue(cue_match);
  const std::uint32_t from = cue_match.last();
  const std::uint32_t to = match.first();
  // "Never had trouble … until yesterday" stands around what it speaks of.
  if (from >= to) return Reach::yes;
  // "No, I have": an answer to something else, not a denial of what follows.
  if (tokens_[from + 1].kind == TokenKind::comma && tokens_[from + 1].text == ",") return Reach::no;
  if (ended(from, to, cues, what.kind == CueKind::denies) || clause_begins(from, to)) return Reach::no;

  std::size_t words = 0, commas = 0, joints = 0;
  bool soft = false;
  for (std::uint32_t i = from + 1; i < to; ++i) {
    if (tokens_[i].kind == TokenKind::comma) {
      ++commas;
      continue;
    }
    if (is(i, "or") || is(i, "and") || is(i, "nor")) ++joints;
    if (!read_[i]) ++words;
    soft = soft || one_of(tokens_[i].text, verbs) || one_of(tokens_[i].text, softeners);
  }
  // "No fever, the leg is weak": the match has a verb of its own, so the list ended before it.
  if (commas + joints > 0) {
    for (std::uint32_t i = match.first(); i <= match.last(); ++i) {
      const bool own = std::find(match.words.begin(), match.words.end(), i) != match.words.end();
      if (one_of(tokens_[i].text, verbs) && (!own || i != match.first())) return Reach::no;
    }
  }
  if (soft && !(what.reach == 0 && commas == 0 && joints == 0)) return Reach::doubtful;
  if (soft && what.reach != 0) return Reach::doubtful;
  if (commas > 0 && stated_after(match, joints)) return Reach::doubtful;
  if (commas == 0) return what.reach == 0 || words <= what.reach ? Reach::yes : Reach::doubtful;
  if (!what.over_commas) return Reach::doubtful;
  if (what.reach == 0) return Reach::yes;

  // "No fever, chills, weight loss" and "no fever, chills or sweats" are lists; "no fever, back pain" may be none.
  std::size_t all_commas = 0;
  bool either = false;
  for (std::uint32_t i = from + 1; i < tokens_.size() && tokens_[i].sentence == tokens_[to].sentence; ++i) {
    if (tokens_[i].kind == TokenKind::full_stop || one_of(tokens_[i].text, verbs)) break;
    if (i > to && ended(from, i, cues, true)) break;
    all_commas += tokens_[i].kind == TokenKind::comma ? 1 : 0;
    either = either || is(i, "or") || is(i, "nor");
  }
  return either || all_commas >= 2 ? Reach::yes : Reach::doubtful;
}

// "No erythema, and tenderness over the spine is present": behind a comma and "and" with a verb of its own, the mention
// may stand outside the list that was denied.
bool ContextReader::stated_after(const Match& match, std::size_t joints) const {
  if (joints == 0 || match.first() == 0) return false;
  std::uint32_t lead = match.first();
  while (lead > 0 && tokens_[lead - 1].kind <= TokenKind::number && !is(lead - 1, "and")) --lead;
  if (lead < 2 || !is(lead - 1, "and") || tokens_[lead - 2].kind != TokenKind::comma) return false;
  for (std::uint32_t i = match.last() + 1; i + 1 < tokens_.size() && i <= match.last() + 8; ++i) {
    if (tokens_[i].kind > TokenKind::number) return false;
    if (is(i, "is") || is(i, "are") || is(i, "was") || is(i, "were"))
      return !is(i + 1, "not") && !is(i + 1, "no") && !is(i + 1, "absent") && !is(i + 1, "denied");
  }
  return false;
}

ContextReader::Reach ContextReader::reach_back(const Match& cue_match, const Match& match) const {
  std::size_t words = 0, commas = 0;
  bool joined = false;
  for (std::uint32_t i = match.last() + 1; i < cue_match.first(); ++i) {
    if (tokens_[i].kind == TokenKind::comma) {
      commas += tokens_[i].text == "," ? 1 : 0;
    } else if (one_of(tokens_[i].text, joiners)) {
      joined = true;
    } else if (!read_[i] && !one_of(tokens_[i].text, copulas)) {
      ++words;
    }
  }
  if (words > 0) return Reach::no;
  // "Retention or incontinence, no fever": this no belongs to what follows.
  const std::uint32_t next = cue_match.last() + 1;
  const bool goes_on =
      next < tokens_.size() && tokens_[next].kind <= TokenKind::number && (read_[next] || is(cue_match.first(), "no"));
  if (goes_on) return Reach::no;
  return commas == 0 || joined ? Reach::yes : Reach::no;
}

// "Any fever? No."
std::optional<bool> ContextReader::answered(const Match& match) const {
  const std::uint32_t sentence = tokens_[match.first()].sentence;
  std::uint32_t next = match.last();
  while (next < tokens_.size() && tokens_[next].sentence == sentence) ++next;
  if (next >= tokens_.size()) return std::nullopt;
  const std::string& word = tokens_[next].text;
  if (word == "no" || word == "none" || word == "never" || word == "nope") return false;
  if (word == "yes" || word == "yeah" || word == "yep") return true;
  return std::nullopt;
}

Verdict ContextReader::verdict_on(const Match& match, const Phrasing& wording) const {
  const std::vector<const Match*> cues = cues_for(match);
  Verdict verdict;
  const Match* nearest = nullptr;
  Reach nearest_reach = Reach::no;
  for (const Match* one : cues) {
    const Cue& what = cue(*one);
    const bool before = one->first() < match.first();
    const bool after = one->first() > match.last();
    switch (what.kind) {
      case CueKind::relative:
        if (before && !wording.of_family && !ended(one->last(), match.first(), cues, false) &&
            !clause_begins(one->last(), match.first()))
          verdict.aside = SetAside::relative;
        break;
      case CueKind::relative_after:
        if (after && !wording.of_family && !clause_begins(match.last(), one->first()))
          verdict.aside = SetAside::relative;
        break;
      case CueKind::past:
        if (before && !wording.past_counts && !verdict.aside && !ended(one->last(), match.first(), cues, false) &&
            !clause_begins(one->last(), match.first()) &&
            (what.reach == 0 || match.first() - one->last() <= what.reach))
          verdict.aside = SetAside::past;
        break;
      case CueKind::past_after:
        if (after && !wording.past_counts && !verdict.aside && one->first() - match.last() <= 6 &&
            !clause_begins(match.last(), one->first()) && !ended(match.last(), one->first(), cues, false))
          verdict.aside = SetAside::past;
        break;
      case CueKind::supposed:
        if (before && verdict.aside != SetAside::relative && !ended(one->last(), match.first(), cues, false) &&
            (what.reach == 0 || match.first() - one->last() <= what.reach))
          verdict.aside = SetAside::supposed;
        break;
      case CueKind::supposed_after:
        if (after && verdict.aside != SetAside::relative && reach_back(*one, match) == Reach::yes)
          verdict.aside = SetAside::supposed;
        break;
      case CueKind::denies:
      case CueKind::doubtful:
        if (before && (nearest == nullptr || one->last() > nearest->last())) {
          const Reach reach = reach_forward(*one, match, cues);
          // A nearer cue whose reach has ended hides those further off.
          nearest = one;
          nearest_reach = reach;
        }
        break;
      case CueKind::denied:
        if (after && reach_back(*one, match) == Reach::yes) {
          verdict.denied = true;
          verdict.cue_first = one->first();
          verdict.cue_last = one->last();
        }
        break;
      case CueKind::unsure: {
        const std::uint32_t apart = before ? match.first() - one->last() : after ? one->first() - match.last() : 0;
        verdict.unsure = verdict.unsure || what.reach == 0 || apart <= what.reach;
        break;
      }
      case CueKind::ends:
      case CueKind::plain: break;
    }
  }
  if (tokens_[match.first()].question && !verdict.aside) {
    const auto answer = answered(match);
    if (!answer) {
      verdict.aside = SetAside::supposed;
    } else if (!*answer) {
      verdict.denied = true;
    }
    return verdict;
  }
  if (nearest == nullptr || nearest_reach == Reach::no) return verdict;

  const bool twice = verdict.denied || std::any_of(cues.begin(), cues.end(), [&](const Match* other) {
                       return other != nearest && cue(*other).kind == CueKind::denies &&
                              other->last() < nearest->first() && nearest->first() - other->last() <= 4 &&
                              !ended(other->last(), nearest->first(), cues, true) &&
                              std::none_of(tokens_.begin() + other->last(), tokens_.begin() + nearest->first(),
                                           [](const Token& token) {
                                             return token.kind == TokenKind::comma || token.text == "and" ||
                                                    token.text == "or" || token.text == "nor";
                                           });
                     });
  if (nearest_reach == Reach::doubtful || cue(*nearest).kind == CueKind::doubtful || twice) {
    if (!verdict.aside) verdict.aside = SetAside::doubtful;
    return verdict;
  }
  verdict.denied = true;
  verdict.cue_first = nearest->first();
  verdict.cue_last = nearest->last();
  return verdict;
}

}  // namespace lumbar::own_words
