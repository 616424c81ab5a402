// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/report/programme_words.h"

#include <algorithm>
#include <cmath>

#include "lumbar/base/text.h"

namespace lumbar {
namespace {

class ProgrammeSpeaker {
 public:
  ProgrammeSpeaker(const Consultation& consultation, const Programme& programme, const ProgrammeWishes& wishes,
                   const Knowledge& knowledge, Mode mode)
      : consultation_(consultation),
        programme_(programme),
        wishes_(wishes),
        knowledge_(knowledge),
        all_(knowledge.exercises()),
        mode_(mode),
        wording_(consultation, knowledge, mode) {}

  ProgrammeWords speak() {
    words_.title = say("programme.title");
    words_.nature = say("programme.nature");
    if (programme_.held != ProgrammeHeld::no) {
      say_held();
      return std::move(words_);
    }
    if (programme_.gentle()) {
      words_.gentle = say("programme.gentle", {{"rules", names_of(programme_.left_to_examination)}});
      words_.to_examine = askable(programme_.examine, true);
    }
    say_begin();
    for (const std::size_t place : programme_.adaptations) {
      const Adaptation& one = all_.adaptations[place];
      words_.different.push_back(one.label + ": " + (mode_ == Mode::clinician ? one.clinician : one.says));
    }
    for (const Prescribed& one : programme_.session) words_.session.push_back(exercise(one));
    words_.more = {say(programme_.fixed_increase ? "programme.more.rule" : "programme.more.none"),
                   say("programme.less.rule")};
    if (programme_.gentle()) words_.more = {say("programme.gentle.later"), say("programme.less.rule")};
    if (programme_.few) say_few();
    say_clarify();
    for (const FindingId finding : programme_.stop_if) {
      const std::string phrase = "programme.stop." + knowledge_[finding].name;
      const bool plain = mode_ != Mode::clinician && wording_.has(phrase);
      words_.stop.push_back(plain ? say(phrase) : wording_.name(finding));
    }
    say_left_out();
    for (const ExerciseReview& review : all_.reviews) {
      words_.reviews.push_back(say(
          "programme.review", {{"week", std::to_string(review.week)}, {"label", review.label}, {"says", review.says}}));
    }
    say_week();
    return std::move(words_);
  }

 private:
  std::string say(std::string_view id, std::initializer_list<Wording::Gap> gaps = {}) const {
    return wording_.say(id, gaps);
  }

  void say_held() {
    std::vector<std::string> conditions;
    for (const ConditionId one : programme_.clear_first) conditions.push_back(wording_.name(one));
    switch (programme_.held) {
      case ProgrammeHeld::no: break;
      case ProgrammeHeld::urgent:
        words_.held.push_back(
            say("programme.held.urgent", {{"level", std::string(word_of(consultation_.triage.level))}}));
        break;
      case ProgrammeHeld::open: {
        const bool can_say = std::any_of(programme_.ask.begin(), programme_.ask.end(),
                                         [&](FindingId one) { return knowledge_[one].asked_of != AskedOf::clinician; });
        words_.held.push_back(say(can_say ? "programme.held.open" : "programme.held.open_exam",
                                  {{"rules", names_of(programme_.open_rules)}}));
        words_.held_list = askable(programme_.ask, !can_say);
        break;
      }
      case ProgrammeHeld::child: words_.held.push_back(say("programme.held.child")); break;
      case ProgrammeHeld::clear_first:
        words_.held.push_back(say("programme.held.clear_first", {{"list", joined(conditions, ", ")}}));
        break;
    }
  }

  std::string names_of(const std::vector<RuleId>& rules) const {
    std::vector<std::string> names;
    for (const RuleId one : rules) names.push_back(knowledge_[one].name);
    return joined(names, ", ");
  }

  // The first of them; a person is asked what a person can know, and told what to have examined where that is the
  // point.
  std::vector<std::string> askable(const std::vector<FindingId>& findings, bool examined) const {
    constexpr std::size_t readable = 8;
    std::vector<std::string> list;
    std::size_t left = 0;
    for (const FindingId one : findings) {
      const bool for_clinician = knowledge_[one].asked_of == AskedOf::clinician;
      if (mode_ != Mode::clinician && for_clinician && !examined) continue;
      if (list.size() >= readable && mode_ != Mode::clinician) {
        ++left;
        continue;
      }
      list.push_back(mode_ == Mode::clinician || for_clinician ? wording_.name(one) : knowledge_[one].question);
    }
    if (left > 0)
      list.push_back(
          say(examined ? "programme.examine.more" : "programme.held.more", {{"count", std::to_string(left)}}));
    return list;
  }

  // Why there are fewer than three: how many were left out, and for what.
  void say_few() {
    std::vector<std::string> parts;
    for (const auto& [reason, phrase] :
         {std::pair{LeftOut::forbidden, "programme.few.forbidden"}, std::pair{LeftOut::load, "programme.few.load"},
          std::pair{LeftOut::bias, "programme.few.bias"}, std::pair{LeftOut::position, "programme.few.position"},
          std::pair{LeftOut::equipment, "programme.few.equipment"}}) {
      std::size_t count = 0;
      std::vector<std::string> items;
      for (const NotChosen& one : programme_.left_out) {
        if (kind_of(one.reason) != reason) continue;
        ++count;
        if (reason != LeftOut::equipment) continue;
        for (const std::size_t item : all_[one.exercise].equipment.front()) {
          const std::string& label = all_.items[item].label;
          if (std::find(items.begin(), items.end(), label) == items.end()) items.push_back(label);
        }
      }
      if (count > 0) parts.push_back(say(phrase, {{"count", std::to_string(count)}, {"items", joined(items, ", ")}}));
    }
    if (programme_.passed_over > 0)
      parts.push_back(say("programme.few.like", {{"count", std::to_string(programme_.passed_over)}}));
    words_.more.push_back(
        say("programme.few", {{"count", std::to_string(programme_.session.size())}, {"list", joined(parts, "; ")}}));
  }

  // What a person has, or may have, is one reason to them.
  static LeftOut kind_of(LeftOut reason) {
    switch (reason) {
      case LeftOut::forbidden:
      case LeftOut::waits:
      case LeftOut::weak_leg:
      case LeftOut::adaptation: return LeftOut::forbidden;
      case LeftOut::not_for_them:
      case LeftOut::load:
      case LeftOut::bias:
      case LeftOut::position:
      case LeftOut::equipment: return reason;
    }
    return reason;
  }

  void say_begin() {
    const ExercisePhase& phase = all_.phases[static_cast<std::size_t>(programme_.phase)];
    auto& begin = words_.begin;
    begin.push_back(say("programme.phase",
                        {{"number", std::to_string(phase.number)}, {"label", phase.label}, {"weeks", phase.weeks}}));
    if (programme_.pain_unknown) {
      begin.push_back(say("programme.pain_unknown"));
    } else {
      begin.push_back(say("programme.enter", {{"enter", phase.enter}}));
    }
    // Nobody goes on to the next step before somebody has looked.
    if (!programme_.gentle()) begin.push_back(say("programme.stay", {{"stay", phase.stay_until}}));
    if (programme_.phase_limited)
      begin.push_back(say("programme.limited", {{"label", all_.adaptations[*programme_.phase_limited].label}}));
    begin.push_back(say("programme.effort", {{"low", std::to_string(phase.effort_low)},
                                             {"high", std::to_string(phase.effort_high)},
                                             {"minutes", std::to_string(std::lround(programme_.minutes))}}));
    if (programme_.bias_conflict) begin.push_back(say("programme.bias_conflict"));
    if (programme_.bias) begin.push_back(say("programme.bias." + std::string(word_of(*programme_.bias))));
    for (const std::size_t place : wishes_.goals) {
      const ExerciseGoal& goal = all_.goals[place];
      begin.push_back(
          say("programme.goal", {{"label", goal.label}, {"prerequisite", goal.prerequisite}, {"steps", goal.steps}}));
    }
  }

  std::string amount(const ExerciseDose& dose) const {
    const std::string sets = std::to_string(dose.sets);
    std::string text;
    if (dose.duration_s >= 120 && dose.sets * dose.reps == 1) {
      text = say("programme.dose.minutes", {{"minutes", written(dose.duration_s / 60, 3)}});
    } else if (dose.duration_s > 0) {
      text = say("programme.dose.seconds", {{"sets", sets}, {"seconds", written(dose.duration_s, 3)}});
    } else if (dose.distance_m > 0) {
      text = say("programme.dose.metres", {{"sets", sets}, {"metres", written(dose.distance_m, 3)}});
    } else {
      text = say(dose.hold_s > 0 ? "programme.dose.hold" : "programme.dose.reps",
                 {{"sets", sets}, {"reps", std::to_string(dose.reps)}, {"hold", written(dose.hold_s, 3)}});
    }
    if (dose.rest_s > 0) text += ", " + say("programme.dose.rest", {{"rest", written(dose.rest_s, 3)}});
    return text;
  }

  std::string why(const WhyChosen& reason) const {
    switch (reason.kind) {
      case ChosenFor::limiting: {
        std::string group = wishes_.limiting[reason.which];
        std::replace(group.begin(), group.end(), '_', ' ');
        return say("programme.why.limiting", {{"which", group}});
      }
      case ChosenFor::goal: return say("programme.why.goal", {{"which", all_.goals[reason.which].label}});
      case ChosenFor::adaptation:
        return say("programme.why.adaptation", {{"which", all_.adaptations[reason.which].label}});
      case ChosenFor::phase: return say("programme.why.phase");
      case ChosenFor::balance: return say("programme.why.balance");
      case ChosenFor::aerobic: return say("programme.why.aerobic");
    }
    return {};
  }

  ExerciseWords exercise(const Prescribed& one) const {
    const Exercise& exercise = all_[one.exercise];
    ExerciseWords words{one.exercise, exercise.label, amount(one.dose), {}, exercise.instructions, {}};
    if (mode_ == Mode::clinician) words.name += " [" + exercise.name + "]";
    std::vector<std::string> days;
    const std::string all_days = say("programme.weekdays");
    const auto names = split(all_days, ' ');
    for (const std::uint8_t day : one.days) days.emplace_back(day < names.size() ? names[day] : std::string_view{});
    words.days = say("programme.days", {{"count", std::to_string(one.days.size())}, {"days", joined(days, " ")}});
    std::vector<std::string> reasons;
    for (const WhyChosen& reason : one.because) reasons.push_back(why(reason));
    if (!reasons.empty()) words.notes.push_back(say("programme.why", {{"list", joined(reasons, "; ")}}));
    const auto labels = [&](const std::vector<ExerciseId>& list) {
      std::vector<std::string> texts;
      for (const ExerciseId id : list) {
        constexpr std::size_t enough = 2;  // for the person; the facts name the next step first
        if (mode_ == Mode::clinician || texts.size() < enough) texts.push_back(all_[id].label);
      }
      return joined(texts, "; ");
    };
    if (!one.easier.empty()) words.notes.push_back(say("programme.easier", {{"list", labels(one.easier)}}));
    if (!one.harder.empty())
      words.notes.push_back(
          say("programme.harder", {{"list", labels(one.harder)}, {"rule", exercise.progression_rule}}));
    if (one.fewer_sets) words.notes.push_back(say("programme.fewer_sets"));
    std::vector<std::string> met;
    for (const std::size_t place : one.met) met.push_back(exercise.against[place].words);
    if (!met.empty()) words.notes.push_back(say("programme.met", {{"list", joined(met, ", ")}}));
    if (one.heavy)
      words.notes.push_back(
          say("programme.heavy", {{"newton", written(knowledge_.parameter("programme_heavy_newton"))}}));
    if (mode_ == Mode::clinician) {
      if (exercise.load_n)
        words.notes.push_back(
            say("programme.load", {{"newton", (exercise.load_is_more ? ">" : "") + written(*exercise.load_n)}}));
      words.notes.push_back(std::string(word_of(exercise.basis.status)) + ": " +
                            wording_.source_names(exercise.basis.sources) + ". " + exercise.dose_basis);
    }
    return words;
  }

  void say_clarify() {
    std::vector<std::string> names;
    for (const FindingId one : programme_.clarify) names.push_back(wording_.name(one));
    if (!names.empty()) words_.clarify.push_back(say("programme.clarify", {{"list", joined(names, ", ")}}));
  }

  void say_left_out() {
    for (const NotChosen& one : programme_.left_out) {
      // What is meant for others tells this person nothing.
      if (one.reason == LeftOut::not_for_them && mode_ != Mode::clinician) continue;
      const Exercise& exercise = all_[one.exercise];
      std::string against;
      if (one.against) {
        const Against& what = exercise.against[*one.against];
        against = mode_ == Mode::clinician ? what.text : what.words;
      }
      if (one.adaptation) against = all_.adaptations[*one.adaptation].label;
      words_.left_out.emplace_back(exercise.label, say(phrase_of(one.reason), {{"against", against}}));
    }
  }

  static std::string_view phrase_of(LeftOut reason) {
    switch (reason) {
      case LeftOut::forbidden: return "programme.left.forbidden";
      case LeftOut::waits: return "programme.left.waits";
      case LeftOut::weak_leg: return "programme.left.weak_leg";
      case LeftOut::adaptation: return "programme.left.adaptation";
      case LeftOut::not_for_them: return "programme.left.not_for_them";
      case LeftOut::load: return "programme.left.load";
      case LeftOut::bias: return "programme.left.bias";
      case LeftOut::position: return "programme.left.position";
      case LeftOut::equipment: return "programme.left.equipment";
    }
    return {};
  }

  void say_week() {
    const std::string all_days = say("programme.weekdays");
    const auto names = split(all_days, ' ');
    for (std::size_t day = 0; day < words_.weekdays.size() && day < names.size(); ++day)
      words_.weekdays[day] = names[day];
    for (const Prescribed& one : programme_.session) {
      WeekRow row{all_[one.exercise].label,
                  amount({.sets = one.dose.sets,
                          .reps = one.dose.reps,
                          .hold_s = one.dose.hold_s,
                          .distance_m = one.dose.distance_m,
                          .duration_s = one.dose.duration_s}),
                  {}};
      for (const std::uint8_t day : one.days) row.on[day] = true;
      words_.week.push_back(std::move(row));
    }
  }

  const Consultation& consultation_;
  const Programme& programme_;
  const ProgrammeWishes& wishes_;
  const Knowledge& knowledge_;
  const Exercises& all_;
  Mode mode_;
  Wording wording_;
  ProgrammeWords words_;
};

}  // namespace

ProgrammeWords words_of(const Consultation& consultation, const Programme& programme, const ProgrammeWishes& wishes,
                        const Knowledge& knowledge, Mode mode) {
  return ProgrammeSpeaker(consultation, programme, wishes, knowledge, mode).speak();
}

}  // namespace lumbar
