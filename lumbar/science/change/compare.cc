// SPDX-License-Identifier: Apache-2.0
// Before against after. In units of the SEM, up is better.
#include <algorithm>
#include <cmath>

#include "lumbar/base/logarithm.h"
#include "lumbar/science/change/change.h"
#include "lumbar/science/change/normal.h"
#include "lumbar/science/change/observations.h"

namespace lumbar::change {

namespace {

constexpr double reach = 9;  // standard deviations beyond which nothing is left that a double would show

struct Side {
  std::vector<Entry> limits;  // in SEM
  double mean = 0;            // of the measured values
  double measured = 0;        // how many
  double lowest = 0, highest = 0;

  double log_likelihood(double level) const {
    double log = -measured * (level - mean) * (level - mean) / 2;
    for (const Entry& one : limits)
      log += log_normal_below(one.limit == Limit::at_least ? level - one.value : one.value - level);
    return log;
  }
};

Side side_of(const std::vector<Entry>& observed, double origin, double sem) {
  Side side;
  bool first = true;
  for (Entry one : observed) {
    one.value = (one.value - origin) / sem;
    side.lowest = first ? one.value : std::min(side.lowest, one.value);
    side.highest = first ? one.value : std::max(side.highest, one.value);
    first = false;
    if (one.limit == Limit::exact) {
      side.measured += 1;
      side.mean += (one.value - side.mean) / side.measured;
    } else {
      side.limits.push_back(one);
    }
  }
  return side;
}

Comparison normal_comparison(double change, double se, double smallest) {
  Comparison comparison;
  comparison.change = change;
  comparison.change_se = se;
  comparison.chances.better = normal_below((change - smallest) / se);
  comparison.chances.worse = normal_below((-change - smallest) / se);
  comparison.chances.same = std::max(0.0, 1 - comparison.chances.better - comparison.chances.worse);
  return comparison;
}

// Only measured values: in one line.
Comparison measured_out(const Side& before, const Side& after, double smallest, double usual) {
  const double variance = 1 / before.measured + 1 / after.measured;
  const double kept = usual > 0 ? usual * usual / (usual * usual + variance) : 1;  // what the usual change leaves of it
  return normal_comparison((after.mean - before.mean) * kept, std::sqrt(variance * kept), smallest);
}

// Levels on a grid of `step`, from `from` on: likelihoods, the largest being 1.
std::vector<double> likelihoods(const Side& side, double from, double to, double step) {
  std::vector<double> all;
  for (std::size_t k = 0; from + static_cast<double>(k) * step <= to; ++k)
    all.push_back(side.log_likelihood(from + static_cast<double>(k) * step));
  const double largest = *std::max_element(all.begin(), all.end());
  for (double& one : all) one = exponential(one - largest);
  return all;
}

// From this level to that, in SEM: where all is that either side allows. An open side may lie as far from the other as
// changes go.
struct Range {
  double from = 0, to = 0;
};

Range range_of(const Side& before, const Side& after, double usual) {
  const double open = before.measured > 0 && after.measured > 0 ? 0 : reach * usual;
  return {std::min(before.lowest, after.lowest) - reach - open, std::max(before.highest, after.highest) + reach + open};
}

// The density of the change on a grid, and what of it lies beyond some size.
struct Density {
  std::vector<double> values;
  std::ptrdiff_t middle = 0;  // where the change is 0
  double step = 0;

  double at(std::ptrdiff_t change) const {
    const std::ptrdiff_t place = middle + change;
    return place < 0 || place >= static_cast<std::ptrdiff_t>(values.size()) ? 0
                                                                            : values[static_cast<std::size_t>(place)];
  }
  /// Beyond `size` in the direction of `sign`, in steps. The sum ends inside the curve: half of the last one, a twelfth
  /// of the slope there (Euler and Maclaurin), and what lies between that place and `size` by the curve's parabola.
  double beyond(double size, int sign) const {
    const double edge = std::floor(size / step + 0.5);
    if (edge > static_cast<double>(middle)) return 0;
    const auto last = static_cast<std::ptrdiff_t>(edge);
    const double here = at(sign * last);
    const double further = at(sign * (last + 1));
    const double nearer = at(sign * (last - 1));
    double sum = here / 2 + (further - nearer) / 24;
    for (std::ptrdiff_t change = last + 1; change <= middle; ++change) sum += at(sign * change);
    const double rest = size / step - edge;
    sum -= rest * (here + rest * ((further - nearer) / 4 + rest * (further - 2 * here + nearer) / 6));
    return sum;
  }
};

Comparison on_a_grid(const Side& before, const Side& after, double smallest, double usual) {
  const double step = 0.05 / std::sqrt(std::max({before.measured, after.measured, 1.0}));
  const auto [from, to] = range_of(before, after, usual);
  const std::vector<double> first = likelihoods(before, from, to, step);
  const std::vector<double> then = likelihoods(after, from, to, step);

  const auto levels = static_cast<std::ptrdiff_t>(first.size());
  Density density{std::vector<double>(static_cast<std::size_t>(2 * levels - 1)), levels - 1, step};
  double total = 0;
  double mean = 0;
  double square = 0;
  for (std::ptrdiff_t change = 1 - levels; change < levels; ++change) {
    const double size = static_cast<double>(change) * step;
    const double prior = usual > 0 ? exponential(-size * size / (2 * usual * usual)) : 1;
    if (prior < 1e-40) continue;
    const auto from_level = std::max<std::ptrdiff_t>(0, -change);
    const auto to_level = levels - std::max<std::ptrdiff_t>(0, change);
    double here = 0;
    for (std::ptrdiff_t level = from_level; level < to_level; ++level)
      here += first[static_cast<std::size_t>(level)] * then[static_cast<std::size_t>(level + change)];
    here *= prior;
    density.values[static_cast<std::size_t>(change + density.middle)] = here;
    total += here;
    mean += here * size;
    square += here * size * size;
  }
  Comparison comparison;
  comparison.change = mean / total;
  comparison.change_se = std::sqrt(std::max(0.0, square / total - comparison.change * comparison.change));
  comparison.chances.better = std::clamp(density.beyond(smallest, 1) / total, 0.0, 1.0);
  comparison.chances.worse = std::clamp(density.beyond(smallest, -1) / total, 0.0, 1.0);
  comparison.chances.same = std::max(0.0, 1 - comparison.chances.better - comparison.chances.worse);
  return comparison;
}

}  // namespace

Result<Comparison> compare(std::span<const Entry> before, std::span<const Entry> after, Measure measure,
                           const Question& question) {
  if (auto wrong = check(measure)) return *wrong;
  if (!(question.smallest_important >= 0) || !std::isfinite(question.smallest_important))
    return Error("smallest important change is negative or not finite");
  if (question.usual_change && (!(*question.usual_change > 0) || !std::isfinite(*question.usual_change)))
    return Error("usual change is not above 0");
  if (before.empty()) return Error("no entries before");
  if (after.empty()) return Error("no entries after");
  auto first = observations_of(before, measure.better);
  if (!first) return first.take_error().at("before");
  auto then = observations_of(after, measure.better);
  if (!then) return then.take_error().at("after");

  const double origin = first->front().value;
  const Side side_before = side_of(*first, origin, measure.sem);
  const Side side_after = side_of(*then, origin, measure.sem);
  const double smallest = question.smallest_important / measure.sem;
  const double usual = question.usual_change.value_or(0) / measure.sem;
  Comparison comparison;
  if (side_before.limits.empty() && side_after.limits.empty()) {
    comparison = measured_out(side_before, side_after, smallest, usual);
  } else {
    if (side_before.measured == 0 && side_after.measured == 0) return Error("limits alone on both sides say no change");
    if ((side_before.measured == 0 || side_after.measured == 0) && usual == 0)
      return Error("limits alone on one side need the usual change");
    const Range range = range_of(side_before, side_after, usual);
    if (!(range.to - range.from <= 1000)) return Error("limits and values lie over 1000 SEM apart");
    comparison = on_a_grid(side_before, side_after, smallest, usual);
  }
  if (!std::isfinite(comparison.change)) return Error("values lie too far apart");
  comparison.change *= measure.sem;
  comparison.change_se *= measure.sem;
  return comparison;
}

}  // namespace lumbar::change
