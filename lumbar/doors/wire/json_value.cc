// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/wire/json_value.h"

#include <algorithm>

#include "lumbar/base/text.h"
#include "lumbar/doors/wire/json_in.h"
#include "lumbar/doors/wire/json_out.h"

namespace lumbar::json {
namespace {

Value tree_of(const Element& element) {
  using Type = simdjson::dom::element_type;
  switch (element.type()) {
    case Type::NULL_VALUE: return {};
    case Type::BOOL: return bool(element);
    case Type::INT64: return std::int64_t(element);
    case Type::UINT64: return static_cast<double>(std::uint64_t(element));
    case Type::DOUBLE: return double(element);
    case Type::STRING: return std::string(std::string_view(element));
    case Type::ARRAY: {
      Value list = Value::of_kind(Kind::list);
      for (const Element inner : simdjson::dom::array(element)) list.keep({}, tree_of(inner));
      return list;
    }
    case Type::OBJECT: {
      Value object = Value::of_kind(Kind::object);
      for (const auto field : Object(element)) object.keep(field.key, tree_of(field.value));
      return object;
    }
  }
  return {};
}

void write(const Value& value, Writer& out) {
  switch (value.kind()) {
    case Kind::null: out.null(); return;
    case Kind::flag: out.flag(value.flag()); return;
    case Kind::whole: out.whole(value.whole()); return;
    case Kind::number: out.number(value.number()); return;
    case Kind::text: out.text(value.text()); return;
    case Kind::list:
      out.begin_list();
      for (const Value& item : value.items()) write(item, out);
      out.end();
      return;
    case Kind::object:
      out.begin_object();
      for (std::size_t i = 0; i < value.keys().size(); ++i) write(value.items()[i], out.key(value.keys()[i]));
      out.end();
      return;
  }
}

}  // namespace

Value Value::object(std::initializer_list<std::pair<std::string_view, Value>> members) {
  Value made = of_kind(Kind::object);
  for (const auto& [key, value] : members) made.add(key, value);
  return made;
}

Value Value::list(std::initializer_list<Value> items) {
  Value made = of_kind(Kind::list);
  for (const Value& item : items) made.push(item);
  return made;
}

Value Value::of_kind(Kind kind) {
  Value made;
  made.kind_ = kind;
  return made;
}

bool Value::empty() const {
  switch (kind_) {
    case Kind::null: return true;
    case Kind::text: return text_.empty();
    case Kind::list:
    case Kind::object: return items_.empty();
    case Kind::flag:
    case Kind::whole:
    case Kind::number: return false;
  }
  return true;
}

const Value* Value::find(std::string_view key) const {
  const auto found = std::find(keys_.begin(), keys_.end(), key);
  return found == keys_.end() ? nullptr : &items_[static_cast<std::size_t>(found - keys_.begin())];
}

const std::string& Value::text_at(std::string_view key) const {
  static const std::string nothing;
  const Value* found = find(key);
  return found == nullptr ? nothing : found->text_;
}

Value& Value::add(std::string_view key, Value value) {
  kind_ = Kind::object;
  if (!value.empty()) keep(key, std::move(value));
  return *this;
}

Value& Value::push(Value value) {
  kind_ = Kind::list;
  if (!value.empty()) keep({}, std::move(value));
  return *this;
}

void Value::keep(std::string_view key, Value value) {
  if (kind_ == Kind::object) keys_.emplace_back(key);
  items_.push_back(std::move(value));
}

Result<Value> read_value(std::string_view text, std::size_t largest_bytes, std::size_t deepest,
                         std::string_view thing) {
  simdjson::dom::parser parser;
  Element root;
  if (auto complaint = parse(text, largest_bytes, deepest, parser, root, thing)) return std::move(*complaint);
  return tree_of(root);
}

std::string write_value(const Value& value, bool pretty) {
  Writer out(pretty);
  write(value, out);
  return out.take();
}

std::string shown(const Value& value) {
  switch (value.kind()) {
    case Kind::null: return "null";
    case Kind::flag: return value.flag() ? "true" : "false";
    case Kind::whole: return std::to_string(value.whole());
    case Kind::number: return written(value.number(), 15);
    case Kind::text: return "\"" + visible(value.text()) + "\"";
    case Kind::list: return "a list";
    case Kind::object: return "an object";
  }
  return "this";
}

}  // namespace lumbar::json
