// SPDX-License-Identifier: Apache-2.0
#include "lumbar/science/bayes/kernels.h"

namespace lumbar::bayes {

std::array<const Kernels*, 4> runnable_kernels() {
  std::array<const Kernels*, 4> found{};
  std::size_t count = 0;
  const auto add = [&](const Kernels* kernels) {
    if (kernels != nullptr) found[count++] = kernels;
  };
  add(scalar_kernels());
  add(pair_kernels());
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) add(quad_kernels());
  if (__builtin_cpu_supports("avx512f")) add(eightfold_kernels());
#endif
  return found;
}

const Kernels& best_kernels() {
  const Kernels* best = scalar_kernels();
  for (const Kernels* kernels : runnable_kernels())
    if (kernels != nullptr) best = kernels;
  return *best;
}

}  // namespace lumbar::bayes
