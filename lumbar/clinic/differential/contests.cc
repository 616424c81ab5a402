// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/differential/contests.h"

#include <cmath>
#include <cstddef>

#include "lumbar/base/logarithm.h"

namespace lumbar {
namespace {

// The chance that a normal number lies above its mean by `deviations` and more, by the logistic curve nearest to it:
// off by less than 0.01.
double beyond(double deviations) { return 1 / (1 + exponential(1.702 * deviations)); }

}  // namespace

std::vector<double> decided(const std::vector<double>& margins, const std::vector<Mover>& movers) {
  std::vector<double> shares(movers.size(), 0);
  std::vector<double> variance(movers.size());
  double none_turns = 1;
  double sum = 0;
  for (std::size_t contest = 0; contest < margins.size(); ++contest) {
    double margin = margins[contest];
    double all = 0;
    for (std::size_t i = 0; i < movers.size(); ++i) {
      const Mover& one = movers[i];
      const double yes = one.if_yes[contest];
      const double no = one.if_no[contest];
      margin += one.chance * yes + (1 - one.chance) * no;
      variance[i] = one.chance * (1 - one.chance) * (yes - no) * (yes - no);
      all += variance[i];
    }
    if (all <= 0) continue;
    const double turns = beyond(margin / std::sqrt(all));
    none_turns *= 1 - turns;
    sum += turns;
    for (std::size_t i = 0; i < movers.size(); ++i) shares[i] += turns * variance[i] / all;
  }
  // Several may turn at once: their chances sum up to more than the chance that any does.
  if (sum > 0) {
    for (double& one : shares) one *= (1 - none_turns) / sum;
  }
  return shares;
}

}  // namespace lumbar
