// SPDX-License-Identifier: Apache-2.0
// Sheets of ISNCSCI from JSON and from rows of a table: every cell is looked at, every fault told.
#include <algorithm>
#include <array>
#include <map>

#include "lumbar/base/text.h"
#include "lumbar/doors/wire/json_in.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

using isncsci::bit, isncsci::Column, isncsci::Flank, isncsci::Segment;

constexpr std::size_t largest_bytes = std::size_t{1} << 20, deepest = 8, longest_id = 200;
constexpr std::array<std::string_view, 3> column_names = {"motor", "light_touch", "pin_prick"};
constexpr std::array<std::string_view, 2> side_names = {"right", "left"};
constexpr std::string_view contraction_name = "voluntary_anal_contraction", pressure_name = "deep_anal_pressure",
                           non_key_name = "lowest_non_key_muscle";
constexpr std::array exam_keys = {side_names[0], side_names[1], contraction_name, pressure_name,
                                  std::string_view("id")};
constexpr std::array side_keys = {column_names[0], column_names[1], column_names[2], non_key_name};
constexpr std::string_view key_muscle_names = "C5 to T1 and L2 to S1";

std::string_view name_of(Column column) { return column_names[static_cast<std::size_t>(column)]; }
std::string in_marks(std::string_view text) { return '"' + json::visible(text) + '"'; }

std::string in_quotes(std::span<const std::string_view> words) {
  std::string list;
  for (const std::string_view word : words) list += (list.empty() ? "\"" : ", \"") + std::string(word) + "\"";
  return list;
}

Complaint read_observation(std::string_view text, isncsci::Observation& observed) {
  constexpr std::array<std::string_view, 3> words = {"No", "Yes", "NT"};
  const auto found = std::find(words.begin(), words.end(), text);
  if (found == words.end()) return Error(in_marks(text) + " is no observation; allowed: \"Yes\", \"No\", \"NT\"");
  observed = static_cast<isncsci::Observation>(found - words.begin());
  return std::nullopt;
}

Complaint read_non_key_muscle(std::string_view text, Segment& lowest) {
  const auto segment = isncsci::segment_named(text);
  if (!segment || (isncsci::key_muscles & bit(*segment)) == 0)
    return Error(in_marks(text) + " is no segment of the arms or legs; allowed: " + std::string(key_muscle_names) +
                 ", or null where no non-key muscle moves");
  lowest = *segment;
  return std::nullopt;
}

Complaint read_cell(std::string_view text, Column column, Segment segment, isncsci::Scores& scores) {
  auto score = isncsci::read_score(text, column);
  if (!score) return Error(in_marks(text) + " " + score.take_error().text());
  scores.set(segment, *score);
  return std::nullopt;
}

// Reads one object of a sheet after the other; faults are gathered, not thrown at the first.
class SheetReader {
 public:
  explicit SheetReader(ReadExam& sheet) : sheet_(sheet) {}

  void read(const json::Element& root) {
    const auto object = json::object_in(root);
    if (!object) return fault(Error(json::shown(root) + " is no examination; expected an object {\"right\": {…}, …}"));
    const json::Path path;
    for (const auto field : *object) read_field(field.key, field.value, path / field.key);
    for (const std::string_view key : exam_keys)
      if (key != "id") demand(*object, key, path);
  }

 private:
  void fault(Error error) { sheet_.faults.push_back(std::move(error)); }
  void fault(Complaint complaint, const json::Path& path) {
    if (complaint) fault(complaint->at(path.text()));
  }
  void demand(const json::Object& object, std::string_view key, const json::Path& path) {
    if (object.at_key(key).error() != simdjson::SUCCESS) fault((path / key).error("is missing"));
  }

  void read_field(std::string_view key, const json::Element& value, const json::Path& path) {
    if (key == "right") return read_side(value, Flank::right, path);
    if (key == "left") return read_side(value, Flank::left, path);
    if (key == contraction_name) return read_sign(value, sheet_.exam.voluntary_anal_contraction, path);
    if (key == pressure_name) return read_sign(value, sheet_.exam.deep_anal_pressure, path);
    if (key == "id") return read_id(value, path);
    if (std::find(side_keys.begin(), side_keys.end(), key) != side_keys.end())
      return fault(path.error("stands outside a side; columns stand inside \"right\" and inside \"left\""));
    unknown_key(key, exam_keys, path);
  }

  void unknown_key(std::string_view key, std::span<const std::string_view> keys, const json::Path& path) {
    const auto near = nearest(key, keys, 1);
    fault(path.error("is no key here; " + (near.empty() ? "" : "perhaps \"" + near.front() + "\"; ") +
                     "allowed: " + in_quotes(keys)));
  }

  void read_id(const json::Element& value, const json::Path& path) {
    const auto text = json::text_in(value);
    if (!text || text->size() > longest_id)
      return fault(path.error(json::shown(value) + " is no id; allowed: a text of up to 200 bytes"));
    sheet_.id = *text;
  }

  void read_sign(const json::Element& value, isncsci::Observation& observed, const json::Path& path) {
    const auto text = json::text_in(value);
    if (!text)
      return fault(path.error(json::shown(value) + " is no text; allowed: \"Yes\", \"No\", \"NT\" (not testable)"));
    fault(read_observation(*text, observed), path);
  }

  void read_side(const json::Element& value, Flank flank, const json::Path& path) {
    const auto object = json::object_in(value);
    if (!object)
      return fault(path.error(json::shown(value) + " is no side; expected an object with " + in_quotes(side_keys)));
    for (const auto field : *object) {
      const json::Path inner = path / field.key;
      const auto column = std::find(column_names.begin(), column_names.end(), field.key);
      if (column != column_names.end()) {
        read_column(field.value, static_cast<Column>(column - column_names.begin()), flank, inner);
      } else if (field.key == non_key_name) {
        read_lowest(field.value, flank, inner);
      } else if (std::find(side_names.begin(), side_names.end(), field.key) != side_names.end()) {
        fault(inner.error("is a side inside a side; \"right\" and \"left\" are the outermost keys"));
      } else {
        unknown_key(field.key, side_keys, inner);
      }
    }
    for (const std::string_view name : column_names) demand(*object, name, path);
  }

  void read_lowest(const json::Element& value, Flank flank, const json::Path& path) {
    if (value.is_null()) return;
    const auto text = json::text_in(value);
    if (!text)
      return fault(
          path.error(json::shown(value) + " is no text; allowed: null, or one of " + std::string(key_muscle_names)));
    fault(read_non_key_muscle(*text, sheet_.exam[flank].lowest_non_key_muscle), path);
  }

  void read_column(const json::Element& value, Column column, Flank flank, const json::Path& path) {
    const auto object = json::object_in(value);
    if (!object)
      return fault(path.error(json::shown(value) + " is no column; expected an object with one score a segment"));
    const isncsci::Segments cells = isncsci::cells_of(column);
    isncsci::Segments seen = 0;
    for (const auto field : *object) {
      const json::Path inner = path / field.key;
      const auto segment = isncsci::segment_named(field.key);
      if (!segment || (cells & bit(*segment)) == 0) {
        fault(inner.error(wrong_cell(field.key, column)));
        continue;
      }
      seen |= bit(*segment);
      fault(read_score(field.value, column, *segment, sheet_.exam[flank][column]), inner);
    }
    for (Segment segment = isncsci::c2; segment <= isncsci::s4_5; ++segment) {
      if ((cells & ~seen & bit(segment)) == 0) continue;
      fault((path / isncsci::segment_names[segment]).error("is missing; what could not be tested is \"NT\""));
    }
  }

  static std::string wrong_cell(std::string_view key, Column column) {
    if (std::find(side_names.begin(), side_names.end(), key) != side_names.end())
      return "is a side inside a column; \"right\" and \"left\" are the outermost keys";
    return column == Column::motor ? "has no key muscle; allowed: " + std::string(key_muscle_names)
                                   : "is no dermatome; allowed: C2 to C8, T1 to T12, L1 to L5, S1 to S3, S4_5";
  }

  static Complaint read_score(const json::Element& value, Column column, Segment segment, isncsci::Scores& scores) {
    if (const auto text = json::text_in(value)) return read_cell(*text, column, segment, scores);
    if (value.is_array()) return Error("is a list; a cell holds one score, and not testable (\"NT\") excludes a grade");
    const bool is_number = json::number_in(value).has_value();
    return Error(json::shown(value) + (is_number ? " is a number; a score is a text: \"" + json::shown(value) + "\""
                                                 : " is no text; what could not be tested is \"NT\""));
  }

  ReadExam& sheet_;
};

// Cells of a line, their quotation marks taken off. A comma inside quotation marks stays in its cell.
std::vector<std::string> cells_in(std::string_view line) {
  std::vector<std::string> cells(1);
  bool in_quotation = false;
  for (const char c : line) {
    if (c == '"') {
      in_quotation = !in_quotation;
    } else if (c == ',' && !in_quotation) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  for (std::string& cell : cells) cell = std::string(trimmed(cell));
  return cells;
}

// Where the value of a column goes; every column of the table by name.
struct Target {
  std::optional<Flank> flank;
  std::optional<Column> column;  // none: the non-key muscle of a side
  Segment segment = isncsci::c1;
  bool optional = false;
};

const std::map<std::string, Target, std::less<>>& targets() {
  static const std::map<std::string, Target, std::less<>> all = [] {
    std::map<std::string, Target, std::less<>> made;
    made[std::string(contraction_name)] = {};
    made[std::string(pressure_name)] = {};
    made["id"] = {.optional = true};
    for (const Flank flank : isncsci::flanks) {
      const std::string side = std::string(side_names[static_cast<std::size_t>(flank)]) + "_";
      made[side + std::string(non_key_name)] = {.flank = flank, .optional = true};
      for (const Column column : isncsci::columns) {
        for (Segment segment = isncsci::c2; segment <= isncsci::s4_5; ++segment) {
          if ((isncsci::cells_of(column) & bit(segment)) == 0) continue;
          made[side + std::string(name_of(column)) + "_" + std::string(isncsci::segment_names[segment])] = {
              .flank = flank, .column = column, .segment = segment};
        }
      }
    }
    return made;
  }();
  return all;
}

Complaint read_table_cell(const std::string& name, const std::string& text, ReadExam& sheet) {
  const Target& target = targets().at(name);
  if (target.column) return read_cell(text, *target.column, target.segment, sheet.exam[*target.flank][*target.column]);
  if (target.flank) {
    return text.empty() ? Complaint() : read_non_key_muscle(text, sheet.exam[*target.flank].lowest_non_key_muscle);
  }
  if (name == contraction_name) return read_observation(text, sheet.exam.voluntary_anal_contraction);
  if (name == pressure_name) return read_observation(text, sheet.exam.deep_anal_pressure);
  if (text.size() > longest_id) return Error("is longer than 200 bytes");
  sheet.id = text;
  return std::nullopt;
}

}  // namespace

ReadExam read_exam(std::string_view json) {
  ReadExam sheet;
  simdjson::dom::parser parser;
  json::Element root;
  if (auto complaint = json::parse(json, largest_bytes, deepest, parser, root, "sheet")) {
    sheet.faults.push_back(std::move(*complaint));
    return sheet;
  }
  SheetReader(sheet).read(root);
  return sheet;
}

ExamTable ExamTable::of_header(std::string_view line, std::vector<Error>& faults) {
  ExamTable table;
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  table.columns_ = cells_in(line);
  std::vector<std::string_view> names;
  for (const auto& [name, target] : targets()) names.emplace_back(name);
  for (std::size_t i = 0; i < table.columns_.size(); ++i) {
    const std::string& name = table.columns_[i];
    const auto here = table.columns_.begin() + static_cast<std::ptrdiff_t>(i);
    if (!targets().contains(name)) {
      const auto near = nearest(name, names, 1);
      faults.push_back(Error("is no column of this table" + (near.empty() ? "" : "; perhaps " + near.front()))
                           .at("column " + in_marks(name)));
    } else if (std::find(table.columns_.begin(), here, name) != here) {
      faults.push_back(Error("stands twice; say it once").at("column " + name));
    }
  }
  for (const auto& [name, target] : targets()) {
    if (target.optional || std::find(table.columns_.begin(), table.columns_.end(), name) != table.columns_.end())
      continue;
    faults.push_back(Error("is missing").at("column " + name));
  }
  return table;
}

ReadExam ExamTable::read_row(std::string_view line) const {
  ReadExam sheet;
  const auto cells = cells_in(line);
  if (cells.size() != columns_.size()) {
    sheet.faults.emplace_back("has " + std::to_string(cells.size()) + " cells; the first line names " +
                              std::to_string(columns_.size()));
    return sheet;
  }
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (auto complaint = read_table_cell(columns_[i], cells[i], sheet))
      sheet.faults.push_back(complaint->at(columns_[i]));
  return sheet;
}

}  // namespace lumbar
