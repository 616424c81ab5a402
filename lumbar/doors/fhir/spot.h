// SPDX-License-Identifier: Apache-2.0
// A place inside a resource that came in: the value there and its path, for refusals that say where.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/doors/fhir/elements.h"

namespace lumbar::fhir {

struct Spot {
  const Value* value = nullptr;  ///< null where nothing stands here
  std::string path;              ///< `QuestionnaireResponse.item[2].answer[0].value`

  explicit operator bool() const { return value != nullptr; }
  /// What stands under a key; nothing where there is none or this is no object.
  Spot operator/(std::string_view key) const {
    return {value == nullptr ? nullptr : value->find(key), path + "." + std::string(key)};
  }
  /// The items of a list under a key; none where there is none. What is no list is its own only item, to be refused.
  std::vector<Spot> each(std::string_view key) const {
    const Spot list = *this / key;
    std::vector<Spot> all;
    if (!list) return all;
    if (!list.value->is(json::Kind::list)) return {list};
    for (std::size_t i = 0; i < list.value->items().size(); ++i)
      all.push_back({&list.value->items()[i], list.path + "[" + std::to_string(i) + "]"});
    return all;
  }
  /// The text under a key; empty where there is none.
  const std::string& text(std::string_view key) const {
    static const std::string nothing;
    return value == nullptr ? nothing : value->text_at(key);
  }
  /// The one element of a choice, such as value[x]: the key is told in `type` ("Quantity"), the path ends in `value`.
  Spot choice(std::string_view name, std::string& type) const {
    type.clear();
    if (value == nullptr || !value->is(json::Kind::object)) return {nullptr, path};
    for (std::size_t i = 0; i < value->keys().size(); ++i) {
      const std::string& key = value->keys()[i];
      const bool fits =
          key.starts_with(name) && key.size() > name.size() && key[name.size()] >= 'A' && key[name.size()] <= 'Z';
      if (!fits) continue;
      type = key.substr(name.size());
      return {&value->items()[i], path + "." + std::string(name)};
    }
    return {nullptr, path + "." + std::string(name)};
  }
  Error error(const std::string& what) const { return Error(what).at(path); }
};

}  // namespace lumbar::fhir
