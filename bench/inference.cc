// SPDX-License-Identifier: Apache-2.0
// How long exact answers take: networks of the shipped facts and random ones, beside other methods, in one run.
//   lumbar_inference [flags of Google Benchmark]     microseconds a query, bits of the frontier, worst error
//   lumbar_inference --small [flags]                 networks of the sizes that other engines reach
//   lumbar_inference --export FOLDER                 those as JSON, for bench/peers/run
//   lumbar_inference --frontier [CASES.ndjson]       how wide the frontier is: of those cases, and after a safety net
// The error is the largest difference of any cause's chance from the alternating sum in 128 bits, where that ends.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/inference_frontier.h"
#include "bench/inference_networks.h"
#include "bench/inference_peers.h"
#include "lumbar/doors/cli/cli.h"

namespace {

using namespace lumbar;
using bench::Measured;

__extension__ typedef __float128 Wide;

constexpr std::size_t most_groups_wide = 14;    // beyond it the check in 128 bits takes minutes
constexpr std::size_t most_bits_many = 12;      // beyond it a thousand networks take seconds
constexpr std::size_t most_groups_double = 16;  // beyond it the alternating sum takes seconds

// Worked out once a network, when a benchmark first asks for it.
struct Subject {
  Measured measured;
  std::vector<double> truth;  // empty: too many groups
};

const std::vector<double>& truth_of(Subject& subject) {
  if (subject.truth.empty() && subject.measured.network.groups.size() <= most_groups_wide)
    subject.truth = bench::quickscore<Wide>(subject.measured.network);
  return subject.truth;
}

void tell(benchmark::State& state, Subject& subject, const std::vector<double>& chances) {
  const bayes::Network& network = subject.measured.network;
  std::size_t links = 0;
  for (const bayes::Group& group : network.groups) links += group.links.size();
  state.counters["bits"] = static_cast<double>(subject.measured.bits);
  state.counters["causes"] = static_cast<double>(network.odds.size());
  state.counters["groups"] = static_cast<double>(network.groups.size());
  state.counters["links"] = static_cast<double>(links);
  const std::vector<double>& truth = truth_of(subject);
  if (!truth.empty()) state.counters["error"] = bench::worst_difference(chances, truth);
}

// Every cause, the same links as the query before: what sampling and weighing statements ask.
void causes_alone(benchmark::State& state, Subject& subject) {
  bayes::Workspace workspace;
  bayes::Posterior posterior;
  const bayes::Query query{.any_of = {}};
  for (auto unused : state) bayes::infer(subject.measured.network, query, workspace, posterior);
  tell(state, subject, posterior.cause);
}

// With the mechanisms and "any emergency".
void whole_query(benchmark::State& state, Subject& subject) {
  bayes::Workspace workspace;
  bayes::Posterior posterior;
  for (auto unused : state) bayes::infer(subject.measured.network, subject.measured.query, workspace, posterior);
  tell(state, subject, posterior.cause);
}

// A person never seen before: the order of causes is searched again each time.
void new_person(benchmark::State& state, Subject& subject) {
  bayes::Workspace workspace;
  bayes::Posterior posterior;
  const bayes::Network other{{1}, {}};
  const bayes::Query query{.any_of = {}};
  for (auto unused : state) {
    bayes::infer(other, query, workspace, posterior);  // forgets the order; costs next to nothing itself
    bayes::infer(subject.measured.network, subject.measured.query, workspace, posterior);
  }
  tell(state, subject, posterior.cause);
}

// A thousand networks of this shape, their numbers spread: what sampled intervals take.
void samples(benchmark::State& state, Subject& subject) {
  constexpr std::size_t count = 1000;
  const bayes::Network& network = subject.measured.network;
  bench::Draw draw(7);
  bayes::Samples samples{count, {}, {}, {}};
  const auto spread = [&](double value, double most, std::vector<double>& into) {
    for (std::size_t i = 0; i < count; ++i) into.push_back(std::min(most, value * (0.8 + 0.4 * draw.unit())));
  };
  for (const double odds : network.odds) spread(odds, 1e30, samples.odds);
  for (const bayes::Group& group : network.groups) {
    spread(group.ceiling, 1e30, samples.ceiling);
    for (const bayes::Link& link : group.links) spread(link.explains, 1, samples.explains);
  }
  bayes::ManyWorkspace workspace;
  bayes::ManyPosteriors posteriors;
  for (auto unused : state)
    if (!bayes::infer_many(network, subject.measured.query, samples, workspace, posteriors)) return;
  state.counters["bits"] = static_cast<double>(subject.measured.bits);
  state.counters["samples"] = count;
}

// The derivatives of the five leading causes, of any emergency and of the mechanisms by every number.
void slopes(benchmark::State& state, Subject& subject, std::size_t how_many) {
  const bayes::Posterior posterior = bayes::infer(subject.measured.network, subject.measured.query);
  std::vector<std::size_t> leading(posterior.cause.size());
  for (std::size_t i = 0; i < leading.size(); ++i) leading[i] = i;
  std::sort(leading.begin(), leading.end(),
            [&](std::size_t a, std::size_t b) { return posterior.cause[a] > posterior.cause[b]; });
  std::vector<bayes::Chance> asked;
  for (std::size_t i = 0; i < 5; ++i) asked.push_back({bayes::Chance::Of::cause, leading[i]});
  asked.push_back({bayes::Chance::Of::any_of, 0});
  for (std::size_t i = 0; i < posterior.only.size(); ++i) asked.push_back({bayes::Chance::Of::only, i});
  asked.resize(std::min(asked.size(), how_many));
  bayes::ManyWorkspace workspace;
  bayes::Slopes found;
  for (auto unused : state)
    if (!bayes::find_slopes(subject.measured.network, subject.measured.query, asked, workspace, found)) return;
  state.counters["bits"] = static_cast<double>(subject.measured.bits);
  state.counters["chances"] = static_cast<double>(asked.size());
}

// Both answers to every open question: what the choice of the next one takes.
void look_ahead(benchmark::State& state, Subject& subject) {
  const std::vector<bayes::Question> questions = subject.measured.ask();
  std::size_t most_shared = 0;
  for (const bayes::Question& question : questions)
    most_shared = std::max({most_shared, question.yes.shared.size(), question.no.shared.size()});
  bayes::ManyWorkspace workspace;
  bayes::Outlook outlook;
  for (auto unused : state)
    if (!bayes::look_ahead(subject.measured.network, subject.measured.query, questions, workspace, outlook)) return;
  state.counters["bits"] = static_cast<double>(subject.measured.bits);
  state.counters["questions"] = static_cast<double>(questions.size());
  state.counters["refused"] = static_cast<double>(outlook.after_yes.refused + outlook.after_no.refused);
  state.counters["most_shared"] = static_cast<double>(most_shared);
}

void by_quickscore(benchmark::State& state, Subject& subject) {
  std::vector<double> chances;
  for (auto unused : state) chances = bench::quickscore<double>(subject.measured.network);
  tell(state, subject, chances);
}

void by_sets_of_three(benchmark::State& state, Subject& subject) {
  std::vector<double> chances;
  for (auto unused : state) chances = bench::sets_of_three(subject.measured.network);
  tell(state, subject, chances);
}

using Subjects = std::vector<std::unique_ptr<Subject>>;

void add(Measured measured, Subjects& subjects) {
  if (measured.name.empty()) return;
  subjects.push_back(std::make_unique<Subject>());
  subjects.back()->measured = std::move(measured);
}

Subjects full_size(const Knowledge& knowledge) {
  Subjects subjects;
  for (const std::size_t bits : {6U, 8U, 10U, 12U, 14U, 16U}) add(bench::person_with_bits(knowledge, bits), subjects);
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    Measured one = bench::person(knowledge, seed, 6, true);
    one.name += fmt::format("_{}", seed);
    add(std::move(one), subjects);
  }
  for (const std::size_t positive : {6U, 8U, 10U, 12U, 14U, 16U})
    add(bench::random_network(positive, 70, 200, 0.3, positive, 20), subjects);
  return subjects;
}

// 30 % of all links, growing until nobody else answers.
Subjects small() {
  Subjects subjects;
  struct Size {
    std::size_t causes, positive;
  };
  for (const auto& [causes, positive] : {Size{8, 4},
                                         {10, 5},
                                         {12, 6},
                                         {14, 6},
                                         {16, 8},
                                         {18, 8},
                                         {20, 8},
                                         {24, 8},
                                         {28, 10},
                                         {34, 10},
                                         {40, 10},
                                         {50, 10},
                                         {60, 12},
                                         {70, 12}}) {
    Measured one = bench::random_network(causes, causes, positive + 20, 0.3, positive, 20);
    one.name = fmt::format("small_{}x{}", causes, positive);
    add(std::move(one), subjects);
  }
  return subjects;
}

void register_all(Subjects& subjects) {
  const auto offer = [](const char* how, Subject& subject, void (*run)(benchmark::State&, Subject&)) {
    benchmark::RegisterBenchmark((std::string(how) + "/" + subject.measured.name).c_str(),
                                 [run, &subject](benchmark::State& state) { run(state, subject); })
        ->Unit(benchmark::kMicrosecond);
  };
  for (const auto& subject : subjects) {
    offer("causes", *subject, causes_alone);
    offer("whole", *subject, whole_query);
    offer("new_person", *subject, new_person);
    if (subject->measured.bits <= most_bits_many) {
      offer("samples", *subject, samples);
      offer("slopes_of_6", *subject, [](benchmark::State& state, Subject& one) { slopes(state, one, 6); });
      offer("slopes_of_9", *subject, [](benchmark::State& state, Subject& one) { slopes(state, one, 9); });
      if (subject->measured.ask) offer("look_ahead", *subject, look_ahead);
    }
    offer("sets_of_three", *subject, by_sets_of_three);
    if (subject->measured.network.groups.size() <= most_groups_double) offer("quickscore", *subject, by_quickscore);
  }
}

std::string as_json(const Measured& one) {
  std::string text = fmt::format("{{\"name\": \"{}\", \"bits\": {}, \"odds\": [", one.name, one.bits);
  for (std::size_t i = 0; i < one.network.odds.size(); ++i)
    text += fmt::format("{}{:.17g}", i == 0 ? "" : ", ", one.network.odds[i]);
  text += "], \"groups\": [";
  for (std::size_t g = 0; g < one.network.groups.size(); ++g) {
    const bayes::Group& group = one.network.groups[g];
    text += fmt::format("{}{{\"ceiling\": {:.17g}, \"links\": [", g == 0 ? "" : ", ", group.ceiling);
    for (std::size_t i = 0; i < group.links.size(); ++i)
      text += fmt::format("{}[{}, {:.17g}]", i == 0 ? "" : ", ", group.links[i].cause, group.links[i].explains);
    text += "]}";
  }
  text += "], \"cause\": [";
  // Other engines take no cause for granted.
  const bayes::Posterior posterior = bayes::infer(one.network, bayes::Query{.at_least_one = false, .any_of = {}});
  for (std::size_t i = 0; i < posterior.cause.size(); ++i)
    text += fmt::format("{}{:.17g}", i == 0 ? "" : ", ", posterior.cause[i]);
  return text + "]}\n";
}

int export_to(const std::string& folder, const Subjects& subjects) {
  for (const auto& subject : subjects) {
    std::ofstream file(folder + "/" + subject->measured.name + ".json");
    file << as_json(subject->measured);
    if (!file.flush()) {
      std::fprintf(stderr, "lumbar_inference: cannot write into %s\n", folder.c_str());
      return 5;
    }
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--export") return export_to(argv[2], small());
  Subjects subjects;
  if (argc > 1 && std::string_view(argv[1]) == "--small") {
    subjects = small();
    std::rotate(argv + 1, argv + 2, argv + argc);
    --argc;
  } else {
    const auto knowledge = load_facts("", Policy::standard);
    if (!knowledge) {
      std::fprintf(stderr, "lumbar_inference: %s\n", knowledge.error().text().c_str());
      return 4;
    }
    if (argc > 1 && std::string_view(argv[1]) == "--frontier") {
      const Surroundings world{std::cin, std::cout, std::cerr};
      const auto cases = read_file(argc > 2 ? argv[2] : "-", world, std::size_t{256} << 20U);
      if (!cases) return refuse(world, cases.error());
      bench::tell_frontiers(*knowledge, *cases);
      return 0;
    }
    static const Knowledge facts = *knowledge;  // open questions are drawn from them later
    subjects = full_size(facts);
  }
  register_all(subjects);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
