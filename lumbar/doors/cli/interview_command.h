// SPDX-License-Identifier: Apache-2.0
// lumbar interview: one question after the other in a terminal or over a pipe, and the report at the end.
#pragma once
#include <string>

#include "lumbar/doors/cli/cli.h"

namespace lumbar {

struct InterviewCommand {
  std::string mode, resume, save, setting, text;
};

/// Questions and words about them go to `world.err`, the report to `world.out`. Exit codes as run_command.
int interview_command(const Surroundings& world, const Knowledge& knowledge, const InterviewCommand& command);

}  // namespace lumbar
