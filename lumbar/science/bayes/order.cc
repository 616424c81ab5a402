// SPDX-License-Identifier: Apache-2.0
#include "lumbar/science/bayes/order.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace lumbar::bayes {

namespace {
constexpr std::uint32_t none = ~std::uint32_t{0};
constexpr double most_search = 4e7;  // about 0.05 s, for frontiers that no order makes narrow
}  // namespace

void Orderer::find(const Links& links, std::size_t groups, const std::vector<std::uint8_t>& conditioned, Order& best) {
  links_ = &links;
  conditioned_ = &conditioned;
  words_ = (groups + 63) / 64;
  all_.assign(groups, 0);
  linked_.assign(links.causes() * words_, 0);
  shared_.clear();
  std::size_t link_count = 0;
  for (std::uint32_t group = 0; group < groups; ++group) {
    for (std::uint32_t at = links.group_start[group]; at < links.group_start[group + 1]; ++at)
      all_[group] += conditioned[links.group_cause[at]] ? 0u : 1u;
    if (all_[group] < 2) {
      all_[group] = 0;
      continue;
    }
    for (std::uint32_t at = links.group_start[group]; at < links.group_start[group + 1]; ++at) {
      const std::uint16_t cause = links.group_cause[at];
      if (!conditioned[cause]) linked_[cause * words_ + group / 64] |= std::uint64_t{1} << (group % 64);
    }
  }
  // A cause that shares one group only may come whenever that group is in progress: it decides nothing.
  for (std::size_t cause = 0; cause < links.causes(); ++cause) {
    std::uint64_t* const groups_of = linked_.data() + cause * words_;
    std::size_t shared = 0;
    std::size_t last = 0;
    for (std::size_t word = 0; word < words_; ++word) {
      if (groups_of[word] == 0) continue;
      shared += static_cast<std::size_t>(std::popcount(groups_of[word]));
      last = word * 64 + static_cast<std::size_t>(std::countr_zero(groups_of[word]));
    }
    if (shared != 1) continue;
    std::fill(groups_of, groups_of + words_, 0);
    --all_[last];
  }
  for (std::uint32_t group = 0; group < groups; ++group) {
    if (all_[group] == 0) continue;
    shared_.push_back(group);
    link_count += all_[group];
  }
  best.causes.clear();
  best.cells = -1;
  grow(none, best);
  best_sequence_ = sequence_;

  // More tries are worth no more than a part of what the narrowest order so far costs: a try looks at each link about
  // once for every shared group, a query visits each cell at least three times.
  const double cost_of_try = 4.0 * static_cast<double>((link_count + 1) * (shared_.size() + 1));
  double spent = cost_of_try;
  const auto worth_it = [&] { return spent + cost_of_try < std::min(best.cells, most_search); };
  for (std::size_t first = 0; first < shared_.size() && worth_it(); ++first, spent += cost_of_try) {
    grow(shared_[first], trial_);
    keep_if_better(best);
  }
  for (bool better = true; better;) {
    better = false;
    for (std::size_t from = 0; from < best_sequence_.size(); ++from) {
      for (std::size_t to = 0; to < best_sequence_.size() && worth_it(); ++to, spent += cost_of_try) {
        if (to == from) continue;
        trial_sequence_ = best_sequence_;
        const std::uint32_t moved = trial_sequence_[from];
        trial_sequence_.erase(trial_sequence_.begin() + static_cast<std::ptrdiff_t>(from));
        trial_sequence_.insert(trial_sequence_.begin() + static_cast<std::ptrdiff_t>(to), moved);
        follow(trial_sequence_, trial_);
        better = keep_if_better(best) || better;
      }
    }
    if (!worth_it()) break;
  }
}

bool Orderer::keep_if_better(Order& best) {
  if (trial_.cells >= best.cells) return false;
  std::swap(trial_, best);
  std::swap(sequence_, best_sequence_);
  return true;
}

/// Causes that decide nothing come first.
void Orderer::start(Order& order) {
  left_ = all_;
  alive_.assign(words_, 0);
  reach_.assign(words_, 0);
  taken_.assign(links_->causes(), 0);
  sequence_.clear();
  width_ = 0;
  order.causes.clear();
  order.widest = 0;
  order.cells = 0;
  for (std::size_t cause = 0; cause < links_->causes(); ++cause) {
    const std::uint64_t* groups = linked_.data() + cause * words_;
    const bool free = std::all_of(groups, groups + words_, [](std::uint64_t word) { return word == 0; });
    if (!(*conditioned_)[cause] && free) take(static_cast<std::uint16_t>(cause), order);
  }
}

void Orderer::follow(const std::vector<std::uint32_t>& sequence, Order& order) {
  start(order);
  for (const std::uint32_t group : sequence) {
    sequence_.push_back(group);
    close(group, order);
  }
}

/// Closes one group after the other, each time the one that brings fewest new groups into progress.
void Orderer::grow(std::uint32_t first, Order& order) {
  start(order);
  for (std::uint32_t group = first == none ? next_group() : first; group != none; group = next_group()) {
    sequence_.push_back(group);
    close(group, order);
    // Unlike `follow`, a group that is complete anyway need not be named: `close` does nothing for it.
  }
}

std::uint32_t Orderer::next_group() const {
  std::uint32_t best = none;
  unsigned fewest_births = 0;
  std::uint32_t fewest_left = 0;
  // Stay with the groups in progress: separate parts of the network must not be open at the same time.
  for (const bool fresh : {false, true}) {
    for (const std::uint32_t group : shared_) {
      const bool alive = (alive_[group / 64] >> (group % 64)) & 1u;
      if (left_[group] == 0 || alive == fresh) continue;
      unsigned born = 0;
      for (std::size_t word = 0; word < words_; ++word) {
        std::uint64_t reached = 0;
        for (std::uint32_t at = links_->group_start[group]; at < links_->group_start[group + 1]; ++at) {
          const std::uint16_t cause = links_->group_cause[at];
          if (!taken_[cause] && !(*conditioned_)[cause]) reached |= linked_[cause * words_ + word];
        }
        born += static_cast<unsigned>(std::popcount(reached & ~alive_[word]));
      }
      if (best == none || std::pair(born, left_[group]) < std::pair(fewest_births, fewest_left)) {
        best = group;
        fewest_births = born;
        fewest_left = left_[group];
      }
    }
    if (best != none) break;
  }
  return best;
}

unsigned Orderer::births(const std::uint64_t* groups) const {
  unsigned count = 0;
  for (std::size_t word = 0; word < words_; ++word)
    count += static_cast<unsigned>(std::popcount(groups[word] & ~alive_[word]));
  return count;
}

/// Takes all causes of the group that are left, those first that bring fewest new groups.
void Orderer::close(std::uint32_t group, Order& order) {
  while (left_[group] > 0) {
    std::uint16_t best = 0;
    unsigned fewest = ~0u;
    for (std::uint32_t at = links_->group_start[group]; at < links_->group_start[group + 1]; ++at) {
      const std::uint16_t cause = links_->group_cause[at];
      if (taken_[cause] || (*conditioned_)[cause]) continue;
      const unsigned born = births(linked_.data() + cause * words_);
      if (born < fewest || (born == fewest && cause < best)) {
        fewest = born;
        best = cause;
      }
    }
    take(best, order);
  }
}

void Orderer::take(std::uint16_t cause, Order& order) {
  taken_[cause] = 1;
  order.causes.push_back(cause);
  const std::uint64_t* groups = linked_.data() + cause * words_;
  width_ += births(groups);
  const std::size_t widest_here = width_;
  order.widest = std::max(order.widest, widest_here);
  unsigned links = 0;
  for (std::size_t word = 0; word < words_; ++word) {
    alive_[word] |= groups[word];
    for (std::uint64_t rest = groups[word]; rest != 0; rest &= rest - 1) {
      const std::size_t group = word * 64 + static_cast<std::size_t>(std::countr_zero(rest));
      ++links;
      if (--left_[group] == 0) {
        alive_[word] &= ~(rest & (~rest + 1));
        --width_;
      }
    }
  }
  if (links > 0) order.cells += std::ldexp(1.0 + links, static_cast<int>(widest_here));
}

}  // namespace lumbar::bayes
