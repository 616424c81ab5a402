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

RatioSlopes::RatioSlopes(const bayes::Group& group) {
  const double ceiling = group.ceiling;
  for (const bayes::Link& link : group.links) {
    Factors made;
    const double explains = link.explains;
    made.up_is_ceiling = explains > 1 - 2 * below_certainty;  // one of several highest is the ceiling as it rises,
    made.down_is_ceiling = explains >= 1;                     // and a link like others as it falls
    if (explains < 1) {
      const double by_logit = 1 / (explains * (1 - explains));
      made.as_link = by_logit * (1 + (ceiling - 1) * explains) / (ceiling - 1);
      made.under_ceiling = -by_logit * explains * ceiling / (ceiling - 1);
    }
    links_.push_back(made);
  }
}

void RatioSlopes::find(const double* by_logit, double by_ceiling, std::vector<BothWays>& slopes) const {
  double all = by_ceiling;
  for (std::size_t i = 0; i < links_.size(); ++i) all += by_logit[i] * links_[i].under_ceiling;
  slopes.resize(links_.size());
  for (std::size_t i = 0; i < links_.size(); ++i) {
    const Factors& link = links_[i];
    const double as_link = by_logit[i] * link.as_link;
    const double as_ceiling =
        all - by_logit[i] * link.under_ceiling;  // the others, but not the one that is the ceiling
    slopes[i] = {link.up_is_ceiling ? as_ceiling : as_link, link.down_is_ceiling ? as_ceiling : as_link};
  }
}

}  // namespace lumbar
