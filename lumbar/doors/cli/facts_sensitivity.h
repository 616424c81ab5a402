// SPDX-License-Identifier: Apache-2.0
// `lumbar facts sensitivity`: the figures most worth a better source. `lumbar explain --leans-on`: those of one answer.
#pragma once
#include <string>
#include <vector>

#include "lumbar/clinic/differential/differential.h"
#include "lumbar/doors/cli/cli.h"

namespace lumbar {

struct FactsSensitivityOptions {
  std::vector<std::string> cases;  ///< files and folders; none: the examples of the source folder
  std::string facts;               ///< a folder; empty: those inside the program
  std::string format = "text";     ///< text or json
  std::size_t top = 20;            ///< figures told; 0: all
};

/// Ranks the figures on which the leading probability of each case leans, over all cases. Exit code 0, or that of the
/// error: a case that cannot be read, no case with a leading condition whose odds can be told.
int facts_sensitivity_command(const Surroundings& world, const FactsSensitivityOptions& options);

/// The figures that one probability leans on, a line each, at most `top`.
std::string leaning_in_words(const Sensitivity& sensitivity, const Knowledge& knowledge, std::size_t top);

}  // namespace lumbar
