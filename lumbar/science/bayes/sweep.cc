// SPDX-License-Identifier: Apache-2.0
#include "lumbar/science/bayes/sweep.h"

#include <algorithm>
#include <new>
#include <type_traits>

namespace lumbar::bayes {

namespace {

using Act = Programme::Act;

/// Tables kept on the way forwards, in numbers: 4.75 MB stay in the caches. More are computed a second time instead.
constexpr std::size_t usual_arena = 19 << 15;

template <class List>
void at_least(List& list, std::size_t size) {
  if (list.size() < size) list.resize(size);
}

/// Calls act with the number of lanes as a constant: short loops of a known length cost a fraction.
template <class Act>
void with_lanes(std::size_t lanes, const Act& act) {
  switch (lanes) {
    case 1: return act(std::integral_constant<std::size_t, 1>{});
    case 2: return act(std::integral_constant<std::size_t, 2>{});
    case 4: return act(std::integral_constant<std::size_t, 4>{});
    default: return act(std::integral_constant<std::size_t, 8>{});
  }
}

/// Where the states that differ from the first one in this bit only begin.
std::size_t upper_place(const Passes& passes, unsigned slot) {
  if (slot < passes.bits_in_row) return std::size_t{1} << slot;
  return (std::size_t{1} << (slot - passes.bits_in_row)) * passes.row;
}

}  // namespace

void Table::at_least(std::size_t size) {
  if (size <= size_) return;
  numbers_.reset();
  numbers_.reset(static_cast<double*>(::operator new[](size * sizeof(double), std::align_val_t{64})));
  std::fill(numbers_.get(), numbers_.get() + size, 0.0);
  size_ = size;
}

/// Turns the numbers of the network into those of the steps: what one cause decides alone becomes its own factor, and
/// the two weights of each cause add up to 1.
template <std::size_t lanes>
void Sweep::weigh_lanes(const Programme& programme, const Numbers& numbers) {
  numbers_ = &numbers;
  absent_.assign(numbers.absent.begin(), numbers.absent.end());
  present_.assign(numbers.present.begin(), numbers.present.end());
  constant_.assign(lanes, 1);
  lower_.resize(numbers.if_explained.size());
  for (std::size_t at = 0; at < lower_.size(); ++at)  // while none of the programme's own causes is present
    lower_[at] = numbers.if_explained[at] * numbers.succeeded[at] + numbers.if_unexplained[at] * numbers.failed[at];
  for (const std::uint32_t group : programme.unlinked)
    for (std::size_t lane = 0; lane < lanes; ++lane) constant_[lane] *= lower_[group * lanes + lane];
  for (const Programme::Entry& single : programme.single) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const std::size_t group = single.group * lanes + lane;
      const double explains = numbers.explains[single.link * lanes + lane];
      const double failed = numbers.failed[group] * (1 - explains);
      const double succeeded = numbers.succeeded[group] + numbers.failed[group] * explains;
      absent_[single.cause * lanes + lane] *= lower_[group];
      present_[single.cause * lanes + lane] *=
          numbers.if_explained[group] * succeeded + numbers.if_unexplained[group] * failed;
    }
  }
  const auto normalise = [&](std::uint32_t cause) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      double& absent = absent_[cause * lanes + lane];
      double& present = present_[cause * lanes + lane];
      const double both = absent + present;
      constant_[lane] *= both;
      const double share = 1 / both;
      absent *= share;
      present *= share;
    }
  };
  for (const std::uint32_t cause : programme.free) normalise(cause);
  for (const Programme::Entry& entry : programme.alone) normalise(entry.cause);
  for (const Step& step : programme.steps)
    if (step.act == Act::cause) normalise(step.index);
  touch_explains_.resize(programme.touch_links.size() * lanes);
  for (std::size_t touch = 0; touch < programme.touch_links.size(); ++touch)
    for (std::size_t lane = 0; lane < lanes; ++lane)
      touch_explains_[touch * lanes + lane] = numbers.explains[programme.touch_links[touch] * lanes + lane];
}

void Sweep::weigh(const Programme& programme, const Numbers& numbers) {
  with_lanes(passes_->lanes, [&](auto count) { weigh_lanes<count()>(programme, numbers); });
}

void Sweep::start(Run& run, std::size_t rows, const std::vector<std::uint8_t>* left_out) {
  run.table.at_least(rows * passes_->row);
  std::fill(run.table.data(), run.table.data() + passes_->row, 0.0);
  run.none.assign(passes_->lanes, 1);
  run.scale.assign(passes_->lanes, 1);
  run.left_out = left_out;
}

/// All causes that stand alone at one group, at once.
template <std::size_t lanes>
void Sweep::take_alone(const Programme& programme, const Step& step, Run& run) {
  at_least(sums_, 5 * lanes);
  double* const stays = sums_.data();     // none of them explains the group
  double* const arrives = stays + lanes;  // one does
  double* const some = arrives + lanes;   // none explains it, but some is present
  double* const none = some + lanes;      // none is present
  std::fill(stays, stays + lanes, 1.0);
  std::fill(arrives, arrives + lanes, 0.0);
  std::fill(some, some + lanes, 0.0);
  std::fill(none, none + lanes, 1.0);
  for (std::uint32_t at = step.first; at < step.first + step.count; ++at) {
    const Programme::Entry& entry = programme.alone[at];
    const bool left_out = run.left_out != nullptr && (*run.left_out)[entry.cause] != 0;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const double absent = absent_[entry.cause * lanes + lane];
      if (left_out) {
        run.scale[lane] *= absent;
        continue;
      }
      const double explains = numbers_->explains[entry.link * lanes + lane];
      const double fails = present_[entry.cause * lanes + lane] * (1 - explains);
      const double explained = present_[entry.cause * lanes + lane] * explains;
      some[lane] = some[lane] * (absent + fails) + none[lane] * fails;
      arrives[lane] += stays[lane] * explained;
      stays[lane] *= absent + fails;
      none[lane] *= absent;
    }
  }
  double* const table = run.table.data();
  passes_->add_alone(table, std::size_t{1} << step.row_bits, step.slot, stays, arrives);
  double* const upper = table + upper_place(*passes_, step.slot);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    table[lane] += run.none[lane] * some[lane];
    upper[lane] += run.none[lane] * arrives[lane];
    run.none[lane] *= none[lane];
  }
}

template <std::size_t lanes>
void Sweep::free_back(const Programme& programme, const double* past, double factor, const Marginals& into) {
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const double all = factor * constant_[lane] * (past[lane] * future_.data()[lane]);
    for (const std::uint32_t cause : programme.free)
      into.cause[cause * lanes + lane] += present_[cause * lanes + lane] * all;
    for (std::size_t which = 1; which < run_count_; ++which) {
      // Nothing came before: the run without the event's causes begins like the one with them.
      double earlier = all;
      for (const std::uint32_t cause : programme.free) {
        if ((*runs_[which].left_out)[cause] == 0) continue;
        into.event[(which - 1) * lanes + lane] += earlier * present_[cause * lanes + lane];
        earlier *= absent_[cause * lanes + lane];
      }
    }
  }
}

template <std::size_t lanes>
void Sweep::alone_back(const Programme& programme, const Step& step, std::size_t at, double factor,
                       const Marginals& into) {
  const std::size_t rows = std::size_t{1} << step.row_bits;
  const std::size_t count = step.count;
  const Programme::Entry* const entries = programme.alone.data() + step.first;
  const auto place = [&](std::size_t cell, std::size_t lane) { return cell * 2 * lanes + lane; };
  // after_: none of the entries from here on explains the group, or one does.
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    after_[place(count, lane)] = 1;
    after_[place(count, lane) + lanes] = 0;
    for (std::size_t i = count; i-- > 0;) {
      const double explains = numbers_->explains[entries[i].link * lanes + lane];
      const double present = present_[entries[i].cause * lanes + lane];
      const double stays = absent_[entries[i].cause * lanes + lane] + present * (1 - explains);
      after_[place(i, lane)] = stays * after_[place(i + 1, lane)];
      after_[place(i, lane) + lanes] = present * explains + stays * after_[place(i + 1, lane) + lanes];
    }
  }
  double* const sums = sums_.data();
  for (std::size_t which = 0; which < run_count_; ++which) {
    if (recorded_[at * run_count_ + which] == 0) continue;
    const std::size_t record = at * run_count_ + which;
    passes_->dots_alone(arena_.data() + tape_places_[record], future_.data(), rows, step.slot, sums);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      double scale = factor * constant_[lane] * tape_scales_[record * lanes + lane];
      const double stayed = sums[lane];
      const double arrived = sums[lanes + lane];
      const double was = sums[2 * lanes + lane];
      double before_stays = 1;  // of the entries up to here
      double before_arrives = 0;
      for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t cause = entries[i].cause;
        const double explains = numbers_->explains[entries[i].link * lanes + lane];
        const double present = present_[cause * lanes + lane];
        const double absent = absent_[cause * lanes + lane];
        const bool out = which > 0 && (*runs_[which].left_out)[cause] != 0;
        if (which == 0 || out) {
          // With this cause present: the group is left unexplained by all of them, or explained by one.
          const double after_stays = after_[place(i + 1, lane)];
          const double others_stay = before_stays * after_stays;
          const double others_arrive = before_arrives + before_stays * after_[place(i + 1, lane) + lanes];
          const double weight =
              scale * present *
              ((1 - explains) * others_stay * stayed + (explains + (1 - explains) * others_arrive) * arrived + was);
          if (out) {
            into.event[(which - 1) * lanes + lane] += weight;
            scale *= absent;
            continue;
          }
          into.cause[cause * lanes + lane] += weight;
          if (into.link != nullptr) {
            into.link[entries[i].link * lanes + lane] +=
                scale * present * explains * (1 - explains) * others_stay * (arrived - stayed);
          }
        }
        const double stays = absent + present * (1 - explains);
        before_arrives += before_stays * present * explains;
        before_stays *= stays;
      }
      if (which == 0 && into.explained != nullptr)
        into.explained[step.index * lanes + lane] += scale * before_arrives * arrived;
    }
  }
  // The same sums as forwards, in the order of the entries.
  double* const stays = sums;
  double* const arrives = sums + lanes;
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    stays[lane] = 1;
    arrives[lane] = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const double explains = numbers_->explains[entries[i].link * lanes + lane];
      const double present = present_[entries[i].cause * lanes + lane];
      arrives[lane] += stays[lane] * (present * explains);
      stays[lane] *= absent_[entries[i].cause * lanes + lane] + present * (1 - explains);
    }
  }
  passes_->remove_alone(future_.data(), rows, step.slot, stays, arrives);
}

/// Whether the way back needs this run's table before the step.
bool Sweep::needs_table(const Programme& programme, const Step& step, std::size_t which) const {
  if (step.act == Act::open || step.act == Act::close) return false;
  if (which == 0) return true;
  const std::vector<std::uint8_t>& left_out = *runs_[which].left_out;
  if (step.act == Act::cause) return left_out[step.index] != 0;
  if (step.act == Act::free)
    return std::any_of(programme.free.begin(), programme.free.end(),
                       [&](std::uint32_t cause) { return left_out[cause] != 0; });
  const auto first = programme.alone.begin() + step.first;
  return std::any_of(first, first + step.count,
                     [&](const Programme::Entry& entry) { return left_out[entry.cause] != 0; });
}

/// Steps first..last-1 forwards. With a tape, the tables that the way back needs are written there.
void Sweep::run(const Programme& programme, std::size_t first, std::size_t last, Run& run, std::size_t which,
                double* tape) {
  const std::size_t lanes = passes_->lanes;
  double* const table = run.table.data();
  for (std::size_t at = first; at < last; ++at) {
    const Step& step = programme.steps[at];
    const std::size_t rows = std::size_t{1} << step.row_bits;
    const std::size_t size = rows * passes_->row;
    const bool left_out = step.act == Act::cause && run.left_out != nullptr && (*run.left_out)[step.index] != 0;
    // The set of no cause stands beside the table; whatever comes of it from here on comes from the first state.
    double* before = nullptr;
    if (tape != nullptr && recorded_[at * run_count_ + which] != 0) {
      const std::size_t place = at * run_count_ + which;
      before = arena_.data() + tape_places_[place];
      std::copy(run.scale.begin(), run.scale.end(), tape_scales_.begin() + static_cast<std::ptrdiff_t>(place * lanes));
    } else if (step.act == Act::cause && !left_out) {
      before = source_.data();
    }
    if (before != nullptr) {
      std::copy(table, table + size, before);
      for (std::size_t lane = 0; lane < lanes; ++lane) before[lane] += run.none[lane];
    }
    switch (step.act) {
      case Act::free:
        for (const std::uint32_t cause : programme.free) {
          const bool out = run.left_out != nullptr && (*run.left_out)[cause] != 0;
          for (std::size_t lane = 0; lane < lanes; ++lane) {
            const double absent = absent_[cause * lanes + lane];
            if (out) {
              run.scale[lane] *= absent;
              continue;
            }
            table[lane] += run.none[lane] * present_[cause * lanes + lane];
            run.none[lane] *= absent;
          }
        }
        break;
      case Act::open:
        if (step.slot >= passes_->bits_in_row) std::fill(table + size, table + 2 * size, 0.0);
        break;  // within a row, lanes that no group has are 0
      case Act::alone: with_lanes(lanes, [&](auto count) { take_alone<count()>(programme, step, run); }); break;
      case Act::cause: {
        const double* const absent = absent_.data() + step.index * lanes;
        if (left_out) {
          for (std::size_t lane = 0; lane < lanes; ++lane) run.scale[lane] *= absent[lane];
          break;
        }
        const Move move{programme.touch_slots.data() + step.first, step.count,
                        touch_explains_.data() + step.first * lanes};
        passes_->add(table, before, scratch_.data(), rows, move, absent, present_.data() + step.index * lanes);
        for (std::size_t lane = 0; lane < lanes; ++lane) run.none[lane] *= absent[lane];
        break;
      }
      case Act::close: {
        const double* const lower = lower_.data() + step.index * lanes;
        passes_->close(table, rows, step.slot, lower, numbers_->if_explained.data() + step.index * lanes);
        for (std::size_t lane = 0; lane < lanes; ++lane) run.none[lane] *= lower[lane];
        break;
      }
    }
  }
}

void Sweep::forwards(const Programme& programme, const Numbers& numbers, double* none, double* some) {
  weigh(programme, numbers);
  if (runs_.empty()) runs_.resize(1);
  run_count_ = 1;
  start(runs_[0], programme.most_rows, nullptr);
  scratch_.at_least(programme.most_rows * passes_->row);
  source_.at_least(programme.most_rows * passes_->row);
  run(programme, 0, programme.steps.size(), runs_[0], 0, nullptr);
  for (std::size_t lane = 0; lane < passes_->lanes; ++lane) {
    none[lane] = constant_[lane] * runs_[0].none[lane];
    some[lane] = constant_[lane] * runs_[0].table.data()[lane];
  }
}

/// Segments whose tape fits the budget beside the tables kept for the segments up to there: the first one, processed
/// last, has the most room. False if the budget is too small.
bool Sweep::cut(const Programme& programme, std::size_t budget) {
  segments_.clear();
  segments_.push_back({});
  std::size_t kept = 0;
  std::size_t filled = 0;
  std::size_t most = 0;
  for (std::size_t at = 0; at < programme.steps.size(); ++at) {
    const Step& step = programme.steps[at];
    std::size_t size = 0;
    for (std::size_t which = 0; which < run_count_; ++which)
      size += recorded_[at * run_count_ + which] != 0 ? numbers_in(step) : 0;
    if (kept + filled + size > budget) {
      if (filled == 0) return false;
      segments_.push_back({at, at, kept});
      kept += run_count_ * numbers_in(step);
      filled = 0;
      if (kept + size > budget) return false;
    }
    std::size_t place = kept + filled;
    for (std::size_t which = 0; which < run_count_; ++which) {
      if (recorded_[at * run_count_ + which] == 0) continue;
      tape_places_[at * run_count_ + which] = place;
      place += numbers_in(step);
    }
    filled += size;
    most = std::max(most, kept + filled);
    segments_.back().last = at + 1;
  }
  arena_.at_least(most);
  return true;
}

void Sweep::both_ways(const Programme& programme, const Numbers& numbers,
                      const std::vector<std::vector<std::uint8_t>>& events, std::size_t event_count, double factor,
                      const Marginals& into, double* none, double* some) {
  const std::size_t lanes = passes_->lanes;
  const std::size_t row = passes_->row;
  weigh(programme, numbers);
  run_count_ = 1 + event_count;
  if (runs_.size() < run_count_) runs_.resize(run_count_);
  for (std::size_t which = 0; which < run_count_; ++which)
    start(runs_[which], programme.most_rows, which == 0 ? nullptr : &events[which - 1]);
  scratch_.at_least(programme.most_rows * row);
  source_.at_least(programme.most_rows * row);
  future_.at_least(programme.most_rows * row);
  if (into.link != nullptr) stages_.at_least((programme.most_touches + 2) * programme.most_rows * row);
  at_least(tape_places_, programme.steps.size() * run_count_);
  at_least(tape_scales_, programme.steps.size() * run_count_ * lanes);
  at_least(before_, 2 * (programme.most_alone + 1) * lanes);
  at_least(after_, 2 * (programme.most_alone + 1) * lanes);
  at_least(sums_, 5 * lanes);
  at_least(recorded_, programme.steps.size() * run_count_);
  for (std::size_t at = 0; at < programme.steps.size(); ++at)
    for (std::size_t which = 0; which < run_count_; ++which)
      recorded_[at * run_count_ + which] = needs_table(programme, programme.steps[at], which) ? 1 : 0;
  for (std::size_t budget = std::max(usual_arena, arena_size_); !cut(programme, budget); budget += budget / 4)
    arena_size_ = budget + budget / 4;
  at_least(kept_numbers_, segments_.size() * run_count_ * 2 * lanes);

  const auto keep = [&](std::size_t segment, bool back) {
    const std::size_t size = numbers_in(programme.steps[segments_[segment].first]);
    for (std::size_t which = 0; which < run_count_; ++which) {
      Run& one = runs_[which];
      double* const kept = arena_.data() + segments_[segment].kept + which * size;
      double* const scalars = kept_numbers_.data() + (segment * run_count_ + which) * 2 * lanes;
      if (back) {
        std::copy(kept, kept + size, one.table.data());
        std::copy(scalars, scalars + lanes, one.none.data());
        std::copy(scalars + lanes, scalars + 2 * lanes, one.scale.data());
      } else {
        std::copy(one.table.data(), one.table.data() + size, kept);
        std::copy(one.none.begin(), one.none.end(), scalars);
        std::copy(one.scale.begin(), one.scale.end(), scalars + lanes);
      }
    }
  };
  const auto run_all = [&](const Segment& segment, bool record) {
    for (std::size_t which = 0; which < run_count_; ++which)
      run(programme, segment.first, segment.last, runs_[which], which, record ? arena_.data() : nullptr);
  };
  for (std::size_t which = 0; which < segments_.size(); ++which) {
    if (which > 0) keep(which, false);
    run_all(segments_[which], which + 1 == segments_.size());
  }
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    none[lane] = constant_[lane] * runs_[0].none[lane];
    some[lane] = constant_[lane] * runs_[0].table.data()[lane];
  }
  at_least(without_, event_count);
  for (std::size_t event = 0; event < event_count; ++event) {
    const Run& one = runs_[event + 1];
    without_[event] = constant_[0] * one.scale[0] * (one.table.data()[0] + one.none[0]);
  }
  std::fill(future_.data(), future_.data() + row, 0.0);
  std::fill(future_.data(), future_.data() + lanes, 1.0);
  for (std::size_t which = segments_.size(); which-- > 0;) {
    if (which + 1 < segments_.size()) {
      if (which > 0) {
        keep(which, true);
      } else {
        for (std::size_t one = 0; one < run_count_; ++one) start(runs_[one], 1, runs_[one].left_out);
      }
      run_all(segments_[which], true);
    }
    run_back(programme, segments_[which], factor, into);
  }
}

double Sweep::without_event(std::size_t event) const { return without_[event]; }

void Sweep::run_back(const Programme& programme, const Segment& segment, double factor, const Marginals& into) {
  const std::size_t lanes = passes_->lanes;
  for (std::size_t at = segment.last; at-- > segment.first;) {
    const Step& step = programme.steps[at];
    switch (step.act) {
      case Act::free:
        with_lanes(lanes, [&](auto count) {
          free_back<count()>(programme, arena_.data() + tape_places_[at * run_count_], factor, into);
        });
        break;
      case Act::open: break;  // states in which the group is explained: no path enters here, they are left behind
      case Act::alone:
        with_lanes(lanes, [&](auto count) { alone_back<count()>(programme, step, at, factor, into); });
        break;
      case Act::cause: cause_back(programme, step, at, factor, into); break;
      case Act::close:
        passes_->reopen(future_.data(), std::size_t{1} << step.row_bits, step.slot, lower_.data() + step.index * lanes,
                        numbers_->if_explained.data() + step.index * lanes);
        break;
    }
  }
}

void Sweep::cause_back(const Programme& programme, const Step& step, std::size_t at, double factor,
                       const Marginals& into) {
  const std::size_t lanes = passes_->lanes;
  const std::size_t rows = std::size_t{1} << step.row_bits;
  const Move move{programme.touch_slots.data() + step.first, step.count, touch_explains_.data() + step.first * lanes};
  const double* const absent = absent_.data() + step.index * lanes;
  const double* const present = present_.data() + step.index * lanes;
  double* const sum = sums_.data();
  // A set has one of an event's causes if some cause is the first of them: none before, whatever after.
  bool pulled = false;
  for (std::size_t which = 1; which < run_count_; ++which) {
    if (recorded_[at * run_count_ + which] == 0) continue;
    if (!pulled) passes_->pull(source_.data(), future_.data(), rows, move);
    pulled = true;
    const std::size_t record = at * run_count_ + which;
    passes_->dot(arena_.data() + tape_places_[record], source_.data(), rows, sum);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      into.event[(which - 1) * lanes + lane] +=
          factor * constant_[lane] * tape_scales_[record * lanes + lane] * present[lane] * sum[lane];
    }
  }
  const double* const past = arena_.data() + tape_places_[at * run_count_];
  if (into.link != nullptr) links_back(programme, step, past, factor, into);
  passes_->remove(future_.data(), past, scratch_.data(), rows, move, absent, present, sum);
  for (std::size_t lane = 0; lane < lanes; ++lane)
    into.cause[step.index * lanes + lane] += factor * constant_[lane] * (present[lane] * sum[lane]);
}

/// For each touch: the weight of what the other touches leave, by what this one does.
void Sweep::links_back(const Programme& programme, const Step& step, const double* past, double factor,
                       const Marginals& into) {
  const std::size_t lanes = passes_->lanes;
  const std::size_t rows = std::size_t{1} << step.row_bits;
  const std::size_t size = rows * passes_->row;
  const auto stage = [&](std::size_t which) { return stages_.data() + which * size; };
  const auto one_touch = [&](std::size_t touch) {
    return Move{programme.touch_slots.data() + step.first + touch, 1,
                touch_explains_.data() + (step.first + touch) * lanes};
  };
  // stage(j): the future before the touches from j on. The touches do not depend on each other, any order serves.
  const double* later = future_.data();
  for (std::size_t touch = step.count; touch-- > 1;) {
    passes_->pull(stage(touch), later, rows, one_touch(touch));
    later = stage(touch);
  }
  const double* so_far = past;
  double* const sums = sums_.data();
  for (std::size_t touch = 0; touch < step.count; ++touch) {
    const Move move = one_touch(touch);
    later = touch + 1 < step.count ? stage(touch + 1) : future_.data();
    passes_->dots_alone(so_far, later, rows, *move.slots, sums);
    const std::uint32_t link = programme.touch_links[step.first + touch];
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const double explains = move.explains[lane];
      const double weight = factor * constant_[lane] * present_[step.index * lanes + lane] * explains;
      into.link[link * lanes + lane] += weight * (1 - explains) * (sums[lanes + lane] - sums[lane]);
      into.explained[programme.touch_groups[step.first + touch] * lanes + lane] += weight * sums[lanes + lane];
    }
    if (touch + 1 == step.count) break;
    double* const next = stage(step.count);
    passes_->push(next, so_far, rows, move);
    so_far = next;
  }
}

}  // namespace lumbar::bayes
