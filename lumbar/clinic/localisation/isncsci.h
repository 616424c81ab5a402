// SPDX-License-Identifier: Apache-2.0
// The International Standards for Neurological Classification of Spinal Cord Injury, revision of 2019: an examination
// of 28 dermatomes, ten key muscles a side and the anus, and what it says of the injury. Pure, without allocation.
//
// Sources: ASIA and ISCoS, ISNCSCI, revised 2019 (Rupp et al., Top Spinal Cord Inj Rehabil 2021;27(2):1-22); what is
// not testable: Schuld et al., J Neurotrauma 2012;29(3):453-61; scores tagged *: the procedure of ASIA's International
// Standards Committee (Snider et al., Top Spinal Cord Inj Rehabil 2025;31:1-14). docs/isncsci.md says how they are
// read.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "lumbar/base/result.h"

namespace lumbar::isncsci {

/// Segments of the cord by number: 0 is C1, 28 is S4-5. C1 has no dermatome of its own; it is taken as intact.
using Segment = std::uint8_t;
inline constexpr Segment c1 = 0, c2 = 1, c4 = 3, c5 = 4, t1 = 8, t2 = 9, l1 = 20, l2 = 21, s1 = 25, s2 = 26, s3 = 27,
                         s4_5 = 28;
inline constexpr std::array<std::string_view, 29> segment_names = {
    "C1", "C2", "C3",  "C4",  "C5",  "C6", "C7", "C8", "T1", "T2", "T3", "T4", "T5", "T6",  "T7",
    "T8", "T9", "T10", "T11", "T12", "L1", "L2", "L3", "L4", "L5", "S1", "S2", "S3", "S4_5"};

/// A set of segments, one bit each.
using Segments = std::uint32_t;
constexpr Segments bit(Segment segment) { return Segments{1} << segment; }
/// From `first` to `last`, both in it.
constexpr Segments span(Segment first, Segment last) { return (bit(last) << 1U) - bit(first); }
/// The segments below (caudal of) one; `segment` may be anything up to 31.
constexpr Segments below(unsigned segment) { return segment >= 31 ? 0 : ~((Segments{2} << segment) - 1); }

inline constexpr Segments dermatomes = span(c2, s4_5);
inline constexpr Segments key_muscles = span(c5, t1) | span(l2, s1);

/// The segment of a name such as "T4" or "S4_5"; nothing where there is none.
std::optional<Segment> segment_named(std::string_view name);

/// What the examiner says of a score that a condition other than the cord injury has lowered.
enum class Tag : std::uint8_t {
  none,
  not_normal,  ///< `*`: without that condition the score could be higher, yet would not be normal
  normal,      ///< `**`: without that condition it would be normal
};

/// One cell of the sheet. Motor: 0 to 5; sensation: 0 absent, 1 altered, 2 normal. Only what is not normal is tagged.
struct Score {
  std::uint8_t grade = 0;  ///< as examined; 0 where it is not testable
  bool not_testable = false;
  Tag tag = Tag::none;
  friend bool operator==(const Score&, const Score&) = default;
};

enum class Column : std::uint8_t { motor, light_touch, pin_prick };
inline constexpr std::array<Column, 3> columns = {Column::motor, Column::light_touch, Column::pin_prick};
constexpr unsigned highest_grade(Column column) { return column == Column::motor ? 5 : 2; }
/// The segments that have a cell in this column.
constexpr Segments cells_of(Column column) { return column == Column::motor ? key_muscles : dermatomes; }

/// A score as it is written on the sheet: `3`, `NT`, `2*`, `NT**`. Errors: anything else; says what is allowed.
Result<Score> read_score(std::string_view text, Column column);
/// The same text back.
std::string_view written(Score score);

/// One column of one side, one bit a segment: bit planes, so that all segments are looked at in one step.
class Scores {
 public:
  void set(Segment segment, Score score);
  Score at(Segment segment) const;

  /// Segments whose examined grade is one of those in `Grades` (bit 0 for grade 0, …), testable or not.
  template <unsigned Grades>
  Segments graded() const {
    const auto one = [this](unsigned grade) {
      Segments such = ~Segments{0};
      for (std::size_t i = 0; i < grade_bits_.size(); ++i)
        such &= (grade >> i & 1U) != 0 ? grade_bits_[i] : ~grade_bits_[i];
      return such;
    };
    Segments found = 0;
    for (unsigned grade = 0; grade <= 5; ++grade) found |= (Grades >> grade & 1U) != 0 ? one(grade) : 0;
    return found;
  }
  Segments not_testable() const { return not_testable_; }
  Segments tagged() const { return tagged_; }
  Segments taken_as_normal() const { return taken_as_normal_; }
  /// Of `cells`; nothing when one of them is not testable. Tagged scores count as examined.
  std::optional<unsigned> sum(Segments cells) const;

 private:
  std::array<Segments, 3> grade_bits_{};  // 1, 2 and 4
  Segments not_testable_ = 0, tagged_ = 0, taken_as_normal_ = 0;
};

struct ExamSide {
  std::array<Scores, 3> scores{};      ///< by Column
  Segment lowest_non_key_muscle = c1;  ///< most caudal non-key muscle that moves; C1 stands for none
  Scores& operator[](Column column) { return scores[static_cast<std::size_t>(column)]; }
  const Scores& operator[](Column column) const { return scores[static_cast<std::size_t>(column)]; }
};

enum class Observation : std::uint8_t { no, yes, not_testable };
/// The two sides of a sheet, as indexes: the right comes first, as on the paper.
enum class Flank : std::uint8_t { right, left };
inline constexpr std::array<Flank, 2> flanks = {Flank::right, Flank::left};

struct Exam {
  std::array<ExamSide, 2> sides{};  ///< by Flank
  Observation voluntary_anal_contraction = Observation::no;
  Observation deep_anal_pressure = Observation::no;
  ExamSide& operator[](Flank flank) { return sides[static_cast<std::size_t>(flank)]; }
  const ExamSide& operator[](Flank flank) const { return sides[static_cast<std::size_t>(flank)]; }
};

/// All values that the examination leaves possible, one bit each: exactly one where everything that matters was
/// testable.
struct Possible {
  std::uint32_t values = 0;
  /// The scores as examined, without what the examiner assumes of those tagged, would give another result.
  bool tagged = false;
  friend bool operator==(const Possible&, const Possible&) = default;
};
/// A level is the most caudal intact segment; with S4-5 intact nothing is impaired: INT.
inline constexpr Segment intact = s4_5;
/// Bit of a zone of partial preservation that does not apply, because sacral function is preserved.
inline constexpr unsigned not_applicable = 29;
enum class Completeness : std::uint8_t { complete, incomplete };
enum class Grade : std::uint8_t { a, b, c, d, e };  ///< ASIA Impairment Scale

struct Classification {
  std::array<Possible, 2> sensory_level, motor_level;  ///< by Flank; bits are segments
  Possible neurological_level;
  Possible completeness;                             ///< bits by Completeness
  Possible impairment_scale;                         ///< bits by Grade
  std::array<Possible, 2> sensory_zone, motor_zone;  ///< of partial preservation; bits are segments and not_applicable
  friend bool operator==(const Classification&, const Classification&) = default;
};

/// The whole classification. Each result holds exactly the values that some completion of what was not testable gives.
Classification classify(const Exam& exam);

/// Sums of the sheet; nothing where a part of the sum is not testable.
struct SideTotals {
  std::optional<unsigned> upper_extremity, lower_extremity, motor, light_touch, pin_prick;
};
struct Totals {
  std::array<SideTotals, 2> sides;  ///< by Flank
  std::optional<unsigned> upper_extremity, lower_extremity, light_touch, pin_prick;
};
Totals totals(const Exam& exam);

}  // namespace lumbar::isncsci
