// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/localisation/localise.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "lumbar/base/logarithm.h"
#include "lumbar/clinic/localisation/information.h"
#include "lumbar/clinic/localisation/observe.h"
#include "lumbar/clinic/localisation/places.h"

namespace lumbar {
namespace {

constexpr double worth_listing = 0.005;
constexpr std::size_t fewest = 3;
constexpr std::size_t most = 12;
constexpr std::size_t explained = 5;  // further down a place is a name with a number
constexpr std::size_t most_missing = 4;
constexpr double worth_a_reason_db = 0.1;
constexpr double worth_a_test_bits = 0.001;

double decibels(double odds_with, double odds_without) {
  static const double per_log = 10 / natural_log(10);
  return per_log * (natural_log(odds_with) - natural_log(odds_without));
}

// One place, or the left and the right of it where nothing tells the side.
struct Choice {
  std::vector<std::size_t> places;
  double probability = 0;

  bool holds(std::size_t place) const { return std::find(places.begin(), places.end(), place) != places.end(); }
};

// The odds of a choice against all else. One minus its own chance would cancel near certainty: there the sum of all
// others.
double odds_of(const Choice& choice, const std::vector<double>& chances) {
  double its = 0;
  for (const std::size_t place : choice.places) its += chances[place];
  double others = 1 - its;
  if (its > 0.5) {
    others = 0;
    for (std::size_t i = 0; i < chances.size(); ++i) others += choice.holds(i) ? 0 : chances[i];
  }
  return std::max(its, 1e-300) / std::max(others, 1e-300);
}

bool same_but_for_the_side(const Place& a, const Place& b) { return a.site == b.site && a.next_root == b.next_root; }

std::vector<Choice> by_probability(const Knowledge& knowledge, const Places& places,
                                   const std::vector<double>& posterior) {
  constexpr double side_is_told = 1e-9;
  std::vector<Choice> order;
  for (std::size_t i = 0; i < places.all().size(); ++i) {
    const Place& one = places.all()[i];
    if (knowledge.sites()[one.site].kind == SiteKind::nothing) continue;
    const bool after_its_left = one.side == Side::right && same_but_for_the_side(places.all()[i - 1], one);
    if (after_its_left && std::abs(posterior[i - 1] - posterior[i]) <= side_is_told * posterior[i]) {
      order.back().places.push_back(i);
      order.back().probability += posterior[i];
    } else {
      order.push_back({{i}, posterior[i]});
    }
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const Choice& a, const Choice& b) { return a.probability > b.probability; });
  return order;
}

void add_weights(const Places& places, const Weighing& weighing, const std::vector<Choice>& order,
                 std::vector<Location>& ranked) {
  std::vector<double> odds;
  for (std::size_t rank = 0; rank < std::min(explained, ranked.size()); ++rank)
    odds.push_back(odds_of(order[rank], weighing.posterior()));
  std::vector<double> without;
  for (std::size_t k = 0; k < weighing.weighed().size(); ++k) {
    weighing.posterior_without(k, without);
    const std::size_t sign = weighing.weighed()[k];
    for (std::size_t rank = 0; rank < odds.size(); ++rank) {
      const double db = decibels(odds[rank], odds_of(order[rank], without));
      if (std::abs(db) < worth_a_reason_db) continue;
      auto& side = db > 0 ? ranked[rank].speaks_for : ranked[rank].speaks_against;
      side.push_back({sign, db, places.basis(places.all()[order[rank].places.front()], sign)});
    }
  }
  for (Location& one : ranked) {
    const auto stronger = [](const SignWeight& a, const SignWeight& b) { return std::abs(a.db) > std::abs(b.db); };
    std::stable_sort(one.speaks_for.begin(), one.speaks_for.end(), stronger);
    std::stable_sort(one.speaks_against.begin(), one.speaks_against.end(), stronger);
  }
}

// The chance to find a sign on the sides that can still be examined and belong to a place.
double chance_to_find(const OpenSign& open, const Place& place, std::optional<Side> side) {
  const auto chance = open.chances(place);
  double normal = 1;
  if (open.left && (!side || *side != Side::right)) normal *= 1 - chance.first;
  if (open.right && (!side || *side != Side::left)) normal *= 1 - chance.second;
  return 1 - normal;
}

// The chance that an open sign is normal on the left, on the right and on both, over all places.
std::array<double, 3> normal_everywhere(const OpenSign& open, const Places& places,
                                        const std::vector<double>& posterior) {
  std::array<double, 3> normal = {};
  for (std::size_t i = 0; i < posterior.size(); ++i) {
    const auto chance = open.chances(places.all()[i]);
    const double left = open.left ? 1 - chance.first : 1;
    const double right = open.right ? 1 - chance.second : 1;
    normal[static_cast<std::size_t>(Side::left)] += posterior[i] * left;
    normal[static_cast<std::size_t>(Side::right)] += posterior[i] * right;
    normal[static_cast<std::size_t>(Side::both)] += posterior[i] * left * right;
  }
  return normal;
}

// What a sign not known yet would do to a choice, found or not found on its side.
SignMissing effect_of(const Choice& choice, std::optional<Side> side, const OpenSign& open, const Places& places,
                      const std::vector<double>& posterior, const std::array<double, 3>& everywhere) {
  double found = 0, normal = 0;
  for (const std::size_t place : choice.places) {
    const double chance = chance_to_find(open, places.all()[place], side);
    found += posterior[place] * chance;
    normal += posterior[place] * (1 - chance);
  }
  const double all_normal = everywhere[static_cast<std::size_t>(side.value_or(Side::both))];
  const double odds = odds_of(choice, posterior);
  const auto against = [](double its, double all) { return std::max(its, 1e-300) / std::max(all - its, 1e-300); };
  return {open.sign, decibels(against(found, 1 - all_normal), odds), decibels(against(normal, all_normal), odds)};
}

void add_missing(const Knowledge& knowledge, const Places& places, const std::vector<OpenSign>& open,
                 const std::vector<double>& posterior, const std::vector<Choice>& order,
                 std::vector<Location>& ranked) {
  constexpr double worth_a_line_db = 1;
  const std::size_t told = std::min(explained, ranked.size());
  for (const OpenSign& one : open) {
    if (knowledge.signs()[one.sign].minutes <= 0) continue;
    const auto everywhere = normal_everywhere(one, places, posterior);
    for (std::size_t rank = 0; rank < told; ++rank) {
      const SignMissing effect = effect_of(order[rank], ranked[rank].side, one, places, posterior, everywhere);
      if (std::max(std::abs(effect.db_if_present), std::abs(effect.db_if_absent)) >= worth_a_line_db)
        ranked[rank].missing.push_back(effect);
    }
  }
  for (std::size_t rank = 0; rank < told; ++rank) {
    auto& missing = ranked[rank].missing;
    // Whichever way it turns out it moves the place: a rare sign that would prove it comes later.
    std::stable_sort(missing.begin(), missing.end(), [](const SignMissing& a, const SignMissing& b) {
      return std::min(std::abs(a.db_if_present), std::abs(a.db_if_absent)) >
             std::min(std::abs(b.db_if_present), std::abs(b.db_if_absent));
    });
    if (missing.size() > most_missing) missing.resize(most_missing);
  }
}

std::optional<Separating> best_test(const Knowledge& knowledge, const Places& places, const std::vector<OpenSign>& open,
                                    const std::vector<double>& posterior, const Choice& first, const Choice& second) {
  std::vector<Chance> two;
  for (const Choice* one : {&first, &second}) {
    for (const std::size_t i : one->places) two.push_back({i, posterior[i] / (first.probability + second.probability)});
  }
  // Which of the two it is, not on which side: that part is not counted.
  const auto bits_between = [&](const OpenSign& one) {
    double bits = expected_bits(one, places, two);
    for (const Choice* choice : {&first, &second}) {
      if (choice->places.size() < 2) continue;
      std::vector<Chance> its;
      for (const std::size_t i : choice->places) its.push_back({i, posterior[i] / choice->probability});
      bits -= choice->probability / (first.probability + second.probability) * expected_bits(one, places, its);
    }
    return bits;
  };
  std::optional<Separating> best;
  for (const OpenSign& one : open) {
    if (knowledge.signs()[one.sign].minutes <= 0) continue;
    const double bits = bits_between(one);
    if (bits < worth_a_test_bits || (best && bits <= best->bits)) continue;
    const auto likely = [&](const Choice& choice) {
      const Place& place = places.all()[choice.places.front()];
      return chance_to_find(one, place, choice.places.size() > 1 ? std::optional<Side>() : place.side);
    };
    best = Separating{one.sign, bits, likely(first), likely(second)};
  }
  return best;
}

Presence sacral_function(const Knowledge& knowledge, const std::vector<Observation>& seen) {
  bool all_lost = true;
  bool any = false;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!knowledge.signs()[i].sacral) continue;
    any = true;
    if (seen[i].left.state == Presence::absent) return Presence::present;
    all_lost = all_lost && seen[i].left.state == Presence::present;
  }
  return any && all_lost ? Presence::absent : Presence::unknown;
}

}  // namespace

FindingId known_by(const Sign& sign, const Findings& findings) {
  const auto stated = [&](FindingId finding) {
    return finding.is_some() &&
           std::any_of(findings.statements.begin(), findings.statements.end(), [&](const Statement& one) {
             return one.finding == finding &&
                    (one.number.any() || one.choice.any() || one.present != Presence::unknown);
           });
  };
  std::vector<FindingId> by = sign.grades;
  by.push_back(sign.flag);
  for (const auto* others : {&sign.shown_by_grade_3, &sign.shown_by, &sign.shown_by_both})
    by.insert(by.end(), others->begin(), others->end());
  const auto found = std::find_if(by.begin(), by.end(), stated);
  return found == by.end() ? sign.examined() : *found;
}

Localisation localise(const Findings& findings, const Knowledge& knowledge) {
  Localisation answer;
  if (knowledge.sites().empty()) return answer;
  const std::vector<Observation> seen = observe(findings, knowledge);
  answer.sacral = sacral_function(knowledge, seen);
  bool examined = false;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!seen[i].found()) continue;
    examined = examined || knowledge.signs()[i].minutes > 0 || knowledge.signs()[i].above;
    if (knowledge.signs()[i].above) answer.above_lumbar.push_back(i);
  }
  const Places places(knowledge);
  const Weighing weighing(knowledge, places, seen);
  const std::vector<double>& posterior = weighing.posterior();
  answer.nothing = 0;
  for (std::size_t i = 0; i < posterior.size(); ++i) {
    if (knowledge.sites()[places.all()[i].site].kind == SiteKind::nothing) answer.nothing += posterior[i];
  }
  if (weighing.weighed().empty()) return answer;

  const std::vector<Choice> order = by_probability(knowledge, places, posterior);
  for (const Choice& one : order) {
    if (answer.ranked.size() >= most || (answer.ranked.size() >= fewest && one.probability < worth_listing)) break;
    const Place& place = places.all()[one.places.front()];
    const auto side = one.places.size() > 1 ? std::optional<Side>() : place.side;
    answer.ranked.push_back({place.site, place.next_root, side, one.probability, {}, {}, {}});
  }
  answer.localises = examined && answer.nothing < 0.5;
  if (!answer.localises) return answer;
  const std::vector<OpenSign> open = open_signs(knowledge, places, seen);
  add_weights(places, weighing, order, answer.ranked);
  add_missing(knowledge, places, open, posterior, order, answer.ranked);
  if (order.size() > 1) answer.separates = best_test(knowledge, places, open, posterior, order[0], order[1]);
  return answer;
}

}  // namespace lumbar
