// SPDX-License-Identifier: Apache-2.0
// How wide the frontier of inference is: of the cases in a file, and of people who answer no to the whole safety net.
#pragma once
#include <string_view>

#include "lumbar/knowledge/knowledge.h"

namespace lumbar::bench {

/// Prints a table. `cases`: one JSON case a line, as tools/check_vignettes --cases writes them.
void tell_frontiers(const Knowledge& knowledge, std::string_view cases);

}  // namespace lumbar::bench
