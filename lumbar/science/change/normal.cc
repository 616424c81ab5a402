// SPDX-License-Identifier: Apache-2.0
#include "lumbar/science/change/normal.h"

#include <cmath>
#include <initializer_list>
#include <limits>

#include "lumbar/base/logarithm.h"

namespace lumbar::change {

namespace {

constexpr double log_two_high = 0x1.62e42fefa38p-1;  // so few digits that any exponent times it is exact
constexpr double log_two_low = 0x1.ef35793c7673p-45;
constexpr double one_over_log_two = 0x1.71547652b82fep+0;
constexpr double one_over_root_two_pi = 0.39894228040143268;
constexpr double log_root_two_pi = 0.91893853320467274;
constexpr double far = 3;  // beyond, the continued fraction is quick and nothing cancels

/// Chance beyond z over the density at z, z >= far: z + 1/(z + 2/(z + 3/(...))), from the innermost outwards.
double mills(double z) {
  double tail = z;
  for (int depth = 80; depth >= 1; --depth) tail = z + depth / tail;
  return 1 / tail;
}

/// Chance between 0 and z over the density at z, 0 <= z < far: z + z^3/3 + z^5/15 + ... All terms add.
double middle(double z) {
  const double square = z * z;
  double term = z;
  double sum = z;
  for (int odd = 3; term > sum * 1e-17; odd += 2) {
    term *= square / odd;
    sum += term;
  }
  return sum;
}

}  // namespace

double exponential(double x) {
  if (x > 709.78) return std::numeric_limits<double>::infinity();
  if (x < -745.2) return 0;
  const double turns = std::floor(x * one_over_log_two + 0.5);
  const double rest = (x - turns * log_two_high) - turns * log_two_low;  // within about 0.35
  // 1 + rest (1 + rest/2 (1 + rest/3 (...))); a table, since a division takes as long as all the rest.
  double series = 1;
  for (const double part : {1.0 / 14, 1.0 / 13, 1.0 / 12, 1.0 / 11, 1.0 / 10, 1.0 / 9, 1.0 / 8, 1.0 / 7, 1.0 / 6,
                            1.0 / 5, 1.0 / 4, 1.0 / 3, 1.0 / 2, 1.0})
    series = 1 + series * rest * part;
  return std::ldexp(series, static_cast<int>(turns));
}

double normal_density(double z) { return one_over_root_two_pi * exponential(-z * z / 2); }

double normal_below(double z) {
  if (z <= -far) return normal_density(z) * mills(-z);
  if (z >= far) return 1 - normal_density(z) * mills(z);
  return z < 0 ? 0.5 - normal_density(z) * middle(-z) : 0.5 + normal_density(z) * middle(z);
}

double log_normal_below(double z) {
  if (z <= -far) return -z * z / 2 - log_root_two_pi + natural_log(mills(-z));
  return natural_log(normal_below(z));
}

double normal_pull(double z) { return z <= -far ? 1 / mills(-z) : normal_density(z) / normal_below(z); }

double normal_quantile(double chance) {
  double low = -40;
  double high = 40;
  for (int halving = 0; halving < 100; ++halving) {
    const double middle_of_both = (low + high) / 2;
    (normal_below(middle_of_both) < chance ? low : high) = middle_of_both;
  }
  return (low + high) / 2;
}

}  // namespace lumbar::change
