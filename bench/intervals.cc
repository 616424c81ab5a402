// SPDX-License-Identifier: Apache-2.0
// How near intervals by slopes come to those from sampled worlds, and what either costs.
//   lumbar_intervals [CASES.ndjson]      one JSON case a line, as tools/check_vignettes --cases writes them; "-": input
// The distance of two bounds is told twice: in percent of probability, and as a share of the sampled interval's width
// on the scale of log odds. Bounds of 1,000 worlds are themselves off by about 2 % of that width (their standard
// error). Exit 1 when half of the bounds of conditions, mechanisms or the emergency are further off than 7 % of the
// width, or one of twenty than 20 %.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <iostream>
#include <map>

#include "lumbar/base/text.h"
#include "lumbar/clinic/differential/differential.h"
#include "lumbar/doors/cli/cli.h"
#include "lumbar/doors/wire/wire.h"

namespace {

using namespace lumbar;
using Interval = std::pair<double, double>;

double now_us() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return 1e6 * static_cast<double>(time.tv_sec) + 1e-3 * static_cast<double>(time.tv_nsec);
}

double log_odds(double chance) {
  const double cut = std::clamp(chance, 1e-9, 1 - 1e-9);
  return std::log(cut / (1 - cut));
}

double at(const std::vector<double>& sorted, double share) {
  return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

class Distances {
 public:
  void add(Interval worlds, Interval slopes) {
    const double width = log_odds(worlds.second) - log_odds(worlds.first);
    if (width < 1e-6) return;
    for (const auto& [one, other] : {std::pair{worlds.first, slopes.first}, {worlds.second, slopes.second}}) {
      points_.push_back(100 * std::abs(one - other));
      shares_.push_back(100 * std::abs(log_odds(one) - log_odds(other)) / width);
    }
    signed_low_ += (log_odds(slopes.first) - log_odds(worlds.first)) / width;
    signed_high_ += (log_odds(slopes.second) - log_odds(worlds.second)) / width;
  }
  void tell(const char* what) {
    std::sort(points_.begin(), points_.end());
    std::sort(shares_.begin(), shares_.end());
    const double n = static_cast<double>(std::max<std::size_t>(1, points_.size() / 2));
    fmt::print("| {} | {} | {:.2f} | {:.2f} | {:.2f} | {:.1f} | {:.1f} | {:.1f} | {:+.1f} | {:+.1f} |\n", what,
               points_.size(), at(points_, 0.5), at(points_, 0.95), at(points_, 1), at(shares_, 0.5), at(shares_, 0.95),
               at(shares_, 1), 100 * signed_low_ / n, 100 * signed_high_ / n);
  }
  bool good() const { return at(shares_, 0.5) <= 7 && at(shares_, 0.95) <= 20; }

 private:
  std::vector<double> points_, shares_;
  double signed_low_ = 0, signed_high_ = 0;
};

struct Costs {
  std::vector<double> plain, slopes, worlds;  // µs
};

}  // namespace

int main(int argc, char** argv) {
  const auto knowledge = load_facts("", Policy::standard);
  if (!knowledge) {
    std::cerr << "lumbar_intervals: " << knowledge.error().text() << "\n";
    return 4;
  }
  const Surroundings world{std::cin, std::cout, std::cerr};
  const auto text = read_file(argc > 1 ? argv[1] : "-", world, std::size_t{256} << 20U);
  if (!text) {
    std::cerr << "lumbar_intervals: " << text.error().text() << "\n";
    return 3;
  }
  std::map<Setting, Ranker> rankers;
  Distances conditions, mechanisms, emergency;
  std::map<std::size_t, Costs> costs;  // by bits
  std::size_t cases = 0;
  std::size_t fewer = 0;
  std::size_t none = 0;
  for (const std::string_view line : split(*text, '\n')) {
    if (line.empty()) continue;
    const auto told = read_case(line, *knowledge, ReadOptions{});
    if (!told) continue;
    const auto findings = gather_findings(*told, *knowledge);
    if (!findings) continue;
    ++cases;
    const Ranker& ranker = rankers.try_emplace(findings->setting, *knowledge, findings->setting).first->second;
    const double start = now_us();
    const Differential plain = ranker.rank(*findings);
    const double ranked = now_us();
    const Differential slopes = ranker.rank(*findings, IntervalsBy::slopes);
    const double sloped = now_us();
    const Differential worlds = ranker.rank(*findings, IntervalsBy::worlds);
    const double sampled = now_us();
    if (worlds.worlds < 1000) ++fewer;
    if (slopes.intervals_by != IntervalsBy::slopes) ++none;
    Costs& here = costs[plain.widest_frontier];
    here.plain.push_back(ranked - start);
    here.slopes.push_back(sloped - ranked - (ranked - start));
    here.worlds.push_back(sampled - sloped - (ranked - start));
    if (worlds.worlds < 1000 || slopes.intervals_by != IntervalsBy::slopes) continue;
    for (std::size_t i = 0; i < worlds.ranked.size(); ++i)
      conditions.add(*worlds.ranked[i].interval, *slopes.ranked[i].interval);
    for (std::size_t i = 0; i < worlds.mechanism.size() && worlds.complaint; ++i)
      mechanisms.add(worlds.mechanism_interval[i], slopes.mechanism_interval[i]);
    emergency.add(worlds.any_emergency_interval, slopes.any_emergency_interval);
  }
  fmt::print("{} cases; fewer than 1,000 worlds in {}; no intervals by slopes in {}\n\n", cases, fewer, none);
  fmt::print(
      "| bounds of | how many | off by, median % | 95 % | worst | share of width, median % | 95 % | worst | low, mean "
      "| "
      "high, mean |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
  conditions.tell("conditions told");
  mechanisms.tell("mechanisms");
  emergency.tell("any emergency");
  fmt::print(
      "\n| bits | cases | ranking, median µs | slopes, median µs | worlds, median µs |\n"
      "| ---: | ---: | ---: | ---: | ---: |\n");
  for (auto& [bits, one] : costs) {
    for (std::vector<double>* list : {&one.plain, &one.slopes, &one.worlds}) std::sort(list->begin(), list->end());
    fmt::print("| {} | {} | {:.0f} | {:.0f} | {:.0f} |\n", bits, one.plain.size(), at(one.plain, 0.5),
               at(one.slopes, 0.5), at(one.worlds, 0.5));
  }
  return conditions.good() && mechanisms.good() && emergency.good() ? 0 : 1;
}
