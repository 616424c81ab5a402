// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/wire/json_out.h"

#include <array>
#include <cmath>
#include <cstdio>

#include "lumbar/base/text.h"

namespace lumbar::json {

Writer& Writer::begin(char open, char close) {
  next_item();
  out_ += open;
  levels_.push_back({close});
  return *this;
}

Writer& Writer::end() {
  const Level level = levels_.back();
  levels_.pop_back();
  if (!level.empty) new_line();
  out_ += level.close;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  text(name);
  out_ += pretty_ ? ": " : ":";
  after_key_ = true;
  return *this;
}

Writer& Writer::text(std::string_view value) {
  next_item();
  out_ += '"';
  for (const char c : value) {
    switch (c) {
      case '"': out_ += "\\\""; break;
      case '\\': out_ += "\\\\"; break;
      case '\n': out_ += "\\n"; break;
      case '\r': out_ += "\\r"; break;
      case '\t': out_ += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          std::array<char, 8> code{};
          std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(c));
          out_ += code.data();
        } else {
          out_ += c;
        }
    }
  }
  out_ += '"';
  return *this;
}

Writer& Writer::number(double value) { return std::isfinite(value) ? raw(written(value)) : null(); }

Writer& Writer::raw(std::string_view value) {
  next_item();
  out_ += value;
  return *this;
}

void Writer::next_item() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (levels_.empty()) return;
  if (!levels_.back().empty) out_ += ',';
  levels_.back().empty = false;
  new_line();
}

void Writer::new_line() {
  if (!pretty_) return;
  out_ += '\n';
  out_.append(2 * levels_.size(), ' ');
}

}  // namespace lumbar::json
