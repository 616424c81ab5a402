// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/localisation/information.h"

#include <algorithm>
#include <array>

#include "lumbar/base/logarithm.h"

namespace lumbar {
namespace {

// Places at which a sign is equally likely are one place to it. There are a dozen such groups, not a hundred.
struct Group {
  double left, right, share;
};

using Outcomes = std::array<double, 4>;  // neither side, left alone, right alone, both

Outcomes outcomes_of(const OpenSign& open, const Group& group) {
  const double left = open.left ? group.left : 0;
  const double right = open.right ? group.right : 0;
  Outcomes alone = {(1 - left) * (1 - right), left * (1 - right), (1 - left) * right, left * right};
  if (open.both <= 0) return alone;
  for (double& one : alone) one *= 1 - open.both;
  alone[(open.left ? 1U : 0U) + (open.right ? 2U : 0U)] += open.both;
  return alone;
}

double entropy_of(const Outcomes& outcomes) {
  double sum = 0;
  for (const double one : outcomes) {
    if (one > 0) sum -= one * natural_log(one);
  }
  return sum;
}

}  // namespace

std::vector<OpenSign> open_signs(const Knowledge& knowledge, const Places& places,
                                 const std::vector<Observation>& seen) {
  std::vector<OpenSign> open;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const Sign& sign = knowledge.signs()[i];
    if (std::any_of(sign.unless.begin(), sign.unless.end(), [&](std::size_t one) { return seen[one].known(); }))
      continue;
    const bool left = seen[i].left.state == Presence::unknown && seen[i].somewhere.state == Presence::unknown;
    const bool right =
        sign.sided && seen[i].right.state == Presence::unknown && seen[i].somewhere.state == Presence::unknown;
    if (left || right) open.push_back({i, left, right, sign.both, &places});
  }
  return open;
}

double expected_bits(const OpenSign& open, const Places& places, const std::vector<Chance>& chances) {
  std::vector<Group> groups;
  for (const Chance& one : chances) {
    const auto [left, right] = places.chances(places.all()[one.place], open.sign);
    std::size_t k = 0;
    while (k < groups.size() && (groups[k].left != left || groups[k].right != right)) ++k;
    if (k == groups.size()) groups.push_back({left, right, 0});
    groups[k].share += one.chance;
  }
  Outcomes together = {};
  double left_over = 0;
  for (const Group& group : groups) {
    const Outcomes outcomes = outcomes_of(open, group);
    left_over += group.share * entropy_of(outcomes);
    for (std::size_t k = 0; k < together.size(); ++k) together[k] += group.share * outcomes[k];
  }
  static const double per_bit = 1 / natural_log(2);
  return std::max(0.0, (entropy_of(together) - left_over) * per_bit);
}

}  // namespace lumbar
