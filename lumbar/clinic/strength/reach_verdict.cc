// SPDX-License-Identifier: Apache-2.0
// Which group limits, whether all are low together, and what to test when that cannot be said.
#include <algorithm>
#include <cmath>

#include "lumbar/clinic/strength/weighing.h"

namespace lumbar {
namespace {

constexpr double equal_z = 1e-6;  // closer than any clock tells

const StrengthTested* test_of(const Weighing& weighing, const PlaceFound& found) {
  return found.tested ? &weighing.result.tested[*found.tested] : nullptr;
}

bool is_needed_most(const Weighing& weighing, const MusclePlace& place) {
  const auto& needed = weighing.person.needed_most;
  return std::find(needed.begin(), needed.end(), place.group) != needed.end();
}

// The four places of the trunk; they stand first.
std::vector<const PlaceFound*> trunk_of(const Weighing& weighing) {
  std::vector<const PlaceFound*> trunk;
  for (std::size_t i = 0; i < trunk_places.size(); ++i) trunk.push_back(&weighing.result.places[i]);
  return trunk;
}

// Where a norm does not fit, the lowest is shown for orientation alone; nobody among equals.
std::optional<MusclePlace> lowest_of(const Weighing& weighing) {
  std::vector<std::pair<double, MusclePlace>> all;
  for (const PlaceFound* place : trunk_of(weighing)) {
    const StrengthTested* tested = test_of(weighing, *place);
    if (tested != nullptr && tested->z && !tested->z->at_least) all.emplace_back(tested->z->value, place->place);
  }
  if (all.size() < 2) return std::nullopt;
  std::sort(all.begin(), all.end());
  if (all[1].first - all[0].first < equal_z) return std::nullopt;
  return all[0].second;
}

Undecided why_undecided(const Weighing& weighing) {
  if (weighing.result.tested.empty() && weighing.result.invalid.empty()) return Undecided::nothing_measured;
  if (weighing.is_child()) return Undecided::under_18;
  const auto trunk = trunk_of(weighing);
  if (std::any_of(trunk.begin(), trunk.end(), [](const PlaceFound* one) { return !one->tested; }))
    return Undecided::groups_missing;
  const bool all_fit = std::all_of(trunk.begin(), trunk.end(), [&](const PlaceFound* one) {
    const StrengthTested* tested = test_of(weighing, *one);
    return tested->fit == NormFit::matched && tested->z;
  });
  return all_fit ? Undecided::no : Undecided::no_norm_fits;
}

// All four places have a z that fits. Finds the lowest, unless a ceiling hides it.
void decide(Weighing& weighing) {
  StrengthResult& result = weighing.result;
  const auto trunk = trunk_of(weighing);
  const auto z_of = [&](const PlaceFound* one) { return *test_of(weighing, *one)->z; };
  const PlaceFound* lowest = nullptr;
  for (const PlaceFound* one : trunk) {
    if (!z_of(one).at_least && (lowest == nullptr || z_of(one).value < z_of(lowest).value)) lowest = one;
  }
  const auto hides = [&](const PlaceFound* one) {
    return z_of(one).at_least && lowest != nullptr && z_of(one).value < z_of(lowest).value;
  };
  if (lowest == nullptr || std::any_of(trunk.begin(), trunk.end(), hides)) {
    // Every lower bound is at or above the norm: nobody is low, whoever is lowest.
    const bool all_high = std::all_of(trunk.begin(), trunk.end(), [&](const PlaceFound* one) {
      return z_of(one).value >= 0 && one->standing == GroupStanding::within;
    });
    result.undecided = all_high ? Undecided::no : Undecided::hidden_by_ceiling;
    result.verdict = all_high ? StrengthVerdict::none_low : StrengthVerdict::not_decidable;
    return;
  }
  const double low = z_of(lowest).value;
  const bool together = std::all_of(trunk.begin(), trunk.end(), [&](const PlaceFound* one) {
    return !z_of(one).at_least && z_of(one).value - low <= weighing.limits.together_z + equal_z;
  });
  std::vector<const PlaceFound*> equals;
  for (const PlaceFound* one : trunk) {
    if (!z_of(one).at_least && z_of(one).value - low < equal_z) equals.push_back(one);
  }
  const bool needed = std::any_of(equals.begin(), equals.end(),
                                  [&](const PlaceFound* one) { return is_needed_most(weighing, one->place); });
  const bool low_by_norm = test_of(weighing, *lowest)->percent->value < weighing.limits.percent_low;
  const bool flagged = std::any_of(equals.begin(), equals.end(),
                                   [](const PlaceFound* one) { return one->standing >= GroupStanding::watch; });
  if (together) {
    result.verdict = low_by_norm ? StrengthVerdict::generally_low : StrengthVerdict::none_low;
  } else if (!flagged) {
    result.verdict = StrengthVerdict::none_low;
  } else {
    result.verdict = StrengthVerdict::limiting;
    for (const PlaceFound* one : equals) {
      if (!needed || is_needed_most(weighing, one->place)) result.limiting.push_back(one->place);
    }
  }
  const auto days = [&](const PlaceFound* one) { return test_of(weighing, *one)->days.size(); };
  result.provisional = std::any_of(equals.begin(), equals.end(), [&](const PlaceFound* one) { return days(one) < 2; });
}

bool is_low(const Weighing& weighing, std::string_view test) {
  const auto& facts = weighing.facts;
  return std::any_of(weighing.result.tested.begin(), weighing.result.tested.end(), [&](const StrengthTested& one) {
    return facts.test_of(one.variant).name == test &&
           std::any_of(one.cutoffs.begin(), one.cutoffs.end(), [&](const Cutoff& cutoff) {
             return cutoff.beyond && facts.norms[cutoff.norm].use == NormUse::low;
           });
  });
}

}  // namespace

void reach_verdict(Weighing& weighing) {
  StrengthResult& result = weighing.result;
  result.undecided = why_undecided(weighing);
  if (result.undecided == Undecided::no) decide(weighing);
  if (result.verdict == StrengthVerdict::not_decidable && !weighing.is_child())
    result.lowest_so_far = lowest_of(weighing);
  bool trunk_low = result.verdict == StrengthVerdict::generally_low;
  for (std::size_t i = 0; i < result.places.size(); ++i) {
    const PlaceFound& found = result.places[i];
    if (found.standing == GroupStanding::weak) result.weak.push_back(found.place);
    if (found.standing == GroupStanding::watch) result.watch.push_back(found.place);
    trunk_low = trunk_low || (i < trunk_places.size() && found.standing == GroupStanding::weak);
  }
  result.whole_body_low = trunk_low && is_low(weighing, "grip_strength") &&
                          (is_low(weighing, "chair_stand_30s") || is_low(weighing, "five_times_sit_to_stand"));
}

namespace {

bool has_norm_that_fits(const Weighing& weighing, std::size_t variant, std::optional<Side> side) {
  const NormFound found = match_norm(weighing.person, variant, side, NormUse::compare, weighing.knowledge);
  return found.fit == NormFit::matched && weighing.facts.norms[*found.norm].sd;
}

// The first way of testing a place whose norm fits; else the first there is.
std::pair<std::size_t, bool> way_to_test(const Weighing& weighing, const MusclePlace& place) {
  const auto& facts = weighing.facts;
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < facts.variants.size(); ++i) {
    if (facts.test_of(i).group != place.group || facts.test_of(i).kind != StrengthKind::hold) continue;
    if (has_norm_that_fits(weighing, i, place.side)) return {i, true};
    if (!first) first = i;
  }
  return {first.value_or(0), false};
}

}  // namespace

void choose_next_tests(Weighing& weighing) {
  StrengthResult& result = weighing.result;
  const auto add = [&](std::size_t variant, std::optional<Side> side, NextTest::Why why) {
    const bool there = std::any_of(result.next.begin(), result.next.end(),
                                   [&](const NextTest& one) { return one.variant == variant && one.side == side; });
    if (!there) result.next.push_back({variant, side, why});
  };
  if (weighing.is_child()) return;
  for (const PlaceFound* place : trunk_of(weighing)) {
    if (place->tested) continue;
    if (place->standing == GroupStanding::invalid) {
      for (const InvalidMeasure& one : result.invalid) {
        if (MusclePlace{weighing.facts.test_of(one.measure.variant).group, one.measure.side} != place->place) continue;
        const auto gentler = weighing.facts.variants[one.measure.variant].gentler;
        add(gentler ? *gentler : one.measure.variant, one.measure.side, NextTest::Why::stopped);
      }
    } else {
      add(way_to_test(weighing, place->place).first, place->place.side, NextTest::Why::missing);
    }
  }
  for (const PlaceFound& place : result.places) {
    const StrengthTested* tested = test_of(weighing, place);
    if (tested == nullptr) continue;
    const auto has = [&](Because because) {
      return std::find(place.because.begin(), place.because.end(), because) != place.because.end();
    };
    if (has(Because::reason_unsaid)) add(tested->variant, place.place.side, NextTest::Why::reason_unsaid);
    if (place.standing >= GroupStanding::watch && !place.confirmed)
      add(tested->variant, place.place.side, NextTest::Why::repeat);
  }
  for (const PlaceFound* place : trunk_of(weighing)) {
    const StrengthTested* tested = test_of(weighing, *place);
    if (tested == nullptr || (tested->fit == NormFit::matched && tested->z)) continue;
    const auto [variant, fits] = way_to_test(weighing, place->place);
    if (fits) add(variant, place->place.side, NextTest::Why::norm_that_fits);
  }
}

}  // namespace lumbar
