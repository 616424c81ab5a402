// SPDX-License-Identifier: Apache-2.0
// Many networks of one shape at once: samples for intervals, slopes for the fast path, answers not yet given.
// The networks stand side by side in the lanes of the processor; each gets the same bits whatever stands beside it and
// whatever the processor. Pure; safe on any thread as long as each thread has its own ManyWorkspace.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "lumbar/science/bayes/model.h"

namespace lumbar::bayes {

struct Kernels;

/// Numbers of `count` networks that have the causes, groups and links of a given one, the `shape`; its own numbers are
/// not used. Each list holds `count` numbers of the first cause (group, link), then of the second, and so on. Links are
/// counted group by group, in the order of Group::links. Ranges as in Network.
struct Samples {
  std::size_t count = 0;
  std::vector<double> odds;      // cause x count + sample
  std::vector<double> ceiling;   // group x count + sample
  std::vector<double> explains;  // link x count + sample
};

/// Chances of each sample, laid out like Samples, and meant like those of Posterior.
struct ManyPosteriors {
  std::size_t count = 0;
  std::vector<double> cause;         // cause x count + sample
  std::vector<double> only;          // class x count + sample
  std::vector<double> any_of;        // joint event x count + sample
  std::vector<double> log_evidence;  // sample; natural logarithm
  std::size_t refused = 0;           // samples whose numbers are no valid network: all their numbers above are NaN
};

/// Memory that one thread keeps between calls; never changes an answer. Remembers the order of the last shape.
class ManyWorkspace {
 public:
  ManyWorkspace();
  /// With the passes of one kind of processor (kernels.h): every one gives the same bits.
  explicit ManyWorkspace(const Kernels& kernels);
  ~ManyWorkspace();
  ManyWorkspace(ManyWorkspace&&) noexcept;
  ManyWorkspace& operator=(ManyWorkspace&&) noexcept;

  struct Rooms;  ///< known in this room only
  Rooms& rooms() { return *rooms_; }

 private:
  std::unique_ptr<Rooms> rooms_;
};

/// The posterior of every sample: what `infer` gives one by one, within 1e-12. Nothing is split here.
/// False, with nothing written, if the frontier of the shape is wider than query.frontier_limit or than 16 bits, or if
/// the lists do not have the sizes of the shape. Requires valid(shape) and valid(query, shape).
bool infer_many(const Network& shape, const Query& query, const Samples& samples, ManyWorkspace& workspace,
                ManyPosteriors& posteriors);

/// One chance of a Posterior.
struct Chance {
  enum class Of : std::uint8_t { cause, only, any_of };
  Of of = Of::cause;
  std::size_t which = 0;  // cause, class or joint event
};

/// How chances move with the numbers of the network, at the network's own: first derivatives.
/// With S of a number and its standard error E on the same scale, S x E is what it adds to the standard error of the
/// chance; independent numbers add in squares. On the scale of log odds of the chance, divide by chance x (1 - chance).
struct Slopes {
  std::vector<double> chance;          // by chance asked
  std::vector<double> log_odds;        // asked x causes + cause: by the natural logarithm of odds[cause]
  std::vector<double> log_ceiling;     // asked x groups + group: by the natural logarithm of the ceiling
  std::vector<double> logit_explains;  // asked x links + link: by log(explains / (1 - explains)); 0 where it explains
                                       // for sure. Links as in Samples.
};

/// The slopes of the chances asked for. False, with nothing written, if the frontier is wider than
/// query.frontier_limit or than 16 bits, or if a chance asked for does not exist. Requires valid(network) and
/// valid(query, network).
bool find_slopes(const Network& network, const Query& query, const std::vector<Chance>& asked, ManyWorkspace& workspace,
                 Slopes& slopes);

/// A factor on one cause's odds: >= 0, finite.
struct Factor {
  std::uint16_t cause = 0;
  double factor = 1;
};

/// A group that an answer brings, or changes.
struct SharedChange {
  static constexpr std::size_t no_group = ~std::size_t{0};
  std::size_t replaces = no_group;  // a group of the network, at most once an answer; or none: the group is new
  Group group;                      // as it is with the answer, ceiling and all links; without links it says nothing
};

/// What one answer to a question does to a network.
struct Answer {
  std::vector<Factor> factors;       // what it says of causes alone, each cause at most once
  std::vector<SharedChange> shared;  // what causes share; at most 6. Each with links doubles the work
};

/// A question that is still open: what yes and what no would add.
struct Question {
  double yes_if_unexplained = 0.5;  // chance of a yes while no cause speaks to it: within (0, 1)
  Answer yes, no;
};

/// What each question would change.
struct Outlook {
  std::vector<double> chance_of_yes;  // by question. The answers weigh yes_if_unexplained x the evidence after yes, and
                                      // 1 - yes_if_unexplained x the evidence after no
  ManyPosteriors after_yes, after_no;  // sample = question; log_evidence is that of the network with the answer
};

/// Looks at all questions together. What `infer` gives for each network with one answer more, within 1e-9. `refused`
/// counts answers whose numbers are out of range (as in Network, but ceilings at most 1e6; odds after the factor at
/// most 1e30); their chances, and chance_of_yes of the question, are NaN. False, with nothing written, as infer_many.
/// Requires valid(network) and valid(query, network).
bool look_ahead(const Network& network, const Query& query, const std::vector<Question>& questions,
                ManyWorkspace& workspace, Outlook& outlook);

}  // namespace lumbar::bayes
