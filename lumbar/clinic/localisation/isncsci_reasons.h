// SPDX-License-Identifier: Apache-2.0
// Why a classification says what it says, step by step in the order of the standard; and its values by name.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "lumbar/clinic/localisation/isncsci.h"

namespace lumbar::isncsci {

/// Values as one writes them on the sheet, in their order, commas between, each with `*` when tagged: `C5,C7`, `INT`,
/// `NA,T4`, `C*,D*`; completeness as `C` and `I`.
std::string level_names(const Possible& levels);
std::string zone_names(const Possible& zones);
std::string grade_names(const Possible& grades);
std::string completeness_names(const Possible& completeness);

/// What a step of the standard determines.
enum class Part : std::uint8_t {
  sensory_level,
  motor_level,
  neurological_level,
  completeness,
  impairment_scale,
  sensory_zone,
  motor_zone,
};

enum class Because : std::uint8_t {
  // Levels: what ends the way down the cord at this value.
  sensation_impaired,    ///< at `at`, the next segment
  muscle_weak,           ///< the key muscle of `at`, the next segment, is below 3
  muscle_at_3_or_4,      ///< the key muscle of `at`, the level itself
  sensation_not_so_far,  ///< all key muscles to T1 or S1 are 5, but sensation is impaired at `at`, no further than next
                         ///< to it
  no_contraction,        ///< all is normal down to S3, but the anal sphincter does not contract
  nothing_impaired,
  most_rostral,  ///< of the four levels
  // Completeness, and A and B of the scale.
  nothing_in_s4_5,
  sacral_sparing,
  nothing_far_below,  ///< sensation in S4-5, but nothing moves more than three segments below the motor level
  // C and D.
  contraction,
  moves_far_below,  ///< the key muscle of `at` on `flank`, with the motor level `level` of that side
  non_key_moves_far_below,
  muscles_counted,  ///< below the neurological level `at`, `fewest` to `most` of `of` key muscles have grade 3 or more
  // Zones.
  sacral_sensation,    ///< the sensory zone does not apply
  sacral_contraction,  ///< nor the motor zone
  last_felt,           ///< at `at`
  nothing_felt,
  last_moving,          ///< the key muscle of `at`
  only_finding,         ///< the non-key muscle of `at` alone makes the injury motor incomplete
  nothing_moves_below,  ///< the motor level itself
  // Any part.
  examined_differs,  ///< with the scores as examined it would be `examined`
};

/// One reason for one possible value of a part; some hold for the part as a whole.
struct Reason {
  Part part = Part::sensory_level;
  std::optional<Flank> flank;
  std::optional<unsigned> value;  ///< bit of the value in Possible; none: for all of them
  Because because = Because::nothing_impaired;
  Segment at = c1, level = c1;
  unsigned fewest = 0, most = 0, of = 0;
  Possible examined;
};

/// Where a value can come about in several ways, the first is told. `found` must be what classify says of `exam`.
std::vector<Reason> reasons_for(const Exam& exam, const Classification& found);

}  // namespace lumbar::isncsci
