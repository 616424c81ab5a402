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
  /// Can all that a script asserts be true at once, with what was asserted before?
  bool possible_with(const std::string& script);
  /// After possible() said yes, and before anything else is run: the values of terms as written by the solver.
  std::vector<std::string> values(const std::vector<std::string>& terms);

 private:
  void* context_;
};

/// Works terms out for values given to every free constant: many cases a second, where a search for a model takes a
/// large part of one. The words are the same SMT-LIB, and it is Z3 that reads and evaluates them.
class Evaluator {
 public:
  /// `terms` are worked out over `script`. Throws std::runtime_error with the solver's words.
  Evaluator(const std::string& script, const std::vector<std::string>& terms);
  ~Evaluator();
  Evaluator(const Evaluator&) = delete;
  Evaluator& operator=(const Evaluator&) = delete;

  /// A constant (its symbol with the bars) of sort Bool, Int or Real and its value as SMT-LIB writes it.
  struct Pin {
    std::string symbol;
    char sort;  ///< B, I or R
    std::string value;
  };
  std::vector<double> values(const std::vector<Pin>& pins);

 private:
  void* context_;
  void* together_ = nullptr;
};

/// A value as the solver writes it, as a number; true is 1, false 0.
double number_from(const std::string& value);

}  // namespace lumbar::proofs
