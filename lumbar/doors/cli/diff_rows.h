// SPDX-License-Identifier: Apache-2.0
// What differs between two versions of the facts, row by row and field by field. Pure.
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// In the order in which a reviewer reads them: what decides, what is reckoned with, what is said.
enum class FactPart : std::uint8_t { rules, figures, texts };
inline constexpr std::array<std::string_view, 3> fact_part_titles = {"Rules and formulas", "Figures",
                                                                     "Texts and everything else"};

enum class RowFate : std::uint8_t { added, removed, changed };
inline constexpr std::array<std::string_view, 3> row_fate_words = {"added", "removed", "changed"};

/// A field of a row before and after; empty where it is missing.
struct FieldChange {
  std::string field, before, after;
};

struct RowChange {
  FactPart part = FactPart::texts;
  RowFate fate = RowFate::changed;
  std::string table, name, place;   ///< `rule`, `T23`, `rules.toml:41` (where it stands now; of a removed row, stood)
  std::vector<FieldChange> fields;  ///< by name; of an added or removed row, all it says
};

/// Every row that is not the same in both, by part, then table, then as the facts have them. A row that only moved to
/// another file or line has not changed. A row of a rule of which nothing but words changed counts as a text.
std::vector<RowChange> changed_rows(const Tables& before, const Tables& after);

}  // namespace lumbar
