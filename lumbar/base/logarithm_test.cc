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

TEST(Exponential, is_within_one_unit_in_the_last_place_and_two_of_the_libraries) {
  std::mt19937_64 generator(20261122);
  double worst = 0;
  double worst_library = 0;
  const auto look = [&](double value) {
    const long double truth = std::exp(static_cast<long double>(value));
    const double near = static_cast<double>(truth);
    const double unit = std::nextafter(near, std::numeric_limits<double>::infinity()) - near;
    const double ours = exponential(value);
    worst = std::max(worst, static_cast<double>(std::abs(ours - truth)) / unit);
    worst_library = std::max(worst_library, std::abs(ours - std::exp(value)) / unit);
    double in_a_row[3] = {value, -value, value / 2};
    exponentials(in_a_row, 3);
    EXPECT_EQ(in_a_row[0], ours);
    EXPECT_EQ(in_a_row[1], exponential(-value));
    EXPECT_EQ(in_a_row[2], exponential(value / 2));
  };
  for (int round = 0; round < 100000; ++round) {
    const double unit = static_cast<double>(generator() >> 11) * 0x1p-53;
    look(1454 * unit - 745);  // the whole range, numbers below the normal ones too
    look(2 * unit - 1);
    look((unit - 0.5) * std::ldexp(1, -static_cast<int>(generator() % 60)));
  }
  for (int turns = -1070; turns <= 1020; ++turns) {  // where the rest changes its sign
    const double edge = (turns + 0.5) * 0.6931471805599453;
    for (const double value : {edge, std::nextafter(edge, -1e9), std::nextafter(edge, 1e9)}) look(value);
  }
  RecordProperty("worst_units", std::to_string(worst));
  EXPECT_LE(worst, 1);
  EXPECT_LE(worst_library, 2);
  EXPECT_EQ(exponential(0), 1);
  EXPECT_EQ(exponential(-0.0), 1);
}

TEST(Exponential, stands_the_ends_of_the_range) {
  const double infinite = std::numeric_limits<double>::infinity();
  EXPECT_EQ(exponential(infinite), infinite);
  EXPECT_EQ(exponential(-infinite), 0);
  EXPECT_EQ(exponential(709.8), infinite);
  EXPECT_EQ(exponential(1e300), infinite);
  EXPECT_EQ(exponential(-745.2), 0);
  EXPECT_EQ(exponential(-1e300), 0);
  EXPECT_GT(exponential(709.78), 1e308);
  EXPECT_GT(exponential(-745.1), 0);
  EXPECT_TRUE(std::isnan(exponential(std::nan(""))));
  double mixed[4] = {std::nan(""), 1, -infinite, 800};
  exponentials(mixed, 4);
  EXPECT_TRUE(std::isnan(mixed[0]));
  EXPECT_EQ(mixed[1], exponential(1));
  EXPECT_EQ(mixed[2], 0);
  EXPECT_EQ(mixed[3], infinite);
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
