// SPDX-License-Identifier: Apache-2.0
// What the tests of this room ask for again and again.
#pragma once
#include <gtest/gtest.h>

#include <array>
#include <set>

#include <string>
#include <string_view>

#include "lumbar/doors/fhir/fhir.h"
#include "lumbar_shipped_facts.h"

namespace lumbar::fhir {

inline ReadOptions on_a_day(bool lenient = false) {
  return {.lenient = lenient, .today = *Date::read("2026-11-21"), .default_setting = Setting::primary_care};
}
inline ReadGiven given(std::string_view body, bool lenient = false) {
  return read_given(body, shipped_facts(), on_a_day(lenient));
}

/// What was said of a finding; null where it was not asked.
inline const Statement* said(const ReadGiven& read, std::string_view finding) {
  for (const Statement& one : read.given.person.statements) {
    if (shipped_facts()[one.finding].name == finding) return &one;
  }
  return nullptr;
}
inline Presence presence_of(const ReadGiven& read, std::string_view finding) {
  const Statement* one = said(read, finding);
  return one == nullptr ? Presence::unknown : one->present;
}
inline std::string first_fault(const ReadGiven& read) {
  return read.faults.empty() ? std::string() : read.faults.front().text();
}

inline std::string condition(std::string_view code, std::string_view more = {}) {
  return R"({"resourceType":"Condition","subject":{"reference":"Patient/7"},"code":{"coding":[)" + std::string(code) +
         "]}" + (more.empty() ? "" : "," + std::string(more)) + "}";
}
inline std::string observation(std::string_view code, std::string_view more) {
  return R"({"resourceType":"Observation","status":"final","code":{"coding":[)" + std::string(code) + "]}," +
         std::string(more) + "}";
}
inline std::string coded(std::string_view field, std::string_view code) {
  return "\"" + std::string(field) + R"(":{"coding":[{"code":")" + std::string(code) + "\"}]}";
}

inline constexpr std::string_view retention = R"({"system":"http://snomed.info/sct","code":"267064002"})",
                                  back_pain = R"({"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M54.50"})",
                                  had_cancer = R"({"system":"http://hl7.org/fhir/sid/icd-10","code":"Z85.3"})",
                                  warmth = R"({"system":"http://loinc.org","code":"8310-5"})",
                                  crp = R"({"system":"http://loinc.org","code":"1988-5"})";

}  // namespace lumbar::fhir
