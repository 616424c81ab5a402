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
/// `by_logit`: slopes by the log odds of each link; `by_ceiling`: by the logarithm of the ceiling.
std::vector<BothWays> slopes_by_ratio(const bayes::Group& group, const double* by_logit, double by_ceiling);

}  // namespace lumbar
