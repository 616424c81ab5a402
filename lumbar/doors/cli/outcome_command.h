// SPDX-License-Identifier: Apache-2.0
// `lumbar outcome`: scores of questionnaires and repeated tests, what they mean, and what changed.
#pragma once
#include <string>

#include "lumbar/doors/cli/cli.h"

namespace CLI {
class App;
}

namespace lumbar {

struct OutcomeOptions {
  std::string measure, file;  ///< file "-": standard input; empty: what the instrument asks
  std::string format = "text";
  bool list = false;
};

void add_outcome(CLI::App& command, OutcomeOptions& options);

/// Exit code 0, or that of the error.
int outcome_command(const Surroundings& world, const Knowledge& knowledge, const OutcomeOptions& options);

}  // namespace lumbar
