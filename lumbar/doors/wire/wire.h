// SPDX-License-Identifier: Apache-2.0
// JSON in and out: a case read by its contract, an assessment written by its contract, and what an error means outside.
// The contracts stand in schema/case.schema.json and schema/assessment.schema.json. Opens no file; safe on any thread.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/case.h"
#include "lumbar/base/result.h"
#include "lumbar/clinic/consult/consult.h"
#include "lumbar/clinic/localisation/localisation.h"
#include "lumbar/clinic/own_words/own_words.h"
#include "lumbar/clinic/programme/programme.h"
#include "lumbar/clinic/progress/progress.h"
#include "lumbar/clinic/report/report.h"
#include "lumbar/clinic/strength/strength.h"
#include "lumbar/doors/wire/json_out.h"    // json::Writer, for doors that write other JSON than assessments
#include "lumbar/doors/wire/json_value.h"  // json::Value, for doors that read other JSON than cases
#include "lumbar/doors/wire/measured.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

struct ReadOptions {
  bool lenient = false;         ///< leave out what is not known, and take the worse of two contradicting answers
  std::optional<Date> today{};  ///< stands in for `as_of` where the case gives none
  Setting default_setting = Setting::home;
  std::size_t largest_bytes = std::size_t{16} << 20;
  std::size_t deepest = 64;  ///< objects and lists inside one another
};

/// A case from its JSON text (UTF-8). Statements come out in the order of the facts, whatever the order of the file.
/// Errors: one line with the path inside the file (`findings.fever.onset › …`) or line and column where it is not JSON,
/// the value, what is allowed and what to do. The caller adds the name of the file in front with `.at(…)`.
/// What only the whole case shows, such as a finding denied though others imply it, is left to gather_findings.
Result<Case> read_case(std::string_view json, const Knowledge& knowledge, const ReadOptions& options);

/// A case as the JSON that read_case reads back: the same statements, numbers rounded to six digits. With a line feed
/// at the end. `ignored` and `warnings` are of a reading and are not written.
std::string write_case(const Case& person, const Knowledge& knowledge, bool pretty);

/// An interview as it is saved (schema/interview.schema.json): what was given, what was asked in which words, what was
/// answered, and by which facts. With a line feed at the end. Personal data.
std::string write_interview(const InterviewState& state, Mode mode, const Knowledge& knowledge);

struct ReadInterview {
  InterviewState state;
  Mode mode = Mode::in_public;
  /// Where the facts are others than those it was saved with: what is left out or asked again because of that, in
  /// words.
  std::vector<std::string> changed;
};

/// Errors: no interview, with the path inside it. Answers to questions that are gone, or ask otherwise now, are left
/// out, so that what they asked is asked again; each is told in `changed`.
Result<ReadInterview> read_interview(std::string_view json, const Knowledge& knowledge, const ReadOptions& options);

/// What was understood of `text`, as JSON (schema/understood.schema.json): a case to confirm, each statement with its
/// words, and what was set aside or not understood.
std::string write_understood(const Understood& understood, std::string_view text, std::optional<Date> as_of,
                             const Knowledge& knowledge, bool pretty);

/// What is kept of a person besides the entries (schema/profile.schema.json): checked, as one line of JSON. Errors:
/// what has no place in it.
Result<std::string> read_profile(std::string_view json);

/// One dated entry of a course (schema/entry.schema.json).
struct ReadEntry {
  Case person;
  std::string said;  ///< the whole entry as one line of JSON
};
/// A case without `as_of` is of the entry's day. Errors: those of read_case, below `case`; what has no place in it.
Result<ReadEntry> read_entry(std::string_view json, const Knowledge& knowledge, const ReadOptions& options);
/// A course from its JSON text (schema/course.schema.json). What cannot be is refused with its path: entries out of
/// order or two on one day, a test without its variant or in a wrong unit, a value out of range, a gap of more than a
/// year, a goal without an activity. What is odd is let pass and named in `Course::flags`.
Result<Course> read_course(std::string_view json, const Knowledge& knowledge, const ReadOptions& options);

struct WriteOptions {
  Mode mode = Mode::in_public;
  std::vector<std::string>
      parts;  ///< of urgency, mechanism, localisation, differential, next_question, plan; empty: all
  std::string engine_version;
  bool pretty = true;  ///< indented, one item a line; otherwise one line
};

/// The parts named in a list such as "urgency,plan". Errors: an unknown name; the text lists those there are.
Result<std::vector<std::string>> read_parts(std::string_view list);

/// The consultation with what the parts want: the next question is worked out only where it is one of them (or no part
/// is named). An interviewer of the case's own setting saves its making. Errors: those of `consult`.
Result<Consultation> consult_for_parts(const Case& person, const Knowledge& knowledge, const WriteOptions& options,
                                       IntervalsBy by, const Interviewer* interviewer = nullptr);

/// The assessment as JSON by its contract, ending in a line feed. Same consultation, same bytes.
std::string write_assessment(const Consultation& consultation, const Case& person, const Knowledge& knowledge,
                             const WriteOptions& options);

/// What to ask next after what was answered, as JSON (schema/next.schema.json), ending in a line feed. `changed`: of
/// a saved interview, what today's facts left out or ask again.
std::string write_next(const NextQuestion& next, const std::vector<std::string>& changed, const Knowledge& knowledge,
                       const WriteOptions& options);

/// The rows of a table as they stand in the facts: {"lumbar_rows": 1, "table": …, "facts": hash, "rows": […]}.
std::string write_rows(const Knowledge& knowledge, std::string_view table);

/// One condition with what it stands on, and what would change the answer.
struct Explained {
  Consultation consultation;
  RankedCondition told;
  WouldChange change;
};

/// Explains a condition by its id; without an id the one that leads. Errors: no such id (the nearest are named), no id
/// where no symptom is stated, those of `consult`.
Result<Explained> explain_case(const Case& person, const Knowledge& knowledge, std::string_view condition);
/// What a course comes to, as JSON (schema/progress.schema.json), ending in a line feed.
std::string write_progress(const Progress& progress, const Course& course, const Knowledge& knowledge,
                           const WriteOptions& options);

/// What one condition stands on and what would change the answer, as JSON (schema/explanation.schema.json).
std::string write_explanation(const RankedCondition& told, const Consultation& consultation, const WouldChange& change,
                              const Knowledge& knowledge, bool pretty = true);

/// The source attributes of the running build (schema/attributes.schema.json): every row of facts/attributes.toml, the
/// engine's version, the hash of the facts, and how many rows each table has, by status.
std::string write_attributes(const Knowledge& knowledge, std::string_view engine_version);

/// A sentence of the attributes with its braces filled in: `{engine}`, `{facts}` (the hash), `{rows TABLE}` and
/// `{rows TABLE STATUS}` (how many rows, or how many of that status). Other braces stay as they are.
std::string filled_attribute(std::string_view sentence, const Knowledge& knowledge, std::string_view engine_version);

/// Rows of a table as it stands in the facts; none where there is no such table.
const std::vector<Record>& rows_of(const Knowledge& knowledge, std::string_view table);
/// How many of them have a status; nothing where these rows carry none.
std::optional<std::size_t> count_with(const std::vector<Record>& rows, Status status);

/// A sheet of ISNCSCI as it came in, or everything that is wrong with it.
struct ReadExam {
  std::string id;  ///< as given; empty when none
  isncsci::Exam exam;
  std::vector<Error> faults;  ///< each names its cell, what stands there and what is allowed; empty: the sheet is whole
};

/// One examination from its JSON text (schema/isncsci_exam.schema.json).
ReadExam read_exam(std::string_view json);

/// The columns of a table of examinations, from its first line: `right_motor_C5`, `left_pin_prick_S4_5`,
/// `right_lowest_non_key_muscle`, `voluntary_anal_contraction`, `deep_anal_pressure`, `id`, in any order.
class ExamTable {
 public:
  /// Faults: an unknown column, one that stands twice, a missing one (only `id` and the non-key muscles may be).
  static ExamTable of_header(std::string_view line, std::vector<Error>& faults);
  ReadExam read_row(std::string_view line) const;

 private:
  std::vector<std::string> columns_;
};

struct ExamResultOptions {
  bool pretty = true;
  std::optional<std::size_t> line{};  ///< of the file it came from, where it holds several
  std::vector<IsncsciStep> explanation{};
};

/// The classification and the sums as JSON (schema/isncsci_result.schema.json), ending in a line feed.
std::string write_exam_result(const ReadExam& read, const isncsci::Classification& found,
                              const ExamResultOptions& options);
/// The faults of a sheet that was refused, in its place among the results.
std::string write_exam_faults(const ReadExam& read, std::size_t line);

/// Where in what came in an error lies, and what is wrong there: `findings.fever.onset` or `line 3, column 7`, empty
/// where the text names no place.
struct Placed {
  std::string path, detail;
};
Placed place_of(const Error& error);

/// A programme on its way out, and what a door adds to it.
struct ProgrammeOut {
  const Programme& programme;
  const ProgrammeWishes& wishes;
  const Consultation& consultation;
  std::optional<Date> start;  ///< the first day of the calendar; none: no dates
  std::string engine_version;
};
/// The programme as JSON (schema/programme.schema.json), under `plan.programme` as an assessment has it. With a line
/// feed at the end.
std::string write_programme(const ProgrammeOut& out, const Knowledge& knowledge, bool pretty);
/// Twelve weeks as iCalendar (RFC 5545): sessions week by week, and looks back. `stamp` is the moment of writing in
/// UTC, `YYYYMMDDTHHMMSSZ`; it and `start` come from the door. Empty where the programme is held.
std::string write_calendar(const ProgrammeOut& out, const Knowledge& knowledge, std::string_view stamp);
/// Measures of strength as they came in, or everything that is wrong with them.
struct ReadMeasures {
  std::optional<Date> as_of;
  StrengthPerson person;
  std::vector<StrengthMeasure> measures;
  std::vector<Error> faults;          ///< each says where, what stands there, what is allowed, what to do; empty: whole
  std::vector<std::string> warnings;  ///< what was read otherwise than it may have been meant; nothing is left out
};

/// Measures from their JSON text (schema/strength_measures.schema.json). `today` stands in for a missing `as_of`.
ReadMeasures read_measures(std::string_view json, const Knowledge& knowledge, std::optional<Date> today);

/// What measured strength comes to, as JSON (schema/strength_result.schema.json), ending in a line feed.
std::string write_strength_result(const ReadMeasures& read, const StrengthResult& result, const Knowledge& knowledge,
                                  bool pretty);

/// What a fault is called outside.
struct Outcome {
  int exit_code = 0;
  int http_status = 200;
  std::string_view fhir_issue;  ///< code of OperationOutcome.issue
};

/// The one table from fault to exit code, HTTP status and FHIR issue.
Outcome outcome_of(Fault fault);

/// The exit code that stands for a level where one was asked for: 10 self-care to 13 emergency.
int exit_code_of(Urgency level);

}  // namespace lumbar
