// SPDX-License-Identifier: Apache-2.0
#include "lumbar/base/date.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace lumbar {
namespace {

// Civil calendar by eras of 400 years: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
constexpr std::int64_t days_from_civil(std::int64_t y, std::int64_t m, std::int64_t d) {
  y -= m <= 2 ? 1 : 0;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

struct Civil {
  std::int64_t year, month, day;
};

constexpr Civil civil_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t doe = days - era * 146097;
  const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const std::int64_t mp = (5 * doy + 2) / 153;
  const std::int64_t month = mp < 10 ? mp + 3 : mp - 9;
  return {yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1};
}

Result<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size()) return Error("not a number");
  return value;
}

}  // namespace

Result<Date> Date::of(int year, int month, int day) {
  const std::int64_t days = days_from_civil(year, month, day);
  const Civil back = civil_from_days(days);
  if (year < 1850 || year > 2200 || month < 1 || month > 12 || back.year != year || back.month != month ||
      back.day != day) {
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", year, month, day);
    return Error(std::string(text.data()) + " is not a day of the calendar (years 1850 to 2200)");
  }
  return Date(days);
}

Result<Date> Date::read(std::string_view text) {
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    const auto year = whole_number(text.substr(0, 4));
    const auto month = whole_number(text.substr(5, 2));
    const auto day = whole_number(text.substr(8, 2));
    if (year && month && day) return of(*year, *month, *day);
  }
  return Error("\"" + std::string(text.substr(0, 40)) + "\" is not a date; write it as 2026-11-19");
}

Date Date::plus_days(std::int64_t days) const { return Date(days_ + days); }

std::string Date::written() const {
  const Civil civil = civil_from_days(days_);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", static_cast<int>(civil.year), static_cast<int>(civil.month),
                static_cast<int>(civil.day));
  return text.data();
}

}  // namespace lumbar
