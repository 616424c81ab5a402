// SPDX-License-Identifier: Apache-2.0
// What following a person over time stands on: how far a repeated test errs, which answers last, what is new
// neurology, how long recovery takes. Read from facts/measures.toml, norms.toml and course.toml.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "lumbar/base/id.h"
#include "lumbar/base/scales.h"
#include "lumbar/base/source.h"

namespace lumbar {

/// A questionnaire or test as far as its repetition is concerned. One test may have several rows, by sex.
struct Reliability {
  std::string name;        ///< of the measure (`rmdq`) or of the test (`sorensen`)
  std::string label, row;  ///< as it is called, and the row of the facts whose figures these are
  std::string unit;        ///< empty: points
  bool lower_is_better = false;
  std::optional<double> low, high;        ///< the range of its values
  std::optional<double> ceiling;          ///< from here on a value says "at least"
  std::optional<double> sem;              ///< between days, in its unit; none where nobody measured it
  std::string sem_from;                   ///< "sem", "mdc95" or "sd_icc"
  std::optional<double> important;        ///< smallest change that matters to people, in its unit
  std::optional<double> important_share;  ///< the same as a share of the value at the beginning
  std::optional<Sex> sex;                 ///< of the people its error was measured in; none: both
  Basis basis;
};

/// Findings that are an alarm when they are new or worse, and the urgency below which such a check-in may not fall.
struct NewNeurology {
  std::vector<FindingId> findings;
  Urgency floor = Urgency::within_24h;
  Basis basis;
};

/// What most people meet in a stretch of weeks; its words are the phrase `course.milestone.NAME`.
struct Milestone {
  std::string name;
  double from_weeks = 0, to_weeks = 0;
  Basis basis;
};

/// Share of the value at the beginning that groups of people still had on a day.
struct ExpectedShare {
  std::string measure;
  double day = 0, low = 0, high = 0;
  Basis basis;
};

/// A reason to see somebody that follows from a course; its words are the phrase `course.passing_on.NAME`.
struct PassingOn {
  std::string name;
  std::vector<SpecialistId> specialists;
  int within_days = 0;
  Basis basis;
};

struct TestRange {
  std::string unit;
  double low = 0, high = 0;
};

struct CourseFacts {
  std::vector<Reliability> measures;  ///< questionnaires, by the order of the facts
  std::vector<Reliability> tests;     ///< every test that norms.toml names, those with a known error first
  std::vector<FindingId> lasting;     ///< ascending
  std::vector<NewNeurology> neurology;
  std::vector<SpecialistId> settles;  ///< who may settle an earlier emergency
  std::vector<Milestone> milestones;
  std::vector<ExpectedShare> expected;  ///< by measure and day
  std::vector<PassingOn> passing_on;
  std::vector<TestRange> ranges;

  /// Nothing where the facts have none of this name.
  const Reliability* measure(std::string_view name) const;
  /// The row for a test: one whose error is known, measured in this sex before both, before rows without an error.
  const Reliability* test(std::string_view name, std::optional<Sex> sex) const;
  const TestRange* range(std::string_view unit) const;
  const PassingOn* reason(std::string_view name) const;
};

}  // namespace lumbar
