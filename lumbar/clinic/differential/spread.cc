// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/differential/spread.h"

#include <algorithm>
#include <cmath>

#include "lumbar/base/logarithm.h"

namespace lumbar {
namespace {

constexpr double widths_of_95 = 2 * 1.959963984540054;  // a 95 % interval of a normal, in standard deviations

double log_odds(double chance) { return natural_log(chance) - natural_log(1 - chance); }

// A bound of 0 or 1 has no log odds: it is a small series, not a certainty.
double bounded(double chance) { return std::clamp(chance, 1e-4, 1 - 1e-4); }

bool has_interval(const Figure& figure) { return figure.low && figure.high && *figure.low < *figure.high; }

}  // namespace

double spread_of_proportion(const Figure& figure, Status status, FigureKind kind, const Knowledge& knowledge) {
  const auto spread = knowledge.spread(kind, status);
  if (!spread) return 0;
  if (!has_interval(figure)) return spread->alone;
  return spread->widened * (log_odds(bounded(*figure.high)) - log_odds(bounded(*figure.low))) / widths_of_95;
}

double spread_of_ratio(const Figure& figure, Status status, const Knowledge& knowledge) {
  const auto spread = knowledge.spread(FigureKind::ratio, status);
  if (!spread) return 0;
  if (!has_interval(figure) || *figure.low <= 0) return spread->alone;
  return spread->widened * natural_log(*figure.high / *figure.low) / widths_of_95;
}

RatioSpread spread_of_row(const Evidence& row, const Knowledge& knowledge) {
  const Status status = row.basis.status;
  RatioSpread spread{spread_of_ratio(row.ratio_present, status, knowledge),
                     spread_of_ratio(row.ratio_absent, status, knowledge)};
  if (!row.sensitivity.point || !row.specificity.point) return spread;
  // LR+ = sensitivity / (1 - specificity), LR- = (1 - sensitivity) / specificity; both in logarithms.
  const double sensitivity = *row.sensitivity.point;
  const double specificity = *row.specificity.point;
  const double by_sensitivity = spread_of_proportion(row.sensitivity, status, FigureKind::proportion, knowledge);
  const double by_specificity = spread_of_proportion(row.specificity, status, FigureKind::proportion, knowledge);
  if (!has_interval(row.ratio_present))
    spread.if_present = std::sqrt(square((1 - sensitivity) * by_sensitivity) + square(specificity * by_specificity));
  if (!has_interval(row.ratio_absent))
    spread.if_absent = std::sqrt(square(sensitivity * by_sensitivity) + square((1 - specificity) * by_specificity));
  return spread;
}

}  // namespace lumbar
