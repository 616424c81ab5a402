// SPDX-License-Identifier: Apache-2.0
// `lumbar isncsci` as a clinician and a script meet it.
#include "lumbar/base/text.h"
#include "lumbar/doors/cli/run_in_test.h"

namespace lumbar {
namespace {

using IsncsciCommand = InFolder;

const std::vector<std::string> muscles = {"C5", "C6", "C7", "C8", "T1", "L2", "L3", "L4", "L5", "S1"};
const std::vector<std::string> skin = {"C2", "C3", "C4", "C5", "C6", "C7", "C8",  "T1",  "T2",  "T3",
                                       "T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11", "T12", "L1",
                                       "L2", "L3", "L4", "L5", "S1", "S2", "S3",  "S4_5"};

// A column from its changes: "C2 2 T4 1" is 2 down to T3 and 1 from T4 on.
std::string column(const std::vector<std::string>& segments, const std::string& changes) {
  const auto words = split(changes, ' ');
  std::string text, score;
  for (const std::string& segment : segments) {
    for (std::size_t i = 0; i + 1 < words.size(); i += 2)
      if (words[i] == segment) score = words[i + 1];
    text += (text.empty() ? "{\"" : ",\"") + segment + "\":\"" + score + "\"";
  }
  return text + "}";
}

std::string side(const std::string& motor, const std::string& touch, const std::string& prick) {
  return "{\"motor\":" + column(muscles, motor) + ",\"light_touch\":" + column(skin, touch) +
         ",\"pin_prick\":" + column(skin, prick) + ",\"lowest_non_key_muscle\":null}";
}

std::string sheet(const std::string& right, const std::string& left, const char* contraction, const char* pressure) {
  return "{\"right\":" + right + ",\"left\":" + left + ",\"voluntary_anal_contraction\":\"" + contraction +
         "\",\"deep_anal_pressure\":\"" + pressure + "\"}";
}

const std::string open_sheet =
    sheet(side("C5 5 C6 NT C7 4 C8 0", "C2 2 C6 NT C7 2 C8 1 T2 0 S4_5 NT", "C2 2 C7 1 T1 0"),
          side("C5 5 C6 4** C7 5 C8 3 T1 1 L2 0 L4 1 L5 0", "C2 2 T1 1 T3 0", "C2 2 T1 0"), "NT", "No");
const std::string normal_sheet = sheet(side("C5 5", "C2 2", "C2 2"), side("C5 5", "C2 2", "C2 2"), "Yes", "Yes");
const std::string refused_sheet = sheet(side("C5 7", "C2 2", "C2 2"), side("C5 5", "C2 2", "C2 2"), "Yes", "Yes");

TEST_F(IsncsciCommand, one_sheet_is_a_table_of_eighty_columns) {
  const Ran ran = run({"isncsci", "-"}, open_sheet);
  EXPECT_EQ(ran.code, 0) << ran.err;
  for (const char* part :
       {"Neurological level of injury            C5, C6\n", "ASIA Impairment Scale                   A, C\n",
        "Motor level                             C5, C6, C7         C8*\n",
        "Sensory zone of partial preservation    NA, T1             T2\n",
        "Light touch                             ND          16          ND\n", "Several values",
        "*: rests on what the examiner assumes", "ND: a score of the sum"})
    EXPECT_TRUE(has(ran.out, part)) << part << "\n" << ran.out;
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U) << line;
    EXPECT_FALSE(line.ends_with(' ')) << line;
  }
  EXPECT_FALSE(has(ran.out, "Why"));
}

TEST_F(IsncsciCommand, explains_each_step_by_the_cells_that_decide_it) {
  const Ran ran = run({"isncsci", "-", "--explain", "--format", "json"}, open_sheet);
  EXPECT_EQ(ran.code, 0) << ran.err;
  for (const char* part :
       {"C5: if the first dermatome that is not normal is C6 (light touch NT, pin prick 2).",
        "C5: if all above is normal, and the key muscle of C6 is below grade 3 (NT).",
        "Tagged *, because the scores as examined, without what is assumed of those marked * or **, give C6.",
        "(sensory level right C5/C6, sensory level left C8, motor level right C5/C6/C7, motor level left C8*).",
        "left, motor level C8, the key muscle of L4 (1).", "Below C6, 3 of 16 key muscles have grade 3 or more",
        "T2 is the most caudal dermatome with any sensation (light touch 1, pin prick 0).",
        "NA: if it does not apply, as there is voluntary anal contraction (NT)."})
    EXPECT_TRUE(has(ran.out, part)) << part << "\n" << ran.out;
  EXPECT_FALSE(has(ran.out, "[isncsci")) << "a phrase is missing\n" << ran.out;
  EXPECT_FALSE(has(ran.out, "{at}"));
}

TEST_F(IsncsciCommand, a_refused_sheet_names_each_cell) {
  const Ran ran = run({"isncsci", "-"}, refused_sheet);
  EXPECT_EQ(ran.code, 3);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 10);
  EXPECT_TRUE(has(ran.err, "lumbar: standard input › right.motor.S1 › \"7\" is no score; allowed: 0 to 5, NT"))
      << ran.err;
}

TEST_F(IsncsciCommand, of_many_sheets_each_is_answered_in_its_line) {
  const Ran ran = run({"isncsci", "-"}, normal_sheet + "\r\n\n" + refused_sheet + "\n{\n" + open_sheet);
  EXPECT_EQ(ran.code, 3);
  std::vector<std::string> lines;
  std::istringstream out(ran.out);
  for (std::string line; std::getline(out, line);) lines.push_back(line);
  ASSERT_EQ(lines.size(), 4U) << ran.out;
  EXPECT_TRUE(lines[0].starts_with(R"({"lumbar_isncsci":1,"line":1,"neurologicalLevels":{"sensoryRight":"INT")"));
  EXPECT_TRUE(has(lines[0], R"("asiaImpairmentScale":"E")"));
  EXPECT_TRUE(lines[1].starts_with(R"({"lumbar_isncsci":1,"line":3,"errors":["right.motor.C5 › \"7\" is no score)"))
      << lines[1];
  EXPECT_TRUE(lines[2].starts_with(R"({"lumbar_isncsci":1,"line":4,"errors":[)")) << lines[2];
  EXPECT_TRUE(has(lines[3], R"("line":5)") && has(lines[3], R"("motorLeft":"C8*")")) << lines[3];
  EXPECT_TRUE(has(ran.err, "2 of 4 sheets refused")) << ran.err;
}

TEST_F(IsncsciCommand, the_file_says_how_it_is_laid_out) {
  // One sheet in a file for many is still answered by a line.
  EXPECT_TRUE(run({"isncsci", file("one.ndjson", normal_sheet)}).out.starts_with("{\"lumbar_isncsci\":1,\"line\":1,"));
  EXPECT_TRUE(has(run({"isncsci", file("one.json", normal_sheet)}).out, "Neurological level of injury            INT"));
  const Ran two = run({"isncsci", file("two.json", normal_sheet + "\n" + normal_sheet)});
  EXPECT_EQ(two.code, 3);
  EXPECT_TRUE(
      has(two.err, "line 2, column 1 › \"{\"right\":{\"m…\" follows the end of the sheet; one file holds one sheet"))
      << two.err;
  const Ran broken = run({"isncsci", file("broken.json", "{\n\n\n  \"right\": ]}")});
  EXPECT_TRUE(has(broken.err, "line 4, column 12")) << broken.err;
  const Ran table = run({"isncsci", file("table.csv", "right_motor_C5,left_motor_C5\n5,5\n")});
  EXPECT_EQ(table.code, 3);
  EXPECT_TRUE(has(table.err, "column deep_anal_pressure › is missing")) << table.err;
  EXPECT_EQ(run({"isncsci", file("empty.json", "\n")}).code, 3);
  EXPECT_EQ(run({"isncsci", path("none.json")}).code, 3);
  EXPECT_EQ(run({"isncsci"}).code, 2);
  EXPECT_EQ(run({"isncsci", "-", "--format", "xml"}).code, 2);
}

TEST_F(IsncsciCommand, many_sheets_as_text_have_a_title_each) {
  const Ran ran = run({"isncsci", "-", "--format", "text"}, normal_sheet + "\n" + open_sheet + "\n");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(ran.out.starts_with("line 1\nSpinal cord injury, ISNCSCI 2019\n"));
  EXPECT_TRUE(has(ran.out, "\nline 2\n"));
  EXPECT_TRUE(has(ran.out, "E is for somebody whose injury was documented before"));
}

}  // namespace
}  // namespace lumbar
