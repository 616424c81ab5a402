// SPDX-License-Identifier: Apache-2.0
// What must hold for every examination: the fast classification says exactly what trying every filling says.
#include <gtest/gtest.h>

#include <bit>
#include <string>

#include "lumbar/clinic/localisation/isncsci_draw.h"
#include "lumbar/clinic/localisation/isncsci_plain.h"

namespace lumbar::isncsci {
namespace {

std::string sheet(const Exam& exam) {
  std::string text;
  for (const Flank flank : flanks) {
    for (const Column column : columns) {
      for (Segment segment = c1; segment <= s4_5; ++segment)
        if ((cells_of(column) & bit(segment)) != 0) text += std::string(written(exam[flank][column].at(segment))) + " ";
      text += "\n";
    }
    text += "non-key " + std::string(segment_names[exam[flank].lowest_non_key_muscle]) + "\n";
  }
  return text + "VAC " + std::to_string(static_cast<int>(exam.voluntary_anal_contraction)) + " DAP " +
         std::to_string(static_cast<int>(exam.deep_anal_pressure));
}

void expect_same(const Exam& exam, const Classification& fast, const Classification& slow) {
  const auto same = [&](const char* what, const Possible& one, const Possible& other) {
    EXPECT_TRUE(one == other) << what << ": fast " << std::hex << one.values << (one.tagged ? "*" : "")
                              << ", by filling in " << other.values << (other.tagged ? "*" : "") << "\n"
                              << sheet(exam);
  };
  for (std::size_t i = 0; i < 2; ++i) {
    same("sensory level", fast.sensory_level[i], slow.sensory_level[i]);
    same("motor level", fast.motor_level[i], slow.motor_level[i]);
    same("sensory zone", fast.sensory_zone[i], slow.sensory_zone[i]);
    same("motor zone", fast.motor_zone[i], slow.motor_zone[i]);
  }
  same("neurological level", fast.neurological_level, slow.neurological_level);
  same("completeness", fast.completeness, slow.completeness);
  same("impairment scale", fast.impairment_scale, slow.impairment_scale);
}

TEST(IsncsciLaws, every_value_that_some_filling_gives_and_no_other) {
  std::size_t compared = 0, undecided = 0;
  for (std::uint64_t number = 0; number < 60'000 && !HasFailure(); ++number) {
    const Exam exam = draw_exam(20261121, number);
    const auto slow = plain::classify_by_filling_in(exam, 2'000);
    if (!slow) continue;
    ++compared;
    const Classification fast = classify(exam);
    undecided += (fast.impairment_scale.values & (fast.impairment_scale.values - 1)) != 0 ? 1U : 0U;
    expect_same(exam, fast, *slow);
  }
  EXPECT_GT(compared, 35'000U);
  EXPECT_GT(undecided, 400U);
}

// C and D hang together on which muscle is weak; a few open cells around the half, on otherwise plain sheets, are where
// a wrong shortcut would show.
TEST(IsncsciLaws, grades_near_the_half_are_exact) {
  std::size_t compared = 0, both = 0;
  for (std::uint64_t number = 0; number < 20'000 && !HasFailure(); ++number) {
    Dice dice(number + 77);
    Exam exam;
    for (const Flank flank : flanks) {
      for (const Column column : {Column::light_touch, Column::pin_prick})
        for (Segment segment = c2; segment <= s4_5; ++segment) exam[flank][column].set(segment, {.grade = 2});
      for (Segment segment = c5; segment <= s1; ++segment)
        if ((key_muscles & bit(segment)) != 0)
          exam[flank][Column::motor].set(segment,
                                         {.grade = static_cast<std::uint8_t>(dice.one_in(2) ? 5 : dice.below(6))});
      for (unsigned open = dice.below(4); open > 0; --open) {
        const unsigned index = dice.below(10);
        exam[flank][Column::motor].set(static_cast<Segment>(index < 5 ? c5 + index : l2 + index - 5),
                                       {.not_testable = true, .tag = dice.one_in(3) ? Tag::not_normal : Tag::none});
      }
      for (unsigned open = dice.below(3); open > 0; --open)
        exam[flank][Column::pin_prick].set(static_cast<Segment>(c2 + dice.below(28)), {.not_testable = true});
      for (unsigned impaired = dice.below(3); impaired > 0; --impaired)
        exam[flank][Column::light_touch].set(static_cast<Segment>(c2 + dice.below(28)), {.grade = 1});
      if (dice.one_in(3)) exam[flank].lowest_non_key_muscle = static_cast<Segment>(l2 + dice.below(5));
    }
    exam.voluntary_anal_contraction = static_cast<Observation>(dice.below(3));
    exam.deep_anal_pressure = Observation::yes;
    const auto slow = plain::classify_by_filling_in(exam, 1'500);
    if (!slow) continue;
    ++compared;
    const Classification fast = classify(exam);
    both += (fast.impairment_scale.values & 0b01100U) == 0b01100U ? 1U : 0U;
    expect_same(exam, fast, *slow);
  }
  EXPECT_GT(compared, 8'000U);
  EXPECT_GT(both, 300U);
}

TEST(IsncsciLaws, a_score_that_becomes_testable_adds_no_value) {
  for (std::uint64_t number = 1; number < 20'000; number += 2) {
    const Exam before = draw_exam(5, number);
    const Classification wide = classify(before);
    Exam after = before;
    for (const Flank flank : flanks) {
      for (const Column column : columns) {
        const Segments open = after[flank][column].not_testable() & ~after[flank][column].tagged();
        if (open != 0) after[flank][column].set(static_cast<Segment>(std::countr_zero(open)), {.grade = 1});
      }
    }
    const Classification narrow = classify(after);
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_EQ(narrow.sensory_level[i].values & ~wide.sensory_level[i].values, 0U) << sheet(before);
      EXPECT_EQ(narrow.motor_level[i].values & ~wide.motor_level[i].values, 0U) << sheet(before);
      EXPECT_EQ(narrow.sensory_zone[i].values & ~wide.sensory_zone[i].values, 0U) << sheet(before);
      EXPECT_EQ(narrow.motor_zone[i].values & ~wide.motor_zone[i].values, 0U) << sheet(before);
    }
    EXPECT_EQ(narrow.neurological_level.values & ~wide.neurological_level.values, 0U) << sheet(before);
    EXPECT_EQ(narrow.completeness.values & ~wide.completeness.values, 0U) << sheet(before);
    EXPECT_EQ(narrow.impairment_scale.values & ~wide.impairment_scale.values, 0U) << sheet(before);
    if (HasFailure()) break;
  }
}

TEST(IsncsciLaws, mirrored_sides_give_mirrored_results) {
  for (std::uint64_t number = 0; number < 5'000; ++number) {
    const Exam exam = draw_exam(9, number);
    Exam mirrored = exam;
    std::swap(mirrored.sides[0], mirrored.sides[1]);
    const Classification one = classify(exam), other = classify(mirrored);
    EXPECT_EQ(one.motor_level[0], other.motor_level[1]);
    EXPECT_EQ(one.sensory_zone[1], other.sensory_zone[0]);
    EXPECT_EQ(one.motor_zone[0], other.motor_zone[1]);
    EXPECT_EQ(one.impairment_scale, other.impairment_scale);
    EXPECT_EQ(one.neurological_level, other.neurological_level);
  }
}

}  // namespace
}  // namespace lumbar::isncsci
