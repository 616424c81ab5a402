// SPDX-License-Identifier: Apache-2.0
// JSON text, written key by key in the order of the calls: the same calls give the same bytes.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lumbar::json {

/// Text for a terminal: control and direction characters and broken UTF-8 escaped, at most `most` characters and `…`.
std::string visible(std::string_view text, std::size_t most = 40);

class Writer {
 public:
  explicit Writer(bool pretty) : pretty_(pretty) {}

  Writer& begin_object() { return begin('{', '}'); }
  Writer& begin_list() { return begin('[', ']'); }
  Writer& end();
  Writer& key(std::string_view name);

  Writer& text(std::string_view value);
  Writer& flag(bool value) { return raw(value ? "true" : "false"); }
  Writer& whole(std::int64_t value) { return raw(std::to_string(value)); }
  /// Rounded to six digits; what is not finite has no number in JSON and becomes null.
  Writer& number(double value);
  Writer& null() { return raw("null"); }
  /// A value that is JSON already; a line feed at its end is left out.
  Writer& raw_value(std::string_view json) {
    while (json.ends_with('\n')) json.remove_suffix(1);
    return raw(json);
  }

  Writer& text_at(std::string_view name, std::string_view value) { return key(name).text(value); }
  /// Null where the text is empty.
  Writer& text_or_null_at(std::string_view name, std::string_view value) {
    return value.empty() ? key(name).null() : key(name).text(value);
  }

  /// Null where there is no number.
  Writer& number_or_null_at(std::string_view name, std::optional<double> value) {
    return value ? key(name).number(*value) : key(name).null();
  }

  /// All of it, with a line feed at the end. Every object and list must be closed.
  std::string take() { return std::move(out_) + '\n'; }

 private:
  struct Level {
    char close;
    bool empty = true;
  };
  Writer& begin(char open, char close);
  Writer& raw(std::string_view value);
  void next_item();
  void new_line();

  bool pretty_;
  bool after_key_ = false;
  std::vector<Level> levels_;
  std::string out_;
};

}  // namespace lumbar::json
