// SPDX-License-Identifier: Apache-2.0
// What to do: tests, whom to see, first treatment and what to avoid, safety net, what was not asked. Pure.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/clinic/differential/differential.h"
#include "lumbar/clinic/findings/findings.h"
#include "lumbar/clinic/triage/triage.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

struct PlannedTest {
  std::size_t test = 0;              ///< place in Knowledge::tests()
  std::vector<ConditionId> because;  ///< the conditions it is for, likeliest first
  std::string when;                  ///< "only if …"; empty: for everyone with this picture
};

struct PlannedReferral {
  SpecialistId specialist;
  std::vector<ConditionId> because;
  std::string within;  ///< in words: now, 24 h, 2 weeks, routine
};

/// Where a treatment stands among others. Ordered: what is thought of first.
enum class TreatmentLine : std::uint8_t {
  emergency,  ///< belongs to the hospital at once
  first,      ///< chosen for the condition, and recommended
  second,     ///< where the first is not enough, or with weaker ground
  discuss,    ///< an injection or an operation: an option to weigh with a specialist
};
template <>
struct Words<TreatmentLine> {
  static constexpr auto list = std::to_array<std::string_view>({"emergency", "first", "second", "discuss"});
};

struct PlannedTreatment {
  TreatmentId treatment;
  std::vector<ConditionId> because;
  std::vector<FindingId> cautions;          ///< known to be present: ask before use
  std::vector<FindingId> cautions_unknown;  ///< would matter, not known
  std::vector<ConditionId> forbidden_by;    ///< conditions it must not meet, likely enough here: clear them first
  TreatmentLine line = TreatmentLine::second;
};

/// Something not to do, and who says so.
struct Discouraged {
  std::string what;
  ConditionId because;
  std::optional<TreatmentId> treatment;  ///< set when a seed names it and guidelines advise against it
};

struct Advice {
  ConditionId condition;
  std::vector<std::string> first_line;
};

/// Something that would help and must not be used: what this person has rules it out.
struct RuledOut {
  TreatmentId treatment;
  std::vector<FindingId> because;
};

/// Whether a treatment may stand in a plan. What is proved of it are this function's inputs: nothing statistical.
enum class Allowed : std::uint8_t { yes, waits, ruled_out };
Allowed allowed(const Treatment& treatment, bool danger_closed, Presence listed);

struct Plan {
  bool treatment_locked = false;  ///< an emergency or 24 h answer: see a clinician first; hands-on treatment is left
                                  ///< out while such a rule is open too
  std::vector<ConditionId> for_conditions;  ///< the likeliest, and the dangerous ones that are likely enough to matter
  std::vector<PlannedTest> tests;
  std::vector<PlannedReferral> referral;  ///< whom to see first, who comes next: the soonest first
  std::vector<Advice> advice;             ///< first-line care, a condition at a time
  std::vector<PlannedTreatment> treatment;
  std::vector<TreatmentId> waiting;  ///< would help, and waits until nothing dangerous is true or open, or what may
                                     ///< forbid it is known
  std::vector<RuledOut> ruled_out;
  std::vector<Discouraged> avoid;
  std::vector<TreatmentId> prevention;  ///< what this person's risks ask for first, then what is for everyone
  std::vector<std::size_t> safety_net;  ///< places in Knowledge::warning_signs()
  std::vector<std::size_t> not_asked;   ///< places in Knowledge::safety_net(): items that nobody answered
  std::vector<FindingId> not_examined;  ///< examinations that would weigh most and were not done
  int review_days = 0;                  ///< when to look again at the latest
};

/// What a condition's care comes to in practice: by when, by whom, which tests, what treatment, and whether home care
/// is enough. Two conditions with the same key have the same plan. Empty where the facts have no care for it.
std::string plan_key(ConditionId condition, const Knowledge& knowledge);

Plan plan_care(const Triage& triage, const Differential& differential, const Findings& findings,
               const Knowledge& knowledge);

}  // namespace lumbar
