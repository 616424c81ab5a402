// SPDX-License-Identifier: Apache-2.0
// A programme in words, for one reader: what its text and its page are made from. Pure.
#pragma once
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "lumbar/clinic/report/report.h"
#include "lumbar/clinic/report/wording.h"

namespace lumbar {

/// One exercise in words.
struct ExerciseWords {
  ExerciseId exercise;
  std::string name, amount, days;
  std::vector<std::string> steps;  ///< how it is done
  std::vector<std::string> notes;  ///< why, easier, later, warnings
};

struct WeekRow {
  std::string name, amount;
  std::array<bool, 7> on{};
};

struct ProgrammeWords {
  std::string title, nature;
  std::vector<std::string> held;  ///< why there is none; then what to answer or to clear
  std::vector<std::string> held_list;
  std::string gentle;                   ///< why it is only the first step; empty where it is not
  std::vector<std::string> to_examine;  ///< what would change that
  std::vector<std::string> begin;       ///< the phase, effort, bias, goals
  std::vector<std::string> different;   ///< adaptations
  std::vector<ExerciseWords> session;
  std::vector<std::string> more;  ///< how to go on, up and down
  std::vector<std::string> clarify;
  std::vector<std::string> stop;
  std::vector<std::pair<std::string, std::string>> left_out;  ///< exercise, and why
  std::vector<std::string> reviews;
  std::array<std::string, 7> weekdays;
  std::vector<WeekRow> week;
};

ProgrammeWords words_of(const Consultation& consultation, const Programme& programme, const ProgrammeWishes& wishes,
                        const Knowledge& knowledge, Mode mode);

}  // namespace lumbar
