// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/programme/choose.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace lumbar {
namespace {

struct Candidate {
  ExerciseId exercise;
  double score = 0;
  std::vector<WhyChosen> because;
  std::vector<std::size_t> clarify, met;
};

class Chooser {
 public:
  Chooser(Exerciser& person, const ProgrammeWishes& wishes, const Knowledge& knowledge, Programme& programme)
      : person_(person),
        wishes_(wishes),
        knowledge_(knowledge),
        all_(knowledge.exercises()),
        phase_(all_.phases[static_cast<std::size_t>(programme.phase)]),
        programme_(programme),
        fewest_(static_cast<std::size_t>(knowledge.parameter("programme_fewest"))),
        most_(static_cast<std::size_t>(knowledge.parameter("programme_most"))),
        heavy_from_n_(knowledge.parameter("programme_heavy_newton")) {}

  void choose() {
    gather(std::max(1, programme_.phase - 1), programme_.phase);
    pick();
    // Too few of this phase may be done: earlier ones are not wrong, only easier.
    if (programme_.session.size() < fewest_ && programme_.phase > 1) {
      gather(1, programme_.phase);
      pick();
    }
    order();
    programme_.passed_over = candidates_.size() - static_cast<std::size_t>(std::count_if(
                                                      candidates_.begin(), candidates_.end(),
                                                      [&](const Candidate& one) { return is_chosen(one.exercise); }));
    programme_.few = programme_.session.size() < fewest_;
  }

 private:
  bool belongs(ExerciseId id, int from, int to) const {
    const Exercise& one = all_[id];
    const auto& also = phase_.also;
    if (std::find(also.begin(), also.end(), id) != also.end()) return true;
    return one.phase >= from && one.phase <= to;
  }

  void gather(int from, int to) {
    candidates_.clear();
    programme_.left_out.clear();
    for (std::size_t row = 0; row < all_.list.size(); ++row) {
      const ExerciseId id(row);
      if (!belongs(id, from, to)) continue;
      Candidate candidate{.exercise = id};
      if (const auto reason = left_out(id, candidate)) {
        programme_.left_out.push_back(*reason);
      } else {
        weigh(candidate);
        candidates_.push_back(std::move(candidate));
      }
    }
  }

  bool is_for_them(const Exercise& one) const {
    const auto present = [&](const char* condition) {
      const auto id = knowledge_.condition(condition);
      return id && person_.in_the_way(*id);
    };
    switch (one.use) {
      case ExerciseUse::everyone: return true;
      // Only where a clinician, or the person's own test, found the direction that eases.
      case ExerciseUse::directional_preference: return wishes_.bias == SpinalBias::extension;
      case ExerciseUse::flexion_bias: return programme_.bias == SpinalBias::flexion;
      case ExerciseUse::radicular: return present("lumbar_radiculopathy") || present("disc_herniation");
      case ExerciseUse::night_cramps: return present("nocturnal_leg_cramps");
      case ExerciseUse::late_phase_2: return programme_.phase >= 3;
      case ExerciseUse::athletes:
        return programme_.phase == 4 && std::any_of(wishes_.goals.begin(), wishes_.goals.end(),
                                                    [&](std::size_t goal) { return all_.goals[goal].sport; });
      case ExerciseUse::not_by_default:
      case ExerciseUse::comparator: return false;
    }
    return false;
  }

  bool against_bias(const Exercise& one) const {
    if (!programme_.bias) return false;
    switch (*programme_.bias) {
      case SpinalBias::flexion:
        return one.bias == SpinalBias::extension || one.bias == SpinalBias::flexion_and_extension;
      case SpinalBias::extension:
        return one.bias == SpinalBias::flexion || one.bias == SpinalBias::flexion_and_extension;
      case SpinalBias::neutral:
        return one.bias == SpinalBias::extension || one.bias == SpinalBias::flexion ||
               one.bias == SpinalBias::flexion_and_extension;
      case SpinalBias::rotation:
      case SpinalBias::flexion_and_extension: return false;
    }
    return false;
  }

  bool trains_a_leg(const Exercise& one) const {
    return std::any_of(one.targets.begin(), one.targets.end(),
                       [&](const TrainedMuscle& target) { return target.primary && all_.muscles[target.muscle].limb; });
  }

  bool has_equipment(const Exercise& one) const {
    return one.equipment.empty() || std::any_of(one.equipment.begin(), one.equipment.end(), [&](const auto& set) {
             return std::all_of(set.begin(), set.end(), [&](std::size_t item) { return person_.has_item(item); });
           });
  }

  bool has_position(const Exercise& one) const {
    const auto& no = wishes_.positions_not_tolerated;
    return one.positions.empty() || std::any_of(one.positions.begin(), one.positions.end(), [&](std::size_t position) {
             return std::find(no.begin(), no.end(), position) == no.end();
           });
  }

  // The first reason why it may not stand here, the gravest kind first; fills what is to be clarified.
  std::optional<NotChosen> left_out(ExerciseId id, Candidate& candidate) {
    const Exercise& one = all_[id];
    NotChosen no{.exercise = id, .reason = LeftOut::forbidden, .against = std::nullopt, .adaptation = std::nullopt};
    for (std::size_t place = 0; place < one.against.size(); ++place) {
      const Against& against = one.against[place];
      const Presence forbids = person_.forbids(against);
      if (forbids == Presence::absent) continue;
      const bool met = std::any_of(against.met_by.begin(), against.met_by.end(),
                                   [&](std::size_t item) { return person_.has_item(item); });
      if (forbids == Presence::present && !met) {
        no.against = place;
        return no;
      }
      (forbids == Presence::present ? candidate.met : candidate.clarify).push_back(place);
    }
    const auto because = [&](LeftOut reason) {
      no.reason = reason;
      return no;
    };
    if ((all_.unknown_waits || programme_.gentle()) && !candidate.clarify.empty()) {
      no.against = candidate.clarify.front();
      return because(LeftOut::waits);
    }
    if (person_.weak_leg() && trains_a_leg(one)) return because(LeftOut::weak_leg);
    for (const std::size_t adaptation : programme_.adaptations) {
      const auto& leave = all_.adaptations[adaptation].leave;
      if (std::find(leave.begin(), leave.end(), id) == leave.end()) continue;
      no.adaptation = adaptation;
      return because(LeftOut::adaptation);
    }
    if (!is_for_them(one) || !one.dose) return because(LeftOut::not_for_them);
    if (one.load_n && phase_.load_n_most && *one.load_n > *phase_.load_n_most) return because(LeftOut::load);
    if (against_bias(one)) return because(LeftOut::bias);
    if (!has_position(one)) return because(LeftOut::position);
    if (!has_equipment(one)) return because(LeftOut::equipment);
    return std::nullopt;
  }

  // How much speaks for it. The order of what counts: what limits the person, what they want, what their condition
  // asks for, then the phase; what is unknown of it and what loads the spine count against it.
  void weigh(Candidate& candidate) const {
    const Exercise& one = all_[candidate.exercise];
    for (std::size_t i = 0; i < wishes_.limiting.size(); ++i) {
      const bool primary = one.trains(wishes_.limiting[i], true, all_.muscles);
      if (!primary && !one.trains(wishes_.limiting[i], false, all_.muscles)) continue;
      candidate.score += (primary ? 4.0 : 1.0) / static_cast<double>(i + 1);
      if (primary) candidate.because.push_back({ChosenFor::limiting, i});
    }
    for (std::size_t i = 0; i < wishes_.goals.size(); ++i) {
      const std::size_t goal = wishes_.goals[i];
      const auto& leads = all_.goals[goal].exercises;
      const auto place = std::find(leads.begin(), leads.end(), candidate.exercise);
      if (place == leads.end()) continue;
      candidate.score += 2.5 / static_cast<double>(i + 1) - 0.1 * static_cast<double>(place - leads.begin());
      candidate.because.push_back({ChosenFor::goal, goal});
    }
    for (const std::size_t adaptation : programme_.adaptations) {
      const auto& prefer = all_.adaptations[adaptation].prefer;
      const auto place = std::find(prefer.begin(), prefer.end(), candidate.exercise);
      if (place == prefer.end()) continue;
      candidate.score += 2 - 0.1 * static_cast<double>(place - prefer.begin());
      candidate.because.push_back({ChosenFor::adaptation, adaptation});
    }
    if (one.phase == programme_.phase) {
      candidate.score += 1.5;
      candidate.because.push_back({ChosenFor::phase, 0});
    }
    if (one.bias == programme_.bias && one.bias != SpinalBias::neutral) candidate.score += 1.5;
    candidate.score -= 0.05 * static_cast<double>(candidate.clarify.size());
    if (one.load_n && *one.load_n > heavy_from_n_) candidate.score -= 1;
  }

  // The primary groups of an exercise; easing and breathing count as groups of their own.
  std::set<std::string> groups_of(const Exercise& one) const {
    std::set<std::string> groups;
    for (const TrainedMuscle& target : one.targets) {
      const Muscle& muscle = all_.muscles[target.muscle];
      if (target.primary) groups.insert(muscle.group.empty() ? muscle.name : muscle.group);
    }
    return groups;
  }

  bool is_aerobic(const Exercise& one) const { return one.dose && one.dose->duration_s >= 300; }

  struct Placed {
    ExerciseDose dose;
    std::vector<std::uint8_t> days;
    double minutes = 0;
    bool fewer_sets = false;
  };

  // Days with room for an exercise. What trains for minutes on end may move to days of its own, beside a class or a
  // long ride nobody does the rest; strengthening keeps its days of rest. The first few may be shortened by a set or
  // two.
  std::optional<Placed> place(ExerciseId id) const {
    Placed placed{.dose = dose_for(id), .days = {}, .minutes = 0, .fewer_sets = false};
    const auto fits = [&](const std::vector<std::uint8_t>& days) {
      return std::all_of(days.begin(), days.end(), [&](std::uint8_t day) {
        return minutes_of_day_[day] + placed.minutes <= static_cast<double>(phase_.minutes_most);
      });
    };
    for (;; --placed.dose.sets) {
      placed.minutes = minutes_of(placed.dose);
      placed.days = days_of(placed.dose.days_per_week);
      if (is_long(placed.minutes)) placed.days = days_apart(placed.dose.days_per_week);
      if (fits(placed.days)) return placed;
      if (is_aerobic(all_[id])) {
        placed.days = emptiest_days(placed.dose.days_per_week);
        if (fits(placed.days)) return placed;
      }
      if (placed.dose.sets <= 1 || programme_.session.size() >= fewest_) return std::nullopt;
      placed.fewer_sets = true;
    }
  }

  bool is_long(double minutes) const { return 2 * minutes > static_cast<double>(phase_.minutes_most); }

  // Days that leave the usual ones free.
  static std::vector<std::uint8_t> days_apart(int how_many) {
    switch (how_many) {
      case 1: return {5};
      case 2: return {1, 5};
      case 3: return {1, 3, 5};
      default: return days_of(how_many);
    }
  }

  std::vector<std::uint8_t> emptiest_days(int how_many) const {
    std::vector<std::uint8_t> days = {0, 1, 2, 3, 4, 5, 6};
    std::stable_sort(days.begin(), days.end(),
                     [&](std::uint8_t a, std::uint8_t b) { return minutes_of_day_[a] < minutes_of_day_[b]; });
    days.resize(static_cast<std::size_t>(how_many));
    std::sort(days.begin(), days.end());
    return days;
  }

  // Greedy, with less for what is trained already: five exercises for one group are no programme. Two ways up the same
  // ladder are one exercise too many.
  void pick() {
    while (programme_.session.size() < most_) {
      std::size_t best = candidates_.size();
      double best_score = 0;
      bool best_new = false;
      std::optional<Placed> best_placed;
      for (std::size_t i = 0; i < candidates_.size(); ++i) {
        const Exercise& one = all_[candidates_[i].exercise];
        if (is_chosen(candidates_[i].exercise) || (aerobic_ && is_aerobic(one)) ||
            is_rung_of_chosen(candidates_[i].exercise))
          continue;
        auto placed = place(candidates_[i].exercise);
        if (!placed) continue;
        double score = candidates_[i].score;
        bool fresh = false;
        for (const std::string& group : groups_of(one)) {
          const auto times = trained_.find(group);
          if (times == trained_.end())
            fresh = true;
          else
            score -= 1.5 * times->second;
        }
        if (fresh) score += 2;
        if (best == candidates_.size() || score > best_score) {
          best = i;
          best_score = score;
          best_new = fresh;
          best_placed = std::move(placed);
        }
      }
      if (!best_placed) break;
      // After the third, only what adds something is worth a person's time.
      if (programme_.session.size() >= fewest_ && best_score < 1) break;
      Candidate& chosen = candidates_[best];
      const Exercise& one = all_[chosen.exercise];
      if (best_new && chosen.because.empty()) chosen.because.push_back({ChosenFor::balance, 0});
      if (is_aerobic(one)) {
        aerobic_ = true;
        chosen.because.push_back({ChosenFor::aerobic, 0});
      }
      // An easier one, or one that this phase takes from another.
      if (chosen.because.empty()) chosen.because.push_back({ChosenFor::phase, 0});
      for (const std::string& group : groups_of(one)) ++trained_[group];
      for (const std::uint8_t day : best_placed->days) minutes_of_day_[day] += best_placed->minutes;
      programme_.session.push_back(prescribed(chosen, std::move(*best_placed)));
    }
  }

  // Breathing and easing first, walking last, the rest as the phases have it.
  void order() {
    const auto rank = [&](const Prescribed& one) {
      const Exercise& exercise = all_[one.exercise];
      if (is_aerobic(exercise)) return 2;
      for (const TrainedMuscle& target : exercise.targets) {
        if (target.primary && !all_.muscles[target.muscle].group.empty()) return 1;
      }
      return 0;
    };
    std::stable_sort(programme_.session.begin(), programme_.session.end(),
                     [&](const Prescribed& a, const Prescribed& b) { return rank(a) < rank(b); });
  }

  bool is_chosen(ExerciseId id) const {
    return std::any_of(programme_.session.begin(), programme_.session.end(),
                       [&](const Prescribed& one) { return one.exercise == id; });
  }

  bool is_rung_of_chosen(ExerciseId id) const {
    const auto leads = [&](ExerciseId from, ExerciseId to) {
      const auto& harder = all_[from].harder;
      return std::find(harder.begin(), harder.end(), to) != harder.end();
    };
    return std::any_of(programme_.session.begin(), programme_.session.end(),
                       [&](const Prescribed& one) { return leads(one.exercise, id) || leads(id, one.exercise); });
  }

  // The starting dose, less where an adaptation asks for less.
  ExerciseDose dose_for(ExerciseId id) const {
    ExerciseDose dose = *all_[id].dose;
    double factor = 1;
    for (const std::size_t adaptation : programme_.adaptations)
      factor = std::min(factor, all_.adaptations[adaptation].dose_factor);
    dose.duration_s *= factor;
    if (dose.duration_s == 0) dose.sets = std::max(1, static_cast<int>(std::floor(dose.sets * factor)));
    // Strengthening has its days of rest; easing, breathing and walking have their own number of days.
    const auto& also = phase_.also;
    if (std::find(also.begin(), also.end(), id) == also.end())
      dose.days_per_week = std::min(dose.days_per_week, phase_.days_most);
    return dose;
  }

  Prescribed prescribed(const Candidate& candidate, Placed placed) {
    const Exercise& one = all_[candidate.exercise];
    Prescribed made;
    made.exercise = candidate.exercise;
    made.dose = placed.dose;
    made.because = candidate.because;
    made.clarify = candidate.clarify;
    made.met = candidate.met;
    made.days = std::move(placed.days);
    made.minutes = placed.minutes;
    made.fewer_sets = placed.fewer_sets;
    made.heavy = one.load_n && (*one.load_n > heavy_from_n_ || one.load_is_more);
    // Nothing is to grow before somebody has looked.
    for (const ExerciseId harder : one.harder) {
      if (!programme_.gentle() && may_follow(harder)) made.harder.push_back(harder);
    }
    for (const ExerciseId easier : one.easier) {
      if (may_follow(easier)) made.easier.push_back(easier);
    }
    return made;
  }

  // A step up or down is named only where nothing forbids it now.
  bool may_follow(ExerciseId id) {
    Candidate unused;
    const auto reason = left_out(id, unused);
    return !reason || reason->reason == LeftOut::load || reason->reason == LeftOut::equipment;
  }

  // Days of the week, spread so that hard ones are two days apart.
  static std::vector<std::uint8_t> days_of(int how_many) {
    switch (how_many) {
      case 1: return {2};
      case 2: return {0, 3};
      case 3: return {0, 2, 4};
      case 4: return {0, 2, 4, 5};
      case 5: return {0, 1, 2, 4, 5};
      case 6: return {0, 1, 2, 3, 4, 5};
      default: return {0, 1, 2, 3, 4, 5, 6};
    }
  }

  Exerciser& person_;
  const ProgrammeWishes& wishes_;
  const Knowledge& knowledge_;
  const Exercises& all_;
  const ExercisePhase& phase_;
  Programme& programme_;
  std::size_t fewest_, most_;
  double heavy_from_n_;
  std::vector<Candidate> candidates_;
  std::map<std::string, int> trained_;  // groups, and how often
  std::array<double, 7> minutes_of_day_{};
  bool aerobic_ = false;
};

}  // namespace

void choose_exercises(Exerciser& person, const ProgrammeWishes& wishes, const Knowledge& knowledge,
                      Programme& programme) {
  Chooser(person, wishes, knowledge, programme).choose();
}

}  // namespace lumbar
