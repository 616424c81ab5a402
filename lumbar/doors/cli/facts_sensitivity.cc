// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/facts_sensitivity.h"

#include <fmt/format.h>

#include <filesystem>
#include <iostream>

#include "lumbar/base/text.h"
#include "lumbar/doors/cli/case_files.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

constexpr const char* examples = "vignettes/examples";

/// One figure in the words of the facts.
struct Named {
  std::string row, condition, finding, seen, status, source;
};

Named named(const LeansOn& one, const Knowledge& knowledge) {
  Named words;
  words.condition = knowledge[one.condition].name;
  words.status = std::string(word_of(one.basis.status));
  if (!one.basis.sources.empty()) words.source = knowledge[one.basis.sources.front()].name;
  if (one.row) {
    const Evidence& row = knowledge[*one.row];
    words.row = row.name;
    words.finding = knowledge[row.finding].name;
    words.seen = one.seen == Presence::absent ? "absent" : "present";
  }
  return words;
}

std::string line_of(const LeansOn& one, const Knowledge& knowledge) {
  const Named words = named(one, knowledge);
  const std::string figure =
      one.row ? fmt::format("{} {} {}", words.row, words.finding, words.seen) : std::string("prior");
  return fmt::format("{:>5.1f} %  {:+5.2f} x {:4.2f}  {:<34} {:<54} {:<8} {}\n", 100 * one.share, one.slope, one.spread,
                     words.condition, figure, words.status, words.source);
}

struct Told {
  std::string name;
  Sensitivity sensitivity;
};

// What the leading probability of each case leans on; cases without a complaint have none.
Result<std::vector<Told>> leanings(const std::vector<CaseText>& cases, const Surroundings& world,
                                   const Knowledge& knowledge) {
  std::vector<Told> told;
  for (const CaseText& one : cases) {
    const auto person =
        read_case(one.text, knowledge, {.today = world.today, .default_setting = Setting::primary_care});
    if (!person) return Error(person.error()).at(one.name);
    const auto findings = gather_findings(*person, knowledge);
    if (!findings) return Error(findings.error()).at(one.name);
    const Differential differential = rank_without_reasons(*findings, knowledge);
    if (!differential.complaint || differential.ranked.empty()) continue;
    auto found = sensitivity(differential.ranked.front().condition, *findings, knowledge);
    if (found) told.push_back({one.name, std::move(*found)});
  }
  return told;
}

std::string in_words(const std::vector<Told>& told, const std::vector<FigureWorth>& ranked, std::size_t given,
                     std::size_t top, const Knowledge& knowledge) {
  std::string text =
      fmt::format("the leading probability of {} of {} cases, and what it leans on\n\n", told.size(), given);
  for (const Told& one : told) {
    text += fmt::format("{:<34} {:>5.1f} %  standard deviation of its log odds {:.2f}{}  {}\n",
                        knowledge[one.sensitivity.condition].name, 100 * one.sensitivity.probability,
                        std::sqrt(one.sensitivity.variance), one.sensitivity.exact ? "" : " (roughly)", one.name);
  }
  const std::size_t shown = top == 0 ? ranked.size() : std::min(top, ranked.size());
  text += fmt::format(
      "\nthe {} of {} figures most worth a better source\nshare of all variance, slope x spread where it weighs most, "
      "condition, figure, status, source; cases that lean on it\n\n",
      shown, ranked.size());
  for (std::size_t i = 0; i < shown; ++i) {
    std::string line = line_of(ranked[i].figure, knowledge);
    line.pop_back();
    text += fmt::format("{}; {} {}\n", line, ranked[i].cases, ranked[i].cases == 1 ? "case" : "cases");
  }
  return text;
}

std::string in_json(const std::vector<Told>& told, const std::vector<FigureWorth>& ranked, std::size_t given,
                    std::size_t top, const Knowledge& knowledge) {
  json::Writer json(true);
  json.begin_object().key("lumbar_sensitivity").whole(1).text_at("facts", knowledge.hash());
  json.key("cases_given").whole(static_cast<std::int64_t>(given)).key("cases").begin_list();
  for (const Told& one : told) {
    json.begin_object().text_at("case", one.name).text_at("condition", knowledge[one.sensitivity.condition].name);
    json.key("probability").number(one.sensitivity.probability).key("log_odds_variance");
    json.number(one.sensitivity.variance).key("exact").flag(one.sensitivity.exact).end();
  }
  json.end().key("figures").begin_list();
  for (std::size_t i = 0; i < ranked.size() && (top == 0 || i < top); ++i) {
    const LeansOn& figure = ranked[i].figure;
    const Named words = named(figure, knowledge);
    json.begin_object().text_at("figure", figure.row ? "evidence" : "prior").text_or_null_at("row", words.row);
    json.text_at("condition", words.condition).text_or_null_at("finding", words.finding);
    json.text_or_null_at("seen", words.seen).text_at("status", words.status);
    json.key("sources").begin_list();
    for (const SourceId source : figure.basis.sources) json.text(knowledge[source].name);
    json.end().key("share").number(figure.share).key("slope").number(figure.slope).key("spread").number(figure.spread);
    json.text_at("leading", knowledge[ranked[i].leading].name);
    json.key("cases").whole(static_cast<std::int64_t>(ranked[i].cases)).end();
  }
  json.end().end();
  return json.take();
}

}  // namespace

int facts_sensitivity_command(const Surroundings& world, const FactsSensitivityOptions& options) {
  std::vector<std::string> paths = options.cases;
  std::error_code fault;
  if (paths.empty()) {
    if (!std::filesystem::is_directory(examples, fault))
      return refuse(world, Error("no cases given, and there is no folder vignettes/examples here; write lumbar facts "
                                 "sensitivity CASE.json (or a folder of cases)",
                                 Fault::usage));
    paths.emplace_back(examples);
  }
  const auto knowledge = load_facts(options.facts, Policy::standard);
  if (!knowledge) return refuse(world, knowledge.error());
  const auto cases = read_case_files(paths, world);
  if (!cases) return refuse(world, cases.error());
  const auto told = leanings(*cases, world, *knowledge);
  if (!told) return refuse(world, told.error());
  if (told->empty())
    return refuse(world, Error("no case names a complaint with a leading condition whose odds can be told: there is "
                               "nothing to lean on any figure"));
  std::vector<Sensitivity> people;
  for (const Told& one : *told) people.push_back(one.sensitivity);
  const std::vector<FigureWorth> ranked = rank_figures(people);
  const auto write = options.format == "json" ? in_json : in_words;
  world.out << write(*told, ranked, cases->size(), options.top, *knowledge);
  return 0;
}

std::string leaning_in_words(const Sensitivity& sensitivity, const Knowledge& knowledge, std::size_t top) {
  std::string text;
  for (std::size_t i = 0; i < std::min(top, sensitivity.figures.size()); ++i)
    text += "  " + line_of(sensitivity.figures[i], knowledge);
  return text;
}

}  // namespace lumbar
