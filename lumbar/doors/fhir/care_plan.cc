// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/fhir/care_plan.h"

#include <array>

#include "lumbar/base/text.h"

namespace lumbar::fhir {
namespace {

std::string as_of(const CareParts& parts) {
  const auto date = parts.out.consultation.findings.as_of;
  return date ? date->written() : std::string();
}

std::string_view priority_of(Urgency level) {
  switch (level) {
    case Urgency::emergency_now: return "stat";
    case Urgency::within_24h: return "urgent";
    case Urgency::appointment:
    case Urgency::self_care: return "routine";
  }
  return "routine";
}

std::string_view priority_of(std::string_view within) {
  if (within == "now") return "stat";
  if (within == "24 h") return "urgent";
  if (within == "2 weeks") return "asap";
  return "routine";
}

Value request(const CareParts& parts, const Value& code, std::string_view priority,
              const std::vector<ConditionId>& because) {
  return Value::object({{"resourceType", "ServiceRequest"},
                        {"text", narrative({code.text_at("text")})},
                        {"status", "draft"},
                        {"intent", "proposal"},
                        {"priority", priority},
                        {"code", code},
                        {"subject", parts.subject},
                        {"authoredOn", as_of(parts)},
                        {"reasonCode", concepts_of(because, parts.knowledge, parts.out.mode)}});
}

template <class Ids>
std::string names(const Ids& ids, const Knowledge& knowledge) {
  std::vector<std::string> list;
  for (const auto id : ids) {
    if constexpr (std::is_same_v<std::decay_t<decltype(id)>, FindingId>) list.push_back(knowledge[id].label_clinical);
    if constexpr (!std::is_same_v<std::decay_t<decltype(id)>, FindingId>) list.push_back(knowledge[id].label);
  }
  return joined(list, "; ");
}

// A treatment never stands without what must be thought of before it.
Value treatment_activity(const CareParts& parts, const PlannedTreatment& planned) {
  const Knowledge& knowledge = parts.knowledge;
  const Treatment& treatment = knowledge[planned.treatment];
  std::vector<std::string> says;
  const auto add = [&](std::string_view phrase, const std::string& list) {
    if (!list.empty()) says.push_back(say(knowledge, Mode::clinician, phrase, {{"list", list}}));
  };
  if (!treatment.position.empty()) says.push_back(treatment.position);
  add("report.caution", names(planned.cautions, knowledge));
  add("report.caution_unknown", names(planned.cautions_unknown, knowledge));
  add("report.clear_first", names(planned.forbidden_by, knowledge));
  return Value::object(
      {{"detail", Value::object({{"code", concept_of(own::treatment, treatment.name, treatment.label)},
                                 {"reasonCode", concepts_of(planned.because, knowledge, parts.out.mode)},
                                 {"status", "not-started"},
                                 {"description", joined(says, " ")}})}});
}

Value not_to_do(const Value& code, const Value& because, std::string_view says) {
  return Value::object({{"detail", Value::object({{"code", code},
                                                  {"reasonCode", because},
                                                  {"status", "not-started"},
                                                  {"doNotPerform", true},
                                                  {"description", says}})}});
}

std::string dose_words(const Knowledge& knowledge, Mode mode, const ExerciseDose& dose) {
  const std::string sets = std::to_string(dose.sets), reps = std::to_string(dose.reps), hold = written(dose.hold_s);
  const std::string seconds = written(dose.duration_s), metres = written(dose.distance_m);
  const std::string minutes = written(dose.duration_s / 60), rest = written(dose.rest_s);
  constexpr double long_from_s = 120;
  std::string words;
  if (dose.distance_m > 0) {
    words = say(knowledge, mode, "programme.dose.metres", {{"sets", sets}, {"metres", metres}});
  } else if (dose.duration_s >= long_from_s && dose.sets <= 1) {
    words = say(knowledge, mode, "programme.dose.minutes", {{"minutes", minutes}});
  } else if (dose.duration_s > 0) {
    words = say(knowledge, mode, "programme.dose.seconds", {{"sets", sets}, {"seconds", seconds}});
  } else if (dose.hold_s > 0) {
    words = say(knowledge, mode, "programme.dose.hold", {{"sets", sets}, {"reps", reps}, {"hold", hold}});
  } else {
    words = say(knowledge, mode, "programme.dose.reps", {{"sets", sets}, {"reps", reps}});
  }
  if (dose.rest_s > 0) words += ", " + say(knowledge, mode, "programme.dose.rest", {{"rest", rest}});
  return words;
}

// Frequency, days and time as a Timing; intensity and dose in words; when to stop.
Value exercise_activity(const CareParts& parts, const Prescribed& one) {
  constexpr std::array<const char*, 7> weekdays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const Knowledge& knowledge = parts.knowledge;
  const Exercise& exercise = knowledge.exercises()[one.exercise];
  Value days = Value::list();
  for (const std::uint8_t day : one.days) days.push(weekdays[day]);
  Value repeat = Value::object({{"frequency", one.days.empty() ? one.dose.days_per_week : 1},
                                {"period", 1},
                                {"periodUnit", one.days.empty() ? "wk" : "d"},
                                {"dayOfWeek", days}});
  if (one.minutes > 0) repeat.add("duration", one.minutes).add("durationUnit", "min");
  std::vector<std::string> says = {dose_words(knowledge, parts.out.mode, one.dose)};
  says.insert(says.end(), exercise.instructions.begin(), exercise.instructions.end());
  std::vector<std::string> asks;
  for (const std::size_t place : one.clarify) asks.push_back(exercise.against[place].words);
  if (!asks.empty())
    says.push_back(say(knowledge, Mode::clinician, "report.caution_unknown", {{"list", joined(asks, "; ")}}));
  Value code = concept_of(own::exercise, exercise.name, exercise.label);
  return Value::object({{"detail", Value::object({{"kind", "ServiceRequest"},
                                                  {"code", code},
                                                  {"status", "not-started"},
                                                  {"scheduledTiming", Value::object({{"repeat", repeat}})},
                                                  {"description", joined(says, " ")}})}});
}

std::string_view why_held(ProgrammeHeld held) {
  switch (held) {
    case ProgrammeHeld::no: return {};
    case ProgrammeHeld::urgent: return "programme.held.urgent";
    case ProgrammeHeld::open: return "fhir.held.open";
    case ProgrammeHeld::child: return "programme.held.child";
    case ProgrammeHeld::clear_first: return "programme.held.clear_first";
  }
  return {};
}

// What holds the programme, in words; empty where nothing does.
std::string held_words(const CareParts& parts) {
  const Programme& programme = parts.out.consultation.programme;
  const std::string_view phrase = why_held(programme.held);
  if (phrase.empty()) return {};
  std::vector<std::string> rules;
  for (const RuleId rule : programme.open_rules) rules.push_back(parts.knowledge[rule].name);
  return say(parts.knowledge, Mode::clinician, phrase,
             {{"level", word_of(parts.out.consultation.triage.level)},
              {"rules", joined(rules, ", ")},
              {"list", names(programme.clear_first, parts.knowledge)}});
}

}  // namespace

std::string headline(const CareParts& parts) {
  const Triage& triage = parts.out.consultation.triage;
  constexpr int hours_in_a_day = 24;
  const std::string days = std::to_string(triage.deadline_hours.value_or(0) / hours_in_a_day);
  return say(parts.knowledge, parts.out.mode, "level." + std::string(word_of(triage.level)), {{"days", days}});
}

std::string first_step(const CareParts& parts, Mode mode) {
  const Triage& triage = parts.out.consultation.triage;
  const std::string number = emergency_number(parts.knowledge, parts.out.consultation.findings.country);
  const std::string pathway = say(parts.knowledge, mode, "pathway." + triage.pathway);
  return say(parts.knowledge, mode, "do." + std::string(word_of(triage.level)),
             {{"number", number}, {"pathway", pathway}});
}

std::vector<Value> service_requests(const CareParts& parts) {
  const Knowledge& knowledge = parts.knowledge;
  const Plan& plan = parts.out.consultation.plan;
  std::vector<Value> made;
  for (const PlannedTest& planned : plan.tests) {
    const Test& test = knowledge.tests()[planned.test];
    const std::string& label = parts.out.mode == Mode::in_public ? test.label_patient : test.label_clinician;
    Value one = request(parts, concept_of(own::test, test.name, label),
                        priority_of(parts.out.consultation.triage.level), planned.because);
    if (!planned.when.empty()) one.add("asNeededCodeableConcept", concept_of(planned.when));
    Value notes = Value::list({Value::object({{"text", test.purpose}}), Value::object({{"text", test.not_for}})});
    if (test.purpose.empty()) notes = Value::list({Value::object({{"text", test.not_for}})});
    one.add("note", notes);
    made.push_back(std::move(one));
  }
  for (const PlannedReferral& planned : plan.referral) {
    const Specialist& specialist = knowledge[planned.specialist];
    Value one = request(parts, concept_of(own::specialist, specialist.name, specialist.label),
                        priority_of(planned.within), planned.because);
    one.add("performerType", concept_of(own::specialist, specialist.name, specialist.label));
    if (!specialist.see_for.empty()) one.add("note", Value::list({Value::object({{"text", specialist.see_for}})}));
    made.push_back(std::move(one));
  }
  return made;
}

std::vector<Value> goals_of(const CareParts& parts) {
  const Consultation& found = parts.out.consultation;
  const auto goal = [&](const std::string& words, Value target) {
    return Value::object({{"resourceType", "Goal"},
                          {"text", narrative({words})},
                          {"lifecycleStatus", "proposed"},
                          {"description", concept_of(words)},
                          {"subject", parts.subject},
                          {"target", Value::list({std::move(target)})}});
  };
  std::vector<Value> made;
  Value seen = Value::object({{"measure", concept_of(own::urgency, word_of(found.triage.level), headline(parts))},
                              {"detailString", first_step(parts, parts.out.mode)}});
  constexpr int hours_in_a_day = 24;
  const int days = found.triage.deadline_hours ? *found.triage.deadline_hours / hours_in_a_day : found.plan.review_days;
  const auto day = found.findings.as_of;
  seen.add("dueDate", day ? day->plus_days(days).written() : std::string());
  made.push_back(goal(headline(parts), std::move(seen)));
  const auto& phases = parts.knowledge.exercises().phases;
  if (found.programme.held == ProgrammeHeld::no && !phases.empty()) {
    const ExercisePhase& phase = phases[static_cast<std::size_t>(found.programme.phase)];
    made.push_back(goal(phase.label, Value::object({{"measure", concept_of(own::phase, phase.name, phase.label)},
                                                    {"detailString", phase.stay_until}})));
  }
  return made;
}

Value care_plan(const CareParts& parts, const std::vector<std::string>& requests,
                const std::vector<std::string>& goals) {
  const Knowledge& knowledge = parts.knowledge;
  const Consultation& found = parts.out.consultation;
  Value activities = Value::list();
  for (const std::string& address : requests) activities.push(Value::object({{"reference", reference_to(address)}}));
  for (const PlannedTreatment& planned : found.plan.treatment) activities.push(treatment_activity(parts, planned));
  for (const Prescribed& one : found.programme.session) activities.push(exercise_activity(parts, one));
  for (const RuledOut& one : found.plan.ruled_out) {
    const Treatment& treatment = knowledge[one.treatment];
    activities.push(not_to_do(concept_of(own::treatment, treatment.name, treatment.label),
                              concepts_of(one.because, knowledge),
                              say(knowledge, Mode::clinician, "report.ruled_out",
                                  {{"treatment", treatment.label}, {"list", names(one.because, knowledge)}})));
  }
  for (const Discouraged& one : found.plan.avoid) {
    Value because = Value::list();
    if (one.because.is_some()) because.push(concept_of(one.because, knowledge, parts.out.mode));
    activities.push(not_to_do(concept_of(one.what), because, {}));
  }
  Value notes = Value::list();
  const auto note = [&](const std::string& words) {
    if (!words.empty()) notes.push(Value::object({{"text", words}}));
  };
  note(held_words(parts));
  if (found.programme.held == ProgrammeHeld::no && !found.programme.stop_if.empty())
    note(say(knowledge, Mode::clinician, "fhir.stop_if", {{"list", names(found.programme.stop_if, knowledge)}}));
  note(say(knowledge, Mode::clinician, "report.review", {{"count", std::to_string(found.plan.review_days)}}));
  if (found.plan.treatment_locked) note(say(knowledge, Mode::in_public, "plan.locked"));
  Value period = Value::object({{"start", as_of(parts)}});
  if (found.findings.as_of && found.plan.review_days > 0)
    period.add("end", found.findings.as_of->plus_days(found.plan.review_days).written());
  Value goal_list = Value::list();
  for (const std::string& address : goals) goal_list.push(reference_to(address));
  return Value::object({{"resourceType", "CarePlan"},
                        {"text", narrative({headline(parts), first_step(parts, parts.out.mode)})},
                        {"status", "draft"},
                        {"intent", "proposal"},
                        {"title", headline(parts)},
                        {"description", first_step(parts, parts.out.mode)},
                        {"subject", parts.subject},
                        {"period", period},
                        {"created", as_of(parts)},
                        {"goal", goal_list},
                        {"activity", activities},
                        {"note", notes}});
}

Value communication(const CareParts& parts) {
  const Knowledge& knowledge = parts.knowledge;
  const Consultation& found = parts.out.consultation;
  std::vector<std::string> lines;
  if (found.triage.level == Urgency::emergency_now) {
    lines.push_back(first_step(parts, Mode::in_public));
    lines.push_back(say(knowledge, Mode::in_public, "emergency.do"));
  }
  lines.push_back(say(knowledge, Mode::in_public, "section.safety_net") + ":");
  for (const std::size_t place : found.plan.safety_net) lines.push_back(knowledge.warning_signs()[place].text);
  const std::string number = emergency_number(knowledge, found.findings.country);
  lines.push_back(say(knowledge, Mode::in_public, "report.safety_net_call", {{"number", number}}));
  Value payload = Value::list();
  for (const std::string& line : lines) payload.push(Value::object({{"contentString", line}}));
  const Value kind = Value::object({{"coding", Value::list({coding("http://terminology.hl7.org/CodeSystem/"
                                                                   "communication-category",
                                                                   "instruction")})}});
  return Value::object({{"resourceType", "Communication"},
                        {"text", narrative(lines)},
                        {"status", "preparation"},
                        {"category", Value::list({kind})},
                        {"priority", priority_of(found.triage.level)},
                        {"subject", parts.subject},
                        {"payload", payload}});
}

}  // namespace lumbar::fhir
