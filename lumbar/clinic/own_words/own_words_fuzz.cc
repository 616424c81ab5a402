// SPDX-License-Identifier: Apache-2.0
// Feeds any text to the reader of own words: it ends, spans lie inside the text, one statement a finding.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>

#include "lumbar/clinic/own_words/own_words.h"
#include "lumbar_shipped_facts.h"

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const lumbar::OwnWords reader(lumbar::shipped_facts());
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto understood = reader.understand(text, *lumbar::Date::of(2026, 1, 1));
  demand(static_cast<bool>(understood) == (size <= lumbar::longest_text_bytes));
  if (!understood) return 0;
  const auto inside = [&](lumbar::TextSpan span) { return span.from <= span.to && span.to <= size; };
  std::set<lumbar::FindingId> seen;
  for (const auto& one : understood->statements) demand(inside(one.span) && seen.insert(one.said.finding).second);
  for (const auto& one : understood->set_aside) demand(inside(one.span));
  for (const auto& one : understood->not_understood) demand(inside(one));
  return 0;
}
