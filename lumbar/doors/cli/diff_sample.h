// SPDX-License-Identifier: Apache-2.0
// Cases drawn around rules, so that comparing two versions of the facts reaches what a change of a rule can do. Pure:
// the same facts and the same number give the same case on every platform.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lumbar/base/case.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// A row of numbers from a seed, the same everywhere (the standard library's distributions are not): SplitMix64.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// True with this chance, 0 to 1.
  bool happens(double share) { return static_cast<double>(next() >> 11U) * 0x1p-53 < share; }
  /// One of 0, 1, …, count - 1; count > 0.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
  template <class List>
  auto& one_of(List& list) {
    return list[below(list.size())];
  }

 private:
  std::uint64_t state_;
};

/// Draws cases in the words of one version of the facts. Const after construction, shared by threads.
class CaseSampler {
 public:
  /// `knowledge` must outlive it.
  explicit CaseSampler(const Knowledge& knowledge);

  /// A case built around a rule: its formula aimed at true or false, its neighbours answered in every way, the safety
  /// net left alone, half answered, or answered no. May contradict itself; whoever needs it whole draws again.
  Case draw(RuleId around, Chance& chance) const;

  /// Everything a rule's truth and level rest on, as text: differs between two versions of the facts when the rule or
  /// a definition below it was changed.
  std::string foundation(RuleId rule) const;

 private:
  friend class CaseMaker;
  const Knowledge& knowledge_;
  std::vector<std::vector<logic::Variable>> leaves_;      // of each rule: the variables it rests on
  std::vector<logic::Variable> everything_;               // that any rule or item of the safety net rests on
  std::vector<const std::vector<logic::State>*> states_;  // subjects with states, from harmless to worst
  std::vector<std::vector<double>> limits_;               // of each variable: the numbers its formulas compare it with
};

/// The rules to draw cases around, of two versions: every rule of the new one, and those of the old one that are gone
/// or rest on something else. `changed` are the places of rules that differ; half of all cases go to them.
struct Turns {
  struct Turn {
    bool in_new = true;  ///< in whose words the case is drawn
    RuleId rule;
  };
  std::vector<Turn> all;
  std::vector<std::size_t> changed;

  /// Whose turn it is for case `number`. `all` must not be empty.
  const Turn& of(std::size_t number) const;
};
Turns turns_for(const Knowledge& before, const CaseSampler& old_sampler, const Knowledge& after,
                const CaseSampler& new_sampler);

}  // namespace lumbar
