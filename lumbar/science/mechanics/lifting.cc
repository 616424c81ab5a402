// SPDX-License-Identifier: Apache-2.0
#include "lumbar/science/mechanics/lifting.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace lumbar::mechanics {
namespace {

std::size_t column(double vertical, const LiftingConstants& constants) { return vertical >= constants.split ? 1 : 0; }

double horizontal_multiplier(double h, const LiftingConstants& c) {
  if (h > c.horizontal_most) return 0;
  return c.horizontal_least / std::max(h, c.horizontal_least);
}

double vertical_multiplier(double v, const LiftingConstants& c) {
  if (v > c.vertical_most) return 0;
  return std::max(0.0, 1 - c.vertical_slope * std::abs(v - c.vertical_best));
}

double distance_multiplier(double d, const LiftingConstants& c) {
  if (d > c.distance_most) return 0;
  return std::min(1.0, c.distance_base + c.distance_slope / std::max(d, c.distance_least));
}

double asymmetry_multiplier(double a, const LiftingConstants& c) {
  if (a > c.asymmetry_most) return 0;
  return std::max(0.0, 1 - c.asymmetry_slope * a);
}

// FM takes the height of the origin wherever the limit is reckoned (p. 15); CM that of the hands (Figure 14, p. 46).
WeightLimit limit_at(const Hands& hands, const Lift& lift, Duration duration, const LiftingConstants& c) {
  const double travelled = std::abs(lift.destination.vertical - lift.origin.vertical);
  WeightLimit limit;
  limit.multipliers = {horizontal_multiplier(hands.horizontal, c),
                       vertical_multiplier(hands.vertical, c),
                       distance_multiplier(travelled, c),
                       asymmetry_multiplier(hands.asymmetry, c),
                       frequency_multiplier(lift.lifts_per_minute, duration, lift.origin.vertical, c),
                       c.coupling[static_cast<std::size_t>(lift.coupling)][column(hands.vertical, c)]};
  limit.at_any_frequency = c.load;
  for (std::size_t i = 0; i < factors; ++i) {
    if (i != static_cast<std::size_t>(Factor::frequency)) limit.at_any_frequency *= limit.multipliers[i];
  }
  limit.limit = limit.at_any_frequency * limit.multipliers[static_cast<std::size_t>(Factor::frequency)];
  return limit;
}

std::optional<double> index_of(double load, double limit) {
  if (limit <= 0) return std::nullopt;
  return load / limit;
}

// Of lifts at different heights the table has two columns; the stricter one is taken, so that a lift from below the
// split never gains by another one from above it.
double common_frequency_multiplier(const std::vector<Lift>& lifts, const std::vector<std::size_t>& order,
                                   std::size_t how_many, Duration duration, const LiftingConstants& c) {
  double rate = 0, least = 1;
  for (std::size_t i = 0; i < how_many; ++i) rate += lifts[order[i]].lifts_per_minute;
  for (std::size_t i = 0; i < how_many; ++i)
    least = std::min(least, frequency_multiplier(rate, duration, lifts[order[i]].origin.vertical, c));
  return least;
}

}  // namespace

std::optional<Duration> duration_of(double work_minutes, double rest_minutes, const LiftingConstants& constants) {
  for (std::size_t i = 0; i < constants.recovery.size(); ++i) {
    if (work_minutes <= constants.work_minutes[i] && rest_minutes >= constants.recovery[i] * work_minutes)
      return static_cast<Duration>(i);
  }
  if (work_minutes <= constants.work_minutes.back()) return Duration::up_to_8_h;
  return std::nullopt;
}

double frequency_multiplier(double lifts_per_minute, Duration duration, double vertical,
                            const LiftingConstants& constants) {
  const auto at = [&](const FrequencyRow& row) {
    return row.multipliers[static_cast<std::size_t>(duration)][column(vertical, constants)];
  };
  const std::vector<FrequencyRow>& rows = constants.frequency;
  if (lifts_per_minute <= rows.front().lifts_per_minute) return at(rows.front());
  const auto above = std::find_if(rows.begin(), rows.end(),
                                  [&](const FrequencyRow& row) { return row.lifts_per_minute >= lifts_per_minute; });
  // Between the last row that allows lifting and the next, the highest frequency is already passed (p. 14).
  if (above == rows.end() || at(*above) <= 0) return 0;
  const FrequencyRow& below = *std::prev(above);
  const double share = (lifts_per_minute - below.lifts_per_minute) / (above->lifts_per_minute - below.lifts_per_minute);
  return at(below) + share * (at(*above) - at(below));
}

LiftAssessment assess_lift(const Lift& lift, Duration duration, const LiftingConstants& constants) {
  LiftAssessment made;
  made.origin = limit_at(lift.origin, lift, duration, constants);
  if (lift.controlled) {
    made.destination = limit_at(lift.destination, lift, duration, constants);
    made.destination_decides = made.destination->limit < made.origin.limit;
  }
  const WeightLimit& limit = made.deciding();
  made.strength_index = index_of(lift.load_most, limit.at_any_frequency);
  made.task_index = index_of(lift.load, limit.limit);
  made.lifting_index = index_of(lift.load_most, limit.limit);
  return made;
}

JobAssessment assess_job(const std::vector<Lift>& lifts, Duration duration, const LiftingConstants& constants) {
  JobAssessment job;
  for (const Lift& lift : lifts) job.lifts.push_back(assess_lift(lift, duration, constants));
  job.order.resize(lifts.size());
  std::iota(job.order.begin(), job.order.end(), std::size_t{0});
  // A lift without a limit is the most stressful of all.
  std::stable_sort(job.order.begin(), job.order.end(), [&](std::size_t a, std::size_t b) {
    const auto &first = job.lifts[a].task_index, &second = job.lifts[b].task_index;
    if (first.has_value() != second.has_value()) return !first;
    if (first && *first != *second) return *first > *second;
    return lifts[a].lifts_per_minute > lifts[b].lifts_per_minute;
  });
  if (lifts.empty() || !job.lifts[job.order.front()].task_index) return job;
  double composite = *job.lifts[job.order.front()].task_index;
  double before = common_frequency_multiplier(lifts, job.order, 1, duration, constants);
  for (std::size_t i = 1; i < lifts.size(); ++i) {
    const double now = common_frequency_multiplier(lifts, job.order, i + 1, duration, constants);
    const auto& strength = job.lifts[job.order[i]].strength_index;
    if (now <= 0 || !strength) return job;
    job.increments.push_back(*strength * (1 / now - 1 / before));
    composite += job.increments.back();
    before = now;
  }
  job.composite_index = composite;
  return job;
}

}  // namespace lumbar::mechanics
