// SPDX-License-Identifier: Apache-2.0
// Codes of others: each names a finding that there is, or an order for a picture of the back, and stands once.
#include "lumbar/knowledge/loader.h"

namespace lumbar {

void Loader::check_codes() const {
  for (const Record& row : table("code")) {
    basis_of(row);
    listed(row, "system", {"loinc", "snomed", "icd10", "icd10cm", "cpt"});
    for (const char* field : {"code", "display"}) {
      if (row.text(field).empty()) complain(row, field, "a code has its " + std::string(field));
    }
    once(row, "code", row.text("system") + "|" + row.text("code"));
    if (row.has("finding")) {
      finding_of(row, "finding");
    } else if (!row.flag("back_imaging")) {
      complain(row, "finding", "a code speaks of a finding, or of a picture of the back (back_imaging = true)");
    }
  }
}

}  // namespace lumbar
