// SPDX-License-Identifier: Apache-2.0
// Exercises and what a programme is made by: phases, goals, adaptations, equipment, positions, drawings. knowledge.h
// includes it.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lumbar/base/id.h"
#include "lumbar/base/scales.h"
#include "lumbar/base/source.h"
#include "lumbar/knowledge/drawings.h"
#include "lumbar/science/logic/logic.h"

namespace lumbar {

/// Where an exercise takes the spine, or where a person's spine is at ease.
enum class SpinalBias : std::uint8_t { neutral, flexion, extension, rotation, flexion_and_extension };
template <>
struct Words<SpinalBias> {
  static constexpr auto list =
      std::to_array<std::string_view>({"neutral", "flexion", "extension", "rotation", "flexion_and_extension"});
};

/// For whom an exercise may be picked at all.
enum class ExerciseUse : std::uint8_t {
  everyone,
  directional_preference,  ///< symptoms move to the middle of the back with bending backwards
  flexion_bias,            ///< bending forwards eases
  radicular,               ///< a nerve root is likely irritated
  night_cramps,
  late_phase_2,
  athletes,
  not_by_default,  ///< a seed names it; the engine never picks it
  comparator,      ///< stands for comparison only; never picked
};
template <>
struct Words<ExerciseUse> {
  static constexpr auto list =
      std::to_array<std::string_view>({"default", "conditional_directional_preference", "conditional_flexion_bias",
                                       "conditional_radicular", "conditional_night_cramps", "phase2_late_only",
                                       "athletes_only", "seed_mentions_not_default", "excluded_comparator"});
};

/// How much of an exercise. What is 0 does not apply to it.
struct ExerciseDose {
  int sets = 0;
  int reps = 0;           ///< in each set
  double hold_s = 0;      ///< of each repetition, seconds
  double rest_s = 0;      ///< after each set, seconds
  double distance_m = 0;  ///< of each repetition, metres
  double duration_s = 0;  ///< of each repetition, seconds
  int days_per_week = 0;  ///< 1..7
  friend bool operator==(const ExerciseDose&, const ExerciseDose&) = default;
};

/// A muscle, and the group that strength tests speak of.
struct Muscle {
  std::string name, label, group;  ///< group: extensors, flexors, side_bridge, gluteus_maximus, …; empty: none
  bool limb = false;               ///< of the leg: not trained while its weakness is unexplained
};
struct TrainedMuscle {
  std::size_t muscle = 0;  ///< place in Exercises::muscles
  bool primary = false;
};

/// Something that a person has at hand, or a position that a body takes.
struct ExerciseItem {
  std::string name, label;
  bool everyday = false;  ///< taken to be there unless the person says what is there
};
struct BodyPosition {
  std::string name, label;
};

/// One thing that forbids an exercise: a finding or a condition, narrowed where the facts say how.
struct Against {
  std::string text;                    ///< as it stands in the facts: `disc_herniation(acute)`
  std::string words;                   ///< in plain words
  FindingId finding;                   ///< none where it is a condition
  ConditionId condition;               ///< none where it is a finding; neither: it forbids the exercise to everyone
  bool counted = false;                ///< the finding is a number: `when` alone decides
  std::optional<logic::Formula> when;  ///< it forbids only then; unknown does not free
  std::vector<std::size_t> met_by;     ///< with one of these items at hand it forbids nothing
};

/// A reason to stop: a finding, and its qualifier: `pain_intensity(gt_5)`.
struct StopSign {
  FindingId finding;
  std::string qualifier;
};

struct Exercise {
  std::string name, label, progression_rule, dose_basis, note, citation, address;
  int phase = 1;  ///< 1..4
  ExerciseUse use = ExerciseUse::everyone;
  SpinalBias bias = SpinalBias::neutral;
  std::vector<TrainedMuscle> targets;
  std::vector<std::vector<std::size_t>> equipment;  ///< any of these sets of items will do; empty: needs nothing
  std::vector<std::size_t> positions;               ///< any of these; empty: they vary
  std::optional<ExerciseDose> dose;                 ///< to start with
  std::vector<Against> against;
  std::vector<StopSign> stop_if;
  std::vector<ExerciseId> harder, easier;
  std::vector<std::string> instructions;
  std::optional<double> load_n;  ///< on L4/L5, newton: the highest figure that the facts give; none where nobody knows
  bool load_is_more = false;     ///< the figure is a bound that is exceeded
  Basis basis;

  bool trains(std::string_view group, bool primary, const std::vector<Muscle>& muscles) const;
};

/// A step of the way from protecting to heavy work.
struct ExercisePhase {
  std::string name, label, weeks, enter, stay_until;
  int number = 0;
  int effort_low = 0, effort_high = 0;  ///< own 0-10 effort
  int minutes_most = 0;                 ///< of one session
  int days_most = 7;                    ///< a week for each strengthening exercise
  std::optional<double> load_n_most;    ///< on L4/L5: heavier ones are left out
  std::vector<ExerciseId> also;         ///< of other phases; walking above all
  Basis basis;
};

/// An activity that a person names.
struct ExerciseGoal {
  std::string name, label, prerequisite, steps;
  std::vector<std::string> words;     ///< by which it is known
  std::vector<ExerciseId> exercises;  ///< that lead to it
  bool sport = false;                 ///< sport or heavy work: phase 4b
  Basis basis;
};

/// What a condition or a person's state changes in a programme.
struct Adaptation {
  std::string name, label, says, clinician;
  std::vector<ConditionId> conditions;  ///< likely enough, or known
  std::vector<FindingId> findings;      ///< or one of these present
  std::optional<double> age_from;       ///< or this old, years
  std::optional<SpinalBias> bias;
  std::vector<ExerciseId> prefer, leave;
  std::optional<int> phase_most;
  double dose_factor = 1;  ///< of sets and minutes at the start
  bool no_fixed_increase = false;
  Basis basis;
};

/// A finding that states a diagnosis, whatever its probability.
struct StatedDiagnosis {
  FindingId finding;
  ConditionId condition;
};

/// When the calendar looks back.
struct ExerciseReview {
  int week = 0;
  std::string label, says;
  Basis basis;
};

struct Exercises {
  std::vector<Exercise> list;
  std::vector<Muscle> muscles;
  std::vector<ExerciseItem> items;
  std::vector<BodyPosition> positions;
  std::vector<ExercisePhase> phases;  ///< by number, 0 first
  std::vector<ExerciseGoal> goals;
  std::vector<Adaptation> adaptations;
  std::vector<StatedDiagnosis> diagnoses;
  std::vector<ExerciseReview> reviews;    ///< by week
  std::vector<ExerciseDrawing> drawings;  ///< by exercise
  std::vector<FindingId> complaint;       ///< findings that a rule needs and that say no more than why somebody came
  bool unknown_waits = false;  ///< the gate of exercise: what is not known of a contraindication makes it wait
  bool danger_closed = true;   ///< … and nothing at 24 hours or sooner may be true or open

  const Exercise& operator[](ExerciseId id) const { return list[id.row()]; }
  std::optional<ExerciseId> find(std::string_view name) const;
  const ExerciseDrawing* drawing(ExerciseId id) const;
};

/// Faults of the ways from exercise to exercise, one a line: circles, ways that end before phase 3 without an exercise
/// that is its own goal, and exercises that no way and no phase leads to. Empty when all is well.
std::vector<std::string> faults_of_progressions(const Exercises& exercises);

}  // namespace lumbar
