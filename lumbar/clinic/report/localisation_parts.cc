// SPDX-License-Identifier: Apache-2.0
// Where it may sit, and what to examine next.
#include <fmt/format.h>

#include <algorithm>

#include "lumbar/clinic/report/parts.h"

namespace lumbar {
namespace {

std::string name_of(std::size_t site, const Told& told) {
  const Site& there = told.knowledge.sites()[site];
  return told.words.for_clinician() ? there.label : there.label_patient;
}

std::string name_of(const Location& one, const Told& told) {
  const Wording& words = told.words;
  std::string name = name_of(one.site, told);
  if (one.next_root)
    name = words.say("localisation.two_roots", {{"first", name}, {"second", name_of(*one.next_root, told)}});
  if (!one.side) return name;
  return words.say("localisation." + std::string(word_of(*one.side)), {{"place", name}});
}

std::string name_of_sign(std::size_t sign, const Told& told) {
  return told.words.name(told.knowledge.signs()[sign].examined());
}

Reasons reasons_of(std::string_view id, const std::vector<SignWeight>& weights, std::size_t most, const Told& told) {
  Reasons reasons{told.words.lead(id), {}};
  for (const SignWeight& weight : weights) {
    if (reasons.names.size() >= most) break;
    const FindingId finding = known_by(told.knowledge.signs()[weight.sign], told.consultation.findings);
    std::string name = told.words.said(finding);
    if (told.words.for_clinician()) {
      const std::string sources = told.words.source_names(weight.basis.sources);
      name = fmt::format("{:+.1f} dB {} ({}, {})", weight.db, name, word_of(weight.basis.status), sources);
    }
    reasons.names.push_back(std::move(name));
  }
  return reasons;
}

Bar bar_of(const Location& one, std::size_t place, const Told& told) {
  constexpr std::size_t explained_to_clinicians = 3;
  const bool clinician = told.words.for_clinician();
  Bar bar;
  bar.label = name_of(one, told);
  bar.amount = told.words.chance(one.probability);
  bar.share = one.probability;
  bar.about = clinician ? told.knowledge.sites()[one.site].note : std::string();
  if (place >= (clinician ? explained_to_clinicians : 1)) return bar;
  const std::size_t most = clinician ? 6 : 3;
  bar.reasons.push_back(reasons_of("cause.for", one.speaks_for, most, told));
  bar.reasons.push_back(reasons_of("cause.against", one.speaks_against, clinician ? most : 2, told));
  if (clinician) {
    Reasons missing{told.words.lead("cause.missing"), {}};
    for (const SignMissing& sign : one.missing)
      missing.names.push_back(
          fmt::format("{:+.1f}/{:+.1f} dB {}", sign.db_if_present, sign.db_if_absent, name_of_sign(sign.sign, told)));
    bar.reasons.push_back(std::move(missing));
  }
  std::erase_if(bar.reasons, [](const Reasons& reasons) { return reasons.names.empty(); });
  return bar;
}

std::string sacral_of(const Told& told) {
  switch (told.consultation.localisation.sacral) {
    case Presence::unknown: return told.words.say("localisation.sacral_not_examined");
    case Presence::absent: return told.words.say("localisation.sacral_lost");
    case Presence::present: return told.words.say("localisation.sacral_kept");
  }
  return {};
}

Passage places_of(const Told& told) {
  constexpr double shown_to_the_person = 0.1;
  constexpr std::size_t most = 5;
  const Wording& words = told.words;
  const Localisation& found = told.consultation.localisation;
  Passage passage;
  if (!found.localises) {
    // To whoever is at home the missing of a place would sound like good news.
    if (words.for_clinician() && !found.ranked.empty())
      passage.words.push_back(words.say("localisation.nothing", {{"chance", words.chance(found.nothing)}}));
    return passage;
  }
  if (!found.above_lumbar.empty()) {
    std::vector<std::string> names;
    for (const std::size_t sign : found.above_lumbar)
      names.push_back(words.name(known_by(told.knowledge.signs()[sign], told.consultation.findings)));
    passage.words.push_back(words.say("localisation.above", {{"findings", listed(names)}}));
  }
  for (const Location& one : found.ranked) {
    if (passage.bars.size() >= (words.for_clinician() ? most : 3)) break;
    if (!words.for_clinician() && !passage.bars.empty() && one.probability < shown_to_the_person) break;
    passage.bars.push_back(bar_of(one, passage.bars.size(), told));
  }
  passage.closing = words.say("localisation.no_urgency");
  if (found.separates)
    passage.closing = words.say("localisation.separates", {{"test", name_of_sign(found.separates->sign, told)}}) + " " +
                      passage.closing;
  if (words.for_clinician())
    passage.closing +=
        " " + sacral_of(told) + " " + words.say("localisation.none_of_them", {{"chance", words.chance(found.nothing)}});
  return passage;
}

Passage steps_of_examination(const Told& told) {
  constexpr std::size_t most = 6;
  const Wording& words = told.words;
  Passage passage;
  if (!words.for_clinician() || !told.consultation.differential.complaint) return passage;
  passage.heading = words.say("localisation.examine_next");
  passage.marker = Marker::step;
  for (const ExaminationStep& step : told.consultation.examine_next) {
    if (passage.items.size() >= most) break;
    std::string note = fmt::format("{:.2f} bit, {:g} min", step.bits, step.minutes);
    if (step.could_raise_to) {
      std::vector<std::string> rules;
      for (const RuleId rule : step.rules) rules.push_back(told.knowledge[rule].name);
      rules.resize(std::min<std::size_t>(rules.size(), 4));
      note += "; " + words.say("localisation.could_raise",
                               {{"level", std::string(word_of(*step.could_raise_to))}, {"rules", listed(rules)}});
    }
    passage.items.push_back({words.name(step.finding), std::move(note), {}});
  }
  if (passage.items.empty()) return {};
  return passage;
}

}  // namespace

Section localisation_of(const Told& told) {
  Section section{Topic::localisation, told.words.say("section.localisation"), {}};
  // Below a red banner the name of a nerve would only be one more thing to read before calling.
  if (!told.words.for_clinician() && told.consultation.triage.level == Urgency::emergency_now) return section;
  section.passages = {places_of(told), steps_of_examination(told)};
  return section;
}

}  // namespace lumbar
