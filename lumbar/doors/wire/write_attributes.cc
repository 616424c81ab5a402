// SPDX-License-Identifier: Apache-2.0
// The source attributes of the running build as JSON: sentences from the facts, counts and hash from what was loaded.
#include <algorithm>
#include <array>

#include "lumbar/base/text.h"
#include "lumbar/doors/wire/json_out.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

// What stands between one pair of braces.
std::string value_of(std::string_view name, const Knowledge& knowledge, std::string_view engine_version) {
  if (name == "engine") return std::string(engine_version);
  if (name == "facts") return knowledge.hash();
  const auto words = split(name, ' ');
  if (words.size() < 2 || words.size() > 3 || words[0] != "rows") return "{" + std::string(name) + "}";
  const auto& rows = rows_of(knowledge, words[1]);
  if (words.size() == 2) return std::to_string(rows.size());
  const auto status = from_word<Status>(words[2]);
  return status ? std::to_string(count_with(rows, *status).value_or(0)) : "{" + std::string(name) + "}";
}

}  // namespace

const std::vector<Record>& rows_of(const Knowledge& knowledge, std::string_view table) {
  static const std::vector<Record> nothing;
  const auto found = knowledge.tables().find(table);
  return found == knowledge.tables().end() ? nothing : found->second;
}

std::optional<std::size_t> count_with(const std::vector<Record>& rows, Status status) {
  std::optional<std::size_t> count;
  for (const Record& row : rows) {
    if (row.has("status")) count = count.value_or(0) + (row.text("status") == word_of(status) ? 1 : 0);
  }
  return count;
}

std::string filled_attribute(std::string_view sentence, const Knowledge& knowledge, std::string_view engine_version) {
  std::string filled;
  while (!sentence.empty()) {
    const auto open = sentence.find('{');
    const auto close = sentence.find('}', std::min(open, sentence.size()));
    if (close == std::string_view::npos) break;
    filled += sentence.substr(0, open);
    filled += value_of(sentence.substr(open + 1, close - open - 1), knowledge, engine_version);
    sentence.remove_prefix(close + 1);
  }
  return filled.append(sentence);
}

std::string write_attributes(const Knowledge& knowledge, std::string_view engine_version) {
  json::Writer out(true);
  out.begin_object().key("lumbar_attributes").whole(1);
  out.text_at("rule", "45 CFR 170.315(b)(11)(iv)").text_at("engine", engine_version);
  out.key("facts").begin_object().text_at("hash", knowledge.hash());
  out.key("tables").begin_object();
  for (const auto& [name, rows] : knowledge.tables()) {
    out.key(name).begin_object().key("rows").whole(static_cast<std::int64_t>(rows.size()));
    for (const Status status : {Status::verified, Status::reported, Status::derived, Status::assumed}) {
      if (const auto count = count_with(rows, status))
        out.key(word_of(status)).whole(static_cast<std::int64_t>(*count));
    }
    out.end();
  }
  out.end().end();
  out.key("attributes").begin_list();
  for (const Record& row : rows_of(knowledge, "attribute")) {
    out.begin_object();
    for (const char* field : {"id", "place", "list", "group", "name", "state"}) out.text_at(field, row.text(field));
    out.text_at("says", filled_attribute(row.text("says"), knowledge, engine_version));
    out.key("points").begin_list();
    for (const std::string& point : row.list("points")) out.text(filled_attribute(point, knowledge, engine_version));
    out.end().end();
  }
  return out.end().end().take();
}

}  // namespace lumbar
