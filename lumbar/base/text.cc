// SPDX-License-Identifier: Apache-2.0
#include "lumbar/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace lumbar {
namespace {

// Levenshtein's distance, with a swap of neighbours counted as one slip.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::vector<std::size_t> next(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      next[j] = std::min({change, row[j] + 1, next[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        next[j] = std::min(next[j], before[j - 2] + 1);
    }
    before = row;
    row = next;
  }
  return row[b.size()];
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string joined(std::span<const std::string> parts, std::string_view between) {
  std::string whole;
  for (const std::string& part : parts) {
    if (&part != parts.data()) whole += between;
    whole += part;
  }
  return whole;
}

std::optional<double> number_in(std::string_view text) {
  const bool plain = !text.empty() && text.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
  if (!plain || text.size() > 40) return std::nullopt;
  const std::string owned(text);
  char* end = nullptr;
  const double value = std::strtod(owned.c_str(), &end);  // the "C" locale: nothing here ever calls setlocale
  if (end != owned.c_str() + owned.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string written(double number, int digits) {
  if (number == 0) return "0";
  std::array<char, 64> buffer{};
  const auto print = [&](const char* shape, int precision, double value) {
    const int length = std::snprintf(buffer.data(), buffer.size(), shape, precision, value);
    return std::string(buffer.data(), static_cast<std::size_t>(length));
  };
  std::string text = print("%.*g", digits, number);
  if (text.find('e') == std::string::npos) return text;
  const double size = std::abs(number);
  if (size < 1e-4 || size >= 1e15) return text;
  return print("%.*f", 0, std::strtod(text.c_str(), nullptr));  // a large number, already rounded to its digits
}

std::vector<std::string> nearest(std::string_view word, std::span<const std::string_view> names, std::size_t how_many) {
  struct Candidate {
    std::size_t distance;
    std::string_view name;
  };
  std::vector<Candidate> candidates;
  // A name that holds the word, or is held by it, is near whatever its length: "numbness" offers "leg_numbness".
  for (const std::string_view name : names) {
    const bool known =
        std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& one) { return one.name == name; });
    if (name.empty() || known) continue;
    const bool holds =
        word.size() >= 4 && (name.find(word) != std::string_view::npos || word.find(name) != std::string_view::npos);
    const std::size_t distance = edit_distance(word, name);
    if (holds || distance <= 2 + std::max(word.size(), name.size()) / 3)
      candidates.push_back({holds ? distance / 3 : distance, name});
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.distance < b.distance; });
  std::vector<std::string> found;
  for (const Candidate& candidate : candidates) {
    if (found.size() == how_many) break;
    found.emplace_back(candidate.name);
  }
  return found;
}

}  // namespace lumbar
