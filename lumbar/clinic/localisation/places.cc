// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/localisation/places.h"

#include <numeric>

namespace lumbar {
namespace {

void add_sides(const Site& site, Place place, double share, std::vector<Place>& into) {
  const auto add = [&](std::optional<Side> side, double part) {
    place.side = side;
    place.share = share * part;
    into.push_back(place);
  };
  switch (site.sides) {
    case SiteSides::none: add(std::nullopt, 1); break;
    case SiteSides::both: add(Side::both, 1); break;
    case SiteSides::either:
      if (site.both_share > 0) add(Side::both, site.both_share);
      [[fallthrough]];
    case SiteSides::one:
      add(Side::left, 0.5 * (1 - site.both_share));
      add(Side::right, 0.5 * (1 - site.both_share));
      break;
  }
}

void scale_to_one(std::vector<double>& values) {
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  for (double& one : values) one /= sum;
}

}  // namespace

Places::Places(const Knowledge& knowledge) : knowledge_(knowledge) {
  const auto sites = knowledge.sites();
  const std::size_t signs = knowledge.signs().size();
  table_.assign(sites.size() * signs, nullptr);
  double sum = 0;
  for (std::size_t i = 0; i < sites.size(); ++i) {
    const Site& site = sites[i];
    sum += site.share;
    for (const SiteSign& one : site.signs) table_[i * signs + one.sign] = &one;
    const bool root_below = i + 1 < sites.size() && site.kind == SiteKind::root && sites[i + 1].kind == SiteKind::root;
    const double with_next = root_below ? site.next_root_share : 0;
    add_sides(site, {i, std::nullopt, std::nullopt, 0}, site.share * (1 - with_next), all_);
    if (with_next > 0) add_sides(site, {i, i + 1, std::nullopt, 0}, site.share * with_next, all_);
  }
  for (Place& one : all_) one.share /= sum;
}

double Places::chance(const Place& place, std::size_t sign) const {
  const std::size_t signs = knowledge_.signs().size();
  const SiteSign* first = table_[place.site * signs + sign];
  const SiteSign* second = place.next_root ? table_[*place.next_root * signs + sign] : nullptr;
  if (first != nullptr && second != nullptr) return 1 - (1 - first->chance) * (1 - second->chance);
  if (first == nullptr && second == nullptr) return knowledge_.signs()[sign].background;
  return first != nullptr ? first->chance : second->chance;
}

std::pair<double, double> Places::chances(const Place& place, std::size_t sign) const {
  const double there = chance(place, sign);
  if (!knowledge_.signs()[sign].sided || !place.side || *place.side == Side::both) return {there, there};
  const double background = knowledge_.signs()[sign].background;
  const double other = background + (there - background) * knowledge_.sites()[place.site].other_side;
  return *place.side == Side::left ? std::pair{there, other} : std::pair{other, there};
}

const Basis& Places::basis(const Place& place, std::size_t sign) const {
  const std::size_t signs = knowledge_.signs().size();
  if (const SiteSign* one = table_[place.site * signs + sign]; one != nullptr) return one->basis;
  if (place.next_root) {
    if (const SiteSign* one = table_[*place.next_root * signs + sign]; one != nullptr) return one->basis;
  }
  return knowledge_.signs()[sign].basis;
}

Weighing::Weighing(const Knowledge& knowledge, const Places& places, const std::vector<Observation>& seen) {
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (seen[i].known()) weighed_.push_back(i);
  }
  likelihoods_.reserve(places.all().size() * weighed_.size());
  for (const Place& place : places.all()) {
    const double severe = knowledge.sites()[place.site].severe;
    std::array<double, 2> total = {place.share * (1 - severe), place.share * severe};
    for (const std::size_t i : weighed_) {
      const Sign& sign = knowledge.signs()[i];
      const auto [left, right] = places.chances(place, i);
      std::array<double, 2> one = {};
      one[0] = likelihood(seen[i], left, right, sign.both, knowledge.grade_chances()[0]);
      // Only how weak a muscle is depends on how severe the lesion is.
      one[1] = sign.kind == SignKind::power && seen[i].found()
                   ? likelihood(seen[i], left, right, sign.both, knowledge.grade_chances()[1])
                   : one[0];
      for (std::size_t lesion = 0; lesion < 2; ++lesion) total[lesion] *= one[lesion];
      likelihoods_.push_back(one);
    }
    totals_.push_back(total);
    posterior_.push_back(total[0] + total[1]);
  }
  scale_to_one(posterior_);
}

void Weighing::posterior_without(std::size_t k, std::vector<double>& into) const {
  into.resize(totals_.size());
  for (std::size_t place = 0; place < totals_.size(); ++place) {
    const auto& out = likelihoods_[place * weighed_.size() + k];
    into[place] = totals_[place][0] / out[0] + totals_[place][1] / out[1];
  }
  scale_to_one(into);
}

}  // namespace lumbar
