// SPDX-License-Identifier: Apache-2.0
// Examinations drawn by chance, the same on every platform, for tests and for bench/isncsci: half of them any grade
// anywhere, half as an injury leaves them; each kind with and without cells that are not testable or tagged.
#pragma once
#include <cstdint>

#include "lumbar/clinic/localisation/isncsci.h"

namespace lumbar::isncsci {

/// SplitMix64.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }
  unsigned below(unsigned count) { return static_cast<unsigned>((next() >> 32U) * count >> 32U); }
  bool one_in(unsigned count) { return below(count) == 0; }

 private:
  std::uint64_t state_;
};

enum class Drawn : std::uint8_t { random, random_marked, realistic, realistic_marked };
inline constexpr std::array<const char*, 4> drawn_names = {"random", "random, marked", "realistic",
                                                           "realistic, marked"};
/// Which kind examination `number` of a series is.
constexpr Drawn kind_of(std::uint64_t number) { return static_cast<Drawn>(number % 4); }

class ExamMaker {
 public:
  /// Not testable or tagged, in the kinds that are marked: one cell in `rarely`, over the sheet or in a run of cells.
  explicit ExamMaker(std::uint64_t seed, std::uint64_t number)
      : dice_(seed + number * 0xD1B54A32D192ED03U), kind_(kind_of(number)) {}

  Exam draw() {
    const bool realistic = kind_ == Drawn::realistic || kind_ == Drawn::realistic_marked;
    const unsigned level = dice_.below(29);
    for (const Flank flank : flanks) {
      ExamSide& side = exam_[flank];
      // Each modality fails within a few segments of the injury, and may come back below.
      for (const Column column : columns)
        realistic ? injure(side[column], column, level + dice_.below(4)) : fill(side[column], column);
      if (dice_.one_in(8)) side.lowest_non_key_muscle = key_muscle(dice_.below(10));
    }
    exam_.voluntary_anal_contraction = sign();
    exam_.deep_anal_pressure = sign();
    if (kind_ == Drawn::random_marked || kind_ == Drawn::realistic_marked) mark();
    return exam_;
  }

 private:
  static Segment key_muscle(unsigned index) { return static_cast<Segment>(index < 5 ? c5 + index : l2 + index - 5); }
  Observation sign() { return dice_.one_in(2) ? Observation::yes : Observation::no; }

  void fill(Scores& scores, Column column) {
    // Half of the random sheets are mostly normal, or nearly every one of them would end at C1 to C4.
    const unsigned normal = dice_.one_in(2) ? 0 : 1 + dice_.below(30);
    for (Segment segment = c1; segment <= s4_5; ++segment)
      if ((cells_of(column) & bit(segment)) != 0)
        scores.set(segment, {.grade = static_cast<std::uint8_t>(dice_.below(normal + 1) != 0
                                                                    ? highest_grade(column)
                                                                    : dice_.below(highest_grade(column) + 1))});
  }

  void injure(Scores& scores, Column column, unsigned first_impaired) {
    const unsigned highest = highest_grade(column);
    // How much is left below: nothing, a little, or nearly all.
    const unsigned left = dice_.below(4);
    const unsigned fades = dice_.below(4);
    for (Segment segment = c1; segment <= s4_5; ++segment) {
      if ((cells_of(column) & bit(segment)) == 0) continue;
      unsigned grade = highest;
      if (segment >= first_impaired) {
        grade = segment < first_impaired + fades ? dice_.below(highest) : 0;
        if (grade == 0 && left != 0) grade = dice_.below(left == 3 ? highest + 1 : left + 1);
        if (segment == s4_5 && dice_.one_in(2)) grade = 0;
      }
      scores.set(segment, {.grade = static_cast<std::uint8_t>(grade)});
    }
  }

  void mark() {
    const unsigned rarely = dice_.one_in(2) ? 4 : 30;
    const unsigned runs = dice_.below(3);
    for (const Flank flank : flanks) {
      for (const Column column : columns) {
        for (Segment segment = c1; segment <= s4_5; ++segment)
          if ((cells_of(column) & bit(segment)) != 0 && dice_.one_in(rarely))
            mark(exam_[flank][column], column, segment, dice_.below(6));
      }
    }
    // A cast, a burn, a plexus: one reason for neighbouring cells.
    for (unsigned run = 0; run < runs; ++run) {
      const Flank flank = flanks[dice_.below(2)];
      const unsigned how = dice_.below(6);
      const unsigned first = 1 + dice_.below(28), last = first + dice_.below(8);
      for (unsigned segment = first; segment <= last && segment <= s4_5; ++segment)
        for (const Column column : columns)
          if ((cells_of(column) & bit(static_cast<Segment>(segment))) != 0)
            mark(exam_[flank][column], column, static_cast<Segment>(segment), how);
    }
    if (dice_.one_in(6)) exam_.voluntary_anal_contraction = Observation::not_testable;
    if (dice_.one_in(6)) exam_.deep_anal_pressure = Observation::not_testable;
  }

  void mark(Scores& scores, Column column, Segment segment, unsigned how) {
    Score score = scores.at(segment);
    const bool is_normal = score.grade == highest_grade(column);
    if (how < 3 || is_normal) score = {.not_testable = true};
    if (how % 3 != 0) score.tag = how % 3 == 1 ? Tag::not_normal : Tag::normal;
    scores.set(segment, score);
  }

  Dice dice_;
  Drawn kind_;
  Exam exam_;
};

/// Examination `number` of the series `seed`.
inline Exam draw_exam(std::uint64_t seed, std::uint64_t number) { return ExamMaker(seed, number).draw(); }

}  // namespace lumbar::isncsci
