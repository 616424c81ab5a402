// SPDX-License-Identifier: Apache-2.0
// What somebody can do at a desk, at the wheel or when lifting. It stands in facts/prevention.toml.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/scales.h"
#include "lumbar/base/source.h"

namespace lumbar {

/// For whom a page of prevention is.
enum class Occupation : std::uint8_t { everyone, desk, lifting };
template <>
struct Words<Occupation> {
  static constexpr auto list = std::to_array<std::string_view>({"everyone", "desk", "lifting"});
};

/// What a tip rests on. `prevents`: shown to prevent back pain. `comfort`: eases or spares, not shown to prevent.
enum class TipKind : std::uint8_t { prevents, comfort, not_shown };
template <>
struct Words<TipKind> {
  static constexpr auto list = std::to_array<std::string_view>({"prevents", "comfort", "not_shown"});
};

/// One thing to do, with its ground.
struct PreventionTip {
  std::string name, words, because;
  Occupation occupation = Occupation::everyone;
  TipKind kind = TipKind::comfort;
  Basis basis;
};

}  // namespace lumbar
