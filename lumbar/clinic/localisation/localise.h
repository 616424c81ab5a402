// SPDX-License-Identifier: Apache-2.0
// Where a lesion may sit, by what was found on examination. It never decides urgency and never reassures. Pure.
#pragma once
#include <cstddef>
#include <optional>
#include <vector>

#include "lumbar/base/scales.h"
#include "lumbar/clinic/findings/findings.h"
#include "lumbar/clinic/triage/triage.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// What one sign did to the odds of a place: 10·log10 of the odds with it over the odds without it.
struct SignWeight {
  std::size_t sign = 0;  ///< place in Knowledge::signs()
  double db = 0;
  Basis basis;  ///< of the chance of the sign there; of its background where the place does not explain it
};

/// A sign not known yet, and what it would do: found on the side of the place, or found normal there.
struct SignMissing {
  std::size_t sign = 0;
  double db_if_present = 0;
  double db_if_absent = 0;
};

/// One place on one side: a root, two neighbouring roots, a nerve, or a whole part of the nervous system.
struct Location {
  std::size_t site = 0;                  ///< place in Knowledge::sites()
  std::optional<std::size_t> next_root;  ///< the root below, caught as well
  std::optional<Side> side;              ///< none where nothing tells it; `left` of an uneven one: worse on the left
  double probability = 0;
  std::vector<SignWeight> speaks_for, speaks_against;  ///< strongest first
  std::vector<SignMissing> missing;                    ///< examined at the bedside; those that would move it most first
};

/// The one bedside test that would best tell the first two places apart.
struct Separating {
  std::size_t sign = 0;
  double bits = 0;             ///< expected information on which of the two, in [0, 1]
  double likely_in_first = 0;  ///< chance to find it, on the side asked, in the first and in the second place
  double likely_in_second = 0;
};

struct Localisation {
  bool localises = false;        ///< something found on examination makes some place likelier than none
  std::vector<Location> ranked;  ///< likeliest first; all of at least 0.5 %, three to twelve; empty without any sign
  double nothing = 1;            ///< chance that no place in the nervous system explains what is known
  std::optional<Separating> separates;
  /// Signs that only a lesion above the lumbar spine makes, and that were found: no lumbar place explains them.
  std::vector<std::size_t> above_lumbar;
  /// Function of the segments S4 and S5: present when some of it was found kept, absent when all was examined and lost.
  /// Never inferred from other segments.
  Presence sacral = Presence::unknown;
};

/// The exact posterior over single sites (and two neighbouring roots) on either or both sides. Given the site and how
/// severe the lesion is, signs are independent. What is not known counts neither way; "not sure" is not known. Empty
/// where the facts have no sites.
Localisation localise(const Findings& findings, const Knowledge& knowledge);

/// The finding by which a sign is known; the one that is examined for it where none of them was stated.
FindingId known_by(const Sign& sign, const Findings& findings);

/// One bedside test that has not been done.
struct ExaminationStep {
  FindingId finding;
  double bits = 0;  ///< expected information on where the lesion sits; 0 where it says nothing of that
  double minutes = 0;
  std::optional<Urgency> could_raise_to;  ///< an open rule waits for it; the highest level of such rules
  std::vector<RuleId> rules;              ///< those rules
};

/// What to examine next, in order: first what could still raise the urgency (highest level, then most rules), then by
/// expected information a minute. What says less than a hundredth of a bit and settles nothing is left out.
std::vector<ExaminationStep> plan_examination(const Findings& findings, const Triage& triage,
                                              const Knowledge& knowledge);

}  // namespace lumbar
