// SPDX-License-Identifier: Apache-2.0
#include "lumbar/base/logarithm.h"

#include <cmath>
#include <limits>

namespace lumbar {

namespace {

constexpr double log_two_high = 0x1.62e42fefa38p-1;  // so few digits that any exponent times it is exact
constexpr double log_two_low = 0x1.ef35793c7673p-45;

/// log(mantissa x 2^exponent), the mantissa within [0.5, 1).
double log_of(double mantissa, long exponent) {
  if (mantissa < 0.70710678118654752) {  // around 1, so that nothing cancels
    mantissa *= 2;
    --exponent;
  }
  // log m = 2 artanh s with s = (m - 1) / (m + 1), |s| < 0.172: the power series, 1/3 first.
  const double f = mantissa - 1;
  const double s = f / (2 + f);
  const double z = s * s;
  double series = 1.0 / 25;
  for (int odd = 23; odd >= 3; odd -= 2) series = series * z + 1.0 / odd;
  // log(1 + f) = f - s (f - 2 z series): the large part stands alone.
  const double small = s * (f - 2 * z * series);
  const auto turns = static_cast<double>(exponent);
  return turns * log_two_high + (f - (small - turns * log_two_low));
}

}  // namespace

double natural_log(double value) {
  if (value == 0) return -std::numeric_limits<double>::infinity();
  if (!(value > 0)) return std::numeric_limits<double>::quiet_NaN();
  if (value > std::numeric_limits<double>::max()) return value;
  int exponent = 0;
  const double mantissa = std::frexp(value, &exponent);
  return log_of(mantissa, exponent);
}

void LongProduct::normalise(double factor) {
  int exponent = 0;
  const double rest = std::frexp(factor, &exponent);
  exponent_ += exponent;
  mantissa_ = std::frexp(mantissa_ * rest, &exponent);
  exponent_ += exponent;
}

double LongProduct::log() const {
  int exponent = 0;
  const double mantissa = std::frexp(mantissa_, &exponent);
  if (!(mantissa > 0)) return natural_log(mantissa_);
  return log_of(mantissa, exponent_ + exponent);
}

double LongProduct::value() const {
  constexpr long most = 5000;  // far beyond any double
  return std::ldexp(mantissa_, static_cast<int>(exponent_ > most ? most : exponent_ < -most ? -most : exponent_));
}

}  // namespace lumbar
