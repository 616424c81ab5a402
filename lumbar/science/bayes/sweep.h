// SPDX-License-Identifier: Apache-2.0
// Runs a programme with numbers: forwards for the evidence, backwards for the posteriors. One network, or as many side
// by side as the passes have lanes; every number below stands for `lanes` numbers. Private to this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "lumbar/science/bayes/kernels.h"
#include "lumbar/science/bayes/programme.h"

namespace lumbar::bayes {

/// Numbers that are aligned for every kernel; grows, never shrinks.
class Table {
 public:
  void at_least(std::size_t size);
  double* data() const { return numbers_.get(); }

 private:
  struct Free {
    void operator()(double* numbers) const { ::operator delete[](numbers, std::align_val_t{64}); }
  };
  std::unique_ptr<double[], Free> numbers_;
  std::size_t size_ = 0;
};

/// What a network weighs. Groups are scaled so that nothing exceeds 1.
struct Numbers {
  std::vector<double> odds;                          // by cause; not used by Sweep
  std::vector<double> absent, present;               // by cause; their sum is above 0
  std::vector<double> explains;                      // by link, beside Links::cause_group
  std::vector<double> if_explained, if_unexplained;  // by group
  std::vector<double> failed, succeeded;  // by group: no cause taken as present explains it, or one does; sum is 1
};

/// Weights by cause and by what else is asked; added to, never cleared, by Sweep.
struct Marginals {
  double* cause = nullptr;      // of all sets with this cause
  double* event = nullptr;      // by event: of all sets with one of its causes; may be null
  double* link = nullptr;       // derivative of the total by the logit of the chance to explain; may be null
  double* explained = nullptr;  // by group: of all sets that explain it; wanted where `link` is
};

class Sweep {
 public:
  explicit Sweep(const Passes& passes) : passes_(&passes) {}
  const Passes& passes() const { return *passes_; }

  /// Sums of weights: `none` of the set of no cause, `some` of all others.
  void forwards(const Programme& programme, const Numbers& numbers, double* none, double* some);

  /// The same, and the weights of `into` times `factor`. `events`: for each, a mark for every cause.
  void both_ways(const Programme& programme, const Numbers& numbers,
                 const std::vector<std::vector<std::uint8_t>>& events, std::size_t event_count, double factor,
                 const Marginals& into, double* none, double* some);

  /// After both_ways, of the first network: the weight of all sets without any cause of the event, the empty one too.
  double without_event(std::size_t event) const;

 private:
  using Step = Programme::Step;
  struct Run {  // forwards, with the causes of an event left out, or with none left out
    Table table;
    std::vector<double> none, scale;
    const std::vector<std::uint8_t>* left_out = nullptr;
  };
  struct Segment {
    std::size_t first = 0, last = 0;  // steps
    std::size_t kept = 0;             // where its first tables lie in arena_
  };

  void weigh(const Programme& programme, const Numbers& numbers);
  template <std::size_t lanes>
  void weigh_lanes(const Programme& programme, const Numbers& numbers);
  void start(Run& run, std::size_t rows, const std::vector<std::uint8_t>* left_out);
  void run(const Programme& programme, std::size_t first, std::size_t last, Run& run, std::size_t which, double* tape);
  template <std::size_t lanes>
  void take_alone(const Programme& programme, const Step& step, Run& run);
  void run_back(const Programme& programme, const Segment& segment, double factor, const Marginals& into);
  template <std::size_t lanes>
  void free_back(const Programme& programme, const double* past, double factor, const Marginals& into);
  template <std::size_t lanes>
  void alone_back(const Programme& programme, const Step& step, std::size_t at, double factor, const Marginals& into);
  void cause_back(const Programme& programme, const Step& step, std::size_t at, double factor, const Marginals& into);
  void links_back(const Programme& programme, const Step& step, const double* past, double factor,
                  const Marginals& into);
  bool cut(const Programme& programme, std::size_t budget);
  bool needs_table(const Programme& programme, const Step& step, std::size_t which) const;
  std::size_t numbers_in(const Step& step) const { return (std::size_t{1} << step.row_bits) * passes_->row; }

  const Passes* passes_;
  const Numbers* numbers_ = nullptr;
  std::vector<double> absent_, present_;  // by cause; sum is 1
  std::vector<double> constant_;          // what does not depend on the table
  std::vector<double> lower_;             // by group, for close
  std::vector<double> touch_explains_;    // by touch
  std::vector<Run> runs_;                 // everything, then one for each event
  std::size_t run_count_ = 0;
  Table future_, scratch_, source_, stages_;
  Table arena_;  // kept tables from below, the tape of one segment above
  std::size_t arena_size_ = 0;
  std::vector<double> kept_numbers_;      // by segment and run: none, scale
  std::vector<std::uint8_t> recorded_;    // by step and run: whether the tape holds its table
  std::vector<std::size_t> tape_places_;  // by step and run: where in arena_
  std::vector<double> tape_scales_;       // beside it
  std::vector<Segment> segments_;
  std::vector<double> before_, after_;  // for causes that stand alone
  std::vector<double> sums_, without_;
};

}  // namespace lumbar::bayes
