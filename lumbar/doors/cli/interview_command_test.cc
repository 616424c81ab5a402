// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "lumbar/doors/cli/run_in_test.h"

namespace lumbar {
namespace {

bool says(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

std::string many(const std::string& line, int times) {
  std::string lines;
  for (int i = 0; i < times; ++i) lines += line + "\n";
  return lines;
}

// Back pain, 40 years, male, eight weeks, slowly, a kilometre, 36.8 degrees, and no to everything else.
std::string only_back_pain() { return "2\n" + many("0", 9) + "40\n2\n8 weeks\n4\n1000\n0\n36.8\n" + many("0", 100); }

TEST(InterviewCommand, runs_over_a_pipe_to_the_report) {
  const Ran ran = run({"interview"}, only_back_pain());
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(says(ran.err, "What troubles you?"));
  EXPECT_TRUE(says(ran.err, "That is")) << ran.err.substr(ran.err.size() > 500 ? ran.err.size() - 500 : 0);
  EXPECT_FALSE(ran.out.empty());
}

TEST(InterviewCommand, says_the_emergency_before_anything_else_and_asks_one_thing_more_at_most) {
  const Ran ran = run({"interview"}, "2\n1\n" + many("0", 10));
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(says(ran.err, "This is an emergency. Get help now."));
  EXPECT_TRUE(says(ran.err, "these answers need help now")) << ran.err;
  EXPECT_FALSE(says(ran.err, "Have you ever had cancer"));
}

TEST(InterviewCommand, begins_with_own_words_once_they_are_confirmed) {
  const std::string words = "My lower back hurts. I cannot pass urine since this morning.";
  const Ran taken = run({"interview", "--text", words}, "yes\n" + many("0", 10));
  EXPECT_EQ(taken.code, 0) << taken.err;
  const auto shown = taken.err.find("cannot pass urine"), alarm = taken.err.find("This is an emergency. Get help now.");
  EXPECT_LT(shown, alarm) << taken.err;
  EXPECT_NE(alarm, std::string::npos) << taken.err;
  EXPECT_FALSE(says(taken.err, "What troubles you?")) << "it was said already";

  const Ran refused = run({"interview", "--text", words}, "no\n2\n" + many("0", 3) + "q\n");
  EXPECT_EQ(refused.code, 0) << refused.err;
  EXPECT_TRUE(says(refused.err, "none of it is taken") && says(refused.err, "What troubles you?")) << refused.err;
  EXPECT_FALSE(says(refused.err, "This is an emergency")) << refused.err;
}

TEST(InterviewCommand, goes_back_and_changes_an_earlier_answer) {
  const Ran ran = run({"interview"}, "2\n1\nb\n0\n0\nc\nc 1\n1 2\nq\n");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(says(ran.err, "Type c and the number"));
  const auto first = ran.err.find("What troubles you?");
  EXPECT_NE(ran.err.find("What troubles you?", first + 1), std::string::npos);
}

TEST(InterviewCommand, says_why_it_asks_and_what_it_did_not_understand) {
  const Ran ran = run({"interview"}, "w\nh\nseventeen\n2\nq\n");
  EXPECT_TRUE(says(ran.err, "To know what this is about."));
  EXPECT_TRUE(says(ran.err, "That was not understood."));
  EXPECT_TRUE(says(ran.err, "c change an answer"));
}

TEST(InterviewCommand, saves_for_its_owner_alone_and_goes_on_where_it_stopped) {
  const fs::path file = fs::temp_directory_path() / ("lumbar_interview_" + std::to_string(::getpid()) + ".json");
  const Ran first = run({"interview", "--save", file.string()}, "2\n0\n0\nq\n");
  ASSERT_EQ(first.code, 0) << first.err;
  struct stat about {};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  const Ran second = run({"interview", "--resume", file.string()}, "q\n");
  EXPECT_EQ(second.code, 0) << second.err;
  EXPECT_FALSE(says(second.err, "What troubles you?"));
  EXPECT_FALSE(says(second.err, "changed since"));
  EXPECT_TRUE(says(second.err, "between your legs"));

  // Other facts: a question in other words is asked again, and that is said.
  std::ifstream in(file);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  const auto words = text.find("What troubles you?");
  ASSERT_NE(words, std::string::npos);
  text.replace(words, 18, "What is the matter");
  std::ofstream(file) << text;
  const Ran third = run({"interview", "--resume", file.string()}, "q\n");
  EXPECT_TRUE(says(third.err, "changed since: complaint is asked in other words now; it is asked again")) << third.err;
  EXPECT_TRUE(says(third.err, "What troubles you?"));
  std::ofstream(file) << "{\"lumbar_interview\": 1";
  EXPECT_EQ(run({"interview", "--resume", file.string()}, "q\n").code, 3);
  fs::remove(file);
}

TEST(InterviewCommand, keeps_to_the_columns_it_has) {
  std::vector<const char*> arguments = {"lumbar", "interview"};
  std::istringstream in("2\n0\n0\nq\n");
  std::ostringstream out, err;
  const Surroundings world{.in = in, .out = out, .err = err, .columns = 40, .today = *Date::of(2026, 11, 21)};
  run_command(2, arguments.data(), world);
  std::istringstream lines(err.str());
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 40U) << line;
}

TEST(InterviewCommand, the_end_of_input_tells_what_is_known_and_that_it_is_not_all) {
  const Ran ran = run({"interview"}, "2\n0\n");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(says(ran.err, "You stopped before the end."));
  EXPECT_FALSE(ran.out.empty());
  EXPECT_EQ(run({"interview"}, "").code, 3);
}

}  // namespace
}  // namespace lumbar
