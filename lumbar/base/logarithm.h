// SPDX-License-Identifier: Apache-2.0
// Natural logarithms, and their inverse, that give the same bits on every platform: the mathematical library of each
// differs in the last digit, and what is printed may not. Pure.
#pragma once
#include <cstddef>

namespace lumbar {

/// The natural logarithm, within 2 units in the last place. 0 gives minus infinity; infinity gives itself; a negative
/// number or NaN gives NaN.
double natural_log(double value);

/// e to the power of `value`, within 1 unit in the last place. Beyond the range of a double: 0 or infinity; NaN gives
/// NaN.
double exponential(double value);
/// The same of each of `count` numbers, in their place, and several times as fast where there are many.
void exponentials(double* values, std::size_t count);

/// A product of positive numbers that leaves the range of a double on the way without harm.
class LongProduct {
 public:
  /// `factor`: > 0 and finite.
  void multiply(double factor) {
    if (factor < 0x1p200 && factor > 0x1p-200) {
      mantissa_ *= factor;
      if (mantissa_ > 0x1p-400 && mantissa_ < 0x1p400) return;
      factor = 1;
    }
    normalise(factor);
  }
  /// Relative error about 1e-16 for each factor; so is the absolute error of its logarithm.
  double log() const;
  /// The product itself; 0 or infinity where it is out of range.
  double value() const;

 private:
  void normalise(double factor);

  double mantissa_ = 1;
  long exponent_ = 0;  // of two
};

}  // namespace lumbar
