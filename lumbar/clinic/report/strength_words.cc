// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/report/strength_words.h"

#include <fmt/format.h>

#include "lumbar/base/text.h"

namespace lumbar {

std::string fixed(double value, int digits) {
  std::string text = fmt::format("{:.{}f}", value, digits);
  const bool is_nought = text.find_first_of("123456789") == std::string::npos;
  return is_nought && text.front() == '-' ? text.substr(1) : text;
}

std::string StrengthWords::say(std::string_view id, std::initializer_list<Wording::Gap> gaps) const {
  const std::string whole = "strength." + std::string(id);
  const std::string& phrase = knowledge_.phrase(whole, mode_);
  return phrase.empty() ? "[" + whole + "]" : filled(phrase, gaps);
}

std::string StrengthWords::side(std::optional<Side> side) const {
  return side ? ", " + say(word_of(*side)) : std::string();
}

std::string StrengthWords::name(const MusclePlace& place) const {
  return say("group." + std::string(word_of(place.group))) + side(place.side);
}

std::string StrengthWords::names(const std::vector<MusclePlace>& places) const {
  std::string text;
  for (const MusclePlace& place : places) text += (text.empty() ? "" : " · ") + name(place);
  return text;
}

std::string StrengthWords::name_of_test(std::size_t variant) const {
  const StrengthTest& test = facts().test_of(variant);
  const std::string& label = mode_ == Mode::clinician ? test.label : test.label_patient;
  return test.kind == StrengthKind::grade ? label : label + " (" + facts().variants[variant].label + ")";
}

std::string StrengthWords::amount(Amount amount, int digits) const {
  const std::string value = fixed(amount.value, digits);
  return amount.at_least ? say("at_least", {{"value", value}}) : value;
}

std::string StrengthWords::measured(const StrengthTested& tested) const {
  std::string value = written(tested.value.value, 4);
  if (tested.value.at_least) value = say("at_least", {{"value", value}});
  std::string text = value + " " + facts().test_of(tested.variant).unit;
  if (tested.days.size() > 1) text += " (" + say("days", {{"count", std::to_string(tested.days.size())}}) + ")";
  return text;
}

std::string StrengthWords::short_name(const Norm& norm) const {
  std::string ages = say("ages_none");
  if (norm.age_min && norm.age_max) {
    ages = say("ages", {{"from", written(*norm.age_min)}, {"to", written(*norm.age_max)}});
  } else if (norm.age_min) {
    ages = say("ages_from", {{"from", written(*norm.age_min)}});
  }
  return norm.citation + " (" + (norm.sex ? say(word_of(*norm.sex)) : say("all")) + ", " + ages + ")";
}

std::string StrengthWords::name(const Norm& norm) const {
  std::string text = short_name(norm);
  text.pop_back();  // its bracket goes on
  if (!norm.population.empty()) text += "; " + norm.population;
  return text + "; " + say("status." + std::string(word_of(norm.basis.status))) + ")";
}

std::string StrengthWords::compared(const StrengthTested& tested) const {
  if (!tested.percent) return {};
  std::string text = say("percent", {{"percent", amount(*tested.percent, 0)}});
  // Standard deviations are a clinician's measure; the percentage says it to everybody.
  if (tested.z && mode_ == Mode::clinician) text += ", " + say("z", {{"z", amount(*tested.z, 2)}});
  return text;
}

std::string StrengthWords::reasons(const std::vector<Because>& because) const {
  std::string text;
  for (const Because one : because) text += (text.empty() ? "" : "; ") + say("because." + std::string(word_of(one)));
  return text;
}

}  // namespace lumbar
