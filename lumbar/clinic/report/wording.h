// SPDX-License-Identifier: Apache-2.0
// Values into words, for one reader: phrases of the facts with their gaps filled, names, chances, days. Pure.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lumbar/clinic/consult/consult.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

class Wording {
 public:
  /// Both must outlive the words.
  Wording(const Consultation& consultation, const Knowledge& knowledge, Mode mode)
      : consultation_(consultation), knowledge_(knowledge), mode_(mode) {}

  using Gap = std::pair<std::string_view, std::string>;  ///< `{name}` and what stands there

  bool for_clinician() const { return mode_ == Mode::clinician; }

  /// The phrase `id`, its gaps filled. A phrase that the facts lack shows as its id in brackets, so that it is missed.
  std::string say(std::string_view id, std::initializer_list<Gap> gaps = {}) const;
  /// The same for a number of things: `<id>.one` where it is one and there is such a phrase; `{count}` otherwise.
  std::string say_count(std::string_view id, std::size_t count, std::initializer_list<Gap> gaps = {}) const;
  /// What stands before the gap of a phrase, for names that are set apart: "Speaks for it:".
  std::string lead(std::string_view id) const;
  /// Whether the facts hold the phrase.
  bool has(std::string_view id) const;

  /// A plain name in public; the clinical one, with the id, for clinicians.
  std::string name(FindingId finding) const;
  std::string name(ConditionId condition) const;
  std::string name(SpecialistId specialist) const;
  std::string name(TreatmentId treatment) const;
  std::string name_of_test(std::size_t test) const;

  /// The finding with what was said of it: side, number, choice; `no: …` when it is absent.
  std::string said(FindingId finding) const;
  /// The name of a statement's finding, with its side, number or length of time, and choice.
  std::string told(const Statement& statement) const;

  /// "about 8 in 10"; "81.0 %" for clinicians.
  std::string chance(double probability) const;
  /// "6 weeks", from days.
  std::string duration(double days) const;
  /// "5 December 2026"; as in the case for clinicians.
  std::string day(Date date) const;

  /// Ids of sources for clinicians, commas between.
  std::string source_names(const std::vector<SourceId>& sources) const;

 private:
  std::string details(const Statement& statement) const;

  const Consultation& consultation_;
  const Knowledge& knowledge_;
  Mode mode_;
};

/// `{name}` replaced, each gap wherever it stands.
std::string filled(std::string_view phrase, std::initializer_list<Wording::Gap> gaps);

/// `A · B · C`.
std::string listed(const std::vector<std::string>& names);

}  // namespace lumbar
