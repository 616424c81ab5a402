// SPDX-License-Identifier: Apache-2.0
// Falls noticed and false alarms over twelve weeks, by simulation: the Watch of science/change, beside the CUSUM
// against the own best with a confirming retest, and beside the plain rule "one visit beyond the MDC from the
// baseline".
//
//   lumbar_change [--people N] [--svg FILE]    tables; with FILE the curve as a picture
//   lumbar_change --speed                      steps a second, beside working everything out anew at each step
//
// Levels and noise in SEM, higher is better. Two baselines, then twelve weeks. Whoever is asked for a retest comes two
// days later. A fall happens between the visits of weeks 4 and 8; it counts as found when the first alarm of all comes
// within 28 days of it. Every rule sees the same people with the same noise. Exit 1 when the Watch misses its target:
// at most 10 % false alarms on every usual course, at least 76 % of falls of 3 SEM found.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "bench/draws.h"
#include "lumbar/base/logarithm.h"
#include "lumbar/science/change/change.h"

namespace {

using namespace lumbar;
using change::Watch;

// --- Draws: the same number for the same person, day and purpose, whoever asks and in whatever order -----------------

// Marsaglia's polar method.
double normal(std::uint64_t person, std::uint64_t day) {
  for (std::uint64_t attempt = 10;; attempt += 2) {
    const double x = 2 * even(person, day, attempt) - 1;
    const double y = 2 * even(person, day, attempt + 1) - 1;
    const double square = x * x + y * y;
    if (square < 1 && square > 0) return x * std::sqrt(-2 * natural_log(square) / square);
  }
}

// --- People -------------------------------------------------------------------------------------------------------

enum class Schedule { weekly, twice_weekly, every_two_weeks, with_gaps };

/// How a level goes, in SEM.
struct Course {
  std::string name;
  double a_week = 0;       // a steady rise ...
  double at_most = 0;      // ... up to here; 0 for no end
  double learnt = 0;       // how much the first test under-reads
  double fall = 0;         // at once ...
  double fall_a_week = 0;  // ... or week by week, from the day of the fall
  double bad_days = 0;     // share of days that read 3 SEM too low
  Schedule schedule = Schedule::weekly;
  int weeks = 12;
  double share_that_fall = 1;         // where a fall is given
  int first_week = 4, last_week = 8;  // between which it happens
};

struct Person {
  const Course& course;
  std::uint64_t id;
  double fall_day;  // 1e9 for never

  Person(const Course& its, std::uint64_t number) : course(its), id(number), fall_day(1e9) {
    if (its.fall + its.fall_a_week > 0 && even(number, 0, 4) < its.share_that_fall)
      fall_day = 7 * (its.first_week + (its.last_week - its.first_week) * even(number, 0, 1));
  }

  double level(int day) const {
    double level = course.a_week * std::min<double>(day, std::max(0.0, fall_day)) / 7;
    if (course.at_most > 0) level = std::min(level, course.at_most);
    if (day == 0) level -= course.learnt;
    if (day >= fall_day) level -= course.fall + course.fall_a_week * (day - fall_day) / 7;
    return level;
  }
  double reads(int day) const {
    const auto on = static_cast<std::uint64_t>(day);
    return level(day) + normal(id, on) - (even(id, on, 2) < course.bad_days ? 3 : 0);
  }
  std::vector<int> days() const {
    std::vector<int> all = {0, 3};
    for (int week = 1; week <= course.weeks; ++week) {
      const auto number = static_cast<std::uint64_t>(week);
      if (course.schedule == Schedule::with_gaps && even(id, number, 3) < 0.3) continue;
      if (course.schedule == Schedule::every_two_weeks && week % 2 == 1) continue;
      all.push_back(7 * week);
      if (course.schedule == Schedule::twice_weekly) all.push_back(7 * week + 4);
    }
    return all;
  }
};

// --- Rules --------------------------------------------------------------------------------------------------------

enum class Says { nothing, retest, alarm };

struct Rule {
  Rule() = default;
  Rule(const Rule&) = delete;
  Rule& operator=(const Rule&) = delete;
  virtual ~Rule() = default;
  virtual Says see(int day, double value) = 0;
  double probability = 0;  // of a real fall, where a rule says one
};

/// One visit further below the mean of two baselines than the MDC.
struct PlainMdc final : Rule {
  explicit PlainMdc(double its_limit) : limit(its_limit) {}
  double limit, baseline = 0;
  int seen = 0;
  Says see(int, double value) override {
    if (++seen <= 2) {
      baseline += value / 2;
      return Says::nothing;
    }
    return baseline - value > limit ? Says::alarm : Says::nothing;
  }
};

/// One-sided CUSUM against the own best smoothed level, confirmed by a retest within a week.
struct Cusum final : Rule {
  explicit Cusum(double its_h) : h(its_h) {}
  double h, m = 0, best = 0, sum = 0, asked_value = 0;
  int seen = 0, asked = -100;
  Says see(int day, double value) override {
    if (++seen <= 2) {
      m += value / 2;
      best = m;
      return Says::nothing;
    }
    if (day - asked <= 7) {
      asked = -100;
      if (best - value > 1.5) return Says::alarm;
      sum = 0;
      smooth((asked_value + value) / 2);
      return Says::nothing;
    }
    sum = std::max(0.0, sum + best - value - 1);
    if (sum > h) {
      asked = day;
      asked_value = value;
      return Says::retest;
    }
    smooth(value);
    return Says::nothing;
  }
  void smooth(double value) {
    m = 0.6 * m + 0.4 * value;
    best = std::max(best, m);
  }
};

struct OurWatch final : Rule {
  explicit OurWatch(const Watch::Settings& settings)
      : watch(*Watch::of({1, change::Direction::higher_is_better}, settings)) {}
  Watch watch;
  Says see(int day, double value) override {
    const auto sight = watch.step({Date().plus_days(day), value});
    if (!sight) {
      std::cerr << sight.error().text() << "\n";
      std::exit(3);
    }
    probability = sight->probability;
    return sight->alarm ? Says::alarm : sight->retest ? Says::retest : Says::nothing;
  }
};

using Make = std::function<std::unique_ptr<Rule>()>;

Make mdc(double limit) {
  return [=] { return std::make_unique<PlainMdc>(limit); };
}
Make cusum(double h) {
  return [=] { return std::make_unique<Cusum>(h); };
}
Make watch(const Watch::Settings& settings) {
  return [=] { return std::make_unique<OurWatch>(settings); };
}
const double from_retest_to_alarm = Watch::Settings{}.threshold - Watch::Settings{}.retest_from;
Make watch_at(double threshold) {
  Watch::Settings settings;
  settings.threshold = threshold;
  settings.retest_from = std::max(0.05, threshold - from_retest_to_alarm);
  return watch(settings);
}

// --- Runs ---------------------------------------------------------------------------------------------------------

struct Outcome {
  double false_alarms = 0, found = 0, retests = 0;  // shares; retests a person
  double delay_median = 0, delay_90 = 0;            // days, of those found
};

/// What a rule says of a probability, and what was so.
struct Reliability {
  struct Bin {
    double said = 0, fell = 0, count = 0;
  };
  std::vector<Bin> bins = std::vector<Bin>(10);
  void add(double said, bool fell) {
    Bin& bin = bins[std::min<std::size_t>(static_cast<std::size_t>(said * 10), 9)];
    bin.said += said;
    bin.fell += fell ? 1 : 0;
    bin.count += 1;
  }
};

Outcome run(const Course& course, const Make& make, std::uint64_t people, Reliability* reliability = nullptr) {
  Outcome outcome;
  std::vector<double> delays;
  for (std::uint64_t id = 0; id < people; ++id) {
    const Person person(course, id);
    const auto rule = make();
    int alarmed = -1;
    int retests = 0;
    const auto visit = [&](int day) {
      const Says says = rule->see(day, person.reads(day));
      if (reliability != nullptr) reliability->add(rule->probability, day >= person.fall_day);
      if (says == Says::alarm) alarmed = day;
      return says;
    };
    const std::vector<int> days = person.days();
    for (const int day : days) {
      if (visit(day) == Says::retest && !std::binary_search(days.begin(), days.end(), day + 2)) {
        ++retests;
        visit(day + 2);
      }
      if (alarmed >= 0) break;
    }
    outcome.retests += retests;
    if (alarmed < 0) continue;
    if (alarmed < person.fall_day) {
      outcome.false_alarms += 1;
    } else if (alarmed < person.fall_day + 28) {
      delays.push_back(alarmed - person.fall_day);
    }
  }
  const auto all = static_cast<double>(people);
  outcome.false_alarms /= all;
  outcome.retests /= all;
  outcome.found = static_cast<double>(delays.size()) / all;
  if (!delays.empty()) {
    std::sort(delays.begin(), delays.end());
    outcome.delay_median = delays[delays.size() / 2];
    outcome.delay_90 = delays[delays.size() * 9 / 10];
  }
  return outcome;
}

std::vector<Course> usual_courses() {
  return {
      {.name = "stable, weekly"},
      {.name = "stable, twice weekly", .schedule = Schedule::twice_weekly},
      {.name = "stable, weekly, 30 % missed", .schedule = Schedule::with_gaps},
      {.name = "stable, every two weeks", .schedule = Schedule::every_two_weeks},
      {.name = "rises 0.5 a week", .a_week = 0.5},
      {.name = "rises 0.5 a week up to 2.5, then stays", .a_week = 0.5, .at_most = 2.5},
      {.name = "first test under-reads by 1", .learnt = 1},
  };
}

std::vector<Course> falls() {
  return {
      {.name = "falls 3, no gain before", .fall = 3},
      {.name = "falls 3 after a gain of 2.5", .a_week = 0.5, .at_most = 2.5, .fall = 3},
      {.name = "falls 3 while rising 0.5 a week", .a_week = 0.5, .fall = 3},
      {.name = "falls 3 after the gain, twice weekly",
       .a_week = 0.5,
       .at_most = 2.5,
       .fall = 3,
       .schedule = Schedule::twice_weekly},
      {.name = "falls 3 after the gain, 30 % missed",
       .a_week = 0.5,
       .at_most = 2.5,
       .fall = 3,
       .schedule = Schedule::with_gaps},
      {.name = "falls 2 after the gain", .a_week = 0.5, .at_most = 2.5, .fall = 2},
      {.name = "falls 0.75 a week, no gain before", .fall_a_week = 0.75},
      {.name = "falls 0.75 a week after the gain", .a_week = 0.5, .at_most = 2.5, .fall_a_week = 0.75},
  };
}

std::vector<Course> hard_courses() {
  return {
      {.name = "stable, weekly, for a year", .weeks = 52},
      {.name = "stable, twice weekly, for a year", .schedule = Schedule::twice_weekly, .weeks = 52},
      {.name = "stable, one day in twenty reads 3 too low", .bad_days = 0.05},
  };
}

// --- What is printed ------------------------------------------------------------------------------------------------

struct Named {
  std::string name;
  Make make;
};

std::vector<Named> rules() {
  return {{"plain MDC", mdc(2.77)}, {"CUSUM, own best", cusum(2.5)}, {"Watch", watch(Watch::Settings{})}};
}

void tell_heads(const std::string& title) {
  fmt::print("\n{:<44}", title);
  for (const Named& rule : rules()) fmt::print("{:>26}", rule.name);
  fmt::print("\n");
}

/// Prints false alarms, with retests a person; returns the worst of the Watch.
double tell_false_alarms(const std::string& title, const std::vector<Course>& courses, std::uint64_t people) {
  double worst = 0;
  tell_heads(title);
  for (const Course& course : courses) {
    fmt::print("{:<44}", course.name);
    for (const Named& rule : rules()) {
      const Outcome outcome = run(course, rule.make, people);
      fmt::print("{:>26}", fmt::format("{:.1f} %, {:.1f} retests", 100 * outcome.false_alarms, outcome.retests));
      if (rule.name == "Watch") worst = std::max(worst, outcome.false_alarms);
    }
    fmt::print("\n");
  }
  return worst;
}

/// Prints what was found; returns the least that the Watch found on the first `held` courses.
double tell_falls(std::size_t held, std::uint64_t people) {
  double least = 1;
  tell_heads("found within 28 days; delay in days, 50 %/90 %");
  const std::vector<Course> courses = falls();
  for (std::size_t at = 0; at < courses.size(); ++at) {
    fmt::print("{:<44}", courses[at].name);
    for (const Named& rule : rules()) {
      const Outcome outcome = run(courses[at], rule.make, people);
      fmt::print("{:>26}",
                 fmt::format("{:.1f} %, {:.0f}/{:.0f}", 100 * outcome.found, outcome.delay_median, outcome.delay_90));
      if (rule.name == "Watch" && at < held) least = std::min(least, outcome.found);
    }
    fmt::print("\n");
  }
  return least;
}

void tell_probabilities(std::uint64_t people) {
  // One in nine falls in twelve weeks: about the chance of a fall that the Watch assumes at each visit.
  Course mixed_people{.name = "mixed", .fall = 3, .share_that_fall = 1.0 / 9, .first_week = 1, .last_week = 12};
  Reliability reliability;
  run(mixed_people, watch(Watch::Settings{}), people, &reliability);
  mixed_people.a_week = 0.5;
  mixed_people.at_most = 2.5;
  run(mixed_people, watch(Watch::Settings{}), people, &reliability);
  fmt::print("\nprobability of a real fall, every visit up to the first alarm; one person in nine falls by 3\n");
  fmt::print("{:>12} {:>10} {:>10}\n", "said, mean", "had fallen", "visits");
  for (const Reliability::Bin& bin : reliability.bins)
    if (bin.count > 0)
      fmt::print("{:>10.1f} % {:>8.1f} % {:>10.0f}\n", 100 * bin.said / bin.count, 100 * bin.fell / bin.count,
                 bin.count);
}

struct Curve {
  std::string name, colour;
  std::vector<Outcome> stable, no_gain, after_gain;
  std::vector<double> at;
};

std::vector<Curve> curves(std::uint64_t people) {
  std::vector<Curve> all = {{"plain MDC", "#8a6d00", {}, {}, {}, {1.6, 1.9, 2.2, 2.5, 2.77, 3.1, 3.5, 4}},
                            {"CUSUM, own best", "#0b5cad", {}, {}, {}, {0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4.5}},
                            {"Watch", "#b3261e", {}, {}, {}, {2.2, 2.6, 3, 3.3, 3.6, 4, 4.5, 5}}};
  const std::vector<Course> fallen = falls();
  for (Curve& curve : all) {
    for (const double at : curve.at) {
      const Make make = curve.name == "Watch" ? watch_at(at) : curve.name == "plain MDC" ? mdc(at) : cusum(at);
      curve.stable.push_back(run(usual_courses().front(), make, people));
      curve.no_gain.push_back(run(fallen[0], make, people));
      curve.after_gain.push_back(run(fallen[1], make, people));
    }
  }
  return all;
}

void tell_curves(const std::vector<Curve>& all) {
  fmt::print("\nthe curve, weekly: false alarms on a stable course against falls of 3 found\n");
  fmt::print("{:<18}{:>10}{:>14}{:>18}{:>24}\n", "rule", "threshold", "false alarms", "found, no gain",
             "found, after the gain");
  for (const Curve& curve : all)
    for (std::size_t k = 0; k < curve.at.size(); ++k)
      fmt::print("{:<18}{:>10.2f}{:>12.1f} %{:>16.1f} %{:>22.1f} %\n", curve.name, curve.at[k],
                 100 * curve.stable[k].false_alarms, 100 * curve.no_gain[k].found, 100 * curve.after_gain[k].found);
}

// A picture of fixed size: false alarms to 40 % across, found to 100 % upwards.
std::string picture(const std::vector<Curve>& all) {
  const auto across = [](double share) { return 70 + share / 0.4 * 520; };
  const auto up = [](double share) { return 370 - share * 330; };
  std::string svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 430\" role=\"img\" font-family=\"sans-serif\" "
      "font-size=\"13\">\n<title>Falls found against false alarms over twelve weeks</title>\n"
      "<rect width=\"640\" height=\"430\" fill=\"white\"/>\n";
  for (int tenth = 0; tenth <= 10; tenth += 2)
    svg += fmt::format(
        "<path d=\"M70 {0:.0f}H590\" stroke=\"#ddd\"/><text x=\"62\" y=\"{1:.0f}\" text-anchor=\"end\">{2} %</text>\n",
        up(tenth / 10.0), up(tenth / 10.0) + 4, 10 * tenth);
  for (int tenth = 0; tenth <= 4; ++tenth)
    svg += fmt::format(
        "<path d=\"M{0:.0f} 40V370\" stroke=\"#ddd\"/><text x=\"{0:.0f}\" y=\"388\" text-anchor=\"middle\">{1} "
        "%</text>\n",
        across(tenth / 10.0), 10 * tenth);
  svg +=
      "<text x=\"330\" y=\"412\" text-anchor=\"middle\">false alarms in twelve weeks, stable, weekly</text>\n"
      "<text x=\"70\" y=\"24\">falls of 3 SEM found within 28 days: after a gain (solid), without one "
      "(dashed)</text>\n";
  double legend = 280;
  for (const Curve& curve : all) {
    for (const bool gain : {true, false}) {
      std::string path;
      for (std::size_t k = 0; k < curve.at.size(); ++k) {
        const double false_alarms = curve.stable[k].false_alarms;
        if (false_alarms > 0.4) continue;
        path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", across(false_alarms),
                            up((gain ? curve.after_gain : curve.no_gain)[k].found));
      }
      svg += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"{}/>\n", path, curve.colour,
                         gain ? "" : " stroke-dasharray=\"5 4\"");
    }
    svg +=
        fmt::format("<path d=\"M420 {0}h30\" stroke=\"{1}\" stroke-width=\"2\"/><text x=\"458\" y=\"{2}\">{3}</text>\n",
                    legend, curve.colour, legend + 4, curve.name);
    legend += 22;
  }
  return svg + "</svg>\n";
}

// --- Speed, beside working everything out anew
// ------------------------------------------------------------------------

// Isotonic fit of the first `count` values from the start: squares left over, and the last block.
struct Fit {
  double misfit = 0, mean = 0, weight = 0;
};
Fit isotonic(const std::vector<double>& values, std::size_t count) {
  std::vector<std::pair<double, double>> blocks;  // mean, weight
  for (std::size_t k = 0; k < count; ++k) {
    blocks.emplace_back(values[k], 1);
    while (blocks.size() > 1 && blocks[blocks.size() - 2].first >= blocks.back().first) {
      const auto [mean, weight] = blocks.back();
      blocks.pop_back();
      auto& before = blocks.back();
      before.first = (before.first * before.second + mean * weight) / (before.second + weight);
      before.second += weight;
    }
  }
  Fit fit{0, blocks.back().first, blocks.back().second};
  std::size_t at = 0;
  for (const auto& [mean, weight] : blocks)
    for (const std::size_t end = at + static_cast<std::size_t>(weight); at < end; ++at)
      fit.misfit += (values[at] - mean) * (values[at] - mean);
  return fit;
}

/// The evidence of Watch, from all values and nothing kept.
double evidence_anew(const std::vector<double>& measured) {
  std::vector<double> values = {measured.front()};
  for (std::size_t k = 1; k < measured.size(); ++k) {
    const double best = isotonic(values, k).mean;
    values.push_back(std::clamp(measured[k], best - 3, best + 3));
  }
  const double spread = Watch::Settings{}.usual_fall * Watch::Settings{}.usual_fall;
  const double whole = isotonic(values, values.size()).misfit;
  double several = 0;
  for (std::size_t since = 1; since < Watch::looks_back && since + 1 < values.size(); ++since) {
    const std::size_t past = values.size() - since - 1;
    const auto count = static_cast<double>(since + 1);
    double mean = 0;
    double within = 0;
    for (std::size_t k = past; k < values.size(); ++k) mean += values[k] / count;
    for (std::size_t k = past; k < values.size(); ++k) within += (values[k] - mean) * (values[k] - mean);
    const Fit before = isotonic(values, past);
    const double size = before.mean - mean;
    double variance = 1 / count + 1 / before.weight;
    double squares = 0;
    if (size > 0) {
      const double most = size * size / (1 / count + 1 / static_cast<double>(past));
      squares = std::clamp(whole - before.misfit - within, 0.0, most);
      variance = std::min(variance, (size * size + 1e-4) / (squares + 1e-4 / variance));
    }
    several += std::sqrt(variance / (variance + spread)) * std::exp(squares / 2 * spread / (variance + spread));
  }
  return several > 0 ? std::max(0.0, std::log(several)) : 0;
}

int tell_speed() {
  constexpr std::uint64_t people = 40000;
  constexpr int weeks = 26;
  std::vector<std::vector<double>> values(people);
  for (std::uint64_t id = 0; id < people; ++id)
    for (int week = 0; week < weeks; ++week)
      values[id].push_back(normal(id, static_cast<std::uint64_t>(week)) + std::min(0.25 * week, 3.0) -
                           (week > 18 ? 2 : 0));
  // Of the processor: others may share the machine.
  const auto seconds = [](std::clock_t from) { return static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC; };
  std::vector<double> kept, anew;
  kept.reserve(people * weeks);
  const auto start = std::clock();
  for (const auto& person : values) {
    Watch one = *Watch::of({1, change::Direction::higher_is_better});
    for (int week = 0; week < weeks; ++week)
      kept.push_back(
          one.step({Date().plus_days(std::int64_t{7} * week), person[static_cast<std::size_t>(week)]})->statistic);
  }
  const double ours = seconds(start);
  constexpr std::uint64_t fewer = people / 20;
  const auto again = std::clock();
  for (std::uint64_t id = 0; id < fewer; ++id)
    for (std::size_t week = 1; week <= weeks; ++week)
      anew.push_back(evidence_anew({values[id].begin(), values[id].begin() + static_cast<std::ptrdiff_t>(week)}));
  const double theirs = seconds(again);
  double apart = 0;
  for (std::size_t k = 0; k < anew.size(); ++k) apart = std::max(apart, std::abs(kept[k] - anew[k]));
  fmt::print("Watch               {:>12.0f} steps a second, {} people of {} weeks\n", people * weeks / ours, people,
             weeks);
  fmt::print("worked out anew     {:>12.0f} steps a second, {} people of {} weeks\n", fewer * weeks / theirs, fewer,
             weeks);
  fmt::print("largest difference of the statistic {:.1e}\n", apart);
  return apart < 1e-6 ? 0 : 1;  // both subtract squares that nearly agree
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t people = 4000;
  std::string svg;
  for (int k = 1; k < argc; ++k) {
    const std::string word = argv[k];
    if (word == "--speed") return tell_speed();
    if (word == "--people" && k + 1 < argc) {
      people = std::strtoull(argv[++k], nullptr, 10);
    } else if (word == "--svg" && k + 1 < argc) {
      svg = argv[++k];
    } else {
      people = 0;
    }
  }
  if (people < 100) {
    std::cerr << "lumbar_change [--people N] [--svg FILE] | --speed; N at least 100\n";
    return 2;
  }
  fmt::print("{} people a course, the same for every rule; levels in SEM\n", people);
  const double alarms = tell_false_alarms("false alarms in twelve weeks", usual_courses(), people);
  const double found = tell_falls(2, people);
  tell_false_alarms("false alarms, beyond what was tuned for", hard_courses(), people / 4);
  tell_probabilities(people);
  const std::vector<Curve> all = curves(svg.empty() ? people / 4 : people);
  tell_curves(all);
  if (!svg.empty() && !(std::ofstream(svg) << picture(all)).flush()) {
    std::cerr << svg << ": cannot be written\n";
    return 3;
  }
  const bool met = alarms <= 0.10 && found >= 0.76;
  fmt::print(
      "\ntarget {}: false alarms at most 10 % (worst usual course {:.1f} %), at least 76 % of falls of 3 SEM found, "
      "weekly, with and without a gain before (least {:.1f} %)\n",
      met ? "met" : "MISSED", 100 * alarms, 100 * found);
  return met ? 0 : 1;
}
