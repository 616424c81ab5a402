// SPDX-License-Identifier: Apache-2.0
// A handful of facts for tests and fuzz targets: each type of finding once or more, two rules, two conditions. Not
// medicine.
#pragma once
#include <array>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

inline constexpr std::string_view tiny_findings = R"toml(
[[source]]
id = "book"

[[parameter]]
id = "adult_age_years"
value = "18"
[[parameter]]
id = "appointment_days"
value = "14"
[[parameter]]
id = "policy"
value = "within_24h"
[[parameter]]
id = "facts_version"
value = "tiny 1"
[[parameter]]
id = "assumed_lr_cap"
value = "10"
[[parameter]]
id = "dependence_discount"
value = "0.5"
[[parameter]]
id = "plan_conditions"
value = "3"
[[parameter]]
id = "plan_examinations"
value = "6"
[[parameter]]
id = "plan_probability"
value = "0.1"
[[parameter]]
id = "pregnancy_age_limit"
value = "56"
[[parameter]]
id = "prior_clamp"
value = "0.5"
[[parameter]]
id = "self_care_review_days"
value = "28"
[[finding]]
id = "cannot_be_questioned"
label_clinical = "cannot_be_questioned"
label_patient = "cannot_be_questioned"
question_patient = "cannot_be_questioned?"
kind = "history"
value_type = "boolean"
asked_of = "patient"
[[finding]]
id = "prevention_question"
label_clinical = "prevention_question"
label_patient = "prevention_question"
question_patient = "prevention_question?"
kind = "history"
value_type = "boolean"
asked_of = "patient"

[[finding]]
id = "age_years"
label_clinical = "Age"
label_patient = "Age"
question_patient = "Age?"
kind = "history"
value_type = "quantity"
units = "years"
asked_of = "patient"
[[finding]]
id = "sex"
label_clinical = "Sex"
label_patient = "Sex"
question_patient = "Sex?"
kind = "history"
value_type = "choice"
choices = ["female", "male", "other"]
asked_of = "patient"
[[finding]]
id = "pregnant_now"
label_clinical = "Pregnant"
label_patient = "Pregnant"
question_patient = "Pregnant?"
kind = "history"
value_type = "boolean"
asked_of = "patient"
[[finding]]
id = "height"
label_clinical = "Height"
label_patient = "Height"
question_patient = "Height?"
kind = "history"
value_type = "quantity"
units = "cm"
asked_of = "patient"
[[finding]]
id = "weight"
label_clinical = "Weight"
label_patient = "Weight"
question_patient = "Weight?"
kind = "history"
value_type = "quantity"
units = "kg"
asked_of = "patient"
[[finding]]
id = "symptom_duration"
label_clinical = "Length of the episode"
label_patient = "How long"
question_patient = "How long?"
kind = "history"
value_type = "duration"
units = "weeks"
asked_of = "patient"
[[finding]]
id = "onset_speed"
label_clinical = "Speed of onset"
label_patient = "How fast"
question_patient = "How fast?"
kind = "history"
value_type = "choice"
choices = ["in seconds or minutes", "over hours", "over days", "over weeks", "over months or longer"]
asked_of = "patient"
[[finding]]
id = "fever"
label_clinical = "Fever"
label_patient = "Fever"
question_patient = "Fever?"
kind = "symptom"
value_type = "boolean"
asked_of = "patient"
[[finding]]
id = "high_fever"
label_clinical = "High fever"
label_patient = "High fever"
question_patient = "High fever?"
kind = "symptom"
value_type = "boolean"
asked_of = "derived"
[[finding]]
id = "temperature_c"
label_clinical = "Temperature"
label_patient = "Temperature"
question_patient = "Temperature?"
kind = "exam"
value_type = "quantity"
units = "Cel"
asked_of = "patient"
worse = "high"
[[finding]]
id = "foot_drop"
label_clinical = "Foot drop"
label_patient = "Foot drop"
question_patient = "Foot drop?"
kind = "symptom"
value_type = "boolean"
asked_of = "patient"
[[finding]]
id = "leg_numbness"
label_clinical = "Numb leg"
label_patient = "Numb leg"
question_patient = "Numb leg?"
kind = "symptom"
value_type = "boolean"
asked_of = "patient"
[[finding]]
id = "mrc_ankle_dorsiflexion"
label_clinical = "Ankle dorsiflexion"
label_patient = "Lifting the foot"
question_patient = "Can you lift the foot?"
kind = "exam"
value_type = "ordinal_0_5"
units = "MRC"
asked_of = "clinician"
worse = "low"
[[sided]]
findings = ["mrc_ankle_dorsiflexion", "reflex_achilles"]
sources = ["book"]
[[finding]]
id = "post_void_residual_ml"
label_clinical = "Residual urine"
label_patient = "Urine left"
question_patient = "Urine left?"
kind = "exam"
value_type = "quantity"
units = "mL"
asked_of = "clinician"
worse = "high"
[[finding]]
id = "crp_mg_l"
label_clinical = "CRP"
label_patient = "CRP"
question_patient = "CRP?"
kind = "lab"
value_type = "quantity"
units = "mg/L"
asked_of = "clinician"
worse = "high"
[[finding]]
id = "pain_intensity"
label_clinical = "Pain"
label_patient = "Pain"
question_patient = "Pain?"
kind = "symptom"
value_type = "quantity"
units = "0-10"
asked_of = "patient"
worse = "high"
[[finding]]
id = "bone_density_t_score"
label_clinical = "T score"
label_patient = "Bone density"
question_patient = "Bone density?"
kind = "imaging"
value_type = "quantity"
units = "SD"
asked_of = "clinician"
worse = "low"
[[finding]]
id = "cluster_count"
label_clinical = "Signs of the cluster"
label_patient = "Signs"
question_patient = "How many signs?"
kind = "exam"
value_type = "quantity"
units = "of 5"
asked_of = "clinician"
worse = "high"
[[finding]]
id = "reflex_achilles"
label_clinical = "Ankle reflex"
label_patient = "Ankle reflex"
question_patient = "Ankle reflex?"
kind = "exam"
value_type = "choice"
choices = ["0", "1+", "2+", "3+", "4+"]
asked_of = "clinician"
[[finding]]
id = "side_affected"
label_clinical = "Side"
label_patient = "Side"
question_patient = "Which side?"
kind = "symptom"
value_type = "side"
asked_of = "patient"

[[derived]]
finding = "high_fever"
formula = "temperature_c >= 39.0"
)toml";

inline constexpr std::string_view tiny_rules = R"toml(
[[rule]]
id = "R1"
label = "Fresh foot drop"
formula = "recent(foot_drop, 7 d) or mrc_ankle_dorsiflexion <= 3"
level = "emergency_now"
transport = "ambulance"
pathway = "motor"
why = "The nerve may be crushed."
guideline_level = "within_24h"
seed_floor = "emergency_now"
seeds = "S1"
sources = ["book"]
project_choice = false
[[rule]]
id = "R2"
label = "High fever"
formula = "high_fever or (fever and leg_numbness)"
level = "within_24h"
transport = "driven"
pathway = "infection"
why = "An infection can spread."
guideline_level = "within_24h"
seed_floor = "within_24h"
seeds = "S1"
sources = ["book"]
project_choice = true
[[rule]]
id = "R3"
label = "Long numbness"
formula = "leg_numbness and symptom_duration > 28 d"
level = "appointment"
appointment_days = 7
transport = "own_way"
why = "It should have gone by now."
sources = ["book"]
project_choice = false

[[item]]
group = "A"
order = 1
findings = ["foot_drop"]
question = "Can you lift your foot?"
known_when = ["foot_drop"]
not_sure_means = "yes"
[[item]]
group = "B"
order = 2
findings = ["fever"]
question = "Do you have a fever?"
known_when = ["fever"]
not_sure_means = "as unavailable"

[[stage]]
id = "late"
label = "late"
formula = "post_void_residual_ml >= 500"
level = "emergency_now"

[[denial]]
finding = "fever"
stated = "absent"
formula = "temperature_c >= 38.0"
)toml";

inline constexpr std::string_view tiny_care = R"toml(
[[condition]]
id = "strain"
label = "Strain"
category = "muscular"
mechanism = "muscular"
urgency_default = "self_care"
status = "assumed"
sources = ["book"]
role = "cause"
[[condition]]
id = "root"
label = "Pressed nerve root"
category = "neurological"
mechanism = "neurological"
urgency_default = "appointment"
status = "assumed"
sources = ["book"]
role = "cause"
[[threshold]]
condition = "root"
probability = 0.7
needs = "high_fever"
level = "within_24h"
basis = "made up"
sources = ["book"]
status = "assumed"
[[prior]]
condition = "strain"
setting = "any"
age_band = "any"
sex = "any"
probability = 0.5
preferred = true
status = "assumed"
sources = ["book"]
[[prior]]
condition = "root"
setting = "any"
age_band = "any"
sex = "any"
probability = 0.1
preferred = true
status = "assumed"
sources = ["book"]

[[test]]
id = "power"
label_patient = "A check of strength"
label_clinician = "Power by root"
purpose = "Shows which nerve."
status = "assumed"
sources = ["book"]
[[specialist]]
id = "gp"
label = "General practitioner"
status = "assumed"
sources = ["book"]
[[treatment]]
id = "walking"
label = "Walking"
indications = ["strain"]
contraindications_cautions = ["foot_drop"]
position_class = "recommended"
status = "assumed"
sources = ["book"]
[[care]]
condition = "strain"
label_patient = "A strained muscle"
explained = "A muscle was pulled."
first_line = ["Keep moving."]
tests = ["power"]
referral = ["gp"]
treatments = ["walking"]
home_care_ok = true
status = "assumed"
sources = ["book"]
[[care]]
condition = "root"
label_patient = "A pressed nerve"
explained = "A nerve is pressed."
first_line = ["See someone."]
status = "assumed"
sources = ["book"]
[[place]]
country = "GB"
emergency = "999"
sources = ["book"]
[[warning_sign]]
id = "worse"
text = "Your foot drops."
rules = ["R1"]
)toml";

/// The tiny facts, loaded once. When their text is no longer right, the complaint is thrown at the test that uses them.
inline const Knowledge& tiny_knowledge() {
  static const Knowledge knowledge = [] {
    constexpr std::array files = {FactFile{"findings.toml", tiny_findings}, FactFile{"rules.toml", tiny_rules},
                                  FactFile{"care.toml", tiny_care}};
    auto loaded = Knowledge::load(files);
    if (!loaded) throw std::invalid_argument(loaded.error().text());
    return std::move(*loaded);
  }();
  return knowledge;
}

}  // namespace lumbar
