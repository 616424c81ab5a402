// SPDX-License-Identifier: Apache-2.0
// The ordered words that everybody uses: urgency, side, tempo, trend, and how a case came to us.
#pragma once
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lumbar {

/// Ordered: later is more urgent.
enum class Urgency : std::uint8_t { self_care, appointment, within_24h, emergency_now };
enum class Side : std::uint8_t { left, right, both };
/// From start to worst, or how fast it grows; ordered, earlier is faster.
enum class Tempo : std::uint8_t { seconds, minutes, hours, days, weeks, months, years };
/// Ordered: later is worse.
enum class Trend : std::uint8_t { improving, stable, worsening };
enum class Setting : std::uint8_t { home, primary_care, emergency_department, secondary_care };
enum class Informant : std::uint8_t { self, proxy, clinician };
enum class Mode : std::uint8_t { in_public, clinician };
enum class Sex : std::uint8_t { female, male, other };
enum class Transport : std::uint8_t { own_way, driven, ambulance };
enum class Mechanism : std::uint8_t { muscular, neurological, mixed, non_spinal };
/// How well a figure is known; see the facts' README for what each asks.
enum class Status : std::uint8_t { verified, reported, derived, assumed };

/// The words of each scale, in the order of the enumeration; as written in cases, facts and reports.
template <class Scale>
struct Words;
#define LUMBAR_WORDS(Scale, ...)                                                 \
  template <>                                                                    \
  struct Words<Scale> {                                                          \
    static constexpr auto list = std::to_array<std::string_view>({__VA_ARGS__}); \
  }
LUMBAR_WORDS(Urgency, "self_care", "appointment", "within_24h", "emergency_now");
LUMBAR_WORDS(Side, "left", "right", "both");
LUMBAR_WORDS(Tempo, "seconds", "minutes", "hours", "days", "weeks", "months", "years");
LUMBAR_WORDS(Trend, "improving", "stable", "worsening");
LUMBAR_WORDS(Setting, "home", "primary_care", "emergency_department", "secondary_care");
LUMBAR_WORDS(Informant, "self", "proxy", "clinician");
LUMBAR_WORDS(Mode, "public", "clinician");
LUMBAR_WORDS(Sex, "female", "male", "other");
LUMBAR_WORDS(Transport, "own_way", "driven", "ambulance");
LUMBAR_WORDS(Mechanism, "muscular", "neurological", "mixed", "non_spinal");
LUMBAR_WORDS(Status, "verified", "reported", "derived", "assumed");
#undef LUMBAR_WORDS

template <class Scale>
constexpr std::string_view word_of(Scale value) {
  return Words<Scale>::list[static_cast<std::size_t>(value)];
}

/// The value a word stands for; nothing when the word is not on the scale.
template <class Scale>
constexpr std::optional<Scale> from_word(std::string_view word) {
  for (std::size_t i = 0; i < Words<Scale>::list.size(); ++i) {
    if (Words<Scale>::list[i] == word) return static_cast<Scale>(i);
  }
  return std::nullopt;
}

}  // namespace lumbar
