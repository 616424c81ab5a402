// SPDX-License-Identifier: Apache-2.0
// What to do: now, tests, people, care, what to avoid, and when to call for help.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lumbar/base/text.h"
#include "lumbar/clinic/report/parts.h"

namespace lumbar {
namespace {

constexpr std::size_t most_habits_for_the_person = 3;
constexpr std::size_t most_tests_for_the_person = 4;
constexpr std::size_t most_people_for_the_person = 4;
constexpr std::size_t most_to_avoid_for_the_person = 4;

bool contains(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

std::string in_words_within(const std::string& within, const Wording& words) {
  const std::string id = "report.within." + within;
  return words.has(id) ? words.say(id) : within;
}

// What is meant for slower causes waits while the answer is urgent: a walking test or "no scan without danger signs"
// would mislead there. At an emergency only what belongs to an emergency is told.
bool waits(const std::vector<ConditionId>& because, const Told& told) {
  const Urgency level = told.consultation.triage.level;
  if (told.words.for_clinician() || level < Urgency::within_24h) return false;
  return std::all_of(because.begin(), because.end(), [&](ConditionId condition) {
    const Care* care = told.knowledge.care(condition);
    if (care == nullptr) return true;
    return level == Urgency::emergency_now ? care->seen_within != "now" : care->home_care_ok;
  });
}

std::string finding_names(const std::vector<FindingId>& findings, const Wording& words) {
  std::vector<std::string> names;
  for (const FindingId finding : findings) names.push_back(words.name(finding));
  return listed(names);
}

Item treatment_item(const PlannedTreatment& planned, const Told& told) {
  const Wording& words = told.words;
  const Treatment& treatment = told.knowledge[planned.treatment];
  std::string note = words.say("report.because", {{"list", listed_conditions(planned.because, words)}}) + ".";
  if (!treatment.position.empty()) note += " " + treatment.position;
  if (!planned.cautions.empty())
    note += " " + words.say("report.caution", {{"list", finding_names(planned.cautions, words)}});
  if (!planned.cautions_unknown.empty())
    note += " " + words.say("report.caution_unknown", {{"list", finding_names(planned.cautions_unknown, words)}});
  if (!planned.forbidden_by.empty())
    note += " " + words.say("report.clear_first", {{"list", listed_conditions(planned.forbidden_by, words)}});
  if (!treatment.time_target.empty()) note += " " + words.say("report.target", {{"target", treatment.time_target}});
  if (!treatment.who_decides.empty()) note += " " + words.say("report.who_decides", {{"who", treatment.who_decides}});
  note += fmt::format(" {}: {}.", word_of(treatment.basis.status), words.source_names(treatment.basis.sources));
  return {
      fmt::format("{} ({})", words.name(planned.treatment), words.say("report.position." + treatment.position_class)),
      note,
      {}};
}

// What guidelines say of it, and what the seeds said.
std::string why_not(TreatmentId id, const Told& told) {
  const Treatment& treatment = told.knowledge[id];
  std::string words = treatment.position;
  if (!treatment.conflict_text.empty()) words += " " + treatment.conflict_text;
  return words +
         fmt::format(" {}: {}.", word_of(treatment.basis.status), told.words.source_names(treatment.basis.sources));
}

Passage advice_for(const Advice& advice, const Told& told) {
  Passage passage;
  const bool one_of_several = told.consultation.plan.advice.size() > 1 || told.words.for_clinician();
  if (one_of_several) passage.heading = told.words.name(advice.condition);
  for (const std::string& line : advice.first_line) passage.items.push_back({line, {}, {}});
  const Care* care = told.knowledge.care(advice.condition);
  // How it usually goes is a reassurance.
  const bool may_reassure = told.words.for_clinician() || told.settled();
  if (care != nullptr && may_reassure) passage.closing = care->course;
  return passage;
}

// The groups of options, in the order in which they are thought of.
struct OptionGroup {
  TreatmentLine line;
  bool medicines;
  const char* heading;
};
constexpr std::array option_groups = {OptionGroup{TreatmentLine::emergency, false, "report.line.emergency"},
                                      OptionGroup{TreatmentLine::first, false, "report.line.first"},
                                      OptionGroup{TreatmentLine::second, false, "report.line.second"},
                                      OptionGroup{TreatmentLine::second, true, "report.line.medicines"},
                                      OptionGroup{TreatmentLine::discuss, false, "report.line.discuss"}};

void add_options(const Told& told, Section& section) {
  const Wording& words = told.words;
  const Plan& plan = told.consultation.plan;
  // Medicines stand together, by class, whatever their line: who prescribes looks there.
  for (const OptionGroup& group : option_groups) {
    Passage options;
    for (const PlannedTreatment& planned : plan.treatment) {
      const Treatment& treatment = told.knowledge[planned.treatment];
      const bool medicine = treatment.type == "medication_class";
      // Habits that nobody chose for the condition stand under prevention, a line further down.
      if (treatment.type == "lifestyle" && planned.line == TreatmentLine::second) continue;
      const bool belongs = group.medicines
                               ? medicine && planned.line != TreatmentLine::emergency
                               : planned.line == group.line && (!medicine || group.line == TreatmentLine::emergency);
      if (belongs) options.items.push_back(treatment_item(planned, told));
    }
    if (options.items.empty()) continue;
    options.heading = words.say(group.heading);
    section.passages.push_back(std::move(options));
  }
  Passage held_back;
  std::vector<std::string> waiting;
  for (const TreatmentId one : plan.waiting) waiting.push_back(words.name(one));
  if (!waiting.empty()) held_back.words.push_back(words.say("report.waiting", {{"list", listed(waiting)}}));
  for (const RuledOut& one : plan.ruled_out)
    held_back.words.push_back(words.say(
        "report.ruled_out", {{"treatment", words.name(one.treatment)}, {"list", finding_names(one.because, words)}}));
  section.passages.push_back(std::move(held_back));
}

// What was said of this person that a habit is for.
std::string present_risks(const Treatment& treatment, const Told& told) {
  std::vector<FindingId> present;
  for (const FindingId finding : treatment.prevention_for) {
    if (told.consultation.findings[finding] == Presence::present) present.push_back(finding);
  }
  return present.empty() ? std::string() : finding_names(present, told.words);
}

// For the person, once nothing dangerous is left: that there is more, and with whom it is weighed.
void add_next_line(const Told& told, Section& section) {
  const bool some = std::any_of(told.consultation.plan.treatment.begin(), told.consultation.plan.treatment.end(),
                                [](const PlannedTreatment& one) { return one.line >= TreatmentLine::second; });
  if (!some) return;
  Passage next;
  next.words.push_back(told.words.say("report.next_line"));
  section.passages.push_back(std::move(next));
}

void add_prevention(const Told& told, Section& section) {
  const Wording& words = told.words;
  Passage prevention;
  prevention.heading = words.say("report.prevention");
  std::vector<std::string> names;
  for (const TreatmentId one : told.consultation.plan.prevention) {
    const std::string risks = present_risks(told.knowledge[one], told);
    if (words.for_clinician()) {
      names.push_back(told.knowledge[one].label + (risks.empty() ? "" : " (" + risks + ")"));
    } else {
      prevention.items.push_back({words.name(one), {}, {}});
    }
  }
  if (!names.empty()) prevention.words.push_back(listed(names));
  keep_first(prevention, most_habits_for_the_person, "report.and_more", words);
  section.passages.push_back(std::move(prevention));
}

}  // namespace

Section steps_of(const Told& told) {
  const Wording& words = told.words;
  const Triage& triage = told.consultation.triage;
  const std::string level(word_of(triage.level));
  const std::string days = std::to_string(triage.deadline_hours.value_or(0) / 24);
  Section section{Topic::now, words.say("section.do"), {}};
  Passage passage;
  passage.marker = Marker::step;
  const auto add = [&](std::string text) { passage.items.push_back({std::move(text), {}, {}}); };
  const std::string pathway_id = "pathway." + triage.pathway;
  const std::string pathway = words.has(pathway_id) ? words.say(pathway_id) : std::string("–");
  add(words.say("do." + level, {{"number", emergency_number(told)}, {"pathway", pathway}, {"days", days}}));
  if (triage.level == Urgency::emergency_now) {
    add(words.say("emergency.bring"));
  } else {
    if (!words.for_clinician() && pathway != "–" && triage.level == Urgency::within_24h)
      add(words.say("pathway.intro", {{"pathway", pathway}}));
    if (triage.level == Urgency::appointment) add(words.say("report.take_along"));
    if (told.consultation.plan.review_days > 0 && words.for_clinician()) {
      add(words.say_count("report.review", static_cast<std::size_t>(told.consultation.plan.review_days)));
    }
  }
  section.passages.push_back(std::move(passage));
  return section;
}

Section tests_of(const Told& told) {
  const Wording& words = told.words;
  Section section{Topic::tests, words.say("section.tests"), {}};
  Passage passage;
  std::vector<std::string> conditions_of_use;
  for (const PlannedTest& planned : told.consultation.plan.tests) {
    if (waits(planned.because, told)) continue;
    const Test& test = told.knowledge.tests()[planned.test];
    Item item{words.name_of_test(planned.test), test.purpose, {}};
    if (words.for_clinician()) {
      item.note += " " + words.say("report.because", {{"list", listed_conditions(planned.because, words)}}) + ".";
      if (!planned.when.empty()) item.note += " " + words.say("plan.test_when", {{"when", planned.when}});
      if (!test.not_for.empty()) item.note += " " + words.say("plan.test_not", {{"not_for", test.not_for}});
      item.note += fmt::format(" {}: {}.", word_of(test.basis.status), words.source_names(test.basis.sources));
    } else if (passage.items.size() >= most_tests_for_the_person) {
      continue;
    } else if (!planned.when.empty() && !contains(conditions_of_use, planned.when)) {
      conditions_of_use.push_back(planned.when);
    }
    passage.items.push_back(std::move(item));
  }
  // "No test is needed" would reassure while something is open.
  const bool none_needed = passage.items.empty() && told.consultation.triage.level < Urgency::within_24h &&
                           !told.consultation.triage.provisional;
  if (none_needed && told.consultation.differential.complaint) passage.words.push_back(words.say("plan.no_tests"));
  if (!conditions_of_use.empty())
    passage.closing = words.say("plan.test_when", {{"when", joined(conditions_of_use, "; ")}});
  section.passages.push_back(std::move(passage));
  return section;
}

// For the person: whom to see first, by the time that the banner gives, and who may follow.
Passage people_for_the_person(const Told& told) {
  const Wording& words = told.words;
  const bool urgent = told.consultation.triage.level >= Urgency::within_24h;
  std::vector<std::string> names;
  for (const PlannedReferral& planned : told.consultation.plan.referral) {
    const std::string& id = told.knowledge[planned.specialist].name;
    // Whom to see at once stands in the banner.
    const bool in_banner = urgent && (id == "emergency_department" || id == "primary_care");
    if (in_banner || waits(planned.because, told)) continue;
    names.push_back(words.name(planned.specialist));
  }
  if (names.size() > most_people_for_the_person) names.resize(most_people_for_the_person);
  Passage passage;
  if (!urgent && !names.empty()) {
    passage.words.push_back(words.say("plan.first_visit", {{"specialist", names.front()}}));
    names.erase(names.begin());
  }
  if (!names.empty()) passage.words.push_back(words.say("plan.then_visit", {{"specialist", listed(names)}}));
  return passage;
}

Section people_of(const Told& told) {
  const Wording& words = told.words;
  Section section{Topic::people, words.say("section.referral"), {}};
  if (!words.for_clinician()) {
    section.passages.push_back(people_for_the_person(told));
    return section;
  }
  Passage passage;
  for (const PlannedReferral& planned : told.consultation.plan.referral) {
    const Specialist& specialist = told.knowledge[planned.specialist];
    std::string text = words.say(passage.items.empty() ? "report.who_first" : "report.who_next",
                                 {{"who", words.name(planned.specialist)}});
    if (!planned.within.empty()) text += ": " + in_words_within(planned.within, words);
    passage.items.push_back(
        {std::move(text),
         words.say("report.because", {{"list", listed_conditions(planned.because, words)}}) + ". " + specialist.see_for,
         {}});
  }
  section.passages.push_back(std::move(passage));
  return section;
}

Section care_of(const Told& told) {
  const Wording& words = told.words;
  const Plan& plan = told.consultation.plan;
  Section section{Topic::care, words.say("section.treatment"), {}};
  if (plan.treatment_locked) {
    Passage locked;
    locked.words.push_back(words.say("plan.locked"));
    section.passages.push_back(std::move(locked));
    if (!words.for_clinician()) return section;
  }
  std::vector<std::string> told_already;
  std::size_t conditions = 0;
  for (const Advice& advice : plan.advice) {
    // A person gets help for the two likeliest causes, each line once.
    if (!words.for_clinician() && conditions++ >= 2) break;
    Passage passage = advice_for(advice, told);
    std::erase_if(passage.items, [&](const Item& one) { return contains(told_already, one.text); });
    for (const Item& one : passage.items) told_already.push_back(one.text);
    if (!words.for_clinician()) keep_first(passage, 4, "report.and_more", words);
    if (passage.items.empty()) continue;
    section.passages.push_back(std::move(passage));
  }
  if (words.for_clinician()) add_options(told, section);
  if (!words.for_clinician() && told.settled()) add_next_line(told, section);
  // Exercises come when the open questions are answered: told, so that nobody thinks that there are none.
  if (!words.for_clinician() && !plan.waiting.empty()) {
    Passage later;
    later.words.push_back(words.say("report.waiting"));
    section.passages.push_back(std::move(later));
  }
  if (told.consultation.triage.level == Urgency::self_care || words.for_clinician()) add_prevention(told, section);
  return section;
}

Section avoid_of(const Told& told) {
  const Wording& words = told.words;
  Section section{Topic::avoid, words.say("section.avoid"), {}};
  Passage passage;
  passage.marker = Marker::cross;
  for (const Discouraged& one : told.consultation.plan.avoid) {
    // A clinician reads what guidelines advise against; the person reads plain words alone.
    if (!words.for_clinician() && (one.treatment || waits({one.because}, told))) continue;
    const bool there = std::any_of(passage.items.begin(), passage.items.end(),
                                   [&](const Item& item) { return item.text == one.what; });
    if (there) continue;
    std::string note;
    if (words.for_clinician()) {
      if (one.because.is_some()) note = words.say("report.because", {{"list", words.name(one.because)}}) + ".";
      if (one.treatment) note += " " + why_not(*one.treatment, told);
    }
    passage.items.push_back({one.what, std::move(note), {}});
  }
  if (!words.for_clinician() && passage.items.size() > most_to_avoid_for_the_person)
    passage.items.resize(most_to_avoid_for_the_person);
  section.passages.push_back(std::move(passage));
  return section;
}

Section safety_net_of(const Told& told) {
  const Wording& words = told.words;
  Section section{Topic::safety_net, words.say("section.safety_net"), {}};
  // Who is told to call now needs no list of reasons to call.
  if (!words.for_clinician() && told.consultation.triage.level == Urgency::emergency_now) return section;
  Passage passage;
  passage.marker = Marker::alarm;
  for (const std::size_t row : told.consultation.plan.safety_net) {
    const WarningSign& sign = told.knowledge.warning_signs()[row];
    passage.items.push_back(
        {words.for_clinician() ? fmt::format("{} ({})", sign.text, joined(sign.rules, ", ")) : sign.text, {}, {}});
  }
  if (!passage.items.empty())
    passage.closing = words.say("report.safety_net_call", {{"number", emergency_number(told)}});
  section.passages.push_back(std::move(passage));
  return section;
}

}  // namespace lumbar
