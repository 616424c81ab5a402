// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/differential/differential.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <functional>
#include <map>

#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

const Knowledge& facts() { return shipped_facts(); }

class Person {
 public:
  Person& says(const char* name, Presence present) {
    Statement statement;
    statement.finding = facts().finding(name).value();
    statement.present = present;
    case_.statements.push_back(statement);
    return *this;
  }
  Person& yes(const char* name) { return says(name, Presence::present); }
  Person& no(const char* name) { return says(name, Presence::absent); }
  Person& age(double years) {
    Statement statement;
    statement.finding = facts().finding("age_years").value();
    statement.number.bare = years;
    case_.statements.push_back(statement);
    return *this;
  }
  Person& setting(Setting setting) {
    case_.setting = setting;
    return *this;
  }
  Person& lenient() {
    case_.lenient = true;
    return *this;
  }
  Differential differential() const {
    auto findings = gather_findings(case_, facts());
    EXPECT_TRUE(findings) << findings.error().text();
    return rank_conditions(*findings, facts());
  }

 private:
  Case case_;
};

double probability(const Differential& differential, const char* condition) {
  return differential.probability[facts().condition(condition).value().row()];
}

// Retention makes a bladder dysfunction, and that a sphincter disturbance, which has a row of its own: cauda equina
// syndrome rose by 56 times where its row says 18.
TEST(Differential, one_finding_moves_a_condition_by_its_own_ratio_within_a_factor_of_two) {
  for (const RowFit& fit : fit_of_rows(Setting::primary_care, facts())) {
    EXPECT_LT(std::abs(std::log(fit.network / fit.wanted)), std::log(2.0)) << facts()[fit.row].name;
  }
}

TEST(Differential, one_condition_alone_moves_by_its_own_ratio) {
  // Without a complaint there is no "at least one cause", and a finding that only one condition explains moves it by
  // its ratio.
  std::map<std::size_t, int> rows_of_finding;
  for (const RowFit& fit : fit_of_rows(Setting::primary_care, facts()))
    ++rows_of_finding[facts()[fit.row].finding.row()];
  std::size_t alone = 0;
  for (const RowFit& fit : fit_of_rows(Setting::primary_care, facts())) {
    if (rows_of_finding[facts()[fit.row].finding.row()] != 1) continue;
    if (!facts().language().variables[facts()[fit.row].finding.row()].askable) continue;
    // What follows from the finding may speak for others too; then the ratio is shared and smaller.
    if (std::abs(fit.network / fit.wanted - 1) < 1e-9) ++alone;
  }
  EXPECT_GT(alone, 10U);
}

TEST(Differential, most_rows_come_out_of_the_network_within_a_factor_of_two) {
  const auto fits = fit_of_rows(Setting::primary_care, facts());
  std::size_t within = 0;
  for (const RowFit& fit : fits) within += fit.network / fit.wanted <= 2 && fit.network / fit.wanted >= 0.5 ? 1U : 0U;
  EXPECT_GT(fits.size(), 1000U);
  EXPECT_GT(static_cast<double>(within), 0.9 * static_cast<double>(fits.size()));
}

TEST(Differential, mechanisms_share_the_whole_when_there_is_a_complaint) {
  const Differential ranked =
      Person().age(50).yes("low_back_pain").yes("radiating_leg_pain").no("fever").differential();
  EXPECT_TRUE(ranked.complaint);
  double sum = 0;
  for (const double share : ranked.mechanism) {
    EXPECT_GE(share, 0);
    sum += share;
  }
  EXPECT_NEAR(sum, 1, 1e-12);
  EXPECT_TRUE(ranked.exact);
}

TEST(Differential, shows_at_least_five_and_all_of_half_a_per_cent) {
  const Differential ranked = Person().age(40).yes("low_back_pain").differential();
  ASSERT_GE(ranked.ranked.size(), 5U);
  for (std::size_t i = 5; i < ranked.ranked.size(); ++i) EXPECT_GE(ranked.ranked[i].probability, 0.005);
  for (std::size_t i = 1; i < ranked.ranked.size(); ++i)
    EXPECT_GE(ranked.ranked[i - 1].probability, ranked.ranked[i].probability - 2e-6);
  for (const RankedCondition& one : ranked.ranked)
    EXPECT_FALSE(facts()[one.condition].background) << facts()[one.condition].name;
}

TEST(Differential, saddle_numbness_and_retention_make_cauda_equina_likely) {
  const Differential ranked = Person()
                                  .age(45)
                                  .yes("low_back_pain")
                                  .yes("radiating_leg_pain")
                                  .yes("saddle_anaesthesia")
                                  .yes("urinary_retention")
                                  .yes("bilateral_leg_weakness")
                                  .differential();
  const Differential plain = Person()
                                 .age(45)
                                 .yes("low_back_pain")
                                 .yes("radiating_leg_pain")
                                 .no("saddle_anaesthesia")
                                 .no("urinary_retention")
                                 .differential();
  EXPECT_GT(probability(ranked, "cauda_equina_syndrome"), 20 * probability(plain, "cauda_equina_syndrome"));
  EXPECT_GT(probability(ranked, "muscle_strain"), 0);
  EXPECT_LT(probability(ranked, "muscle_strain"), probability(plain, "muscle_strain"));
}

TEST(Differential, what_is_not_known_moves_nothing) {
  const Differential without = Person().age(45).yes("low_back_pain").differential();
  const Differential with = Person().age(45).yes("low_back_pain").says("fever", Presence::unknown).differential();
  for (std::size_t c = 0; c < without.probability.size(); ++c) EXPECT_EQ(without.probability[c], with.probability[c]);
}

TEST(Differential, the_order_of_statements_changes_no_bit) {
  const Differential one = Person().age(45).yes("low_back_pain").yes("foot_drop").no("fever").differential();
  const Differential other = Person().no("fever").yes("foot_drop").yes("low_back_pain").age(45).differential();
  EXPECT_EQ(one.probability, other.probability);
}

TEST(Differential, settings_differ) {
  const Differential home = Person().age(70).yes("low_back_pain").differential();
  const Differential hospital =
      Person().age(70).yes("low_back_pain").setting(Setting::emergency_department).differential();
  EXPECT_GT(probability(hospital, "cauda_equina_syndrome"), probability(home, "cauda_equina_syndrome"));
  const Differential practice = Person().age(70).yes("low_back_pain").setting(Setting::primary_care).differential();
  EXPECT_EQ(home.probability, practice.probability) << "home counts as primary care";
}

TEST(Differential, weights_say_what_leaving_a_finding_out_would_do) {
  Person person;
  person.age(45).yes("low_back_pain").yes("foot_drop");
  const Differential with = person.differential();
  const Differential without = Person().age(45).yes("low_back_pain").differential();
  const auto finding = facts().finding("foot_drop").value();
  for (const RankedCondition& one : with.ranked) {
    const double before = without.probability[one.condition.row()];
    const double db = 10 * (std::log10(one.probability / (1 - one.probability)) - std::log10(before / (1 - before)));
    for (const auto* weights : {&one.speaks_for, &one.speaks_against}) {
      for (const Weight& weight : *weights) {
        if (weight.finding != finding) continue;
        EXPECT_NEAR(weight.db, db, 1e-9) << facts()[one.condition].name;
      }
    }
  }
}

// Age and sex choose the priors, and leaving them out left the priors as they were: a vertebral fracture starts more
// than twice as likely over 55 as at an age not known, and the explanation said nothing of it.
TEST(Differential, age_and_sex_are_weighed_with_the_priors_that_they_choose) {
  const auto condition = facts().condition("compression_fracture_osteoporotic").value();
  const Differential with = Person().age(85).yes("low_back_pain").differential();
  const Differential without = Person().yes("low_back_pain").differential();
  const double p = with.probability[condition.row()], before = without.probability[condition.row()];
  const double db = 10 * (std::log10(p / (1 - p)) - std::log10(before / (1 - before)));
  ASSERT_GT(db, 1);
  for (const RankedCondition& one : with.ranked) {
    if (one.condition != condition) continue;
    const auto age = facts().finding("age_years").value();
    const auto weight = std::find_if(one.speaks_for.begin(), one.speaks_for.end(),
                                     [&](const Weight& each) { return each.finding == age; });
    ASSERT_NE(weight, one.speaks_for.end());
    EXPECT_NEAR(weight->db, db, 1e-9);
    return;
  }
  FAIL() << "not ranked";
}

// Whatever the form says, there is an answer with what it is worth. With every question answered yes the reckoning took
// many minutes, one inference for each of 550 statements, on a network out of its range.
TEST(Differential, any_form_is_answered_within_bounds) {
  std::vector<std::string> askable;
  for (std::size_t i = 0; i < facts().findings().size(); ++i) {
    const Finding& finding = facts().findings()[i];
    if (facts().language().variables[i].type == logic::Type::boolean && finding.asked_of != AskedOf::derived)
      askable.push_back(finding.name);
  }
  ASSERT_GT(askable.size(), 400U);
  std::uint64_t seed = 20261121;
  const auto one_in = [&](std::uint64_t chances) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (seed >> 33U) % chances == 0;
  };
  struct Form {
    const char* name;
    std::function<bool(std::size_t)> yes;
    double bound;  // what the error bound may be
  };
  const std::array forms = {
      Form{"all yes", [](std::size_t) { return true; }, 1},
      Form{"all no", [](std::size_t) { return false; }, 0.01},
      Form{"alternating", [](std::size_t i) { return i % 2 == 0; }, 1},
      Form{"half", [&](std::size_t) { return one_in(2); }, 1},
      Form{"another half", [&](std::size_t) { return one_in(2); }, 1},
      Form{"one in twenty", [&](std::size_t) { return one_in(20); }, 0.1},
  };
  for (const Form& form : forms) {
    SCOPED_TRACE(form.name);
    Person person;
    person.lenient();
    for (std::size_t i = 0; i < askable.size(); ++i)
      person.says(askable[i].c_str(), form.yes(i) ? Presence::present : Presence::absent);
    const auto begin = std::chrono::steady_clock::now();
    const Differential ranked = person.differential();
    // A second or less; sanitizers and a busy machine take a multiple of it, the fault took hundreds.
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
    EXPECT_LE(ranked.widest_frontier, 20U);
    EXPECT_EQ(ranked.exact, ranked.error_bound == 0);
    EXPECT_LE(ranked.error_bound, form.bound);
    EXPECT_GE(ranked.ranked.size(), 5U);
    for (std::size_t c = 0; c < ranked.probability.size(); ++c) {
      EXPECT_TRUE(ranked.probability[c] >= 0 && ranked.probability[c] <= 1);
      EXPECT_GE(ranked.at_most(ConditionId(c)), ranked.probability[c]);
    }
    EXPECT_GT(ranked.weighed, 20U);
    EXPECT_LE(ranked.weighed, ranked.statements);
    for (const RankedCondition& one : ranked.ranked) EXPECT_EQ(one.not_weighed, ranked.statements - ranked.weighed);
  }
}

TEST(Differential, an_ordinary_form_is_exact_and_every_statement_weighed) {
  const Differential ranked =
      Person().age(45).yes("low_back_pain").yes("radiating_leg_pain").yes("foot_drop").no("fever").differential();
  EXPECT_TRUE(ranked.exact);
  EXPECT_EQ(ranked.weighed, ranked.statements);
  for (const RankedCondition& one : ranked.ranked) EXPECT_EQ(ranked.at_most(one.condition), one.probability);
}

TEST(Differential, leaving_out_the_reasons_changes_no_probability) {
  Case person;
  for (const char* name : {"low_back_pain", "foot_drop", "fever"}) {
    Statement statement;
    statement.finding = facts().finding(name).value();
    statement.present = Presence::present;
    person.statements.push_back(statement);
  }
  const auto findings = gather_findings(person, facts());
  ASSERT_TRUE(findings);
  const Differential with = rank_conditions(*findings, facts());
  const Differential without = rank_without_reasons(*findings, facts());
  EXPECT_EQ(with.probability, without.probability);
  ASSERT_EQ(with.ranked.size(), without.ranked.size());
  for (std::size_t i = 0; i < with.ranked.size(); ++i) {
    EXPECT_EQ(with.ranked[i].condition, without.ranked[i].condition);
    EXPECT_TRUE(without.ranked[i].speaks_for.empty() && without.ranked[i].missing.empty());
  }
}

TEST(Differential, without_a_complaint_nothing_is_assumed) {
  const Differential nothing = Person().age(45).differential();
  EXPECT_FALSE(nothing.complaint);
  for (const double share : nothing.mechanism) EXPECT_EQ(share, 0);
}

}  // namespace
}  // namespace lumbar
