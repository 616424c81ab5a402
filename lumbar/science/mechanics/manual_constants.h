// SPDX-License-Identifier: Apache-2.0
// For tests: the constants and tables of the applications manual, DHHS (NIOSH) 94-110, revised 2021, pp. 7-18. The
// program has them from facts/lifting.toml.
#pragma once
#include "lumbar/science/mechanics/mechanics.h"

namespace lumbar::mechanics {

inline LiftingConstants manual_constants() {
  LiftingConstants c;
  c.load = 23;
  c.horizontal_least = 25, c.horizontal_most = 63;
  c.vertical_best = 75, c.vertical_slope = 0.003, c.vertical_most = 175;
  c.distance_base = 0.82, c.distance_slope = 4.5, c.distance_least = 25, c.distance_most = 175;
  c.asymmetry_slope = 0.0032, c.asymmetry_most = 135;
  c.split = 75;
  const auto row = [&](double rate, double a, double b, double d, double e, double f, double g) {
    c.frequency.push_back({rate, {{{a, b}, {d, e}, {f, g}}}});
  };
  row(0.2, 1.00, 1.00, 0.95, 0.95, 0.85, 0.85);
  row(0.5, 0.97, 0.97, 0.92, 0.92, 0.81, 0.81);
  row(1, 0.94, 0.94, 0.88, 0.88, 0.75, 0.75);
  row(2, 0.91, 0.91, 0.84, 0.84, 0.65, 0.65);
  row(3, 0.88, 0.88, 0.79, 0.79, 0.55, 0.55);
  row(4, 0.84, 0.84, 0.72, 0.72, 0.45, 0.45);
  row(5, 0.80, 0.80, 0.60, 0.60, 0.35, 0.35);
  row(6, 0.75, 0.75, 0.50, 0.50, 0.27, 0.27);
  row(7, 0.70, 0.70, 0.42, 0.42, 0.22, 0.22);
  row(8, 0.60, 0.60, 0.35, 0.35, 0.18, 0.18);
  row(9, 0.52, 0.52, 0.30, 0.30, 0.00, 0.15);
  row(10, 0.45, 0.45, 0.26, 0.26, 0.00, 0.13);
  row(11, 0.41, 0.41, 0.00, 0.23, 0.00, 0.00);
  row(12, 0.37, 0.37, 0.00, 0.21, 0.00, 0.00);
  row(13, 0.00, 0.34, 0.00, 0.00, 0.00, 0.00);
  row(14, 0.00, 0.31, 0.00, 0.00, 0.00, 0.00);
  row(15, 0.00, 0.28, 0.00, 0.00, 0.00, 0.00);
  c.coupling = {{{1, 1}, {0.95, 1}, {0.9, 0.9}}};
  c.recovery = {1, 0.3};
  c.work_minutes = {60, 120, 480};
  return c;
}

}  // namespace lumbar::mechanics
