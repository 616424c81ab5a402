// SPDX-License-Identifier: Apache-2.0
#include "bench/inference_networks.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "lumbar/clinic/differential/network.h"
#include "lumbar/clinic/findings/findings.h"

namespace lumbar::bench {
namespace {

Statement said(FindingId finding, bool yes) {
  Statement statement;
  statement.finding = finding;
  statement.present = yes ? Presence::present : Presence::absent;
  return statement;
}

Statement number(FindingId finding, double value) {
  Statement statement;
  statement.finding = finding;
  statement.number.bare = value;
  return statement;
}

// The questions that the differential asks of its network.
bayes::Query query_of(const PersonalNetwork& personal, const Knowledge& knowledge) {
  bayes::Query query;
  query.any_of.emplace_back();
  for (std::size_t i = 0; i < personal.ranked.size(); ++i) {
    const Condition& condition = knowledge[personal.ranked[i]];
    query.class_of_cause.push_back(static_cast<std::uint8_t>(condition.mechanism));
    if (condition.urgency_default == Urgency::emergency_now)
      query.any_of.front().push_back(static_cast<std::uint16_t>(i));
  }
  return query;
}

const bayes::Group* group_of(const PersonalNetwork& personal, FindingId manifestation) {
  for (std::size_t i = 0; i < personal.manifestation.size(); ++i)
    if (personal.manifestation[i] == manifestation) return &personal.network.groups[i];
  return nullptr;
}

bool same(const bayes::Group& one, const bayes::Group& other) {
  return one.ceiling == other.ceiling && std::equal(one.links.begin(), one.links.end(), other.links.begin(),
                                                    other.links.end(), [](const bayes::Link& a, const bayes::Link& b) {
                                                      return a.cause == b.cause && a.explains == b.explains;
                                                    });
}

// What an answer makes of the network, as the difference of two networks.
bayes::Answer answer_between(const PersonalNetwork& before, const PersonalNetwork& after) {
  bayes::Answer answer;
  for (std::size_t cause = 0; cause < before.network.odds.size(); ++cause) {
    if (after.network.odds[cause] != before.network.odds[cause])
      answer.factors.push_back(
          {static_cast<std::uint16_t>(cause), after.network.odds[cause] / before.network.odds[cause]});
  }
  std::set<FindingId> manifestations(before.manifestation.begin(), before.manifestation.end());
  manifestations.insert(after.manifestation.begin(), after.manifestation.end());
  for (const FindingId one : manifestations) {
    const bayes::Group* const old_group = group_of(before, one);
    const bayes::Group* const new_group = group_of(after, one);
    if (old_group != nullptr && new_group != nullptr && same(*old_group, *new_group)) continue;
    bayes::SharedChange change;
    if (old_group != nullptr) change.replaces = static_cast<std::size_t>(old_group - before.network.groups.data());
    if (new_group != nullptr) change.group = *new_group;
    answer.shared.push_back(std::move(change));
  }
  return answer;
}

// Every finding that nobody has spoken of yet and that would change the network.
std::vector<bayes::Question> open_questions(const Findings& findings, const std::vector<double>& priors,
                                            const SettingModel& model, const PersonalNetwork& personal,
                                            const Knowledge& knowledge) {
  std::vector<bayes::Question> questions;
  for (std::size_t i = 0; i < knowledge.findings().size(); ++i) {
    const FindingId finding(i);
    const auto& info = knowledge.language().variables[i];
    if (info.type != logic::Type::boolean || !info.askable || findings[finding] != Presence::unknown) continue;
    const auto with = [&](bool yes) {
      std::vector<Statement> told = findings.statements;
      told.push_back(said(finding, yes));
      std::sort(told.begin(), told.end(), [](const Statement& a, const Statement& b) { return a.finding < b.finding; });
      return answer_between(personal, network_for(told, priors, model, knowledge));
    };
    bayes::Question question;
    question.yes_if_unexplained = knowledge.leak(finding, findings.setting).value_or(0.1);
    question.yes = with(true);
    question.no = with(false);
    const auto says_something = [](const bayes::Answer& one) { return !one.factors.empty() || !one.shared.empty(); };
    if (says_something(question.yes) || says_something(question.no)) questions.push_back(std::move(question));
  }
  return questions;
}

}  // namespace

std::uint64_t Draw::next() {
  state_ += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

Measured person(const Knowledge& knowledge, std::uint64_t seed, std::size_t positives, bool safety_net_no) {
  Draw draw(seed);
  std::set<FindingId> used;
  Case told;
  told.setting = Setting::primary_care;
  told.lenient = true;
  told.statements.push_back(number(*knowledge.finding("age_years"), 54));
  if (safety_net_no) {
    for (const SafetyItem& item : knowledge.safety_net()) {
      for (const FindingId finding : item.findings) {
        const auto& info = knowledge.language().variables[finding.row()];
        if (info.type != logic::Type::boolean || !used.insert(finding).second) continue;
        told.statements.push_back(said(finding, false));
      }
    }
  }
  std::vector<FindingId> pool;
  for (std::size_t i = 0; i < knowledge.findings().size(); ++i) {
    const FindingId finding(i);
    const auto& info = knowledge.language().variables[i];
    const bool has_row = std::any_of(knowledge.evidence().begin(), knowledge.evidence().end(),
                                     [&](const Evidence& row) { return row.finding == finding; });
    if (info.type == logic::Type::boolean && info.askable && has_row && !used.contains(finding) &&
        knowledge[finding].asked_of == AskedOf::patient)
      pool.push_back(finding);
  }
  for (std::size_t at = pool.size(); at > 1; --at) std::swap(pool[at - 1], pool[draw.below(at)]);
  for (std::size_t i = 0; i < pool.size() && i < positives + positives / 2; ++i)
    told.statements.push_back(said(pool[i], i < positives));
  std::sort(told.statements.begin(), told.statements.end(),
            [](const Statement& a, const Statement& b) { return a.finding < b.finding; });

  Measured measured;
  const auto findings = gather_findings(told, knowledge);
  if (!findings) return measured;  // what was drawn contradicts itself
  const SettingModel model(knowledge, findings->setting);
  const std::vector<double> priors = prior_chances(*findings, knowledge);
  const PersonalNetwork personal = network_for(findings->statements, priors, model, knowledge);
  measured.name = safety_net_no ? "safety_net_no_and_" + std::to_string(positives) + "_positive"
                                : std::to_string(positives) + "_positive";
  measured.network = personal.network;
  measured.query = query_of(personal, knowledge);
  bayes::Query narrow = measured.query;
  narrow.work_limit = 1e9;
  bayes::Workspace workspace;
  if (!bayes::valid(measured.network) || std::isinf(bayes::work(measured.network, narrow, workspace))) {
    measured.name.clear();
    return measured;
  }
  measured.bits = bayes::infer(measured.network, bayes::Query{.any_of = {}}).widest_frontier;
  measured.ask = [=, &knowledge] { return open_questions(*findings, priors, model, personal, knowledge); };
  return measured;
}

Measured person_with_bits(const Knowledge& knowledge, std::size_t bits) {
  for (std::size_t positives = 3; positives < 60; ++positives) {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      Measured one = person(knowledge, seed, positives, false);
      if (one.name.empty() || one.bits != bits) continue;
      one.name = "facts_" + std::to_string(bits) + "_bits_" + one.name;
      return one;
    }
  }
  return {};
}

Measured random_network(std::uint64_t seed, std::size_t conditions, std::size_t findings, double links,
                        std::size_t positive, std::size_t negative) {
  Draw draw(seed);
  Measured measured;
  measured.name = "random_" + std::to_string(conditions) + "x" + std::to_string(findings) + "_" +
                  std::to_string(positive) + "_positive";
  measured.query.any_of.emplace_back();
  for (std::size_t cause = 0; cause < conditions; ++cause) {
    measured.network.odds.push_back(std::exp(std::log(1e-4) + draw.unit() * std::log(1e3)));
    measured.query.class_of_cause.push_back(static_cast<std::uint8_t>(draw.below(4)));
    if (draw.unit() < 0.3) measured.query.any_of.front().push_back(static_cast<std::uint16_t>(cause));
  }
  for (std::size_t finding = 0; finding < findings; ++finding) {
    const double leak = 0.01 + 0.2 * draw.unit();
    bayes::Group group;
    group.ceiling = 1 / leak;
    for (std::size_t cause = 0; cause < conditions; ++cause) {
      if (draw.unit() >= links) continue;
      group.links.push_back({static_cast<std::uint16_t>(cause), 0.05 + 0.9 * draw.unit()});
    }
    if (finding < positive) {
      measured.network.groups.push_back(group);
    } else if (finding < positive + negative) {
      for (const bayes::Link& link : group.links) measured.network.odds[link.cause] *= 1 - link.explains;
    }
  }
  measured.bits = bayes::infer(measured.network, bayes::Query{.any_of = {}}).widest_frontier;
  return measured;
}

}  // namespace lumbar::bench
