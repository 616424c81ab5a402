// SPDX-License-Identifier: Apache-2.0
// Yes/no/unknown formulas over things said of one subject: read from text, evaluated, or listed atom by atom.
// No medicine inside. Pure; a Language is const while Evaluations run over it, each on its own thread.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/case.h"
#include "lumbar/base/presence.h"
#include "lumbar/base/result.h"

namespace lumbar::logic {

using Variable = std::uint16_t;  ///< place in Language::variables; the same number as the FindingId's row

enum class Comparison : std::uint8_t { less, at_most, more, at_least, equal };

enum class Kind : std::uint8_t {
  all,       ///< and: every part
  any,       ///< or: some part
  at_least,  ///< at least `number` of the parts
  negation,  ///< not: stands before known(...) only
  known,     ///< true when the part is true; false when it is false or unknown
  absent,    ///< the variable is known and not present
  finding,   ///< the variable is present
  recent,    ///< present, and not known to be older than `number` days
  duration,  ///< age of the variable, in days, compares
  tempo,     ///< its tempo compares
  trend,     ///< its trend compares
  side,      ///< it is on the side `number` (of Side)
  length,    ///< the length of the episode, in days, compares
  value,     ///< its number compares; with two sides, when either does
  every,     ///< its number compares on every side; unknown while a side is
  choice,    ///< the choice `number` was made; with two sides, on either
};

/// One node of a formula; a whole formula is its root. The tree that is evaluated is the one that may be printed for a
/// prover.
struct Formula {
  Kind kind = Kind::all;
  Comparison comparison = Comparison::equal;
  Variable variable = 0;
  double number = 0;
  std::vector<Formula> parts;
};

enum class Type : std::uint8_t { boolean, quantity, ordinal, choice, duration, side };

/// What the language knows of a variable.
struct VariableInfo {
  std::string name;
  Type type = Type::boolean;
  std::vector<std::string> choices;
  bool leaves_open =
      false;            ///< present without a stated attribute, it may still be dangerous: symptoms, history, risks
  bool askable = true;  ///< can be asked or examined; otherwise it only follows from others
  bool guard = false;   ///< may stand only inside known(...) or in another guard
  std::optional<Formula> defined;  ///< a formula that makes it present
  std::vector<Variable> least_of;  ///< its number is the smallest known of these
  std::vector<Formula> count_of;   ///< its number is how many of these are true
};

/// One state of a subject, from harmless to worst: `state(subject) >= this` is its formula or that of a worse state.
struct State {
  std::string name;
  std::optional<Formula> formula;
};

/// The variables, states and definitions that formulas speak of.
struct Language {
  std::vector<VariableInfo> variables;
  std::map<std::string, Variable, std::less<>> by_name;
  std::map<std::string, std::vector<State>, std::less<>> subjects;
  std::optional<Variable> episode;      ///< the duration whose value bounds the age of everything else from above
  std::optional<Variable> onset_speed;  ///< a choice whose k-th token means tempo `onset_speed_tempo[k]`
  std::vector<Tempo> onset_speed_tempo;
};

/// Where a formula stands: what it may contain differs.
enum class Place : std::uint8_t { rule, definition, guard, state, item, denial };

/// Reads `or`, `and`, `( )`, at_least, known, absent, recent, duration, tempo, trend, side, state, comparisons.
/// `state(s) >= v` is written out from the states read so far.
/// Errors: what cannot be read, names that do not exist (with the nearest), comparisons that do not fit the type,
/// `not` elsewhere than before known(...) in a state, absent(...) or a guard in the open, every(...) outside a denial.
Result<Formula> read_formula(std::string_view text, const Language& language, Place place);

/// Variables that stand in a formula, each once, in order of first appearance.
std::vector<Variable> variables_of(const Formula& formula);

/// The formula as text again, with names; reading it gives the same tree.
std::string text_of(const Formula& formula, const Language& language);

/// What was said of the variables: a view over a case's statements, one slot a variable.
class Said {
 public:
  Said(const Language& language, const std::vector<Statement>& statements);
  const Statement* of(Variable variable) const { return slots_[variable]; }

 private:
  std::vector<const Statement*> slots_;
};

/// Evaluates formulas for one subject; each variable is worked out once. The Language and Said must outlive it.
class Evaluation {
 public:
  Evaluation(const Language& language, const Said& said);

  Presence truth(const Formula& formula);
  /// What further answers can make of a formula: present when it stays true whatever they are, absent when it never
  /// becomes true, unknown otherwise. A finding that is already there may still turn out younger, faster, worse, on
  /// both sides, smaller in grade: by its own age, tempo, trend or side where none is stated, or by one more finding
  /// that it follows from. Present and absent are certain; unknown may be more careful than it need be.
  Presence outlook(const Formula& formula);
  /// Stated present, or its formula true: present. Otherwise what was stated; otherwise what the formula says.
  Presence finding(Variable variable);
  /// Known numbers of a variable: one, or one a side; worked out where it is a least or a count.
  std::vector<double> numbers(Variable variable);
  /// The sides of a present variable: bit 0 left, bit 1 right; 0 when no side is known.
  std::uint8_t sides(Variable variable);
  /// Days from its onset, when a present variable has a known age: the shortest over its present parts.
  std::optional<double> age_days(Variable variable);
  /// Findings whose atoms make a true formula true.
  void supporters(const Formula& formula, std::vector<Variable>& into);
  /// What was said that makes a true formula true, down to the statements themselves: symptoms, grades, numbers,
  /// choices.
  std::vector<Variable> because(const Formula& formula);
  /// Variables to ask so that a formula may be decided that is unknown, or false and by its outlook not for good; in
  /// order of appearance; empty when it is decided. Goes down to what can be asked: a defined variable stands for the
  /// unknown parts of its definition.
  std::vector<Variable> to_ask(const Formula& formula);

 private:
  enum class Attribute : std::uint8_t { duration, tempo, trend };
  struct Known {
    std::vector<double> values;
    bool open_end = false;  ///< a present symptom states none: only the dangerous answer can be reached
  };
  Presence compare(Attribute which, const Formula& atom);
  void attribute(Variable variable, Attribute which, Known& into);
  void stated_support(const Formula& formula, std::vector<Variable>& into, std::vector<char>& seen);
  void unknown_parts(const Formula& formula, std::vector<Variable>& into, std::vector<char>& seen);
  void ask_parts(Variable variable, std::vector<Variable>& into, std::vector<char>& seen);
  enum class Reading : std::uint8_t { could, always };
  Presence outlook_of(Variable variable);
  Presence outlook_of_count(const Formula& atom);
  Presence outlook_of_number(const Formula& atom);
  Presence outlook_of_attribute(Attribute which, const Formula& atom);
  Presence outlook_of_side(const Formula& atom);
  std::vector<Variable> parts_of(Variable variable, Reading reading);
  void parts_of(const Formula& formula, Reading reading, std::vector<Variable>& into);
  std::optional<double> own(Variable variable, Attribute which) const;
  bool may_be_stated(Variable variable);
  bool may_gain_number(Variable variable) const;
  bool reaches(Variable variable, Attribute which, Comparison comparison, double number, Reading reading);
  bool is_on(Variable variable, std::uint8_t side, Reading reading);
  void losable_parts(const Formula& formula, std::vector<Variable>& into, std::vector<char>& seen);
  void gainable_parts(const Formula& formula, std::vector<Variable>& into, std::vector<char>& seen);
  void losable_finding(Variable variable, std::vector<Variable>& into, std::vector<char>& seen);
  void open_parts(const Formula& formula, std::vector<Variable>& into, std::vector<char>& seen);
  void ask_around(const Formula& atom, std::vector<Variable>& into, std::vector<char>& seen);
  std::optional<double> episode_days() const;
  std::optional<double> onset_speed() const;
  bool formula_true(Variable variable);

  const Language& language_;
  const Said& said_;
  std::vector<std::uint8_t> memo_;          // 0 not yet, 1 being worked out, 2 + Presence done
  std::vector<std::uint8_t> outlook_memo_;  // likewise; empty until an outlook is asked for
};

/// The same formulas as text for a prover (SMT-LIB 2.6): two Booleans a formula, one for yes and one for no; unknown is
/// neither. What may be said of a subject are the free constants, everything else is defined over them by the very
/// trees that an Evaluation walks. Symbols are quoted words with the subject's name in front: |a foot_drop yes|, |a
/// foot_drop age|, |a mrc_lowest_leg is|.
class SmtLib {
 public:
  struct Truth {
    std::string yes, no;  ///< terms of sort Bool, never both true
  };
  /// As Evaluation::outlook: `could` is false when it is absent, `always` true when it is present.
  struct Outlook {
    std::string could, always;
  };
  /// `language` must outlive it. Two subjects with different names share nothing.
  SmtLib(const Language& language, std::string subject);

  /// Terms for a formula; what they stand on is appended to script().
  Truth truth(const Formula& formula);
  /// Terms for what further answers can make of a formula; they are never narrower than its truth now.
  Outlook outlook(const Formula& formula);
  /// The same as two named constants, |subject name yes| and |subject name no|.
  void define(const std::string& name, const Formula& formula);
  /// Adds |subject name could|: further answers may make the formula true, or it is.
  void define_outlook(const std::string& name, const Formula& formula);
  /// Terms for a variable as a finding: stated, or following from its definition.
  Truth finding(Variable variable);
  /// True when the age, tempo or trend of a present variable is not settled by what is known of it.
  std::string unsettled(Variable variable, Kind attribute);
  /// A symbol of this subject: `|a words|`.
  std::string symbol(const std::string& words) const;
  std::string symbol(Variable variable, std::string_view what) const;
  /// The declarations and definitions so far, each before its first use.
  const std::string& script() const { return script_; }

 private:
  enum class Attribute : std::uint8_t { age, tempo, trend };
  struct Support {
    std::string when;  ///< this variable supports the formula exactly when this term is true
    Variable variable;
  };
  void declare(Variable variable);
  std::string named(const std::string& words, const std::string& term);
  void supports(const Formula& formula, const std::string& when, std::vector<Support>& into);
  const std::vector<Support>& parts_of(Variable variable);
  std::string side(Variable variable, std::string_view which);
  std::string reached(Variable variable, Attribute which, Comparison comparison, double number);
  std::string has(Variable variable, Attribute which);
  std::string open_end(Variable variable, Attribute which);
  Truth compare(Attribute which, const Formula& atom);
  Truth number(const Formula& atom);
  std::string number_reached(Variable variable, Comparison comparison, double number);
  std::string number_known(Variable variable);
  std::string lone_side(Variable variable) const;
  enum class Reading : std::uint8_t { could, always };
  Outlook outlook_of(Variable variable);
  Outlook outlook_of_count(const Formula& atom);
  Outlook outlook_of_number(const Formula& atom);
  Outlook outlook_of_attribute(Attribute which, const Formula& atom);
  Outlook outlook_of_side(const Formula& atom);
  void supports(const Formula& formula, Reading reading, const std::string& when, std::vector<Support>& into);
  const std::vector<Support>& parts_of(Variable variable, Reading reading);
  std::string may_be_stated(Variable variable);
  std::string may_gain_number(Variable variable) const;
  std::string reaches(Variable variable, Attribute which, Comparison comparison, double number, Reading reading);
  std::string is_on(Variable variable, std::string_view side, Reading reading);

  const Language& language_;
  std::string subject_;
  std::string script_;
  std::set<std::string> made_;
  std::map<Variable, std::vector<Support>> parts_;
  std::map<std::pair<Variable, Reading>, std::vector<Support>> outlook_parts_;
};

/// A number as an SMT-LIB real, exactly; finite.
std::string smt_real(double number);

}  // namespace lumbar::logic
