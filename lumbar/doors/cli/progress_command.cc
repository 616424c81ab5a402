// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/progress_command.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

#include "lumbar/clinic/progress/progress.h"
#include "lumbar/clinic/report/report.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {

void add_progress(CLI::App& command, ProgressOptions& options) {
  command.add_option("COURSE", options.file, "a course (JSON): a baseline and dated entries; or - for standard input")
      ->required();
  command.add_option("--format", options.format, "text, json or html")->check(CLI::IsMember({"text", "json", "html"}));
  command.add_option("--mode", options.mode, "public (plain words) or clinician (figures and basis)")
      ->check(CLI::IsMember({"public", "clinician"}));
  command.add_flag("--diary", options.diary,
                   "what was written down, day by day, to print or take along (text or html)");
  command.add_flag("--exit-level", options.exit_level, "exit with 10 to 13 for self-care to emergency");
}

int progress_command(const Surroundings& world, const Knowledge& knowledge, const ProgressOptions& options) {
  if (options.diary && options.format == "json")
    return refuse(world, Error("a diary is text or html; leave --diary out for JSON", Fault::usage));
  const std::string name = options.file == "-" ? "standard input" : options.file;
  auto text = read_file(options.file, world);
  if (!text) return refuse(world, text.error());
  const Mode mode = *from_word<Mode>(options.mode);
  const auto course = read_course(
      *text, knowledge,
      {.today = world.today, .default_setting = mode == Mode::clinician ? Setting::primary_care : Setting::home});
  if (!course) return refuse(world, course.error().at(name));
  const auto progress = follow_course(*course, knowledge);
  if (!progress) return refuse(world, progress.error().at(name));

  const ReportStyle style{
      .mode = mode, .width = std::clamp<std::size_t>(world.columns, 40, 110), .colour = world.out_is_terminal};
  if (options.format == "json") {
    world.out << write_progress(*progress, *course, knowledge,
                                {.mode = mode, .parts = {}, .engine_version = options.engine_version, .pretty = true});
  } else if (options.format == "html") {
    world.out << (options.diary ? write_diary_html : write_course_html)(*progress, *course, knowledge, style);
  } else {
    world.out << (options.diary ? write_diary_text : write_course_text)(*progress, *course, knowledge, style);
  }
  world.out << std::flush;
  return options.exit_level ? exit_code_of(progress->level) : 0;
}

}  // namespace lumbar
