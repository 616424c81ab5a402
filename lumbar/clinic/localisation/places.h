// SPDX-License-Identifier: Apache-2.0
// Every explanation that is weighed: a site, or two neighbouring roots, on a side; and how it fits what was observed.
#pragma once
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "lumbar/clinic/localisation/observe.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

struct Place {
  std::size_t site = 0;
  std::optional<std::size_t> next_root;
  std::optional<Side> side;
  double share = 0;  ///< before any sign; adds to 1 over all places
};

/// The places of the facts with the chance of every sign at each of them. `knowledge` must outlive it.
class Places {
 public:
  explicit Places(const Knowledge& knowledge);

  const std::vector<Place>& all() const { return all_; }
  /// Chances of a sign on the left and on the right; both the same where it has no sides.
  std::pair<double, double> chances(const Place& place, std::size_t sign) const;
  /// Where the chance of a sign at a place comes from: its row, else the sign's background.
  const Basis& basis(const Place& place, std::size_t sign) const;

 private:
  double chance(const Place& place, std::size_t sign) const;

  const Knowledge& knowledge_;
  std::vector<Place> all_;
  std::vector<const SiteSign*> table_;  // by site, then sign
};

/// What was observed, weighed against every place. `places` and `seen` must outlive it.
class Weighing {
 public:
  Weighing(const Knowledge& knowledge, const Places& places, const std::vector<Observation>& seen);

  /// By place; adds to 1.
  const std::vector<double>& posterior() const { return posterior_; }
  /// Signs of which something is known, in the order of the facts.
  const std::vector<std::size_t>& weighed() const { return weighed_; }
  /// The posterior without the k-th of them.
  void posterior_without(std::size_t k, std::vector<double>& into) const;

 private:
  std::vector<std::size_t> weighed_;
  std::vector<std::array<double, 2>> likelihoods_;  // by place, then sign: in a mild and in a severe lesion
  std::vector<std::array<double, 2>> totals_;       // by place: share of such lesions times all likelihoods
  std::vector<double> posterior_;
};

}  // namespace lumbar
