// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/interview/interview.h"

#include <algorithm>
#include <cmath>

#include "lumbar/clinic/interview/askable.h"
#include "lumbar/clinic/interview/outlook.h"
#include "lumbar/clinic/plan/plan.h"

namespace lumbar {
namespace {

constexpr std::size_t looked_at_exactly = 48;  // findings: what one pass over the network takes a few milliseconds for
constexpr double least_told = 1e-4;            // bits, or chance: a box that tells less does not stand on a screen
constexpr double least_of_danger = 0.002;      // chance: a box that decides less does not stand among those to be sure
constexpr std::size_t most_moved = 5;          // conditions named as what an answer could change

// Keeps of a question what may still be asked.
Question narrowed(Question question, const Askable& askable) {
  std::erase_if(question.findings, [&](FindingId id) { return !askable.may_ask({id, question.detail}); });
  return question;
}

bool is_measured(FindingId finding, const Knowledge& knowledge) {
  return knowledge.language().variables[finding.row()].type != logic::Type::boolean;
}

// A value is asked for by itself: it cannot be ticked.
void add_apart(Question question, const Knowledge& knowledge, std::vector<Question>& to) {
  std::vector<FindingId> measured;
  std::erase_if(question.findings, [&](FindingId id) {
    if (!is_measured(id, knowledge)) return false;
    measured.push_back(id);
    return true;
  });
  if (!question.findings.empty()) to.push_back(std::move(question));
  for (const FindingId id : measured) to.push_back(question_about({id, Detail::presence}, knowledge));
}

// A finding that sums up others has been answered when they have: it is not offered beside them, as long as one is.
void leave_out_what_sums_up(Question& question, const Knowledge& knowledge) {
  const auto& variables = knowledge.language().variables;
  std::vector<FindingId> rest = question.findings;
  std::erase_if(rest, [&](FindingId id) { return variables[id.row()].defined.has_value(); });
  if (!rest.empty() && rest.size() < question.findings.size() &&
      knowledge[question.findings.front()].asked_of == AskedOf::derived)
    question.findings = std::move(rest);
}

std::vector<Question> screens_of(ScreenUse use, const Askable& askable) {
  std::vector<Question> questions;
  for (const Screen& screen : askable.knowledge().screens()) {
    if (screen.use == use) add_apart(narrowed(question_of(screen), askable), askable.knowledge(), questions);
  }
  return questions;
}

std::vector<Question> safety_questions(char group, const Askable& askable) {
  std::vector<Question> questions;
  for (const SafetyItem& item : askable.knowledge().safety_net()) {
    if (item.group != group) continue;
    Question question = narrowed(question_of(item), askable);
    leave_out_what_sums_up(question, askable.knowledge());
    add_apart(std::move(question), askable.knowledge(), questions);
  }
  return questions;
}

// --- What stands before everything else

// One question more, if it says that the person must not be driven.
std::optional<NextQuestion> ask_about_transport(const Askable& askable, const Triage& triage) {
  if (triage.transport == Transport::ambulance) return std::nullopt;
  NextQuestion next;
  next.purpose = Purpose::transport;
  for (Question& question : screens_of(ScreenUse::transport, askable)) {
    if (askable.was_put(question.id)) return std::nullopt;
    const logic::Said said(askable.knowledge().language(), askable.findings().statements);
    logic::Evaluation evaluation(askable.knowledge().language(), said);
    std::vector<FindingId> decide;
    for (const Rule& rule : askable.knowledge().rules()) {
      if (rule.transport != Transport::ambulance || rule.level != triage.level) continue;
      for (const logic::Variable one : evaluation.to_ask(rule.formula)) decide.emplace_back(one);
    }
    std::erase_if(question.findings,
                  [&](FindingId id) { return std::find(decide.begin(), decide.end(), id) == decide.end(); });
    if (!question.findings.empty()) next.questions.push_back(std::move(question));
  }
  if (next.questions.empty()) return std::nullopt;
  next.levels = {triage.level};
  return next;
}

// An emergency that only holds because an age, tempo or trend was never told is not established: "since when?" comes
// first. Tried with the mildest of all such details: where the level stays, nothing is asked.
std::optional<NextQuestion> ask_about_details(const Askable& askable, const Triage& triage) {
  std::set<Unknown> details;
  for (const RaisedRule& raised : triage.raised) {
    const Rule& rule = askable.knowledge()[raised.rule];
    if (rule.level != triage.level) continue;
    for (const Unknown& one : unknowns_of(rule.formula, askable)) {
      if (one.detail != Detail::presence && one.detail != Detail::side) details.insert(one);
    }
  }
  if (details.empty() || triage.reason != LevelReason::rules) return std::nullopt;
  const auto level_with_mildest = [&](const std::set<Unknown>& of) {
    Findings mildest = askable.findings();
    for (const Unknown& one : of) {
      for (Statement& said : mildest.statements) {
        if (said.finding != one.finding) continue;
        if (one.detail == Detail::age) said.age_days = 3652;
        if (one.detail == Detail::tempo) said.tempo = Tempo::years;
        if (one.detail == Detail::trend) said.trend = Trend::improving;
      }
    }
    const logic::Said said(askable.knowledge().language(), mildest.statements);
    logic::Evaluation evaluation(askable.knowledge().language(), said);
    for (std::size_t row = 0; row < mildest.presence.size(); ++row)
      mildest.presence[row] = evaluation.finding(static_cast<logic::Variable>(row));
    return assess_urgency(mildest, askable.knowledge()).level;
  };
  if (level_with_mildest(details) == triage.level) return std::nullopt;
  NextQuestion next;
  next.purpose = Purpose::urgency;
  next.levels = {level_with_mildest(details), triage.level};
  const Unknown* chosen = &*details.begin();
  for (const Unknown& one : details) {
    if (level_with_mildest({one}) != triage.level) {
      chosen = &one;
      break;
    }
  }
  std::vector<FindingId> findings;
  for (const Unknown& one : details) {
    if (one.detail == chosen->detail) findings.push_back(one.finding);
  }
  next.questions.push_back(question_about(findings, chosen->detail, askable.knowledge()));
  return next;
}

NextQuestion stopped(Stop why) {
  NextQuestion next;
  next.stop = why;
  return next;
}

}  // namespace

std::optional<NextQuestion> ask_first(const InterviewState& state, const Findings& findings, const Triage& triage,
                                      const Knowledge& knowledge, const InterviewOptions& options) {
  const Askable askable(state, findings, knowledge, options);
  if (triage.level == Urgency::emergency_now) {
    if (auto detail = ask_about_details(askable, triage)) return detail;
    if (auto transport = ask_about_transport(askable, triage)) return transport;
    return stopped(Stop::emergency);
  }
  NextQuestion next;
  next.questions = screens_of(ScreenUse::start, askable);
  // Nobody who has said what it is about is asked again what it is about.
  const bool begun = findings.any_symptom || askable.was_put("complaint");
  if (!next.questions.empty() && !begun) return next;
  next.purpose = Purpose::safety_net;
  next.levels = {Urgency::emergency_now, Urgency::within_24h};
  next.questions = safety_questions('A', askable);
  if (!next.questions.empty()) return next;
  next.questions = screens_of(ScreenUse::about, askable);
  for (Question& one : safety_questions('B', askable)) {
    const bool twice = std::any_of(next.questions.begin(), next.questions.end(),
                                   [&](const Question& other) { return other.id == one.id; });
    if (!twice) next.questions.push_back(std::move(one));
  }
  if (!next.questions.empty()) return next;
  return std::nullopt;
}

namespace {

// --- What is chosen by what it tells

struct Candidate {
  Question question;
  double urgency = 0, mechanism = 0, condition = 0;  // bits
  double lead = 0;                                   // of the chance that another condition comes to lead
  double effort = 1;
  bool raises = false;
  double boxes_that_raise = 0;
  std::array<bool, 4> levels{};
  std::vector<std::pair<double, ConditionId>> moved;
};

class Choice {
 public:
  Choice(const InterviewState& state, const Standing& now, const Knowledge& knowledge, const InterviewOptions& options)
      : now_(now), knowledge_(knowledge), go_on_(options.go_on), askable_(state, now.findings, knowledge, options) {}

  NextQuestion made();

 private:
  struct Told {
    double urgency = 0;
    bool raises = false;
    std::array<bool, 4> levels{};
    std::size_t foreseen = none;
  };
  static constexpr std::size_t none = ~std::size_t{0};

  void foresee();
  void look_at_urgency(UrgencyOutlook& outlook);
  void gather();
  void gather_signs();
  void gather_details();
  std::size_t most_boxes() const;
  void add(Question question);
  double effort_of(const Question& question) const;
  bool one_plan() const;
  bool something_is_wrong() const;
  Urgency level_by_rules() const;
  std::vector<ConditionId> dangers() const;
  std::optional<NextQuestion> make_sure() const;
  NextQuestion ask(const Candidate& best, const UrgencyOutlook& outlook) const;

  const Standing& now_;
  const Knowledge& knowledge_;
  const bool go_on_;
  const Askable askable_;
  std::vector<FindingId> open_;  // yes or no, may be asked
  std::vector<Foreseen> foreseen_;
  std::vector<double> chance_;  // by finding
  std::vector<Told> told_;      // by finding, of its presence
  std::vector<std::pair<Unknown, Told>> details_;
  std::vector<Candidate> candidates_;
};

Urgency Choice::level_by_rules() const {
  Urgency level = Urgency::self_care;
  for (const RaisedRule& raised : now_.triage.raised) level = std::max(level, knowledge_[raised.rule].level);
  return level;
}

// Those whose likelihood could still decide the level: that make it what it is, or that could raise it.
std::vector<ConditionId> Choice::dangers() const {
  std::vector<ConditionId> decide;
  if (!now_.differential.complaint) return decide;
  const Urgency by_rules = level_by_rules();
  for (std::size_t row = 0; row < knowledge_.conditions().size(); ++row) {
    const Condition& one = knowledge_.conditions()[row];
    if (!one.danger_probability || one.danger_level <= by_rules || one.danger_level < now_.triage.level) continue;
    if (one.danger_needs.is_some() && now_.findings[one.danger_needs] != Presence::present) continue;
    decide.emplace_back(row);
  }
  return decide;
}

void Choice::foresee() {
  told_.resize(knowledge_.findings().size());
  chance_.assign(knowledge_.findings().size(), knowledge_.parameter("interview_chance_unknown"));
  for (std::size_t row = 0; row < knowledge_.findings().size(); ++row) {
    const FindingId finding(row);
    if (!is_measured(finding, knowledge_) && askable_.may_ask({finding, Detail::presence})) open_.push_back(finding);
  }
  foreseen_ = now_.ranker.foresee(now_.findings, now_.differential, open_, looked_at_exactly, dangers());
  for (std::size_t i = 0; i < foreseen_.size(); ++i) {
    chance_[foreseen_[i].finding.row()] = foreseen_[i].chance;
    told_[foreseen_[i].finding.row()].foreseen = i;
  }
}

void Choice::look_at_urgency(UrgencyOutlook& outlook) {
  for (const bool raises : {true, false}) {
    for (const Unknown& one : raises ? outlook.raising() : outlook.lowering()) {
      const UrgencyOutlook::Told bits = outlook.told_by(one);
      if (one.detail == Detail::presence) {
        Told& told = told_[one.finding.row()];
        told.urgency = bits.bits;
        told.raises = raises;
        told.levels = bits.possible;
      } else {
        details_.push_back({one, {bits.bits, raises, bits.possible, none}});
      }
    }
  }
}

double Choice::effort_of(const Question& question) const {
  double effort = 1 + knowledge_.parameter("interview_effort_tick") * static_cast<double>(question.findings.size() - 1);
  const Finding& finding = knowledge_[question.findings.front()];
  if (finding.asked_of == AskedOf::clinician) {
    const bool test = finding.kind == FindingKind::lab || finding.kind == FindingKind::imaging;
    effort *= knowledge_.parameter(test ? "interview_effort_test" : "interview_effort_examination");
  }
  return effort;
}

std::size_t Choice::most_boxes() const {
  return static_cast<std::size_t>(std::max(1.0, knowledge_.parameter("interview_ticks")));
}

void Choice::add(Question question) {
  Candidate candidate;
  std::vector<std::pair<double, FindingId>> worth;
  for (const FindingId finding : question.findings) {
    const Told& told = told_[finding.row()];
    double bits = told.urgency;
    if (told.foreseen != none)
      bits += foreseen_[told.foreseen].condition_bits + foreseen_[told.foreseen].mechanism_bits;
    if (told.raises) bits += 100 * (1 + told.urgency);  // what can raise the urgency stands before what only tells
    if (bits >= least_told) worth.emplace_back(bits, finding);
  }
  std::stable_sort(worth.begin(), worth.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  const std::size_t most = most_boxes();
  if (worth.size() > most) worth.resize(most);
  std::erase_if(question.findings, [&](FindingId id) {
    return std::none_of(worth.begin(), worth.end(), [&](const auto& one) { return one.second == id; });
  });
  if (question.findings.empty()) return;
  for (const FindingId finding : question.findings) {
    const Told& told = told_[finding.row()];
    candidate.urgency += told.urgency;
    candidate.raises = candidate.raises || told.raises;
    candidate.boxes_that_raise += told.raises ? 1 : 0;
    for (std::size_t level = 0; level < 4; ++level)
      candidate.levels[level] = candidate.levels[level] || told.levels[level];
    if (told.foreseen == none) continue;
    const Foreseen& one = foreseen_[told.foreseen];
    candidate.mechanism += one.mechanism_bits;
    candidate.condition += one.condition_bits;
    candidate.lead += one.lead;
    for (const ConditionId moved : {one.most_if_yes, one.most_if_no}) {
      if (moved.is_some()) candidate.moved.emplace_back(one.condition_bits, moved);
    }
  }
  // One finding of a screen is asked by its own question.
  if (question.findings.size() == 1)
    question = question_about({question.findings.front(), Detail::presence}, knowledge_);
  candidate.effort = effort_of(question);
  candidate.question = std::move(question);
  candidates_.push_back(std::move(candidate));
}

// Whatever could still raise the urgency, the most telling together: few screens, whatever they are about.
void Choice::gather_signs() {
  for (const Screen& screen : knowledge_.screens()) {
    if (screen.use != ScreenUse::signs) continue;
    Question question = question_of(screen);
    for (const FindingId finding : open_) {
      if (told_[finding.row()].raises) question.findings.push_back(finding);
    }
    if (!question.findings.empty()) add(std::move(question));
  }
}

void Choice::gather() {
  gather_signs();
  std::vector<bool> on_a_screen(knowledge_.findings().size(), false);
  for (const Screen& screen : knowledge_.screens()) {
    if (screen.use != ScreenUse::topic) continue;
    for (const FindingId finding : screen.findings) on_a_screen[finding.row()] = true;
    Question question = narrowed(question_of(screen), askable_);
    if (!question.findings.empty()) add(std::move(question));
  }
  for (std::size_t row = 0; row < knowledge_.findings().size(); ++row) {
    const FindingId finding(row);
    if (on_a_screen[row] || !askable_.may_ask({finding, Detail::presence})) continue;
    add(question_about({finding, Detail::presence}, knowledge_));
  }
  gather_details();
}

// "Since when?" is asked once, of everything of which it is to be known.
void Choice::gather_details() {
  for (const Detail detail : {Detail::age, Detail::tempo, Detail::trend, Detail::side}) {
    Candidate candidate;
    std::vector<FindingId> findings;
    for (const bool raises : {true, false}) {
      for (const auto& [one, told] : details_) {
        if (one.detail != detail || told.raises != raises || findings.size() == most_boxes()) continue;
        findings.push_back(one.finding);
        candidate.urgency += told.urgency;
        candidate.raises = candidate.raises || told.raises;
        candidate.boxes_that_raise += told.raises ? 1 : 0;
        for (std::size_t level = 0; level < 4; ++level)
          candidate.levels[level] = candidate.levels[level] || told.levels[level];
      }
    }
    if (findings.empty()) continue;
    candidate.question = question_about(findings, detail, knowledge_);
    candidate.effort = effort_of(candidate.question);
    candidates_.push_back(std::move(candidate));
  }
}

// Somebody who was asked what troubles them and named neither a symptom nor another reason to come has one that is yet
// to be found.
bool Choice::something_is_wrong() const {
  if (now_.differential.complaint) return true;
  for (const Screen& screen : knowledge_.screens()) {
    if (screen.use != ScreenUse::start) continue;
    for (const FindingId finding : screen.findings) {
      if (now_.findings[finding] == Presence::present) return false;
    }
  }
  return true;
}

// Those that are likely enough to be planned for, or at least a quarter as likely as the first.
bool Choice::one_plan() const {
  const auto& ranked = now_.differential.ranked;
  if (!now_.differential.complaint || ranked.empty()) return false;
  const double from = std::min(knowledge_.parameter("plan_probability"), ranked.front().probability / 4);
  std::optional<std::string> key;
  std::size_t likely = 0;
  for (const RankedCondition& one : ranked) {
    if (one.probability < from) continue;
    ++likely;
    const std::string here = plan_key(one.condition, knowledge_);
    if (here.empty() || (key && *key != here)) return false;
    key = here;
  }
  return likely > 1;  // one alone leads, or not: that is settled by what could still overtake it
}

NextQuestion Choice::ask(const Candidate& best, const UrgencyOutlook& outlook) const {
  NextQuestion next;
  next.questions.push_back(best.question);
  next.urgency_bits = std::min(best.urgency, outlook.doubt_bits());
  next.mechanism_bits = best.mechanism;
  next.condition_bits = best.condition;
  next.purpose = best.raises || best.urgency > 0        ? Purpose::urgency
                 : best.mechanism >= best.condition / 2 ? Purpose::mechanism
                                                        : Purpose::condition;
  for (std::size_t level = 0; level < 4; ++level) {
    if (best.levels[level] && level != static_cast<std::size_t>(now_.triage.level))
      next.levels.push_back(static_cast<Urgency>(level));
  }
  auto moved = best.moved;
  std::stable_sort(moved.begin(), moved.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [bits, condition] : moved) {
    const bool told = std::find(next.conditions.begin(), next.conditions.end(), condition) != next.conditions.end();
    if (!told && next.conditions.size() < most_moved) next.conditions.push_back(condition);
  }
  return next;
}

// A level that only a likely danger makes, or that one could still raise, is looked into before it is left: the boxes
// that decide most of it, whatever they are about, a few times at most. An emergency has been said by then; these
// questions stand below it.
std::optional<NextQuestion> Choice::make_sure() const {
  double doubt = 0;
  std::vector<std::pair<double, FindingId>> decide;
  for (const Foreseen& one : foreseen_) {
    doubt += one.danger;
    if (one.danger >= least_of_danger && knowledge_[one.finding].asked_of == AskedOf::patient)
      decide.emplace_back(one.danger, one.finding);
  }
  std::stable_sort(decide.begin(), decide.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  if (decide.size() > most_boxes()) decide.resize(most_boxes());
  double decided = 0;
  std::vector<FindingId> findings;
  for (const auto& [share, finding] : decide) {
    decided += share;
    findings.push_back(finding);
  }
  if (doubt < knowledge_.parameter("interview_least_danger")) return std::nullopt;
  if (decided < knowledge_.parameter("interview_least_danger_decided")) return std::nullopt;
  const auto most = static_cast<std::size_t>(knowledge_.parameter("interview_most_to_be_sure"));
  if (askable_.times_put(std::string(make_sure_question)) >= most) return std::nullopt;
  NextQuestion next;
  // One finding is asked by its own question.
  next.questions.push_back(findings.size() == 1 ? question_about({findings.front(), Detail::presence}, knowledge_)
                                                : make_sure_about(findings, knowledge_));
  next.purpose = Purpose::urgency;
  const auto could_become = [&](Urgency level) {
    if (level == now_.triage.level) return;
    if (std::find(next.levels.begin(), next.levels.end(), level) == next.levels.end()) next.levels.push_back(level);
  };
  for (const ConditionId danger : dangers()) {
    const bool likely = now_.differential.probability[danger.row()] >= *knowledge_[danger].danger_probability;
    could_become(likely ? level_by_rules() : knowledge_[danger].danger_level);
    if (likely && next.conditions.size() < most_moved) next.conditions.push_back(danger);
  }
  for (const Foreseen& one : foreseen_) {
    if (std::find(findings.begin(), findings.end(), one.finding) == findings.end()) continue;
    next.mechanism_bits += one.mechanism_bits;
    next.condition_bits += one.condition_bits;
  }
  return next;
}

NextQuestion Choice::made() {
  foresee();
  UrgencyOutlook outlook(askable_, now_.triage, chance_);
  look_at_urgency(outlook);
  gather();
  if (now_.triage.level == Urgency::emergency_now) {
    auto sure = make_sure();
    return sure ? *std::move(sure) : stopped(Stop::emergency);
  }
  const double least = go_on_ ? least_told : knowledge_.parameter("interview_least_lead");
  const Candidate* raising = nullptr;
  const Candidate* lowering = nullptr;
  const Candidate* telling = nullptr;
  const auto better = [](double value, double best) { return value > best * (1 + 1e-9); };
  double raising_worth = -1, lowering_worth = 0, telling_worth = 0;
  for (const Candidate& one : candidates_) {
    const double tells = one.lead / one.effort;
    const double urgent = one.urgency / one.effort;
    // Where no answer tells much of the urgency, the most boxes that could raise it stand together, then what else it
    // tells decides.
    const double raises = urgent + 1e-3 * one.boxes_that_raise + 1e-4 * tells;
    if (one.raises && better(raises, raising_worth)) {
      raising = &one;
      raising_worth = raises;
    }
    if (!one.raises && better(urgent, lowering_worth)) {
      lowering = &one;
      lowering_worth = urgent;
    }
    if (better(tells, telling_worth)) {
      telling = &one;
      telling_worth = tells;
    }
  }
  const auto& levels = outlook.levels();
  double chance_of_raise = 0;
  for (std::size_t level = static_cast<std::size_t>(now_.triage.level) + 1; level < 4; ++level)
    chance_of_raise += levels[level];
  const auto finished = [&](NextQuestion next) {
    next.doubt_bits =
        outlook.doubt_bits() + (now_.differential.complaint ? entropy_bits(now_.differential.mechanism) : 0);
    next.chance_of_raise = chance_of_raise;
    return next;
  };
  if (raising != nullptr) return finished(ask(*raising, outlook));
  // As with an emergency: a day holds only once it is known that nothing milder is meant.
  if (now_.triage.level == Urgency::within_24h) {
    if (auto detail = ask_about_details(askable_, now_.triage)) return finished(*std::move(detail));
  }
  if (auto sure = make_sure()) return finished(*std::move(sure));
  if (lowering != nullptr && lowering_worth >= knowledge_.parameter("interview_least_urgency_bits"))
    return finished(ask(*lowering, outlook));
  double doubt = 0;  // that another condition comes to lead
  for (const Foreseen& one : foreseen_) doubt += one.lead;
  const bool unsettled = go_on_ || doubt >= knowledge_.parameter("interview_least_doubt");
  const bool worth_it = telling != nullptr && something_is_wrong() && unsettled && telling_worth >= least;
  if (worth_it && (go_on_ || !one_plan())) return finished(ask(*telling, outlook));
  if (worth_it) return finished(stopped(Stop::same_plan));
  if (outlook.waits_for_others()) return finished(stopped(Stop::others_know));
  return finished(stopped(candidates_.empty() ? Stop::nothing_left : Stop::settled));
}

}  // namespace

NextQuestion choose_question(const InterviewState& state, const Standing& standing, const Knowledge& knowledge,
                             const InterviewOptions& options) {
  return Choice(state, standing, knowledge, options).made();
}

}  // namespace lumbar
