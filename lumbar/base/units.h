// SPDX-License-Identifier: Apache-2.0
// Units of time and of measured quantities, and how one turns into another. UCUM codes and the words people use.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "lumbar/base/result.h"

namespace lumbar {

/// Days in one of a unit of time: min, h, d, wk, mo (30.44 d), y (365.25 d) and their words, singular or plural.
/// Nothing when the word is not a unit of time.
std::optional<double> days_in(std::string_view unit);

/// `value`, given in `unit`, in the unit `wanted` that a finding is kept in.
/// An empty `unit` means it is in `wanted` already. `substance` names what is measured, for units that need a molar
/// mass. Errors: an unknown unit, or one of another kind; the text names those that fit.
Result<double> converted(double value, std::string_view unit, std::string_view wanted, std::string_view substance = {});

}  // namespace lumbar
