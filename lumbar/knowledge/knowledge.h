// SPDX-License-Identifier: Apache-2.0
// The medicine: facts handed in as text, checked, and looked up. No reasoning; opens no file. Const after loading,
// shared by all threads.
#pragma once
#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/id.h"
#include "lumbar/base/result.h"
#include "lumbar/base/scales.h"
#include "lumbar/base/source.h"
#include "lumbar/knowledge/exercises.h"
#include "lumbar/knowledge/lexicon.h"
#include "lumbar/knowledge/lifting.h"
#include "lumbar/knowledge/measures.h"
#include "lumbar/knowledge/norms.h"
#include "lumbar/knowledge/prevention.h"
#include "lumbar/knowledge/record.h"
#include "lumbar/knowledge/reliability.h"
#include "lumbar/science/logic/logic.h"

namespace lumbar {

enum class FindingKind : std::uint8_t { history, risk, symptom, exam, function, lab, imaging };
enum class AskedOf : std::uint8_t { patient, clinician, derived };
/// The direction in which a value grows more dangerous; ages and durations have none.
enum class Worse : std::uint8_t { none, low, high };

/// Something that can be asked, seen, measured or worked out. Its row is its FindingId and its logic::Variable.
struct Finding {
  std::string name, label_clinical, label_patient, question, unit, code, note;
  FindingKind kind = FindingKind::symptom;
  AskedOf asked_of = AskedOf::patient;
  Worse worse = Worse::none;
  FindingId parent;    ///< the dependence group it moves with; none where it stands alone
  bool sided = false;  ///< a value of which there is one on the left and one on the right
};

/// A formula with the urgency below which the answer may not fall.
struct Rule {
  std::string name, label, pathway, time_target, why, guideline_level, seed_floor, seeds, policy, note;
  logic::Formula formula;
  Urgency level = Urgency::self_care;  ///< under the policy the facts were loaded with
  std::optional<int> appointment_days;
  Transport transport = Transport::own_way;
  std::vector<SourceId> sources;
  bool project_choice = false;
};

/// Something that must be known before anyone is reassured.
struct SafetyItem {
  char group = 'A';
  int order = 0;
  std::string question;
  std::vector<FindingId> findings;
  std::vector<logic::Formula> known_when;  ///< known when each is true or false
  bool not_sure_means_yes = false;
};

/// A stage of cauda equina syndrome; the first that is true holds.
struct Stage {
  std::string name, label, note;
  logic::Formula formula;
  Urgency level = Urgency::emergency_now;
};

/// A disease or state that can explain findings.
struct Condition {
  std::string name, label, category, icd10, course, workup, referral, age_sex, note, role_note;
  Mechanism mechanism = Mechanism::muscular;
  Urgency urgency_default = Urgency::self_care;  ///< for its card and the linter, never for triage
  bool background = false;                       ///< modifies, never ranked
  Basis basis;
  std::optional<double> danger_probability;  ///< at or above this the urgency rises to `danger_level`
  Urgency danger_level = Urgency::self_care;
  FindingId danger_needs;  ///< none, or what must be present before likelihood alone raises: rules ask for the unknown
  std::string danger_basis;
};

/// How one finding changes the odds of one condition.
struct Evidence {
  std::string name, value, population, citation, note, lr_basis;
  ConditionId condition;  ///< none for a group of conditions: shown, never reckoned with
  FindingId finding;
  std::optional<Setting> setting;   ///< none: any
  std::optional<double> threshold;  ///< of a quantity, with `comparison`
  logic::Comparison comparison = logic::Comparison::at_least;
  Figure sensitivity, specificity, ratio_present, ratio_absent;
  Basis basis;
  bool preferred = false;
  bool suspected_only = false;  ///< measured among people already suspected: the last choice
  bool modifier = false;        ///< a factor on the condition's own odds instead of a link
};

/// How common a condition is among those who come.
struct Prior {
  ConditionId condition;
  std::optional<Setting> setting;
  std::optional<Sex> sex;
  double age_from = 0, age_to = 200;  ///< years, half open
  Figure share;
  Basis basis;
};

struct Background {
  FindingId finding;
  std::optional<Setting> setting;
  double leak = 0;
};

struct SettingMultiplier {
  std::string category;
  Setting setting = Setting::emergency_department;
  Figure multiplier;
};

struct Source {
  std::string name, authors, title, published, address, type;
  std::optional<int> year;
  bool seen = false;
};

/// What kind of figure a spread is of.
enum class FigureKind : std::uint8_t { proportion, ratio, prior };
template <>
struct Words<FigureKind> {
  static constexpr auto list = std::to_array<std::string_view>({"proportion", "ratio", "prior"});
};

/// How far a figure may lie from the truth, by its kind and how well it is known. Standard deviations of the log odds
/// (proportion, prior) or of the natural logarithm (ratio).
struct Spread {
  double alone = 0;    ///< where the figure has no interval of its own
  double widened = 1;  ///< what the standard deviation of its own 95 % interval is multiplied by; at least 1
};

/// A finding or condition named by a table of care, with its qualifier: `spondylolisthesis(unstable)`.
struct Naming {
  FindingId finding;
  ConditionId condition;
  std::string name, qualifier;
};

/// What must hold before a kind of treatment may stand in a plan.
struct Gate {
  bool danger_closed = false;     ///< nothing at 24 hours or sooner is true or open
  bool listed_rules_out = false;  ///< a present finding that the treatment lists rules it out; else it is shown
  bool unknown_waits = false;     ///< an unknown one of them makes it wait; else it is shown
};

struct Treatment {
  std::string name, label, type, position, position_class, conflict, conflict_text, time_target, who_decides, note;
  std::vector<Naming> indications, cautions;
  Basis basis;
  Gate gate = {};
  logic::Formula listed = {.kind = logic::Kind::any, .parts = {}};  ///< some finding among the cautions is present
  std::vector<FindingId> prevention_for;  ///< as prevention it is for people with one of these; empty: for everyone
  std::optional<double> until_age_years;  ///< as prevention it is for people younger than this
};

struct Specialist {
  double from_age_years = 0;  ///< sees nobody younger
  std::string name, label, see_for, urgency, note;
  std::vector<Naming> see_for_findings;
  Basis basis;
};

struct Test {
  std::string name, label_patient, label_clinician, purpose, not_for;
  Basis basis;
};

/// How soon somebody is seen, soonest first: the words of `Care::seen_within`.
inline constexpr std::array<std::string_view, 5> seen_within_words = {"now", "24 h", "2 weeks", "routine", "none"};

/// What is done for one condition, in plain words.
struct Care {
  ConditionId condition;
  std::string label_patient, explained, tests_when, seen_within, course, note;
  std::string reassurance;  ///< what may be told on top only when nothing dangerous is true or open
  std::vector<std::string> first_line, avoid;
  std::vector<std::size_t> tests;  ///< places in `tests()`
  std::vector<SpecialistId> referral;
  std::vector<TreatmentId> treatments;
  bool home_care_ok = false;
  Basis basis;
};

struct CountryPlace {
  std::string country, emergency, advice_line, crisis_line;
};

struct WarningSign {
  std::string name, text;
  std::vector<std::string> rules;
};

struct Phrase {
  std::string in_public, clinician;
};

/// A statement that a number denies without defining it: fever, and a thermometer that says otherwise.
struct Denial {
  FindingId finding;
  Presence stated = Presence::present;  ///< the statement that cannot stand when `formula` is true
  logic::Formula formula;
};

/// What a no to one question answers as well: who had no fever had no high fever either. For doors that ask, never for
/// formulas.
struct Settled {
  FindingId by_absence_of;
  std::vector<FindingId> absent;
};

/// How a sign is read off what was said of its findings.
enum class SignKind : std::uint8_t {
  power,         ///< a grade below 5 is weak
  reflex_low,    ///< 0 or 1+ is low
  reflex_brisk,  ///< 4+ is brisk
  flag,          ///< present or absent
};
template <>
struct Words<SignKind> {
  static constexpr auto list = std::to_array<std::string_view>({"power", "reflex_low", "reflex_brisk", "flag"});
};

/// One muscle group, reflex, skin zone or other sign that says where a lesion may sit, however often it was measured.
struct Sign {
  std::string name;
  SignKind kind = SignKind::flag;
  bool sided = false;                       ///< one on the left and one on the right
  bool above = false;                       ///< only a lesion above the lumbar spine makes it
  bool sacral = false;                      ///< function of the segments S4 and S5 themselves: kept or lost
  std::vector<FindingId> grades;            ///< hold its grade; the worst counts
  FindingId flag;                           ///< says yes and no; none where only a grade does
  std::vector<FindingId> shown_by;          ///< say yes only
  std::vector<FindingId> shown_by_both;     ///< say yes only, and for both sides
  std::vector<FindingId> shown_by_grade_3;  ///< say that a muscle is weak, at most grade 3
  std::vector<std::size_t> unless;  ///< finer signs, places in `signs()`: where one is known, this one is left out
  double background = 0;            ///< chance of it, on one side, at a place that does not explain it
  double both = 0;                  ///< chance of it on both sides together from another reason, as age
  double minutes = 0;               ///< to examine it; 0: no test at the bedside
  Basis basis;

  /// The finding that is examined for it; none where it only follows from others.
  FindingId examined() const { return grades.empty() ? flag : grades.front(); }
};

/// A sign of a site, and how often it is found there.
struct SiteSign {
  std::size_t sign = 0;  ///< place in `signs()`
  double chance = 0;     ///< on the affected side
  Basis basis;
};

enum class SiteKind : std::uint8_t { root, nerve, plexus, central, spread, other, nothing };
enum class SiteSides : std::uint8_t { one, either, both, none };
template <>
struct Words<SiteKind> {
  static constexpr auto list =
      std::to_array<std::string_view>({"root", "nerve", "plexus", "central", "spread", "other", "nothing"});
};
template <>
struct Words<SiteSides> {
  static constexpr auto list = std::to_array<std::string_view>({"one", "either", "both", "none"});
};

/// A place where a lesion may sit.
struct Site {
  std::string name, label, label_patient, levels, note;
  SiteKind kind = SiteKind::nothing;
  SiteSides sides = SiteSides::none;
  double share = 0;             ///< before any sign; the shares of all sites need not add to 1
  double both_share = 0;        ///< of `either`: the part that is on both sides
  double next_root_share = 0;   ///< of a root: the part in which the root below is caught as well
  double other_side = 0;        ///< how far the chances hold on the side that is less affected, 0..1
  double severe = 0;            ///< chance of a severe lesion
  std::vector<SiteSign> signs;  ///< by sign, each once
  Basis basis;
};

/// When a screen of the interview has its turn (facts/questions.toml).
enum class ScreenUse : std::uint8_t { start, about, transport, signs, topic };
template <>
struct Words<ScreenUse> {
  static constexpr auto list = std::to_array<std::string_view>({"start", "about", "transport", "signs", "topic"});
};

/// Findings that are asked together, by one sentence.
struct Screen {
  std::string name, sentence;
  ScreenUse use = ScreenUse::topic;
  std::vector<FindingId> findings;
};

/// Findings that nobody is asked for when the formula is true: they are absent by the meaning of the words.
struct NotAsked {
  std::vector<FindingId> findings;
  logic::Formula when;
};

/// How two readings of a seed's words are taken.
enum class Policy : std::uint8_t { standard, literal };

class Knowledge {
 public:
  /// Reads and checks facts. Errors: the first thing that is wrong, with file and line, and how many more there are.
  static Result<Knowledge> load(std::span<const FactFile> files, Policy policy = Policy::standard);
  /// Facts that passed every check, in the compact form that goes into programs. Errors: as `load`.
  static Result<std::string> pack(std::span<const FactFile> files);
  /// What was packed, the same as `load` of its files; checks that `pack` made are not made again. Error: not whole.
  static Result<Knowledge> unpack(std::string_view packed, Policy policy = Policy::standard);
  /// Everything that is wrong, one error a line; empty when all is well.
  static std::vector<Error> check(std::span<const FactFile> files);
  static std::vector<Error> check(std::string_view packed);

  std::span<const Finding> findings() const { return findings_; }
  std::span<const Rule> rules() const { return rules_; }
  std::span<const SafetyItem> safety_net() const { return safety_net_; }
  std::span<const Stage> stages() const { return stages_; }
  std::span<const Condition> conditions() const { return conditions_; }
  std::span<const Evidence> evidence() const { return evidence_; }
  /// The rows that may be reckoned with (preferred, of one condition), by condition, then finding, then place.
  std::span<const EvidenceId> evidence_by_condition() const { return evidence_by_condition_; }
  std::span<const Prior> priors() const { return priors_; }
  std::span<const SettingMultiplier> multipliers() const { return multipliers_; }
  std::span<const Source> sources() const { return sources_; }
  std::span<const Treatment> treatments() const { return treatments_; }
  std::span<const Specialist> specialists() const { return specialists_; }
  std::span<const Test> tests() const { return tests_; }
  std::span<const WarningSign> warning_signs() const { return warning_signs_; }
  std::span<const Denial> denials() const { return denials_; }
  std::span<const Settled> settled() const { return settled_; }
  /// Signs of the examination and the places they speak for; both empty where the facts have none.
  std::span<const Sign> signs() const { return signs_; }
  std::span<const Site> sites() const { return sites_; }
  /// Chances of the grades 0 to 4 of a weak muscle, in a mild and in a severe lesion; each adds to 1.
  const std::array<std::array<double, 5>, 2>& grade_chances() const { return grade_chances_; }
  std::span<const Screen> screens() const { return screens_; }
  std::span<const NotAsked> not_asked() const { return not_asked_; }
  /// How people put findings into words; empty where the facts have no lexicon.
  const Lexicon& lexicon() const { return lexicon_; }
  /// Tests of strength and their norms; empty where the facts have none.
  const StrengthFacts& strength() const { return strength_; }
  /// Questionnaires and repeated tests, those that are scored here.
  std::span<const Measure> measures() const { return measures_; }
  /// Nothing when there is no such measure.
  const Measure* measure(std::string_view name) const;
  const Lifting& lifting() const { return lifting_; }
  std::span<const PreventionTip> prevention_tips() const { return prevention_tips_; }
  /// What following a course stands on; empty where the facts have none.
  const CourseFacts& course() const { return course_; }
  /// What a programme is made from; empty where the facts have no phases.
  const Exercises& exercises() const { return exercises_; }
  const logic::Language& language() const { return language_; }
  Policy policy() const { return policy_; }

  const Finding& operator[](FindingId id) const { return findings_[id.row()]; }
  const Condition& operator[](ConditionId id) const { return conditions_[id.row()]; }
  const Rule& operator[](RuleId id) const { return rules_[id.row()]; }
  const Source& operator[](SourceId id) const { return sources_[id.row()]; }
  const Evidence& operator[](EvidenceId id) const { return evidence_[id.row()]; }
  const Treatment& operator[](TreatmentId id) const { return treatments_[id.row()]; }
  const Specialist& operator[](SpecialistId id) const { return specialists_[id.row()]; }

  /// Nothing when there is no such row.
  std::optional<FindingId> finding(std::string_view name) const;
  std::optional<ConditionId> condition(std::string_view name) const;
  std::optional<RuleId> rule(std::string_view name) const;
  std::optional<SourceId> source(std::string_view name) const;

  /// How often a finding is present without the listed causes; the setting's own row, else that of any setting.
  std::optional<double> leak(FindingId finding, Setting setting) const;
  /// Nothing when the facts have no spreads: then nobody can say how far off a probability may be.
  std::optional<Spread> spread(FigureKind kind, Status status) const;
  const Care* care(ConditionId condition) const;
  /// What a rule's pathway looks for; empty where it looks for many things.
  std::span<const ConditionId> sought_by(std::string_view pathway) const;
  /// Nothing when the country is not in the facts.
  const CountryPlace* place(std::string_view country) const;
  /// The phrase's words for a mode (clinician falls back to public and the other way round); empty when there is none.
  const std::string& phrase(std::string_view id, Mode mode) const;
  double parameter(std::string_view id) const;

  /// Every row as it stands in its file, for showing and counting.
  const Tables& tables() const { return tables_; }
  /// Tells versions of the facts apart: FNV-1a, 64 bits, over names and texts; 16 hexadecimal digits. No defence
  /// against forgery.
  const std::string& hash() const { return hash_; }

 private:
  friend class Loader;
  Tables tables_;
  std::vector<Finding> findings_;
  std::vector<Rule> rules_;
  std::vector<SafetyItem> safety_net_;
  std::vector<Stage> stages_;
  std::vector<Condition> conditions_;
  std::vector<Evidence> evidence_;
  std::vector<EvidenceId> evidence_by_condition_;
  std::vector<Prior> priors_;
  std::vector<Background> backgrounds_;  // by finding, once loaded
  std::vector<SettingMultiplier> multipliers_;
  std::array<std::array<std::optional<Spread>, 4>, 3> spreads_;  // by FigureKind and Status
  std::vector<Source> sources_;
  std::vector<Treatment> treatments_;
  std::vector<Specialist> specialists_;
  std::vector<Test> tests_;
  std::vector<Care> care_;
  std::vector<CountryPlace> places_;
  std::vector<WarningSign> warning_signs_;
  std::vector<Denial> denials_;
  std::vector<Settled> settled_;
  std::vector<Sign> signs_;
  std::vector<Site> sites_;
  std::array<std::array<double, 5>, 2> grade_chances_ = {};
  std::vector<Screen> screens_;
  std::vector<NotAsked> not_asked_;
  std::map<std::string, std::vector<ConditionId>, std::less<>> pathways_;
  std::map<std::string, Phrase, std::less<>> phrases_;
  std::map<std::string, std::string, std::less<>> parameters_;
  std::map<std::string, ConditionId, std::less<>> condition_by_name_;
  std::map<std::string, RuleId, std::less<>> rule_by_name_;
  std::map<std::string, SourceId, std::less<>> source_by_name_;
  Lexicon lexicon_;
  StrengthFacts strength_;
  std::vector<Measure> measures_;
  Lifting lifting_;
  std::vector<PreventionTip> prevention_tips_;
  CourseFacts course_;
  Exercises exercises_;
  logic::Language language_;
  Policy policy_ = Policy::standard;
  std::string hash_;
};

}  // namespace lumbar
