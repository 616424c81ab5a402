// SPDX-License-Identifier: Apache-2.0
// Picks the exercises of a programme whose phase, bias and adaptations stand already.
#pragma once
#include "lumbar/clinic/programme/forbidden.h"

namespace lumbar {

/// Fills `session`, `left_out` and `few` of `programme`.
void choose_exercises(Exerciser& person, const ProgrammeWishes& wishes, const Knowledge& knowledge,
                      Programme& programme);

}  // namespace lumbar
