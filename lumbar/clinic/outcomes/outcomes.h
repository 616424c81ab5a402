// SPDX-License-Identifier: Apache-2.0
// Scores of questionnaires and repeated tests: from answers or from an entered score, what they mean, and whether a
// change is one that people notice and one beyond the error of measurement. Pure; no sentence is made here.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "lumbar/base/result.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// What came in for one instrument at one time. Unknown is never no: an item without a value was not answered.
struct OutcomeAnswers {
  std::vector<std::optional<double>> items;    ///< as Measure::items; may be shorter
  std::vector<std::optional<double>> entered;  ///< as Measure::scores; may be shorter
};

/// Whether a change is as large as a threshold. `unclear`: sources give a range, and it lies within. Ordered.
enum class Reached : std::uint8_t { no, unclear, yes };

/// A score against an earlier one of the same person.
struct OutcomeChange {
  double before = 0;
  double better_by = 0;           ///< in the unit of the score; below 0 is worse. Of a score without a better end:
                                  ///< how much it rose
  std::optional<double> percent;  ///< of the earlier score; nothing where that was 0
  std::vector<Reached> reached;   ///< as MeasureScore::changes
};

/// One score of an instrument.
struct ScoreResult {
  std::size_t score = 0;                ///< place in Measure::scores
  std::optional<double> value;          ///< nothing where unanswered items leave only bounds
  double lowest = 0, highest = 0;       ///< what unanswered items still allow; both are the value when all is answered
  std::vector<std::size_t> unanswered;  ///< places in Measure::items
  std::optional<std::size_t> band;      ///< place in MeasureScore::bands; nothing where several are still possible
  std::optional<OutcomeChange> change;  ///< where both times have a value
};

struct OutcomeScores {
  std::vector<ScoreResult> scores;  ///< those that could be had, at least one, in the order of the facts
};

/// The scores of `now`, and their change since `before` where that is given.
/// Errors, each with the item or score, what is allowed and what to do: a value out of range or not whole, nothing
/// answered, an unanswered item where the instrument has no rule for it, too many unanswered, a score both entered and
/// answered, entered scores that cannot belong together.
Result<OutcomeScores> score_outcome(const Measure& measure, const OutcomeAnswers& now,
                                    const OutcomeAnswers* before = nullptr);

}  // namespace lumbar
