// SPDX-License-Identifier: Apache-2.0
#include "lumbar/science/bayes/kernels_body.h"

namespace lumbar::bayes {

const Kernels* scalar_kernels() {
  static constexpr Kernels kernels{"scalar", Engine<1, false>::passes(), Engine<1, true>::passes()};
  return &kernels;
}

}  // namespace lumbar::bayes
