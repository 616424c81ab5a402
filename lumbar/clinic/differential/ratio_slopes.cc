// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/differential/ratio_slopes.h"

#include <algorithm>

namespace lumbar {
namespace {

// A link that explains for sure has no slope by its log odds. This far below it has one, and nothing else moves.
constexpr double below_certainty = 1e-7;

}  // namespace

void make_movable(bayes::Network& network) {
  for (bayes::Group& group : network.groups) {
    const auto sure = std::count_if(group.links.begin(), group.links.end(),
                                    [](const bayes::Link& link) { return link.explains >= 1; });
    if (sure < 2) continue;
    for (bayes::Link& link : group.links) link.explains = std::min(link.explains, 1 - below_certainty);
  }
}

std::vector<BothWays> slopes_by_ratio(const bayes::Group& group, const double* by_logit, double by_ceiling) {
  const double ceiling = group.ceiling;
  const double highest = 1 - 2 * below_certainty;
  const auto logit_by_explains = [](double explains) { return 1 / (explains * (1 - explains)); };
  // All links but one, when the ceiling goes up by that one.
  const auto by_the_others = [&](std::size_t one) {
    double slope = 0;
    for (std::size_t other = 0; other < group.links.size(); ++other) {
      const double explains = group.links[other].explains;
      if (other != one && explains < 1)
        slope -= by_logit[other] * logit_by_explains(explains) * explains * ceiling / (ceiling - 1);
    }
    return slope;
  };
  std::vector<BothWays> slopes;
  for (std::size_t i = 0; i < group.links.size(); ++i) {
    const double explains = group.links[i].explains;
    const double ratio = 1 + (ceiling - 1) * explains;
    const double as_link = explains < 1 ? by_logit[i] * logit_by_explains(explains) * ratio / (ceiling - 1) : 0;
    const double as_ceiling = explains > highest ? by_ceiling + by_the_others(i) : 0;
    // One of several highest is the ceiling as it rises, and a link like others as it falls.
    slopes.push_back({explains > highest ? as_ceiling : as_link, explains >= 1 ? as_ceiling : as_link});
  }
  return slopes;
}

}  // namespace lumbar
