// SPDX-License-Identifier: Apache-2.0
// Conditions, evidence, priors, backgrounds, multipliers, thresholds: what the differential reckons with.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "lumbar/knowledge/loader.h"

namespace lumbar {
namespace {

// Half of the last digit that a figure is printed with: 0.45 stands for 0.445 to 0.455.
double half_step(double printed) {
  const std::string text = written(printed, 12);
  const auto point = text.find('.');
  if (text.find('e') != std::string::npos) return 0;
  const auto digits = point == std::string::npos ? 0 : text.size() - point - 1;
  return 0.5 * std::pow(10.0, -static_cast<double>(digits));
}

// ">= 200 mL" as a comparison and a number; nothing when no cut is stated.
std::optional<std::pair<logic::Comparison, double>> cut_in(std::string_view text) {
  logic::Comparison comparison = logic::Comparison::at_least;
  if (text.starts_with(">="))
    comparison = logic::Comparison::at_least;
  else if (text.starts_with("<="))
    comparison = logic::Comparison::at_most;
  else if (text.starts_with(">"))
    comparison = logic::Comparison::more;
  else if (text.starts_with("<"))
    comparison = logic::Comparison::less;
  else
    return std::nullopt;
  text = trimmed(text.substr(text.starts_with(">=") || text.starts_with("<=") ? 2 : 1));
  const auto number = number_in(text.substr(0, text.find(' ')));
  if (!number) return std::nullopt;
  return std::pair{comparison, *number};
}

}  // namespace

void Loader::read_conditions() {
  for (const Record& row : table("condition")) {
    Condition condition;
    condition.name = row.text("id");
    condition.label = row.text("label");
    condition.category = row.text("category");
    condition.icd10 = row.text("icd10cm");
    condition.course = row.text("typical_course");
    condition.workup = row.text("first_line_workup");
    condition.referral = row.text("referral_specialty");
    condition.age_sex = row.text("age_sex_modifiers");
    condition.note = row.text("note");
    condition.role_note = row.text("role_note");
    condition.mechanism = scale_of<Mechanism>(row, "mechanism");
    condition.urgency_default = scale_of<Urgency>(row, "urgency_default");
    listed(row, "role", {"cause", "background"}, true);
    condition.background = row.text("role") == "background";
    condition.basis = basis_of(row);
    figure_of(row, "prevalence_primary_care_lbp", "prev_lo", "prev_hi", 0, 1);
    if (condition.background && condition.role_note.empty())
      complain(row, "role_note", "a background condition says why it is one");
    if (!made_.condition_by_name_.emplace(condition.name, ConditionId(made_.conditions_.size())).second) {
      complain(row, "id", "condition " + condition.name + " stands twice");
    }
    made_.conditions_.push_back(std::move(condition));
  }
  if (made_.conditions_.empty())
    complaints_.emplace_back("facts › no conditions: expected rows [[condition]] in conditions.toml", Fault::facts);
  for (const Record& row : table("threshold")) {
    once(row, "threshold", row.text("condition"));
    const ConditionId id = condition_named(row, "condition", row.text("condition"));
    const Figure figure = figure_of(row, "probability", "lo", "hi", 0, 1);
    const Urgency level = scale_of<Urgency>(row, "level");
    basis_of(row);
    if (!figure.point) complain(row, "probability", "a threshold needs its probability (0..1)");
    if (!id.is_some()) continue;
    Condition& condition = made_.conditions_[id.row()];
    condition.danger_probability = figure.point;
    condition.danger_level = level;
    condition.danger_basis = row.text("basis");
    if (row.has("needs")) condition.danger_needs = finding_of(row, "needs");
  }
}

void Loader::read_evidence() {
  // A row of our own may stand in the place of another: it says which, and the other is shown, never reckoned with.
  std::set<std::string> replaced;
  for (const Record& row : table("evidence")) {
    if (row.has("replaces")) replaced.insert(row.text("replaces"));
  }
  std::set<std::string> names;
  for (const Record& row : table("evidence")) {
    Evidence evidence;
    evidence.name = row.text("id");
    evidence.value = row.text("value");
    evidence.population = row.text("population");
    evidence.citation = row.text("citation");
    evidence.note = row.text("note");
    evidence.lr_basis = row.text("lr_basis");
    evidence.finding = finding_of(row, "finding");
    evidence.setting = setting_of(row);
    evidence.basis = basis_of(row);
    evidence.preferred = row.flag("preferred") && !replaced.contains(evidence.name);
    evidence.modifier = row.text("role") == "modifier";
    if (!names.insert(evidence.name).second) complain(row, "id", "evidence " + evidence.name + " stands twice");
    const std::string& condition = row.text("condition");
    if (!condition.starts_with("group:")) evidence.condition = condition_named(row, "condition", condition);
    evidence.sensitivity = figure_of(row, "sensitivity", "sens_lo", "sens_hi", 0, 1);
    evidence.specificity = figure_of(row, "specificity", "spec_lo", "spec_hi", 0, 1);
    evidence.ratio_present = figure_of(row, "lr_pos", "lr_pos_lo", "lr_pos_hi", 0, 10000);
    evidence.ratio_absent = figure_of(row, "lr_neg", "lr_neg_lo", "lr_neg_hi", 0, 10000);
    if (const auto cut = cut_in(evidence.value)) {
      evidence.comparison = cut->first;
      evidence.threshold = cut->second;
    }
    read_choice(row, evidence);
    if (!evidence.sensitivity.point && !evidence.specificity.point && !evidence.ratio_present.point &&
        !evidence.ratio_absent.point) {
      complain(row, "sensitivity", "no figure at all: give sensitivity, specificity or a ratio");
    }
    check_ratios(row, evidence);
    made_.evidence_.push_back(std::move(evidence));
  }
  for (const Record& row : table("spectrum")) {
    for (const std::string& name : row.list("evidence")) {
      const auto found = std::find_if(made_.evidence_.begin(), made_.evidence_.end(),
                                      [&](const Evidence& one) { return one.name == name; });
      if (found == made_.evidence_.end()) {
        complain(row, "evidence", "no evidence " + name);
      } else {
        found->suspected_only = true;
      }
    }
  }
  for (std::size_t i = 0; i < made_.evidence_.size(); ++i) {
    if (made_.evidence_[i].preferred && made_.evidence_[i].condition.is_some())
      made_.evidence_by_condition_.emplace_back(i);
  }
  std::stable_sort(
      made_.evidence_by_condition_.begin(), made_.evidence_by_condition_.end(), [&](EvidenceId a, EvidenceId b) {
        const Evidence& one = made_[a];
        const Evidence& other = made_[b];
        return one.condition != other.condition ? one.condition < other.condition : one.finding < other.finding;
      });
  std::set<std::tuple<std::size_t, std::size_t, int>> preferred;
  for (std::size_t i = 0; i < made_.evidence_.size(); ++i) {
    const Evidence& row = made_.evidence_[i];
    if (!row.preferred || !row.condition.is_some() || !row.finding.is_some()) continue;
    const int setting = row.setting ? static_cast<int>(*row.setting) : -1;
    if (!preferred.insert({row.condition.row(), row.finding.row(), setting}).second) {
      complain(table("evidence")[i], "preferred",
               "two preferred rows for one condition, finding and setting: keep one");
    }
  }
}

// "= fracture": the row speaks of one answer of a choice.
void Loader::read_choice(const Record& row, Evidence& evidence) {
  if (!evidence.finding.is_some()) return;
  const logic::VariableInfo& info = made_.language_.variables[evidence.finding.row()];
  if (info.type != logic::Type::choice) return;
  const std::string_view token =
      trimmed(std::string_view(evidence.value).substr(evidence.value.starts_with("=") ? 1 : 0));
  const auto place = std::find(info.choices.begin(), info.choices.end(), token);
  if (!evidence.value.starts_with("=") || place == info.choices.end()) {
    complain(row, "value",
             "\"" + evidence.value + "\" is no answer of " + info.name +
                 "; write \"= \" and one of: " + joined(info.choices, ", "));
    return;
  }
  evidence.comparison = logic::Comparison::equal;
  evidence.threshold = static_cast<double>(place - info.choices.begin());
}

void Loader::check_ratios(const Record& row, const Evidence& evidence) const {
  if (!evidence.sensitivity.point || !evidence.specificity.point) return;
  const double se = *evidence.sensitivity.point;
  const double sp = *evidence.specificity.point;
  const double hs = half_step(se);
  const double hp = half_step(sp);
  const auto refuse = [&](std::string_view field, double ratio, double low, double high) {
    const double step = half_step(ratio);
    if (ratio >= low - step - 1e-9 && ratio <= high + step + 1e-9) return;
    complain(row, field,
             written(ratio) + " does not follow from sensitivity " + written(se) + " and specificity " + written(sp) +
                 " (rounding allows " + written(low, 3) + ".." + written(high, 3) + ")");
  };
  const double infinity = std::numeric_limits<double>::infinity();
  if (evidence.ratio_present.point)
    refuse("lr_pos", *evidence.ratio_present.point, (se - hs) / (1 - sp + hp),
           sp + hp < 1 ? (se + hs) / (1 - sp - hp) : infinity);
  if (evidence.ratio_absent.point)
    refuse("lr_neg", *evidence.ratio_absent.point, (1 - se - hs) / (sp + hp),
           sp > hp ? (1 - se + hs) / (sp - hp) : infinity);
}

// Somebody of whom the sex is not known is a woman or a man: what is reckoned with for them lies between the figures of
// both. At every age at which a row begins or ends, in every setting with rows of its own. `rows` lie beside priors_.
void Loader::check_sexes(const std::vector<const Record*>& rows) const {
  const auto& priors = made_.priors_;
  std::map<std::pair<std::size_t, int>, std::vector<std::size_t>> by_place;
  for (std::size_t i = 0; i < priors.size(); ++i) {
    if (!priors[i].condition.is_some()) continue;
    by_place[{priors[i].condition.row(), priors[i].setting ? static_cast<int>(*priors[i].setting) : -1}].push_back(i);
  }
  std::set<std::size_t> told;
  for (const auto& at_place : by_place) {
    const std::vector<std::size_t>& here = at_place.second;
    std::vector<double> ages;
    for (const std::size_t i : here) ages.push_back(priors[i].age_from);
    for (const double age : ages) {
      // The row of the sex before that of the age, the first of equals: as the differential chooses.
      const auto chosen = [&](std::optional<Sex> sex) {
        std::optional<std::size_t> best;
        int best_fit = -1;
        for (const std::size_t i : here) {
          const Prior& one = priors[i];
          if ((one.sex && one.sex != sex) || age < one.age_from || age >= one.age_to || !one.share.point) continue;
          const int fit = (one.sex ? 2 : 0) + (one.age_from > 0 || one.age_to < 200 ? 1 : 0);
          if (fit > best_fit) {
            best = i;
            best_fit = fit;
          }
        }
        return best;
      };
      const auto either = chosen(std::nullopt);
      const auto woman = chosen(Sex::female);
      const auto man = chosen(Sex::male);
      if (!either || !woman || !man || *either == *woman || *either == *man || told.contains(*either)) continue;
      const double share = *priors[*either].share.point;
      const auto [low, high] = std::minmax(*priors[*woman].share.point, *priors[*man].share.point);
      if (share >= low && share <= high) continue;
      told.insert(*either);
      complain(*rows[*either], "probability",
               written(share) + " for either sex at " + written(age) + " y is not between women's " +
                   written(*priors[*woman].share.point) + " and men's " + written(*priors[*man].share.point));
    }
  }
}

void Loader::read_priors() {
  // As with evidence: what a row of our own replaces is shown, never reckoned with.
  std::set<std::string> replaced;
  for (const Record& row : table("prior")) {
    if (row.has("replaces")) replaced.insert(row.text("replaces"));
  }
  std::vector<const Record*> prior_rows;
  for (const Record& row : table("prior")) {
    const Figure share = figure_of(row, "probability", "lo", "hi", 0, 1);
    const Basis basis = basis_of(row);
    const std::string& condition = row.text("condition");
    if (condition.starts_with("group:") || !row.flag("preferred") || replaced.contains(row.text("original_id")))
      continue;
    Prior prior;
    once(row, "preferred prior",
         condition + " " + row.text("setting") + " " + row.text("age_band") + " " + row.text("sex"));
    prior.condition = condition_named(row, "condition", condition);
    prior.setting = setting_of(row);
    prior.share = share;
    prior.basis = basis;
    if (row.text("sex") != "any") prior.sex = scale_of<Sex>(row, "sex");
    const std::string& band = row.text("age_band");
    if (band.starts_with("over_")) {
      prior.age_from = number_in(band.substr(5)).value_or(0) + 1;
    } else if (band.ends_with("_and_over")) {
      prior.age_from = number_in(band.substr(0, band.size() - 9)).value_or(0);
    } else if (const auto dash = band.find('-'); dash != std::string::npos) {
      prior.age_from = number_in(band.substr(0, dash)).value_or(0);
      prior.age_to = number_in(band.substr(dash + 1)).value_or(200) + 1;
    } else if (band != "any") {
      complain(row, "age_band", "\"" + band + "\" is not any, over_N, N_and_over or N-M");
    }
    prior_rows.push_back(&row);
    made_.priors_.push_back(std::move(prior));
  }
  check_sexes(prior_rows);
  for (const Record& row : table("background")) {
    once(row, "background", row.text("finding") + " " + row.text("setting"));
    Background background{finding_of(row, "finding"), setting_of(row), row.number("leak").value_or(-1)};
    if (!(background.leak > 0 && background.leak < 1))
      complain(row, "leak", written(background.leak) + " is not a probability between 0 and 1");
    scale_of<Status>(row, "status");
    made_.backgrounds_.push_back(background);
  }
  std::stable_sort(made_.backgrounds_.begin(), made_.backgrounds_.end(),
                   [](const Background& a, const Background& b) { return a.finding < b.finding; });
  for (const Record& row : table("setting_multiplier")) {
    once(row, "setting_multiplier", row.text("category") + " " + row.text("setting"));
    SettingMultiplier one{row.text("category"), scale_of<Setting>(row, "setting"),
                          figure_of(row, "multiplier", "lo", "hi", 0.01, 100)};
    basis_of(row);
    made_.multipliers_.push_back(std::move(one));
  }
}

void Loader::read_spreads() {
  for (const Record& row : table("spread")) {
    once(row, "spread", row.text("of") + " " + row.text("figures"));
    const auto kind = scale_of<FigureKind>(row, "of");
    const auto figures = scale_of<Status>(row, "figures");
    const Spread spread{row.number("alone").value_or(-1), row.number("widened").value_or(-1)};
    basis_of(row);
    if (!(spread.alone > 0 && spread.alone <= 3))
      complain(row, "alone", written(spread.alone) + " is not a standard deviation above 0, at most 3");
    if (!(spread.widened >= 1 && spread.widened <= 3))
      complain(row, "widened", written(spread.widened) + " is not a factor from 1 to 3: doubt is never made smaller");
    made_.spreads_[static_cast<std::size_t>(kind)][static_cast<std::size_t>(figures)] = spread;
  }
  if (table("spread").empty()) return;
  const Record& first = table("spread").front();
  for (const std::string_view kind : Words<FigureKind>::list) {
    double before = 0;
    for (const std::string_view status : Words<Status>::list) {
      const auto spread = made_.spread(*from_word<FigureKind>(kind), *from_word<Status>(status));
      if (!spread) {
        complain(first, "of", "no spread of a " + std::string(kind) + " that is " + std::string(status));
      } else if (spread->alone < before) {
        complain(first, "alone",
                 "a " + std::string(kind) + " that is " + std::string(status) +
                     " is surer than one that is better known; the order is verified, reported, "
                     "derived, assumed");
      } else {
        before = spread->alone;
      }
    }
  }
}

}  // namespace lumbar
