// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/attributes.h"

#include <fmt/format.h>

#include <array>
#include <ostream>

#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

constexpr std::string_view rule_of_law = "45 CFR 170.315(b)(11)(iv)";

// Light and dark by the reader's setting, light on paper; asks nothing of the network. Text and ground keep a contrast
// of 4.5 or more.
constexpr std::string_view style = R"css(
:root { color-scheme: light dark; --ground: #f6f4ef; --card: #fffefb; --ink: #22282b; --soft: #545d61; --line: #ddd8cc;
  --open: #8a4b08; }
@media (prefers-color-scheme: dark) { :root { --ground: #14191b; --card: #1c2326; --ink: #e8e6e0; --soft: #a9b3b5;
  --line: #333d40; --open: #e2b071; } }
@media print { :root { color-scheme: light; --ground: #fff; --card: #fff; --ink: #000; --soft: #333; --line: #bbb;
  --open: #5c3205; } section { break-inside: avoid; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: anywhere;
  font: 1.0625rem/1.55 "Seravek", "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", source-sans-pro, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: clamp(1rem, 3vw, 2.5rem); }
h1 { font-size: clamp(1.6rem, 4vw, 2.2rem); line-height: 1.2; margin: 0 0 .5rem; text-wrap: balance; }
h2 { font-size: 1.4rem; margin: 2.5rem 0 .25rem; }
h3 { font-size: 1.2rem; line-height: 1.3; margin: 0 0 1rem; }
p { margin: 0 0 .5rem; max-width: 60ch; }
.soft, .place { color: var(--soft); }
section { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; margin-top: 1rem;
  padding: clamp(1rem, 2.5vw, 1.5rem); }
dl { margin: 0; }
dl > div { border-top: 1px solid var(--line); padding: .8rem 0; display: grid; gap: .2rem 1.5rem; }
dl > div:first-child { border-top: 0; padding-top: 0; }
dl > div:last-child { padding-bottom: 0; }
dt { font-weight: 600; line-height: 1.4; }
dd { margin: 0; }
.place { font-weight: 400; font-size: .85em; white-space: nowrap; }
.not-done { color: var(--open); font-weight: 600; }
ul { margin: .3rem 0 0; padding-left: 1.2rem; }
@media (min-width: 46rem) { dl > div { grid-template-columns: minmax(14rem, 2fr) 4fr; } }
)css";

constexpr std::array all_statuses = {Status::verified, Status::reported, Status::derived, Status::assumed};

constexpr std::string_view escaped_characters = "&<>\"'";

std::string escaped(std::string_view text) {
  constexpr std::array<std::string_view, 5> written = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
  std::string safe;
  for (const char one : text) {
    const auto place = escaped_characters.find(one);
    if (place == std::string_view::npos) {
      safe += one;
    } else {
      safe += written[place];
    }
  }
  return safe;
}

// An attribute without content says so before anything else.
std::string_view admission_of(const Record& row) {
  if (row.text("state") == "not_done") return "<span class=\"not-done\">Not done.</span> ";
  if (row.text("state") == "not_recorded") return "<span class=\"not-done\">Not recorded.</span> ";
  return "";
}

std::string answer_html(const Record& row, const Knowledge& knowledge, std::string_view engine) {
  std::string html(admission_of(row));
  html += escaped(filled_attribute(row.text("says"), knowledge, engine));
  if (row.list("points").empty()) return html;
  html += "<ul>";
  for (const std::string& point : row.list("points"))
    html += "<li>" + escaped(filled_attribute(point, knowledge, engine)) + "</li>";
  return html + "</ul>";
}

// How sure the facts are, table by table: noughts are left out.
std::string figures_html(const Knowledge& knowledge) {
  std::string html = "<section>\n<h3>Rows of the facts by status</h3>\n<dl>\n";
  for (const auto& [name, rows] : knowledge.tables()) {
    std::size_t without = rows.size();
    std::string counts;
    for (const Status status : all_statuses) {
      const std::size_t count = count_with(rows, status).value_or(0);
      if (count > 0) counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, word_of(status));
      without -= count;
    }
    if (without == rows.size()) continue;
    if (without > 0) counts += fmt::format(", {} without status", without);
    html += fmt::format("<div><dt>{} <span class=\"place\">{}</span></dt><dd>{}</dd></div>\n", escaped(name),
                        rows.size(), counts);
  }
  return html + "</dl>\n</section>\n";
}

// The whole page.
std::string page_of(const Knowledge& knowledge, std::string_view engine) {
  std::string html = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>lumbar: source "
      "attributes</title>\n"
      "<style>{}</style>\n</head>\n<body>\n<main>\n<h1>What lumbar says of itself</h1>\n"
      "<p class=\"soft\">The source attributes that {} lists. Engine {}, facts {}.</p>\n",
      style, rule_of_law, escaped(engine), escaped(knowledge.hash()));
  const auto& rows = rows_of(knowledge, "attribute");
  std::string_view list, group;
  for (const Record& row : rows) {
    const bool next_group = row.text("group") != group || row.text("list") != list;
    if (next_group && !group.empty()) html += "</dl>\n</section>\n";
    if (row.text("list") != list) {
      list = row.text("list");
      html += list == "evidence_based" ? "<h2>As evidence-based decision support</h2>\n"
                                       : "<h2>As predictive decision support</h2>\n";
    }
    if (next_group) {
      group = row.text("group");
      html += fmt::format("<section>\n<h3>{}</h3>\n<dl>\n", escaped(group));
    }
    html += fmt::format("<div><dt>{} <span class=\"place\">{}</span></dt><dd>{}</dd></div>\n",
                        escaped(row.text("name")), escaped(row.text("place")), answer_html(row, knowledge, engine));
  }
  if (!group.empty()) html += "</dl>\n</section>\n";
  return html + "<h2>What it stands on</h2>\n" + figures_html(knowledge) + "</main>\n</body>\n</html>\n";
}

}  // namespace

int attributes_command(const Surroundings& world, const Knowledge& knowledge, std::string_view format,
                       std::string_view engine_version) {
  world.out << (format == "html" ? page_of(knowledge, engine_version) : write_attributes(knowledge, engine_version));
  return 0;
}

}  // namespace lumbar
