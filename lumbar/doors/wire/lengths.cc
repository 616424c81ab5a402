// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/wire/lengths.h"

#include <algorithm>

#include "lumbar/base/text.h"
#include "lumbar/base/units.h"

namespace lumbar {
namespace {

constexpr double days_in_a_year = 365.25;
constexpr double longest_years = 120;  // the oldest person of the contract
constexpr std::string_view forms = "write {\"value\": 3, \"unit\": \"weeks\"} or \"3 weeks\"";
constexpr std::string_view digits = "0123456789";

Result<Length> length_of(double value, std::string_view unit, const json::Path& path) {
  const auto days = days_in(unit);
  if (!days) {
    return path.error("\"" + json::visible(unit) +
                      "\" is not a unit of time; use one of: s, min, h, d, wk, mo, y, or their words");
  }
  if (!(value >= 0) || value * *days > longest_years * days_in_a_year) {
    return path.error(written(value, 15) + " " + std::string(unit) + " is not possible; allowed: 0 to 120 years");
  }
  // Half a unit: what a person says in weeks was not counted in days.
  return Length{value * *days, std::max(0.0, (value - 0.5) * *days), (value + 0.5) * *days};
}

// "3 weeks" as number and unit.
std::optional<std::pair<double, std::string_view>> number_and_unit(std::string_view text) {
  const auto end = text.find_first_not_of("0123456789.");
  if (end == std::string_view::npos || end == 0) return std::nullopt;
  const auto value = number_in(text.substr(0, end));
  if (!value) return std::nullopt;
  return std::pair(*value, trimmed(text.substr(end)));
}

bool has_form(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool fits = form[i] == '9' ? digits.find(text[i]) != std::string_view::npos : text[i] == form[i];
    if (!fits) return false;
  }
  return true;
}

int whole_number(std::string_view text) { return static_cast<int>(number_in(text).value_or(0)); }

// The days of a month, first and last.
Result<std::pair<Date, Date>> month_in(std::string_view text) {
  const int year = whole_number(text.substr(0, 4));
  const int month = whole_number(text.substr(5, 2));
  auto first = Date::of(year, month, 1);
  if (!first) return Error("\"" + std::string(text) + "\" is not a month of the calendar; write it as 2026-11");
  const auto next = month == 12 ? Date::of(year + 1, 1, 1) : Date::of(year, month + 1, 1);
  return std::pair(*first, next ? next->plus_days(-1) : first->plus_days(30));
}

Result<Length> age_between(Date first, Date last, Date as_of, std::string_view text, const json::Path& path) {
  if (first > as_of) {
    return path.error("\"" + std::string(text) + "\" is after as_of (" + as_of.written() + "); correct one of them");
  }
  // The freshest reading is the dangerous one.
  const auto shortest = static_cast<double>(as_of.days_since(std::min(last, as_of)));
  const auto longest = static_cast<double>(as_of.days_since(first));
  return Length{shortest, std::max(0.0, shortest - 1), longest + 1};
}

}  // namespace

Result<Length> read_length(const json::Element& element, const json::Path& path, std::string_view own_unit) {
  if (const auto object = json::object_in(element)) {
    std::optional<double> value;
    std::optional<std::string_view> unit;
    for (const auto field : *object) {
      if (field.key == "value") {
        value = json::number_in(field.value);
        if (!value)
          return (path / field.key)
              .error(json::shown(field.value) + " is not a number; write it without quotation marks");
      } else if (field.key == "unit") {
        unit = json::text_in(field.value);
        if (!unit) return (path / field.key).error(json::shown(field.value) + " is not a unit; write it as \"weeks\"");
      } else {
        return (path / field.key).error("a length of time has value and unit, nothing else; " + std::string(forms));
      }
    }
    if (!value) return path.error("value is missing; " + std::string(forms));
    if (!unit && own_unit.empty()) return path.error("unit is missing; " + std::string(forms));
    return length_of(*value, unit.value_or(own_unit), path);
  }
  if (const auto value = json::number_in(element)) {
    if (own_unit.empty()) return path.error(json::shown(element) + " has no unit; " + std::string(forms));
    return length_of(*value, own_unit, path);
  }
  if (const auto text = json::text_in(element)) {
    if (const auto parts = number_and_unit(*text)) return length_of(parts->first, parts->second, path);
  }
  return path.error(json::shown(element) + " is not a length of time; " + std::string(forms));
}

Result<Length> read_onset(const json::Element& element, const json::Path& path, std::optional<Date> as_of) {
  const auto text = json::text_in(element);
  const bool day = text && has_form(*text, "9999-99-99");
  const bool month = text && has_form(*text, "9999-99");
  if (day || month) {
    if (!as_of) {
      return path.error(
          "\"" + std::string(*text) +
          "\" is a date, and the case does not say when it was written; add \"as_of\", such as \"2026-11-21\"");
    }
    if (day) {
      auto date = Date::read(*text);
      if (!date) return date.take_error().at(path.text());
      return age_between(*date, *date, *as_of, *text, path);
    }
    auto bounds = month_in(*text);
    if (!bounds) return bounds.take_error().at(path.text());
    return age_between(bounds->first, bounds->second, *as_of, *text, path);
  }
  if (json::object_in(element) || (text && number_and_unit(*text))) return read_length(element, path, {});
  return path.error(
      json::shown(element) +
      " is not an onset; write a date (\"2026-11-19\"), a month (\"2026-11\") or how long ago (\"3 weeks\")");
}

bool disagree(const Length& one, const Length& other) { return one.least >= other.most || other.least >= one.most; }

std::string in_words(const Length& length) { return written(length.days) + (length.days == 1 ? " day" : " days"); }

}  // namespace lumbar
