// SPDX-License-Identifier: Apache-2.0
// Results into words and pictures, for the person and for the clinician. Pure; all sentences come from the facts.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/clinic/consult/consult.h"
#include "lumbar/clinic/localisation/localisation.h"
#include "lumbar/clinic/progress/progress.h"
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

}  // namespace lumbar
