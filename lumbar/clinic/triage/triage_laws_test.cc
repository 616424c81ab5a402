// SPDX-License-Identifier: Apache-2.0
// Laws of triage on the real facts, over random cases of yes, no and not asked (fixed seed; RC_PARAMS chooses another).
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "lumbar/clinic/triage/triage.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

[[maybe_unused]] const int seeded = setenv("RC_PARAMS", "seed=20261121 max_success=1500", 0);

const Knowledge& facts() { return shipped_facts(); }

// The findings that are meant to lower a level: the guards, what the ordered values name as guards, and the four of the
// evidence's rules (examined since onset, confirmed other cause, clear scan since onset, explained fever); a question
// about prevention is no symptom.
const std::set<FindingId>& lowering() {
  static const std::set<FindingId> all = [] {
    std::set<FindingId> found;
    for (const char* name : {"assessed_since_onset", "old_pelvic_symptom_other_cause", "mri_since_onset_no_compression",
                             "fever_explained_by_other_illness", "prevention_question"}) {
      found.insert(facts().finding(name).value());
    }
    for (const Record& row : facts().tables().at("ordered_value")) {
      for (const std::string& name : row.list("guard_ids")) found.insert(facts().finding(name).value());
    }
    for (std::size_t row = 0; row < facts().findings().size(); ++row) {
      if (facts().language().variables[row].guard) found.insert(FindingId(row));
    }
    std::erase_if(found,
                  [](FindingId id) { return facts().language().variables[id.row()].type != logic::Type::boolean; });
    return found;
  }();
  return all;
}

void add_with_definitions(const logic::Formula& formula, std::set<FindingId>& into) {
  for (const auto variable : logic::variables_of(formula)) {
    const auto& info = facts().language().variables[variable];
    if (!into.insert(FindingId(variable)).second) continue;
    if (info.defined) add_with_definitions(*info.defined, into);
  }
}

// The yes-or-no findings that rules and safety net read, in any way.
const std::vector<FindingId>& read_by_rules() {
  static const std::vector<FindingId> all = [] {
    std::set<FindingId> found;
    for (const Rule& rule : facts().rules()) add_with_definitions(rule.formula, found);
    for (const SafetyItem& item : facts().safety_net()) found.insert(item.findings.begin(), item.findings.end());
    std::erase_if(found,
                  [](FindingId id) { return facts().language().variables[id.row()].type != logic::Type::boolean; });
    return std::vector<FindingId>(found.begin(), found.end());
  }();
  return all;
}

// A case as one answer a finding, by its row.
using Answers = std::vector<Presence>;

Findings findings_of(const Answers& answers) {
  Case person;
  person.lenient = true;  // a random case may contradict itself; the worse reading then holds
  for (std::size_t row = 0; row < answers.size(); ++row) {
    if (answers[row] == Presence::unknown) continue;
    Statement statement;
    statement.finding = FindingId(row);
    statement.present = answers[row];
    person.statements.push_back(std::move(statement));
  }
  return *gather_findings(person, facts());
}

Triage triage_of(const Answers& answers) { return assess_urgency(findings_of(answers), facts()); }

int below(int limit) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, limit)); }

FindingId some_finding() {
  return read_by_rules()[static_cast<std::size_t>(below(static_cast<int>(read_by_rules().size())))];
}

// Cases of every richness: from a few words to a whole form filled in with no. Findings that only follow from others
// may be stated too.
Answers some_answers(bool may_state_derived = true) {
  Answers answers(facts().findings().size(), Presence::unknown);
  const int said_no_percent = std::array{0, 30, 80, 97, 100}[static_cast<std::size_t>(below(5))];
  const bool states_derived = may_state_derived && below(3) == 0;
  const auto can_be_said = [&](FindingId id) {
    return states_derived || facts().language().variables[id.row()].askable;
  };
  for (const FindingId id : read_by_rules()) {
    if (can_be_said(id) && below(100) < said_no_percent) answers[id.row()] = Presence::absent;
  }
  for (int i = below(6); i > 0; --i) {
    const FindingId id = some_finding();
    if (can_be_said(id)) answers[id.row()] = Presence::present;
  }
  for (const FindingId id : lowering()) {
    if (below(4) == 0 && facts().language().variables[id.row()].askable) answers[id.row()] = Presence::present;
  }
  return answers;
}

std::string shown(const Answers& answers) {
  std::string yes = "yes:", no = "no:";
  for (std::size_t row = 0; row < answers.size(); ++row) {
    if (answers[row] == Presence::present) yes += " " + facts().findings()[row].name;
    if (answers[row] == Presence::absent) no += " " + facts().findings()[row].name;
  }
  return yes + "\n" + (no.size() > 4000 ? no.substr(0, 4000) + " …" : no) + "\n";
}

std::string shown(const Triage& triage) {
  std::string text(word_of(triage.level));
  for (const RaisedRule& one : triage.raised) text += " " + facts()[one.rule].name;
  text += "; open";
  for (const OpenRule& one : triage.open) text += " " + facts()[one.rule].name;
  return text + "\n";
}

/// The worst that the answer still leaves room for.
Urgency ceiling(const Triage& triage) {
  return triage.open.empty() ? triage.level : std::max(triage.level, triage.open.front().could_raise_to);
}

RC_GTEST_PROP(TriageLaws, one_more_present_finding_never_lowers_the_level, ()) {
  const Answers before = some_answers();
  const FindingId added = some_finding();
  RC_PRE(before[added.row()] != Presence::present);
  RC_PRE(!lowering().contains(added));
  Answers after = before;
  after[added.row()] = Presence::present;
  const Triage was = triage_of(before), is = triage_of(after);
  RC_LOG("added " + facts()[added].name + "\n" + shown(before) + shown(was) + shown(is));
  RC_ASSERT(is.level >= was.level);
}

RC_GTEST_PROP(TriageLaws, forgetting_an_answer_never_lowers_the_worst_that_is_left_open, ()) {
  const Answers before = some_answers();
  std::vector<std::size_t> known;
  for (std::size_t row = 0; row < before.size(); ++row) {
    // That nobody can be questioned (U4) is no rule that could stay open: to forget it is to find somebody to ask.
    if (before[row] != Presence::unknown && facts().findings()[row].name != "cannot_be_questioned")
      known.push_back(row);
  }
  RC_PRE(!known.empty());
  const std::size_t forgotten = known[static_cast<std::size_t>(below(static_cast<int>(known.size())))];
  Answers after = before;
  after[forgotten] = Presence::unknown;
  const Triage was = triage_of(before), is = triage_of(after);
  RC_LOG("forgot " + facts().findings()[forgotten].name + "\n" + shown(before) + shown(was) + shown(is));
  RC_ASSERT(ceiling(is) >= ceiling(was));
}

RC_GTEST_PROP(TriageLaws, self_care_needs_every_item_known_and_no_rule_open_above_it_is_hidden, ()) {
  const Answers answers = some_answers();
  const Triage triage = triage_of(answers);
  RC_LOG(shown(answers) + shown(triage));
  const bool prevention = answers[facts().finding("prevention_question")->row()] == Presence::present;
  if (triage.level == Urgency::self_care && !prevention) RC_ASSERT(triage.unanswered.empty());
  if (!triage.unanswered.empty() && !prevention) RC_ASSERT(triage.level >= Urgency::appointment);
  for (std::size_t i = 0; i < triage.open.size(); ++i) {
    RC_ASSERT(triage.open[i].could_raise_to > triage.level);
    if (i > 0) {
      const bool higher = triage.open[i - 1].could_raise_to > triage.open[i].could_raise_to;
      RC_ASSERT(higher || (triage.open[i - 1].could_raise_to == triage.open[i].could_raise_to &&
                           triage.open[i - 1].rule < triage.open[i].rule));
    }
    const bool exempt = prevention && triage.level == Urgency::self_care;
    RC_ASSERT(triage.provisional || exempt);
  }
}

RC_GTEST_PROP(TriageLaws, an_open_rule_always_has_a_question, ()) {
  const Answers answers = some_answers(false);
  const Findings findings = findings_of(answers);
  const Triage triage = assess_urgency(findings, facts());
  RC_LOG(shown(answers) + shown(triage));
  for (const OpenRule& one : triage.open) {
    RC_ASSERT(!one.ask.empty());
    for (const FindingId id : one.ask) {
      RC_ASSERT(facts().language().variables[id.row()].askable);
      RC_ASSERT(findings[id] != Presence::absent);
    }
  }
}

RC_GTEST_PROP(TriageLaws, the_consequences_fit_the_level, ()) {
  const Answers answers = some_answers();
  const Triage triage = triage_of(answers);
  RC_LOG(shown(answers) + shown(triage));
  RC_ASSERT(triage.if_cleared <= triage.level);
  RC_ASSERT(!triage.rule_level || *triage.rule_level <= triage.level);
  switch (triage.level) {
    case Urgency::self_care: RC_ASSERT(!triage.deadline_hours); break;
    case Urgency::appointment: RC_ASSERT(triage.deadline_hours.value() >= 7 * 24); break;
    case Urgency::within_24h: RC_ASSERT(triage.deadline_hours == 24); break;
    case Urgency::emergency_now:
      RC_ASSERT(triage.deadline_hours == 0);
      RC_ASSERT(triage.transport != Transport::own_way);
      RC_ASSERT(!triage.provisional);
      break;
  }
  for (const RaisedRule& one : triage.raised) RC_ASSERT(!one.because.empty());
}

// The same law without draws: each finding alone, and each beside a form filled in with no.
TEST(TriageLaws, every_single_finding_keeps_the_level_or_raises_it) {
  for (const bool form : {false, true}) {
    Answers before(facts().findings().size(), Presence::unknown);
    if (form) {
      for (const FindingId id : read_by_rules()) {
        if (facts().language().variables[id.row()].askable && !lowering().contains(id))
          before[id.row()] = Presence::absent;
      }
    }
    const Triage was = triage_of(before);
    for (const FindingId id : read_by_rules()) {
      if (lowering().contains(id)) continue;
      Answers after = before;
      after[id.row()] = Presence::present;
      EXPECT_GE(triage_of(after).level, was.level) << facts()[id].name;
      EXPECT_GE(ceiling(triage_of(after)), was.level) << facts()[id].name;
    }
  }
}

// A yes used to give less than no answer at all: a weak stream, blood in the urine or a fever without a back symptom
// raised no rule, so the finished form ended in self-care while the unfinished one asked for an appointment.
TEST(TriageLaws, no_yes_to_a_question_of_the_safety_net_ends_in_self_care) {
  const FindingId back_pain = facts().finding("low_back_pain").value();
  const FindingId examined = facts().finding("assessed_since_onset").value();
  Answers form(facts().findings().size(), Presence::unknown);
  std::set<FindingId> asked;
  for (const SafetyItem& item : facts().safety_net()) {
    for (const FindingId id : item.findings) {
      if (facts().language().variables[id.row()].type == logic::Type::boolean) asked.insert(id);
    }
  }
  for (const FindingId id : asked) form[id.row()] = Presence::absent;
  for (const Presence back : {Presence::absent, Presence::unknown, Presence::present}) {
    form[back_pain.row()] = back;
    EXPECT_LT(triage_of(form).rule_level.value_or(Urgency::self_care), Urgency::appointment);
    for (const FindingId id : asked) {
      if (id == examined) continue;
      Answers said = form;
      said[id.row()] = Presence::present;
      EXPECT_GE(triage_of(said).rule_level.value_or(Urgency::self_care), Urgency::appointment) << facts()[id].name;
    }
  }
}

// What makes a formula of plain answers true: each set of yeses that is enough. Nothing where it asks for more than
// that.
std::optional<std::vector<std::set<FindingId>>> ways_to_be_true(const logic::Formula& formula) {
  if (formula.kind == logic::Kind::finding) return {{{FindingId(formula.variable)}}};
  if (formula.kind != logic::Kind::all && formula.kind != logic::Kind::any) return std::nullopt;
  std::vector<std::set<FindingId>> ways;
  if (formula.kind == logic::Kind::all) ways.emplace_back();
  for (const logic::Formula& part : formula.parts) {
    const auto more = ways_to_be_true(part);
    if (formula.kind == logic::Kind::any) {
      if (more) ways.insert(ways.end(), more->begin(), more->end());
      if (more || part.kind == logic::Kind::value) continue;  // a measurement has yeses of its own that say as much
    }
    if (!more) return std::nullopt;
    std::vector<std::set<FindingId>> joined;
    for (const auto& way : ways) {
      for (auto both : *more) {
        both.insert(way.begin(), way.end());
        joined.push_back(std::move(both));
      }
    }
    ways = std::move(joined);
  }
  return ways;
}

// Whoever states a joined finding ("a bladder, bowel or saddle change") and none of what it is made of means one of
// them.
TEST(TriageLaws, a_joined_finding_alone_is_no_less_urgent_than_the_mildest_that_it_may_stand_for) {
  std::size_t compared = 0;
  for (const char* complaint : {"low_back_pain", "radiating_leg_pain", "leg_motor_weakness"}) {
    Answers before(facts().findings().size(), Presence::unknown);
    before[facts().finding(complaint)->row()] = Presence::present;
    for (std::size_t row = 0; row < facts().findings().size(); ++row) {
      const auto& info = facts().language().variables[row];
      if (!info.defined || info.guard || info.type != logic::Type::boolean) continue;
      const auto ways = ways_to_be_true(*info.defined);
      if (!ways || ways->empty()) continue;
      std::optional<Urgency> mildest;
      for (const auto& way : *ways) {
        Answers parts = before;
        for (const FindingId id : way) parts[id.row()] = Presence::present;
        const Urgency level = triage_of(parts).level;
        mildest = std::min(mildest.value_or(level), level);
      }
      Answers joined = before;
      joined[row] = Presence::present;
      EXPECT_GE(triage_of(joined).level, mildest.value_or(Urgency::self_care)) << info.name << " beside " << complaint;
      ++compared;
    }
  }
  EXPECT_GE(compared, 60U);
}

TEST(TriageLaws, nobody_who_said_nothing_is_reassured) {
  const Triage triage = triage_of(Answers(facts().findings().size(), Presence::unknown));
  EXPECT_EQ(triage.level, Urgency::appointment);
  EXPECT_TRUE(triage.provisional);
  EXPECT_EQ(ceiling(triage), Urgency::emergency_now);
}

}  // namespace
}  // namespace lumbar
