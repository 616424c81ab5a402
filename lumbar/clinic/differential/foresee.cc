// SPDX-License-Identifier: Apache-2.0
// What an answer that nobody has given yet would tell: every candidate roughly, the most telling exactly.
//
// Roughly: each condition by itself, as if it were the only one. Exactly: the network with the answer in it, all
// candidates in one pass (bayes::look_ahead). Rows on findings that would follow from the answer are left to the answer
// itself: they are weighed when it is there.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "lumbar/base/logarithm.h"
#include "lumbar/clinic/differential/contests.h"
#include "lumbar/clinic/differential/differential.h"
#include "lumbar/clinic/differential/network.h"

namespace lumbar {
namespace {

constexpr double most_together = 2e6;   // table cells, about a nanosecond each: what all questions together may cost
constexpr std::size_t most_groups = 9;  // manifestations that are weighed together; the rest, for each condition apart
constexpr std::size_t most_contenders = 12;  // that could come to lead: the likeliest
constexpr double surest = 0.98;              // no finding is surer than this, whatever the ratios multiply to
constexpr double bits_a_nat = 1.4426950408889634;

double clamped(double chance) { return std::clamp(chance, 1e-12, 1 - 1e-12); }

double log_odds(double chance) { return natural_log(clamped(chance) / (1 - clamped(chance))); }

// How many bits it takes to get from `before` to `after`, for a yes or no: never negative.
double divergence(double after, double before) {
  const double a = clamped(after);
  const double b = clamped(before);
  return bits_a_nat * (a * natural_log(a / b) + (1 - a) * natural_log((1 - a) / (1 - b)));
}

struct Row {
  ConditionId condition;
  const Ratios* ratios = nullptr;
};

// What the rows of one condition and manifestation come to, discounted as network_for does.
double together(std::vector<double>& logs, double discount) {
  double sum = 0;
  for (const double sign : {1.0, -1.0}) {
    std::vector<double> same;
    for (const double one : logs) {
      if (sign * one > 0) same.push_back(sign * one);
    }
    std::sort(same.begin(), same.end(), [](double a, double b) { return a > b; });
    double share = 1;
    for (const double one : same) {
      sum += sign * share * one;
      share *= discount;
    }
  }
  return sum;
}

class Foreseeing {
 public:
  Foreseeing(const Findings& findings, const Differential& differential, const SettingModel& model,
             const Knowledge& knowledge, const std::vector<ConditionId>& dangers)
      : findings_(findings),
        differential_(differential),
        model_(model),
        knowledge_(knowledge),
        priors_(prior_chances(findings, knowledge)),
        personal_(network_for(findings.statements, priors_, model, knowledge)),
        rows_of_(knowledge.findings().size()),
        cause_of_(knowledge.conditions().size(), no_cause) {
    for (std::size_t c = 0; c < knowledge.conditions().size(); ++c) {
      if (priors_[c] <= 0 || knowledge.conditions()[c].background) continue;
      for (const Ratios& row : model.rows_of(ConditionId(c)))
        rows_of_[knowledge[row.row].finding.row()].push_back({ConditionId(c), &row});
    }
    for (std::size_t i = 0; i < personal_.ranked.size(); ++i) cause_of_[personal_.ranked[i].row()] = i;
    for (const SpokenRow& one : personal_.spoken)
      spoken_.push_back({one.condition, one.manifestation, log_ratio(one.condition, one.row, one.seen)});
    std::sort(spoken_.begin(), spoken_.end(), [](const Spoken& a, const Spoken& b) {
      return std::pair(a.manifestation, a.condition) < std::pair(b.manifestation, b.condition);
    });
    watched_ = personal_.ranked;
    std::stable_sort(watched_.begin(), watched_.end(), [&](ConditionId a, ConditionId b) {
      return differential.probability[a.row()] > differential.probability[b.row()];
    });
    if (watched_.size() > most_contenders) watched_.resize(most_contenders);
    contenders_ = watched_.size();
    for (const ConditionId danger : dangers) {
      if (cause_of_[danger.row()] != no_cause && knowledge[danger].danger_probability) watched_.push_back(danger);
    }
    place_.resize(knowledge.conditions().size());
    for (std::size_t i = 0; i < watched_.size(); ++i) place_[watched_[i].row()].push_back(i);
  }

  Foreseen roughly(FindingId finding) const;
  /// By how much either answer moves the log odds of those who are watched, each by itself.
  Mover mover(const Foreseen& told) const;
  /// `movers` go with `told`, and become exact where that does.
  void exactly(std::vector<Foreseen>& told, std::vector<Mover>& movers);
  /// What the movers decide of who leads, and of the dangers.
  void tell_turns(const std::vector<Mover>& movers, std::vector<Foreseen>& told) const;

 private:
  static constexpr std::size_t no_cause = ~std::size_t{0};
  struct Spoken {
    ConditionId condition;
    FindingId manifestation;
    double log_ratio;
  };

  double log_ratio(ConditionId condition, EvidenceId id, Presence seen) const {
    for (const Ratios& row : model_.rows_of(condition)) {
      if (row.row == id) return natural_log(seen == Presence::present ? row.if_present : row.if_absent);
    }
    return 0;
  }

  // The logarithms that one condition's rows on one manifestation have said so far.
  std::vector<double> said(ConditionId condition, FindingId manifestation) const {
    std::vector<double> logs;
    const auto key = std::pair(manifestation, condition);
    for (auto one =
             std::lower_bound(spoken_.begin(), spoken_.end(), key,
                              [](const Spoken&a, const auto&b) { return std::pair(a.manifestation, a.condition) < b; });
         one != spoken_.end() && std::pair(one->manifestation, one->condition) == key; ++one)
      logs.push_back(one->log_ratio);
    return logs;
  }

  // By how much the answer moves the logarithm of the odds of one condition alone.
  double moved(const Row& row, FindingId manifestation, bool yes) const {
    std::vector<double> logs = said(row.condition, manifestation);
    const double discount = knowledge_.parameter("dependence_discount");
    const double before = together(logs, discount);
    logs.push_back(natural_log(yes ? row.ratios->if_present : row.ratios->if_absent));
    return together(logs, discount) - before;
  }

  double leak(FindingId finding) const {
    return knowledge_.leak(finding, findings_.setting).value_or(knowledge_.parameter("interview_chance_unknown"));
  }

  bayes::Answer answer(FindingId finding, bool yes) const;
  std::vector<std::uint8_t> told_apart() const;

  const Findings& findings_;
  const Differential& differential_;
  const SettingModel& model_;
  const Knowledge& knowledge_;
  const std::vector<double> priors_;
  const PersonalNetwork personal_;
  std::vector<std::vector<Row>> rows_of_;        // by finding
  std::vector<std::size_t> cause_of_;            // by condition
  std::vector<Spoken> spoken_;                   // by manifestation, then condition
  std::vector<ConditionId> watched_;             // those who could lead, the likeliest first; then the dangers
  std::size_t contenders_ = 0;                   // how many could lead
  std::vector<std::vector<std::size_t>> place_;  // by condition: where it is watched
};

Foreseen Foreseeing::roughly(FindingId finding) const {
  Foreseen told;
  told.finding = finding;
  double factor = 1;
  double ceiling = 1;
  for (const Row& row : rows_of_[finding.row()]) ceiling = std::max(ceiling, row.ratios->if_present);
  double failed = 1;
  const FindingId manifestation = model_.manifestation(finding);
  for (const Row& row : rows_of_[finding.row()]) {
    const double p = differential_.probability[row.condition.row()];
    const double ratio = row.ratios->if_present;
    if (ratio > 1) failed *= 1 - p * (ratio - 1) / (ceiling - 1);
    if (ratio <= 1) factor *= 1 - p * (1 - ratio);
  }
  told.chance = std::min(surest, leak(finding) * factor * (ceiling - (ceiling - 1) * failed));
  const auto after = [](double p, double log_ratio) {
    const double odds = p / (1 - p) * exponential(log_ratio);
    return odds / (1 + odds);
  };
  for (const Row& row : rows_of_[finding.row()]) {
    const double p = clamped(differential_.probability[row.condition.row()]);
    const double yes = after(p, moved(row, manifestation, true));
    const double no = after(p, moved(row, manifestation, false));
    told.condition_bits += told.chance * divergence(yes, p) + (1 - told.chance) * divergence(no, p);
  }
  return told;
}

Mover Foreseeing::mover(const Foreseen& told) const {
  Mover made{told.chance, std::vector<double>(watched_.size(), 0), std::vector<double>(watched_.size(), 0)};
  const FindingId manifestation = model_.manifestation(told.finding);
  for (const Row& row : rows_of_[told.finding.row()]) {
    for (const std::size_t place : place_[row.condition.row()]) {
      made.if_yes[place] += moved(row, manifestation, true);
      made.if_no[place] += moved(row, manifestation, false);
    }
  }
  return made;
}

void Foreseeing::tell_turns(const std::vector<Mover>& movers, std::vector<Foreseen>& told) const {
  const auto now = [&](std::size_t place) { return log_odds(differential_.probability[watched_[place].row()]); };
  std::vector<double> leads, dangers;
  for (std::size_t rival = 1; rival < contenders_; ++rival) leads.push_back(now(0) - now(rival));
  std::vector<double> side;  // of each danger: above its threshold, or below
  for (std::size_t i = contenders_; i < watched_.size(); ++i) {
    const double above = now(i) - log_odds(*knowledge_[watched_[i]].danger_probability);
    side.push_back(above >= 0 ? 1 : -1);
    dangers.push_back(above * side.back());
  }
  std::vector<Mover> lead_movers, danger_movers;
  for (const Mover& one : movers) {
    Mover lead{one.chance, {}, {}}, danger{one.chance, {}, {}};
    for (std::size_t rival = 1; rival < contenders_; ++rival) {
      lead.if_yes.push_back(one.if_yes[0] - one.if_yes[rival]);
      lead.if_no.push_back(one.if_no[0] - one.if_no[rival]);
    }
    for (std::size_t i = 0; i < side.size(); ++i) {
      danger.if_yes.push_back(side[i] * one.if_yes[contenders_ + i]);
      danger.if_no.push_back(side[i] * one.if_no[contenders_ + i]);
    }
    lead_movers.push_back(std::move(lead));
    danger_movers.push_back(std::move(danger));
  }
  const std::vector<double> of_lead = decided(leads, lead_movers), of_danger = decided(dangers, danger_movers);
  for (std::size_t i = 0; i < told.size(); ++i) {
    told[i].lead = of_lead[i];
    told[i].danger = of_danger[i];
  }
}

// Those that tell least, beyond a few: what is left can be reckoned many times over.
std::vector<std::uint8_t> Foreseeing::told_apart() const {
  const std::vector<bayes::Group>& groups = personal_.network.groups;
  std::vector<std::uint8_t> apart(groups.size(), 0);
  std::vector<double> tells(groups.size(), 0);
  std::vector<std::size_t> order(groups.size());
  for (std::size_t g = 0; g < groups.size(); ++g) {
    order[g] = g;
    for (const bayes::Link& link : groups[g].links) {
      const double p = differential_.probability[personal_.ranked[link.cause].row()];
      tells[g] += p * natural_log(1 + link.explains * (groups[g].ceiling - 1));
    }
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return tells[a] > tells[b]; });
  for (std::size_t i = most_groups; i < order.size(); ++i) apart[order[i]] = 1;
  return apart;
}

bayes::Answer Foreseeing::answer(FindingId finding, bool yes) const {
  bayes::Answer made;
  const FindingId manifestation = model_.manifestation(finding);
  const double discount = knowledge_.parameter("dependence_discount");
  std::size_t place = bayes::SharedChange::no_group;
  for (std::size_t g = 0; g < personal_.manifestation.size(); ++g) {
    if (personal_.manifestation[g] == manifestation) place = g;
  }
  std::vector<double> ratio(personal_.network.odds.size(), 1);  // of each cause for what is shared
  if (place != bayes::SharedChange::no_group) {
    const bayes::Group& group = personal_.network.groups[place];
    for (const bayes::Link& link : group.links) ratio[link.cause] = 1 + link.explains * (group.ceiling - 1);
  }
  bool shared_changes = false;
  for (const Row& row : rows_of_[finding.row()]) {
    const std::size_t cause = cause_of_[row.condition.row()];
    if (cause == no_cause) continue;
    std::vector<double> logs = said(row.condition, manifestation);
    const double before = together(logs, discount);
    logs.push_back(natural_log(yes ? row.ratios->if_present : row.ratios->if_absent));
    const double after = together(logs, discount);
    if (after == before) continue;
    // What speaks against stands in the cause's own odds, what speaks for it in the group.
    const double own = std::min(0.0, after) - std::min(0.0, before);
    if (own != 0) made.factors.push_back({static_cast<std::uint16_t>(cause), exponential(own)});
    if (std::max(0.0, after) != std::max(0.0, before)) {
      ratio[cause] = exponential(std::max(0.0, after));
      shared_changes = true;
    }
  }
  if (!shared_changes) return made;
  bayes::SharedChange change;
  change.replaces = place;
  for (const double one : ratio) change.group.ceiling = std::max(change.group.ceiling, one);
  for (std::size_t cause = 0; cause < ratio.size(); ++cause) {
    if (ratio[cause] > 1)
      change.group.links.push_back(
          {static_cast<std::uint16_t>(cause), (ratio[cause] - 1) / (change.group.ceiling - 1)});
  }
  made.shared.push_back(std::move(change));
  return made;
}

void Foreseeing::exactly(std::vector<Foreseen>& told, std::vector<Mover>& movers) {
  bayes::Query query;
  query.at_least_one = findings_.any_symptom;
  for (const ConditionId condition : personal_.ranked)
    query.class_of_cause.push_back(static_cast<std::uint8_t>(knowledge_[condition].mechanism));
  bayes::Workspace workspace;
  bayes::Posterior now;
  const std::vector<std::uint8_t> apart = told_apart();
  const bool any_apart = std::find(apart.begin(), apart.end(), 1) != apart.end();
  // A group that is weighed apart cannot be changed as one: its findings stay with the rough figure.
  const bayes::Network network = any_apart ? bayes::taken_apart(personal_.network, apart) : personal_.network;
  if (!bayes::valid(network)) return;
  bayes::infer(network, query, workspace, now);
  if (!std::isfinite(now.log_evidence)) return;
  std::vector<bayes::Question> questions;
  std::vector<std::size_t> place;
  const double each = 4 * bayes::work(network, query, workspace);  // yes and no, each with and without what is shared
  const auto affordable = static_cast<std::size_t>(std::clamp(most_together / each, 0.0, 1e4));
  for (std::size_t i = 0; i < told.size() && questions.size() < affordable; ++i) {
    bayes::Question question;
    question.yes_if_unexplained = std::clamp(leak(told[i].finding), 1e-6, 1 - 1e-6);
    question.yes = answer(told[i].finding, true);
    question.no = answer(told[i].finding, false);
    const auto replaces = [](const bayes::Answer& one) {
      return std::any_of(one.shared.begin(), one.shared.end(), [](const bayes::SharedChange& change) {
        return change.replaces != bayes::SharedChange::no_group;
      });
    };
    if (any_apart && (replaces(question.yes) || replaces(question.no))) continue;
    questions.push_back(std::move(question));
    place.push_back(i);
  }
  bayes::ManyWorkspace many;
  bayes::Outlook outlook;
  if (questions.empty() || !bayes::look_ahead(network, query, questions, many, outlook)) return;
  const std::size_t count = questions.size();
  const auto mechanisms = [&](const std::vector<double>& only, std::size_t at, std::size_t step) {
    std::array<double, 4> shares{};
    double rest = 1;
    for (const Mechanism one : {Mechanism::muscular, Mechanism::neurological, Mechanism::non_spinal}) {
      const auto row = static_cast<std::size_t>(one);
      if (row * step + at >= only.size()) continue;
      shares[row] = only[row * step + at];
      rest -= shares[row];
    }
    shares[static_cast<std::size_t>(Mechanism::mixed)] = std::max(0.0, rest);
    return shares;
  };
  const std::array<double, 4> shares_now = mechanisms(now.only, 0, 1);
  const auto mechanism_divergence = [&](const std::array<double, 4>& after) {
    double bits = 0;
    for (std::size_t m = 0; m < after.size(); ++m)
      bits += bits_a_nat * clamped(after[m]) * natural_log(clamped(after[m]) / clamped(shares_now[m]));
    return std::max(0.0, bits);
  };
  const double likeliest = *std::max_element(now.cause.begin(), now.cause.end());
  for (std::size_t q = 0; q < count; ++q) {
    Foreseen& one = told[place[q]];
    const double yes = outlook.chance_of_yes[q];
    if (!std::isfinite(yes)) continue;
    one.exact = true;
    one.chance = yes;
    Mover& mover = movers[place[q]];
    mover.chance = yes;
    for (std::size_t i = 0; i < watched_.size(); ++i) {
      const std::size_t cause = cause_of_[watched_[i].row()];
      const double before = log_odds(now.cause[cause]);
      mover.if_yes[i] = log_odds(outlook.after_yes.cause[cause * count + q]) - before;
      mover.if_no[i] = log_odds(outlook.after_no.cause[cause * count + q]) - before;
    }
    one.condition_bits = 0;
    one.mechanism_bits = 0;
    for (const bool said_yes : {true, false}) {
      const bayes::ManyPosteriors& after = said_yes ? outlook.after_yes : outlook.after_no;
      const double weight = said_yes ? yes : 1 - yes;
      one.mechanism_bits += weight * mechanism_divergence(mechanisms(after.only, q, count));
      double most = 0;
      for (std::size_t c = 0; c < personal_.ranked.size(); ++c) {
        const double chance = after.cause[c * count + q];
        // What can never lead counts for less: it is the leading condition that a person wants to know.
        const double competes = std::min(1.0, std::max(now.cause[c], chance) / likeliest);
        one.condition_bits += competes * weight * divergence(chance, now.cause[c]);
        if (std::abs(chance - now.cause[c]) > most) {
          most = std::abs(chance - now.cause[c]);
          (said_yes ? one.most_if_yes : one.most_if_no) = personal_.ranked[c];
        }
      }
    }
  }
}

}  // namespace

std::vector<Foreseen> Ranker::foresee(const Findings& findings, const Differential& differential,
                                      const std::vector<FindingId>& candidates, std::size_t exactly,
                                      const std::vector<ConditionId>& dangers) const {
  std::vector<Foreseen> all;
  if (differential.probability.empty()) return all;
  Foreseeing foreseeing(findings, differential, *model_, *knowledge_, dangers);
  for (const FindingId finding : candidates) all.push_back(foreseeing.roughly(finding));
  std::vector<Mover> movers;
  for (const Foreseen& one : all) movers.push_back(foreseeing.mover(one));
  foreseeing.tell_turns(movers, all);
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto promises = [&](std::size_t i) { return all[i].lead + all[i].danger + all[i].condition_bits / 10; };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return promises(a) > promises(b); });
  if (order.size() > exactly) order.resize(exactly);
  std::vector<Foreseen> chosen;
  std::vector<Mover> moving;
  for (const std::size_t i : order) {
    chosen.push_back(all[i]);
    moving.push_back(movers[i]);
  }
  foreseeing.exactly(chosen, moving);
  for (std::size_t i = 0; i < order.size(); ++i) {
    all[order[i]] = chosen[i];
    movers[order[i]] = moving[i];
  }
  foreseeing.tell_turns(movers, all);
  return all;
}

}  // namespace lumbar
