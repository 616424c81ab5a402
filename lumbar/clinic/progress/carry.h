// SPDX-License-Identifier: Apache-2.0
// What still counts of what was told before, and what is new or worse: before any number is looked at.
#pragma once
#include <cstddef>
#include <optional>
#include <vector>

#include "lumbar/clinic/progress/progress.h"

namespace lumbar {

/// One check-in as its triage sees it.
struct SeenCheckIn {
  Date day;
  std::vector<Statement> answers;  ///< of that day
  Case alone;                      ///< the answers beside what lasts; contradictions in it are errors
  Case whole;  ///< with what was told before and not answered since; lenient: the worse of old and new holds
  std::vector<Carried> carried, lapsed;
  std::vector<Alarm> alarms;  ///< new or worse neurology against the latest answers before; none at the baseline
  bool settles = false;       ///< somebody who may settle what was told earlier has examined the person since
};

/// Goes through a course once, from the baseline on.
class Memory {
 public:
  Memory(const Course& course, const Knowledge& knowledge);  ///< both must outlive it

  /// The baseline first, then each entry; not to be called beyond the last.
  SeenCheckIn next();

 private:
  struct Told {
    Statement said;  ///< the latest answer; "not to be had" is none
    std::size_t check_in = 0;
    Date day;
  };
  void make_cases(SeenCheckIn& seen) const;
  void find_alarms(SeenCheckIn& seen) const;
  void remember(const SeenCheckIn& seen);

  const Course& course_;
  const Knowledge& knowledge_;
  std::size_t at_ = 0, carried_from_ = 0;
  std::vector<std::optional<Told>> told_;  ///< by finding
  std::vector<Sided<double>> grades_;      ///< latest power of each side, by finding
  std::vector<bool> grade_, lasting_, never_carried_;
};

/// The answers of a check-in: 0 is the baseline, 1 the first entry. Pain now stands for `pain_intensity` where the
/// check does not say it.
std::vector<Statement> answers_of(const Course& course, std::size_t check_in, const Knowledge& knowledge);
Date day_of(const Course& course, std::size_t check_in);

/// Whether answers say that an earlier alarm is gone: the finding absent, or the grade where it was before.
bool answered_as_gone(const Alarm& alarm, const std::vector<Statement>& answers);

}  // namespace lumbar
