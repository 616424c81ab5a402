// SPDX-License-Identifier: Apache-2.0
// What to ask or examine next, why, and when to stop. Pure: the same answers give the same question, everywhere.
//
// The safety net first; then what could still raise the urgency, most telling first; then mechanism and cause, until
// nothing that is left tells enough. An emergency ends the questions at once.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/case.h"
#include "lumbar/clinic/differential/differential.h"
#include "lumbar/clinic/findings/findings.h"
#include "lumbar/clinic/triage/triage.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// What is asked of a finding: whether it is there (or its value), or more about one that is.
enum class Detail : std::uint8_t { presence, age, tempo, trend, side };
template <>
struct Words<Detail> {
  static constexpr auto list = std::to_array<std::string_view>({"presence", "age", "tempo", "trend", "side"});
};

struct Question {
  /// The same question has the same id, everywhere: `A1` (an item of the safety net), the name of a screen, the name of
  /// a finding, or `foot_drop.age`.
  std::string id;
  std::string text;
  std::vector<FindingId> findings;  ///< what can be ticked, or the one that is asked for
  Detail detail = Detail::presence;
};

/// What was answered to one question. What was asked and has no statement was passed over, and is not asked again.
struct Answered {
  std::string question;  ///< its id
  Detail detail = Detail::presence;
  std::vector<FindingId> asked;
  std::vector<Statement> statements;
};

/// An interview so far. Any answer may be replaced or taken out: what follows from it follows anew.
struct InterviewState {
  Case given;  ///< what was known before the first question; who answers, where
  std::vector<Answered> answers;
};

/// The case that the answers make: what was given and answered, later over earlier; details put to the finding they are
/// about, as long as it is present; and what the facts say a no, or the age and sex, answer as well (settled,
/// not_asked).
Case case_of(const InterviewState& state, const Knowledge& knowledge);

/// Who is there to answer. A clinician is asked what a patient is asked, and examines and measures too.
struct InterviewOptions {
  Mode mode = Mode::in_public;
  bool tests = false;  ///< laboratory and images may be asked for (clinicians only)
  bool go_on = false;  ///< asks on as long as anything tells anything, after the reason to stop; not in an emergency
};

enum class Purpose : std::uint8_t { start, safety_net, transport, urgency, mechanism, condition };
template <>
struct Words<Purpose> {
  static constexpr auto list =
      std::to_array<std::string_view>({"start", "safety_net", "transport", "urgency", "mechanism", "condition"});
};

enum class Stop : std::uint8_t {
  no,
  emergency,    ///< established: nothing that could be learned would make it more urgent
  settled,      ///< nothing can raise the urgency, and what is left tells less than the limit of the facts
  same_plan,    ///< nothing can raise the urgency, and the leading conditions share one plan
  others_know,  ///< what could still raise it, only somebody else can answer (an examination, a test)
  nothing_left  ///< everything was asked
};
template <>
struct Words<Stop> {
  static constexpr auto list =
      std::to_array<std::string_view>({"no", "emergency", "settled", "same_plan", "others_know", "nothing_left"});
};

/// What to ask next, or why nothing more is asked.
struct NextQuestion {
  std::vector<Question> questions;  ///< of one screen, in the order in which a terminal asks them; none: stop
  Purpose purpose = Purpose::start;
  Stop stop = Stop::no;
  /// Expected information, in bits; of several findings asked together the sum, which is an upper bound.
  double urgency_bits = 0, mechanism_bits = 0, condition_bits = 0;
  std::vector<Urgency> levels;          ///< what the urgency could become
  std::vector<ConditionId> conditions;  ///< what could become likelier or less likely, the most moved first
  double doubt_bits = 0;                ///< how much is not known yet: of the urgency, and of the mechanism
  Urgency level = Urgency::self_care;   ///< of what is known now; at an emergency whoever asks says so first
  bool provisional = false;             ///< an answer could still raise it
  double chance_of_raise = 0;           ///< that some answer still to be had raises the urgency

  bool should_stop() const { return questions.empty(); }
  double bits() const { return urgency_bits + mechanism_bits + condition_bits; }
};

/// What is known when a question is to be chosen; all of it follows from the case.
struct Standing {
  const Findings& findings;
  const Triage& triage;  ///< raised for likely dangers
  const Differential& differential;
  const Ranker& ranker;  ///< of the setting of `findings`
};

/// The questions that come before anything is weighed: the start, the safety net, the transport of an emergency.
/// Nothing when they are done.
std::optional<NextQuestion> ask_first(const InterviewState& state, const Findings& findings, const Triage& triage,
                                      const Knowledge& knowledge, const InterviewOptions& options);

/// What is worth most of the rest, or why to stop. Requires that ask_first has nothing to ask.
NextQuestion choose_question(const InterviewState& state, const Standing& standing, const Knowledge& knowledge,
                             const InterviewOptions& options);

/// A question by its id, with everything that it can ask for; nothing when there is none.
std::optional<Question> question_named(std::string_view id, const Knowledge& knowledge);

}  // namespace lumbar
