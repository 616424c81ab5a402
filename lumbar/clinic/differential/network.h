// SPDX-License-Identifier: Apache-2.0
// From the table of evidence to the network of one person; docs/decisions/0002-ratios-on-the-network.md says why like
// this.
#pragma once
#include <optional>
#include <vector>

#include "lumbar/clinic/findings/findings.h"
#include "lumbar/knowledge/knowledge.h"
#include "lumbar/science/bayes/bayes.h"

namespace lumbar {

/// The ratios of one row of evidence, completed from sensitivity and leak where the row gives none.
struct Ratios {
  EvidenceId row;
  double if_present = 1;
  double if_absent = 1;
};

/// What the facts say for one setting, worked out once for all people seen there.
class SettingModel {
 public:
  SettingModel(const Knowledge& knowledge, Setting setting);

  /// The row that counts for a condition and a finding in this setting; nothing when there is none.
  const std::vector<Ratios>& rows_of(ConditionId condition) const { return rows_[condition.row()]; }
  /// The manifestation a finding belongs to: its direct parent; itself where it is a parent or stands alone.
  FindingId manifestation(FindingId finding) const { return manifestation_[finding.row()]; }

 private:
  std::vector<std::vector<Ratios>> rows_;
  std::vector<FindingId> manifestation_;
};

/// The prior chance of each condition for this person; 0 where none is known or none is possible.
std::vector<double> prior_chances(const Findings& findings, const Knowledge& knowledge);

/// Whether the finding of a row was seen, denied, or not known; quantities by the row's threshold.
Presence observed(const Evidence& row, const std::vector<Presence>& presence, logic::Evaluation& evaluation,
                  const Knowledge& knowledge);

/// The network for what is known now, with conditions numbered by `ranked`.
struct PersonalNetwork {
  bayes::Network network;
  std::vector<FindingId> manifestation;  ///< of each group of the network
  std::vector<ConditionId> ranked;       ///< the condition of each cause of the network
  std::vector<double> background;        ///< chance of each background condition, by condition row; 0 for the others
};

PersonalNetwork network_for(const std::vector<Statement>& statements, const std::vector<double>& priors,
                            const SettingModel& model, const Knowledge& knowledge);

}  // namespace lumbar
