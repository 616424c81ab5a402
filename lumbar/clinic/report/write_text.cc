// SPDX-License-Identifier: Apache-2.0
// The report for a terminal or a plain file.
#include <algorithm>
#include <array>
#include <cmath>

#include "lumbar/clinic/report/columns.h"
#include "lumbar/clinic/report/report.h"
#include "lumbar/clinic/report/sections.h"

namespace lumbar {
namespace {

constexpr std::size_t narrowest = 40;
constexpr std::size_t widest_for_reading = 100;  // longer lines tire the eye

enum class Ink : std::uint8_t { plain, strong, quiet, red, amber, blue, green };

std::string_view code_of(Ink ink) {
  switch (ink) {
    case Ink::plain: return "";
    case Ink::strong: return "\x1b[1m";
    case Ink::quiet: return "\x1b[2m";
    case Ink::red: return "\x1b[1;31m";
    case Ink::amber: return "\x1b[1;33m";
    case Ink::blue: return "\x1b[1;34m";
    case Ink::green: return "\x1b[1;32m";
  }
  return "";
}

Ink ink_of(Urgency level) {
  switch (level) {
    case Urgency::emergency_now: return Ink::red;
    case Urgency::within_24h: return Ink::amber;
    case Urgency::appointment: return Ink::blue;
    case Urgency::self_care: return Ink::green;
  }
  return Ink::plain;
}

// Eighths of a block make bars smooth.
std::string bar_of(double share, std::size_t columns) {
  constexpr std::array<std::string_view, 8> parts{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto eighths =
      static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * static_cast<double>(8 * columns)));
  std::string bar;
  for (std::size_t i = 0; i < eighths / 8; ++i) bar += "█";
  bar += parts[eighths % 8];
  for (std::size_t i = columns_of(bar); i < columns; ++i) bar += "░";
  return bar;
}

class Sheet {
 public:
  Sheet(std::size_t width, bool colour) : width_(std::clamp(width, narrowest, widest_for_reading)), colour_(colour) {}

  std::size_t width() const { return width_; }
  std::string take() { return std::move(text_); }

  void line(const std::string& content, Ink ink = Ink::plain) {
    const bool inked = colour_ && ink != Ink::plain && !content.empty();
    if (inked) text_ += code_of(ink);
    text_ += content.substr(0, content.find_last_not_of(' ') + 1);
    if (inked) text_ += "\x1b[0m";
    text_ += '\n';
  }
  void blank() { text_ += '\n'; }

  /// A paragraph: `first` before its first line, as many blanks before the others.
  void paragraph(const std::string& first, std::string_view content, Ink ink = Ink::plain) {
    const std::size_t indent = columns_of(first);
    std::string before = first;
    for (const std::string& one : wrapped(content, width_ - std::min(indent, width_ - 1))) {
      line(before + one, ink);
      before.assign(indent, ' ');
    }
  }

  void rule(std::string_view stroke, Ink ink) {
    std::string stroke_line;
    for (std::size_t i = 0; i < width_; ++i) stroke_line += stroke;
    line(stroke_line, ink);
  }

 private:
  std::size_t width_;
  bool colour_;
  std::string text_;
};

void write_banner(const Banner& banner, Sheet& sheet) {
  const Ink ink = ink_of(banner.level);
  sheet.rule("━", ink);
  sheet.paragraph("  ", banner.by.empty() ? banner.headline : banner.headline + " " + banner.by, ink);
  for (const std::string& step : banner.steps) sheet.paragraph("  ", step);
  if (!banner.provisional.empty()) sheet.paragraph("  ", banner.provisional, Ink::strong);
  for (const std::string& figure : banner.figures) sheet.paragraph("  ", figure, Ink::quiet);
  sheet.rule("━", ink);
}

std::string marker_of(Marker marker, std::size_t place) {
  switch (marker) {
    case Marker::dot: return "  • ";
    case Marker::step: return "  " + std::to_string(place + 1) + ". ";
    case Marker::question: return "  ? ";
    case Marker::cross: return "  × ";
    case Marker::alarm: return "  ! ";
  }
  return "  ";
}

void write_bar(const Bar& bar, Mode mode, Sheet& sheet) {
  constexpr std::size_t wide_enough = 72;
  constexpr std::size_t label_columns = 44;
  constexpr std::size_t bar_columns = 12;
  const bool wide = sheet.width() >= wide_enough;
  const std::string drawn = bar_of(bar.share, bar_columns) + " " + bar.amount;
  if (wide && columns_of(bar.label) <= label_columns) {
    sheet.line("  " + padded(bar.label, label_columns) + " " + drawn);
  } else {
    sheet.paragraph("  ", bar.label);
    sheet.line(std::string(wide ? label_columns + 3 : 2, ' ') + drawn);
  }
  if (mode == Mode::clinician && !bar.about.empty()) sheet.paragraph("    ", bar.about, Ink::quiet);
  for (const Reasons& reasons : bar.reasons) {
    if (mode == Mode::in_public) {
      std::string list;
      for (const std::string& name : reasons.names) list += (list.empty() ? " " : " · ") + name;
      sheet.paragraph("    ", reasons.lead + list, Ink::quiet);
      continue;
    }
    sheet.line("    " + reasons.lead, Ink::quiet);
    for (const std::string& name : reasons.names) sheet.paragraph("      ", name);
  }
}

void write_passage(const Passage& passage, Mode mode, Sheet& sheet) {
  if (!passage.heading.empty()) sheet.paragraph("  ", passage.heading, Ink::strong);
  for (const std::string& words : passage.words) sheet.paragraph("  ", words);
  for (const Bar& bar : passage.bars) write_bar(bar, mode, sheet);
  for (std::size_t i = 0; i < passage.items.size(); ++i) {
    const Item& item = passage.items[i];
    const std::string marker = marker_of(passage.marker, i);
    const std::string indent(columns_of(marker), ' ');
    sheet.paragraph(marker, item.text);
    if (!item.note.empty()) sheet.paragraph(indent, item.note, Ink::quiet);
    if (!item.address.empty()) sheet.paragraph(indent, item.address, Ink::quiet);
  }
  if (!passage.closing.empty()) sheet.paragraph("  ", passage.closing, Ink::quiet);
}

Section* section_on(Topic topic, Report& report) {
  const auto found = std::find_if(report.sections.begin(), report.sections.end(),
                                  [&](const Section& one) { return one.topic == topic; });
  return found == report.sections.end() ? nullptr : &*found;
}

std::string on_one_line(const std::vector<Item>& items) {
  std::string line;
  for (const Item& item : items) line += (line.empty() ? "" : " · ") + item.text;
  return line;
}

void remove(Topic topic, Report& report) {
  std::erase_if(report.sections, [&](const Section& one) { return one.topic == topic; });
}

// At a terminal the person reads one screen or two: what a page can carry beside its chart is left to the page.
void shorten(Report& report) {
  constexpr std::size_t bars_shown = 4;
  constexpr std::size_t explained = 2;
  constexpr std::size_t most_items = 3;
  if (Section* causes = section_on(Topic::causes, report)) {
    Passage& passage = causes->passages.front();
    if (passage.bars.size() > bars_shown) passage.bars.resize(bars_shown);
    for (std::size_t i = 0; i < passage.bars.size(); ++i) {
      std::vector<Reasons>& reasons = passage.bars[i].reasons;
      reasons.resize(i < explained ? std::min<std::size_t>(reasons.size(), 1) : 0);
    }
    if (const Section* mechanism = section_on(Topic::mechanism, report)) {
      const std::vector<std::string>& words = mechanism->passages.front().words;
      passage.words.insert(passage.words.begin(), words.begin(), words.end());
      remove(Topic::mechanism, report);
    }
  }
  if (Section* tests = section_on(Topic::tests, report)) {
    Passage& passage = tests->passages.front();
    passage.items.resize(std::min(passage.items.size(), most_items));
    if (!passage.items.empty()) passage.words.push_back(on_one_line(passage.items));
    passage.items.clear();
  }
  if (Section* avoid = section_on(Topic::avoid, report)) {
    std::vector<Item>& items = avoid->passages.front().items;
    items.resize(std::min(items.size(), most_items));
  }
  if (Section* care = section_on(Topic::care, report); care != nullptr && care->passages.size() > 1) {
    // The first cause's help, and what is said of all of them.
    care->passages.erase(std::remove_if(care->passages.begin() + 1, care->passages.end(),
                                        [](const Passage& one) { return !one.items.empty(); }),
                         care->passages.end());
  }
  if (Section* people = section_on(Topic::people, report)) {
    Section* steps = section_on(Topic::now, report);
    for (const std::string& words : people->passages.front().words)
      steps->passages.front().items.push_back({words, {}, {}});
    remove(Topic::people, report);
  }
  if (const Section* sources = section_on(Topic::sources, report)) {
    const std::vector<std::string>& words = sources->passages.front().words;
    report.closing.insert(report.closing.begin(), words.begin(), words.end());
    remove(Topic::sources, report);
  }
}

}  // namespace

std::string write_text(const Consultation& consultation, const Knowledge& knowledge, const ReportStyle& style) {
  Report report = make_report(consultation, knowledge, style.mode);
  if (report.mode == Mode::in_public) shorten(report);
  return text_of(report, style.width, style.colour);
}

std::string text_of(const Report& report, std::size_t width, bool colour) {
  Sheet sheet(width, colour);
  write_banner(report.banner, sheet);
  for (const Section& section : report.sections) {
    sheet.blank();
    sheet.paragraph("", section.title, section.topic == Topic::safety_net ? Ink::red : Ink::strong);
    for (const Passage& passage : section.passages) write_passage(passage, report.mode, sheet);
  }
  sheet.blank();
  std::string closing;
  for (const std::string& line : report.closing) closing += (closing.empty() ? "" : " ") + line;
  sheet.paragraph("", closing, Ink::quiet);
  return sheet.take();
}

}  // namespace lumbar
