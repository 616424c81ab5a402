// SPDX-License-Identifier: Apache-2.0
// The networks on which inference is measured: people drawn over the shipped facts, and random ones.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "lumbar/knowledge/knowledge.h"
#include "lumbar/science/bayes/bayes.h"

namespace lumbar::bench {

/// One network to measure on, with the query that the differential asks: mechanisms as classes, and any emergency.
struct Measured {
  std::string name;  ///< what it is, in words without spaces
  bayes::Network network;
  bayes::Query query;
  std::size_t bits = 0;  ///< its widest frontier
  /// Of a person: a question for every yes-or-no finding not yet known that would change the network. Slow.
  std::function<std::vector<bayes::Question>()> ask;
};

/// The same draws everywhere: splitmix64.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  double unit() { return static_cast<double>(next() >> 11U) * 0x1p-53; }
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }

 private:
  std::uint64_t state_;
};

/// A woman of 54 in primary care with `positives` findings drawn by `seed` from what patients are asked, half as many
/// denied, and, where wanted, every question of the safety net answered no.
Measured person(const Knowledge& knowledge, std::uint64_t seed, std::size_t positives, bool safety_net_no);

/// The first such person, by number of positives and seed, whose frontier has so many bits. Name empty: there is none.
Measured person_with_bits(const Knowledge& knowledge, std::size_t bits);

/// 70 conditions x 200 findings with 30 % of all links, 12 findings seen and 20 denied. Denied ones are free factors.
Measured random_network(std::uint64_t seed, std::size_t conditions, std::size_t findings, double links,
                        std::size_t positive, std::size_t negative);

}  // namespace lumbar::bench
