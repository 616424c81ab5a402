// SPDX-License-Identifier: Apache-2.0
#include "lumbar/science/bayes/sweep.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace lumbar::bayes {

namespace {

/// Tables kept on the way forwards, in numbers: 4 MB stay in the caches. More are computed a second time instead.
constexpr double tape_size = 1 << 19;

std::size_t size_of(unsigned bits) { return std::size_t{1} << bits; }

void at_least(std::vector<double>& table, std::size_t size) {
  if (table.size() < size) table.resize(size);
}

}  // namespace

void Programme::compile(const Links& links, const Numbers& numbers, const std::vector<std::uint16_t>& order,
                        const std::vector<std::uint8_t>& included, std::size_t groups, std::size_t extra_group) {
  steps_.clear();
  touches_.clear();
  singles_.clear();
  empty_groups_.clear();
  frontier_.clear();
  left_.assign(links.groups(), 0);
  widest_ = 0;
  cells_ = 0;
  const auto observed = [&](std::size_t group) { return group < groups || group == extra_group; };
  for (const std::uint16_t cause : order) {
    if (!included[cause]) continue;
    for (std::uint32_t at = links.cause_start[cause]; at < links.cause_start[cause + 1u]; ++at)
      ++left_[links.cause_group[at]];
  }
  for (std::uint32_t group = 0; group < links.groups(); ++group) {
    if (!observed(group)) left_[group] = 0;
    if (observed(group) && left_[group] == 0) empty_groups_.push_back(group);
  }

  // left_ is 0 for a group not observed, 1 for one that needs no bit, else 1 + the causes still to come: then the last
  // cause leaves 1 behind and is told from a single one by the bit in the frontier.
  for (std::uint32_t& left : left_) left += left > 1 ? 1u : 0u;
  std::uint8_t opposing_bits = 0;
  const auto width = [&] { return static_cast<std::uint8_t>(frontier_.size()); };
  for (const std::uint16_t cause : order) {
    if (!included[cause]) continue;
    const std::uint32_t first = links.cause_start[cause];
    const std::uint32_t last = links.cause_start[cause + 1u];
    for (std::uint32_t at = first; at < last; ++at) {
      const std::uint32_t group = links.cause_group[at];
      if (left_[group] == 0) continue;
      if (left_[group] == 1) {
        singles_.push_back({group, cause, links.cause_explains[at]});
        continue;
      }
      if (std::find(frontier_.begin(), frontier_.end(), group) != frontier_.end()) continue;
      // Opposing bits lie below favouring ones: then the states without an explained group are the first ones.
      const bool opposing = numbers.groups[group].opposing;
      const std::uint8_t position = opposing ? opposing_bits : width();
      steps_.push_back({Act::open, opposing, width(), opposing_bits, position, group, 0, 0});
      frontier_.insert(frontier_.begin() + position, group);
      opposing_bits = static_cast<std::uint8_t>(opposing_bits + (opposing ? 1 : 0));
    }
    const auto first_touch = static_cast<std::uint32_t>(touches_.size());
    for (std::size_t position = 0; position < frontier_.size(); ++position) {
      for (std::uint32_t at = first; at < last; ++at) {
        const std::uint32_t group = links.cause_group[at];
        if (group != frontier_[position]) continue;
        touches_.push_back({std::size_t{1} << position, links.cause_explains[at], numbers.groups[group].opposing});
      }
    }
    const auto touch_count = static_cast<std::uint32_t>(touches_.size() - first_touch);
    steps_.push_back({Act::cause, false, width(), opposing_bits, 0, cause, first_touch, touch_count});
    widest_ = std::max<std::size_t>(widest_, width());
    cells_ += std::ldexp(1.0 + touch_count, width());
    for (std::size_t position = frontier_.size(); position-- > 0;) {
      const std::uint32_t group = frontier_[position];
      const bool touched = std::any_of(links.cause_group.begin() + first, links.cause_group.begin() + last,
                                       [group](std::uint32_t linked) { return linked == group; });
      if (!touched || --left_[group] > 1) continue;
      left_[group] = 0;
      const bool opposing = numbers.groups[group].opposing;
      steps_.push_back(
          {Act::close, opposing, width(), opposing_bits, static_cast<std::uint8_t>(position), group, 0, 0});
      frontier_.erase(frontier_.begin() + static_cast<std::ptrdiff_t>(position));
      opposing_bits = static_cast<std::uint8_t>(opposing_bits - (opposing ? 1 : 0));
    }
  }
}

/// Turns odds and groups into the numbers of the steps.
void Sweep::weigh(const Programme& programme, const Numbers& numbers) {
  absent_.resize(numbers.odds.size());
  present_.resize(numbers.odds.size());
  close_.resize(numbers.groups.size());
  constant_ = 1;
  for (const Programme::Step& step : programme.steps_) {
    if (step.act != Programme::Act::cause) continue;
    absent_[step.index] = 1 / (1 + numbers.odds[step.index]);
    present_[step.index] = numbers.odds[step.index] / (1 + numbers.odds[step.index]);
  }
  // What a group weighs while none of the programme's own causes is present.
  const auto base = [&](std::uint32_t group) {
    const GroupWeights& weights = numbers.groups[group];
    return weights.if_explained * numbers.succeeded[group] + weights.if_unexplained * numbers.failed[group];
  };
  for (const std::uint32_t group : programme.empty_groups_) constant_ *= base(group);
  for (const Programme::Single& single : programme.singles_) {
    const GroupWeights& weights = numbers.groups[single.group];
    const double failed = numbers.failed[single.group] * (1 - single.explains);
    const double succeeded = numbers.succeeded[single.group] + numbers.failed[single.group] * single.explains;
    absent_[single.cause] *= base(single.group);
    present_[single.cause] *= weights.if_explained * succeeded + weights.if_unexplained * failed;
  }
  for (const Programme::Step& step : programme.steps_) {
    if (step.act == Programme::Act::cause) {
      double& absent = absent_[step.index];
      double& present = present_[step.index];
      const double both = absent + present;
      constant_ *= both;
      absent /= both;
      present /= both;
    } else if (step.act == Programme::Act::close) {
      const GroupWeights& weights = numbers.groups[step.index];
      const double none = base(step.index);
      if (step.opposing) {
        const double upper = (weights.if_unexplained - weights.if_explained) * numbers.failed[step.index];
        close_[step.index] = {weights.if_explained, upper, weights.if_explained + upper};
      } else {
        close_[step.index] = {none, weights.if_explained, none};
      }
    }
  }
}

/// Steps first..last-1 forwards on table_ and none_.
void Sweep::run(const Programme& programme, std::size_t first, std::size_t last, bool record) {
  std::size_t recorded = 0;
  for (std::size_t at = first; at < last; ++at) {
    const Programme::Step& step = programme.steps_[at];
    const std::size_t size = size_of(step.bits);
    switch (step.act) {
      case Programme::Act::open: open_bit(table_.data(), size, size_of(step.position), step.opposing); break;
      case Programme::Act::cause: {
        if (record) {
          std::copy(table_.begin(), table_.begin() + static_cast<std::ptrdiff_t>(size),
                    tape_.begin() + static_cast<std::ptrdiff_t>(recorded));
          recorded += size;
          tape_none_[at - first] = none_;
        }
        const std::span<const Touch> touches(programme.touches_.data() + step.first_touch, step.touch_count);
        const double absent = absent_[step.index];
        const double present = present_[step.index];
        add_cause(table_.data(), scratch_.data(), size, touches, absent, present);
        add_first_cause(table_.data(), scratch_.data(), size_of(step.opposing_bits), touches, present * none_);
        none_ *= absent;
        break;
      }
      case Programme::Act::close: {
        const Close& weights = close_[step.index];
        close_bit(table_.data(), size, size_of(step.position), weights.lower, weights.upper);
        none_ *= weights.none;
        break;
      }
    }
  }
}

/// Steps of a segment backwards on future_, with the tables that `run` recorded.
void Sweep::run_back(const Programme& programme, const Segment& segment, double factor, std::vector<double>& present) {
  std::size_t recorded = 0;
  for (std::size_t at = segment.first; at < segment.last; ++at)
    if (programme.steps_[at].act == Programme::Act::cause) recorded += size_of(programme.steps_[at].bits);
  for (std::size_t at = segment.last; at-- > segment.first;) {
    const Programme::Step& step = programme.steps_[at];
    const std::size_t size = size_of(step.bits);
    switch (step.act) {
      case Programme::Act::open:
        if (step.opposing) close_bit(future_.data(), 2 * size, size_of(step.position), 1, 1);
        break;  // A favouring bit is the highest: its upper half, which no path enters here, is simply left behind.
      case Programme::Act::cause: {
        recorded -= size;
        const std::span<const Touch> touches(programme.touches_.data() + step.first_touch, step.touch_count);
        const double sum =
            remove_cause(future_.data(), scratch_.data(), tape_.data() + recorded, size, size_of(step.opposing_bits),
                         touches, absent_[step.index], present_[step.index], tape_none_[at - segment.first]);
        present[step.index] += factor * (constant_ * (present_[step.index] * sum));
        break;
      }
      case Programme::Act::close: {
        const Close& weights = close_[step.index];
        reopen_bit(future_.data(), size / 2, size_of(step.position), weights.lower, weights.upper);
        break;
      }
    }
  }
}

/// Segments whose tables fit the tape together; where that is too little, about as many segments as tables in each.
void Sweep::cut(const Programme& programme) {
  double total = 0;
  double largest = 1;
  for (const Programme::Step& step : programme.steps_) {
    if (step.act != Programme::Act::cause) continue;
    total += static_cast<double>(size_of(step.bits));
    largest = std::max(largest, static_cast<double>(size_of(step.bits)));
  }
  const double limit = total <= tape_size ? total : std::max(tape_size / 2, std::sqrt(total * largest));
  segments_.clear();
  segments_.push_back({});
  double filled = 0;
  std::size_t widest_segment = 0;
  std::size_t kept = 1;
  for (std::size_t at = 0; at < programme.steps_.size(); ++at) {
    const Programme::Step& step = programme.steps_[at];
    const std::size_t size = size_of(step.bits);
    if (step.act == Programme::Act::cause) {
      if (filled > 0 && filled + static_cast<double>(size) > limit) {
        segments_.push_back({at, at, kept, 0});
        kept += size;
        filled = 0;
      }
      filled += static_cast<double>(size);
      widest_segment = std::max(widest_segment, static_cast<std::size_t>(filled));
    }
    segments_.back().last = at + 1;
  }
  at_least(kept_, kept);
  at_least(tape_, widest_segment);
  at_least(tape_none_, programme.steps_.size());
}

Evidence Sweep::forwards(const Programme& programme, const Numbers& numbers) {
  weigh(programme, numbers);
  at_least(table_, size_of(static_cast<unsigned>(programme.widest_)));
  at_least(scratch_, size_of(static_cast<unsigned>(programme.widest_)));
  table_[0] = 0;
  none_ = 1;
  run(programme, 0, programme.steps_.size(), false);
  return {constant_ * none_, constant_ * table_[0]};
}

Evidence Sweep::both_ways(const Programme& programme, const Numbers& numbers, double factor,
                          std::vector<double>& present) {
  weigh(programme, numbers);
  cut(programme);
  const std::size_t widest = size_of(static_cast<unsigned>(programme.widest_));
  at_least(table_, widest);
  at_least(future_, widest);
  at_least(scratch_, widest);
  table_[0] = 0;
  none_ = 1;
  for (Segment& segment : segments_) {
    const std::size_t size = segment.first == segment.last ? 1 : size_of(programme.steps_[segment.first].bits);
    std::copy(table_.begin(), table_.begin() + static_cast<std::ptrdiff_t>(size),
              kept_.begin() + static_cast<std::ptrdiff_t>(segment.kept));
    segment.none = none_;
    run(programme, segment.first, segment.last, &segment == &segments_.back());
  }
  const Evidence evidence{constant_ * none_, constant_ * table_[0]};

  future_[0] = 1;
  for (std::size_t which = segments_.size(); which-- > 0;) {
    const Segment& segment = segments_[which];
    if (which + 1 < segments_.size()) {
      const std::size_t size = size_of(programme.steps_[segment.first].bits);
      std::copy(kept_.begin() + static_cast<std::ptrdiff_t>(segment.kept),
                kept_.begin() + static_cast<std::ptrdiff_t>(segment.kept + size), table_.begin());
      none_ = segment.none;
      run(programme, segment.first, segment.last, true);
    }
    run_back(programme, segment, factor, present);
  }
  return evidence;
}

}  // namespace lumbar::bayes
