// SPDX-License-Identifier: Apache-2.0
// Which figures of the facts a probability leans on: the slopes that science/bayes gives for the numbers of the
// network, taken back to the rows of evidence and the priors that they were made from.
#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "lumbar/clinic/differential/differential.h"
#include "lumbar/clinic/differential/network.h"
#include "lumbar/clinic/differential/ratio_slopes.h"

namespace lumbar {
namespace {

// What one reckoning may cost, in table cells, tried in turn: with the last no frontier is too wide for slopes.
constexpr std::array<double, 2> cells_limit = {4e6, 6e4};

// Slopes of the log odds of one condition.
struct NetworkSlopes {
  bool exact = true;
  double chance = 0;
  std::vector<double> by_odds;  // by cause: its own odds, logarithm
  // By manifestation and condition: the logarithm of the ratio behind a link.
  std::map<std::pair<FindingId, ConditionId>, BothWays> by_ratio;
};

std::optional<NetworkSlopes> slopes_of(std::size_t cause, const PersonalNetwork& personal, bool at_least_one) {
  bayes::Query query;
  query.at_least_one = at_least_one;
  query.frontier_limit = 16;
  bayes::Workspace workspace;
  bayes::ManyWorkspace many;
  bayes::Posterior posterior;
  bayes::Slopes slopes;
  bayes::Network network;
  std::vector<std::uint8_t> apart;
  bool found = false;
  for (const double cells : cells_limit) {
    query.work_limit = cells;
    bayes::infer_within(personal.network, query, cells, workspace, posterior, apart);
    if (!std::isfinite(posterior.log_evidence)) return std::nullopt;
    apart.resize(personal.network.groups.size(), 0);
    network = bayes::taken_apart(personal.network, apart);
    make_movable(network);
    found =
        bayes::valid(network) && bayes::find_slopes(network, query, {{bayes::Chance::Of::cause, cause}}, many, slopes);
    if (found) break;
  }
  const double chance = found ? slopes.chance.front() : 0;
  const double variance = chance * (1 - chance);
  if (!(variance > 1e-12)) return std::nullopt;

  NetworkSlopes made{posterior.exact, chance, slopes.log_odds, {}};
  for (double& slope : made.by_odds) slope /= variance;
  std::size_t left = 0;  // places in the network without what was taken apart
  std::size_t first_link = 0;
  for (std::size_t g = 0; g < personal.network.groups.size(); ++g) {
    const auto& links = personal.network.groups[g].links;
    std::vector<BothWays> by_ratio;
    if (apart[g]) {
      for (const bayes::Link& link : links)
        by_ratio.push_back({slopes.log_odds[link.cause], slopes.log_odds[link.cause]});
    } else {
      RatioSlopes(network.groups[left])
          .find(slopes.logit_explains.data() + first_link, slopes.log_ceiling[left], by_ratio);
      ++left;
      first_link += links.size();
    }
    for (std::size_t i = 0; i < links.size(); ++i)
      made.by_ratio[{personal.manifestation[g], personal.ranked[links[i].cause]}] = {by_ratio[i].up / variance,
                                                                                     by_ratio[i].down / variance};
  }
  return made;
}

// A background condition stands by itself: all that speaks of it are factors on its own odds.
NetworkSlopes slopes_of_background(ConditionId condition, const PersonalNetwork& personal) {
  return {true, personal.background[condition.row()], std::vector<double>(personal.ranked.size(), 0), {}};
}

}  // namespace

std::optional<Sensitivity> sensitivity(ConditionId condition, const Findings& findings, const Knowledge& knowledge) {
  const SettingModel model(knowledge, findings.setting);
  const std::vector<double> priors = prior_chances(findings, knowledge);
  if (priors[condition.row()] <= 0) return std::nullopt;
  const PersonalNetwork personal = network_for(findings.statements, priors, model, knowledge);
  const bool background = knowledge[condition].background;
  const auto place = std::find(personal.ranked.begin(), personal.ranked.end(), condition);
  const auto slopes =
      background ? std::optional(slopes_of_background(condition, personal))
                 : slopes_of(static_cast<std::size_t>(place - personal.ranked.begin()), personal, findings.any_symptom);
  if (!slopes) return std::nullopt;

  std::vector<double> by_odds(knowledge.conditions().size(), 0);
  for (std::size_t cause = 0; cause < personal.ranked.size(); ++cause)
    by_odds[personal.ranked[cause].row()] = slopes->by_odds[cause];
  if (background) by_odds[condition.row()] = 1;

  Sensitivity found{condition, slopes->chance, 0, slopes->exact, {}};
  const auto add = [&](LeansOn one) {
    if (one.slope == 0) return;
    found.variance += square(one.slope * one.spread);
    found.figures.push_back(std::move(one));
  };
  const std::vector<double> prior_spread = prior_spreads(findings, knowledge);
  const std::vector<const Prior*> prior_row = prior_rows(findings, knowledge);
  for (std::size_t c = 0; c < priors.size(); ++c) {
    if (prior_row[c] == nullptr) continue;
    add({ConditionId(c), std::nullopt, Presence::present, prior_row[c]->basis, by_odds[c], prior_spread[c], 0});
  }
  for (const SpokenRow& one : personal.spoken) {
    const auto link = slopes->by_ratio.find({one.manifestation, one.condition});
    const double factor = by_odds[one.condition.row()];
    const BothWays slope = link == slopes->by_ratio.end() ? BothWays{factor, factor} : link->second;
    const double middle = (slope.up * one.share_up + slope.down * one.share_down) / 2;
    add({one.condition, one.row, one.seen, knowledge[one.row].basis, middle, one.spread, 0});
  }
  for (LeansOn& one : found.figures)
    one.share = found.variance > 0 ? square(one.slope * one.spread) / found.variance : 0;
  std::stable_sort(found.figures.begin(), found.figures.end(),
                   [](const LeansOn& a, const LeansOn& b) { return a.share > b.share; });
  return found;
}

std::vector<FigureWorth> rank_figures(const std::vector<Sensitivity>& people) {
  constexpr double leans = 0.01;
  struct Worth {
    FigureWorth figure;
    double variance = 0;
    double most = -1;
  };
  std::map<std::tuple<ConditionId, std::optional<EvidenceId>, Presence>, Worth> worth;
  double all = 0;
  for (const Sensitivity& person : people) {
    all += person.variance;
    for (const LeansOn& one : person.figures) {
      Worth& here = worth[{one.condition, one.row, one.seen}];
      const double variance = square(one.slope * one.spread);
      if (variance > here.most) {
        here.figure.figure = one;
        here.figure.leading = person.condition;
        here.most = variance;
      }
      here.variance += variance;
      if (one.share >= leans) ++here.figure.cases;
    }
  }
  std::vector<FigureWorth> ranked;
  for (auto& [which, one] : worth) {
    one.figure.figure.share = all > 0 ? one.variance / all : 0;
    ranked.push_back(std::move(one.figure));
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const FigureWorth& a, const FigureWorth& b) { return a.figure.share > b.figure.share; });
  return ranked;
}

}  // namespace lumbar
