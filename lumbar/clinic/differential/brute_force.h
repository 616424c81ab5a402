// SPDX-License-Identifier: Apache-2.0
// The differential a second time, for tests: written from the documents (docs/decisions/0002 and the README of the
// evidence), as plainly as they read, and by summing over every set of conditions. It reads the rows as they stand in
// the file and shares nothing with network.cc, bayes or the formulas of science/logic. Slow on purpose.
#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "lumbar/knowledge/knowledge.h"

namespace lumbar::brute {

/// What one person says. Nothing here is unknown: what is not known does not stand here.
struct Told {
  std::map<std::string, bool> yes_or_no;
  std::map<std::string, double> numbers;
  std::map<std::string, std::string> choices;
  Setting setting = Setting::home;

  bool stated(const std::string& name) const {
    return yes_or_no.contains(name) || numbers.contains(name) || choices.contains(name);
  }
  Told without(const std::string& name) const {
    Told rest = *this;
    rest.yes_or_no.erase(name);
    rest.numbers.erase(name);
    rest.choices.erase(name);
    return rest;
  }
};

using Real = long double;

struct Chance {
  Real of = 0, against = 1;  ///< p and 1 - p, each summed on its own: near 1 the difference would lose digits
  Real decibans() const { return 10 * std::log10(of / against); }
};

struct Answer {
  std::map<std::string, Chance> conditions;  ///< by name; what has no prior has no chance
  std::array<Real, 4> mechanism{};           ///< given at least one cause
  Real any_emergency = 0;
};

/// The row that counts, by condition and finding.
using RowsThatCount = std::map<std::pair<std::string, std::string>, const Record*>;

/// Home counts as primary care.
inline std::string own_setting(Setting setting) {
  return setting == Setting::home ? "primary_care" : std::string(word_of(setting));
}

/// Of the preferred rows of a condition and a finding the own setting's; else that of any, of secondary care, of the
/// emergency department; of primary care last, for whom it is not the own one. Rows of people who were suspected of
/// the disease already come after all others, in the same order.
inline RowsThatCount rows_that_count(const Tables& tables, Setting setting) {
  std::vector<std::string> suspected;
  for (const Record& population : tables.at("spectrum"))
    for (const std::string& row : population.list("evidence")) suspected.push_back(row);
  RowsThatCount rows;
  for (const bool among_suspected : {false, true}) {
    for (const std::string& from : {own_setting(setting), std::string("any"), std::string("secondary_care"),
                                    std::string("emergency_department"), std::string("primary_care")}) {
      for (const Record& row : tables.at("evidence")) {
        const bool of_suspected = std::find(suspected.begin(), suspected.end(), row.text("id")) != suspected.end();
        if (row.flag("preferred") && row.text("setting") == from && of_suspected == among_suspected)
          rows.try_emplace({row.text("condition"), row.text("finding")}, &row);
      }
    }
  }
  return rows;
}

/// `rows` are those of the person's setting; all three must outlive it.
class BruteForce {
 public:
  BruteForce(const Tables& tables, const RowsThatCount& rows, const Told& told)
      : tables_(tables), rows_(rows), told_(told) {}

  /// Whether the person has a symptom. Derived findings that only sum up others are none.
  bool complaint() const {
    for (const Record& row : table("finding")) {
      const std::string& name = row.text("id");
      if (row.text("kind") != "symptom" || row.text("asked_of") == "derived") continue;
      if (seen(name) == Presence::present) return true;
      if (const auto number = told_.numbers.find(name); number != told_.numbers.end() && number->second > 0)
        return true;
    }
    return false;
  }

  /// The sum over all sets of conditions; over those with one or more where at least one is assumed.
  Answer answer(bool at_least_one) const {
    struct Cause {
      std::string name;
      Mechanism mechanism;
      bool emergency;
      Real odds;
      std::map<std::string, Real> speaking_for;  // by dependence group, the ratios above 1
    };
    Answer answer;
    std::vector<Cause> causes;
    std::map<std::string, Real> highest;  // of each dependence group
    const auto priors = prior_chances();
    for (const Record& row : table("condition")) {
      const std::string& name = row.text("id");
      const Real prior = priors.at(name);
      if (prior <= 0) continue;
      const bool background = row.text("role") == "background";
      Cause cause{name,
                  *from_word<Mechanism>(row.text("mechanism")),
                  row.text("urgency_default") == "emergency_now",
                  prior / (1 - prior),
                  {}};
      for (const auto& [group, ratio] : ratios_by_group(name)) {
        if (background || ratio <= 1) {
          cause.odds *= ratio;
        } else {
          cause.speaking_for[group] = ratio;
          highest[group] = std::max(highest[group], ratio);
        }
      }
      if (background) {  // shown beside the causes; it explains nothing
        answer.conditions[name] = {cause.odds / (1 + cause.odds), 1 / (1 + cause.odds)};
      } else {
        causes.push_back(std::move(cause));
      }
    }
    struct Shared {
      Real highest;
      std::vector<Real> leaves_unexplained;  // by cause
    };
    std::vector<Shared> groups;
    for (const auto& [group, most] : highest) {
      Shared shared{most, {}};
      for (const Cause& cause : causes) {
        const auto ratio = cause.speaking_for.find(group);
        shared.leaves_unexplained.push_back(ratio == cause.speaking_for.end() ? 1
                                                                              : 1 - (ratio->second - 1) / (most - 1));
      }
      groups.push_back(std::move(shared));
    }
    std::vector<Real> present(causes.size(), 0), absent(causes.size(), 0);
    Real total = 0;
    for (std::size_t set = at_least_one ? 1 : 0; set < std::size_t{1} << causes.size(); ++set) {
      const auto has = [&](std::size_t cause) { return (set >> cause & 1) != 0; };
      Real weight = 1;
      std::optional<Mechanism> mechanism;
      bool emergency = false;
      for (std::size_t c = 0; c < causes.size(); ++c) {
        if (!has(c)) continue;
        weight *= causes[c].odds;
        mechanism = !mechanism || *mechanism == causes[c].mechanism ? causes[c].mechanism : Mechanism::mixed;
        emergency = emergency || causes[c].emergency;
      }
      for (const Shared& group : groups) {
        Real unexplained = 1;
        for (std::size_t c = 0; c < causes.size(); ++c) {
          if (has(c)) unexplained *= group.leaves_unexplained[c];
        }
        weight *= group.highest * (1 - unexplained) + unexplained;
      }
      total += weight;
      for (std::size_t c = 0; c < causes.size(); ++c) (has(c) ? present : absent)[c] += weight;
      if (set == 0) continue;
      answer.mechanism[static_cast<std::size_t>(*mechanism)] += weight;
      if (emergency) answer.any_emergency += weight;
    }
    for (std::size_t c = 0; c < causes.size(); ++c)
      answer.conditions[causes[c].name] = {present[c] / total, absent[c] / total};
    Real some = 0;
    for (const Real share : answer.mechanism) some += share;
    for (Real& share : answer.mechanism) share /= some;
    answer.any_emergency /= total;
    return answer;
  }

 private:
  // --- What the person has ---

  /// Stated present or formula true: present. Otherwise what was stated; otherwise what the formula says.
  Presence seen(const std::string& name) const {
    const auto stated = told_.yes_or_no.find(name);
    if (stated != told_.yes_or_no.end() && stated->second) return Presence::present;
    const Presence follows = formula_of(name).empty() ? Presence::unknown : truth(formula_of(name));
    if (follows == Presence::present || stated == told_.yes_or_no.end()) return follows;
    return Presence::absent;
  }

  /// Formulas of these facts are "a or b or c" and "x >= 10", nothing else.
  Presence truth(const std::string& formula) const {
    const auto words = words_of(formula);
    if (words.size() == 3 && words[1] == ">=") return number_reaches(words[0], std::stod(words[2]));
    bool open = false;
    for (const std::string& word : words) {
      if (word == "or") continue;
      if (seen(word) == Presence::present) return Presence::present;
      open = open || seen(word) == Presence::unknown;
    }
    return open ? Presence::unknown : Presence::absent;
  }

  Presence number_reaches(const std::string& name, double threshold) const {
    const auto number = told_.numbers.find(name);
    if (number == told_.numbers.end()) return Presence::unknown;
    return number->second >= threshold ? Presence::present : Presence::absent;
  }

  /// Whether what a row speaks of was seen: a yes, a number beyond its threshold ">= 50 mg/L", a choice "= reduced".
  Presence seen_by(const Record& row) const {
    const std::string& name = row.text("finding");
    const std::string& value = row.text("value");
    if (value.starts_with(">= ")) return number_reaches(name, std::stod(value.substr(3)));
    if (!value.starts_with("= ")) return seen(name);
    const auto choice = told_.choices.find(name);
    if (choice == told_.choices.end() || choice->second == "not done") return Presence::unknown;
    return choice->second == value.substr(2) ? Presence::present : Presence::absent;
  }

  // --- Which rows count, and what they weigh ---

  const Record* row_for(const std::string& condition, const std::string& finding) const {
    const auto row = rows_.find({condition, finding});
    return row == rows_.end() ? nullptr : row->second;
  }

  /// What only sums up others is not counted beside those of its parts that speak for themselves; nor is a finding
  /// that nobody stated, but that follows, beside the stated ones that it follows from.
  bool counted_already(const std::string& condition, const std::string& finding) const {
    const bool only_sums_up = finding_row(finding).text("asked_of") == "derived";
    for (const std::string& part : words_of(formula_of(finding))) {
      if (row_for(condition, part) == nullptr) continue;
      if (only_sums_up || (!told_.stated(finding) && told_.stated(part))) return true;
    }
    return false;
  }

  struct Ratios {
    Real present = 1, absent = 1;  // an empty ratio is no information
  };
  Ratios ratios_of(const Record& row) const {
    Ratios ratios;
    const Real cap = parameter("assumed_lr_cap");
    const auto sensitivity = row.number("sensitivity");
    if (row.has("lr_pos")) ratios.present = *row.number("lr_pos");
    if (row.has("lr_neg")) ratios.absent = *row.number("lr_neg");
    if (!row.has("lr_pos") && sensitivity) {
      // Sensitivity alone borrows the background of the finding; without one it says nothing.
      const auto shrunk = [](double chance) { return std::min(0.99, std::max(0.01, chance)); };
      const auto elsewhere =
          row.has("specificity") ? std::optional(1 - shrunk(*row.number("specificity"))) : leak(row.text("finding"));
      if (elsewhere) {
        const Real s = shrunk(*sensitivity);
        ratios.present = std::clamp(s / *elsewhere, 1 / cap, cap);
        // A small sample in which everybody had it must not exclude.
        if (!row.has("lr_neg") && *sensitivity < 1)
          ratios.absent = std::clamp((1 - s) / (1 - *elsewhere), 1 / cap, cap);
      }
    }
    // Nothing is certain: a ratio stays within 1/1000 to 1000.
    return {std::clamp<Real>(ratios.present, 1e-3L, 1e3L), std::clamp<Real>(ratios.absent, 1e-3L, 1e3L)};
  }

  /// In decibans, for and against apart: the strongest in full, each further one half of the one before.
  std::map<std::string, Real> ratios_by_group(const std::string& condition) const {
    std::map<std::string, std::array<std::vector<Real>, 2>> weights;
    for (const Record& finding : table("finding")) {
      const std::string& name = finding.text("id");
      const Record* row = row_for(condition, name);
      if (row == nullptr || counted_already(condition, name)) continue;
      const Presence presence = seen_by(*row);
      if (presence == Presence::unknown) continue;
      const Ratios ratios = ratios_of(*row);
      const Real decibans = 10 * std::log10(presence == Presence::present ? ratios.present : ratios.absent);
      weights[group_of(name)][decibans > 0 ? 0 : 1].push_back(std::abs(decibans));
    }
    std::map<std::string, Real> ratios;
    for (auto& [group, for_and_against] : weights) {
      std::array<Real, 2> sums{};
      for (std::size_t side = 0; side < 2; ++side) {
        auto& one = for_and_against[side];
        std::sort(one.begin(), one.end(), std::greater<>());
        for (std::size_t i = 0; i < one.size(); ++i)
          sums[side] += one[i] * std::pow(parameter("dependence_discount"), static_cast<Real>(i));
      }
      ratios[group] = std::pow(10.0L, (sums[0] - sums[1]) / 10);
    }
    return ratios;
  }

  /// Findings under one direct parent are one group, and the parent is of it; nested parents are groups of their own.
  std::string group_of(const std::string& finding) const {
    for (const Record& other : table("finding")) {
      if (other.text("parent_finding") == finding) return finding;
    }
    const std::string& parent = finding_row(finding).text("parent_finding");
    return parent.empty() ? finding : parent;
  }

  // --- Priors ---

  /// The row that fits best: the setting's own before one for any, then of the person's sex, then of the age.
  /// A row that asks for a sex or an age does not fit a person whose sex or age is not known.
  const Record* prior_row(const std::string& condition, const std::string& setting, bool or_any) const {
    const Record* best = nullptr;
    int best_fit = -1;
    for (const Record& row : table("prior")) {
      const bool own = row.text("setting") == setting;
      const bool any = or_any && row.text("setting") == "any";
      if (row.text("condition") != condition || !(own || any)) continue;
      const bool for_sex = row.text("sex") != "any";
      const bool for_age = row.text("age_band") != "any";
      if (for_sex && (!told_.choices.contains("sex") || told_.choices.at("sex") != row.text("sex"))) continue;
      if (for_age && !(told_.numbers.contains("age_years") &&
                       in_band(row.text("age_band"), std::floor(told_.numbers.at("age_years")))))
        continue;
      const int fit = (own ? 4 : 0) + (for_sex ? 2 : 0) + (for_age ? 1 : 0);
      if (fit > best_fit) {
        best = &row;
        best_fit = fit;
      }
    }
    return best;
  }

  /// "0-29": from the day of birth to the day before the thirtieth birthday; "over_60": 61 and more.
  static bool in_band(const std::string& band, double age) {
    if (band == "0-29") return age <= 29;
    if (band == "over_60") return age > 60;
    if (band == "60_and_over") return age >= 60;
    throw std::invalid_argument("age band " + band);
  }

  std::map<std::string, Real> prior_chances() const {
    const std::string here = own_setting(told_.setting);
    const Real most = parameter("prior_clamp");
    std::map<std::string, Real> chances;
    std::vector<std::string> multiplied;
    Real sum_in_primary_care = 0;
    Real sum_here = 0;
    for (const Record& condition : table("condition")) {
      const std::string& name = condition.text("id");
      const Record* primary = prior_row(name, "primary_care", false);
      const Real in_primary_care = primary == nullptr ? 0 : primary->number("probability").value_or(0);
      Real chance = in_primary_care;
      if (here != "primary_care") chance = std::min(most, chance * multiplier(condition.text("category"), here));
      const Record* own = prior_row(name, here, true);
      if (own != nullptr && own->has("probability")) {
        chances[name] = *own->number("probability");
      } else if (own != nullptr) {
        // A range alone: its geometric middle; from nought there is none, and the range bounds.
        const double low = own->number("lo").value_or(0);
        const double high = own->number("hi").value_or(1);
        chances[name] = low > 0 ? std::sqrt(static_cast<Real>(low) * high) : std::min<Real>(chance, high);
      } else {
        chances[name] = chance;
        multiplied.push_back(name);
        sum_in_primary_care += in_primary_care;
        sum_here += chance;
      }
    }
    // The shares that were multiplied add up to what they did in primary care.
    for (const std::string& name : multiplied) {
      if (sum_here > 0) chances[name] *= sum_in_primary_care / sum_here;
    }
    for (auto& [name, chance] : chances) chance = std::min(chance, most);
    return chances;
  }

  Real multiplier(const std::string& category, const std::string& setting) const {
    for (const Record& row : table("setting_multiplier")) {
      if (row.text("category") == category && row.text("setting") == setting) return *row.number("multiplier");
    }
    return 1;
  }

  // --- Looking up ---

  const std::vector<Record>& table(const char* name) const { return tables_.at(name); }

  const Record& finding_row(const std::string& name) const {
    for (const Record& row : table("finding")) {
      if (row.text("id") == name) return row;
    }
    throw std::invalid_argument("finding " + name);
  }

  std::string formula_of(const std::string& finding) const {
    for (const Record& row : table("derived")) {
      if (row.text("finding") == finding) return row.text("formula");
    }
    return {};
  }

  std::optional<double> leak(const std::string& finding) const {
    for (const std::string& setting : {own_setting(told_.setting), std::string("any")}) {
      for (const Record& row : table("background")) {
        if (row.text("finding") == finding && row.text("setting") == setting) return row.number("leak");
      }
    }
    return std::nullopt;
  }

  Real parameter(const char* name) const {
    for (const Record& row : table("parameter")) {
      if (row.text("id") == name) return std::stod(row.text("value"));
    }
    throw std::invalid_argument(std::string("parameter ") + name);
  }

  static std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words{""};
    for (const char c : text) {
      if (c == ' ')
        words.emplace_back();
      else
        words.back() += c;
    }
    return words;
  }

  const Tables& tables_;
  const RowsThatCount& rows_;
  const Told& told_;
};

}  // namespace lumbar::brute
