// SPDX-License-Identifier: Apache-2.0
// Z3 behind SMT-LIB text: nothing else of it is used, so that another prover can read the same words.
#pragma once
#include <map>
#include <string>
#include <vector>

namespace lumbar::proofs {

enum class Answer { holds, refuted, undecided };

class Solver {
 public:
  Solver();
  ~Solver();
  Solver(const Solver&) = delete;
  Solver& operator=(const Solver&) = delete;

  /// Runs commands; throws std::runtime_error with the solver's words when it complains.
  std::string run(const std::string& commands);
  /// Can all terms be true at once, with what was asserted before?
  bool possible(const std::vector<std::string>& terms);
  /// After possible() said yes, and before anything else is run: the values of terms as written by the solver.
  std::vector<std::string> values(const std::vector<std::string>& terms);

 private:
  void* context_;
};

/// A value as the solver writes it, as a number; true is 1, false 0.
double number_from(const std::string& value);

}  // namespace lumbar::proofs
