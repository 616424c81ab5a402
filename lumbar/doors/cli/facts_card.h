// SPDX-License-Identifier: Apache-2.0
// The card of a condition: how common, how urgent, what usually, always and hardly ever goes with it.
#pragma once
#include <string>

#include "lumbar/doors/cli/cli.h"

namespace lumbar {

/// `lumbar facts card NAME`: a condition, or a card of the facts; with `all`, every figure behind it. Exit codes: 0, 2.
int card_command(const Surroundings& world, const Knowledge& knowledge, const std::string& name, bool all);

}  // namespace lumbar
