// SPDX-License-Identifier: Apache-2.0
// One case, answered by the prover: the same trees read a second time, compared with the engine word for word.
#pragma once
#include <string>

#include "lumbar/clinic/triage/triage.h"
#include "proofs/prover/solver.h"
#include "proofs/prover/triage_script.h"

namespace lumbar::proofs {

/// Every constant of the script, pinned to what was said, or to nothing.
std::vector<Evaluator::Pin> pins_of(const Findings& findings, const TriageScript& script, const Knowledge& knowledge);

/// What an Evaluator has to work out for answer().
std::vector<std::string> terms_of(const TriageScript& script, const Knowledge& knowledge);

/// What the solver makes of the findings of one person, as one line of JSON (the shape of lumbar_reference). Throws
/// std::runtime_error where it differs from `triage` in a rule, the level, what is open, the deadline or the transport.
std::string answer(Evaluator& evaluator, const TriageScript& script, const Findings& findings, const Triage& triage,
                   const Knowledge& knowledge);

}  // namespace lumbar::proofs
