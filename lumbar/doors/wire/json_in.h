// SPDX-License-Identifier: Apache-2.0
// Foreign JSON text, checked as a whole: its form, its limits, and that no key stands twice.
#pragma once
#include <simdjson.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lumbar/base/result.h"
#include "lumbar/doors/wire/json_out.h"  // visible

namespace lumbar::json {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

/// Where an element stands, as links to the place around it; written out only when something is wrong.
struct Path {
  const Path* around = nullptr;
  std::string_view key{};

  Path operator/(std::string_view inner) const { return {this, inner}; }
  /// `findings.fever.onset`; odd characters escaped, long keys shortened.
  std::string text() const;
  Error error(const std::string& what) const { return Error(what).at(text()); }
};

/// Parses `text` into `root`, which lives as long as `parser`. `thing` is what an error calls the whole of it.
/// Errors: not JSON (with line and column), larger or deeper than allowed, a number out of range, a key that stands
/// twice.
Complaint parse(std::string_view text, std::size_t largest_bytes, std::size_t deepest, simdjson::dom::parser& parser,
                Element& root, std::string_view thing = "case");

/// A value as it stands in an error: texts in quotation marks and shortened, objects and lists by name.
std::string shown(const Element& element);

std::optional<Object> object_in(const Element& element);
std::optional<std::string_view> text_in(const Element& element);
std::optional<double> number_in(const Element& element);
std::optional<bool> flag_in(const Element& element);

}  // namespace lumbar::json
