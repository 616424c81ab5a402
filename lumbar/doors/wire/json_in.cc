// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/wire/json_in.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "lumbar/base/text.h"

namespace lumbar::json {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct Character {
  std::size_t bytes = 1;
  std::uint32_t code = 0;
  bool valid = false;
};

// The first character of `text`. Which byte sequences are well formed: Unicode 15, table 3-7.
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {1, lead, true};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  std::uint32_t code = lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3F);
  }
  const bool too_long = (bytes == 3 && code < 0x800) || (bytes == 4 && code < 0x10000);
  if (too_long || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {bytes, code, true};
}

// Characters that steer a terminal, or the direction in which it writes.
bool steers(std::uint32_t code) {
  const auto within = [&](std::uint32_t low, std::uint32_t high) { return code >= low && code <= high; };
  return code < 0x20 || within(0x7F, 0x9F) || within(0x200B, 0x200F) || within(0x2028, 0x202E) ||
         within(0x2060, 0x2069) || code == 0xFEFF;
}

std::string escaped(const char* form, std::uint32_t code) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), form, code);
  return text.data();
}

std::string place_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::string_view in_line = before.substr(before.rfind('\n') + 1);
  const auto column = std::count_if(in_line.begin(), in_line.end(),
                                    [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  return "line " + std::to_string(line) + ", column " + std::to_string(column + 1);
}

// The word at the beginning, in quotation marks.
std::string word_at(std::string_view rest) {
  const bool quoted = rest.starts_with('"');
  const auto end = quoted ? rest.find('"', 1) : rest.find_first_of(" \t\r\n,:{}[]\"", 1);
  const std::string_view word =
      rest.substr(quoted ? 1 : 0, end == std::string_view::npos ? end : end - (quoted ? 1 : 0));
  return "\"" + visible(word, 20) + "\"";
}

std::string remark_on(std::string_view rest) {
  const char c = rest.empty() ? ' ' : rest.front();
  const auto begins = [&](std::string_view word) { return rest.substr(0, word.size()) == word; };
  if (begins("NaN") || begins("nan") || begins("Inf") || begins("inf")) {
    return "JSON has no NaN and no Infinity; leave the value out, or write \"unavailable\"";
  }
  if (c == '\'') return "texts and keys stand in double quotation marks";
  if (c == '}' || c == ']') return "a value is missing before it, or a comma is one too many";
  if (c == '/' || c == '#') return "JSON has no comments";
  if (c == '"' || c == '{' || c == '[') return "a comma or a colon is missing before it";
  if (!first_character(rest).valid) return "not UTF-8; save the file as UTF-8";
  if (static_cast<unsigned char>(c) < 0x20) return "a line break or control character inside a text; write \\n";
  if (begins("True") || begins("False") || begins("None")) return "JSON writes true, false, null";
  return "expected a text in double quotation marks, a number, true, false, null, { or [";
}

// What the fast parser found too large to be a number.
bool is_too_large(const boost::json::value& value) {
  const double* number = value.if_double();
  return number != nullptr && !(std::abs(*number) < 9.2e18);
}

std::optional<std::string> path_of_large_number(const boost::json::value& value) {
  if (is_too_large(value)) return std::string();
  const auto inside = [](const std::string& key, const boost::json::value& inner) -> std::optional<std::string> {
    const auto found = path_of_large_number(inner);
    if (!found) return std::nullopt;
    return key + (found->empty() || found->front() == '[' ? "" : ".") + *found;
  };
  if (const auto* object = value.if_object()) {
    for (const auto& member : *object) {
      if (auto found = inside(visible({member.key().data(), member.key().size()}), member.value())) return found;
    }
  }
  if (const auto* array = value.if_array()) {
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (auto found = inside("[" + std::to_string(i) + "]", (*array)[i])) return found;
    }
  }
  return std::nullopt;
}

// The number itself, as it was written: the first that is too large, outside of texts.
std::string large_number_in(std::string_view text) {
  constexpr std::string_view number_letters = "0123456789+-.eE";
  bool in_text = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') ++i;
    if (i < text.size() && text[i] == '"') in_text = !in_text;
    if (in_text || i >= text.size() || (text[i] != '-' && (text[i] < '0' || text[i] > '9'))) continue;
    const std::size_t end = std::min(text.find_first_not_of(number_letters, i), text.size());
    const std::string_view number = text.substr(i, end - i);
    boost::json::error_code fault;
    if (is_too_large(boost::json::parse({number.data(), number.size()}, fault))) return visible(number);
    i = end - 1;
  }
  return "a number";
}

// The fast parser says that something is wrong; the second, slower one says where.
Error explained(std::string_view text, std::size_t deepest, simdjson::error_code fast_fault, const std::string& thing) {
  boost::json::parse_options options;
  options.max_depth = deepest;
  boost::json::stream_parser second({}, options);
  boost::json::error_code fault;
  const std::size_t offset = second.write_some(text.data(), text.size(), fault);
  if (fault == boost::json::error::too_deep || fast_fault == simdjson::DEPTH_ERROR) {
    return Error("objects and lists inside one another, more than " + std::to_string(deepest) + " deep; a " + thing +
                 " needs 4")
        .at(place_of(text, offset));
  }
  if (!fault) {
    const auto after = text.find_first_not_of(" \t\r\n", offset);
    if (after != std::string_view::npos) {
      return Error("\"" + visible(text.substr(after), 12) + "\" follows the end of the " + thing +
                   "; one file holds one " + thing)
          .at(place_of(text, after));
    }
    second.finish(fault);
    if (fault)
      return Error("the text ends before the " + thing + " does; the file seems to be cut off")
          .at(place_of(text, text.size()));
    if (auto path = path_of_large_number(second.release())) {
      return Error(large_number_in(text) + " is out of range; allowed: up to 18 digits, or 1e308").at(*path);
    }
    return Error(std::string("not JSON: ") + simdjson::error_message(fast_fault));
  }
  const std::string_view rest = text.substr(std::min(offset, text.size()));
  return Error("not JSON: " + word_at(rest) + " cannot stand here; " + remark_on(rest)).at(place_of(text, offset));
}

Complaint check_keys(const Element& element, const Path& path) {
  if (const auto object = object_in(element)) {
    std::vector<std::string_view> keys;
    keys.reserve(object->size());
    for (const auto field : *object) keys.push_back(field.key);
    std::sort(keys.begin(), keys.end());
    const auto twice = std::adjacent_find(keys.begin(), keys.end());
    if (twice != keys.end()) return (path / *twice).error("stands twice; say it once");
    for (const auto field : *object) {
      if (auto complaint = check_keys(field.value, path / field.key)) return complaint;
    }
  } else if (element.is_array()) {
    std::size_t place = 0;
    for (const Element inner : simdjson::dom::array(element)) {
      const std::string key = "[" + std::to_string(place++) + "]";
      if (auto complaint = check_keys(inner, path / key)) return complaint;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string Path::text() const {
  std::string whole = around == nullptr ? std::string() : around->text();
  if (!whole.empty() && !key.starts_with('[')) whole += '.';
  return whole + visible(key);
}

std::string visible(std::string_view text, std::size_t most) {
  std::string safe;
  for (std::size_t characters = 0; !text.empty(); ++characters) {
    if (characters == most) return safe + "…";
    const Character one = first_character(text);
    if (!one.valid) {
      safe += escaped("\\x%02x", static_cast<unsigned char>(text.front()));
    } else if (one.code == '\n' || one.code == '\t' || one.code == '\r') {
      safe += one.code == '\n' ? "\\n" : one.code == '\t' ? "\\t" : "\\r";
    } else if (steers(one.code)) {
      safe += escaped("\\u%04x", one.code);
    } else {
      safe += text.substr(0, one.bytes);
    }
    text.remove_prefix(one.bytes);
  }
  return safe;
}

std::string shown(const Element& element) {
  using Type = simdjson::dom::element_type;
  switch (element.type()) {
    case Type::ARRAY: return "a list";
    case Type::OBJECT: return "an object";
    case Type::INT64: return std::to_string(std::int64_t(element));
    case Type::UINT64: return std::to_string(std::uint64_t(element));
    case Type::DOUBLE: return written(double(element), 15);
    case Type::STRING: return "\"" + visible(std::string_view(element)) + "\"";
    case Type::BOOL: return bool(element) ? "true" : "false";
    case Type::NULL_VALUE: return "null";
  }
  return "this";
}

std::optional<Object> object_in(const Element& element) {
  Object object;
  return element.get(object) == simdjson::SUCCESS ? std::optional(object) : std::nullopt;
}

std::optional<std::string_view> text_in(const Element& element) {
  std::string_view text;
  return element.get(text) == simdjson::SUCCESS ? std::optional(text) : std::nullopt;
}

std::optional<double> number_in(const Element& element) {
  double number = 0;
  return element.get(number) == simdjson::SUCCESS ? std::optional(number) : std::nullopt;
}

std::optional<bool> flag_in(const Element& element) {
  bool flag = false;
  return element.get(flag) == simdjson::SUCCESS ? std::optional(flag) : std::nullopt;
}

Complaint parse(std::string_view text, std::size_t largest_bytes, std::size_t deepest, simdjson::dom::parser& parser,
                Element& root, std::string_view thing) {
  const std::string name(thing);
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  if (text.size() > largest_bytes) {
    return Error("the text has " + std::to_string(text.size()) + " bytes; a " + name + " has at most " +
                 std::to_string(largest_bytes));
  }
  if (trimmed(text).empty())
    return Error("the file is empty; expected a " + name + (thing == "case" ? ": {\"lumbar_case\": 1, …}" : ": {…}"));
  auto fault = parser.allocate(text.size(), deepest + 1);
  if (fault == simdjson::SUCCESS) fault = parser.parse(text.data(), text.size()).get(root);
  if (fault == simdjson::MEMALLOC) return Error("not enough memory for this " + name, Fault::environment);
  if (fault != simdjson::SUCCESS) return explained(text, deepest, fault, name);
  return check_keys(root, {});
}

}  // namespace lumbar::json
