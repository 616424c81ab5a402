// SPDX-License-Identifier: Apache-2.0
// What is kept of a person over time: a profile, and dated entries around a case.
#include <simdjson.h>

#include "lumbar/doors/wire/json_in.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

using json::Element;
using json::Path;

constexpr std::size_t longest_label = 200, longest_note = 20'000;

Complaint check_version(const json::Object& object, std::string_view key) {
  Element version;
  const Path path{nullptr, key};
  if (object.at_key(key).get(version) != simdjson::SUCCESS)
    return path.error("is missing; begin with \"" + std::string(key) + "\": 1");
  if (json::number_in(version) != 1.0)
    return path.error(json::shown(version) + " is not a version this program reads; it reads 1");
  return std::nullopt;
}

Result<std::string> text_of(const Element& value, const Path& path, std::size_t most) {
  const auto text = json::text_in(value);
  if (text && text->size() <= most) return std::string(*text);
  return path.error(json::shown(value) + " cannot stand here; expected a text of up to " + std::to_string(most) +
                    " bytes");
}

}  // namespace

Result<std::string> read_profile(std::string_view text) {
  constexpr std::size_t largest_profile = std::size_t{64} << 10, deepest = 4;
  simdjson::dom::parser parser;
  Element root;
  if (auto complaint = json::parse(text, largest_profile, deepest, parser, root, "profile"))
    return std::move(*complaint);
  const auto object = json::object_in(root);
  if (!object) return Error("holds " + json::shown(root) + "; expected a profile: {\"lumbar_profile\": 1, …}");
  if (auto complaint = check_version(*object, "lumbar_profile")) return std::move(*complaint);
  for (const auto field : *object) {
    const Path path{nullptr, field.key};
    if (field.key == "lumbar_profile") continue;
    if (field.key != "label" && field.key != "note")
      return path.error("has no place in a profile; allowed here: lumbar_profile, label, note");
    auto words = text_of(field.value, path, field.key == "label" ? longest_label : longest_note);
    if (!words) return words.take_error();
  }
  return std::string(simdjson::to_string(root));
}

Result<ReadEntry> read_entry(std::string_view text, const Knowledge& knowledge, const ReadOptions& options) {
  simdjson::dom::parser parser;
  Element root;
  if (auto complaint = json::parse(text, options.largest_bytes, options.deepest, parser, root, "entry"))
    return std::move(*complaint);
  const auto object = json::object_in(root);
  if (!object) return Error("holds " + json::shown(root) + "; expected an entry: {\"lumbar_entry\": 1, …}");
  if (auto complaint = check_version(*object, "lumbar_entry")) return std::move(*complaint);
  ReadOptions of_case = options;
  std::optional<Element> person;
  for (const auto field : *object) {
    const Path path{nullptr, field.key};
    if (field.key == "case") {
      person = field.value;
    } else if (field.key == "on") {
      const auto day = Date::read(json::text_in(field.value).value_or(""));
      if (!day) return path.error(json::shown(field.value) + " is not a date; write it as \"2026-11-21\"");
      of_case.today = *day;  // a case without a day of its own is of this day
    } else if (field.key == "note") {
      auto words = text_of(field.value, path, longest_note);
      if (!words) return words.take_error();
    } else if (field.key != "lumbar_entry") {
      return path.error("has no place in an entry; allowed here: lumbar_entry, on, note, case");
    }
  }
  if (!person) return Path{nullptr, "case"}.error("is missing; an entry holds a case");
  auto read = read_case(simdjson::to_string(*person), knowledge, of_case);
  if (!read) return read.take_error().at("case");
  return ReadEntry{*std::move(read), std::string(simdjson::to_string(root))};
}

}  // namespace lumbar
