// SPDX-License-Identifier: Apache-2.0
// `lumbar load`: how heavy the lifts of a job may be, by the revised NIOSH lifting equation.
#pragma once
#include <string>

#include "lumbar/doors/cli/cli.h"

namespace CLI {
class App;
}

namespace lumbar {

struct LoadOptions {
  std::string file;  ///< "-": standard input
  std::string format = "text";
};

void add_load(CLI::App& command, LoadOptions& options);

/// Exit code 0, or that of the error.
int load_command(const Surroundings& world, const Knowledge& knowledge, const LoadOptions& options);

}  // namespace lumbar
