// SPDX-License-Identifier: Apache-2.0
// What the doors of many.h share: one shape, its order and steps, and the numbers of one block of networks side by
// side. Private to this room.
#pragma once

#include <cstddef>
#include <vector>

#include "lumbar/science/bayes/many.h"
#include "lumbar/science/bayes/order.h"
#include "lumbar/science/bayes/programme.h"
#include "lumbar/science/bayes/shape.h"
#include "lumbar/science/bayes/sweep.h"

namespace lumbar::bayes {

struct ManyWorkspace::Rooms {
  explicit Rooms(const Kernels& kernels) : sweep(kernels.many), lanes(kernels.many.lanes) {}

  Shape shape;
  Orderer orderer;
  Order order;
  bool compiled = false;  // the steps are those of the shape; not while it is too wide
  std::vector<std::uint8_t> nobody, included, last_classes;
  std::vector<std::vector<std::uint8_t>> last_events;
  std::vector<std::vector<std::uint8_t>> events;  // by event: a mark for each cause
  std::size_t event_count = 0, class_count = 0;
  Programme everything;
  std::vector<Programme> by_class;  // causes of one class alone
  std::vector<Programme> without;   // by event: all causes but its own
  Sweep sweep;
  std::size_t lanes;

  // One block; `lanes` numbers of each.
  Numbers numbers;
  std::vector<double> cause, only, any_of, none, some;  // weights
  std::vector<double> link, explained;                  // as in Marginals, singles included

  // Scratch of the doors.
  std::vector<std::uint8_t> refused;
  std::vector<double> raw;

  /// The order and the steps for a shape. False if it is too wide.
  bool prepare(const Network& network, const Query& query);
  void set_odds(std::size_t of_cause, std::size_t lane, double odds);
  void set_ceiling(std::size_t group, std::size_t lane, double ceiling);
  /// `of_link` counted group by group.
  void set_explains(std::size_t of_link, std::size_t lane, double explains);
  /// The network's own numbers.
  void set_all(const Network& network, std::size_t lane);
  /// The weights of the block, with those of `link` and `explained` where wanted.
  void run(const Query& query, bool slopes);

 private:
  void compile_parts(const Query& query);
  void add_singles();
};

}  // namespace lumbar::bayes
