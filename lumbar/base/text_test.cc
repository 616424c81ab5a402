// SPDX-License-Identifier: Apache-2.0
// Words and numbers as they come in and go out.
#include "lumbar/base/text.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

namespace lumbar {
namespace {

using Words = std::vector<std::string>;

TEST(Text, trims_blanks_at_both_ends_only) {
  EXPECT_EQ(trimmed("  leg pain\t\r\n"), "leg pain");
  EXPECT_EQ(trimmed(" \n "), "");
  EXPECT_EQ(trimmed(""), "");
}

TEST(Text, splits_keeps_empty_parts_and_trims_each) {
  const auto parts = split("a, b ,,c", ',');
  EXPECT_EQ((std::vector<std::string_view>{"a", "b", "", "c"}), parts);
  EXPECT_EQ(split("", ',').size(), 1U);
  EXPECT_EQ(split("a,", ',').size(), 2U);
}

TEST(Text, joins_between_not_after) {
  EXPECT_EQ(joined(Words{"a", "b", "c"}, ", "), "a, b, c");
  EXPECT_EQ(joined(Words{"a"}, ", "), "a");
  EXPECT_EQ(joined(Words{}, ", "), "");
  EXPECT_EQ(joined(Words{"", ""}, "|"), "|");
}

TEST(Text, reads_finite_decimal_numbers) {
  struct Row {
    const char* text;
    double value;
  };
  constexpr std::array rows = {Row{"0", 0},    Row{"42", 42}, Row{"-3.5", -3.5}, Row{"+7", 7},      Row{"1e3", 1000},
                               Row{".5", 0.5}, Row{"5.", 5},  Row{"1E-2", 0.01}, Row{"38.0", 38.0}, Row{"007", 7}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const auto value = number_in(row.text);
    ASSERT_TRUE(value);
    EXPECT_EQ(*value, row.value);
  }
}

TEST(Text, refuses_everything_else_as_a_number) {
  for (const char* text : {"",      " ",    "nan",  "NaN",   "-nan",     "inf",   "infinity", "-inf", "0x10",
                           "0X1p3", "1.7 ", " 1.7", "1.7x",  "12 weeks", "1,7",   "1e",       "e5",   "-",
                           "+",     ".",    "--1",  "1e400", "-1e400",   "1.2.3", "1_000",    "5%"}) {
    EXPECT_FALSE(number_in(text)) << "\"" << text << "\"";
  }
  EXPECT_FALSE(number_in(std::string(1000, '9')));
  EXPECT_FALSE(number_in(std::string_view("1\0", 2))) << "a hidden zero byte";
}

TEST(Text, writes_numbers_as_a_person_would) {
  struct Row {
    double number;
    const char* text;
  };
  constexpr std::array rows = {Row{0, "0"},           Row{-0.0, "0"},    Row{3, "3"},
                               Row{1.70, "1.7"},      Row{-2.5, "-2.5"}, Row{1.0 / 3, "0.333333"},
                               Row{0.0001, "0.0001"}, Row{100, "100"},   Row{123456, "123456"}};
  for (const Row& row : rows) EXPECT_EQ(written(row.number), row.text);
  EXPECT_EQ(written(1.0 / 3, 3), "0.333");
  EXPECT_EQ(written(0.1 + 0.2, 10), "0.3");
}

// Once a bug: the header promises no exponent in 1e-4..1e15, yet a million was written as "1e+06".
TEST(Text, writes_large_numbers_without_an_exponent) {
  EXPECT_EQ(written(1e6), "1000000");
  EXPECT_EQ(written(1234567), "1234570");
  EXPECT_EQ(written(2500000, 3), "2500000");
  EXPECT_EQ(written(9e14), "900000000000000");
}

constexpr std::array<std::string_view, 7> ids = {"leg_numbness",      "leg_tingling", "foot_drop",
                                                 "urinary_retention", "fever",        "fever_not_measured",
                                                 "saddle_anaesthesia"};

TEST(Text, offers_the_nearest_ids_first) {
  EXPECT_EQ(nearest("foot_dorp", ids, 3).front(), "foot_drop");  // neighbours swapped: one slip
  EXPECT_EQ(nearest("saddle_anesthesia", ids, 3).front(), "saddle_anaesthesia");
  EXPECT_EQ(nearest("urinary_retension", ids, 1), Words{"urinary_retention"});
  EXPECT_EQ(nearest("numbness", ids, 1), Words{"leg_numbness"});  // a name that holds the word is near
  EXPECT_EQ(nearest("fevr", ids, 1), Words{"fever"});
  EXPECT_EQ(nearest("fever", ids, 2), (Words{"fever", "fever_not_measured"}));
}

TEST(Text, offers_nothing_when_nothing_is_near) {
  EXPECT_TRUE(nearest("zzzzzzzzzzzz", ids, 3).empty());
  EXPECT_TRUE(nearest("foot_drop", ids, 0).empty());
  EXPECT_TRUE(nearest("foot_drop", {}, 3).empty());
}

TEST(Text, equally_near_ids_keep_the_order_of_the_facts) {
  constexpr std::array<std::string_view, 3> same = {"pain_c", "pain_a", "pain_b"};
  EXPECT_EQ(nearest("pain_x", same, 3), (Words{"pain_c", "pain_a", "pain_b"}));
}

}  // namespace
}  // namespace lumbar
