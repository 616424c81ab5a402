// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/consult/consult.h"

#include "lumbar/clinic/consult/raise.h"

namespace lumbar {

Result<Consultation> consult(const Case& person, const Knowledge& knowledge, IntervalsBy by) {
  auto findings = gather_findings(person, knowledge);
  if (!findings) return findings.take_error().at("findings");

  const Triage by_rules = assess_urgency(*findings, knowledge);
  Localisation place = localise(*findings, knowledge);
  // An emergency is still ranked: the receiving team wants the likely cause.
  Differential differential = rank_conditions(*findings, knowledge, by);
  Triage triage = raise_for_likely_danger(by_rules, differential, *findings, knowledge);
  Plan plan = plan_care(triage, differential, *findings, knowledge);
  Programme programme = plan_programme(triage, differential, *findings, {}, {}, knowledge);
  auto examine_next = plan_examination(*findings, triage, knowledge);
  return Consultation{std::move(*findings), std::move(triage),       std::move(differential), std::move(plan),
                      std::move(place),     std::move(examine_next), std::move(programme)};
}

Result<Consultation> consult_briefly(const Case& person, const Knowledge& knowledge) {
  auto findings = gather_findings(person, knowledge);
  if (!findings) return findings.take_error().at("findings");

  const Triage by_rules = assess_urgency(*findings, knowledge);
  Differential differential = rank_without_reasons(*findings, knowledge);
  Triage triage = raise_for_likely_danger(by_rules, differential, *findings, knowledge);
  return Consultation{std::move(*findings), std::move(triage), std::move(differential), Plan{}, {}, {}};
}

}  // namespace lumbar
