// SPDX-License-Identifier: Apache-2.0
// Words of SMT-LIB that its writers share. Private to this room.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/science/logic/compare.h"

namespace lumbar::logic {

inline const std::string yes_always = "true";
inline const std::string no_never = "false";

inline std::string joined_by(std::string_view word, const std::vector<std::string>& terms, const std::string& empty) {
  if (terms.empty()) return empty;
  if (terms.size() == 1) return terms.front();
  std::string text = "(" + std::string(word);
  for (const std::string& one : terms) text += " " + one;
  return text + ")";
}
inline std::string all_of(const std::vector<std::string>& terms) { return joined_by("and", terms, yes_always); }
inline std::string any_of(const std::vector<std::string>& terms) { return joined_by("or", terms, no_never); }
inline std::string no(const std::string& term) {
  if (term == yes_always) return no_never;
  return term == no_never ? yes_always : "(not " + term + ")";
}

inline std::string_view sign_of(Comparison comparison) {
  switch (comparison) {
    case Comparison::less: return "<";
    case Comparison::at_most: return "<=";
    case Comparison::more: return ">";
    case Comparison::at_least: return ">=";
    case Comparison::equal: return "=";
  }
  return "=";
}

inline std::string compared(const std::string& term, Comparison comparison, const std::string& limit) {
  return "(" + std::string(sign_of(comparison)) + " " + term + " " + limit + ")";
}

inline std::string whole(double number) { return std::to_string(static_cast<long>(number)); }

}  // namespace lumbar::logic
