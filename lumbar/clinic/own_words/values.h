// SPDX-License-Identifier: Apache-2.0
// Numbers, grades, sides, lengths of time, age and sex, out of the tokens of a text.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "lumbar/base/date.h"
#include "lumbar/base/scales.h"
#include "lumbar/clinic/own_words/matcher.h"
#include "lumbar/clinic/own_words/tokens.h"

namespace lumbar::own_words {

/// A value with the tokens it stands on.
template <class T>
struct At {
  T value{};
  std::uint32_t first = 0, last = 0;
};

/// Power by the Medical Research Council's scale: "4/5", "4-/5", "grade 3", "3 out of 5". In [0, 5].
std::vector<At<double>> power_grades(std::string_view text, const std::vector<Token>& tokens, std::uint32_t from,
                                     std::uint32_t to);
/// A reflex's grade: "2+", "0/4", "+1". In [0, 4].
std::vector<At<double>> reflex_grades(std::string_view text, const std::vector<Token>& tokens, std::uint32_t from,
                                      std::uint32_t to);

/// The side a word names; nothing when it names none.
std::optional<Side> side_named(std::string_view word);
/// The one side named within the tokens [from, to]; left and right together are both.
std::optional<Side> side_within(const std::vector<Token>& tokens, std::uint32_t from, std::uint32_t to);

/// A length of time, in days.
struct Length {
  double days = 0;
  bool forward = false;  ///< speaks of what follows: "3-week history of …"
};
/// "for 3 weeks", "2-month history", "since Tuesday", "began 4 days ago". `as_of` counts back to days of the week and
/// dates; without it these give nothing. Shorter than an hour is left out.
std::vector<At<Length>> lengths_in(const std::vector<Token>& tokens, std::optional<Date> as_of);

/// Years, from "54-year-old", "aged 54", "I am 54", "54F".
std::optional<At<double>> age_in(const std::vector<Token>& tokens);
std::optional<At<Sex>> sex_in(const std::vector<Token>& tokens, const std::optional<At<double>>& age);

/// The unit written after a number: "mL", "mm/h", "°C". Empty when none is there.
std::string_view unit_after(std::string_view text, std::size_t at);

}  // namespace lumbar::own_words
