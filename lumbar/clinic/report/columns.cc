// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/report/columns.h"

#include <algorithm>
#include <array>

namespace lumbar {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct Range {
  char32_t first, last;
};

template <std::size_t Count>
bool lies_in(char32_t code, const std::array<Range, Count>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& one) { return code >= one.first && code <= one.last; });
}

struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;
};

// The character at the start of `text`; a byte that begins none stands for U+FFFD. Overlong forms and surrogates are
// none.
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {replacement, 1};
  char32_t code = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {replacement, 1};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (overlong || surrogate || code > 0x10FFFF) return {replacement, 1};
  return {code, length};
}

// Control characters, and the marks that reorder what stands around them.
bool is_unsafe(char32_t code) {
  constexpr std::array<Range, 6> unsafe{
      {{0, 0x1F}, {0x7F, 0x9F}, {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069}, {0xFEFF, 0xFEFF}}};
  return lies_in(code, unsafe);
}

std::size_t width_of(char32_t code) {
  constexpr std::array<Range, 5> none{
      {{0x300, 0x36F}, {0x1AB0, 0x1AFF}, {0x200B, 0x200D}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}};
  constexpr std::array<Range, 8> wide{{{0x1100, 0x115F},
                                       {0x2E80, 0xA4CF},
                                       {0xAC00, 0xD7A3},
                                       {0xF900, 0xFAFF},
                                       {0xFE30, 0xFE6F},
                                       {0xFF00, 0xFF60},
                                       {0x1F300, 0x1FAFF},
                                       {0x20000, 0x3FFFD}}};
  if (lies_in(code, none)) return 0;
  return lies_in(code, wide) ? 2 : 1;
}

// How many bytes of `text` fit into `width` columns; at least one character.
std::size_t bytes_that_fit(std::string_view text, std::size_t width) {
  std::size_t bytes = 0;
  std::size_t columns = 0;
  while (bytes < text.size()) {
    const Character one = first_character(text.substr(bytes));
    if (bytes > 0 && columns + width_of(one.code) > width) break;
    columns += width_of(one.code);
    bytes += one.bytes;
  }
  return bytes;
}

bool is_address(std::string_view word) { return word.find("://") != std::string_view::npos; }

}  // namespace

std::string cleaned(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const Character one = first_character(text);
    if (is_unsafe(one.code)) {
      clean += ' ';
    } else if (one.code == replacement) {
      clean += "\xEF\xBF\xBD";
    } else {
      clean += text.substr(0, one.bytes);
    }
    text.remove_prefix(one.bytes);
  }
  return clean;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const Character one = first_character(text);
    columns += width_of(one.code);
    text.remove_prefix(one.bytes);
  }
  return columns;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t used = 0;
  const auto take = [&](std::string_view word, std::size_t columns) {
    if (used > 0 && used + 1 + columns > width) {
      lines.push_back(std::move(line));
      line.clear();
      used = 0;
    }
    if (used > 0) line += ' ';
    used += columns + (used > 0 ? 1 : 0);
    line += word;
  };
  const std::string clean = cleaned(text);
  std::string_view rest = clean;
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    if (rest.empty()) break;
    std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(word.size());
    std::size_t columns = columns_of(word);
    while (columns > width && !is_address(word)) {
      const std::size_t bytes = bytes_that_fit(word, width);
      take(word.substr(0, bytes), columns_of(word.substr(0, bytes)));
      word.remove_prefix(bytes);
      columns = columns_of(word);
    }
    if (!word.empty()) take(word, columns);
  }
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

std::string padded(std::string text, std::size_t width) {
  const std::size_t columns = columns_of(text);
  if (columns < width) text.append(width - columns, ' ');
  return text;
}

}  // namespace lumbar
