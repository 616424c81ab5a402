// SPDX-License-Identifier: Apache-2.0
#include "lumbar/science/change/observations.h"

#include <algorithm>
#include <cmath>

namespace lumbar::change {

Complaint check(Measure measure) {
  if (!(measure.sem > 0) || !std::isfinite(measure.sem)) return Error("standard error of measurement is not above 0");
  return std::nullopt;
}

Entry oriented(Entry entry, Direction better) {
  if (better == Direction::higher_is_better) return entry;
  entry.value = -entry.value;
  switch (entry.limit) {
    case Limit::exact: break;
    case Limit::at_least: entry.limit = Limit::at_most; break;
    case Limit::at_most: entry.limit = Limit::at_least; break;
  }
  return entry;
}

Result<Entry> joined(std::span<const Entry> day, Direction better) {
  if (day.empty()) return Error("no entries");
  if (day.size() == 1 && std::isfinite(day.front().value)) return oriented(day.front(), better);
  Entry all{day.front().day};
  std::vector<double> values;
  for (const Entry& one : day) {
    if (!std::isfinite(one.value)) return Error("value is not a finite number").at(one.day.written());
    if (one.limit != Limit::exact) {
      if (all.limit != Limit::exact && all.limit != one.limit)
        return Error("a day with both a floor and a ceiling says nothing of its mean").at(one.day.written());
      all.limit = one.limit;
    }
    values.push_back(one.value);
  }
  // In the order of size, so that the order of entries changes no bit.
  if (better == Direction::lower_is_better)
    for (double& value : values) value = -value;
  std::sort(values.begin(), values.end());
  double sum = 0;
  for (const double value : values) sum += value / static_cast<double>(values.size());
  all.value = better == Direction::lower_is_better ? -sum : sum;
  return oriented(all, better);
}

Result<std::vector<Entry>> observations_of(std::span<const Entry> entries, Direction better) {
  std::vector<Entry> by_day(entries.begin(), entries.end());
  std::stable_sort(by_day.begin(), by_day.end(), [](const Entry& a, const Entry& b) { return a.day < b.day; });
  std::vector<Entry> observations;
  for (std::size_t from = 0; from < by_day.size();) {
    std::size_t to = from + 1;
    while (to < by_day.size() && by_day[to].day == by_day[from].day) ++to;
    auto one = joined(std::span<const Entry>(by_day).subspan(from, to - from), better);
    if (!one) return one.take_error();
    observations.push_back(*one);
    from = to;
  }
  return observations;
}

}  // namespace lumbar::change
