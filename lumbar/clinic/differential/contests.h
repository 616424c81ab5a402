// SPDX-License-Identifier: Apache-2.0
// What may yet turn once more is known - another condition leads, a danger crosses its threshold - and which answers
// decide it. Private to this room.
#pragma once
#include <vector>

namespace lumbar {

/// One answer that is not known yet: how likely a yes is, and by how much either answer moves the margin of each
/// contest.
struct Mover {
  double chance = 0;
  std::vector<double> if_yes, if_no;
};

/// How much of the chance that some contest turns each mover decides, in the order of `movers`; they sum up to that
/// chance. `margins`: how far each contest is from turning now, in logarithms of odds. The answers are taken to be
/// independent, and what many of them come to, to be spread as their means and variances say: good enough to choose
/// questions and to stop by, never to answer by.
std::vector<double> decided(const std::vector<double>& margins, const std::vector<Mover>& movers);

}  // namespace lumbar
