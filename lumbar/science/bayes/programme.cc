// SPDX-License-Identifier: Apache-2.0
#include "lumbar/science/bayes/programme.h"

#include <algorithm>
#include <cmath>

namespace lumbar::bayes {

namespace {
constexpr std::uint32_t nobody = ~std::uint32_t{0};
}  // namespace

std::size_t Programme::width() const {
  const auto used = static_cast<std::size_t>(
      std::count_if(in_row_.begin(), in_row_.end(), [](std::uint32_t group) { return group != nobody; }));
  return used + rows_.size();
}

Programme::Step Programme::step(Act act, unsigned slot, std::uint32_t index) const {
  Step one;
  one.act = act;
  one.slot = static_cast<std::uint8_t>(slot);
  one.row_bits = static_cast<std::uint8_t>(rows_.size());
  one.index = index;
  return one;
}

unsigned Programme::slot_of(std::uint32_t group) const {
  const auto in_row = std::find(in_row_.begin(), in_row_.end(), group);
  if (in_row != in_row_.end()) return static_cast<unsigned>(in_row - in_row_.begin());
  return bits_in_row_ + static_cast<unsigned>(std::find(rows_.begin(), rows_.end(), group) - rows_.begin());
}

/// Slots within a row are filled first; the kernels keep them full while there are several rows.
void Programme::open(std::uint32_t group) {
  const auto unused = std::find(in_row_.begin(), in_row_.end(), nobody);
  if (unused != in_row_.end()) {
    steps.push_back(step(Act::open, static_cast<unsigned>(unused - in_row_.begin()), group));
    *unused = group;
  } else {
    steps.push_back(step(Act::open, bits_in_row_ + static_cast<unsigned>(rows_.size()), group));
    rows_.push_back(group);
    most_rows = std::max(most_rows, std::size_t{1} << rows_.size());
  }
  widest = std::max(widest, width());
}

void Programme::close(std::uint32_t group) {
  const unsigned slot = slot_of(group);
  steps.push_back(step(Act::close, slot, group));
  if (slot >= bits_in_row_) {
    rows_.erase(rows_.begin() + (slot - bits_in_row_));
  } else if (rows_.empty()) {
    in_row_[slot] = nobody;
  } else {
    in_row_[slot] = rows_.back();
    rows_.pop_back();
  }
}

void Programme::take_alone(std::uint32_t group) {
  const std::uint32_t first = alone_start_[group];
  const std::uint32_t last = alone_start_[group + 1];
  if (first == last) return;
  Step one = step(Act::alone, slot_of(group), group);
  one.first = static_cast<std::uint32_t>(alone.size());
  one.count = last - first;
  steps.push_back(one);
  alone.insert(alone.end(), by_group_.begin() + first, by_group_.begin() + last);
  most_alone = std::max<std::size_t>(most_alone, one.count);
  cells += std::ldexp(2.0, static_cast<int>(width()));
}

void Programme::compile(const Links& links, const std::vector<std::uint16_t>& order,
                        const std::vector<std::uint8_t>& included, std::size_t groups, unsigned bits_in_row) {
  steps.clear();
  touch_slots.clear();
  touch_links.clear();
  touch_groups.clear();
  alone.clear();
  free.clear();
  single.clear();
  unlinked.clear();
  several_.clear();
  alone_.clear();
  rows_.clear();
  widest = 0;
  cells = 0;
  most_rows = 1;
  most_touches = most_alone = 0;
  bits_in_row_ = bits_in_row;
  in_row_.assign(bits_in_row, nobody);

  linked_.assign(groups, 0);
  left_.assign(groups, 0);
  const auto each_link = [&](std::uint16_t cause, const auto& act) {
    for (std::uint32_t at = links.cause_start[cause]; at < links.cause_start[cause + 1U]; ++at)
      if (links.cause_group[at] < groups) act(links.cause_group[at], at);
  };
  for (const std::uint16_t cause : order)
    if (included[cause]) each_link(cause, [&](std::uint32_t group, std::uint32_t) { ++linked_[group]; });
  for (std::uint32_t group = 0; group < groups; ++group)
    if (linked_[group] == 0) unlinked.push_back(group);

  for (const std::uint16_t cause : order) {
    if (!included[cause]) continue;
    std::uint32_t shared = 0;
    Entry last;
    each_link(cause, [&](std::uint32_t group, std::uint32_t at) {
      if (linked_[group] == 1) {
        single.push_back({group, cause, at});
      } else {
        ++shared;
        last = {group, cause, at};
      }
    });
    if (shared == 0) free.push_back(cause);
    if (shared == 1) alone_.push_back(last);
    if (shared < 2) continue;
    several_.push_back(cause);
    each_link(cause, [&](std::uint32_t group, std::uint32_t) { left_[group] += linked_[group] > 1 ? 1U : 0U; });
  }
  alone_start_.assign(groups + 1, 0);
  for (const Entry& one : alone_) ++alone_start_[one.group + 1];
  for (std::size_t group = 0; group < groups; ++group) alone_start_[group + 1] += alone_start_[group];
  open_width_.assign(alone_start_.begin(), alone_start_.end());  // for a moment: where the next entry goes
  by_group_.resize(alone_.size());
  for (const Entry& one : alone_) by_group_[open_width_[one.group]++] = one;

  steps.push_back(step(Act::free, 0, 0));
  for (std::uint32_t group = 0; group < groups; ++group) {
    if (linked_[group] < 2 || left_[group] > 0) continue;  // a group all of whose causes stand alone
    open(group);
    take_alone(group);
    close(group);
  }

  // How wide the table is when each group opens and closes: what stands alone is taken at the narrower place.
  open_width_.assign(groups, 0);
  close_width_.assign(groups, 0);
  std::vector<std::uint32_t>& left = linked_;
  left = left_;
  std::uint32_t now = 0;
  for (const std::uint32_t cause : several_) {
    each_link(static_cast<std::uint16_t>(cause), [&](std::uint32_t group, std::uint32_t) {
      if (left_[group] > 0 && left[group] == left_[group]) open_width_[group] = ++now;
    });
    each_link(static_cast<std::uint16_t>(cause), [&](std::uint32_t group, std::uint32_t) {
      if (left_[group] > 0 && --left[group] == 0) close_width_[group] = now--;
    });
  }

  left = left_;
  for (const std::uint32_t cause : several_) {
    const auto linked = static_cast<std::uint16_t>(cause);
    each_link(linked, [&](std::uint32_t group, std::uint32_t) {
      if (left_[group] == 0 || left[group] != left_[group]) return;
      open(group);
      if (open_width_[group] <= close_width_[group]) take_alone(group);
    });
    Step one = step(Act::cause, 0, cause);
    one.first = static_cast<std::uint32_t>(touch_slots.size());
    each_link(linked, [&](std::uint32_t group, std::uint32_t at) {
      if (left_[group] == 0) return;
      // By slot, ascending.
      const auto slot = static_cast<std::uint8_t>(slot_of(group));
      std::size_t place = touch_slots.size();
      while (place > one.first && touch_slots[place - 1] > slot) --place;
      touch_slots.insert(touch_slots.begin() + static_cast<std::ptrdiff_t>(place), slot);
      touch_links.insert(touch_links.begin() + static_cast<std::ptrdiff_t>(place), at);
      touch_groups.insert(touch_groups.begin() + static_cast<std::ptrdiff_t>(place), group);
      --left[group];
    });
    one.count = static_cast<std::uint32_t>(touch_slots.size()) - one.first;
    steps.push_back(one);
    most_touches = std::max<std::size_t>(most_touches, one.count);
    cells += std::ldexp(1.0 + one.count, static_cast<int>(width()));
    // Groups with causes that still stand alone come last: their table is narrower then.
    for (const bool waits : {false, true}) {
      each_link(linked, [&](std::uint32_t group, std::uint32_t) {
        const bool alone_now = open_width_[group] > close_width_[group];
        if (left_[group] == 0 || left[group] != 0 || alone_now != waits) return;
        if (alone_now) take_alone(group);
        close(group);
      });
    }
  }
}

}  // namespace lumbar::bayes
