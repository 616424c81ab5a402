// SPDX-License-Identifier: Apache-2.0
// `lumbar progress`: a person followed over time.
#pragma once
#include <string>

#include "lumbar/doors/cli/cli.h"

namespace CLI {
class App;
}

namespace lumbar {

struct ProgressOptions {
  std::string file;  ///< a course; "-": standard input
  std::string format = "text", mode = "public";
  bool diary = false;
  bool exit_level = false;
  std::string engine_version;
};

void add_progress(CLI::App& command, ProgressOptions& options);

/// Prints what a course comes to, or its diary. Exit code 0, that of the level where it is asked for, or that of the
/// error.
int progress_command(const Surroundings& world, const Knowledge& knowledge, const ProgressOptions& options);

}  // namespace lumbar
