// SPDX-License-Identifier: Apache-2.0
// The small parts that resources are put together from: codings, concepts, references, narratives, ids.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lumbar/doors/wire/wire.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar::fhir {

using json::Value;

/// Code systems and canonical addresses of our own: the ids of the facts stand in them as they are.
namespace own {
inline constexpr std::string_view finding = "urn:lumbar:finding", condition = "urn:lumbar:condition",
                                  rule = "urn:lumbar:rule", urgency = "urn:lumbar:urgency", test = "urn:lumbar:test",
                                  specialist = "urn:lumbar:specialist", treatment = "urn:lumbar:treatment",
                                  exercise = "urn:lumbar:exercise", source = "urn:lumbar:source",
                                  facts = "urn:lumbar:facts", answer = "urn:lumbar:answer",
                                  choice = "urn:lumbar:choice", question = "urn:lumbar:question",
                                  phase = "urn:lumbar:phase";
}  // namespace own
/// Code systems of others.
namespace of_others {
inline constexpr std::string_view yes_no = "http://terminology.hl7.org/CodeSystem/v2-0136",
                                  absent_reason = "http://terminology.hl7.org/CodeSystem/data-absent-reason",
                                  ucum = "http://unitsofmeasure.org", icd10cm = "http://hl7.org/fhir/sid/icd-10-cm";
}  // namespace of_others

Value coding(std::string_view system, std::string_view code, std::string_view display = {});
/// One coding and its words.
Value concept_of(std::string_view system, std::string_view code, std::string_view text);
/// Words alone.
Value concept_of(std::string_view text);
/// A finding by our id, as its clinical label says it.
Value concept_of(FindingId finding, const Knowledge& knowledge);
/// A condition by our id and, where the facts have one, by ICD-10-CM; in the words of the mode.
Value concept_of(ConditionId condition, const Knowledge& knowledge, Mode mode);
std::string label_of(ConditionId condition, const Knowledge& knowledge, Mode mode);

Value reference_to(std::string_view address);
/// A list of concepts.
template <class Id, class... More>
Value concepts_of(const std::vector<Id>& ids, const More&... more) {
  Value list = Value::list();
  for (const Id one : ids) list.push(concept_of(one, more...));
  return list;
}

/// Generated narrative: one paragraph a line.
Value narrative(const std::vector<std::string>& lines);

/// An address that is the same whenever the same words make it: urn:uuid:…, version 8 (RFC 9562).
std::string address_of(std::string_view words);

/// The phrase of the facts with its gaps filled.
using Gap = std::pair<std::string_view, std::string_view>;
std::string say(const Knowledge& knowledge, Mode mode, std::string_view phrase, std::initializer_list<Gap> gaps = {});

/// The emergency number of the country, or the words for the local one.
std::string emergency_number(const Knowledge& knowledge, std::string_view country);

}  // namespace lumbar::fhir
