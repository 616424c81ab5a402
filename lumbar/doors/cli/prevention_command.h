// SPDX-License-Identifier: Apache-2.0
// `lumbar prevention`: what keeps a back well at a desk or when lifting, with what is known of each tip.
#pragma once
#include <string>

#include "lumbar/doors/cli/cli.h"

namespace CLI {
class App;
}

namespace lumbar {

struct PreventionOptions {
  std::string occupation = "everyone";
  std::string format = "text";
};

void add_prevention(CLI::App& command, PreventionOptions& options);

/// Exit code 0.
int prevention_command(const Surroundings& world, const Knowledge& knowledge, const PreventionOptions& options);

}  // namespace lumbar
