// SPDX-License-Identifier: Apache-2.0
// Ids as types, so that a finding never stands where a condition belongs.
#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace lumbar {

/// The place of a row in its table of facts; `none` stands for no row. Names live in the table.
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  explicit constexpr Id(std::size_t row) : row_(static_cast<std::uint16_t>(row)) {}
  constexpr std::size_t row() const { return row_; }
  constexpr bool is_some() const { return row_ != nowhere; }
  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  static constexpr std::uint16_t nowhere = 0xFFFF;
  std::uint16_t row_ = nowhere;
};

using FindingId = Id<struct FindingTag>;
using ConditionId = Id<struct ConditionTag>;
using RuleId = Id<struct RuleTag>;
using SourceId = Id<struct SourceTag>;
using EvidenceId = Id<struct EvidenceTag>;
using TreatmentId = Id<struct TreatmentTag>;
using SpecialistId = Id<struct SpecialistTag>;

}  // namespace lumbar
