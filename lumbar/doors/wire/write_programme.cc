// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/wire/write_programme.h"

#include <array>

#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

constexpr std::array<std::string_view, 7> weekdays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::string_view held_word(ProgrammeHeld held) {
  switch (held) {
    case ProgrammeHeld::no: return "no";
    case ProgrammeHeld::urgent: return "urgent";
    case ProgrammeHeld::open: return "open";
    case ProgrammeHeld::child: return "child";
    case ProgrammeHeld::clear_first: return "clear_first";
  }
  return {};
}

std::string_view reason_word(ChosenFor why) {
  switch (why) {
    case ChosenFor::limiting: return "limiting";
    case ChosenFor::goal: return "goal";
    case ChosenFor::adaptation: return "adaptation";
    case ChosenFor::phase: return "phase";
    case ChosenFor::balance: return "balance";
    case ChosenFor::aerobic: return "aerobic";
  }
  return {};
}

std::string_view left_out_word(LeftOut reason) {
  switch (reason) {
    case LeftOut::forbidden: return "forbidden";
    case LeftOut::waits: return "waits";
    case LeftOut::weak_leg: return "weak_leg";
    case LeftOut::adaptation: return "adaptation";
    case LeftOut::not_for_them: return "not_for_them";
    case LeftOut::load: return "load";
    case LeftOut::bias: return "bias";
    case LeftOut::position: return "position";
    case LeftOut::equipment: return "equipment";
  }
  return {};
}

class ProgrammeWriter {
 public:
  ProgrammeWriter(json::Writer& out, const Programme& programme, const ProgrammeWishes& wishes,
                  std::optional<Date> start, const Knowledge& knowledge)
      : out_(out),
        programme_(programme),
        wishes_(wishes),
        start_(start),
        knowledge_(knowledge),
        all_(knowledge.exercises()) {}

  void write();

 private:
  void findings_at(std::string_view key, const std::vector<FindingId>& list) {
    out_.key(key).begin_list();
    for (const FindingId one : list) out_.text(knowledge_[one].name);
    out_.end();
  }
  void exercises_at(std::string_view key, const std::vector<ExerciseId>& list) {
    out_.key(key).begin_list();
    for (const ExerciseId one : list) out_.text(all_[one].name);
    out_.end();
  }
  void against_at(std::string_view key, const Exercise& exercise, const std::vector<std::size_t>& places) {
    out_.key(key).begin_list();
    for (const std::size_t place : places) out_.text(exercise.against[place].text);
    out_.end();
  }

  void write_phase() {
    const ExercisePhase& phase = all_.phases[static_cast<std::size_t>(programme_.phase)];
    out_.key("phase").begin_object().key("number").whole(phase.number);
    out_.text_at("id", phase.name).text_at("label", phase.label).text_at("weeks", phase.weeks);
    out_.text_at("enter", phase.enter).text_at("stay_until", phase.stay_until);
    out_.key("effort").begin_list().whole(phase.effort_low).whole(phase.effort_high).end();
    out_.key("pain_unknown").flag(programme_.pain_unknown);
    out_.key("limited_by");
    programme_.phase_limited ? out_.text(all_.adaptations[*programme_.phase_limited].name) : out_.null();
    out_.end();
  }

  void write_prescribed(const Prescribed& one) {
    const Exercise& exercise = all_[one.exercise];
    out_.begin_object().text_at("exercise", exercise.name).text_at("label", exercise.label);
    out_.key("phase").whole(exercise.phase);
    out_.key("dose").begin_object();
    out_.key("sets").whole(one.dose.sets).key("reps").whole(one.dose.reps);
    const auto amount = [&](std::string_view key, double value) {
      if (value > 0) out_.key(key).number(value);
    };
    amount("hold_s", one.dose.hold_s);
    amount("rest_s", one.dose.rest_s);
    amount("distance_m", one.dose.distance_m);
    amount("duration_s", one.dose.duration_s);
    out_.key("days_per_week").whole(one.dose.days_per_week).end();
    out_.key("days").begin_list();
    for (const std::uint8_t day : one.days) out_.text(weekdays[day]);
    out_.end();
    out_.key("minutes").number(one.minutes);
    out_.key("because").begin_list();
    for (const WhyChosen& why : one.because) {
      out_.begin_object().text_at("kind", reason_word(why.kind));
      if (why.kind == ChosenFor::limiting) out_.text_at("which", wishes_.limiting[why.which]);
      if (why.kind == ChosenFor::goal) out_.text_at("which", all_.goals[why.which].name);
      if (why.kind == ChosenFor::adaptation) out_.text_at("which", all_.adaptations[why.which].name);
      out_.end();
    }
    out_.end();
    exercises_at("harder", one.harder);
    exercises_at("easier", one.easier);
    out_.text_at("progression_rule", exercise.progression_rule);
    against_at("clarify", exercise, one.clarify);
    against_at("met", exercise, one.met);
    out_.key("heavy").flag(one.heavy);
    out_.key("fewer_sets").flag(one.fewer_sets);
    out_.key("load_n");
    exercise.load_n ? out_.number(*exercise.load_n) : out_.null();
    out_.key("instructions").begin_list();
    for (const std::string& line : exercise.instructions) out_.text(line);
    out_.end();
    out_.text_at("status", word_of(exercise.basis.status)).text_at("dose_basis", exercise.dose_basis);
    out_.key("sources").begin_list();
    for (const SourceId source : exercise.basis.sources) out_.text(knowledge_[source].name);
    out_.end().end();
  }

  void write_left_out(const NotChosen& one) {
    const Exercise& exercise = all_[one.exercise];
    out_.begin_object().text_at("exercise", exercise.name).text_at("reason", left_out_word(one.reason));
    if (one.against) out_.text_at("against", exercise.against[*one.against].text);
    if (one.adaptation) out_.text_at("against", all_.adaptations[*one.adaptation].name);
    out_.end();
  }

  void write_reviews() {
    out_.key("reviews").begin_list();
    for (const ExerciseReview& review : all_.reviews) {
      out_.begin_object().key("week").whole(review.week);
      out_.key("date");
      start_ ? out_.text(start_->plus_days(7 * review.week - 1).written()) : out_.null();
      out_.text_at("label", review.label).text_at("says", review.says).end();
    }
    out_.end();
  }

  json::Writer& out_;
  const Programme& programme_;
  const ProgrammeWishes& wishes_;
  const std::optional<Date> start_;
  const Knowledge& knowledge_;
  const Exercises& all_;
};

void ProgrammeWriter::write() {
  out_.begin_object().text_at("held", held_word(programme_.held));
  out_.key("open_rules").begin_list();
  for (const RuleId rule : programme_.open_rules) out_.text(knowledge_[rule].name);
  out_.end();
  out_.key("left_to_clinician").begin_list();
  for (const RuleId rule : programme_.left_to_clinician) out_.text(knowledge_[rule].name);
  out_.end();
  out_.key("gentle").flag(programme_.gentle());
  out_.key("left_to_examination").begin_list();
  for (const RuleId rule : programme_.left_to_examination) out_.text(knowledge_[rule].name);
  out_.end();
  findings_at("examine", programme_.examine);
  findings_at("ask", programme_.ask);
  out_.key("clear_first").begin_list();
  for (const ConditionId one : programme_.clear_first) out_.text(knowledge_[one].name);
  out_.end();
  if (programme_.held != ProgrammeHeld::no) {
    out_.key("phase").null().key("session").begin_list().end().key("left_out").begin_list();
    for (const NotChosen& one : programme_.left_out) write_left_out(one);
    out_.end().end();
    return;
  }
  write_phase();
  out_.key("bias");
  programme_.bias ? out_.text(word_of(*programme_.bias)) : out_.null();
  out_.key("bias_conflict").flag(programme_.bias_conflict);
  out_.key("adaptations").begin_list();
  for (const std::size_t place : programme_.adaptations) {
    const Adaptation& one = all_.adaptations[place];
    out_.begin_object().text_at("adaptation", one.name).text_at("label", one.label);
    out_.text_at("says", one.says).text_at("clinician", one.clinician).end();
  }
  out_.end();
  out_.key("goals").begin_list();
  for (const std::size_t goal : wishes_.goals) {
    const ExerciseGoal& one = all_.goals[goal];
    out_.begin_object().text_at("goal", one.name).text_at("label", one.label);
    out_.text_at("prerequisite", one.prerequisite).text_at("steps", one.steps).end();
  }
  out_.end();
  out_.key("session").begin_list();
  for (const Prescribed& one : programme_.session) write_prescribed(one);
  out_.end();
  findings_at("stop_if", programme_.stop_if);
  findings_at("clarify", programme_.clarify);
  out_.key("left_out").begin_list();
  for (const NotChosen& one : programme_.left_out) write_left_out(one);
  out_.end();
  out_.key("few").flag(programme_.few);
  out_.key("fixed_increase").flag(programme_.fixed_increase);
  out_.key("minutes").number(programme_.minutes);
  write_reviews();
  out_.end();
}

}  // namespace

void write_programme(json::Writer& out, const Programme& programme, const ProgrammeWishes& wishes,
                     std::optional<Date> start, const Knowledge& knowledge) {
  if (knowledge.exercises().phases.empty()) {
    out.null();
    return;
  }
  ProgrammeWriter(out, programme, wishes, start, knowledge).write();
}

std::string write_programme(const ProgrammeOut& given, const Knowledge& knowledge, bool pretty) {
  json::Writer out(pretty);
  out.begin_object().key("lumbar_plan").whole(1);
  out.text_at("engine", given.engine_version);
  out.key("facts").begin_object().text_at("hash", knowledge.hash()).end();
  const Triage& triage = given.consultation.triage;
  out.key("urgency").begin_object().text_at("level", word_of(triage.level));
  out.key("provisional").flag(triage.provisional).end();
  out.key("plan").begin_object().key("programme");
  write_programme(out, given.programme, given.wishes, given.start, knowledge);
  out.end().end();
  return out.take();
}

}  // namespace lumbar
