// SPDX-License-Identifier: Apache-2.0
// Kleene's three tables, written out. S. C. Kleene, Introduction to Metamathematics (1952), section 64: strong
// connectives.
#include "lumbar/base/presence.h"

#include <gtest/gtest.h>

#include <array>

namespace lumbar {
namespace {

constexpr Presence U = Presence::unknown, A = Presence::absent, P = Presence::present;

TEST(Presence, and_is_absent_as_soon_as_one_is_absent) {
  struct Row {
    Presence a, b, both;
  };
  constexpr std::array rows = {Row{A, A, A}, Row{A, U, A}, Row{A, P, A}, Row{U, A, A}, Row{U, U, U},
                               Row{U, P, U}, Row{P, A, A}, Row{P, U, U}, Row{P, P, P}};
  for (const Row& row : rows) EXPECT_EQ(both_of(row.a, row.b), row.both);
}

TEST(Presence, or_is_present_as_soon_as_one_is_present) {
  struct Row {
    Presence a, b, either;
  };
  constexpr std::array rows = {Row{A, A, A}, Row{A, U, U}, Row{A, P, P}, Row{U, A, U}, Row{U, U, U},
                               Row{U, P, P}, Row{P, A, P}, Row{P, U, P}, Row{P, P, P}};
  for (const Row& row : rows) EXPECT_EQ(either_of(row.a, row.b), row.either);
}

TEST(Presence, not_leaves_unknown_unknown) {
  EXPECT_EQ(opposite_of(U), U);
  EXPECT_EQ(opposite_of(A), P);
  EXPECT_EQ(opposite_of(P), A);
}

TEST(Presence, a_known_truth_is_never_unknown) {
  EXPECT_EQ(presence(true), P);
  EXPECT_EQ(presence(false), A);
}

// De Morgan holds in three values too; a table that breaks it has one cell wrong.
TEST(Presence, and_and_or_are_each_others_mirror) {
  for (const Presence a : {U, A, P}) {
    for (const Presence b : {U, A, P}) {
      EXPECT_EQ(opposite_of(both_of(a, b)), either_of(opposite_of(a), opposite_of(b)));
      EXPECT_EQ(both_of(a, b), both_of(b, a));
      EXPECT_EQ(either_of(a, b), either_of(b, a));
    }
  }
}

}  // namespace
}  // namespace lumbar
