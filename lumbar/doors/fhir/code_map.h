// SPDX-License-Identifier: Apache-2.0
// Codes of others (LOINC, SNOMED CT, ICD-10) and the findings that they speak of, from facts/codes.toml.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lumbar/doors/fhir/elements.h"

namespace lumbar::fhir {

struct Meaning {
  FindingId finding;
  bool by_prefix = false;  ///< a class with everything below it: M81 stands for M81.0 too
};

class CodeMap {
 public:
  explicit CodeMap(const Knowledge& knowledge);

  /// What a code says; none where the facts do not know it.
  std::vector<Meaning> meanings(std::string_view system, std::string_view code) const;
  /// Whether an order with this code asks for a picture of the low back.
  bool is_back_imaging(std::string_view system, std::string_view code) const;
  /// The codes of one finding, for what is written.
  std::vector<Value> codings_of(FindingId finding) const;

 private:
  struct Row {
    std::string system, code, display;
    FindingId finding;
    bool by_prefix = false, back_imaging = false;
  };
  std::vector<Row> rows_;
};

}  // namespace lumbar::fhir
