// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/prevention_command.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

#include "lumbar/clinic/report/report.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {

void add_prevention(CLI::App& command, PreventionOptions& options) {
  command.add_option("FOR", options.occupation, "everyone, desk or lifting")
      ->check(CLI::IsMember({"everyone", "desk", "lifting"}));
  command.add_option("--format", options.format, "text, json or html")->check(CLI::IsMember({"text", "json", "html"}));
}

int prevention_command(const Surroundings& world, const Knowledge& knowledge, const PreventionOptions& options) {
  const Occupation occupation = *from_word<Occupation>(options.occupation);
  if (options.format == "json") {
    world.out << write_prevention_json(occupation, knowledge);
  } else if (options.format == "html") {
    world.out << write_prevention_page(occupation, knowledge);
  } else {
    world.out << write_prevention(occupation, knowledge, std::clamp<std::size_t>(world.columns, 40, 110));
  }
  return 0;
}

}  // namespace lumbar
