// SPDX-License-Identifier: Apache-2.0
// `lumbar facts diff OLD NEW`: what a change of the facts does, for whoever signs it off.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "lumbar/doors/cli/cli.h"

namespace lumbar {

struct FactsDiffOptions {
  std::string old_facts, new_facts;  ///< folders, or `embedded` for those inside the program
  std::string format = "text";       ///< text, json or md
  std::vector<std::string> also;     ///< case files (.json; .ndjson and .jsonl hold one a line), or folders of them
  std::string cases_out;             ///< a folder for one case file of each group; empty: none
  std::size_t cases = 10'000;        ///< how many are drawn
  std::size_t show = 20;             ///< groups told of each effect but LOWER; 0: all
};

/// The exit code when some case's urgency falls; the codes of errors and levels stay clear of it.
inline constexpr int exit_code_lowered = 14;

/// Compares two versions of the facts, row by row and over cases, and prints the table. Exit code 0 when no case's
/// urgency falls, 14 when one does, else that of the error.
int facts_diff_command(const Surroundings& world, const FactsDiffOptions& options);

}  // namespace lumbar
