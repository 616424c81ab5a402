// SPDX-License-Identifier: Apache-2.0
// A person followed over time: the triage of every check-in first, then better, same or worse beyond noise, what to do
// with the load, and when to look again. Pure; the same course gives the same bytes.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lumbar/base/case.h"
#include "lumbar/clinic/consult/consult.h"
#include "lumbar/science/change/change.h"

namespace lumbar {

/// Pain from 0 (none) to 10 (worst imaginable).
struct PainRating {
  std::optional<double> at_rest, now, worst;
};

/// An activity of the person's own: 0 cannot, 10 as before.
struct ActivityRating {
  std::string activity;
  double ability = 0;
};

/// What ended a test. Only `limit` and `examiner` are a measure of strength.
enum class StoppedBy : std::uint8_t { limit, examiner, pain, limb };
template <>
struct Words<StoppedBy> {
  static constexpr auto list = std::to_array<std::string_view>({"limit", "examiner", "pain", "limb"});
};

struct TestedStrength {
  std::string test;     ///< as norms.toml names it
  std::string variant;  ///< how it was done: position, grip, device; never empty
  std::optional<Side> side;
  double value = 0;  ///< in the unit of the test
  StoppedBy stopped_by = StoppedBy::limit;
};

/// One training session. What was not told is not there.
struct Session {
  std::optional<Date> day;                              ///< none: that of the entry
  std::optional<double> effort, pain_during;            ///< 0..10
  std::optional<double> next_day_rise;                  ///< pain of the next day above that before, -10..10
  std::optional<bool> target_met;                       ///< the whole dose in good form
  std::optional<double> reps_in_reserve, load, volume;  ///< volume: sets x repetitions x hold or load
};

/// One dated entry. The check is what was answered that day; findings that no answer names were not asked.
struct CheckIn {
  Date day;
  std::vector<Statement> said;
  PainRating pain;
  std::vector<ActivityRating> activities;
  std::optional<double> roland_morris;  ///< 0..24
  std::vector<TestedStrength> tests;
  std::optional<int> sessions_planned;
  std::vector<Session> sessions;
  SpecialistId seen_by;  ///< who has examined the person because of what was told before; none
  std::string note;
};

/// What the person wants to be able to do again.
struct Goal {
  std::string activity;
  double at_least = 8;  ///< of 10
};

/// A baseline with its day (`as_of`), and entries after it. The reader guards order and ranges.
struct Course {
  Case baseline;
  std::vector<Goal> goals;
  std::vector<CheckIn> entries;
  std::vector<std::string> flags;  ///< what the reader lets pass and wants said
};

// --- What comes of it
// -------------------------------------------------------------------------------------------------

/// New or worse neurology: no statistics are asked about it.
struct Alarm {
  enum class Kind : std::uint8_t { new_finding, worse_finding, other_side_too, power_fell };
  Kind kind = Kind::new_finding;
  FindingId finding;
  std::optional<Side> side;      ///< of a fall of power
  double before = 0, after = 0;  ///< grades
  Urgency floor = Urgency::within_24h;
  Date day;  ///< of the entry that told it
  friend bool operator==(const Alarm&, const Alarm&) = default;
};
template <>
struct Words<Alarm::Kind> {
  static constexpr auto list =
      std::to_array<std::string_view>({"new_finding", "worse_finding", "other_side_too", "power_fell"});
};

/// Something told earlier and not answered at a check-in.
struct Carried {
  FindingId finding;
  Date told;
  friend bool operator==(const Carried&, const Carried&) = default;
};

/// The triage of one entry. The first is the baseline.
struct CheckInTriage {
  Date day;
  Urgency level = Urgency::self_care;  ///< the highest of the triage, of the answers alone, and of the alarms
  Urgency alone = Urgency::self_care;  ///< of what was answered that day, beside what lasts, by the rules
  Triage triage;                       ///< with what is carried
  std::vector<Carried> carried;        ///< counted as still there
  std::vector<Carried> lapsed;         ///< told earlier, too long ago to count, never answered: to be asked
  std::vector<Alarm> alarms;           ///< new ones of this day
  std::vector<Alarm> standing;         ///< of earlier days: neither answered as gone nor examined since
  bool settles = false;  ///< somebody who may settle it has examined the person since what was told before
};

enum class Verdict : std::uint8_t { not_judged, better, same, worse, unclear };
template <>
struct Words<Verdict> {
  static constexpr auto list = std::to_array<std::string_view>({"not_judged", "better", "same", "worse", "unclear"});
};

enum class FallSeen : std::uint8_t { none, retest, confirmed };
template <>
struct Words<FallSeen> {
  static constexpr auto list = std::to_array<std::string_view>({"none", "retest", "confirmed"});
};

/// Why a series is not judged.
enum class NotJudged : std::uint8_t { judged, one_value, error_unknown, no_common_activity, refused };
template <>
struct Words<NotJudged> {
  static constexpr auto list =
      std::to_array<std::string_view>({"judged", "one_value", "error_unknown", "no_common_activity", "refused"});
};

/// One measure over time.
struct Series {
  std::string id;       ///< `pain_now`, `roland_morris`, `activities`, `sorensen|biering|left`
  std::string measure;  ///< row of measures.toml or test of norms.toml
  std::string variant;
  std::optional<Side> side;
  const Reliability* reliability = nullptr;  ///< into the knowledge; none where the facts name no such test
  std::vector<change::Entry> points;         ///< by day
  NotJudged why_not = NotJudged::judged;
  Verdict verdict = Verdict::not_judged;
  std::optional<change::Comparison> since_start;
  double important = 0;       ///< smallest change that counts, in its unit
  double detectable = 0;      ///< smallest detectable change between the means compared, 95 %
  bool beyond_error = false;  ///< better by more than error explains
  bool matters = false;       ///< better by as much as matters to people; needs a figure of the measure
  bool watched = false;       ///< for falls against the own best
  FallSeen fall = FallSeen::none;
  std::optional<change::Sight> sight;
  bool plateau = false;
  std::optional<double> slope_a_week;  ///< in its unit, positive is better; from six measurements on
};

/// What to do with the load at the next session.
enum class LoadStep : std::uint8_t {
  frozen,
  answer_first,
  reduce,
  regress,
  hold,
  progress,
  restart,
  restart_lower,
  unknown
};
template <>
struct Words<LoadStep> {
  static constexpr auto list = std::to_array<std::string_view>(
      {"frozen", "answer_first", "reduce", "regress", "hold", "progress", "restart", "restart_lower", "unknown"});
};

struct LoadAdvice {
  LoadStep step = LoadStep::unknown;
  double share_low = 1, share_high = 1;  ///< of the last load; of what is progressed only one of them grows
  std::optional<double> volume_at_most;  ///< a week, in the unit of the sessions
  std::optional<std::int64_t> days_since_session;
  bool paced = false;  ///< worse after effort: no step by rule
};

struct Gap {
  Date from, to;
  std::int64_t days = 0;
};

/// Reasons to look again or to see somebody, that follow from the course.
struct PassOn {
  const PassingOn* reason = nullptr;
  std::string series;  ///< the one that shows it; empty for several
};

/// Something dangerous that a note seems to say, and the check of that day does not.
struct Heard {
  FindingId finding;
  Date day;
  std::string words;  ///< of the note
};

enum class NextStep : std::uint8_t { emergency, see_within_24h, answer_questions, retest, pass_on, go_on };
template <>
struct Words<NextStep> {
  static constexpr auto list = std::to_array<std::string_view>(
      {"emergency", "see_within_24h", "answer_questions", "retest", "pass_on", "go_on"});
};

enum class ReviewBecause : std::uint8_t { now, deadline, retest, passing_on, first_review, second_review, weekly };
template <>
struct Words<ReviewBecause> {
  static constexpr auto list = std::to_array<std::string_view>(
      {"now", "deadline", "retest", "passing_on", "first_review", "second_review", "weekly"});
};

struct Review {
  Date day;
  ReviewBecause because = ReviewBecause::weekly;
};

struct Progress {
  Urgency level = Urgency::self_care;    ///< of the last check-in, or of an earlier emergency nobody has settled
  std::size_t decided_by = 0;            ///< which check-in that is
  std::vector<CheckInTriage> check_ins;  ///< the baseline and every entry
  Consultation consultation;             ///< of the check-in that decides, at this level
  Case considered;                       ///< what it was made from
  bool under_age = false;                ///< nothing but the triage is said of a child
  NextStep next = NextStep::go_on;
  std::vector<Series> series;  ///< none at an emergency
  LoadAdvice load;
  std::optional<double> adherence;  ///< sessions done over sessions planned, at most 1
  std::vector<Gap> gaps;            ///< longer than a week and a few days
  std::vector<PassOn> pass_on;
  Review review;
  double weeks = 0;          ///< from the baseline to the last entry
  bool goal_met = false;     ///< every goal, at the last rating
  std::vector<Heard> heard;  ///< to be answered in a check; never taken as said
  std::vector<std::string> flags;
};

/// What the course comes to. Each check-in is triaged first: what was answered, with what lasts, and with what was told
/// before and not answered (28 days long). An emergency that nobody has settled stands above everything, and then
/// nothing else is judged. Errors: answers that contradict each other or the facts, with the day of the entry; a course
/// without a day of its baseline; entries not in ascending order.
Result<Progress> follow_course(const Course& course, const Knowledge& knowledge);

/// The series of a course with what the statistics say, without any triage: for the bench, and for follow_course.
/// Entries of one day may stand in any order.
std::vector<Series> judge_series(const Course& course, const Knowledge& knowledge);

/// Nothing of the person is stored but what the entries hold: the case as the triage of the last entry reads it.
Case carried_case(const Course& course, std::size_t entries, const Knowledge& knowledge);

}  // namespace lumbar
