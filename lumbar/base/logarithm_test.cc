// SPDX-License-Identifier: Apache-2.0
#include "lumbar/base/logarithm.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace lumbar {
namespace {

TEST(Logarithm, is_within_two_units_in_the_last_place) {
  std::mt19937_64 generator(20261121);
  double worst = 0;
  const auto look = [&](double value) {
    const long double truth = std::log(static_cast<long double>(value));
    const double unit =
        std::nextafter(std::abs(static_cast<double>(truth)), 1e300) - std::abs(static_cast<double>(truth));
    worst = std::max(worst, static_cast<double>(std::abs(natural_log(value) - truth)) / unit);
  };
  for (int round = 0; round < 200000; ++round) {
    const double unit = static_cast<double>(generator() >> 11) * 0x1p-53 + 0x1p-60;
    look(unit);
    look(1 / unit);
    look(0.5 + unit);
    look(std::ldexp(0.5 + unit, static_cast<int>(generator() % 2000) - 1000));
  }
  look(std::numeric_limits<double>::denorm_min());
  look(std::numeric_limits<double>::max());
  RecordProperty("worst_units", std::to_string(worst));
  EXPECT_LE(worst, 2);
  EXPECT_EQ(natural_log(1), 0);
}

TEST(Logarithm, says_what_is_not_a_positive_number) {
  const double infinite = std::numeric_limits<double>::infinity();
  EXPECT_EQ(natural_log(0), -infinite);
  EXPECT_EQ(natural_log(infinite), infinite);
  EXPECT_TRUE(std::isnan(natural_log(-1)));
  EXPECT_TRUE(std::isnan(natural_log(std::nan(""))));
}

TEST(Logarithm, a_product_may_leave_the_range_of_a_double) {
  LongProduct product;
  for (int round = 0; round < 100; ++round) product.multiply(1e300);
  for (int round = 0; round < 99; ++round) product.multiply(1e-300);
  EXPECT_NEAR(product.log(), 300 * std::log(10), 1e-11);
  EXPECT_GT(product.value(), 0.999e300);
  EXPECT_LT(product.value(), 1.001e300);
  LongProduct small;
  for (int round = 0; round < 4; ++round) small.multiply(1e-300);
  EXPECT_NEAR(small.log(), -1200 * std::log(10), 1e-10);
  EXPECT_EQ(small.value(), 0);
}

}  // namespace
}  // namespace lumbar
