// SPDX-License-Identifier: Apache-2.0
// Questionnaires and their responses: asked, answered, filled in, taken apart; one question after the other.
#include "lumbar/doors/fhir/fhir_in_test.h"

namespace lumbar::fhir {
namespace {

std::string response(std::string_view items, std::string_view more = {}) {
  return R"({"resourceType":"QuestionnaireResponse","status":"completed","authored":"2026-11-21","item":[)" +
         std::string(items) + "]" + std::string(more) + "}";
}
std::string answered(std::string_view link_id, std::string_view value) {
  return R"({"linkId":")" + std::string(link_id) + R"(","answer":[{)" + std::string(value) + "}]}";
}
std::string word(std::string_view system, std::string_view code) {
  return R"("valueCoding":{"system":")" + std::string(system) + R"(","code":")" + std::string(code) + "\"}";
}
const std::string yes = word("http://terminology.hl7.org/CodeSystem/v2-0136", "Y");
const std::string no = word("http://terminology.hl7.org/CodeSystem/v2-0136", "N");
const std::string not_sure = word("http://terminology.hl7.org/CodeSystem/data-absent-reason", "asked-unknown");
const std::string in_vain = word("http://terminology.hl7.org/CodeSystem/data-absent-reason", "unknown");

std::size_t count_links(const Value& holder, std::set<std::string>& seen) {
  std::size_t count = 0;
  const Value* items = holder.find("item");
  if (items == nullptr) return 0;
  for (const Value& item : items->items()) {
    EXPECT_TRUE(seen.insert(item.text_at("linkId")).second) << item.text_at("linkId") << " stands twice";
    count += 1 + count_links(item, seen);
  }
  return count;
}

TEST(Questionnaire, asks_everything_that_the_safety_net_needs_and_each_thing_once) {
  for (const std::string_view id : {"lumbar", "lumbar-clinician"}) {
    std::set<std::string> seen;
    EXPECT_GT(count_links(write_questionnaire(id, shipped_facts()), seen), 300U);
    for (const SafetyItem& item : shipped_facts().safety_net()) {
      for (const FindingId finding : item.findings) {
        const Finding& facts = shipped_facts()[finding];
        const bool for_reader =
            facts.asked_of == AskedOf::patient || (id != "lumbar" && facts.asked_of == AskedOf::clinician);
        EXPECT_TRUE(!for_reader || seen.contains(facts.name)) << id << " does not ask for " << facts.name;
      }
    }
  }
  EXPECT_TRUE(write_questionnaire("none", shipped_facts()).empty());
}

TEST(QuestionnaireResponse, the_four_answers_are_kept_apart) {
  const ReadGiven read = given(response(answered("saddle_anaesthesia", yes) + "," + answered("fever", no) + "," +
                                        answered("urinary_retention", not_sure) + "," +
                                        answered("bowel_incontinence", in_vain) + R"(,{"linkId":"foot_drop"})"));
  ASSERT_TRUE(read.faults.empty()) << first_fault(read);
  EXPECT_EQ(presence_of(read, "saddle_anaesthesia"), Presence::present);
  EXPECT_EQ(presence_of(read, "fever"), Presence::absent);
  EXPECT_EQ(said(read, "urinary_retention")->saying, Saying::not_sure);
  EXPECT_EQ(said(read, "bowel_incontinence")->saying, Saying::unavailable);
  EXPECT_EQ(said(read, "foot_drop"), nullptr) << "no answer is not asked, never no";
}

TEST(QuestionnaireResponse, details_and_sides) {
  const ReadGiven read = given(response(
      R"({"linkId":"foot_drop","answer":[{)" + yes + R"(,"item":[)" +
      answered("foot_drop.side", word("urn:lumbar:answer", "left")) + "," +
      answered("foot_drop.age", R"("valueQuantity":{"value":2,"system":"http://unitsofmeasure.org","code":"wk"})") +
      "]}]}," + R"({"linkId":"mrc_ankle_dorsiflexion","item":[)" +
      answered("mrc_ankle_dorsiflexion.left", R"("valueDecimal":2)") + "]}"));
  ASSERT_TRUE(read.faults.empty()) << first_fault(read);
  EXPECT_EQ(said(read, "foot_drop")->side, Side::left);
  EXPECT_EQ(said(read, "foot_drop")->age_days, 14.0);
  EXPECT_EQ(said(read, "mrc_ankle_dorsiflexion")->number.left, 2.0);
  EXPECT_FALSE(said(read, "mrc_ankle_dorsiflexion")->number.right) << "a missing side is unknown, never normal";
}

TEST(QuestionnaireResponse, refused_with_the_path_to_the_fault) {
  struct Row {
    std::string body, path;
  };
  const std::string first = "QuestionnaireResponse.item[0]";
  const std::array rows = {
      Row{response(answered("soup", yes)), first + ".linkId"},
      Row{response(R"({"answer":[]})"), first + ".linkId"},
      Row{response(answered("fever", R"("valueString":"yes")")), first + ".answer[0].value"},
      Row{response(answered("fever", word("http://elsewhere", "Y"))), first + ".answer[0].value"},
      Row{response(answered("age_years", R"("valueString":"54")")), first + ".answer[0].value"},
      Row{response(answered("age_years", R"("valueDecimal":540)")), first + ".answer[0].value"},
      Row{response(R"({"linkId":"fever","answer":[{}]})"), first + ".answer[0].value"},
      Row{response(R"({"linkId":"fever","answer":[{)" + yes + "},{" + no + "}]}"), first + ".answer[1]"},
      Row{response(answered("fever", yes) + "," + answered("fever", no)), "QuestionnaireResponse.item[1].linkId"},
      Row{response(answered("q/A1", yes)), first + ".answer"},
      Row{R"({"resourceType":"QuestionnaireResponse","status":"entered-in-error"})", "QuestionnaireResponse.status"},
      Row{R"({"resourceType":"QuestionnaireResponse"})", "QuestionnaireResponse.status"},
      Row{response("", R"(,"questionnaire":"http://other.example/q")"), "QuestionnaireResponse.questionnaire"},
  };
  for (const Row& row : rows) {
    const ReadGiven read = given(row.body);
    ASSERT_FALSE(read.faults.empty()) << row.body;
    EXPECT_EQ(place_of(read.faults.front()).path, row.path) << read.faults.front().text();
  }
}

TEST(QuestionnaireResponse, lenient_handling_passes_over_what_is_odd_and_keeps_the_rest) {
  const ReadGiven read = given(response(answered("soup", yes) + "," + answered("saddle_anaesthesia", yes)), true);
  EXPECT_TRUE(read.faults.empty()) << first_fault(read);
  EXPECT_EQ(presence_of(read, "saddle_anaesthesia"), Presence::present);
  EXPECT_EQ(read.given.passed_over.size(), 1U);
}

// What $populate writes, the reader reads back as it was.
TEST(Populate, a_filled_response_says_the_same_again) {
  const ReadGiven first =
      given(response(answered("saddle_anaesthesia", yes) + "," + answered("fever", no) + "," +
                     answered("urinary_retention", not_sure) + "," + answered("age_years", R"("valueDecimal":54)")));
  ASSERT_TRUE(first.faults.empty()) << first_fault(first);
  const Value filled = write_response(first.given, Mode::in_public, "lumbar", shipped_facts());
  const ReadGiven again = given(json::write_value(filled, false));
  ASSERT_TRUE(again.faults.empty()) << first_fault(again);
  EXPECT_EQ(again.given.person.statements, first.given.person.statements);
}

// What $extract writes, read back as evidence, says the same again.
TEST(Extract, observations_say_the_same_again) {
  const ReadGiven first = given(response(
      answered("saddle_anaesthesia", yes) + "," + answered("fever", no) + "," +
      answered("age_years", R"("valueDecimal":54)") + "," + answered("urinary_retention", not_sure) + "," +
      answered("foot_drop", word("urn:lumbar:answer", "left")) + R"(,{"linkId":"mrc_knee_extension","item":[)" +
      answered("mrc_knee_extension.right", R"("valueDecimal":4)") + "]}"));
  ASSERT_TRUE(first.faults.empty()) << first_fault(first);
  const ReadGiven again = given(json::write_value(write_observations(first.given, shipped_facts()), false));
  ASSERT_TRUE(again.faults.empty()) << first_fault(again);
  EXPECT_EQ(again.given.person.statements, first.given.person.statements);
}

TEST(NextQuestion, asks_on_until_an_emergency_is_said) {
  const Interviewer interviewer(shipped_facts(), Setting::home);
  ReadOptions options = on_a_day();
  options.default_setting = Setting::home;
  std::string body = R"({"resourceType":"QuestionnaireResponse","status":"in-progress","authored":"2026-11-21"})";
  const AdaptiveIn begun = read_adaptive(body, shipped_facts(), options);
  ASSERT_TRUE(begun.faults.empty());
  const auto first = interviewer.next(begun.state, {});
  ASSERT_TRUE(first);
  const Value asked = write_adaptive(begun, *first, Mode::in_public, shipped_facts());
  EXPECT_EQ(asked.text_at("status"), "in-progress");
  const Value& form = asked.find("contained")->items().front();
  ASSERT_FALSE(form.find("item")->items().empty());

  body = R"({"resourceType":"QuestionnaireResponse","status":"in-progress","authored":"2026-11-21","item":[
      {"linkId":"q/A1","item":[{"linkId":"soup"}]}]})";
  EXPECT_FALSE(read_adaptive(body, shipped_facts(), options).faults.empty());
  EXPECT_FALSE(read_adaptive(response(""), shipped_facts(), options).faults.empty()) << "it is completed";
}

}  // namespace
}  // namespace lumbar::fhir
