// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/differential/priors.h"

#include <algorithm>
#include <cmath>

#include "lumbar/clinic/differential/spread.h"

namespace lumbar {
namespace {

Setting setting_asked(const Findings& findings) {
  return findings.setting == Setting::home ? Setting::primary_care : findings.setting;
}

// The rows that say how common one condition is for a person: the setting's own figure, else that of primary care
// multiplied. Where the setting has a range from nought only, the multiplied figure counts within it.
struct ChosenPrior {
  const Prior* here = nullptr;  // of the person's own setting, or of any
  const Prior* in_primary_care = nullptr;
  const SettingMultiplier* multiplier = nullptr;  // none in primary care
};

std::vector<ChosenPrior> chosen_priors(const Findings& findings, const Knowledge& knowledge) {
  const std::size_t n = knowledge.conditions().size();
  const Setting here = setting_asked(findings);
  struct Choice {
    const Prior* row = nullptr;
    int fit = -1;
  };
  std::vector<Choice> own(n);
  std::vector<Choice> primary(n);
  for (const Prior& row : knowledge.priors()) {
    if (row.sex && row.sex != findings.sex) continue;
    const bool banded = row.age_from > 0 || row.age_to < 200;
    if (banded && !(findings.age_years && *findings.age_years >= row.age_from && *findings.age_years < row.age_to))
      continue;
    // The setting's own row before one for any; then what fits sex and age.
    const int fit = (row.setting ? 4 : 0) + (row.sex ? 2 : 0) + (banded ? 1 : 0);
    const auto offer = [&](Choice& choice) {
      if (fit > choice.fit) choice = {&row, fit};
    };
    if (!row.setting || row.setting == here) offer(own[row.condition.row()]);
    if (row.setting == Setting::primary_care) offer(primary[row.condition.row()]);
  }
  std::vector<ChosenPrior> chosen(n);
  for (std::size_t c = 0; c < n; ++c) {
    chosen[c].here = own[c].row;
    chosen[c].in_primary_care = primary[c].row;
    if (here == Setting::primary_care) continue;
    for (const SettingMultiplier& one : knowledge.multipliers()) {
      if (one.category == knowledge.conditions()[c].category && one.setting == here) chosen[c].multiplier = &one;
    }
  }
  return chosen;
}

// Only a range is published: its geometric middle beats an assumed multiplier; from nought there is none, and the range
// bounds.
double middle(const Figure& share) {
  if (share.point) return *share.point;
  const double low = share.low.value_or(0);
  const double high = share.high.value_or(1);
  return low > 0 ? std::sqrt(low * high) : high;
}

}  // namespace

std::vector<double> prior_chances(const Findings& findings, const Knowledge& knowledge) {
  const bool elsewhere = setting_asked(findings) != Setting::primary_care;
  const double clamp = knowledge.parameter("prior_clamp");
  const std::vector<ChosenPrior> chosen = chosen_priors(findings, knowledge);
  std::vector<double> chances;
  double sum_primary = 0;
  double sum_here = 0;
  for (const ChosenPrior& one : chosen) {
    const double in_primary = one.in_primary_care == nullptr ? 0 : one.in_primary_care->share.point.value_or(0);
    double chance = in_primary;
    if (elsewhere)
      chance = std::min(chance * (one.multiplier == nullptr ? 1 : one.multiplier->multiplier.point.value_or(1)), clamp);
    if (one.here != nullptr && (one.here->share.point || one.here->share.low.value_or(0) > 0)) {
      chance = middle(one.here->share);
    } else if (one.here != nullptr) {
      chance = std::min(chance, middle(one.here->share));
    } else if (elsewhere) {
      sum_primary += in_primary;
      sum_here += chance;
    }
    chances.push_back(chance);
  }
  // The strength of a sex-specific row is kept where the setting has none of its own.
  for (std::size_t c = 0; c < chances.size(); ++c) {
    if (elsewhere && chosen[c].here == nullptr && sum_here > 0) chances[c] *= sum_primary / sum_here;
    chances[c] = std::min(chances[c], clamp);
  }
  return chances;
}

std::vector<const Prior*> prior_rows(const Findings& findings, const Knowledge& knowledge) {
  std::vector<const Prior*> rows;
  for (const ChosenPrior& one : chosen_priors(findings, knowledge))
    rows.push_back(one.here != nullptr ? one.here : one.in_primary_care);
  return rows;
}

std::vector<double> prior_spreads(const Findings& findings, const Knowledge& knowledge) {
  std::vector<double> spreads;
  for (const ChosenPrior& one : chosen_priors(findings, knowledge)) {
    const Prior* row = one.here != nullptr ? one.here : one.in_primary_care;
    if (row == nullptr) {
      spreads.push_back(0);
      continue;
    }
    double variance = square(spread_of_proportion(row->share, row->basis.status, FigureKind::prior, knowledge));
    if (one.here == nullptr && one.multiplier != nullptr)
      variance += square(spread_of_ratio(one.multiplier->multiplier, Status::assumed, knowledge));
    spreads.push_back(std::sqrt(variance));
  }
  return spreads;
}

}  // namespace lumbar
