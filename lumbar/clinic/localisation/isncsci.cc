// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/localisation/isncsci.h"

#include <algorithm>
#include <string>

#include "lumbar/clinic/localisation/isncsci_reading.h"

namespace lumbar::isncsci {
namespace {

constexpr std::array<std::string_view, 24> score_texts = {"0",   "1",   "2",   "3",   "4",   "5", "NT",   "",
                                                          "0*",  "1*",  "2*",  "3*",  "4*",  "",  "NT*",  "",
                                                          "0**", "1**", "2**", "3**", "4**", "",  "NT**", ""};
constexpr std::size_t texts_of_a_tag = 8, place_of_not_testable = 6;

constexpr Segments arm = span(c5, t1), leg = span(l2, s1);

std::uint32_t completeness_of(const Reading& reading) {
  const Sign sensation = reading.sacral_sensation;
  std::uint32_t found = 0;
  if (reading.contraction.absent && sensation.absent) found |= 1U << static_cast<unsigned>(Completeness::complete);
  if (reading.contraction.present || sensation.present) found |= 1U << static_cast<unsigned>(Completeness::incomplete);
  return found;
}

Classification classify(const Reading& reading) {
  Classification found;
  for (const Flank flank : flanks) {
    const std::size_t side = static_cast<std::size_t>(flank);
    found.sensory_level[side].values = sensory_way(reading.sides[side].skin).levels();
    found.motor_level[side].values = reading.sides[side].motor.with(reading.contraction).levels();
    found.sensory_zone[side].values = sensory_zones(reading, flank);
    found.motor_zone[side].values = motor_zones(reading, flank);
  }
  found.neurological_level.values = neurological_way(reading).with(reading.contraction).levels();
  found.completeness.values = completeness_of(reading);
  found.impairment_scale.values = impairment_grades(reading);
  return found;
}

void tag_what_differs(Possible& assumed, const Possible& examined) {
  assumed.tagged = assumed.values != examined.values;
}

std::optional<unsigned> sum(std::optional<unsigned> one, std::optional<unsigned> other) {
  return one && other ? std::optional(*one + *other) : std::nullopt;
}

}  // namespace

std::optional<Segment> segment_named(std::string_view name) {
  const auto found = std::find(segment_names.begin(), segment_names.end(), name);
  if (found == segment_names.end()) return std::nullopt;
  return static_cast<Segment>(found - segment_names.begin());
}

Result<Score> read_score(std::string_view text, Column column) {
  const unsigned highest = highest_grade(column);
  const auto allowed = [&] {
    const std::string last(1, static_cast<char>('0' + highest)), tagged(1, static_cast<char>('0' + highest - 1));
    return "; allowed: 0 to " + last + ", NT; 0 to " + tagged + " and NT also with * (another condition, not normal " +
           "without it) or ** (normal without it)";
  };
  const auto place = std::find(score_texts.begin(), score_texts.end(), text);
  if (text.empty() || place == score_texts.end()) {
    const bool not_testable = text.find("NT") != std::string_view::npos;
    const bool graded = text.find_first_of("0123456789") != std::string_view::npos;
    if (not_testable && graded) return Error("says both not testable and a grade; say one of them" + allowed());
    return Error("is no score" + allowed());
  }
  const std::size_t index = static_cast<std::size_t>(place - score_texts.begin());
  const std::size_t in_tag = index % texts_of_a_tag;
  const Tag tag = static_cast<Tag>(index / texts_of_a_tag);
  if (in_tag == place_of_not_testable) return Score{.not_testable = true, .tag = tag};
  if (in_tag > highest) return Error("is above the highest grade" + allowed());
  if (in_tag == highest && tag != Tag::none) return Error("is normal and cannot be tagged" + allowed());
  return Score{.grade = static_cast<std::uint8_t>(in_tag), .tag = tag};
}

std::string_view written(Score score) {
  return score_texts[texts_of_a_tag * static_cast<std::size_t>(score.tag) +
                     (score.not_testable ? place_of_not_testable : score.grade)];
}

void Scores::set(Segment segment, Score score) {
  const auto put = [&](Segments& plane, bool value) { plane = (plane & ~bit(segment)) | (Segments{value} << segment); };
  for (std::size_t i = 0; i < grade_bits_.size(); ++i) put(grade_bits_[i], (score.grade >> i & 1U) != 0);
  put(not_testable_, score.not_testable);
  put(tagged_, score.tag != Tag::none);
  put(taken_as_normal_, score.tag == Tag::normal);
}

Score Scores::at(Segment segment) const {
  const auto has = [&](Segments plane) { return plane >> segment & 1U; };
  const Tag tag = has(tagged_) == 0 ? Tag::none : has(taken_as_normal_) == 0 ? Tag::not_normal : Tag::normal;
  return {.grade = static_cast<std::uint8_t>(has(grade_bits_[0]) + 2 * has(grade_bits_[1]) + 4 * has(grade_bits_[2])),
          .not_testable = has(not_testable_) != 0,
          .tag = tag};
}

std::optional<unsigned> Scores::sum(Segments cells) const {
  if ((not_testable_ & cells) != 0) return std::nullopt;
  return count_of(grade_bits_[0] & cells) + 2 * count_of(grade_bits_[1] & cells) + 4 * count_of(grade_bits_[2] & cells);
}

Classification classify(const Exam& exam) {
  Classification found = classify(read(exam, Taking::as_assumed));
  Segments tagged = 0;
  for (const ExamSide& side : exam.sides)
    for (const Scores& scores : side.scores) tagged |= scores.tagged();
  if (tagged == 0) return found;

  const Classification examined = classify(read(exam, Taking::as_examined));
  for (std::size_t side = 0; side < flanks.size(); ++side) {
    tag_what_differs(found.sensory_level[side], examined.sensory_level[side]);
    tag_what_differs(found.motor_level[side], examined.motor_level[side]);
    tag_what_differs(found.sensory_zone[side], examined.sensory_zone[side]);
    tag_what_differs(found.motor_zone[side], examined.motor_zone[side]);
  }
  tag_what_differs(found.neurological_level, examined.neurological_level);
  tag_what_differs(found.completeness, examined.completeness);
  tag_what_differs(found.impairment_scale, examined.impairment_scale);
  return found;
}

Totals totals(const Exam& exam) {
  Totals found;
  for (const Flank flank : flanks) {
    const ExamSide& side = exam[flank];
    SideTotals& own = found.sides[static_cast<std::size_t>(flank)];
    own.upper_extremity = side[Column::motor].sum(arm);
    own.lower_extremity = side[Column::motor].sum(leg);
    own.motor = sum(own.upper_extremity, own.lower_extremity);
    own.light_touch = side[Column::light_touch].sum(dermatomes);
    own.pin_prick = side[Column::pin_prick].sum(dermatomes);
  }
  const auto both = [&](std::optional<unsigned> SideTotals::*part) {
    return sum(found.sides[0].*part, found.sides[1].*part);
  };
  found.upper_extremity = both(&SideTotals::upper_extremity);
  found.lower_extremity = both(&SideTotals::lower_extremity);
  found.light_touch = both(&SideTotals::light_touch);
  found.pin_prick = both(&SideTotals::pin_prick);
  return found;
}

}  // namespace lumbar::isncsci
