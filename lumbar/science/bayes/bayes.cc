// SPDX-License-Identifier: Apache-2.0
#include "lumbar/science/bayes/bayes.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lumbar/science/bayes/order.h"
#include "lumbar/science/bayes/sweep.h"

namespace lumbar::bayes {

namespace {

constexpr double odds_limit = 1e30;
constexpr double ceilings_limit_log = 460.517;  // 1e200
constexpr unsigned frontier_most = 24;
/// Where a split cannot be exact, narrow tables let more combinations be visited.
constexpr std::size_t frontier_when_bounding = 10;

bool within(double value, double low, double high) { return value >= low && value <= high; }  // false for NaN

// Backwards and forwards again, once more for the classes, two tables for each event.
double visits_of(const Query& query) { return 4 + 2 * static_cast<double>(query.any_of.size()); }

bool distinct(std::vector<std::uint16_t> causes) {
  std::sort(causes.begin(), causes.end());
  return std::adjacent_find(causes.begin(), causes.end()) == causes.end();
}

}  // namespace

bool valid(const Network& network) {
  if (network.odds.size() > 65535) return false;
  for (const double odds : network.odds)
    if (!within(odds, 1 / odds_limit, odds_limit)) return false;
  double ceilings_log = 0;
  for (const Group& group : network.groups) {
    if (!within(group.ceiling, 1e-200, 1e200)) return false;
    ceilings_log += std::abs(std::log(group.ceiling));
    std::vector<std::uint16_t> causes;
    for (const Link& link : group.links) {
      if (link.cause >= network.odds.size() || !(link.explains > 0) || !(link.explains <= 1)) return false;
      causes.push_back(link.cause);
    }
    if (!distinct(std::move(causes))) return false;
  }
  return ceilings_log <= ceilings_limit_log;
}

bool valid(const Query& query, const Network& network) {
  if (!query.class_of_cause.empty() && query.class_of_cause.size() != network.odds.size()) return false;
  for (const std::vector<std::uint16_t>& event : query.any_of) {
    for (const std::uint16_t cause : event)
      if (cause >= network.odds.size()) return false;
    if (!distinct(event)) return false;
  }
  return query.frontier_limit >= 1 && query.frontier_limit <= frontier_most && query.work_limit > 0;
}

struct Workspace::Rooms {
  // What the network is, in rows; the joint events follow the groups as groups of their own.
  Links links;
  Numbers numbers;
  std::vector<std::uint32_t> fill;

  // The order, and the causes taken as present or absent beforehand. Valid while `shape` is the same.
  std::vector<std::uint32_t> shape, last_shape;
  unsigned last_frontier_limit = 0;
  double last_work_limit = 0;
  Orderer orderer;
  Order order;
  std::vector<std::uint8_t> conditioned;
  std::vector<std::uint16_t> split;       // the conditioned causes, in the order in which they were chosen
  std::size_t most_present = 0;           // of them, in the combinations that are visited
  std::vector<std::uint32_t> free_links;  // by group, scratch

  std::vector<std::uint8_t> included;
  Programme everything;
  std::vector<Programme> by_class, by_event;
  Sweep sweep;
  std::vector<std::size_t> combination;  // indices into `split`, ascending
  std::vector<double> tail;

  void read(const Network& network, const Query& query);
  void choose_order(const Network& network, const Query& query);
  bool same_shape(const Network& network, const Query& query);
  void keep_shape(const Query& query);
  void split_until_narrow(std::size_t groups, const Query& query);
  bool condition_on_next(std::size_t groups);
  double combinations(std::size_t most) const;
  void compile(std::size_t groups, const Query& query, std::size_t classes, std::size_t events);
  double condition();
  double absent_outside(const Query& query, std::size_t which_class) const;
  bool all_of_class(const Query& query, std::size_t which_class) const;
  bool next_combination();
  double left_out(const Network& network);
  double weight_of_many(const std::vector<double>* gain);
};

Workspace::Workspace() : rooms_(std::make_unique<Rooms>()) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;

Posterior infer(const Network& network, const Query& query) {
  Workspace workspace;
  Posterior posterior;
  infer(network, query, workspace, posterior);
  return posterior;
}

void infer(const Network& network, const Query& query, Workspace& workspace, Posterior& posterior) {
  Workspace::Rooms& rooms = *workspace.rooms_;
  const std::size_t classes = query.class_of_cause.empty()
                                  ? 0
                                  : 1u + *std::max_element(query.class_of_cause.begin(), query.class_of_cause.end());
  const std::size_t events = query.any_of.size();
  posterior.cause.assign(network.odds.size(), 0);
  posterior.only.assign(classes, 0);
  posterior.any_of.assign(events, 0);
  rooms.read(network, query);
  rooms.choose_order(network, query);
  rooms.compile(network.groups.size(), query, classes, events);

  // One combination of the conditioned causes after the other; without any there is one, the empty one.
  double total = 0;
  rooms.combination.clear();
  do {
    const double factor = rooms.condition();
    const bool needs_cause = rooms.combination.empty();
    const Evidence evidence = rooms.sweep.both_ways(rooms.everything, rooms.numbers, factor, posterior.cause);
    const double weight = factor * (evidence.some + (needs_cause && query.at_least_one ? 0 : evidence.none));
    total += weight;
    for (const std::size_t index : rooms.combination)
      posterior.cause[rooms.split[index]] += factor * (evidence.some + evidence.none);
    for (std::size_t which = 0; which < classes; ++which) {
      if (!rooms.all_of_class(query, which)) continue;
      const Evidence own = rooms.sweep.forwards(rooms.by_class[which], rooms.numbers);
      posterior.only[which] += factor * rooms.absent_outside(query, which) * (own.some + (needs_cause ? 0 : own.none));
    }
    for (std::size_t event = 0; event < events; ++event) {
      const Evidence own = rooms.sweep.forwards(rooms.by_event[event], rooms.numbers);
      posterior.any_of[event] += factor * (own.some + own.none);
    }
  } while (rooms.next_combination());

  const auto share = [total](double& weight) { weight = total > 0 ? std::min(1.0, weight / total) : 0; };
  std::for_each(posterior.cause.begin(), posterior.cause.end(), share);
  std::for_each(posterior.only.begin(), posterior.only.end(), share);
  std::for_each(posterior.any_of.begin(), posterior.any_of.end(), share);

  posterior.widest_frontier = rooms.everything.widest();
  posterior.exact = rooms.most_present >= rooms.split.size();
  // With visited weight Z and left-out weight z <= U, N / Z is off by at most z / (Z + z) for every part N of Z.
  const double left_out = posterior.exact ? 0 : rooms.left_out(network);
  posterior.error_bound = posterior.exact ? 0 : left_out / (total + left_out);
  posterior.log_evidence = -std::numeric_limits<double>::infinity();
  if (total > 0) {
    posterior.log_evidence = std::log(total);
    for (const double odds : network.odds) posterior.log_evidence += std::log1p(odds);
    for (const Group& group : network.groups)
      if (group.ceiling > 1) posterior.log_evidence += std::log(group.ceiling);
  }
}

void Workspace::Rooms::read(const Network& network, const Query& query) {
  const std::size_t causes = network.odds.size();
  links.group_start.assign(1, 0);
  links.group_cause.clear();
  links.cause_start.assign(causes + 1, 0);
  numbers.odds.assign(network.odds.begin(), network.odds.end());
  numbers.groups.clear();
  for (const Group& group : network.groups) {
    for (const Link& link : group.links) links.group_cause.push_back(link.cause);
    links.group_start.push_back(static_cast<std::uint32_t>(links.group_cause.size()));
    if (group.ceiling < 1) {
      numbers.groups.push_back({true, group.ceiling, 1});
    } else {
      numbers.groups.push_back({false, 1, 1 / group.ceiling});
    }
  }
  // A joint event is a group that must be explained, and is by any of its causes.
  for (const std::vector<std::uint16_t>& event : query.any_of) {
    links.group_cause.insert(links.group_cause.end(), event.begin(), event.end());
    links.group_start.push_back(static_cast<std::uint32_t>(links.group_cause.size()));
    numbers.groups.push_back({false, 1, 0});
  }
  for (const std::uint16_t cause : links.group_cause) ++links.cause_start[cause + 1u];
  for (std::size_t cause = 0; cause < causes; ++cause) links.cause_start[cause + 1] += links.cause_start[cause];
  fill.assign(links.cause_start.begin(), links.cause_start.end() - 1);
  links.cause_group.resize(links.group_cause.size());
  links.cause_explains.resize(links.group_cause.size());
  for (std::uint32_t group = 0; group < links.groups(); ++group) {
    for (std::uint32_t at = links.group_start[group]; at < links.group_start[group + 1]; ++at) {
      const std::uint32_t to = fill[links.group_cause[at]]++;
      links.cause_group[to] = group;
      const bool event = group >= network.groups.size();
      links.cause_explains[to] = event ? 1 : network.groups[group].links[at - links.group_start[group]].explains;
    }
  }
}

/// Whether the last order was for a network of the same shape and the same limits. Writes `shape`.
bool Workspace::Rooms::same_shape(const Network& network, const Query& query) {
  const std::size_t groups = network.groups.size();
  shape.clear();
  shape.push_back(static_cast<std::uint32_t>(network.odds.size()));
  shape.push_back(static_cast<std::uint32_t>(query.any_of.size()));  // events make combinations dearer
  for (std::size_t group = 0; group < groups; ++group) {
    shape.push_back(links.group_start[group + 1]);
    for (std::uint32_t at = links.group_start[group]; at < links.group_start[group + 1]; ++at)
      shape.push_back(links.group_cause[at]);
  }
  return shape == last_shape && query.frontier_limit == last_frontier_limit && query.work_limit == last_work_limit;
}

void Workspace::Rooms::keep_shape(const Query& query) {
  last_shape = shape;  // copied, not swapped: both keep their memory
  last_frontier_limit = query.frontier_limit;
  last_work_limit = query.work_limit;
}

void Workspace::Rooms::choose_order(const Network& network, const Query& query) {
  if (same_shape(network, query)) return;
  conditioned.assign(network.odds.size(), 0);
  split.clear();
  orderer.find(links, network.groups.size(), conditioned, order);
  if (order.widest > query.frontier_limit) {
    split_until_narrow(network.groups.size(), query);
  } else {
    most_present = 0;
  }
  keep_shape(query);
}

double work(const Network& network, const Query& query, Workspace& workspace) {
  Workspace::Rooms& rooms = *workspace.rooms_;
  rooms.read(network, query);
  if (!rooms.same_shape(network, query)) {
    rooms.conditioned.assign(network.odds.size(), 0);
    rooms.split.clear();
    rooms.most_present = 0;
    rooms.orderer.find(rooms.links, network.groups.size(), rooms.conditioned, rooms.order);
    rooms.last_shape.clear();
    if (rooms.order.widest <= query.frontier_limit) rooms.keep_shape(query);
  }
  if (!rooms.split.empty() || rooms.order.widest > query.frontier_limit) return std::numeric_limits<double>::infinity();
  return (rooms.order.cells + 1) * visits_of(query);
}

/// Conditions on one cause after the other until the frontier is within its limit and all combinations are affordable;
/// or, where that does not come true, until it is narrow enough to visit many of them.
void Workspace::Rooms::split_until_narrow(std::size_t groups, const Query& query) {
  const std::size_t narrow = std::min<std::size_t>(query.frontier_limit, frontier_when_bounding);
  const double visits = visits_of(query);
  while (condition_on_next(groups)) {
    orderer.find(links, groups, conditioned, order);
    if (order.widest > query.frontier_limit) continue;
    most_present = split.size();
    if (combinations(most_present) * visits * (order.cells + 1) <= query.work_limit) return;
    if (order.widest <= narrow) break;
  }
  // At least one may be present: a set of no cause at all might not be allowed.
  most_present = 1;
  while (most_present < split.size() && combinations(most_present + 1) * visits * (order.cells + 1) <= query.work_limit)
    ++most_present;
}

/// Conditions on the free cause with most links to groups that need a bit. False if there is none.
bool Workspace::Rooms::condition_on_next(std::size_t groups) {
  free_links.assign(groups, 0);
  for (std::size_t group = 0; group < groups; ++group)
    for (std::uint32_t at = links.group_start[group]; at < links.group_start[group + 1]; ++at)
      free_links[group] += conditioned[links.group_cause[at]] ? 0u : 1u;
  std::size_t best = 0;
  unsigned most = 0;
  for (std::size_t cause = 0; cause < conditioned.size(); ++cause) {
    if (conditioned[cause]) continue;
    unsigned count = 0;
    for (std::uint32_t at = links.cause_start[cause]; at < links.cause_start[cause + 1]; ++at)
      count += links.cause_group[at] < groups && free_links[links.cause_group[at]] > 1 ? 1u : 0u;
    if (count > most) {
      most = count;
      best = cause;
    }
  }
  if (most == 0) return false;
  conditioned[best] = 1;
  split.push_back(static_cast<std::uint16_t>(best));
  return true;
}

/// How many sets of at most `most` conditioned causes there are.
double Workspace::Rooms::combinations(std::size_t most) const {
  double sum = 1;
  double of_this_size = 1;
  for (std::size_t size = 1; size <= most; ++size) {
    of_this_size *= static_cast<double>(split.size() - size + 1) / static_cast<double>(size);
    sum += of_this_size;
  }
  return sum;
}

void Workspace::Rooms::compile(std::size_t groups, const Query& query, std::size_t classes, std::size_t events) {
  included.assign(links.causes(), 1);
  everything.compile(links, numbers, order.causes, included, groups, Programme::no_group);
  if (by_event.size() < events) by_event.resize(events);
  for (std::size_t event = 0; event < events; ++event)
    by_event[event].compile(links, numbers, order.causes, included, groups, groups + event);
  if (by_class.size() < classes) by_class.resize(classes);
  for (std::size_t which = 0; which < classes; ++which) {
    for (std::size_t cause = 0; cause < included.size(); ++cause)
      included[cause] = query.class_of_cause[cause] == which ? 1 : 0;
    by_class[which].compile(links, numbers, order.causes, included, groups, Programme::no_group);
  }
}

/// Takes the causes of `combination` as present, the other conditioned ones as absent; returns their weight.
double Workspace::Rooms::condition() {
  numbers.failed.assign(links.groups(), 1);
  numbers.succeeded.assign(links.groups(), 0);
  double weight = 1;
  for (const std::uint16_t cause : split) weight *= 1 / (1 + numbers.odds[cause]);
  for (const std::size_t index : combination) {
    const std::uint16_t cause = split[index];
    weight *= numbers.odds[cause];
    for (std::uint32_t at = links.cause_start[cause]; at < links.cause_start[cause + 1u]; ++at) {
      double& failed = numbers.failed[links.cause_group[at]];
      numbers.succeeded[links.cause_group[at]] += failed * links.cause_explains[at];
      failed *= 1 - links.cause_explains[at];
    }
  }
  return weight;
}

/// The weight of "absent" for all causes that are neither of the class nor conditioned on.
double Workspace::Rooms::absent_outside(const Query& query, std::size_t which_class) const {
  double weight = 1;
  for (const std::uint16_t cause : order.causes)
    if (query.class_of_cause[cause] != which_class) weight *= 1 / (1 + numbers.odds[cause]);
  return weight;
}

bool Workspace::Rooms::all_of_class(const Query& query, std::size_t which_class) const {
  return std::all_of(combination.begin(), combination.end(),
                     [&](std::size_t index) { return query.class_of_cause[split[index]] == which_class; });
}

/// By size, then in lexicographic order. False after the last one.
bool Workspace::Rooms::next_combination() {
  const std::size_t size = combination.size();
  for (std::size_t at = size; at-- > 0;) {
    if (combination[at] + (size - at) >= split.size()) continue;
    ++combination[at];
    for (std::size_t later = at + 1; later < size; ++later) combination[later] = combination[later - 1] + 1;
    return true;
  }
  if (size >= most_present) return false;
  combination.push_back(0);
  for (std::size_t at = 0; at <= size; ++at) combination[at] = at;
  return true;
}

/// At least the weight of all sets with more than `most_present` of the conditioned causes. The smaller of two bounds:
/// every group weighs its best; or a favouring group weighs at most the product, over the present causes, of what each
/// would give it alone, because chances to explain do not add up.
double Workspace::Rooms::left_out(const Network& network) {
  std::vector<double> gain(links.causes(), 1);
  double rest = 1;
  for (const Group& group : network.groups) {
    if (group.ceiling <= 1) continue;
    rest /= group.ceiling;
    for (const Link& link : group.links) gain[link.cause] *= 1 + (group.ceiling - 1) * link.explains;
  }
  for (const std::uint16_t cause : order.causes)
    rest *= (1 + numbers.odds[cause] * gain[cause]) / (1 + numbers.odds[cause]);
  const double groups_at_best = weight_of_many(nullptr);
  const double causes_apart = rest * weight_of_many(&gain);
  return causes_apart < groups_at_best ? causes_apart : groups_at_best;  // the first may have overflowed
}

/// The weight of more than `most_present` of the conditioned causes being present, each counted with its gain.
double Workspace::Rooms::weight_of_many(const std::vector<double>* gain) {
  tail.assign(most_present + 2, 0);
  tail[0] = 1;
  for (const std::uint16_t cause : split) {
    const double absent = 1 / (1 + numbers.odds[cause]);
    const double present = numbers.odds[cause] * absent * (gain == nullptr ? 1 : (*gain)[cause]);
    double& many = tail[most_present + 1];
    many = many * (absent + present) + tail[most_present] * present;
    for (std::size_t count = most_present; count > 0; --count)
      tail[count] = tail[count] * absent + tail[count - 1] * present;
    tail[0] *= absent;
  }
  return tail[most_present + 1];
}

}  // namespace lumbar::bayes
