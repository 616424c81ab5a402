// SPDX-License-Identifier: Apache-2.0
// Words for a terminal: paragraphs that are wrapped, and names with a value beside them. Private to this room.
#pragma once
#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lumbar/clinic/report/columns.h"
#include "lumbar/clinic/report/wording.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

class TerminalText {
 public:
  /// `prefix` stands before the id of every phrase: "outcome.".
  TerminalText(const Knowledge& knowledge, std::size_t width, std::string prefix)
      : knowledge_(knowledge), width_(width), prefix_(std::move(prefix)) {}

  std::string say(std::string_view id, std::initializer_list<Wording::Gap> gaps = {}) const {
    const std::string whole = prefix_ + std::string(id);
    const std::string& phrase = knowledge_.phrase(whole, Mode::in_public);
    return phrase.empty() ? "[" + whole + "]" : filled(phrase, gaps);
  }

  void paragraph(std::string_view words, std::size_t indent = 0) {
    for (const std::string& line : wrapped(words, width_ - indent)) add(std::string(indent, ' ') + line);
  }
  void gap() { text_ += "\n"; }

  /// A name, and its value in a column of its own.
  void row(std::string_view name, std::string_view value, std::size_t indent = 2) {
    const std::size_t names = std::clamp<std::size_t>(width_ / 3, 16, 30);
    const auto left = wrapped(name, names - 2), right = wrapped(value, width_ - indent - names);
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      add(std::string(indent, ' ') + padded(i < left.size() ? left[i] : "", names) +
          (i < right.size() ? right[i] : ""));
    }
  }

  std::size_t width() const { return width_; }
  std::string take() { return std::move(text_); }

 private:
  void add(const std::string& line) { text_ += line.substr(0, line.find_last_not_of(' ') + 1) + "\n"; }

  const Knowledge& knowledge_;
  std::size_t width_;
  std::string prefix_, text_;
};

}  // namespace lumbar
