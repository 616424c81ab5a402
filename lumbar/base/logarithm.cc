// SPDX-License-Identifier: Apache-2.0
#include "lumbar/base/logarithm.h"

#include <bit>
#include <cmath>
#include <cstdint>
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

// e^value = 2^turns e^rest with |rest| below 0.347.
struct Turned {
  double high, low;  // their difference is the rest
  double shifted;    // turns + 1.5 x 2^52: the lowest bits are the turns, negative ones too
  double turns;
};

inline Turned turned(double value) {
  constexpr double shift = 0x1.8p52;
  const double shifted = value * 0x1.71547652b82fep0 + shift;
  const double turns = shifted - shift;
  return {value - turns * log_two_high, turns * log_two_low, shifted, turns};
}

// e^rest, the power series; the terms up to the 13th lie in four independent chains, which is quicker than one.
inline double exp_of_rest(const Turned& from) {
  const double r = from.high - from.low;
  const double z = r * r;
  const double q = z * z;
  const double first = 1.0 / 2 + r * (1.0 / 6);
  const double second = 1.0 / 24 + r * (1.0 / 120);
  const double third = 1.0 / 720 + r * (1.0 / 5040);
  const double fourth = 1.0 / 40320 + r * (1.0 / 362880);
  const double fifth = 1.0 / 3628800 + r * (1.0 / 39916800);
  const double last = 1.0 / 479001600 + r * (1.0 / 6227020800);
  const double series = (first + z * second) + q * ((third + z * fourth) + q * (fifth + z * last));
  return 1 + (from.high + (z * series - from.low));
}

// Where neither e^value nor 2^turns leaves the normal numbers.
constexpr double widest = 708;

inline double exponential_within(double value) {
  const Turned from = turned(value);
  const auto exponent = (std::bit_cast<std::uint64_t>(from.shifted) + 1023U) << 52U;
  return exp_of_rest(from) * std::bit_cast<double>(exponent);
}

}  // namespace

double exponential(double value) {
  if (value >= -widest && value <= widest) return exponential_within(value);
  if (value > 710) return std::numeric_limits<double>::infinity();
  if (value < -746) return 0;
  const Turned from = turned(value);
  if (!(from.turns > -2000 && from.turns < 2000)) return std::numeric_limits<double>::quiet_NaN();
  return std::ldexp(exp_of_rest(from), static_cast<int>(from.turns));
}

void exponentials(double* values, std::size_t count) {
  double furthest = 0;
  bool numbers = true;
  for (std::size_t i = 0; i < count; ++i) {
    const double size = values[i] < 0 ? -values[i] : values[i];
    furthest = furthest < size ? size : furthest;
    numbers = numbers && values[i] == values[i];
  }
  if (numbers && furthest <= widest) {
    for (std::size_t i = 0; i < count; ++i) values[i] = exponential_within(values[i]);
  } else {
    for (std::size_t i = 0; i < count; ++i) values[i] = exponential(values[i]);
  }
}

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
