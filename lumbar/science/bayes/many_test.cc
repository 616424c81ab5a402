// SPDX-License-Identifier: Apache-2.0
// Many networks at once against one network at a time.
#include "lumbar/science/bayes/many.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>

#include "lumbar/science/bayes/bayes.h"
#include "lumbar/science/bayes/kernels.h"
#include "lumbar/science/bayes/random_networks.h"

namespace lumbar::bayes {
namespace {

double logit(double chance) { return std::log(chance / (1 - chance)); }
double from_logit(double logit) { return 1 / (1 + std::exp(-logit)); }

// About normal: enough for spreads.
double normal(Dice& dice) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += dice.unit();
  return sum;
}

Network spread(Dice& dice, const Network& network, double width) {
  Network sample = network;
  for (double& odds : sample.odds) odds *= std::exp(width * normal(dice));
  for (Group& group : sample.groups) {
    group.ceiling *= std::exp(width * normal(dice));
    for (Link& link : group.links)
      if (link.explains < 1) link.explains = from_logit(logit(link.explains) + width * normal(dice));
  }
  return sample;
}

Samples in_rows(const std::vector<Network>& networks) {
  Samples samples;
  samples.count = networks.size();
  const Network& shape = networks.front();
  for (std::size_t cause = 0; cause < shape.odds.size(); ++cause)
    for (const Network& one : networks) samples.odds.push_back(one.odds[cause]);
  for (std::size_t group = 0; group < shape.groups.size(); ++group) {
    for (const Network& one : networks) samples.ceiling.push_back(one.groups[group].ceiling);
    for (std::size_t link = 0; link < shape.groups[group].links.size(); ++link)
      for (const Network& one : networks) samples.explains.push_back(one.groups[group].links[link].explains);
  }
  return samples;
}

double difference(const ManyPosteriors& many, std::size_t sample, const Posterior& one) {
  double worst = 0;
  const auto compare = [&](const std::vector<double>& list, const std::vector<double>& expected) {
    EXPECT_EQ(list.size(), expected.size() * many.count);
    for (std::size_t at = 0; at < expected.size(); ++at) {
      const double off = std::abs(list[at * many.count + sample] - expected[at]);
      worst = off <= worst ? worst : off;  // keeps NaN
    }
  };
  compare(many.cause, one.cause);
  compare(many.only, one.only);
  compare(many.any_of, one.any_of);
  return worst;
}

bool same(const std::vector<double>& left, const std::vector<double>& right) {
  return left.size() == right.size() &&
         (left.empty() || std::memcmp(left.data(), right.data(), left.size() * sizeof(double)) == 0);
}

bool same_bits(const ManyPosteriors& left, const ManyPosteriors& right) {
  return same(left.cause, right.cause) && same(left.only, right.only) && same(left.any_of, right.any_of) &&
         same(left.log_evidence, right.log_evidence);
}

TEST(ManyNetworks, each_sample_gets_what_it_would_get_alone) {
  Dice dice(51);
  ManyWorkspace workspace;
  ManyPosteriors many;
  double worst = 0;
  for (int round = 0; round < 200; ++round) {
    const std::size_t causes = 1 + dice.below(50);
    const Network network = draw(dice, causes, dice.below(10), {.links = dice.between(0.05, 0.4), .ceiling_low = 0.5});
    const Query query = draw_query(dice, causes);
    std::vector<Network> networks;
    for (std::size_t i = 0; i < 1 + dice.below(11); ++i) networks.push_back(spread(dice, network, 0.5));
    ASSERT_TRUE(infer_many(network, query, in_rows(networks), workspace, many));
    ASSERT_EQ(many.refused, 0u);
    for (std::size_t sample = 0; sample < networks.size(); ++sample) {
      const Posterior one = infer(networks[sample], query);
      const double off = difference(many, sample, one);
      ASSERT_LE(off, 1e-12) << words(networks[sample]);
      ASSERT_NEAR(many.log_evidence[sample], one.log_evidence, 1e-11);
      worst = std::max(worst, off);
    }
  }
  std::printf("samples together against one by one: within %.1e\n", worst);
}

TEST(ManyNetworks, every_kind_of_processor_gives_the_same_bits) {
  Dice dice(52);
  for (int round = 0; round < 60; ++round) {
    const std::size_t causes = 1 + dice.below(40);
    const Network network = draw(dice, causes, 1 + dice.below(9), {.links = dice.between(0.05, 0.4)});
    const Query query = draw_query(dice, causes);
    std::vector<Network> networks;
    for (std::size_t i = 0; i < 11; ++i) networks.push_back(spread(dice, network, 0.3));
    const Samples samples = in_rows(networks);
    const std::vector<Chance> asked = {{Chance::Of::cause, 0}, {Chance::Of::any_of, 1}, {Chance::Of::only, 0}};
    std::vector<Question> questions(5);
    for (Question& question : questions) {
      question.yes.factors = {{0, 0.5}};
      question.yes.shared = {{.group = {4, {{0, 0.3}}}}, {.replaces = 0, .group = {3, {{0, 0.2}}}}};
      question.no.factors = {{0, dice.between(0.1, 1)}};
    }
    ManyPosteriors first;
    Slopes first_slopes;
    Outlook first_outlook;
    for (const Kernels* kernels : runnable_kernels()) {
      if (kernels == nullptr) continue;
      ManyWorkspace workspace(*kernels);
      ManyPosteriors many;
      Slopes slopes;
      Outlook outlook;
      ASSERT_TRUE(infer_many(network, query, samples, workspace, many));
      ASSERT_TRUE(find_slopes(network, query, asked, workspace, slopes));
      ASSERT_TRUE(look_ahead(network, query, questions, workspace, outlook));
      if (kernels == scalar_kernels()) {
        first = many;
        first_slopes = slopes;
        first_outlook = outlook;
      }
      ASSERT_TRUE(same_bits(many, first)) << kernels->name;
      ASSERT_TRUE(same(slopes.chance, first_slopes.chance) && same(slopes.log_odds, first_slopes.log_odds) &&
                  same(slopes.log_ceiling, first_slopes.log_ceiling) &&
                  same(slopes.logit_explains, first_slopes.logit_explains))
          << kernels->name;
      ASSERT_TRUE(same(outlook.chance_of_yes, first_outlook.chance_of_yes) &&
                  same_bits(outlook.after_yes, first_outlook.after_yes) &&
                  same_bits(outlook.after_no, first_outlook.after_no))
          << kernels->name;
    }
  }
}

TEST(ManyNetworks, a_sample_that_is_no_network_is_refused_and_leaves_the_others_alone) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Network network{{1, 2}, {{3, {{0, 0.5}, {1, 0.5}}}}};
  const Query query{.class_of_cause = {0, 1}, .any_of = {{0, 1}}};
  Samples samples = in_rows({network, network, network, network, network});
  samples.odds[1] = nan;
  samples.ceiling[2] = 0;
  samples.explains[3] = 1.5;
  ManyWorkspace workspace;
  ManyPosteriors many;
  ASSERT_TRUE(infer_many(network, query, samples, workspace, many));
  EXPECT_EQ(many.refused, 3u);
  for (const std::size_t sample : {1U, 2U, 3U}) {
    EXPECT_TRUE(std::isnan(many.cause[sample]) && std::isnan(many.only[sample]) && std::isnan(many.any_of[sample]));
    EXPECT_TRUE(std::isnan(many.log_evidence[sample]));
  }
  for (const std::size_t sample : {0U, 4U}) EXPECT_LE(difference(many, sample, infer(network, query)), 1e-15);
  samples.odds.pop_back();
  EXPECT_FALSE(infer_many(network, query, samples, workspace, many));
}

TEST(ManyNetworks, refuses_what_is_too_wide) {
  Dice dice(53);
  const Network network = draw(dice, 30, 8, {.links = 0.9});
  Query query;
  query.frontier_limit = 5;
  ManyWorkspace workspace;
  ManyPosteriors many;
  EXPECT_FALSE(infer_many(network, query, in_rows({network}), workspace, many));
  Slopes slopes;
  EXPECT_FALSE(find_slopes(network, query, {{Chance::Of::cause, 0}}, workspace, slopes));
  query.frontier_limit = 8;
  EXPECT_TRUE(find_slopes(network, query, {{Chance::Of::cause, 0}}, workspace, slopes));
  EXPECT_FALSE(find_slopes(network, query, {{Chance::Of::cause, 30}}, workspace, slopes));
  EXPECT_FALSE(find_slopes(network, query, {{Chance::Of::any_of, 0}}, workspace, slopes));
  // Wider than any table; and back to a narrow one.
  const Network wide = draw(dice, 100, 90, {.links = 0.5, .ceiling_low = 1, .ceiling_high = 2});
  Outlook outlook;
  EXPECT_FALSE(look_ahead(wide, Query{}, {Question{}}, workspace, outlook));
  EXPECT_FALSE(infer_many(wide, Query{}, in_rows({wide}), workspace, many));
  ASSERT_TRUE(infer_many(network, query, in_rows({network}), workspace, many));
  EXPECT_LE(difference(many, 0, infer(network, query)), 1e-14);
}

double chance_in(const Posterior& posterior, const Chance& chance) {
  switch (chance.of) {
    case Chance::Of::cause: return posterior.cause[chance.which];
    case Chance::Of::only: return posterior.only[chance.which];
    case Chance::Of::any_of: return posterior.any_of[chance.which];
  }
  return 0;
}

std::vector<Chance> some_chances(Dice& dice, const Query& query, const Posterior& posterior) {
  std::vector<Chance> asked;
  for (int i = 0; i < 4; ++i) asked.push_back({Chance::Of::cause, dice.below(posterior.cause.size())});
  for (std::size_t which = 0; which < posterior.only.size(); ++which) asked.push_back({Chance::Of::only, which});
  for (std::size_t which = 0; which < query.any_of.size(); ++which) asked.push_back({Chance::Of::any_of, which});
  return asked;
}

TEST(Slopes, agree_with_small_steps_of_every_number) {
  Dice dice(54);
  ManyWorkspace workspace;
  Workspace alone;
  Slopes slopes;
  double worst = 0;
  for (int round = 0; round < 40; ++round) {
    const std::size_t causes = 2 + dice.below(20);
    const Network network = draw(dice, causes, 1 + dice.below(7), {.links = dice.between(0.05, 0.5)});
    const Query query = draw_query(dice, causes);
    const Posterior posterior = infer(network, query);
    const std::vector<Chance> asked = some_chances(dice, query, posterior);
    ASSERT_TRUE(find_slopes(network, query, asked, workspace, slopes));
    for (std::size_t one = 0; one < asked.size(); ++one)
      ASSERT_NEAR(slopes.chance[one], chance_in(posterior, asked[one]), 1e-13);
    constexpr double step = 1e-4;
    const auto check = [&](const Network& up, const Network& down, const std::vector<double>& list, std::size_t width,
                           std::size_t number) {
      Posterior above;
      Posterior below;
      infer(up, query, alone, above);
      infer(down, query, alone, below);
      for (std::size_t one = 0; one < asked.size(); ++one) {
        const double expected = (chance_in(above, asked[one]) - chance_in(below, asked[one])) / (2 * step);
        const double off = std::abs(list[one * width + number] - expected);
        ASSERT_LE(off, 1e-8) << words(network);
        worst = std::max(worst, off);
      }
    };
    for (std::size_t cause = 0; cause < causes; ++cause) {
      Network up = network;
      Network down = network;
      up.odds[cause] *= std::exp(step);
      down.odds[cause] *= std::exp(-step);
      check(up, down, slopes.log_odds, causes, cause);
    }
    std::size_t links = 0;
    for (const Group& group : network.groups) links += group.links.size();
    std::size_t next = 0;
    for (std::size_t group = 0; group < network.groups.size(); ++group) {
      Network up = network;
      Network down = network;
      up.groups[group].ceiling *= std::exp(step);
      down.groups[group].ceiling *= std::exp(-step);
      check(up, down, slopes.log_ceiling, network.groups.size(), group);
      for (std::size_t link = 0; link < network.groups[group].links.size(); ++link, ++next) {
        const double explains = network.groups[group].links[link].explains;
        up = down = network;
        if (explains < 1) {
          up.groups[group].links[link].explains = from_logit(logit(explains) + step);
          down.groups[group].links[link].explains = from_logit(logit(explains) - step);
        }
        check(up, down, slopes.logit_explains, links, next);
      }
    }
  }
  std::printf("slopes against small steps: within %.1e\n", worst);
}

// What the slopes are for: with little doubt in every number, the spread of each chance follows from them.
TEST(Slopes, foretell_the_spread_of_samples) {
  Dice dice(55);
  ManyWorkspace workspace;
  Slopes slopes;
  constexpr double width = 0.05;
  double worst = 0;
  for (int round = 0; round < 12; ++round) {
    const std::size_t causes = 20 + dice.below(40);
    const Network network = draw(dice, causes, 3 + dice.below(5), {.links = 0.15, .odds_high = 0.5});
    const Query query = draw_query(dice, causes);
    const Posterior posterior = infer(network, query);
    const auto leading = static_cast<std::size_t>(std::max_element(posterior.cause.begin(), posterior.cause.end()) -
                                                  posterior.cause.begin());
    const std::vector<Chance> asked = {{Chance::Of::cause, leading}, {Chance::Of::any_of, 0}, {Chance::Of::only, 1}};
    ASSERT_TRUE(find_slopes(network, query, asked, workspace, slopes));
    std::vector<Network> networks;
    for (int i = 0; i < 4000; ++i) networks.push_back(spread(dice, network, width));
    ManyPosteriors many;
    ASSERT_TRUE(infer_many(network, query, in_rows(networks), workspace, many));
    for (std::size_t one = 0; one < asked.size(); ++one) {
      double foretold = 0;
      for (std::size_t i = 0; i < causes; ++i) foretold += std::pow(slopes.log_odds[one * causes + i], 2);
      const std::size_t groups = network.groups.size();
      for (std::size_t i = 0; i < groups; ++i) foretold += std::pow(slopes.log_ceiling[one * groups + i], 2);
      const std::size_t links = slopes.logit_explains.size() / asked.size();
      for (std::size_t i = 0; i < links; ++i) foretold += std::pow(slopes.logit_explains[one * links + i], 2);
      foretold = width * std::sqrt(foretold);
      const std::vector<double>& list = one == 0 ? many.cause : one == 1 ? many.any_of : many.only;
      const std::size_t first = asked[one].which * many.count;
      double mean = 0;
      double square = 0;
      for (std::size_t i = 0; i < many.count; ++i) mean += list[first + i] / static_cast<double>(many.count);
      for (std::size_t i = 0; i < many.count; ++i)
        square += (list[first + i] - mean) * (list[first + i] - mean) / static_cast<double>(many.count - 1);
      if (foretold < 1e-12) continue;
      // 4,000 draws tell a spread within about 1.1 %; five times that, and what is not straight about the chances.
      EXPECT_NEAR(std::sqrt(square) / foretold, 1, 0.07) << words(network);
      worst = std::max(worst, std::abs(std::sqrt(square) / foretold - 1));
    }
  }
  std::printf("slopes against 4,000 samples: spreads within %.1f %%\n", 100 * worst);
}

Network with_answer(const Network& network, const Answer& answer) {
  Network more = network;
  for (const Factor& one : answer.factors) more.odds[one.cause] *= one.factor;
  for (const SharedChange& change : answer.shared) {
    if (change.replaces != SharedChange::no_group) {
      more.groups[change.replaces] = change.group;
    } else {
      more.groups.push_back(change.group);
    }
  }
  return more;
}

Answer draw_answer(Dice& dice, const Network& network) {
  Answer answer;
  for (std::size_t cause = 0; cause < network.odds.size(); ++cause)
    if (dice.unit() < 0.2) answer.factors.push_back({static_cast<std::uint16_t>(cause), dice.log_between(0.05, 2)});
  const std::size_t count = dice.below(4);
  for (std::size_t i = 0; i < count; ++i) {
    SharedChange change;
    if (dice.unit() < 0.5 && i < network.groups.size()) change.replaces = i;
    change.group.ceiling = dice.log_between(0.1, 90);
    for (std::size_t cause = 0; cause < network.odds.size(); ++cause) {
      const double explains = dice.unit() < 0.1 ? 1 : dice.between(0.01, 1);
      if (dice.unit() < 0.2) change.group.links.push_back({static_cast<std::uint16_t>(cause), explains});
    }
    answer.shared.push_back(change);
  }
  return answer;
}

TEST(LookAhead, tells_what_the_answers_would_make_of_the_network) {
  Dice dice(56);
  ManyWorkspace workspace;
  Outlook outlook;
  double worst = 0;
  for (int round = 0; round < 60; ++round) {
    const std::size_t causes = 2 + dice.below(30);
    const Network network = draw(dice, causes, dice.below(8), {.links = 0.2});
    const Query query = draw_query(dice, causes);
    std::vector<Question> questions(7);
    for (Question& question : questions)
      question = {dice.between(0.01, 0.99), draw_answer(dice, network), draw_answer(dice, network)};
    ASSERT_TRUE(look_ahead(network, query, questions, workspace, outlook));
    for (std::size_t which = 0; which < questions.size(); ++which) {
      const Posterior yes = infer(with_answer(network, questions[which].yes), query);
      const Posterior no = infer(with_answer(network, questions[which].no), query);
      const double off = std::max(difference(outlook.after_yes, which, yes), difference(outlook.after_no, which, no));
      ASSERT_LE(off, 1e-9) << words(network);
      worst = std::max(worst, off);
      ASSERT_NEAR(outlook.after_yes.log_evidence[which], yes.log_evidence, 1e-8);
      ASSERT_NEAR(outlook.after_no.log_evidence[which], no.log_evidence, 1e-8);
      const double background = questions[which].yes_if_unexplained;
      const double odds = background / (1 - background) * std::exp(yes.log_evidence - no.log_evidence);
      ASSERT_NEAR(outlook.chance_of_yes[which], odds / (1 + odds), 1e-8);
    }
  }
  std::printf("answers looked at together against one by one: within %.1e\n", worst);
}

TEST(LookAhead, an_answer_out_of_range_is_refused) {
  const Network network{{1, 2}, {{3, {{0, 0.5}, {1, 0.5}}}}};
  std::vector<Question> questions(4);
  questions[0].yes.factors = {{0, std::numeric_limits<double>::quiet_NaN()}};
  questions[1].no.shared = {{.group = {1e9, {{0, 0.5}}}}};
  questions[2].yes.shared = {{.replaces = 1, .group = {}}};
  questions[3].yes.shared = {{.group = {2, {{1, 0.5}}}}};
  ManyWorkspace workspace;
  Outlook outlook;
  ASSERT_TRUE(look_ahead(network, Query{}, questions, workspace, outlook));
  EXPECT_EQ(outlook.after_yes.refused, 2u);
  EXPECT_EQ(outlook.after_no.refused, 1u);
  for (const std::size_t which : {0U, 1U, 2U}) EXPECT_TRUE(std::isnan(outlook.chance_of_yes[which]));
  EXPECT_TRUE(std::isnan(outlook.after_yes.cause[0]));
  EXPECT_TRUE(std::isnan(outlook.after_no.cause[1]));
  EXPECT_GT(outlook.chance_of_yes[3], 0);
  EXPECT_EQ(outlook.after_no.cause[3], infer(network, Query{}).cause[0]);
}

}  // namespace
}  // namespace lumbar::bayes
