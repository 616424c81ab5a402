// SPDX-License-Identifier: Apache-2.0
// How many questions it takes, and what is missed by not asking the rest: on people drawn from the network.
//
//   lumbar_interview [PEOPLE [FIRST [alone]]]    10,000 people, from the first on; alone: nothing stands beside it
//
// LUMBAR_TRACE tells each question and each difference.
// Each person is drawn with an answer to everything that a patient can be asked. The interview asks until it stops;
// then its urgency and leading condition are held against those with all questions answered. Beside it, in the same run
// and with as many questions: the same screens in file order and in random order; and of every fifth person the same
// choice without its stop, until nothing tells anything. Exit 1 when what was reached is lost.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <map>
#include <memory>

#include "lumbar/clinic/consult/consult.h"
#include "lumbar/clinic/consult/raise.h"
#include "lumbar/clinic/differential/drawn_person.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

constexpr std::array settings = {Setting::home, Setting::primary_care, Setting::emergency_department,
                                 Setting::secondary_care};

// How much of the background of alarming findings is taken: as it stands, a tenth, a hundredth.
constexpr std::array backgrounds = {1.0, 0.1, 0.01};

// Everything a patient could answer, told as it is.
struct Truth {
  Case all;
  std::vector<Statement> by_finding;  // of each finding that a patient can be asked
  std::vector<bool> told;
};

bool patient_knows(std::size_t row, const Knowledge& knowledge) {
  return knowledge.findings()[row].asked_of == AskedOf::patient && knowledge.language().variables[row].askable;
}

class World {
 public:
  World(const Knowledge& knowledge, std::uint64_t seed) : knowledge_(knowledge), draws_(seed) {
    for (const Setting setting : settings) models_.push_back(std::make_unique<SettingModel>(knowledge, setting));
    alarming_.assign(knowledge.findings().size(), false);
    for (const Rule& rule : knowledge.rules()) {
      if (rule.level >= Urgency::within_24h) alarm(rule.formula);
    }
  }

  /// Backgrounds of findings that rules read count `unexplained` times: those of the facts were measured among people
  /// already suspected of the danger, and with them nearly everybody who is drawn has some emergency.
  Truth person(Setting setting, double unexplained);

 private:
  void alarm(const logic::Formula& formula) {
    for (const logic::Variable one : logic::variables_of(formula)) {
      if (alarming_[one]) continue;
      alarming_[one] = true;
      const auto& info = knowledge_.language().variables[one];
      if (info.defined) alarm(*info.defined);
    }
  }
  void draw_details(Statement& said, double episode_days);
  void measure(DrawnPerson& person, Truth& truth);

  const Knowledge& knowledge_;
  Draws draws_;
  std::vector<std::unique_ptr<SettingModel>> models_;
  std::vector<bool> alarming_;  // by finding: a rule of 24 hours or sooner reads it
};

void World::draw_details(Statement& said, double episode_days) {
  said.age_days = std::max(0.5, episode_days * (0.3 + 0.7 * draws_.even()));
  const double days = *said.age_days;
  const Tempo slowest = days < 2 ? Tempo::hours : days < 14 ? Tempo::days : days < 60 ? Tempo::weeks : Tempo::months;
  said.tempo = draws_.chance(0.7) ? slowest : static_cast<Tempo>(static_cast<int>(slowest) - 1);
  said.trend = draws_.chance(0.6) ? Trend::stable : draws_.chance(0.5) ? Trend::improving : Trend::worsening;
  if (draws_.chance(0.9)) said.side = draws_.chance(0.5) ? Side::left : Side::right;
}

void World::measure(DrawnPerson& person, Truth& truth) {
  const auto put = [&](const char* name, double value) {
    const auto id = knowledge_.finding(name);
    if (!id) return;
    truth.by_finding[id->row()].number.bare = value;
    truth.told[id->row()] = true;
  };
  put("age_years", std::floor(person.findings.age_years.value_or(50)));
  const double episode = std::exp(draws_.even() * std::log(720.0));
  put("symptom_duration", episode);
  put("functional_walking_distance", 1000);
  const auto choose = [&](const char* name, std::uint8_t place) {
    const auto id = knowledge_.finding(name);
    if (!id) return;
    truth.by_finding[id->row()].choice.bare = place;
    truth.told[id->row()] = true;
  };
  choose("sex", static_cast<std::uint8_t>(person.findings.sex.value_or(Sex::female)));
  choose("onset_speed", static_cast<std::uint8_t>(episode < 2 ? 1 : episode < 14 ? 2 : episode < 60 ? 3 : 4));
}

Truth World::person(Setting setting, double unexplained) {
  DrawnPerson drawn(knowledge_, setting, draws_);
  const std::size_t count = knowledge_.findings().size();
  Truth truth;
  truth.all.setting = setting;
  truth.all.lenient = true;
  truth.by_finding.resize(count);
  truth.told.assign(count, false);
  for (std::size_t row = 0; row < count; ++row) truth.by_finding[row].finding = FindingId(row);
  measure(drawn, truth);
  const double episode = truth.by_finding[knowledge_.finding("symptom_duration")->row()].number.bare.value_or(30);
  const auto told = [&] {
    std::vector<Statement> statements;
    for (std::size_t row = 0; row < count; ++row) {
      if (truth.told[row]) statements.push_back(truth.by_finding[row]);
    }
    return statements;
  };
  // What is worked out from others comes last, and is drawn only where those leave it open.
  for (const bool worked_out : {false, true}) {
    std::vector<Presence> follows(count, Presence::unknown);
    if (worked_out) {
      const std::vector<Statement> statements = told();
      const logic::Said said(knowledge_.language(), statements);
      logic::Evaluation evaluation(knowledge_.language(), said);
      for (std::size_t row = 0; row < count; ++row)
        follows[row] = evaluation.finding(static_cast<logic::Variable>(row));
    }
    for (std::size_t row = 0; row < count; ++row) {
      const logic::VariableInfo& info = knowledge_.language().variables[row];
      if (!patient_knows(row, knowledge_) || info.type != logic::Type::boolean) continue;
      if (info.defined.has_value() != worked_out) continue;
      Statement& said = truth.by_finding[row];
      said.present = follows[row] == Presence::present
                         ? Presence::present
                         : drawn
                               .answer(FindingId(row), *models_[static_cast<std::size_t>(setting)],
                                       alarming_[row] ? unexplained : 1)
                               .value_or(Presence::absent);
      // A number decides what is worked out from numbers alone.
      if (follows[row] == Presence::absent) said.present = Presence::absent;
      if (said.present == Presence::present && follows[row] == Presence::unknown) draw_details(said, episode);
      truth.told[row] = true;
    }
  }
  const auto put_absent = [&](FindingId id) {
    if (truth.told[id.row()]) {
      truth.by_finding[id.row()] = Statement{.finding = id, .present = Presence::absent};
    }
  };
  for (int round = 0; round < 4; ++round) {
    for (const Settled& settled : knowledge_.settled()) {
      if (truth.by_finding[settled.by_absence_of.row()].present != Presence::absent) continue;
      for (const FindingId id : settled.absent) put_absent(id);
    }
    const std::vector<Statement> statements = told();
    const logic::Said said(knowledge_.language(), statements);
    logic::Evaluation evaluation(knowledge_.language(), said);
    for (const NotAsked& one : knowledge_.not_asked()) {
      if (evaluation.truth(one.when) != Presence::present) continue;
      for (const FindingId id : one.findings) put_absent(id);
    }
    // Whoever denies what follows from the rest is made to say it.
    for (std::size_t row = 0; row < count; ++row) {
      const logic::VariableInfo& info = knowledge_.language().variables[row];
      Statement& one = truth.by_finding[row];
      if (!truth.told[row] || info.type != logic::Type::boolean || !info.defined) continue;
      if (evaluation.truth(*info.defined) == Presence::present) one.present = Presence::present;
    }
  }
  const auto fever = knowledge_.finding("fever");
  const auto temperature = knowledge_.finding("temperature_c");
  if (fever && temperature) {
    const bool hot = truth.by_finding[fever->row()].present == Presence::present;
    truth.by_finding[temperature->row()].number.bare = hot ? 38.4 : 36.8;
    truth.told[temperature->row()] = true;
  }
  truth.all.statements = told();
  return truth;
}

struct Verdict {
  Urgency level = Urgency::self_care;
  ConditionId leading;
};

class Bench {
 public:
  Bench(const Knowledge& knowledge, std::uint64_t seed)
      : knowledge_(knowledge), world_(knowledge, seed), noise_(seed + 1) {
    for (const Setting setting : settings) {
      rankers_.emplace_back(knowledge, setting);
      interviewers_.emplace_back(knowledge, setting);
    }
  }

  void run(std::size_t people, std::size_t first, bool alone);
  bool report(bool alone) const;

 private:
  struct Run {
    std::size_t people = 0, same_level = 0, lower = 0, same_leading = 0, complaints = 0, same_plan = 0;
    std::vector<double> questions, ticks, in_emergency, without_emergency, safety;
  };
  Verdict verdict(const Case& person) const;
  Answered answer(const Question& question, const Truth& truth, double not_sure, double wrong);
  enum class Way : std::uint8_t { truthful, noisy, without_stop };
  InterviewState interview(const Truth& truth, Run& run, Way way);
  void compare(const Case& person, const Verdict& full, Run& run) const;
  void ask_in_order(const Truth& truth, std::size_t budget, bool shuffled, const InterviewState& safety, Run& run,
                    const Verdict& full);
  void beside(const Truth& truth, const InterviewState& state, const Verdict& full, bool without_stop);
  void trace(std::size_t person, const Truth& truth, const Case& answered, const Verdict& full,
             const Verdict& here) const;
  void tell(const char* name, const Run& run) const;

  const Knowledge& knowledge_;
  World world_;
  Draws noise_;  // apart, so that the same people are drawn whatever is asked
  std::vector<Ranker> rankers_;
  std::vector<Interviewer> interviewers_;
  Run truthful_, noisy_, file_order_, random_order_, without_stop_;
  std::vector<double> milliseconds_, beyond_milliseconds_, boxes_without_emergency_;
  std::map<std::string, std::size_t> stops_, missed_by_;
  std::array<std::size_t, 4> levels_{};
};

bool tracing() { return std::getenv("LUMBAR_TRACE") != nullptr; }

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

Verdict Bench::verdict(const Case& person) const {
  const auto findings = gather_findings(person, knowledge_);
  if (!findings) {
    fmt::print(stderr, "{}\n", findings.error().text());
    std::exit(1);
  }
  // Hundreds of answers at once are more than can be reckoned exactly: there the doubt alone would raise everything.
  Differential differential = rankers_[static_cast<std::size_t>(person.setting)].rank(*findings);
  differential.error_bound = 0;
  const Triage triage =
      raise_for_likely_danger(assess_urgency(*findings, knowledge_), differential, *findings, knowledge_);
  Verdict made{triage.level, {}};
  if (differential.complaint && !differential.ranked.empty()) made.leading = differential.ranked.front().condition;
  return made;
}

Answered Bench::answer(const Question& question, const Truth& truth, double not_sure, double wrong) {
  Answered answered{question.id, question.detail, question.findings, {}};
  for (const FindingId finding : question.findings) {
    Statement said = truth.by_finding[finding.row()];
    if (!truth.told[finding.row()]) continue;
    if (question.detail == Detail::presence) {
      // Details are asked for by themselves.
      Statement plain;
      plain.finding = said.finding;
      plain.present = said.present;
      plain.number = said.number;
      plain.choice = said.choice;
      if (noise_.chance(not_sure)) {
        plain = Statement{.finding = finding, .saying = Saying::not_sure};
      } else if (said.present != Presence::unknown && noise_.chance(wrong)) {
        plain.present = said.present == Presence::present ? Presence::absent : Presence::present;
      }
      answered.statements.push_back(plain);
      continue;
    }
    Statement detail;
    detail.finding = finding;
    detail.present = Presence::present;
    if (question.detail == Detail::age) detail.age_days = said.age_days;
    if (question.detail == Detail::tempo) detail.tempo = said.tempo;
    if (question.detail == Detail::trend) detail.trend = said.trend;
    if (question.detail == Detail::side) detail.side = said.side;
    if (!noise_.chance(not_sure)) answered.statements.push_back(detail);
  }
  return answered;
}

InterviewState Bench::interview(const Truth& truth, Run& run, Way way) {
  const bool noisy = way == Way::noisy;
  const InterviewOptions options{.go_on = way == Way::without_stop};
  InterviewState state;
  state.given.setting = truth.all.setting;
  state.given.lenient = true;
  double beyond = 0, ticks = 0, safety = 0;
  const Interviewer& interviewer = interviewers_[static_cast<std::size_t>(truth.all.setting)];
  while (true) {
    const std::clock_t start = std::clock();  // processor time: others may share the machine
    const auto next = interviewer.next(state, options);
    const double took = 1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    if (!next) {
      fmt::print(stderr, "{}\n", next.error().text());
      std::exit(1);
    }
    const bool first = next->purpose == Purpose::start || next->purpose == Purpose::safety_net;
    if (way != Way::without_stop) {  // nobody is asked that long
      milliseconds_.push_back(took);
      if (!first) beyond_milliseconds_.push_back(took);
    }
    if (next->should_stop()) {
      if (way == Way::truthful) ++stops_[std::string(word_of(next->stop))];
      break;
    }
    const Question& question = next->questions.front();
    if (tracing() && !first)
      fmt::print(
          "  {:>6.2f} ms {:<28} {:<10} {} boxes, urgency {:.4f} mechanism {:.4f} condition {:.4f} raise {:.4f}\n", took,
          question.id, word_of(next->purpose), question.findings.size(), next->urgency_bits, next->mechanism_bits,
          next->condition_bits, next->chance_of_raise);
    (first ? safety : beyond) += 1;
    if (!first) ticks += static_cast<double>(question.findings.size());
    state.answers.push_back(answer(question, truth, noisy && !first ? 0.1 : 0, noisy && !first ? 0.05 : 0));
  }
  run.questions.push_back(beyond);
  run.ticks.push_back(ticks);
  run.safety.push_back(safety);
  return state;
}

void Bench::compare(const Case& person, const Verdict& full, Run& run) const {
  const Verdict here = verdict(person);
  ++run.people;
  run.same_level += here.level == full.level ? 1 : 0;
  run.lower += here.level < full.level ? 1 : 0;
  if (!full.leading.is_some() || full.level == Urgency::emergency_now) return;
  ++run.complaints;
  run.same_leading += here.leading == full.leading ? 1 : 0;
  run.same_plan += here.leading.is_some() && plan_key(here.leading, knowledge_) == plan_key(full.leading, knowledge_);
}

// The same screens and single questions, `budget` of them, whatever they tell.
void Bench::ask_in_order(const Truth& truth, std::size_t budget, bool shuffled, const InterviewState& safety, Run& run,
                         const Verdict& full) {
  std::vector<Question> pool;
  for (const Screen& screen : knowledge_.screens()) {
    if (screen.use == ScreenUse::topic) pool.push_back(*question_named(screen.name, knowledge_));
  }
  if (shuffled) noise_.shuffle(pool);
  InterviewState state = safety;
  for (std::size_t i = 0; i < std::min(budget, pool.size()); ++i) state.answers.push_back(answer(pool[i], truth, 0, 0));
  run.questions.push_back(static_cast<double>(std::min(budget, pool.size())));
  compare(case_of(state, knowledge_), full, run);
}

// Where the answers given and all answers differ, and by what. For whoever looks into it.
void Bench::trace(std::size_t person, const Truth& truth, const Case& answered, const Verdict& full,
                  const Verdict& here) const {
  const auto named = [&](ConditionId id) { return id.is_some() ? knowledge_[id].name : std::string("-"); };
  fmt::print("{} {} -> {}, {} -> {}\n", person, word_of(full.level), word_of(here.level), named(full.leading),
             named(here.leading));
  if (here.level == full.level) return;
  const auto all = consult_briefly(truth.all, knowledge_), told = consult_briefly(answered, knowledge_);
  const auto reasons = [&](const char* which, const Consultation& one, Urgency level) {
    for (const ConditionId danger : one.triage.likely_dangers)
      fmt::print("    {} LIKELY {} {:.4f} with all, {:.4f} here, of {}\n", which, knowledge_[danger].name,
                 all->differential.probability[danger.row()], told->differential.probability[danger.row()],
                 *knowledge_[danger].danger_probability);
    for (const RaisedRule& raised : one.triage.raised) {
      if (knowledge_[raised.rule].level != level) continue;
      fmt::print("    {} {}:", which, knowledge_[raised.rule].name);
      for (const FindingId finding : raised.because) fmt::print(" {}", knowledge_[finding].name);
      fmt::print("\n");
    }
  };
  reasons("FULL", *all, full.level);
  reasons("HERE", *told, here.level);
}

void Bench::run(std::size_t people, std::size_t first, bool alone) {
  for (std::size_t i = 0; i < first + people; ++i) {
    const Truth truth = world_.person(settings[i % settings.size()], backgrounds[(i / settings.size()) % 3]);
    if (i < first) continue;
    const Verdict full = verdict(truth.all);
    ++levels_[static_cast<std::size_t>(full.level)];
    if (tracing()) fmt::print("person {}\n", i);
    const InterviewState state = interview(truth, truthful_, Way::truthful);
    const Case answered = case_of(state, knowledge_);
    compare(answered, full, truthful_);
    const bool emergency = full.level == Urgency::emergency_now;
    (emergency ? truthful_.in_emergency : truthful_.without_emergency).push_back(truthful_.questions.back());
    if (!emergency) boxes_without_emergency_.push_back(truthful_.ticks.back());
    const Verdict here = verdict(answered);
    if (tracing()) trace(i, truth, answered, full, here);
    if (here.level != full.level) ++missed_by_[fmt::format("{} -> {}", word_of(full.level), word_of(here.level))];
    if (!alone) beside(truth, state, full, (i / settings.size()) % 5 == 0);
  }
}

void Bench::beside(const Truth& truth, const InterviewState& state, const Verdict& full, bool without_stop) {
  const bool emergency = full.level == Urgency::emergency_now;
  InterviewState safety = state;
  std::erase_if(safety.answers, [&](const Answered& one) {
    const auto* screen =
        std::find_if(knowledge_.screens().data(), knowledge_.screens().data() + knowledge_.screens().size(),
                     [&](const Screen& two) { return two.name == one.question; });
    const bool item = one.question.size() <= 3 && (one.question[0] == 'A' || one.question[0] == 'B');
    const bool topic =
        screen != knowledge_.screens().data() + knowledge_.screens().size() && screen->use == ScreenUse::topic;
    return topic || (!item && one.question.find('.') != std::string::npos);
  });
  const auto budget = static_cast<std::size_t>(truthful_.questions.back());
  ask_in_order(truth, budget, false, safety, file_order_, full);
  ask_in_order(truth, budget, true, safety, random_order_, full);
  compare(case_of(interview(truth, noisy_, Way::noisy), knowledge_), full, noisy_);
  (emergency ? noisy_.in_emergency : noisy_.without_emergency).push_back(noisy_.questions.back());
  if (!without_stop) return;
  compare(case_of(interview(truth, without_stop_, Way::without_stop), knowledge_), full, without_stop_);
  (emergency ? without_stop_.in_emergency : without_stop_.without_emergency).push_back(without_stop_.questions.back());
}

void Bench::tell(const char* name, const Run& run) const {
  const auto share = [](std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(whole);
  };
  fmt::print("{:<26} {:>6.0f} {:>6.0f} {:>7.0f} {:>6.0f} {:>10.2f} {:>8.2f} {:>9.1f} {:>9.1f}\n", name,
             percentile(run.without_emergency, 0.5), percentile(run.without_emergency, 0.9), percentile(run.ticks, 0.5),
             percentile(run.in_emergency, 0.5), share(run.same_level, run.people), share(run.lower, run.people),
             share(run.same_leading, run.complaints), share(run.same_plan, run.complaints));
}

bool Bench::report(bool alone) const {
  fmt::print("{:<26} {:>6} {:>6} {:>7} {:>6} {:>10} {:>8} {:>9} {:>9}\n", "questions beyond the safety", "median",
             "90th", "boxes", "emerg", "urgency =%", "lower %", "leading=%", "plan =%");
  tell("interview", truthful_);
  if (!alone) {
    tell("interview, unsure & wrong", noisy_);
    tell("as many in file order", file_order_);
    tell("as many in random order", random_order_);
    tell("without the stop (a fifth)", without_stop_);
  }
  fmt::print("\nsafety screen: median {:.0f} questions\n", percentile(truthful_.safety, 0.5));
  for (std::size_t level = 0; level < 4; ++level)
    fmt::print("{} {}  ", word_of(static_cast<Urgency>(level)), levels_[level]);
  fmt::print("\nstopped: ");
  for (const auto& [why, count] : stops_) fmt::print("{} {}  ", why, count);
  fmt::print("\nother urgency: ");
  for (const auto& [what, count] : missed_by_) fmt::print("{} {}  ", what, count);
  fmt::print("\nchoosing: median {:.2f} ms, 99th percentile {:.2f} ms, longest {:.2f} ms, of {}\n",
             percentile(milliseconds_, 0.5), percentile(milliseconds_, 0.99), percentile(milliseconds_, 1),
             milliseconds_.size());
  fmt::print("choosing beyond the safety screen: median {:.2f} ms, 99th percentile {:.2f} ms, of {}\n",
             percentile(beyond_milliseconds_, 0.5), percentile(beyond_milliseconds_, 0.99),
             beyond_milliseconds_.size());
  fmt::print("boxes beyond the safety screen, no emergency: median {:.0f}, 90th {:.0f}\n",
             percentile(boxes_without_emergency_, 0.5), percentile(boxes_without_emergency_, 0.9));
  // The targets first, then what has been reached and may not be lost. Few people tell less: one is a whole per cent.
  const auto share = [](std::size_t part, std::size_t whole) {
    return whole == 0 ? 1 : static_cast<double>(part) / static_cast<double>(whole);
  };
  struct Aim {
    const char* what;
    double is, target, floor;
    bool at_most;
  };
  const std::array aims = {
      Aim{"median questions, no emergency", percentile(truthful_.without_emergency, 0.5), 12, 16, true},
      Aim{"median questions, emergency", percentile(truthful_.in_emergency, 0.5), 3, 3, true},
      Aim{"urgency the same", share(truthful_.same_level, truthful_.people), 0.995, 0.95, false},
      Aim{"urgency lower than with all answers", share(truthful_.lower, truthful_.people), 0.005, 0.02, true},
      Aim{"leading condition the same", share(truthful_.same_leading, truthful_.complaints), 0.90, 0.70, false},
      Aim{"99th percentile of choosing, ms", percentile(milliseconds_, 0.99), 20, 40, true},
  };
  bool held = true;
  for (const Aim& aim : aims) {
    const auto meets = [&](double limit) { return aim.at_most ? aim.is <= limit : aim.is >= limit; };
    fmt::print("{:<36} {:>8.4g}  target {:>6}  {}\n", aim.what, aim.is, aim.target,
               meets(aim.target)  ? "met"
               : meets(aim.floor) ? "missed"
                                  : "FELL BELOW WHAT WAS REACHED");
    held = held && meets(aim.floor);
  }
  return held;
}

}  // namespace
}  // namespace lumbar

int main(int argc, char** argv) {
  const auto number = [&](int place, std::size_t otherwise) {
    return argc > place ? static_cast<std::size_t>(std::strtoul(argv[place], nullptr, 10)) : otherwise;
  };
  const bool alone = argc > 3 && std::string_view(argv[3]) == "alone";
  lumbar::Bench bench(lumbar::shipped_facts(), 20261121);
  bench.run(number(1, 10000), number(2, 0), alone);
  return bench.report(alone) ? 0 : 1;
}
