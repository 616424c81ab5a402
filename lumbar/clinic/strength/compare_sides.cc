// SPDX-License-Identifier: Apache-2.0
// One side against the other, and the ratios of the trunk.
#include <algorithm>
#include <cmath>
#include <functional>

#include "lumbar/clinic/strength/weighing.h"

namespace lumbar {
namespace {

bool reason_is_said(const TestedDay& day) { return day.stopped != Stopped::not_said && day.stopped != Stopped::other; }

// The value of one partner on one day, or over all its days.
struct Part {
  Amount value;
  bool said = true;  // why it ended is known, or does not matter
};

Part part_of(const TestedDay& day, StrengthKind kind) {
  return {day.value, kind != StrengthKind::hold || reason_is_said(day)};
}

Part whole_of(const StrengthTested& tested, StrengthKind kind) {
  const bool said = kind != StrengthKind::hold || std::all_of(tested.days.begin(), tested.days.end(), reason_is_said);
  return {tested.value, said};
}

const TestedDay* on(const StrengthTested& tested, Date day) {
  const auto found =
      std::find_if(tested.days.begin(), tested.days.end(), [&](const TestedDay& one) { return one.day == day; });
  return found == tested.days.end() ? nullptr : &*found;
}

// The parts of one occasion: a day on which all were measured, or, where there is no such day, their means.
using Occasion = std::vector<Part>;
std::vector<Occasion> occasions_of(const std::vector<const StrengthTested*>& parts, StrengthKind kind) {
  std::vector<Occasion> occasions;
  for (const TestedDay& day : parts.front()->days) {
    Occasion occasion;
    for (const StrengthTested* one : parts) {
      if (const TestedDay* same = on(*one, day.day)) occasion.push_back(part_of(*same, kind));
    }
    if (occasion.size() == parts.size()) occasions.push_back(std::move(occasion));
  }
  if (!occasions.empty()) return occasions;
  Occasion means;
  for (const StrengthTested* one : parts) means.push_back(whole_of(*one, kind));
  return {means};
}

// The mean of several occasions, part by part.
Occasion together(const std::vector<Occasion>& occasions) {
  Occasion mean(occasions.front().size(), Part{{0, false}, true});
  for (const Occasion& one : occasions) {
    for (std::size_t i = 0; i < one.size(); ++i) {
      mean[i].value.value += one[i].value.value / static_cast<double>(occasions.size());
      mean[i].value.at_least = mean[i].value.at_least || one[i].value.at_least;
      mean[i].said = mean[i].said && one[i].said;
    }
  }
  return mean;
}

// A fraction, and which way it leans: above its limit, below it, or neither; unknown where a ceiling hides it.
struct Fraction {
  double value = 0;
  bool at_least = false, at_most = false;
  Presence above = Presence::absent, below = Presence::absent;
  bool said_if_above = true, said_if_below = true;  // of the partner whom it speaks against
};

Presence beyond(double value, double limit, bool open_upwards, bool open_downwards) {
  if (value > limit) return open_downwards ? Presence::unknown : Presence::present;
  return open_upwards ? Presence::unknown : Presence::absent;
}

// Of two parts: first / second. Of three: the mean of the first two / the third.
std::optional<Fraction> fraction_of(const Occasion& occasion, const Figure& limit) {
  const Part& below = occasion.back();
  Part above = occasion.front();
  if (occasion.size() == 3) {
    above.value.value = (above.value.value + occasion[1].value.value) / 2;
    above.value.at_least = above.value.at_least || occasion[1].value.at_least;
    above.said = above.said && occasion[1].said;
  }
  if (!(below.value.value > 0)) return std::nullopt;
  Fraction found;
  found.value = above.value.value / below.value.value;
  found.at_least = above.value.at_least;
  found.at_most = below.value.at_least;
  found.said_if_above = below.said;
  found.said_if_below = above.said;
  found.above = beyond(found.value, limit.point ? *limit.point : *limit.high, found.at_least, found.at_most);
  if (limit.low) found.below = beyond(-found.value, -*limit.low, found.at_most, found.at_least);
  return found;
}

std::vector<MusclePlace> places_of(const std::vector<const StrengthTested*>& parts) {
  std::vector<MusclePlace> places;
  for (const StrengthTested* one : parts) places.push_back(one->place);
  return places;
}

void compare_ratio(Weighing& weighing, std::size_t rule) {
  const StrengthRatioRule& ratio = weighing.facts.ratios[rule];
  std::vector<const StrengthTested*> above, below;
  switch (ratio.ratio) {
    case StrengthRatio::flexion_extension:
    case StrengthRatio::torque_extension_flexion:
      above = {weighing.tested(ratio.above, {})};
      below = {weighing.tested(ratio.below, {})};
      break;
    case StrengthRatio::right_left:
      above = {weighing.tested(ratio.above, Side::right)};
      below = {weighing.tested(ratio.below, Side::left)};
      break;
    case StrengthRatio::side_extension:
      above = {weighing.tested(ratio.above, Side::left), weighing.tested(ratio.above, Side::right)};
      below = {weighing.tested(ratio.below, {})};
      break;
  }
  std::vector<const StrengthTested*> parts = above;
  parts.insert(parts.end(), below.begin(), below.end());
  if (std::find(parts.begin(), parts.end(), nullptr) != parts.end()) return;
  const NormFound norm = match_ratio_norm(weighing.person, ratio.ratio, weighing.knowledge);
  if (!norm.norm) return;
  const Figure& limit = weighing.facts.norms[*norm.norm].limit;
  const auto occasions = occasions_of(parts, weighing.facts.test_of(ratio.above).kind);
  const auto mean = fraction_of(together(occasions), limit);
  if (!mean) return;
  RatioFound found;
  found.rule = rule;
  found.value = mean->value;
  found.at_least = mean->at_least;
  found.at_most = mean->at_most;
  found.norm = *norm.norm;
  found.fit = norm.fit;
  found.flagged = either_of(mean->above, mean->below);
  const bool leans_above = mean->above == Presence::present;
  if (found.flagged == Presence::present) {
    for (const Occasion& one : occasions) {
      const auto day = fraction_of(one, limit);
      if (!day) continue;
      const bool same_way = (leans_above ? day->above : day->below) == Presence::present;
      if (same_way && (leans_above ? day->said_if_above : day->said_if_below)) ++found.days_flagged;
    }
    found.against = places_of(leans_above ? below : above);
    found.strong = places_of(leans_above ? above : below);
    const bool twice = found.days_flagged > 1 && found.fit == NormFit::matched;
    for (const MusclePlace& place : found.against)
      weighing.speak_against(place, twice ? GroupStanding::weak : GroupStanding::watch,
                             twice ? Because::ratio_twice : Because::ratio_once, twice);
    const auto& strong = leans_above ? above : below;
    const bool at_norm = std::all_of(strong.begin(), strong.end(), [](const StrengthTested* one) {
      return one->fit == NormFit::matched && one->percent && one->percent->value >= 100;
    });
    if (at_norm) {
      for (const MusclePlace& place : found.strong) {
        auto& dominant = weighing.result.dominant;
        if (std::find(dominant.begin(), dominant.end(), place) == dominant.end()) dominant.push_back(place);
      }
    }
  }
  weighing.result.ratios.push_back(std::move(found));
}

// How much less the weaker side has, in percent of the stronger; nothing where a ceiling hides which is weaker.
struct Difference {
  double percent = 0;
  std::optional<Side> weaker;
  bool said = true;
};

std::optional<Difference> difference_of(const Occasion& left_right) {
  const Part &left = left_right[0], &right = left_right[1];
  const double larger = std::max(left.value.value, right.value.value);
  if (!(larger > 0)) return std::nullopt;
  const bool left_weaker = left.value.value < right.value.value;
  const Part& weaker = left_weaker ? left : right;
  const bool equal = left.value.value == right.value.value;
  if (weaker.value.at_least || (equal && left.value.at_least)) return std::nullopt;
  Difference found;
  found.percent = 100 * std::abs(right.value.value - left.value.value) / larger;
  if (!equal) found.weaker = left_weaker ? Side::left : Side::right;
  found.said = weaker.said;
  return found;
}

}  // namespace

void compare_ratios(Weighing& weighing) {
  if (weighing.is_child()) return;
  for (std::size_t rule = 0; rule < weighing.facts.ratios.size(); ++rule) compare_ratio(weighing, rule);
}

void compare_sides(Weighing& weighing) {
  for (std::size_t variant = 0; variant < weighing.facts.variants.size(); ++variant) {
    const StrengthTest& test = weighing.facts.test_of(variant);
    const StrengthTested* left = weighing.tested(variant, Side::left);
    const StrengthTested* right = weighing.tested(variant, Side::right);
    if (left == nullptr || right == nullptr) continue;
    const auto occasions = occasions_of({left, right}, test.kind);
    const auto mean = difference_of(together(occasions));
    if (!mean) continue;
    SidesFound found{variant, mean->percent, mean->weaker};
    // Balance swings from day to day too much for a band of strength; children have no band.
    const bool judged = test.group != MuscleGroup::balance && !weighing.is_child();
    if (judged && mean->weaker) {
      found.watch = mean->percent >= weighing.limits.asymmetry_watch;
      for (const Occasion& one : occasions) {
        const auto day = difference_of(one);
        if (day && day->said && day->weaker == mean->weaker && day->percent > weighing.limits.asymmetry_act)
          ++found.days_acted;
      }
      const bool twice = found.days_acted > 1;
      if (found.watch)
        weighing.speak_against({test.group, mean->weaker}, twice ? GroupStanding::weak : GroupStanding::watch,
                               twice ? Because::sides_differ_twice : Because::sides_differ, twice);
    }
    weighing.result.sides.push_back(found);
  }
}

}  // namespace lumbar
