// SPDX-License-Identifier: Apache-2.0
// What the solver found, as a case that `lumbar assess` reads: as little said as will do.
#pragma once
#include <string>
#include <vector>

#include "proofs/prover/solver.h"
#include "proofs/prover/triage_script.h"

namespace lumbar::proofs {

/// One JSON case a subject, in their order, for which all terms are true; the findings that matter and no others.
/// `seconds` bounds the search for a smaller case. Call it when possible(terms) is known to be true; it runs its own.
std::vector<std::string> smallest_cases(Solver& solver, const Knowledge& knowledge,
                                        const std::vector<const TriageScript*>& subjects,
                                        const std::vector<std::string>& terms, double seconds);

/// Values that a reader of cases accepts: ages, grades, temperatures as they occur. Named `|a plausible|`.
std::string plausible(const Knowledge& knowledge, const TriageScript& script);

}  // namespace lumbar::proofs
