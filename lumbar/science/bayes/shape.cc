// SPDX-License-Identifier: Apache-2.0
#include "lumbar/science/bayes/shape.h"

namespace lumbar::bayes {

bool Shape::is_of(const Network& network) const {
  if (links.group_start.empty() || links.causes() != network.odds.size() || links.groups() != network.groups.size())
    return false;
  for (std::size_t group = 0; group < network.groups.size(); ++group) {
    const std::vector<Link>& own = network.groups[group].links;
    const std::uint32_t first = links.group_start[group];
    if (links.group_start[group + 1] - first != own.size()) return false;
    for (std::size_t i = 0; i < own.size(); ++i)
      if (links.group_cause[first + i] != own[i].cause) return false;
  }
  return true;
}

void Shape::read(const Network& network) {
  const std::size_t causes = network.odds.size();
  links.group_start.assign(1, 0);
  links.group_cause.clear();
  links.cause_start.assign(causes + 1, 0);
  for (const Group& group : network.groups) {
    for (const Link& link : group.links) links.group_cause.push_back(link.cause);
    links.group_start.push_back(static_cast<std::uint32_t>(links.group_cause.size()));
  }
  for (const std::uint16_t cause : links.group_cause) ++links.cause_start[cause + 1u];
  for (std::size_t cause = 0; cause < causes; ++cause) links.cause_start[cause + 1] += links.cause_start[cause];
  fill_.assign(links.cause_start.begin(), links.cause_start.end() - 1);
  links.cause_group.resize(links.group_cause.size());
  link_place.resize(links.group_cause.size());
  for (std::uint32_t group = 0; group < links.groups(); ++group) {
    for (std::uint32_t at = links.group_start[group]; at < links.group_start[group + 1]; ++at) {
      link_place[at] = fill_[links.group_cause[at]]++;
      links.cause_group[link_place[at]] = group;
    }
  }
}

}  // namespace lumbar::bayes
