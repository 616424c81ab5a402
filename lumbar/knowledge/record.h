// SPDX-License-Identifier: Apache-2.0
// Facts as they stand in their files: tables of rows of named fields. Only this room sees TOML.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "lumbar/base/result.h"

namespace lumbar {

using Field = std::variant<std::string, double, bool, std::vector<std::string>>;

/// One row of a table of facts, and where it stands.
class Record {
 public:
  Record() = default;
  explicit Record(std::string place) : place_(std::move(place)) {}

  /// `facts/findings.toml:41`.
  const std::string& place() const { return place_; }
  const std::vector<std::pair<std::string, Field>>& fields() const { return fields_; }
  void reserve(std::size_t fields) { fields_.reserve(fields); }
  void add(std::string name, Field value) { fields_.emplace_back(std::move(name), std::move(value)); }

  bool has(std::string_view name) const { return find(name) != nullptr; }
  /// The text of a field; empty when the field is missing or holds something else.
  const std::string& text(std::string_view name) const;
  std::optional<double> number(std::string_view name) const;
  /// False when missing.
  bool flag(std::string_view name) const;
  const std::vector<std::string>& list(std::string_view name) const;

 private:
  const Field* find(std::string_view name) const;
  std::string place_;
  std::vector<std::pair<std::string, Field>> fields_;
};

/// Tables by the name of their rows: `finding`, `rule`, … A table may be spread over several files.
using Tables = std::map<std::string, std::vector<Record>, std::less<>>;

/// A file of facts, handed in as text.
struct FactFile {
  std::string_view name;
  std::string_view text;
};

/// Adds the rows of one file. Errors: not TOML (file, line, what is wrong); anything else than tables of rows.
Complaint read_tables(const FactFile& file, Tables& into);

}  // namespace lumbar
