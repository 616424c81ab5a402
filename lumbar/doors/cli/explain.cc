// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lumbar/base/text.h"
#include "lumbar/clinic/consult/consult.h"
#include "lumbar/doors/cli/facts_sensitivity.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

constexpr std::size_t most_turns_told = 8;  // of each kind, in text; JSON has all

// One condition with the evidence behind it, a line a finding.
void tell_condition(const Surroundings& world, const RankedCondition& told, const Differential& differential,
                    const Knowledge& knowledge) {
  world.out << fmt::format("{}  {:.4f}", knowledge[told.condition].label, told.probability);
  if (told.interval)
    world.out << fmt::format("  (95 %: {:.4f} to {:.4f})", told.interval->first, told.interval->second);
  world.out << "\n";
  if (!differential.exact)
    world.out << fmt::format("not exact: off by up to {}\n", written(differential.error_bound, 2));
  if (told.not_weighed > 0)
    world.out << fmt::format("weighed: the strongest {} of {} statements\n", differential.statements - told.not_weighed,
                             differential.statements);
  const auto print = [&](std::string_view title, const std::vector<Weight>& weights) {
    world.out << title << "\n";
    for (const Weight& one : weights) {
      const Evidence* row = one.row ? &knowledge[*one.row] : nullptr;
      world.out << fmt::format("  {:+6.1f} dB  {:<46} {}\n", one.db, knowledge[one.finding].label_clinical,
                               row == nullptr
                                   ? std::string("through the prior or other conditions")
                                   : fmt::format("{} {} {}", row->name, word_of(row->basis.status), row->citation));
    }
  };
  print("for", told.speaks_for);
  print("against", told.speaks_against);
  if (!told.groups.empty()) world.out << "together\n";
  for (const GroupWeight& one : told.groups) {
    std::vector<std::string> names;
    for (const FindingId finding : one.findings) names.push_back(knowledge[finding].label_clinical);
    world.out << fmt::format("  {:+6.1f} dB  {}\n", one.db, joined(names, " + "));
  }
  world.out << "missing\n";
  for (const Missing& one : told.missing) {
    world.out << fmt::format("  {:+6.1f} / {:+5.1f} dB  {}\n", one.db_if_present, one.db_if_absent,
                             knowledge[one.finding].label_clinical);
  }
}

// The figures of the facts whose doubt matters most to one condition.
void tell_leaning(const Surroundings& world, ConditionId condition, const Findings& findings,
                  const Knowledge& knowledge) {
  constexpr std::size_t most = 10;
  const auto found = sensitivity(condition, findings, knowledge);
  if (!found) {
    world.out
        << "leans on: cannot be told; the condition has no prior here, or its odds are beyond what can be reckoned\n";
    return;
  }
  world.out << fmt::format(
      "leans on (share of the doubt, slope of its log odds x how far the figure may be off; standard deviation of its "
      "log odds {:.2f}{})\n{}",
      std::sqrt(found->variance), found->exact ? "" : ", roughly", leaning_in_words(*found, knowledge, most));
}

std::string said(const OtherAnswer& answer, const Knowledge& knowledge) {
  const std::string& label = knowledge[answer.finding].label_clinical;
  switch (answer.present) {
    case Presence::present: return label;
    case Presence::absent: return "no: " + label;
    case Presence::unknown: return "without: " + label;
  }
  return label;
}

// The turns of one kind, a line each, the first few.
void tell_turns(const Surroundings& world, std::string_view title, const std::vector<Turn>& turns, bool Turn::*kind,
                const Knowledge& knowledge, const auto& becomes) {
  std::vector<const Turn*> chosen;
  for (const Turn& one : turns) {
    if (one.*kind) chosen.push_back(&one);
  }
  if (chosen.empty()) return;
  world.out << title << "\n";
  for (std::size_t i = 0; i < std::min(chosen.size(), most_turns_told); ++i) {
    std::vector<std::string> answers;
    for (const OtherAnswer& answer : chosen[i]->answers) answers.push_back(said(answer, knowledge));
    world.out << fmt::format("  {:<40} {}\n", becomes(*chosen[i]), joined(answers, " and "));
  }
  if (chosen.size() > most_turns_told) world.out << fmt::format("  and {} more\n", chosen.size() - most_turns_told);
}

void tell_what_would_change(const Surroundings& world, const WouldChange& change, const Knowledge& knowledge) {
  const auto level = [](const Turn& one) { return std::string(word_of(one.level)); };
  const auto leading = [&](const Turn& one) {
    return fmt::format("{} {:.2f}", one.leading.is_some() ? knowledge[one.leading].name : "none", one.probability);
  };
  const auto mechanism = [](const Turn& one) {
    return one.mechanism ? std::string(word_of(*one.mechanism)) : std::string("none");
  };
  // The urgency by what is most urgent.
  std::vector<Turn> learned = change.if_learned;
  std::stable_sort(learned.begin(), learned.end(), [](const Turn& a, const Turn& b) { return a.level > b.level; });
  tell_turns(world, "the urgency would be, if we learned", learned, &Turn::changes_level, knowledge, level);
  tell_turns(world, "the leading condition would be, if we learned", change.if_learned, &Turn::changes_leading,
             knowledge, leading);
  tell_turns(world, "the mechanism would be, if we learned", change.if_learned, &Turn::changes_mechanism, knowledge,
             mechanism);
  tell_turns(world, "the urgency would be, if this were mistaken", change.if_mistaken, &Turn::changes_level, knowledge,
             level);
  tell_turns(world, "the leading condition would be, if this were mistaken", change.if_mistaken, &Turn::changes_leading,
             knowledge, leading);
  tell_turns(world, "the mechanism would be, if this were mistaken", change.if_mistaken, &Turn::changes_mechanism,
             knowledge, mechanism);
  if (change.if_learned.empty() && change.if_mistaken.empty())
    world.out << fmt::format("nothing would change the answer, of {} other answers tried\n", change.looked_at);
}

}  // namespace

int tell_explanation(const Surroundings& world, const Case& person, const Knowledge& knowledge,
                     const ExplainOptions& options) {
  const auto explained = explain_case(person, knowledge, options.condition);
  if (!explained) {
    const Error& why = explained.error();
    return refuse(world, why.fault() == Fault::usage ? why : why.at(options.file));
  }
  const auto& [consultation, told, change] = *explained;
  if (options.json) {
    world.out << write_explanation(told, consultation, change, knowledge);
    return 0;
  }
  tell_condition(world, told, consultation.differential, knowledge);
  tell_what_would_change(world, change, knowledge);
  if (options.leans_on) tell_leaning(world, told.condition, consultation.findings, knowledge);
  return 0;
}

}  // namespace lumbar
