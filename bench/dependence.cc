// SPDX-License-Identifier: Apache-2.0
// What the dependence groups do: the leading probability of each case with them, as shipped, and without, every finding
// counted in full by itself.
//
//   lumbar_dependence [CASES …]    .json, .ndjson or folders; without any, vignettes/examples
//   lumbar_dependence --judged FILE.jsonl …    cases judged by others (bench/cases): with what came true
//
// Overconfident is who says more than comes true. Where it is known what the person had, the mean of what was said
// stands beside the share in which the leading condition was right, with the expected calibration error of the leading
// probabilities. Exit 1 when the groups raise the mean leading probability.
#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <iostream>

#include "bench/judged_cases.h"
#include "lumbar/base/text.h"
#include "lumbar/clinic/differential/calibration.h"
#include "lumbar/clinic/differential/network.h"
#include "lumbar/doors/cli/case_files.h"
#include "lumbar/doors/wire/wire.h"

namespace {

using namespace lumbar;

struct Leading {
  ConditionId condition;
  double probability = 0;
  bool exact = true;
};

/// The models of one setting, with the groups and without.
struct Models {
  explicit Models(const Knowledge& knowledge, Setting setting) : with(knowledge, setting), without(with) {
    without.take_groups_apart();
  }
  SettingModel with, without;
};

Leading leading_of(const Findings& findings, const SettingModel& model, const Knowledge& knowledge) {
  const PersonalNetwork personal =
      network_for(findings.statements, prior_chances(findings, knowledge), model, knowledge);
  bayes::Query query;
  query.at_least_one = findings.any_symptom;
  query.work_limit = 4e8;
  bayes::Workspace workspace;
  bayes::Posterior posterior;
  std::vector<std::uint8_t> apart;
  bayes::infer_within(personal.network, query, 2e6, workspace, posterior, apart);
  Leading leading;
  leading.exact = posterior.exact;
  for (std::size_t cause = 0; cause < posterior.cause.size(); ++cause) {
    if (posterior.cause[cause] <= leading.probability) continue;
    leading.probability = posterior.cause[cause];
    leading.condition = personal.ranked[cause];
  }
  return leading;
}

/// One way of reckoning over many cases.
struct Tally {
  std::size_t cases = 0, above_90 = 0, above_99 = 0, inexact = 0, right = 0;
  double said = 0, squares = 0;
  Calibration calibration;

  void add(const Leading& one, bool is_right) {
    ++cases;
    said += one.probability;
    above_90 += one.probability >= 0.9 ? 1 : 0;
    above_99 += one.probability >= 0.99 ? 1 : 0;
    inexact += one.exact ? 0 : 1;
    right += is_right ? 1 : 0;
    squares += (one.probability - (is_right ? 1 : 0)) * (one.probability - (is_right ? 1 : 0));
    auto& bin = calibration.bins[std::min<std::size_t>(static_cast<std::size_t>(one.probability * 20), 19)];
    ++bin.count;
    bin.said += one.probability;
    bin.held += is_right ? 1 : 0;
  }
  double mean() const { return cases == 0 ? 0 : said / static_cast<double>(cases); }
  void tell(const char* name, bool judged) const {
    const double n = static_cast<double>(std::max<std::size_t>(cases, 1));
    fmt::print("{:<15} mean leading {:5.1f} %   90 % and more {:>3}   99 % and more {:>3}   not exact {}", name,
               100 * mean(), above_90, above_99, inexact);
    if (judged)
      fmt::print("   right {:5.1f} %   said more than came true {:+5.1f} %   calibration error {:.3f}   Brier {:.3f}",
                 100 * static_cast<double>(right) / n, 100 * (said - static_cast<double>(right)) / n,
                 calibration.expected_error(), squares / n);
    fmt::print("\n");
  }
};

int fail(const Error& error) {
  std::cerr << "lumbar_dependence: " << error.text() << "\n";
  return 3;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> paths(argv + 1, argv + argc);
  const bool are_judged = !paths.empty() && paths.front() == "--judged";
  if (are_judged) paths.erase(paths.begin());
  if (paths.empty()) paths.emplace_back(are_judged ? "bench/cases" : "vignettes/examples");
  const auto knowledge = load_facts("", Policy::standard);
  if (!knowledge) return fail(knowledge.error());
  const Surroundings world{std::cin, std::cout, std::cerr};
  auto cases = read_case_files(paths, world);
  if (!cases) return fail(cases.error());

  Tally with, without;
  std::size_t other = 0;
  std::map<Setting, Models> models;
  simdjson::dom::parser parser;
  for (const CaseText& text : *cases) {
    std::optional<Judged> gold;
    if (are_judged) {
      simdjson::dom::object row;
      if (parser.parse(simdjson::padded_string(text.text)).get(row) != simdjson::SUCCESS)
        return fail(Error("is not a JSON object").at(text.name));
      auto one = judged(row);
      if (!one) return fail(one.error());
      if (!one->in_vocabulary) continue;
      gold = std::move(*one);
    }
    const auto person = read_case(gold ? gold->case_json : text.text, *knowledge,
                                  {.lenient = true, .default_setting = Setting::primary_care});
    if (!person) return fail(Error(person.error()).at(text.name));
    const auto findings = gather_findings(*person, *knowledge);
    if (!findings) return fail(Error(findings.error()).at(text.name));
    if (!findings->any_symptom) continue;
    const Models& both = models.try_emplace(findings->setting, *knowledge, findings->setting).first->second;
    const Leading grouped = leading_of(*findings, both.with, *knowledge);
    const Leading alone = leading_of(*findings, both.without, *knowledge);
    with.add(grouped, gold && gold->right((*knowledge)[grouped.condition].name));
    without.add(alone, gold && gold->right((*knowledge)[alone.condition].name));
    other += grouped.condition == alone.condition ? 0 : 1;
    if (cases->size() <= 20)
      fmt::print("{:<60} with {:>5.1f} % {:<28} without {:>5.1f} % {}\n", text.name, 100 * grouped.probability,
                 (*knowledge)[grouped.condition].name, 100 * alone.probability, (*knowledge)[alone.condition].name);
  }
  fmt::print("cases with a complaint {}; another leading condition without the groups in {}\n", with.cases, other);
  with.tell("with groups", are_judged);
  without.tell("without groups", are_judged);
  return with.cases > 0 && with.mean() <= without.mean() ? 0 : 1;
}
