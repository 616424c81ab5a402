// SPDX-License-Identifier: Apache-2.0
// From what was said to what is known, on the real facts: ways of not knowing, what follows, and contradictions.
#include "lumbar/clinic/findings/findings.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

const Knowledge& facts() { return shipped_facts(); }

FindingId id(std::string_view name) { return facts().finding(name).value(); }

/// A case put together by names.
struct Person {
  Case said;

  Statement& about(std::string_view name) {
    Statement statement;
    statement.finding = id(name);
    said.statements.push_back(statement);
    return said.statements.back();
  }
  Person& yes(std::string_view name) { return about(name).present = Presence::present, *this; }
  Person& no(std::string_view name) { return about(name).present = Presence::absent, *this; }
  Person& unavailable(std::string_view name) { return about(name).saying = Saying::unavailable, *this; }
  Person& not_sure(std::string_view name) { return about(name).saying = Saying::not_sure, *this; }
  Person& number(std::string_view name, double value) { return about(name).number.bare = value, *this; }
  Person& choice(std::string_view name, std::uint8_t place) { return about(name).choice.bare = place, *this; }
  Person& sides(std::string_view name, std::optional<double> left, std::optional<double> right) {
    Statement& statement = about(name);
    statement.number.left = left;
    statement.number.right = right;
    return *this;
  }
  Person& on(std::string_view name, Side side) {
    Statement& statement = about(name);
    statement.present = Presence::present;
    statement.side = side;
    return *this;
  }
  Person& going(std::string_view name, Trend trend) {
    Statement& statement = about(name);
    statement.present = Presence::present;
    statement.trend = trend;
    return *this;
  }

  Findings findings() const {
    auto made = gather_findings(said, facts());
    if (!made) ADD_FAILURE() << made.error().text();
    return *std::move(made);
  }
  std::string refusal() const {
    const auto made = gather_findings(said, facts());
    EXPECT_FALSE(made) << "was accepted";
    return made ? "" : made.error().text();
  }
  Findings lenient() const {
    Person other = *this;
    other.said.lenient = true;
    return other.findings();
  }
};

Presence of(const Findings& findings, std::string_view name) { return findings[id(name)]; }

constexpr Presence U = Presence::unknown, A = Presence::absent, P = Presence::present;

// --- Ways of not knowing ---

TEST(Findings, a_case_that_says_nothing_knows_nothing) {
  const Findings findings = Person().findings();
  for (std::size_t row = 0; row < facts().findings().size(); ++row) {
    // Counts and their like have no presence; whatever has one is unknown.
    EXPECT_EQ(findings[FindingId(row)], U) << facts().findings()[row].name;
  }
  EXPECT_FALSE(findings.any_symptom);
  EXPECT_FALSE(findings.age_years);
  EXPECT_FALSE(findings.sex);
}

TEST(Findings, unavailable_is_unknown_and_counted) {
  const Findings findings = Person().unavailable("fever").unavailable("saddle_anaesthesia").findings();
  EXPECT_EQ(of(findings, "fever"), U);
  EXPECT_EQ(findings.not_to_be_had, (std::vector<FindingId>{id("fever"), id("saddle_anaesthesia")}));
  EXPECT_TRUE(findings.statements.empty());
}

TEST(Findings, not_sure_counts_as_yes_for_bladder_bowel_saddle_and_walking) {
  for (const char* name : {"urinary_retention", "urinary_hesitancy_weak_stream", "overflow_dribbling",
                           "bowel_incontinence", "constipation_new", "saddle_anaesthesia", "genital_sensation_altered",
                           "unable_to_walk", "foot_drop", "leg_motor_weakness"}) {
    const Findings findings = Person().not_sure(name).findings();
    EXPECT_EQ(of(findings, name), P) << name;
    EXPECT_TRUE(findings.not_to_be_had.empty()) << name;
    EXPECT_TRUE(findings.any_symptom) << name;
  }
}

TEST(Findings, not_sure_counts_as_unavailable_everywhere_else) {
  for (const char* name : {"sexual_dysfunction", "bilateral_sciatica", "progressive_weakness", "chest_pain",
                           "breathing_weakness", "fever", "history_of_cancer", "low_back_pain"}) {
    const Findings findings = Person().not_sure(name).findings();
    EXPECT_EQ(of(findings, name), U) << name;
    EXPECT_EQ(findings.not_to_be_had, std::vector<FindingId>{id(name)}) << name;
  }
}

// --- What follows ---

TEST(Findings, age_bands) {
  struct Row {
    double age;
    Presence over_50, over_65, over_70, under_60;
  };
  const std::vector<Row> rows = {{49, A, A, A, P}, {50, P, A, A, P}, {60, P, A, A, A}, {65, P, A, A, A},
                                 {66, P, P, A, A}, {70, P, P, A, A}, {71, P, P, P, A}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.age);
    const Findings findings = Person().number("age_years", row.age).findings();
    EXPECT_EQ(findings.age_years, row.age);
    EXPECT_EQ(of(findings, "age_over_50"), row.over_50);
    EXPECT_EQ(of(findings, "age_over_65"), row.over_65);
    EXPECT_EQ(of(findings, "age_over_70"), row.over_70);
    EXPECT_EQ(of(findings, "age_under_60"), row.under_60);
  }
}

TEST(Findings, body_mass_index_from_height_and_weight) {
  const auto index_of = [](const Findings& findings) -> std::optional<double> {
    for (const Statement& one : findings.statements) {
      if (one.finding == id("body_mass_index")) return one.number.bare;
    }
    return std::nullopt;
  };
  const Findings findings = Person().number("height", 168).number("weight", 90).findings();
  ASSERT_TRUE(index_of(findings));
  EXPECT_NEAR(*index_of(findings), 31.888, 0.001);  // 90 / 1.68²
  EXPECT_EQ(of(findings, "obesity"), P);
  EXPECT_EQ(of(Person().number("height", 168).number("weight", 70).findings(), "obesity"), A);
  EXPECT_FALSE(index_of(Person().number("height", 168).findings())) << "half of it is nothing";
  EXPECT_EQ(of(Person().number("height", 168).findings(), "obesity"), U);
  EXPECT_FALSE(index_of(Person().number("height", 0).number("weight", 70).findings()));
  EXPECT_EQ(index_of(Person().number("height", 168).number("weight", 90).number("body_mass_index", 27).findings()), 27)
      << "what was measured stands";
}

TEST(Findings, a_grade_of_power_below_five_is_weakness) {
  const Findings weak = Person().sides("mrc_ankle_dorsiflexion", 3, 5).findings();
  EXPECT_EQ(of(weak, "ankle_dorsiflexion_weakness"), P);
  EXPECT_EQ(of(weak, "objective_weakness"), P);
  EXPECT_EQ(of(weak, "leg_weakness_true"), P);
  EXPECT_EQ(of(weak, "any_weakness"), P);
  EXPECT_EQ(of(Person().sides("mrc_ankle_dorsiflexion", 5, 5).findings(), "ankle_dorsiflexion_weakness"), A);
  EXPECT_EQ(of(Person().sides("mrc_ankle_dorsiflexion", 5, {}).findings(), "ankle_dorsiflexion_weakness"), U)
      << "a missing side is never normal";
  EXPECT_EQ(of(Person().sides("mrc_ankle_dorsiflexion", 5, 5).findings(), "objective_weakness"), U)
      << "one muscle is not the leg";
  EXPECT_EQ(of(Person().number("mrc_ankle_dorsiflexion", 4 + 1.0 / 3).findings(), "ankle_dorsiflexion_weakness"), P)
      << "4+ is not 5";
}

TEST(Findings, both_sides_make_it_bilateral) {
  EXPECT_EQ(of(Person().on("leg_motor_weakness", Side::both).findings(), "bilateral_leg_weakness"), P);
  EXPECT_EQ(of(Person().on("leg_motor_weakness", Side::left).findings(), "bilateral_leg_weakness"), A);
  EXPECT_EQ(of(Person().yes("leg_motor_weakness").findings(), "bilateral_leg_weakness"), U)
      << "no side is not one side";
  EXPECT_EQ(of(Person().on("radiating_leg_pain", Side::both).findings(), "bilateral_sciatica"), P);
  EXPECT_EQ(of(Person().on("leg_tingling", Side::both).findings(), "bilateral_leg_numbness"), P);
  EXPECT_EQ(of(Person().no("leg_motor_weakness").findings(), "bilateral_leg_weakness"), A);
}

TEST(Findings, a_thermometer_tells_a_fever) {
  EXPECT_EQ(of(Person().number("temperature_c", 38.0).findings(), "fever_any"), P);
  EXPECT_EQ(of(Person().number("temperature_c", 39.0).findings(), "high_fever_any"), P);
  EXPECT_EQ(of(Person().number("temperature_c", 37.9).findings(), "fever_any"), U)
      << "chills may still have been there";
  EXPECT_EQ(of(Person().number("temperature_c", 38.0).findings(), "high_fever_any"), U);
}

TEST(Findings, worsening_is_progressive) {
  EXPECT_EQ(of(Person().going("leg_motor_weakness", Trend::worsening).findings(), "progressive_weakness"), P);
  EXPECT_EQ(of(Person().going("leg_motor_weakness", Trend::stable).findings(), "progressive_weakness"), U);
  EXPECT_EQ(of(Person().yes("rapidly_progressive_weakness").findings(), "progressive_weakness"), P);
}

TEST(Findings, bands_of_duration_and_pain_and_laboratory_limits) {
  EXPECT_EQ(of(Person().number("symptom_duration", 28).findings(), "duration_over_4_weeks"), A);
  EXPECT_EQ(of(Person().number("symptom_duration", 29).findings(), "duration_over_4_weeks"), P);
  EXPECT_EQ(of(Person().number("symptom_duration", 85).findings(), "duration_over_12_weeks"), P);
  EXPECT_EQ(of(Person().number("pain_intensity", 7).findings(), "severe_pain"), P);
  EXPECT_EQ(of(Person().number("pain_intensity", 6).findings(), "severe_pain"), A);
  EXPECT_EQ(of(Person().number("crp_mg_l", 11).findings(), "crp_raised"), P);
  EXPECT_EQ(of(Person().number("calcium_mmol_l", 2.7).findings(), "calcium_raised"), P);
  EXPECT_EQ(of(Person().number("haemoglobin_g_dl", 12.5).choice("sex", 1).findings(), "anaemia"), P) << "for a man";
  EXPECT_EQ(of(Person().number("haemoglobin_g_dl", 12.5).choice("sex", 0).findings(), "anaemia"), A)
      << "not for a woman";
  EXPECT_EQ(of(Person().number("haemoglobin_g_dl", 12.5).findings(), "anaemia"), U);
}

TEST(Findings, groups_follow_from_their_parts) {
  EXPECT_EQ(of(Person().yes("urinary_urgency").findings(), "bladder_dysfunction_any"), P);
  EXPECT_EQ(of(Person().yes("urinary_urgency").findings(), "sphincter_disturbance"), P);
  EXPECT_EQ(of(Person().no("urinary_urgency").findings(), "bladder_dysfunction_any"), U);
  EXPECT_EQ(of(Person().yes("babinski_sign").findings(), "umn_signs"), P);
}

TEST(Findings, carries_over_who_where_and_when) {
  Person person = Person().choice("sex", 1);
  person.said.setting = Setting::emergency_department;
  person.said.informant = Informant::proxy;
  person.said.country = "GB";
  person.said.as_of = *Date::of(2026, 11, 21);
  const Findings findings = person.findings();
  EXPECT_EQ(findings.sex, Sex::male);
  EXPECT_EQ(findings.setting, Setting::emergency_department);
  EXPECT_EQ(findings.informant, Informant::proxy);
  EXPECT_EQ(findings.country, "GB");
  EXPECT_EQ(findings.as_of, person.said.as_of);
}

TEST(Findings, a_stated_symptom_is_one_that_is_present) {
  EXPECT_TRUE(Person().yes("low_back_pain").findings().any_symptom);
  EXPECT_FALSE(Person().no("low_back_pain").findings().any_symptom);
  EXPECT_FALSE(Person().yes("prevention_question").findings().any_symptom);
  EXPECT_FALSE(Person().number("age_years", 50).findings().any_symptom);
}

// --- Contradictions ---

struct Contradiction {
  const char* what;
  Person person;
  const char* stated;  // the flag
  const char* error;
};

std::vector<Contradiction> contradictions() {
  return {
      {"age denies a band", Person().number("age_years", 40).yes("age_over_50"), "age_over_50",
       "age_over_50 is stated present, but age_years says otherwise (age_years >= 50); correct one of them"},
      {"age makes a band", Person().number("age_years", 60).no("age_over_50"), "age_over_50",
       "age_over_50 is stated absent, but follows from age_years; correct one of them"},
      {"power denies weakness", Person().sides("mrc_ankle_dorsiflexion", 5, 5).yes("ankle_dorsiflexion_weakness"),
       "ankle_dorsiflexion_weakness",
       "ankle_dorsiflexion_weakness is stated present, but mrc_ankle_dorsiflexion says otherwise "
       "(mrc_ankle_dorsiflexion < 5); correct one of them"},
      {"power makes weakness", Person().sides("mrc_ankle_dorsiflexion", 5, 3).no("ankle_dorsiflexion_weakness"),
       "ankle_dorsiflexion_weakness",
       "ankle_dorsiflexion_weakness is stated absent, but follows from mrc_ankle_dorsiflexion; correct one of them"},
      {"both sides make bilateral", Person().on("leg_motor_weakness", Side::both).no("bilateral_leg_weakness"),
       "bilateral_leg_weakness",
       "bilateral_leg_weakness is stated absent, but follows from leg_motor_weakness; correct one of them"},
      {"worsening makes progressive", Person().going("leg_motor_weakness", Trend::worsening).no("progressive_weakness"),
       "progressive_weakness",
       "progressive_weakness is stated absent, but follows from leg_motor_weakness; correct one of them"},
      {"the episode denies a band", Person().number("symptom_duration", 10).yes("duration_over_12_weeks"),
       "duration_over_12_weeks",
       "duration_over_12_weeks is stated present, but symptom_duration says otherwise (symptom_duration > 84 d); "
       "correct one of them"},
      {"body mass makes obesity", Person().number("height", 168).number("weight", 100).no("obesity"), "obesity",
       "obesity is stated absent, but follows from body_mass_index; correct one of them"},
      {"a part makes its group", Person().yes("urinary_retention").no("bladder_dysfunction_any"),
       "bladder_dysfunction_any",
       "bladder_dysfunction_any is stated absent, but follows from urinary_retention; correct one of them"},
      {"the thermometer denies a fever", Person().number("temperature_c", 37).yes("fever"), "fever",
       "fever is stated present, but temperature_c says otherwise (temperature_c < 38); correct one of them"},
      {"full power lifts the foot", Person().sides("mrc_ankle_dorsiflexion", 5, 5).yes("foot_drop"), "foot_drop",
       "foot_drop is stated present, but mrc_ankle_dorsiflexion says otherwise (every(mrc_ankle_dorsiflexion) >= 5); "
       "correct one of them"},
      {"full power on the side that is said to drop",
       Person().sides("mrc_ankle_dorsiflexion", 5, 2).on("foot_drop", Side::left), "foot_drop",
       "foot_drop is stated present, but mrc_ankle_dorsiflexion says otherwise (every(mrc_ankle_dorsiflexion) >= 5); "
       "correct one of them"},
      {"both are said to drop, one has full power",
       Person().sides("mrc_ankle_dorsiflexion", 5, 2).on("foot_drop", Side::both), "foot_drop",
       "foot_drop is stated present, but mrc_ankle_dorsiflexion says otherwise (every(mrc_ankle_dorsiflexion) >= 5); "
       "correct one of them"},
      {"a foot that cannot be lifted drops", Person().sides("mrc_ankle_dorsiflexion", 5, 1).no("foot_drop"),
       "foot_drop",
       "foot_drop is stated absent, but mrc_ankle_dorsiflexion says otherwise (mrc_ankle_dorsiflexion < 3); correct "
       "one of them"},
      {"pain of three is pain", Person().number("pain_intensity", 3).yes("no_pain_at_all"), "no_pain_at_all",
       "no_pain_at_all is stated present, but pain_intensity says otherwise (pain_intensity > 0); correct one of them"},
      {"pain of eight is severe", Person().number("pain_intensity", 8).no("severe_pain"), "severe_pain",
       "severe_pain is stated absent, but follows from pain_intensity; correct one of them"},
  };
}

TEST(Findings, contradictions_are_refused_with_both_names) {
  for (const Contradiction& row : contradictions()) {
    SCOPED_TRACE(row.what);
    EXPECT_EQ(row.person.refusal(), row.error);
  }
  EXPECT_EQ(Person().number("temperature_c", 38.5).no("fever").refusal(),
            "fever is stated absent, but temperature_c says otherwise (temperature_c >= 38); correct one of them");
}

TEST(Findings, a_lenient_reading_warns_and_takes_the_worse) {
  for (const Contradiction& row : contradictions()) {
    SCOPED_TRACE(row.what);
    const Findings findings = row.person.lenient();
    EXPECT_EQ(findings.warnings, std::vector<std::string>{row.error});
    EXPECT_EQ(of(findings, row.stated), P);
  }
}

// Repaired: a thermometer of 39 °C and "no fever" leaves fever absent in a lenient reading, so that absent(fever)
// holds in the guards (no_cancer_fever_trauma) and may lower a level. "With person.lenient they are warnings and the
// worse reading holds."
TEST(Findings, a_lenient_reading_believes_the_thermometer) {
  const Findings findings = Person().number("temperature_c", 39).no("fever").lenient();
  EXPECT_EQ(findings.warnings.size(), 1U);
  EXPECT_EQ(of(findings, "fever"), P);
  EXPECT_NE(of(findings, "no_cancer_fever_trauma"), P);
  const Findings harmless =
      Person().number("temperature_c", 39).no("fever").no("history_of_cancer").no("rigors").no("trauma_any").lenient();
  EXPECT_NE(of(harmless, "no_cancer_fever_trauma"), P);
}

TEST(Findings, what_only_looks_like_a_contradiction_is_taken) {
  // Stated present stands beside a formula that is false, unless a number denies it.
  EXPECT_EQ(
      of(Person().on("radiating_leg_pain", Side::left).yes("bilateral_sciatica").findings(), "bilateral_sciatica"), P);
  EXPECT_EQ(of(Person().no("leg_motor_weakness").yes("bilateral_leg_weakness").findings(), "bilateral_leg_weakness"),
            P);
  // One normal leg denies nothing of the other.
  EXPECT_EQ(of(Person().sides("mrc_ankle_dorsiflexion", 5, {}).yes("ankle_dorsiflexion_weakness").findings(),
               "ankle_dorsiflexion_weakness"),
            P);
  EXPECT_EQ(of(Person().sides("mrc_ankle_dorsiflexion", 5, {}).yes("foot_drop").findings(), "foot_drop"), P);
  EXPECT_EQ(of(Person().sides("mrc_ankle_dorsiflexion", 5, 2).on("foot_drop", Side::right).findings(), "foot_drop"), P);
  EXPECT_EQ(of(Person().sides("mrc_ankle_dorsiflexion", 5, 2).yes("foot_drop").findings(), "foot_drop"), P);
  // Agreement is no contradiction.
  EXPECT_TRUE(Person().number("age_years", 60).yes("age_over_50").findings().warnings.empty());
  EXPECT_TRUE(Person().number("temperature_c", 38.5).yes("fever").findings().warnings.empty());
  // What was not to be had denies nothing.
  EXPECT_EQ(of(Person().unavailable("fever").number("temperature_c", 39).findings(), "fever_any"), P);
}

TEST(Findings, the_order_of_the_statements_does_not_matter) {
  Person person = Person()
                      .number("age_years", 60)
                      .on("leg_motor_weakness", Side::both)
                      .yes("low_back_pain")
                      .no("fever")
                      .number("height", 168)
                      .number("weight", 90);
  const Findings one = person.findings();
  std::reverse(person.said.statements.begin(), person.said.statements.end());
  const Findings other = person.findings();
  EXPECT_EQ(one.presence, other.presence);
  EXPECT_EQ(one.any_symptom, other.any_symptom);
}

}  // namespace
}  // namespace lumbar
