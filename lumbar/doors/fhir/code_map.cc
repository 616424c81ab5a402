// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/fhir/code_map.h"

#include <array>

namespace lumbar::fhir {
namespace {

// As the facts name a code system, and its address.
constexpr std::array systems = {std::pair{"loinc", "http://loinc.org"}, std::pair{"snomed", "http://snomed.info/sct"},
                                std::pair{"icd10", "http://hl7.org/fhir/sid/icd-10"},
                                std::pair{"icd10cm", "http://hl7.org/fhir/sid/icd-10-cm"},
                                std::pair{"cpt", "http://www.ama-assn.org/go/cpt"}};

// A class has its codes behind a point, a subclass behind its own letters, a chapter of one letter behind that.
bool fits(std::string_view row, bool by_prefix, std::string_view code) {
  if (row == code) return true;
  if (!by_prefix || !code.starts_with(row)) return false;
  return row.size() == 1 || row.find('.') != std::string_view::npos || code[row.size()] == '.';
}

}  // namespace

CodeMap::CodeMap(const Knowledge& knowledge) {
  for (const Record& record : rows_of(knowledge, "code")) {
    Row row;
    for (const auto& [name, address] : systems) {
      if (record.text("system") == name) row.system = address;
    }
    row.code = record.text("code");
    row.display = record.text("display");
    row.by_prefix = record.flag("with_all_below");
    row.back_imaging = record.flag("back_imaging");
    if (const auto finding = knowledge.finding(record.text("finding"))) row.finding = *finding;
    rows_.push_back(std::move(row));
  }
}

std::vector<Meaning> CodeMap::meanings(std::string_view system, std::string_view code) const {
  std::vector<Meaning> found;
  for (const Row& row : rows_) {
    if (row.system == system && row.finding.is_some() && fits(row.code, row.by_prefix, code))
      found.push_back({row.finding, row.by_prefix});
  }
  return found;
}

bool CodeMap::is_back_imaging(std::string_view system, std::string_view code) const {
  for (const Row& row : rows_) {
    if (row.back_imaging && row.system == system && row.code == code) return true;
  }
  return false;
}

std::vector<Value> CodeMap::codings_of(FindingId finding) const {
  std::vector<Value> found;
  for (const Row& row : rows_) {
    if (row.finding == finding && !row.by_prefix) found.push_back(coding(row.system, row.code, row.display));
  }
  return found;
}

}  // namespace lumbar::fhir
