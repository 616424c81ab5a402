// SPDX-License-Identifier: Apache-2.0
// A straight line with known noise; limits by their likelihood (Newton on a concave function of level and slope).
#include <algorithm>
#include <cmath>

#include "lumbar/base/logarithm.h"
#include "lumbar/science/change/change.h"
#include "lumbar/science/change/normal.h"
#include "lumbar/science/change/observations.h"

namespace lumbar::change {

namespace {

// In SEM and in spans of time: level at the middle, slope across the whole.
struct Line {
  double level = 0, slope = 0;
  double at(double time) const { return level + slope * time; }
};
struct Point {
  double time = 0, value = 0;
  Limit limit = Limit::exact;
};
// Logarithm of the likelihood with its first derivative and minus its second, in (level, slope).
struct Support {
  double log = 0, level = 0, slope = 0, level_level = 0, level_slope = 0, slope_slope = 0;
};

Support support_of(const std::vector<Point>& points, Line line) {
  Support sum;
  for (const Point& point : points) {
    const double off = point.value - line.at(point.time);
    double pull = off;
    double stiffness = 1;
    if (point.limit == Limit::exact) {
      sum.log -= off * off / 2;
    } else {
      const double sign = point.limit == Limit::at_least ? 1 : -1;
      const double room = -sign * off;  // how far the line lies on the side that the limit allows
      const double push = normal_pull(room);
      sum.log += log_normal_below(room);
      pull = sign * push;
      stiffness = std::clamp(push * (push + room), 0.0, 1.0);
    }
    sum.level += pull;
    sum.slope += pull * point.time;
    sum.level_level += stiffness;
    sum.level_slope += stiffness * point.time;
    sum.slope_slope += stiffness * point.time * point.time;
  }
  return sum;
}

Line most_likely(const std::vector<Point>& points) {
  Line line;
  for (int turn = 0; turn < 200; ++turn) {
    const Support here = support_of(points, line);
    const double determinant = here.level_level * here.slope_slope - here.level_slope * here.level_slope;
    const Line move{(here.slope_slope * here.level - here.level_slope * here.slope) / determinant,
                    (here.level_level * here.slope - here.level_slope * here.level) / determinant};
    double part = 1;
    Line next = line;
    do {  // a full step may overshoot where a limit begins to bind
      next = {line.level + part * move.level, line.slope + part * move.slope};
      part /= 2;
    } while (part > 1e-9 && support_of(points, next).log < here.log);
    const double moved = std::max(std::abs(next.level - line.level), std::abs(next.slope - line.slope));
    line = next;
    if (moved < 1e-12) break;
  }
  return line;
}

}  // namespace

Result<Trend> trend_of(std::span<const Entry> entries, Measure measure) {
  if (auto wrong = check(measure)) return *wrong;
  auto observed = observations_of(entries, measure.better);
  if (!observed) return observed.take_error();
  const auto is_measured = [](const Entry& one) { return one.limit == Limit::exact; };
  const auto measured = static_cast<std::size_t>(std::count_if(observed->begin(), observed->end(), is_measured));
  if (measured < 2) return Error("fewer than two days with a measured value");

  const Date first = observed->front().day;
  const auto days = static_cast<double>(observed->back().day.days_since(first));
  const double origin = observed->front().value;
  std::vector<Point> points;
  for (const Entry& one : *observed) {
    const double value = (one.value - origin) / measure.sem;
    if (!(std::abs(value) < 1e6)) return Error("values lie over a million SEM apart").at(one.day.written());
    points.push_back({static_cast<double>(one.day.days_since(first)) / days - 0.5, value, one.limit});
  }
  const Line line = most_likely(points);
  const Support at_best = support_of(points, line);
  double squares = 0;
  for (const Point& point : points)
    if (point.limit == Limit::exact)
      squares += (point.value - line.at(point.time)) * (point.value - line.at(point.time));

  Trend trend;
  trend.last = observed->back().day;
  trend.days = points.size();
  if (measured > 2) trend.misfit = squares / static_cast<double>(measured - 2);
  const double widened = std::sqrt(std::max(1.0, trend.misfit)) * measure.sem;
  const double determinant = at_best.level_level * at_best.slope_slope - at_best.level_slope * at_best.level_slope;
  const double sign = measure.better == Direction::lower_is_better ? -1 : 1;
  trend.level = sign * (origin + measure.sem * line.at(0.5));
  // Variance of level + slope / 2.
  trend.level_se =
      widened * std::sqrt((at_best.slope_slope - at_best.level_slope + at_best.level_level / 4) / determinant);
  trend.slope = measure.sem * line.slope / days;
  trend.slope_se = widened * std::sqrt(at_best.level_level / determinant) / days;
  return trend;
}

Result<Chances> chances_of(const Trend& trend, double usable_slope) {
  if (!(usable_slope >= 0) || !std::isfinite(usable_slope)) return Error("usable slope is negative or not finite");
  if (!(trend.slope_se > 0) || !std::isfinite(trend.slope)) return Error("not a trend");
  Chances chances;
  chances.better = normal_below((trend.slope - usable_slope) / trend.slope_se);
  chances.worse = normal_below((-trend.slope - usable_slope) / trend.slope_se);
  chances.same = std::max(0.0, 1 - chances.better - chances.worse);
  return chances;
}

}  // namespace lumbar::change
