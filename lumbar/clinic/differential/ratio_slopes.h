// SPDX-License-Identifier: Apache-2.0
// From the numbers of the network, by which science/bayes gives slopes, back to the ratios of the facts that they were
// made from. Private to this room.
#pragma once
#include <cstddef>
#include <vector>

#include "lumbar/science/bayes/bayes.h"

namespace lumbar {

/// Two slopes where a number makes another sort of difference as it rises and as it falls: the highest of several
/// equals.
struct BothWays {
  double up = 0, down = 0;
};

/// The same network, with links that can all be moved: several links of a group that explain for sure explain a little
/// less, since a sure one has no slope by its log odds. One alone stays, it makes the ceiling.
void make_movable(bayes::Network& network);

/// Of each link in a group of a movable network: the slope by the logarithm of the ratio behind it. A ratio sets how
/// much its link explains, (ratio - 1) / (ceiling - 1); the highest one is the ceiling as well.
class RatioSlopes {
 public:
  explicit RatioSlopes(const bayes::Group& group);

  /// Of all links, written over `slopes`. `by_logit`: slopes of a chance by the log odds of each link; `by_ceiling`: by
  /// the logarithm of the ceiling.
  void find(const double* by_logit, double by_ceiling, std::vector<BothWays>& slopes) const;

 private:
  // A link by itself; all links when the ceiling moves; and which of the two a ratio does as it rises and as it falls.
  struct Factors {
    double as_link = 0, under_ceiling = 0;
    bool up_is_ceiling = false, down_is_ceiling = false;
  };
  std::vector<Factors> links_;
};

}  // namespace lumbar
