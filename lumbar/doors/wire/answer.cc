// SPDX-License-Identifier: Apache-2.0
// What the command line and the server answer alike, before it is written.
#include <algorithm>

#include "lumbar/base/text.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {

Result<Consultation> consult_for_parts(const Case& person, const Knowledge& knowledge, const WriteOptions& options,
                                       IntervalsBy by, const Interviewer* interviewer) {
  auto consultation = consult(person, knowledge, by);
  if (!consultation) return consultation;
  const auto& parts = options.parts;
  if (!parts.empty() && std::find(parts.begin(), parts.end(), "next_question") == parts.end()) return consultation;
  InterviewState state{person, {}};
  state.given.lenient = true;  // what a question takes as settled by others must never refuse an answer
  const InterviewOptions asked{.mode = options.mode};
  auto next = interviewer != nullptr ? interviewer->next(state, asked)
                                     : Interviewer(knowledge, person.setting).next(state, asked);
  if (!next) return next.take_error();
  consultation->next_question = *std::move(next);
  return consultation;
}

Result<Explained> explain_case(const Case& person, const Knowledge& knowledge, std::string_view condition) {
  auto consultation = consult(person, knowledge);
  if (!consultation) return consultation.take_error();
  const Differential& differential = consultation->differential;
  auto id = condition.empty() ? std::nullopt : knowledge.condition(condition);
  if (condition.empty() && differential.complaint && !differential.ranked.empty())
    id = differential.ranked.front().condition;
  if (!id && condition.empty()) return Error("no symptom is stated, so nothing leads; name a condition", Fault::usage);
  if (!id) {
    std::vector<std::string_view> names;
    for (const Condition& one : knowledge.conditions()) names.emplace_back(one.name);
    // The cost of nearness grows with the length of the word.
    const std::string_view word = condition.substr(0, 80);
    return Error("no condition \"" + json::visible(word) + "\"; nearest: " + joined(nearest(word, names, 3), ", "),
                 Fault::usage);
  }
  RankedCondition told = explain_condition(*id, consultation->findings, knowledge);
  auto change = what_would_change(person, knowledge);
  if (!change) return change.take_error();
  return Explained{*std::move(consultation), std::move(told), *std::move(change)};
}

}  // namespace lumbar
