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

// Somebody of 40 whose back and leg hurt and whose leg is numb, and who has no more than that; types what each screen
// asks for. Once a screen asks line by line, `lines` are typed, one after the other.
class NumbLeg : public std::streambuf {
 public:
  NumbLeg(const std::ostringstream& shown, std::vector<std::string> lines) : shown_(shown), lines_(std::move(lines)) {}

 private:
  std::string reply(const std::string& screen) {
    if (says(screen, "One line for each") && at_ == lines_.size()) return "q";
    if (says(screen, "One line for each") || at_ > 0) return at_ < lines_.size() ? lines_[at_++] : "q";
    if (says(screen, "(years)")) return "40";
    if (says(screen, "For example: 3 days")) return "8 weeks";
    if (says(screen, "(Cel)")) return "36.8";
    if (says(screen, "\n(")) return "1000";
    if (!says(screen, "none of these") && !says(screen, "yes\n")) return "2";
    std::string numbers;
    std::istringstream rows(screen);
    for (std::string row; std::getline(rows, row);) {
      for (const char* label : {"Low back pain", "Pain down the leg", "Numb or tingling leg"}) {
        if (row.ends_with(label)) numbers += row.substr(0, row.find_first_of("0123456789") + 2) + " ";
      }
    }
    return numbers.empty() ? "0" : numbers;
  }
  int_type underflow() override {
    const std::string all = shown_.str();
    line_ = reply(all.substr(seen_)) + "\n";
    seen_ = all.size();
    if (++count_ > 200) return traits_type::eof();
    setg(line_.data(), line_.data(), line_.data() + line_.size());
    return traits_type::to_int_type(line_.front());
  }

  const std::ostringstream& shown_;
  std::vector<std::string> lines_;
  std::string line_;
  std::size_t seen_ = 0, at_ = 0, count_ = 0;
};

TEST(InterviewCommand, asks_one_detail_of_several_findings_line_by_line_on_one_screen) {
  std::vector<const char*> arguments = {"lumbar", "interview"};
  std::ostringstream out, err;
  // Not understood is asked again; a step back shows what stands there, and Enter keeps it; = takes the answer above.
  NumbLeg person(err, {"seventeen", "1 week", "1", "b", "", "=", "c", "q"});
  std::istream in(&person);
  const Surroundings world{.in = in, .out = out, .err = err, .today = *Date::of(2026, 11, 21)};
  EXPECT_EQ(run_command(2, arguments.data(), world), 0) << err.str();
  const std::string text = err.str();
  const auto screen = text.find("One line for each; = takes the answer above.");
  ASSERT_NE(screen, std::string::npos) << text;
  const std::string each = text.substr(screen);
  EXPECT_TRUE(says(each, "1/2 ")) << each;
  EXPECT_TRUE(says(each, "That was not understood.")) << each;
  EXPECT_TRUE(says(each, "]\n> ")) << "what stands there: " << each;
  EXPECT_TRUE(says(each, "2/2 ")) << each;
}

TEST(InterviewCommand, saves_for_its_owner_alone_and_goes_on_where_it_stopped) {
  const fs::path file = fs::temp_directory_path() / ("lumbar_interview_" + std::to_string(::getpid()) + ".json");
  const Ran first = run({"interview", "--save", file.string()}, "2\n0\n0\nq\n");
  ASSERT_EQ(first.code, 0) << first.err;
  struct stat about {};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  EXPECT_FALSE(fs::exists(file.string() + ".part"));
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
