// SPDX-License-Identifier: Apache-2.0
// Where the answer comes from, and where its sources disagree.
#include <fmt/format.h>

#include <algorithm>

#include "lumbar/clinic/report/parts.h"

namespace lumbar {
namespace {

// Every source that carried a rule, a weight or an item of the plan, in the order of the report, each once.
std::vector<SourceId> sources_used(const Told& told) {
  const auto& [consultation, knowledge, words] = told;
  std::vector<SourceId> used;
  const auto add = [&](const std::vector<SourceId>& sources) {
    for (const SourceId source : sources) {
      if (std::find(used.begin(), used.end(), source) == used.end()) used.push_back(source);
    }
  };
  for (const RaisedRule& raised : consultation.triage.raised) add(knowledge[raised.rule].sources);
  for (const RankedCondition& ranked : consultation.differential.ranked) {
    for (const Weight& weight : ranked.speaks_for) add(weight.basis.sources);
    for (const Weight& weight : ranked.speaks_against) add(weight.basis.sources);
  }
  for (const ConditionId condition : consultation.plan.for_conditions) {
    if (const Care* care = knowledge.care(condition)) add(care->basis.sources);
  }
  for (const PlannedTest& planned : consultation.plan.tests) add(knowledge.tests()[planned.test].basis.sources);
  for (const PlannedReferral& planned : consultation.plan.referral) add(knowledge[planned.specialist].basis.sources);
  for (const PlannedTreatment& planned : consultation.plan.treatment) add(knowledge[planned.treatment].basis.sources);
  return used;
}

std::string cited(const Source& source) {
  std::string text = source.authors;
  if (source.year) text += fmt::format("{}({})", text.empty() ? "" : " ", *source.year);
  for (const std::string* part : {&source.title, &source.published}) {
    if (!part->empty()) text += (text.empty() ? "" : ". ") + *part;
  }
  return fmt::format("{} [{}]", text, source.name);
}

}  // namespace

Section disagreements_of(const Told& told) {
  const Wording& words = told.words;
  Section section{Topic::disagreements, words.say("section.disagreements"), {}};
  if (!words.for_clinician()) return section;
  Passage passage;
  for (const RaisedRule& raised : told.consultation.triage.raised) {
    const Rule& rule = told.knowledge[raised.rule];
    if (rule.seed_floor.empty() || rule.guideline_level.empty() || rule.seed_floor == rule.guideline_level) continue;
    passage.items.push_back({fmt::format("{} {}", rule.name, rule.label),
                             words.say("disagreement.level", {{"seed_level", rule.seed_floor},
                                                              {"guideline_level", rule.guideline_level},
                                                              {"level", std::string(word_of(rule.level))},
                                                              {"rule", rule.name}}),
                             {}});
  }
  const auto add_treatment = [&](TreatmentId id) {
    const Treatment& treatment = told.knowledge[id];
    if (treatment.conflict_text.empty()) return;
    passage.items.push_back(
        {words.name(id),
         words.say("disagreement.treatment", {{"treatment", treatment.label}, {"position", treatment.conflict_text}}),
         {}});
  };
  for (const PlannedTreatment& planned : told.consultation.plan.treatment) add_treatment(planned.treatment);
  for (const Discouraged& one : told.consultation.plan.avoid) {
    if (one.treatment) add_treatment(*one.treatment);
  }
  section.passages.push_back(std::move(passage));
  return section;
}

Section sources_of(const Told& told) {
  const Wording& words = told.words;
  Section section{Topic::sources, words.say("section.sources"), {}};
  const std::vector<SourceId> used = sources_used(told);
  Passage passage;
  if (!words.for_clinician()) {
    if (!used.empty()) passage.words.push_back(words.say_count("report.sources_short", used.size()));
  } else {
    for (const SourceId id : used) {
      const Source& source = told.knowledge[id];
      passage.items.push_back({cited(source), {}, source.address});
    }
  }
  section.passages.push_back(std::move(passage));
  return section;
}

}  // namespace lumbar
