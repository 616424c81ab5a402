// SPDX-License-Identifier: Apache-2.0
// How people put findings into words: wordings as patterns of words, and the cues that deny, date or move them.
// Seen by other rooms through knowledge.h.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/id.h"
#include "lumbar/base/presence.h"

namespace lumbar {

struct WordPart;
/// Parts that must follow one another.
using WordSequence = std::vector<WordPart>;

/// Added to the words of a gap that may also cross commas.
inline constexpr std::uint32_t gap_over_commas = 100;

/// One part of a wording. Written: `word`, `begin*` (any word that begins so), `#` (a number), `{class}`, `(a|b c)`,
/// `[optional]`, `~` (up to three other words), `~7` (up to seven), `~7,` (across commas too).
struct WordPart {
  enum class Kind : std::uint8_t { word, number, word_class, choice, gap };
  Kind kind = Kind::word;
  bool optional = false;
  std::uint32_t what = 0;  ///< a word: its symbol; a class: its place; a gap: how many words at most
  std::vector<WordSequence> choices;
};

/// A set of words that mean the same, used in many patterns.
struct WordClass {
  std::string name;
  std::vector<WordSequence> words;
};

/// What a wording is of: a finding; one movement, or power as a whole, graded 0 to 5; a reflex, graded 0 to 4+; a
/// number.
enum class PhrasingOf : std::uint8_t { finding, movement, power, reflex, measured };

/// One wording and what it says.
struct Phrasing {
  WordSequence pattern;
  PhrasingOf of = PhrasingOf::finding;
  std::vector<FindingId> findings;      ///< what is so when the wording stands
  std::vector<FindingId> denied;        ///< what is not so when the wording is denied; may be narrower or wider
  Presence says = Presence::present;    ///< absent: the wording itself is a denial ("afebrile")
  bool sided = false;                   ///< a side beside it belongs to it
  bool past_counts = false;             ///< a matter of history: "ten years ago" does not set it aside
  bool only_denied = false;             ///< says something only when it is denied: "no numbness" is of the legs too
  bool of_family = false;               ///< speaks of relatives itself
  std::optional<std::uint8_t> choice;   ///< of a finding with choices: which one
  std::optional<double> present_from;   ///< of a measured finding that is a yes or no: at or above this
  std::optional<double> present_below;  ///< likewise: below this
  std::optional<double> least, most;    ///< what a measured number may be; outside it is not taken
  bool needs_unit = false;
  std::string usual_unit;  ///< of a number without a unit; empty: the finding's own
};

/// How a cue changes what stands near it.
enum class CueKind : std::uint8_t {
  denies,          ///< what follows is not so: "denies", "no", "without"
  denied,          ///< what stands before is not so: "… is absent"
  doubtful,        ///< looks like a denial and is none, or cannot be relied on: "no change in", "not only"
  ends,            ///< the reach of a cue ends here: "but", "except"
  relative,        ///< what follows is about somebody else: "his mother had"
  relative_after,  ///< what stands before is about somebody else: "… in his father"
  past,            ///< what follows was: "previously"
  past_after,      ///< what stands before was: "… years ago"
  supposed,        ///< what follows is not said to be so: "if", "risk of", "rule out"
  supposed_after,  ///< what stands before is not said to be so: "… is suspected"
  unsure,          ///< a denial near it is not sure: "… I think", "… until yesterday"; a yes stays
  plain            ///< takes away the cues inside it: "3-week history of", "not sure" of a day
};

struct Cue {
  CueKind kind = CueKind::denies;
  WordSequence pattern;
  std::size_t reach = 0;     ///< words; 0: to the end of the clause
  bool over_commas = false;  ///< a list after it is denied as a whole
};

/// Everything that facts/lexicon*.toml say, ready to be looked up.
struct Lexicon {
  std::vector<std::string> symbols;  ///< words of patterns as folded_word() writes them; a star at the end: any ending
  std::map<std::string, std::uint32_t, std::less<>> symbol_of;
  std::vector<WordClass> classes;
  std::vector<Phrasing> wordings;
  std::vector<Cue> cues;
  std::vector<std::string> ordinary;  ///< words that carry no finding by themselves
};

/// A word as patterns know it: lower case, and American and British spelling made one ("anaesthesia", "anesthesia").
std::string folded_word(std::string_view word);

}  // namespace lumbar
