// SPDX-License-Identifier: Apache-2.0
// Intervals without a thousand worlds. Every figure is off by a normal number of standard deviations. The log odds of a
// chance are then nearly normal as well: how wide follows from its slopes by every figure, and where their middle lies
// from a few pairs of worlds that mirror each other. In a pair the slopes cancel, and what is left is how the chance
// bends: one set of likely causes grows more, on average, than it shrinks, at the cost of all others.
#include <algorithm>
#include <cmath>

#include "lumbar/base/logarithm.h"
#include "lumbar/base/scales.h"
#include "lumbar/clinic/differential/intervals.h"
#include "lumbar/clinic/differential/ratio_slopes.h"

namespace lumbar {
namespace {

constexpr double middle_95 = 1.959963984540054;  // standard deviations either way
constexpr std::size_t pairs = 8;
constexpr std::uint64_t of_the_signs = ~std::uint64_t{1};  // no row of the facts

using Asked = bayes::Chance;

// The slopes of chances by the standard deviation of every figure: first of each cause, then of each link.
class ByFigure {
 public:
  ByFigure(const bayes::Network& network, const bayes::Slopes& slopes, const Worlds& worlds,
           const PersonalNetwork& personal, const std::vector<std::uint8_t>& apart)
      : slopes_(slopes), worlds_(worlds), personal_(personal), apart_(apart), causes_(network.odds.size()) {
    for (const bayes::Group& group : network.groups) ratios_.emplace_back(group);
  }

  const std::vector<double>& operator()(std::size_t asked) {
    const double* const by_odds = slopes_.log_odds.data() + asked * causes_;
    const double* const by_ceiling = slopes_.log_ceiling.data() + asked * ratios_.size();
    const double* by_logit =
        slopes_.logit_explains.data() + asked * (slopes_.logit_explains.size() / slopes_.chance.size());
    slope_.clear();
    for (std::size_t cause = 0; cause < causes_; ++cause) slope_.push_back(by_odds[cause] * worlds_.spread_of(cause));
    std::size_t left = 0;  // place in the network without what was taken apart
    for (std::size_t g = 0; g < personal_.network.groups.size(); ++g) {
      const auto& links = personal_.network.groups[g].links;
      const std::vector<double>& spread = personal_.link_spread[g];
      if (apart_[g]) {
        for (std::size_t i = 0; i < links.size(); ++i) slope_.push_back(by_odds[links[i].cause] * spread[i]);
        continue;
      }
      ratios_[left].find(by_logit, by_ceiling[left], by_ratio_);
      for (std::size_t i = 0; i < links.size(); ++i)
        slope_.push_back((by_ratio_[i].up + by_ratio_[i].down) / 2 * spread[i]);
      ++left;
      by_logit += links.size();
    }
    return slope_;
  }

 private:
  const bayes::Slopes& slopes_;
  const Worlds& worlds_;
  const PersonalNetwork& personal_;
  const std::vector<std::uint8_t>& apart_;
  std::size_t causes_;
  std::vector<RatioSlopes> ratios_;
  std::vector<BothWays> by_ratio_;
  std::vector<double> slope_;
};

// Worlds in which every figure is off by one standard deviation, up or down; each is followed by its mirror. Signs
// rather than normals, for then no figure bends a chance more than its own share.
std::vector<double> mirrored_worlds(std::size_t figures) {
  std::vector<double> deviations;
  deviations.reserve(2 * pairs * figures);
  for (std::size_t figure = 0; figure < figures; ++figure) {
    std::uint64_t coin = coins(figure, of_the_signs);
    for (std::size_t pair = 0; pair < pairs; ++pair, coin >>= 1U) {
      const double sign = (coin & 1U) != 0 ? 1 : -1;
      deviations.push_back(sign);
      deviations.push_back(-sign);
    }
  }
  return deviations;
}

double log_odds(double chance) {
  const double cut = std::clamp(chance, 1e-15, 1 - 1e-15);
  return natural_log(cut) - natural_log(1 - cut);
}

double chance_of(double log_odds) { return 1 / (1 + exponential(-log_odds)); }

// `slope`: of the chance by each figure. `mirrored`: the chance in those worlds.
Interval around(double point, const std::vector<double>& slope, const double* mirrored, double bound) {
  double squares = 0;
  for (const double one : slope) squares += square(one);
  double middle = 0;
  for (std::size_t world = 0; world < 2 * pairs; ++world) middle += log_odds(mirrored[world]);
  middle /= 2 * pairs;
  const double half = middle_95 * std::sqrt(squares) / std::max(point * (1 - point), 1e-15);
  return {std::max(0.0, std::min(chance_of(middle - half), point) - bound),
          std::min(1.0, std::max(chance_of(middle + half), point) + bound)};
}

}  // namespace

std::optional<Intervals> intervals_by_slopes(const PersonalNetwork& personal, const std::vector<double>& prior_spread,
                                             const bayes::Query& query, const bayes::Posterior& posterior,
                                             const std::vector<std::uint8_t>& apart,
                                             const std::vector<ConditionId>& wanted, double most_cells) {
  std::vector<std::uint8_t> marks = apart;
  marks.resize(personal.network.groups.size(), 0);
  const Worlds worlds(personal, prior_spread, marks);
  bayes::Network network = bayes::taken_apart(personal.network, marks);
  make_movable(network);
  if (!bayes::valid(network) || personal.ranked.empty()) return std::nullopt;

  std::vector<Asked> asked;
  for (const ConditionId one : wanted) {
    const auto place = std::find(personal.ranked.begin(), personal.ranked.end(), one);
    if (place == personal.ranked.end()) continue;
    asked.push_back({Asked::Of::cause, static_cast<std::size_t>(place - personal.ranked.begin())});
  }
  const auto mixed_place = static_cast<std::size_t>(Mechanism::mixed);
  for (std::size_t which = 0; which < posterior.only.size() && which < 4; ++which)
    if (which != mixed_place) asked.push_back({Asked::Of::only, which});
  for (std::size_t event = 0; event < posterior.any_of.size(); ++event) asked.push_back({Asked::Of::any_of, event});

  bayes::Workspace workspace;
  const double cells = bayes::work(network, query, workspace);
  if (!(cells * static_cast<double>(4 * asked.size() + 2 * pairs) <= most_cells)) return std::nullopt;
  bayes::ManyWorkspace many;
  bayes::Slopes slopes;
  if (asked.empty() || !bayes::find_slopes(network, query, asked, many, slopes)) return std::nullopt;
  ByFigure by_figure(network, slopes, worlds, personal, marks);
  const std::size_t figures = by_figure(0).size();
  bayes::Samples samples;
  worlds.place(2 * pairs, mirrored_worlds(figures), samples);
  bayes::ManyPosteriors mirrored;
  if (!bayes::infer_many(worlds.shape(), query, samples, many, mirrored) || mirrored.refused > 0) return std::nullopt;
  const auto in_worlds = [](const std::vector<double>& chances, std::size_t which) {
    return chances.data() + which * 2 * pairs;
  };

  const double bound = posterior.error_bound;
  Intervals found;
  found.condition.assign(prior_spread.size(), {0, 0});
  // What is left of the shares of three mechanisms is the fourth.
  double rest = 1;
  std::vector<double> rest_mirrored(2 * pairs, 1);
  std::vector<double> rest_slope(figures, 0);
  for (std::size_t one = 0; one < asked.size(); ++one) {
    const std::size_t which = asked[one].which;
    const std::vector<double>& slope = by_figure(one);
    switch (asked[one].of) {
      case Asked::Of::cause:
        found.condition[personal.ranked[which].row()] =
            around(posterior.cause[which], slope, in_worlds(mirrored.cause, which), bound);
        break;
      case Asked::Of::only: {
        const double* const there = in_worlds(mirrored.only, which);
        found.mechanism[which] = around(posterior.only[which], slope, there, bound);
        rest -= posterior.only[which];
        for (std::size_t world = 0; world < rest_mirrored.size(); ++world) rest_mirrored[world] -= there[world];
        for (std::size_t figure = 0; figure < figures; ++figure) rest_slope[figure] -= slope[figure];
        break;
      }
      case Asked::Of::any_of:
        found.any_emergency = around(posterior.any_of[which], slope, in_worlds(mirrored.any_of, which), bound);
        break;
    }
  }
  found.mechanism[mixed_place] = around(std::max(0.0, rest), rest_slope, rest_mirrored.data(), bound);
  for (std::size_t c = 0; c < prior_spread.size(); ++c) {
    if (personal.background[c] <= 0) continue;
    found.condition[c] = {worlds.background_at(-middle_95, ConditionId(c)),
                          worlds.background_at(middle_95, ConditionId(c))};
  }
  return found;
}

}  // namespace lumbar
