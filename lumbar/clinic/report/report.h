// SPDX-License-Identifier: Apache-2.0
// Results into words and pictures, for the person and for the clinician. Pure; all sentences come from the facts.
#pragma once
#include <string>

#include "lumbar/clinic/consult/consult.h"
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

}  // namespace lumbar
