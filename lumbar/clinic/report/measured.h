// SPDX-License-Identifier: Apache-2.0
// Scores and lifts in words, for a terminal. Pure; all sentences come from the facts.
#pragma once
#include <cstddef>
#include <optional>
#include <string>

#include "lumbar/base/date.h"
#include "lumbar/clinic/outcomes/outcomes.h"
#include "lumbar/knowledge/knowledge.h"
#include "lumbar/science/mechanics/mechanics.h"

namespace lumbar {

/// The days of two times, where they are known.
struct OutcomeDays {
  std::optional<Date> now, before;
};

/// Scores, what they mean, the change with every threshold that judges it, and the licence of the instrument.
std::string write_outcome(const Measure& measure, const OutcomeScores& outcome, const OutcomeDays& days,
                          const Knowledge& knowledge, std::size_t width);

/// What one instrument asks, or what is entered of it, with an example of the file to write.
std::string write_outcome_form(const Measure& measure, const Knowledge& knowledge, std::size_t width);

/// One line for each instrument.
std::string write_outcome_list(const Knowledge& knowledge, std::size_t width);

/// Each multiplier of each lift, the limits and indices, what would ease it most, and what is not covered.
/// `tested_load`: the heaviest that this person lifted in a test, in the units of the job.
std::string write_load(const std::vector<mechanics::Lift>& lifts, const mechanics::JobAssessment& assessment,
                       mechanics::Duration duration, LiftingUnits units, std::optional<double> tested_load,
                       const Knowledge& knowledge, std::size_t width);

/// What keeps a back well, for one occupation and for everyone, by what is known of it.
std::string write_prevention(Occupation occupation, const Knowledge& knowledge, std::size_t width);
/// The same as one self-contained HTML page: no script, no request.
std::string write_prevention_page(Occupation occupation, const Knowledge& knowledge);

}  // namespace lumbar
