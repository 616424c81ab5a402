// SPDX-License-Identifier: Apache-2.0
#include "lumbar/science/bayes/bayes.h"

#include <algorithm>
#include <limits>

#include "lumbar/base/logarithm.h"
#include "lumbar/science/bayes/order.h"
#include "lumbar/science/bayes/programme.h"
#include "lumbar/science/bayes/shape.h"
#include "lumbar/science/bayes/sweep.h"

namespace lumbar::bayes {

namespace {

/// Where a split cannot be exact, narrow tables let more combinations be visited.
constexpr std::size_t frontier_when_bounding = 10;

// Backwards and forwards again, once more for the classes, two tables for each event.
double visits_of(const Query& query) { return 4 + 2 * static_cast<double>(query.any_of.size()); }

}  // namespace

struct Workspace::Rooms {
  explicit Rooms(const Kernels& kernels) : sweep(kernels.one) {}

  // What the network is, in rows.
  Shape shape;
  const Links& links = shape.links;
  Numbers numbers;

  // The order, and the causes taken as present or absent beforehand: for these links and limits.
  bool ordered = false;
  unsigned last_frontier_limit = 0;
  double last_work_limit = 0;
  std::size_t last_events = 0;  // they make combinations dearer
  Orderer orderer;
  Order order;
  std::vector<std::uint8_t> conditioned;
  std::vector<std::uint16_t> split;       // the conditioned causes, in the order in which they were chosen
  std::size_t most_present = 0;           // of them, in the combinations that are visited
  std::vector<std::uint32_t> free_links;  // by group, scratch

  // The steps: for this order, these classes and events.
  bool compiled = false;
  std::vector<std::uint8_t> included, last_classes;
  std::vector<std::vector<std::uint8_t>> events;  // by event: a mark for each cause
  Programme everything;
  std::vector<Programme> by_class;
  Sweep sweep;
  std::vector<std::size_t> combination;  // indices into `split`, ascending
  std::vector<double> gain, tail;

  void read(const Network& network, const Query& query);
  void choose_order(const Network& network, const Query& query);
  bool same_limits(const Query& query) const;
  void keep_limits(const Query& query);
  void split_until_narrow(std::size_t groups, const Query& query);
  bool condition_on_next(std::size_t groups);
  double combinations(std::size_t most) const;
  void compile(std::size_t groups, const Query& query, std::size_t classes);
  bool same_events(const Query& query) const;
  double condition();
  double absent_outside(const Query& query, std::size_t which_class) const;
  bool all_of_class(const Query& query, std::size_t which_class) const;
  bool next_combination();
  double left_out(const Network& network);
  double weight_of_many(const double* gain_of);
};

Workspace::Workspace() : Workspace(best_kernels()) {}
Workspace::Workspace(const Kernels& kernels) : rooms_(std::make_unique<Rooms>(kernels)) {}
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
  rooms.compile(network.groups.size(), query, classes);

  // One combination of the conditioned causes after the other; without any there is one, the empty one.
  double total = 0;
  rooms.combination.clear();
  do {
    const double factor = rooms.condition();
    const bool needs_cause = rooms.combination.empty();
    double none = 0;
    double some = 0;
    const Marginals into{posterior.cause.data(), posterior.any_of.data(), nullptr, nullptr};
    rooms.sweep.both_ways(rooms.everything, rooms.numbers, rooms.events, events, factor, into, &none, &some);
    total += factor * (some + (needs_cause && query.at_least_one ? 0 : none));
    for (const std::size_t index : rooms.combination) posterior.cause[rooms.split[index]] += factor * (some + none);
    for (std::size_t event = 0; event < events; ++event) {
      // One of the causes taken as present is of the event: then every set counts, not only those just added.
      const bool sure = std::any_of(rooms.combination.begin(), rooms.combination.end(),
                                    [&](std::size_t index) { return rooms.events[event][rooms.split[index]] != 0; });
      if (sure) posterior.any_of[event] += factor * rooms.sweep.without_event(event);
    }
    for (std::size_t which = 0; which < classes; ++which) {
      if (!rooms.all_of_class(query, which)) continue;
      rooms.sweep.forwards(rooms.by_class[which], rooms.numbers, &none, &some);
      posterior.only[which] += factor * rooms.absent_outside(query, which) * (some + (needs_cause ? 0 : none));
    }
  } while (rooms.next_combination());

  const auto share = [total](double& weight) { weight = total > 0 ? std::min(1.0, weight / total) : 0; };
  std::for_each(posterior.cause.begin(), posterior.cause.end(), share);
  std::for_each(posterior.only.begin(), posterior.only.end(), share);
  std::for_each(posterior.any_of.begin(), posterior.any_of.end(), share);

  posterior.widest_frontier = rooms.everything.widest;
  posterior.exact = rooms.most_present >= rooms.split.size();
  // With visited weight Z and left-out weight z <= U, N / Z is off by at most z / (Z + z) for every part N of Z.
  const double left_out = posterior.exact ? 0 : rooms.left_out(network);
  posterior.error_bound = posterior.exact ? 0 : left_out / (total + left_out);
  posterior.log_evidence = -std::numeric_limits<double>::infinity();
  if (total > 0) {
    LongProduct evidence;
    evidence.multiply(total);
    for (const double odds : network.odds) evidence.multiply(1 + odds);
    for (const Group& group : network.groups)
      if (group.ceiling > 1) evidence.multiply(group.ceiling);
    posterior.log_evidence = evidence.log();
  }
}

void Workspace::Rooms::read(const Network& network, const Query& query) {
  if (!shape.is_of(network)) {
    shape.read(network);
    ordered = compiled = false;
  }
  if (ordered && !same_limits(query)) ordered = compiled = false;
  const std::size_t causes = network.odds.size();
  const std::size_t groups = network.groups.size();
  numbers.odds.assign(network.odds.begin(), network.odds.end());
  numbers.absent.resize(causes);
  numbers.present.resize(causes);
  for (std::size_t cause = 0; cause < causes; ++cause) {
    numbers.absent[cause] = 1 / (1 + network.odds[cause]);
    numbers.present[cause] = network.odds[cause] * numbers.absent[cause];
  }
  numbers.explains.resize(links.cause_group.size());
  numbers.if_explained.resize(groups);
  numbers.if_unexplained.resize(groups);
  std::size_t at = 0;
  for (std::size_t group = 0; group < groups; ++group) {
    const double ceiling = network.groups[group].ceiling;
    numbers.if_explained[group] = ceiling > 1 ? 1 : ceiling;
    numbers.if_unexplained[group] = ceiling > 1 ? 1 / ceiling : 1;
    for (const Link& link : network.groups[group].links) numbers.explains[shape.link_place[at++]] = link.explains;
  }
}

bool Workspace::Rooms::same_limits(const Query& query) const {
  return query.frontier_limit == last_frontier_limit && query.work_limit == last_work_limit &&
         (split.empty() || query.any_of.size() == last_events);
}

void Workspace::Rooms::keep_limits(const Query& query) {
  ordered = true;
  last_frontier_limit = query.frontier_limit;
  last_work_limit = query.work_limit;
  last_events = query.any_of.size();
}

void Workspace::Rooms::choose_order(const Network& network, const Query& query) {
  if (ordered) return;
  compiled = false;
  conditioned.assign(network.odds.size(), 0);
  split.clear();
  orderer.find(links, network.groups.size(), conditioned, order);
  if (order.widest > query.frontier_limit) {
    split_until_narrow(network.groups.size(), query);
  } else {
    most_present = 0;
  }
  keep_limits(query);
}

double work(const Network& network, const Query& query, Workspace& workspace) {
  Workspace::Rooms& rooms = *workspace.rooms_;
  rooms.read(network, query);
  if (!rooms.ordered) {
    rooms.compiled = false;
    rooms.conditioned.assign(network.odds.size(), 0);
    rooms.split.clear();
    rooms.most_present = 0;
    rooms.orderer.find(rooms.links, network.groups.size(), rooms.conditioned, rooms.order);
    if (rooms.order.widest <= query.frontier_limit) rooms.keep_limits(query);
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

bool Workspace::Rooms::same_events(const Query& query) const {
  if (events.size() < query.any_of.size()) return false;
  for (std::size_t event = 0; event < query.any_of.size(); ++event) {
    const auto marks = std::count(events[event].begin(), events[event].end(), 1);
    if (static_cast<std::size_t>(marks) != query.any_of[event].size()) return false;
    for (const std::uint16_t cause : query.any_of[event])
      if (events[event][cause] == 0) return false;
  }
  return true;
}

void Workspace::Rooms::compile(std::size_t groups, const Query& query, std::size_t classes) {
  const unsigned bits_in_row = sweep.passes().bits_in_row;
  if (!compiled) {
    included.assign(links.causes(), 1);
    everything.compile(links, order.causes, included, groups, bits_in_row);
    numbers.failed.assign(groups, 1);
    numbers.succeeded.assign(groups, 0);
  }
  if (!compiled || !same_events(query)) {
    if (events.size() < query.any_of.size()) events.resize(query.any_of.size());
    for (std::size_t event = 0; event < query.any_of.size(); ++event) {
      events[event].assign(links.causes(), 0);
      for (const std::uint16_t cause : query.any_of[event]) events[event][cause] = 1;
    }
  }
  if (!compiled || query.class_of_cause != last_classes) {
    last_classes = query.class_of_cause;
    if (by_class.size() < classes) by_class.resize(classes);
    for (std::size_t which = 0; which < classes; ++which) {
      for (std::size_t cause = 0; cause < included.size(); ++cause)
        included[cause] = query.class_of_cause[cause] == which ? 1 : 0;
      by_class[which].compile(links, order.causes, included, groups, bits_in_row);
    }
  }
  compiled = true;
}

/// Takes the causes of `combination` as present, the other conditioned ones as absent; returns their weight.
double Workspace::Rooms::condition() {
  if (split.empty()) return 1;  // `failed` and `succeeded` stay as they were compiled
  numbers.failed.assign(links.groups(), 1);
  numbers.succeeded.assign(links.groups(), 0);
  double weight = 1;
  for (const std::uint16_t cause : split) weight *= numbers.absent[cause];
  for (const std::size_t index : combination) {
    const std::uint16_t cause = split[index];
    weight *= numbers.odds[cause];
    for (std::uint32_t at = links.cause_start[cause]; at < links.cause_start[cause + 1u]; ++at) {
      double& failed = numbers.failed[links.cause_group[at]];
      numbers.succeeded[links.cause_group[at]] += failed * numbers.explains[at];
      failed *= 1 - numbers.explains[at];
    }
  }
  return weight;
}

/// The weight of "absent" for all causes that are neither of the class nor conditioned on.
double Workspace::Rooms::absent_outside(const Query& query, std::size_t which_class) const {
  double weight = 1;
  for (const std::uint16_t cause : order.causes)
    if (query.class_of_cause[cause] != which_class) weight *= numbers.absent[cause];
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
  gain.assign(links.causes(), 1);
  double rest = 1;
  for (const Group& group : network.groups) {
    if (group.ceiling <= 1) continue;
    rest /= group.ceiling;
    for (const Link& link : group.links) gain[link.cause] *= 1 + (group.ceiling - 1) * link.explains;
  }
  for (const std::uint16_t cause : order.causes)
    rest *= (1 + numbers.odds[cause] * gain[cause]) / (1 + numbers.odds[cause]);
  const double groups_at_best = weight_of_many(nullptr);
  const double causes_apart = rest * weight_of_many(gain.data());
  return causes_apart < groups_at_best ? causes_apart : groups_at_best;  // the first may have overflowed
}

/// The weight of more than `most_present` of the conditioned causes being present, each counted with its gain.
double Workspace::Rooms::weight_of_many(const double* gain_of) {
  tail.assign(most_present + 2, 0);
  tail[0] = 1;
  for (const std::uint16_t cause : split) {
    const double absent = 1 / (1 + numbers.odds[cause]);
    const double present = numbers.odds[cause] * absent * (gain_of == nullptr ? 1 : gain_of[cause]);
    double& many = tail[most_present + 1];
    many = many * (absent + present) + tail[most_present] * present;
    for (std::size_t count = most_present; count > 0; --count)
      tail[count] = tail[count] * absent + tail[count - 1] * present;
    tail[0] *= absent;
  }
  return tail[most_present + 1];
}

}  // namespace lumbar::bayes
