// SPDX-License-Identifier: Apache-2.0
// The questionnaire as the facts make it: what is asked, in which groups, by which link ids; and its items as FHIR.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/clinic/interview/interview.h"
#include "lumbar/doors/fhir/elements.h"

namespace lumbar::fhir {

/// Before the name of a question, in the linkId of the group that it is.
inline constexpr std::string_view group_prefix = "q/";

/// Addresses of our questionnaires.
inline constexpr std::string_view form_address = "urn:lumbar:fhir:Questionnaire:";
inline constexpr std::string_view patient_form = "lumbar", clinician_form = "lumbar-clinician",
                                  adaptive_form = "lumbar-adaptive";

/// What a link id stands for: `fever`, `foot_drop.side`, `mrc_hip_flexion.left`, or a group `q/A1`.
struct Link {
  FindingId finding;
  Detail detail = Detail::presence;
  std::optional<Side> side;  ///< left or right of a sided value
  std::string group;         ///< the id of the question, of a group; then nothing else is set
};
/// Nothing where the link id is none of ours.
std::optional<Link> link_of(std::string_view link_id, const Knowledge& knowledge);
/// The nearest link ids to one that is none, for the words of a refusal.
std::string near_links(std::string_view link_id, const Knowledge& knowledge);

struct FormGroup {
  std::string id, text;
  std::vector<FindingId> findings;
};

class Form {
 public:
  /// Public: what a patient can be asked. Clinician: what is examined, measured and tested as well.
  Form(const Knowledge& knowledge, Mode mode);

  const std::vector<FormGroup>& groups() const { return groups_; }
  bool asks(FindingId finding) const { return asked_.contains(finding); }
  /// The items of one finding: its question, and what is asked more where the answer is yes.
  Value item_of(FindingId finding) const;
  /// Its question alone.
  Value plain_item_of(FindingId finding) const;
  /// The whole Questionnaire; `id` is one of the names above.
  Value questionnaire(std::string_view id) const;

 private:
  void add_group(std::string id, std::string text, const std::vector<FindingId>& findings);

  const Knowledge& knowledge_;
  Mode mode_;
  std::vector<FormGroup> groups_;
  std::set<FindingId> asked_;
  std::map<FindingId, std::set<Detail>> details_;  ///< those that some rule looks at
};

/// The value sets that items name by `#yes-no`, `#side`, `#tempo`, `#trend`.
std::vector<Value> contained_answers(const Knowledge& knowledge);
/// The item that asks for one detail.
Value detail_item(FindingId finding, Detail detail, const Knowledge& knowledge);

/// A unit of the facts as UCUM writes it; empty where it is none ("0-10", "MRC").
std::string ucum_of(std::string_view unit);

}  // namespace lumbar::fhir
