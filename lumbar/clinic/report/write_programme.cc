// SPDX-License-Identifier: Apache-2.0
// A programme for a terminal, and as a page that prints in black and white.
#include <fmt/format.h>

#include <algorithm>

#include "lumbar/clinic/report/columns.h"
#include "lumbar/clinic/report/markup.h"
#include "lumbar/clinic/report/page_style.h"
#include "lumbar/clinic/report/programme_words.h"

namespace lumbar {
namespace {

class Lines {
 public:
  explicit Lines(const ReportStyle& style)
      : width_(std::clamp<std::size_t>(style.width, 40, 100)), colour_(style.colour) {}

  void heading(const std::string& words) { text_ += colour_ ? "\n\x1b[1m" + words + "\x1b[0m\n" : "\n" + words + "\n"; }
  void paragraph(const std::string& first, std::string_view words) {
    std::string before = first;
    const std::size_t indent = columns_of(first);
    for (const std::string& one : wrapped(words, width_ - indent)) {
      text_ += before + one + "\n";
      before.assign(indent, ' ');
    }
  }
  void list(const std::vector<std::string>& items, const std::string& mark = "  • ") {
    for (const std::string& one : items) paragraph(mark, one);
  }
  void row(const std::string& columns) { text_ += columns.substr(0, columns.find_last_not_of(' ') + 1) + "\n"; }
  std::string take() { return std::move(text_); }

 private:
  std::size_t width_;
  bool colour_;
  std::string text_;
};

void write_week(const ProgrammeWords& words, Lines& lines) {
  constexpr std::size_t column = 5, first = 6;
  std::string head(first, ' ');
  for (const std::string& day : words.weekdays) head += padded(day, column);
  lines.row(head);
  for (std::size_t i = 0; i < words.week.size(); ++i) {
    std::string row = padded("  " + std::to_string(i + 1) + ".", first);
    for (const bool on : words.week[i].on) row += padded(on ? "x" : "·", column);
    lines.row(row);
  }
}

constexpr std::string_view programme_style = R"css(
.programme h1 { margin-bottom: 1rem; }
.programme .exercise { break-inside: avoid; border-top: 1px solid var(--line); padding: .9rem 0; display: grid; gap: .4rem 1.5rem; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 46rem) { .programme .exercise { grid-template-columns: 22rem minmax(0, 1fr); } }
.programme .exercise svg { width: 100%; height: auto; border: 1px solid var(--line); border-radius: .4rem; background: #fff; }
.programme .amount { font-weight: 600; }
.programme .note, .programme .none { color: var(--soft); font-size: .92rem; }
.programme ol, .programme ul { padding-left: 1.3rem; }
.programme section { margin-bottom: 1.4rem; }
.programme table { border-collapse: collapse; width: 100%; font-size: .92rem; }
.programme th, .programme td { border: 1px solid var(--line); padding: .25rem .35rem; text-align: center; }
.programme th[scope=row] { text-align: left; font-weight: 400; }
.programme .stop { border: 3px solid var(--emergency_now); border-radius: .6rem; padding: .8rem 1rem; }
.programme .gentle { border-left: 6px solid var(--within_24h); }
.programme .columns_of_figures { display: flex; justify-content: space-around; font-size: .85rem; color: var(--soft); }
@media print {
  .programme .note, .programme table, .programme .columns_of_figures { font-size: 8.8pt; }
  .programme .gentle { padding-left: 3mm; }
  .programme .stop { break-inside: avoid; }
}
)css";

std::string list_html(const std::vector<std::string>& items, std::string_view element = "ul") {
  std::string html = fmt::format("<{}>\n", element);
  for (const std::string& one : items) html += fmt::format("<li>{}</li>\n", escaped(one));
  return html + fmt::format("</{}>\n", element);
}

std::string section_html(std::string_view name, const std::string& title, const std::string& content) {
  return fmt::format("<section class=\"{0}\" aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n{2}</section>\n", name,
                     escaped(title), content);
}

std::string paragraphs(const std::vector<std::string>& words) {
  std::string html;
  for (const std::string& one : words) html += fmt::format("<p>{}</p>\n", escaped(one));
  return html;
}

std::string exercise_html(const ExerciseWords& one, const Knowledge& knowledge, Mode mode) {
  const auto say = [&](const char* id) { return escaped(knowledge.phrase(id, mode)); };
  std::string html = "<article class=\"exercise\">\n<div>\n";
  const std::string drawing = draw_exercise(one.exercise, knowledge);
  if (drawing.empty()) {
    html += fmt::format("<p class=\"none\">{}</p>\n", say("programme.no_drawing"));
  } else {
    html += drawing + fmt::format("\n<p class=\"columns_of_figures\"><span>{}</span><span>{}</span></p>\n",
                                  say("programme.start"), say("programme.end"));
  }
  html += fmt::format("</div>\n<div>\n<h3>{}</h3>\n<p class=\"amount\">{}</p>\n<p>{}</p>\n", escaped(one.name),
                      escaped(one.amount), escaped(one.days));
  html += list_html(one.steps, "ol");
  for (const std::string& note : one.notes) html += fmt::format("<p class=\"note\">{}</p>\n", escaped(note));
  return html + "</div>\n</article>\n";
}

std::string week_html(const ProgrammeWords& words) {
  std::string html = "<table>\n<tr><td></td>";
  for (const std::string& day : words.weekdays) html += fmt::format("<th scope=\"col\">{}</th>", escaped(day));
  html += "</tr>\n";
  for (const WeekRow& row : words.week) {
    html += fmt::format("<tr><th scope=\"row\">{} ({})</th>", escaped(row.name), escaped(row.amount));
    for (const bool on : row.on) html += on ? "<td>✕</td>" : "<td></td>";
    html += "</tr>\n";
  }
  return html + "</table>\n";
}

std::string body_html(const ProgrammeWords& words, const Knowledge& knowledge, Mode mode) {
  const auto say = [&](const char* id) { return knowledge.phrase(id, mode); };
  if (!words.held.empty()) return paragraphs(words.held) + (words.held_list.empty() ? "" : list_html(words.held_list));
  std::string html;
  if (!words.gentle.empty())
    html += fmt::format("<section class=\"gentle\">\n<p><strong>{}</strong></p>\n{}</section>\n", escaped(words.gentle),
                        list_html(words.to_examine));
  html += fmt::format("<section class=\"begin\">\n{}</section>\n", paragraphs(words.begin));
  if (!words.different.empty())
    html += section_html("different", say("programme.adaptations"), list_html(words.different));
  html += section_html("stop", say("programme.stop"), list_html(words.stop));
  if (!words.clarify.empty()) html += paragraphs(words.clarify);
  std::string session;
  for (const ExerciseWords& one : words.session) session += exercise_html(one, knowledge, mode);
  html += section_html("session", say("programme.session"), session);
  html += section_html("week", say("programme.week"), week_html(words));
  html += section_html("more", say("programme.more"), paragraphs(words.more));
  html += section_html("reviews", say("programme.reviews"), list_html(words.reviews));
  std::vector<std::string> left;
  for (const auto& [name, why] : words.left_out) left.push_back(name + ": " + why);
  if (!left.empty()) html += section_html("left_out", say("programme.left_out"), list_html(left));
  return html;
}

}  // namespace

std::string write_programme_text(const Consultation& consultation, const Programme& programme,
                                 const ProgrammeWishes& wishes, const Knowledge& knowledge, const ReportStyle& style) {
  const ProgrammeWords words = words_of(consultation, programme, wishes, knowledge, style.mode);
  const auto say = [&](const char* id) { return knowledge.phrase(id, style.mode); };
  Lines lines(style);
  lines.heading(words.title);
  for (const std::string& one : words.held) lines.paragraph("  ", one);
  lines.list(words.held_list, "  ? ");
  if (!words.gentle.empty()) {
    lines.paragraph("  ! ", words.gentle);
    lines.list(words.to_examine, "  ? ");
  }
  for (const std::string& one : words.begin) lines.paragraph("  ", one);
  if (!words.different.empty()) {
    lines.heading(say("programme.adaptations"));
    lines.list(words.different);
  }
  if (words.held.empty()) {
    lines.heading(say("programme.stop"));
    std::string stop;
    for (const std::string& one : words.stop) stop += (stop.empty() ? "" : " · ") + one;
    lines.paragraph("  ! ", stop);
    for (const std::string& one : words.clarify) lines.paragraph("  ? ", one);
    lines.heading(say("programme.session"));
    for (std::size_t i = 0; i < words.session.size(); ++i) {
      const ExerciseWords& one = words.session[i];
      lines.paragraph("  " + std::to_string(i + 1) + ". ", one.name);
      lines.paragraph("     ", one.amount + " · " + one.days);
      for (const std::string& step : one.steps) lines.paragraph("     - ", step);
      for (const std::string& note : one.notes) lines.paragraph("     ", note);
    }
    lines.heading(say("programme.week"));
    write_week(words, lines);
    lines.heading(say("programme.more"));
    lines.list(words.more);
    lines.heading(say("programme.reviews"));
    lines.list(words.reviews);
    if (!words.left_out.empty()) lines.heading(say("programme.left_out"));
    for (const auto& [name, why] : words.left_out) lines.paragraph("  × ", name + ": " + why);
  }
  lines.row("");
  lines.paragraph("  ", words.nature);
  return lines.take();
}

std::string write_programme_html(const Consultation& consultation, const Programme& programme,
                                 const ProgrammeWishes& wishes, const Knowledge& knowledge, const ReportStyle& style) {
  const ProgrammeWords words = words_of(consultation, programme, wishes, knowledge, style.mode);
  std::string html = "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n";
  html +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri "
      "'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n";
  html += fmt::format("<title>{}</title>\n<style>{}{}</style>\n</head>\n", escaped(words.title), page_style(),
                      programme_style);
  html += fmt::format("<body class=\"{} programme\">\n<div class=\"sheet\">\n<h1>{}</h1>\n<main>\n",
                      word_of(style.mode), escaped(words.title));
  html += body_html(words, knowledge, style.mode);
  html += fmt::format("</main>\n<footer>\n<p>{}</p>\n", escaped(words.nature));
  return html + "</footer>\n</div>\n</body>\n</html>\n";
}

}  // namespace lumbar
