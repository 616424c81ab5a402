// SPDX-License-Identifier: Apache-2.0
// `lumbar explain`: what one condition's probability stands on, and what would change the answer.
#pragma once
#include <string>

#include "lumbar/base/case.h"
#include "lumbar/doors/cli/cli.h"

namespace lumbar {

struct ExplainOptions {
  std::string condition;  ///< its id; empty: the leading one
  std::string file;       ///< what the case is called in messages
  bool json = false;
  bool leans_on = false;  ///< also the figures whose doubt matters most (text)
};

/// Writes the explanation; returns the exit code.
int tell_explanation(const Surroundings& world, const Case& person, const Knowledge& knowledge,
                     const ExplainOptions& options);

}  // namespace lumbar
