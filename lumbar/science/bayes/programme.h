// SPDX-License-Identifier: Apache-2.0
// The steps that one network takes: which groups open and close on the way, and which cause comes when. Follows from
// the links alone, so it serves any numbers. Private to this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lumbar/science/bayes/order.h"

namespace lumbar::bayes {

/// Four kinds of cause. Linked to no shared group: taken first, on a table of one row. Linked to one shared group only:
/// it stands alone there and is taken with all others of that group at once, where the table is narrow. Linked to
/// several: each is a step of its own. A group with one cause only is no shared group: it is a factor on that cause.
struct Programme {
  enum class Act : std::uint8_t { free, open, alone, cause, close };
  struct Step {
    Act act = Act::free;
    std::uint8_t slot = 0;      // open, alone, close: of the group's bit
    std::uint8_t row_bits = 0;  // the table has 2^row_bits rows before this step
    std::uint32_t index = 0;    // cause: which; open, alone, close: which group
    std::uint32_t first = 0;    // cause: its touches; alone: its entries
    std::uint32_t count = 0;
  };
  struct Entry {
    std::uint32_t group = 0, cause = 0, link = 0;  // link: place in Links::cause_group
  };

  /// Takes the causes of `order` that are `included`, and the first `groups` groups. All others are as if they did not
  /// exist: causes absent, groups not observed. `bits_in_row` as in Passes.
  void compile(const Links& links, const std::vector<std::uint16_t>& order, const std::vector<std::uint8_t>& included,
               std::size_t groups, unsigned bits_in_row);

  std::vector<Step> steps;
  std::vector<std::uint8_t> touch_slots;    // by touch: ascending within a cause
  std::vector<std::uint32_t> touch_links;   // by touch: place in Links::cause_group
  std::vector<std::uint32_t> touch_groups;  // by touch
  std::vector<Entry> alone;                 // causes that stand alone, by step
  std::vector<std::uint32_t> free;          // causes without a shared group
  std::vector<Entry> single;                // groups with one cause
  std::vector<std::uint32_t> unlinked;      // groups without any
  std::size_t widest = 0;                   // bits
  double cells = 0;                         // visited forwards, about
  std::size_t most_rows = 1, most_touches = 0, most_alone = 0;

 private:
  void open(std::uint32_t group);
  void close(std::uint32_t group);
  void take_alone(std::uint32_t group);
  unsigned slot_of(std::uint32_t group) const;
  std::size_t width() const;
  Step step(Act act, unsigned slot, std::uint32_t index) const;

  // Scratch of compile.
  unsigned bits_in_row_ = 3;
  std::vector<std::uint32_t> linked_, left_, open_width_, close_width_;  // by group
  std::vector<std::uint32_t> in_row_, rows_;                             // which group has the slot
  std::vector<std::uint32_t> alone_start_;                               // by group
  std::vector<Entry> alone_, by_group_;                                  // entries of `alone` by cause, by group
  std::vector<std::uint32_t> several_;  // causes linked to several shared groups, in order
};

}  // namespace lumbar::bayes
