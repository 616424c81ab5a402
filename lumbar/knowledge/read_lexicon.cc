// SPDX-License-Identifier: Apache-2.0
// The lexicon of facts/lexicon*.toml: classes of words, wordings of findings, cues.
#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "lumbar/knowledge/loader.h"

namespace lumbar {
namespace {

constexpr std::array<std::pair<std::string_view, CueKind>, 12> cue_kinds = {
    {{"denies", CueKind::denies},
     {"denied", CueKind::denied},
     {"doubtful", CueKind::doubtful},
     {"ends", CueKind::ends},
     {"relative", CueKind::relative},
     {"relative_after", CueKind::relative_after},
     {"past", CueKind::past},
     {"past_after", CueKind::past_after},
     {"supposed", CueKind::supposed},
     {"supposed_after", CueKind::supposed_after},
     {"unsure", CueKind::unsure},
     {"plain", CueKind::plain}}};
constexpr std::size_t longest_gap = 12;

// Reads one pattern; what is wrong with it stands in `fault`.
class PatternReader {
 public:
  PatternReader(std::string_view text, Lexicon& lexicon) : text_(text), lexicon_(lexicon) {}

  WordSequence read() {
    WordSequence whole = sequence(0);
    if (fault.empty() && at_ < text_.size()) fault = "a bracket closes that was never opened";
    const bool needs_a_word = std::all_of(whole.begin(), whole.end(), [](const WordPart& part) {
      return part.optional || part.kind == WordPart::Kind::gap;
    });
    if (fault.empty() && needs_a_word) fault = "nothing in it must stand";
    if (fault.empty() && (whole.front().kind == WordPart::Kind::gap || whole.back().kind == WordPart::Kind::gap))
      fault = "begins or ends with a gap";
    return whole;
  }

  std::string fault;

 private:
  // NOLINTNEXTLINE(misc-no-recursion): brackets within brackets, at most eight deep
  WordSequence sequence(int depth) {
    WordSequence parts;
    if (depth > 8) fault = "more than eight brackets within one another";
    while (fault.empty() && at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ') {
        ++at_;
      } else if (c == '(' || c == '[') {
        parts.push_back(choice(depth));
      } else if (c == ')' || c == ']' || c == '|') {
        break;
      } else if (c == '{') {
        parts.push_back(word_class());
      } else if (c == '~') {
        parts.push_back(gap());
      } else {
        parts.push_back(word());
      }
    }
    return parts;
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  WordPart choice(int depth) {
    WordPart part{.kind = WordPart::Kind::choice};
    const char closing = text_[at_] == '(' ? ')' : ']';
    part.optional = closing == ']';
    do {
      ++at_;
      part.choices.push_back(sequence(depth + 1));
      if (fault.empty() && part.choices.back().empty()) fault = "an empty choice";
    } while (fault.empty() && at_ < text_.size() && text_[at_] == '|');
    if (fault.empty() && (at_ >= text_.size() || text_[at_] != closing)) fault = "a bracket that does not close";
    ++at_;
    return part;
  }

  WordPart word_class() {
    const std::size_t end = text_.find('}', at_);
    const std::string_view name = text_.substr(at_ + 1, end == std::string_view::npos ? end : end - at_ - 1);
    const auto found = std::find_if(lexicon_.classes.begin(), lexicon_.classes.end(),
                                    [&](const WordClass& one) { return one.name == name; });
    if (end == std::string_view::npos) {
      fault = "a { that does not close";
    } else if (found == lexicon_.classes.end()) {
      fault = "no word_class {" + std::string(name) + "} stands before it";
    }
    at_ = end == std::string_view::npos ? text_.size() : end + 1;
    return {.kind = WordPart::Kind::word_class, .what = static_cast<std::uint32_t>(found - lexicon_.classes.begin())};
  }

  WordPart gap() {
    std::uint32_t most = 0;
    ++at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9' && most <= longest_gap)
      most = most * 10 + static_cast<std::uint32_t>(text_[at_++] - '0');
    if (most > longest_gap) fault = "a gap of more than 12 words";
    if (most == 0) most = 3;
    // "~6," may cross commas: the members of a list.
    if (at_ < text_.size() && text_[at_] == ',') {
      ++at_;
      most += gap_over_commas;
    }
    return {.kind = WordPart::Kind::gap, .what = most};
  }

  WordPart word() {
    const std::size_t from = at_;
    while (at_ < text_.size() && std::string_view(" ()[]{}|~,").find(text_[at_]) == std::string_view::npos) ++at_;
    std::string_view raw = text_.substr(from, at_ - from);
    if (raw == "#") return {.kind = WordPart::Kind::number};
    const bool star = raw.ends_with('*');
    if (star) raw.remove_suffix(1);
    const bool whole = std::all_of(raw.begin(), raw.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 128;
    });
    if (!whole || raw.empty()) fault = "\"" + std::string(raw) + "\" is not a word in small letters";
    std::string symbol = folded_word(raw);
    if (star && symbol.size() < 3) fault = "fewer than three letters before the star of " + symbol + "*";
    if (star) symbol += '*';
    const auto next = static_cast<std::uint32_t>(lexicon_.symbols.size());
    const auto [place, added] = lexicon_.symbol_of.emplace(symbol, next);
    if (added) lexicon_.symbols.push_back(symbol);
    return {.kind = WordPart::Kind::word, .what = place->second};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Lexicon& lexicon_;
};

// Whether a finding of this type can hold what the wording says.
bool holds(logic::Type type, const Phrasing& wording) {
  switch (wording.of) {
    case PhrasingOf::finding: return type == (wording.choice ? logic::Type::choice : logic::Type::boolean);
    case PhrasingOf::movement: return type == logic::Type::ordinal;
    case PhrasingOf::power: return type == logic::Type::boolean;
    case PhrasingOf::reflex: return type == logic::Type::choice || type == logic::Type::boolean;
    case PhrasingOf::measured:
      return type == (wording.present_from || wording.present_below ? logic::Type::boolean : logic::Type::quantity);
  }
  return false;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

std::string folded_word(std::string_view word) {
  std::string folded(word);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (folded.size() < 6) return folded;
  replace_all(folded, "ae", "e");
  replace_all(folded, "oe", "e");
  replace_all(folded, "our", "or");
  replace_all(folded, "isation", "ization");
  return folded;
}

WordSequence Loader::pattern_of(const Record& row, std::string_view field, std::string_view text) {
  PatternReader reader(text, made_.lexicon_);
  WordSequence pattern = reader.read();
  if (!reader.fault.empty()) complain(row, field, "\"" + std::string(text) + "\": " + reader.fault);
  return pattern;
}

void Loader::read_phrasings(const Record& row, PhrasingOf of) {
  Phrasing base{.of = of};
  for (const std::string& name : row.list("findings")) base.findings.push_back(finding_named(row, "findings", name));
  for (const std::string& name : row.list("denied")) base.denied.push_back(finding_named(row, "denied", name));
  if (base.findings.empty()) complain(row, "findings", "no finding");
  if (std::any_of(base.findings.begin(), base.findings.end(), [](FindingId id) { return !id.is_some(); })) return;
  if (!row.has("denied")) base.denied = base.findings;
  base.sided = row.flag("side");
  base.past_counts = row.flag("past");
  base.of_family = row.flag("family");
  base.only_denied = row.flag("only_denied");
  base.present_from = row.number("present_from");
  base.present_below = row.number("present_below");
  base.least = row.number("least");
  base.most = row.number("most");
  base.needs_unit = row.flag("needs_unit");
  base.usual_unit = row.text("usual_unit");
  if (row.has("choice")) {
    const auto& choices = made_.language_.variables[base.findings.front().row()].choices;
    const auto found = std::find(choices.begin(), choices.end(), row.text("choice"));
    if (found == choices.end())
      complain(row, "choice", "\"" + row.text("choice") + "\" is not a choice of the finding");
    base.choice = static_cast<std::uint8_t>(found - choices.begin());
  }
  for (const FindingId id : base.findings) {
    if (!holds(made_.language_.variables[id.row()].type, base))
      complain(row, "findings", made_[id].name + " does not hold what such a wording says");
  }
  const auto add = [&](std::string_view field, Presence says, const std::string& text) {
    Phrasing one = base;
    one.says = says;
    one.pattern = pattern_of(row, field, text);
    made_.lexicon_.wordings.push_back(std::move(one));
  };
  for (const std::string& text : row.list("says")) add("says", Presence::present, text);
  for (const std::string& text : row.list("denies")) add("denies", Presence::absent, text);
  // A thing and its state, in either order: "anal tone is reduced", "reduced anal tone".
  for (const std::string& thing : row.list("of")) {
    const std::string stands = "(" + thing + ")";
    if (row.has("bad")) {
      add("of", Presence::present, stands + " ~5 " + row.text("bad"));
      add("of", Presence::present, row.text("bad") + " ~4 " + stands);
    }
    if (row.has("good")) {
      add("of", Presence::absent, stands + " ~5, " + row.text("good"));
      add("of", Presence::absent, row.text("good") + " ~4 " + stands);
    }
  }
  if (row.list("says").empty() && row.list("denies").empty() && row.list("of").empty())
    complain(row, "says", "no wording");
}

void Loader::read_lexicon() {
  for (const Record& row : table("word_class")) {
    once(row, "word_class", row.text("id"));
    WordClass one{row.text("id"), {}};
    for (const std::string& text : row.list("words")) one.words.push_back(pattern_of(row, "words", text));
    if (one.name.empty() || one.words.empty()) complain(row, "id", "a word_class needs an id and words");
    made_.lexicon_.classes.push_back(std::move(one));
  }
  for (const Record& row : table("wording")) read_phrasings(row, PhrasingOf::finding);
  for (const Record& row : table("movement_wording")) read_phrasings(row, PhrasingOf::movement);
  for (const Record& row : table("power_wording")) read_phrasings(row, PhrasingOf::power);
  for (const Record& row : table("reflex_wording")) read_phrasings(row, PhrasingOf::reflex);
  for (const Record& row : table("measured_wording")) read_phrasings(row, PhrasingOf::measured);
  for (const Record& row : table("cue")) {
    const auto kind = std::find_if(cue_kinds.begin(), cue_kinds.end(),
                                   [&](const auto& one) { return one.first == row.text("kind"); });
    if (kind == cue_kinds.end()) {
      std::string allowed;
      for (const auto& one : cue_kinds) allowed += (allowed.empty() ? "" : ", ") + std::string(one.first);
      complain(row, "kind", "\"" + row.text("kind") + "\" is not one of: " + allowed);
      continue;
    }
    sources_of(row);
    const std::size_t reach = row.has("reach") ? static_cast<std::size_t>(whole_of(row, "reach", 1, 40)) : 0;
    for (const std::string& text : row.list("says"))
      made_.lexicon_.cues.push_back({kind->second, pattern_of(row, "says", text), reach, row.flag("over_commas")});
    if (row.list("says").empty()) complain(row, "says", "a cue without words");
  }
  for (const Record& row : table("ordinary_words")) {
    for (const std::string& text : row.list("words")) {
      for (const std::string_view word : split(text, ' ')) {
        if (!word.empty()) made_.lexicon_.ordinary.push_back(folded_word(word));
      }
    }
  }
}

}  // namespace lumbar
