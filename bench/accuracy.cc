// SPDX-License-Identifier: Apache-2.0
// How well the engine does on cases judged by others: one JSON object a line, with what the right answer would have
// been.
//   lumbar_accuracy CASES.jsonl [--misses]
// Agreement: a level between the lowest and the highest of the gold and acceptable ones. Unsafe: below the lowest; an
// error counts as unsafe.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <iostream>

#include "bench/judged_cases.h"
#include "lumbar/base/text.h"
#include "lumbar/clinic/consult/consult.h"
#include "lumbar/doors/cli/cli.h"
#include "lumbar/doors/wire/wire.h"

namespace {

using namespace lumbar;

struct Tally {
  int cases = 0, emergencies = 0, caught = 0, unsafe = 0, agree = 0, exact = 0, over = 0, errors = 0, in_vocabulary = 0,
      first = 0, first_three = 0;
  int raised_by_probability = 0;
  std::size_t widest = 0;
  double seconds = 0;
};

std::string share(int part, int whole) {
  return fmt::format("{} of {} ({:.1f} %)", part, whole, whole == 0 ? 0.0 : 100.0 * part / whole);
}

std::string why(const Triage& triage, const Knowledge& knowledge) {
  std::vector<std::string> reasons;
  for (const RaisedRule& one : triage.raised) {
    if (knowledge[one.rule].level == triage.level) reasons.push_back(knowledge[one.rule].name);
  }
  for (const ConditionId one : triage.likely_dangers) reasons.push_back("likely " + knowledge[one].name);
  if (reasons.empty()) reasons.emplace_back("safety net");
  return joined(reasons, " ");
}

void tell_ranking(const Judged& one, const Differential& differential, const Knowledge& knowledge, int rank) {
  std::string leading;
  for (std::size_t i = 0; i < differential.ranked.size() && i < 4; ++i) {
    const RankedCondition& ranked = differential.ranked[i];
    leading += fmt::format(" {} {:.2f}", knowledge[ranked.condition].name, ranked.probability);
  }
  const auto gold = knowledge.condition(one.condition);
  const double probability = gold ? differential.probability[gold->row()] : 0;
  fmt::print("ranked {:<3}  {:<18} {} {:.3f}; leading:{}\n", rank, one.id, one.condition, probability, leading);
}

// 1 is first; 0 when none of the right conditions is ranked.
int rank_of(const Judged& one, const Differential& differential, const Knowledge& knowledge) {
  for (std::size_t i = 0; i < differential.ranked.size(); ++i) {
    const std::string& name = knowledge[differential.ranked[i].condition].name;
    if (std::find(one.also_right.begin(), one.also_right.end(), name) != one.also_right.end())
      return static_cast<int>(i) + 1;
  }
  return 0;
}

void count(const Judged& one, const Knowledge& knowledge, bool tell, Tally& tally) {
  ++tally.cases;
  tally.emergencies += one.level == Urgency::emergency_now ? 1 : 0;
  tally.in_vocabulary += one.in_vocabulary ? 1 : 0;
  const auto begin = std::chrono::steady_clock::now();
  const auto person = read_case(one.case_json, knowledge, {.default_setting = Setting::primary_care});
  const auto consultation = person ? consult(*person, knowledge) : Result<Consultation>(person.error());
  tally.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (!consultation) {
    ++tally.errors;
    ++tally.unsafe;
    fmt::print("error       {:<18} {}\n", one.id, consultation.error().text());
    return;
  }
  const Triage& triage = consultation->triage;
  tally.widest = std::max(tally.widest, consultation->differential.widest_frontier);
  tally.caught += one.level == Urgency::emergency_now && triage.level == Urgency::emergency_now ? 1 : 0;
  tally.exact += triage.level == one.level ? 1 : 0;
  tally.raised_by_probability += triage.reason == LevelReason::likely_danger ? 1 : 0;
  const bool under = triage.level < one.lowest;
  const bool over = triage.level > one.highest;
  tally.unsafe += under ? 1 : 0;
  tally.over += over ? 1 : 0;
  tally.agree += !under && !over ? 1 : 0;
  if (under || (over && tell)) {
    fmt::print("{:<11} {:<18} {} {} -> {} by {}\n", under ? "UNSAFE" : "over", one.id, one.condition,
               word_of(one.level), word_of(triage.level), why(triage, knowledge));
  }
  if (!one.in_vocabulary) return;
  const int rank = rank_of(one, consultation->differential, knowledge);
  tally.first += rank == 1 ? 1 : 0;
  tally.first_three += rank >= 1 && rank <= 3 ? 1 : 0;
  if (tell && rank != 1) tell_ranking(one, consultation->differential, knowledge, rank);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "lumbar_accuracy: give a file of judged cases: lumbar_accuracy CASES.jsonl [--misses]\n";
    return 2;
  }
  const bool tell = argc > 2 && std::string_view(argv[2]) == "--misses";
  const auto knowledge = load_facts("", Policy::standard);
  if (!knowledge) {
    std::cerr << "lumbar_accuracy: " << knowledge.error().text() << "\n";
    return 4;
  }
  const Surroundings world{std::cin, std::cout, std::cerr};
  const auto text = read_file(argv[1], world, std::size_t{256} << 20U);
  if (!text) {
    std::cerr << "lumbar_accuracy: " << text.error().text() << "\n";
    return 3;
  }
  Tally tally;
  simdjson::dom::parser parser;
  for (const std::string_view line : split(*text, '\n')) {
    if (line.empty()) continue;
    simdjson::dom::object row;
    if (parser.parse(simdjson::padded_string(line)).get(row) != simdjson::SUCCESS) {
      std::cerr << "lumbar_accuracy: " << argv[1] << ": a line is not a JSON object\n";
      return 3;
    }
    const auto one = judged(row);
    if (!one) {
      std::cerr << "lumbar_accuracy: " << argv[1] << ": " << one.error().text() << "\n";
      return 3;
    }
    count(*one, *knowledge, tell, tally);
  }
  fmt::print("cases                      {}\n", tally.cases);
  fmt::print("emergencies caught         {}\n", share(tally.caught, tally.emergencies));
  fmt::print("unsafe under-triage        {}\n", share(tally.unsafe, tally.cases));
  fmt::print("triage agreement           {}   exact {}\n", share(tally.agree, tally.cases),
             share(tally.exact, tally.cases));
  fmt::print("over-triage                {}   raised by probability {}\n", share(tally.over, tally.cases),
             tally.raised_by_probability);
  fmt::print("right condition first      {}\n", share(tally.first, tally.in_vocabulary));
  fmt::print("right condition in 3       {}\n", share(tally.first_three, tally.in_vocabulary));
  fmt::print("cases with an error        {}\n", tally.errors);
  fmt::print("widest frontier            {} bits; {:.2f} ms a consultation\n", tally.widest,
             1e3 * tally.seconds / std::max(1, tally.cases));
  return tally.cases > 0 && tally.unsafe == 0 && tally.caught == tally.emergencies ? 0 : 1;
}
