// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "lumbar/clinic/report/parts.h"

namespace lumbar {
namespace {

bool holds_something(const Passage& passage) {
  return !passage.words.empty() || !passage.bars.empty() || !passage.items.empty() || !passage.closing.empty() ||
         !passage.picture.empty();
}

std::vector<std::string> closing_of(const Told& told) {
  std::vector<std::string> lines{told.words.say("informs")};
  if (told.consultation.findings.as_of)
    lines.push_back(told.words.say("report.as_of", {{"date", told.words.day(*told.consultation.findings.as_of)}}));
  if (told.words.for_clinician()) lines.push_back(told.words.say("report.facts", {{"hash", told.knowledge.hash()}}));
  return lines;
}

}  // namespace

void keep_first(Passage& passage, std::size_t most, std::string_view id, const Wording& words) {
  if (passage.items.size() <= most) return;
  passage.closing = words.say_count(id, passage.items.size() - most);
  passage.items.resize(most);
}

std::string listed_conditions(const std::vector<ConditionId>& conditions, const Wording& words) {
  std::vector<std::string> names;
  for (const ConditionId condition : conditions) names.push_back(words.name(condition));
  return listed(names);
}

Report make_report(const Consultation& consultation, const Knowledge& knowledge, Mode mode) {
  const Wording words(consultation, knowledge, mode);
  const Told told{consultation, knowledge, words};
  Report report;
  report.mode = mode;
  report.title = words.say("report.page_title");
  report.banner = banner_of(told);
  report.sections = {why_of(told),      open_of(told),          mechanism_of(told),  localisation_of(told),
                     causes_of(told),   steps_of(told),         tests_of(told),      people_of(told),
                     care_of(told),     avoid_of(told),         safety_net_of(told), not_asked_of(told),
                     warnings_of(told), disagreements_of(told), sources_of(told)};
  for (Section& section : report.sections)
    std::erase_if(section.passages, [](const Passage& one) { return !holds_something(one); });
  std::erase_if(report.sections, [](const Section& one) { return one.passages.empty(); });
  report.closing = closing_of(told);
  return report;
}

}  // namespace lumbar
