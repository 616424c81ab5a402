// SPDX-License-Identifier: Apache-2.0
// The measure itself, on few people; bench/calibration.cc measures the differential on many.
#include "lumbar/clinic/differential/calibration.h"

#include <gtest/gtest.h>

#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

TEST(Calibration, counts_what_came_true_against_what_was_said) {
  Calibration measured;
  EXPECT_EQ(measured.expected_error(), 0);
  measured.bins[0] = {100, 2, 2};     // said 2 %, came true in 2 %
  measured.bins[10] = {100, 50, 70};  // said 50 %, came true in 70 %
  EXPECT_NEAR(measured.expected_error(), 20.0 / 200, 1e-12);
  measured.intervals = 40;
  measured.intervals_held = 38;
  EXPECT_EQ(measured.coverage(), 0.95);
}

TEST(Calibration, people_of_sampled_worlds_are_told_what_holds_there) {
  const Calibration once = calibrate(shipped_facts(), Setting::primary_care, 20, 12, 7);
  EXPECT_EQ(once.people, 20U);
  EXPECT_GT(once.intervals, 20U * 5);
  EXPECT_GT(once.coverage(), 0.85);
  EXPECT_LT(once.coverage(), 0.995);
  EXPECT_LT(once.expected_error(), 0.04);
  const Calibration again = calibrate(shipped_facts(), Setting::primary_care, 20, 12, 7);
  EXPECT_EQ(again.intervals_held, once.intervals_held);
}

}  // namespace
}  // namespace lumbar
