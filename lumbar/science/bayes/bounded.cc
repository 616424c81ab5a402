// SPDX-License-Identifier: Apache-2.0
// An answer for any network, however many groups its causes share: what cannot be carried in the table is weighed
// apart, and what that may have changed is summed up.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

#include "lumbar/base/logarithm.h"
#include "lumbar/science/bayes/bayes.h"

namespace lumbar::bayes {

namespace {

constexpr double odds_limit = 1e30;  // as valid(network) has it

// The weaker ones first, for what two causes say together differs least there. Groups of one cause need no bit; they
// come last, for networks whose ceilings together leave the range of a double.
std::vector<std::size_t> weakest_first(const Network& network) {
  std::vector<std::size_t> order(network.groups.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
    const Group& left = network.groups[one];
    const Group& right = network.groups[other];
    const bool left_alone = left.links.size() < 2;
    const bool right_alone = right.links.size() < 2;
    if (left_alone != right_alone) return right_alone;
    return left.ceiling < right.ceiling;
  });
  return order;
}

bool in_range(double odds) { return odds >= 1 / odds_limit && odds <= odds_limit; }

// How far a chance of `answer` may be from the true one, given that the first `count` groups of `order` were weighed
// apart. Apart, a group weighs 1 / m(S) times what it should for a set S of present causes: m is 1 for one cause, less
// for more. The true chance of A is E[m, A] / E[m], so no chance is off by more than E[1 - m], and that is at most the
// sum over the groups; for each of them, E[m] is the evidence with this one put together again over that without it.
double off_by(const Network& network, const Query& query, const std::vector<std::size_t>& order, std::size_t count,
              std::vector<std::uint8_t>& apart, const Posterior& answer) {
  Query plain;
  plain.at_least_one = query.at_least_one;
  plain.work_limit = query.work_limit;
  Workspace workspace;
  Posterior again;
  double off = 0;
  for (std::size_t place = count; place-- > 0 && off < 1;) {  // the strongest first: soon there may be nothing to add
    const std::size_t group = order[place];
    if (network.groups[group].links.size() < 2) continue;
    apart[group] = 0;
    const Network together = taken_apart(network, apart);
    apart[group] = 1;
    if (!valid(together) || !(work(together, plain, workspace) <= plain.work_limit)) return 1;
    infer(together, plain, workspace, again);
    off += std::max(0.0, 1 - exponential(again.log_evidence - answer.log_evidence));
  }
  const double apart_alone = off;
  const Network rest = taken_apart(network, apart);
  for (std::size_t cause = 0; cause < rest.odds.size(); ++cause) {
    // Odds out of range were cut. While the cause is absent (present) that changes nothing.
    if (in_range(network.odds[cause])) {
      if (rest.odds[cause] >= odds_limit) return 1;  // by what was weighed apart: the sum above does not hold
      continue;
    }
    off += apart_alone + (network.odds[cause] < 1 ? answer.cause[cause] : 1 - answer.cause[cause]);
  }
  return off;
}

}  // namespace

Network taken_apart(const Network& network, const std::vector<std::uint8_t>& apart) {
  Network rest;
  std::vector<double> logs(network.odds.size());
  std::vector<std::uint8_t> touched(network.odds.size(), 0);
  const auto cut = [](double odds) { return std::clamp(odds, 1 / odds_limit, odds_limit); };
  for (std::size_t cause = 0; cause < logs.size(); ++cause) logs[cause] = natural_log(cut(network.odds[cause]));
  for (std::size_t group = 0; group < network.groups.size(); ++group) {
    const Group& one = network.groups[group];
    if (!apart[group]) {
      rest.groups.push_back(one);
      continue;
    }
    for (const Link& link : one.links) {
      logs[link.cause] += natural_log(1 + (one.ceiling - 1) * link.explains);
      touched[link.cause] = 1;
    }
  }
  for (std::size_t cause = 0; cause < logs.size(); ++cause) {
    rest.odds.push_back(cut(touched[cause] ? exponential(logs[cause]) : network.odds[cause]));
  }
  return rest;
}

void infer_within(const Network& network, const Query& query, double work_apart, Workspace& workspace,
                  Posterior& posterior, std::vector<std::uint8_t>& apart) {
  apart.assign(network.groups.size(), 0);
  if (valid(network) && work(network, query, workspace) <= query.work_limit) {
    infer(network, query, workspace, posterior);
    return;
  }
  // The fewest that make it affordable; all of them always do.
  const std::vector<std::size_t> order = weakest_first(network);
  const auto take = [&](std::size_t count) {
    apart.assign(network.groups.size(), 0);
    for (std::size_t i = 0; i < count; ++i) apart[order[i]] = 1;
  };
  std::size_t low = 0;
  std::size_t high = order.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    take(middle);
    const Network rest = taken_apart(network, apart);
    if (valid(rest) && work(rest, query, workspace) <= work_apart) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  take(high);
  const Network rest = taken_apart(network, apart);
  if (!valid(rest)) {  // no numbers at all: the answer says so
    posterior = Posterior{};
    posterior.cause.assign(network.odds.size(), 0);
    posterior.any_of.assign(query.any_of.size(), 0);
    posterior.log_evidence = std::numeric_limits<double>::quiet_NaN();
    posterior.exact = false;
    posterior.error_bound = 1;
    return;
  }
  infer(rest, query, workspace, posterior);

  posterior.error_bound = std::min(1.0, off_by(network, query, order, high, apart, posterior));
  posterior.exact = posterior.error_bound == 0;
}

}  // namespace lumbar::bayes
