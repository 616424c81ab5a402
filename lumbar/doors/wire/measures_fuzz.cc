// SPDX-License-Identifier: Apache-2.0
// Feeds any bytes to the reader of measures of strength, and what it read to the weighing, the page and the picture.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "lumbar/doors/wire/wire.h"
#include "lumbar_shipped_facts.h"

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const lumbar::Knowledge& knowledge = lumbar::shipped_facts();
  const lumbar::ReadMeasures read = lumbar::read_measures(text, knowledge, *lumbar::Date::of(2026, 11, 21));
  for (const lumbar::Error& fault : read.faults) {
    demand(!fault.text().empty() && fault.text().size() < 2000);
    for (const char c : fault.text()) demand(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
  }
  if (!read.faults.empty()) return 0;
  const lumbar::StrengthResult result = lumbar::weigh_strength(read.person, read.measures, knowledge);
  demand((result.verdict == lumbar::StrengthVerdict::limiting) == !result.limiting.empty());
  demand(lumbar::write_strength_result(read, result, knowledge, false).ends_with("}\n"));
  const std::string page = lumbar::write_strength_html(result, knowledge, {});
  demand(page.ends_with("</html>\n") && page.find("[strength.") == std::string::npos);
  demand(!lumbar::write_strength_text(result, knowledge, {}).empty());
  return 0;
}
