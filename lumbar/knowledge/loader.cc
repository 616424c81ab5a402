// SPDX-License-Identifier: Apache-2.0
// The order of reading, and what every table shares: names, sources, figures, formulas.
#include "lumbar/knowledge/loader.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace lumbar {
namespace {

// FNV-1a, 64 bits: tells versions of the facts apart; not a defence against forgery.
std::uint64_t fingerprint(std::uint64_t hash, std::string_view text) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ULL;
  }
  return hash;
}

std::string hexadecimal(std::uint64_t number) {
  std::string text(16, '0');
  for (std::size_t i = 16; i-- > 0; number >>= 4) text[i] = "0123456789abcdef"[number & 15];
  return text;
}

}  // namespace

Loader::Loader(std::span<const FactFile> files, Policy policy) {
  made_.policy_ = policy;
  read_files(files);
  check_types();
  read_everything();
  check_everything();
}

Loader::Loader(ReadTables packed, Policy policy, bool checks) {
  made_.policy_ = policy;
  made_.tables_ = std::move(packed.tables);
  made_.hash_ = std::move(packed.hash);
  if (checks) check_types();
  read_everything();
  if (checks) check_everything();
}

void Loader::read_everything() {
  read_sources();
  read_parameters();
  read_findings();
  read_parents();
  read_states();
  read_definitions();
  read_rules();
  read_safety_net();
  read_stages();
  read_sided();
  read_denials();
  read_settled();
  read_questions();
  read_conditions();
  read_evidence();
  read_priors();
  read_spreads();
  read_care();
  read_gates();
  read_reliability();
  read_course();
  read_signs();
  read_sites();
  read_site_signs();
  read_grade_chances();
  read_words();
  read_rarity();
  read_lexicon();
  read_strength();
  read_measures();
  read_lifting();
  read_prevention();
  read_exercises();
}

void Loader::check_everything() const {
  check_what_is_needed();
  check_names();
  check_circles();
  check_exercises();
  check_seeds();
  check_hazards();
  check_attributes();
  check_codes();
  if (!complaints_.empty()) return;  // the last checks reckon with formulas that are whole
  check_rules_can_be_raised();
  // Read to the letter, the seeds' words stand above many a condition on purpose.
  if (made_.policy_ == Policy::standard) {
    check_usual_findings();
    check_cards();
  }
}

void Loader::read_files(std::span<const FactFile> files) {
  // The hash and the order of rows do not depend on the order in which a door happened to list the files.
  std::vector<FactFile> ordered(files.begin(), files.end());
  std::sort(ordered.begin(), ordered.end(), [](const FactFile& a, const FactFile& b) { return a.name < b.name; });
  std::uint64_t hash = 14695981039346656037ULL;
  for (const FactFile& file : ordered) {
    const std::string_view name =
        file.name.substr(file.name.rfind('/') + 1);  // the same facts from a folder are the same facts
    hash =
        fingerprint(fingerprint(hash, std::string(name) + "\n" + std::to_string(file.text.size()) + "\n"), file.text);
    if (auto complaint = read_tables(file, made_.tables_)) complaints_.push_back(std::move(*complaint));
  }
  made_.hash_ = hexadecimal(hash);
}

const std::vector<Record>& Loader::table(std::string_view name) const {
  static const std::vector<Record> nothing;
  const auto found = made_.tables_.find(name);
  return found == made_.tables_.end() ? nothing : found->second;
}

void Loader::complain(const Record& row, std::string_view field, const std::string& what) const {
  complaints_.push_back(Error(what, Fault::facts).at(field).at(row.place()));
}

void Loader::once(const Record& row, std::string_view table, const std::string& key) const {
  if (!seen_.emplace(std::string(table), key).second)
    complain(row, "id", std::string(table) + " " + key + " stands twice");
}

int Loader::whole_of(const Record& row, std::string_view field, int least, int most) const {
  const double value = row.number(field).value_or(std::nan(""));
  if (value >= least && value <= most && value == std::floor(value)) return static_cast<int>(value);
  complain(row, field, "is not a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return least;
}

void Loader::listed(const Record& row, std::string_view field, std::initializer_list<std::string_view> words,
                    bool may_be_empty) const {
  const std::string& word = row.text(field);
  if ((word.empty() && may_be_empty) || std::find(words.begin(), words.end(), word) != words.end()) return;
  std::string allowed;
  for (const std::string_view one : words) allowed += (allowed.empty() ? "" : ", ") + std::string(one);
  complain(row, field, "\"" + word + "\" is not one of: " + allowed);
}

// A list written as a text, or a yes written as a word, would read as nothing at all.
void Loader::check_types() const {
  static const std::set<std::string, std::less<>> lists = {"sources",
                                                           "emg_sources",
                                                           "compression_sources",
                                                           "findings",
                                                           "conditions",
                                                           "members",
                                                           "guard_ids",
                                                           "lowers_rules",
                                                           "indications",
                                                           "contraindications",
                                                           "contraindications_cautions",
                                                           "stop_if",
                                                           "see_for_findings",
                                                           "progression_to",
                                                           "regression_to",
                                                           "known_when",
                                                           "choices",
                                                           "carried_by",
                                                           "rules",
                                                           "absent",
                                                           "first_line",
                                                           "avoid",
                                                           "tests",
                                                           "referral",
                                                           "treatments",
                                                           "controls",
                                                           "shown_by",
                                                           "points",
                                                           "grades",
                                                           "shown_by_both",
                                                           "shown_by_grade_3",
                                                           "unless",
                                                           "signs",
                                                           "items_of"};
  static const std::set<std::string, std::less<>> flags = {"preferred", "project_choice",   "home_care_ok", "sided",
                                                           "fractions", "whichever_larger", "above"};
  for (const auto& [table, rows] : made_.tables_) {
    for (const Record& row : rows) {
      for (const auto& [name, field] : row.fields()) {
        if (lists.contains(name) && !std::holds_alternative<std::vector<std::string>>(field))
          complain(row, name, "is not a list; write [\"…\", \"…\"]");
        const bool of_lexicon = table == "cue" || table == "word_class" || table.ends_with("wording");
        if (of_lexicon && (name == "says" || name == "denies" || name == "denied" || name == "of" || name == "words") &&
            !std::holds_alternative<std::vector<std::string>>(field))
          complain(row, name, "is not a list; write [\"…\", \"…\"]");
        const bool flag = flags.contains(name) || (table == "derived" && name == "guard") ||
                          (of_lexicon && (name == "side" || name == "past" || name == "family" ||
                                          name == "needs_unit" || name == "only_denied" || name == "over_commas"));
        if (flag && !std::holds_alternative<bool>(field))
          complain(row, name, "is neither true nor false (without quotes)");
      }
    }
  }
}

// Names in tables that nothing reckons with yet still have to name something.
void Loader::check_names() const {
  std::set<std::string, std::less<>> groups;
  std::set<std::string, std::less<>> categories;
  for (const Record& row : table("condition_group")) {
    groups.insert(row.text("id"));
    for (const std::string& name : row.list("members")) condition_named(row, "members", name);
  }
  for (const Condition& condition : made_.conditions_) categories.insert(condition.category);
  const auto condition_or_group = [&](const Record& row) {
    const std::string& name = row.text("condition");
    if (!name.starts_with("group:")) {
      condition_named(row, "condition", name);
    } else if (!groups.contains(name)) {
      complain(row, "condition", "no group " + name + " in condition_groups.toml");
    }
  };
  std::set<std::string, std::less<>> evidence;
  for (const Record& row : table("evidence")) {
    evidence.insert(row.text("id"));
    if (row.text("condition").starts_with("group:")) condition_or_group(row);
    listed(row, "role", {"cause", "modifier"}, true);
  }
  for (const Record& row : table("evidence")) {
    if (row.has("replaces") && !evidence.contains(row.text("replaces")))
      complain(row, "replaces", "no evidence " + row.text("replaces"));
  }
  std::set<std::string, std::less<>> priors;
  for (const Record& row : table("prior")) {
    condition_or_group(row);
    priors.insert(row.text("original_id"));
  }
  for (const Record& row : table("prior")) {
    if (row.has("replaces") && !priors.contains(row.text("replaces")))
      complain(row, "replaces", "no prior with the original_id " + row.text("replaces"));
  }
  for (const Record& row : table("context_figure")) condition_or_group(row);
  for (const Record& row : table("complication")) namings_of(row, "conditions", true);
  for (const Record& row : table("localisation")) namings_of(row, "findings", false);
  for (const Record& row : table("setting_multiplier")) {
    if (!categories.contains(row.text("category")))
      complain(row, "category", "no condition has the category \"" + row.text("category") + "\"");
  }
  for (const Record& row : table("accepted_flag")) {
    for (const std::string& rule : row.list("rules")) {
      if (!made_.rule(rule)) complain(row, "rules", "no rule " + rule);
    }
  }
}

std::vector<SourceId> Loader::sources_of(const Record& row, std::string_view field, bool required) const {
  std::vector<SourceId> found;
  for (const std::string& name : row.list(field)) {
    const auto source = made_.source(name);
    if (source) {
      found.push_back(*source);
    } else {
      complain(row, field, "source \"" + name + "\" is not in sources.toml");
    }
  }
  if (required && row.list(field).empty())
    complain(row, field, "no source; every fact names at least one id of sources.toml");
  return found;
}

Basis Loader::basis_of(const Record& row) const { return {sources_of(row), scale_of<Status>(row, "status")}; }

Figure Loader::figure_of(const Record& row, std::string_view point, std::string_view low, std::string_view high,
                         double least, double most) const {
  Figure figure{row.number(point), row.number(low), row.number(high)};
  const auto within = [&](std::string_view field, std::optional<double> value) {
    if (row.has(field) && !value) return complain(row, field, "\"" + row.text(field) + "\" is not a number");
    if (value && !(*value >= least && *value <= most)) {
      const bool chance = least == 0 && most == 1;
      complain(row, field,
               written(*value) +
                   (chance ? " is not a probability (0..1)" : " is outside " + written(least) + ".." + written(most)));
    }
  };
  within(point, figure.point);
  within(low, figure.low);
  within(high, figure.high);
  const bool crossed = figure.low && figure.high && *figure.low > *figure.high;
  const bool below = figure.point && figure.low && *figure.point < *figure.low - 1e-9;
  const bool above = figure.point && figure.high && *figure.point > *figure.high + 1e-9;
  if (crossed || below || above) {
    complain(row, point,
             (figure.point ? written(*figure.point) : std::string("the point")) + " does not lie in its interval " +
                 (figure.low ? written(*figure.low) : "?") + ".." + (figure.high ? written(*figure.high) : "?"));
  }
  return figure;
}

FindingId Loader::finding_named(const Record& row, std::string_view field, std::string_view name) const {
  if (const auto found = made_.finding(name)) return *found;
  std::vector<std::string_view> names;
  for (const Finding& one : made_.findings_) names.emplace_back(one.name);
  complain(row, field, "no finding \"" + std::string(name) + "\"; nearest: " + joined(nearest(name, names, 3), ", "));
  return {};
}

FindingId Loader::finding_of(const Record& row, std::string_view field) const {
  return finding_named(row, field, row.text(field));
}

ConditionId Loader::condition_named(const Record& row, std::string_view field, std::string_view name) const {
  if (const auto found = made_.condition(name)) return *found;
  std::vector<std::string_view> names;
  for (const Condition& one : made_.conditions_) names.emplace_back(one.name);
  complain(row, field, "no condition \"" + std::string(name) + "\"; nearest: " + joined(nearest(name, names, 3), ", "));
  return {};
}

std::optional<Setting> Loader::setting_of(const Record& row) const {
  if (row.text("setting") == "any") return std::nullopt;
  return scale_of<Setting>(row, "setting");
}

std::optional<logic::Formula> Loader::formula_of(const Record& row, std::string_view field, std::string_view text,
                                                 logic::Place place) const {
  auto formula = logic::read_formula(text, made_.language_, place);
  if (formula) return std::move(*formula);
  complaints_.push_back(formula.take_error().at(field).at(row.place()));
  return std::nullopt;
}

Naming Loader::naming_of(const Record& row, std::string_view field, std::string_view text, bool may_be_any) const {
  Naming naming;
  const auto bracket = text.find('(');
  naming.name = std::string(trimmed(text.substr(0, bracket)));
  if (bracket != std::string_view::npos)
    naming.qualifier = std::string(text.substr(bracket + 1, text.size() - bracket - (text.ends_with(')') ? 2 : 1)));
  if (const auto condition = made_.condition(naming.name)) naming.condition = *condition;
  if (const auto finding = made_.finding(naming.name)) naming.finding = *finding;
  const bool any = may_be_any && (naming.name == "any" || naming.name == "none");
  if (!naming.condition.is_some() && !naming.finding.is_some() && !any) {
    complain(row, field, "\"" + std::string(text) + "\" names neither a finding nor a condition");
  }
  return naming;
}

std::vector<Naming> Loader::namings_of(const Record& row, std::string_view field, bool may_be_any) const {
  std::vector<Naming> namings;
  for (const std::string& one : row.list(field)) namings.push_back(naming_of(row, field, one, may_be_any));
  return namings;
}

}  // namespace lumbar
