// SPDX-License-Identifier: Apache-2.0
// What this person has that matters to exercise, worked out once. Pure.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "lumbar/clinic/programme/programme.h"

namespace lumbar {

/// A person, as exercises see them.
class Exerciser {
 public:
  Exerciser(const Differential& differential, const Findings& findings, const ProgrammeWishes& wishes,
            const Knowledge& knowledge);

  /// Likely enough to be planned for, stated by a finding, or known.
  bool in_the_way(ConditionId condition) const { return in_the_way_[condition.row()] != 0; }
  Presence forbids(const Against& against);
  bool has_item(std::size_t item) const { return items_[item] != 0; }
  bool applies(const Adaptation& adaptation) const;
  /// A muscle of the legs is weak, and nobody who may explain it has.
  bool weak_leg() const { return weak_leg_; }
  Presence truth(const logic::Formula& formula) { return evaluation_.truth(formula); }
  /// The number of a finding, its largest where it has sides; none where nobody said.
  std::optional<double> number(FindingId finding);

 private:
  const Findings& findings_;
  logic::Said said_;
  logic::Evaluation evaluation_;
  std::vector<char> in_the_way_, items_;
  bool weak_leg_ = false;
  std::map<std::string, Presence> remembered_;
};

}  // namespace lumbar
