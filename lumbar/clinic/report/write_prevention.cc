// SPDX-License-Identifier: Apache-2.0
// What keeps a back well, in words and as a page.
#include <fmt/format.h>

#include <array>

#include "lumbar/base/text.h"
#include "lumbar/clinic/report/markup.h"
#include "lumbar/clinic/report/page_style.h"
#include "lumbar/clinic/report/report.h"
#include "lumbar/clinic/report/terminal_text.h"

namespace lumbar {
namespace {

// Tips of one kind: what belongs to the occupation first, then what is for everyone.
std::vector<const PreventionTip*> tips_of(TipKind kind, Occupation occupation, const Knowledge& knowledge) {
  std::vector<const PreventionTip*> tips;
  for (const bool own : {true, false}) {
    for (const PreventionTip& tip : knowledge.prevention_tips()) {
      const bool for_all = tip.occupation == Occupation::everyone;
      if (tip.kind != kind || (for_all ? own : !own) || (!for_all && tip.occupation != occupation)) continue;
      tips.push_back(&tip);
    }
  }
  return tips;
}

std::string ground_of(const PreventionTip& tip, const Knowledge& knowledge, const TerminalText& out) {
  std::vector<std::string> sources;
  for (const SourceId source : tip.basis.sources) sources.push_back(knowledge[source].name);
  return out.say("because", {{"because", tip.because},
                             {"sources", joined(sources, ", ")},
                             {"status", std::string(word_of(tip.basis.status))}});
}

constexpr std::array kinds = {TipKind::prevents, TipKind::comfort, TipKind::not_shown};

}  // namespace

std::string write_prevention(Occupation occupation, const Knowledge& knowledge, std::size_t width) {
  TerminalText out(knowledge, width, "prevention.");
  out.paragraph(out.say("title." + std::string(word_of(occupation))));
  out.gap();
  out.paragraph(out.say("first"));
  for (const TipKind kind : kinds) {
    const auto tips = tips_of(kind, occupation, knowledge);
    if (tips.empty()) continue;
    out.gap();
    out.paragraph(out.say("kind." + std::string(word_of(kind))));
    for (const PreventionTip* tip : tips) {
      out.paragraph("- " + tip->words, 2);
      out.paragraph(ground_of(*tip, knowledge, out), 4);
    }
  }
  if (occupation == Occupation::lifting) {
    out.gap();
    out.paragraph(out.say("load"));
  }
  return out.take();
}

std::string write_prevention_page(Occupation occupation, const Knowledge& knowledge) {
  const TerminalText words(knowledge, 80, "prevention.");
  const std::string title = words.say("title." + std::string(word_of(occupation)));
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri "
      "'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" "
      "content=\"no-referrer\">\n";
  html += fmt::format("<title>{}</title>\n<style>{}</style>\n</head>\n", escaped(title), page_style());
  html += fmt::format(
      "<body class=\"public\">\n<div class=\"sheet\">\n<header class=\"banner self_care\">\n<h1>{}</h1>\n<p>{}</p>\n"
      "</header>\n<main class=\"columns\">\n",
      escaped(title), escaped(words.say("first")));
  std::array<std::string, 2> columns;  // what prevents and what does not, beside what only eases
  for (const TipKind kind : kinds) {
    const auto tips = tips_of(kind, occupation, knowledge);
    if (tips.empty()) continue;
    std::string& column = columns[kind == TipKind::comfort ? 0 : 1];
    column += fmt::format("<section>\n<h2>{}</h2>\n<div class=\"passage\">\n<ul class=\"dot\">\n",
                          escaped(words.say("kind." + std::string(word_of(kind)))));
    for (const PreventionTip* tip : tips) {
      column += fmt::format("<li>{}<span class=\"note\">{}</span></li>\n", escaped(tip->words),
                            escaped(ground_of(*tip, knowledge, words)));
    }
    column += "</ul>\n</div>\n</section>\n";
  }
  html += fmt::format("<div>\n{}</div>\n<div>\n{}</div>\n</main>\n", columns[1], columns[0]);
  return html + "</div>\n</body>\n</html>\n";
}

}  // namespace lumbar
