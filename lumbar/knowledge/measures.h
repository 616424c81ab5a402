// SPDX-License-Identifier: Apache-2.0
// Questionnaires and tests that are repeated over time: what they ask, how they are scored, what a score means, how
// large a change has to be. Figures stand in facts/measures.toml and facts/measure_scores.toml.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/scales.h"
#include "lumbar/base/source.h"

namespace lumbar {

/// How a score comes out of its items.
enum class ScoreMethod : std::uint8_t {
  entered,     ///< it does not: the number is entered
  sum,         ///< points added up
  mean,        ///< mean of the answered items
  percent,     ///< 100 × points / most points of the answered items
  difference,  ///< the last item minus the first
};
template <>
struct Words<ScoreMethod> {
  static constexpr auto list = std::to_array<std::string_view>({"entered", "sum", "mean", "percent", "difference"});
};

/// What becomes of a score when an item is not answered. Never that the answer is taken for no.
enum class MissingItems : std::uint8_t {
  refused,   ///< no score
  answered,  ///< reckoned from the answered ones, as long as few enough are missing
  bounds,    ///< the least and the most that the missing ones allow
};
template <>
struct Words<MissingItems> {
  static constexpr auto list = std::to_array<std::string_view>({"refused", "answered", "bounds"});
};

/// Which way a score moves when the person gets better.
enum class Better : std::uint8_t { lower, higher, neither };
template <>
struct Words<Better> {
  static constexpr auto list = std::to_array<std::string_view>({"lower", "higher", "neither"});
};

/// Whether the words of an instrument are shown. The facts say why.
enum class Wordings : std::uint8_t { shipped, not_shipped };

/// One item: a question, or one of several numbers to be read off.
struct MeasureItem {
  std::string name;     ///< "1", "2", …, or a word where the item is the project's own
  std::string wording;  ///< own words; empty where the licence of the instrument keeps its words back
  double least = 0, most = 0;
  bool whole = true;                  ///< only whole numbers
  std::optional<double> counts_from;  ///< scored 1 from this answer on, else 0; none: scored as answered
};

/// A range of scores with one meaning. The first that fits holds.
struct ScoreBand {
  std::optional<double> up_to;  ///< fits up to here, included
  std::optional<double> below;  ///< fits below this; one of the two is given
  /// Fits only while another score of the instrument is at most this; none: it does not matter.
  std::optional<std::size_t> also;
  double also_up_to = 0;
  std::string label;   ///< in a word or two
  std::string advice;  ///< what to do about it, in plain words; often empty
  Basis basis;
};

/// What a threshold says: a change that people notice, or one beyond the error of measurement.
enum class ChangeKind : std::uint8_t { important, detectable };
template <>
struct Words<ChangeKind> {
  static constexpr auto list = std::to_array<std::string_view>({"mcid", "mdc"});
};

/// Which changes a threshold judges.
enum class ChangeWay : std::uint8_t { improvement, worsening, either };
template <>
struct Words<ChangeWay> {
  static constexpr auto list = std::to_array<std::string_view>({"improvement", "worsening", "either"});
};

/// How large a change has to be, and among whom that was found.
struct ChangeThreshold {
  ChangeKind kind = ChangeKind::important;
  ChangeWay way = ChangeWay::improvement;
  std::optional<double> points;       ///< in the unit of the score; with `points_most` where sources give a range
  std::optional<double> points_most;  ///< at least `points`
  std::optional<double> percent;      ///< of the earlier score
  bool both = false;                  ///< points and percent must be reached; otherwise either is enough
  std::string size, population, note;
  Basis basis;
};

/// One score of an instrument.
struct MeasureScore {
  std::string name, label, unit, note;
  ScoreMethod method = ScoreMethod::entered;
  Better better = Better::neither;
  double least = 0, most = 0;      ///< what the score can be
  bool whole = true;               ///< only whole numbers are entered
  std::vector<std::size_t> items;  ///< places in Measure::items; empty where the score is entered
  MissingItems missing = MissingItems::refused;
  std::size_t missing_most = 0;  ///< of `answered`: how many may be missing
  std::vector<ScoreBand> bands;
  std::vector<ChangeThreshold> changes;
  Basis basis;
};

/// A questionnaire or test.
struct Measure {
  std::string name, label, domain, respondent, scoring, recall_period, frequency, citation, address, note;
  std::string licence_holder, licence_status, licence_action;
  Wordings wordings = Wordings::not_shipped;
  std::vector<MeasureItem> items;
  std::vector<MeasureScore> scores;  ///< at least one
  Basis basis;
};

}  // namespace lumbar
