// SPDX-License-Identifier: Apache-2.0
// The build compiles this file for processors with AVX-512; elsewhere it is empty.
#include "lumbar/science/bayes/kernels_body.h"

namespace lumbar::bayes {

const Kernels* eightfold_kernels() {
#ifdef __AVX512F__
  static constexpr Kernels kernels{"avx512", Engine<8, false>::passes(), Engine<8, true>::passes()};
  return &kernels;
#else
  return nullptr;
#endif
}

}  // namespace lumbar::bayes
