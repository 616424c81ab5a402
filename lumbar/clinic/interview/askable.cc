// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/interview/askable.h"

#include <algorithm>
#include <array>

namespace lumbar {
namespace {

using logic::Kind;

std::optional<Detail> detail_of(Kind kind) {
  switch (kind) {
    case Kind::recent:
    case Kind::duration: return Detail::age;
    case Kind::tempo: return Detail::tempo;
    case Kind::trend: return Detail::trend;
    case Kind::side: return Detail::side;
    case Kind::all:
    case Kind::any:
    case Kind::at_least:
    case Kind::negation:
    case Kind::known:
    case Kind::absent:
    case Kind::finding:
    case Kind::length:
    case Kind::value:
    case Kind::every:
    case Kind::choice: return std::nullopt;
  }
  return std::nullopt;
}

bool has_variable(Kind kind) {
  switch (kind) {
    case Kind::absent:
    case Kind::finding:
    case Kind::recent:
    case Kind::duration:
    case Kind::tempo:
    case Kind::trend:
    case Kind::side:
    case Kind::value:
    case Kind::every:
    case Kind::choice: return true;
    case Kind::all:
    case Kind::any:
    case Kind::at_least:
    case Kind::negation:
    case Kind::known:
    case Kind::length: return false;
  }
  return false;
}

// Several details at once, one bit each.
using Details = std::uint32_t;
constexpr Details bit(Detail detail) { return Details{1} << static_cast<unsigned>(detail); }

// Everything a formula stands on, down to what can be asked, each with the details that are looked at on the way.
class Reading {
 public:
  explicit Reading(const logic::Language& language) : language_(language), seen_(language.variables.size(), 0) {}

  template <class Visit>
  void walk(const logic::Formula& formula, Details outer, const Visit& visit) {
    for (const logic::Formula& part : formula.parts) walk(part, outer, visit);
    if (formula.kind == Kind::length && language_.episode) visit(*language_.episode, Details{0});
    if (!has_variable(formula.kind)) return;
    Details details = outer;
    if (const auto detail = detail_of(formula.kind)) details |= bit(*detail);
    // By variable, one bit for each set of details with which it was come to.
    const std::uint32_t here = std::uint32_t{1} << details;
    if ((seen_[formula.variable] & here) != 0) return;
    seen_[formula.variable] |= here;
    visit(formula.variable, details);
    const logic::VariableInfo& info = language_.variables[formula.variable];
    if (info.defined) walk(*info.defined, details, visit);
    for (const logic::Formula& counted : info.count_of) walk(counted, details, visit);
    for (const logic::Variable part : info.least_of) visit(part, details);
  }

 private:
  const logic::Language& language_;
  std::vector<std::uint32_t> seen_;
};
static_assert(Words<Detail>::list.size() == 5, "a set of details is a place in 32 bits");

bool has(const Statement& said, Detail detail) {
  switch (detail) {
    case Detail::presence: return true;
    case Detail::age: return said.age_days.has_value();
    case Detail::tempo: return said.tempo.has_value();
    case Detail::trend: return said.trend.has_value();
    case Detail::side: return said.side.has_value();
  }
  return true;
}

constexpr std::array every_detail = {Detail::age, Detail::tempo, Detail::trend, Detail::side};

// What the id of a question about one detail of several findings begins with.
constexpr std::string_view of_each = "each.";

std::string filled(std::string text, const std::string& label) {
  const auto brace = text.find("{finding}");
  if (brace != std::string::npos) text.replace(brace, 9, label);
  return text;
}

}  // namespace

Askable::Askable(const InterviewState& state, const Findings& findings, const Knowledge& knowledge,
                 const InterviewOptions& options)
    : findings_(findings),
      knowledge_(knowledge),
      options_(options),
      stated_(knowledge.findings().size(), nullptr),
      asked_in_vain_(knowledge.findings().size(), false) {
  for (const Statement& one : findings.statements) stated_[one.finding.row()] = &one;
  for (const FindingId id : findings.not_to_be_had) asked_in_vain_[id.row()] = true;
  for (const Answered& one : state.answers) {
    put_.insert(one.question);
    // What was passed over is not asked again, on whatever screen it stands.
    for (const FindingId id : one.asked) passed_over_.insert({id, one.detail});
  }
}

bool Askable::may_answer(FindingId finding) const {
  const Finding& facts = knowledge_[finding];
  if (!knowledge_.language().variables[finding.row()].askable) return false;
  switch (facts.asked_of) {
    case AskedOf::patient: return true;
    case AskedOf::clinician: break;
    case AskedOf::derived: return false;
  }
  if (options_.mode != Mode::clinician) return false;
  const bool test = facts.kind == FindingKind::lab || facts.kind == FindingKind::imaging;
  return options_.tests || !test;
}

bool Askable::may_ask(const Unknown& one) const {
  if (asked_in_vain_[one.finding.row()] || passed_over_.contains(one) || !may_answer(one.finding)) return false;
  const Statement* said = stated(one.finding);
  if (one.detail == Detail::presence) return said == nullptr && findings_[one.finding] == Presence::unknown;
  // More is asked only of what was itself said to be there; "not sure" has no age.
  const auto& unsure = findings_.taken_as_yes;
  return said != nullptr && said->present == Presence::present && !has(*said, one.detail) &&
         std::find(unsure.begin(), unsure.end(), one.finding) == unsure.end();
}

std::vector<Detail> details_wanted(const logic::Formula& formula, FindingId finding, const Knowledge& knowledge) {
  Details wanted = 0;
  Reading(knowledge.language()).walk(formula, 0, [&](logic::Variable variable, Details details) {
    if (variable == finding.row()) wanted |= details;
  });
  std::vector<Detail> list;
  for (const Detail detail : every_detail) {
    if ((wanted & bit(detail)) != 0) list.push_back(detail);
  }
  return list;
}

std::vector<Unknown> unknowns_of(const logic::Formula& formula, const Askable& askable) {
  std::vector<Unknown> found;
  const auto note = [&](const Unknown& one) {
    if (askable.may_ask(one)) found.push_back(one);
  };
  Reading(askable.knowledge().language()).walk(formula, 0, [&](logic::Variable variable, Details details) {
    const FindingId finding(variable);
    note({finding, Detail::presence});
    for (const Detail detail : every_detail) {
      if ((details & bit(detail)) != 0) note({finding, detail});
    }
  });
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Question question_about(const Unknown& one, const Knowledge& knowledge) {
  const Finding& finding = knowledge[one.finding];
  if (one.detail == Detail::presence) return {finding.name, finding.question, {one.finding}, one.detail};
  const std::string word(word_of(one.detail));
  return {finding.name + "." + word,
          filled(knowledge.phrase("ask." + word, Mode::in_public), finding.label_patient),
          {one.finding},
          one.detail};
}

Question question_about(const std::vector<FindingId>& findings, Detail detail, const Knowledge& knowledge) {
  if (findings.size() == 1) return question_about({findings.front(), detail}, knowledge);
  const std::string word(word_of(detail));
  return {std::string(of_each) + word, knowledge.phrase("ask_each." + word, Mode::in_public), findings, detail};
}

Question make_sure_about(const std::vector<FindingId>& findings, const Knowledge& knowledge) {
  return {std::string(make_sure_question), knowledge.phrase("ask.to_be_sure", Mode::in_public), findings,
          Detail::presence};
}

Question question_of(const SafetyItem& item) {
  return {item.group + std::to_string(item.order), item.question, item.findings, Detail::presence};
}

Question question_of(const Screen& screen) { return {screen.name, screen.sentence, screen.findings, Detail::presence}; }

std::optional<Question> question_named(std::string_view id, const Knowledge& knowledge) {
  for (const SafetyItem& item : knowledge.safety_net()) {
    if (auto question = question_of(item); question.id == id) return question;
  }
  for (const Screen& screen : knowledge.screens()) {
    if (screen.name == id) return question_of(screen);
  }
  if (id == make_sure_question) return make_sure_about({}, knowledge);
  if (id.starts_with(of_each)) {
    const auto detail = from_word<Detail>(id.substr(of_each.size()));
    if (!detail || *detail == Detail::presence) return std::nullopt;
    return question_about(std::vector<FindingId>{}, *detail, knowledge);
  }
  const auto point = id.find('.');
  const auto finding = knowledge.finding(id.substr(0, point));
  if (!finding) return std::nullopt;
  if (point == std::string_view::npos) return question_about({*finding, Detail::presence}, knowledge);
  const auto detail = from_word<Detail>(id.substr(point + 1));
  if (!detail || *detail == Detail::presence) return std::nullopt;
  return question_about({*finding, *detail}, knowledge);
}

Case case_of(const InterviewState& state, const Knowledge& knowledge) {
  Case made = state.given;
  std::vector<std::size_t> place(knowledge.findings().size(), ~std::size_t{0});
  const auto put = [&](const Statement& one) {
    std::size_t& at = place[one.finding.row()];
    if (at == ~std::size_t{0}) {
      at = made.statements.size();
      made.statements.push_back(one);
    } else {
      made.statements[at] = one;
    }
  };
  made.statements.clear();
  for (const Statement& one : state.given.statements) put(one);
  std::vector<const Answered*> details;
  for (const Answered& answer : state.answers) {
    if (answer.detail != Detail::presence) {
      details.push_back(&answer);
    } else {
      for (const Statement& one : answer.statements) put(one);
    }
  }
  for (const Answered* answer : details) {
    for (const Statement& said : answer->statements) {
      const std::size_t at = place[said.finding.row()];
      if (at == ~std::size_t{0} || made.statements[at].present != Presence::present) continue;
      Statement& about = made.statements[at];
      if (said.age_days) about.age_days = said.age_days;
      if (said.tempo) about.tempo = said.tempo;
      if (said.trend) about.trend = said.trend;
      if (said.side) about.side = said.side;
    }
  }
  // Absent by the meaning of the words, where nobody said otherwise and nothing that was said makes it present.
  const auto deny = [&](FindingId finding) {
    if (place[finding.row()] != ~std::size_t{0}) return;
    if (const auto& defined = knowledge.language().variables[finding.row()].defined) {
      const logic::Said said(knowledge.language(), made.statements);
      if (logic::Evaluation(knowledge.language(), said).truth(*defined) == Presence::present) return;
    }
    Statement absent;
    absent.finding = finding;
    absent.present = Presence::absent;
    put(absent);
  };
  for (const Settled& settled : knowledge.settled()) {
    const std::size_t at = place[settled.by_absence_of.row()];
    if (at == ~std::size_t{0} || made.statements[at].present != Presence::absent) continue;
    for (const FindingId finding : settled.absent) deny(finding);
  }
  std::vector<bool> holds;
  {
    const logic::Said said(knowledge.language(), made.statements);
    logic::Evaluation evaluation(knowledge.language(), said);
    for (const NotAsked& one : knowledge.not_asked()) holds.push_back(evaluation.truth(one.when) == Presence::present);
  }
  for (std::size_t i = 0; i < holds.size(); ++i) {
    if (!holds[i]) continue;
    for (const FindingId finding : knowledge.not_asked()[i].findings) deny(finding);
  }
  return made;
}

}  // namespace lumbar
