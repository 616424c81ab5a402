// SPDX-License-Identifier: Apache-2.0
// Results into words and pictures, for the person and for the clinician. Pure; all sentences come from the facts.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/clinic/consult/consult.h"
#include "lumbar/clinic/localisation/localisation.h"
#include "lumbar/clinic/programme/programme.h"
#include "lumbar/clinic/progress/progress.h"
#include "lumbar/clinic/report/measured.h"  // IWYU pragma: export
#include "lumbar/clinic/strength/strength.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

struct ReportStyle {
  Mode mode = Mode::in_public;
  std::size_t width = 80;  ///< columns of a text report; at least 40
  bool colour = false;     ///< ANSI colours, for terminals only
};

/// The consultation as plain text, urgency first.
std::string write_text(const Consultation& consultation, const Knowledge& knowledge, const ReportStyle& style);

/// The consultation as one self-contained HTML page: no script, no request; prints on two sheets of A4.
std::string write_html(const Consultation& consultation, const Knowledge& knowledge, const ReportStyle& style);

/// A programme of exercises as plain text: what holds it, or the session, its days, stop signs, what was left out.
std::string write_programme_text(const Consultation& consultation, const Programme& programme,
                                 const ProgrammeWishes& wishes, const Knowledge& knowledge, const ReportStyle& style);
/// The same as one self-contained page with a drawing of each exercise that has one, and the week as a table.
std::string write_programme_html(const Consultation& consultation, const Programme& programme,
                                 const ProgrammeWishes& wishes, const Knowledge& knowledge, const ReportStyle& style);
/// The start and the end of an exercise as SVG, side by side, black on white; empty where the facts have no drawing.
std::string draw_exercise(ExerciseId exercise, const Knowledge& knowledge);
/// What a course comes to, as text: urgency first, and at an emergency nothing beside it.
std::string write_course_text(const Progress& progress, const Course& course, const Knowledge& knowledge,
                              const ReportStyle& style);
/// The same as one self-contained page, with the chart.
std::string write_course_html(const Progress& progress, const Course& course, const Knowledge& knowledge,
                              const ReportStyle& style);
/// What was written down, day by day, below the same urgency: to take along to whoever is seen.
std::string write_diary_text(const Progress& progress, const Course& course, const Knowledge& knowledge,
                             const ReportStyle& style);
std::string write_diary_html(const Progress& progress, const Course& course, const Knowledge& knowledge,
                             const ReportStyle& style);

/// Measurements of a course over its weeks, with the expected band where one is known, events and reviews: SVG that
/// needs nothing else, reads in black and white, and carries its words. Empty where there is nothing to draw.
std::string draw_course(const Progress& progress, const Course& course, const Knowledge& knowledge, Mode mode);

/// One step of a classification by ISNCSCI in words: `motor level, right`, `C5`, and the sentences that explain it.
struct IsncsciStep {
  std::string step, value, because;
};

/// The steps in the order of the standard. `found` must be what classify says of `exam`.
std::vector<IsncsciStep> explain_isncsci(const isncsci::Exam& exam, const isncsci::Classification& found,
                                         const Knowledge& knowledge);

/// The classification as a table for a terminal; the steps follow where there are any.
std::string write_isncsci(const isncsci::Exam& exam, const isncsci::Classification& found,
                          const std::vector<IsncsciStep>& steps, const Knowledge& knowledge, std::size_t width);

/// Measured strength as plain text: lost power first, then what limits, each test beside its norm, what to test next,
/// and what is said of muscles against what is known.
std::string write_strength_text(const StrengthResult& result, const Knowledge& knowledge, const ReportStyle& style);

/// The same as one self-contained HTML page with the picture.
std::string write_strength_html(const StrengthResult& result, const Knowledge& knowledge, const ReportStyle& style);

/// The picture alone, as SVG: every test against the band of its norm, left and right mirrored. Reads in black and
/// white; carries its own text alternative. Empty where nothing was measured that can be drawn.
std::string draw_strength(const StrengthResult& result, const Knowledge& knowledge, Mode mode);

}  // namespace lumbar
