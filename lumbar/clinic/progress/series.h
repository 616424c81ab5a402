// SPDX-License-Identifier: Apache-2.0
// The series of a course, and the advice on load that the sessions give. No triage in here.
#pragma once
#include "lumbar/clinic/progress/progress.h"

namespace lumbar {

/// The overload rule of the sessions told up to the last entry; `open` and `stopped` come from the triage.
LoadAdvice advise_load(const Course& course, bool stopped, bool open, bool paced, const Knowledge& knowledge);

/// Sessions done over sessions planned, over all entries that told both; at most 1.
std::optional<double> adherence_of(const Course& course);

}  // namespace lumbar
