// SPDX-License-Identifier: Apache-2.0
// What answers not yet given would change. Factors on odds are numbers of the same shape. A group more would be another
// shape, but its likelihood is a difference of two of the same: L = ceiling - (ceiling - 1) Q, where Q is once more a
// factor (1 - explains) on the odds of each cause linked. The difference is never less than the part without L, so at
// a ceiling of c no more than a factor of about 2 c is lost of the 16 digits. A group that the answer changes is taken
// out (its ceiling becomes 1) and put in anew.
#include <algorithm>
#include <limits>

#include "lumbar/base/logarithm.h"
#include "lumbar/science/bayes/many.h"
#include "lumbar/science/bayes/many_rooms.h"

namespace lumbar::bayes {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double ceiling_limit = 1e6;

bool in_range(const Answer& answer, const Network& network) {
  const std::size_t causes = network.odds.size();
  for (const Factor& one : answer.factors) {
    if (one.cause >= causes || !(one.factor >= 0) || !(network.odds[one.cause] * one.factor <= 1e30)) return false;
  }
  if (answer.replaces != Answer::no_group && answer.replaces >= network.groups.size()) return false;
  const double ceiling = answer.shared.ceiling;
  if (!(ceiling >= 1e-200) || !(ceiling <= ceiling_limit)) return false;
  return std::all_of(answer.shared.links.begin(), answer.shared.links.end(),
                     [&](const Link& link) { return link.cause < causes && link.explains > 0 && link.explains <= 1; });
}

class Ahead {
 public:
  Ahead(const Network& network, const Query& query, const std::vector<Question>& questions, ManyWorkspace::Rooms& rooms,
        Outlook& outlook)
      : network_(network), query_(query), questions_(questions), rooms_(rooms), outlook_(outlook) {}

  void look();

 private:
  /// One lane: a network with the factors of an answer, without or with those of its group.
  struct Lane {
    std::size_t answer = 0;  // 2 x question, + 1 for no
    bool with_group = false;
  };
  const Answer& answer(std::size_t which) const {
    const Question& question = questions_[which / 2];
    return which % 2 == 0 ? question.yes : question.no;
  }
  void put(const Lane& one, std::size_t lane);
  void take_back(const Lane& one, std::size_t lane);
  void run_block(const std::vector<Lane>& block);
  void tell(std::size_t which, bool good);
  void fill(ManyPosteriors& posteriors) const;

  const Network& network_;
  const Query& query_;
  const std::vector<Question>& questions_;
  ManyWorkspace::Rooms& rooms_;
  Outlook& outlook_;
  std::size_t width_ = 0;         // weights of one lane: total, causes, classes, events
  std::vector<double> weights_;   // by answer: without the group, with it; what has no group has only the first
  std::vector<double> evidence_;  // by answer, against that of the network as it is
};

void Ahead::put(const Lane& one, std::size_t lane) {
  const Answer& said = answer(one.answer);
  for (const Factor& factor : said.factors) {
    const std::size_t place = factor.cause * rooms_.lanes + lane;
    const double odds = rooms_.numbers.present[place] / rooms_.numbers.absent[place] * factor.factor;
    rooms_.set_odds(factor.cause, lane, odds);
  }
  if (one.with_group) {
    for (const Link& link : said.shared.links) {
      const std::size_t place = link.cause * rooms_.lanes + lane;
      const double odds = rooms_.numbers.present[place] / rooms_.numbers.absent[place] * (1 - link.explains);
      rooms_.set_odds(link.cause, lane, odds);
    }
  }
  if (said.replaces != Answer::no_group) rooms_.set_ceiling(said.replaces, lane, 1);
}

void Ahead::take_back(const Lane& one, std::size_t lane) {
  const Answer& said = answer(one.answer);
  for (const Factor& factor : said.factors) rooms_.set_odds(factor.cause, lane, network_.odds[factor.cause]);
  for (const Link& link : said.shared.links) rooms_.set_odds(link.cause, lane, network_.odds[link.cause]);
  if (said.replaces != Answer::no_group)
    rooms_.set_ceiling(said.replaces, lane, network_.groups[said.replaces].ceiling);
}

void Ahead::run_block(const std::vector<Lane>& block) {
  for (std::size_t lane = 0; lane < block.size(); ++lane) put(block[lane], lane);
  rooms_.run(query_, false);
  for (std::size_t lane = 0; lane < block.size(); ++lane) {
    double* to = weights_.data() + (2 * block[lane].answer + (block[lane].with_group ? 1 : 0)) * width_;
    *to++ = rooms_.some[lane] + (query_.at_least_one ? 0 : rooms_.none[lane]);
    for (const std::vector<double>* list : {&rooms_.cause, &rooms_.only, &rooms_.any_of})
      for (std::size_t at = lane; at < list->size(); at += rooms_.lanes) *to++ = (*list)[at];
    take_back(block[lane], lane);
  }
}

/// From the weights of an answer to its chances.
void Ahead::tell(std::size_t which, bool good) {
  ManyPosteriors& posteriors = which % 2 == 0 ? outlook_.after_yes : outlook_.after_no;
  const std::size_t question = which / 2;
  const Answer& said = answer(which);
  const double* const plain = weights_.data() + 2 * which * width_;
  const double* const grouped = plain + width_;

  // The weights of a lane are relative to the product over its causes of (1 + odds); of the scaled groups too.
  LongProduct evidence;
  std::vector<double>& odds = rooms_.raw;  // of the causes that the answer names, else below 0
  odds.assign(network_.odds.size(), -1);
  if (good) {
    for (const Factor& one : said.factors) {
      if (odds[one.cause] < 0) odds[one.cause] = network_.odds[one.cause];
      odds[one.cause] *= one.factor;
    }
    for (const Factor& one : said.factors) {
      if (odds[one.cause] < 0) continue;
      evidence.multiply((1 + odds[one.cause]) / (1 + network_.odds[one.cause]));
      if (said.shared.links.empty()) odds[one.cause] = -1;
    }
    if (said.replaces != Answer::no_group) evidence.multiply(1 / std::max(1.0, network_.groups[said.replaces].ceiling));
  }
  double with_group = 1;
  for (const Link& link : said.shared.links) {
    if (!good) break;
    const double own = odds[link.cause] < 0 ? network_.odds[link.cause] : odds[link.cause];
    with_group *= (1 + own * (1 - link.explains)) / (1 + own);
  }
  const bool shares = !said.shared.links.empty();
  const double first = shares ? said.shared.ceiling : 1;
  const double second = shares ? (1 - said.shared.ceiling) * with_group : 0;
  const auto weight = [&](std::size_t at) { return first * plain[at] + (shares ? second * grouped[at] : 0); };
  const double total = good ? weight(0) : 0;
  std::size_t at = 1;
  for (std::vector<double>* list : {&posteriors.cause, &posteriors.only, &posteriors.any_of}) {
    for (std::size_t place = question; place < list->size(); place += posteriors.count, ++at)
      (*list)[place] = !good ? nothing : total > 0 ? std::clamp(weight(at) / total, 0.0, 1.0) : 0;
  }
  posteriors.refused += good ? 0 : 1;
  evidence_[which] = nothing;
  posteriors.log_evidence[question] = good ? -std::numeric_limits<double>::infinity() : nothing;
  if (!good) return;
  evidence_[which] = 0;
  if (!(total > 0)) return;
  evidence.multiply(total);
  evidence_[which] = evidence.value();
  for (const double one : network_.odds) evidence.multiply(1 + one);
  for (const Group& group : network_.groups) evidence.multiply(std::max(1.0, group.ceiling));
  posteriors.log_evidence[question] = evidence.log();
}

void Ahead::fill(ManyPosteriors& posteriors) const {
  posteriors.count = questions_.size();
  posteriors.refused = 0;
  posteriors.cause.resize(network_.odds.size() * posteriors.count);
  posteriors.only.resize(rooms_.class_count * posteriors.count);
  posteriors.any_of.resize(rooms_.event_count * posteriors.count);
  posteriors.log_evidence.resize(posteriors.count);
}

void Ahead::look() {
  width_ = 1 + network_.odds.size() + rooms_.class_count + rooms_.event_count;
  weights_.assign(4 * questions_.size() * width_, 0);
  evidence_.assign(2 * questions_.size(), 0);
  fill(outlook_.after_yes);
  fill(outlook_.after_no);
  for (std::size_t lane = 0; lane < rooms_.lanes; ++lane) rooms_.set_all(network_, lane);
  std::vector<std::uint8_t> good(2 * questions_.size(), 0);
  std::vector<Lane> block;
  const auto add = [&](const Lane& one) {
    block.push_back(one);
    if (block.size() < rooms_.lanes) return;
    run_block(block);
    block.clear();
  };
  for (std::size_t which = 0; which < good.size(); ++which) {
    good[which] = in_range(answer(which), network_) ? 1 : 0;
    if (good[which] == 0) continue;
    add({which, false});
    if (!answer(which).shared.links.empty()) add({which, true});
  }
  if (!block.empty()) run_block(block);
  for (std::size_t which = 0; which < good.size(); ++which) tell(which, good[which] != 0);

  outlook_.chance_of_yes.resize(questions_.size());
  for (std::size_t question = 0; question < questions_.size(); ++question) {
    const double background = questions_[question].yes_if_unexplained;
    const double yes = background * evidence_[2 * question];
    const double no = (1 - background) * evidence_[2 * question + 1];
    const bool known =
        background > 0 && background < 1 && yes + no > 0 && yes + no < std::numeric_limits<double>::max();
    outlook_.chance_of_yes[question] = known ? yes / (yes + no) : nothing;
  }
}

}  // namespace

bool look_ahead(const Network& network, const Query& query, const std::vector<Question>& questions,
                ManyWorkspace& workspace, Outlook& outlook) {
  if (!workspace.rooms().prepare(network, query)) return false;
  Ahead(network, query, questions, workspace.rooms(), outlook).look();
  return true;
}

}  // namespace lumbar::bayes
