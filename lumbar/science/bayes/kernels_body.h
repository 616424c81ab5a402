// SPDX-License-Identifier: Apache-2.0
// The passes of kernels.h for processors with `width` lanes. Included once by each kernels_*.cc, which the build
// compiles for its kind of processor; hence no function of the standard library in here, whose code could leak from one
// such file into all others.
#pragma once

#include "lumbar/science/bayes/kernels.h"

namespace lumbar::bayes {
namespace {

template <std::size_t width>
struct VectorOf;
template <>
struct VectorOf<1> {
  using type = double;
};
template <>
struct VectorOf<2> {
  typedef double type __attribute__((vector_size(16)));
};
template <>
struct VectorOf<4> {
  typedef double type __attribute__((vector_size(32)));
};
template <>
struct VectorOf<8> {
  typedef double type __attribute__((vector_size(64)));
};

enum class Into : std::uint8_t { plain, blend, blend_and_sum };

template <std::size_t width, bool many>
struct Engine {
  using Vector = typename VectorOf<width>::type;
  static constexpr std::size_t row = many ? width : 8;
  static constexpr std::size_t vectors = row / width;  // in a row
  static constexpr std::size_t lanes = many ? width : 1;
  static constexpr unsigned bits_in_row = many ? 0 : 3;
  struct Row {
    Vector part[vectors];
  };

  [[gnu::always_inline]] static Vector load(const double* from) {
    Vector vector;
    __builtin_memcpy(&vector, from, sizeof vector);
    return vector;
  }
  [[gnu::always_inline]] static void store(double* to, Vector vector) { __builtin_memcpy(to, &vector, sizeof vector); }
  [[gnu::always_inline]] static Row load_row(const double* from) {
    Row one;
    for (std::size_t i = 0; i < vectors; ++i) one.part[i] = load(from + i * width);
    return one;
  }
  [[gnu::always_inline]] static void store_row(double* to, const Row& one) {
    for (std::size_t i = 0; i < vectors; ++i) store(to + i * width, one.part[i]);
  }
  [[gnu::always_inline]] static Row zero() {
    Row one;
    for (std::size_t i = 0; i < vectors; ++i) one.part[i] = Vector{};
    return one;
  }

  /// The number of one network for all states, or of each network.
  [[gnu::always_inline]] static Vector number(const double* numbers, std::size_t place = 0) {
    if constexpr (many) return load(numbers + place * width);
    return Vector{} + numbers[place];
  }

  /// A sum over states: of the lanes of a row, always in this order, or of each network its own.
  [[gnu::always_inline]] static void reduce(const Row& sums, double* to) {
    if constexpr (many) {
      store(to, sums.part[0]);
    } else {
      double lane[8];
      store_row(lane, sums);
      to[0] = ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
    }
  }

  // --- Bits within a row ------------------------------------------------------------------------------------------

  /// Each lane takes the number of the lane that differs in this bit.
  template <unsigned bit>
  [[gnu::always_inline]] static Row swapped(const Row& from) {
    constexpr std::size_t stride = std::size_t{1} << bit;
    Row to;
    if constexpr (stride >= width) {
      for (std::size_t i = 0; i < vectors; ++i) to.part[i] = from.part[i ^ (stride / width)];
    } else {
      for (std::size_t i = 0; i < vectors; ++i) {
        const Vector v = from.part[i];
        if constexpr (width == 2) to.part[i] = __builtin_shufflevector(v, v, 1, 0);
        if constexpr (width == 4 && bit == 0) to.part[i] = __builtin_shufflevector(v, v, 1, 0, 3, 2);
        if constexpr (width == 4 && bit == 1) to.part[i] = __builtin_shufflevector(v, v, 2, 3, 0, 1);
        if constexpr (width == 8 && bit == 0) to.part[i] = __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6);
        if constexpr (width == 8 && bit == 1) to.part[i] = __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5);
        if constexpr (width == 8 && bit == 2) to.part[i] = __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3);
      }
    }
    return to;
  }

  /// `lower` in the lanes where the bit is 0, `upper` where it is 1.
  [[gnu::always_inline]] static Row by_bit(unsigned bit, double lower, double upper) {
    double lane[8];
    for (unsigned i = 0; i < 8; ++i) lane[i] = ((i >> bit) & 1U) != 0 ? upper : lower;
    return load_row(lane);
  }

  [[gnu::always_inline]] static Row mixed(const Row& own, const Row& one, const Row& others, const Row& other) {
    Row to;
    for (std::size_t i = 0; i < vectors; ++i) to.part[i] = own.part[i] * one.part[i] + others.part[i] * other.part[i];
    return to;
  }

  /// The bits of `mask` that lie within a row, moved by their chances.
  template <bool back, unsigned mask>
  static void pass_in_rows(double* to, const double* from, std::size_t rows, const double* explains) {
    Row own[3];
    Row others[3];
    std::size_t next = 0;
    for (unsigned bit = 0; bit < 3; ++bit) {
      if (((mask >> bit) & 1U) == 0) continue;
      const double chance = explains[next++];
      own[bit] = by_bit(bit, 1 - chance, 1);
      others[bit] = back ? by_bit(bit, chance, 0) : by_bit(bit, 0, chance);
    }
    for (std::size_t at = 0; at < rows * row; at += row) {
      Row one = load_row(from + at);
      if constexpr ((mask & 1U) != 0) one = mixed(own[0], one, others[0], swapped<0>(one));
      if constexpr ((mask & 2U) != 0) one = mixed(own[1], one, others[1], swapped<1>(one));
      if constexpr ((mask & 4U) != 0) one = mixed(own[2], one, others[2], swapped<2>(one));
      store_row(to + at, one);
    }
  }

  template <bool back>
  static void pass_in_rows(double* to, const double* from, std::size_t rows, unsigned mask, const double* explains) {
    switch (mask) {
      case 1: return pass_in_rows<back, 1>(to, from, rows, explains);
      case 2: return pass_in_rows<back, 2>(to, from, rows, explains);
      case 3: return pass_in_rows<back, 3>(to, from, rows, explains);
      case 4: return pass_in_rows<back, 4>(to, from, rows, explains);
      case 5: return pass_in_rows<back, 5>(to, from, rows, explains);
      case 6: return pass_in_rows<back, 6>(to, from, rows, explains);
      default: return pass_in_rows<back, 7>(to, from, rows, explains);
    }
  }

  // --- Bits that number the rows ------------------------------------------------------------------------------------

  struct Blend {
    Vector absent, present;
    const double* past;
    Row sum;
  };

  template <Into into>
  [[gnu::always_inline]] static void put(double* to, std::size_t at, std::size_t part, Vector moved, Blend& blend) {
    const std::size_t place = at * row + part * width;
    if constexpr (into == Into::plain) {
      store(to + place, moved);
    } else {
      if constexpr (into == Into::blend_and_sum) blend.sum.part[part] += load(blend.past + place) * moved;
      store(to + place, blend.absent * load(to + place) + blend.present * moved);
    }
  }

  template <bool back>
  [[gnu::always_inline]] static void move(Vector& lower, Vector& upper, Vector fails, Vector explains) {
    if constexpr (back) {
      lower = fails * lower + explains * upper;
    } else {
      upper = upper + explains * lower;
      lower = fails * lower;
    }
  }

  template <Into into>
  static void pass0(double* to, const double* from, std::size_t rows, Blend& blend) {
    for (std::size_t at = 0; at < rows; ++at)
      for (std::size_t part = 0; part < vectors; ++part)
        put<into>(to, at, part, load(from + at * row + part * width), blend);
  }

  template <bool back, Into into>
  static void pass1(double* to, const double* from, std::size_t rows, std::size_t stride, Vector explains,
                    Blend& blend) {
    const Vector fails = (Vector{} + 1.0) - explains;
    for (std::size_t base = 0; base < rows; base += 2 * stride) {
      for (std::size_t at = base; at < base + stride; ++at) {
        for (std::size_t part = 0; part < vectors; ++part) {
          const double* const place = from + at * row + part * width;
          Vector lower = load(place);
          Vector upper = load(place + stride * row);
          move<back>(lower, upper, fails, explains);
          put<into>(to, at, part, lower, blend);
          put<into>(to, at + stride, part, upper, blend);
        }
      }
    }
  }

  template <bool back, Into into>
  static void pass2(double* to, const double* from, std::size_t rows, std::size_t near, std::size_t far,
                    Vector near_explains, Vector far_explains, Blend& blend) {
    const Vector near_fails = (Vector{} + 1.0) - near_explains;
    const Vector far_fails = (Vector{} + 1.0) - far_explains;
    for (std::size_t outer = 0; outer < rows; outer += 2 * far) {
      for (std::size_t base = outer; base < outer + far; base += 2 * near) {
        for (std::size_t at = base; at < base + near; ++at) {
          for (std::size_t part = 0; part < vectors; ++part) {
            const double* const place = from + at * row + part * width;
            Vector none = load(place);
            Vector first = load(place + near * row);
            Vector second = load(place + far * row);
            Vector both = load(place + (near + far) * row);
            move<back>(none, first, near_fails, near_explains);
            move<back>(second, both, near_fails, near_explains);
            move<back>(none, second, far_fails, far_explains);
            move<back>(first, both, far_fails, far_explains);
            put<into>(to, at, part, none, blend);
            put<into>(to, at + near, part, first, blend);
            put<into>(to, at + far, part, second, blend);
            put<into>(to, at + near + far, part, both, blend);
          }
        }
      }
    }
  }

  template <bool back, Into into>
  static void last_pass(double* to, const double* from, std::size_t rows, const Move& move, unsigned done,
                        Blend& blend) {
    const auto stride = [&](unsigned place) { return std::size_t{1} << (move.slots[place] - bits_in_row); };
    switch (move.count - done) {
      case 0: return pass0<into>(to, from, rows, blend);
      case 1: return pass1<back, into>(to, from, rows, stride(done), number(move.explains, done), blend);
      default:
        return pass2<back, into>(to, from, rows, stride(done), stride(done + 1), number(move.explains, done),
                                 number(move.explains, done + 1), blend);
    }
  }

  /// Passes of the move into `scratch` until at most two bits that number rows are left; how many bits were done.
  template <bool back>
  static unsigned first_passes(double* scratch, const double*& from, std::size_t rows, const Move& move) {
    unsigned done = 0;
    Blend unused{};
    if constexpr (!many) {
      unsigned mask = 0;
      for (; done < move.count && move.slots[done] < bits_in_row; ++done) mask |= 1U << move.slots[done];
      if (mask != 0) {
        pass_in_rows<back>(scratch, from, rows, mask, move.explains);
        from = scratch;
      }
    }
    for (; move.count - done > 2; done += 2) {
      pass2<back, Into::plain>(scratch, from, rows, std::size_t{1} << (move.slots[done] - bits_in_row),
                               std::size_t{1} << (move.slots[done + 1] - bits_in_row), number(move.explains, done),
                               number(move.explains, done + 1), unused);
      from = scratch;
    }
    return done;
  }

  // --- What kernels.h promises --------------------------------------------------------------------------------------

  static void add(double* table, const double* source, double* scratch, std::size_t rows, const Move& move,
                  const double* absent, const double* present) {
    Blend blend{number(absent), number(present), nullptr, zero()};
    const unsigned done = first_passes<false>(scratch, source, rows, move);
    last_pass<false, Into::blend>(table, source, rows, move, done, blend);
  }

  static void remove(double* future, const double* past, double* scratch, std::size_t rows, const Move& move,
                     const double* absent, const double* present, double* sum) {
    Blend blend{number(absent), number(present), past, zero()};
    const double* from = future;
    const unsigned done = first_passes<true>(scratch, from, rows, move);
    last_pass<true, Into::blend_and_sum>(future, from, rows, move, done, blend);
    reduce(blend.sum, sum);
  }

  template <bool back>
  static void apply(double* to, const double* from, std::size_t rows, const Move& move) {
    Blend unused{};
    const unsigned done = first_passes<back>(to, from, rows, move);
    last_pass<back, Into::plain>(to, from, rows, move, done, unused);
  }

  static void dot(const double* left, const double* right, std::size_t rows, double* sum) {
    Row sums = zero();
    for (std::size_t at = 0; at < rows * row; at += row)
      for (std::size_t part = 0; part < vectors; ++part)
        sums.part[part] += load(left + at + part * width) * load(right + at + part * width);
    reduce(sums, sum);
  }

  template <unsigned bit, bool back>
  static void alone_in_rows(double* table, std::size_t rows, double stays, double arrives) {
    const Row own = by_bit(bit, stays, 1);
    const Row others = back ? by_bit(bit, arrives, 0) : by_bit(bit, 0, arrives);
    for (std::size_t at = 0; at < rows * row; at += row) {
      const Row one = load_row(table + at);
      store_row(table + at, mixed(own, one, others, swapped<bit>(one)));
    }
  }

  template <bool back>
  static void alone(double* table, std::size_t rows, unsigned slot, const double* stays, const double* arrives) {
    if constexpr (!many) {
      if (slot == 0) return alone_in_rows<0, back>(table, rows, *stays, *arrives);
      if (slot == 1) return alone_in_rows<1, back>(table, rows, *stays, *arrives);
      if (slot == 2) return alone_in_rows<2, back>(table, rows, *stays, *arrives);
    }
    const Vector stay = number(stays);
    const Vector arrive = number(arrives);
    const std::size_t stride = std::size_t{1} << (slot - bits_in_row);
    for (std::size_t base = 0; base < rows; base += 2 * stride) {
      for (std::size_t at = base * row; at < (base + stride) * row; at += width) {
        Vector lower = load(table + at);
        Vector upper = load(table + at + stride * row);
        move<back>(lower, upper, stay, arrive);
        store(table + at, lower);
        if constexpr (!back) store(table + at + stride * row, upper);
      }
    }
  }

  template <unsigned bit>
  static void dots_in_rows(const double* past, const double* future, std::size_t rows, double* sums) {
    Row same = zero();
    Row across = zero();
    for (std::size_t at = 0; at < rows * row; at += row) {
      const Row before = load_row(past + at);
      const Row after = load_row(future + at);
      const Row other = swapped<bit>(after);
      for (std::size_t part = 0; part < vectors; ++part) {
        same.part[part] += before.part[part] * after.part[part];
        across.part[part] += before.part[part] * other.part[part];
      }
    }
    const Row lower = by_bit(bit, 1, 0);
    const Row upper = by_bit(bit, 0, 1);
    Row stayed;
    Row arrived;
    Row was;
    for (std::size_t part = 0; part < vectors; ++part) {
      stayed.part[part] = same.part[part] * lower.part[part];
      arrived.part[part] = across.part[part] * lower.part[part];
      was.part[part] = same.part[part] * upper.part[part];
    }
    reduce(stayed, sums);
    reduce(arrived, sums + lanes);
    reduce(was, sums + 2 * lanes);
  }

  static void dots_alone(const double* past, const double* future, std::size_t rows, unsigned slot, double* sums) {
    if constexpr (!many) {
      if (slot == 0) return dots_in_rows<0>(past, future, rows, sums);
      if (slot == 1) return dots_in_rows<1>(past, future, rows, sums);
      if (slot == 2) return dots_in_rows<2>(past, future, rows, sums);
    }
    Row stayed = zero();
    Row arrived = zero();
    Row was = zero();
    const std::size_t stride = std::size_t{1} << (slot - bits_in_row);
    for (std::size_t base = 0; base < rows; base += 2 * stride) {
      for (std::size_t at = base; at < base + stride; ++at) {
        for (std::size_t part = 0; part < vectors; ++part) {
          const std::size_t lower = at * row + part * width;
          const std::size_t upper = lower + stride * row;
          const Vector before = load(past + lower);
          const Vector after = load(future + upper);
          stayed.part[part] += before * load(future + lower);
          arrived.part[part] += before * after;
          was.part[part] += load(past + upper) * after;
        }
      }
    }
    reduce(stayed, sums);
    reduce(arrived, sums + lanes);
    reduce(was, sums + 2 * lanes);
  }

  template <unsigned bit>
  static void close_in_rows(double* table, std::size_t rows, double lower, double upper) {
    const Row own = by_bit(bit, lower, 0);
    const Row others = by_bit(bit, upper, 0);
    const Row own_above = by_bit(bit, 0, upper);
    const Row others_above = by_bit(bit, 0, lower);
    const std::size_t half = rows / 2;
    for (std::size_t at = 0; at < (half == 0 ? 1 : half); ++at) {
      const Row one = load_row(table + at * row);
      Row closed = mixed(own, one, others, swapped<bit>(one));
      if (half != 0) {
        const Row next = load_row(table + (at + half) * row);
        const Row above = mixed(own_above, next, others_above, swapped<bit>(next));
        for (std::size_t part = 0; part < vectors; ++part) closed.part[part] = closed.part[part] + above.part[part];
      }
      store_row(table + at * row, closed);
    }
  }

  template <unsigned bit>
  static void reopen_in_rows(double* table, std::size_t rows, double lower, double upper) {
    const Row own = by_bit(bit, lower, 0);
    const Row others = by_bit(bit, 0, upper);
    const Row own_above = by_bit(bit, 0, upper);
    const Row others_above = by_bit(bit, lower, 0);
    const std::size_t half = rows / 2;
    for (std::size_t at = 0; at < (half == 0 ? 1 : half); ++at) {
      const Row one = load_row(table + at * row);
      const Row other = swapped<bit>(one);
      store_row(table + at * row, mixed(own, one, others, other));
      if (half != 0) store_row(table + (at + half) * row, mixed(own_above, one, others_above, other));
    }
  }

  static void close(double* table, std::size_t rows, unsigned slot, const double* lower, const double* upper) {
    if constexpr (!many) {
      if (slot == 0) return close_in_rows<0>(table, rows, *lower, *upper);
      if (slot == 1) return close_in_rows<1>(table, rows, *lower, *upper);
      if (slot == 2) return close_in_rows<2>(table, rows, *lower, *upper);
    }
    const Vector low = number(lower);
    const Vector high = number(upper);
    const std::size_t stride = (std::size_t{1} << (slot - bits_in_row)) * row;
    for (std::size_t base = 0; base < rows * row; base += 2 * stride)
      for (std::size_t at = 0; at < stride; at += width)
        store(table + base / 2 + at, low * load(table + base + at) + high * load(table + base + stride + at));
  }

  static void reopen(double* table, std::size_t rows, unsigned slot, const double* lower, const double* upper) {
    if constexpr (!many) {
      if (slot == 0) return reopen_in_rows<0>(table, rows, *lower, *upper);
      if (slot == 1) return reopen_in_rows<1>(table, rows, *lower, *upper);
      if (slot == 2) return reopen_in_rows<2>(table, rows, *lower, *upper);
    }
    const Vector low = number(lower);
    const Vector high = number(upper);
    const std::size_t stride = (std::size_t{1} << (slot - bits_in_row)) * row;
    for (std::size_t base = rows * row; base > 0; base -= 2 * stride) {
      const std::size_t to = base - 2 * stride;
      for (std::size_t at = stride; at > 0; at -= width) {  // from above: what is read is not yet written over
        const Vector one = load(table + to / 2 + at - width);
        store(table + to + stride + at - width, high * one);
        store(table + to + at - width, low * one);
      }
    }
  }

  static constexpr Passes passes() {
    return {lanes, row,          bits_in_row, add,        remove, apply<false>, apply<true>,
            dot,   alone<false>, alone<true>, dots_alone, close,  reopen};
  }
};

}  // namespace
}  // namespace lumbar::bayes
