// SPDX-License-Identifier: Apache-2.0
// What is known of one person now. Values only: a door reads it, the engine never changes it.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lumbar/base/date.h"
#include "lumbar/base/id.h"
#include "lumbar/base/presence.h"
#include "lumbar/base/scales.h"

namespace lumbar {

/// Why a value is missing, or that it is not. A finding that was not asked has no statement at all.
enum class Saying : std::uint8_t { stated, unavailable, not_sure };

/// Something known of the whole, the left or the right. A bare value has no side.
template <class T>
struct Sided {
  std::optional<T> bare;
  std::optional<T> left;
  std::optional<T> right;
  bool any() const { return bare || left || right; }
  friend bool operator==(const Sided&, const Sided&) = default;
};

/// One thing said of one finding.
struct Statement {
  FindingId finding;
  Saying saying = Saying::stated;
  Presence present = Presence::unknown;  ///< of a boolean finding as a whole
  std::optional<Side> side;              ///< the side of a present boolean finding
  Sided<double> number;  ///< of a quantity, in the finding's own unit; of an ordinal grade; of a duration, in days
  Sided<std::uint8_t> choice;      ///< place among the finding's choices
  std::optional<double> age_days;  ///< since its own onset, by `onset` or `duration`; >= 0
  std::optional<Tempo> tempo;
  std::optional<Trend> trend;
  friend bool operator==(const Statement&, const Statement&) = default;
};

/// A case: who answers, where, when, and what was said. At most one statement a finding.
/// What `person` holds (age, sex, pregnancy, height, mass) stands among the statements too.
struct Case {
  std::optional<Date> as_of;
  Informant informant = Informant::self;
  std::string locale = "en-GB";
  std::string country;  ///< ISO 3166 two letters; empty: not known
  Setting setting = Setting::home;
  bool lenient = false;  ///< a contradiction is a warning and the worse reading holds, instead of an error
  std::vector<Statement> statements;
  std::vector<std::string> ignored;   ///< ids that a lenient reading did not know
  std::vector<std::string> warnings;  ///< what a lenient reading let pass, in words
};

}  // namespace lumbar
