// SPDX-License-Identifier: Apache-2.0
// An ISNCSCI classification as a table for a terminal.
#include <algorithm>
#include <array>

#include "lumbar/clinic/report/columns.h"
#include "lumbar/clinic/report/report.h"

namespace lumbar {
namespace {

using isncsci::Possible;

class Table {
 public:
  Table(const Knowledge& knowledge, std::size_t width) : knowledge_(knowledge), width_(width) {}

  std::string say(const std::string& id) const {
    const std::string& phrase = knowledge_.phrase("isncsci." + id, Mode::clinician);
    return phrase.empty() ? "[isncsci." + id + "]" : phrase;
  }

  // A name, and its values in columns of equal width; what is too long for its column goes on below.
  void row(const std::string& name, const std::vector<std::string>& values) {
    const std::size_t names = std::min<std::size_t>(40, width_ / 2);
    const std::size_t each = (width_ - names - 2) / std::max<std::size_t>(1, values.size());
    std::vector<std::vector<std::string>> columns{wrapped(name, names - 2)};
    for (const std::string& value : values) columns.push_back(wrapped(spaced(value), each - 2));
    std::size_t lines = 0;
    for (const auto& column : columns) lines = std::max(lines, column.size());
    for (std::size_t i = 0; i < lines; ++i) {
      std::string line;
      for (std::size_t k = 0; k < columns.size(); ++k)
        line += padded(i < columns[k].size() ? columns[k][i] : "", k == 0 ? names : each);
      text_ += "  " + line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
  }
  void title(const std::string& words) { text_ += words + "\n"; }
  void gap() { text_ += "\n"; }
  void paragraph(const std::string& words, std::size_t indent) {
    for (const std::string& line : wrapped(words, width_ - indent)) text_ += std::string(indent, ' ') + line + "\n";
  }
  std::string take() { return std::move(text_); }

 private:
  // `C5,C6` may break after its comma.
  static std::string spaced(const std::string& list) {
    std::string text;
    for (const char c : list) text += c == ',' ? ", " : std::string(1, c);
    return text;
  }

  const Knowledge& knowledge_;
  std::size_t width_;
  std::string text_;
};

std::string first_letter_large(std::string words) {
  if (!words.empty() && words.front() >= 'a' && words.front() <= 'z')
    words.front() = static_cast<char>(words.front() - 'a' + 'A');
  return words;
}

std::string total(std::optional<unsigned> sum) { return sum ? std::to_string(*sum) : "ND"; }

void write_sums(Table& table, const isncsci::Totals& sums) {
  table.row(table.say("sums"), {table.say("right"), table.say("left"), table.say("both")});
  const auto row = [&](const char* id, std::optional<unsigned> isncsci::SideTotals::*part,
                       std::optional<unsigned> both) {
    table.row(first_letter_large(table.say(id)), {total(sums.sides[0].*part), total(sums.sides[1].*part), total(both)});
  };
  row("sum.upper_extremity", &isncsci::SideTotals::upper_extremity, sums.upper_extremity);
  row("sum.lower_extremity", &isncsci::SideTotals::lower_extremity, sums.lower_extremity);
  row("sum.light_touch", &isncsci::SideTotals::light_touch, sums.light_touch);
  row("sum.pin_prick", &isncsci::SideTotals::pin_prick, sums.pin_prick);
}

std::string completeness_in_words(const Table& table, const Possible& completeness) {
  constexpr std::array<const char*, 2> ids = {"complete", "incomplete"};
  std::string words;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if ((completeness.values >> i & 1U) == 0) continue;
    words += (words.empty() ? "" : ",") + table.say(ids[i]) + (completeness.tagged ? "*" : "");
  }
  return words;
}

std::vector<const Possible*> all_of(const isncsci::Classification& found) {
  std::vector<const Possible*> all = {&found.neurological_level, &found.completeness, &found.impairment_scale};
  for (const auto* sides : {&found.sensory_level, &found.motor_level, &found.sensory_zone, &found.motor_zone})
    for (const Possible& one : *sides) all.push_back(&one);
  return all;
}

void write_notes(Table& table, const isncsci::Classification& found, const isncsci::Totals& sums) {
  const auto all = all_of(found);
  const bool several =
      std::any_of(all.begin(), all.end(), [](const Possible* one) { return (one->values & (one->values - 1)) != 0; });
  const bool tagged = std::any_of(all.begin(), all.end(), [](const Possible* one) { return one->tagged; });
  const bool incomplete_sum = !sums.upper_extremity || !sums.lower_extremity || !sums.light_touch || !sums.pin_prick;
  const bool perhaps_e = (found.impairment_scale.values >> static_cast<unsigned>(isncsci::Grade::e) & 1U) != 0;
  if (several || tagged || incomplete_sum || perhaps_e) table.gap();
  for (const auto& [holds, id] : {std::pair{several, "note.several"}, std::pair{tagged, "note.tagged"},
                                  std::pair{incomplete_sum, "note.not_determined"}, std::pair{perhaps_e, "note.e"}})
    if (holds) table.paragraph(table.say(id), 2);
}

}  // namespace

std::string write_isncsci(const isncsci::Exam& exam, const isncsci::Classification& found,
                          const std::vector<IsncsciStep>& steps, const Knowledge& knowledge, std::size_t width) {
  Table table(knowledge, width);
  const isncsci::Totals sums = isncsci::totals(exam);
  table.title(table.say("title"));
  table.gap();
  const auto whole = [&](const char* id, const std::string& value) {
    table.row(first_letter_large(table.say(id)), {value});
  };
  whole("part.neurological_level", isncsci::level_names(found.neurological_level));
  whole("part.completeness", completeness_in_words(table, found.completeness));
  whole("part.impairment_scale", isncsci::grade_names(found.impairment_scale));
  table.gap();
  table.row("", {table.say("right"), table.say("left")});
  const auto sides = [&](const char* id, const std::array<Possible, 2>& values, std::string (*names)(const Possible&)) {
    table.row(first_letter_large(table.say(id)), {names(values[0]), names(values[1])});
  };
  sides("part.sensory_level", found.sensory_level, isncsci::level_names);
  sides("part.motor_level", found.motor_level, isncsci::level_names);
  sides("part.sensory_zone", found.sensory_zone, isncsci::zone_names);
  sides("part.motor_zone", found.motor_zone, isncsci::zone_names);
  table.gap();
  write_sums(table, sums);
  write_notes(table, found, sums);
  if (steps.empty()) return table.take();
  table.gap();
  table.title(table.say("why"));
  for (const IsncsciStep& one : steps) {
    table.gap();
    table.paragraph(first_letter_large(one.step) + ": " + one.value, 2);
    table.paragraph(one.because, 4);
  }
  return table.take();
}

}  // namespace lumbar
