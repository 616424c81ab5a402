// SPDX-License-Identifier: Apache-2.0
// Signs that are not known yet, and what examining one would tell.
#pragma once
#include <utility>
#include <vector>

#include "lumbar/clinic/localisation/observe.h"
#include "lumbar/clinic/localisation/places.h"

namespace lumbar {

/// A sign of which at least one side is not known.
struct OpenSign {
  std::size_t sign = 0;
  bool left = false;  ///< can still be examined; of a sign without sides: it alone
  bool right = false;
  double both = 0;
  const Places* places = nullptr;

  /// On the left and right at a place, by the site or by another reason.
  std::pair<double, double> chances(const Place& place) const {
    const auto alone = places->chances(place, sign);
    return {both + (1 - both) * alone.first, both + (1 - both) * alone.second};
  }
};

/// In the order of the facts. A general sign is closed by a finer one that is known.
std::vector<OpenSign> open_signs(const Knowledge& knowledge, const Places& places,
                                 const std::vector<Observation>& seen);

/// One place, and how likely it is.
struct Chance {
  std::size_t place = 0;  ///< in Places::all()
  double chance = 0;
};

/// How much the answer to an open sign tells, on average, of which place it is. The chances add to 1. Bits; at least 0.
double expected_bits(const OpenSign& open, const Places& places, const std::vector<Chance>& chances);

}  // namespace lumbar
