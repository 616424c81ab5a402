// SPDX-License-Identifier: Apache-2.0
// The part of a script that a claim is about. A solver that is given no more than that answers in a moment.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "proofs/prover/obligation.h"

namespace lumbar::proofs {

/// A script, taken apart into its declarations, definitions and assertions. Const after it is made, but for of().
class Cone {
 public:
  explicit Cone(const std::string& script);

  struct Narrowed {
    std::string script;  ///< with the claim's terms asserted, without (check-sat)
    bool whole = true;   ///< no given was left out
  };
  /// What the last term of a claim reaches, with those givens that speak of nothing else. Leaving givens out is
  /// harmless where the claim is found impossible without them; where it is not, it has to be asked again with
  /// `everything`. Remembers how givens fall apart: one Cone a thread.
  Narrowed of(const Claim& claim, bool everything);

 private:
  using Subjects = std::vector<std::uint64_t>;  // a bit for each thing that anything is said of
  struct Command {
    enum class Kind { constant, definition, assertion } kind = Kind::constant;
    std::string name, text, body;
    std::vector<std::size_t> uses;  // declarations and definitions that stand in it
    Subjects subjects;              // what it speaks of, through all that it uses
  };
  struct Conjunct {
    std::string term;
    std::vector<std::size_t> uses;
  };
  std::vector<std::size_t> uses_of(const std::string& text) const;
  void mark(const std::vector<std::size_t>& uses, const std::vector<char>& freed, std::vector<char>& needed) const;
  void split(const std::string& term, bool negated, std::vector<Conjunct>& into) const;
  const std::vector<Conjunct>& conjuncts(const std::string& given);
  std::vector<Subjects> subjects_without(const std::vector<char>& freed) const;

  std::vector<Command> commands_;
  std::map<std::string, std::size_t, std::less<>> by_name_;
  std::map<std::string, std::vector<Conjunct>> split_;
  std::size_t words_ = 0;
};

}  // namespace lumbar::proofs
