// SPDX-License-Identifier: Apache-2.0
// How sure the differential is of its own figures: 95 % credible intervals from many sampled worlds. Private to this
// room.
//
// In each world every prior and every ratio is drawn from its own distribution (facts/spread.toml), the network of the
// person is built from them, and all chances are reckoned anew; the interval is where a chance lies in 95 % of the
// worlds. Same person, same facts, same worlds.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "lumbar/clinic/differential/network.h"
#include "lumbar/science/bayes/bayes.h"

namespace lumbar {

/// The distributions of one person's figures, and worlds drawn from them.
class Worlds {
 public:
  /// `prior_spread` by condition row, as prior_spreads gives them; `apart` marks the groups of the network whose links
  /// are factors on their causes' own odds (empty: none). `personal` must outlive this.
  Worlds(const PersonalNetwork& personal, const std::vector<double>& prior_spread,
         const std::vector<std::uint8_t>& apart);

  /// What every world has alike: the causes, and the groups that are not apart.
  const bayes::Network& shape() const { return shape_; }
  /// The numbers of the first `count` worlds, written over `samples`.
  void draw(std::size_t count, bayes::Samples& samples) const;
  /// The numbers of worlds that are given: by how many of its standard deviations each figure is off in each of them.
  /// Figure by figure: first of each cause, then of each link, group by group.
  void place(std::size_t count, const std::vector<double>& deviations, bayes::Samples& samples) const;
  /// How far a cause's own odds may be off, prior and evidence together: standard deviation of their logarithm.
  double spread_of(std::size_t cause) const { return cause_spread_[cause]; }
  /// The odds of a background condition, moved by so many standard deviations, as a chance.
  double background_at(double deviations, ConditionId condition) const;
  /// The chance of a background condition in one world.
  double background(std::size_t world, ConditionId condition) const;

 private:
  template <class OfCause, class OfLink>
  void fill(std::size_t count, const OfCause& of_cause, const OfLink& of_link, bayes::Samples& samples) const;

  const PersonalNetwork& personal_;
  std::vector<std::uint8_t> apart_;
  bayes::Network shape_;
  std::vector<double> cause_spread_;  // prior and evidence together
  std::vector<double> background_spread_;
};

/// A number drawn for a world and whatever two numbers name: standard normal, or evenly from [0, 1). No state: the same
/// names give the same number, on every machine.
double normal(std::size_t world, std::uint64_t first, std::uint64_t second);
double uniform(std::size_t world, std::uint64_t first, std::uint64_t second);
/// 64 coins.
std::uint64_t coins(std::uint64_t first, std::uint64_t second);

using Interval = std::pair<double, double>;

struct Intervals {
  std::size_t worlds = 0;           ///< 0: by slopes
  std::vector<Interval> condition;  ///< by condition row
  std::array<Interval, 4> mechanism{};
  Interval any_emergency{0, 0};
};

/// Intervals of all that `query` asks; each holds its point, the chance in `posterior`, and the bound of what is not
/// exact. From 1,000 worlds; nothing where they cost more than `most_cells` table cells.
/// `apart` marks the groups that were weighed apart (empty: none).
std::optional<Intervals> reckon_intervals(const PersonalNetwork& personal, const std::vector<double>& prior_spread,
                                          const bayes::Query& query, const bayes::Posterior& posterior,
                                          const std::vector<std::uint8_t>& apart, double most_cells);

/// The same by slopes, for the chances of `wanted`, the mechanisms and any emergency (background conditions are always
/// told): log odds are taken as normal, as wide as the slopes by every figure make them, around a middle that eight
/// mirrored pairs of worlds give. Nothing where that costs more than `most_cells`, or a slope cannot be had.
/// lumbar_intervals (bench) holds it against sampling.
std::optional<Intervals> intervals_by_slopes(const PersonalNetwork& personal, const std::vector<double>& prior_spread,
                                             const bayes::Query& query, const bayes::Posterior& posterior,
                                             const std::vector<std::uint8_t>& apart,
                                             const std::vector<ConditionId>& wanted, double most_cells);

}  // namespace lumbar
