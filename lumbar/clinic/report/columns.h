// SPDX-License-Identifier: Apache-2.0
// Text in columns of a terminal: how wide it is, and where it breaks. Pure.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lumbar {

/// The text with what must never reach a terminal or a page taken out: control characters, escape sequences and marks
/// that turn the direction of writing become blanks; bytes that are no UTF-8 become U+FFFD. Line ends become blanks.
std::string cleaned(std::string_view text);

/// Columns that UTF-8 text takes: wide characters count two, combining marks none.
std::size_t columns_of(std::string_view text);

/// The text in lines of at most `width` columns, broken between words. A word that is wider is cut, but an address
/// (`https://…`) stays whole. At least one line, perhaps empty.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// The text followed by blanks up to `width` columns.
std::string padded(std::string text, std::size_t width);

}  // namespace lumbar
