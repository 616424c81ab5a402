// SPDX-License-Identifier: Apache-2.0
// How the page of a report looks.
#pragma once
#include <string_view>

namespace lumbar {

/// The whole style sheet: light and dark by the reader's setting, always light on paper; asks nothing of the network.
std::string_view page_style();

}  // namespace lumbar
