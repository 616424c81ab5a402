// SPDX-License-Identifier: Apache-2.0
// How far one figure may be off, as a standard deviation; from its own interval, or by how well it is known. Private to
// this room.
#pragma once
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

inline double square(double number) { return number * number; }

/// Of the log odds of a chance. `kind` is proportion or prior. 0 where the facts have no spreads.
double spread_of_proportion(const Figure& figure, Status status, FigureKind kind, const Knowledge& knowledge);

/// Of the natural logarithm of a ratio. 0 where the facts have no spreads.
double spread_of_ratio(const Figure& figure, Status status, const Knowledge& knowledge);

/// Of the logarithms of both likelihood ratios of a row. From the interval of the ratio where it was published with
/// one; else from those of sensitivity and specificity, where the row has both; else by its status.
struct RatioSpread {
  double if_present = 0;
  double if_absent = 0;
};
RatioSpread spread_of_row(const Evidence& row, const Knowledge& knowledge);

}  // namespace lumbar
