// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/diff_rows.h"

#include <algorithm>
#include <map>
#include <set>

#include "lumbar/base/text.h"

namespace lumbar {
namespace {

using Names = std::set<std::string_view>;

const Names& tables_that_decide() {
  static const Names names = {"rule",    "derived",   "ordered_value", "stage",         "item",   "denial",
                              "settled", "not_asked", "finding",       "accepted_flag", "pathway"};
  return names;
}

const Names& tables_of_figures() {
  static const Names names = {"evidence",           "prior",           "background",     "threshold", "parameter",
                              "setting_multiplier", "spectrum",        "context_figure", "norm",      "measure",
                              "condition",          "condition_group", "spread"};
  return names;
}

// Fields that are read by people alone: they change no answer but its words.
bool is_words(std::string_view field) {
  static const Names words = {"note",        "why",        "sentence",   "question",    "question_patient",
                              "label",       "meaning",    "citation",   "seen_at",     "basis",
                              "original_id", "statement",  "seeds",      "role_note",   "used_by",
                              "n_rows",      "doi_or_url", "test_label", "time_target", "setting_note"};
  return field.starts_with("label_") || words.contains(field);
}

FactPart part_of(std::string_view table, const std::vector<FieldChange>& fields) {
  const bool words_alone =
      std::all_of(fields.begin(), fields.end(), [](const FieldChange& one) { return is_words(one.field); });
  if (words_alone) return FactPart::texts;
  if (tables_that_decide().contains(table)) return FactPart::rules;
  return tables_of_figures().contains(table) ? FactPart::figures : FactPart::texts;
}

std::string as_written(const Field& field) {
  if (const auto* text = std::get_if<std::string>(&field)) return *text;
  if (const auto* number = std::get_if<double>(&field)) return written(*number, 15);
  if (const auto* flag = std::get_if<bool>(&field)) return *flag ? "true" : "false";
  return joined(std::get<std::vector<std::string>>(field), ", ");
}

// What a row is called: its id, or what it speaks of. Rows that share a name are told apart by what they say.
std::string name_of(const Record& row) {
  if (row.has("id")) return row.text("id");
  constexpr std::array speaks_of = {"condition",   "finding", "by_absence_of", "category", "country",
                                    "kind",        "subject", "value",         "group",    "order",
                                    "setting",     "sex",     "age_band",      "stated",   "population",
                                    "record_type", "item",    "action_or_zone"};
  std::string name;
  for (const auto& field : speaks_of) {
    for (const auto& [key, value] : row.fields()) {
      if (key == field) name += (name.empty() ? "" : " · ") + as_written(value);
    }
  }
  return name;
}

std::string place_of(const Record& row) { return row.place().substr(row.place().rfind('/') + 1); }

bool same(const Record& a, const Record& b) {
  return a.fields().size() == b.fields().size() &&
         std::is_permutation(a.fields().begin(), a.fields().end(), b.fields().begin());
}

std::string field_of(const Record* row, std::string_view name) {
  if (row == nullptr) return {};
  for (const auto& [key, value] : row->fields()) {
    if (key == name) return as_written(value);
  }
  return {};
}

std::vector<FieldChange> changed_fields(const Record* before, const Record* after) {
  std::vector<FieldChange> changes;
  std::set<std::string_view> seen;
  for (const Record* row : {after, before}) {
    if (row == nullptr) continue;
    for (const auto& field : row->fields()) {
      if (!seen.insert(field.first).second) continue;
      FieldChange one{field.first, field_of(before, field.first), field_of(after, field.first)};
      if (one.before != one.after) changes.push_back(std::move(one));
    }
  }
  return changes;
}

class TableChanges {
 public:
  TableChanges(std::string table, std::vector<RowChange>& into) : table_(std::move(table)), into_(into) {}

  void compare(const std::vector<Record>& before, const std::vector<Record>& after) {
    std::map<std::string, std::vector<const Record*>> earlier;
    for (const Record& row : before) earlier[name_of(row)].push_back(&row);
    std::vector<const Record*> unmatched;
    for (const Record& row : after) {
      auto& rows = earlier[name_of(row)];
      const auto found = std::find_if(rows.begin(), rows.end(), [&](const Record* one) { return same(*one, row); });
      if (found == rows.end()) unmatched.push_back(&row);
      if (found != rows.end()) rows.erase(found);
    }
    for (const Record* row : unmatched) {
      auto& rows = earlier[name_of(*row)];
      const Record* was = rows.empty() ? nullptr : rows.front();
      if (was != nullptr) rows.erase(rows.begin());
      tell(was, row);
    }
    for (const Record& row : before) {
      const auto& left = earlier[name_of(row)];
      if (std::find(left.begin(), left.end(), &row) != left.end()) tell(&row, nullptr);
    }
  }

 private:
  void tell(const Record* before, const Record* after) {
    RowChange change;
    change.fate = before == nullptr ? RowFate::added : after == nullptr ? RowFate::removed : RowFate::changed;
    change.table = table_;
    change.name = name_of(after != nullptr ? *after : *before);
    change.place = place_of(after != nullptr ? *after : *before);
    change.fields = changed_fields(before, after);
    if (change.fields.empty()) return;  // an empty field came or went: it says the same
    change.part = part_of(table_, change.fields);
    into_.push_back(std::move(change));
  }

  std::string table_;
  std::vector<RowChange>& into_;
};

}  // namespace

std::vector<RowChange> changed_rows(const Tables& before, const Tables& after) {
  static const std::vector<Record> nothing;
  const auto rows_of = [](const Tables& tables, const std::string& name) -> const std::vector<Record>& {
    const auto found = tables.find(name);
    return found == tables.end() ? nothing : found->second;
  };
  std::set<std::string> names;
  for (const auto* tables : {&before, &after}) {
    for (const auto& table : *tables) names.insert(table.first);
  }
  std::vector<RowChange> changes;
  for (const std::string& name : names)
    TableChanges(name, changes).compare(rows_of(before, name), rows_of(after, name));
  std::stable_sort(changes.begin(), changes.end(),
                   [](const RowChange& a, const RowChange& b) { return a.part < b.part; });
  return changes;
}

}  // namespace lumbar
