// SPDX-License-Identifier: Apache-2.0
// Measured strength for a terminal, and as a page of its own.
#include <fmt/format.h>

#include "lumbar/clinic/report/columns.h"
#include "lumbar/clinic/report/markup.h"
#include "lumbar/clinic/report/page_style.h"
#include "lumbar/clinic/report/strength_words.h"

namespace lumbar {
namespace {

void add_lines(std::string& text, const std::string& words, std::size_t width, std::size_t indent,
               const std::string& mark = {}) {
  const std::size_t hang = indent + (mark.empty() ? 0 : 2);
  bool first = true;
  for (const std::string& line : wrapped(words, width - hang)) {
    text += std::string(indent, ' ') + (mark.empty() ? "" : first ? mark + " " : "  ") + line + "\n";
    first = false;
  }
}

constexpr std::string_view own_style = R"css(
.strength { max-width: 46rem; }
@media screen { .strength .banner { background: var(--appointment); } }
.strength section { margin-top: 1.25rem; }
.strength section.picture { padding: clamp(.25rem, 2vw, 1.6rem); }
.strength figure { margin: 0; }
.strength figure svg { display: block; width: 100%; max-width: 36rem; height: auto; margin: 0 auto; color: var(--ink); }
.strength section.power { border: 2px solid var(--emergency_now); }
.strength li { break-inside: avoid; }
@media print { .strength figure svg { max-width: 105mm; margin: 0; } }
)css";

}  // namespace

std::string write_strength_text(const StrengthResult& result, const Knowledge& knowledge, const ReportStyle& style) {
  const StrengthStory story = tell_strength(result, knowledge, style.mode);
  std::string text;
  const auto part_of = [&](const StrengthPart& part) {
    text += "\n" + part.title + "\n";
    for (const StrengthItem& item : part.items) {
      add_lines(text, item.text, style.width, 2, part.alarm ? "!" : "-");
      if (!item.note.empty()) add_lines(text, item.note, style.width, 6);
    }
    if (!part.closing.empty()) add_lines(text, part.closing, style.width, 2);
  };
  text += story.title + "\n";
  // Lost power goes before every figure.
  for (const StrengthPart& part : story.parts) {
    if (part.alarm) part_of(part);
  }
  text += "\n";
  add_lines(text, story.headline, style.width, 0);
  for (const std::string& words : story.words) add_lines(text, words, style.width, 2);
  for (const StrengthPart& part : story.parts) {
    if (!part.alarm) part_of(part);
  }
  text += "\n";
  add_lines(text, story.closing, style.width, 0);
  return text;
}

std::string write_strength_html(const StrengthResult& result, const Knowledge& knowledge, const ReportStyle& style) {
  const StrengthStory story = tell_strength(result, knowledge, style.mode);
  const std::string picture = draw_strength(result, knowledge, style.mode);
  std::string html = "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n";
  html +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri "
      "'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n";
  html += fmt::format("<title>{} – {}</title>\n<style>{}{}</style>\n</head>\n", escaped(story.headline),
                      escaped(story.title), page_style(), own_style);
  html += fmt::format("<body class=\"{}\">\n<div class=\"sheet strength\">\n", word_of(style.mode));
  const auto part_of = [&](const StrengthPart& part) {
    html += fmt::format("<section class=\"{0}\" aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n<ul{2}>\n", part.id,
                        escaped(part.title), part.alarm ? " class=\"alarm\"" : "");
    for (const StrengthItem& item : part.items) {
      html += "<li>" + escaped(item.text);
      if (!item.note.empty()) html += fmt::format(" <span class=\"note\">{}</span>", escaped(item.note));
      html += "</li>\n";
    }
    html += "</ul>\n";
    if (!part.closing.empty()) html += fmt::format("<p class=\"closing\">{}</p>\n", escaped(part.closing));
    html += "</section>\n";
  };
  html += "<main>\n";
  for (const StrengthPart& part : story.parts) {
    if (part.alarm) part_of(part);
  }
  html += fmt::format("<header class=\"banner\">\n<p class=\"tag\">{}</p>\n<h1>{}</h1>\n", escaped(story.title),
                      escaped(story.headline));
  for (const std::string& words : story.words) html += fmt::format("<p>{}</p>\n", escaped(words));
  html += "</header>\n";
  if (!picture.empty())
    html += fmt::format("<section class=\"picture\">\n<figure>\n{}</figure>\n</section>\n", picture);
  for (const StrengthPart& part : story.parts) {
    if (!part.alarm) part_of(part);
  }
  html += fmt::format("</main>\n<footer>\n<p>{}</p>\n</footer>\n</div>\n</body>\n</html>\n", escaped(story.closing));
  return html;
}

}  // namespace lumbar
