// SPDX-License-Identifier: Apache-2.0
// The normal distribution with the same bits on every platform: additions, products, divisions and roots only.
#pragma once

namespace lumbar::change {

/// e to the `x`, within 2 units in the last place; 0 below -745, infinity above 709.
double exponential(double x);

/// Density of the standard normal distribution.
double normal_density(double z);

/// Chance of at most `z`. Relative error below 1e-12, far tails included.
double normal_below(double z);

/// Its natural logarithm, also where the chance itself would be 0.
double log_normal_below(double z);

/// Density over the chance of at most `z`: what a limit pulls with. About -z far below.
double normal_pull(double z);

/// The `z` below which a standard normal lies with `chance`, within (0, 1).
double normal_quantile(double chance);

}  // namespace lumbar::change
