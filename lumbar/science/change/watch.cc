// SPDX-License-Identifier: Apache-2.0
// Falls against the person's own best. In units of the SEM, up is better, noise has variance 1.
#include <algorithm>
#include <array>
#include <cmath>

#include "lumbar/base/logarithm.h"
#include "lumbar/science/change/change.h"
#include "lumbar/science/change/normal.h"
#include "lumbar/science/change/observations.h"

namespace lumbar::change {

namespace {

constexpr double for_shorter_gaps = 2;  // by simulation: what each e-fold of days of entries adds to the threshold
constexpr double least_threshold = 2.5;
constexpr double most_a_day =
    3;  // no day counts for more than this above or below the best: it may be a bad or lucky one
constexpr double alike = 1e-9;  // levels that differ by rounding are one block in every unit
constexpr double nothing = 1e-4;
// By simulation: days on which nothing happens carry this much evidence, since twelve falls are weighed; and what
// `most_a_day` takes away is given back to the probability.
constexpr double idle_evidence = 1.04;
constexpr double given_back = 1.6;
constexpr double tail = 0.05;  // on each side of the interval of the day

/// A limit in the place of a value: what the value is expected to have been in somebody at `level`.
double expected_value(const Entry& observed, double level) {
  const double limit = observed.value;
  switch (observed.limit) {
    case Limit::exact: break;
    case Limit::at_least: return std::max(limit, level + normal_pull(level - limit));
    case Limit::at_most: return std::min(limit, level - normal_pull(limit - level));
  }
  return limit;
}

}  // namespace

Result<Watch> Watch::of(Measure measure) { return of(measure, Settings{}); }

Result<Watch> Watch::of(Measure measure, const Settings& settings) {
  if (auto wrong = check(measure)) return *wrong;
  for (const double threshold : {settings.threshold, settings.retest_from})
    if (!(threshold > 0) || !std::isfinite(threshold)) return Error("threshold is not above 0");
  if (!(settings.fall_chance > 0 && settings.fall_chance < 1)) return Error("chance of a fall is not within 0 and 1");
  if (!(settings.usual_fall > 0) || !std::isfinite(settings.usual_fall)) return Error("usual fall is not above 0");
  return Watch(measure, settings);
}

Watch::Watch(Measure measure, const Settings& settings)
    : measure_(measure), settings_(settings), kept_(looks_back + 1) {}

// Pool adjacent violators: the new day is a block of its own; blocks that fall below the one before become one.
void Watch::fit(double value) {
  Block last{value, 1};
  while (!blocks_.empty() && blocks_.back().mean >= last.mean - alike) {
    const Block& before = blocks_.back();
    const double weight = before.weight + last.weight;
    const double apart = before.mean - last.mean;
    misfit_ += before.weight * last.weight / weight * apart * apart;
    last = {last.mean + apart * (before.weight / weight), weight};
    blocks_.pop_back();
  }
  blocks_.push_back(last);
}

Result<Sight> Watch::step(std::span<const Entry> day) {
  for (const Entry& one : day)
    if (one.day != day.front().day) return Error("entries of several days at once").at(one.day.written());
  auto observed = joined(day, measure_.better);
  if (!observed) return observed.take_error();
  if (days_ > 0 && observed->day <= back(0).day)
    return Error("day is not after the last one").at(observed->day.written());
  if (days_ == 0) origin_ = observed->value;
  observed->value = (observed->value - origin_) / measure_.sem;
  if (!std::isfinite(observed->value)) return Error("value is too far from the first one").at(observed->day.written());

  const double best = days_ > 0 ? blocks_.back().mean : 0;
  const double expected = days_ > 0 ? expected_value(*observed, best) : observed->value;
  const double value = std::clamp(expected, best - most_a_day, best + most_a_day);
  fit(value);
  kept_[days_ % kept_.size()] = {observed->day, expected, value, misfit_, blocks_.back()};
  ++days_;
  return look();
}

// What speaks for a fall that showed first so many days of entries ago.
struct Watch::Fall {
  double size = 0;                  // best before less the mean since
  double variance = 1;              // of that difference
  double factor = 0, exponent = 0;  // the evidence: factor x exp(exponent)
};

// Evidence is a Bayes factor: a fall of unknown size, normal with `usual_fall`, against none. The squares it saves over
// the isotonic fit of the whole take the place of size^2 / variance; how far that fit has to reach back for a best that
// the newest days contradict is what one block alone does not know.
std::size_t Watch::weigh(std::array<Fall, looks_back>& falls) const {
  const double spread = settings_.usual_fall * settings_.usual_fall;
  const std::size_t most = std::min(days_ - 1, looks_back);
  double mean = 0;    // of the days since the fall
  double within = 0;  // their squares around it
  for (std::size_t since = 0; since < most; ++since) {
    const auto count = static_cast<double>(since + 1);
    const double value = back(since).value;
    const double off = value - mean;
    mean += off / count;
    within += off * (value - mean);
    const Kept& before = back(since + 1);
    Fall& fall = falls[since];
    fall.size = before.last.mean - mean;
    fall.variance = 1 / count + 1 / before.last.weight;
    double squares = 0;
    if (fall.size > 0) {
      const double narrowest = 1 / count + 1 / static_cast<double>(days_ - since - 1);
      const double square = fall.size * fall.size;
      squares = std::clamp(misfit_ - before.misfit - within, 0.0, square / narrowest);
      // square / squares, and smoothly the broadest where both are next to nothing.
      fall.variance = std::min(fall.variance, (square + nothing) / (squares + nothing / fall.variance));
    }
    fall.exponent = squares / 2 * spread / (fall.variance + spread);
    fall.factor = std::sqrt(fall.variance / (fall.variance + spread));
  }
  return most;
}

// Who is measured more often is also looked at more often, and would be alarmed for nothing more often.
double Watch::threshold() const {
  constexpr double week = 7;
  constexpr double gaps_assumed = 4;  // weekly, until the course has shown its own rhythm
  const std::size_t gaps = std::min(days_ - 1, looks_back);
  const auto span = static_cast<double>(back(0).day.days_since(back(gaps).day));
  const double gap = (span + gaps_assumed * week) / (static_cast<double>(gaps) + gaps_assumed);
  return std::max(least_threshold, settings_.threshold + for_shorter_gaps * natural_log(week / gap));
}

Sight Watch::look() const {
  std::array<Fall, looks_back> falls{};
  const std::size_t most = weigh(falls);
  double largest = 0;
  for (std::size_t since = 0; since < most; ++since) largest = std::max(largest, falls[since].exponent);
  std::array<double, looks_back> evidence{};
  double single = 0;   // a fall that today alone shows
  double several = 0;  // one that two days or more show
  std::size_t likeliest = 0;
  for (std::size_t since = 0; since < most; ++since) {
    if (falls[since].exponent < largest - 40) continue;  // 1e-17 of the whole
    evidence[since] = falls[since].factor * exponential(falls[since].exponent - largest);
    (since == 0 ? single : several) += evidence[since];
    if (evidence[since] > evidence[likeliest]) likeliest = since;
  }
  const double all = single + several;

  Sight sight;
  const double sign = measure_.better == Direction::lower_is_better ? -1 : 1;
  sight.best = sign * (origin_ + measure_.sem * blocks_.back().mean);
  sight.threshold = threshold();
  if (several > 0) sight.statistic = std::max(0.0, natural_log(several) + largest);
  sight.alarm = sight.statistic >= sight.threshold;
  if (all <= 0) return sight;
  const double evidence_of_all = natural_log(all) + largest;
  const double raised = std::max(0.0, sight.threshold - settings_.threshold);
  sight.retest = !sight.alarm && evidence_of_all >= settings_.retest_from + raised;
  const double odds_before = settings_.fall_chance / (1 - settings_.fall_chance);
  sight.probability = 1 - 1 / (1 + odds_before * exponential(given_back * (evidence_of_all - idle_evidence)));
  if (!sight.alarm && !sight.retest) return sight;

  Since days{back(likeliest).day, back(likeliest).day, back(likeliest).day};
  double later = 0;  // chance that it showed later than that day
  for (std::size_t since = 0; since < most; ++since) {
    const double chance = evidence[since] / all;
    if (later <= tail && later + chance > tail) days.latest = std::max(days.latest, back(since).day);
    if (later < 1 - tail && later + chance >= 1 - tail) days.earliest = std::min(days.earliest, back(since).day);
    later += chance;
  }
  sight.since = days;
  sight.best = sign * (origin_ + measure_.sem * back(likeliest + 1).last.mean);
  double mean = 0;  // of what was measured, however far below
  for (std::size_t since = 0; since <= likeliest; ++since) mean += back(since).measured;
  mean /= static_cast<double>(likeliest + 1);
  sight.fall = measure_.sem * (back(likeliest + 1).last.mean - mean);
  sight.fall_se = measure_.sem * std::sqrt(falls[likeliest].variance);
  return sight;
}

}  // namespace lumbar::change
