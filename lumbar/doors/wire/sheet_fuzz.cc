// SPDX-License-Identifier: Apache-2.0
// Feeds any bytes to the readers of ISNCSCI sheets (JSON, and a table of two lines), and what they read to the
// classification.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "lumbar/doors/wire/wire.h"

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

// A sheet that was read has an answer of at least one value in each place; each fault is one line for a terminal.
void demand_answer(const lumbar::ReadExam& sheet) {
  for (const lumbar::Error& fault : sheet.faults) {
    demand(!fault.text().empty() && fault.text().size() < 2000);
    for (const char c : fault.text()) demand(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
  }
  if (!sheet.faults.empty()) {
    demand(lumbar::write_exam_faults(sheet, 1).ends_with("}\n"));
    return;
  }
  const auto found = lumbar::isncsci::classify(sheet.exam);
  for (std::size_t i = 0; i < 2; ++i) {
    demand(found.sensory_level[i].values != 0 && found.motor_level[i].values != 0);
    demand(found.sensory_zone[i].values != 0 && found.motor_zone[i].values != 0);
  }
  demand(found.neurological_level.values != 0 && found.completeness.values != 0 && found.impairment_scale.values != 0);
  demand(!lumbar::isncsci::reasons_for(sheet.exam, found).empty());
  demand(lumbar::write_exam_result(sheet, found, {.pretty = false}).ends_with("}\n"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  demand_answer(lumbar::read_exam(text));
  std::vector<lumbar::Error> faults;
  const auto end = text.find('\n');
  const auto table = lumbar::ExamTable::of_header(text.substr(0, end), faults);
  if (faults.empty()) demand_answer(table.read_row(end == std::string_view::npos ? "" : text.substr(end + 1)));
  return 0;
}
