// SPDX-License-Identifier: Apache-2.0
// What is asked and what is answered: causes, groups of observations, chances. bayes.h says what they mean together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace lumbar::bayes {

/// One cause's power to explain a group: a chance in (0, 1]. 1 explains it for sure.
struct Link {
  std::uint16_t cause = 0;
  double explains = 0;
};

/// Observations that are explained together, or not at all.
struct Group {
  double ceiling = 1;       // likelihood ratio of the observations, surely explained against unexplained; > 0
  std::vector<Link> links;  // at most one for each cause; none is allowed and says nothing
};

struct Network {
  std::vector<double> odds;  // of each cause, its own free factors included; within [1e-30, 1e30]
  std::vector<Group> groups;
};

/// The first thing that is wrong with a network, in words, with its place and what is allowed; empty when it is valid:
/// all numbers in range, links to causes that exist, at most once a group, at most 65,535 causes, and ceilings that
/// together do not leave the range of a double: the product over groups of max(ceiling, 1/ceiling) stays within 1e200.
/// NaN is always wrong. An observation that nothing can explain cannot be written down: ceilings are above 0.
std::string fault(const Network& network);
bool valid(const Network& network);  ///< no fault

struct Query {
  bool at_least_one = true;                  // take for granted that some cause is present
  std::vector<std::uint8_t> class_of_cause;  // empty, or one class (0, 1, 2, ...) for each cause: for Posterior::only
  std::vector<std::vector<std::uint16_t>> any_of;  // joint events: sets of causes, each cause at most once a set
  unsigned frontier_limit = 20;                    // widest frontier allowed, in bits: 1..24
  double work_limit = 1e9;  // table cells that a split may visit, about (1e9: a second or two); > 0
};

/// The first thing in which the query does not fit the network, in words; empty when it does.
std::string fault(const Query& query, const Network& network);
bool valid(const Query& query, const Network& network);  ///< no fault

/// What is known after the observations. All chances are in [0, 1], relative error about 1e-14 when `exact`.
struct Posterior {
  std::vector<double> cause;   // P(cause present), in the order of Network::odds
  std::vector<double> only;    // by class: P(some cause present, and every present one is of this class)
  std::vector<double> any_of;  // by joint event: P(some cause of the set present)
  double log_evidence = 0;     // natural logarithm of the sum of the weights of all sets that the query allows
  std::size_t widest_frontier = 0;
  bool exact = true;       // false: some sets were left out; see error_bound
  double error_bound = 0;  // no chance above differs by more than this from the true one (rounding aside)
};

}  // namespace lumbar::bayes
