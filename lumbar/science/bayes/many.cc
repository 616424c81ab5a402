// SPDX-License-Identifier: Apache-2.0
#include "lumbar/science/bayes/many.h"

#include <algorithm>
#include <limits>

#include "lumbar/base/logarithm.h"
#include "lumbar/science/bayes/many_rooms.h"

namespace lumbar::bayes {

namespace {

constexpr std::size_t widest_table = 16;  // bits; a table of each network lies in memory for every cause
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

/// Marks the lanes in which the number is out of range; false for NaN as well.
void check(const double* row, std::size_t here, double low, double high, std::uint8_t* refused) {
  for (std::size_t lane = 0; lane < here; ++lane)
    refused[lane] = static_cast<std::uint8_t>(refused[lane] | (row[lane] >= low && row[lane] <= high ? 0 : 1));
}

}  // namespace

ManyWorkspace::ManyWorkspace() : ManyWorkspace(best_kernels()) {}
ManyWorkspace::ManyWorkspace(const Kernels& kernels) : rooms_(std::make_unique<Rooms>(kernels)) {}
ManyWorkspace::~ManyWorkspace() = default;
ManyWorkspace::ManyWorkspace(ManyWorkspace&&) noexcept = default;
ManyWorkspace& ManyWorkspace::operator=(ManyWorkspace&&) noexcept = default;

bool ManyWorkspace::Rooms::prepare(const Network& network, const Query& query) {
  const std::size_t causes = network.odds.size();
  const std::size_t groups = network.groups.size();
  const bool known = shape.is_of(network);
  if (!known) {
    shape.read(network);
    compiled = false;
    nobody.assign(causes, 0);
    orderer.find(shape.links, groups, nobody, order);
    by_class.clear();
    without.clear();
  }
  if (order.widest > std::min<std::size_t>(query.frontier_limit, widest_table)) return false;
  if (!compiled) {
    compiled = true;
    included.assign(causes, 1);
    everything.compile(shape.links, order.causes, included, groups, sweep.passes().bits_in_row);
    numbers.absent.assign(causes * lanes, 0.5);
    numbers.present.assign(causes * lanes, 0.5);
    numbers.explains.assign(shape.links.cause_group.size() * lanes, 0.5);
    numbers.if_explained.assign(groups * lanes, 1);
    numbers.if_unexplained.assign(groups * lanes, 1);
    numbers.failed.assign(groups * lanes, 1);
    numbers.succeeded.assign(groups * lanes, 0);
  }
  class_count = query.class_of_cause.empty()
                    ? 0
                    : 1U + *std::max_element(query.class_of_cause.begin(), query.class_of_cause.end());
  event_count = query.any_of.size();
  if (events.size() < event_count) events.resize(event_count);
  for (std::size_t event = 0; event < event_count; ++event) {
    events[event].assign(causes, 0);
    for (const std::uint16_t member : query.any_of[event]) events[event][member] = 1;
  }
  return true;
}

/// The steps for classes and events, when they are first asked for.
void ManyWorkspace::Rooms::compile_parts(const Query& query) {
  const std::size_t causes = shape.links.causes();
  const auto compile = [&](Programme& programme) {
    programme.compile(shape.links, order.causes, included, shape.links.groups(), sweep.passes().bits_in_row);
  };
  if (by_class.size() < class_count || last_classes != query.class_of_cause) {
    last_classes = query.class_of_cause;
    by_class.resize(class_count);
    for (std::size_t which = 0; which < class_count; ++which) {
      for (std::size_t place = 0; place < causes; ++place)
        included[place] = query.class_of_cause[place] == which ? 1 : 0;
      compile(by_class[which]);
    }
  }
  last_events.resize(event_count);
  without.resize(event_count);
  for (std::size_t event = 0; event < event_count; ++event) {
    if (!without[event].steps.empty() && last_events[event] == events[event]) continue;
    last_events[event] = events[event];
    for (std::size_t place = 0; place < causes; ++place) included[place] = events[event][place] == 0 ? 1 : 0;
    compile(without[event]);
  }
}

void ManyWorkspace::Rooms::set_odds(std::size_t of_cause, std::size_t lane, double odds) {
  const double absent = 1 / (1 + odds);
  numbers.absent[of_cause * lanes + lane] = absent;
  numbers.present[of_cause * lanes + lane] = odds * absent;
}

void ManyWorkspace::Rooms::set_ceiling(std::size_t group, std::size_t lane, double ceiling) {
  numbers.if_explained[group * lanes + lane] = ceiling > 1 ? 1 : ceiling;
  numbers.if_unexplained[group * lanes + lane] = ceiling > 1 ? 1 / ceiling : 1;
}

void ManyWorkspace::Rooms::set_explains(std::size_t of_link, std::size_t lane, double explains) {
  numbers.explains[shape.link_place[of_link] * lanes + lane] = explains;
}

void ManyWorkspace::Rooms::set_all(const Network& network, std::size_t lane) {
  for (std::size_t place = 0; place < network.odds.size(); ++place) set_odds(place, lane, network.odds[place]);
  std::size_t next = 0;
  for (std::size_t group = 0; group < network.groups.size(); ++group) {
    set_ceiling(group, lane, network.groups[group].ceiling);
    for (const Link& one : network.groups[group].links) set_explains(next++, lane, one.explains);
  }
}

void ManyWorkspace::Rooms::run(const Query& query, bool slopes) {
  const std::size_t causes = shape.links.causes();
  cause.assign(causes * lanes, 0);
  any_of.assign(event_count * lanes, 0);
  only.assign(class_count * lanes, 0);
  none.resize(lanes);
  some.resize(lanes);
  Marginals into{cause.data(), nullptr, nullptr, nullptr};
  if (slopes) {
    link.assign(shape.links.cause_group.size() * lanes, 0);
    explained.assign(shape.links.groups() * lanes, 0);
    into.link = link.data();
    into.explained = explained.data();
  }
  compile_parts(query);
  for (std::size_t which = 0; which < class_count; ++which) {
    double* const own = only.data() + which * lanes;
    sweep.forwards(by_class[which], numbers, none.data(), own);
    for (std::size_t place = 0; place < causes; ++place) {
      if (query.class_of_cause[place] == which) continue;
      for (std::size_t lane = 0; lane < lanes; ++lane) own[lane] *= numbers.absent[place * lanes + lane];
    }
  }
  for (std::size_t event = 0; event < event_count; ++event) {
    double* const others = any_of.data() + event * lanes;
    sweep.forwards(without[event], numbers, none.data(), others);
    for (std::size_t place = 0; place < causes; ++place) {
      if (events[event][place] == 0) continue;
      for (std::size_t lane = 0; lane < lanes; ++lane) others[lane] *= numbers.absent[place * lanes + lane];
    }
  }
  sweep.both_ways(everything, numbers, events, 0, 1, into, none.data(), some.data());
  // Of all sets but the empty one: those with a cause of the event are those that are left. What a difference loses
  // here, against what `infer` adds up, is far below what samples and answers are told for.
  for (std::size_t event = 0; event < event_count; ++event) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      double& weight = any_of[event * lanes + lane];
      weight = std::max(0.0, some[lane] - weight);
    }
  }
  if (slopes) add_singles();
}

/// Groups with one cause are factors on its odds: what they add to the slopes follows from the cause alone.
void ManyWorkspace::Rooms::add_singles() {
  for (const Programme::Entry& single : everything.single) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const double explains = numbers.explains[single.link * lanes + lane];
      const double if_explained = numbers.if_explained[single.group * lanes + lane];
      const double if_unexplained = numbers.if_unexplained[single.group * lanes + lane];
      const double weight =
          cause[single.cause * lanes + lane] / (if_explained * explains + if_unexplained * (1 - explains));
      link[single.link * lanes + lane] += weight * (if_explained - if_unexplained) * explains * (1 - explains);
      explained[single.group * lanes + lane] += weight * if_explained * explains;
    }
  }
}

bool infer_many(const Network& shape, const Query& query, const Samples& samples, ManyWorkspace& workspace,
                ManyPosteriors& posteriors) {
  ManyWorkspace::Rooms& rooms = workspace.rooms();
  const std::size_t causes = shape.odds.size();
  const std::size_t groups = shape.groups.size();
  const std::size_t count = samples.count;
  std::size_t links = 0;
  for (const Group& group : shape.groups) links += group.links.size();
  if (samples.odds.size() != causes * count || samples.ceiling.size() != groups * count ||
      samples.explains.size() != links * count)
    return false;
  if (!rooms.prepare(shape, query)) return false;

  const std::size_t lanes = rooms.lanes;
  posteriors.count = count;
  posteriors.refused = 0;
  posteriors.cause.resize(causes * count);
  posteriors.only.resize(rooms.class_count * count);
  posteriors.any_of.resize(rooms.event_count * count);
  posteriors.log_evidence.resize(count);
  rooms.refused.resize(lanes);
  std::vector<double>& together = rooms.raw;  // of the ceilings of a sample
  for (std::size_t first = 0; first < count; first += lanes) {
    const std::size_t here = std::min(lanes, count - first);
    std::fill(rooms.refused.begin(), rooms.refused.end(), 0);
    together.assign(lanes, 1);
    for (std::size_t place = 0; place < causes; ++place) {
      const double* const row = samples.odds.data() + place * count + first;
      check(row, here, 1e-30, 1e30, rooms.refused.data());
      for (std::size_t lane = 0; lane < here; ++lane) rooms.set_odds(place, lane, row[lane]);
    }
    for (std::size_t group = 0; group < groups; ++group) {
      const double* const row = samples.ceiling.data() + group * count + first;
      check(row, here, 1e-200, 1e200, rooms.refused.data());
      for (std::size_t lane = 0; lane < here; ++lane) {
        rooms.set_ceiling(group, lane, row[lane]);
        together[lane] *= std::max(row[lane], 1 / row[lane]);
      }
    }
    for (std::size_t link = 0; link < links; ++link) {
      const double* const row = samples.explains.data() + link * count + first;
      check(row, here, std::numeric_limits<double>::min(), 1, rooms.refused.data());
      for (std::size_t lane = 0; lane < here; ++lane) rooms.set_explains(link, lane, row[lane]);
    }
    check(together.data(), here, 0, 1e200 * (1 + 1e-9), rooms.refused.data());
    for (std::size_t lane = 0; lane < lanes; ++lane)  // any numbers: they are not told
      if (lane >= here || rooms.refused[lane] != 0) rooms.set_all(shape, lane);
    rooms.run(query, false);
    for (std::size_t lane = 0; lane < here; ++lane) {
      const std::size_t sample = first + lane;
      const bool refused = rooms.refused[lane] != 0;
      posteriors.refused += refused ? 1 : 0;
      const double total = rooms.some[lane] + (query.at_least_one ? 0 : rooms.none[lane]);
      const auto share = [&](const std::vector<double>& weights, std::vector<double>& chances) {
        const double scale = total > 0 ? 1 / total : 0;
        for (std::size_t place = 0; place * count < chances.size(); ++place)
          chances[place * count + sample] = refused ? nothing : std::min(1.0, weights[place * lanes + lane] * scale);
      };
      share(rooms.cause, posteriors.cause);
      share(rooms.only, posteriors.only);
      share(rooms.any_of, posteriors.any_of);
      posteriors.log_evidence[sample] = refused ? nothing : -std::numeric_limits<double>::infinity();
      if (refused || !(total > 0)) continue;
      LongProduct evidence;
      evidence.multiply(total);
      for (std::size_t place = 0; place < causes; ++place) evidence.multiply(1 + samples.odds[place * count + sample]);
      for (std::size_t group = 0; group < groups; ++group)
        evidence.multiply(std::max(1.0, samples.ceiling[group * count + sample]));
      posteriors.log_evidence[sample] = evidence.log();
    }
  }
  return true;
}

}  // namespace lumbar::bayes
