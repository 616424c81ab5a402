// SPDX-License-Identifier: Apache-2.0
// The steps of an ISNCSCI classification in sentences, from the reasons that the classification gives.
#include <array>

#include "lumbar/base/text.h"
#include "lumbar/clinic/report/report.h"
#include "lumbar/clinic/report/wording.h"

namespace lumbar {
namespace {

using isncsci::Because, isncsci::Column, isncsci::Flank, isncsci::Part, isncsci::Possible, isncsci::Reason,
    isncsci::Segment;

constexpr std::array<std::string_view, 7> part_names = {"sensory_level", "motor_level",      "neurological_level",
                                                        "completeness",  "impairment_scale", "sensory_zone",
                                                        "motor_zone"};
constexpr std::array<std::string_view, 22> because_names = {"sensation_impaired",
                                                            "muscle_weak",
                                                            "muscle_at_3_or_4",
                                                            "sensation_not_so_far",
                                                            "no_contraction",
                                                            "nothing_impaired",
                                                            "most_rostral",
                                                            "nothing_in_s4_5",
                                                            "sacral_sparing",
                                                            "nothing_far_below",
                                                            "contraction",
                                                            "moves_far_below",
                                                            "non_key_moves_far_below",
                                                            "muscles_counted",
                                                            "sacral_sensation",
                                                            "sacral_contraction",
                                                            "last_felt",
                                                            "nothing_felt",
                                                            "last_moving",
                                                            "only_finding",
                                                            "nothing_moves_below",
                                                            "examined_differs"};
static_assert(because_names.size() == static_cast<std::size_t>(Because::examined_differs) + 1);

// One examination in words.
class Steps {
 public:
  Steps(const isncsci::Exam& exam, const isncsci::Classification& found, const Knowledge& knowledge)
      : exam_(exam), found_(found), knowledge_(knowledge) {}

  std::vector<IsncsciStep> tell() const {
    std::vector<IsncsciStep> steps;
    const Reason* before = nullptr;
    const auto reasons = isncsci::reasons_for(exam_, found_);
    for (const Reason& why : reasons) {
      const bool same_step = before != nullptr && before->part == why.part &&
                             (why.part == Part::impairment_scale || before->flank == why.flank);
      if (!same_step) steps.push_back({step_name(why), value_of(why), ""});
      std::string& because = steps.back().because;
      because += (because.empty() ? "" : " ") + sentence(why);
      before = &why;
    }
    return steps;
  }

 private:
  std::string say(std::string_view id, std::initializer_list<Wording::Gap> gaps = {}) const {
    const std::string whole = "isncsci." + std::string(id);
    const std::string& phrase = knowledge_.phrase(whole, Mode::clinician);
    return phrase.empty() ? "[" + whole + "]" : filled(phrase, gaps);
  }
  std::string side_name(Flank flank) const { return say(flank == Flank::right ? "right" : "left"); }
  std::string part_name(Part part) const {
    return say("part." + std::string(part_names[static_cast<std::size_t>(part)]));
  }

  std::string step_name(const Reason& why) const {
    const bool has_sides = why.flank && why.part != Part::impairment_scale;
    return part_name(why.part) + (has_sides ? ", " + side_name(*why.flank) : "");
  }

  const Possible& result_of(const Reason& why) const {
    const std::size_t side = why.flank ? static_cast<std::size_t>(*why.flank) : 0;
    switch (why.part) {
      case Part::sensory_level: return found_.sensory_level[side];
      case Part::motor_level: return found_.motor_level[side];
      case Part::neurological_level: return found_.neurological_level;
      case Part::completeness: return found_.completeness;
      case Part::impairment_scale: return found_.impairment_scale;
      case Part::sensory_zone: return found_.sensory_zone[side];
      case Part::motor_zone: return found_.motor_zone[side];
    }
    return found_.completeness;
  }

  static std::string names(Part part, const Possible& values) {
    switch (part) {
      case Part::sensory_level:
      case Part::motor_level:
      case Part::neurological_level: return isncsci::level_names(values);
      case Part::completeness: return isncsci::completeness_names(values);
      case Part::impairment_scale: return isncsci::grade_names(values);
      case Part::sensory_zone:
      case Part::motor_zone: return isncsci::zone_names(values);
    }
    return "";
  }
  std::string value_of(const Reason& why) const { return names(why.part, result_of(why)); }

  std::string_view score(Flank flank, Column column, Segment segment) const {
    return (isncsci::cells_of(column) & isncsci::bit(segment)) == 0
               ? "-"
               : isncsci::written(exam_[flank][column].at(segment));
  }
  std::string cells(Flank flank, Segment segment) const {
    return say("cells", {{"touch", std::string(score(flank, Column::light_touch, segment))},
                         {"prick", std::string(score(flank, Column::pin_prick, segment))}});
  }
  static std::string observed(isncsci::Observation seen) {
    constexpr std::array<const char*, 3> words = {"No", "Yes", "NT"};
    return words[static_cast<std::size_t>(seen)];
  }

  std::string four_levels() const {
    std::vector<std::string> parts;
    for (const auto& [part, sides] :
         {std::pair{Part::sensory_level, &found_.sensory_level}, std::pair{Part::motor_level, &found_.motor_level}}) {
      for (const Flank flank : isncsci::flanks)
        parts.push_back(part_name(part) + " " + side_name(flank) + " " +
                        shortened((*sides)[static_cast<std::size_t>(flank)]));
    }
    return joined(parts, ", ");
  }

  // A long list by its ends.
  static std::string shortened(const Possible& levels) {
    const std::string all = isncsci::level_names(levels);
    const auto several = split(all, ',');
    constexpr std::size_t most = 4;
    return several.size() <= most ? joined_by_slash(several)
                                  : std::string(several.front()) + " … " + std::string(several.back());
  }
  static std::string joined_by_slash(const std::vector<std::string_view>& names) {
    std::string list;
    for (const std::string_view name : names) list += (list.empty() ? "" : "/") + std::string(name);
    return list;
  }

  std::string sacral() const {
    std::vector<std::string> sides;
    for (const Flank flank : isncsci::flanks) sides.push_back(side_name(flank) + " " + cells(flank, isncsci::s4_5));
    return joined(sides, "; ");
  }

  std::string clause(const Reason& why) const {
    const std::string part(part_names[static_cast<std::size_t>(why.part)]);
    const std::string because(because_names[static_cast<std::size_t>(why.because)]);
    if (why.because == Because::examined_differs) return say(because, {{"examined", names(why.part, why.examined)}});
    const Flank flank = why.flank.value_or(Flank::right);
    const bool whole_side = why.because == Because::sacral_sensation;
    const bool has_place = why.at <= isncsci::s4_5;
    const std::string count =
        why.fewest == why.most
            ? std::to_string(why.fewest)
            : say("range", {{"fewest", std::to_string(why.fewest)}, {"most", std::to_string(why.most)}});
    return say(part + "." + because, {{"at", has_place ? std::string(isncsci::segment_names[why.at]) : ""},
                                      {"level", std::string(isncsci::segment_names[why.level])},
                                      {"cells", cells(flank, whole_side || !has_place ? isncsci::s4_5 : why.at)},
                                      {"score", has_place ? std::string(score(flank, Column::motor, why.at)) : ""},
                                      {"side", side_name(flank)},
                                      {"levels", four_levels()},
                                      {"sacral", sacral()},
                                      {"contraction", observed(exam_.voluntary_anal_contraction)},
                                      {"pressure", observed(exam_.deep_anal_pressure)},
                                      {"count", count},
                                      {"of", std::to_string(why.of)}});
  }

  std::string sentence(const Reason& why) const {
    std::string text = clause(why);
    const Possible& result = result_of(why);
    const bool several = (result.values & (result.values - 1)) != 0;
    if (several && why.value) {
      const Possible one{.values = std::uint32_t{1} << *why.value, .tagged = result.tagged};
      text = say("if", {{"value", names(why.part, one)}, {"clause", text}});
    }
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
      text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text + ".";
  }

  const isncsci::Exam& exam_;
  const isncsci::Classification& found_;
  const Knowledge& knowledge_;
};

}  // namespace

std::vector<IsncsciStep> explain_isncsci(const isncsci::Exam& exam, const isncsci::Classification& found,
                                         const Knowledge& knowledge) {
  return Steps(exam, found, knowledge).tell();
}

}  // namespace lumbar
