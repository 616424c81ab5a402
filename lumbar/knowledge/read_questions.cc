// SPDX-License-Identifier: Apache-2.0
// How the interview asks: screens, and what nobody is asked for.
#include <algorithm>

#include "lumbar/knowledge/loader.h"

namespace lumbar {

void Loader::read_questions() {
  std::set<FindingId> on_a_screen;
  for (const Record& row : table("screen")) {
    once(row, "screen", row.text("id"));
    Screen screen;
    screen.name = row.text("id");
    screen.sentence = row.text("sentence");
    screen.use = scale_of<ScreenUse>(row, "use");
    if (screen.name.empty() || screen.name.find('.') != std::string::npos)
      complain(row, "id", "\"" + screen.name + "\" is no name: letters, digits and _, without a point");
    if (made_.finding(screen.name) && row.list("findings").size() != 1)
      complain(row, "id", screen.name + " is the name of a finding, whose own question it would hide");
    if (screen.sentence.empty() || screen.sentence.back() != '?')
      complain(row, "sentence", "a screen asks one question");
    for (const std::string& name : row.list("findings")) {
      const FindingId id = finding_named(row, "findings", name);
      if (!id.is_some()) continue;
      const bool ticked = made_.language_.variables[id.row()].type == logic::Type::boolean;
      if (made_.findings_[id.row()].asked_of == AskedOf::derived)
        complain(row, "findings", name + " is worked out from others; nobody can be asked for it");
      if (!ticked && screen.use != ScreenUse::about)
        complain(row, "findings", name + " is no yes or no; only a screen of use about asks for values");
      // What is asked again when an emergency is established may stand on a screen of its own subject too.
      if (screen.use != ScreenUse::transport && !on_a_screen.insert(id).second)
        complain(row, "findings", name + " stands on two screens");
      screen.findings.push_back(id);
    }
    // What a screen of signs asks for is chosen for each person: whatever could raise the urgency.
    if (screen.findings.empty() != (screen.use == ScreenUse::signs))
      complain(row, "findings", "a screen asks for at least one finding; one of use signs names none");
    made_.screens_.push_back(std::move(screen));
  }
  for (const Record& row : table("not_asked")) {
    NotAsked one;
    for (const std::string& name : row.list("findings")) {
      const FindingId id = finding_named(row, "findings", name);
      if (!id.is_some()) continue;
      if (made_.language_.variables[id.row()].type != logic::Type::boolean)
        complain(row, "findings", name + " is no yes or no; a value cannot be absent");
      one.findings.push_back(id);
    }
    if (one.findings.empty()) complain(row, "findings", "names no finding");
    auto formula = formula_of(row, "when", row.text("when"), logic::Place::item);
    if (!formula) continue;
    one.when = std::move(*formula);
    made_.not_asked_.push_back(std::move(one));
  }
}

}  // namespace lumbar
