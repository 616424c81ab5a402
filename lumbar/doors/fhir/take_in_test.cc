// SPDX-License-Identifier: Apache-2.0
// Resources as evidence: what they say, what they leave unknown, and what is refused where.
#include "lumbar/doors/fhir/fhir_in_test.h"

namespace lumbar::fhir {
namespace {

TEST(TakeIn, a_condition_says_yes) {
  EXPECT_EQ(presence_of(given(condition(retention)), "urinary_retention"), Presence::present);
  EXPECT_EQ(presence_of(given(condition(had_cancer)), "history_of_cancer"), Presence::present);
  EXPECT_EQ(presence_of(given(condition(back_pain, R"("onsetDateTime":"2026-11-11")")), "low_back_pain"),
            Presence::present);
  EXPECT_EQ(said(given(condition(back_pain, R"("onsetDateTime":"2026-11-11")")), "low_back_pain")->age_days, 10.0);
}

// What is not there stays unknown, and no status turns it into a no by accident.
TEST(TakeIn, what_a_condition_comes_to_by_its_status) {
  struct Row {
    std::string_view code, status_field, status, finding;
    Presence presence;
  };
  const std::array rows = {
      Row{retention, "verificationStatus", "confirmed", "urinary_retention", Presence::present},
      Row{retention, "verificationStatus", "refuted", "urinary_retention", Presence::absent},
      Row{retention, "verificationStatus", "entered-in-error", "urinary_retention", Presence::unknown},
      Row{retention, "clinicalStatus", "active", "urinary_retention", Presence::present},
      Row{retention, "clinicalStatus", "resolved", "urinary_retention", Presence::unknown},
      Row{had_cancer, "clinicalStatus", "remission", "history_of_cancer", Presence::present},
      // One cancer that was ruled out says nothing of others.
      Row{had_cancer, "verificationStatus", "refuted", "history_of_cancer", Presence::unknown},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(row.finding) + " " + std::string(row.status));
    const ReadGiven read = given(condition(row.code, coded(row.status_field, row.status)));
    EXPECT_TRUE(read.faults.empty()) << first_fault(read);
    EXPECT_EQ(presence_of(read, row.finding), row.presence);
  }
  const ReadGiven suspected = given(condition(retention, coded("verificationStatus", "provisional")));
  ASSERT_NE(said(suspected, "urinary_retention"), nullptr);
  EXPECT_EQ(said(suspected, "urinary_retention")->saying, Saying::not_sure);
}

TEST(TakeIn, an_observation_gives_its_value_in_its_unit) {
  const ReadGiven fahrenheit =
      given(observation(warmth, R"("effectiveDateTime":"2026-11-20","valueQuantity":{"value":101.3,"code":"[degF]"})"));
  const ReadGiven celsius = given(observation(warmth, R"("valueQuantity":{"value":38.5,"code":"Cel"})"));
  ASSERT_NE(said(celsius, "temperature_c"), nullptr) << first_fault(celsius);
  EXPECT_EQ(said(celsius, "temperature_c")->number.bare, 38.5);
  ASSERT_NE(said(fahrenheit, "temperature_c"), nullptr) << first_fault(fahrenheit);
  EXPECT_NEAR(*said(fahrenheit, "temperature_c")->number.bare, 38.5, 0.01);
}

TEST(TakeIn, an_observation_that_says_nothing_leaves_it_unknown) {
  constexpr std::string_view value = R"(,"valueQuantity":{"value":36.6,"code":"Cel"})";
  for (const std::string_view status : {"entered-in-error", "cancelled"}) {
    const ReadGiven read = given(R"({"resourceType":"Observation","status":")" + std::string(status) +
                                 R"(","code":{"coding":[)" + std::string(warmth) + "]}" + std::string(value) + "}");
    EXPECT_EQ(said(read, "temperature_c"), nullptr) << status;
    EXPECT_TRUE(read.faults.empty()) << status;
    EXPECT_EQ(read.given.passed_over.size(), 1U) << status;
  }
  const ReadGiven absent = given(observation(warmth, coded("dataAbsentReason", "not-performed")));
  ASSERT_NE(said(absent, "temperature_c"), nullptr);
  EXPECT_EQ(said(absent, "temperature_c")->saying, Saying::unavailable);
  const ReadGiven missing = given(observation(warmth, R"("issued":"2026-11-20T10:00:00Z")"), true);
  EXPECT_EQ(said(missing, "temperature_c"), nullptr);
  // A normal temperature of last year says nothing of today.
  const ReadGiven old =
      given(observation(warmth, R"("effectiveDateTime":"2025-11-20","valueQuantity":{"value":36.6,"code":"Cel"})"));
  EXPECT_EQ(said(old, "temperature_c"), nullptr);
}

TEST(TakeIn, a_code_that_is_not_known_is_told_and_never_a_no) {
  const ReadGiven read = given(condition(R"({"system":"http://snomed.info/sct","code":"1"})"));
  EXPECT_TRUE(read.faults.empty());
  EXPECT_TRUE(read.given.person.statements.empty());
  ASSERT_EQ(read.given.passed_over.size(), 1U);
  EXPECT_TRUE(read.given.passed_over.front().text().starts_with("Condition.code › "));
}

TEST(TakeIn, a_patient_gives_age_sex_and_country) {
  const ReadGiven read = given(R"({"resourceType":"Patient","id":"7","gender":"female","birthDate":"1972-02-29",
      "address":[{"country":"GB"}]})");
  ASSERT_NE(said(read, "age_years"), nullptr) << first_fault(read);
  EXPECT_EQ(said(read, "age_years")->number.bare, 54.0);
  EXPECT_EQ(read.given.person.country, "GB");
  EXPECT_EQ(read.given.subject.text_at("reference"), "Patient/7");
  EXPECT_EQ(said(given(R"({"resourceType":"Patient","gender":"unknown"})"), "sex"), nullptr);
  EXPECT_EQ(said(given(R"({"resourceType":"Patient","birthDate":"1972-11-22"})"), "age_years")->number.bare, 53.0)
      << "the birthday is tomorrow";
}

// Two resources that disagree: yes holds, whichever came first.
TEST(TakeIn, yes_holds_against_no) {
  const std::string yes = condition(retention), no = condition(retention, coded("verificationStatus", "refuted"));
  for (const auto& [first, second] : {std::pair{yes, no}, std::pair{no, yes}}) {
    const ReadGiven read = given(R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":)" + first +
                                 R"(},{"resource":)" + second + "}]}");
    EXPECT_EQ(presence_of(read, "urinary_retention"), Presence::present);
  }
}

// A response of last year among a record: its no is no reassurance today, its yes of history lasts.
TEST(TakeIn, old_answers_in_a_record) {
  const auto answer = [](std::string_view id, std::string_view code) {
    return R"({"linkId":")" + std::string(id) +
           R"(","answer":[{"valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/v2-0136","code":")" +
           std::string(code) + "\"}}]}";
  };
  const auto with = [&](std::string_view day) {
    return given(R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"QuestionnaireResponse",
        "status":"completed","authored":")" +
                 std::string(day) + R"(","item":[)" + answer("fever", "N") + "," + answer("saddle_anaesthesia", "Y") +
                 "," + answer("history_of_cancer", "Y") + "," + answer("osteoporosis_history", "N") + "]}}]}");
  };
  const ReadGiven fresh = with("2026-11-20"), old = with("2025-11-20");
  EXPECT_EQ(fresh.given.person.statements.size(), 4U) << first_fault(fresh);
  EXPECT_EQ(presence_of(old, "history_of_cancer"), Presence::present) << first_fault(old);
  EXPECT_EQ(old.given.person.statements.size(), 1U);
  EXPECT_EQ(old.given.person.as_of, std::optional(*Date::read("2026-11-21")));
}

TEST(TakeIn, two_people_are_never_made_one) {
  const std::string both = R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"8"}},
      {"resource":)" + condition(retention) +
                           "}]}";
  const ReadGiven strict = given(both);
  ASSERT_FALSE(strict.faults.empty());
  EXPECT_EQ(place_of(strict.faults.front()).path, "Bundle.entry[1].resource.subject.reference");
  const ReadGiven lenient = given(both, true);
  EXPECT_TRUE(lenient.faults.empty());
  EXPECT_EQ(said(lenient, "urinary_retention"), nullptr);
}

TEST(TakeIn, the_later_value_holds) {
  const auto with = [](std::string_view day, std::string_view value) {
    return R"({"resource":)" +
           observation(crp, R"("effectiveDateTime":")" + std::string(day) + R"(","valueQuantity":{"value":)" +
                                std::string(value) + R"(,"code":"mg/L"})") +
           "}";
  };
  const std::string earlier = with("2026-11-18", "3"), later = with("2026-11-20", "90");
  for (const std::string& both : {earlier + "," + later, later + "," + earlier}) {
    const ReadGiven read = given(R"({"resourceType":"Bundle","entry":[)" + both + "]}");
    ASSERT_NE(said(read, "crp_mg_l"), nullptr) << first_fault(read);
    EXPECT_EQ(said(read, "crp_mg_l")->number.bare, 90.0);
  }
}

TEST(TakeIn, refused_with_the_path_to_the_fault) {
  struct Row {
    std::string body, path;
  };
  const std::array rows = {
      Row{"{", "line 1, column 2"},
      Row{R"({"a":1})", "resourceType"},
      Row{R"({"resourceType":"Medication"})", "Medication.resourceType"},
      Row{R"({"resourceType":"Patient","gender":"f"})", "Patient.gender"},
      Row{R"({"resourceType":"Patient","birthDate":"1.2.1980"})", "Patient.birthDate"},
      Row{R"({"resourceType":"Patient","birthDate":"2027-01-01"})", "Patient.birthDate"},
      Row{R"({"resourceType":"Patient","deceasedBoolean":true})", "Patient.deceased"},
      Row{observation(warmth, R"("valueString":"hot")"), "Observation.value"},
      Row{R"({"resourceType":"Bundle","entry":7})", "Bundle.entry"},
      Row{R"({"resourceType":"Bundle","entry":[7]})", "Bundle.entry[0]"},
      Row{R"({"resourceType":"Condition","code":"x"})", "Condition.code"},
      Row{R"({"resourceType":"Condition","code":{"coding":["x"]}})", "Condition.code.coding[0]"},
      Row{observation(warmth, R"("valueQuantity":{"value":"38","code":"Cel"})"), "Observation.value.value"},
      Row{observation(warmth, R"("valueQuantity":{"value":38,"comparator":"<","code":"Cel"})"),
          "Observation.value.comparator"},
      Row{observation(warmth, R"("valueQuantity":{"value":38,"code":"kg"})"), "Observation.value"},
      Row{observation(warmth, R"("valueQuantity":{"value":380,"code":"Cel"})"), "Observation.value"},
  };
  for (const Row& row : rows) {
    const ReadGiven read = given(row.body);
    ASSERT_FALSE(read.faults.empty()) << row.body;
    EXPECT_EQ(place_of(read.faults.front()).path, row.path) << read.faults.front().text();
  }
}

}  // namespace
}  // namespace lumbar::fhir
