// SPDX-License-Identifier: Apache-2.0
// Slopes by figures of the facts, against what happens when one figure is changed and everything reckoned again. On the
// real facts.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "lumbar/clinic/differential/differential.h"
#include "lumbar/clinic/differential/network.h"
#include "lumbar/clinic/differential/tiny_facts.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

const Knowledge& facts() { return shipped_facts(); }

Findings findings_of(Setting setting, const std::vector<std::pair<FindingId, Presence>>& said) {
  Case person;
  person.setting = setting;
  person.lenient = true;  // chance contradicts itself
  for (const auto& [finding, presence] : said) {
    Statement statement;
    statement.finding = finding;
    statement.present = presence;
    person.statements.push_back(statement);
  }
  auto findings = gather_findings(person, facts());
  EXPECT_TRUE(findings) << findings.error().text();
  return std::move(*findings);
}

FindingId finding(const char* name) { return facts().finding(name).value(); }

// `yes` present findings and three times as many absent ones, of those that evidence speaks of.
Findings somebody(std::mt19937& chance, std::size_t yes) {
  std::vector<FindingId> askable;
  for (const Evidence& row : facts().evidence()) {
    const auto& info = facts().language().variables[row.finding.row()];
    if (row.condition.is_some() && info.type == logic::Type::boolean && info.askable) askable.push_back(row.finding);
  }
  std::vector<std::pair<FindingId, Presence>> said = {{finding("low_back_pain"), Presence::present}};
  for (std::size_t i = 0; i < 4 * yes; ++i)
    said.emplace_back(askable[chance() % askable.size()], i < yes ? Presence::present : Presence::absent);
  std::sort(said.begin(), said.end());
  said.erase(std::unique(said.begin(), said.end(), [](const auto& a, const auto& b) { return a.first == b.first; }),
             said.end());
  return findings_of(chance() % 2 == 0 ? Setting::primary_care : Setting::emergency_department, said);
}

// The log odds of one condition when the logarithm of one figure is changed by `step`.
double log_odds_with(const Findings& findings, const SettingModel& shipped, ConditionId condition,
                     const LeansOn& figure, double step) {
  SettingModel model = shipped;
  std::vector<double> priors = prior_chances(findings, facts());
  if (figure.row) {
    std::size_t wanted = 0;
    for (std::size_t c = 0; c < figure.condition.row(); ++c) wanted += 2 * model.rows_of(ConditionId(c)).size();
    for (const Ratios& row : model.rows_of(figure.condition)) {
      if (row.row == *figure.row) break;
      wanted += 2;
    }
    if (figure.seen == Presence::absent) ++wanted;
    std::size_t place = 0;
    model.change([&](double ratio, double) { return place++ == wanted ? ratio * std::exp(step) : ratio; });
  } else {
    double& prior = priors[figure.condition.row()];
    const double odds = prior / (1 - prior) * std::exp(step);
    prior = odds / (1 + odds);
  }
  const PersonalNetwork personal = network_for(findings.statements, priors, model, facts());
  bayes::Query query;
  query.at_least_one = findings.any_symptom;
  const bayes::Posterior posterior = bayes::infer(personal.network, query);
  EXPECT_TRUE(posterior.exact);
  for (std::size_t cause = 0; cause < personal.ranked.size(); ++cause) {
    if (personal.ranked[cause] != condition) continue;
    return std::log(posterior.cause[cause]) - std::log1p(-posterior.cause[cause]);
  }
  const double chance = personal.background[condition.row()];
  return std::log(chance) - std::log1p(-chance);
}

std::string name_of(const LeansOn& figure) {
  return facts()[figure.condition].name + " " +
         (figure.row ? facts()[*figure.row].name + " " + facts()[facts()[*figure.row].finding].name + " " +
                           (figure.seen == Presence::present ? "present" : "absent")
                     : "prior");
}

// The heaviest figures, and some of the others; how many.
std::size_t expect_slopes_right(const Findings& findings, const Sensitivity& found) {
  // Where a figure is the highest of several equals, the two sides bend apart: the error grows with the step.
  constexpr double step = 1e-6;
  const SettingModel model(facts(), findings.setting);
  std::size_t checked = 0;
  for (std::size_t i = 0; i < found.figures.size(); i += i < 20 ? 1 : 17) {
    const LeansOn& figure = found.figures[i];
    const double up = log_odds_with(findings, model, found.condition, figure, step);
    const double down = log_odds_with(findings, model, found.condition, figure, -step);
    const double slope = (up - down) / (2 * step);
    EXPECT_NEAR(figure.slope, slope, 1e-4 * std::max(0.01, std::abs(slope)))
        << facts()[found.condition].name << " leans on " << name_of(figure);
    ++checked;
  }
  return checked;
}

TEST(Sensitivity, slopes_are_what_a_small_change_of_each_figure_does) {
  std::mt19937 chance(20261121);
  std::size_t checked = 0;
  for (std::size_t person = 0; person < 24; ++person) {
    SCOPED_TRACE(person);
    const Findings findings = somebody(chance, 2 + person % 4);
    const Differential ranked = rank_without_reasons(findings, facts());
    // The leading one, and one far behind it.
    for (const ConditionId condition : {ranked.ranked.front().condition, ranked.ranked.back().condition}) {
      const auto found = sensitivity(condition, findings, facts());
      ASSERT_TRUE(found) << facts()[condition].name;
      if (!found->exact) continue;
      EXPECT_NEAR(found->probability, ranked.probability[condition.row()], 1e-6);
      checked += expect_slopes_right(findings, *found);
    }
  }
  EXPECT_GT(checked, 1000U);
}

// Each row that could move the answer is told: what is left out moves nothing.
TEST(Sensitivity, a_figure_that_is_not_told_does_not_matter) {
  std::mt19937 chance(7);
  const Findings findings = somebody(chance, 4);
  const ConditionId leading = rank_without_reasons(findings, facts()).ranked.front().condition;
  const auto found = sensitivity(leading, findings, facts());
  ASSERT_TRUE(found);
  const SettingModel model(facts(), findings.setting);
  LeansOn none;
  none.condition = leading;
  const double before = log_odds_with(findings, model, leading, none, 0);
  std::size_t silent = 0;
  for (std::size_t c = 0; c < facts().conditions().size(); ++c) {
    for (const Ratios& row : model.rows_of(ConditionId(c))) {
      for (const Presence seen : {Presence::present, Presence::absent}) {
        const bool told = std::any_of(found->figures.begin(), found->figures.end(),
                                      [&](const LeansOn& one) { return one.row == row.row && one.seen == seen; });
        // A ratio of 1 says nothing; what it would say if it were another is another question.
        if (told || (seen == Presence::present ? row.if_present : row.if_absent) == 1) continue;
        if (++silent % 10 != 0) continue;  // a tenth of thousands
        LeansOn figure;
        figure.condition = ConditionId(c);
        figure.row = row.row;
        figure.seen = seen;
        EXPECT_NEAR(log_odds_with(findings, model, leading, figure, 0.01), before, 1e-12) << name_of(figure);
      }
    }
  }
  EXPECT_GT(silent, 1000U);
}

TEST(Sensitivity, shares_add_to_one_the_largest_first) {
  const Findings findings = findings_of(
      Setting::primary_care, {{finding("low_back_pain"), Presence::present}, {finding("fever"), Presence::present}});
  const auto found = sensitivity(facts().condition("vertebral_osteomyelitis_discitis").value(), findings, facts());
  ASSERT_TRUE(found);
  double sum = 0;
  double variance = 0;
  for (const LeansOn& one : found->figures) {
    sum += one.share;
    variance += one.slope * one.slope * one.spread * one.spread;
    EXPECT_LE(one.share, found->figures.front().share);
  }
  EXPECT_NEAR(sum, 1, 1e-12);
  EXPECT_NEAR(variance, found->variance, 1e-9 * variance);
  // How rare it is itself, one to one.
  const auto prior = std::find_if(found->figures.begin(), found->figures.end(),
                                  [&](const LeansOn& one) { return !one.row && one.condition == found->condition; });
  ASSERT_NE(prior, found->figures.end());
  EXPECT_NEAR(prior->slope, 1, 0.01);
}

TEST(Sensitivity, a_background_condition_leans_on_its_own_figures_alone) {
  std::mt19937 chance(3);
  std::size_t seen = 0;
  const Findings findings = somebody(chance, 20);
  for (const RankedCondition& one : rank_without_reasons(findings, facts()).also_present) {
    const auto found = sensitivity(one.condition, findings, facts());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->probability, one.probability);
    expect_slopes_right(findings, *found);
    for (const LeansOn& figure : found->figures) EXPECT_EQ(figure.condition, one.condition);
    ++seen;
  }
  EXPECT_GT(seen, 0U);
}

TEST(Sensitivity, a_form_with_everything_on_it_is_answered_and_says_that_it_is_rough) {
  std::mt19937 chance(11);
  const Findings findings = somebody(chance, 60);
  const Differential ranked = rank_without_reasons(findings, facts());
  const auto found = sensitivity(ranked.ranked.back().condition, findings, facts());
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->exact);
  for (const LeansOn& one : found->figures) EXPECT_TRUE(std::isfinite(one.slope)) << name_of(one);
}

TEST(Sensitivity, what_has_no_prior_leans_on_nothing) {
  Findings nobody;
  nobody.presence.assign(tiny::knowledge().findings().size(), Presence::unknown);
  EXPECT_FALSE(sensitivity(tiny::knowledge().condition("never_counted").value(), nobody, tiny::knowledge()));
  EXPECT_TRUE(sensitivity(tiny::knowledge().condition("strain").value(), nobody, tiny::knowledge()));
}

TEST(RankFigures, sums_squares_over_people_and_counts_those_who_lean) {
  const ConditionId cold(0), flu(1);
  const LeansOn row{cold, EvidenceId(5), Presence::present, {}, 2.0, 0.5, 0.99};
  const LeansOn prior{cold, std::nullopt, Presence::present, {}, 0.1, 1.0, 0.01};
  LeansOn same_row = row;
  same_row.slope = -4;
  same_row.share = 0.995;
  LeansOn little = prior;
  little.share = 0.005;
  little.slope = 0.2;
  const auto ranked = rank_figures({{cold, 0.5, 1.01, true, {row, prior}}, {flu, 0.5, 4.04, true, {same_row, little}}});
  ASSERT_EQ(ranked.size(), 2U);
  EXPECT_EQ(ranked[0].figure.row, EvidenceId(5));
  EXPECT_NEAR(ranked[0].figure.share, 5.0 / 5.05, 1e-12);
  EXPECT_EQ(ranked[0].cases, 2U);
  EXPECT_EQ(ranked[0].leading, flu) << "the person with whom it weighs most";
  EXPECT_NEAR(ranked[1].figure.share, 0.05 / 5.05, 1e-12);
  EXPECT_EQ(ranked[1].cases, 1U);
  EXPECT_TRUE(rank_figures({}).empty());
}

}  // namespace
}  // namespace lumbar
