// SPDX-License-Identifier: Apache-2.0
// Programmes for simulated people: does everybody without a lock get one, how varied, how heavy, how long does it take?
//
//   lumbar_plan [PEOPLE] [--share N] [--ndjson FILE]
//
// Each person has a complaint of their own, drawn around one condition; probabilities take most of the time, so with
// --share N of them in a row have the same complaint, and other wishes, equipment, phase, diagnoses. FILE gets one
// person a line, for tools/check_programmes: it looks for what a contraindication or an open rule forbids with other
// code, from the raw rows of the facts. Exit 1 when something here is out of bounds.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <set>

#include "lumbar/clinic/consult/consult.h"
#include "lumbar/clinic/programme/programme.h"
#include "lumbar/doors/wire/json_out.h"
#include "lumbar/doors/wire/wire.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

struct SimulatedPerson {
  Case person;
  bool examined = true;  // a clinician answered what only an examination or a test can
  PhaseFacts phase;
  ProgrammeWishes wishes;
};

class People {
 public:
  explicit People(const Knowledge& facts) : facts_(facts), all_(facts.exercises()) {
    for (std::size_t row = 0; row < facts.findings().size(); ++row) {
      const Finding& finding = facts.findings()[row];
      const bool flag = facts.language().variables[row].type == logic::Type::boolean;
      if (flag && finding.asked_of != AskedOf::derived) flags_.emplace_back(row);
    }
    for (const Exercise& one : all_.list) {
      for (const Against& against : one.against) {
        if (against.finding.is_some() && !against.counted) matters_.insert(against.finding.row());
      }
    }
    for (const Adaptation& one : all_.adaptations) {
      for (const FindingId finding : one.findings) matters_.insert(finding.row());
    }
    for (const StatedDiagnosis& one : all_.diagnoses) matters_.insert(one.finding.row());
    for (const Rule& rule : facts.rules()) {
      if (rule.level >= Urgency::within_24h) alarm(rule.formula);
    }
    for (const char* name :
         {"low_back_pain", "low_back_weakness", "back_stiffness", "muscle_ache", "fatigue_with_activity",
          "improves_with_rest", "worse_with_flexion_sitting", "worse_with_extension", "sedentary_lifestyle",
          "prolonged_sitting", "heavy_manual_work", "obesity", "low_mood", "weekend_warrior", "trunk_weakness"})
      usual_.insert(facts.finding(name)->row());
    for (const Evidence& one : facts.evidence()) {
      if (!one.finding.is_some() || !one.condition.is_some() || !one.sensitivity.point) continue;
      double& share = shown_by_[one.condition.row()][one.finding.row()];
      share = std::max(share, *one.sensitivity.point);
    }
    // What people with sore backs have, and what changes an exercise: not what is treated in hospital.
    for (const char* name : {"nonspecific_low_back_pain",
                             "lumbar_strain",
                             "deconditioning",
                             "disc_herniation",
                             "lumbar_radiculopathy",
                             "central_stenosis",
                             "spondylolisthesis",
                             "facet_dysfunction",
                             "sacroiliac_dysfunction",
                             "osteoporosis",
                             "fibromyalgia",
                             "chronic_widespread_pain",
                             "chronic_fatigue_syndrome",
                             "hip_osteoarthritis",
                             "sarcopenia",
                             "axial_spondyloarthritis",
                             "degenerative_disc_disease",
                             "scoliosis_adult",
                             "pregnancy_related_lumbopelvic",
                             "peripheral_polyneuropathy",
                             "post_surgical_weakness",
                             "depression",
                             "nocturnal_leg_cramps",
                             "obesity"}) {
      if (const auto id = facts.condition(name)) themes_.push_back(*id);
    }
  }

  SimulatedPerson draw(std::uint64_t number) {
    random_.seed(number * 7919 + 20261121);
    SimulatedPerson made;
    made.person.lenient = true;  // a no that others contradict is a warning here
    theme_ = themes_[static_cast<std::size_t>(below(static_cast<int>(themes_.size())))];
    // One in three is at home: nobody examined them, nothing was tested.
    made.examined = !chance(1.0 / 3);
    made.person.setting = chance(0.5) ? Setting::home : Setting::primary_care;
    const bool woman = chance(0.5);
    const double age = chance(0.03) ? 10 + below(8) : 18 + below(72);
    for (const FindingId flag : flags_) {
      if (made.examined || facts_[flag].asked_of == AskedOf::patient) made.person.statements.push_back(statement(flag));
    }
    for (Statement& one : made.person.statements) {
      const std::string& name = facts_[one.finding].name;
      if (name.starts_with("pregnan") || name.starts_with("postpartum")) {
        if (!woman || age > 48) one.present = Presence::absent;
      }
      // Surgery and other histories sometimes say when.
      if (one.present == Presence::present && name == "previous_back_surgery" && chance(0.5))
        one.age_days = 10 + below(900);
    }
    add_number(made.person, "age_years", age);
    add_number(made.person, "temperature_c", 36.7);
    add_number(made.person, "functional_walking_distance", 3000);
    if (chance(0.85)) add_number(made.person, "pain_intensity", below(7));
    if (chance(0.8)) add_number(made.person, "symptom_duration", 2 + below(400));
    Statement sex;
    sex.finding = *facts_.finding("sex");
    const auto& choices = facts_.language().variables[sex.finding.row()].choices;
    const auto place = std::find(choices.begin(), choices.end(), woman ? "female" : "male");
    sex.choice.bare = static_cast<std::uint8_t>(place - choices.begin());
    made.person.statements.push_back(sex);
    std::sort(made.person.statements.begin(), made.person.statements.end(),
              [](const Statement& a, const Statement& b) { return a.finding < b.finding; });
    return made;
  }

  /// The same complaint in another person: other wishes, equipment, phase, diagnoses.
  void wish(SimulatedPerson& made) {
    made.phase = {};
    made.phase.seen_by_clinician = made.examined && chance(0.95);
    made.phase.gently = true;
    made.wishes = {};
    wish_again(made);
  }

 private:
  bool chance(double share) { return static_cast<double>(random_() % 10000) < share * 10000; }
  int below(int most) { return static_cast<int>(random_() % static_cast<unsigned>(most)); }

  Statement statement(FindingId flag) {
    Statement said;
    said.finding = flag;
    said.present = Presence::absent;
    if (usual_.contains(flag.row()) && chance(0.2)) said.present = Presence::present;
    // What a rule of 24 hours or sooner reads locks the programme: rare, so that most people have one to look at.
    const bool alarming = alarming_.contains(flag.row());
    const double share = alarming ? 0.001 : 0.06;
    const auto& shown = shown_by_[theme_.row()];
    if (const auto found = shown.find(flag.row()); found != shown.end())
      if (chance(alarming ? 0.002 : found->second)) said.present = Presence::present;
    if (matters_.contains(flag.row())) {
      if (chance(share)) said.present = Presence::present;
      if (chance(share)) said.present = Presence::unknown;
    }
    if (said.present == Presence::unknown) said.saying = Saying::unavailable;
    return said;
  }

  void add_number(Case& person, const char* name, double value) {
    Statement said;
    said.finding = *facts_.finding(name);
    said.number.bare = value;
    person.statements.push_back(said);
  }

  void wish_again(SimulatedPerson& made) {
    made.phase.completed = below(5);
    if (chance(0.1)) made.phase.days_missed = below(60);
    made.phase.surgeon_agrees = chance(0.3);
    if (chance(0.3)) made.phase.pain_at_rest = below(8);
    for (std::size_t i = 0; i < all_.goals.size(); ++i)
      if (chance(0.1)) made.wishes.goals.push_back(i);
    if (chance(0.5)) {
      made.wishes.items.emplace();
      // Most have what everybody has, and something more; one in five has this and that only.
      const bool usual = chance(0.8);
      const double more = std::array{0.1, 0.3, 0.7}[static_cast<std::size_t>(below(3))];
      for (std::size_t i = 0; i < all_.items.size(); ++i)
        if ((usual && all_.items[i].everyday) || chance(usual ? more : 0.4)) made.wishes.items->push_back(i);
    }
    for (std::size_t i = 0; i < all_.positions.size(); ++i)
      if (chance(0.05)) made.wishes.positions_not_tolerated.push_back(i);
    if (chance(0.3))
      made.wishes.bias = std::array{SpinalBias::flexion, SpinalBias::extension, SpinalBias::neutral}[below(3)];
    for (const char* group : {"extensors", "flexors", "side_bridge", "gluteus_maximus", "gluteus_medius"})
      if (chance(0.15)) made.wishes.limiting.emplace_back(group);
    for (const char* name :
         {"spondylolisthesis", "osteoporosis", "central_stenosis", "disc_herniation", "facet_dysfunction"})
      if (chance(0.04)) made.wishes.known.push_back(*facts_.condition(name));
  }

  void alarm(const logic::Formula& formula) {
    for (const logic::Variable one : logic::variables_of(formula)) {
      if (!alarming_.insert(one).second) continue;
      if (const auto& defined = facts_.language().variables[one].defined) alarm(*defined);
    }
  }

  const Knowledge& facts_;
  const Exercises& all_;
  std::vector<FindingId> flags_;
  std::set<std::size_t> matters_, usual_, alarming_;
  std::map<std::size_t, std::map<std::size_t, double>> shown_by_;  // condition, finding: how often
  std::vector<ConditionId> themes_;
  ConditionId theme_;
  std::mt19937_64 random_;
};

// What the checker needs: what is known of the person, what is likely, what was wished, and what came out. `whole`: the
// case as well; without it, that of the last person who had one.
std::string line_of(const SimulatedPerson& one, bool whole, const Consultation& consultation,
                    const Programme& programme, const Knowledge& facts) {
  json::Writer out(false);
  const Exercises& all = facts.exercises();
  out.begin_object().key("present").begin_list();
  const auto& presence = consultation.findings.presence;
  for (std::size_t row = 0; row < presence.size(); ++row)
    if (presence[row] == Presence::present) out.text(facts.findings()[row].name);
  out.end().key("unknown").begin_list();
  for (std::size_t row = 0; row < presence.size(); ++row)
    if (presence[row] == Presence::unknown) out.text(facts.findings()[row].name);
  out.end().key("numbers").begin_object();
  for (const Statement& said : one.person.statements)
    if (said.number.bare) out.key(facts[said.finding].name).number(*said.number.bare);
  out.end().key("ages").begin_object();
  for (const Statement& said : one.person.statements)
    if (said.age_days) out.key(facts[said.finding].name).number(*said.age_days);
  out.end().key("probability").begin_object();
  for (std::size_t row = 0; row < facts.conditions().size(); ++row)
    out.key(facts.conditions()[row].name).number(consultation.differential.probability[row]);
  out.end().key("leading");
  consultation.differential.complaint && !consultation.differential.ranked.empty()
      ? out.text(facts[consultation.differential.ranked.front().condition].name)
      : out.null();
  out.key("known").begin_list();
  for (const ConditionId known : one.wishes.known) out.text(facts[known].name);
  out.end().text_at("level", word_of(consultation.triage.level));
  out.key("seen").flag(one.phase.seen_by_clinician);
  if (whole) out.key("case").raw_value(write_case(one.person, facts, false));
  out.key("items").begin_list();
  for (std::size_t i = 0; i < all.items.size(); ++i) {
    const bool there = one.wishes.items
                           ? std::find(one.wishes.items->begin(), one.wishes.items->end(), i) != one.wishes.items->end()
                           : all.items[i].everyday;
    if (there) out.text(all.items[i].name);
  }
  out.end().key("not_in").begin_list();
  for (const std::size_t position : one.wishes.positions_not_tolerated) out.text(all.positions[position].name);
  out.end().key("held").whole(static_cast<int>(programme.held)).key("phase").whole(programme.phase);
  out.key("gentle").flag(programme.gentle()).key("left_to_examination").begin_list();
  for (const RuleId rule : programme.left_to_examination) out.text(facts[rule].name);
  out.end().key("fixed_increase").flag(programme.fixed_increase);
  out.key("session").begin_list();
  for (const Prescribed& chosen : programme.session) {
    const Exercise& exercise = all[chosen.exercise];
    out.begin_object().text_at("exercise", exercise.name).key("clarify").begin_list();
    for (const std::size_t place : chosen.clarify) out.text(exercise.against[place].text);
    out.end().key("met").begin_list();
    for (const std::size_t place : chosen.met) out.text(exercise.against[place].text);
    out.end().key("heavy").flag(chosen.heavy).key("days").whole(chosen.dose.days_per_week);
    out.key("harder").whole(static_cast<int>(chosen.harder.size())).end();
  }
  return out.end().end().take();
}

struct Counted {
  std::array<std::size_t, 5> held{};
  std::array<std::size_t, 5> phases{};
  std::map<std::size_t, std::size_t> sizes;
  std::map<std::string, std::size_t> exercises;
  std::map<std::string, std::size_t> leading;
  std::map<LeftOut, std::size_t> few_for;
  std::set<std::string> sessions;
  std::size_t gentle = 0, few = 0, one_group = 0, groups = 0, programmes = 0, heavy = 0;
  std::vector<std::string> faults;
  std::vector<double> milliseconds;
};

bool care_gives_exercise(const Plan& plan, const Knowledge& facts) {
  return std::any_of(plan.treatment.begin(), plan.treatment.end(),
                     [&](const PlannedTreatment& one) { return facts[one.treatment].type == "exercise"; });
}

void look_at(const SimulatedPerson& one, const Consultation& consultation, const Programme& programme,
             const Knowledge& facts, std::size_t number, Counted& counted) {
  const Exercises& all = facts.exercises();
  const auto fault = [&](const std::string& what) {
    counted.faults.push_back("person " + std::to_string(number) + ": " + what);
  };
  ++counted.held[static_cast<std::size_t>(programme.held)];
  if (programme.held != ProgrammeHeld::no) {
    if (!programme.session.empty()) fault("held, and has exercises");
    if (programme.held == ProgrammeHeld::clear_first && programme.clear_first.empty() && programme.left_out.empty())
      fault("held by nothing");
    const Plan plan = plan_care(consultation.triage, consultation.differential, consultation.findings, facts);
    if ((programme.held == ProgrammeHeld::urgent || programme.held == ProgrammeHeld::open) &&
        care_gives_exercise(plan, facts))
      fault("held, while the plan's own gate lets exercise pass");
    return;
  }
  ++counted.programmes;
  ++counted.phases[static_cast<std::size_t>(programme.phase)];
  ++counted.sizes[programme.session.size()];
  counted.gentle += programme.gentle() ? 1 : 0;
  if (!consultation.differential.ranked.empty())
    ++counted.leading[facts[consultation.differential.ranked.front().condition].name];
  if (programme.few)
    for (const NotChosen& no : programme.left_out) ++counted.few_for[no.reason];
  counted.few += programme.few ? 1 : 0;
  if (programme.session.empty() || programme.session.size() > 5) fault("0 or more than 5 exercises");
  if (consultation.triage.level >= Urgency::within_24h) fault("exercises beside an urgent answer");
  const ExercisePhase& phase = all.phases[static_cast<std::size_t>(programme.phase)];
  if (programme.minutes > phase.minutes_most + 0.01) fault(fmt::format("{:.0f} minutes", programme.minutes));
  std::string session;
  std::set<std::string> groups, names;
  for (const Prescribed& chosen : programme.session) {
    const Exercise& exercise = all[chosen.exercise];
    if (!names.insert(exercise.name).second) fault(exercise.name + " twice");
    ++counted.exercises[exercise.name];
    counted.heavy += chosen.heavy ? 1 : 0;
    session += exercise.name + " ";
    for (const TrainedMuscle& target : exercise.targets)
      if (target.primary) groups.insert(all.muscles[target.muscle].group);
    if (chosen.because.empty()) fault(exercise.name + " without a reason");
    if (chosen.days.size() != static_cast<std::size_t>(chosen.dose.days_per_week)) fault(exercise.name + ": days");
    const double heaviest = programme.phase <= 2 ? 3000 : facts.parameter("programme_heavy_newton");
    if (exercise.load_n && *exercise.load_n > heaviest && !(programme.phase >= 3 && chosen.heavy))
      fault(exercise.name + " loads the spine more than its phase allows");
  }
  counted.sessions.insert(session);
  counted.groups += groups.size();
  if (programme.phase > 0 && groups.size() < 2) ++counted.one_group;
  static_cast<void>(one);
}

int run(std::size_t people, std::size_t share, const std::string& file) {
  const Knowledge& facts = shipped_facts();
  People drawn(facts);
  std::ofstream lines;
  if (!file.empty()) lines.open(file, std::ios::binary);
  Counted counted;
  std::optional<Result<Consultation>> consultation;
  SimulatedPerson one;
  for (std::size_t number = 0; number < people; ++number) {
    if (number % share == 0) {
      one = drawn.draw(number);
      consultation = consult_briefly(one.person, facts);
    }
    drawn.wish(one);
    if (!*consultation) {
      counted.faults.push_back("person " + std::to_string(number) + ": " + consultation->error().text());
      continue;
    }
    const Consultation& current = **consultation;
    const std::clock_t start = std::clock();  // processor time: others may be at work here
    const Programme programme =
        plan_programme(current.triage, current.differential, current.findings, one.phase, one.wishes, facts);
    counted.milliseconds.push_back(1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    look_at(one, current, programme, facts, number, counted);
    if (lines.is_open()) lines << line_of(one, number % share == 0, current, programme, facts);
  }
  std::sort(counted.milliseconds.begin(), counted.milliseconds.end());
  const double p99 = counted.milliseconds[counted.milliseconds.size() * 99 / 100];
  fmt::print("{} people: {} programmes; held: {} urgent, {} open, {} under 18, {} to clear first\n", people,
             counted.programmes, counted.held[1], counted.held[2], counted.held[3], counted.held[4]);
  fmt::print("{} programmes are kept gentle: something is left to an examination\n", counted.gentle);
  fmt::print("{} conditions lead\n", counted.leading.size());
  fmt::print("phases 0-4: {} {} {} {} {}; exercises a session:", counted.phases[0], counted.phases[1],
             counted.phases[2], counted.phases[3], counted.phases[4]);
  for (const auto& [size, times] : counted.sizes) fmt::print(" {} ({})", size, times);
  const double each =
      static_cast<double>(counted.groups) / static_cast<double>(std::max<std::size_t>(1, counted.programmes));
  fmt::print("\n{} different sessions, {} of {} exercises used, {:.1f} muscle groups each; {} with fewer than three\n",
             counted.sessions.size(), counted.exercises.size(), facts.exercises().list.size(), each, counted.few);
  fmt::print("{} of all exercises given load the spine above {} N, each with its warning\n", counted.heavy,
             facts.parameter("programme_heavy_newton"));
  fmt::print("one programme: median {:.3f} ms, 99th percentile {:.3f} ms of processor time\n",
             counted.milliseconds[counted.milliseconds.size() / 2], p99);
  fmt::print("{} train one muscle group only\n", counted.one_group);
  if (counted.few > 0) {
    const auto because = [&](LeftOut reason) {
      return static_cast<double>(counted.few_for[reason]) / static_cast<double>(counted.few);
    };
    fmt::print(
        "of the exercises that those with fewer than three were not given, each: {:.1f} forbidden, {:.1f} by an "
        "adaptation, {:.1f} a weak leg, {:.1f} load, {:.1f} bias, {:.1f} position, {:.1f} equipment\n",
        because(LeftOut::forbidden), because(LeftOut::adaptation), because(LeftOut::weak_leg), because(LeftOut::load),
        because(LeftOut::bias), because(LeftOut::position), because(LeftOut::equipment));
  }
  if (counted.one_group * 50 > counted.programmes)
    counted.faults.emplace_back("more than 1 in 50 train one group only");
  if (counted.few * 20 > counted.programmes) counted.faults.emplace_back("more than 1 in 20 have fewer than three");
  if (people >= 1000 && counted.gentle == 0) counted.faults.emplace_back("nobody begins gently at home");
  if (people >= 1000 && counted.leading.size() < 15) counted.faults.emplace_back("fewer than 15 conditions lead");
  if (p99 > 5) counted.faults.emplace_back("the 99th percentile is above 5 ms");
  if (counted.programmes * 3 < people)
    counted.faults.emplace_back("fewer than a third have a programme: nothing is measured");
  if (counted.exercises.size() * 2 < facts.exercises().list.size())
    counted.faults.emplace_back("fewer than half of the exercises are ever used");
  for (std::size_t i = 0; i < std::min<std::size_t>(20, counted.faults.size()); ++i)
    fmt::print("FAULT {}\n", counted.faults[i]);
  fmt::print("{} faults\n", counted.faults.size());
  return counted.faults.empty() ? 0 : 1;
}

}  // namespace
}  // namespace lumbar

int main(int argc, char** argv) {
  std::size_t people = 10000, share = 1;
  std::string file;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--ndjson" && i + 1 < argc)
      file = argv[++i];
    else if (std::string_view(argv[i]) == "--share" && i + 1 < argc)
      share = static_cast<std::size_t>(std::strtoul(argv[++i], nullptr, 10));
    else
      people = static_cast<std::size_t>(std::strtoul(argv[i], nullptr, 10));
  }
  return lumbar::run(people == 0 ? 10000 : people, share == 0 ? 1 : share, file);
}
