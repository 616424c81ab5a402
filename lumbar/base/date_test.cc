// SPDX-License-Identifier: Apache-2.0
// Days of the calendar: every day there and back, the leap years of the Gregorian rule, and what is refused.
#include "lumbar/base/date.h"

#include <gtest/gtest.h>

#include <array>

namespace lumbar {
namespace {

Date day(int year, int month, int of_month) {
  const auto date = Date::of(year, month, of_month);
  EXPECT_TRUE(date) << year << "-" << month << "-" << of_month;
  return date ? *date : Date();
}

TEST(Date, counts_from_the_first_of_january_1970) {
  EXPECT_EQ(Date().written(), "1970-01-01");
  // Known distances: 2000-03-01 is day 11017, 2026-11-21 day 20778 (`date -d … +%s` divided by 86400).
  EXPECT_EQ(day(2000, 3, 1).days_since(Date()), 11017);
  EXPECT_EQ(day(2026, 11, 21).days_since(Date()), 20778);
  EXPECT_EQ(day(1850, 1, 1).days_since(Date()), -43829);
}

// A calendar made the slow way, one day after the other, against the formula.
TEST(Date, every_day_from_1850_to_2200_is_written_and_read_back) {
  Date date = day(1850, 1, 1);
  for (int year = 1850; year <= 2200; ++year) {
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const std::array lengths = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 1; month <= 12; ++month) {
      for (int of_month = 1; of_month <= lengths[static_cast<std::size_t>(month - 1)]; ++of_month) {
        const auto same = Date::of(year, month, of_month);
        ASSERT_TRUE(same);
        ASSERT_EQ(*same, date) << date.written();
        if ((year + of_month) % 5 == 0) {
          const auto read = Date::read(date.written());
          ASSERT_TRUE(read) << date.written();
          ASSERT_EQ(*read, date);
        }
        date = date.plus_days(1);
      }
      ASSERT_FALSE(Date::of(year, month, lengths[static_cast<std::size_t>(month - 1)] + 1));
    }
  }
  EXPECT_EQ(date.plus_days(-1).written(), "2200-12-31");
}

TEST(Date, leap_days_follow_the_gregorian_rule) {
  for (const int year : {1852, 2000, 2024, 2028}) EXPECT_TRUE(Date::of(year, 2, 29)) << year;
  for (const int year : {1900, 2023, 2026, 2100, 2200}) EXPECT_FALSE(Date::of(year, 2, 29)) << year;
}

TEST(Date, subtracts_across_a_leap_day) {
  EXPECT_EQ(day(2024, 3, 1).days_since(day(2024, 2, 28)), 2);
  EXPECT_EQ(day(2023, 3, 1).days_since(day(2023, 2, 28)), 1);
  EXPECT_EQ(day(2026, 11, 19).days_since(day(2026, 11, 21)), -2);
  EXPECT_LT(day(2026, 11, 19), day(2026, 11, 21));
}

TEST(Date, refuses_days_that_do_not_exist_and_says_so) {
  struct Row {
    const char *text, *error;
  };
  constexpr std::array rows = {
      Row{"2026-02-30", "2026-02-30 is not a day of the calendar (years 1850 to 2200)"},
      Row{"2026-13-01", "2026-13-01 is not a day of the calendar (years 1850 to 2200)"},
      Row{"2026-00-10", "2026-00-10 is not a day of the calendar (years 1850 to 2200)"},
      Row{"2026-04-31", "2026-04-31 is not a day of the calendar (years 1850 to 2200)"},
      Row{"1849-12-31", "1849-12-31 is not a day of the calendar (years 1850 to 2200)"},
      Row{"2201-01-01", "2201-01-01 is not a day of the calendar (years 1850 to 2200)"},
  };
  for (const Row& row : rows) {
    const auto date = Date::read(row.text);
    ASSERT_FALSE(date) << row.text;
    EXPECT_EQ(date.error().text(), row.error);
  }
}

TEST(Date, refuses_other_forms_and_shows_the_right_one) {
  for (const char* text :
       {"", "today", "2026-11", "19.11.2026", "2026/11/19", "26-11-19", "2026-11-19T08:00", " 2026-11-19", "2026-1a-19",
        "2026-+1-19", "+026-11-19", "20261119", "2026- 1-19", "0x7e-11-19"}) {
    const auto date = Date::read(text);
    ASSERT_FALSE(date) << text;
    EXPECT_EQ(date.error().text(), "\"" + std::string(text) + "\" is not a date; write it as 2026-11-19");
  }
  EXPECT_FALSE(Date::read("2026--1-19"));
  EXPECT_FALSE(Date::read("-026-11-19"));
  const auto long_one = Date::read(std::string(5000, '1'));
  ASSERT_FALSE(long_one);
  EXPECT_LT(long_one.error().text().size(), 100U) << "a megabyte of nonsense is not repeated";
}

TEST(Date, refuses_numbers_far_outside_any_calendar) {
  for (const int wild : {-2147483647 - 1, 2147483647}) {
    EXPECT_FALSE(Date::of(wild, 1, 1));
    EXPECT_FALSE(Date::of(2026, wild, 1));
    EXPECT_FALSE(Date::of(2026, 1, wild));
  }
}

}  // namespace
}  // namespace lumbar
