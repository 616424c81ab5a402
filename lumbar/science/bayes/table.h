// SPDX-License-Identifier: Apache-2.0
// The table that the programme carries from cause to cause: 2^bits numbers >= 0, one bit a group in progress.
// Private to this room. Every function is one or more plain passes over contiguous halves, in a fixed order.
//
// A group whose ceiling is above 1 is `favouring`: bit 0 = unexplained, 1 = explained. One below 1 is `opposing`;
// for it ceiling + (1 - ceiling) Q is the positive form: bit 0 = "whatever is explained", 1 = "not explained".
// Bit 0 of an opposing group never changes and bit 1 only shrinks, so such a bit costs half a pass.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace lumbar::bayes {

/// What a present cause does to one bit.
struct Touch {
  std::size_t stride = 1;  // 2^position of the bit
  double explains = 0;
  bool opposing = false;
};

/// A new bit at `stride`: a favouring one starts unexplained (upper half 0), an opposing one alike in both halves.
/// `table` has room for 2 x size numbers.
void open_bit(double* table, std::size_t size, std::size_t stride, bool opposing);

/// Removes the bit at `stride`: lower_weight x (bit 0) + upper_weight x (bit 1). `size` counts before.
void close_bit(double* table, std::size_t size, std::size_t stride, double lower_weight, double upper_weight);

/// The backward counterpart of close_bit: `size` counts without the bit; room for 2 x size numbers.
void reopen_bit(double* table, std::size_t size, std::size_t stride, double lower_weight, double upper_weight);

/// table = absent x table + present x T(table), T the touches of a present cause; absent + present = 1.
/// `scratch` has room for `size` numbers.
void add_cause(double* table, double* scratch, std::size_t size, std::span<const Touch> touches, double absent,
               double present);

/// The paths on which this cause is the first one present: adds T(weight at every state without an explained group).
/// Those states are the first `opposing_size` ones: opposing bits lie below favouring ones.
void add_first_cause(double* table, double* scratch, std::size_t opposing_size, std::span<const Touch> touches,
                     double weight);

/// Backwards: future = absent x future + present x T'(future), and returns the sum over states of
/// (past + none at the first opposing_size states) x T'(future): the weight of all paths with this cause present,
/// but for the factor `present`.
double remove_cause(double* future, double* scratch, const double* past, std::size_t size, std::size_t opposing_size,
                    std::span<const Touch> touches, double absent, double present, double none);

}  // namespace lumbar::bayes
