// SPDX-License-Identifier: Apache-2.0
// Numbers are written seven bits a byte, lowest first, the eighth bit saying that more follow. Texts stand once, at the
// front; rows name them by their number. Rows of a table mostly have the same fields: those lists stand once too.
#include "lumbar/knowledge/packed.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <map>

namespace lumbar {
namespace {

constexpr std::string_view first_line = "lumbar facts 1\n";

enum Kind : std::uint8_t { text_kind, number_kind, no_kind, yes_kind, list_kind };

class Writer {
 public:
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) out_ += static_cast<char>(value | 0x80U);
    out_ += static_cast<char>(value);
  }
  void real(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (unsigned shift = 0; shift < 64; shift += 8) out_ += static_cast<char>(bits >> shift);
  }
  void bytes(std::string_view text) {
    number(text.size());
    out_ += text;
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// Reads what may have been cut off anywhere: past the end everything is nothing and `failed` stays true.
class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}

  bool failed() const { return failed_; }
  bool at_end() const { return rest_.empty(); }
  void fail() {
    failed_ = true;
    rest_ = {};
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t byte = one();
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) return value;
    }
    fail();
    return 0;
  }
  /// How many of something follow; each takes at least one byte, so that a wrong number cannot ask for much memory.
  std::size_t count() {
    const std::uint64_t value = number();
    if (value > rest_.size()) fail();
    return failed_ ? 0 : static_cast<std::size_t>(value);
  }
  double real() {
    std::uint64_t bits = 0;
    for (unsigned shift = 0; shift < 64; shift += 8) bits |= static_cast<std::uint64_t>(one()) << shift;
    return std::bit_cast<double>(bits);
  }
  std::string_view bytes() {
    const std::size_t size = count();
    const std::string_view text = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return text;
  }
  std::uint8_t one() {
    if (rest_.empty()) {
      fail();
      return 0;
    }
    const auto byte = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

class Texts {
 public:
  std::uint64_t operator()(std::string_view text) {
    const auto [found, fresh] = numbers_.emplace(text, list_.size());
    if (fresh) list_.push_back(found->first);
    return found->second;
  }
  const std::vector<std::string_view>& list() const { return list_; }

 private:
  std::map<std::string, std::uint64_t, std::less<>> numbers_;
  std::vector<std::string_view> list_;  // into numbers_, whose keys stay where they are
};

std::pair<std::string_view, std::uint64_t> file_and_line(std::string_view place) {
  const auto colon = place.rfind(':');
  std::uint64_t line = 0;
  for (const char digit : place.substr(colon + 1)) line = line * 10 + static_cast<std::uint64_t>(digit - '0');
  return {place.substr(0, colon), line};
}

std::uint8_t kind_of(const Field& field) {
  if (std::holds_alternative<std::string>(field)) return text_kind;
  if (std::holds_alternative<double>(field)) return number_kind;
  if (const bool* flag = std::get_if<bool>(&field)) return *flag ? yes_kind : no_kind;
  return list_kind;
}

void write_field(const Field& field, Texts& texts, Writer& out) {
  if (const auto* text = std::get_if<std::string>(&field)) out.number(texts(*text));
  if (const auto* number = std::get_if<double>(&field)) out.real(*number);
  if (const auto* list = std::get_if<std::vector<std::string>>(&field)) {
    out.number(list->size());
    for (const std::string& one : *list) out.number(texts(one));
  }
}

// A shape: the fields of a row by name and kind.
using Shape = std::vector<std::pair<std::uint64_t, std::uint8_t>>;

Field field_of(std::uint8_t kind, const std::vector<std::string_view>& texts, Reader& in) {
  const auto text = [&]() -> std::string_view {
    const std::uint64_t number = in.number();
    if (number < texts.size()) return texts[number];
    in.fail();
    return {};
  };
  switch (kind) {
    case text_kind: return Field(std::string(text()));
    case number_kind: return Field(in.real());
    case no_kind: return Field(false);
    case yes_kind: return Field(true);
    default: break;
  }
  if (kind != list_kind) in.fail();
  std::vector<std::string> list(in.count());
  for (std::string& one : list) one = text();
  return Field(std::move(list));
}

}  // namespace

std::string pack(const ReadTables& read) {
  Texts texts;
  std::map<Shape, std::uint64_t> shapes;
  std::vector<const Shape*> shape_list;
  Writer rows_out;
  rows_out.number(read.tables.size());
  for (const auto& [name, rows] : read.tables) {
    rows_out.number(texts(name));
    rows_out.number(rows.size());
    for (const Record& row : rows) {
      Shape shape;
      for (const auto& [field, value] : row.fields()) shape.emplace_back(texts(field), kind_of(value));
      const auto [found, fresh] = shapes.emplace(std::move(shape), shapes.size());
      if (fresh) shape_list.push_back(&found->first);
      const auto [file, line] = file_and_line(row.place());
      rows_out.number(found->second);
      rows_out.number(texts(file));
      rows_out.number(line);
      for (const auto& [field, value] : row.fields()) write_field(value, texts, rows_out);
    }
  }
  Writer head;
  head.bytes(read.hash);
  head.number(texts.list().size());
  for (const std::string_view text : texts.list()) head.bytes(text);
  head.number(shape_list.size());
  for (const Shape* shape : shape_list) {
    head.number(shape->size());
    for (const auto& [field, kind] : *shape) {
      head.number(field);
      head.number(kind);
    }
  }
  return std::string(first_line) + head.take() + rows_out.take();
}

Result<ReadTables> unpack(std::string_view packed) {
  const Error broken("not a whole packing of facts of this version; build anew", Fault::environment);
  if (!packed.starts_with(first_line)) return broken;
  Reader in(packed.substr(first_line.size()));
  ReadTables read;
  read.hash = in.bytes();
  std::vector<std::string_view> texts(in.count());
  for (std::string_view& text : texts) text = in.bytes();
  std::vector<std::vector<std::pair<std::string_view, std::uint8_t>>> shapes(in.count());
  for (auto& shape : shapes) {
    shape.resize(in.count());
    for (auto& [field, kind] : shape) {
      const std::uint64_t number = in.number();
      if (number >= texts.size()) return broken;
      field = texts[number];
      kind = in.one();
    }
  }
  for (std::size_t tables = in.count(); tables-- > 0 && !in.failed();) {
    const std::uint64_t name = in.number();
    if (name >= texts.size()) return broken;
    std::vector<Record>& rows = read.tables[std::string(texts[name])];
    const std::size_t count = in.count();
    rows.reserve(count);
    while (rows.size() < count && !in.failed()) {
      const std::uint64_t shape = in.number();
      const std::uint64_t file = in.number();
      const std::uint64_t line = in.number();
      if (shape >= shapes.size() || file >= texts.size()) return broken;
      Record& row = rows.emplace_back(std::string(texts[file]) + ":" + std::to_string(line));
      row.reserve(shapes[shape].size());
      for (const auto& [field, kind] : shapes[shape]) row.add(std::string(field), field_of(kind, texts, in));
    }
  }
  if (in.failed() || !in.at_end()) return broken;
  return read;
}

}  // namespace lumbar
