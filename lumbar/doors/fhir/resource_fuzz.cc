// SPDX-License-Identifier: Apache-2.0
// Resources by libFuzzer, as evidence, as an interview and as a call of CDS Hooks. Whatever comes in is refused in
// words or made into a case that has each finding once; and what is written of it can be read again.
#include <cstdint>
#include <cstdlib>
#include <set>

#include "lumbar/doors/fhir/fhir.h"
#include "lumbar_shipped_facts.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lumbar;
  const Knowledge& knowledge = shipped_facts();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const bool lenient : {false, true}) {
    const ReadOptions options{.lenient = lenient, .today = *Date::read("2026-11-21")};
    const fhir::ReadGiven read = fhir::read_given(text, knowledge, options);
    for (const Error& fault : read.faults) {
      if (fault.text().empty()) std::abort();
    }
    if (!read.faults.empty()) continue;
    std::set<FindingId> seen;
    for (const Statement& one : read.given.person.statements) {
      if (!seen.insert(one.finding).second) std::abort();
    }
    const auto filled = fhir::write_response(read.given, Mode::clinician, "lumbar-clinician", knowledge);
    if (!fhir::read_given(json::write_value(filled, false), knowledge, options).faults.empty()) std::abort();
    fhir::read_adaptive(text, knowledge, options);
    fhir::read_call("lumbar-order-sign", text, knowledge, options);
  }
  return 0;
}
