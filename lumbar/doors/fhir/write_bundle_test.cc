// SPDX-License-Identifier: Apache-2.0
// A consultation as a transaction. That each resource is whole by FHIR is shown by tools/check_fhir; here what it says.
#include "lumbar/doors/fhir/fhir_in_test.h"

namespace lumbar::fhir {
namespace {

struct Made {
  Consultation consultation;
  Value bundle;
};
Made made_of(std::string_view findings, Mode mode = Mode::clinician) {
  const auto person = read_case(R"({"lumbar_case":1,"country":"GB","findings":{)" + std::string(findings) + "}}",
                                shipped_facts(), on_a_day());
  if (!person) throw std::runtime_error(person.error().text());
  auto found = consult(*person, shipped_facts(), IntervalsBy::slopes);
  if (!found) throw std::runtime_error(found.error().text());
  Value bundle = write_bundle({.consultation = *found,
                               .person = *person,
                               .mode = mode,
                               .engine_version = "test",
                               .recorded = "2026-11-21T00:00:00Z"},
                              shipped_facts());
  return {*std::move(found), std::move(bundle)};
}

std::vector<const Value*> all(const Value& bundle, std::string_view type) {
  std::vector<const Value*> found;
  for (const Value& entry : bundle.find("entry")->items()) {
    if (entry.find("resource")->text_at("resourceType") == type) found.push_back(entry.find("resource"));
  }
  return found;
}

bool holds_empty(const Value& value) {
  if (value.empty()) return true;
  return std::any_of(value.items().begin(), value.items().end(),
                     [](const Value& inside) { return holds_empty(inside); });
}

TEST(Bundle, every_rule_raised_is_an_issue_and_the_level_a_flag) {
  const Made made = made_of(R"("saddle_anaesthesia":true,"urinary_retention":true)");
  EXPECT_EQ(all(made.bundle, "DetectedIssue").size(),
            made.consultation.triage.raised.size() + made.consultation.triage.likely_dangers.size());
  ASSERT_EQ(all(made.bundle, "Flag").size(), 1U);
  EXPECT_EQ(all(made.bundle, "Flag").front()->find("code")->find("coding")->items().front().text_at("code"),
            "emergency_now");
  const Value& communication = *all(made.bundle, "Communication").at(0);
  EXPECT_NE(json::write_value(communication, false).find("999"), std::string::npos) << "whom to call, in GB";
}

TEST(Bundle, open_questions_keep_the_assessment_preliminary) {
  const Made made = made_of(R"("low_back_pain":true)");
  const Value& risk = *all(made.bundle, "RiskAssessment").at(0);
  EXPECT_EQ(risk.text_at("status"), "preliminary");
  EXPECT_GE(risk.find("note")->items().size(), made.consultation.triage.unanswered.size());
  EXPECT_EQ(risk.find("prediction")->items().size(), made.consultation.differential.ranked.size());
}

TEST(Bundle, no_exercise_stands_in_a_plan_that_is_held) {
  const Made made = made_of(R"("saddle_anaesthesia":true)");
  ASSERT_NE(made.consultation.programme.held, ProgrammeHeld::no);
  EXPECT_EQ(json::write_value(*all(made.bundle, "CarePlan").at(0), false).find("urn:lumbar:exercise"),
            std::string::npos);
}

TEST(Bundle, provenance_names_the_facts_and_every_other_resource) {
  const Made made = made_of(R"("low_back_pain":true)");
  const Value& provenance = *all(made.bundle, "Provenance").at(0);
  EXPECT_EQ(provenance.find("target")->items().size() + 1, made.bundle.find("entry")->items().size());
  EXPECT_NE(json::write_value(provenance, false).find(shipped_facts().hash()), std::string::npos);
}

TEST(Bundle, the_same_case_gives_the_same_bytes_and_nothing_empty) {
  for (const Mode mode : {Mode::in_public, Mode::clinician}) {
    const Made first = made_of(R"("low_back_pain":true,"fever":true)", mode);
    EXPECT_EQ(json::write_value(first.bundle, false),
              json::write_value(made_of(R"("low_back_pain":true,"fever":true)", mode).bundle, false));
    EXPECT_FALSE(holds_empty(first.bundle));
  }
}

TEST(Outcome, a_place_in_broken_text_is_no_expression) {
  const Value in_text = write_outcome({Error("not JSON").at("line 1, column 2")});
  EXPECT_EQ(in_text.find("issue")->items().front().find("expression"), nullptr);
  const Value placed = write_outcome({Error("no").at("Patient.gender"), Error("nor this").at("Patient.birthDate")});
  ASSERT_EQ(placed.find("issue")->items().size(), 2U);
  EXPECT_EQ(placed.find("issue")->items().front().find("expression")->items().front().text(), "Patient.gender");
  EXPECT_EQ(placed.find("issue")->items().front().text_at("code"), "invalid");
}

}  // namespace
}  // namespace lumbar::fhir
