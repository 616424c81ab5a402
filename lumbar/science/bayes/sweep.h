// SPDX-License-Identifier: Apache-2.0
// One programme: the causes in their order, with the groups that open and close on the way, run forwards for the
// evidence and backwards for the posteriors. Private to this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lumbar/science/bayes/order.h"
#include "lumbar/science/bayes/table.h"

namespace lumbar::bayes {

/// What one observed group weighs; all scaled so that nothing exceeds 1.
struct GroupWeights {
  bool opposing = false;
  double if_explained = 1;
  double if_unexplained = 1;
};

/// Causes taken as present or absent beforehand, and what follows for every cause and group.
struct Numbers {
  std::vector<double> odds;               // by cause
  std::vector<GroupWeights> groups;       // by group
  std::vector<double> failed, succeeded;  // by group: no present conditioned cause explains it, or one does; sum is 1
};

class Programme {
 public:
  /// Takes the causes of `order` that are `included`, and of the groups the first `groups` and `extra_group`
  /// (or none: no_group). All others are as if they did not exist: causes absent, groups not observed.
  void compile(const Links& links, const Numbers& numbers, const std::vector<std::uint16_t>& order,
               const std::vector<std::uint8_t>& included, std::size_t groups, std::size_t extra_group);
  static constexpr std::size_t no_group = ~std::size_t{0};

  std::size_t widest() const { return widest_; }
  double cells() const { return cells_; }

 private:
  friend class Sweep;
  enum class Act : std::uint8_t { open, cause, close };
  struct Step {
    Act act = Act::cause;
    bool opposing = false;
    std::uint8_t bits = 0;           // width of the table before this step
    std::uint8_t opposing_bits = 0;  // the lowest of them
    std::uint8_t position = 0;       // open, close: of the bit
    std::uint32_t index = 0;         // cause: of the cause; open, close: of the group
    std::uint32_t first_touch = 0, touch_count = 0;
  };
  struct Single {  // a group with one cause only
    std::uint32_t group = 0;
    std::uint16_t cause = 0;
    double explains = 0;
  };
  std::vector<Step> steps_;
  std::vector<Touch> touches_;
  std::vector<Single> singles_;
  std::vector<std::uint32_t> empty_groups_;
  std::vector<std::uint32_t> left_, frontier_;  // scratch of compile
  std::size_t widest_ = 0;
  double cells_ = 0;
};

/// Sums of weights. `none`: of the set of no cause; `some`: of all others.
struct Evidence {
  double none = 0;
  double some = 0;
};

/// Runs programmes; owns the tables.
class Sweep {
 public:
  /// Weights relative to product over the programme's causes of (1 + odds).
  Evidence forwards(const Programme& programme, const Numbers& numbers);

  /// Also adds to present[cause] the weight of all sets with that cause, times `factor`.
  Evidence both_ways(const Programme& programme, const Numbers& numbers, double factor, std::vector<double>& present);

 private:
  struct Close {
    double lower = 0, upper = 0, none = 0;
  };
  struct Segment {
    std::size_t first = 0, last = 0;  // steps
    std::size_t kept = 0;             // where its first table lies in kept_
    double none = 0;
  };
  void weigh(const Programme& programme, const Numbers& numbers);
  void run(const Programme& programme, std::size_t first, std::size_t last, bool record);
  void run_back(const Programme& programme, const Segment& segment, double factor, std::vector<double>& present);
  void cut(const Programme& programme);

  std::vector<double> absent_, present_;  // by cause; sum is 1
  std::vector<Close> close_;              // by group
  double constant_ = 1;                   // weight of what does not depend on the table
  std::vector<double> table_, future_, scratch_;
  double none_ = 1;
  std::vector<double> tape_;       // the tables before each cause of one segment
  std::vector<double> tape_none_;  // beside it
  std::vector<double> kept_;       // the tables at the start of each segment
  std::vector<Segment> segments_;
};

}  // namespace lumbar::bayes
