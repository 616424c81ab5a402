// SPDX-License-Identifier: Apache-2.0
// A difference of facts as a table that a reviewer signs off: for a terminal, as Markdown, as JSON. Pure.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "lumbar/doors/cli/diff_cases.h"
#include "lumbar/doors/cli/diff_rows.h"

namespace lumbar {

struct FactsDiff {
  std::string old_name, new_name;  ///< a folder, or `embedded`
  std::string old_hash, new_hash;
  std::vector<RowChange> rows;
  CaseChanges cases;
  std::size_t sampled = 0;  ///< cases drawn
  std::size_t given = 0;    ///< cases handed in
  std::uint64_t seed = 0;   ///< of the draw

  bool lowered() const { return cases.counts.cases[static_cast<std::size_t>(Effect::lowered)] > 0; }
};

struct DiffLayout {
  bool colour = false;    ///< LOWER in red, for a terminal
  std::size_t show = 20;  ///< groups of cases told of each effect; LOWER is always told in full. 0: all
};

std::string write_diff_text(const FactsDiff& diff, const DiffLayout& layout);
/// With a line for name and date.
std::string write_diff_markdown(const FactsDiff& diff, const DiffLayout& layout);
/// All groups; `lowered` says whether some case's urgency fell.
std::string write_diff_json(const FactsDiff& diff);

}  // namespace lumbar
