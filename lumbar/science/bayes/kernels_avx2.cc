// SPDX-License-Identifier: Apache-2.0
// The build compiles this file for processors with AVX2; elsewhere it is empty.
#include "lumbar/science/bayes/kernels_body.h"

namespace lumbar::bayes {

const Kernels* quad_kernels() {
#ifdef __AVX2__
  static constexpr Kernels kernels{"avx2", Engine<4, false>::passes(), Engine<4, true>::passes()};
  return &kernels;
#else
  return nullptr;
#endif
}

}  // namespace lumbar::bayes
