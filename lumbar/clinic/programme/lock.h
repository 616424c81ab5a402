// SPDX-License-Identifier: Apache-2.0
// What holds a programme, or keeps it gentle. Pure.
#pragma once
#include "lumbar/clinic/programme/programme.h"

namespace lumbar {

/// Sets `held`, and what keeps it: open rules, those left to a clinician who has looked, those that only an examination
/// can close and of which nothing is there.
void lock(const Triage& triage, const Findings& findings, const PhaseFacts& facts, const Knowledge& knowledge,
          Programme& programme);

}  // namespace lumbar
