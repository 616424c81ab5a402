// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/facts_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

#include "lumbar/doors/cli/case_files.h"
#include "lumbar/doors/cli/diff_sample.h"
#include "lumbar/doors/cli/diff_words.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t seed = 20261121;
constexpr int draws_at_most = 20;  // until a case does not contradict itself

Result<Knowledge> facts_named(const std::string& name) {
  auto facts = load_facts(name == "embedded" ? "" : name, Policy::standard);
  if (!facts) return facts.take_error().at(name);
  return facts;
}

/// Two versions of the facts and a sampler in the words of each.
struct Versions {
  Versions(const Knowledge& before_, const Knowledge& after_)
      : before(before_),
        after(after_),
        old_sampler(before_),
        new_sampler(after_),
        turns(turns_for(before_, old_sampler, after_, new_sampler)) {}

  const Knowledge& words_of(const Turns::Turn& turn) const { return turn.in_new ? after : before; }

  const Knowledge& before;
  const Knowledge& after;
  CaseSampler old_sampler, new_sampler;
  Turns turns;
};

// A case that reads without a warning in the words it is drawn in; where chance gives none, the last one drawn.
std::string sampled_case(const Versions& versions, std::size_t number) {
  const Turns::Turn& turn = versions.turns.of(number);
  const Knowledge& knowledge = versions.words_of(turn);
  Chance chance(seed + 0x9E3779B97F4A7C15ULL * (number + 1));
  std::string text;
  for (int i = 0; i < draws_at_most; ++i) {
    text = write_case((turn.in_new ? versions.new_sampler : versions.old_sampler).draw(turn.rule, chance), knowledge,
                      false);
    const auto person = read_case(text, knowledge, {});
    if (person && gather_findings(*person, knowledge)) break;
  }
  return text;
}

// Calls `work(i)` for every i below `count` on all cores; what it writes must belong to i alone.
template <class Work>
void on_all_cores(const Surroundings& world, std::size_t count, const Work& work) {
  constexpr std::size_t stride = 25;
  std::atomic<std::size_t> next = 0;
  const auto run = [&](bool tells) {
    for (std::size_t from = next.fetch_add(stride); from < count; from = next.fetch_add(stride)) {
      for (std::size_t i = from; i < std::min(count, from + stride); ++i) work(i);
      if (tells) world.err << fmt::format("\r{} of {} cases", from, count) << std::flush;
    }
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) others.emplace_back(run, false);
  run(world.err_is_terminal);
  for (std::thread& one : others) one.join();
  if (world.err_is_terminal) world.err << "\r\x1b[K" << std::flush;
}

// --- Cases handed out

Complaint write_examples(const std::string& folder, CaseChanges& changes) {
  std::error_code fault;
  fs::create_directories(folder, fault);
  if (fault) return Error("cannot be made: " + fault.message(), Fault::environment).at(folder);
  std::array<int, 6> numbers{};
  for (CaseGroup& group : changes.groups) {
    std::string word(effect_words[static_cast<std::size_t>(group.effect)]);
    std::replace(word.begin(), word.end(), ' ', '_');
    const std::string name = fmt::format("{}_{:03}.json", word, ++numbers[static_cast<std::size_t>(group.effect)]);
    const fs::path path = fs::path(folder) / name;
    std::ofstream stream(path, std::ios::binary);
    stream << group.example.text << std::flush;
    if (!stream) return Error("cannot be written", Fault::environment).at(path.string());
    group.file = path.string();
  }
  return std::nullopt;
}

// The case of each fall, made as short as it can be; those handed in stay as they are.
void shorten_examples(const Surroundings& world, const Versions& versions, CaseChanges& changes,
                      const std::vector<JudgedCase>& cases, std::size_t sampled) {
  std::vector<std::pair<CaseGroup*, const Knowledge*>> lowered;
  for (CaseGroup& group : changes.groups) {
    if (group.effect != Effect::lowered) continue;
    for (std::size_t i = 0; i < sampled; ++i) {
      if (cases[i].name == group.example.name) lowered.emplace_back(&group, &versions.words_of(versions.turns.of(i)));
    }
  }
  on_all_cores(world, lowered.size(), [&](std::size_t i) {
    auto& [group, knowledge] = lowered[i];
    shorten_example(*group, *knowledge, versions.before, versions.after);
  });
}

}  // namespace

int facts_diff_command(const Surroundings& world, const FactsDiffOptions& options) {
  const auto before = facts_named(options.old_facts);
  if (!before) return refuse(world, before.error());
  const auto after = facts_named(options.new_facts);
  if (!after) return refuse(world, after.error());
  auto given = read_case_files(options.also, world);
  if (!given) return refuse(world, given.error());

  FactsDiff diff{
      options.old_facts, options.new_facts, before->hash(), after->hash(), {}, {}, options.cases, given->size(), seed};
  diff.rows = changed_rows(before->tables(), after->tables());
  const Versions versions(*before, *after);
  if (versions.turns.all.empty()) diff.sampled = 0;  // nothing to draw around
  std::vector<JudgedCase> cases(diff.sampled);
  for (CaseText& one : *given) cases.push_back({std::move(one.name), std::move(one.text), {}, {}});
  on_all_cores(world, cases.size(), [&](std::size_t i) {
    JudgedCase& one = cases[i];
    if (i < diff.sampled) {
      one.name = "sampled " + std::to_string(i);
      one.text = sampled_case(versions, i);
    }
    one.before = judge(one.text, versions.before);
    one.after = judge(one.text, versions.after);
  });
  for (std::size_t i = diff.sampled; i < cases.size(); ++i) {
    if (!cases[i].before.refused.empty() && !cases[i].after.refused.empty())
      return refuse(world, Error(cases[i].after.refused).at(cases[i].name));
  }
  diff.cases = grouped(cases);
  shorten_examples(world, versions, diff.cases, cases, diff.sampled);
  if (!options.cases_out.empty()) {
    if (auto complaint = write_examples(options.cases_out, diff.cases)) return refuse(world, *complaint);
  }

  const DiffLayout layout{.colour = world.out_is_terminal, .show = options.show};
  world.out << (options.format == "json" ? write_diff_json(diff)
                : options.format == "md" ? write_diff_markdown(diff, layout)
                                         : write_diff_text(diff, layout));
  world.out.flush();
  if (!world.out) return refuse(world, Error("the answer could not be written: is the disk full?", Fault::environment));
  return diff.lowered() ? exit_code_lowered : 0;
}

}  // namespace lumbar
