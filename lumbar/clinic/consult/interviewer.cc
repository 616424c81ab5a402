// SPDX-License-Identifier: Apache-2.0
// The way of one question: as far along the main flow as it takes to choose it.
#include "lumbar/clinic/consult/consult.h"
#include "lumbar/clinic/consult/raise.h"

namespace lumbar {
namespace {

constexpr double most_work = 1e6;  // table cells: a millisecond or two

}  // namespace

Interviewer::Interviewer(const Knowledge& knowledge, Setting setting)
    : knowledge_(&knowledge), ranker_(knowledge, setting) {}

Result<NextQuestion> Interviewer::next(const InterviewState& state, const InterviewOptions& options) const {
  const Knowledge& knowledge = *knowledge_;
  auto findings = gather_findings(case_of(state, knowledge), knowledge);
  if (!findings) return findings.take_error().at("findings");

  const Triage by_rules = assess_urgency(*findings, knowledge);
  // While the safety net is open nothing is weighed: its questions come whatever is likely.
  const auto at = [](NextQuestion next, const Triage& now) {
    next.level = now.level;
    next.provisional = now.provisional;
    return next;
  };
  if (auto first = ask_first(state, *findings, by_rules, knowledge, options)) return at(*std::move(first), by_rules);
  // Roughly first: where that finds no danger the exact answer waits until there is one to give.
  Differential differential = ranker_.rank(*findings, most_work);
  differential.error_bound = 0;
  Triage triage = raise_for_likely_danger(by_rules, differential, *findings, knowledge);
  if (!differential.exact && triage.level == Urgency::emergency_now) {
    differential = ranker_.rank(*findings);
    triage = raise_for_likely_danger(by_rules, differential, *findings, knowledge);
  }
  return at(choose_question(state, {*findings, triage, differential, ranker_}, knowledge, options), triage);
}

}  // namespace lumbar
