// SPDX-License-Identifier: Apache-2.0
// Other ways to the same answer, in any kind of number: what the engine is measured and checked against.
#pragma once
#include <cmath>
#include <cstddef>
#include <vector>

#include "lumbar/science/bayes/bayes.h"

namespace lumbar::bench {

/// P(cause | observations) of every cause, by adding and subtracting over all sets of groups (Heckerman's Quickscore in
/// the ratios of this house): 2^groups terms of alternating sign. Takes some cause for granted.
template <class Real>
std::vector<double> quickscore(const bayes::Network& network) {
  const std::size_t causes = network.odds.size();
  const std::size_t groups = network.groups.size();
  std::vector<Real> present(causes, Real(0)), product(causes);
  Real total = 0;
  // L = ceiling - (ceiling - 1) Q: a set of groups takes the second part, the others the first.
  std::vector<std::vector<Real>> fails(groups, std::vector<Real>(causes, Real(1)));
  for (std::size_t group = 0; group < groups; ++group)
    for (const bayes::Link& link : network.groups[group].links)
      fails[group][link.cause] = Real(1) - Real(link.explains);
  for (std::size_t set = 0; set < (std::size_t{1} << groups); ++set) {
    Real weight = 1;
    for (std::size_t cause = 0; cause < causes; ++cause) product[cause] = Real(network.odds[cause]);
    for (std::size_t group = 0; group < groups; ++group) {
      const Real ceiling = Real(network.groups[group].ceiling);
      if (((set >> group) & 1U) == 0) {
        weight *= ceiling;
        continue;
      }
      weight *= Real(1) - ceiling;
      for (std::size_t cause = 0; cause < causes; ++cause) product[cause] *= fails[group][cause];
    }
    Real all = weight;
    for (std::size_t cause = 0; cause < causes; ++cause) all *= Real(1) + product[cause];
    total += all;
    for (std::size_t cause = 0; cause < causes; ++cause)
      present[cause] += all * product[cause] / (Real(1) + product[cause]);
  }
  total -= Real(1);  // the set of no cause weighs 1
  std::vector<double> chances;
  for (const Real& one : present) chances.push_back(static_cast<double>(one / total));
  return chances;
}

/// The same from all sets of at most three causes: what is left out is lost. Takes some cause for granted.
inline std::vector<double> sets_of_three(const bayes::Network& network) {
  const std::size_t causes = network.odds.size();
  const std::size_t groups = network.groups.size();
  std::vector<double> fails(causes * groups, 1), present(causes, 0), ceiling;
  for (std::size_t group = 0; group < groups; ++group) {
    ceiling.push_back(network.groups[group].ceiling);
    for (const bayes::Link& link : network.groups[group].links) fails[link.cause * groups + group] = 1 - link.explains;
  }
  double total = 0;
  std::vector<double> one(groups), two(groups);
  for (std::size_t i = 0; i < causes; ++i) {
    const double* first = fails.data() + i * groups;
    double weight = network.odds[i];
    for (std::size_t g = 0; g < groups; ++g) weight *= ceiling[g] - (ceiling[g] - 1) * first[g];
    total += weight;
    present[i] += weight;
    for (std::size_t j = i + 1; j < causes; ++j) {
      const double* second = fails.data() + j * groups;
      weight = network.odds[i] * network.odds[j];
      for (std::size_t g = 0; g < groups; ++g) {
        two[g] = first[g] * second[g];
        weight *= ceiling[g] - (ceiling[g] - 1) * two[g];
      }
      total += weight;
      present[i] += weight;
      present[j] += weight;
      for (std::size_t k = j + 1; k < causes; ++k) {
        const double* third = fails.data() + k * groups;
        weight = network.odds[i] * network.odds[j] * network.odds[k];
        for (std::size_t g = 0; g < groups; ++g) weight *= ceiling[g] - (ceiling[g] - 1) * two[g] * third[g];
        total += weight;
        present[i] += weight;
        present[j] += weight;
        present[k] += weight;
      }
    }
  }
  for (double& chance : present) chance /= total;
  return present;
}

/// The largest difference of two lists of chances; NaN stays NaN.
inline double worst_difference(const std::vector<double>& left, const std::vector<double>& right) {
  double worst = 0;
  for (std::size_t i = 0; i < left.size() && i < right.size(); ++i) {
    const double difference = std::abs(left[i] - right[i]);
    worst = difference <= worst ? worst : difference;
  }
  return worst;
}

}  // namespace lumbar::bench
