// SPDX-License-Identifier: Apache-2.0
// What a case says of one finding, in any of the forms the contract allows.
#pragma once
#include <optional>

#include "lumbar/base/case.h"
#include "lumbar/doors/wire/json_in.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// What reading one answer needs to know of the rest. Lenient reading notes in `person` what it left out or let pass.
struct Reading {
  const Knowledge& knowledge;
  bool lenient = false;
  Case& person;
};

/// The statement, or nothing where the finding was not asked (null). Errors: as read_case.
Result<std::optional<Statement>> read_statement(FindingId id, const json::Element& answer, const json::Path& path,
                                                Reading& reading);

/// The words of a scale, in quotation marks, with commas between.
template <class Scale>
std::string words_of() {
  std::string all;
  for (const std::string_view word : Words<Scale>::list)
    all += (all.empty() ? "\"" : ", \"") + std::string(word) + "\"";
  return all;
}

}  // namespace lumbar
