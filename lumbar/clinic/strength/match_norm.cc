// SPDX-License-Identifier: Apache-2.0
// Which norm fits somebody: same way of testing, then sex, then ages, then how the people are described.
#include <algorithm>
#include <tuple>

#include "lumbar/clinic/strength/weighing.h"

namespace lumbar {
namespace {

// Years between an age and the ages of a norm; 0 inside. A norm for 18 to 30 speaks until the 31st birthday.
double years_outside(const Norm& norm, double age) {
  if (norm.age_min && age < *norm.age_min) return *norm.age_min - age;
  if (norm.age_max && age >= *norm.age_max + 1) return age - *norm.age_max;
  return 0;
}

NormFit fit_of(const StrengthPerson& person, const Norm& norm) {
  if (norm.sex && norm.sex != person.sex) return NormFit::other_sex;
  if (!person.age_years) return NormFit::age_unknown;
  if (!norm.age_min && !norm.age_max) return NormFit::ages_unsaid;
  return years_outside(norm, *person.age_years) > 0 ? NormFit::outside_ages : NormFit::matched;
}

template <class Speaks>
NormFound best_of(const StrengthPerson& person, const Knowledge& knowledge, const Speaks& speaks) {
  if (person.age_years && *person.age_years < knowledge.parameter("adult_age_years")) return {{}, NormFit::refused};
  const auto& norms = knowledge.strength().norms;
  // Smaller is better; the place in the facts decides between equals.
  using Rank = std::tuple<int, int, double, int, std::size_t>;
  std::optional<Rank> best;
  NormFit fit = NormFit::none;
  for (std::size_t i = 0; i < norms.size(); ++i) {
    const Norm& norm = norms[i];
    if (!speaks(norm)) continue;
    const bool general = norm.group_of_people == "general";
    const bool described =
        std::find(person.described.begin(), person.described.end(), norm.group_of_people) != person.described.end();
    if (!general && !described) continue;
    const NormFit here = fit_of(person, norm);
    const int sex = !norm.sex ? 1 : norm.sex == person.sex ? 0 : 2;
    const double outside = person.age_years ? years_outside(norm, *person.age_years) : 0;
    const Rank rank{here == NormFit::matched ? 0 : 1, sex, outside, described ? 0 : 1, i};
    if (best && *best <= rank) continue;
    best = rank;
    fit = here;
  }
  if (!best) return {};
  return {std::get<4>(*best), fit};
}

}  // namespace

NormFound match_norm(const StrengthPerson& person, std::size_t variant, std::optional<Side> side, NormUse use,
                     const Knowledge& knowledge) {
  return best_of(person, knowledge, [&](const Norm& norm) {
    return norm.use == use && norm.variant == variant && (!norm.side || norm.side == side);
  });
}

NormFound match_ratio_norm(const StrengthPerson& person, StrengthRatio ratio, const Knowledge& knowledge) {
  return best_of(person, knowledge,
                 [&](const Norm& norm) { return norm.use == NormUse::ratio && norm.ratio == ratio; });
}

}  // namespace lumbar
