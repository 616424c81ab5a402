// SPDX-License-Identifier: Apache-2.0
#include "lumbar/science/bayes/model.h"

#include <algorithm>

#include "lumbar/base/text.h"

namespace lumbar::bayes {

namespace {

constexpr double odds_limit = 1e30;
constexpr double ceilings_limit = 1e200;
constexpr unsigned frontier_most = 24;

bool within(double value, double low, double high) { return value >= low && value <= high; }  // false for NaN

std::string cause_words(std::size_t cause) { return "cause " + std::to_string(cause); }
std::string group_words(std::size_t group) { return "group " + std::to_string(group); }

/// A cause that is named twice, if any.
bool named_twice(std::vector<std::uint16_t> causes, std::uint16_t& which) {
  std::sort(causes.begin(), causes.end());
  const auto twice = std::adjacent_find(causes.begin(), causes.end());
  if (twice == causes.end()) return false;
  which = *twice;
  return true;
}

}  // namespace

std::string fault(const Network& network) {
  const std::size_t causes = network.odds.size();
  if (causes > 65535) return std::to_string(causes) + " causes, allowed: at most 65535";
  for (std::size_t cause = 0; cause < causes; ++cause) {
    if (!within(network.odds[cause], 1 / odds_limit, odds_limit))
      return cause_words(cause) + ": odds " + written(network.odds[cause]) + ", allowed: 1e-30 to 1e30";
  }
  double ceilings = 1;
  for (std::size_t place = 0; place < network.groups.size(); ++place) {
    const Group& group = network.groups[place];
    if (!within(group.ceiling, 1 / ceilings_limit, ceilings_limit))
      return group_words(place) + ": ceiling " + written(group.ceiling) + ", allowed: 1e-200 to 1e200";
    ceilings *= std::max(group.ceiling, 1 / group.ceiling);
    std::vector<std::uint16_t> linked;
    for (const Link& link : group.links) {
      if (link.cause >= causes)
        return group_words(place) + ": a link to cause " + std::to_string(link.cause) + " of " + std::to_string(causes);
      if (!(link.explains > 0) || !(link.explains <= 1))
        return group_words(place) + ", " + cause_words(link.cause) + ": explains " + written(link.explains) +
               ", allowed: above 0 to 1";
      linked.push_back(link.cause);
    }
    std::uint16_t twice = 0;
    if (named_twice(std::move(linked), twice))
      return group_words(place) + ": two links to cause " + std::to_string(twice) + ", allowed: one";
  }
  if (!(ceilings <= ceilings_limit * (1 + 1e-9)))
    return "ceilings that together go beyond 1e200: they are too far apart for doubles";
  return {};
}

bool valid(const Network& network) { return fault(network).empty(); }

std::string fault(const Query& query, const Network& network) {
  const std::size_t causes = network.odds.size();
  if (!query.class_of_cause.empty() && query.class_of_cause.size() != causes)
    return std::to_string(query.class_of_cause.size()) + " classes for " + std::to_string(causes) +
           " causes, allowed: none, or one for each";
  for (std::size_t place = 0; place < query.any_of.size(); ++place) {
    const std::string words = "joint event " + std::to_string(place);
    for (const std::uint16_t cause : query.any_of[place])
      if (cause >= causes) return words + ": cause " + std::to_string(cause) + " of " + std::to_string(causes);
    std::uint16_t twice = 0;
    if (named_twice(query.any_of[place], twice)) return words + ": cause " + std::to_string(twice) + " twice";
  }
  if (query.frontier_limit < 1 || query.frontier_limit > frontier_most)
    return "a frontier limit of " + std::to_string(query.frontier_limit) + " bits, allowed: 1 to 24";
  if (!(query.work_limit > 0)) return "a work limit of " + written(query.work_limit) + ", allowed: above 0";
  return {};
}

bool valid(const Query& query, const Network& network) { return fault(query, network).empty(); }

}  // namespace lumbar::bayes
