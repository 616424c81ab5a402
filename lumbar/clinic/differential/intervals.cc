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

Worlds::Worlds(const PersonalNetwork& personal, const std::vector<double>& prior_spread) : personal_(personal) {
  for (std::size_t cause = 0; cause < personal.ranked.size(); ++cause)
    cause_spread_.push_back(std::hypot(prior_spread[personal.ranked[cause].row()], personal.odds_spread[cause]));
  for (std::size_t c = 0; c < prior_spread.size(); ++c)
    background_spread_.push_back(std::hypot(prior_spread[c], personal.background_spread[c]));
  for (const bayes::Group& group : personal.network.groups) {
    std::vector<double>& logs = link_log_ratio_.emplace_back();
    for (const bayes::Link& link : group.links) logs.push_back(std::log1p((group.ceiling - 1) * link.explains));
  }
}

void Worlds::draw(std::size_t world, bayes::Network& network) const {
  const bayes::Network& point = personal_.network;
  network.odds.resize(point.odds.size());
  network.groups.resize(point.groups.size());
  for (std::size_t cause = 0; cause < point.odds.size(); ++cause) {
    const double z = normal(world, personal_.ranked[cause].row(), of_the_condition);
    network.odds[cause] = point.odds[cause] * std::exp(cause_spread_[cause] * z);
  }
  for (std::size_t g = 0; g < point.groups.size(); ++g) {
    const bayes::Group& from = point.groups[g];
    bayes::Group& to = network.groups[g];
    to.links.resize(from.links.size());
    to.ceiling = 1;
    for (std::size_t i = 0; i < from.links.size(); ++i) {
      const std::uint16_t cause = from.links[i].cause;
      const double z = normal(world, personal_.ranked[cause].row(), personal_.manifestation[g].row());
      double ratio = std::exp(link_log_ratio_[g][i] + personal_.link_spread[g][i] * z);
      // What speaks against the cause in this world is a factor on its own odds.
      if (ratio <= 1) {
        network.odds[cause] *= ratio;
        ratio = 1;
      }
      to.links[i] = {cause, ratio};
      to.ceiling = std::max(to.ceiling, ratio);
    }
    // A link that explains nothing stays, with a chance too small to matter: every world has the same shape.
    to.ceiling = std::max(to.ceiling, 1 + 1e-9);
    for (bayes::Link& link : to.links) link.explains = std::clamp((link.explains - 1) / (to.ceiling - 1), 1e-12, 1.0);
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
  const Worlds worlds(personal, prior_spread);
  const bool any_apart = std::find(apart.begin(), apart.end(), 1) != apart.end();
  bayes::Network drawn;
  bayes::Network kept;
  bayes::Workspace workspace;
  const auto network_of = [&](std::size_t world) -> const bayes::Network& {
    worlds.draw(world, drawn);
    if (!any_apart) return drawn;
    kept = bayes::taken_apart(drawn, apart);
    return kept;
  };
  const double cells = bayes::valid(network_of(0)) ? bayes::work(network_of(0), query, workspace) : most_cells;
  Intervals found;
  found.worlds = static_cast<std::size_t>(std::min<double>(most_worlds, most_cells / (cells + 1)));
  if (found.worlds < least_worlds) return std::nullopt;

  const std::size_t causes = personal.ranked.size();
  const std::size_t classes = 4;
  std::vector<std::vector<double>> cause(causes);
  std::array<std::vector<double>, classes> mechanism;
  std::vector<double> emergency;
  bayes::Posterior one;
  for (std::size_t world = 0; world < found.worlds; ++world) {
    const bayes::Network& network = network_of(world);
    if (!bayes::valid(network)) continue;  // beyond the range of a double: so far out that 95 % do not reach there
    bayes::infer(network, query, workspace, one);
    for (std::size_t i = 0; i < causes; ++i) cause[i].push_back(one.cause[i]);
    if (!one.any_of.empty()) emergency.push_back(one.any_of.front());
    double rest = 1;
    for (std::size_t which = 0; which < classes; ++which) {
      if (which == static_cast<std::size_t>(Mechanism::mixed)) continue;
      const double only = which < one.only.size() ? one.only[which] : 0;
      mechanism[which].push_back(only);
      rest -= only;
    }
    mechanism[static_cast<std::size_t>(Mechanism::mixed)].push_back(std::max(0.0, rest));
  }
  if (mechanism[0].size() < least_worlds) return std::nullopt;

  const double bound = posterior.error_bound;
  found.condition.assign(prior_spread.size(), {0, 0});
  for (std::size_t i = 0; i < causes; ++i)
    found.condition[personal.ranked[i].row()] = middle_of(cause[i], posterior.cause[i], bound);
  for (std::size_t c = 0; c < prior_spread.size(); ++c) {
    if (personal.background[c] <= 0) continue;
    std::vector<double> values;
    for (std::size_t world = 0; world < found.worlds; ++world)
      values.push_back(worlds.background(world, ConditionId(c)));
    found.condition[c] = middle_of(values, personal.background[c], 0);
  }
  double rest = 1;
  for (std::size_t which = 0; which < classes; ++which) {
    if (which == static_cast<std::size_t>(Mechanism::mixed)) continue;
    const double only = which < posterior.only.size() ? posterior.only[which] : 0;
    found.mechanism[which] = middle_of(mechanism[which], only, bound);
    rest -= only;
  }
  const auto mixed_place = static_cast<std::size_t>(Mechanism::mixed);
  found.mechanism[mixed_place] = middle_of(mechanism[mixed_place], std::max(0.0, rest), bound);
  if (!emergency.empty()) found.any_emergency = middle_of(emergency, posterior.any_of.front(), bound);
  return found;
}

}  // namespace lumbar
