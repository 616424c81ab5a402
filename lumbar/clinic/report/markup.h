// SPDX-License-Identifier: Apache-2.0
// Text on its way into HTML or SVG. Private to this room.
#pragma once
#include <string>
#include <string_view>

namespace lumbar {

/// Everything that is not our own markup passes here: text of the facts, and above all text that came with a case.
/// Without control characters; safe between tags and inside quoted attributes.
std::string escaped(std::string_view text);

}  // namespace lumbar
