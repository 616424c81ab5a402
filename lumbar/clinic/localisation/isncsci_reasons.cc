// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/localisation/isncsci_reasons.h"

#include "lumbar/clinic/localisation/isncsci_reading.h"

namespace lumbar::isncsci {
namespace {

void add(std::string& list, std::string_view name, bool tagged) {
  if (!list.empty()) list += ',';
  list += name;
  if (tagged) list += '*';
}

std::string segment_list(const Possible& possible, std::string list) {
  for (Segment segment = c1; segment <= s4_5; ++segment) {
    if ((possible.values & bit(segment)) != 0)
      add(list, segment == intact ? "INT" : segment_names[segment], possible.tagged);
  }
  return list;
}

std::string letters(const Possible& possible, std::string_view names) {
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i)
    if ((possible.values >> i & 1U) != 0) add(list, names.substr(i, 1), possible.tagged);
  return list;
}

// Gathers the reasons of one examination.
class Reasons {
 public:
  Reasons(const Exam& exam, const Classification& found) : found_(found), reading_(read(exam, Taking::as_assumed)) {}

  std::vector<Reason> gather() {
    for (const Flank flank : flanks)
      each(Part::sensory_level, flank, found_.sensory_level[index(flank)], [&](Reason& why) { sensory_level(why); });
    for (const Flank flank : flanks)
      each(Part::motor_level, flank, found_.motor_level[index(flank)], [&](Reason& why) { motor_level(why); });
    neurological_level();
    each(Part::completeness, std::nullopt, found_.completeness, [](Reason& why) {
      why.because = why.value == static_cast<unsigned>(Completeness::complete) ? Because::nothing_in_s4_5
                                                                               : Because::sacral_sparing;
    });
    impairment_scale();
    for (const Flank flank : flanks)
      each(Part::sensory_zone, flank, found_.sensory_zone[index(flank)], [&](Reason& why) { sensory_zone(why); });
    for (const Flank flank : flanks)
      each(Part::motor_zone, flank, found_.motor_zone[index(flank)], [&](Reason& why) { motor_zone(why); });
    return std::move(reasons_);
  }

 private:
  static std::size_t index(Flank flank) { return static_cast<std::size_t>(flank); }
  const SideReading& side_of(const Reason& why) const { return reading_.sides[index(*why.flank)]; }

  template <class Explain>
  void each(Part part, std::optional<Flank> flank, const Possible& possible, Explain explain) {
    const auto tell = [&](unsigned value) {
      if ((possible.values >> value & 1U) == 0) return;
      Reason why{.part = part, .flank = flank, .value = value};
      explain(why);
      reasons_.push_back(why);
    };
    tell(not_applicable);
    for (unsigned value = c1; value <= s4_5; ++value) tell(value);
    tell_tag(part, flank, possible);
  }

  void tell_tag(Part part, std::optional<Flank> flank, const Possible& possible) {
    if (possible.tagged) reasons_.push_back({.part = part, .flank = flank, .because = Because::examined_differs});
  }

  // One sentence for all values: they are where the four levels put them.
  void neurological_level() {
    const Possible& possible = found_.neurological_level;
    if ((possible.values & ~bit(intact)) != 0)
      reasons_.push_back({.part = Part::neurological_level, .because = Because::most_rostral});
    if ((possible.values & bit(intact)) != 0)
      reasons_.push_back({.part = Part::neurological_level, .value = intact, .because = Because::nothing_impaired});
    tell_tag(Part::neurological_level, std::nullopt, possible);
  }

  static void sensory_level(Reason& why) {
    if (why.value == intact) return;
    why.because = Because::sensation_impaired;
    why.at = static_cast<Segment>(*why.value + 1);
  }

  void motor_level(Reason& why) const {
    const Segment level = static_cast<Segment>(*why.value);
    if (level == intact) return;
    const SideReading& side = side_of(why);
    const Segment next = static_cast<Segment>(level + 1);
    const auto tell = [&](Because because, Segment at) { why.because = because, why.at = at; };
    if ((side.muscles.at_3_or_4 & bit(level)) != 0) return tell(Because::muscle_at_3_or_4, level);
    if ((side.muscles.at_2_or_less & bit(next)) != 0) return tell(Because::muscle_weak, next);
    if (level == t1 || level == s1) {
      const Segments needed = level == t1 ? arm_dermatomes : leg_dermatomes;
      return tell(Because::sensation_not_so_far, first_of(side.skin.impaired & needed));
    }
    if (level == s3 && (side.skin.impaired & bit(s4_5)) == 0) return tell(Because::no_contraction, s4_5);
    tell(Because::sensation_impaired, next);
  }

  void impairment_scale() {
    const Possible& possible = found_.impairment_scale;
    const auto tell = [&](Grade grade, Because because) {
      const unsigned value = static_cast<unsigned>(grade);
      if ((possible.values >> value & 1U) != 0)
        reasons_.push_back({.part = Part::impairment_scale, .value = value, .because = because});
    };
    tell(Grade::a, Because::nothing_in_s4_5);
    tell(Grade::b, Because::nothing_far_below);
    constexpr unsigned c_or_d = 0b01100;
    if ((possible.values & c_or_d) != 0) {
      motor_incomplete();
      for (Segments levels = found_.neurological_level.values & ~bit(intact); levels != 0; levels &= levels - 1)
        count_below(first_of(levels));
    }
    tell(Grade::e, Because::nothing_impaired);
    tell_tag(Part::impairment_scale, std::nullopt, possible);
  }

  void motor_incomplete() {
    if (reading_.contraction.present) {
      reasons_.push_back({.part = Part::impairment_scale, .because = Because::contraction});
      if (!reading_.contraction.absent) return;
    }
    for (const Flank flank : flanks) {
      const SideReading& side = reading_.sides[index(flank)];
      const Segment level = first_of(side.motor_levels_without_contraction);
      Reason why{.part = Part::impairment_scale, .flank = flank, .level = level};
      const Segments moving = moving_far_below(side, level);
      if (!reading_.contraction.absent) continue;
      if (moving != 0) {
        why.because = Because::moves_far_below;
        why.at = last_of(moving);
      } else if (side.lowest_non_key_muscle > level + 3U) {
        why.because = Because::non_key_moves_far_below;
        why.at = side.lowest_non_key_muscle;
      } else {
        continue;
      }
      reasons_.push_back(why);
    }
  }

  void count_below(Segment level) {
    const Segments counted = key_muscles & below(level);
    Reason why{.part = Part::impairment_scale, .because = Because::muscles_counted, .at = level};
    for (const SideReading& side : reading_.sides) {
      why.of += count_of(counted);
      why.fewest += count_of(counted & ~side.muscles.at_2_or_less);
      why.most += count_of(counted & side.muscles.at_3_or_more());
    }
    reasons_.push_back(why);
  }

  static void sensory_zone(Reason& why) {
    why.because = why.value == not_applicable ? Because::sacral_sensation
                  : why.value == c1           ? Because::nothing_felt
                                              : Because::last_felt;
    why.at = static_cast<Segment>(*why.value);
  }

  void motor_zone(Reason& why) const {
    why.at = static_cast<Segment>(*why.value);
    if (why.value == not_applicable) {
      why.because = Because::sacral_contraction;
      return;
    }
    const SideReading& side = side_of(why);
    const Segments levels = side.motor_levels_without_contraction;
    const bool moves = (side.muscles.at_1_or_more & bit(why.at)) != 0;
    if ((levels & bit(why.at)) != 0) {
      why.because = Because::nothing_moves_below;
    } else {
      why.because = moves ? Because::last_moving : Because::only_finding;
    }
  }

  const Classification& found_;
  Reading reading_;
  std::vector<Reason> reasons_;
};

// What the bare scores make of the part.
Possible examined_part(const Classification& examined, const Reason& why) {
  const std::size_t side = why.flank ? static_cast<std::size_t>(*why.flank) : 0;
  switch (why.part) {
    case Part::sensory_level: return examined.sensory_level[side];
    case Part::motor_level: return examined.motor_level[side];
    case Part::neurological_level: return examined.neurological_level;
    case Part::completeness: return examined.completeness;
    case Part::impairment_scale: return examined.impairment_scale;
    case Part::sensory_zone: return examined.sensory_zone[side];
    case Part::motor_zone: return examined.motor_zone[side];
  }
  return {};
}

// The examination with its tags taken off: NT* becomes NT, 3** becomes 3.
Exam without_tags(Exam exam) {
  for (const Flank flank : flanks) {
    for (const Column column : columns) {
      Scores& scores = exam[flank][column];
      for (Segments tagged = scores.tagged(); tagged != 0; tagged &= tagged - 1) {
        Score score = scores.at(first_of(tagged));
        score.tag = Tag::none;
        scores.set(first_of(tagged), score);
      }
    }
  }
  return exam;
}

}  // namespace

std::string level_names(const Possible& levels) { return segment_list(levels, ""); }

std::string zone_names(const Possible& zones) {
  std::string list;
  if ((zones.values >> not_applicable & 1U) != 0) add(list, "NA", zones.tagged);
  return segment_list(zones, list);
}

std::string grade_names(const Possible& grades) { return letters(grades, "ABCDE"); }

std::string completeness_names(const Possible& completeness) { return letters(completeness, "CI"); }

std::vector<Reason> reasons_for(const Exam& exam, const Classification& found) {
  auto reasons = Reasons(exam, found).gather();
  const Classification examined = classify(without_tags(exam));
  for (Reason& why : reasons)
    if (why.because == Because::examined_differs) why.examined = examined_part(examined, why);
  return reasons;
}

}  // namespace lumbar::isncsci
