// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/fhir/elements.h"

#include <cstdint>

namespace lumbar::fhir {
namespace {

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      default: safe += c;
    }
  }
  return safe;
}

std::uint64_t fingerprint(std::uint64_t hash, std::string_view text) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ULL;
  }
  return hash;
}

}  // namespace

Value coding(std::string_view system, std::string_view code, std::string_view display) {
  return Value::object({{"system", system}, {"code", code}, {"display", display}});
}

Value concept_of(std::string_view system, std::string_view code, std::string_view text) {
  return Value::object({{"coding", Value::list({coding(system, code, text)})}, {"text", text}});
}

Value concept_of(std::string_view text) { return Value::object({{"text", text}}); }

Value concept_of(FindingId finding, const Knowledge& knowledge) {
  const Finding& facts = knowledge[finding];
  return concept_of(own::finding, facts.name, facts.label_clinical);
}

std::string label_of(ConditionId condition, const Knowledge& knowledge, Mode mode) {
  const Care* care = knowledge.care(condition);
  const bool plain = mode == Mode::in_public && care != nullptr && !care->label_patient.empty();
  return plain ? care->label_patient : knowledge[condition].label;
}

Value concept_of(ConditionId condition, const Knowledge& knowledge, Mode mode) {
  const Condition& facts = knowledge[condition];
  Value codings = Value::list({coding(own::condition, facts.name, facts.label)});
  if (!facts.icd10.empty()) codings.push(coding(of_others::icd10cm, facts.icd10));
  return Value::object({{"coding", codings}, {"text", label_of(condition, knowledge, mode)}});
}

Value reference_to(std::string_view address) { return Value::object({{"reference", address}}); }

Value narrative(const std::vector<std::string>& lines) {
  std::string div = "<div xmlns=\"http://www.w3.org/1999/xhtml\">";
  for (const std::string& line : lines) {
    if (!line.empty()) div += "<p>" + escaped(line) + "</p>";
  }
  return Value::object({{"status", "generated"}, {"div", div + "</div>"}});
}

std::string address_of(std::string_view words) {
  const std::uint64_t high = fingerprint(14695981039346656037ULL, words);
  const std::uint64_t low = fingerprint(high ^ 0x9E3779B97F4A7C15ULL, words);
  std::string digits;
  for (const std::uint64_t half : {high, low}) {
    for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[(half >> shift) & 15];
  }
  digits[12] = '8';
  digits[16] = '8';
  for (const std::size_t place : {20U, 16U, 12U, 8U}) digits.insert(place, "-");
  return "urn:uuid:" + digits;
}

std::string say(const Knowledge& knowledge, Mode mode, std::string_view phrase, std::initializer_list<Gap> gaps) {
  std::string words = knowledge.phrase(phrase, mode);
  for (const auto& [name, value] : gaps) {
    const std::string gap = "{" + std::string(name) + "}";
    for (auto at = words.find(gap); at != std::string::npos; at = words.find(gap, at + value.size()))
      words.replace(at, gap.size(), value);
  }
  return words;
}

std::string emergency_number(const Knowledge& knowledge, std::string_view country) {
  const CountryPlace* place = knowledge.place(country);
  return place != nullptr && !place->emergency.empty() ? place->emergency
                                                       : knowledge.phrase("report.local_number", Mode::in_public);
}

}  // namespace lumbar::fhir
