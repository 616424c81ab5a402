// SPDX-License-Identifier: Apache-2.0
// Muscle or nerve, and what it could be.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "lumbar/base/text.h"
#include "lumbar/clinic/report/parts.h"

namespace lumbar {
namespace {

std::string weight_of(const Weight& weight, const Told& told) {
  if (!told.words.for_clinician()) return told.words.said(weight.finding);
  const std::string sources = told.words.source_names(weight.basis.sources);
  return fmt::format("{:+.1f} dB {} ({}{}{})", weight.db, told.words.said(weight.finding), word_of(weight.basis.status),
                     sources.empty() ? "" : ", ", sources);
}

std::string missing_of(const Missing& missing, const Told& told) {
  if (!told.words.for_clinician()) return told.words.name(missing.finding);
  return fmt::format("{:+.1f}/{:+.1f} dB {}", missing.db_if_present, missing.db_if_absent,
                     told.words.name(missing.finding));
}

template <class Row, class Write>
void add_reasons(Bar& bar, std::string_view id, const std::vector<Row>& rows, std::size_t most, const Told& told,
                 const Write& write) {
  Reasons reasons{told.words.lead(id), {}};
  for (const Row& row : rows) {
    if (reasons.names.size() >= most) break;
    std::string name = write(row, told);
    const bool there = std::find(reasons.names.begin(), reasons.names.end(), name) != reasons.names.end();
    if (!there) reasons.names.push_back(std::move(name));
  }
  if (!reasons.names.empty()) bar.reasons.push_back(std::move(reasons));
}

// What a person cannot know of themselves is left to whoever examines them.
std::vector<Missing> askable(const std::vector<Missing>& missing, const Told& told) {
  if (told.words.for_clinician()) return missing;
  std::vector<Missing> kept;
  for (const Missing& one : missing) {
    if (told.knowledge[one.finding].asked_of == AskedOf::patient) kept.push_back(one);
  }
  return kept;
}

// A dangerous condition raises the urgency by likelihood alone from its own threshold on. Clinicians see where it
// stands; the person sees the urgency.
std::string threshold_of(const RankedCondition& ranked, const Told& told) {
  const Wording& words = told.words;
  const auto limit =
      danger_limit(ranked.condition, told.consultation.differential, told.consultation.findings, told.knowledge);
  if (!limit) return {};
  std::string text =
      words.say(limit->passed ? "cause.threshold_passed" : "cause.threshold_below",
                {{"threshold", words.chance(limit->probability)}, {"level", std::string(word_of(limit->level))}});
  switch (limit->needed) {
    case Presence::present: break;
    case Presence::unknown: text += words.say("cause.threshold_waits", {{"finding", words.name(limit->needs)}}); break;
    case Presence::absent: text += words.say("cause.threshold_denied", {{"finding", words.name(limit->needs)}}); break;
  }
  return text;
}

Bar bar_of(const RankedCondition& ranked, std::size_t place, const Told& told) {
  const Wording& words = told.words;
  const Condition& condition = told.knowledge[ranked.condition];
  Bar bar;
  bar.label = words.name(ranked.condition);
  bar.amount = words.chance(ranked.probability);
  bar.share = ranked.probability;
  if (words.for_clinician()) {
    bar.interval = ranked.interval;
    std::vector<std::string> about{condition.name, std::string(word_of(condition.mechanism))};
    if (!condition.icd10.empty()) about.push_back("ICD-10 " + condition.icd10);
    if (ranked.interval)
      about.push_back(words.say("cause.interval", {{"low", words.chance(ranked.interval->first)},
                                                   {"high", words.chance(ranked.interval->second)}}));
    if (std::string threshold = threshold_of(ranked, told); !threshold.empty()) about.push_back(std::move(threshold));
    bar.about = listed(about);
  } else if (const Care* care = told.knowledge.care(ranked.condition); care != nullptr && place < 3) {
    // What may be treated at home is explained as harmless. That waits until nothing is open or urgent.
    if (told.settled() || !care->home_care_ok) bar.about = care->explained;
    if (told.settled() && !care->reassurance.empty()) bar.about += " " + care->reassurance;
  }
  // Eight weights explain a leading cause to a clinician, three to the person; the assessment as JSON holds them all.
  const std::size_t most = words.for_clinician() ? 8 : 3;
  if (place >= (words.for_clinician() ? 5U : 3U)) return bar;
  add_reasons(bar, "cause.for", ranked.speaks_for, most, told, weight_of);
  add_reasons(bar, "cause.against", ranked.speaks_against, words.for_clinician() ? most : 2, told, weight_of);
  add_reasons(bar, "cause.missing", askable(ranked.missing, told), words.for_clinician() ? 4 : 2, told, missing_of);
  return bar;
}

// A harmless cause named right below a red banner would talk somebody out of calling.
bool reassures(const RankedCondition& ranked, const Told& told) {
  const Condition& condition = told.knowledge[ranked.condition];
  if (told.words.for_clinician() || told.consultation.triage.level != Urgency::emergency_now) return false;
  const bool muscular = condition.mechanism == Mechanism::muscular && condition.urgency_default <= Urgency::appointment;
  return muscular || condition.urgency_default == Urgency::self_care;
}

}  // namespace

Section mechanism_of(const Told& told) {
  constexpr double clear = 0.5;
  constexpr double worth_a_bar = 0.015;
  const Wording& words = told.words;
  const auto& shares = told.consultation.differential.mechanism;
  Section section{Topic::mechanism, words.say("section.mechanism"), {}};
  if (!told.consultation.differential.complaint || std::accumulate(shares.begin(), shares.end(), 0.0) < clear)
    return section;
  // "Mostly muscles" below a red banner would talk somebody out of calling.
  if (!words.for_clinician() && told.consultation.triage.level == Urgency::emergency_now) return section;

  std::array<Mechanism, 4> order{Mechanism::muscular, Mechanism::neurological, Mechanism::mixed, Mechanism::non_spinal};
  const auto share = [&](Mechanism one) { return shares[static_cast<std::size_t>(one)]; };
  std::stable_sort(order.begin(), order.end(), [&](Mechanism a, Mechanism b) { return share(a) > share(b); });
  const auto name = [&](Mechanism one) { return words.say("mechanism." + std::string(word_of(one))); };
  const auto [first, second] = std::pair(order[0], order[1]);
  Passage passage;
  if (share(first) >= clear) {
    passage.words.push_back(
        words.say("mechanism.mostly", {{"mechanism", name(first)}, {"probability", words.chance(share(first))}}));
  } else {
    passage.words.push_back(words.say("mechanism.split", {{"first", name(first)},
                                                          {"first_probability", words.chance(share(first))},
                                                          {"second", name(second)},
                                                          {"second_probability", words.chance(share(second))}}));
  }
  for (const Mechanism one : order) {
    if (!words.for_clinician() && share(one) < worth_a_bar) continue;
    passage.bars.push_back(
        {words.say("report.mechanism." + std::string(word_of(one))), words.chance(share(one)), share(one), {}, {}, {}});
  }
  section.passages.push_back(std::move(passage));
  return section;
}

Section causes_of(const Told& told) {
  constexpr double shown_to_the_person = 0.03;
  constexpr std::size_t most_for_the_clinician = 15;
  constexpr double told_to_the_person = 0.05;  // less does not change what is said in tenths
  const Wording& words = told.words;
  const Differential& differential = told.consultation.differential;
  Section section{Topic::causes, words.say("section.likely_causes"), {}};
  Passage passage;
  if (!differential.complaint) {
    passage.words.push_back(words.say("report.no_complaint"));
    section.passages.push_back(std::move(passage));
    return section;
  }
  if (told.consultation.triage.level == Urgency::emergency_now)
    passage.words.push_back(words.say("cause.emergency_still_ranked"));
  for (std::size_t place = 0; place < differential.ranked.size(); ++place) {
    const RankedCondition& ranked = differential.ranked[place];
    if (reassures(ranked, told)) continue;
    // A person reads the few that matter, three at least.
    if (!words.for_clinician() && (place >= 5 || (place >= 3 && ranked.probability < shown_to_the_person))) break;
    if (place >= most_for_the_clinician) break;
    passage.bars.push_back(bar_of(ranked, place, told));
  }
  if (passage.bars.empty()) return Section{Topic::causes, section.title, {}};
  passage.closing = words.say("cause.several");
  if (words.for_clinician()) {
    if (differential.ranked.size() > most_for_the_clinician) {
      passage.closing = words.say_count("report.more_causes", differential.ranked.size() - most_for_the_clinician) +
                        " " + passage.closing;
    }
    passage.closing += " " + words.say("report.weights") + " " +
                       words.say("report.any_emergency", {{"chance", words.chance(differential.any_emergency)}});
    if (!differential.exact)
      passage.closing += " " + words.say("report.inexact", {{"bound", written(differential.error_bound, 2)}});
    if (differential.weighed < differential.statements)
      passage.closing +=
          " " + words.say("report.part_weighed", {{"weighed", std::to_string(differential.weighed)},
                                                  {"statements", std::to_string(differential.statements)}});
  } else if (differential.error_bound > told_to_the_person) {
    passage.closing += " " + words.say("report.rough");
  }
  section.passages.push_back(std::move(passage));
  if (words.for_clinician() && !differential.also_present.empty()) {
    Passage also;
    also.heading = words.say("section.also_present");
    for (const RankedCondition& one : differential.also_present) {
      also.items.push_back({fmt::format("{} [{}] {}", words.name(one.condition), told.knowledge[one.condition].name,
                                        words.chance(one.probability)),
                            {},
                            {}});
    }
    section.passages.push_back(std::move(also));
  }
  return section;
}

}  // namespace lumbar
