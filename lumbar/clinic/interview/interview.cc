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
constexpr double least_told = 1e-4;            // bits: a box that tells less does not stand on a screen
constexpr double least_calm = 0.5;             // probability: a likely danger that is asked about once more
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
  next.questions.push_back(question_about(*chosen, askable.knowledge()));
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
  void add(Question question);
  double effort_of(const Question& question) const;
  bool one_plan() const;
  NextQuestion confirm() const;
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

void Choice::foresee() {
  told_.resize(knowledge_.findings().size());
  chance_.assign(knowledge_.findings().size(), knowledge_.parameter("interview_chance_unknown"));
  for (std::size_t row = 0; row < knowledge_.findings().size(); ++row) {
    const FindingId finding(row);
    if (!is_measured(finding, knowledge_) && askable_.may_ask({finding, Detail::presence})) open_.push_back(finding);
  }
  foreseen_ = now_.ranker.foresee(now_.findings, now_.differential, open_, looked_at_exactly);
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
  const auto most = static_cast<std::size_t>(std::max(1.0, knowledge_.parameter("interview_ticks")));
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
  for (const auto& [one, told] : details_) {
    Candidate candidate;
    candidate.question = question_about(one, knowledge_);
    candidate.urgency = told.urgency;
    candidate.raises = told.raises;
    candidate.levels = told.levels;
    candidates_.push_back(std::move(candidate));
  }
}

// Those that are likely enough to be planned for, or at least a quarter as likely as the first.
bool Choice::one_plan() const {
  const auto& ranked = now_.differential.ranked;
  if (!now_.differential.complaint || ranked.empty()) return false;
  const double from = std::min(knowledge_.parameter("plan_probability"), ranked.front().probability / 4);
  std::optional<std::string> key;
  for (const RankedCondition& one : ranked) {
    if (one.probability < from) continue;
    const std::string here = plan_key(one.condition, knowledge_);
    if (here.empty() || (key && *key != here)) return false;
    key = here;
  }
  return key.has_value();
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

// An emergency that is only likely is not established while one answer more probably takes it back.
NextQuestion Choice::confirm() const {
  const Foreseen* best = nullptr;
  for (const Foreseen& one : foreseen_) {
    if (one.chance_of_calm < least_calm || (best != nullptr && one.chance_of_calm <= best->chance_of_calm)) continue;
    best = &one;
  }
  if (best == nullptr) return stopped(Stop::emergency);
  NextQuestion next;
  next.questions.push_back(question_about({best->finding, Detail::presence}, knowledge_));
  next.purpose = Purpose::urgency;
  next.mechanism_bits = best->mechanism_bits;
  next.condition_bits = best->condition_bits;
  next.conditions = now_.triage.likely_dangers;
  next.chance_of_raise = 0;
  return next;
}

NextQuestion Choice::made() {
  foresee();
  UrgencyOutlook outlook(askable_, now_.triage, chance_);
  look_at_urgency(outlook);
  gather();
  if (now_.triage.level == Urgency::emergency_now) return confirm();
  const double least = go_on_ ? least_told : knowledge_.parameter("interview_least_bits");
  const Candidate* raising = nullptr;
  const Candidate* lowering = nullptr;
  const Candidate* telling = nullptr;
  const auto better = [](double value, double best) { return value > best * (1 + 1e-9); };
  double raising_worth = -1, lowering_worth = 0, telling_worth = 0;
  for (const Candidate& one : candidates_) {
    const double tells = (one.mechanism + one.condition) / one.effort;
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
  if (lowering != nullptr && lowering_worth >= knowledge_.parameter("interview_least_urgency_bits"))
    return finished(ask(*lowering, outlook));
  const bool worth_it = telling != nullptr && now_.differential.complaint && telling_worth >= least;
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
