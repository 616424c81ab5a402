// SPDX-License-Identifier: Apache-2.0
// Measurement error: from reliability to the standard error and the smallest detectable change.
#include <cmath>

#include "lumbar/science/change/change.h"
#include "lumbar/science/change/normal.h"

namespace lumbar::change {

Result<double> sem_of(double sd, double icc) {
  if (!(sd > 0) || !std::isfinite(sd)) return Error("standard deviation is not above 0");
  if (!(icc >= 0 && icc < 1)) return Error("reliability (ICC) is not within 0 and below 1");
  return sd * std::sqrt(1 - icc);
}

Result<double> mdc_of(double sem, double confidence, int times) {
  if (!(sem > 0) || !std::isfinite(sem)) return Error("standard error of measurement is not above 0");
  if (!(confidence > 0.5 && confidence < 1)) return Error("confidence is not between 0.5 and 1");
  if (times < 1) return Error("fewer than one measurement");
  return normal_quantile((1 + confidence) / 2) * sem * std::sqrt(2.0 / times);
}

Result<double> sem_of_mdc(double mdc, double confidence) {
  if (!(mdc > 0) || !std::isfinite(mdc)) return Error("smallest detectable change is not above 0");
  auto of_one = mdc_of(1, confidence, 1);
  if (!of_one) return of_one.take_error();
  return mdc / *of_one;
}

}  // namespace lumbar::change
