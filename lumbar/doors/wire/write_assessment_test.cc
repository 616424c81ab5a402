// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>

#include "lumbar/doors/wire/schema_in_test.h"
#include "lumbar/doors/wire/tiny_facts.h"
#include "lumbar/doors/wire/wire.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

constexpr const char* emergency =
    R"({"lumbar_case": 1, "as_of": "2026-11-21", "country": "GB", "person": {"age_years": 54},
  "findings": {"foot_drop": {"present": true, "onset": "2026-11-19"}, "high_fever": true, "fever": "unavailable", "mystery": 1}})";

Case case_of(const std::string& json) {
  auto person = read_case(json, tiny_knowledge(), {.lenient = true});
  EXPECT_TRUE(person) << (person ? "" : person.error().text());
  return person ? *person : Case{};
}

// Findings and triage as they are; differential and plan by hand, so that every field holds something.
Consultation consultation_of(const Case& person) {
  const Knowledge& knowledge = tiny_knowledge();
  const auto finding = [&](const char* name) { return *knowledge.finding(name); };
  const ConditionId strain(0), root(1);
  Consultation made{*gather_findings(person, knowledge), {}, {}, {}};
  made.triage = assess_urgency(made.findings, knowledge);
  const Basis book{{SourceId(0)}, Status::reported};
  made.differential.complaint = true;
  made.differential.ranked = {{root,
                               0.8123456789,
                               std::pair{0.5, 0.9},
                               {{finding("foot_drop"), 7.94328, book, EvidenceId(0)}},
                               {{finding("fever"), -1.0 / 3, {}, {}}},
                               {{finding("leg_numbness"), 2, -1e-7, {}}}}};
  made.differential.also_present = {{strain, 0.5, {}, {}, {}, {}}};
  made.differential.probability = {0.5, 0.8123456789};
  made.differential.mechanism = {0.25, 0.75, 0, 0};
  made.differential.any_emergency = 0.125;
  made.differential.intervals_by = IntervalsBy::worlds;
  made.differential.worlds = 1000;
  made.differential.mechanism_interval = {{{0.125, 0.5}, {0.5, 0.875}, {0, 0.25}, {0, 0}}};
  made.differential.any_emergency_interval = {0.0625, 0.25};
  made.differential.statements = 3;
  made.differential.weighed = 2;
  made.plan.treatment_locked = true;
  made.plan.for_conditions = {root, strain};
  made.plan.tests = {{0, {root}, "only if weak"}};
  made.plan.referral = {{SpecialistId(0), {root}, "24 h"}};
  made.plan.advice = {{strain, {"Keep moving."}}};
  made.plan.treatment = {{TreatmentId(0), {strain}, {finding("foot_drop")}, {finding("fever")}}};
  made.plan.avoid = {{"bed rest", strain, TreatmentId(0)}};
  made.plan.prevention = {TreatmentId(0)};
  made.plan.safety_net = {0};
  made.plan.not_asked = {1};
  made.plan.not_examined = {finding("mrc_ankle_dorsiflexion")};
  made.plan.review_days = 28;
  return made;
}

std::string written_for(const std::string& json, const WriteOptions& options) {
  const Case person = case_of(json);
  return write_assessment(consultation_of(person), person, tiny_knowledge(), options);
}

TEST(WriteAssessment, follows_the_contract_key_by_key) {
  const std::string hash = tiny_knowledge().hash();
  const std::string expected =
      R"({"lumbar_assessment":1,"mode":"clinician","engine":"0.1.0","facts":{"version":"tiny 1","hash":")" + hash +
      R"("},)"
      R"("urgency":{"level":"emergency_now","rule_level":"emergency_now","raised_by":"rules","deadline_hours":0,)"
      R"("valid_until":"2026-11-21T00:00:00","transport":"ambulance","call":"999","pathway":"motor","stage":null,)"
      R"("raised":[{"rule":"R1","label":"Fresh foot drop","level":"emergency_now","because":["foot_drop"],)"
      R"("why":"The nerve may be crushed.","sources":["book"],"project_choice":false},)"
      R"({"rule":"R2","label":"High fever","level":"within_24h","because":["high_fever"],)"
      R"("why":"An infection can spread.","sources":["book"],"project_choice":true}],)"
      R"("open":[],"provisional":false,"if_cleared":"emergency_now",)"
      R"("unanswered":[{"group":"B","order":2,"question":"Do you have a fever?","findings":["fever"]}],)"
      R"("tried_in_vain":[{"group":"B","order":2,"question":"Do you have a fever?","findings":["fever"]}],"likely_dangers":[]},)"
      R"("mechanism":{"muscular":0.25,"neurological":0.75,"mixed":0,"non_spinal":0},)"
      R"("mechanism_interval":{"muscular":[0.125,0.5],"neurological":[0.5,0.875],"mixed":[0,0.25],"non_spinal":[0,0]},)"
      R"("localisation":null,)"
      R"("differential":[{"condition":"root","label":"Pressed nerve root","probability":0.812346,"interval":[0.5,0.9],)"
      R"("threshold":{"probability":0.7,"level":"within_24h","passed":true,"needs":null},)"
      R"("for":[{"finding":"foot_drop","weight_db":7.94328,"sources":["book"],"status":"reported"}],)"
      R"("against":[{"finding":"fever","weight_db":-0.333333,"sources":[],"status":null}],)"
      R"("missing":[{"finding":"leg_numbness","db_if_present":2,"db_if_absent":-1e-07}]}],)"
      R"("also_present":[{"condition":"strain","label":"Strain","probability":0.5,"interval":null,"for":[],"against":[],"missing":[]}],)"
      R"("any_emergency":0.125,"any_emergency_interval":[0.0625,0.25],)"
      R"("reckoning":{"exact":true,"error_bound":0,"by":"worlds","worlds":1000,"statements":3,"statements_weighed":2},)"
      R"("plan":{"tests":[{"test":"power","label":"Power by root","because":["root"],"when":"only if weak"}],)"
      R"("referral":[{"specialist":"gp","label":"General practitioner","within":"24 h","because":["root"],)"
      R"("order":1,"why":null}],)"
      R"("treatment":[{"treatment":"walking","label":"Walking","position":"recommended","because":["strain"],)"
      R"("cautions":["foot_drop"],"cautions_unknown":["fever"],"sources":["book"],)"
      R"("line":"second","type":null,"guideline_position":null,"time_target":null,"who_decides":null,"clear_first":[]}],)"
      R"("waiting":[],"ruled_out":[],)"
      R"("advice":[{"condition":"strain","first_line":["Keep moving."]}],)"
      R"("avoid":[{"what":"bed rest","because":"strain","treatment":"walking",)"
      R"("guideline_position":null,"seeds_and_guidelines":null,"sources":["book"]}],)"
      R"("programme":null,"prevention":[{"treatment":"walking","label":"Walking","for":[],"guideline_position":null,"sources":["book"]}],)"
      R"("follow_up":{"review_days":28},)"
      R"("safety_net":[{"sign":"worse","text":"Your foot drops."}],)"
      R"("not_asked":[{"group":"B","order":2,"question":"Do you have a fever?","findings":["fever"]}],)"
      R"("not_examined":["mrc_ankle_dorsiflexion"],"locked":true,"for_conditions":["root","strain"]},)"
      R"("disagreements":[{"rule":"R1","level":"emergency_now","seed_floor":"emergency_now","guideline_level":"within_24h",)"
      R"("seeds":"S1","sources":["book"]}],"warnings":[],"ignored":["mystery"]})"
      "\n";
  const WriteOptions options{.mode = Mode::clinician, .parts = {}, .engine_version = "0.1.0", .pretty = false};
  EXPECT_EQ(written_for(emergency, options), expected);
  EXPECT_EQ(written_for(emergency, options), written_for(emergency, options));
}

TEST(WriteAssessment, keeps_disagreements_and_clinical_labels_from_the_public) {
  const std::string text = written_for(emergency, {.engine_version = "0.1.0", .pretty = false});
  EXPECT_EQ(text.find("disagreements"), std::string::npos);
  EXPECT_NE(text.find(R"("label":"A pressed nerve")"), std::string::npos);
  EXPECT_NE(text.find(R"("label":"A check of strength")"), std::string::npos);
}

TEST(WriteAssessment, tells_clinicians_what_a_threshold_waits_for_and_the_public_nothing) {
  for (const char* json : {R"({"lumbar_case": 1})", R"({"lumbar_case": 1, "findings": {"high_fever": false}})"}) {
    const std::string text = written_for(json, {.mode = Mode::clinician, .pretty = false});
    EXPECT_NE(text.find(R"("threshold":{"probability":0.7,"level":"within_24h","passed":true,"needs":"high_fever"})"),
              std::string::npos)
        << text;
  }
  EXPECT_EQ(written_for(emergency, {.pretty = false}).find("threshold"), std::string::npos);
}

TEST(WriteAssessment, writes_only_the_parts_asked_for) {
  const std::string text = written_for(emergency, {.parts = {"mechanism"}, .pretty = false});
  EXPECT_NE(text.find("\"mechanism\""), std::string::npos);
  for (const char* other : {"\"urgency\"", "\"differential\"", "\"any_emergency\"", "\"plan\""})
    EXPECT_EQ(text.find(other), std::string::npos);
  EXPECT_EQ(*read_parts("urgency, plan"), (std::vector<std::string>{"urgency", "plan"}));
  const auto wrong = read_parts("urgency,triage");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().text(),
            "\"triage\" is no part of an assessment; use some of: urgency, mechanism, localisation, differential, "
            "next_question, plan");
  EXPECT_EQ(wrong.error().fault(), Fault::usage);
}

TEST(WriteAssessment, says_until_when_and_whom_to_call) {
  struct Row {
    const char *json, *expected;
  };
  constexpr std::array rows = {
      // Nothing known: an appointment within 14 days, and no rule.
      Row{R"({"lumbar_case": 1, "as_of": "2026-11-21"})",
          R"("rule_level":null,"raised_by":"unanswered","deadline_hours":336,"valid_until":"2026-12-05T00:00:00","transport":"own_way","call":null)"},
      Row{R"({"lumbar_case": 1, "findings": {"high_fever": true}})",
          R"("rule_level":"within_24h","raised_by":"rules","deadline_hours":24,"valid_until":null,"transport":"driven","call":null)"},
      // All clear: valid until the review of the plan.
      Row{R"({"lumbar_case": 1, "as_of": "2026-11-21", "findings": {"fever": false, "foot_drop": false, "leg_numbness": false, "mrc_ankle_dorsiflexion": 5}})",
          R"("rule_level":null,"raised_by":"rules","deadline_hours":null,"valid_until":"2026-12-19T00:00:00","transport":"own_way","call":null)"},
      Row{R"({"lumbar_case": 1, "as_of": "2026-11-21", "person": {"age_years": 12}, "findings": {"fever": false, "foot_drop": false}})",
          R"("raised_by":"age","deadline_hours":336)"},
      Row{R"({"lumbar_case": 1, "country": "ZZ", "findings": {"foot_drop": true}})",
          R"("call":"your local emergency number")"},
  };
  for (const Row& row : rows) {
    const std::string text = written_for(row.json, {.parts = {"urgency"}, .pretty = false});
    EXPECT_NE(text.find(row.expected), std::string::npos) << row.json << "\n" << text;
  }
}

TEST(WriteAssessment, stays_json_whatever_a_name_or_number_holds) {
  Case person = case_of(emergency);
  person.warnings = {"quote \" backslash \\ line \n bell \x07 °"};
  Consultation consultation = consultation_of(person);
  consultation.differential.any_emergency = std::nan("");
  const std::string text = write_assessment(consultation, person, tiny_knowledge(), {.pretty = false});
  EXPECT_NE(text.find(R"("quote \" backslash \\ line \n bell \u0007 °")"), std::string::npos);
  EXPECT_NE(text.find(R"("any_emergency":null)"), std::string::npos);
}

TEST(WriteAssessment, indents_for_people) {
  const std::string text = written_for(emergency, {.parts = {"mechanism"}, .engine_version = "1"});
  EXPECT_EQ(text.substr(0, text.find("\"facts\"")),
            "{\n  \"lumbar_assessment\": 1,\n  \"mode\": \"public\",\n  \"engine\": \"1\",\n  ");
  EXPECT_NE(text.find("  \"warnings\": [],\n  \"ignored\": [\n    \"mystery\"\n  ]\n}\n"), std::string::npos);
}

TEST(Outcome, is_one_table) {
  struct Row {
    Fault fault;
    int exit_code, http_status;
    std::string_view fhir_issue;
  };
  constexpr std::array rows = {Row{Fault::input, 3, 400, "invalid"}, Row{Fault::facts, 4, 500, "exception"},
                               Row{Fault::usage, 2, 400, "required"}, Row{Fault::environment, 5, 503, "transient"},
                               Row{Fault::ours, 1, 500, "exception"}};
  for (const Row& row : rows) {
    const Outcome outcome = outcome_of(row.fault);
    EXPECT_EQ(outcome.exit_code, row.exit_code);
    EXPECT_EQ(outcome.http_status, row.http_status);
    EXPECT_EQ(outcome.fhir_issue, row.fhir_issue);
  }
  EXPECT_EQ(exit_code_of(Urgency::self_care), 10);
  EXPECT_EQ(exit_code_of(Urgency::appointment), 11);
  EXPECT_EQ(exit_code_of(Urgency::within_24h), 12);
  EXPECT_EQ(exit_code_of(Urgency::emergency_now), 13);
}

// --- The published schemas, by a validator that is not ours

// Validates each line of `lines` against a schema; the words of the validator where one does not fit, or does although
// it should not.
const std::vector<std::string> cases_that_fit = {
    R"({"lumbar_case": 1})",
    R"({"lumbar_case": 1, "as_of": "2026-11-21", "informant": "self", "locale": "en-GB", "country": "GB", "setting": "home", "person": {"age_years": 54, "sex": "female", "pregnant": false, "height_cm": 168, "mass_kg": {"value": 163, "unit": "lb"}}, "findings": {}})",
    R"({"lumbar_case": 1, "as_of": "2026-11-21", "findings": {"foot_drop": {"present": true, "side": "both", "onset": "2026-11-19", "tempo": "days", "trend": "worsening"}}})",
    R"({"lumbar_case": 1, "as_of": "2026-11-21", "findings": {"fever": {"present": true, "onset": "2026-11", "duration": {"value": 3, "unit": "d"}}}})",
    R"({"lumbar_case": 1, "findings": {"fever": "not_sure", "foot_drop": "left", "leg_numbness": {"left": true, "right": null}, "high_fever": null}})",
    R"({"lumbar_case": 1, "findings": {"mrc_ankle_dorsiflexion": {"left": "4-", "right": 5}, "reflex_achilles": "2+", "side_affected": "right"}})",
    R"({"lumbar_case": 1, "findings": {"temperature_c": {"value": 100.4, "unit": "[degF]"}, "symptom_duration": {"value": 5, "unit": "y"}, "bone_density_t_score": -2.5}})",
    R"({"lumbar_case": 1, "findings": {"fever": {"present": false, "side": "left"}, "leg_numbness": {"present": true, "onset": "3 weeks"}}})",
};

const std::vector<std::string> cases_that_do_not_fit = {
    R"({})",
    R"({"lumbar_case": 2})",
    R"({"lumbar_case": 1, "mood": "good"})",
    R"({"lumbar_case": 1, "country": "gb"})",
    R"({"lumbar_case": 1, "person": {"age": 54}})",
    R"({"lumbar_case": 1, "informant": "mum"})",
    R"({"lumbar_case": 1, "findings": {"fever": {"side": "left"}}})",
    R"({"lumbar_case": 1, "findings": {"fever": {"present": true, "onset": "yesterday"}}})",
    R"({"lumbar_case": 1, "findings": {"fever": {"present": true, "tempo": "fast"}}})",
    R"({"lumbar_case": 1, "findings": {"fever": {"present": false, "trend": "stable"}}})",
    R"({"lumbar_case": 1, "findings": {"fever": []}})",
};

TEST(Schema, case_schema_takes_what_the_reader_takes) {
  for (const std::string& json : cases_that_fit) {
    const auto person = read_case(json, tiny_knowledge(), {});
    EXPECT_TRUE(person) << json << ": " << person.error().text();
  }
  for (const std::string& json : cases_that_do_not_fit) EXPECT_FALSE(read_case(json, tiny_knowledge(), {})) << json;
  if (!has_validator()) GTEST_SKIP() << "python3-jsonschema is not installed";
  EXPECT_EQ(validated("case.schema.json", cases_that_fit, true), "");
  EXPECT_EQ(validated("case.schema.json", cases_that_do_not_fit, false), "");
}

// With the shipped facts, which have sites: a left foot drop with an upper motor neuron sign, and one without.
std::string written_with_a_place(std::string_view more = R"(, "babinski_sign": {"present": true, "side": "left"})") {
  const std::string json = R"({"lumbar_case": 1, "findings": {"low_back_pain": true, )"
                           R"("mrc_ankle_dorsiflexion": {"left": 3, "right": 5}, )"
                           R"("mrc_great_toe_extension": {"left": 3, "right": 5})" +
                           std::string(more) + "}}";
  const auto person = read_case(json, shipped_facts(), {});
  if (!person) return person.error().text();
  const auto made = consult(*person, shipped_facts());
  if (!made) return made.error().text();
  return write_assessment(*made, *person, shipped_facts(),
                          {.mode = Mode::clinician, .parts = {"localisation"}, .engine_version = "1", .pretty = false});
}

TEST(WriteAssessment, says_where_it_may_sit_and_what_to_examine_next) {
  const std::string drop = written_with_a_place("");
  for (const char* part :
       {R"("localisation":{"localises":true,"nothing":)", R"("site":"L5","next_root":null,"side":"left")",
        R"("label":"L5 nerve root","levels":"L5")", R"("for":[{"sign":"great_toe_extension","finding":"mrc_great_toe_)",
        R"("separates":{"sign":"hip_abduction","finding":"mrc_hip_abduction","bits":0.)", R"("above_lumbar":[])",
        R"("sacral":"not_examined")", R"("examine_next":[{"finding":")"}) {
    EXPECT_NE(drop.find(part), std::string::npos) << part << " in " << drop;
  }
  const std::string from_above = written_with_a_place();
  EXPECT_NE(from_above.find(R"("above_lumbar":["babinski_sign"])"), std::string::npos) << from_above;
}

TEST(Schema, assessment_schema_takes_what_the_writer_writes) {
  std::vector<std::string> assessments;
  for (const Mode mode : {Mode::in_public, Mode::clinician}) {
    assessments.push_back(written_for(emergency, {.mode = mode, .engine_version = "1", .pretty = false}));
    assessments.push_back(written_for(R"({"lumbar_case": 1})", {.mode = mode, .engine_version = "1", .pretty = false}));
    assessments.push_back(
        written_for(emergency, {.mode = mode, .parts = {"urgency"}, .engine_version = "1", .pretty = false}));
  }
  assessments.push_back(written_with_a_place());
  if (!has_validator()) GTEST_SKIP() << "python3-jsonschema is not installed";
  EXPECT_EQ(validated("assessment.schema.json", assessments, true), "");
  EXPECT_EQ(validated("assessment.schema.json",
                      {R"({"lumbar_assessment": 1})", R"({"lumbar_assessment": 1, "mode": "loud"})"}, false),
            "");
}

// Without a validator at least this: both are JSON, by the reader of cases, which finds nothing worse than a wrong kind
// of file.
TEST(Schema, schemas_are_json) {
  for (const char* name : {"case.schema.json", "assessment.schema.json"}) {
    std::ifstream file(std::string(LUMBAR_SOURCE_DIR "/schema/") + name);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto person = read_case(text, tiny_knowledge(), {});
    ASSERT_FALSE(person);
    EXPECT_EQ(person.error().text(), "lumbar_case › is missing; begin with \"lumbar_case\": 1") << name;
  }
}

}  // namespace
}  // namespace lumbar
