// SPDX-License-Identifier: Apache-2.0
// Exact posteriors of many independent causes given groups of observations (noisy-OR), for one person.
// Pure; safe on any thread as long as each thread has its own Workspace. Same input, same bits.
//
// The model. Every cause is present or absent. A set S of present causes has the weight
//     product over i in S of odds[i]   times   product over groups g of L_g(S),
//     L_g(S) = Q + ceiling (1 - Q),    Q = product over the links of g to causes in S of (1 - explains).
// A group is "explained" with chance 1 - Q. If it is, its observations weigh `ceiling`, else 1: above 1 they speak for
// the causes linked, below 1 against them. What depends on one cause alone belongs into that cause's odds.
//
// The method adds non-negative terms only, so nothing cancels: a table over "which of the groups in progress are
// explained" is carried from cause to cause, forwards for the evidence and backwards for the posteriors. A group is in
// progress from its first to its last linked cause; the number of groups in progress at once, the *frontier*, decides
// the cost (2^frontier a cause), and the causes are taken in an order that keeps it narrow.
#pragma once

#include <memory>
#include <vector>

#include "lumbar/science/bayes/many.h"
#include "lumbar/science/bayes/model.h"

namespace lumbar::bayes {

struct Kernels;

/// Memory that one thread keeps between queries: after the first query of a size, later ones do not allocate.
/// It never changes an answer. It remembers the order of causes of the last network and reuses it when only numbers
/// (odds, ceilings, chances to explain) have changed.
class Workspace {
 public:
  Workspace();
  /// With the passes of one kind of processor (kernels.h): every one gives the same bits.
  explicit Workspace(const Kernels& kernels);
  ~Workspace();
  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;

 private:
  friend void infer(const Network&, const Query&, Workspace&, Posterior&);
  friend double work(const Network&, const Query&, Workspace&);
  struct Rooms;
  std::unique_ptr<Rooms> rooms_;
};

/// The posterior, written over `posterior`, whose memory is reused. Requires valid(network) and valid(query, network).
///
/// If the frontier is wider than the limit, the answer is put together from networks in which the causes with most
/// links are taken as present or absent, every combination: still exact. If that needs more than `work_limit`, only
/// combinations with few of those present are summed, and `error_bound` bounds the rest: it may be as large as 1, and
/// often is where causes are common. log_evidence is then too low, by at most -log(1 - error_bound).
///
/// No causes at all and at_least_one: nothing is possible; every chance is 0 and log_evidence is minus infinity.
void infer(const Network& network, const Query& query, Workspace& workspace, Posterior& posterior);

/// The same with memory of its own, for single questions and tests.
Posterior infer(const Network& network, const Query& query);

/// Table cells that `infer` visits, about, when it does not split; infinite if the frontier is wider than the limit.
/// The workspace keeps the order of causes that was found. Requires as `infer`.
double work(const Network& network, const Query& query, Workspace& workspace);

/// The network without the groups marked in `apart` (one mark a group): each of their links became a factor on its own
/// cause's odds, as if it were the only one present. Odds are cut to the range of a valid network.
Network taken_apart(const Network& network, const std::vector<std::uint8_t>& apart);

/// The posterior of any network whose numbers are positive, whose links are those of a valid one and whose ceilings are
/// not below 1; for log_evidence too where it is exact. Exact where the network is valid and needs no more work than
/// query.work_limit. Otherwise the weakest groups are taken apart, as few as bring the work down to `work_apart`; then
/// log_evidence is that of the rest, and `error_bound` (at most 1) holds for each chance. `exact` is false unless it is
/// 0. With error_bound e below 1, a chance p stands for a true one of at most p / (1 - e).
/// `apart` is written: one mark for each group. Where the numbers are none (NaN, links to nothing), log_evidence is
/// NaN, every chance 0 and the bound 1: nothing was reckoned. Requires valid(query, network).
void infer_within(const Network& network, const Query& query, double work_apart, Workspace& workspace,
                  Posterior& posterior, std::vector<std::uint8_t>& apart);

}  // namespace lumbar::bayes
