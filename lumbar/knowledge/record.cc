// SPDX-License-Identifier: Apache-2.0
#include "lumbar/knowledge/record.h"

#include <toml++/toml.h>

namespace lumbar {
namespace {

std::string place_of(const FactFile& file, const toml::source_region& region) {
  return std::string(file.name) + ":" + std::to_string(region.begin.line);
}

std::optional<Field> field_of(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return Field(*text);
  if (node.is_number()) return Field(*node.value<double>());
  if (const auto flag = node.value_exact<bool>()) return Field(*flag);
  const toml::array* list = node.as_array();
  if (list == nullptr) return std::nullopt;
  std::vector<std::string> texts;
  for (const toml::node& one : *list) {
    const auto text = one.value_exact<std::string>();
    if (!text) return std::nullopt;
    texts.push_back(*text);
  }
  return Field(std::move(texts));
}

}  // namespace

const Field* Record::find(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (key == name) return &value;
  }
  return nullptr;
}

const std::string& Record::text(std::string_view name) const {
  static const std::string nothing;
  const Field* field = find(name);
  const auto* text = field == nullptr ? nullptr : std::get_if<std::string>(field);
  return text == nullptr ? nothing : *text;
}

std::optional<double> Record::number(std::string_view name) const {
  const Field* field = find(name);
  const auto* number = field == nullptr ? nullptr : std::get_if<double>(field);
  return number == nullptr ? std::nullopt : std::optional(*number);
}

bool Record::flag(std::string_view name) const {
  const Field* field = find(name);
  const auto* flag = field == nullptr ? nullptr : std::get_if<bool>(field);
  return flag != nullptr && *flag;
}

const std::vector<std::string>& Record::list(std::string_view name) const {
  static const std::vector<std::string> nothing;
  const Field* field = find(name);
  const auto* list = field == nullptr ? nullptr : std::get_if<std::vector<std::string>>(field);
  return list == nullptr ? nothing : *list;
}

Complaint read_tables(const FactFile& file, Tables& into) {
  toml::table parsed;
  try {
    parsed = toml::parse(file.text);
  } catch (const toml::parse_error& fault) {
    return Error("not TOML: " + std::string(fault.description()), Fault::facts).at(place_of(file, fault.source()));
  }
  for (const auto& [key, node] : parsed) {
    const std::string name(key.str());
    const toml::array* rows = node.as_array();
    if (rows == nullptr)
      return Error(name + " is not a table of rows; facts are written [[" + name + "]]", Fault::facts)
          .at(place_of(file, node.source()));
    for (const toml::node& row : *rows) {
      const std::string place = place_of(file, row.source());
      const toml::table* fields = row.as_table();
      if (fields == nullptr)
        return Error("a row of " + name + " is not a table; write [[" + name + "]]", Fault::facts).at(place);
      Record record(place);
      for (const auto& [field, value] : *fields) {
        auto read = field_of(value);
        if (!read) {
          return Error("is neither text, number, true or false, nor a list of texts", Fault::facts)
              .at(std::string(field.str()))
              .at(place_of(file, value.source()));
        }
        record.add(std::string(field.str()), std::move(*read));
      }
      into[name].push_back(std::move(record));
    }
  }
  return std::nullopt;
}

}  // namespace lumbar
