// SPDX-License-Identifier: Apache-2.0
// The revised NIOSH lifting equation: the load that nearly all healthy workers can lift in one task, and how far a job
// goes beyond it. Waters, Putz-Anderson, Garg, Fine, Ergonomics 1993;36(7):749-776; applications manual DHHS (NIOSH)
// 94-110, revised 2021, whose pages are named below. Lengths and weights are in the unit of the constants handed in:
// cm and kg, or inches and pounds.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/result.h"
#include "lumbar/base/scales.h"

namespace lumbar::mechanics {

/// How well the hands hold the load (p. 17). Ordered: later is worse.
enum class Coupling : std::uint8_t { good, fair, poor };
/// How long is lifted, by work and the rest that follows (pp. 13-14). Ordered: later is longer.
enum class Duration : std::uint8_t { up_to_1_h, up_to_2_h, up_to_8_h };
/// The parts of the equation, in its order (p. 7).
enum class Factor : std::uint8_t { horizontal, vertical, distance, asymmetry, frequency, coupling };
inline constexpr std::size_t factors = 6;

/// Frequency multipliers of one row of the table (p. 15): by duration, then hands below the split and at or above it.
struct FrequencyRow {
  double lifts_per_minute = 0;
  std::array<std::array<double, 2>, 3> multipliers = {};
};

/// Lengths and the load constant in one system of units, and the tables that both systems share.
struct LiftingConstants {
  double load = 0;                                     ///< the load constant: what may be lifted when all is ideal
  double horizontal_least = 0, horizontal_most = 0;    ///< nearer counts as the least; farther gives no load
  double vertical_best = 0, vertical_slope = 0;        ///< VM = 1 − slope · |V − best|
  double vertical_most = 0;                            ///< higher gives no load
  double distance_base = 0, distance_slope = 0;        ///< DM = base + slope / D
  double distance_least = 0, distance_most = 0;        ///< shorter counts as the least; longer gives no load
  double asymmetry_slope = 0, asymmetry_most = 0;      ///< degrees; AM = 1 − slope · A; more gives no load
  double split = 0;                                    ///< height at which frequency and coupling change columns
  std::vector<FrequencyRow> frequency;                 ///< by lifts a minute, ascending; at least two rows
  std::array<std::array<double, 2>, 3> coupling = {};  ///< by Coupling, then as FrequencyRow
  std::array<double, 2> recovery = {};                 ///< rest per work that the first two durations ask for
  std::array<double, 3> work_minutes = {};             ///< longest work of each duration
};

/// Where the hands are.
struct Hands {
  double horizontal = 0;  ///< from the middle between the ankles, along the floor
  double vertical = 0;    ///< above the floor
  double asymmetry = 0;   ///< degrees that the load is beside the middle of the body
};

/// One kind of lift of a job.
struct Lift {
  std::string name;
  double load = 0;       ///< of a usual lift
  double load_most = 0;  ///< of the heaviest; at least `load`
  Hands origin;
  Hands destination;        ///< its asymmetry and horizontal place count only where the load is controlled there
  bool controlled = false;  ///< held, placed or gripped anew at the destination (p. 21)
  double lifts_per_minute = 0;
  Coupling coupling = Coupling::good;
};

/// The multipliers where the hands are, each in 0..1, in the order of Factor; and the loads they come to.
struct WeightLimit {
  std::array<double, factors> multipliers = {};
  double limit = 0;             ///< RWL; 0 where a limit of the equation is passed
  double at_any_frequency = 0;  ///< FIRWL: without the frequency multiplier
};

/// What one lift comes to.
struct LiftAssessment {
  WeightLimit origin;
  std::optional<WeightLimit> destination;  ///< where the load is controlled there
  bool destination_decides = false;        ///< its limit is the lower one
  std::optional<double> strength_index;    ///< FILI: heaviest load by FIRWL; nothing where that is 0
  std::optional<double> task_index;        ///< STLI: usual load by RWL; nothing where that is 0
  std::optional<double> lifting_index;     ///< LI: heaviest load by RWL; nothing where that is 0

  const WeightLimit& deciding() const { return destination_decides ? *destination : origin; }
};

/// What a job of several lifts comes to (pp. 26-28).
struct JobAssessment {
  std::vector<LiftAssessment> lifts;  ///< in the order given
  std::vector<std::size_t> order;     ///< from the most to the least stressful: by STLI, then by frequency
  std::vector<double> increments;     ///< what each lift of `order` after the first adds to the composite index
  std::optional<double>
      composite_index;  ///< CLI; nothing where a lift has no limit, or all lifts together are too many
};

/// The category of a work pattern (p. 14): the first whose work and rest are kept. More than the longest is nothing.
std::optional<Duration> duration_of(double work_minutes, double rest_minutes, const LiftingConstants& constants);

/// From the table, linear between its rows (p. 7); 0 above the last row that allows lifting. `vertical` is that of the
/// origin. Rarer than the first row counts as the first.
double frequency_multiplier(double lifts_per_minute, Duration duration, double vertical,
                            const LiftingConstants& constants);

/// Never fails: what lies beyond a limit of the equation has the multiplier 0. Lengths and loads must be finite and not
/// negative.
LiftAssessment assess_lift(const Lift& lift, Duration duration, const LiftingConstants& constants);
JobAssessment assess_job(const std::vector<Lift>& lifts, Duration duration, const LiftingConstants& constants);

}  // namespace lumbar::mechanics

namespace lumbar {
template <>
struct Words<mechanics::Coupling> {
  static constexpr auto list = std::to_array<std::string_view>({"good", "fair", "poor"});
};
template <>
struct Words<mechanics::Duration> {
  static constexpr auto list = std::to_array<std::string_view>({"up_to_1_h", "up_to_2_h", "up_to_8_h"});
};
template <>
struct Words<mechanics::Factor> {
  static constexpr auto list =
      std::to_array<std::string_view>({"horizontal", "vertical", "distance", "asymmetry", "frequency", "coupling"});
};
}  // namespace lumbar
