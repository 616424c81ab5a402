// SPDX-License-Identifier: Apache-2.0
// A language of a dozen words for the tests of this room: small enough to know by heart.
#pragma once
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "lumbar/science/logic/logic.h"

namespace lumbar::logic {

/// Words of the tiny language, by the place they have in it.
namespace word {
inline constexpr Variable ache = 0, numb = 1, sign = 2, mark = 3, heat = 4, hip = 5, foot = 6, lowest = 7, tally = 8,
                          sex = 9, episode = 10, speed = 11, trouble = 12, both_aches = 13, no_trouble = 14,
                          mirror = 15, hot = 16, deep = 17;
}

/// ache and numb are symptoms: present without a stated attribute they leave it open. sign and mark are examined.
/// trouble = ache or numb or sign (derived); both_aches = side(ache) = both (derived); no_trouble is a guard;
/// mirror = ache, and may be asked too; hot = heat >= 38;
/// deep = trouble or mark (derived). lowest = least(hip, foot); tally = count(ache, numb, sign).
inline Language tiny_language() {
  Language language;
  const auto add = [&](std::string name, Type type, bool leaves_open = false, bool askable = true) -> VariableInfo& {
    language.by_name[name] = static_cast<Variable>(language.variables.size());
    language.variables.push_back({.name = std::move(name),
                                  .type = type,
                                  .choices = {},
                                  .leaves_open = leaves_open,
                                  .askable = askable,
                                  .defined = {},
                                  .least_of = {},
                                  .count_of = {}});
    return language.variables.back();
  };
  add("ache", Type::boolean, true);
  add("numb", Type::boolean, true);
  add("sign", Type::boolean);
  add("mark", Type::boolean);
  add("heat", Type::quantity);
  add("hip", Type::ordinal);
  add("foot", Type::ordinal);
  add("lowest", Type::ordinal, false, false).least_of = {word::hip, word::foot};
  add("tally", Type::quantity, false, false);
  add("sex", Type::choice).choices = {"female", "male", "other"};
  add("episode", Type::duration);
  add("speed", Type::choice).choices = {"at_once", "over_hours", "over_days", "over_weeks", "over_months"};
  add("trouble", Type::boolean, true, false);
  add("both_aches", Type::boolean, true, false);
  add("no_trouble", Type::boolean, false, false).guard = true;
  add("mirror", Type::boolean, true);
  add("hot", Type::boolean);
  add("deep", Type::boolean, true, false);
  language.episode = word::episode;
  language.onset_speed = word::speed;
  language.onset_speed_tempo = {Tempo::minutes, Tempo::hours, Tempo::days, Tempo::weeks, Tempo::months};

  const auto read = [&](std::string_view text, Place place) {
    auto formula = read_formula(text, language, place);
    if (!formula) std::abort();  // the tiny language is right by construction
    return *std::move(formula);
  };
  language.variables[word::tally].count_of = {read("ache", Place::definition), read("numb", Place::definition),
                                              read("sign", Place::definition)};
  language.variables[word::trouble].defined = read("ache or numb or sign", Place::definition);
  language.variables[word::both_aches].defined = read("side(ache) = both", Place::definition);
  language.variables[word::no_trouble].defined = read("absent(ache) and absent(numb)", Place::guard);
  language.variables[word::mirror].defined = read("ache", Place::definition);
  language.variables[word::hot].defined = read("heat >= 38", Place::definition);
  language.variables[word::deep].defined = read("trouble or mark", Place::definition);
  language.subjects["ache"] = {
      {"none", {}},
      {"old", read("ache", Place::state)},
      {"fresh", read("ache and not known(duration(ache) >= 42 d and no_trouble)", Place::state)},
      {"spreading", read("trend(ache) = worsening", Place::state)}};
  return language;
}

/// Statements about the words of the tiny language, one line each.
inline Statement said(Variable variable) {
  Statement statement;
  statement.finding = FindingId(variable);
  return statement;
}
inline Statement yes(Variable variable) {
  Statement statement = said(variable);
  statement.present = Presence::present;
  return statement;
}
inline Statement no(Variable variable) {
  Statement statement = said(variable);
  statement.present = Presence::absent;
  return statement;
}
inline Statement aged(Variable variable, double days) {
  Statement statement = yes(variable);
  statement.age_days = days;
  return statement;
}
inline Statement grown(Variable variable, Tempo tempo) {
  Statement statement = yes(variable);
  statement.tempo = tempo;
  return statement;
}
inline Statement going(Variable variable, Trend trend) {
  Statement statement = yes(variable);
  statement.trend = trend;
  return statement;
}
inline Statement on(Variable variable, Side side) {
  Statement statement = yes(variable);
  statement.side = side;
  return statement;
}
inline Statement number(Variable variable, double value) {
  Statement statement = said(variable);
  statement.number.bare = value;
  return statement;
}
inline Statement sided(Variable variable, std::optional<double> left, std::optional<double> right) {
  Statement statement = said(variable);
  statement.number.left = left;
  statement.number.right = right;
  return statement;
}
inline Statement chosen(Variable variable, std::uint8_t place) {
  Statement statement = said(variable);
  statement.choice.bare = place;
  return statement;
}

}  // namespace lumbar::logic
