// SPDX-License-Identifier: Apache-2.0
// Cases judged by others (bench/cases/*.jsonl): one JSON object a line, with what the right answer would have been.
#pragma once
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "lumbar/base/result.h"
#include "lumbar/base/scales.h"

namespace lumbar {

struct Judged {
  std::string id, condition, gold;
  std::vector<std::string> also_right;
  Urgency level = Urgency::self_care, lowest = Urgency::self_care, highest = Urgency::self_care;
  bool in_vocabulary = true;
  std::string case_json;

  bool right(const std::string& name) const {
    return std::find(also_right.begin(), also_right.end(), name) != also_right.end();
  }
};

inline std::string text_of(simdjson::dom::object row, const char* key) {
  std::string_view text;
  return row[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

inline std::vector<std::string> texts_of(simdjson::dom::object row, const char* key) {
  std::vector<std::string> texts;
  simdjson::dom::array list;
  if (row[key].get(list) != simdjson::SUCCESS) return texts;
  for (const auto one : list) {
    std::string_view text;
    if (one.get(text) == simdjson::SUCCESS) texts.emplace_back(text);
  }
  return texts;
}

// The fields of a judged case as a case of the contract.
inline std::string as_case(simdjson::dom::object row) {
  std::string person;
  for (const auto& [ours, theirs] : {std::pair{"age_years", "age_years"}, {"sex", "sex"}, {"pregnant", "pregnant"}}) {
    simdjson::dom::element value;
    if (row[theirs].get(value) != simdjson::SUCCESS || value.is_null()) continue;
    person += (person.empty() ? "" : ", ") + fmt::format("\"{}\": {}", ours, simdjson::minify(value));
  }
  simdjson::dom::element findings;
  std::string setting = text_of(row, "setting");
  if (setting.empty()) setting = "primary_care";
  const bool known = row["findings"].get(findings) == simdjson::SUCCESS;
  return fmt::format(
      R"({{"lumbar_case": 1, "as_of": "2026-01-01", "person": {{{}}}, "setting": "{}", "findings": {}}})", person,
      setting, known ? simdjson::minify(findings) : "{}");
}

inline Result<Judged> judged(simdjson::dom::object row) {
  Judged one;
  one.id = text_of(row, "id");
  one.condition = text_of(row, "gold_condition_id");
  one.also_right = texts_of(row, "gold_condition_alt");
  one.also_right.push_back(one.condition);
  const auto gold = from_word<Urgency>(text_of(row, "gold_urgency"));
  if (!gold) return Error(one.id + " › gold_urgency › \"" + text_of(row, "gold_urgency") + "\" is no level");
  one.level = *gold;
  one.lowest = one.highest = one.level;
  for (const std::string& word : texts_of(row, "urgency_acceptable")) {
    const auto level = from_word<Urgency>(word);
    if (!level) continue;
    one.lowest = std::min(one.lowest, *level);
    one.highest = std::max(one.highest, *level);
  }
  bool in_vocabulary = true;
  if (row["in_vocabulary"].get(in_vocabulary) == simdjson::SUCCESS) one.in_vocabulary = in_vocabulary;
  one.case_json = as_case(row);
  return one;
}

}  // namespace lumbar
