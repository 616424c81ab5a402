// SPDX-License-Identifier: Apache-2.0
// JSON as a tree of values, for doors that read or write other JSON than cases and assessments.
#pragma once
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lumbar/base/result.h"

namespace lumbar::json {

enum class Kind : std::uint8_t { null, flag, whole, number, text, list, object };

/// One value with everything inside it. What is empty (null, "", [] or {}) is left out by the building functions, so
/// that a tree never holds what says nothing.
class Value {
 public:
  Value() = default;
  Value(bool flag) : kind_(Kind::flag), flag_(flag) {}                    // NOLINT: reads as JSON does
  Value(int whole) : kind_(Kind::whole), whole_(whole) {}                 // NOLINT
  Value(std::int64_t whole) : kind_(Kind::whole), whole_(whole) {}        // NOLINT
  Value(double number) : kind_(Kind::number), number_(number) {}          // NOLINT
  Value(const char* text) : kind_(Kind::text), text_(text) {}             // NOLINT
  Value(std::string_view text) : kind_(Kind::text), text_(text) {}        // NOLINT
  Value(std::string text) : kind_(Kind::text), text_(std::move(text)) {}  // NOLINT
  static Value object(std::initializer_list<std::pair<std::string_view, Value>> members = {});
  static Value list(std::initializer_list<Value> items = {});
  /// An empty list or object is kept where a reader needs it: it came in so.
  static Value of_kind(Kind kind);

  Kind kind() const { return kind_; }
  bool is(Kind kind) const { return kind_ == kind; }
  /// Null, "", [] or {}.
  bool empty() const;

  bool flag() const { return flag_; }
  std::int64_t whole() const { return whole_; }
  double number() const { return kind_ == Kind::whole ? static_cast<double>(whole_) : number_; }
  bool is_number() const { return kind_ == Kind::whole || kind_ == Kind::number; }
  /// Empty where it is no text.
  const std::string& text() const { return text_; }

  /// Items of a list, or values of an object in the order of its keys; none otherwise.
  const std::vector<Value>& items() const { return items_; }
  const std::vector<std::string>& keys() const { return keys_; }
  /// The value under a key; null where there is none.
  const Value* find(std::string_view key) const;
  /// The text under a key; empty where there is none.
  const std::string& text_at(std::string_view key) const;

  /// Adds to an object, unless `value` is empty.
  Value& add(std::string_view key, Value value);
  /// Adds to a list, unless `value` is empty.
  Value& push(Value value);
  /// Adds as it came, also what is empty. `key` is left out in a list.
  void keep(std::string_view key, Value value);

 private:
  Kind kind_ = Kind::null;
  bool flag_ = false;
  std::int64_t whole_ = 0;
  double number_ = 0;
  std::string text_;
  std::vector<std::string> keys_;  // of an object, one for each of items_
  std::vector<Value> items_;
};

/// Foreign text as a tree. Errors: those of every reader here: no JSON (with line and column), too large, too deep, a
/// key that stands twice, a number out of range. `thing` is what the words call the whole of it.
Result<Value> read_value(std::string_view text, std::size_t largest_bytes, std::size_t deepest, std::string_view thing);

/// As text, with a line feed at the end. Numbers are rounded to six digits.
std::string write_value(const Value& value, bool pretty);

/// As it stands in an error: texts in quotation marks and shortened, objects and lists by name.
std::string shown(const Value& value);

}  // namespace lumbar::json
