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
  const PersonalNetwork personal =
      network_for(findings->statements, prior_chances(*findings, knowledge), model, knowledge);
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
