// SPDX-License-Identifier: Apache-2.0
// The worked cases of vignettes/worked.toml on the real facts: the level, the level of the rules alone, and whether it
// is provisional.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "lumbar/base/text.h"
#include "lumbar/base/units.h"
#include "lumbar/clinic/triage/triage.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

namespace json = boost::json;

Knowledge loaded(Policy policy) {
  auto knowledge = unpacked_facts(policy);
  if (!knowledge) throw std::runtime_error(knowledge.error().text());
  return *std::move(knowledge);
}

const Knowledge& facts(Policy policy) {
  static const Knowledge standard = loaded(Policy::standard), literal = loaded(Policy::literal);
  return policy == Policy::literal ? literal : standard;
}

double number_of(const json::value& value) { return value.to_number<double>(); }

double days_of(const json::object& length) {
  return number_of(length.at("value")) * days_in(std::string_view(length.at("unit").as_string())).value();
}

// The few forms of a statement that worked cases use; the reader of real cases is doors/wire.
Statement statement_of(FindingId id, const json::value& said, const Knowledge& knowledge) {
  Statement statement;
  statement.finding = id;
  const logic::VariableInfo& info = knowledge.language().variables[id.row()];
  if (said.is_bool()) {
    statement.present = presence(said.as_bool());
  } else if (said.is_number()) {
    statement.number.bare = number_of(said);
  } else if (said.is_string()) {
    const std::string_view word = said.as_string();
    const auto choice = std::find(info.choices.begin(), info.choices.end(), word);
    if (word == "unavailable" || word == "not_sure") {
      statement.saying = word == "not_sure" ? Saying::not_sure : Saying::unavailable;
    } else if (choice != info.choices.end()) {
      statement.choice.bare = static_cast<std::uint8_t>(choice - info.choices.begin());
    } else {
      throw std::runtime_error(info.name + ": " + std::string(word));
    }
  } else {
    const json::object& parts = said.as_object();
    const auto text = [&](const char* key) {
      return parts.contains(key) ? std::string_view(parts.at(key).as_string()) : std::string_view();
    };
    if (info.type == logic::Type::duration) statement.number.bare = days_of(parts);
    if (parts.contains("present")) statement.present = presence(parts.at("present").as_bool());
    if (parts.contains("duration")) statement.age_days = days_of(parts.at("duration").as_object());
    if (parts.contains("side")) statement.side = from_word<Side>(text("side")).value();
    if (parts.contains("tempo")) statement.tempo = from_word<Tempo>(text("tempo")).value();
    if (parts.contains("trend")) statement.trend = from_word<Trend>(text("trend")).value();
    if (parts.contains("left")) statement.number.left = number_of(parts.at("left"));
    if (parts.contains("right")) statement.number.right = number_of(parts.at("right"));
  }
  return statement;
}

// "item 1 2 3": false answers each yes-or-no finding of those items, unless the case speaks of it itself; "item all",
// of every item.
void answer_items(std::string_view name, const json::value& answer, const Knowledge& knowledge,
                  json::object& findings) {
  const auto numbers = split(name.substr(5), ' ');
  for (const SafetyItem& item : knowledge.safety_net()) {
    const bool meant = std::any_of(numbers.begin(), numbers.end(), [&](std::string_view one) {
      return one == "all" || one == std::to_string(item.order);
    });
    if (!meant) continue;
    for (const FindingId id : item.findings) {
      if (knowledge.language().variables[id.row()].type == logic::Type::boolean)
        findings.emplace(knowledge[id].name, answer);
    }
  }
}

Case case_of(const json::object& given, const Knowledge& knowledge) {
  json::object findings;
  for (const auto& [name, said] : given) {
    if (!name.starts_with("item ")) findings.emplace(name, said);
  }
  for (const auto& [name, said] : given) {
    if (name.starts_with("item ")) answer_items(name, said, knowledge, findings);
  }
  Case person;
  for (const auto& [name, said] : findings) {
    const auto id = knowledge.finding(name);
    if (!id) throw std::runtime_error("no finding " + std::string(name));
    if (!said.is_null()) person.statements.push_back(statement_of(*id, said, knowledge));
  }
  return person;
}

std::vector<Record> examples() {
  std::ifstream file(LUMBAR_SOURCE_DIR "/vignettes/worked.toml");
  std::stringstream text;
  text << file.rdbuf();
  const std::string owned = text.str();
  Tables tables;
  const auto complaint = read_tables({"worked.toml", owned}, tables);
  EXPECT_FALSE(complaint) << complaint->text();
  return tables["example"];
}

TEST(Worked, every_example_gets_its_level) {
  const auto rows = examples();
  EXPECT_GE(rows.size(), 43U) << "the worked cases of the evidence are all here";
  for (const Record& row : rows) {
    SCOPED_TRACE(row.text("id") + ": " + row.text("words"));
    const Knowledge& knowledge = facts(row.text("policy") == "literal" ? Policy::literal : Policy::standard);
    const auto findings = gather_findings(case_of(json::parse(row.text("findings")).as_object(), knowledge), knowledge);
    ASSERT_TRUE(findings) << findings.error().text();
    const Triage triage = assess_urgency(*findings, knowledge);
    EXPECT_EQ(word_of(triage.level), row.text("expected_level"));
    EXPECT_EQ(triage.rule_level ? word_of(*triage.rule_level) : "none", row.text("expected_rule_level"));
    EXPECT_EQ(triage.provisional, row.flag("expected_provisional"));
    EXPECT_TRUE(triage.level != Urgency::emergency_now || triage.transport != Transport::own_way);
    for (const RaisedRule& one : triage.raised) EXPECT_FALSE(one.because.empty()) << knowledge[one.rule].name;
    for (const OpenRule& one : triage.open) EXPECT_GT(one.could_raise_to, triage.level);
  }
}

Triage triage_of(const char* text, Policy policy = Policy::standard) {
  const Knowledge& knowledge = facts(policy);
  const auto findings = gather_findings(case_of(json::parse(text).as_object(), knowledge), knowledge);
  EXPECT_TRUE(findings) << findings.error().text();
  return assess_urgency(*findings, knowledge);
}

TEST(Worked, five_years_of_back_pain_and_a_foot_drop_of_unknown_age_is_an_emergency) {
  const Triage fresh =
      triage_of(R"({"low_back_pain": true, "symptom_duration": {"value": 5, "unit": "y"}, "foot_drop": true})");
  EXPECT_EQ(fresh.level, Urgency::emergency_now);
  EXPECT_EQ(fresh.deadline_hours, 0);
  EXPECT_NE(fresh.transport, Transport::own_way);
  const Triage old = triage_of(R"({"low_back_pain": true, "symptom_duration": {"value": 5, "unit": "y"},
                                   "foot_drop": {"present": true, "duration": {"value": 5, "unit": "y"}, "trend": "stable"}})");
  EXPECT_LT(old.level, Urgency::emergency_now) << "until someone says otherwise";
}

// An old weakness may be lowered to an appointment once its guard is answered part by part (X16). Naming the guard
// itself answered none of them and lowered it all the same, until guards were no longer taken on anybody's word.
TEST(Worked, a_guard_that_is_merely_claimed_lowers_nothing) {
  const Knowledge& knowledge = facts(Policy::standard);
  Case claimed = case_of(
      json::parse(R"({"leg_motor_weakness": {"present": true, "side": "left", "duration": {"value": 3, "unit": "y"},
      "trend": "stable"}, "assessed_since_onset": true, "no_group_a": true, "no_cancer_fever_trauma": true})")
          .as_object(),
      knowledge);
  const auto refused = gather_findings(claimed, knowledge);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().text().find("cannot be stated"), std::string::npos) << refused.error().text();
  claimed.lenient = true;
  const auto findings = gather_findings(claimed, knowledge);
  ASSERT_TRUE(findings);
  EXPECT_GE(assess_urgency(*findings, knowledge).level, Urgency::within_24h);
}

TEST(Worked, the_literal_policy_never_lowers_a_level) {
  for (const Record& row : examples()) {
    const std::string text = row.text("findings");
    EXPECT_GE(triage_of(text.c_str(), Policy::literal).level, triage_of(text.c_str()).level) << row.text("id");
  }
}

}  // namespace
}  // namespace lumbar
