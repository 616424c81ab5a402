// SPDX-License-Identifier: Apache-2.0
#include "lumbar/science/bayes/kernels_body.h"

namespace lumbar::bayes {

const Kernels* pair_kernels() {
  static constexpr Kernels kernels{"pair", Engine<2, false>::passes(), Engine<2, true>::passes()};
  return &kernels;
}

}  // namespace lumbar::bayes
