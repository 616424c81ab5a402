// SPDX-License-Identifier: Apache-2.0
// Triage of one subject as SMT-LIB: the rules by the engine's own trees, and what assess_urgency makes of them.
#pragma once
#include <string>
#include <vector>

#include "lumbar/knowledge/knowledge.h"
#include "lumbar/science/logic/logic.h"

namespace lumbar::proofs {

/// Names that obligations may use, each with the subject's name in front (`|a level|`):
/// - level, rules level, could: Int, 0 self_care to 3 emergency_now; -1: no rule is true, nothing is open above it
/// - provisional, exempt, child, nobody to ask, accepted (nothing said contradicts anything else said): Bool
/// - danger closed: Bool, no rule at within_24h or above is true or open
/// - deadline: Int, hours, -1 for none; transport: Int, 0 own way, 1 driven, 2 ambulance
/// - rules at 2: Int, how many rules at within_24h or above are true
/// - T01 yes, T01 no, T01 could (it is true, or further answers may make it so), T01 open: Bool, for every rule
/// - A1 known: Bool, for every item of the safety net
/// - fever yes, fever no, fever said yes, fever age …: see logic::SmtLib; fever vain: asked for, not to be had
class TriageScript {
 public:
  /// `knowledge` must outlive it.
  TriageScript(const Knowledge& knowledge, const std::string& subject);

  const std::string& subject() const { return subject_; }
  std::string symbol(const std::string& words) const { return smt_.symbol(words); }
  std::string symbol(logic::Variable variable, std::string_view what) const { return smt_.symbol(variable, what); }
  /// Adds `|subject name yes|` and `… no|` for a formula of an obligation.
  void define(const std::string& name, const logic::Formula& formula) { smt_.define(name, formula); }
  /// A term: the attribute (Kind::duration, tempo or trend) of a present finding is not known for good.
  std::string unsettled(logic::Variable variable, logic::Kind attribute) { return smt_.unsettled(variable, attribute); }
  /// Everything declared and defined, in order.
  std::string text() const { return smt_.script() + text_; }

 private:
  void write_domain();
  void write_rules();
  void write_safety_net();
  void write_level();
  void write_consequences();
  void write_contradictions();
  void constant(const std::string& name, const std::string& sort, const std::string& term);
  std::string some_rule(Urgency from, const std::string& which) const;

  const Knowledge& knowledge_;
  std::string subject_;
  logic::SmtLib smt_;
  std::string text_;
};

/// b is a, or a with findings made present, faster, worse, on both sides, or further towards what its fact marks as
/// worse; the findings of `fixed` stay as they are. Named `|b is a or worse|`.
std::string or_worse(const Knowledge& knowledge, const TriageScript& a, const TriageScript& b,
                     const std::vector<FindingId>& fixed);

/// An age, tempo or trend that a leaves open is settled in b, of a finding that both have. Named
/// `|b settles what a leaves open|`.
std::string settles(const Knowledge& knowledge, TriageScript& a, TriageScript& b);

/// b says all that a says, and perhaps more. Named `|b completes a|`.
std::string completes(const Knowledge& knowledge, const TriageScript& a, const TriageScript& b);

/// a and b say the same of everything but one finding. Named `|b is a but for <finding>|`.
std::string same_but(const Knowledge& knowledge, const TriageScript& a, const TriageScript& b, FindingId finding);

/// The symbols of all that may be said of a finding, without "vain".
std::vector<std::string> said_of(const Knowledge& knowledge, const TriageScript& script, FindingId finding);

}  // namespace lumbar::proofs
