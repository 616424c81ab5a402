// SPDX-License-Identifier: Apache-2.0
// Draws for benches: the same number for the same person, day and purpose, whoever asks and in whatever order.
#pragma once
#include <cstdint>

namespace lumbar {

inline std::uint64_t mixed(std::uint64_t x) {  // SplitMix64
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// Even on (0, 1).
inline double even(std::uint64_t person, std::uint64_t day, std::uint64_t purpose) {
  const std::uint64_t bits = mixed(mixed(mixed(person + 20261121) + day) + purpose);
  return (static_cast<double>(bits >> 11) + 0.5) * 0x1p-53;
}

}  // namespace lumbar
