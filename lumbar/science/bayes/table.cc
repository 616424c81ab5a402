// SPDX-License-Identifier: Apache-2.0
#include "lumbar/science/bayes/table.h"

#include <algorithm>

namespace lumbar::bayes {

namespace {

/// Calls act(lower, upper) for each pair of states that differ in one bit only, in ascending order. The narrow strides
/// are spelled out so that the compiler knows their length.
template <std::size_t stride, typename Act>
inline void each_narrow_pair(std::size_t size, const Act& act) {
  for (std::size_t base = 0; base < size; base += 2 * stride)
    for (std::size_t i = base; i < base + stride; ++i) act(i, i + stride);
}

template <typename Act>
inline void each_pair(std::size_t size, std::size_t stride, const Act& act) {
  switch (stride) {
    case 1: return each_narrow_pair<1>(size, act);
    case 2: return each_narrow_pair<2>(size, act);
    case 4: return each_narrow_pair<4>(size, act);
    default:
      for (std::size_t base = 0; base < size; base += 2 * stride)
        for (std::size_t i = base; i < base + stride; ++i) act(i, i + stride);
  }
}

/// A sum in the order that every path of this room keeps: eight lanes, then pairs of lanes.
class Lanes {
 public:
  double* lane() { return lane_; }
  double sum() const {
    return ((lane_[0] + lane_[4]) + (lane_[2] + lane_[6])) + ((lane_[1] + lane_[5]) + (lane_[3] + lane_[7]));
  }

 private:
  double lane_[8] = {0, 0, 0, 0, 0, 0, 0, 0};
};

double sum_of(const double* table, std::size_t size) {
  Lanes lanes;
  double* lane = lanes.lane();
  std::size_t base = 0;
  for (; base + 8 <= size; base += 8)
    for (std::size_t i = 0; i < 8; ++i) lane[i] += table[base + i];
  for (std::size_t i = 0; base + i < size; ++i) lane[i] += table[base + i];
  return lanes.sum();
}

/// future = absent x future + present x moved; returns the sum of past x moved.
double blend_and_sum(double* __restrict future, const double* __restrict moved, const double* __restrict past,
                     std::size_t size, double absent, double present) {
  Lanes lanes;
  double* lane = lanes.lane();
  std::size_t base = 0;
  for (; base + 8 <= size; base += 8) {
    for (std::size_t i = 0; i < 8; ++i) {
      lane[i] += past[base + i] * moved[base + i];
      future[base + i] = absent * future[base + i] + present * moved[base + i];
    }
  }
  for (std::size_t i = 0; base + i < size; ++i) {
    lane[i] += past[base + i] * moved[base + i];
    future[base + i] = absent * future[base + i] + present * moved[base + i];
  }
  return lanes.sum();
}

/// to = T_touch(from), forwards; from and to do not overlap.
void move_to(double* __restrict to, const double* __restrict from, std::size_t size, const Touch& touch) {
  const double explains = touch.explains;
  const double fails = 1 - explains;
  if (touch.opposing) {
    each_pair(size, touch.stride, [=](std::size_t lower, std::size_t upper) {
      to[lower] = from[lower];
      to[upper] = fails * from[upper];
    });
  } else {
    each_pair(size, touch.stride, [=](std::size_t lower, std::size_t upper) {
      to[upper] = from[upper] + explains * from[lower];
      to[lower] = fails * from[lower];
    });
  }
}

void move(double* table, std::size_t size, const Touch& touch) {
  const double explains = touch.explains;
  const double fails = 1 - explains;
  if (touch.opposing) {
    each_pair(size, touch.stride, [=](std::size_t, std::size_t upper) { table[upper] *= fails; });
  } else {
    each_pair(size, touch.stride, [=](std::size_t lower, std::size_t upper) {
      table[upper] += explains * table[lower];
      table[lower] *= fails;
    });
  }
}

/// table = absent x table + present x T_touch(moved).
void move_and_blend(double* __restrict table, const double* __restrict moved, std::size_t size, const Touch& touch,
                    double absent, double present) {
  const double arrives = present * touch.explains;
  const double stays = present * (1 - touch.explains);
  if (touch.opposing) {
    each_pair(size, touch.stride, [=](std::size_t lower, std::size_t upper) {
      table[lower] = absent * table[lower] + present * moved[lower];
      table[upper] = absent * table[upper] + stays * moved[upper];
    });
  } else {
    each_pair(size, touch.stride, [=](std::size_t lower, std::size_t upper) {
      table[upper] = (absent * table[upper] + present * moved[upper]) + arrives * moved[lower];
      table[lower] = absent * table[lower] + stays * moved[lower];
    });
  }
}

/// to = T'_touch(from): backwards, the state before takes its value from the states it may turn into.
void move_back_to(double* __restrict to, const double* __restrict from, std::size_t size, const Touch& touch) {
  const double explains = touch.explains;
  const double fails = 1 - explains;
  if (touch.opposing) {
    each_pair(size, touch.stride, [=](std::size_t lower, std::size_t upper) {
      to[lower] = from[lower];
      to[upper] = fails * from[upper];
    });
  } else {
    each_pair(size, touch.stride, [=](std::size_t lower, std::size_t upper) {
      to[lower] = fails * from[lower] + explains * from[upper];
      to[upper] = from[upper];
    });
  }
}

void move_back(double* table, std::size_t size, const Touch& touch) {
  const double explains = touch.explains;
  const double fails = 1 - explains;
  if (touch.opposing) {
    each_pair(size, touch.stride, [=](std::size_t, std::size_t upper) { table[upper] *= fails; });
  } else {
    each_pair(size, touch.stride, [=](std::size_t lower, std::size_t upper) {
      table[lower] = fails * table[lower] + explains * table[upper];
    });
  }
}

}  // namespace

void open_bit(double* table, std::size_t size, std::size_t stride, bool opposing) {
  for (std::size_t base = size; base > 0; base -= stride) {
    double* const from = table + (base - stride);
    double* const to = table + 2 * (base - stride);
    if (opposing) {
      std::copy(from, from + stride, to + stride);
    } else {
      std::fill(to + stride, to + 2 * stride, 0.0);
    }
    if (to != from) std::copy(from, from + stride, to);
  }
}

void close_bit(double* table, std::size_t size, std::size_t stride, double lower_weight, double upper_weight) {
  for (std::size_t base = 0; base < size; base += 2 * stride) {
    const double* const from = table + base;
    double* const to = table + base / 2;
    for (std::size_t i = 0; i < stride; ++i) to[i] = lower_weight * from[i] + upper_weight * from[i + stride];
  }
}

void reopen_bit(double* table, std::size_t size, std::size_t stride, double lower_weight, double upper_weight) {
  for (std::size_t base = size; base > 0; base -= stride) {
    const double* const from = table + (base - stride);
    double* const to = table + 2 * (base - stride);
    for (std::size_t i = 0; i < stride; ++i) {
      const double value = from[i];
      to[i + stride] = upper_weight * value;
      to[i] = lower_weight * value;
    }
  }
}

void add_cause(double* table, double* scratch, std::size_t size, std::span<const Touch> touches, double absent,
               double present) {
  if (touches.empty()) return;  // absent + present = 1
  if (touches.size() == 1) {
    const Touch& touch = touches.front();
    const double arrives = present * touch.explains;
    const double stays = absent + present * (1 - touch.explains);
    if (touch.opposing) {
      each_pair(size, touch.stride, [=](std::size_t, std::size_t upper) { table[upper] *= stays; });
    } else {
      each_pair(size, touch.stride, [=](std::size_t lower, std::size_t upper) {
        table[upper] += arrives * table[lower];
        table[lower] *= stays;
      });
    }
    return;
  }
  move_to(scratch, table, size, touches.front());
  for (const Touch& touch : touches.subspan(1, touches.size() - 2)) move(scratch, size, touch);
  move_and_blend(table, scratch, size, touches.back(), absent, present);
}

void add_first_cause(double* table, double* scratch, std::size_t opposing_size, std::span<const Touch> touches,
                     double weight) {
  if (weight == 0) return;
  std::fill(scratch, scratch + opposing_size, weight);
  std::size_t favouring = 0;
  for (const Touch& touch : touches) {
    if (touch.opposing) {
      move(scratch, opposing_size, touch);
    } else {
      ++favouring;
    }
  }
  // Every subset of the favouring groups that the cause explains.
  for (std::size_t subset = 0; subset < (std::size_t{1} << favouring); ++subset) {
    double chance = 1;
    std::size_t state = 0;
    std::size_t bit = 0;
    for (const Touch& touch : touches) {
      if (touch.opposing) continue;
      const bool explained = (subset >> bit++) & 1u;
      chance *= explained ? touch.explains : 1 - touch.explains;
      state += explained ? touch.stride : 0;
    }
    if (chance == 0) continue;
    for (std::size_t i = 0; i < opposing_size; ++i) table[state + i] += chance * scratch[i];
  }
}

double remove_cause(double* future, double* scratch, const double* past, std::size_t size, std::size_t opposing_size,
                    std::span<const Touch> touches, double absent, double present, double none) {
  if (touches.empty()) {
    Lanes lanes;
    double* lane = lanes.lane();
    for (std::size_t i = 0; i < size; ++i) lane[i % 8] += past[i] * future[i];
    return lanes.sum() + none * sum_of(future, opposing_size);
  }
  move_back_to(scratch, future, size, touches.front());
  for (const Touch& touch : touches.subspan(1)) move_back(scratch, size, touch);
  return blend_and_sum(future, scratch, past, size, absent, present) + none * sum_of(scratch, opposing_size);
}

}  // namespace lumbar::bayes
