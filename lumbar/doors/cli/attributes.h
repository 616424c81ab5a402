// SPDX-License-Identifier: Apache-2.0
// What the running build says of itself: the source attributes of 45 CFR 170.315(b)(11)(iv), from
// facts/attributes.toml.
#pragma once
#include <string>
#include <string_view>

#include "lumbar/doors/cli/cli.h"

namespace lumbar {

/// `lumbar attributes`: as JSON, or as one page that needs nothing else. `format` is json or html. Returns the exit
/// code.
int attributes_command(const Surroundings& world, const Knowledge& knowledge, std::string_view format,
                       std::string_view engine_version);

}  // namespace lumbar
