// SPDX-License-Identifier: Apache-2.0
// Lengths of time and onsets as people write them, with the rounding that hides in the unit.
#pragma once
#include <optional>

#include "lumbar/base/date.h"
#include "lumbar/doors/wire/json_in.h"

namespace lumbar {

/// A length of time, or an age, and between which lengths it may lie when one allows for its rounding. Days, >= 0.
struct Length {
  double days = 0;
  double least = 0;
  double most = 0;
};

/// `{"value": 3, "unit": "weeks"}`, `"3 weeks"`, or a bare number where `own_unit` is not empty.
/// Errors: another form, not a unit of time, below 0, longer than a life.
Result<Length> read_length(const json::Element& element, const json::Path& path, std::string_view own_unit);

/// The age of something by its onset: a date, a month (then the shortest age it can have), or a length before `as_of`.
/// Errors: another form, no such day, after `as_of`; a date while the case has no `as_of`.
Result<Length> read_onset(const json::Element& element, const json::Path& path, std::optional<Date> as_of);

/// True when no age can be both.
bool disagree(const Length& one, const Length& other);

/// A length in words: "3 days", "2 weeks".
std::string in_words(const Length& length);

}  // namespace lumbar
