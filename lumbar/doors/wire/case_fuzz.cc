// SPDX-License-Identifier: Apache-2.0
// Feeds any bytes to the case reader, and what it reads to findings and triage. Words of the format: case_fuzz.dict.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "lumbar/clinic/findings/findings.h"
#include "lumbar/clinic/triage/triage.h"
#include "lumbar/doors/wire/tiny_facts.h"
#include "lumbar/doors/wire/wire.h"

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

// One line, never empty, never long, and nothing in it that steers a terminal.
void demand_one_line(const lumbar::Error& error) {
  demand(!error.text().empty() && error.text().size() < 2000);
  for (const char c : error.text()) demand(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
  demand(error.fault() == lumbar::Fault::input);
}

void demand_well_formed(const lumbar::Case& person, const lumbar::Knowledge& knowledge) {
  for (std::size_t i = 0; i < person.statements.size(); ++i) {
    const lumbar::Statement& one = person.statements[i];
    demand(one.finding.row() < knowledge.findings().size());
    demand(i == 0 || person.statements[i - 1].finding < one.finding);
    demand(!one.age_days || *one.age_days >= 0);
    demand(!one.side || one.present == lumbar::Presence::present);
    demand(one.saying == lumbar::Saying::stated ||
           (one.present == lumbar::Presence::unknown && !one.number.any() && !one.choice.any()));
    for (const auto& number : {one.number.bare, one.number.left, one.number.right})
      demand(!number || (*number > -1e10 && *number < 1e10));
    const auto choices = knowledge.language().variables[one.finding.row()].choices.size();
    for (const auto& choice : {one.choice.bare, one.choice.left, one.choice.right})
      demand(!choice || *choice < choices);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const lumbar::Knowledge& knowledge = lumbar::tiny_knowledge();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const bool lenient : {false, true}) {
    const auto person =
        lumbar::read_case(text, knowledge, {.lenient = lenient, .today = *lumbar::Date::read("2026-11-21")});
    if (!person) {
      demand_one_line(person.error());
      continue;
    }
    demand_well_formed(*person, knowledge);
    const auto findings = lumbar::gather_findings(*person, knowledge);
    demand(findings || !lenient);
    if (!findings) {
      demand_one_line(findings.error());
      continue;
    }
    const lumbar::Triage triage = lumbar::assess_urgency(*findings, knowledge);
    demand(triage.level <= lumbar::Urgency::emergency_now);
    demand(!triage.rule_level || triage.level >= *triage.rule_level);
    demand(triage.level != lumbar::Urgency::emergency_now || triage.transport != lumbar::Transport::own_way);
    const lumbar::Consultation consultation{*findings, triage, {}, {}};
    const std::string json =
        lumbar::write_assessment(consultation, *person, knowledge, {.parts = {"urgency"}, .engine_version = "fuzz"});
    demand(json.starts_with('{') && json.ends_with("}\n"));
  }
  return 0;
}
