// SPDX-License-Identifier: Apache-2.0
// The lifting equation's constants and tables, what is said of a lift, and what prevents.
#include <algorithm>

#include "lumbar/knowledge/loader.h"

namespace lumbar {
namespace {

using mechanics::LiftingConstants;

constexpr std::array<std::string_view, 3> durations = Words<mechanics::Duration>::list;
// A column of the tables: hands below the split, and at or above it.
constexpr std::array<std::string_view, 2> heights = {"_below", "_above"};

std::string field_name(std::string_view duration, std::string_view height) {
  return std::string(duration) + std::string(height);
}

}  // namespace

void Loader::read_lifting() {
  Lifting& lifting = made_.lifting_;
  for (const Record& row : table("lifting_constants")) {
    once(row, "lifting_constants", row.text("units"));
    LiftingConstants& made = lifting.constants[static_cast<std::size_t>(scale_of<LiftingUnits>(row, "units"))];
    lifting.basis = basis_of(row);
    const auto positive = [&](std::string_view field) {
      const double value = row.number(field).value_or(0);
      if (!(value > 0)) complain(row, field, "is no number above 0");
      return value;
    };
    made.load = positive("load");
    made.horizontal_least = positive("horizontal_least");
    made.horizontal_most = positive("horizontal_most");
    made.vertical_best = positive("vertical_best");
    made.vertical_slope = positive("vertical_slope");
    made.vertical_most = positive("vertical_most");
    made.distance_base = positive("distance_base");
    made.distance_slope = positive("distance_slope");
    made.distance_least = positive("distance_least");
    made.distance_most = positive("distance_most");
    made.asymmetry_slope = positive("asymmetry_slope");
    made.asymmetry_most = positive("asymmetry_most");
    made.split = positive("split");
  }
  read_lifting_tables();
  for (const Record& row : table("lifting_exclusion")) {
    once(row, "lifting_exclusion", row.text("id"));
    lifting.exclusions.push_back({row.text("id"), row.text("words"), basis_of(row)});
  }
  for (const Record& row : table("lifting_band"))
    lifting.bands.push_back({row.number("up_to"), row.text("label"), row.text("words"), basis_of(row)});
  for (const Record& row : table("lifting_advice")) {
    const auto factor = scale_of<mechanics::Factor>(row, "factor");
    if (static_cast<std::size_t>(factor) != lifting.advice.size())
      complain(row, "factor", "one row for each factor, in the order of the equation");
    lifting.advice.push_back({factor, row.text("label"), row.text("symbol"), row.text("words"), basis_of(row)});
  }
}

// The same tables hold for both systems of units.
void Loader::read_lifting_tables() {
  Lifting& lifting = made_.lifting_;
  LiftingConstants shared;
  for (const Record& row : table("lifting_frequency")) {
    basis_of(row);
    mechanics::FrequencyRow made;
    made.lifts_per_minute = row.number("lifts_per_minute").value_or(-1);
    if (made.lifts_per_minute <= (shared.frequency.empty() ? 0 : shared.frequency.back().lifts_per_minute))
      complain(row, "lifts_per_minute", "rows stand by lifts a minute, ascending, above 0");
    for (std::size_t i = 0; i < durations.size(); ++i) {
      for (std::size_t k = 0; k < heights.size(); ++k) {
        const std::string field = field_name(durations[i], heights[k]);
        double& multiplier = made.multipliers[i][k];
        multiplier = row.number(field).value_or(-1);
        if (!(multiplier >= 0 && multiplier <= 1)) complain(row, field, "a multiplier lies in 0..1");
        // Lifting more often is never easier, and never easier from below the split.
        if (!shared.frequency.empty() && multiplier > shared.frequency.back().multipliers[i][k])
          complain(row, field, "is larger than at fewer lifts a minute");
        if (k == 1 && multiplier < made.multipliers[i][0]) complain(row, field, "is smaller than below the split");
      }
    }
    shared.frequency.push_back(made);
  }
  std::size_t couplings = 0;
  for (const Record& row : table("lifting_coupling")) {
    basis_of(row);
    const auto coupling = static_cast<std::size_t>(scale_of<mechanics::Coupling>(row, "coupling"));
    for (std::size_t k = 0; k < heights.size(); ++k) {
      const std::string field = "multiplier" + std::string(heights[k]);
      shared.coupling[coupling][k] = row.number(field).value_or(-1);
      if (!(shared.coupling[coupling][k] > 0 && shared.coupling[coupling][k] <= 1))
        complain(row, field, "a multiplier lies above 0, up to 1");
    }
    ++couplings;
  }
  for (const Record& row : table("lifting_duration")) {
    basis_of(row);
    const auto duration = static_cast<std::size_t>(scale_of<mechanics::Duration>(row, "duration"));
    shared.work_minutes[duration] = row.number("work_minutes").value_or(0);
    if (duration < shared.recovery.size()) shared.recovery[duration] = row.number("rest_per_work").value_or(0);
  }
  if (table("lifting_constants").empty()) return;
  const Record& first = table("lifting_constants").front();
  if (table("lifting_constants").size() != 2 || shared.frequency.size() < 2 || couplings != 3 ||
      table("lifting_duration").size() != durations.size() || table("lifting_advice").size() != mechanics::factors ||
      table("lifting_band").empty())
    complain(first, "units",
             "the equation needs both units, two rows of frequency, three couplings, three durations, a word on each "
             "factor, and a band");
  for (LiftingConstants& one : lifting.constants) {
    one.frequency = shared.frequency;
    one.coupling = shared.coupling;
    one.recovery = shared.recovery;
    one.work_minutes = shared.work_minutes;
  }
}

void Loader::read_prevention() {
  for (const Record& row : table("prevention_tip")) {
    once(row, "prevention_tip", row.text("id"));
    PreventionTip tip;
    tip.name = row.text("id");
    tip.words = row.text("words");
    tip.because = row.text("because");
    tip.occupation = scale_of<Occupation>(row, "occupation");
    tip.kind = scale_of<TipKind>(row, "kind");
    tip.basis = basis_of(row);
    if (tip.words.empty() || tip.because.empty()) complain(row, "words", "a tip says what to do, and because of what");
    made_.prevention_tips_.push_back(std::move(tip));
  }
}

}  // namespace lumbar
