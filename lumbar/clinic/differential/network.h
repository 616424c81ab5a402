// SPDX-License-Identifier: Apache-2.0
// From the table of evidence to the network of one person; docs/decisions/0002-ratios-on-the-network.md says why like
// this.
#pragma once
#include <optional>
#include <vector>

#include "lumbar/clinic/differential/priors.h"
#include "lumbar/clinic/differential/spread.h"
#include "lumbar/clinic/findings/findings.h"
#include "lumbar/knowledge/knowledge.h"
#include "lumbar/science/bayes/bayes.h"

namespace lumbar {

/// The ratios of one row of evidence, completed from sensitivity and leak where the row gives none.
struct Ratios {
  EvidenceId row;
  double if_present = 1;
  double if_absent = 1;
  RatioSpread spread;
};

/// What the facts say for one setting, worked out once for all people seen there.
class SettingModel {
 public:
  SettingModel(const Knowledge& knowledge, Setting setting);

  /// The row that counts for a condition and a finding in this setting; nothing when there is none.
  const std::vector<Ratios>& rows_of(ConditionId condition) const { return rows_[condition.row()]; }
  /// The manifestation a finding belongs to: its direct parent; itself where it is a parent or stands alone.
  FindingId manifestation(FindingId finding) const { return manifestation_[finding.row()]; }
  /// What a finding is worked out from, through other findings that are worked out too: variables, in their order.
  /// Empty where it is only stated.
  const std::vector<logic::Variable>& made_of(FindingId finding) const { return made_of_[finding.row()]; }
  /// Puts changed(ratio, its spread) in the place of every ratio, present and absent: another world of figures.
  template <class Change>
  void change(Change changed) {
    for (std::vector<Ratios>& rows : rows_) {
      for (Ratios& row : rows) {
        row.if_present = changed(row.if_present, row.spread.if_present);
        row.if_absent = changed(row.if_absent, row.spread.if_absent);
      }
    }
  }

  /// Takes the dependence groups apart: every finding a manifestation of its own, so that all rows count in full.
  void take_groups_apart() {
    for (std::size_t i = 0; i < manifestation_.size(); ++i) manifestation_[i] = FindingId(i);
  }

 private:
  std::vector<std::vector<Ratios>> rows_;
  std::vector<FindingId> manifestation_;
  std::vector<std::vector<logic::Variable>> made_of_;
};

/// Whether the finding of a row was seen, denied, or not known; quantities by the row's threshold.
Presence observed(const Evidence& row, const std::vector<Presence>& presence, logic::Evaluation& evaluation,
                  const Knowledge& knowledge);

/// One row of evidence that spoke, and with how much of its weight: a row that stands behind stronger ones of the same
/// manifestation counts a share.
struct SpokenRow {
  ConditionId condition;
  EvidenceId row;
  FindingId manifestation;
  Presence seen = Presence::present;
  /// By how much the logarithm of the manifestation's ratio moves with that of this row's, when it rises and when it
  /// falls. They differ where two rows weigh the same: a little more, and this one counts before the other.
  double share_up = 1, share_down = 1;
  double spread = 0;  ///< of the logarithm of the row's ratio, as a standard deviation
};

/// The network for what is known now, with conditions numbered by `ranked`.
struct PersonalNetwork {
  bayes::Network network;
  std::vector<FindingId> manifestation;  ///< of each group of the network
  std::vector<ConditionId> ranked;       ///< the condition of each cause of the network
  std::vector<double> background;        ///< chance of each background condition, by condition row; 0 for the others
  /// How far the evidence may be off, as standard deviations of logarithms: what went into the odds of each cause
  /// (prior not counted), the ratio that stands behind each link, and the odds of each background condition.
  std::vector<double> odds_spread;
  std::vector<std::vector<double>> link_spread;
  std::vector<double> background_spread;
  std::vector<SpokenRow> spoken;  ///< whatever went into the network, and into the background conditions
};

PersonalNetwork network_for(const std::vector<Statement>& statements, const std::vector<double>& priors,
                            const SettingModel& model, const Knowledge& knowledge);

}  // namespace lumbar
