// SPDX-License-Identifier: Apache-2.0
// Errors as values: the place furthest out stands first, and nothing else changes on the way.
#include "lumbar/base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace lumbar {
namespace {

TEST(Error, gathers_its_places_from_the_inside_out) {
  const Error inner("1.7 is not a probability (0..1)", Fault::facts);
  const Error outer = inner.at("sensitivity").at("facts/findings.toml:41");
  EXPECT_EQ(outer.text(), "facts/findings.toml:41 › sensitivity › 1.7 is not a probability (0..1)");
  EXPECT_EQ(outer.fault(), Fault::facts);
  EXPECT_EQ(inner.text(), "1.7 is not a probability (0..1)") << "at() on a const error makes a new one";
}

TEST(Error, is_the_inputs_fault_unless_said_otherwise) { EXPECT_EQ(Error("x").fault(), Fault::input); }

TEST(Error, an_empty_place_adds_nothing) { EXPECT_EQ(Error("x").at("").at("y").at("").text(), "y › x"); }

TEST(Result, holds_a_value_or_an_error) {
  Result<int> good = 3;
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, 3);
  *good = 4;
  EXPECT_EQ(*good, 4);

  Result<int> bad = Error("no such day");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().text(), "no such day");
  EXPECT_EQ(bad.take_error().at("onset").text(), "onset › no such day");
}

TEST(Result, moves_what_cannot_be_copied) {
  Result<std::unique_ptr<int>> one = std::make_unique<int>(7);
  ASSERT_TRUE(one);
  EXPECT_EQ(**one, 7);
  const std::unique_ptr<int> taken = *std::move(one);
  EXPECT_EQ(*taken, 7);
}

TEST(Result, reaches_into_its_value) {
  const Result<std::string> word = std::string("L5");
  EXPECT_EQ(word->size(), 2U);
}

TEST(Complaint, is_empty_when_all_is_well) {
  const Complaint none = std::nullopt;
  const Complaint some = Error("not TOML");
  EXPECT_FALSE(none);
  ASSERT_TRUE(some);
  EXPECT_EQ(some->text(), "not TOML");
}

}  // namespace
}  // namespace lumbar
