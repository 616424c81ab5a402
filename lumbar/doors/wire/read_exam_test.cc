// SPDX-License-Identifier: Apache-2.0
// Sheets of ISNCSCI in and results out: what is refused, with which words, and the published schemas.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "lumbar/base/text.h"
#include "lumbar/doors/wire/schema_in_test.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

std::string column(isncsci::Column which, const std::string& score) {
  std::string text;
  for (isncsci::Segment segment = isncsci::c2; segment <= isncsci::s4_5; ++segment) {
    if ((isncsci::cells_of(which) & isncsci::bit(segment)) == 0) continue;
    text += (text.empty() ? "{\"" : ", \"") + std::string(isncsci::segment_names[segment]) + "\": \"" + score + "\"";
  }
  return text + "}";
}

std::string side(const std::string& motor = "5", const std::string& sensation = "2") {
  return "{\"motor\": " + column(isncsci::Column::motor, motor) +
         ", \"light_touch\": " + column(isncsci::Column::light_touch, sensation) +
         ", \"pin_prick\": " + column(isncsci::Column::pin_prick, sensation) + ", \"lowest_non_key_muscle\": null}";
}

std::string sheet(const std::string& right = side(), const std::string& left = side()) {
  return "{\"right\": " + right + ", \"left\": " + left +
         ", \"voluntary_anal_contraction\": \"Yes\", \"deep_anal_pressure\": \"NT\"}";
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto place = text.find(what);
  EXPECT_NE(place, std::string::npos) << what;
  return place == std::string::npos ? text : text.replace(place, what.size(), by);
}

std::string faults_of(const ReadExam& read) {
  std::string all;
  for (const Error& fault : read.faults) all += fault.text() + "\n";
  return all;
}

TEST(ReadExam, every_cell_arrives_in_its_place) {
  const auto read = read_exam(replaced(
      replaced(replaced(sheet(side(), side("4**", "NT*")), "\"T4\": \"2\"", "\"T4\": \"1*\""), "null", "\"L3\""),
      "{\"right\"", "{\"id\": \"ward 7\", \"right\""));
  EXPECT_EQ(faults_of(read), "");
  EXPECT_EQ(read.id, "ward 7");
  const isncsci::ExamSide &right = read.exam[isncsci::Flank::right], &left = read.exam[isncsci::Flank::left];
  for (const auto column : isncsci::columns) {
    for (isncsci::Segment segment = isncsci::c2; segment <= isncsci::s4_5; ++segment) {
      if ((isncsci::cells_of(column) & isncsci::bit(segment)) == 0) continue;
      const bool motor = column == isncsci::Column::motor;
      const bool changed = column == isncsci::Column::light_touch && isncsci::segment_names[segment] == "T4";
      EXPECT_EQ(isncsci::written(right[column].at(segment)), changed ? "1*" : motor ? "5" : "2");
      EXPECT_EQ(isncsci::written(left[column].at(segment)), motor ? "4**" : "NT*");
    }
  }
  EXPECT_EQ(right.lowest_non_key_muscle, *isncsci::segment_named("L3"));
  EXPECT_EQ(left.lowest_non_key_muscle, isncsci::c1);
  EXPECT_EQ(read.exam.voluntary_anal_contraction, isncsci::Observation::yes);
  EXPECT_EQ(read.exam.deep_anal_pressure, isncsci::Observation::not_testable);
}

TEST(ReadExam, each_fault_names_its_cell_and_what_is_allowed) {
  struct Row {
    std::string text;
    const char* says;
  };
  const std::string whole = sheet();
  const std::vector<Row> rows = {
      {replaced(whole, "\"C5\": \"5\"", "\"C5\": \"6\""), "right.motor.C5 › \"6\" is no score; allowed: 0 to 5, NT"},
      {replaced(whole, "\"C5\": \"5\"", "\"C5\": \"NT 3\""),
       "right.motor.C5 › \"NT 3\" says both not testable and a grade"},
      {replaced(whole, "\"C5\": \"5\"", "\"C5\": [\"NT\", \"3\"]"),
       "right.motor.C5 › is a list; a cell holds one score"},
      {replaced(whole, "\"C5\": \"5\"", "\"C5\": 5"), "right.motor.C5 › 5 is a number; a score is a text: \"5\""},
      {replaced(whole, "\"C5\": \"5\"", "\"C5\": null"),
       "right.motor.C5 › null is no text; what could not be tested is \"NT\""},
      {replaced(whole, "\"C5\": \"5\", ", ""), "right.motor.C5 › is missing; what could not be tested is \"NT\""},
      {replaced(whole, "\"C5\": \"5\"", "\"C4\": \"5\""),
       "right.motor.C4 › has no key muscle; allowed: C5 to T1 and L2 to S1"},
      {replaced(whole, "\"C2\": \"2\"", "\"C1\": \"2\""), "right.light_touch.C1 › is no dermatome; allowed: C2 to C8"},
      {replaced(whole, "\"T8\": \"2\"", "\"T8\": \"3\""),
       "right.light_touch.T8 › \"3\" is above the highest grade; allowed: 0 to 2"},
      {replaced(whole, "\"T8\": \"2\"", "\"T8\": \"2*\""),
       "right.light_touch.T8 › \"2*\" is normal and cannot be tagged"},
      {replaced(whole, "\"T8\": \"2\"", "\"T8\": \"2\", \"T8\": \"2\""), "right.light_touch.T8 › stands twice"},
      {replaced(whole, "\"light_touch\"", "\"lightTouch\""),
       "right.lightTouch › is no key here; perhaps \"light_touch\""},
      {replaced(whole, "\"light_touch\"", "\"lightTouch\""), "right.light_touch › is missing"},
      {replaced(whole, "{\"right\"", "{\"motor\": {}, \"right\""), "motor › stands outside a side"},
      {replaced(whole, "{\"motor\"", "{\"left\": {}, \"motor\""), "right.left › is a side inside a side"},
      {replaced(whole, "{\"C5\"", "{\"right\": {}, \"C5\""), "right.motor.right › is a side inside a column"},
      {replaced(whole, "\"left\"", "\"links\""), "left › is missing"},
      {replaced(whole, "null", "\"T5\""), "right.lowest_non_key_muscle › \"T5\" is no segment of the arms or legs"},
      {replaced(whole, "null", "3"), "right.lowest_non_key_muscle › 3 is no text; allowed: null"},
      {replaced(whole, "\"Yes\"", "true"),
       "voluntary_anal_contraction › true is no text; allowed: \"Yes\", \"No\", \"NT\""},
      {replaced(whole, "\"Yes\"", "\"yes\""), "voluntary_anal_contraction › \"yes\" is no observation"},
      {"{\"right\": [], \"left\": 1}", "right › a list is no side"},
      {"[]", "a list is no examination"},
      {"{\"right\": {", "the text ends before the sheet does"},
      {"", "expected a sheet"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.says);
    const auto read = read_exam(row.text);
    ASSERT_FALSE(read.faults.empty());
    EXPECT_NE(faults_of(read).find(row.says), std::string::npos) << faults_of(read);
    for (const Error& fault : read.faults) EXPECT_EQ(fault.fault(), Fault::input);
  }
}

TEST(ReadExam, all_faults_of_a_sheet_are_told_at_once) {
  const auto read = read_exam("{\"right\": " + side("9") + "}");
  EXPECT_EQ(read.faults.size(), 13U) << faults_of(read);  // ten muscles, the left side and two observations
}

struct Table {
  std::string header, row;
};

Table table_of(const std::string& score = "0") {
  Table table{"id", "\"bed 4, window\""};
  for (const char* side : {"right", "left"}) {
    for (const char* which : {"motor", "light_touch", "pin_prick"}) {
      const auto cells = std::string(which) == "motor" ? isncsci::key_muscles : isncsci::dermatomes;
      for (isncsci::Segment segment = isncsci::c2; segment <= isncsci::s4_5; ++segment) {
        if ((cells & isncsci::bit(segment)) == 0) continue;
        table.header += std::string(",") + side + "_" + which + "_" + std::string(isncsci::segment_names[segment]);
        table.row += "," + score;
      }
    }
  }
  table.header += ",left_lowest_non_key_muscle,deep_anal_pressure,voluntary_anal_contraction";
  table.row += ",S1,No,Yes";
  return table;
}

TEST(ReadExam, a_row_of_a_table_is_a_sheet) {
  const Table table = table_of("1");
  std::vector<Error> faults;
  const auto columns = ExamTable::of_header("\xEF\xBB\xBF" + table.header, faults);
  ASSERT_TRUE(faults.empty()) << faults.front().text();
  const auto read = columns.read_row(table.row);
  EXPECT_EQ(faults_of(read), "");
  EXPECT_EQ(read.id, "bed 4, window");
  EXPECT_EQ(isncsci::written(read.exam[isncsci::Flank::left][isncsci::Column::pin_prick].at(isncsci::s4_5)), "1");
  EXPECT_EQ(read.exam[isncsci::Flank::left].lowest_non_key_muscle, isncsci::s1);
  EXPECT_EQ(read.exam[isncsci::Flank::right].lowest_non_key_muscle, isncsci::c1);
  EXPECT_EQ(read.exam.voluntary_anal_contraction, isncsci::Observation::yes);
  EXPECT_EQ(read.exam.deep_anal_pressure, isncsci::Observation::no);
}

TEST(ReadExam, a_table_is_refused_by_column_and_by_cell) {
  const Table table = table_of("2");
  const auto header_faults = [](const std::string& header) {
    std::vector<Error> faults;
    static_cast<void>(ExamTable::of_header(header, faults));
    std::string all;
    for (const Error& fault : faults) all += fault.text() + "\n";
    return all;
  };
  EXPECT_NE(header_faults(replaced(table.header, ",left_motor_C5", "")).find("column left_motor_C5 › is missing"),
            std::string::npos);
  EXPECT_NE(header_faults(table.header + ",right_motor_C5").find("column right_motor_C5 › stands twice"),
            std::string::npos);
  EXPECT_NE(header_faults(table.header + ",right_motor_C4")
                .find("column \"right_motor_C4\" › is no column of this table; perhaps right_motor_C"),
            std::string::npos);
  std::vector<Error> none;
  const auto columns = ExamTable::of_header(table.header, none);
  EXPECT_NE(faults_of(columns.read_row(replaced(table.row, ",2", ",7"))).find("right_motor_C5 › \"7\" is no score"),
            std::string::npos);
  EXPECT_NE(faults_of(columns.read_row(table.row + ",2")).find("has 137 cells; the first line names 136"),
            std::string::npos);
  EXPECT_NE(faults_of(columns.read_row(replaced(table.row, ",No,", ",,")))
                .find("deep_anal_pressure › \"\" is no observation"),
            std::string::npos);
}

// --- The published schemas, by a validator that is not ours

TEST(ReadExam, the_schemas_say_what_the_reader_and_the_writer_do) {
  if (!has_validator()) GTEST_SKIP() << "python3-jsonschema is not installed";
  const std::string whole = sheet();
  const std::vector<std::string> fit = {whole, sheet(side("NT**", "1*"), side("0", "NT")),
                                        replaced(whole, "null", "\"C5\""),
                                        replaced(whole, ", \"lowest_non_key_muscle\": null", "")};
  const std::vector<std::string> fail = {replaced(whole, "\"C5\": \"5\"", "\"C5\": \"5*\""),
                                         replaced(whole, "\"C5\": \"5\", ", ""),
                                         replaced(whole, "\"C5\": \"5\"", "\"C5\": 5"),
                                         replaced(whole, "\"S4_5\"", "\"S4-5\""),
                                         replaced(whole, "null", "\"T2\""),
                                         replaced(whole, "\"NT\"", "\"nt\""),
                                         "{}"};
  EXPECT_EQ(validated("isncsci_exam.schema.json", fit, true), "");
  EXPECT_EQ(validated("isncsci_exam.schema.json", fail, false), "");
  for (const std::string& text : fit) EXPECT_EQ(faults_of(read_exam(text)), "") << text;
  for (const std::string& text : fail) EXPECT_NE(faults_of(read_exam(text)), "") << text;

  std::vector<std::string> results;
  for (const std::string& text : fit) {
    const auto read = read_exam(text);
    const auto found = isncsci::classify(read.exam);
    results.push_back(write_exam_result(read, found, {.pretty = false}));
    results.push_back(write_exam_result(read, found, {.pretty = false, .line = 3, .explanation = {{"a", "b", "c"}}}));
  }
  results.push_back(write_exam_faults(read_exam(fail.front()), 7));
  EXPECT_EQ(validated("isncsci_result.schema.json", results, true), "");
  EXPECT_EQ(validated("isncsci_result.schema.json",
                      {"{\"lumbar_isncsci\": 1}", "{\"lumbar_isncsci\": 1, \"line\": 1, \"errors\": []}"}, false),
            "");
}

}  // namespace
}  // namespace lumbar
