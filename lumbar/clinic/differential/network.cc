// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/differential/network.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "lumbar/base/logarithm.h"

namespace lumbar {
namespace {

// The case's own setting first; referred people differ, so theirs comes late where they were not seen, and unselected
// people come last for those who were. People who were already suspected of the disease differ most: their rows come
// after all others, in the same order.
int distance(const Evidence& row, Setting asked) {
  const Setting here = asked == Setting::home ? Setting::primary_care : asked;
  const int after_all_others = row.suspected_only ? 5 : 0;
  if (row.setting == here) return after_all_others;
  if (!row.setting) return after_all_others + 1;
  switch (*row.setting) {
    case Setting::secondary_care: return after_all_others + 2;
    case Setting::emergency_department: return after_all_others + 3;
    case Setting::home:
    case Setting::primary_care: return after_all_others + 4;
  }
  return after_all_others + 4;
}

double odds_of(double chance) { return chance / (1 - chance); }

// Sensitivities of exactly 0 and 1 come from small series: they must not make anything certain.
double shrunk(double chance) { return std::clamp(chance, 0.01, 0.99); }

Ratios ratios_of(const Evidence& row, EvidenceId id, const Knowledge& knowledge, Setting setting) {
  Ratios ratios{id, row.ratio_present.point.value_or(1), row.ratio_absent.point.value_or(1), {}};
  if (!row.ratio_present.point && row.sensitivity.point) {
    // A case series has no controls: the finding's background stands for them, and the ratio stays as modest as an
    // assumption.
    const double cap = knowledge.parameter("assumed_lr_cap");
    const double s = shrunk(*row.sensitivity.point);
    const double leak =
        row.specificity.point ? 1 - shrunk(*row.specificity.point) : knowledge.leak(row.finding, setting).value_or(s);
    ratios.if_present = std::clamp(s / leak, 1 / cap, cap);
    // A small sample in which everybody had the finding must not exclude; a published ratio stands.
    if (!row.ratio_absent.point && *row.sensitivity.point < 1)
      ratios.if_absent = std::clamp((1 - s) / (1 - leak), 1 / cap, cap);
  }
  // A published ratio of 0 is a small sample, not a certainty.
  ratios.if_present = std::clamp(ratios.if_present, 1e-3, 1e3);
  ratios.if_absent = std::clamp(ratios.if_absent, 1e-3, 1e3);
  ratios.spread = spread_of_row(row, knowledge);
  return ratios;
}

// The rows that count for one condition, by finding.
using ChosenRows = std::vector<EvidenceId>;

// What a finding is worked out from: the variables of its formula, and of the formulas it counts.
std::vector<logic::Variable> parts_of(const logic::VariableInfo& info) {
  std::vector<logic::Variable> parts;
  if (info.defined) parts = logic::variables_of(*info.defined);
  for (const logic::Formula& counted : info.count_of) {
    for (const logic::Variable one : logic::variables_of(counted)) parts.push_back(one);
  }
  return parts;
}

// "Over 50, or cancer, or weight loss" says nothing that its parts, with rows of their own, have not said already.
bool repeats_its_parts(FindingId finding, const ChosenRows& rows, const Knowledge& knowledge) {
  const auto& info = knowledge.language().variables[finding.row()];
  if (info.askable) return false;
  const auto parts = parts_of(info);
  return std::any_of(parts.begin(), parts.end(), [&](logic::Variable part) {
    const FindingId wanted(part);
    const auto place = std::lower_bound(rows.begin(), rows.end(), wanted,
                                        [&](EvidenceId row, FindingId id) { return knowledge[row].finding < id; });
    return place != rows.end() && knowledge[*place].finding == wanted;
  });
}

// What one manifestation's observations do to one condition. Findings of one manifestation move together: the strongest
// counts in full, each further one that points the same way a share of the one before. What speaks for and what speaks
// against are kept apart.
class Together {
 public:
  void add(double ratio, double spread, EvidenceId row, Presence seen) {
    if (ratio > 1) speaks_for_.push_back({natural_log(ratio), spread, row, seen});
    if (ratio < 1) speaks_against_.push_back({-natural_log(ratio), spread, row, seen});
  }

  struct Sum {
    double log_ratio = 0;
    double variance = 0;  // of log_ratio
  };
  /// The rows are told to `spoken`, with what they share in the condition and the manifestation.
  Sum sum(double discount, const SpokenRow& shared, std::vector<SpokenRow>& spoken) {
    const Sum in_favour = discounted(speaks_for_, discount, shared, spoken);
    const std::size_t first_against = spoken.size();
    const Sum against = discounted(speaks_against_, discount, shared, spoken);
    // What speaks against weighs more as its ratio falls.
    for (std::size_t i = first_against; i < spoken.size(); ++i) std::swap(spoken[i].share_up, spoken[i].share_down);
    return {in_favour.log_ratio - against.log_ratio, in_favour.variance + against.variance};
  }

 private:
  struct One {
    double weight, spread;
    EvidenceId row;
    Presence seen;
  };
  static Sum discounted(std::vector<One>& all, double discount, const SpokenRow& shared,
                        std::vector<SpokenRow>& spoken) {
    std::stable_sort(all.begin(), all.end(), [](const One& a, const One& b) { return a.weight > b.weight; });
    Sum total;
    double share = 1;
    for (auto equal = all.begin(); equal != all.end();) {
      const double first = share;
      double last = share;
      auto end = equal;
      for (; end != all.end() && end->weight == equal->weight; ++end) {
        total.log_ratio += share * end->weight;
        total.variance += square(share * end->spread);
        last = share;
        share *= discount;
      }
      for (; equal != end; ++equal) {
        SpokenRow one = shared;
        one.row = equal->row;
        one.seen = equal->seen;
        one.share_up = first;  // first of its equals, if it weighed a little more
        one.share_down = last;
        one.spread = equal->spread;
        spoken.push_back(one);
      }
    }
    return total;
  }

  std::vector<One> speaks_for_, speaks_against_;
};

// A finding that nobody stated but that follows from others says nothing that those, with rows of their own, have not
// said: directly, or through findings in between that were answered alike.
class AlreadySaid {
 public:
  AlreadySaid(const SettingModel& model, const Knowledge& knowledge, const std::vector<Presence>& presence,
              const logic::Said& said, logic::Evaluation& evaluation)
      : model_(model), knowledge_(knowledge), presence_(presence), said_(said), evaluation_(evaluation) {}

  bool by_others(const Ratios& row, Presence seen, const std::vector<Ratios>& rows) const {
    const FindingId finding = knowledge_[row.row].finding;
    const auto variable = static_cast<logic::Variable>(finding.row());
    const std::vector<logic::Variable>& all = model_.made_of(finding);
    if (said_.of(variable) != nullptr || all.empty()) return false;
    const auto parts = parts_of(knowledge_.language().variables[variable]);
    return std::any_of(rows.begin(), rows.end(), [&](const Ratios& other) {
      const auto part = static_cast<logic::Variable>(knowledge_[other.row].finding.row());
      if (said_.of(part) == nullptr) return false;
      if (std::find(parts.begin(), parts.end(), part) != parts.end()) return true;
      return std::binary_search(all.begin(), all.end(), part) &&
             observed(knowledge_[other.row], presence_, evaluation_, knowledge_) == seen;
    });
  }

 private:
  const SettingModel& model_;
  const Knowledge& knowledge_;
  const std::vector<Presence>& presence_;
  const logic::Said& said_;
  logic::Evaluation& evaluation_;
};

// Of one finding: its parts, their parts, and so on. The facts allow no circles.
std::vector<logic::Variable> parts_of_parts(logic::Variable finding, const logic::Language& language) {
  std::vector<logic::Variable> found = parts_of(language.variables[finding]);
  for (std::size_t next = 0; next < found.size(); ++next) {
    for (const logic::Variable part : parts_of(language.variables[found[next]])) {
      if (std::find(found.begin(), found.end(), part) == found.end()) found.push_back(part);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace

SettingModel::SettingModel(const Knowledge& knowledge, Setting setting) : rows_(knowledge.conditions().size()) {
  const std::span<const EvidenceId> all = knowledge.evidence_by_condition();
  ChosenRows chosen;
  for (std::size_t i = 0; i < all.size();) {
    const ConditionId condition = knowledge[all[i]].condition;
    chosen.clear();
    for (; i < all.size() && knowledge[all[i]].condition == condition; ++i) {
      const Evidence& row = knowledge[all[i]];
      if (chosen.empty() || knowledge[chosen.back()].finding != row.finding) {
        chosen.push_back(all[i]);
      } else if (distance(row, setting) < distance(knowledge[chosen.back()], setting)) {
        chosen.back() = all[i];
      }
    }
    for (const EvidenceId id : chosen) {
      if (!repeats_its_parts(knowledge[id].finding, chosen, knowledge))
        rows_[condition.row()].push_back(ratios_of(knowledge[id], id, knowledge, setting));
    }
  }
  std::vector<bool> is_parent(knowledge.findings().size(), false);
  for (const Finding& finding : knowledge.findings()) {
    if (finding.parent.is_some()) is_parent[finding.parent.row()] = true;
  }
  for (std::size_t i = 0; i < knowledge.findings().size(); ++i) {
    const FindingId self(i);
    made_of_.push_back(parts_of_parts(static_cast<logic::Variable>(i), knowledge.language()));
    manifestation_.push_back(is_parent[i] || !knowledge[self].parent.is_some() ? self : knowledge[self].parent);
  }
}

Presence observed(const Evidence& row, const std::vector<Presence>& presence, logic::Evaluation& evaluation,
                  const Knowledge& knowledge) {
  const auto variable = static_cast<logic::Variable>(row.finding.row());
  switch (knowledge.language().variables[variable].type) {
    case logic::Type::boolean: return presence[variable];
    case logic::Type::quantity:
    case logic::Type::ordinal:
    case logic::Type::choice: {
      if (!row.threshold) return Presence::unknown;
      const logic::VariableInfo& info = knowledge.language().variables[variable];
      const bool is_choice = info.type == logic::Type::choice;
      const auto not_done = std::find(info.choices.begin(), info.choices.end(), "not done");
      const auto place = static_cast<double>(not_done - info.choices.begin());
      const logic::Formula skipped{.kind = logic::Kind::choice, .variable = variable, .number = place, .parts = {}};
      if (is_choice && evaluation.truth(skipped) == Presence::present)
        return Presence::unknown;  // a test not done is no result
      const logic::Formula said{.kind = is_choice ? logic::Kind::choice : logic::Kind::value,
                                .comparison = row.comparison,
                                .variable = variable,
                                .number = *row.threshold,
                                .parts = {}};
      const Presence seen = evaluation.truth(said);
      // The smallest grade known so far says nothing against a condition while other muscles were not tested.
      const bool all_tested = std::all_of(info.least_of.begin(), info.least_of.end(),
                                          [&](logic::Variable part) { return !evaluation.numbers(part).empty(); });
      return seen == Presence::absent && !all_tested ? Presence::unknown : seen;
    }
    case logic::Type::duration:
    case logic::Type::side: return Presence::unknown;
  }
  return Presence::unknown;
}

PersonalNetwork network_for(const std::vector<Statement>& statements, const std::vector<double>& priors,
                            const SettingModel& model, const Knowledge& knowledge) {
  const logic::Said said(knowledge.language(), statements);
  logic::Evaluation evaluation(knowledge.language(), said);
  std::vector<Presence> presence;
  presence.reserve(knowledge.findings().size());
  for (std::size_t i = 0; i < knowledge.findings().size(); ++i)
    presence.push_back(evaluation.finding(static_cast<logic::Variable>(i)));

  const AlreadySaid already_said(model, knowledge, presence, said, evaluation);
  const double discount = knowledge.parameter("dependence_discount");
  PersonalNetwork personal;
  personal.background.assign(knowledge.conditions().size(), 0);
  personal.background_spread.assign(knowledge.conditions().size(), 0);
  struct Explained {
    std::uint16_t cause;
    double ratio, spread;
  };
  std::map<FindingId, std::vector<Explained>> manifestations;  // in the order of the facts: the same sums everywhere
  for (std::size_t c = 0; c < knowledge.conditions().size(); ++c) {
    const ConditionId condition(c);
    if (priors[c] <= 0) continue;
    std::map<FindingId, Together> together;
    for (const Ratios& row : model.rows_of(condition)) {
      const Presence seen = observed(knowledge[row.row], presence, evaluation, knowledge);
      if (seen == Presence::unknown || already_said.by_others(row, seen, model.rows_of(condition))) continue;
      Together& here = together[model.manifestation(knowledge[row.row].finding)];
      if (seen == Presence::present) {
        here.add(row.if_present, row.spread.if_present, row.row, seen);
      } else {
        here.add(row.if_absent, row.spread.if_absent, row.row, seen);
      }
    }
    double odds = odds_of(priors[c]);
    double variance = 0;
    const bool background = knowledge[condition].background;
    const auto cause = static_cast<std::uint16_t>(personal.ranked.size());
    for (auto& [manifestation, one] : together) {
      SpokenRow shared;
      shared.condition = condition;
      shared.manifestation = manifestation;
      const Together::Sum sum = one.sum(discount, shared, personal.spoken);
      const double ratio = exponential(sum.log_ratio);
      // What makes a condition less likely is a factor on its own odds; what makes it more likely it shares with
      // others.
      if (background || ratio <= 1) {
        odds *= ratio;
        variance += sum.variance;
      } else {
        manifestations[manifestation].push_back({cause, ratio, std::sqrt(sum.variance)});
      }
    }
    if (background) {
      odds = std::min(odds, 1e300);  // a certainty, where many rows agree: never infinite over infinite
      personal.background[c] = odds / (1 + odds);
      personal.background_spread[c] = std::sqrt(variance);
    } else {
      personal.ranked.push_back(condition);
      personal.network.odds.push_back(odds);
      personal.odds_spread.push_back(std::sqrt(variance));
    }
  }
  for (const auto& [manifestation, explained] : manifestations) {
    bayes::Group group;
    for (const Explained& one : explained) group.ceiling = std::max(group.ceiling, one.ratio);
    for (const Explained& one : explained) group.links.push_back({one.cause, (one.ratio - 1) / (group.ceiling - 1)});
    std::vector<double>& spreads = personal.link_spread.emplace_back();
    for (const Explained& one : explained) spreads.push_back(one.spread);
    personal.network.groups.push_back(std::move(group));
    personal.manifestation.push_back(manifestation);
  }
  return personal;
}

}  // namespace lumbar
