// SPDX-License-Identifier: Apache-2.0
// Many cases from files and folders, as text.
#pragma once
#include <string>
#include <vector>

#include "lumbar/doors/cli/cli.h"

namespace lumbar {

struct CaseText {
  std::string name;  ///< the file as it was named (of a folder: its name alone), `:` and the line where it holds many
  std::string text;
};

/// The cases of each path in turn: a file with one (.json), with one a line (.ndjson, .jsonl), a folder of such files
/// by their names, or - for one case on standard input. Errors: what cannot be read, a folder without cases.
Result<std::vector<CaseText>> read_case_files(const std::vector<std::string>& paths, const Surroundings& world);

}  // namespace lumbar
