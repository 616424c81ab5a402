// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/isncsci_command.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "lumbar/base/text.h"
#include "lumbar/clinic/localisation/localisation.h"
#include "lumbar/clinic/report/report.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

constexpr std::size_t longest_line = std::size_t{1} << 20;

// One sheet over many lines, one sheet a line, or a table with a sheet a row.
enum class Layout : std::uint8_t { one_sheet, lines, table };

// Lines of a file or of standard input, without their ends. Blank lines are left out, but counted.
class Lines {
 public:
  explicit Lines(std::istream& stream) : stream_(stream) {}

  bool next(std::string& line) {
    while (std::getline(stream_, line)) {
      ++number_;
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (!trimmed(line).empty()) return true;
    }
    return false;
  }
  std::size_t number() const { return number_; }

 private:
  std::istream& stream_;
  std::size_t number_ = 0;
};

// A line that is a whole object of its own, as far as its brackets tell.
bool is_whole_object(std::string_view line) {
  int open = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (in_text && line[i] == '\\') {
      ++i;
    } else if (line[i] == '"') {
      in_text = !in_text;
    } else if (!in_text && (line[i] == '{' || line[i] == '}')) {
      open += line[i] == '{' ? 1 : -1;
    }
  }
  return open == 0;
}

Layout layout_of(const std::string& file, std::string_view first_line, bool has_more) {
  const std::string extension = std::filesystem::path(file).extension().string();
  if (extension == ".csv") return Layout::table;
  if (extension == ".ndjson" || extension == ".jsonl") return Layout::lines;
  if (extension == ".json") return Layout::one_sheet;
  std::string_view start = trimmed(first_line);
  if (start.starts_with("\xEF\xBB\xBF")) start.remove_prefix(3);
  if (!start.starts_with('{') && !start.starts_with('[')) return Layout::table;
  return has_more && is_whole_object(start) ? Layout::lines : Layout::one_sheet;
}

class Command {
 public:
  Command(const Surroundings& world, const Knowledge& knowledge, const IsncsciOptions& options)
      : world_(world), knowledge_(knowledge), options_(options) {}

  int run(std::istream& stream, const std::string& name) {
    Lines lines(stream);
    std::string first, second;
    if (!lines.next(first)) return refuse(world_, Error("the file is empty; expected a sheet: {…}").at(name));
    const std::size_t first_number = lines.number();
    const bool has_more = lines.next(second);
    switch (layout_of(options_.file, first, has_more)) {
      case Layout::one_sheet: return one_sheet(first, second, lines, first_number, name);
      case Layout::table: return table(first, second, has_more, lines, name);
      case Layout::lines: break;
    }
    answer(read_line(first), first_number);
    if (has_more) answer(read_line(second), lines.number());
    while (lines.next(first)) answer(read_line(first), lines.number());
    return finish(name);
  }

 private:
  static ReadExam read_line(const std::string& line) {
    if (line.size() <= longest_line) return read_exam(line);
    ReadExam too_long;
    too_long.faults.emplace_back("the line has " + std::to_string(line.size()) + " bytes; a sheet has a few thousand");
    return too_long;
  }

  int one_sheet(const std::string& first, const std::string& second, Lines& lines, std::size_t first_number,
                const std::string& name) {
    // The lines in their places, so that a fault of JSON names the right one.
    std::string text = std::string(first_number - 1, '\n') + first + '\n';
    std::size_t number = first_number;
    for (std::string line = second; number < lines.number(); lines.next(line)) {
      text += std::string(lines.number() - number - 1, '\n') + line + '\n';
      number = lines.number();
      if (text.size() > longest_line) break;
    }
    const ReadExam sheet = read_exam(text);
    for (const Error& fault : sheet.faults) refuse(world_, fault.at(name));
    if (!sheet.faults.empty()) return outcome_of(sheet.faults.front().fault()).exit_code;
    const auto found = isncsci::classify(sheet.exam);
    const auto steps = options_.explain ? explain_isncsci(sheet.exam, found, knowledge_) : std::vector<IsncsciStep>{};
    world_.out << (options_.format == "json" ? write_exam_result(sheet, found, {.explanation = steps})
                                             : as_text(sheet, found, steps));
    return 0;
  }

  int table(const std::string& header, const std::string& first_row, bool has_rows, Lines& lines,
            const std::string& name) {
    std::vector<Error> faults;
    const ExamTable columns = ExamTable::of_header(header, faults);
    for (const Error& fault : faults) refuse(world_, fault.at(name));
    if (!faults.empty()) return outcome_of(faults.front().fault()).exit_code;
    if (!has_rows) return refuse(world_, Error("has a first line with columns, but no row below it").at(name));
    for (std::string row = first_row;;) {
      answer(columns.read_row(row), lines.number());
      if (!lines.next(row)) break;
    }
    return finish(name);
  }

  std::string as_text(const ReadExam& sheet, const isncsci::Classification& found,
                      const std::vector<IsncsciStep>& steps) const {
    return write_isncsci(sheet.exam, found, steps, knowledge_, std::clamp<std::size_t>(world_.columns, 60, 110));
  }

  // One of many: a line of its own, so that an answer stands in the place of its sheet.
  void answer(const ReadExam& sheet, std::size_t line) {
    ++sheets_;
    const bool text = options_.format == "text";
    if (!sheet.faults.empty()) {
      ++refused_;
      if (!text) {
        world_.out << write_exam_faults(sheet, line);
        return;
      }
      for (const Error& fault : sheet.faults) refuse(world_, fault.at("line " + std::to_string(line)));
      return;
    }
    const auto found = isncsci::classify(sheet.exam);
    const auto steps = options_.explain ? explain_isncsci(sheet.exam, found, knowledge_) : std::vector<IsncsciStep>{};
    if (text) {
      world_.out << "line " << line << (sheet.id.empty() ? "" : ", " + sheet.id) << "\n"
                 << as_text(sheet, found, steps) << "\n";
      return;
    }
    world_.out << write_exam_result(sheet, found, {.pretty = false, .line = line, .explanation = steps});
  }

  int finish(const std::string& name) const {
    if (refused_ == 0) return 0;
    return refuse(world_, Error(std::to_string(refused_) + " of " + std::to_string(sheets_) + " sheets refused" +
                                (options_.format == "text" ? "" : "; why stands in their lines of the answer"))
                              .at(name));
  }

  const Surroundings& world_;
  const Knowledge& knowledge_;
  const IsncsciOptions& options_;
  std::size_t sheets_ = 0, refused_ = 0;
};

}  // namespace

int isncsci_command(const Surroundings& world, const Knowledge& knowledge, const IsncsciOptions& options) {
  Command command(world, knowledge, options);
  if (options.file == "-") return command.run(world.in, "standard input");
  std::error_code fault;
  if (std::filesystem::is_directory(options.file, fault))
    return refuse(world, Error("is a folder; give a file with sheets").at(options.file));
  std::ifstream stream(options.file, std::ios::binary);
  if (!stream) {
    return refuse(world, Error("cannot be opened: " + std::string(std::strerror(errno)) +
                               "; give a file that exists and can be read")
                             .at(options.file));
  }
  return command.run(stream, options.file);
}

}  // namespace lumbar
