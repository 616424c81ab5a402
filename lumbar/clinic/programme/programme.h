// SPDX-License-Identifier: Apache-2.0
// Which exercises, how much, on which days, until what; and what is left out because of what. Pure.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lumbar/clinic/differential/differential.h"
#include "lumbar/clinic/findings/findings.h"
#include "lumbar/clinic/triage/triage.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// What the person wants and has, and what others found out. Empty: nobody said.
struct ProgrammeWishes {
  std::vector<std::size_t> goals;                    ///< places in Exercises::goals, first the one that matters most
  std::optional<std::vector<std::size_t>> items;     ///< at hand; none: what everybody has at home
  std::vector<std::size_t> positions_not_tolerated;  ///< places in Exercises::positions
  std::optional<SpinalBias> bias;                    ///< the direction that eases: flexion, extension or neutral
  std::vector<std::string> limiting;                 ///< muscle groups that limit, worst first (Muscle::group)
  std::vector<ConditionId> known;                    ///< diagnoses that a clinician made
};

/// Where the person stands on the way.
struct PhaseFacts {
  std::optional<double> pain_at_rest;  ///< 0-10; none: the pain of today stands in for it, for it is no less
  int completed = 0;                   ///< phases whose aims were met, 0..4: phase 1 met is 1
  int days_missed = 0;                 ///< in a row, just now
  /// A clinician has looked and wants no more examined: what only an examination or a test could still raise holds no
  /// programme then. What the person can be asked holds it all the same.
  bool seen_by_clinician = false;
  /// Asked for in words: begin gently while only an examination or a test could still raise the urgency and nothing of
  /// that is there (docs/decisions/0009). Never set for the plan of an assessment.
  bool gently = false;
  bool surgeon_agrees = false;  ///< to load, after an operation
};

/// Why there is no programme.
enum class ProgrammeHeld : std::uint8_t {
  no,
  urgent,       ///< an emergency or 24 h answer: a clinician first
  open,         ///< an unanswered question could still be one
  child,        ///< under 18
  clear_first,  ///< something that forbids every exercise is likely enough to be cleared first
};

/// Why an exercise is not in the programme.
enum class LeftOut : std::uint8_t {
  forbidden,     ///< what the person has, or likely has, rules it out
  waits,         ///< it is not known whether something rules it out, and the gate of the facts makes it wait
  weak_leg,      ///< it trains a leg whose weakness nobody has explained
  adaptation,    ///< a condition's adaptation leaves it out
  not_for_them,  ///< meant for others: athletes, a bias, a nerve root
  load,          ///< the spine is loaded more than this phase allows
  bias,          ///< it moves the spine where it is not at ease
  position,      ///< no position of it is tolerated
  equipment,     ///< what it needs is not at hand
};
struct NotChosen {
  ExerciseId exercise;
  LeftOut reason = LeftOut::forbidden;
  std::optional<std::size_t> against;     ///< place in Exercise::against; for forbidden and waits
  std::optional<std::size_t> adaptation;  ///< place in Exercises::adaptations
};

/// Why an exercise was chosen.
enum class ChosenFor : std::uint8_t { limiting, goal, adaptation, phase, balance, aerobic };
struct WhyChosen {
  ChosenFor kind = ChosenFor::phase;
  std::size_t which = 0;  ///< limiting: place in the wishes; goal, adaptation: place in Exercises
};

struct Prescribed {
  ExerciseId exercise;
  ExerciseDose dose;               ///< as adapted to this person
  std::vector<std::uint8_t> days;  ///< of the week, 0 Monday … 6 Sunday
  std::vector<WhyChosen> because;
  std::vector<ExerciseId> harder, easier;  ///< allowed ones
  std::vector<std::size_t> clarify;        ///< places in Exercise::against: not known; ask before the first session
  std::vector<std::size_t> met;            ///< … forbidden but for an item at hand: use it
  bool heavy = false;                      ///< compression of the spine above 3400 N: with warning
  bool fewer_sets = false;                 ///< than it starts with otherwise, so that the session fits its time
  double minutes = 0;
};

struct Programme {
  ProgrammeHeld held = ProgrammeHeld::no;
  std::vector<RuleId> open_rules;            ///< that keep it waiting
  std::vector<RuleId> left_to_clinician;     ///< open as well, but a clinician has looked
  std::vector<RuleId> left_to_examination;   ///< open, nothing of them is there, and only an examination can close them
  std::vector<FindingId> examine;            ///< what would close those
  std::vector<FindingId> ask;                ///< to answer first
  std::vector<ConditionId> clear_first;      ///< of ProgrammeHeld::clear_first, likeliest first
  int phase = 0;                             ///< 0..4
  std::optional<std::size_t> phase_limited;  ///< the adaptation that keeps it this low
  bool pain_unknown = false;                 ///< nobody said how strong it is: begun as if it were strong
  std::optional<SpinalBias> bias;            ///< what the programme goes by
  bool bias_conflict = false;                ///< two adaptations want opposite directions: neutral
  std::vector<std::size_t> adaptations;      ///< places in Exercises::adaptations that apply
  std::vector<Prescribed> session;           ///< in the order to be done; 3 to 5 where as many are allowed
  std::vector<FindingId> stop_if;            ///< over all exercises, each once
  std::vector<NotChosen> left_out;           ///< of this phase, in the order of the facts
  std::vector<FindingId> clarify;            ///< over all chosen, each once
  bool few = false;                          ///< fewer than three could be chosen
  std::size_t passed_over = 0;               ///< allowed, and not chosen: like one that was, or too long
  bool fixed_increase = true;                ///< false: nothing is increased by plan
  double minutes = 0;                        ///< of the longest day

  /// Kept to first steps because nobody has examined the person: nothing in it grows, and it says nothing of safety.
  bool gentle() const { return held == ProgrammeHeld::no && !left_to_examination.empty(); }
};

/// A programme, or why there is none. Refuses nobody by an error: what holds it stands in `held`.
Programme plan_programme(const Triage& triage, const Differential& differential, const Findings& findings,
                         const PhaseFacts& phase, const ProgrammeWishes& wishes, const Knowledge& knowledge);

/// Whether one thing forbids an exercise to this person. Unknown: the finding is not known; what only narrows a present
/// one and is not known forbids.
Presence forbids(const Against& against, const Differential& differential, const Findings& findings,
                 const ProgrammeWishes& wishes, const Knowledge& knowledge);

/// What a session of a dose takes, in minutes, rests between sets included.
double minutes_of(const ExerciseDose& dose);

/// One day of the calendar that repeats every week, or a look back.
struct CalendarEntry {
  int first_day = 0;                   ///< from the start
  int weeks = 1;                       ///< how often, week by week
  std::vector<std::size_t> exercises;  ///< places in Programme::session
  std::optional<std::size_t> review;   ///< place in Exercises::reviews
};
/// Twelve weeks from a start on `weekday` (0 Monday): sessions first, then looks back, each by day.
std::vector<CalendarEntry> calendar_of(const Programme& programme, int weekday, const Knowledge& knowledge);

}  // namespace lumbar
