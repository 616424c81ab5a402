// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/outcome_command.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

#include "lumbar/base/text.h"
#include "lumbar/clinic/report/report.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {

void add_outcome(CLI::App& command, OutcomeOptions& options) {
  command.add_option("MEASURE", options.measure, "an instrument, by its id (--list names them)");
  command.add_option("ANSWERS", options.file, "its answers or scores (JSON), or -; without it, what it asks");
  command.add_option("--format", options.format, "text or json")->check(CLI::IsMember({"text", "json"}));
  command.add_flag("--list", options.list, "all instruments");
}

int outcome_command(const Surroundings& world, const Knowledge& knowledge, const OutcomeOptions& options) {
  const std::size_t width = std::clamp<std::size_t>(world.columns, 40, 110);
  const bool as_json = options.format == "json";
  if (options.list) {
    world.out << (as_json ? write_measures_json(knowledge) : write_outcome_list(knowledge, width));
    return 0;
  }
  if (options.measure.empty())
    return refuse(world, Error("name an instrument, or write lumbar outcome --list", Fault::usage));
  const Measure* measure = knowledge.measure(options.measure);
  if (measure == nullptr) {
    std::vector<std::string_view> names;
    for (const Measure& one : knowledge.measures()) names.emplace_back(one.name);
    const auto near = nearest(options.measure, names, 3);
    return refuse(
        world, Error("no instrument \"" + options.measure + "\"; " +
                         (near.empty() ? "" : "nearest: " + joined(near, ", ") + "; ") + "all: lumbar outcome --list",
                     Fault::usage));
  }
  if (options.file.empty()) {
    if (as_json)
      return refuse(world, Error("give a file of answers, or write lumbar outcome --list --format json", Fault::usage));
    world.out << write_outcome_form(*measure, knowledge, width);
    return 0;
  }
  const std::string name = options.file == "-" ? "standard input" : options.file;
  const auto text = read_file(options.file, world);
  if (!text) return refuse(world, text.error());
  const auto sheet = read_outcome_sheet(*text, *measure);
  if (!sheet) return refuse(world, sheet.error().at(name));
  const auto outcome = score_outcome(*measure, sheet->now, sheet->before ? &*sheet->before : nullptr);
  if (!outcome) return refuse(world, outcome.error().at(name));
  world.out << (as_json ? write_outcome_json(*measure, *sheet, *outcome, knowledge)
                        : write_outcome(*measure, *outcome, {sheet->on, sheet->before_on}, knowledge, width));
  return 0;
}

}  // namespace lumbar
