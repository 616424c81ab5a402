// SPDX-License-Identifier: Apache-2.0
// ISNCSCI beside the isncsci package of the npm registry, on the same drawn sheets; bench/isncsci/compare runs both.
//   lumbar_isncsci draw COUNT [SEED]      sheets, one a line: motor, light touch, pin prick, non-key muscle of the
//   right
//                                         and of the left, voluntary anal contraction, deep anal pressure
//   lumbar_isncsci compare COUNT [SEED]   the package's answers to them on standard input; a table of every kind of
//                                         disagreement with an example, and how fast both are. Exit 1 when a
//                                         disagreement has no cause in docs/isncsci.md, or when trying every filling
//                                         of a sheet speaks against us
#include <fmt/format.h>

#include <ctime>
#include <iostream>
#include <map>

#include "lumbar/base/text.h"
#include "lumbar/clinic/localisation/isncsci_draw.h"
#include "lumbar/clinic/localisation/isncsci_plain.h"
#include "lumbar/clinic/localisation/localisation.h"

namespace {

using namespace lumbar;
using namespace lumbar::isncsci;

constexpr std::array<std::string_view, 3> observation_words = {"No", "Yes", "NT"};

std::string line_of(const Exam& exam) {
  std::string line;
  for (const Flank flank : flanks) {
    for (const Column column : columns)
      for (Segment segment = c2; segment <= s4_5; ++segment)
        if ((cells_of(column) & bit(segment)) != 0) line += std::string(written(exam[flank][column].at(segment))) + " ";
    const Segment lowest = exam[flank].lowest_non_key_muscle;
    line += std::string(lowest == c1 ? "-" : segment_names[lowest]) + " ";
  }
  return line + std::string(observation_words[static_cast<std::size_t>(exam.voluntary_anal_contraction)]) + " " +
         std::string(observation_words[static_cast<std::size_t>(exam.deep_anal_pressure)]);
}

// A sheet for a reader: each column by its changes.
std::string sheet_of(const Exam& exam) {
  std::string text;
  for (const Flank flank : flanks) {
    text += flank == Flank::right ? "right" : "; left";
    constexpr std::array<const char*, 3> names = {" motor", ", light touch", ", pin prick"};
    for (const Column column : columns) {
      text += names[static_cast<std::size_t>(column)];
      std::string_view before;
      for (Segment segment = c2; segment <= s4_5; ++segment) {
        if ((cells_of(column) & bit(segment)) == 0) continue;
        const std::string_view score = written(exam[flank][column].at(segment));
        if (score != before) text += fmt::format(" {}:{}", segment_names[segment], score);
        before = score;
      }
    }
    const Segment lowest = exam[flank].lowest_non_key_muscle;
    if (lowest != c1) text += fmt::format(", non-key muscle {}", segment_names[lowest]);
  }
  return text + fmt::format("; VAC {}, DAP {}",
                            observation_words[static_cast<std::size_t>(exam.voluntary_anal_contraction)],
                            observation_words[static_cast<std::size_t>(exam.deep_anal_pressure)]);
}

enum Field : std::size_t {
  sensory_right,
  sensory_left,
  motor_right,
  motor_left,
  level,
  completeness,
  grade,
  sensory_zone_right,
  sensory_zone_left,
  motor_zone_right,
  motor_zone_left,
  first_total,
  all_fields = first_total + 14
};
constexpr std::array<std::string_view, first_total + 1> field_names = {
    "sensory level", "sensory level", "motor level",  "motor level", "neurological level", "completeness",
    "AIS",           "sensory zone",  "sensory zone", "motor zone",  "motor zone",         "totals"};

std::string total(std::optional<unsigned> sum) { return sum ? std::to_string(*sum) : "ND"; }

std::vector<std::string> answer_of(const Exam& exam, const Classification& found) {
  std::vector<std::string> parts = {level_names(found.sensory_level[0]),   level_names(found.sensory_level[1]),
                                    level_names(found.motor_level[0]),     level_names(found.motor_level[1]),
                                    level_names(found.neurological_level), completeness_names(found.completeness),
                                    grade_names(found.impairment_scale),   zone_names(found.sensory_zone[0]),
                                    zone_names(found.sensory_zone[1]),     zone_names(found.motor_zone[0]),
                                    zone_names(found.motor_zone[1])};
  const Totals sums = totals(exam);
  for (const SideTotals& side : sums.sides)
    for (const auto part : {side.upper_extremity, side.lower_extremity, side.light_touch, side.pin_prick, side.motor})
      parts.push_back(total(part));
  for (const auto part : {sums.upper_extremity, sums.lower_extremity, sums.light_touch, sums.pin_prick})
    parts.push_back(total(part));
  return parts;
}

std::string without_tags(std::string_view text) {
  std::string bare;
  for (const char c : text)
    if (c != '*') bare += c;
  return bare;
}

// Causes by the numbers of docs/isncsci.md; "?" is none of them.
std::string cause_of(std::size_t field, const std::string& ours, std::string_view theirs, const Exam& exam) {
  const std::string bare_ours = without_tags(ours), bare_theirs = without_tags(theirs);
  if (bare_ours == bare_theirs) {
    if (ours.find('*') == std::string::npos) return "T2 they tag, the bare scores give the same";
    if (theirs.find('*') == std::string_view::npos) return "T1 they do not tag, the bare scores give another result";
    return "T3 they tag some of several values";
  }
  const bool contraction = exam.voluntary_anal_contraction == Observation::yes;
  if (field == level && !contraction && bare_theirs.find("INT") != std::string::npos)
    return "V1 neurological level INT without contraction";
  if (field == motor_zone_right || field == motor_zone_left) {
    const Flank flank = field == motor_zone_right ? Flank::right : Flank::left;
    if (exam[flank].lowest_non_key_muscle != c1) return "V2 non-key muscle as motor zone";
  }
  if (field == grade) {
    const auto possible = split(bare_theirs, ',');
    bool all_theirs = true;
    for (const std::string_view one : split(bare_ours, ','))
      all_theirs = all_theirs && std::find(possible.begin(), possible.end(), one) != possible.end();
    if (all_theirs) return "V3 a grade that no filling gives";
  }
  return "?";
}

struct Group {
  std::size_t fields = 0, confirmed = 0, untried = 0;
  std::string example;
};

const Possible& part_of(const Classification& one, std::size_t field) {
  switch (field) {
    case sensory_right:
    case sensory_left: return one.sensory_level[field - sensory_right];
    case motor_right:
    case motor_left: return one.motor_level[field - motor_right];
    case level: return one.neurological_level;
    case completeness: return one.completeness;
    case grade: return one.impairment_scale;
    case sensory_zone_right:
    case sensory_zone_left: return one.sensory_zone[field - sensory_zone_right];
    default: return one.motor_zone[field - motor_zone_right];
  }
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Classifications a second on one core, of each kind of sheet and of all; the best of several rounds.
void measure_speed(std::uint64_t seed, std::uint64_t count, double their_seconds) {
  constexpr std::size_t most = 40'000, rounds = 15;
  double all_seconds = 0;
  std::size_t all_sheets = 0;
  std::uint32_t kept = 0;
  for (std::size_t kind = 0; kind < drawn_names.size(); ++kind) {
    std::vector<Exam> sheets;
    for (std::uint64_t number = kind; number < count && sheets.size() < most; number += drawn_names.size())
      sheets.push_back(draw_exam(seed, number));
    double best = 1e9;
    for (std::size_t round = 0; round < rounds; ++round) {
      const double start = cpu_seconds();
      for (const Exam& exam : sheets) kept += classify(exam).impairment_scale.values;
      best = std::min(best, cpu_seconds() - start);
    }
    all_seconds += best;
    all_sheets += sheets.size();
    fmt::print("  {:<20} {:6.2f} million a second\n", drawn_names[kind],
               1e-6 * static_cast<double>(sheets.size()) / best);
  }
  const double ours = static_cast<double>(all_sheets) / all_seconds,
               theirs = static_cast<double>(count) / their_seconds;
  fmt::print("  {:<20} {:6.2f} million a second; the package {:.4f} million: {:.0f} times as many\n", "all, mixed",
             1e-6 * ours, 1e-6 * theirs, ours / theirs);
  if (kept == 1) std::cout << "";  // what was computed is used
}

int compare(std::uint64_t count, std::uint64_t seed) {
  std::map<std::string, Group> groups;
  std::array<std::size_t, 4> sheets{}, same{}, same_values{};
  std::size_t threw = 0, against_us = 0, without_cause = 0;
  std::string line;
  for (std::uint64_t number = 0; number < count; ++number) {
    if (!std::getline(std::cin, line) || line.starts_with("microseconds")) {
      fmt::print(stderr, "lumbar: the package answered {} of {} sheets\n", number, count);
      return 1;
    }
    const std::size_t kind = static_cast<std::size_t>(kind_of(number));
    ++sheets[kind];
    const Exam exam = draw_exam(seed, number);
    const Classification found = classify(exam);
    const auto ours = answer_of(exam, found);
    const auto theirs = split(line, '|');
    if (theirs.size() != ours.size()) {
      ++threw;
      continue;
    }
    std::optional<Classification> tried;
    bool whole = true, values = true;
    for (std::size_t field = 0; field < all_fields; ++field) {
      if (ours[field] == theirs[field]) continue;
      if (whole) tried = plain::classify_by_filling_in(exam, 3'000);
      whole = false;
      values = values && without_tags(ours[field]) == without_tags(theirs[field]);
      const std::string cause = field >= first_total ? "?" : cause_of(field, ours[field], theirs[field], exam);
      const std::string_view name = field_names[std::min<std::size_t>(field, first_total)];
      Group& group = groups[fmt::format("{}, {}", cause, name)];
      ++group.fields;
      const std::string example = fmt::format("ours {}, theirs {}: {}", ours[field], theirs[field], sheet_of(exam));
      if (group.example.empty() || example.size() < group.example.size()) group.example = example;
      if (cause == "?") ++without_cause;
      if (!tried || field >= first_total) {
        ++group.untried;
      } else if (part_of(*tried, field) == part_of(found, field)) {
        ++group.confirmed;
      } else {
        ++against_us;
        fmt::print("against us: {} {}\n", name, example);
      }
    }
    same[kind] += whole ? 1U : 0U;
    same_values[kind] += values ? 1U : 0U;
  }
  std::getline(std::cin, line);
  const auto microseconds = number_in(trimmed(std::string_view(line).substr(std::min<std::size_t>(line.size(), 13))));

  fmt::print("{} sheets, seed {}; {} on which the package threw\n\n", count, seed, threw);
  for (std::size_t kind = 0; kind < drawn_names.size(); ++kind)
    fmt::print("  {:<20} {:8} sheets, {:8} the same values, {:8} the same to the letter\n", drawn_names[kind],
               sheets[kind], same_values[kind], same[kind]);
  fmt::print("\nDisagreements by cause and result (confirmed: trying every filling of the sheet gives ours)\n");
  for (const auto& [name, group] : groups)
    fmt::print("  {:8}  {}; confirmed {}, too many fillings {}\n            {}\n", group.fields, name, group.confirmed,
               group.untried, group.example);
  fmt::print("\nSpeed, one core, time of the processor, classification alone\n");
  measure_speed(seed, count, microseconds ? 1e-6 * *microseconds : 0);
  if (without_cause != 0) fmt::print("\n{} disagreements have no cause in docs/isncsci.md\n", without_cause);
  if (against_us != 0) fmt::print("\n{} results differ from what trying every filling gives\n", against_us);
  return without_cause == 0 && against_us == 0 && threw == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  const auto count = number_in(argc > 2 ? argv[2] : ""), seed = number_in(argc > 3 ? argv[3] : "1");
  if ((what != "draw" && what != "compare") || !count || *count < 1 || !seed || *seed < 0) {
    fmt::print(stderr, "lumbar: lumbar_isncsci draw|compare COUNT [SEED]\n");
    return 2;
  }
  const auto sheets = static_cast<std::uint64_t>(*count), from = static_cast<std::uint64_t>(*seed);
  if (what == "compare") return compare(sheets, from);
  for (std::uint64_t number = 0; number < sheets; ++number) std::cout << line_of(draw_exam(from, number)) << '\n';
  return std::cout.flush() ? 0 : 1;
}
