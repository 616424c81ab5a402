// SPDX-License-Identifier: Apache-2.0
// For tests of this room: courses written in a few words.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "lumbar/clinic/progress/progress.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {

inline FindingId finding(std::string_view name) {
  const auto id = shipped_facts().finding(name);
  if (!id) throw std::runtime_error("no finding " + std::string(name));
  return *id;
}

inline Statement said(std::string_view name, Presence present) {
  Statement one;
  one.finding = finding(name);
  one.present = present;
  return one;
}
inline Statement yes(std::string_view name) { return said(name, Presence::present); }
inline Statement no(std::string_view name) { return said(name, Presence::absent); }
inline Statement number(std::string_view name, double value) {
  Statement one;
  one.finding = finding(name);
  one.number.bare = value;
  return one;
}
inline Statement grades(std::string_view name, std::optional<double> left, std::optional<double> right) {
  Statement one;
  one.finding = finding(name);
  one.number.left = left;
  one.number.right = right;
  return one;
}

inline Date first_day() { return *Date::of(2026, 8, 1); }

inline void add(std::vector<Statement>& into, const Statement& one) {
  std::erase_if(into, [&](const Statement& before) { return before.finding == one.finding; });
  into.push_back(one);
  std::sort(into.begin(), into.end(), [](const Statement& a, const Statement& b) { return a.finding < b.finding; });
}

/// The old complaint, and every question of the safety net answered no.
inline std::vector<Statement> all_no() {
  std::vector<Statement> answers{yes("low_back_weakness")};
  for (const SafetyItem& item : shipped_facts().safety_net())
    for (const FindingId id : item.findings) {
      const auto& info = shipped_facts().language().variables[id.row()];
      if (info.type == logic::Type::boolean && info.askable) add(answers, no(info.name));
    }
  return answers;
}

inline std::vector<Statement> all_no_but(std::initializer_list<Statement> others) {
  std::vector<Statement> answers = all_no();
  for (const Statement& one : others) add(answers, one);
  return answers;
}

/// A woman of 41 whose back has been weak for months.
inline Course quiet_course() {
  Course course;
  course.baseline.as_of = first_day();
  course.baseline.country = "GB";
  Statement sex;
  sex.finding = finding("sex");
  sex.choice.bare = static_cast<std::uint8_t>(Sex::female);
  course.baseline.statements = all_no_but({number("age_years", 41), sex});
  return course;
}

inline CheckIn& on_week(Course& course, int week, std::vector<Statement> answers = all_no()) {
  CheckIn entry;
  entry.day = first_day().plus_days(7 * week);
  entry.said = std::move(answers);
  course.entries.push_back(std::move(entry));
  return course.entries.back();
}

inline Progress followed(const Course& course) {
  auto made = follow_course(course, shipped_facts());
  if (!made) throw std::runtime_error(made.error().text());
  return *std::move(made);
}

inline const Series* series_of(const Progress& progress, std::string_view id) {
  for (const Series& one : progress.series)
    if (one.id == id) return &one;
  return nullptr;
}

}  // namespace lumbar
