// SPDX-License-Identifier: Apache-2.0
// For the page and the picture of measured strength.
#pragma once
#include <string>
#include <string_view>

namespace lumbar {

/// Text that may stand between tags and inside quotation marks of HTML and SVG.
std::string safe_in_markup(std::string_view text);

}  // namespace lumbar
