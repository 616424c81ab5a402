// SPDX-License-Identifier: Apache-2.0
// A case back into JSON, each statement in the shortest form that the contract has for it.
#include <cmath>

#include "lumbar/doors/wire/json_out.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

// Muscle grades with a sign lie a third of a step beside a whole one.
void write_number(double number, logic::Type type, json::Writer& json) {
  const double whole = std::round(number);
  if (type == logic::Type::ordinal && std::abs(number - whole) > 0.1) {
    json.text(std::to_string(static_cast<int>(whole)) + (number > whole ? "+" : "-"));
  } else {
    json.number(number);
  }
}

void write_days(double days, json::Writer& json) {
  json.begin_object().key("value").number(days).text_at("unit", "d").end();
}

template <class T, class WriteOne>
void write_sided(const Sided<T>& sided, json::Writer& json, const WriteOne& write_one) {
  if (!sided.left && !sided.right) {
    if (sided.bare) write_one(*sided.bare);
    if (!sided.bare) json.null();
    return;
  }
  json.begin_object();
  if (sided.left) {
    json.key("left");
    write_one(*sided.left);
  }
  if (sided.right) {
    json.key("right");
    write_one(*sided.right);
  }
  json.end();
}

void write_flag(const Statement& said, json::Writer& json) {
  if (said.present != Presence::present) {
    // Unknown as a whole is what a reading makes of one side denied and the other not named.
    if (said.present == Presence::absent) json.flag(false);
    if (said.present == Presence::unknown) json.begin_object().key("left").flag(false).end();
    return;
  }
  if (!said.age_days && !said.tempo && !said.trend) {
    if (said.side) json.text(word_of(*said.side));
    if (!said.side) json.flag(true);
    return;
  }
  json.begin_object().key("present").flag(true);
  if (said.side) json.text_at("side", word_of(*said.side));
  if (said.age_days) write_days(*said.age_days, json.key("duration"));
  if (said.tempo) json.text_at("tempo", word_of(*said.tempo));
  if (said.trend) json.text_at("trend", word_of(*said.trend));
  json.end();
}

void write_statement(const Statement& said, const logic::VariableInfo& info, json::Writer& json) {
  switch (said.saying) {
    case Saying::unavailable: json.text("unavailable"); return;
    case Saying::not_sure: json.text("not_sure"); return;
    case Saying::stated: break;
  }
  switch (info.type) {
    case logic::Type::boolean: write_flag(said, json); return;
    case logic::Type::side: json.text(word_of(said.side.value_or(Side::both))); return;
    case logic::Type::duration: write_days(said.number.bare.value_or(0), json); return;
    case logic::Type::choice:
      write_sided(said.choice, json, [&](std::uint8_t place) { json.text(info.choices[place]); });
      return;
    case logic::Type::quantity:
    case logic::Type::ordinal:
      write_sided(said.number, json, [&](double number) { write_number(number, info.type, json); });
      return;
  }
}

void write_body(const Case& person, const Knowledge& knowledge, json::Writer& json) {
  json.begin_object().key("lumbar_case").whole(1);
  if (person.as_of) json.text_at("as_of", person.as_of->written());
  json.text_at("informant", word_of(person.informant)).text_at("locale", person.locale);
  if (!person.country.empty()) json.text_at("country", person.country);
  json.text_at("setting", word_of(person.setting)).key("findings").begin_object();
  for (const Statement& said : person.statements) {
    const logic::VariableInfo& info = knowledge.language().variables[said.finding.row()];
    json.key(info.name);
    write_statement(said, info, json);
  }
  json.end().end();
}

}  // namespace

std::string write_case(const Case& person, const Knowledge& knowledge, bool pretty) {
  json::Writer json(pretty);
  write_body(person, knowledge, json);
  return json.take();
}

std::string write_interview(const InterviewState& state, Mode mode, const Knowledge& knowledge) {
  json::Writer json(true);
  json.begin_object().key("lumbar_interview").whole(1);
  json.text_at("mode", word_of(mode)).text_at("facts", knowledge.hash()).key("given");
  write_body(state.given, knowledge, json);
  json.key("answers").begin_list();
  for (const Answered& answer : state.answers) {
    const auto question = question_named(answer.question, knowledge);
    json.begin_object().text_at("question", answer.question);
    json.text_at("text", question ? std::string_view(question->text) : std::string_view());
    json.text_at("detail", word_of(answer.detail)).key("asked").begin_list();
    for (const FindingId id : answer.asked) json.text(knowledge[id].name);
    json.end().key("said");
    Case said = state.given;
    said.statements = answer.statements;
    write_body(said, knowledge, json);
    json.end();
  }
  return json.end().end().take();
}

}  // namespace lumbar
