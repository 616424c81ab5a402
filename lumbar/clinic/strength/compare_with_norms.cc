// SPDX-License-Identifier: Apache-2.0
// Days of one way of testing, and what they are beside the norm.
#include <algorithm>
#include <cmath>
#include <tuple>

#include "lumbar/clinic/strength/weighing.h"

namespace lumbar {
namespace {

bool says_nothing(Stopped stopped) { return stopped == Stopped::pain || stopped == Stopped::limb; }

auto order_of(const StrengthMeasure& one) { return std::tuple(one.variant, one.side, one.day, one.value, one.stopped); }

Amount amount_of(const StrengthMeasure& one, const StrengthVariant& variant) {
  if (variant.ceiling && one.value >= *variant.ceiling) return {*variant.ceiling, true};
  return {one.value, one.stopped == Stopped::ceiling};
}

// One day out of its values, which stand in ascending order.
TestedDay day_of(std::span<const StrengthMeasure> values, const StrengthTest& test, const StrengthVariant& variant) {
  TestedDay day{values.front().day, {}, Stopped::not_said, false};
  if (test.same_day == SameDay::mean) {
    day.stopped = values.front().stopped;
    for (const StrengthMeasure& one : values) {
      const Amount amount = amount_of(one, variant);
      day.value.value += amount.value / static_cast<double>(values.size());
      day.value.at_least = day.value.at_least || amount.at_least;
      if (one.stopped == Stopped::not_said) day.stopped = Stopped::not_said;
    }
    return day;
  }
  const bool largest = (test.same_day == SameDay::best) != test.lower_is_better;
  const StrengthMeasure& chosen = largest ? values.back() : values.front();
  day.value = amount_of(chosen, variant);
  day.stopped = chosen.stopped;
  return day;
}

Amount mean_of(const std::vector<TestedDay>& days) {
  Amount mean;
  for (const TestedDay& day : days) {
    mean.value += day.value.value / static_cast<double>(days.size());
    mean.at_least = mean.at_least || day.value.at_least;
  }
  return mean;
}

// A hold that ended for a reason nobody gave may have ended by pain.
bool reason_is_unsaid(Stopped stopped, StrengthKind kind) {
  return kind == StrengthKind::hold && (stopped == Stopped::not_said || stopped == Stopped::other);
}

struct Compared {
  std::optional<Amount> percent, z;
};

Compared compared(Amount value, const Norm& norm) {
  const double middle = norm.mean.point ? *norm.mean.point : norm.p50.value_or(0);
  Compared found;
  if (!(middle > 0) || (norm.lower_is_better && !(value.value > 0))) return found;
  found.percent =
      Amount{norm.lower_is_better ? 100 * middle / value.value : 100 * value.value / middle, value.at_least};
  if (norm.sd)
    found.z = Amount{(norm.lower_is_better ? middle - value.value : value.value - middle) / *norm.sd, value.at_least};
  return found;
}

// What the days say by the norm alone.
void judge(StrengthTested& tested, const StrengthLimits& limits, StrengthKind kind) {
  const auto low_days = static_cast<std::size_t>(
      std::count_if(tested.days.begin(), tested.days.end(), [](const TestedDay& day) { return day.low; }));
  const bool percent_low = tested.percent && !tested.percent->at_least && tested.percent->value < limits.percent_low;
  const bool z_low = tested.z && !tested.z->at_least && tested.z->value < limits.z_low;
  tested.standing = tested.percent ? GroupStanding::within : GroupStanding::no_norm;
  const auto stands = [&](GroupStanding standing, Because because) {
    tested.standing = std::max(tested.standing, standing);
    tested.because.push_back(because);
  };
  if (low_days > 0 && tested.days.size() == 1) {
    stands(GroupStanding::weak, Because::low_once);
  } else if (low_days > 1) {
    stands(GroupStanding::weak, Because::low_twice);
  } else if (low_days == 1) {
    stands(GroupStanding::watch, Because::days_disagree);
  } else if (percent_low) {
    if (!z_low) stands(GroupStanding::watch, Because::percent_alone);
    const bool unsaid = std::any_of(tested.days.begin(), tested.days.end(),
                                    [&](const TestedDay& day) { return reason_is_unsaid(day.stopped, kind); });
    if (z_low && unsaid) stands(GroupStanding::watch, Because::reason_unsaid);
    if (tested.fit != NormFit::matched) stands(GroupStanding::watch, Because::norm_does_not_fit);
    // Low on the mean of days of which none was low in both.
    if (tested.standing < GroupStanding::watch) stands(GroupStanding::watch, Because::days_disagree);
  }
  if (std::any_of(tested.cutoffs.begin(), tested.cutoffs.end(), [](const Cutoff& one) { return one.beyond; }))
    stands(GroupStanding::watch, Because::below_cutoff);
}

bool is_beyond(Amount value, const Norm& norm) {
  const double limit = *norm.limit.point;
  if (norm.limit_counts && value.value == limit) return !value.at_least;
  return norm.lower_is_better ? value.value > limit : value.value < limit && !value.at_least;
}

}  // namespace

const StrengthTested* Weighing::tested(std::size_t variant, std::optional<Side> side) const {
  const auto found = std::find_if(result.tested.begin(), result.tested.end(), [&](const StrengthTested& one) {
    return one.variant == variant && one.place.side == side;
  });
  return found == result.tested.end() ? nullptr : &*found;
}

void gather_days(Weighing& weighing, std::vector<StrengthMeasure> measures) {
  std::sort(measures.begin(), measures.end(),
            [](const StrengthMeasure& a, const StrengthMeasure& b) { return order_of(a) < order_of(b); });
  std::vector<StrengthMeasure> valid;
  for (const StrengthMeasure& one : measures) {
    if (weighing.facts.test_of(one.variant).kind == StrengthKind::grade) continue;  // a question of nerves
    if (says_nothing(one.stopped)) {
      weighing.result.invalid.push_back({one});
    } else {
      valid.push_back(one);
    }
  }
  for (auto from = valid.begin(); from != valid.end();) {
    const auto to = std::find_if(from, valid.end(), [&](const StrengthMeasure& one) {
      return one.variant != from->variant || one.side != from->side;
    });
    const StrengthVariant& variant = weighing.facts.variants[from->variant];
    const StrengthTest& test = weighing.facts.tests[variant.test];
    StrengthTested tested;
    tested.variant = from->variant;
    tested.place = {test.group, from->side};
    const Date latest = std::prev(to)->day;
    while (from != to) {
      const auto next = std::find_if(from, to, [&](const StrengthMeasure& one) { return one.day != from->day; });
      const TestedDay day = day_of({from, next}, test, variant);
      if (static_cast<double>(latest.days_since(day.day)) <= weighing.limits.window_days) {
        tested.days.push_back(day);
      } else {
        ++tested.older_days;
      }
      from = next;
    }
    tested.value = mean_of(tested.days);
    weighing.result.tested.push_back(std::move(tested));
  }
}

void compare_with_norms(Weighing& weighing) {
  for (StrengthTested& tested : weighing.result.tested) {
    const StrengthKind kind = weighing.facts.test_of(tested.variant).kind;
    const NormFound found =
        match_norm(weighing.person, tested.variant, tested.place.side, NormUse::compare, weighing.knowledge);
    tested.norm = found.norm;
    tested.fit = found.fit;
    if (tested.norm) {
      const Norm& norm = weighing.facts.norms[*tested.norm];
      const Compared whole = compared(tested.value, norm);
      tested.percent = whole.percent;
      tested.z = whole.z;
      for (TestedDay& day : tested.days) {
        const Compared one = compared(day.value, norm);
        day.low = tested.fit == NormFit::matched && one.percent && one.z && !day.value.at_least &&
                  !reason_is_unsaid(day.stopped, kind) && one.percent->value < weighing.limits.percent_low &&
                  one.z->value < weighing.limits.z_low;
      }
    }
    for (const NormUse use : {NormUse::low, NormUse::average}) {
      const NormFound cutoff = match_norm(weighing.person, tested.variant, tested.place.side, use, weighing.knowledge);
      if (cutoff.fit == NormFit::matched)
        tested.cutoffs.push_back({*cutoff.norm, is_beyond(tested.value, weighing.facts.norms[*cutoff.norm])});
    }
    judge(tested, weighing.limits, kind);
  }
}

}  // namespace lumbar
