// SPDX-License-Identifier: Apache-2.0
// Days of the calendar, without a clock. Gregorian, proleptic.
#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "lumbar/base/result.h"

namespace lumbar {

/// A day, counted from 1970-01-01.
class Date {
 public:
  constexpr Date() = default;
  /// Errors: no such day, or a year outside 1850..2200.
  static Result<Date> of(int year, int month, int day);
  /// Reads `YYYY-MM-DD`. Errors: another form, or no such day.
  static Result<Date> read(std::string_view text);

  Date plus_days(std::int64_t days) const;
  /// Days from `earlier` to this one.
  std::int64_t days_since(Date earlier) const { return days_ - earlier.days_; }
  /// `YYYY-MM-DD`.
  std::string written() const;
  friend constexpr auto operator<=>(Date, Date) = default;

 private:
  explicit constexpr Date(std::int64_t days) : days_(days) {}
  std::int64_t days_ = 0;
};

}  // namespace lumbar
