// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/diff_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "lumbar/base/text.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

constexpr std::array<std::string_view, 6> effect_meanings = {
    "the urgency falls, or what was answered is refused",
    "same urgency, but later, by gentler transport, or no longer provisional",
    "the urgency rises",
    "same urgency, but sooner, by stronger transport, or now provisional",
    "same urgency, another leading condition",
    "nothing of this"};

std::string_view word_for(Effect effect) { return effect_words[static_cast<std::size_t>(effect)]; }
std::string_view word_for(RowFate fate) { return row_fate_words[static_cast<std::size_t>(fate)]; }

std::string or_nothing(const std::string& text) { return text.empty() ? "(nothing)" : text; }

std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return text;
}

std::string told(const std::vector<std::string>& names) { return joined(names, ", "); }

std::string rows_of_part(const FactsDiff& diff, FactPart part) {
  std::size_t added = 0, removed = 0, changed = 0;
  for (const RowChange& row : diff.rows) {
    if (row.part != part) continue;
    added += row.fate == RowFate::added ? 1 : 0;
    removed += row.fate == RowFate::removed ? 1 : 0;
    changed += row.fate == RowFate::changed ? 1 : 0;
  }
  if (added + removed + changed == 0) return "no row differs";
  return fmt::format("{} added, {} removed, {} changed", added, removed, changed);
}

/// Which groups are told, and how many of this effect are left out.
template <class Tell>
std::size_t for_told_groups(const FactsDiff& diff, Effect effect, std::size_t show, const Tell& tell) {
  std::size_t seen = 0;
  for (const CaseGroup& group : diff.cases.groups) {
    if (group.effect != effect) continue;
    ++seen;
    if (effect == Effect::lowered || show == 0 || seen <= show) tell(group);
  }
  return effect == Effect::lowered || show == 0 || seen <= show ? 0 : seen - show;
}

constexpr std::array told_effects = {Effect::lowered, Effect::softened, Effect::raised, Effect::firmed,
                                     Effect::other_cause};

std::string where_to_look(const CaseGroup& group) {
  return group.file.empty() ? group.example.name : group.file + " (" + group.example.name + ")";
}

}  // namespace

std::string write_diff_text(const FactsDiff& diff, const DiffLayout& layout) {
  const std::string red = layout.colour ? "\x1b[1;31m" : "";
  const std::string plain = layout.colour ? "\x1b[0m" : "";
  std::string out =
      fmt::format("facts {} ({}) against {} ({})\n", diff.old_hash, diff.old_name, diff.new_hash, diff.new_name);
  for (std::size_t part = 0; part < fact_part_titles.size(); ++part) {
    out += fmt::format("\n{}: {}\n", fact_part_titles[part], rows_of_part(diff, static_cast<FactPart>(part)));
    for (const RowChange& row : diff.rows) {
      if (row.part != static_cast<FactPart>(part)) continue;
      out += fmt::format("  {:<8} {} {}  ({})\n", word_for(row.fate), row.table, row.name, row.place);
      for (const FieldChange& field : row.fields) {
        if (row.fate == RowFate::changed) {
          out += fmt::format("    {:<18} old  {}\n    {:<18} new  {}\n", field.field,
                             one_line(or_nothing(field.before)), "", one_line(or_nothing(field.after)));
        } else {
          out += fmt::format("    {:<18} {}\n", field.field,
                             one_line(row.fate == RowFate::added ? field.after : field.before));
        }
      }
    }
  }
  out += fmt::format("\nCases: {} sampled (seed {}), {} given\n", diff.sampled, diff.seed, diff.given);
  for (std::size_t effect = 0; effect < effect_words.size(); ++effect) {
    const bool alarm = effect == 0 && diff.lowered();
    out += fmt::format("  {}{:<12} {:>6}{}  {}\n", alarm ? red : "", effect_words[effect],
                       diff.cases.counts.cases[effect], alarm ? plain : "", effect_meanings[effect]);
  }
  out += fmt::format("  in all: another level {}, provisional on one side only {}, another leading condition {}\n",
                     diff.cases.counts.level, diff.cases.counts.provisional, diff.cases.counts.leading);
  for (const Effect effect : told_effects) {
    const std::size_t left_out = for_told_groups(diff, effect, layout.show, [&](const CaseGroup& group) {
      const bool alarm = effect == Effect::lowered;
      out +=
          fmt::format("\n{}{}{}  {} {}: {} -> {}\n", alarm ? red : "", word_for(effect), alarm ? plain : "",
                      group.count, group.count == 1 ? "case" : "cases", one_line(group.before), one_line(group.after));
      if (!group.no_longer.empty()) out += "  no longer  " + told(group.no_longer) + "\n";
      if (!group.now.empty()) out += "  now        " + told(group.now) + "\n";
      out += "  see        " + where_to_look(group) + "\n";
      if (alarm && group.file.empty()) out += "  " + one_line(std::string(trimmed(group.example.text))) + "\n";
    });
    if (left_out > 0) out += fmt::format("\n{}  {} more kinds; --show 0 tells all\n", word_for(effect), left_out);
  }
  if (diff.lowered()) {
    out += fmt::format(
        "\n{}Some urgency falls.{} Look at each case with lumbar assess --lenient --facts FOLDER CASE.json, and name "
        "what "
        "changed in CHANGELOG.md under Safety.\n",
        red, plain);
  } else {
    out += "\nNo urgency falls in these cases. They are a sample: they show, they do not prove.\n";
  }
  return out;
}

namespace {

// A cell of a Markdown table.
std::string cell(const std::string& text) {
  std::string safe;
  for (const char c : one_line(text)) {
    if (c == '|' || c == '<' || c == '*' || c == '_' || c == '`' || c == '\\') safe += '\\';
    safe += c;
  }
  return safe;
}

}  // namespace

std::string write_diff_markdown(const FactsDiff& diff, const DiffLayout& layout) {
  std::string out = fmt::format("# Facts {} against {}\n\nOld: {}. New: {}.\n", diff.old_hash, diff.new_hash,
                                cell(diff.old_name), cell(diff.new_name));
  out += fmt::format(
      "\n## Cases\n\n{} sampled (seed {}), {} given.\n\n| effect | cases | meaning |\n| --- | ---: | --- |\n",
      diff.sampled, diff.seed, diff.given);
  for (std::size_t effect = 0; effect < effect_words.size(); ++effect) {
    const std::string word = std::string(effect_words[effect]);
    out += fmt::format("| {} | {} | {} |\n", effect == 0 && diff.lowered() ? "**" + word + "**" : word,
                       diff.cases.counts.cases[effect], effect_meanings[effect]);
  }
  if (!diff.cases.groups.empty())
    out +=
        "\n| effect | cases | before | after | no longer | now | example |\n| --- | ---: | --- | --- | --- | --- | --- "
        "|\n";
  for (const Effect effect : told_effects) {
    const std::size_t left_out = for_told_groups(diff, effect, layout.show, [&](const CaseGroup& group) {
      out += fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", word_for(effect), group.count, cell(group.before),
                         cell(group.after), cell(told(group.no_longer)), cell(told(group.now)),
                         cell(where_to_look(group)));
    });
    if (left_out > 0) out += fmt::format("| {} |  | {} more kinds |  |  |  |  |\n", word_for(effect), left_out);
  }
  for_told_groups(diff, Effect::lowered, 0, [&](const CaseGroup& group) {
    out += fmt::format("\nLOWER, {}:\n\n```json\n{}\n```\n", cell(where_to_look(group)), trimmed(group.example.text));
  });
  for (std::size_t part = 0; part < fact_part_titles.size(); ++part) {
    out += fmt::format("\n## {}\n\n{}.\n", fact_part_titles[part], rows_of_part(diff, static_cast<FactPart>(part)));
    bool first = true;
    for (const RowChange& row : diff.rows) {
      if (row.part != static_cast<FactPart>(part)) continue;
      if (first) out += "\n|  | row | field | old | new |\n| --- | --- | --- | --- | --- |\n";
      first = false;
      for (const FieldChange& field : row.fields) {
        out += fmt::format("| {} | {} {} | {} | {} | {} |\n", word_for(row.fate), row.table, cell(row.name),
                           cell(field.field), cell(field.before), cell(field.after));
      }
    }
  }
  out +=
      "\n## Sign-off\n\nI have read every row above"
      " and every case under LOWER.\n\n| accepted | name | date |\n| --- | --- | --- |\n| yes / no |  |  |\n";
  return out;
}

namespace {

void write_names(json::Writer& json, std::string_view key, const std::vector<std::string>& names) {
  json.key(key).begin_list();
  for (const std::string& name : names) json.text(name);
  json.end();
}

void write_verdict(json::Writer& json, std::string_view key, const CaseVerdict& one) {
  json.key(key).begin_object();
  if (!one.refused.empty()) {
    json.text_at("refused", one.refused).end();
    return;
  }
  json.text_at("level", word_of(one.level)).key("provisional").flag(one.provisional).key("deadline_hours");
  if (one.deadline_hours) json.whole(*one.deadline_hours);
  if (!one.deadline_hours) json.null();
  json.text_at("transport", word_of(one.transport)).text_or_null_at("leading", one.leading);
  write_names(json, "because", one.because);
  json.end();
}

void write_rows(json::Writer& json, const FactsDiff& diff) {
  constexpr std::array<std::string_view, 3> keys = {"rules", "figures", "texts"};
  json.key("rows").begin_object();
  for (std::size_t part = 0; part < keys.size(); ++part) {
    json.key(keys[part]).begin_list();
    for (const RowChange& row : diff.rows) {
      if (row.part != static_cast<FactPart>(part)) continue;
      json.begin_object().text_at("fate", word_for(row.fate)).text_at("table", row.table);
      json.text_at("name", row.name).text_at("place", row.place).key("fields").begin_list();
      for (const FieldChange& field : row.fields) {
        json.begin_object().text_at("field", field.field);
        json.text_or_null_at("old", field.before).text_or_null_at("new", field.after).end();
      }
      json.end().end();
    }
    json.end();
  }
  json.end();
}

}  // namespace

std::string write_diff_json(const FactsDiff& diff) {
  json::Writer json(true);
  json.begin_object().key("lumbar_facts_diff").whole(1);
  json.key("old").begin_object().text_at("name", diff.old_name).text_at("hash", diff.old_hash).end();
  json.key("new").begin_object().text_at("name", diff.new_name).text_at("hash", diff.new_hash).end();
  json.key("lowered").flag(diff.lowered());
  write_rows(json, diff);
  const auto count = [&](std::string_view key, std::size_t number) {
    json.key(key).whole(static_cast<std::int64_t>(number));
  };
  json.key("cases").begin_object();
  count("sampled", diff.sampled);
  count("seed", diff.seed);
  count("given", diff.given);
  constexpr std::array<std::string_view, 6> keys = {"lowered", "softened", "raised", "firmed", "other_cause", "same"};
  for (std::size_t effect = 0; effect < keys.size(); ++effect) count(keys[effect], diff.cases.counts.cases[effect]);
  count("another_level", diff.cases.counts.level);
  count("another_provisional", diff.cases.counts.provisional);
  count("another_leading", diff.cases.counts.leading);
  json.end().key("groups").begin_list();
  for (const CaseGroup& group : diff.cases.groups) {
    json.begin_object().text_at("effect", keys[static_cast<std::size_t>(group.effect)]);
    count("count", group.count);
    json.text_at("before", group.before).text_at("after", group.after);
    write_names(json, "no_longer", group.no_longer);
    write_names(json, "now", group.now);
    json.key("example").begin_object().text_at("name", group.example.name).text_or_null_at("file", group.file);
    write_verdict(json, "old", group.example.before);
    write_verdict(json, "new", group.example.after);
    json.text_at("case_text", trimmed(group.example.text)).end().end();
  }
  return json.end().end().take();
}

}  // namespace lumbar
