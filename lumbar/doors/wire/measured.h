// SPDX-License-Identifier: Apache-2.0
// Answers of an instrument and lifts of a job as JSON, and what they come to. Opens no file; safe on any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/date.h"
#include "lumbar/base/result.h"
#include "lumbar/clinic/outcomes/outcomes.h"
#include "lumbar/knowledge/knowledge.h"
#include "lumbar/science/mechanics/mechanics.h"

namespace lumbar {

/// Answers at one time, as they came in (schema/outcome_answers.schema.json).
struct OutcomeSheet {
  OutcomeAnswers now;
  std::optional<Date> on;
  std::optional<OutcomeAnswers> before;
  std::optional<Date> before_on;
};

/// Errors: one line with the path inside the file, what stands there, what is allowed. Ranges are left to
/// score_outcome.
Result<OutcomeSheet> read_outcome_sheet(std::string_view json, const Measure& measure);

/// What the answers come to (schema/outcome.schema.json), ending in a line feed.
std::string write_outcome_json(const Measure& measure, const OutcomeSheet& sheet, const OutcomeScores& outcome,
                               const Knowledge& knowledge);
/// All instruments: items, scores, ranges, licence.
std::string write_measures_json(const Knowledge& knowledge);

/// A job of lifts as it came in (schema/task.schema.json).
struct LiftingJob {
  LiftingUnits units = LiftingUnits::metric;
  mechanics::Duration duration = mechanics::Duration::up_to_8_h;
  std::vector<mechanics::Lift> lifts;  ///< at least one
  std::optional<double> tested_load;   ///< the heaviest this person lifted in a test, in the units of the job
};

/// Errors: one line with the path inside the file, what stands there, what is allowed, what to do; also for what the
/// equation does not cover, and for parts of a task that are not built yet.
Result<LiftingJob> read_task(std::string_view json, const Knowledge& knowledge);

/// What the job comes to (schema/load.schema.json), ending in a line feed.
std::string write_load_json(const LiftingJob& job, const mechanics::JobAssessment& assessment,
                            const Knowledge& knowledge);

/// Tips for one occupation and for everyone, with their ground, as JSON.
std::string write_prevention_json(Occupation occupation, const Knowledge& knowledge);

}  // namespace lumbar
