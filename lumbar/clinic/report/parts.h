// SPDX-License-Identifier: Apache-2.0
// The parts of a report, each from its stage of the consultation. A part without content is left out of the report.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/clinic/report/sections.h"
#include "lumbar/clinic/report/wording.h"

namespace lumbar {

/// What every part is told from.
struct Told {
  const Consultation& consultation;
  const Knowledge& knowledge;
  const Wording& words;

  /// Nothing dangerous is true or open: only then may a sentence comfort.
  bool settled() const { return !consultation.triage.provisional && consultation.triage.level < Urgency::within_24h; }
};

Banner banner_of(const Told& told);
Section why_of(const Told& told);
Section open_of(const Told& told);
Section not_asked_of(const Told& told);
Section warnings_of(const Told& told);

Section mechanism_of(const Told& told);
Section localisation_of(const Told& told);
Section causes_of(const Told& told);

Section steps_of(const Told& told);
Section tests_of(const Told& told);
Section people_of(const Told& told);
Section care_of(const Told& told);
Section avoid_of(const Told& told);
Section safety_net_of(const Told& told);

Section disagreements_of(const Told& told);
Section sources_of(const Told& told);

/// Keeps the first `most` items and says how many more there are, by the phrase `id` with its count.
void keep_first(Passage& passage, std::size_t most, std::string_view id, const Wording& words);

/// The names of conditions, dots between.
std::string listed_conditions(const std::vector<ConditionId>& conditions, const Wording& words);

/// The number to call at an emergency, or words for it where the country is not known.
std::string emergency_number(const Told& told);

}  // namespace lumbar
