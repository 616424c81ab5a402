// SPDX-License-Identifier: Apache-2.0
// What this interview may still ask, of whom, and by which question. Private to this room.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "lumbar/clinic/interview/interview.h"

namespace lumbar {

/// One thing that an answer would make known.
struct Unknown {
  FindingId finding;
  Detail detail = Detail::presence;
  friend auto operator<=>(const Unknown&, const Unknown&) = default;
};

class Askable {
 public:
  Askable(const InterviewState& state, const Findings& findings, const Knowledge& knowledge,
          const InterviewOptions& options);

  /// Somebody who is there can answer it, nobody was asked, and nothing said so far answers it.
  bool may_ask(const Unknown& one) const;
  /// Whether the question was put already, answered or passed over.
  bool was_put(const std::string& question) const { return put_.contains(question); }
  std::size_t times_put(const std::string& question) const { return put_.count(question); }
  /// What is stated of a finding; null where nothing is.
  const Statement* stated(FindingId finding) const { return stated_[finding.row()]; }

  const Knowledge& knowledge() const { return knowledge_; }
  const Findings& findings() const { return findings_; }

 private:
  bool may_answer(FindingId finding) const;

  const Findings& findings_;
  const Knowledge& knowledge_;
  const InterviewOptions& options_;
  std::vector<const Statement*> stated_;  // by finding; as gathered
  std::vector<bool> asked_in_vain_;       // by finding
  std::multiset<std::string> put_;
  std::set<Unknown> passed_over_;
};

/// The attributes of a present finding that a formula looks at, by itself or through what is worked out from it.
std::vector<Detail> details_wanted(const logic::Formula& formula, FindingId finding, const Knowledge& knowledge);

/// The unknowns that a formula which is decided now was decided without: what, if known, could make it false.
std::vector<Unknown> unknowns_of(const logic::Formula& formula, const Askable& askable);

Question question_about(const Unknown& one, const Knowledge& knowledge);
/// The same detail of several findings, asked together; of one by its own question.
Question question_about(const std::vector<FindingId>& findings, Detail detail, const Knowledge& knowledge);
/// The id of the question that looks into a likely danger; whatever boxes decide most stand on it.
constexpr std::string_view make_sure_question = "to_be_sure";
Question make_sure_about(const std::vector<FindingId>& findings, const Knowledge& knowledge);
Question question_of(const SafetyItem& item);
Question question_of(const Screen& screen);

}  // namespace lumbar
