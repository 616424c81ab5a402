// SPDX-License-Identifier: Apache-2.0
// Every word leads to its value and back, and the order of a scale is the order of its danger.
#include "lumbar/base/scales.h"

#include <gtest/gtest.h>

#include "lumbar/base/id.h"

namespace lumbar {
namespace {

template <class Scale>
void there_and_back() {
  for (std::size_t i = 0; i < Words<Scale>::list.size(); ++i) {
    const auto value = from_word<Scale>(Words<Scale>::list[i]);
    ASSERT_TRUE(value) << Words<Scale>::list[i];
    EXPECT_EQ(static_cast<std::size_t>(*value), i);
    EXPECT_EQ(word_of(*value), Words<Scale>::list[i]);
  }
  EXPECT_FALSE(from_word<Scale>(""));
  EXPECT_FALSE(from_word<Scale>("soon"));
  EXPECT_FALSE(from_word<Scale>(std::string(Words<Scale>::list[0]) + " ")) << "words are not trimmed";
}

TEST(Scales, each_word_leads_there_and_back) {
  there_and_back<Urgency>();
  there_and_back<Side>();
  there_and_back<Tempo>();
  there_and_back<Trend>();
  there_and_back<Setting>();
  there_and_back<Informant>();
  there_and_back<Mode>();
  there_and_back<Sex>();
  there_and_back<Transport>();
  there_and_back<Mechanism>();
  there_and_back<Status>();
}

TEST(Scales, later_is_more_urgent_slower_and_worse) {
  EXPECT_LT(Urgency::self_care, Urgency::appointment);
  EXPECT_LT(Urgency::appointment, Urgency::within_24h);
  EXPECT_LT(Urgency::within_24h, Urgency::emergency_now);
  EXPECT_LT(Tempo::seconds, Tempo::years);
  EXPECT_LT(Trend::improving, Trend::stable);
  EXPECT_LT(Trend::stable, Trend::worsening);
  EXPECT_LT(Transport::own_way, Transport::driven);
  EXPECT_LT(Transport::driven, Transport::ambulance);
}

TEST(Id, no_row_is_not_row_zero) {
  EXPECT_FALSE(FindingId().is_some());
  EXPECT_TRUE(FindingId(0).is_some());
  EXPECT_NE(FindingId(), FindingId(0));
  EXPECT_LT(FindingId(1), FindingId(2));
  EXPECT_EQ(FindingId(633).row(), 633U);
}

}  // namespace
}  // namespace lumbar
