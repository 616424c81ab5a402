// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "lumbar/science/change/change.h"
#include "lumbar/science/change/normal.h"

namespace lumbar::change {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

TEST(MeasurementError, follows_from_reliability) {
  EXPECT_DOUBLE_EQ(*sem_of(50, 0.96), 50 * std::sqrt(0.04));
  EXPECT_DOUBLE_EQ(*sem_of(7, 0), 7);
  // The factor 2.77 that papers print for two measurements at 95 %: 1.96 x root 2.
  EXPECT_NEAR(*mdc_of(1, 0.95), 2.772, 0.001);
  EXPECT_NEAR(*mdc_of(1, 0.90), 1.645 * std::sqrt(2.0), 0.001);
  EXPECT_NEAR(*mdc_of(10, 0.95, 4), 13.86, 0.005);
  EXPECT_NEAR(*sem_of_mdc(2.772), 1, 0.001);
  EXPECT_NEAR(*mdc_of(*sem_of_mdc(31.5, 0.9), 0.9), 31.5, 1e-12);
}

TEST(MeasurementError, refuses_what_no_study_could_have_found) {
  EXPECT_EQ(sem_of(50, 1).error().text(), "reliability (ICC) is not within 0 and below 1");
  for (const double icc : {-0.1, 1.2, nan}) EXPECT_FALSE(sem_of(50, icc));
  for (const double bad : {0.0, -3.0, nan, infinity}) {
    EXPECT_FALSE(sem_of(bad, 0.9));
    EXPECT_FALSE(mdc_of(bad));
    EXPECT_FALSE(sem_of_mdc(bad));
  }
  for (const double confidence : {0.5, 1.0, 95.0, nan}) EXPECT_FALSE(mdc_of(1, confidence));
  EXPECT_FALSE(mdc_of(1, 0.95, 0));
}

TEST(Normal, agrees_with_the_library_everywhere) {
  for (double z = -37; z < 8; z += 0.0917) {
    const double expected = std::erfc(-z / std::sqrt(2.0)) / 2;
    EXPECT_NEAR(normal_below(z) / expected, 1, 1e-12) << z;
    EXPECT_NEAR(log_normal_below(z), std::log(expected), 1e-12 * (1 + z * z)) << z;
    EXPECT_NEAR(normal_quantile(normal_below(std::min(z, 3.0))), std::min(z, 3.0), 1e-9) << z;
  }
  for (double x = -700; x < 700; x += 0.731) EXPECT_NEAR(exponential(x) / std::exp(x), 1, 1e-15) << x;
  EXPECT_EQ(exponential(0), 1);
  EXPECT_EQ(exponential(-800), 0);
  EXPECT_NEAR(normal_pull(0), std::sqrt(2 / std::acos(-1.0)), 1e-15);
  EXPECT_NEAR(normal_pull(-1000), 1000, 0.01);
  EXPECT_NEAR(log_normal_below(-1000), -500007.8266949, 1e-3);
}

}  // namespace
}  // namespace lumbar::change
