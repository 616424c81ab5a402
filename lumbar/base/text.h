// SPDX-License-Identifier: Apache-2.0
// Small things about words: splitting, joining, the nearest ids to a misspelt one, numbers without a locale.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lumbar {

std::string_view trimmed(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string joined(std::span<const std::string> parts, std::string_view between);

/// The whole text as a finite decimal number; nothing otherwise (also for "nan", "inf", hexadecimal, trailing words).
std::optional<double> number_in(std::string_view text);

/// A number as a person writes it: at most `digits` significant digits, no trailing zeros, no exponent in 1e-4..1e15.
std::string written(double number, int digits = 6);

/// Up to `how_many` of `names`, nearest first by edit distance (ties in the order given); far-off names are left out.
std::vector<std::string> nearest(std::string_view word, std::span<const std::string_view> names, std::size_t how_many);

}  // namespace lumbar
