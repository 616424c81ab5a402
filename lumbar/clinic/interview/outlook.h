// SPDX-License-Identifier: Apache-2.0
// What the urgency may become once everything that may be asked is known. Private to this room.
//
// Each rule's chance to be true in the end is worked out as if its unknowns were independent, and so are the rules:
// good enough to choose a question by, never to answer by. Whether something can still raise the level is taken from
// triage, which is exact.
#pragma once
#include <array>
#include <set>
#include <vector>

#include "lumbar/clinic/interview/askable.h"

namespace lumbar {

class UrgencyOutlook {
 public:
  /// `chance`: of each finding, by its row, to be present; used for those that are unknown.
  UrgencyOutlook(const Askable& askable, const Triage& triage, const std::vector<double>& chance);

  /// The chance of each level to be the last word.
  const std::array<double, 4>& levels() const { return now_; }
  /// How much is not known of it, in bits.
  double doubt_bits() const;

  struct Told {
    double bits = 0;                 ///< expected information about the level
    std::array<bool, 4> possible{};  ///< levels that an answer makes likelier than now
  };
  /// What one answer would tell. The dangerous answer has the chance of `one`.
  Told told_by(const Unknown& one);

  /// Unknowns whose answers open rules wait for, and those that the rules at the level itself lean on: the first can
  /// raise it, the second only lower it. Each in the order of the facts.
  const std::vector<Unknown>& raising() const { return raising_; }
  const std::vector<Unknown>& lowering() const { return lowering_; }
  /// Whether some open rule waits for what nobody here can answer.
  bool waits_for_others() const { return waits_for_others_; }

 private:
  std::set<Unknown> fewest_that_raise() const;
  bool raises_at_worst(const std::set<Unknown>& details) const;
  double truth(const logic::Formula& formula);
  double of_finding(FindingId finding);
  double of_detail(const logic::Formula& formula, Detail detail);
  double chance_of(const Unknown& one) const;
  std::array<double, 4> levels_with(const std::vector<double>& rule) const;

  const Askable& askable_;
  const Knowledge& knowledge_;
  const Triage& triage_;
  const std::vector<double>& chance_;
  logic::Said said_;
  logic::Evaluation evaluation_;
  double attribute_;
  std::optional<Unknown> assumed_;               // what is taken for granted while an answer is tried …
  double assumed_is_ = 0;                        // … and that it is so
  std::vector<std::size_t> live_;                // rules that are not decided for good
  std::vector<std::vector<Unknown>> waits_for_;  // of each live rule
  std::vector<double> rule_;                     // chance of every rule, by its row
  std::array<double, 4> now_{};
  std::vector<Unknown> raising_, lowering_;
  bool waits_for_others_ = false;
};

/// Bits of a distribution.
double entropy_bits(const std::array<double, 4>& chances);

}  // namespace lumbar
