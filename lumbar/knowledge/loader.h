// SPDX-License-Identifier: Apache-2.0
// From tables of rows to Knowledge, complaining of everything that is wrong on the way.
#pragma once
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/text.h"
#include "lumbar/knowledge/knowledge.h"
#include "lumbar/knowledge/packed.h"

namespace lumbar {

class Loader {
 public:
  Loader(std::span<const FactFile> files, Policy policy);
  /// Tables that were packed. Their checks were made then: they are made again only for who asks.
  Loader(ReadTables packed, Policy policy, bool checks);

  Knowledge take() { return std::move(made_); }
  const std::vector<Error>& complaints() const { return complaints_; }

 private:
  // In this order: each step stands on the names that those before it read.
  void read_everything();
  void check_everything() const;
  void read_files(std::span<const FactFile> files);
  void read_sources();
  void read_parameters();
  void read_findings();
  void read_parents();
  void read_states();
  void read_definitions();
  void read_rules();
  void read_safety_net();
  void read_stages();
  void read_sided();
  void read_denials();
  void read_settled();
  void read_questions();
  void read_conditions();
  void read_evidence();
  void read_priors();
  void read_spreads();
  void check_sexes(const std::vector<const Record*>& rows) const;
  void read_care();
  void read_gates();
  void read_reliability();
  void read_course();
  void read_signs();
  void read_sites();
  void read_site_signs();
  void read_grade_chances();
  void read_words();
  void read_rarity();
  void read_lexicon();
  void read_strength();
  void read_strength_tests();
  void read_norms();
  void read_norm_uses();
  void read_strength_claims();
  void read_measures();
  void read_measure_items(Measure& measure);
  void read_measure_scores(Measure& measure);
  ScoreBand read_band(const Record& row, const Measure& measure);
  ChangeThreshold read_threshold(const Record& row);
  void read_lifting();
  void read_lifting_tables();
  void read_prevention();
  void read_exercises();
  void read_exercise_words();
  void read_exercise(const Record& row, Exercise& one);
  void read_needs(const Record& row, Exercise& one);
  ExerciseDose dose_of(const Record& row) const;
  Against against_of(const Record& row, const Naming& naming) const;
  void read_ways();
  void read_phases();
  void read_goals();
  void read_adaptations();
  void read_drawings();
  std::vector<ExerciseId> exercises_of(const Record& row, std::string_view field) const;
  std::vector<std::size_t> items_of(const Record& row, std::string_view field, std::string_view words) const;
  void read_phrasings(const Record& row, PhrasingOf of);
  WordSequence pattern_of(const Record& row, std::string_view field, std::string_view text);

  // What no single row shows. They change nothing but the list of complaints: packed facts are read without them.
  void check_types() const;
  void check_names() const;
  void check_what_is_needed() const;
  void check_circles() const;
  void check_rules_can_be_raised() const;
  void check_usual_findings() const;
  void check_cards() const;
  void check_exercises() const;
  void check_seeds() const;
  void check_hazards() const;
  void check_attributes() const;
  void check_codes() const;

  const std::vector<Record>& table(std::string_view name) const;
  void complain(const Record& row, std::string_view field, const std::string& what) const;
  std::vector<SourceId> sources_of(const Record& row, std::string_view field = "sources", bool required = true) const;
  Basis basis_of(const Record& row) const;
  Figure figure_of(const Record& row, std::string_view point, std::string_view low, std::string_view high, double least,
                   double most) const;
  FindingId finding_of(const Record& row, std::string_view field) const;
  FindingId finding_named(const Record& row, std::string_view field, std::string_view name) const;
  ConditionId condition_named(const Record& row, std::string_view field, std::string_view name) const;
  std::vector<FindingId> findings_of(const Record& row, std::string_view field) const;
  double chance_of(const Record& row, std::string_view field, double where_missing) const;
  void add_site_sign(const Record& row, std::string_view site, std::size_t sign, double chance, const Basis& basis,
                     bool own);
  std::optional<Setting> setting_of(const Record& row) const;
  std::optional<logic::Formula> formula_of(const Record& row, std::string_view field, std::string_view text,
                                           logic::Place place) const;
  Naming naming_of(const Record& row, std::string_view field, std::string_view text, bool may_be_any) const;
  std::vector<Naming> namings_of(const Record& row, std::string_view field, bool may_be_any) const;
  void read_choice(const Record& row, Evidence& evidence);
  void check_ratios(const Record& row, const Evidence& evidence) const;
  /// The value of a word on a scale, or its first value with a complaint that lists the scale.
  template <class Scale>
  Scale scale_of(const Record& row, std::string_view field) const;

  /// Complains when `key` was seen before in this table.
  void once(const Record& row, std::string_view table, const std::string& key) const;
  /// A whole number within its range; the least of it, with a complaint, otherwise.
  int whole_of(const Record& row, std::string_view field, int least, int most) const;
  /// Complains when a word stands on no list; an empty word passes where it may be left out.
  void listed(const Record& row, std::string_view field, std::initializer_list<std::string_view> words,
              bool may_be_empty = false) const;

  mutable std::set<std::pair<std::string, std::string>> seen_;
  Knowledge made_;
  mutable std::vector<Error> complaints_;
};

template <class Scale>
Scale Loader::scale_of(const Record& row, std::string_view field) const {
  const std::string& word = row.text(field);
  if (const auto value = from_word<Scale>(word)) return *value;
  std::string allowed;
  for (const std::string_view one : Words<Scale>::list) allowed += (allowed.empty() ? "" : ", ") + std::string(one);
  complain(row, field, "\"" + word + "\" is not one of: " + allowed);
  return static_cast<Scale>(0);
}

}  // namespace lumbar
