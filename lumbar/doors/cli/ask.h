// SPDX-License-Identifier: Apache-2.0
// The safety net, asked in plain words in a terminal, for a person who has no file.
#pragma once
#include "lumbar/base/case.h"
#include "lumbar/doors/cli/cli.h"

namespace lumbar {

/// A case from the answers. Stops asking as soon as the answers make an emergency.
/// Errors: the end of input before the first answer.
Result<Case> ask_safety_net(const Surroundings& world, const Knowledge& knowledge, Case so_far);

}  // namespace lumbar
