// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/own_words/own_words.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "lumbar/clinic/own_words/sentences_in_test.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

const OwnWords& reader() {
  static const OwnWords made(shipped_facts());
  return made;
}

Understood read(std::string_view text) {
  auto understood = reader().understand(text, *Date::of(2026, 1, 1));  // a Thursday
  if (!understood) throw std::runtime_error(understood.error().text());
  return *std::move(understood);
}

const UnderstoodStatement* statement_on(const Understood& understood, std::string_view finding) {
  for (const UnderstoodStatement& one : understood.statements) {
    if (one.said.finding == shipped_facts().finding(finding)) return &one;
  }
  return nullptr;
}

TEST(OwnWords, each_sentence_is_read_as_it_should_be) {
  std::size_t sentences = 0;
  const std::filesystem::path folder = std::filesystem::path(LUMBAR_SOURCE_DIR) / "vignettes/own_words";
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    for (const own_words::Sentence& one : own_words::sentences_of(file.path().string())) {
      ++sentences;
      const Understood understood = read(one.text);
      for (const std::string& expected : one.expected)
        EXPECT_EQ(own_words::unmet(expected, understood, shipped_facts()), "") << one.text;
    }
  }
  EXPECT_GE(sentences, 120U);
}

// The rule above all. Each wording of a finding of the safety net is put behind a denial; none may come out as present.
TEST(OwnWords, a_denied_question_of_the_safety_net_is_never_read_as_presence) {
  std::set<FindingId> safety;
  for (const SafetyItem& item : shipped_facts().safety_net()) safety.insert(item.findings.begin(), item.findings.end());
  const std::vector<std::string> things = {"numbness between the legs",
                                           "saddle anaesthesia",
                                           "urinary retention",
                                           "urinary incontinence",
                                           "bowel incontinence",
                                           "fever",
                                           "weakness in the legs",
                                           "foot drop",
                                           "weight loss",
                                           "bladder problems",
                                           "loss of bowel control",
                                           "numbness of the genitals",
                                           "fainting",
                                           "history of cancer",
                                           "double vision",
                                           "shortness of breath",
                                           "trauma",
                                           "sciatica in both legs"};
  const std::vector<std::pair<std::string, std::string>> denials = {{"He denies ", "."},
                                                                    {"No ", "."},
                                                                    {"There is no ", "."},
                                                                    {"I have never had ", "."},
                                                                    {"Without ", "."},
                                                                    {"I do not have ", "."},
                                                                    {"She doesn't have any ", "."},
                                                                    {"Negative for ", "."},
                                                                    {"There was no evidence of ", " today."},
                                                                    {"Denies chills, headache, ", " or rash."},
                                                                    {"", " is absent."},
                                                                    {"", ": none."},
                                                                    {"Any ", "? No."},
                                                                    {"Neither headache nor ", "."}};
  for (const std::string& thing : things) {
    for (const auto& [before, after] : denials) {
      const std::string text = before + thing + after;
      for (const UnderstoodStatement& one : read(text).statements) {
        if (safety.contains(one.said.finding)) {
          EXPECT_NE(one.said.present, Presence::present) << text << ": " << shipped_facts()[one.said.finding].name;
        }
      }
    }
  }
}

TEST(OwnWords, silence_says_nothing) {
  EXPECT_TRUE(read("").statements.empty());
  EXPECT_TRUE(read("Good morning, thank you for your help.").statements.empty());
  for (const UnderstoodStatement& one : read("My lower back hurts.").statements)
    EXPECT_EQ(one.said.present, Presence::present) << shipped_facts()[one.said.finding].name;
}

TEST(OwnWords, each_statement_shows_the_words_it_comes_from) {
  const std::string text = "Since Friday my left foot drags, but I have no fever.";
  const Understood understood = read(text);
  const UnderstoodStatement* foot = statement_on(understood, "foot_drop");
  ASSERT_NE(foot, nullptr);
  EXPECT_EQ(text.substr(foot->span.from, foot->span.to - foot->span.from), "foot drags");
  EXPECT_EQ(foot->said.age_days, 6.0);
  const UnderstoodStatement* fever = statement_on(understood, "fever");
  ASSERT_NE(fever, nullptr);
  EXPECT_EQ(fever->said.present, Presence::absent);
  EXPECT_EQ(fever->denied_by, "have no");
}

TEST(OwnWords, what_was_not_understood_is_told) {
  const std::string text = "My back hurts and the xylophone wobbled dreadfully.";
  const Understood understood = read(text);
  ASSERT_EQ(understood.not_understood.size(), 1U);
  const TextSpan span = understood.not_understood.front();
  EXPECT_EQ(text.substr(span.from, span.to - span.from), "xylophone wobbled dreadfully");
}

TEST(OwnWords, others_the_past_and_what_is_supposed_are_set_aside) {
  struct Row {
    const char* text;
    SetAside why;
  };
  for (const Row& row :
       {Row{"My father had prostate cancer.", SetAside::relative}, Row{"I previously had a foot drop.", SetAside::past},
        Row{"Come back if there is numbness in the saddle area.", SetAside::supposed},
        Row{"I am not sure if I have a fever.", SetAside::doubtful},
        Row{"No fever. Later on: fever.", SetAside::contradicted}}) {
    const Understood understood = read(row.text);
    ASSERT_FALSE(understood.set_aside.empty()) << row.text;
    EXPECT_EQ(understood.set_aside.front().why, row.why) << row.text;
    EXPECT_TRUE(understood.statements.empty()) << row.text;
  }
}

TEST(OwnWords, a_slip_of_the_pen_is_mended_and_said) {
  const Understood understood = read("I have numbnes in my left foot.");
  const UnderstoodStatement* numb = statement_on(understood, "leg_numbness");
  ASSERT_NE(numb, nullptr);
  EXPECT_EQ(numb->read_as, ReadAs::corrected);
  // A word and its contrary lie one slip apart: never bridged.
  EXPECT_EQ(statement_on(read("The patient is contnent."), "urinary_incontinence"), nullptr);
  EXPECT_EQ(statement_on(read("She is ncontinent."), "urinary_incontinence"), nullptr);
}

TEST(OwnWords, a_text_that_is_too_long_is_refused) {
  const auto refused = reader().understand(std::string(longest_text_bytes + 1, 'a'), std::nullopt);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().text(),
            "the text has 20001 bytes; at most 20000 are read: leave out what is not about the complaint");
}

TEST(OwnWords, what_is_denied_of_one_side_is_not_denied_of_the_other) {
  const Understood understood = read("There is no weakness of the left leg.");
  const UnderstoodStatement* weak = statement_on(understood, "leg_motor_weakness");
  ASSERT_NE(weak, nullptr);
  EXPECT_EQ(weak->said.side, Side::left);
  for (const Statement& one : understood.as_case(std::nullopt).statements)
    EXPECT_NE(one.finding, *shipped_facts().finding("leg_motor_weakness"));
}

TEST(OwnWords, without_a_date_since_tuesday_has_no_length) {
  const auto understood = reader().understand("My back has hurt since Tuesday.", std::nullopt);
  ASSERT_TRUE(understood);
  EXPECT_NE(statement_on(*understood, "low_back_pain"), nullptr);
  EXPECT_EQ(statement_on(*understood, "symptom_duration"), nullptr);
  const Understood dated = read("My back has hurt since Tuesday.");
  const UnderstoodStatement* duration = statement_on(dated, "symptom_duration");
  ASSERT_NE(duration, nullptr);
  EXPECT_EQ(duration->said.number.bare, 2.0);
}

TEST(OwnWords, facts_without_a_lexicon_understand_nothing) {
  const Knowledge empty;
  const auto understood = understand("My back hurts.", std::nullopt, empty);
  ASSERT_TRUE(understood);
  EXPECT_TRUE(understood->statements.empty());
}

}  // namespace
}  // namespace lumbar
