// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/load_command.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

#include "lumbar/clinic/report/report.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {

void add_load(CLI::App& command, LoadOptions& options) {
  command.add_option("TASK", options.file, "a task (JSON) with its lifts, or -")->required();
  command.add_option("--format", options.format, "text or json")->check(CLI::IsMember({"text", "json"}));
}

int load_command(const Surroundings& world, const Knowledge& knowledge, const LoadOptions& options) {
  const auto text = read_file(options.file, world);
  if (!text) return refuse(world, text.error());
  const auto job = read_task(*text, knowledge);
  if (!job) return refuse(world, job.error().at(options.file == "-" ? "standard input" : options.file));
  const auto assessment = mechanics::assess_job(job->lifts, job->duration, knowledge.lifting().of(job->units));
  const std::size_t width = std::clamp<std::size_t>(world.columns, 40, 110);
  world.out << (options.format == "json" ? write_load_json(*job, assessment, knowledge)
                                         : write_load(job->lifts, assessment, job->duration, job->units,
                                                      job->tested_load, knowledge, width));
  return 0;
}

}  // namespace lumbar
