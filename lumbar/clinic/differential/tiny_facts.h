// SPDX-License-Identifier: Apache-2.0
// A small medicine for the tests of this room: each way in which a row of evidence or a prior can speak, once or more.
// The figures are made up so that every rule of the construction decides something. Not medicine.
#pragma once
#include <array>
#include <stdexcept>
#include <string>
#include <utility>

#include "lumbar/knowledge/knowledge.h"

namespace lumbar::tiny {

struct FindingRow {
  const char *name, *kind, *type, *asked_of, *parent, *more;
};

// Two dependence groups, one inside the other (nerve_signs > leg_weakness), and a third whose parent is asked itself.
inline constexpr std::array findings = {
    FindingRow{"age_years", "history", "quantity", "patient", "", ""},
    FindingRow{"sex", "history", "choice", "patient", "", "choices = ['female', 'male', 'other']"},
    FindingRow{"symptom_duration", "history", "duration", "patient", "", ""},
    FindingRow{"cannot_be_questioned", "history", "boolean", "patient", "", ""},
    FindingRow{"prevention_question", "history", "boolean", "patient", "", ""},
    FindingRow{"ache", "symptom", "boolean", "patient", "", ""},
    FindingRow{"sphincter_signs", "symptom", "boolean", "patient", "", ""},
    FindingRow{"retention", "symptom", "boolean", "patient", "sphincter_signs", ""},
    FindingRow{"leaking", "symptom", "boolean", "patient", "sphincter_signs", ""},
    FindingRow{"saddle_numb", "symptom", "boolean", "patient", "sphincter_signs", ""},
    FindingRow{"nerve_signs", "exam", "boolean", "clinician", "", ""},
    FindingRow{"numb_leg", "symptom", "boolean", "patient", "nerve_signs", ""},
    FindingRow{"ankle_reflex", "exam", "choice", "clinician", "nerve_signs",
               "choices = ['normal', 'reduced', 'not done']"},
    FindingRow{"leg_weakness", "symptom", "boolean", "patient", "nerve_signs", ""},
    FindingRow{"foot_drop", "symptom", "boolean", "patient", "leg_weakness", ""},
    FindingRow{"knee_gives_way", "symptom", "boolean", "patient", "leg_weakness", ""},
    FindingRow{"cancer_before", "risk", "boolean", "patient", "", ""},
    FindingRow{"weight_loss", "history", "boolean", "patient", "", ""},
    FindingRow{"temperature", "exam", "quantity", "patient", "", ""},
    FindingRow{"fever", "symptom", "boolean", "patient", "", ""},         // asked, or by the thermometer
    FindingRow{"crp", "lab", "quantity", "clinician", "", ""},            // a quantity …
    FindingRow{"raised_crp", "lab", "boolean", "derived", "", ""},        // … that sets a finding
    FindingRow{"any_red_flag", "history", "boolean", "derived", "", ""},  // sums up others
    FindingRow{"pain_at_night", "symptom", "boolean", "patient", "", ""},
    FindingRow{"pain_score", "symptom", "quantity", "patient", "", ""},  // a number above 0 is a complaint too
    FindingRow{"rare_sign", "exam", "boolean", "clinician", "", ""},
};

inline constexpr std::array<std::pair<const char*, const char*>, 3> derived = {{
    {"fever", "temperature >= 38"},
    {"raised_crp", "crp >= 10"},
    {"any_red_flag", "cancer_before or weight_loss or fever"},
}};

struct ConditionRow {
  const char *name, *category, *mechanism, *urgency, *role;
};
inline constexpr std::array conditions = {
    ConditionRow{"strain", "muscular", "muscular", "self_care", "cause"},
    ConditionRow{"deconditioning", "muscular", "muscular", "appointment", "cause"},
    ConditionRow{"pressed_root", "nerve", "neurological", "within_24h", "cause"},
    ConditionRow{"cauda_equina", "nerve", "neurological", "emergency_now", "cause"},
    ConditionRow{"myopathy", "nerve", "mixed", "appointment", "cause"},
    ConditionRow{"infection", "serious", "non_spinal", "emergency_now", "cause"},
    ConditionRow{"tumour", "serious", "non_spinal", "within_24h", "cause"},
    ConditionRow{"fracture", "bone", "muscular", "within_24h", "cause"},
    ConditionRow{"stone", "organ", "non_spinal", "appointment", "cause"},
    ConditionRow{"thin_bones", "bone", "muscular", "appointment", "background"},
    ConditionRow{"low_mood", "muscular", "muscular", "appointment", "background"},
    ConditionRow{"never_counted", "organ", "non_spinal", "emergency_now", "cause"},  // has no prior
};

struct PriorRow {
  const char *condition, *setting, *ages, *sex, *figures;
};
inline constexpr std::array priors = {
    PriorRow{"strain", "primary_care", "any", "any", "probability = 0.45"},
    PriorRow{"deconditioning", "primary_care", "any", "any", "probability = 0.3"},
    PriorRow{"deconditioning", "primary_care", "any", "female", "probability = 0.36"},
    PriorRow{"deconditioning", "primary_care", "0-29", "any", "probability = 0.1"},
    PriorRow{"deconditioning", "primary_care", "60_and_over", "female", "probability = 0.4"},
    PriorRow{"pressed_root", "primary_care", "any", "any", "probability = 0.08"},
    PriorRow{"pressed_root", "secondary_care", "any", "any", "probability = 0.62"},  // above prior_clamp
    PriorRow{"cauda_equina", "primary_care", "any", "any", "probability = 0.0004"},
    PriorRow{"cauda_equina", "emergency_department", "any", "any", "lo = 0.001, hi = 0.019"},  // a range alone
    PriorRow{"myopathy", "any", "any", "any", "probability = 0.01"},                           // any setting
    PriorRow{"infection", "primary_care", "any", "any", "probability = 0.001"},
    PriorRow{"tumour", "primary_care", "any", "any", "probability = 0.004"},
    PriorRow{"tumour", "primary_care", "over_60", "any", "probability = 0.012"},
    PriorRow{"tumour", "emergency_department", "any", "any", "lo = 0, hi = 0.021"},  // a range from nought
    PriorRow{"fracture", "primary_care", "any", "any", "probability = 0.03"},
    PriorRow{"fracture", "primary_care", "60_and_over", "female", "probability = 0.09"},
    PriorRow{"fracture", "emergency_department", "60_and_over", "any", "probability = 0.15"},
    PriorRow{"stone", "primary_care", "any", "male", "probability = 0.02"},  // nobody else has one
    PriorRow{"thin_bones", "primary_care", "any", "any", "probability = 0.05"},
    PriorRow{"thin_bones", "primary_care", "60_and_over", "female", "probability = 0.3"},
    PriorRow{"low_mood", "primary_care", "any", "any", "probability = 0.1"},
};

struct MultiplierRow {
  const char *category, *setting, *multiplier;
};
inline constexpr std::array multipliers = {
    MultiplierRow{"muscular", "emergency_department", "0.6"}, MultiplierRow{"muscular", "secondary_care", "1.9"},
    MultiplierRow{"nerve", "emergency_department", "3"},      MultiplierRow{"nerve", "secondary_care", "4"},
    MultiplierRow{"serious", "emergency_department", "10"},   MultiplierRow{"serious", "secondary_care", "5"},
    MultiplierRow{"bone", "emergency_department", "1.5"},     MultiplierRow{"organ", "emergency_department", "2.5"},
};

struct LeakRow {
  const char *finding, *setting, *leak;
};
inline constexpr std::array leaks = {
    LeakRow{"pain_at_night", "any", "0.2"}, LeakRow{"pain_at_night", "emergency_department", "0.35"},
    LeakRow{"weight_loss", "any", "0.01"}, LeakRow{"knee_gives_way", "primary_care", "0.1"},  // none for other settings
};

struct EvidenceRow {
  const char *condition, *finding, *setting, *figures;
};
inline constexpr std::array evidence = {
    EvidenceRow{"strain", "ache", "any", "lr_pos = 1.6, lr_neg = 0.5"},
    EvidenceRow{"deconditioning", "ache", "any", "lr_pos = 1.2, lr_neg = 0.8"},
    EvidenceRow{"stone", "ache", "any", "lr_pos = 0.6, lr_neg = 1.5, role = 'modifier'"},
    EvidenceRow{"myopathy", "ache", "any", "lr_pos = 0.8, role = 'modifier'"},
    // One manifestation, asked as a whole and in parts; agreeing and disagreeing answers.
    EvidenceRow{"cauda_equina", "sphincter_signs", "any", "lr_pos = 5, lr_neg = 0.4"},
    EvidenceRow{"cauda_equina", "retention", "any", "lr_pos = 9, lr_neg = 0.3"},
    EvidenceRow{"cauda_equina", "leaking", "any", "lr_pos = 4, lr_neg = 0.6"},
    EvidenceRow{"cauda_equina", "saddle_numb", "any", "lr_pos = 8, lr_neg = 0.35"},
    EvidenceRow{"stone", "retention", "any", "lr_pos = 3, lr_neg = 0.9"},
    EvidenceRow{"stone", "leaking", "any", "lr_pos = 0.5, lr_neg = 1.1, role = 'modifier'"},
    EvidenceRow{"strain", "saddle_numb", "any", "lr_pos = 0.1, lr_neg = 1.02, role = 'modifier'"},
    EvidenceRow{"tumour", "leaking", "any", "lr_pos = 2"},
    // Nested groups: leg_weakness stands for itself, not for the group of nerve_signs.
    EvidenceRow{"pressed_root", "nerve_signs", "any", "lr_pos = 4, lr_neg = 0.5"},
    EvidenceRow{"pressed_root", "numb_leg", "any", "lr_pos = 3, lr_neg = 0.4"},
    EvidenceRow{"pressed_root", "ankle_reflex", "any", "value = '= reduced', lr_pos = 4.5, lr_neg = 0.7"},
    EvidenceRow{"pressed_root", "leg_weakness", "any", "lr_pos = 2.5, lr_neg = 0.6"},
    EvidenceRow{"pressed_root", "foot_drop", "any", "lr_pos = 6, lr_neg = 0.8"},
    EvidenceRow{"pressed_root", "knee_gives_way", "any", "lr_pos = 1.5, lr_neg = 0.9"},
    EvidenceRow{"cauda_equina", "numb_leg", "any", "lr_pos = 2.2, lr_neg = 0.5"},
    EvidenceRow{"cauda_equina", "leg_weakness", "any", "lr_pos = 3.5, lr_neg = 0.4"},
    EvidenceRow{"cauda_equina", "foot_drop", "any", "lr_pos = 3, lr_neg = 0.9"},
    EvidenceRow{"myopathy", "leg_weakness", "any", "lr_pos = 7, lr_neg = 0.1"},
    EvidenceRow{"myopathy", "knee_gives_way", "any", "sensitivity = 0.6"},
    EvidenceRow{"myopathy", "numb_leg", "any", "lr_pos = 0.3, lr_neg = 1.3, role = 'modifier'"},
    EvidenceRow{"deconditioning", "leg_weakness", "any", "lr_pos = 1.8, lr_neg = 0.7"},
    EvidenceRow{"strain", "foot_drop", "any", "lr_pos = 0.2, lr_neg = 1.05, role = 'modifier'"},
    // Which row: the own setting, any, secondary care, the emergency department; the suspected last of all.
    EvidenceRow{"infection", "pain_at_night", "primary_care", "lr_pos = 3.1, lr_neg = 0.6"},
    EvidenceRow{"infection", "pain_at_night", "emergency_department", "lr_pos = 1.4, lr_neg = 0.9"},
    EvidenceRow{"tumour", "pain_at_night", "emergency_department", "lr_pos = 1.3, lr_neg = 0.8"},
    EvidenceRow{"tumour", "pain_at_night", "secondary_care", "lr_pos = 2.1, lr_neg = 0.7"},
    EvidenceRow{"fracture", "pain_at_night", "primary_care", "lr_pos = 1.7, lr_neg = 0.85"},
    EvidenceRow{"fracture", "pain_at_night", "any", "lr_pos = 1.9, lr_neg = 0.75"},
    EvidenceRow{"fracture", "pain_at_night", "secondary_care", "lr_pos = 2.9, lr_neg = 0.65"},
    EvidenceRow{"strain", "pain_at_night", "any", "sensitivity = 0.1"},  // below the background: speaks against
    EvidenceRow{"stone", "pain_at_night", "emergency_department", "lr_pos = 1.15, lr_neg = 0.95"},
    EvidenceRow{"stone", "pain_at_night", "primary_care", "lr_pos = 6, lr_neg = 0.2, suspected"},
    EvidenceRow{"cauda_equina", "pain_at_night", "emergency_department", "lr_pos = 1.1, lr_neg = 0.97, suspected"},
    EvidenceRow{"cauda_equina", "pain_at_night", "secondary_care", "lr_pos = 1.25, lr_neg = 0.93, suspected"},
    EvidenceRow{"cauda_equina", "pain_at_night", "primary_care", "lr_pos = 1.5, lr_neg = 0.88, suspected"},
    EvidenceRow{"low_mood", "pain_at_night", "any", "lr_pos = 2.4, lr_neg = 0.7"},
    // Quantities by their threshold; a finding that they set; what only sums up others.
    EvidenceRow{"infection", "temperature", "any", "value = '>= 38.5 Cel', lr_pos = 6, lr_neg = 0.5"},
    EvidenceRow{"infection", "fever", "any", "lr_pos = 5, lr_neg = 0.4"},
    EvidenceRow{"tumour", "fever", "any", "lr_pos = 1.8, lr_neg = 0.95"},
    EvidenceRow{"infection", "crp", "any", "value = '>= 50 mg/L', lr_pos = 4, lr_neg = 0.3"},
    EvidenceRow{"infection", "raised_crp", "any", "lr_pos = 3, lr_neg = 0.2"},  // crp speaks for itself
    EvidenceRow{"tumour", "raised_crp", "any", "lr_pos = 2.5, lr_neg = 0.6"},
    EvidenceRow{"tumour", "any_red_flag", "any", "lr_pos = 3, lr_neg = 0.2"},  // its parts speak for themselves
    EvidenceRow{"infection", "any_red_flag", "any", "lr_pos = 2, lr_neg = 0.5"},
    EvidenceRow{"fracture", "any_red_flag", "any", "lr_pos = 1.3, lr_neg = 0.9"},  // none of its parts does here
    EvidenceRow{"tumour", "cancer_before", "any", "lr_pos = 14, lr_neg = 0.7"},
    EvidenceRow{"tumour", "weight_loss", "any", "sensitivity = 0.3"},  // capped: 0.3 / 0.01
    EvidenceRow{"myopathy", "weight_loss", "any", "sensitivity = 0.2, specificity = 0.9"},
    EvidenceRow{"low_mood", "weight_loss", "any", "lr_pos = 1.7, lr_neg = 0.95"},
    EvidenceRow{"thin_bones", "sex", "any", "value = '= female', lr_pos = 1.8, lr_neg = 0.4"},
    EvidenceRow{"fracture", "sex", "any", "value = '= female', lr_pos = 1.3, lr_neg = 0.7"},
    EvidenceRow{"fracture", "age_years", "any", "value = '>= 75 years', lr_pos = 3, lr_neg = 0.9"},
    // Figures at the edge: small series must not make anything certain, nor exclude anything.
    EvidenceRow{"fracture", "rare_sign", "any", "sensitivity = 1.0, specificity = 1.0"},
    EvidenceRow{"tumour", "rare_sign", "any", "lr_pos = 10000, lr_neg = 0"},
    EvidenceRow{"stone", "rare_sign", "any", "sensitivity = 0.8"},      // no background: says nothing
    EvidenceRow{"infection", "rare_sign", "any", "specificity = 0.9"},  // cannot be reckoned with
    EvidenceRow{"myopathy", "rare_sign", "any", "lr_neg = 0.5"},        // no ratio if present
    EvidenceRow{"deconditioning", "rare_sign", "any", "sensitivity = 0.4, specificity = 0.5, lr_neg = 1.2"},
    EvidenceRow{"never_counted", "rare_sign", "any", "lr_pos = 50, lr_neg = 0.1"},
};

inline std::string facts_text() {
  const std::string basis = ", sources = ['book'], status = 'assumed'";
  std::string text = "source = [{id = 'book'}]\nparameter = [\n";
  for (const auto& [name, value] : {std::pair{"adult_age_years", "18"},
                                    {"appointment_days", "14"},
                                    {"assumed_lr_cap", "10"},
                                    {"dependence_discount", "0.5"},
                                    {"plan_conditions", "3"},
                                    {"plan_examinations", "6"},
                                    {"plan_probability", "0.1"},
                                    {"pregnancy_age_limit", "56"},
                                    {"prior_clamp", "0.5"},
                                    {"self_care_review_days", "28"}})
    text += std::string("{id = '") + name + "', value = '" + value + "'},\n";
  const auto named = [](const char* field, const std::string& value) {
    return value.empty() ? std::string() : ", " + std::string(field) + " = '" + value + "'";
  };
  text += "]\nfinding = [\n";
  for (const FindingRow& row : findings)
    text += std::string("{id = '") + row.name + "', label_clinical = 'x', label_patient = 'x', question_patient = 'x'" +
            named("kind", row.kind) + named("value_type", row.type) + named("asked_of", row.asked_of) +
            named("parent_finding", row.parent) + (*row.more == '\0' ? "" : ", ") + row.more + "},\n";
  text += "]\nderived = [\n";
  for (const auto& [finding, formula] : derived)
    text += std::string("{finding = '") + finding + "', formula = '" + formula + "'},\n";
  text += "]\ncondition = [\n";
  for (const ConditionRow& row : conditions)
    text += std::string("{id = '") + row.name + "', label = 'x', role_note = 'x'" + named("category", row.category) +
            named("mechanism", row.mechanism) + named("urgency_default", row.urgency) + named("role", row.role) +
            basis + "},\n";
  text += "]\nprior = [\n";
  for (const PriorRow& row : priors)
    text += std::string("{condition = '") + row.condition + "', setting = '" + row.setting + "', age_band = '" +
            row.ages + "', sex = '" + row.sex + "', preferred = true, " + row.figures + basis + "},\n";
  text += "]\nsetting_multiplier = [\n";
  for (const MultiplierRow& row : multipliers)
    text += std::string("{category = '") + row.category + "', setting = '" + row.setting +
            "', multiplier = " + row.multiplier + basis + "},\n";
  text += "]\nbackground = [\n";
  for (const LeakRow& row : leaks)
    text += std::string("{finding = '") + row.finding + "', setting = '" + row.setting + "', leak = " + row.leak +
            ", status = 'assumed'},\n";
  std::string rows, among_suspected;
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    const EvidenceRow& row = evidence[i];
    std::string figures = row.figures;
    const std::string id = "'E" + std::to_string(i) + "'";
    if (const auto mark = figures.find(", suspected"); mark != std::string::npos) {
      figures.resize(mark);
      among_suspected += id + ", ";
    }
    rows += "{id = " + id + ", condition = '" + row.condition + "', finding = '" + row.finding + "', setting = '" +
            row.setting + "', preferred = true, " + figures + basis + "},\n";
  }
  text += "]\nevidence = [\n" + rows + "]\nspectrum = [{condition = 'x', evidence = [" + among_suspected + "]}]\n";
  // What no facts may lack, though nothing here needs it.
  text +=
      "rule = [{id = 'R1', formula = 'saddle_numb', level = 'emergency_now', transport = 'driven', pathway = 'x', "
      "why = 'It is so.', sources = ['book']}]\nitem = [{group = 'A', order = 1, findings = ['saddle_numb'], "
      "known_when = "
      "['saddle_numb'], question = 'Is it?', not_sure_means = 'as unavailable'}]\ncare = [\n";
  for (const ConditionRow& row : conditions)
    text += std::string("{condition = '") + row.name + "', label_patient = 'x', explained = 'x'" + basis + "},\n";
  return text + "]\n";
}

/// The facts above, loaded once. When they are refused, the complaint is thrown at the test that uses them.
inline const Knowledge& knowledge() {
  static const Knowledge loaded = [] {
    const std::string text = facts_text();
    const std::array files = {FactFile{"tiny.toml", text}};
    auto read = Knowledge::load(files);
    if (!read) throw std::invalid_argument(read.error().text());
    return std::move(*read);
  }();
  return loaded;
}

}  // namespace lumbar::tiny
