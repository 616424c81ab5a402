// SPDX-License-Identifier: Apache-2.0
#include "lumbar/knowledge/exercises.h"

#include <algorithm>

namespace lumbar {

bool Exercise::trains(std::string_view group, bool primary, const std::vector<Muscle>& muscles) const {
  return std::any_of(targets.begin(), targets.end(), [&](const TrainedMuscle& target) {
    return muscles[target.muscle].group == group && (target.primary || !primary);
  });
}

std::optional<ExerciseId> Exercises::find(std::string_view name) const {
  for (std::size_t row = 0; row < list.size(); ++row) {
    if (list[row].name == name) return ExerciseId(row);
  }
  return std::nullopt;
}

const ExerciseDrawing* Exercises::drawing(ExerciseId id) const {
  const auto found =
      std::lower_bound(drawings.begin(), drawings.end(), id,
                       [](const ExerciseDrawing& one, ExerciseId wanted) { return one.exercise < wanted; });
  return found != drawings.end() && found->exercise == id ? &*found : nullptr;
}

namespace {

// Walks forwards from `at`; a circle is told once, by the exercise where it closes.
void look_for_circles(const Exercises& exercises, ExerciseId at, std::vector<char>& state,
                      std::vector<std::string>& faults) {
  state[at.row()] = 1;
  for (const ExerciseId next : exercises[at].harder) {
    if (state[next.row()] == 1)
      faults.push_back("circle: " + exercises[at].name + " leads back to " + exercises[next].name);
    if (state[next.row()] == 0) look_for_circles(exercises, next, state, faults);
  }
  state[at.row()] = 2;
}

}  // namespace

std::vector<std::string> faults_of_progressions(const Exercises& exercises) {
  std::vector<std::string> faults;
  std::vector<char> state(exercises.list.size(), 0);
  for (std::size_t row = 0; row < exercises.list.size(); ++row) {
    if (state[row] == 0) look_for_circles(exercises, ExerciseId(row), state, faults);
  }
  std::vector<char> reached(exercises.list.size(), 0);
  for (const ExercisePhase& phase : exercises.phases) {
    for (const ExerciseId id : phase.also) reached[id.row()] = 1;
  }
  for (const Exercise& one : exercises.list) {
    for (const ExerciseId next : one.harder) reached[next.row()] = 1;
  }
  for (std::size_t row = 0; row < exercises.list.size(); ++row) {
    const Exercise& one = exercises.list[row];
    const bool picked = one.use != ExerciseUse::not_by_default && one.use != ExerciseUse::comparator;
    if (!picked) continue;
    // Phase 1 is where people begin.
    if (!reached[row] && one.phase > 1) faults.push_back("unreachable: nothing leads to " + one.name);
    if (one.harder.empty() && one.phase < 4) faults.push_back("dead end: nothing follows " + one.name);
    for (const ExerciseId next : one.harder) {
      if (exercises[next].phase < one.phase)
        faults.push_back("backwards: " + one.name + " is followed by " + exercises[next].name + " of an earlier phase");
    }
  }
  return faults;
}

}  // namespace lumbar
