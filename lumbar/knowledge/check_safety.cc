// SPDX-License-Identifier: Apache-2.0
// What the program says of its own safety: hazards with their controls, and the attributes of the whole.
#include <algorithm>
#include <array>

#include "lumbar/knowledge/loader.h"

namespace lumbar {

// That a named test exists and passes is seen from outside, by tools/safety_case; that each control names one, here.
void Loader::check_hazards() const {
  std::map<std::string, std::vector<std::string>, std::less<>> scales;  // from harmless to grave, as in the file
  for (const Record& row : table("hazard_scale")) {
    listed(row, "scale", {"severity", "likelihood"});
    once(row, "hazard_scale", row.text("scale") + " " + row.text("word"));
    if (row.text("means").empty()) complain(row, "means", "say what " + row.text("word") + " means");
    scales[row.text("scale")].push_back(row.text("word"));
  }
  const auto rank_of = [&](const Record& row, std::string_view field, const std::string& scale) {
    const auto& words = scales[scale];
    const auto found = std::find(words.begin(), words.end(), row.text(field));
    if (found == words.end()) complain(row, field, "\"" + row.text(field) + "\" is not one of: " + joined(words, ", "));
    return found - words.begin();
  };
  for (const Record& row : table("hazard")) {
    once(row, "hazard", row.text("id"));
    basis_of(row);
    for (const char* field : {"id", "title", "cause", "effect", "residual"}) {
      if (row.text(field).empty()) complain(row, field, "a hazard says its " + std::string(field));
    }
    rank_of(row, "severity", "severity");
    const auto before = rank_of(row, "likelihood", "likelihood");
    const auto after = rank_of(row, "likelihood_after", "likelihood");
    if (after > before) complain(row, "likelihood_after", "controls make nothing more likely");
    if (row.list("controls").empty()) complain(row, "controls", row.text("id") + " has no control");
    if (row.list("shown_by").empty()) complain(row, "shown_by", "nothing shows the controls of " + row.text("id"));
    for (const std::string& one : row.list("shown_by")) {
      const std::string kind = one.substr(0, one.find(':'));
      constexpr std::array kinds = {"unit", "vignette", "obligation", "step", "facts"};
      if (one.size() > kind.size() + 1 && std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) continue;
      complain(row, "shown_by", "\"" + one + "\" is not unit:, vignette:, obligation:, step: or facts: with a name");
    }
  }
}

void Loader::check_attributes() const {
  for (const Record& row : table("attribute")) {
    once(row, "attribute", row.text("id"));
    basis_of(row);
    listed(row, "list", {"evidence_based", "predictive"});
    listed(row, "state", {"given", "not_done", "not_recorded"});
    for (const char* field : {"id", "place", "group", "name", "says"}) {
      if (row.text(field).empty()) complain(row, field, "an attribute says its " + std::string(field));
    }
  }
}

}  // namespace lumbar
