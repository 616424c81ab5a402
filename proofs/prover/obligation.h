// SPDX-License-Identifier: Apache-2.0
// What must hold for every possible case, as a clinician reads it and as the prover does.
#pragma once
#include <string>
#include <vector>

#include "lumbar/base/result.h"
#include "lumbar/knowledge/knowledge.h"
#include "proofs/prover/triage_script.h"

namespace lumbar::proofs {

/// One file proofs/obligations/<name>.obligation. Lines `key  text`; a line that begins with a blank goes on with the
/// text before.
struct Obligation {
  std::string name;
  std::string says;                  ///< in plain words
  std::vector<std::string> beyond;   ///< what it does not speak of, and why
  std::string for_each;              ///< empty, or: rule, lowering, floor, danger, treatment
  std::vector<std::string> given;    ///< SMT-LIB terms over the people a and b
  std::vector<std::string> never;    ///< each must be impossible, given those
  std::vector<std::string> somehow;  ///< each must be possible, given those
  /// Each is shown for every rule ({rule}), given those. What is claimed of levels is then shown from these steps
  /// alone, whatever the rules' own formulas are.
  std::vector<std::string> step;
};

/// Errors: an unknown key, no name, nothing to show.
Result<Obligation> read_obligation(std::string_view text);

/// One thing to show: an obligation with its gaps filled.
struct Claim {
  std::string obligation, about;   ///< `about` is the rule, floor or finding of one that is for each of them
  std::vector<std::string> terms;  ///< all true at once …
  bool must_be_possible = false;   ///< … must be possible, or must not be
  std::vector<std::string> free;   ///< symbols that stand for anything here, their definitions left out
};

/// One urgency statement of a seed, as a formula of its own.
struct Floor {
  std::string id, says;
  std::string unless;  ///< a finding after which the seed's words no longer speak; empty: none
  logic::Formula formula;
  Urgency level = Urgency::self_care;
};

/// Reads seed_floors.toml, without the rows that stand under another policy only. Errors: as formulas and levels have
/// them.
Result<std::vector<Floor>> read_floors(std::string_view toml, const Knowledge& knowledge, Policy policy);

/// What a rule refines: it need not be the only reason for its level.
struct Refinement {
  std::string rule, of, why;
};

struct Subjects {
  const Knowledge& knowledge;
  TriageScript a, b;
  std::vector<Floor> floors;
  std::vector<Refinement> refinements;
  std::vector<FindingId> lowering;  ///< the only findings whose presence may lower a level

  /// Everything the claims may name. Adds to a and b, so it is called once.
  std::string script();
  std::string episode_script() const;
  std::string danger_script() const;
  std::string plan_script() const;
  std::string kinds_script() const;
};

/// The claims of an obligation, one for each thing it speaks of.
std::vector<Claim> claims_of(const Obligation& obligation, const Subjects& subjects);

}  // namespace lumbar::proofs
