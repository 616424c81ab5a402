// SPDX-License-Identifier: Apache-2.0
// The standard once more, slowly and word by word: one sheet on which every cell is known, and every way to fill in one
// that is not. For tests and for bench/isncsci, which compare the fast classification with it. Shares no code with it
// beyond the types of the sheet.
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "lumbar/clinic/localisation/isncsci.h"

namespace lumbar::isncsci::plain {

/// A side with every cell known; indexes are segments. Motor grades stand only at key muscles.
struct Side {
  std::array<int, 29> motor{}, light_touch{}, pin_prick{};
  int non_key = 0;  ///< 0: none
};
struct Sheet {
  std::array<Side, 2> sides;
  bool contraction = false, pressure = false;
};

/// One result: each level a segment number, a zone also 29 for "does not apply".
struct Results {
  std::array<int, 2> sensory_level{}, motor_level{}, sensory_zone{}, motor_zone{};
  int neurological_level = 0, complete = 0, grade = 0;
};

inline bool has_muscle(int segment) { return (segment >= 4 && segment <= 8) || (segment >= 21 && segment <= 25); }
inline bool feels_normal(const Side& side, int segment) {
  return side.light_touch[static_cast<std::size_t>(segment)] == 2 &&
         side.pin_prick[static_cast<std::size_t>(segment)] == 2;
}
inline bool feels_something(const Side& side, int segment) {
  return side.light_touch[static_cast<std::size_t>(segment)] > 0 ||
         side.pin_prick[static_cast<std::size_t>(segment)] > 0;
}

inline int sensory_level(const Side& side) {
  for (int segment = 1; segment <= 28; ++segment)
    if (!feels_normal(side, segment)) return segment - 1;
  return 28;
}

// The lowest key muscle of at least 3 with all above at 5; where there is no muscle, the sensory level, if all testable
// muscles above are at 5.
inline int motor_level(const Sheet& sheet, const Side& side) {
  const int feeling = sensory_level(side);
  int level = 0;
  for (int segment = 1; segment <= 28; ++segment) {
    if (has_muscle(segment)) {
      const int grade = side.motor[static_cast<std::size_t>(segment)];
      if (grade < 3) return level;
      level = segment;
      if (grade < 5) return level;
    } else if (segment == 28) {
      if (feeling >= 28 && sheet.contraction) level = 28;
    } else {
      if (feeling < segment) return level;
      level = segment;
    }
  }
  return level;
}

inline bool key_muscle_far_below(const Side& side, int level) {
  for (int segment = level + 4; segment <= 25; ++segment)
    if (has_muscle(segment) && side.motor[static_cast<std::size_t>(segment)] > 0) return true;
  return false;
}

inline Results classify(const Sheet& sheet) {
  Results found;
  bool sensation = sheet.pressure, key_far = false, non_key_far = false, all_normal = sheet.contraction;
  for (std::size_t i = 0; i < 2; ++i) {
    const Side& side = sheet.sides[i];
    found.sensory_level[i] = sensory_level(side);
    found.motor_level[i] = motor_level(sheet, side);
    sensation = sensation || feels_something(side, 28);
    key_far = key_far || key_muscle_far_below(side, found.motor_level[i]);
    non_key_far = non_key_far || side.non_key > found.motor_level[i] + 3;
    all_normal = all_normal && found.sensory_level[i] == 28 && found.motor_level[i] == 28;
  }
  found.neurological_level =
      std::min({found.sensory_level[0], found.sensory_level[1], found.motor_level[0], found.motor_level[1]});
  found.complete = !sheet.contraction && !sensation ? 0 : 1;

  int strong = 0, counted = 0;
  for (const Side& side : sheet.sides) {
    for (int segment = found.neurological_level + 1; segment <= 25; ++segment) {
      if (!has_muscle(segment)) continue;
      ++counted;
      if (side.motor[static_cast<std::size_t>(segment)] >= 3) ++strong;
    }
  }
  const bool motor_incomplete = sheet.contraction || (sensation && (key_far || non_key_far));
  found.grade = found.complete == 0 ? 0 : all_normal ? 4 : !motor_incomplete ? 1 : 2 * strong < counted ? 2 : 3;

  for (std::size_t i = 0; i < 2; ++i) {
    const Side& side = sheet.sides[i];
    found.sensory_zone[i] = 29;
    if (!sheet.pressure && !feels_something(side, 28)) {
      found.sensory_zone[i] = 0;
      for (int segment = 1; segment <= 27; ++segment)
        if (feels_something(side, segment)) found.sensory_zone[i] = segment;
    }
    found.motor_zone[i] = 29;
    if (!sheet.contraction) {
      int zone = found.motor_level[i];
      for (int segment = zone + 1; segment <= 25; ++segment)
        if (has_muscle(segment) && side.motor[static_cast<std::size_t>(segment)] > 0) zone = segment;
      if (sensation && !key_far && side.non_key > found.motor_level[i] + 3) zone = side.non_key;
      found.motor_zone[i] = zone;
    }
  }
  return found;
}

/// The grades a cell may stand for; of motor grades that no rule tells apart, one stands for both.
inline std::vector<int> grades_of(Score score, Column column, bool as_examined) {
  const bool motor = column == Column::motor;
  if (!as_examined && score.tag == Tag::normal) return {motor ? 5 : 2};
  const bool less = !as_examined && score.tag == Tag::not_normal;
  if (score.not_testable) {
    if (motor) return less ? std::vector{0, 1, 3} : std::vector{0, 1, 3, 5};
    return less ? std::vector{0, 1} : std::vector{0, 1, 2};
  }
  std::vector<int> grades{score.grade};
  if (!less) return grades;
  for (int grade = score.grade + 1; grade <= (motor ? 3 : 1); ++grade) {
    if (grade != 2) grades.push_back(grade);
  }
  return grades;
}

/// Every value each result takes over all fillings; nothing when there are more than `most` of them.
inline std::optional<Classification> all_fillings(const Exam& exam, bool as_examined, std::size_t most) {
  struct Choice {
    int* cell;
    std::vector<int> grades;
    std::size_t chosen = 0;
  };
  Sheet sheet;
  std::vector<Choice> choices;
  std::size_t count = 1;
  const auto add = [&](int* cell, std::vector<int> grades) {
    *cell = grades.front();
    if (grades.size() == 1) return;
    count = std::min(most + 1, count * grades.size());
    choices.push_back({cell, std::move(grades)});
  };
  for (const Flank flank : flanks) {
    Side& side = sheet.sides[static_cast<std::size_t>(flank)];
    side.non_key = exam[flank].lowest_non_key_muscle;
    for (const Column column : columns) {
      auto& cells = column == Column::motor         ? side.motor
                    : column == Column::light_touch ? side.light_touch
                                                    : side.pin_prick;
      for (Segment segment = c1; segment <= s4_5; ++segment)
        if ((cells_of(column) & bit(segment)) != 0)
          add(&cells[segment], grades_of(exam[flank][column].at(segment), column, as_examined));
    }
  }
  int contraction = 0, pressure = 0;
  const auto sign = [](Observation seen) {
    return seen == Observation::not_testable ? std::vector{0, 1} : std::vector{seen == Observation::yes ? 1 : 0};
  };
  add(&contraction, sign(exam.voluntary_anal_contraction));
  add(&pressure, sign(exam.deep_anal_pressure));
  if (count > most) return std::nullopt;

  Classification all;
  const auto note = [](Possible& possible, int value) {
    possible.values |= std::uint32_t{1} << static_cast<unsigned>(value);
  };
  while (true) {
    sheet.contraction = contraction != 0;
    sheet.pressure = pressure != 0;
    const Results one = classify(sheet);
    for (std::size_t i = 0; i < 2; ++i) {
      note(all.sensory_level[i], one.sensory_level[i]);
      note(all.motor_level[i], one.motor_level[i]);
      note(all.sensory_zone[i], one.sensory_zone[i]);
      note(all.motor_zone[i], one.motor_zone[i]);
    }
    note(all.neurological_level, one.neurological_level);
    note(all.completeness, one.complete);
    note(all.impairment_scale, one.grade);
    // The next filling, counting like an odometer.
    std::size_t turning = 0;
    for (; turning < choices.size(); ++turning) {
      Choice& choice = choices[turning];
      choice.chosen = (choice.chosen + 1) % choice.grades.size();
      *choice.cell = choice.grades[choice.chosen];
      if (choice.chosen != 0) break;
    }
    if (turning == choices.size()) return all;
  }
}

/// What classify says, found by trying everything; nothing where that would take more than `most` fillings.
inline std::optional<Classification> classify_by_filling_in(const Exam& exam, std::size_t most) {
  auto found = all_fillings(exam, false, most);
  const auto examined = all_fillings(exam, true, most);
  if (!found || !examined) return std::nullopt;
  for (std::size_t i = 0; i < 2; ++i) {
    found->sensory_level[i].tagged = found->sensory_level[i] != examined->sensory_level[i];
    found->motor_level[i].tagged = found->motor_level[i] != examined->motor_level[i];
    found->sensory_zone[i].tagged = found->sensory_zone[i] != examined->sensory_zone[i];
    found->motor_zone[i].tagged = found->motor_zone[i] != examined->motor_zone[i];
  }
  found->neurological_level.tagged = found->neurological_level != examined->neurological_level;
  found->completeness.tagged = found->completeness != examined->completeness;
  found->impairment_scale.tagged = found->impairment_scale != examined->impairment_scale;
  return found;
}

}  // namespace lumbar::isncsci::plain
