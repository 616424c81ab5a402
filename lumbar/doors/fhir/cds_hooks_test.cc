// SPDX-License-Identifier: Apache-2.0
// CDS Hooks: calls as values. What a socket adds is tested by tools/check_server.
#include "lumbar/base/text.h"
#include "lumbar/doors/fhir/fhir_in_test.h"

namespace lumbar::fhir {
namespace {

constexpr std::string_view patient =
    R"("patient":{"resourceType":"Patient","id":"7","gender":"female","birthDate":"1980-05-01"})";
constexpr std::string_view nothing_else = R"("observations":null)";

std::string bundle(std::string_view resource) {
  return R"({"resourceType":"Bundle","type":"searchset","entry":[{"resource":)" + std::string(resource) + "}]}";
}

std::string call(std::string_view hook, std::string_view prefetch, std::string_view context = {}) {
  return R"({"hook":")" + std::string(hook) +
         R"(","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":"Practitioner/1","patientId":"7")" +
         std::string(context) + R"(},"prefetch":{)" + std::string(prefetch) + "}}";
}

std::string record(std::string_view conditions) {
  return std::string(patient) + "," + std::string(nothing_else) + R"(,"conditions":)" + bundle(conditions);
}

const std::string mri_order =
    R"(,"draftOrders":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"ServiceRequest","id":"o1",
    "status":"draft","intent":"order","subject":{"reference":"Patient/7"},
    "code":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"72148"}]}}}]})";

Value cards_of(std::string_view service, const std::string& body) {
  const CdsCall read = read_call(service, body, shipped_facts(), on_a_day());
  EXPECT_TRUE(read.faults.empty()) << (read.faults.empty() ? "" : read.faults.front().text());
  EXPECT_TRUE(read.missing.empty());
  const auto found = consult(read.given.person, shipped_facts(), IntervalsBy::nothing);
  if (!found) throw std::runtime_error(found.error().text());
  const Value answer = write_cards(
      read,
      {.consultation = *found, .person = read.given.person, .subject = read.given.subject, .engine_version = "test"},
      shipped_facts());
  return *answer.find("cards");
}

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

TEST(CdsHooks, offers_four_services_with_prefetch) {
  const Value list = *write_services(shipped_facts()).find("services");
  ASSERT_EQ(list.items().size(), 4U);
  for (const Value& one : list.items()) {
    for (const char* field : {"hook", "id", "description"}) EXPECT_FALSE(one.text_at(field).empty());
    EXPECT_EQ(one.find("prefetch")->text_at("patient"), "Patient/{{context.patientId}}");
  }
}

TEST(CdsHooks, an_emergency_is_critical_and_says_why) {
  const Value cards = cards_of("lumbar-patient-view", call("patient-view", record(condition(retention))));
  ASSERT_FALSE(cards.items().empty());
  const Value& card = cards.items().front();
  EXPECT_EQ(card.text_at("indicator"), "critical");
  EXPECT_LT(characters(card.text_at("summary")), 140U);
  EXPECT_FALSE(card.find("source")->text_at("label").empty());
  EXPECT_FALSE(card.find("overrideReasons")->items().empty());
  ASSERT_NE(card.find("suggestions"), nullptr);
  EXPECT_EQ(card.text_at("selectionBehavior"), "any");
  EXPECT_EQ(card.find("suggestions")->items().front().find("actions")->items().front().text_at("type"), "create");
}

TEST(CdsHooks, open_questions_are_told_and_nobody_is_reassured) {
  const Value cards = cards_of("lumbar-encounter-start", call("encounter-start", record(condition(back_pain))));
  ASSERT_EQ(cards.items().size(), 2U);
  EXPECT_NE(cards.items().back().text_at("summary").find("not answered"), std::string::npos);
}

TEST(CdsHooks, nothing_to_say_is_no_card) {
  const Value cards = cards_of("lumbar-patient-view", call("patient-view", record(condition(had_cancer))));
  EXPECT_TRUE(cards.items().empty());
  EXPECT_TRUE(cards.is(json::Kind::list)) << "an empty list, not nothing";
}

TEST(CdsHooks, back_imaging_before_six_weeks) {
  struct Row {
    std::string_view onset, indicator;
  };
  for (const Row& row : {Row{"2026-11-07", "warning"}, Row{"2026-05-01", ""}, Row{"", "info"}}) {
    const std::string since = row.onset.empty() ? "" : R"("onsetDateTime":")" + std::string(row.onset) + "\"";
    for (const auto& [service, hook] :
         {std::pair{"lumbar-order-sign", "order-sign"}, std::pair{"lumbar-order-select", "order-select"}}) {
      const Value cards = cards_of(service, call(hook, record(condition(back_pain, since)), mri_order));
      ASSERT_EQ(cards.items().size(), row.indicator.empty() ? 0U : 1U) << row.onset;
      if (row.indicator.empty()) continue;
      EXPECT_EQ(cards.items().front().text_at("indicator"), row.indicator);
      EXPECT_LT(characters(cards.items().front().text_at("summary")), 140U);
      EXPECT_EQ(cards.items().front().find("suggestions"), nullptr) << "questions are open: no order is taken back";
    }
  }
}

TEST(CdsHooks, with_a_red_flag_nothing_speaks_against_a_picture) {
  const Value cards = cards_of("lumbar-order-sign", call("order-sign", record(condition(retention)), mri_order));
  ASSERT_EQ(cards.items().size(), 1U);
  EXPECT_EQ(cards.items().front().text_at("indicator"), "critical");
}

TEST(CdsHooks, another_order_gets_no_card) {
  std::string other = mri_order;
  other.replace(other.find("72148"), 5, "99999");
  EXPECT_TRUE(cards_of("lumbar-order-sign", call("order-sign", record(condition(back_pain)), other)).items().empty());
  const std::string unselected = mri_order + R"(,"selections":["ServiceRequest/o2"])";
  EXPECT_TRUE(
      cards_of("lumbar-order-select", call("order-select", record(condition(back_pain)), unselected)).items().empty());
}

TEST(CdsHooks, missing_prefetch_is_missing_and_no_error_of_the_call) {
  const CdsCall read =
      read_call("lumbar-patient-view", call("patient-view", std::string(patient)), shipped_facts(), on_a_day());
  EXPECT_TRUE(read.faults.empty());
  EXPECT_EQ(read.missing.size(), 2U);
  const CdsCall failed =
      read_call("lumbar-patient-view", call("patient-view", R"("patient":null,"conditions":null,"observations":null)"),
                shipped_facts(), on_a_day());
  EXPECT_EQ(failed.missing.size(), 1U);
}

TEST(CdsHooks, a_faulty_call_is_refused_with_its_path) {
  struct Row {
    std::string body, path;
  };
  std::string no_instance = call("patient-view", record(condition(back_pain)));
  no_instance.replace(no_instance.find("d1577c69"), 8, "zzzzzzzz");
  std::string other_patient = call("patient-view", record(condition(back_pain)));
  other_patient.replace(other_patient.find(R"("id":"7")"), 8, R"("id":"8")");
  const std::array rows = {
      Row{"[]", ""},
      Row{"{", "line 1, column 2"},
      Row{call("order-sign", ""), "hook"},
      Row{no_instance, "hookInstance"},
      Row{other_patient, "prefetch.patient.id"},
      Row{R"({"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"})", "context"}};
  for (const Row& row : rows) {
    const CdsCall read = read_call("lumbar-patient-view", row.body, shipped_facts(), on_a_day());
    ASSERT_EQ(read.faults.size(), 1U) << row.body;
    EXPECT_EQ(place_of(read.faults.front()).path, row.path) << read.faults.front().text();
  }
  EXPECT_TRUE(read_call("none", "{}", shipped_facts(), on_a_day()).no_service);
}

}  // namespace
}  // namespace lumbar::fhir
