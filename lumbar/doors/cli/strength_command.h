// SPDX-License-Identifier: Apache-2.0
// `lumbar strength`: measured strength against norms and against itself.
#pragma once
#include <string>

#include "lumbar/doors/cli/cli.h"

namespace lumbar {

struct StrengthOptions {
  std::string file;             ///< JSON; "-": standard input
  std::string format = "text";  ///< text, json, html or svg
  std::string mode = "public";  ///< public or clinician
};

/// Weighs and prints. Exit code 0; 3 when the measures are refused, with every fault on standard error.
int strength_command(const Surroundings& world, const Knowledge& knowledge, const StrengthOptions& options);

}  // namespace lumbar
