// SPDX-License-Identifier: Apache-2.0
// In which order to take the causes, so that few groups are in progress at once. Private to this room.
// Deterministic: depends on who is linked with whom only, never on the numbers; ties go to the lower index.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lumbar::bayes {

/// Who is linked with whom, both ways, in compressed rows.
struct Links {
  std::vector<std::uint32_t> group_start;  // groups + 1 entries
  std::vector<std::uint16_t> group_cause;
  std::vector<std::uint32_t> cause_start;  // causes + 1 entries
  std::vector<std::uint32_t> cause_group;
  std::size_t groups() const { return group_start.size() - 1; }
  std::size_t causes() const { return cause_start.size() - 1; }
};

struct Order {
  std::vector<std::uint16_t> causes;  // every cause that is not conditioned on
  std::size_t widest = 0;             // groups in progress at once, at most
  double cells = 0;                   // table cells visited forwards, about
};

/// Memory for order_causes, kept between calls.
class Orderer {
 public:
  /// The narrowest order found. Causes with `conditioned` set are left out, as if they did not exist; so are groups
  /// from `groups` on.
  void find(const Links& links, std::size_t groups, const std::vector<std::uint8_t>& conditioned, Order& best);

 private:
  void start(Order& order);
  void take(std::uint16_t cause, Order& order);
  void close(std::uint32_t group, Order& order);
  std::uint32_t next_group() const;
  unsigned births(const std::uint64_t* groups) const;
  void follow(const std::vector<std::uint32_t>& sequence, Order& order);
  void grow(std::uint32_t first, Order& order);
  bool keep_if_better(Order& best);

  const Links* links_ = nullptr;
  const std::vector<std::uint8_t>* conditioned_ = nullptr;
  std::size_t words_ = 0;                     // 64-bit words a set of groups
  std::vector<std::uint32_t> shared_;         // groups that need a bit while causes linked to several are taken
  std::vector<std::uint64_t> linked_;         // by cause linked to several: its shared groups, `words_` each
  std::vector<std::uint32_t> left_, all_;     // by group: causes not yet taken; at the start
  std::vector<std::uint64_t> alive_, reach_;  // groups in progress; scratch
  std::vector<std::uint8_t> taken_;
  std::vector<std::uint32_t> sequence_, best_sequence_, trial_sequence_;
  std::size_t width_ = 0;
  Order trial_;
};

}  // namespace lumbar::bayes
