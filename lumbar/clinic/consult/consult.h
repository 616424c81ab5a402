// SPDX-License-Identifier: Apache-2.0
// The main flow: one case in, one consultation out. Pure: same case, same facts, same bytes.
#pragma once
#include <optional>
#include <vector>

#include "lumbar/base/case.h"
#include "lumbar/base/result.h"
#include "lumbar/clinic/differential/differential.h"
#include "lumbar/clinic/findings/findings.h"
#include "lumbar/clinic/interview/interview.h"
#include "lumbar/clinic/localisation/localisation.h"
#include "lumbar/clinic/plan/plan.h"
#include "lumbar/clinic/programme/programme.h"
#include "lumbar/clinic/triage/triage.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

struct Consultation {
  Findings findings;
  Triage triage;
  Differential differential;
  Plan plan;
  Localisation localisation;                    ///< no evidence for the differential: both read the same findings
  std::vector<ExaminationStep> examine_next;    ///< in order
  Programme programme{};                        ///< for somebody who wishes for nothing in particular
  std::optional<NextQuestion> next_question{};  ///< by an Interviewer, where somebody wants it; `consult` leaves it out
};

/// How a dangerous condition stands to the probability from which it raises the urgency (facts/thresholds.toml).
struct DangerLimit {
  double probability = 0;               ///< the threshold
  Urgency level = Urgency::self_care;   ///< to which it raises
  bool passed = false;                  ///< its probability reaches the threshold; where that is not exact, the highest
                                        ///< that it may be. Never without a complaint
  FindingId needs;                      ///< without which it cannot be; none where it needs nothing
  Presence needed = Presence::present;  ///< what is known of that finding; present where it needs nothing

  /// Likelihood alone raises the urgency to `level`, where the rules have not.
  bool raises() const { return passed && needed == Presence::present; }
};

/// Nothing for a condition without a threshold.
std::optional<DangerLimit> danger_limit(ConditionId condition, const Differential& differential,
                                        const Findings& findings, const Knowledge& knowledge);

/// What we make of a case. Intervals by worlds, or by slopes, where a quick answer is wanted. Errors: an answer that
/// contradicts itself or the facts.
Result<Consultation> consult(const Case& person, const Knowledge& knowledge, IntervalsBy by = IntervalsBy::worlds);

/// The same findings, urgency, probabilities and order, but without what moved the differential, without a plan and
/// without a place: many times cheaper, for whoever compares thousands of cases. Errors: those of `consult`.
Result<Consultation> consult_briefly(const Case& person, const Knowledge& knowledge);

/// One answer that is not known yet, or that would be the other way round; unknown: the statement left out.
struct OtherAnswer {
  FindingId finding;
  Presence present = Presence::unknown;
};

/// What the answer would be with other answers, and in what that differs from now.
struct Turn {
  std::vector<OtherAnswer> answers;
  Urgency level = Urgency::self_care;
  ConditionId leading;                 ///< none without a complaint
  double probability = 0;              ///< of the leading condition
  std::optional<Mechanism> mechanism;  ///< the likeliest one; none without a complaint
  bool changes_level = false;
  bool changes_leading = false;
  bool changes_mechanism = false;
};

struct WouldChange {
  std::vector<Turn> if_learned;   ///< one finding not known yet; two, where none does it alone
  std::vector<Turn> if_mistaken;  ///< one statement the other way round
  std::size_t looked_at = 0;      ///< how many sets of answers were tried
};

/// The smallest sets of answers that would change the urgency, the leading condition or the likeliest mechanism, in the
/// order of the facts, single ones before pairs. Pairs are looked for among the twelve answers that bring the second
/// condition nearest, and among those that one open rule asks for: not all there are. Errors: those of `consult`.
Result<WouldChange> what_would_change(const Case& person, const Knowledge& knowledge);

/// Asks one person after the other of one setting: what the facts say for it is worked out once. Const: the next
/// question follows from the state alone.
class Interviewer {
 public:
  Interviewer(const Knowledge& knowledge, Setting setting);  ///< `knowledge` must outlive it

  /// The next question, or why to stop. The setting of `state.given` must be that of the interviewer. Errors: those of
  /// `consult`.
  Result<NextQuestion> next(const InterviewState& state, const InterviewOptions& options) const;

 private:
  const Knowledge* knowledge_;
  Ranker ranker_;
};

}  // namespace lumbar
