// SPDX-License-Identifier: Apache-2.0
// Networks and queries drawn for the tests of this room. No part of the engine.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "lumbar/science/bayes/bayes.h"

namespace lumbar::bayes {

/// The same draws on every machine: splitmix64.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  double unit() { return static_cast<double>(next() >> 11U) * 0x1p-53; }
  double between(double low, double high) { return low + (high - low) * unit(); }
  double log_between(double low, double high) { return std::exp(between(std::log(low), std::log(high))); }
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }

 private:
  std::uint64_t state_;
};

struct Kind {
  double links = 0.3;  // chance of a link
  double odds_low = 1e-4, odds_high = 2;
  double ceiling_low = 0.01, ceiling_high = 200;
  double sure = 0.05;  // chance that a link explains for sure
};

inline Network draw(Dice& dice, std::size_t causes, std::size_t groups, const Kind& kind) {
  Network network;
  for (std::size_t cause = 0; cause < causes; ++cause)
    network.odds.push_back(dice.log_between(kind.odds_low, kind.odds_high));
  for (std::size_t group = 0; group < groups; ++group) {
    Group drawn;
    drawn.ceiling = dice.log_between(kind.ceiling_low, kind.ceiling_high);
    for (std::size_t cause = 0; cause < causes; ++cause) {
      if (dice.unit() >= kind.links) continue;
      const double explains = dice.unit() < kind.sure ? 1 : dice.between(1e-3, 1);
      drawn.links.push_back({static_cast<std::uint16_t>(cause), explains});
    }
    network.groups.push_back(drawn);
  }
  return network;
}

inline Query draw_query(Dice& dice, std::size_t causes) {
  Query query;
  query.at_least_one = dice.unit() < 0.7;
  for (std::size_t cause = 0; cause < causes; ++cause)
    query.class_of_cause.push_back(static_cast<std::uint8_t>(dice.below(4)));
  query.any_of.resize(3);
  for (std::vector<std::uint16_t>& event : query.any_of)
    for (std::size_t cause = 0; cause < causes; ++cause)
      if (dice.unit() < 0.3) event.push_back(static_cast<std::uint16_t>(cause));
  return query;
}

inline std::string words(const Network& network) {
  std::string text = "odds";
  const auto add = [&](const char* format, double value) {
    std::array<char, 64> number{};
    std::snprintf(number.data(), number.size(), format, value);
    text += number.data();
  };
  for (const double odds : network.odds) add(" %.17g", odds);
  for (const Group& group : network.groups) {
    add("; ceiling %.17g:", group.ceiling);
    for (const Link& link : group.links) {
      add(" %.0f", link.cause);
      add("/%.17g", link.explains);
    }
  }
  return text;
}

}  // namespace lumbar::bayes
