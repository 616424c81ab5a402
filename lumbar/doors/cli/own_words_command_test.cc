// SPDX-License-Identifier: Apache-2.0
// `lumbar assess --text` as a person and a script meet it, on the real facts.
#include "lumbar/doors/cli/run_in_test.h"
#include "lumbar/doors/wire/wire.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

const std::string complaint = "I'm 45. My back hurts since Tuesday, I am numb between my legs, no fever.";
using OwnWordsCommand = InFolder;

TEST_F(OwnWordsCommand, what_was_understood_is_shown_and_nothing_assessed) {
  const Ran ran = run({"assess", "--text", complaint});
  EXPECT_EQ(ran.code, 0) << ran.err;
  for (const char* part : {"Please check it", "Numb between the legs: \"numb between my legs\"", "45 years",
                           "because of \"no\"", "yes, for 4 days"})
    EXPECT_TRUE(has(ran.out, part)) << part << "\n" << ran.out;
  EXPECT_FALSE(has(ran.out, "999"));
  EXPECT_TRUE(has(ran.err, "--confirmed")) << ran.err;
}

TEST_F(OwnWordsCommand, confirmed_it_is_assessed) {
  const Ran ran = run({"assess", "--text", complaint, "--confirmed", "--exit-level"});
  EXPECT_EQ(ran.code, 13) << ran.out << ran.err;
}

TEST_F(OwnWordsCommand, a_yes_on_the_terminal_confirms_and_nothing_else_does) {
  Terminal terminal;
  EXPECT_EQ(run({"assess", "--text", complaint, "--exit-level"}, "yes\n", &terminal).code, 13);
  for (const char* answer : {"no\n", "\n", "", "maybe\n"}) {
    const Ran ran = run({"assess", "--text", complaint, "--exit-level"}, answer, &terminal);
    EXPECT_EQ(ran.code, 0) << answer;
    EXPECT_EQ(ran.out, "") << answer;
  }
}

TEST_F(OwnWordsCommand, json_holds_a_case_that_can_be_read_back) {
  const Ran ran = run({"assess", "--text-file", file("words.txt", complaint), "--format", "json"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(has(ran.out, "\"lumbar_understood\": 1")) << ran.out;
  const std::size_t from = ran.out.find("{\"lumbar_case\"");
  ASSERT_NE(from, std::string::npos) << ran.out;
  const std::string person = ran.out.substr(from, ran.out.find('\n', from) - from - 1);
  const auto read = read_case(person, shipped_facts(), {});
  ASSERT_TRUE(read) << read.error().text() << "\n" << person;
  EXPECT_EQ(run({"assess", file("case.json", person), "--exit-level"}).code, 13);
}

TEST_F(OwnWordsCommand, what_cannot_be_taken_is_refused) {
  const Ran nothing = run({"assess", "--text", "xyzzy", "--confirmed"});
  EXPECT_EQ(nothing.code, 3);
  EXPECT_TRUE(is_one_line(nothing.err) && has(nothing.err, "nothing was understood")) << nothing.err;
  const Ran missing = run({"assess", "--text-file", path("missing.txt")});
  EXPECT_EQ(missing.code, 3);
  const Ran both = run({"assess", "--text", "x", "--text-file", "y"});
  EXPECT_EQ(both.code, 2);
  // Never one of the two in silence: what is left out may be what matters.
  for (const char* option : {"--text", "--text-file"})
    EXPECT_EQ(run({"assess", option, "x", file("case.json", "{}")}).code, 2) << option;
}

}  // namespace
}  // namespace lumbar
