// SPDX-License-Identifier: Apache-2.0
// Codes of others: what each speaks of, and that a wrong row of facts/codes.toml is refused.
#include "lumbar/doors/fhir/code_map.h"

#include "lumbar/doors/fhir/fhir_in_test.h"
#include "lumbar/knowledge/facts_in_test.h"

namespace lumbar::fhir {
namespace {

TEST(CodeMap, a_code_speaks_of_its_finding_and_a_class_of_all_below) {
  struct Row {
    const char *system, *code, *finding;
  };
  constexpr std::array rows = {Row{"http://loinc.org", "8310-5", "temperature_c"},
                               Row{"http://snomed.info/sct", "267064002", "urinary_retention"},
                               Row{"http://hl7.org/fhir/sid/icd-10-cm", "M81", "osteoporosis_history"},
                               Row{"http://hl7.org/fhir/sid/icd-10-cm", "M81.0", "osteoporosis_history"},
                               Row{"http://hl7.org/fhir/sid/icd-10-cm", "M21.371", "foot_drop"},
                               Row{"http://hl7.org/fhir/sid/icd-10", "C50.9", "history_of_cancer"},
                               Row{"http://hl7.org/fhir/sid/icd-10", "M810", ""},
                               Row{"http://hl7.org/fhir/sid/icd-10", "M8", ""},
                               Row{"http://loinc.org", "8310", ""},
                               Row{"http://loinc.org", "267064002", ""},
                               Row{"", "8310-5", ""}};
  const CodeMap codes(shipped_facts());
  for (const Row& row : rows) {
    SCOPED_TRACE(row.code);
    const auto found = codes.meanings(row.system, row.code);
    ASSERT_EQ(found.size(), *row.finding == '\0' ? 0U : 1U);
    EXPECT_EQ(found.empty() ? std::string() : shipped_facts()[found.front().finding].name, row.finding);
  }
  EXPECT_TRUE(codes.is_back_imaging("http://www.ama-assn.org/go/cpt", "72148"));
  EXPECT_FALSE(codes.is_back_imaging("http://loinc.org", "72148"));
}

TEST(Codes, a_wrong_row_is_refused) {
  std::vector<FactFile> files = fact_files();
  constexpr std::string_view wrong = R"([[code]]
system  = "loinc"
code    = "8310-5"
display = "Body temperature"
finding = "temprature_c"
sources = ["project_choice"]
status  = "assumed"

[[code]]
system  = "nanda"
code    = "1"
sources = ["project_choice"]
status  = "assumed"
)";
  files.push_back({"codes_wrong.toml", wrong});
  std::vector<std::string> told;
  for (const Error& one : Knowledge::check(files)) told.push_back(one.text());
  ASSERT_EQ(told.size(), 5U) << testing::PrintToString(told);
  const std::string all = testing::PrintToString(told);
  for (const char* words : {"temprature_c", "nanda", "a code has its display", "a code speaks of a finding"})
    EXPECT_NE(all.find(words), std::string::npos) << words << " in " << all;
}

}  // namespace
}  // namespace lumbar::fhir
