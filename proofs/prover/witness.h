// SPDX-License-Identifier: Apache-2.0
// Cases kept to show that something is possible: whoever has one need not search, and a reader can look at it.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/result.h"
#include "proofs/prover/obligation.h"

namespace lumbar::proofs {

/// The cases of proofs/witnesses.txt, as JSON, by obligation and by what the claim is about.
using Witnesses = std::map<std::pair<std::string, std::string>, std::string>;

/// Three columns a line, with bars between: obligation, about, case. Errors: a line without them, with its number.
Result<Witnesses> read_witnesses(std::string_view text);

/// Of each claim, whether its own witness makes all its terms true; worked out by the prover, not by the
/// engine. A witness that is no case of these facts any more makes nothing true.
std::vector<char> witnessed(const std::vector<Claim>& claims, const Witnesses& witnesses, const TriageScript& subject,
                            const Knowledge& knowledge);

/// For each claim that must be possible and is about a rule, a case in which that rule alone gives the level, as little
/// said as will do: those of `kept` that still do it, the others searched anew. Claims without any are left out.
Witnesses find_witnesses(const std::vector<Claim>& claims, const Witnesses& kept, const std::string& script,
                         const TriageScript& subject, const Knowledge& knowledge);

/// As read_witnesses reads it.
std::string write_witnesses(const Witnesses& witnesses);

}  // namespace lumbar::proofs
