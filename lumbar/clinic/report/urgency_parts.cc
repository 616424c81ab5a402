// SPDX-License-Identifier: Apache-2.0
// How soon and why, and what could still change it.
#include <fmt/format.h>

#include <algorithm>

#include "lumbar/base/text.h"
#include "lumbar/clinic/report/parts.h"

namespace lumbar {
namespace {

constexpr int hours_in_a_day = 24;
constexpr std::string_view crisis_pathway = "mental_health_crisis";

template <class Id>
void add_once(std::vector<Id>& list, const Id& id) {
  if (std::find(list.begin(), list.end(), id) == list.end()) list.push_back(id);
}

std::string_view reason_id(LevelReason reason) {
  switch (reason) {
    case LevelReason::rules: return "rules";
    case LevelReason::safety_net_incomplete: return "safety_net_incomplete";
    case LevelReason::some_not_to_be_had: return "some_not_to_be_had";
    case LevelReason::cannot_be_questioned: return "cannot_be_questioned";
    case LevelReason::child: return "child";
    case LevelReason::likely_danger: return "likely_danger";
  }
  return {};
}

std::string level_word(Urgency level, const Wording& words) {
  return words.say("urgency." + std::string(word_of(level)));
}

std::string days_of(const Triage& triage) { return std::to_string(triage.deadline_hours.value_or(0) / hours_in_a_day); }

std::string pathway_in_words(const Told& told) {
  const std::string& pathway = told.consultation.triage.pathway;
  const std::string id = "pathway." + pathway;
  if (pathway.empty() || !told.words.has(id)) return told.words.for_clinician() ? pathway : std::string();
  return told.words.say(id);
}

// What was said that raised the rules at the level of the answer: the words to say on the telephone.
std::string what_to_say(const Told& told, std::size_t most) {
  std::vector<std::string> names;
  for (const RaisedRule& raised : told.consultation.triage.raised) {
    if (told.knowledge[raised.rule].level != told.consultation.triage.level) continue;
    for (const FindingId finding : raised.because) {
      if (names.size() < most) add_once(names, told.words.said(finding));
    }
  }
  return joined(names, ", ");
}

void add_emergency_steps(const Told& told, Banner& banner) {
  const Wording& words = told.words;
  const std::string number = emergency_number(told);
  const CountryPlace* place = told.knowledge.place(told.consultation.findings.country);
  const bool known = place != nullptr && !place->emergency.empty();
  banner.headline = known ? words.say("emergency.call", {{"number", number}}) : words.say("emergency.call_local");
  if (known) {
    banner.call = number;
    banner.call_label = words.say("report.call_button", {{"number", number}});
  }
  // Nobody makes their own way at an emergency, whatever a stage before may have said.
  const bool fetched = told.consultation.triage.transport == Transport::ambulance;
  banner.steps.push_back(words.say("level.emergency_now"));
  banner.steps.push_back(words.say("emergency.do"));
  banner.steps.push_back(words.say(fetched ? "emergency.ambulance" : "emergency.driven", {{"number", number}}));
  if (told.consultation.triage.pathway == crisis_pathway) {
    const bool line = place != nullptr && !place->crisis_line.empty();
    banner.steps.push_back(
        line ? words.say("emergency.crisis", {{"crisis_line", place->crisis_line}, {"number", number}})
             : words.say("emergency.crisis_no_line", {{"number", number}}));
  }
  if (const std::string reason = what_to_say(told, 3); !reason.empty())
    banner.steps.push_back(words.say("emergency.say", {{"reason", reason}}));
}

void add_other_steps(const Told& told, Banner& banner) {
  const Triage& triage = told.consultation.triage;
  const Findings& findings = told.consultation.findings;
  const Wording& words = told.words;
  const bool open_self_care = triage.level == Urgency::self_care && triage.provisional;
  banner.headline = open_self_care
                        ? words.say("report.self_care_open")
                        : words.say("level." + std::string(word_of(triage.level)), {{"days", days_of(triage)}});
  if (findings.as_of && triage.deadline_hours) {
    banner.by = words.say("report.by",
                          {{"date", words.day(findings.as_of->plus_days(*triage.deadline_hours / hours_in_a_day))}});
  }
  const CountryPlace* place = told.knowledge.place(findings.country);
  if (triage.level == Urgency::within_24h) {
    std::string calls = words.say("report.worse", {{"number", emergency_number(told)}});
    if (place != nullptr && !place->advice_line.empty())
      calls += " " + words.say("advice_line", {{"number", place->advice_line}});
    banner.steps.push_back(std::move(calls));
  } else if (findings.age_years && *findings.age_years < told.knowledge.parameter("adult_age_years")) {
    banner.steps.push_back(words.say("under_18", {{"days", days_of(triage)}}));
  }
}

std::vector<std::string> figures_of(const Told& told) {
  const Triage& triage = told.consultation.triage;
  const Wording& words = told.words;
  std::vector<std::string> lines;
  const std::string deadline =
      triage.deadline_hours ? words.say("report.hours", {{"count", std::to_string(*triage.deadline_hours)}}) : "–";
  lines.push_back(
      words.say("report.figures", {{"level", std::string(word_of(triage.level))},
                                   {"rule_level", triage.rule_level ? std::string(word_of(*triage.rule_level)) : "–"},
                                   {"deadline", deadline},
                                   {"transport", std::string(word_of(triage.transport))},
                                   {"reason", words.say("report.reason." + std::string(reason_id(triage.reason)))}}));
  if (!triage.pathway.empty())
    lines.push_back(
        fmt::format("{} [{}]", words.say("pathway.intro", {{"pathway", pathway_in_words(told)}}), triage.pathway));
  if (triage.stage) {
    const Stage& stage = told.knowledge.stages()[*triage.stage];
    lines.push_back(fmt::format("{}: {}, {}. {}", words.say("section.stage"), stage.name, stage.label, stage.note));
  }
  return lines;
}

Item why_item(const RaisedRule& raised, const Told& told) {
  const Rule& rule = told.knowledge[raised.rule];
  const Wording& words = told.words;
  std::vector<std::string> said;
  for (const FindingId finding : raised.because) said.push_back(words.said(finding));
  std::string because;
  const bool proxy = told.consultation.findings.informant == Informant::proxy;
  if (!said.empty()) because = words.say(proxy ? "why.proxy" : "why.because", {{"findings", listed(said)}});
  // Where a reason was written for clinicians, the facts may hold gentler words for the person.
  const std::string gentler = "report.why." + rule.name;
  if (!words.for_clinician()) return {words.has(gentler) ? words.say(gentler) : rule.why, because, {}};
  std::string note = because;
  if (!rule.time_target.empty()) note += " " + words.say("report.target", {{"target", rule.time_target}});
  if (!rule.sources.empty()) note += " " + words.say("report.from", {{"list", words.source_names(rule.sources)}});
  if (rule.project_choice) note += " " + words.say("project_choice");
  return {fmt::format("{} {}: {}", rule.name, rule.label, rule.why), note, {}};
}

// Why the level stands, where no rule at this level says it.
std::vector<std::string> reasons_beside_rules(const Told& told) {
  const Triage& triage = told.consultation.triage;
  const Wording& words = told.words;
  switch (triage.reason) {
    case LevelReason::rules:
      // "Nothing dangerous" may be said only where nothing is open.
      if (triage.level == Urgency::self_care && !triage.provisional && told.consultation.findings.any_symptom)
        return {words.say("self_care")};
      return {};
    case LevelReason::safety_net_incomplete: return {words.say("report.safety_net_incomplete")};
    case LevelReason::some_not_to_be_had: {
      const auto& net = told.knowledge.safety_net();
      const bool in_group_a = std::any_of(triage.tried_in_vain.begin(), triage.tried_in_vain.end(),
                                          [&](std::size_t row) { return net[row].group == 'A'; });
      return {words.say(in_group_a ? "unavailable.U3" : "unavailable.U2")};
    }
    case LevelReason::cannot_be_questioned: return {words.say("unavailable.U4")};
    case LevelReason::child: return {words.say("under_18", {{"days", days_of(triage)}})};
    case LevelReason::likely_danger: break;
  }
  std::vector<std::string> lines;
  for (const ConditionId danger : triage.likely_dangers) {
    const Condition& condition = told.knowledge[danger];
    const double probability = danger.row() < told.consultation.differential.probability.size()
                                   ? told.consultation.differential.probability[danger.row()]
                                   : 0;
    lines.push_back(words.say("urgency.raised_by_probability",
                              {{"condition", words.name(danger)},
                               {"probability", words.chance(probability)},
                               {"threshold", words.chance(condition.danger_probability.value_or(0))},
                               {"basis", condition.danger_basis}}));
  }
  return lines;
}

// The questions that would close what is open, the most urgent first: a question of the safety net stands for its
// findings.
std::vector<std::string> open_questions(const Told& told) {
  const auto& net = told.knowledge.safety_net();
  std::vector<std::string> questions;
  std::vector<std::string> beside_the_net;
  for (const OpenRule& open : told.consultation.triage.open) {
    for (const FindingId finding : open.ask) {
      const auto item = std::find_if(net.begin(), net.end(), [&](const SafetyItem& one) {
        return std::find(one.findings.begin(), one.findings.end(), finding) != one.findings.end();
      });
      const Finding& asked = told.knowledge[finding];
      // What only an examination answers is no question for the person: its text stands in brackets.
      const bool askable =
          asked.asked_of == AskedOf::patient && !asked.question.empty() && !asked.question.starts_with('(');
      if (item != net.end())
        add_once(questions, item->question);
      else if (askable)
        add_once(beside_the_net, asked.question);
    }
  }
  for (const std::size_t row : told.consultation.plan.not_asked) add_once(questions, net[row].question);
  return questions.empty() ? beside_the_net : questions;
}

Passage open_for_the_person(const Told& told) {
  const Wording& words = told.words;
  Passage passage;
  passage.marker = Marker::question;
  for (const std::string& question : open_questions(told)) passage.items.push_back({question, {}, {}});
  if (passage.items.empty() && !told.consultation.triage.open.empty())
    passage.words.push_back(words.say("report.needs_examination"));
  if (!passage.items.empty()) passage.words.push_back(words.say("report.open_lead"));
  if (told.consultation.findings.informant == Informant::proxy) passage.words.push_back(words.say("proxy"));
  keep_first(passage, 4, "report.more_questions", words);
  return passage;
}

Passage open_for_the_clinician(const Told& told) {
  constexpr std::size_t most_rules = 10;
  constexpr std::size_t most_findings = 5;
  const Wording& words = told.words;
  const auto& open = told.consultation.triage.open;
  Passage passage;
  passage.marker = Marker::question;
  std::vector<std::string> further;
  for (const OpenRule& one : open) {
    const Rule& rule = told.knowledge[one.rule];
    if (passage.items.size() >= most_rules) {
      further.push_back(rule.name);
      continue;
    }
    std::vector<std::string> ask;
    for (const FindingId finding : one.ask) {
      if (ask.size() < most_findings) ask.push_back(told.knowledge[finding].label_clinical);
    }
    std::string list = listed(ask);
    if (one.ask.size() > most_findings)
      list = words.say_count("report.list_and_more", one.ask.size() - most_findings, {{"list", list}});
    passage.items.push_back(
        {fmt::format("{} {}", rule.name, rule.label),
         fmt::format("{}; {}",
                     words.say("urgency.could_raise_to", {{"level", std::string(word_of(one.could_raise_to))}}),
                     words.say("report.ask", {{"list", list}})),
         {}});
  }
  if (!further.empty())
    passage.closing = words.say_count("report.more_rules", further.size(), {{"list", joined(further, ", ")}});
  if (!open.empty())
    passage.words.push_back(
        words.say("urgency.if_cleared", {{"level", level_word(told.consultation.triage.if_cleared, words)}}));
  return passage;
}

}  // namespace

std::string emergency_number(const Told& told) {
  const CountryPlace* place = told.knowledge.place(told.consultation.findings.country);
  return place != nullptr && !place->emergency.empty() ? place->emergency : told.words.say("report.local_number");
}

Banner banner_of(const Told& told) {
  const Triage& triage = told.consultation.triage;
  Banner banner;
  banner.level = triage.level;
  banner.tag = told.words.say("report.level." + std::string(word_of(triage.level)));
  switch (triage.level) {
    case Urgency::emergency_now: add_emergency_steps(told, banner); break;
    case Urgency::within_24h:
    case Urgency::appointment:
    case Urgency::self_care: add_other_steps(told, banner); break;
  }
  if (triage.provisional) banner.provisional = told.words.say("provisional");
  if (told.words.for_clinician()) banner.figures = figures_of(told);
  return banner;
}

Section why_of(const Told& told) {
  const Triage& triage = told.consultation.triage;
  const Wording& words = told.words;
  Section section{Topic::why, words.say("section.why"), {}};
  Passage first;
  first.words = reasons_beside_rules(told);
  section.passages.push_back(std::move(first));
  const Urgency highest = triage.rule_level.value_or(Urgency::self_care);
  for (const Urgency level : {Urgency::emergency_now, Urgency::within_24h, Urgency::appointment, Urgency::self_care}) {
    Passage passage;
    for (const RaisedRule& raised : triage.raised) {
      if (told.knowledge[raised.rule].level != level) continue;
      Item item = why_item(raised, told);
      // Rules that share a reason say it once.
      const bool said = std::any_of(passage.items.begin(), passage.items.end(),
                                    [&](const Item& one) { return one.text == item.text; });
      if (!said) passage.items.push_back(std::move(item));
    }
    if (words.for_clinician()) {
      passage.heading = words.say("report.rules_at", {{"level", std::string(word_of(level))}});
    } else if (level < highest || (level == Urgency::self_care && triage.provisional)) {
      continue;  // what could wait is no comfort while something cannot, or is open
    } else {
      keep_first(passage, 3, "report.more_reasons", words);
    }
    section.passages.push_back(std::move(passage));
  }
  return section;
}

Section open_of(const Told& told) {
  const Wording& words = told.words;
  Section section{Topic::open, words.say("report.title.open"), {}};
  if (!told.consultation.triage.provisional && told.consultation.triage.open.empty()) return section;
  section.passages.push_back(words.for_clinician() ? open_for_the_clinician(told) : open_for_the_person(told));
  return section;
}

Section not_asked_of(const Told& told) {
  const Wording& words = told.words;
  const Plan& plan = told.consultation.plan;
  Section section{Topic::not_asked, words.say("section.not_asked"), {}};
  if (!words.for_clinician()) {
    // For the person these stand among the open questions already; at an emergency there is no time for them.
    Passage count;
    const bool told_above = told.consultation.triage.provisional || plan.not_asked.empty();
    if (!told_above) count.words.push_back(words.say_count("report.not_asked", plan.not_asked.size()));
    section.passages.push_back(std::move(count));
    return section;
  }
  Passage questions;
  questions.marker = Marker::question;
  for (const std::size_t row : plan.not_asked) {
    const SafetyItem& item = told.knowledge.safety_net()[row];
    const auto& vain = told.consultation.triage.tried_in_vain;
    const bool tried = std::find(vain.begin(), vain.end(), row) != vain.end();
    questions.items.push_back({fmt::format("{}{} {}", item.group, item.order, item.question),
                               tried ? words.say("unavailable") : std::string(),
                               {}});
  }
  section.passages.push_back(std::move(questions));
  Passage examinations;
  examinations.heading = words.say("report.not_examined");
  for (const FindingId finding : plan.not_examined) examinations.items.push_back({words.name(finding), {}, {}});
  section.passages.push_back(std::move(examinations));
  return section;
}

Section warnings_of(const Told& told) {
  Section section{Topic::warnings, told.words.say("section.warnings"), {}};
  Passage passage;
  for (const std::string& warning : told.consultation.findings.warnings) passage.items.push_back({warning, {}, {}});
  section.passages.push_back(std::move(passage));
  return section;
}

}  // namespace lumbar
