// SPDX-License-Identifier: Apache-2.0
// A report as it will be read, before it becomes text or a page: one truth that both writers set in their own way.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lumbar/base/scales.h"
#include "lumbar/clinic/consult/consult.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// One line of a list: what is said, what is said more quietly below it, and where it can be read.
struct Item {
  std::string text;
  std::string note;
  std::string address;
};

enum class Marker : std::uint8_t { dot, step, question, cross, alarm };

/// Short names after a word or two: `Speaks for it: weak leg · numb leg`.
struct Reasons {
  std::string lead;
  std::vector<std::string> names;
};

/// A share of a whole, for a chart with words beside it.
struct Bar {
  std::string label;
  std::string amount;  ///< the share in words or figures
  double share = 0;    ///< in [0, 1]
  std::optional<std::pair<double, double>> interval;
  std::string about;  ///< one sentence, or ids and codes in clinician mode
  std::vector<Reasons> reasons;
};

/// Paragraphs, then bars, then a list. Any of them may be empty.
struct Passage {
  std::string heading;
  std::vector<std::string> words;
  std::vector<Bar> bars;
  Marker marker = Marker::dot;
  std::vector<Item> items;
  std::string closing;  ///< a quiet line below the list
  std::string picture;  ///< SVG of our own making, with its words inside; a text report leaves it out
  std::string caption;  ///< what the marks of the picture mean; goes with it
};

/// In the order of the report.
enum class Topic : std::uint8_t {
  why,
  changed,
  open,
  course,
  entries,
  mechanism,
  localisation,
  causes,
  now,
  tests,
  people,
  care,
  avoid,
  timeline,
  safety_net,
  not_asked,
  warnings,
  disagreements,
  sources
};

struct Section {
  Topic topic = Topic::why;
  std::string title;
  std::vector<Passage> passages;
};

/// What to do and by when: before everything else.
struct Banner {
  Urgency level = Urgency::self_care;
  std::string tag;                   ///< the level in a word or two
  std::string headline;              ///< whom to call, or by when to be seen
  std::string by;                    ///< the day this means; empty when the day of the case is not known
  std::vector<std::string> steps;    ///< the most important first
  std::string provisional;           ///< empty when nothing is open
  std::vector<std::string> figures;  ///< for clinicians
  std::string call;                  ///< a number to dial; empty when it is no emergency or the country is not known
  std::string call_label;
};

struct Report {
  Mode mode = Mode::in_public;
  std::string title;
  Banner banner;
  std::vector<Section> sections;  ///< those that hold something
  std::vector<std::string> closing;
};

/// The whole report. Every sentence comes from the facts; what a case itself said is passed on as it is.
Report make_report(const Consultation& consultation, const Knowledge& knowledge, Mode mode);

/// A report as text for a terminal, and as one self-contained page.
std::string text_of(const Report& report, std::size_t width, bool colour);
std::string page_of(const Report& report);

}  // namespace lumbar
