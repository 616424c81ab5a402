// SPDX-License-Identifier: Apache-2.0
// What explains the findings: ranked conditions, how sure, and the evidence that moved them. Pure.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "lumbar/base/scales.h"
#include "lumbar/clinic/findings/findings.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// How much one statement moves the odds of a condition: 10·log10 of the posterior odds with it and without it.
struct Weight {
  FindingId finding;
  double db = 0;
  Basis basis;                    ///< of the evidence row that weighs most
  std::optional<EvidenceId> row;  ///< none where it comes through the prior or other conditions
};

/// A finding not known yet, and what its answer could do to the condition.
struct Missing {
  FindingId finding;
  double db_if_present = 0;
  double db_if_absent = 0;
  std::optional<EvidenceId> row;
};

/// Several statements that move together, left out together: less than their sum, because they are not counted twice.
struct GroupWeight {
  FindingId manifestation;
  std::vector<FindingId> findings;
  double db = 0;
};

struct RankedCondition {
  ConditionId condition;
  double probability = 0;                             ///< marginal: several may hold at once, they need not add to 1
  std::optional<std::pair<double, double>> interval;  ///< 95 % credible; none where it would cost too much
  std::vector<Weight> speaks_for;                     ///< heaviest first
  std::vector<Weight> speaks_against;                 ///< heaviest first
  std::vector<Missing> missing;                       ///< the most telling first
  std::vector<GroupWeight> groups;                    ///< heaviest first; only where one condition is explained
  std::size_t not_weighed = 0;                        ///< statements whose weight was not worked out: too many
};

/// Where intervals come from: 1,000 worlds drawn with other figures, or the slopes of each chance by every figure,
/// which cost a tenth or less. How near they come to the worlds stands in docs/performance.md.
enum class IntervalsBy : std::uint8_t { nothing, worlds, slopes };

struct Differential {
  bool complaint = false;  ///< a symptom is stated present: at least one cause is assumed
  std::vector<RankedCondition>
      ranked;  ///< by probability, ties in the order of the facts; of 0.5 % and more, at least five
  std::vector<RankedCondition> also_present;  ///< background conditions: they modify, they do not explain
  std::vector<double> probability;            ///< of every condition of the facts, by its row; background ones too
  std::array<double, 4> mechanism{};          ///< by Mechanism; sums to 1 where there is a complaint
  double any_emergency = 0;  ///< chance that some condition whose own urgency is emergency_now is present
  IntervalsBy intervals_by = IntervalsBy::nothing;
  std::size_t worlds = 0;  ///< how many sampled worlds the intervals come from; 0: from none
  std::array<std::pair<double, double>, 4> mechanism_interval{};  ///< 95 % credible, by Mechanism
  std::pair<double, double> any_emergency_interval{0, 0};         ///< 95 % credible
  bool exact = true;
  double error_bound = 0;           ///< on each probability; 0 when exact, 1 when they say nothing for sure
  std::size_t widest_frontier = 0;  ///< bits alive at once: what the reckoning cost
  std::size_t statements = 0;       ///< how many there are …
  std::size_t weighed = 0;          ///< … and of how many the weight was worked out, the strongest first

  /// What the chance of a condition is at most: its probability when exact, else what the bound allows.
  double at_most(ConditionId condition) const;
};

/// Ranks the conditions that explain what is known. Explanations (for, against, missing) are made for those in
/// `ranked`.
///
/// The work is bounded, counted in table cells: the same for the same case on every machine. Where a case says so much
/// that the exact answer would cost more, the manifestations that tell least are weighed for each condition apart, and
/// `error_bound` says how much that can matter; weights are then worked out for the strongest statements only.
Differential rank_conditions(const Findings& findings, const Knowledge& knowledge,
                             IntervalsBy by = IntervalsBy::worlds);

/// The same order and the same probability of each condition, but nothing for, against or missing, and neither
/// `mechanism` nor `any_emergency` (all 0): many times cheaper, for whoever compares thousands of cases.
Differential rank_without_reasons(const Findings& findings, const Knowledge& knowledge);

class SettingModel;

/// What the answer to one finding that is not known yet would tell, before anyone gave it.
struct Foreseen {
  FindingId finding;
  double chance = 0;          ///< that it is present
  double mechanism_bits = 0;  ///< expected information about the mechanism; only where `exact`
  double condition_bits =
      0;  ///< … about every condition, present or not, summed up; what can never lead counts for less
  /// Of the chance that another condition comes to lead once every candidate is known, what this answer decides; and of
  /// the chance that one of the dangers asked about comes to lie on the other side of its threshold.
  double lead = 0, danger = 0;
  ConditionId most_if_yes;  ///< the condition that a yes moves most; none where not `exact`
  ConditionId most_if_no;   ///< … that a no moves most
  bool exact = false;       ///< looked at in the network itself; else each condition by itself
};

/// Ranks one case after the other of people seen in one setting; what the facts say for it is worked out once.
class Ranker {
 public:
  Ranker(const Knowledge& knowledge, Setting setting);  ///< `knowledge` must outlive it
  ~Ranker();
  Ranker(Ranker&&) noexcept;
  Ranker& operator=(Ranker&&) noexcept;

  /// As rank_without_reasons, with `mechanism` and `any_emergency`. The setting of `findings` must be that of the
  /// ranker.
  Differential rank(const Findings& findings) const;
  /// The same with intervals.
  Differential rank(const Findings& findings, IntervalsBy by) const;
  /// The same within about `work` table cells (a nanosecond each): where it would take more, what tells least is
  /// weighed apart. To choose questions by.
  Differential rank(const Findings& findings, double work) const;

  /// What each candidate's answer would tell a person of whom `differential` is what is thought now; in the order of
  /// `candidates`, which must be yes-or-no findings that are not known. `dangers`: conditions of which it
  /// matters on which side of their threshold they lie. Those that tell most by a rough look, `exactly` of them at
  /// most, are looked at in the network. Nothing where `differential` has no probabilities.
  std::vector<Foreseen> foresee(const Findings& findings, const Differential& differential,
                                const std::vector<FindingId>& candidates, std::size_t exactly,
                                const std::vector<ConditionId>& dangers) const;

 private:
  const Knowledge* knowledge_;
  std::unique_ptr<const SettingModel> model_;
};

/// As rank_conditions, with intervals and without reasons. By worlds, but by slopes where so many worlds cannot be
/// drawn or slopes are asked for; none where both would cost too much.
Differential rank_with_intervals(const Findings& findings, const Knowledge& knowledge,
                                 IntervalsBy by = IntervalsBy::worlds);

/// One condition's probability and what it stands on, ranked or not.
RankedCondition explain_condition(ConditionId condition, const Findings& findings, const Knowledge& knowledge);

/// One figure of the facts that a probability leans on: a row of evidence, or how common a condition is.
struct LeansOn {
  ConditionId condition;              ///< the figure speaks of it; need not be the condition that leans
  std::optional<EvidenceId> row;      ///< none: the prior of the condition
  Presence seen = Presence::present;  ///< which of the row's two ratios: that of the finding seen, or denied
  Basis basis;
  double slope = 0;   ///< of the natural log odds of the condition that leans, by the natural logarithm of the figure's
                      ///< ratio, or by the log odds of the prior
  double spread = 0;  ///< how far that logarithm may be off: a standard deviation (facts/spread.toml)
  double share = 0;   ///< of all (slope x spread) squared: what this figure adds to the doubt, 0 to 1
};

/// What one probability leans on, to first order: small changes of one figure at a time.
struct Sensitivity {
  ConditionId condition;
  double probability = 0;
  double variance = 0;           ///< of the log odds of the condition: the sum of all (slope x spread) squared
  bool exact = true;             ///< false: what tells least was weighed apart, as in a Differential
  std::vector<LeansOn> figures;  ///< the largest share first, ties in the order of the facts
};

/// Where two figures are equally high and either could be the one that counts in full, the slope is the mean of that
/// upwards and that downwards. Nothing where the condition has no prior here, where nothing could be reckoned, or where
/// its chance is so near 0 or 1 that its odds cannot be told.
std::optional<Sensitivity> sensitivity(ConditionId condition, const Findings& findings, const Knowledge& knowledge);

/// A figure over many people: how much of all their doubt comes from it.
struct FigureWorth {
  LeansOn figure;       ///< of the person with whom it weighs most; its `share` is that of all variance, of all people
  ConditionId leading;  ///< of that person
  std::size_t cases = 0;  ///< in how many of them the leading condition leans on it: a share of 1 % or more
};

/// The figures most worth a better source, first the one whose (slope x spread) squared, summed over all, is largest.
/// A row's two ratios, of the finding seen and denied, are two figures; a prior is one, whatever the person.
std::vector<FigureWorth> rank_figures(const std::vector<Sensitivity>& people);

/// How a row of evidence comes out of the network: the odds of its condition with the finding seen, over those without.
struct RowFit {
  EvidenceId row;
  double wanted = 1;   ///< the row's own ratio
  double network = 1;  ///< what the network makes of it among all other conditions and their priors
};

/// Every preferred row on a yes-or-no finding in one setting, seen present and nothing else known.
std::vector<RowFit> fit_of_rows(Setting setting, const Knowledge& knowledge);

}  // namespace lumbar
