// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/differential/intervals.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "lumbar/base/scales.h"

namespace lumbar {
namespace {

constexpr std::size_t most_worlds = 1000;
constexpr std::size_t least_worlds = 100;
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

Worlds::Worlds(const PersonalNetwork& personal, const std::vector<double>& prior_spread,
               const std::vector<std::uint8_t>& apart)
    : personal_(personal), apart_(apart) {
  apart_.resize(personal.network.groups.size(), 0);
  for (std::size_t cause = 0; cause < personal.ranked.size(); ++cause)
    cause_spread_.push_back(std::hypot(prior_spread[personal.ranked[cause].row()], personal.odds_spread[cause]));
  for (std::size_t c = 0; c < prior_spread.size(); ++c)
    background_spread_.push_back(std::hypot(prior_spread[c], personal.background_spread[c]));
  shape_.odds = personal.network.odds;
  for (std::size_t g = 0; g < apart_.size(); ++g) {
    if (!apart_[g]) shape_.groups.push_back(personal.network.groups[g]);
  }
}

void Worlds::draw(std::size_t count, bayes::Samples& samples) const {
  const bayes::Network& point = personal_.network;
  samples.count = count;
  samples.odds.resize(point.odds.size() * count);
  samples.ceiling.clear();
  samples.explains.clear();
  for (std::size_t cause = 0; cause < point.odds.size(); ++cause) {
    double* odds = samples.odds.data() + cause * count;
    for (std::size_t world = 0; world < count; ++world) {
      const double z = normal(world, personal_.ranked[cause].row(), of_the_condition);
      odds[world] = point.odds[cause] * std::exp(cause_spread_[cause] * z);
    }
  }
  for (std::size_t g = 0; g < point.groups.size(); ++g) {
    const bayes::Group& group = point.groups[g];
    const std::size_t first_link = samples.explains.size();
    // A ceiling of 1 would leave nothing to divide by: links that explain nothing keep a place in every world.
    std::vector<double> ceiling(count, 1 + 1e-9);
    for (std::size_t i = 0; i < group.links.size(); ++i) {
      const std::uint16_t cause = group.links[i].cause;
      const double log_ratio = std::log1p((group.ceiling - 1) * group.links[i].explains);
      double* odds = samples.odds.data() + cause * count;
      for (std::size_t world = 0; world < count; ++world) {
        const double z = normal(world, personal_.ranked[cause].row(), personal_.manifestation[g].row());
        double ratio = std::exp(log_ratio + personal_.link_spread[g][i] * z);
        // What speaks against the cause in this world is a factor on its own odds.
        if (ratio <= 1 || apart_[g]) {
          odds[world] *= ratio;
          ratio = 1;
        }
        if (apart_[g]) continue;
        samples.explains.push_back(ratio);
        ceiling[world] = std::max(ceiling[world], ratio);
      }
    }
    if (apart_[g]) continue;
    for (std::size_t at = first_link; at < samples.explains.size(); ++at) {
      double& explains = samples.explains[at];
      explains = std::clamp((explains - 1) / (ceiling[(at - first_link) % count] - 1), 1e-12, 1.0);
    }
    samples.ceiling.insert(samples.ceiling.end(), ceiling.begin(), ceiling.end());
  }
}

double Worlds::background(std::size_t world, ConditionId condition) const {
  const double chance = personal_.background[condition.row()];
  if (chance <= 0 || chance >= 1) return chance;
  const double z = normal(world, condition.row(), of_the_condition);
  const double odds = chance / (1 - chance) * std::exp(background_spread_[condition.row()] * z);
  return odds / (1 + odds);
}

std::optional<Intervals> reckon_intervals(const PersonalNetwork& personal, const std::vector<double>& prior_spread,
                                          const bayes::Query& query, const bayes::Posterior& posterior,
                                          const std::vector<std::uint8_t>& apart, double most_cells) {
  const Worlds worlds(personal, prior_spread, apart);
  if (!bayes::valid(worlds.shape())) return std::nullopt;
  bayes::Workspace workspace;
  const double cells = bayes::work(worlds.shape(), query, workspace);
  Intervals found;
  found.worlds = static_cast<std::size_t>(std::min<double>(most_worlds, most_cells / (cells + 1)));
  if (found.worlds < least_worlds) return std::nullopt;
  bayes::Samples samples;
  worlds.draw(found.worlds, samples);
  bayes::ManyWorkspace many;
  bayes::ManyPosteriors sampled;
  if (!bayes::infer_many(worlds.shape(), query, samples, many, sampled)) return std::nullopt;
  // Worlds beyond the range of a double are so far out that 95 % do not reach there.
  if (found.worlds < least_worlds + sampled.refused) return std::nullopt;

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
