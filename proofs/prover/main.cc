// SPDX-License-Identifier: Apache-2.0
// Proves proofs/obligations over every case that the facts can express, with Z3.
//
//   lumbar_prove [--facts DIR] [--obligations DIR] [--only NAME,…] [--about WORD] [--policy literal] [--no-case]
//   lumbar_prove --keep [--facts DIR] [--witnesses FILE]
//   lumbar_prove --answer [--facts DIR] < CASES.ndjson
//
// With --answer it reads cases, one a line, and prints for each what the solver makes of it; exit 1 where the engine
// makes something else of it. With --keep it finds, for each rule, a case in which it is the only reason for its level,
// and writes proofs/witnesses.txt. Otherwise:
// One line an obligation, with its time. A refuted one prints the case as `lumbar assess` reads it; with --no-case only
// what it was about. Exit 0 when all hold, 1 when one does not, 4 when the facts or the obligations cannot be read.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "lumbar/doors/cli/cli.h"
#include "lumbar/doors/wire/wire.h"
#include "proofs/prover/answer.h"
#include "proofs/prover/case_text.h"
#include "proofs/prover/cone.h"
#include "proofs/prover/obligation.h"
#include "proofs/prover/solver.h"
#include "proofs/prover/witness.h"

namespace lumbar::proofs {
namespace {

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

struct Options {
  std::string facts, obligations = "proofs/obligations", witnesses = "proofs/witnesses.txt";
  std::string about;  // only claims about this rule, floor, finding
  std::set<std::string> only;
  Policy policy = Policy::standard;
  bool answers = false, no_case = false, keep = false;
};

struct Outcome {
  bool holds = true;
  double seconds = 0;
  std::string words;  // the counterexample, or why it was not decided
};

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool speaks_of_both(const Claim& claim) {
  return std::any_of(claim.terms.begin(), claim.terms.end(),
                     [](const std::string& term) { return term.find("|b ") != std::string::npos; });
}

// The scripts of one run: a alone, and a with b.
struct Bench {
  Cone alone, both;
  const std::string &alone_text, &both_text;
  Cone& for_claim(const Claim& claim) { return speaks_of_both(claim) ? both : alone; }
};

// Whether all terms of a claim can be true at once, asked of no more than they speak of where that will do.
bool possible(const Claim& claim, Bench& bench) {
  const auto asked = [&](bool everything) {
    const Cone::Narrowed narrowed = bench.for_claim(claim).of(claim, everything);
    Solver solver;
    const bool yes = solver.possible_with(narrowed.script);
    return std::pair(yes, narrowed.whole);
  };
  const auto [yes, whole] = asked(claim.must_be_possible);
  return yes && !whole ? asked(true).first : yes;
}

std::string counterexample(const Claim& claim, Bench& bench, const Subjects& subjects) {
  Solver solver;
  solver.run(speaks_of_both(claim) ? bench.both_text : bench.alone_text);
  std::vector<const TriageScript*> people{&subjects.a};
  if (speaks_of_both(claim)) people.push_back(&subjects.b);
  std::vector<std::string> terms = claim.terms;
  for (const auto* one : people) terms.push_back(one->symbol("plausible"));
  const bool is_plausible = solver.possible(terms);
  solver.run("(pop)");
  constexpr double search_seconds = 20;
  const auto cases =
      smallest_cases(solver, subjects.knowledge, people, is_plausible ? terms : claim.terms, search_seconds);
  std::string words = "  impossible, but found: " + claim.terms.back() + "\n";
  for (std::size_t i = 0; i < cases.size(); ++i)
    words += fmt::format("  person {}:\n{}", people[i]->subject(), cases[i]);
  return words;
}

Outcome show(const Claim& claim, Bench& bench, const Subjects& subjects, bool with_case) {
  const auto start = Clock::now();
  Outcome outcome;
  try {
    const bool found = possible(claim, bench);
    outcome.holds = found == claim.must_be_possible;
    if (found && !claim.must_be_possible && with_case) outcome.words = counterexample(claim, bench, subjects);
    if (!found && claim.must_be_possible) outcome.words = "  no case: " + claim.terms.back() + "\n";
  } catch (const std::exception& fault) {
    outcome = {false, 0, std::string("  not decided: ") + fault.what() + "\n"};
  }
  outcome.seconds = seconds_since(start);
  return outcome;
}

Result<std::vector<Obligation>> read_all(const Options& options) {
  std::vector<std::filesystem::path> paths;
  std::error_code fault;
  for (const auto& entry : std::filesystem::directory_iterator(options.obligations, fault)) {
    if (entry.path().extension() == ".obligation") paths.push_back(entry.path());
  }
  if (paths.empty()) return Error(options.obligations + ": no *.obligation there", Fault::facts);
  std::sort(paths.begin(), paths.end());
  std::vector<Obligation> all;
  for (const auto& path : paths) {
    auto one = read_obligation(text_of(path));
    if (!one) return one.take_error().at(path.filename().string());
    if (one->name != path.stem().string())
      return Error("is named " + one->name, Fault::facts).at(path.filename().string());
    if (options.only.empty() || options.only.contains(one->name)) all.push_back(*std::move(one));
  }
  return all;
}

std::vector<Refinement> read_refinements(const std::string& text) {
  std::vector<Refinement> all;
  const toml::table table = toml::parse(text);
  if (const auto* rows = table["refinement"].as_array()) {
    for (const auto& row : *rows) {
      const auto& fields = *row.as_table();
      all.push_back({fields["rule"].value_or(std::string()), fields["of"].value_or(std::string()),
                     fields["why"].value_or(std::string())});
    }
  }
  return all;
}

Result<Subjects> read_subjects(const Options& options, const Knowledge& knowledge) {
  Subjects subjects{knowledge, {knowledge, "a"}, {knowledge, "b"}, {}, {}, {}};
  const std::filesystem::path folder(options.obligations);
  if (std::filesystem::exists(folder / "seed_floors.toml")) {
    auto floors = read_floors(text_of(folder / "seed_floors.toml"), knowledge, options.policy);
    if (!floors) return floors.take_error().at("seed_floors.toml");
    subjects.floors = *std::move(floors);
  }
  subjects.refinements = read_refinements(text_of(folder / "refinements.toml"));
  if (const auto rows = knowledge.tables().find("lowering"); rows != knowledge.tables().end()) {
    for (const Record& row : rows->second) {
      const auto finding = knowledge.finding(row.text("finding"));
      if (!finding) return Error(row.place() + " › finding › no finding " + row.text("finding"), Fault::facts);
      subjects.lowering.push_back(*finding);
    }
  }
  return subjects;
}

void keep_result(const std::string& name, bool holds) {
  if (const char* path = std::getenv("LUMBAR_RESULTS"); path != nullptr)
    std::ofstream(path, std::ios::app) << (holds ? "ok" : "FAIL") << "\tobligation:" << name << "\n";
}

int prove(const Options& options) {
  const auto knowledge = load_facts(options.facts, options.policy);
  if (!knowledge) {
    std::cerr << knowledge.error().text() << "\n";
    return 4;
  }
  const auto obligations = read_all(options);
  if (!obligations) {
    std::cerr << obligations.error().text() << "\n";
    return 4;
  }
  auto subjects = read_subjects(options, *knowledge);
  if (!subjects) {
    std::cerr << subjects.error().text() << "\n";
    return 4;
  }
  const auto start = Clock::now();
  const std::string both = subjects->script() + plausible(*knowledge, subjects->a) + plausible(*knowledge, subjects->b);
  const std::string alone = subjects->a.text() + subjects->danger_script() + plausible(*knowledge, subjects->a);

  std::vector<Claim> claims;
  for (const Obligation& one : *obligations) {
    for (Claim& claim : claims_of(one, *subjects)) {
      if (options.about.empty() || claim.about == options.about) claims.push_back(std::move(claim));
    }
  }
  const auto witnesses = read_witnesses(text_of(options.witnesses));
  if (!witnesses) {
    std::cerr << options.witnesses << ", " << witnesses.error().text() << "\n";
    return 4;
  }
  if (options.keep) {
    const auto found = find_witnesses(claims, *witnesses, alone, subjects->a, *knowledge);
    std::ofstream(options.witnesses) << write_witnesses(found);
    std::cout << found.size() << " cases kept in " << options.witnesses << "\n";
    return 0;
  }
  // Those about two people take longest: they go first. Those that a kept case may show wait for it, and go last.
  const auto has_witness = [&](const Claim& one) { return witnesses->contains({one.obligation, one.about}); };
  std::stable_partition(claims.begin(), claims.end(), [&](const Claim& one) { return !has_witness(one); });
  std::stable_partition(claims.begin(), claims.end(), speaks_of_both);
  std::vector<Outcome> outcomes(claims.size());
  const std::shared_future<std::vector<char>> by_witness =
      std::async(std::launch::async, [&] { return witnessed(claims, *witnesses, subjects->a, *knowledge); });
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    Bench bench{Cone(alone), Cone(both), alone, both};
    for (std::size_t i = next++; i < claims.size(); i = next++) {
      if (has_witness(claims[i]) && by_witness.get()[i] != 0) continue;
      outcomes[i] = show(claims[i], bench, *subjects, !options.no_case);
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::max(1U, std::min(2U, std::thread::hardware_concurrency())); ++i)
    threads.emplace_back(work);
  for (auto& thread : threads) thread.join();

  int refuted = 0;
  for (const Obligation& one : *obligations) {
    std::size_t count = 0, held = 0;
    double seconds = 0;
    std::string words;
    for (std::size_t i = 0; i < claims.size(); ++i) {
      if (claims[i].obligation != one.name) continue;
      ++count;
      held += outcomes[i].holds ? 1 : 0;
      seconds += outcomes[i].seconds;
      if (!outcomes[i].holds) words += "  " + claims[i].about + "\n" + outcomes[i].words;
    }
    refuted += held == count ? 0 : 1;
    std::cout << fmt::format("{:<8} {:<28} {:>4} of {:>4} claims  {:>7.2f} s  {}\n",
                             held == count ? "holds" : "REFUTED", one.name, held, count, seconds,
                             one.says.substr(0, 70))
              << words;
    keep_result(one.name, held == count);
  }
  std::cout << fmt::format("{} obligations, {} claims, {} refuted; {:.1f} s on the clock\n", obligations->size(),
                           claims.size(), refuted, seconds_since(start));
  return refuted == 0 ? 0 : 1;
}

// The two readers of one tree, on the same cases.
int answer_cases(const Options& options) {
  const auto knowledge = load_facts(options.facts, options.policy);
  if (!knowledge) {
    std::cerr << knowledge.error().text() << "\n";
    return 4;
  }
  const TriageScript script(*knowledge, "a");
  Evaluator evaluator(script.text(), terms_of(script, *knowledge));
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto person = read_case(line, *knowledge, {});
    const auto findings = person ? gather_findings(*person, *knowledge) : Result<Findings>(person.error());
    if (!findings) {
      std::cerr << findings.error().text() << "\n";
      return 3;
    }
    try {
      std::cout << answer(evaluator, script, *findings, assess_urgency(*findings, *knowledge), *knowledge) << "\n";
    } catch (const std::exception& fault) {
      std::cerr << fault.what() << "\n";
      return 1;
    }
  }
  return 0;
}

}  // namespace
}  // namespace lumbar::proofs

int main(int argc, char** argv) {
  lumbar::proofs::Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const bool more = i + 1 < argc;
    if (word == "--policy" && more &&
        (argv[i + 1] == std::string("literal") || argv[i + 1] == std::string("default"))) {
      using lumbar::Policy;
      options.policy = argv[++i] == std::string("literal") ? Policy::literal : Policy::standard;
    } else if (word == "--no-case") {
      options.no_case = true;
    } else if (word == "--facts" && more) {
      options.facts = argv[++i];
    } else if (word == "--obligations" && more) {
      options.obligations = argv[++i];
    } else if (word == "--about" && more) {
      options.about = argv[++i];
    } else if (word == "--keep") {
      options.keep = true;
    } else if (word == "--witnesses" && more) {
      options.witnesses = argv[++i];
    } else if (word == "--answer") {
      options.answers = true;
    } else if (word == "--only" && more) {
      std::istringstream names(argv[++i]);
      for (std::string name; std::getline(names, name, ',');) options.only.insert(name);
    } else {
      std::cerr << "usage: lumbar_prove [--facts DIR] [--obligations DIR] [--only NAME,...] [--about WORD] [--no-case] "
                   "[--witnesses FILE] [--keep] | --answer\n";
      return 2;
    }
  }
  return options.answers ? lumbar::proofs::answer_cases(options) : lumbar::proofs::prove(options);
}
