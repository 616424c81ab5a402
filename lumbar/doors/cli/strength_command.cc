// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/strength_command.h"

#include <algorithm>
#include <iostream>

#include "lumbar/clinic/report/report.h"
#include "lumbar/clinic/strength/strength.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {

int strength_command(const Surroundings& world, const Knowledge& knowledge, const StrengthOptions& options) {
  const auto text = read_file(options.file, world);
  if (!text) return refuse(world, text.error());
  const std::string name = options.file == "-" ? "standard input" : options.file;
  const ReadMeasures read = read_measures(*text, knowledge, world.today);
  for (const Error& fault : read.faults) refuse(world, fault.at(name));
  if (!read.faults.empty()) return outcome_of(read.faults.front().fault()).exit_code;

  const StrengthResult result = weigh_strength(read.person, read.measures, knowledge);
  const Mode mode = *from_word<Mode>(options.mode);
  const ReportStyle style{.mode = mode, .width = std::clamp<std::size_t>(world.columns, 40, 110)};
  if (options.format == "json") {
    world.out << write_strength_result(read, result, knowledge, true);
  } else if (options.format == "html") {
    world.out << write_strength_html(result, knowledge, style);
  } else if (options.format == "svg") {
    const std::string picture = draw_strength(result, knowledge, mode);
    if (picture.empty()) return refuse(world, Error("nothing was measured that can be drawn").at(name));
    world.out << picture;
  } else {
    world.out << write_strength_text(result, knowledge, style);
  }
  for (const std::string& warning : read.warnings) world.err << "warning: " << warning << "\n";
  return 0;
}

}  // namespace lumbar
