// SPDX-License-Identifier: Apache-2.0
// What a case says, with what follows from it. Pure.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "lumbar/base/case.h"
#include "lumbar/base/presence.h"
#include "lumbar/base/result.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// Every finding of the facts, known or not, for one person.
struct Findings {
  std::vector<Statement>
      statements;                  ///< what counts as said: "not sure" already turned into what the facts say it means
  std::vector<Presence> presence;  ///< of each finding, derived ones included; by its row
  std::vector<FindingId> taken_as_yes;   ///< "not sure", and the facts say that it counts as yes
  std::vector<FindingId> not_to_be_had;  ///< asked or tried in vain; unknown to formulas, counted by the safety net
  std::vector<std::string> warnings;     ///< contradictions that a lenient reading let pass
  std::optional<double> age_years;
  std::optional<Sex> sex;
  Setting setting = Setting::home;
  Informant informant = Informant::self;
  std::string country;
  std::optional<Date> as_of;

  Presence operator[](FindingId id) const { return presence[id.row()]; }
  bool any_symptom = false;  ///< some symptom is present, stated or following from what was
};

/// What is known of the person, worked out. `person` and `knowledge` are not changed.
/// Errors: a finding stated absent that follows from others; a number that denies a stated flag. Both are named.
/// With `person.lenient` they are warnings and the worse reading holds.
Result<Findings> gather_findings(const Case& person, const Knowledge& knowledge);

}  // namespace lumbar
