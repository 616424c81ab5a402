// SPDX-License-Identifier: Apache-2.0
// What two versions of the facts make of the same case, and which of many cases come out otherwise. Pure.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/case.h"
#include "lumbar/base/scales.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// What one version of the facts makes of a case, as far as a reviewer of facts compares it.
struct CaseVerdict {
  std::string refused;  ///< why the case gets no answer; empty when it does
  Urgency level = Urgency::self_care;
  bool provisional = false;
  std::optional<int> deadline_hours;  ///< none for self-care
  Transport transport = Transport::own_way;
  std::string leading;  ///< id of the most likely condition; empty where nothing is complained of
  /// What holds the level: true rules of that level, conditions likely enough, or `safety_net`, `child`, … by id.
  std::vector<std::string> because;
  friend bool operator==(const CaseVerdict&, const CaseVerdict&) = default;
};

/// `text` is a case as JSON. It is read leniently: a finding that these facts do not know is left out.
CaseVerdict judge(std::string_view text, const Knowledge& knowledge);

/// In the order of the report: the first is what may harm.
enum class Effect : std::uint8_t { lowered, softened, raised, firmed, other_cause, none };
inline constexpr std::array<std::string_view, 6> effect_words = {"LOWER",  "softer",      "raised",
                                                                 "firmer", "other cause", "same"};

/// `lowered`: the level falls, or what was answered is now refused. `softened`: the same level, but later, by gentler
/// transport, or no longer provisional. `raised` and `firmed` are their opposites. `other_cause`: only the leading
/// condition differs.
Effect effect_of(const CaseVerdict& before, const CaseVerdict& after);

/// A case that both versions judged.
struct JudgedCase {
  std::string name;  ///< `sampled 17`, or the file it came from
  std::string text;  ///< JSON
  CaseVerdict before, after;
};

/// Cases that come out otherwise in the same way (what falls: for want of the same rules), and one to look at.
struct CaseGroup {
  Effect effect = Effect::none;
  std::string before, after;                ///< in words: `emergency_now`, `within_24h, provisional`, a condition, …
  std::vector<std::string> no_longer, now;  ///< what held the example's level only before, or holds it only now
  std::size_t count = 0;
  JudgedCase example;  ///< the shortest of them, by its JSON
  std::string file;    ///< where the example was written, if it was
};

/// How many cases have each effect. The other three count on their own: a case may stand in all of them.
struct EffectCounts {
  std::array<std::size_t, 6> cases{};  ///< by Effect
  std::size_t level = 0;               ///< another urgency level, up or down
  std::size_t provisional = 0;         ///< provisional on one side only
  std::size_t leading = 0;             ///< another leading condition
};

struct CaseChanges {
  EffectCounts counts;
  std::vector<CaseGroup> groups;  ///< by effect, then most cases first; none for what is the same
};
CaseChanges grouped(const std::vector<JudgedCase>& cases);

/// Makes the example of a fall shorter: leaves out statements without which it still falls from the same level, held by
/// the same, to the same, with so many attempts as are affordable. `written_by` are the facts in whose words it stands.
void shorten_example(CaseGroup& group, const Knowledge& written_by, const Knowledge& before, const Knowledge& after);

}  // namespace lumbar
