// SPDX-License-Identifier: Apache-2.0
// Programmes for persons with the shipped facts: what holds them, which phase, what is chosen, what is left out.
#include "lumbar/clinic/programme/programme.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

// An adult whose safety net is answered, unless a test says otherwise: no formula decides here, the triage is handed
// in.
struct Made {
  Findings findings;
  Triage triage;
  Differential differential;
  PhaseFacts phase;
  ProgrammeWishes wishes;

  Made() {
    const Knowledge& facts = shipped_facts();
    findings.presence.assign(facts.findings().size(), Presence::absent);
    findings.age_years = 45;
    triage.level = Urgency::appointment;
    differential.complaint = true;
    differential.probability.assign(facts.conditions().size(), 0.0001);
    phase.pain_at_rest = 2;
    likely("nonspecific_low_back_pain", 0.6);
  }
  Made& likely(std::string_view condition, double probability) {
    const ConditionId id = *shipped_facts().condition(condition);
    differential.probability[id.row()] = probability;
    RankedCondition ranked;
    ranked.condition = id;
    ranked.probability = probability;
    if (differential.ranked.empty()) differential.ranked.push_back(ranked);
    return *this;
  }
  Made& set(std::string_view finding, Presence presence) {
    findings.presence[shipped_facts().finding(finding)->row()] = presence;
    return *this;
  }
  Made& number(std::string_view finding, double value) {
    Statement said;
    said.finding = *shipped_facts().finding(finding);
    said.number.bare = value;
    findings.statements.push_back(said);
    return *this;
  }
  Made& said(std::string_view finding) {
    Statement said;
    said.finding = *shipped_facts().finding(finding);
    said.present = Presence::present;
    findings.statements.push_back(said);
    return *this;
  }
  Programme plan() const { return plan_programme(triage, differential, findings, phase, wishes, shipped_facts()); }
};

const Exercises& all() { return shipped_facts().exercises(); }

std::vector<std::string> names_of(const Programme& programme) {
  std::vector<std::string> names;
  for (const Prescribed& one : programme.session) names.push_back(all()[one.exercise].name);
  return names;
}
bool has(const Programme& programme, std::string_view name) {
  const auto names = names_of(programme);
  return std::find(names.begin(), names.end(), name) != names.end();
}
const NotChosen* left_out(const Programme& programme, std::string_view name) {
  for (const NotChosen& one : programme.left_out)
    if (all()[one.exercise].name == name) return &one;
  return nullptr;
}
std::string against(const NotChosen& one) { return all()[one.exercise].against[*one.against].text; }

TEST(Programme, an_adult_with_mild_pain_begins_with_holds) {
  const Programme programme = Made().plan();
  EXPECT_EQ(programme.held, ProgrammeHeld::no);
  EXPECT_EQ(programme.phase, 1);
  EXPECT_GE(programme.session.size(), 3U);
  EXPECT_LE(programme.session.size(), 5U);
  EXPECT_FALSE(programme.stop_if.empty());
  for (const Prescribed& one : programme.session) {
    EXPECT_FALSE(one.because.empty()) << all()[one.exercise].name;
    EXPECT_EQ(one.days.size(), static_cast<std::size_t>(one.dose.days_per_week));
  }
}

TEST(Programme, is_locked_by_an_emergency_or_24_h_answer) {
  for (const Urgency level : {Urgency::within_24h, Urgency::emergency_now}) {
    Made made;
    made.triage.level = level;
    EXPECT_EQ(made.plan().held, ProgrammeHeld::urgent);
    EXPECT_TRUE(made.plan().session.empty());
  }
}

TEST(Programme, waits_while_such_a_rule_is_open_and_says_what_to_ask) {
  Made made;
  made.triage.provisional = true;
  made.triage.open.push_back({RuleId(0), {FindingId(3), FindingId(4)}, Urgency::within_24h});
  const Programme held = made.plan();
  EXPECT_EQ(held.held, ProgrammeHeld::open);
  EXPECT_EQ(held.ask, (std::vector<FindingId>{FindingId(3), FindingId(4)}));
  EXPECT_TRUE(held.session.empty());
  // What could only become an appointment holds nothing.
  made.triage.open.front().could_raise_to = Urgency::appointment;
  EXPECT_EQ(made.plan().held, ProgrammeHeld::no);
  // Who only asks how to prevent: not provisional, whatever is open.
  made.triage.open.front().could_raise_to = Urgency::emergency_now;
  made.triage.provisional = false;
  EXPECT_EQ(made.plan().held, ProgrammeHeld::no);
}

// Nobody measures calcium in every sore back: once a clinician has looked, what only tests could raise holds nothing.
// What the person was not asked holds all the same.
TEST(Programme, what_only_tests_could_raise_is_left_to_the_clinician_who_looked) {
  const FindingId calcium = *shipped_facts().finding("calcium_mmol_l");
  const FindingId numb = *shipped_facts().finding("saddle_anaesthesia");
  Made made;
  made.triage.provisional = true;
  made.triage.open = {{RuleId(0), {calcium}, Urgency::emergency_now}};
  made.triage.unanswered = {0};
  EXPECT_EQ(made.plan().held, ProgrammeHeld::open);
  made.phase.seen_by_clinician = true;
  EXPECT_EQ(made.plan().held, ProgrammeHeld::no);
  EXPECT_EQ(made.plan().left_to_clinician, std::vector<RuleId>{RuleId(0)});
  made.triage.open.push_back({RuleId(1), {calcium, numb}, Urgency::emergency_now});
  EXPECT_EQ(made.plan().held, ProgrammeHeld::open);
}

RuleId rule(std::string_view name) {
  const auto rules = shipped_facts().rules();
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule& one) { return one.name == name; });
  EXPECT_NE(found, rules.end()) << name;
  return RuleId(static_cast<std::size_t>(found - rules.begin()));
}
FindingId finding(std::string_view name) { return *shipped_facts().finding(name); }

// At home nobody measures calcium or listens to the belly: rules that only this could raise stay open for ever. Who
// answered every question of the safety net and has nothing of these rules may begin gently; it is said what is open.
TEST(Programme, begins_gently_while_only_an_examination_is_missing) {
  Made made;
  made.phase.gently = true;
  made.phase.completed = 3;
  made.triage.provisional = true;
  made.triage.open = {{rule("T106b"), {finding("calcium_mmol_l")}, Urgency::emergency_now},
                      {rule("T94"), {finding("pulsatile_abdominal_mass")}, Urgency::emergency_now}};
  made.said("low_back_pain");
  const Programme programme = made.plan();
  EXPECT_EQ(programme.held, ProgrammeHeld::no);
  EXPECT_TRUE(programme.gentle());
  EXPECT_EQ(programme.left_to_examination, (std::vector<RuleId>{rule("T106b"), rule("T94")}));
  EXPECT_EQ(programme.examine,
            (std::vector<FindingId>{finding("calcium_mmol_l"), finding("pulsatile_abdominal_mass")}));
  EXPECT_LE(programme.phase, 1);
  EXPECT_FALSE(programme.fixed_increase);
  EXPECT_GE(programme.session.size(), 3U);
  for (const Prescribed& one : programme.session) {
    EXPECT_TRUE(one.harder.empty()) << all()[one.exercise].name;
    EXPECT_TRUE(one.clarify.empty()) << all()[one.exercise].name;
    EXPECT_FALSE(one.heavy);
  }
  // Nothing of it is left once a clinician has looked.
  made.phase.seen_by_clinician = true;
  EXPECT_FALSE(made.plan().gentle());
  EXPECT_EQ(made.plan().phase, 4);
}

// One question that the person could answer, one item of the safety net unknown or asked in vain, anything that is
// there and belongs to the open rule, or an urgent answer: all of it waits.
TEST(Programme, nothing_gentle_while_a_question_or_a_sign_is_left) {
  Made made;
  made.phase.gently = true;
  made.triage.provisional = true;
  made.triage.open = {{rule("T106b"), {finding("calcium_mmol_l")}, Urgency::emergency_now}};
  ASSERT_TRUE(made.plan().gentle());
  Made unasked = made;
  unasked.phase.gently = false;
  EXPECT_EQ(unasked.plan().held, ProgrammeHeld::open) << "nobody asked to begin gently";
  Made asked = made;
  asked.triage.open.push_back(
      {rule("T22"), {finding("anal_tone_reduced"), finding("saddle_anaesthesia")}, Urgency::emergency_now});
  EXPECT_EQ(asked.plan().held, ProgrammeHeld::open);
  EXPECT_EQ(asked.plan().open_rules, (std::vector<RuleId>{rule("T22"), rule("T106b")}));
  EXPECT_TRUE(asked.plan().left_to_examination.empty());
  Made net = made;
  net.triage.unanswered = {3};
  EXPECT_EQ(net.plan().held, ProgrammeHeld::open);
  Made in_vain = made;
  in_vain.triage.tried_in_vain = {3};
  EXPECT_EQ(in_vain.plan().held, ProgrammeHeld::open);
  Made sign = made;
  sign.triage.open = {{rule("T93"), {finding("hypotension")}, Urgency::emergency_now}};
  EXPECT_TRUE(sign.plan().gentle());
  sign.said("fever");
  EXPECT_EQ(sign.plan().held, ProgrammeHeld::open);
  Made urgent = made;
  urgent.triage.level = Urgency::within_24h;
  EXPECT_EQ(urgent.plan().held, ProgrammeHeld::urgent);
  Made nothing_to_ask = made;
  nothing_to_ask.triage.open.front().ask.clear();
  EXPECT_EQ(nothing_to_ask.plan().held, ProgrammeHeld::open);
}

// A class of 45 minutes took the whole session, and 75 of 86 people with fewer than three exercises had one.
TEST(Programme, a_class_has_days_of_its_own) {
  Made made;
  made.phase.completed = 4;
  for (std::size_t i = 0; i < all().goals.size(); ++i)
    if (all().goals[i].name == "light_work") made.wishes.goals = {i};
  const Programme programme = made.plan();
  ASSERT_TRUE(has(programme, "work_simulation"));
  EXPECT_GE(programme.session.size(), 3U);
  EXPECT_LE(programme.minutes, all().phases[4].minutes_most);
}

TEST(Programme, a_short_session_holds_three_with_fewer_sets) {
  Made made;
  made.phase.pain_at_rest = 7;
  const Programme programme = made.plan();
  EXPECT_EQ(programme.phase, 0);
  EXPECT_GE(programme.session.size(), 3U);
  EXPECT_LE(programme.minutes, all().phases[0].minutes_most);
}

TEST(Programme, refuses_children) {
  Made made;
  made.findings.age_years = 17;
  EXPECT_EQ(made.plan().held, ProgrammeHeld::child);
  made.findings.age_years = 18;
  EXPECT_EQ(made.plan().held, ProgrammeHeld::no);
}

TEST(Programme, phase_follows_pain_and_what_was_completed) {
  struct Row {
    std::optional<double> pain;
    int completed, missed, phase;
  };
  const std::vector<Row> rows = {{6, 0, 0, 0}, {5, 0, 0, 1}, {2, 1, 0, 2},  {2, 2, 0, 3},
                                 {4, 2, 0, 2}, {2, 4, 0, 4}, {2, 2, 30, 2}, {std::nullopt, 2, 0, 0}};
  for (const Row& row : rows) {
    Made made;
    // Nothing is known of pain: neither a number nor a no.
    for (const char* name : {"low_back_pain", "pain_any", "rest_pain", "no_pain_at_all"})
      made.set(name, Presence::unknown);
    made.phase = {.pain_at_rest = row.pain, .completed = row.completed, .days_missed = row.missed};
    const Programme programme = made.plan();
    EXPECT_EQ(programme.phase, row.phase) << row.completed << " " << row.missed;
    EXPECT_EQ(programme.pain_unknown, !row.pain);
    EXPECT_FALSE(programme.session.empty());
  }
}

TEST(Programme, the_pain_of_today_stands_in_for_pain_at_rest) {
  Made made;
  made.phase.pain_at_rest = std::nullopt;
  made.set("low_back_pain", Presence::present).set("pain_any", Presence::present).set("rest_pain", Presence::unknown);
  EXPECT_EQ(made.plan().phase, 0);
  EXPECT_EQ(Made(made).number("pain_intensity", 4).plan().phase, 1);
  EXPECT_EQ(Made(made).number("pain_intensity", 7).plan().phase, 0);
  EXPECT_EQ(Made(made).set("rest_pain", Presence::absent).plan().phase, 1);
}

TEST(Programme, thin_bones_rule_out_rounding_and_bring_extensors_and_chair_rises) {
  Made made;
  made.set("osteoporosis_history", Presence::present);
  made.phase.completed = 1;
  const Programme programme = made.plan();
  EXPECT_EQ(programme.bias, SpinalBias::extension);
  const NotChosen* curl = left_out(programme, "curl_up_mcgill");
  ASSERT_NE(curl, nullptr);
  EXPECT_EQ(curl->reason, LeftOut::forbidden);
  EXPECT_EQ(against(*curl), "osteoporosis(avoid_trunk_flexion_under_load)");
  EXPECT_TRUE(has(programme, "sit_to_stand") || has(programme, "hip_hinge_dowel") ||
              has(programme, "balance_training"));
}

TEST(Programme, a_narrow_canal_bends_forwards_and_never_arches) {
  const Programme programme = Made().likely("central_stenosis", 0.5).plan();
  EXPECT_EQ(programme.bias, SpinalBias::flexion);
  EXPECT_TRUE(has(programme, "single_knee_to_chest"));
  EXPECT_EQ(left_out(programme, "prone_press_up")->reason, LeftOut::forbidden);
}

TEST(Programme, thin_bones_and_a_narrow_canal_meet_in_the_middle) {
  const Programme programme =
      Made().likely("central_stenosis", 0.5).set("osteoporosis_history", Presence::present).plan();
  EXPECT_TRUE(programme.bias_conflict);
  EXPECT_EQ(programme.bias, SpinalBias::neutral);
  EXPECT_EQ(left_out(programme, "single_knee_to_chest")->reason, LeftOut::forbidden);
}

TEST(Programme, a_direction_that_eases_is_used_only_when_somebody_found_it) {
  Made made;
  made.likely("disc_herniation", 0.6).number("symptom_duration", 100);
  EXPECT_EQ(left_out(made.plan(), "prone_press_up")->reason, LeftOut::not_for_them);
  made.wishes.bias = SpinalBias::extension;
  const Programme programme = made.plan();
  EXPECT_EQ(left_out(programme, "prone_press_up"), nullptr);
}

// A fresh disc: what forbids it while it is acute is decided by how long the complaint has lasted; not known is fresh.
TEST(Programme, what_only_narrows_and_is_not_known_forbids) {
  Made made;
  made.likely("disc_herniation", 0.6);
  made.phase.completed = 2;
  made.phase.surgeon_agrees = true;
  const Programme unknown = made.plan();
  ASSERT_NE(left_out(unknown, "single_leg_rdl"), nullptr);
  EXPECT_EQ(against(*left_out(unknown, "single_leg_rdl")), "disc_herniation(acute)");
  EXPECT_EQ(left_out(Made(made).number("symptom_duration", 20).plan(), "single_leg_rdl")->reason, LeftOut::forbidden);
  EXPECT_EQ(left_out(Made(made).number("symptom_duration", 90).plan(), "single_leg_rdl"), nullptr);
}

TEST(Programme, an_unknown_contraindication_is_shown_to_be_clarified_as_the_gate_has_it) {
  Made made;
  made.set("shoulder_pain_acute", Presence::unknown);
  made.wishes.limiting = {"side_bridge"};
  const Programme programme = made.plan();
  bool shown = false;
  for (const Prescribed& one : programme.session) {
    for (const std::size_t place : one.clarify)
      shown |= all()[one.exercise].against[place].text == "shoulder_pain_acute";
  }
  EXPECT_TRUE(shown);
  EXPECT_EQ(programme.clarify, std::vector<FindingId>{*shipped_facts().finding("shoulder_pain_acute")});
  made.set("shoulder_pain_acute", Presence::present);
  for (const std::string& name : names_of(made.plan())) EXPECT_FALSE(name.starts_with("side_bridge")) << name;
}

TEST(Programme, pregnancy_keeps_off_back_and_belly) {
  Made made;
  made.set("pregnant_now", Presence::present).set("pregnancy_or_postpartum", Presence::present);
  const logic::Variable variable = static_cast<logic::Variable>(shipped_facts().finding("pregnant_now")->row());
  Statement said;
  said.finding = FindingId(variable);
  said.present = Presence::present;
  made.findings.statements.push_back(said);
  for (int completed = 0; completed <= 4; ++completed) {
    made.phase.completed = completed;
    const Programme programme = made.plan();
    EXPECT_GE(programme.session.size(), 3U);
    EXPECT_LE(programme.phase, 2);
    for (const Prescribed& one : programme.session) {
      const auto& positions = all()[one.exercise].positions;
      const bool only_lying = std::all_of(positions.begin(), positions.end(), [](std::size_t position) {
        return all().positions[position].name == "supine" || all().positions[position].name == "prone";
      });
      EXPECT_FALSE(only_lying && all()[one.exercise].name != "glute_set_isometric" &&
                   all()[one.exercise].name != "tra_drawing_in" &&
                   all()[one.exercise].name != "diaphragmatic_breathing")
          << all()[one.exercise].name;
    }
  }
}

TEST(Programme, worse_after_effort_gets_half_and_no_increase_by_plan) {
  Made made;
  made.phase.completed = 3;
  made.set("post_exertional_malaise", Presence::present);
  const Programme programme = made.plan();
  EXPECT_EQ(programme.phase, 1);
  EXPECT_TRUE(programme.phase_limited);
  EXPECT_FALSE(programme.fixed_increase);
  for (const Prescribed& one : programme.session) {
    if (one.dose.duration_s == 0) {
      EXPECT_LE(one.dose.sets, 1);
    }
  }
}

TEST(Programme, after_an_operation_load_waits_for_the_surgeon) {
  Made made;
  made.phase.completed = 2;
  made.set("previous_back_surgery", Presence::present);
  EXPECT_EQ(made.plan().phase, 2);
  made.phase.surgeon_agrees = true;
  EXPECT_EQ(made.plan().phase, 3);
}

TEST(Programme, a_weak_leg_is_not_trained_before_somebody_looked) {
  Made made;
  made.set("foot_drop", Presence::present);
  const Programme programme = made.plan();
  EXPECT_FALSE(programme.session.empty());
  for (const Prescribed& one : programme.session) {
    for (const TrainedMuscle& target : all()[one.exercise].targets)
      EXPECT_FALSE(target.primary && all().muscles[target.muscle].limb) << all()[one.exercise].name;
  }
}

TEST(Programme, balance_with_something_to_hold_on_to) {
  Made made;
  made.findings.age_years = 78;
  made.phase.completed = 1;
  made.set("balance_impaired", Presence::present);
  EXPECT_EQ(left_out(made.plan(), "sit_to_stand")->reason, LeftOut::forbidden);
  made.wishes.items.emplace();
  for (std::size_t i = 0; i < all().items.size(); ++i) {
    if (all().items[i].everyday || all().items[i].name == "rail") made.wishes.items->push_back(i);
  }
  const Programme programme = made.plan();
  ASSERT_TRUE(has(programme, "sit_to_stand"));
  for (const Prescribed& one : programme.session) {
    if (all()[one.exercise].name == "sit_to_stand") {
      EXPECT_EQ(one.met.size(), 1U);
    }
  }
}

TEST(Programme, equipment_positions_and_limits_are_kept) {
  Made made;
  made.wishes.items.emplace();
  for (std::size_t i = 0; i < all().positions.size(); ++i) {
    if (all().positions[i].name == "prone" || all().positions[i].name == "all_fours")
      made.wishes.positions_not_tolerated.push_back(i);
  }
  for (int completed = 0; completed <= 4; ++completed) {
    made.phase.completed = completed;
    const Programme programme = made.plan();
    EXPECT_FALSE(programme.session.empty()) << completed;
    for (const Prescribed& one : programme.session) {
      EXPECT_TRUE(all()[one.exercise].equipment.empty()) << all()[one.exercise].name;
      EXPECT_NE(all()[one.exercise].name, "bird_dog");
    }
  }
}

TEST(Programme, what_limits_and_what_is_wanted_comes_in) {
  Made made;
  made.phase.completed = 1;
  made.wishes.limiting = {"side_bridge"};
  EXPECT_TRUE(has(made.plan(), "side_bridge_full") || has(made.plan(), "side_bridge_knees"));
  made.wishes.limiting.clear();
  for (std::size_t i = 0; i < all().goals.size(); ++i) {
    if (all().goals[i].name == "stand_up") made.wishes.goals = {i};
  }
  EXPECT_TRUE(has(made.plan(), "sit_to_stand"));
}

TEST(Programme, what_may_forbid_everything_is_cleared_first) {
  Made made;
  made.likely("spinal_metastasis", 0.3).likely("cauda_equina_syndrome", 0.3);
  const Programme programme = made.plan();
  EXPECT_EQ(programme.held, ProgrammeHeld::clear_first);
  ASSERT_FALSE(programme.clear_first.empty());
  EXPECT_TRUE(programme.session.empty());
}

TEST(Programme, twelve_weeks_hold_every_day_and_the_looks_back) {
  const Programme programme = Made().plan();
  const auto calendar = calendar_of(programme, 5, shipped_facts());
  std::size_t sessions = 0;
  std::vector<int> weeks;
  for (const CalendarEntry& entry : calendar) {
    if (entry.review) {
      weeks.push_back(all().reviews[*entry.review].week);
    } else {
      EXPECT_EQ(entry.weeks, 12);
      for (const std::size_t place : entry.exercises) {
        const auto& days = programme.session[place].days;
        EXPECT_NE(std::find(days.begin(), days.end(), (5 + entry.first_day) % 7), days.end());
        ++sessions;
      }
    }
  }
  std::size_t wanted = 0;
  for (const Prescribed& one : programme.session) wanted += one.days.size();
  EXPECT_EQ(sessions, wanted);
  EXPECT_EQ(weeks, (std::vector<int>{2, 4, 6, 9, 12}));
}

}  // namespace
}  // namespace lumbar
