// SPDX-License-Identifier: Apache-2.0
// Lifts by the lifting equation in words.
#include <fmt/format.h>

#include <cmath>

#include "lumbar/base/text.h"
#include "lumbar/clinic/report/report.h"
#include "lumbar/clinic/report/terminal_text.h"

namespace lumbar {
namespace {

using mechanics::Factor, mechanics::JobAssessment, mechanics::Lift, mechanics::LiftAssessment, mechanics::WeightLimit;

class LoadWords {
 public:
  LoadWords(const Knowledge& knowledge, LiftingUnits units, std::optional<double> tested_load, std::size_t width)
      : knowledge_(knowledge),
        lifting_(knowledge.lifting()),
        units_(units),
        tested_load_(tested_load),
        out_(knowledge, width, "load.") {}

  std::string write(const std::vector<Lift>& lifts, const JobAssessment& job, mechanics::Duration duration) {
    out_.paragraph(out_.say("title"));
    out_.row(out_.say("duration"), out_.say("duration." + std::string(word_of(duration))));
    for (std::size_t i = 0; i < lifts.size(); ++i) {
      out_.gap();
      write_lift(lifts[i], job.lifts[i]);
    }
    if (lifts.size() > 1) write_job(lifts, job);
    out_.gap();
    std::vector<std::string> excluded;
    for (const LiftingExclusion& one : lifting_.exclusions) excluded.push_back(one.words);
    out_.paragraph(out_.say("covers", {{"list", joined(excluded, "; ")}}));
    if (!tested_load_) out_.paragraph(out_.say("person_none"));
    out_.paragraph(out_.say("source", {{"units", out_.say("units." + std::string(word_of(units_)))}}));
    return out_.take();
  }

 private:
  bool metric() const { return units_ == LiftingUnits::metric; }
  std::string unit() const { return metric() ? "kg" : "lb"; }
  // Two decimals for multipliers, one for weights and indices: as the manual prints them (p. 29). An index just above 1
  // must not be printed as 1.0, so indices have two.
  static std::string weight(double value) { return fmt::format("{:.1f}", value); }
  static std::string index(std::optional<double> value) {
    return value ? fmt::format("{:.2f}", std::ceil(*value * 100 - 1e-6) / 100) : std::string("–");
  }

  const LiftingBand& band_of(double value) const {
    for (const LiftingBand& band : lifting_.bands) {
      if (!band.up_to || value <= *band.up_to) return band;
    }
    return lifting_.bands.back();
  }

  std::string farthest(Factor factor) const {
    const mechanics::LiftingConstants& constants = lifting_.of(units_);
    const std::string length = metric() ? " cm" : " in";
    switch (factor) {
      case Factor::horizontal: return written(constants.horizontal_most) + length;
      case Factor::vertical: return written(constants.vertical_most) + length;
      case Factor::distance: return written(constants.distance_most) + length;
      case Factor::asymmetry: return written(constants.asymmetry_most) + "°";
      case Factor::frequency:
      case Factor::coupling: return {};
    }
    return {};
  }

  std::string why_none(const WeightLimit& limit) const {
    std::vector<std::string> reasons;
    for (std::size_t i = 0; i < mechanics::factors; ++i) {
      if (limit.multipliers[i] > 0) continue;
      const auto factor = static_cast<Factor>(i);
      reasons.push_back(out_.say("why." + std::string(word_of(factor)), {{"most", farthest(factor)}}));
    }
    return joined(reasons, "; ");
  }

  void write_limit(const WeightLimit& limit, std::string_view where) {
    std::string parts;
    for (std::size_t i = 0; i < mechanics::factors; ++i)
      parts += (i == 0 ? "" : " ") + lifting_.advice[i].symbol + " " + fmt::format("{:.2f}", limit.multipliers[i]);
    out_.row(out_.say("parts") + ", " + out_.say(where), parts);
    out_.row(out_.say("limit"), limit.limit > 0
                                    ? out_.say("limit_value", {{"limit", weight(limit.limit)}, {"unit", unit()}})
                                    : out_.say("no_limit", {{"why", why_none(limit)}}));
  }

  void write_lift(const Lift& lift, const LiftAssessment& made) {
    out_.paragraph(out_.say("lift", {{"name", lift.name}}));
    write_limit(made.origin, "origin");
    if (made.destination) {
      write_limit(*made.destination, "destination");
      out_.row("", out_.say("decides", {{"where", out_.say(made.destination_decides ? "destination" : "origin")}}));
    }
    const WeightLimit& limit = made.deciding();
    if (!made.lifting_index) {
      out_.row(out_.say("index"), out_.say("no_index"));
    } else {
      const LiftingBand& band = band_of(*made.lifting_index);
      out_.row(out_.say("index"), out_.say("index_value", {{"index", index(made.lifting_index)},
                                                           {"load", weight(lift.load_most)},
                                                           {"limit", weight(limit.limit)},
                                                           {"unit", unit()},
                                                           {"band", band.label}}));
      out_.row("", band.words);
    }
    write_what_eases(limit);
    if (!tested_load_) return;
    const double share = knowledge_.parameter("lifting_target_share");
    out_.row(out_.say("person"),
             out_.say("person_value", {{"target", weight(std::min(limit.limit, share * *tested_load_))},
                                       {"unit", unit()},
                                       {"share", written(100 * share) + " %"},
                                       {"tested", weight(*tested_load_)}}));
  }

  // The smallest multiplier is what costs most.
  void write_what_eases(const WeightLimit& limit) {
    const auto smallest = std::min_element(limit.multipliers.begin(), limit.multipliers.end());
    if (*smallest >= 1) {
      out_.row(out_.say("eases"), out_.say("none_eases"));
      return;
    }
    const auto place = static_cast<std::size_t>(smallest - limit.multipliers.begin());
    double at_its_best = lifting_.of(units_).load;
    for (std::size_t i = 0; i < mechanics::factors; ++i) {
      if (i != place) at_its_best *= limit.multipliers[i];
    }
    const LiftingAdvice& advice = lifting_.advice[place];
    out_.row(
        out_.say("eases"),
        out_.say("eases_value",
                 {{"part", advice.label}, {"limit", weight(at_its_best)}, {"unit", unit()}, {"words", advice.words}}));
  }

  void write_job(const std::vector<Lift>& lifts, const JobAssessment& job) {
    out_.gap();
    out_.paragraph(out_.say("job"));
    if (job.composite_index) {
      const LiftingBand& band = band_of(*job.composite_index);
      out_.row(out_.say("composite"),
               out_.say("composite_value", {{"index", index(job.composite_index)}, {"band", band.label}}));
      out_.row("", band.words);
    } else {
      out_.row(out_.say("composite"), out_.say("no_composite"));
    }
    for (std::size_t i = 0; i < job.order.size(); ++i) {
      const LiftAssessment& one = job.lifts[job.order[i]];
      std::string words = out_.say(
          "by_task_value",
          {{"name", lifts[job.order[i]].name}, {"fili", index(one.strength_index)}, {"stli", index(one.task_index)}});
      if (i > 0 && i <= job.increments.size())
        words += ", " + out_.say("increment", {{"amount", index(job.increments[i - 1])}});
      out_.row(i == 0 ? out_.say("by_task") : "", words);
    }
  }

  const Knowledge& knowledge_;
  const Lifting& lifting_;
  LiftingUnits units_;
  std::optional<double> tested_load_;
  TerminalText out_;
};

}  // namespace

std::string write_load(const std::vector<Lift>& lifts, const JobAssessment& assessment, mechanics::Duration duration,
                       LiftingUnits units, std::optional<double> tested_load, const Knowledge& knowledge,
                       std::size_t width) {
  return LoadWords(knowledge, units, tested_load, width).write(lifts, assessment, duration);
}

}  // namespace lumbar
