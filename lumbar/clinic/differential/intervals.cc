// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/differential/intervals.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "lumbar/base/logarithm.h"
#include "lumbar/base/scales.h"

namespace lumbar {
namespace {

constexpr std::size_t sampled_worlds = 1000;
constexpr std::size_t least_worlds = 100;  // that are within the range of a double
constexpr std::size_t quantiles = 4096;
constexpr std::uint64_t of_the_condition = ~std::uint64_t{0};  // in the place of a manifestation

// The middles of 4,096 equally likely slices of a standard normal, rounded so that no machine's last bit matters.
const std::array<double, quantiles>& normal_slices() {
  static const std::array<double, quantiles> slices = [] {
    std::array<double, quantiles> made{};
    for (std::size_t i = 0; i < quantiles; ++i) {
      const double below = (static_cast<double>(i) + 0.5) / quantiles;
      double low = -6;
      double high = 6;
      for (int halving = 0; halving < 60; ++halving) {
        const double middle = (low + high) / 2;
        (std::erfc(-middle / std::numbers::sqrt2) / 2 < below ? low : high) = middle;
      }
      made[i] = std::nearbyint(low * 1e9) / 1e9;
    }
    return made;
  }();
  return slices;
}

// SplitMix64 (Steele, Lea and Flood 2014), its finisher: neighbouring numbers become independent ones.
std::uint64_t mixed(std::uint64_t number) {
  number += 0x9E3779B97F4A7C15U;
  number = (number ^ (number >> 30U)) * 0xBF58476D1CE4E5B9U;
  number = (number ^ (number >> 27U)) * 0x94D049BB133111EBU;
  return number ^ (number >> 31U);
}

// Two independent standard deviations together. A root is rounded alike everywhere, a hypotenuse is not.
double both(double one, double other) { return std::sqrt(square(one) + square(other)); }

// normal(world, first, second) of the first `count` worlds.
void normals(std::size_t count, std::uint64_t first, std::uint64_t second, double* row) {
  const std::array<double, quantiles>& slices = normal_slices();
  const std::uint64_t names = mixed(mixed(first) ^ second);
  for (std::size_t world = 0; world < count; ++world) row[world] = slices[mixed(names ^ world) % quantiles];
}

// The middle 95 % of the values, wide enough for the point itself and for what the bound leaves open.
Interval middle_of(std::vector<double>& values, double point, double error_bound) {
  const std::size_t cut = values.size() / 40;
  const auto low = values.begin() + static_cast<std::ptrdiff_t>(cut);
  const auto high = values.end() - static_cast<std::ptrdiff_t>(cut) - 1;
  std::nth_element(values.begin(), low, values.end());
  const double from = *low;
  std::nth_element(values.begin(), high, values.end());
  const double to = *high;
  return {std::max(0.0, std::min(from, point) - error_bound), std::min(1.0, std::max(to, point) + error_bound)};
}

}  // namespace

double normal(std::size_t world, std::uint64_t first, std::uint64_t second) {
  return normal_slices()[mixed(mixed(mixed(first) ^ second) ^ world) % quantiles];
}

double uniform(std::size_t world, std::uint64_t first, std::uint64_t second) {
  return static_cast<double>(mixed(mixed(mixed(first) ^ second) ^ world) >> 11U) * 0x1p-53;
}

std::uint64_t coins(std::uint64_t first, std::uint64_t second) { return mixed(mixed(first) ^ second); }

Worlds::Worlds(const PersonalNetwork& personal, const std::vector<double>& prior_spread,
               const std::vector<std::uint8_t>& apart)
    : personal_(personal), apart_(apart) {
  apart_.resize(personal.network.groups.size(), 0);
  for (std::size_t cause = 0; cause < personal.ranked.size(); ++cause)
    cause_spread_.push_back(both(prior_spread[personal.ranked[cause].row()], personal.odds_spread[cause]));
  for (std::size_t c = 0; c < prior_spread.size(); ++c)
    background_spread_.push_back(both(prior_spread[c], personal.background_spread[c]));
  shape_.odds = personal.network.odds;
  for (std::size_t g = 0; g < apart_.size(); ++g) {
    if (!apart_[g]) shape_.groups.push_back(personal.network.groups[g]);
  }
}

template <class OfCause, class OfLink>
void Worlds::fill(std::size_t count, const OfCause& of_cause, const OfLink& of_link, bayes::Samples& samples) const {
  const bayes::Network& point = personal_.network;
  samples.count = count;
  samples.odds.resize(point.odds.size() * count);
  samples.ceiling.clear();
  samples.explains.clear();
  for (std::size_t cause = 0; cause < point.odds.size(); ++cause) {
    double* const odds = samples.odds.data() + cause * count;
    of_cause(cause, odds);
    for (std::size_t world = 0; world < count; ++world) odds[world] *= cause_spread_[cause];
    exponentials(odds, count);
    for (std::size_t world = 0; world < count; ++world) odds[world] *= point.odds[cause];
  }
  std::size_t links = 0;
  for (const bayes::Group& group : point.groups) links += group.links.size();
  samples.explains.reserve(links * count);
  std::vector<double> ratio(count);
  std::vector<double> ceiling;
  for (std::size_t g = 0; g < point.groups.size(); ++g) {
    const bayes::Group& group = point.groups[g];
    const std::size_t first_link = samples.explains.size();
    // A ceiling of 1 would leave nothing to divide by: links that explain nothing keep a place in every world.
    ceiling.assign(count, 1 + 1e-9);
    for (std::size_t i = 0; i < group.links.size(); ++i) {
      const double log_ratio = natural_log(1 + (group.ceiling - 1) * group.links[i].explains);
      const double spread = personal_.link_spread[g][i];
      double* const odds = samples.odds.data() + group.links[i].cause * count;
      of_link(g, i, ratio.data());
      for (std::size_t world = 0; world < count; ++world) ratio[world] = log_ratio + spread * ratio[world];
      exponentials(ratio.data(), count);
      if (apart_[g]) {
        for (std::size_t world = 0; world < count; ++world) odds[world] *= ratio[world];
        continue;
      }
      // What speaks against the cause in this world is a factor on its own odds.
      for (std::size_t world = 0; world < count; ++world) {
        odds[world] *= std::min(ratio[world], 1.0);
        ratio[world] = std::max(ratio[world], 1.0);
        ceiling[world] = std::max(ceiling[world], ratio[world]);
      }
      samples.explains.insert(samples.explains.end(), ratio.begin(), ratio.end());
    }
    if (apart_[g]) continue;
    for (std::size_t first = first_link; first < samples.explains.size(); first += count) {
      double* const explains = samples.explains.data() + first;
      for (std::size_t world = 0; world < count; ++world)
        explains[world] = std::clamp((explains[world] - 1) / (ceiling[world] - 1), 1e-12, 1.0);
    }
    samples.ceiling.insert(samples.ceiling.end(), ceiling.begin(), ceiling.end());
  }
}

void Worlds::draw(std::size_t count, bayes::Samples& samples) const {
  const auto of_cause = [&](std::size_t cause, double* row) {
    normals(count, personal_.ranked[cause].row(), of_the_condition, row);
  };
  const auto of_link = [&](std::size_t g, std::size_t i, double* row) {
    const std::uint16_t cause = personal_.network.groups[g].links[i].cause;
    normals(count, personal_.ranked[cause].row(), personal_.manifestation[g].row(), row);
  };
  fill(count, of_cause, of_link, samples);
}

void Worlds::place(std::size_t count, const std::vector<double>& deviations, bayes::Samples& samples) const {
  auto next = deviations.begin();  // fill asks in the order of the figures: causes, then links, group by group
  const auto of_next = [&](double* row) {
    std::copy_n(next, count, row);
    next += static_cast<std::ptrdiff_t>(count);
  };
  const auto of_cause = [&](std::size_t, double* row) { of_next(row); };
  const auto of_link = [&](std::size_t, std::size_t, double* row) { of_next(row); };
  fill(count, of_cause, of_link, samples);
}

double Worlds::background_at(double deviations, ConditionId condition) const {
  const double chance = personal_.background[condition.row()];
  if (chance <= 0 || chance >= 1) return chance;
  const double odds = chance / (1 - chance) * exponential(background_spread_[condition.row()] * deviations);
  return odds / (1 + odds);
}

double Worlds::background(std::size_t world, ConditionId condition) const {
  return background_at(normal(world, condition.row(), of_the_condition), condition);
}

std::optional<Intervals> reckon_intervals(const PersonalNetwork& personal, const std::vector<double>& prior_spread,
                                          const bayes::Query& query, const bayes::Posterior& posterior,
                                          const std::vector<std::uint8_t>& apart, double most_cells) {
  const Worlds worlds(personal, prior_spread, apart);
  if (!bayes::valid(worlds.shape())) return std::nullopt;
  bayes::Workspace workspace;
  const double cells = bayes::work(worlds.shape(), query, workspace);
  Intervals found;
  found.worlds = sampled_worlds;
  if (!(cells * static_cast<double>(found.worlds) <= most_cells)) return std::nullopt;
  bayes::Samples samples;
  worlds.draw(found.worlds, samples);
  bayes::ManyWorkspace many;
  bayes::ManyPosteriors sampled;
  if (!bayes::infer_many(worlds.shape(), query, samples, many, sampled)) return std::nullopt;
  // Worlds beyond the range of a double are so far out that 95 % do not reach there.
  if (sampled.refused + least_worlds > found.worlds) return std::nullopt;

  // The values of one chance over all worlds, and its interval.
  std::vector<double> values;
  const auto values_at = [&](const std::vector<double>& all, std::size_t which) {
    values.clear();
    for (std::size_t world = 0; world < found.worlds; ++world) {
      const double value = all[which * found.worlds + world];
      if (!std::isnan(value)) values.push_back(value);
    }
  };
  const double bound = posterior.error_bound;
  found.condition.assign(prior_spread.size(), {0, 0});
  for (std::size_t cause = 0; cause < personal.ranked.size(); ++cause) {
    values_at(sampled.cause, cause);
    found.condition[personal.ranked[cause].row()] = middle_of(values, posterior.cause[cause], bound);
  }
  for (std::size_t c = 0; c < prior_spread.size(); ++c) {
    if (personal.background[c] <= 0) continue;
    values.clear();
    for (std::size_t world = 0; world < found.worlds; ++world)
      values.push_back(worlds.background(world, ConditionId(c)));
    found.condition[c] = middle_of(values, personal.background[c], 0);
  }
  const auto mixed_place = static_cast<std::size_t>(Mechanism::mixed);
  std::vector<double> rest(found.worlds, 1);
  double rest_said = 1;
  for (std::size_t which = 0; which < posterior.only.size() && which < found.mechanism.size(); ++which) {
    if (which == mixed_place) continue;
    for (std::size_t world = 0; world < found.worlds; ++world)
      rest[world] -= sampled.only[which * found.worlds + world];
    rest_said -= posterior.only[which];
    values_at(sampled.only, which);
    found.mechanism[which] = middle_of(values, posterior.only[which], bound);
  }
  for (double& share : rest) share = std::isnan(share) ? share : std::max(0.0, share);
  values_at(rest, 0);
  found.mechanism[mixed_place] = middle_of(values, std::max(0.0, rest_said), bound);
  if (!posterior.any_of.empty()) {
    values_at(sampled.any_of, 0);
    found.any_emergency = middle_of(values, posterior.any_of.front(), bound);
  }
  return found;
}

}  // namespace lumbar
