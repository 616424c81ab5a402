// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/strength/strength.h"

#include <algorithm>
#include <tuple>

#include "lumbar/clinic/strength/weighing.h"

namespace lumbar {
namespace {

StrengthLimits limits_of(const Knowledge& knowledge) {
  return {.percent_low = knowledge.parameter("strength_percent_low"),
          .z_low = knowledge.parameter("strength_z_low"),
          .together_z = knowledge.parameter("strength_together_z"),
          .window_days = knowledge.parameter("strength_window_days"),
          .repeat_days = knowledge.parameter("strength_repeat_days"),
          .asymmetry_watch = knowledge.parameter("strength_asymmetry_watch"),
          .asymmetry_act = knowledge.parameter("strength_asymmetry_act"),
          .adult_years = knowledge.parameter("adult_age_years")};
}

bool is_of_the_trunk(const MusclePlace& place) {
  return std::find(trunk_places.begin(), trunk_places.end(), place) != trunk_places.end();
}

// Of the ways in which a place of the trunk was tested, the one whose norm fits; then the earlier in the facts.
bool says_more(const StrengthTested& a, const StrengthTested& b) {
  const auto rank = [](const StrengthTested& one) {
    return std::tuple(one.fit != NormFit::matched, !one.z.has_value(), !one.percent.has_value(), one.variant);
  };
  return rank(a) < rank(b);
}

}  // namespace

PlaceFound& Weighing::place(const MusclePlace& where) {
  const auto found = std::find_if(result.places.begin(), result.places.end(),
                                  [&](const PlaceFound& one) { return one.place == where; });
  if (found != result.places.end()) return *found;
  PlaceFound made;
  made.place = where;
  result.places.push_back(std::move(made));
  return result.places.back();
}

void Weighing::speak_against(const MusclePlace& where, GroupStanding standing, Because because, bool confirmed) {
  PlaceFound& found = place(where);
  found.standing = std::max(found.standing, standing);
  found.confirmed = found.confirmed || confirmed;
  if (std::find(found.because.begin(), found.because.end(), because) == found.because.end())
    found.because.push_back(because);
  std::sort(found.because.begin(), found.because.end());
}

void judge_places(Weighing& weighing) {
  for (const MusclePlace& where : trunk_places) weighing.place(where);
  for (const InvalidMeasure& one : weighing.result.invalid) {
    PlaceFound& found = weighing.place({weighing.facts.test_of(one.measure.variant).group, one.measure.side});
    found.standing = std::max(found.standing, GroupStanding::invalid);
  }
  const auto& all = weighing.result.tested;
  for (std::size_t i = 0; i < all.size(); ++i) {
    PlaceFound& found = weighing.place(all[i].place);
    const bool better = !found.tested || (is_of_the_trunk(found.place) ? says_more(all[i], all[*found.tested])
                                                                       : all[i].standing > all[*found.tested].standing);
    if (better) found.tested = i;
  }
  for (PlaceFound& found : weighing.result.places) {
    if (!found.tested) continue;
    const StrengthTested& tested = all[*found.tested];
    found.standing = tested.standing;
    found.because = tested.because;
    found.confirmed = tested.standing == GroupStanding::weak && tested.days.size() > 1;
  }
}

void find_lost_power(Weighing& weighing, const std::vector<StrengthMeasure>& measures) {
  std::vector<StrengthMeasure> grades;
  for (const StrengthMeasure& one : measures) {
    if (weighing.facts.test_of(one.variant).kind == StrengthKind::grade) grades.push_back(one);
  }
  const auto order = [](const StrengthMeasure& one) { return std::tuple(one.variant, one.side, one.day, one.value); };
  std::sort(grades.begin(), grades.end(), [&](const auto& a, const auto& b) { return order(a) < order(b); });
  constexpr double full = 5, against_gravity = 3, one_grade = 1 - 1e-9;
  for (auto from = grades.begin(); from != grades.end();) {
    const auto to = std::find_if(from, grades.end(), [&](const StrengthMeasure& one) {
      return one.variant != from->variant || one.side != from->side;
    });
    const Date latest = std::prev(to)->day;
    // The worst grade of each day: one bad neurological value is never averaged away.
    double now = full, before = -1;
    for (auto at = from; at != to;) {
      if (at->day == latest) {
        now = at->value;
        break;
      }
      before = std::max(before, at->value);
      const Date day = at->day;
      while (at != to && at->day == day) ++at;
    }
    PowerLost lost{PowerLost::Kind::below_five, from->variant, from->side, now, before < 0 ? full : before};
    const bool fell = before >= 0 && before - now >= one_grade;
    if (fell) lost.kind = PowerLost::Kind::fell;
    if (!fell && now <= against_gravity) lost.kind = PowerLost::Kind::three_or_less;
    if (now < full) weighing.result.power_lost.push_back(lost);
    from = to;
  }
  std::stable_sort(weighing.result.power_lost.begin(), weighing.result.power_lost.end(),
                   [](const PowerLost& a, const PowerLost& b) { return a.kind > b.kind; });
}

StrengthResult weigh_strength(const StrengthPerson& person, std::span<const StrengthMeasure> measures,
                              const Knowledge& knowledge) {
  Weighing weighing{person, knowledge.strength(), knowledge, limits_of(knowledge), {}};
  const std::vector<StrengthMeasure> all(measures.begin(), measures.end());
  gather_days(weighing, all);
  compare_with_norms(weighing);
  judge_places(weighing);
  compare_sides(weighing);
  compare_ratios(weighing);
  find_lost_power(weighing, all);
  reach_verdict(weighing);
  choose_next_tests(weighing);
  return std::move(weighing.result);
}

}  // namespace lumbar
