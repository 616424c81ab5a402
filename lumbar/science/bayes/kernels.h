// SPDX-License-Identifier: Apache-2.0
// The passes over the table that the programme carries from cause to cause, once for each kind of processor. Private to
// this room.
//
// The table holds 2^bits numbers >= 0, one bit a group in progress: 0 = unexplained, 1 = explained. It lies in rows of
// `row` numbers. Some bits lie within a row (slots below `bits_in_row`), the others number the rows. Two layouts:
//   one    one network; a row is eight states, so three bits lie within it
//   many   as many networks of one shape as the processor has lanes, side by side; a row is one state of each
//
// Every path gives the same bits: element by element the same operations in the same order, nothing fused, and sums
// over states always in eight lanes, whatever the processor has.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace lumbar::bayes {

/// What a present cause does: with chance `explains` it moves each of some bits from 0 to 1.
struct Move {
  const std::uint8_t* slots = nullptr;  // of the bits, ascending
  unsigned count = 0;
  const double* explains = nullptr;  // `lanes` numbers for each slot
};

/// The passes of one layout on one kind of processor. T is what a Move does to a table, T' its transpose: what a table
/// of weights still to come is worth before the move. Numbers named absent, present, stays, arrives, lower, upper stand
/// for `lanes` numbers each; so do sums. Tables are aligned to 64 bytes.
struct Passes {
  std::size_t lanes = 1;     // networks side by side
  std::size_t row = 8;       // numbers in a row
  unsigned bits_in_row = 3;  // slots below lie within a row

  /// table = absent x table + present x T(source). `scratch` has room for a table.
  void (*add)(double* table, const double* source, double* scratch, std::size_t rows, const Move& move,
              const double* absent, const double* present) = nullptr;
  /// sum = past . T'(future); then future = absent x future + present x T'(future).
  void (*remove)(double* future, const double* past, double* scratch, std::size_t rows, const Move& move,
                 const double* absent, const double* present, double* sum) = nullptr;
  /// to = T(from), and to = T'(from).
  void (*push)(double* to, const double* from, std::size_t rows, const Move& move) = nullptr;
  void (*pull)(double* to, const double* from, std::size_t rows, const Move& move) = nullptr;
  /// sum = left . right.
  void (*dot)(const double* left, const double* right, std::size_t rows, double* sum) = nullptr;
  /// Causes that touch one bit only, together: of bit 0, `stays` stays there and `arrives` arrives at bit 1.
  void (*add_alone)(double* table, std::size_t rows, unsigned slot, const double* stays,
                    const double* arrives) = nullptr;
  void (*remove_alone)(double* future, std::size_t rows, unsigned slot, const double* stays,
                       const double* arrives) = nullptr;
  /// sums = (past at 0 . future at 0), (past at 0 . future at 1), (past at 1 . future at 1); `lanes` numbers each.
  void (*dots_alone)(const double* past, const double* future, std::size_t rows, unsigned slot, double* sums) = nullptr;
  /// Takes the bit out: lower x (bit 0) + upper x (bit 1). `rows` counts before. If the bit lay within a row and there
  /// are several rows, the bit of the highest row number takes its place.
  void (*close)(double* table, std::size_t rows, unsigned slot, const double* lower, const double* upper) = nullptr;
  /// The transpose of close; `rows` counts as there.
  void (*reopen)(double* table, std::size_t rows, unsigned slot, const double* lower, const double* upper) = nullptr;
};

struct Kernels {
  const char* name = "";
  Passes one, many;
};

/// Null where the compiler did not build that path.
const Kernels* scalar_kernels();
const Kernels* pair_kernels();       // two lanes: SSE2, or whatever the compiler makes of it
const Kernels* quad_kernels();       // four lanes: AVX2
const Kernels* eightfold_kernels();  // eight lanes: AVX-512

/// Every path that this processor can run, the widest last; null beyond.
std::array<const Kernels*, 4> runnable_kernels();
/// The one to use here.
const Kernels& best_kernels();

}  // namespace lumbar::bayes
