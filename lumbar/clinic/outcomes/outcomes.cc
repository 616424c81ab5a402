// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/outcomes/outcomes.h"

#include <algorithm>
#include <cmath>

#include "lumbar/base/text.h"

namespace lumbar {
namespace {

constexpr double all_but_equal = 1e-9;  // 1.3 of 3 and 1.3 of 10 shall both be 1.3

std::string allowed_range(double least, double most, bool whole) {
  return std::string("allowed: a ") + (whole ? "whole " : "") + "number from " + written(least) + " to " +
         written(most);
}

Complaint check_number(double value, double least, double most, bool whole, const std::string& place) {
  if (std::isfinite(value) && value >= least && value <= most && (!whole || value == std::floor(value)))
    return std::nullopt;
  return Error((std::isfinite(value) ? written(value) : std::string("this")) + " is not possible here; " +
               allowed_range(least, most, whole) + "; look at the form again")
      .at(place);
}

std::optional<double> at(const std::vector<std::optional<double>>& list, std::size_t place) {
  return place < list.size() ? list[place] : std::nullopt;
}

double points_of(const MeasureItem& item, double answer) {
  if (!item.counts_from) return answer;
  return answer >= *item.counts_from ? 1 : 0;
}

// A score from its items: points of each, and the most points that each can have.
double reckoned(ScoreMethod method, const std::vector<double>& points, const std::vector<double>& most) {
  double sum = 0, most_sum = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    sum += points[i];
    most_sum += most[i];
  }
  switch (method) {
    case ScoreMethod::entered:
    case ScoreMethod::sum: return sum;
    case ScoreMethod::mean: return sum / static_cast<double>(points.size());
    case ScoreMethod::percent: return 100 * sum / most_sum;
    case ScoreMethod::difference: return points.back() - points.front();
  }
  return sum;
}

std::string item_names(const Measure& measure, const std::vector<std::size_t>& items) {
  std::vector<std::string> names;
  for (const std::size_t item : items) names.push_back(measure.items[item].name);
  return joined(names, ", ");
}

// What unanswered items still allow. A difference is lowest where its first item is highest.
void set_bounds(const Measure& measure, const MeasureScore& score, const OutcomeAnswers& answers, ScoreResult& made) {
  std::vector<double> low, high, most;
  for (const std::size_t place : score.items) {
    const MeasureItem& item = measure.items[place];
    const auto answer = at(answers.items, place);
    double least = points_of(item, answer.value_or(item.least)), greatest = points_of(item, answer.value_or(item.most));
    if (score.method == ScoreMethod::difference && place == score.items.front()) std::swap(least, greatest);
    low.push_back(least);
    high.push_back(greatest);
    most.push_back(points_of(item, item.most));
  }
  made.lowest = reckoned(score.method, low, most);
  made.highest = reckoned(score.method, high, most);
}

// Nothing where the score was neither entered nor any of its items answered.
Result<std::optional<ScoreResult>> score_one(const Measure& measure, std::size_t place, const OutcomeAnswers& answers) {
  const MeasureScore& score = measure.scores[place];
  ScoreResult made;
  made.score = place;
  std::vector<double> points, most;
  for (const std::size_t item : score.items) {
    const auto answer = at(answers.items, item);
    if (!answer) {
      made.unanswered.push_back(item);
      continue;
    }
    points.push_back(points_of(measure.items[item], *answer));
    most.push_back(points_of(measure.items[item], measure.items[item].most));
  }
  if (const auto entered = at(answers.entered, place)) {
    const std::string where = "scores." + score.name;
    if (auto fault = check_number(*entered, score.least, score.most, score.whole, where)) return *fault;
    if (!points.empty()) return Error("is entered, and its items are answered too; give one of the two").at(where);
    made.value = made.lowest = made.highest = *entered;
    made.unanswered.clear();
    return std::optional(made);
  }
  if (points.empty()) return std::optional<ScoreResult>();
  const std::string missing = item_names(measure, made.unanswered);
  if (!made.unanswered.empty() && score.missing == MissingItems::refused)
    return Error("not answered: " + missing + "; every item of " + score.name +
                 " is needed: ask again, or leave this score out")
        .at("answers");
  if (score.missing == MissingItems::answered && made.unanswered.size() > score.missing_most)
    return Error("not answered: " + missing + "; allowed: at most " + std::to_string(score.missing_most) +
                 " unanswered items of " + score.name + "; ask again")
        .at("answers");
  set_bounds(measure, score, answers, made);
  if (made.unanswered.empty() || score.missing == MissingItems::answered)
    made.value = reckoned(score.method, points, most);
  return std::optional(made);
}

// Sums over some of the items of another sum: the part cannot exceed the whole, nor the rest its own most.
Complaint check_parts(const Measure& measure, const OutcomeAnswers& answers) {
  for (std::size_t part = 0; part < measure.scores.size(); ++part) {
    for (std::size_t whole = 0; whole < measure.scores.size(); ++whole) {
      const MeasureScore &a = measure.scores[part], &b = measure.scores[whole];
      const auto less = at(answers.entered, part), more = at(answers.entered, whole);
      const bool within = a.items.size() < b.items.size() && !a.items.empty() &&
                          std::includes(b.items.begin(), b.items.end(), a.items.begin(), a.items.end());
      if (!within || !less || !more || a.method != ScoreMethod::sum || b.method != ScoreMethod::sum) continue;
      if (*less <= *more && *more - *less <= b.most - a.most) continue;
      return Error(written(*less) + " does not go with " + b.name + " " + written(*more) +
                   ", of which it is a part; look at the form again")
          .at("scores." + a.name);
    }
  }
  return std::nullopt;
}

// Where a score may lie: its bounds, or all it can be where it is not known.
struct Span {
  double lowest, highest;
};
Span span_of(const Measure& measure, const OutcomeScores& outcome, std::size_t score) {
  for (const ScoreResult& one : outcome.scores) {
    if (one.score != score) continue;
    if (one.value) return {*one.value, *one.value};
    return {one.lowest, one.highest};
  }
  return {measure.scores[score].least, measure.scores[score].most};
}

std::optional<std::size_t> band_at(const std::vector<ScoreBand>& bands, double value, double Span::*end,
                                   const Measure& measure, const OutcomeScores& outcome) {
  for (std::size_t i = 0; i < bands.size(); ++i) {
    const ScoreBand& band = bands[i];
    const bool fits = band.up_to ? value <= *band.up_to + all_but_equal : value < *band.below - all_but_equal;
    if (!fits) continue;
    if (band.also && span_of(measure, outcome, *band.also).*end > band.also_up_to + all_but_equal) continue;
    return i;
  }
  return std::nullopt;
}

// The band of every value that is still possible; nothing where they differ.
std::optional<std::size_t> band_of(const ScoreResult& result, const Measure& measure, const OutcomeScores& outcome) {
  const std::vector<ScoreBand>& bands = measure.scores[result.score].bands;
  const Span own = span_of(measure, outcome, result.score);
  const auto first = band_at(bands, own.lowest, &Span::lowest, measure, outcome);
  for (const double value : {own.lowest, own.highest}) {
    for (const auto end : {&Span::lowest, &Span::highest}) {
      if (band_at(bands, value, end, measure, outcome) != first) return std::nullopt;
    }
  }
  return first;
}

Reached compared(double amount, double least, double most) {
  if (amount >= most - all_but_equal) return Reached::yes;
  return amount >= least - all_but_equal ? Reached::unclear : Reached::no;
}

Reached reached(const ChangeThreshold& threshold, double better_by, std::optional<double> percent) {
  double way = 1;
  switch (threshold.way) {
    case ChangeWay::improvement: break;
    case ChangeWay::worsening: way = -1; break;
    case ChangeWay::either: way = better_by < 0 ? -1 : 1; break;
  }
  std::vector<Reached> parts;
  if (threshold.points)
    parts.push_back(compared(way * better_by, *threshold.points, threshold.points_most.value_or(*threshold.points)));
  if (threshold.percent)
    parts.push_back(percent ? compared(way * *percent, *threshold.percent, *threshold.percent) : Reached::no);
  return threshold.both ? *std::min_element(parts.begin(), parts.end()) : *std::max_element(parts.begin(), parts.end());
}

void add_changes(const Measure& measure, const OutcomeScores& before, OutcomeScores& now) {
  for (ScoreResult& one : now.scores) {
    const auto earlier = std::find_if(before.scores.begin(), before.scores.end(),
                                      [&](const ScoreResult& other) { return other.score == one.score; });
    if (earlier == before.scores.end() || !earlier->value || !one.value) continue;
    const MeasureScore& score = measure.scores[one.score];
    OutcomeChange change;
    change.before = *earlier->value;
    change.better_by = score.better == Better::lower ? change.before - *one.value : *one.value - change.before;
    if (change.before != 0) change.percent = 100 * change.better_by / std::abs(change.before);
    for (const ChangeThreshold& threshold : score.changes)
      change.reached.push_back(reached(threshold, change.better_by, change.percent));
    one.change = std::move(change);
  }
}

Result<OutcomeScores> score_once(const Measure& measure, const OutcomeAnswers& answers) {
  for (std::size_t i = 0; i < measure.items.size(); ++i) {
    const MeasureItem& item = measure.items[i];
    const auto answer = at(answers.items, i);
    if (!answer) continue;
    if (auto fault = check_number(*answer, item.least, item.most, item.whole, "answers." + item.name)) return *fault;
  }
  if (auto fault = check_parts(measure, answers)) return *fault;
  OutcomeScores outcome;
  for (std::size_t i = 0; i < measure.scores.size(); ++i) {
    auto one = score_one(measure, i, answers);
    if (!one) return one.take_error();
    if (*one) outcome.scores.push_back(**std::move(one));
  }
  if (outcome.scores.empty()) return Error("nothing is answered and no score is entered; give answers, or scores");
  for (ScoreResult& one : outcome.scores) one.band = band_of(one, measure, outcome);
  return outcome;
}

}  // namespace

Result<OutcomeScores> score_outcome(const Measure& measure, const OutcomeAnswers& now, const OutcomeAnswers* before) {
  auto made = score_once(measure, now);
  if (!made || before == nullptr) return made;
  const auto earlier = score_once(measure, *before);
  if (!earlier) return earlier.error().at("before");
  add_changes(measure, *earlier, *made);
  return made;
}

}  // namespace lumbar
