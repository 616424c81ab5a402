// SPDX-License-Identifier: Apache-2.0
// What answers not yet given would change. Factors on odds are numbers of the same shape. A group more would be another
// shape, but its likelihood is a difference of two of the same: L = ceiling - (ceiling - 1) Q, where Q is once more a
// factor (1 - explains) on the odds of each cause linked. Several groups make a sum over their subsets. The sum is
// never less than the weight without L, so at a ceiling of c no more than a factor of about 2 c is lost of the 16
// digits. A group that the answer changes is taken out (its ceiling becomes 1) and put in anew.
#include <algorithm>
#include <limits>

#include "lumbar/base/logarithm.h"
#include "lumbar/science/bayes/many.h"
#include "lumbar/science/bayes/many_rooms.h"

namespace lumbar::bayes {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double ceilings_limit = 1e6;
constexpr std::size_t most_groups = 6;

bool in_range(const Answer& answer, const Network& network) {
  const std::size_t causes = network.odds.size();
  if (answer.shared.size() > most_groups) return false;
  for (const Factor& one : answer.factors) {
    if (one.cause >= causes || !(one.factor >= 0) || !(network.odds[one.cause] * one.factor <= 1e30)) return false;
  }
  double ceilings = 1;
  for (const SharedChange& change : answer.shared) {
    if (change.replaces != SharedChange::no_group && change.replaces >= network.groups.size()) return false;
    if (!(change.group.ceiling >= 1e-200) || !(change.group.ceiling <= ceilings_limit)) return false;
    ceilings *= std::max(1.0, change.group.ceiling);
    for (const Link& link : change.group.links)
      if (link.cause >= causes || !(link.explains > 0) || !(link.explains <= 1)) return false;
  }
  return ceilings <= ceilings_limit;
}

class Ahead {
 public:
  Ahead(const Network& network, const Query& query, const std::vector<Question>& questions, ManyWorkspace::Rooms& rooms,
        Outlook& outlook)
      : network_(network), query_(query), questions_(questions), rooms_(rooms), outlook_(outlook) {}

  void look();

 private:
  /// One lane: a network with the factors of an answer, and with those of some of its groups.
  struct Lane {
    std::size_t answer = 0;  // 2 x question, + 1 for no
    std::size_t groups = 0;  // one bit for each group of the answer that has links, in their order
    std::size_t row = 0;     // where its weights go; 0: nothing was changed
  };
  const Answer& answer(std::size_t which) const {
    const Question& question = questions_[which / 2];
    return which % 2 == 0 ? question.yes : question.no;
  }
  std::size_t subsets(std::size_t which) const;
  bool says_nothing_alone(std::size_t which) const;
  void put(const Lane& one, std::size_t lane);
  void take_back(const Lane& one, std::size_t lane);
  void run_block(const std::vector<Lane>& block);
  double scale_of(const Answer& said, std::size_t subset, const std::vector<double>& odds);
  void tell(std::size_t which, bool good);
  void turn();
  void fill(ManyPosteriors& posteriors) const;

  const Network& network_;
  const Query& query_;
  const std::vector<Question>& questions_;
  ManyWorkspace::Rooms& rooms_;
  Outlook& outlook_;
  std::size_t width_ = 0;                    // weights of one lane: total, causes, classes, events
  std::vector<std::size_t> start_;           // by answer: its first subset
  std::vector<std::size_t> row_;             // by subset: its row of weights; row 0 is the network as it is
  std::vector<double> weights_;              // by row
  std::vector<double> chances_;              // by answer
  double log_scale_ = 0;                     // what all weights are relative to, of the network as it is
  std::vector<double> coefficients_, left_;  // of one answer: by subset; odds by cause
  std::vector<double> evidence_;             // by answer, against that of the network as it is
};

std::size_t Ahead::subsets(std::size_t which) const {
  std::size_t count = 1;
  for (const SharedChange& change : answer(which).shared) count *= change.group.links.empty() ? 1 : 2;
  return count;
}

/// Whether the answer, without its groups, leaves the network as it is.
bool Ahead::says_nothing_alone(std::size_t which) const {
  const std::vector<SharedChange>& shared = answer(which).shared;
  return answer(which).factors.empty() && std::all_of(shared.begin(), shared.end(), [](const SharedChange& change) {
           return change.replaces == SharedChange::no_group;
         });
}

void Ahead::put(const Lane& one, std::size_t lane) {
  if (one.row == 0) return;
  const Answer& said = answer(one.answer);
  const auto multiply = [&](std::uint16_t cause, double factor) {
    const std::size_t place = cause * rooms_.lanes + lane;
    const double odds = rooms_.numbers.present[place] / rooms_.numbers.absent[place];
    rooms_.set_odds(cause, lane, odds * factor);
  };
  for (const Factor& factor : said.factors) multiply(factor.cause, factor.factor);
  std::size_t bit = 1;
  for (const SharedChange& change : said.shared) {
    if (change.replaces != SharedChange::no_group) rooms_.set_ceiling(change.replaces, lane, 1);
    if (change.group.links.empty()) continue;
    if ((one.groups & bit) != 0)
      for (const Link& link : change.group.links) multiply(link.cause, 1 - link.explains);
    bit *= 2;
  }
}

void Ahead::take_back(const Lane& one, std::size_t lane) {
  if (one.row == 0) return;
  const Answer& said = answer(one.answer);
  for (const Factor& factor : said.factors) rooms_.set_odds(factor.cause, lane, network_.odds[factor.cause]);
  for (const SharedChange& change : said.shared) {
    for (const Link& link : change.group.links) rooms_.set_odds(link.cause, lane, network_.odds[link.cause]);
    if (change.replaces != SharedChange::no_group)
      rooms_.set_ceiling(change.replaces, lane, network_.groups[change.replaces].ceiling);
  }
}

void Ahead::run_block(const std::vector<Lane>& block) {
  for (std::size_t lane = 0; lane < block.size(); ++lane) put(block[lane], lane);
  rooms_.run(query_, false);
  for (std::size_t lane = 0; lane < block.size(); ++lane) {
    double* to = weights_.data() + block[lane].row * width_;
    *to++ = rooms_.some[lane] + (query_.at_least_one ? 0 : rooms_.none[lane]);
    for (const std::vector<double>* list : {&rooms_.cause, &rooms_.only, &rooms_.any_of})
      for (std::size_t at = lane; at < list->size(); at += rooms_.lanes) *to++ = (*list)[at];
    take_back(block[lane], lane);
  }
}

/// What the product over causes of (1 + odds) is worth with the groups of a subset, against that without any.
double Ahead::scale_of(const Answer& said, std::size_t subset, const std::vector<double>& odds) {
  left_.assign(odds.begin(), odds.end());
  std::size_t bit = 1;
  double scale = 1;
  for (const SharedChange& change : said.shared) {
    if (change.group.links.empty()) continue;
    if ((subset & bit) != 0) {
      for (const Link& link : change.group.links) {
        const double after = left_[link.cause] * (1 - link.explains);
        scale *= (1 + after) / (1 + left_[link.cause]);
        left_[link.cause] = after;
      }
    }
    bit *= 2;
  }
  return scale;
}

/// From the weights of an answer to its chances.
void Ahead::tell(std::size_t which, bool good) {
  ManyPosteriors& posteriors = which % 2 == 0 ? outlook_.after_yes : outlook_.after_no;
  const std::size_t question = which / 2;
  const Answer& said = answer(which);

  // The weights of a lane are relative to the product over its causes of (1 + odds); of the scaled groups too.
  LongProduct evidence;
  std::vector<double>& odds = rooms_.raw;  // with the factors of the answer
  odds.assign(network_.odds.begin(), network_.odds.end());
  coefficients_.assign(good ? subsets(which) : 0, 1);
  if (good) {
    for (const Factor& one : said.factors) {
      evidence.multiply((1 + odds[one.cause] * one.factor) / (1 + odds[one.cause]));
      odds[one.cause] *= one.factor;
    }
    std::size_t bit = 1;
    for (const SharedChange& change : said.shared) {
      if (change.replaces != SharedChange::no_group)
        evidence.multiply(1 / std::max(1.0, network_.groups[change.replaces].ceiling));
      if (change.group.links.empty()) continue;
      for (std::size_t subset = 0; subset < coefficients_.size(); ++subset)
        coefficients_[subset] *= (subset & bit) != 0 ? 1 - change.group.ceiling : change.group.ceiling;
      bit *= 2;
    }
    for (std::size_t subset = 1; subset < coefficients_.size(); ++subset)
      coefficients_[subset] *= scale_of(said, subset, odds);
  }
  double* const chances = chances_.data() + which * width_;
  std::fill(chances, chances + width_, good ? 0 : nothing);
  for (std::size_t subset = 0; subset < coefficients_.size(); ++subset) {
    const double* const weights = weights_.data() + row_[start_[which] + subset] * width_;
    for (std::size_t at = 0; at < width_; ++at) chances[at] += coefficients_[subset] * weights[at];
  }
  const double total = chances[0];
  if (good) {
    const double scale = total > 0 ? 1 / total : 0;
    for (std::size_t at = 0; at < width_; ++at) chances[at] = std::clamp(chances[at] * scale, 0.0, 1.0);
  }
  posteriors.refused += good ? 0 : 1;
  evidence_[which] = nothing;
  posteriors.log_evidence[question] = good ? -std::numeric_limits<double>::infinity() : nothing;
  if (!good) return;
  evidence_[which] = 0;
  if (!(total > 0)) return;
  evidence.multiply(total);
  evidence_[which] = evidence.value();
  posteriors.log_evidence[question] = evidence.log() + log_scale_;
}

/// Chances lie by answer; the door wants them by cause. A few questions at a time stay in the cache.
void Ahead::turn() {
  constexpr std::size_t few = 8;
  const std::size_t count = questions_.size();
  for (std::size_t first = 0; first < count; first += few) {
    const std::size_t last = std::min(count, first + few);
    for (const std::size_t which : {std::size_t{0}, std::size_t{1}}) {
      ManyPosteriors& posteriors = which == 0 ? outlook_.after_yes : outlook_.after_no;
      std::size_t at = 1;  // 0 is the total
      for (std::vector<double>* list : {&posteriors.cause, &posteriors.only, &posteriors.any_of}) {
        for (std::size_t start = 0; start < list->size(); start += count, ++at)
          for (std::size_t question = first; question < last; ++question)
            (*list)[start + question] = chances_[(2 * question + which) * width_ + at];
      }
    }
  }
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
  std::vector<std::uint8_t> good;
  start_.assign(1, 0);
  std::size_t rows = 1;
  for (std::size_t which = 0; which < 2 * questions_.size(); ++which) {
    good.push_back(in_range(answer(which), network_) ? 1 : 0);
    const std::size_t count = good.back() != 0 ? subsets(which) : 0;
    start_.push_back(start_.back() + count);
    for (std::size_t groups = 0; groups < count; ++groups)
      row_.push_back(groups == 0 && says_nothing_alone(which) ? 0 : rows++);
  }
  weights_.assign(rows * width_, 0);
  evidence_.assign(2 * questions_.size(), 0);
  chances_.assign(2 * questions_.size() * width_, 0);
  LongProduct scale;
  for (const double one : network_.odds) scale.multiply(1 + one);
  for (const Group& group : network_.groups) scale.multiply(std::max(1.0, group.ceiling));
  log_scale_ = scale.log();
  fill(outlook_.after_yes);
  fill(outlook_.after_no);
  for (std::size_t lane = 0; lane < rooms_.lanes; ++lane) rooms_.set_all(network_, lane);
  std::vector<Lane> block;
  const auto add = [&](const Lane& one) {
    block.push_back(one);
    if (block.size() < rooms_.lanes) return;
    run_block(block);
    block.clear();
  };
  add({});
  for (std::size_t which = 0; which < good.size(); ++which) {
    for (std::size_t groups = 0; groups < start_[which + 1] - start_[which]; ++groups) {
      const std::size_t row = row_[start_[which] + groups];
      if (row != 0) add({which, groups, row});
    }
  }
  if (!block.empty()) run_block(block);
  for (std::size_t which = 0; which < good.size(); ++which) tell(which, good[which] != 0);
  turn();

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
