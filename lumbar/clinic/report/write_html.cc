// SPDX-License-Identifier: Apache-2.0
// The report as one page that needs nothing else: for a screen of any size, a screen reader, and two sheets of paper.
#include <fmt/format.h>

#include <algorithm>

#include "lumbar/clinic/report/markup.h"
#include "lumbar/clinic/report/page_style.h"
#include "lumbar/clinic/report/report.h"
#include "lumbar/clinic/report/sections.h"

namespace lumbar {
namespace {

// What a telephone dials: digits and a leading plus.
std::string dialled(std::string_view number) {
  std::string digits;
  for (const char one : number) {
    if ((one >= '0' && one <= '9') || (one == '+' && digits.empty())) digits += one;
  }
  return digits;
}

std::string_view topic_name(Topic topic) {
  switch (topic) {
    case Topic::why: return "why";
    case Topic::changed: return "changed";
    case Topic::open: return "open";
    case Topic::course: return "course";
    case Topic::entries: return "entries";
    case Topic::mechanism: return "mechanism";
    case Topic::localisation: return "localisation";
    case Topic::causes: return "causes";
    case Topic::now: return "now";
    case Topic::tests: return "tests";
    case Topic::people: return "people";
    case Topic::care: return "care";
    case Topic::avoid: return "avoid";
    case Topic::timeline: return "timeline";
    case Topic::safety_net: return "safety_net";
    case Topic::not_asked: return "not_asked";
    case Topic::warnings: return "warnings";
    case Topic::disagreements: return "disagreements";
    case Topic::sources: return "sources";
  }
  return {};
}

// A shape for each level beside its colour: who does not see red sees an octagon.
std::string_view shape_of(Urgency level) {
  switch (level) {
    case Urgency::emergency_now: return R"(<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z"/><path d="M12 7v6m0 3v1"/>)";
    case Urgency::within_24h: return R"(<path d="M12 3l10 18H2z"/><path d="M12 10v5m0 2v1"/>)";
    case Urgency::appointment: return R"(<path d="M3 5h18v16H3zM3 10h18M8 3v4m8-4v4"/>)";
    case Urgency::self_care: return R"(<path d="M3 11l9-8 9 8v10H3zM10 21v-6h4v6"/>)";
  }
  return {};
}

// Public bars are ten blocks, because the words beside them say "in 10"; clinical ones run through and carry their
// interval.
std::string chart_of(const Bar& bar, Mode mode) {
  constexpr int blocks = 10;
  constexpr double block = 100.0 / blocks;
  const double share = 100 * std::clamp(bar.share, 0.0, 1.0);
  std::string shapes;
  if (mode == Mode::in_public) {
    for (int i = 0; i < blocks; ++i) {
      const double from = i * block;
      const double filled_part = std::clamp(share - from, 0.0, block);
      shapes += fmt::format(R"(<rect class="track" x="{:.1f}" width="{:.1f}" height="10"/>)", from, block - 1);
      if (filled_part > 0)
        shapes += fmt::format(R"(<rect class="share" x="{:.1f}" width="{:.2f}" height="10"/>)", from,
                              std::min(filled_part, block - 1));
    }
  } else {
    shapes = fmt::format(
        R"(<rect class="track" width="100" height="10"/><rect class="share" width="{:.2f}" height="10"/>)", share);
    if (bar.interval) {
      const double low = 100 * bar.interval->first;
      const double high = 100 * bar.interval->second;
      shapes += fmt::format(
          R"(<path class="whisker" vector-effect="non-scaling-stroke" d="M{0:.2f} 5H{1:.2f}M{0:.2f} 1v8M{1:.2f} 1v8"/>)",
          low, high);
    }
  }
  return fmt::format(
      "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{}: {}\">{}</svg>\n",
      escaped(bar.label), escaped(bar.amount), shapes);
}

std::string names_of(const Reasons& reasons, Mode mode) {
  std::string html;
  if (mode == Mode::clinician) {
    for (const std::string& name : reasons.names) html += "<li>" + escaped(name) + "</li>\n";
    return fmt::format("<div class=\"reasons\"><b>{}</b>\n<ul>\n{}</ul>\n</div>\n", escaped(reasons.lead), html);
  }
  for (const std::string& name : reasons.names) html += (html.empty() ? " " : " · ") + escaped(name);
  return fmt::format("<p class=\"reasons\"><b>{}</b>{}</p>\n", escaped(reasons.lead), html);
}

std::string bars_of(const std::vector<Bar>& bars, bool with_headings, Mode mode) {
  std::string html = "<ul class=\"bars\">\n";
  for (const Bar& bar : bars) {
    const std::string_view element = with_headings ? "h3" : "strong";
    html += fmt::format("<li>\n<div class=\"label\"><{0}>{1}</{0}> <span>{2}</span></div>\n", element,
                        escaped(bar.label), escaped(bar.amount));
    html += chart_of(bar, mode);
    if (!bar.about.empty()) html += fmt::format("<p class=\"about\">{}</p>\n", escaped(bar.about));
    for (const Reasons& reasons : bar.reasons) html += names_of(reasons, mode);
    html += "</li>\n";
  }
  return html + "</ul>\n";
}

std::string address_of(const std::string& address) {
  const std::string text = escaped(address);
  const bool leads_somewhere = address.starts_with("https://") || address.starts_with("http://");
  return leads_somewhere ? fmt::format(R"( <a href="{0}" rel="noopener noreferrer">{0}</a>)", text) : " " + text;
}

std::string_view class_of(Marker marker) {
  switch (marker) {
    case Marker::dot: return "dot";
    case Marker::step: return "step";
    case Marker::question: return "question";
    case Marker::cross: return "cross";
    case Marker::alarm: return "alarm";
  }
  return {};
}

std::string items_of(const Passage& passage) {
  const std::string_view element = passage.marker == Marker::step ? "ol" : "ul";
  std::string html = fmt::format("<{} class=\"{}\">\n", element, class_of(passage.marker));
  for (const Item& item : passage.items) {
    html += "<li>" + escaped(item.text);
    if (!item.address.empty()) html += address_of(item.address);
    if (!item.note.empty()) html += fmt::format(" <span class=\"note\">{}</span>", escaped(item.note));
    html += "</li>\n";
  }
  return html + fmt::format("</{}>\n", element);
}

std::string section_of(const Section& section, Mode mode) {
  const std::string_view name = topic_name(section.topic);
  std::string html = fmt::format("<section class=\"{0}\" aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n", name,
                                 escaped(section.title));
  for (const Passage& passage : section.passages) {
    html += "<div class=\"passage\">\n";
    if (!passage.heading.empty()) html += fmt::format("<h3>{}</h3>\n", escaped(passage.heading));
    for (const std::string& words : passage.words) html += fmt::format("<p>{}</p>\n", escaped(words));
    html += passage.picture;
    if (!passage.caption.empty()) html += fmt::format("<p class=\"closing\">{}</p>\n", escaped(passage.caption));
    if (!passage.bars.empty()) html += bars_of(passage.bars, section.topic == Topic::causes, mode);
    if (!passage.items.empty()) html += items_of(passage);
    if (!passage.closing.empty()) html += fmt::format("<p class=\"closing\">{}</p>\n", escaped(passage.closing));
    html += "</div>\n";
  }
  return html + "</section>\n";
}

std::string banner_html(const Banner& banner) {
  std::string html = fmt::format("<header class=\"banner {}\">\n", word_of(banner.level));
  html += fmt::format(
      "<p class=\"tag\"><svg viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" "
      "stroke-linejoin=\"round\" aria-hidden=\"true\">{}</svg> {}</p>\n",
      shape_of(banner.level), escaped(banner.tag));
  html += fmt::format("<h1>{}</h1>\n", escaped(banner.headline));
  if (const std::string number = dialled(banner.call); !number.empty()) {
    html += fmt::format("<p><a class=\"call\" href=\"tel:{}\">{}</a></p>\n", number, escaped(banner.call_label));
  }
  if (!banner.by.empty()) html += fmt::format("<p>{}</p>\n", escaped(banner.by));
  for (const std::string& step : banner.steps) html += fmt::format("<p>{}</p>\n", escaped(step));
  if (!banner.provisional.empty())
    html += fmt::format("<p class=\"provisional\">{}</p>\n", escaped(banner.provisional));
  if (!banner.figures.empty()) {
    html += "<div class=\"figures\">\n";
    for (const std::string& figure : banner.figures) html += fmt::format("<p>{}</p>\n", escaped(figure));
    html += "</div>\n";
  }
  return html + "</header>\n";
}

bool explains(Topic topic) { return topic <= Topic::causes; }

}  // namespace

std::string write_html(const Consultation& consultation, const Knowledge& knowledge, const ReportStyle& style) {
  return page_of(make_report(consultation, knowledge, style.mode));
}

std::string page_of(const Report& report) {
  std::string reasons;
  std::string actions;
  std::string references;
  for (const Section& section : report.sections) {
    const bool long_list = section.topic == Topic::sources || section.topic == Topic::disagreements;
    std::string& column = explains(section.topic) ? reasons : long_list ? references : actions;
    column += section_of(section, report.mode);
  }
  std::string html = "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n";
  // No page of ours asks the network for anything; a browser that knows it holds us to it.
  html +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri "
      "'none'; form-action 'none'\">\n";
  html +=
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" "
      "content=\"no-referrer\">\n";
  html += fmt::format("<title>{} – {}</title>\n<style>{}</style>\n</head>\n", escaped(report.banner.headline),
                      escaped(report.title), page_style());
  html += fmt::format("<body class=\"{}\">\n<div class=\"sheet\">\n", word_of(report.mode));
  html += banner_html(report.banner);
  html += fmt::format("<main class=\"columns\">\n<div>\n{}</div>\n<div>\n{}</div>\n</main>\n", reasons, actions);
  if (!references.empty()) html += fmt::format("<aside class=\"references\">\n{}</aside>\n", references);
  html += "<footer>\n";
  for (const std::string& line : report.closing) html += fmt::format("<p>{}</p>\n", escaped(line));
  return html + "</footer>\n</div>\n</body>\n</html>\n";
}

}  // namespace lumbar
