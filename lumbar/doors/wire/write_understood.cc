// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

void write_span(TextSpan span, std::string_view text, json::Writer& json) {
  json.text_at("words", text.substr(span.from, span.to - span.from));
  json.key("from").whole(static_cast<std::int64_t>(span.from));
  json.key("to").whole(static_cast<std::int64_t>(span.to));
}

template <class T, class WriteOne>
void write_sided_value(const Sided<T>& value, json::Writer& json, const WriteOne& write_one) {
  if (!value.left && !value.right) return write_one(*value.bare);
  json.begin_object();
  if (value.left) {
    json.key("left");
    write_one(*value.left);
  }
  if (value.right) {
    json.key("right");
    write_one(*value.right);
  }
  json.end();
}

void write_value(const Statement& said, const Knowledge& knowledge, json::Writer& json) {
  const logic::VariableInfo& variable = knowledge.language().variables[said.finding.row()];
  json.key("says");
  if (variable.type == logic::Type::boolean) {
    json.flag(said.present == Presence::present);
    if (said.side) json.text_at("side", word_of(*said.side));
    if (said.age_days) json.key("days").number(*said.age_days);
  } else if (said.choice.any()) {
    write_sided_value(said.choice, json, [&](std::uint8_t choice) { json.text(variable.choices[choice]); });
  } else {
    write_sided_value(said.number, json, [&](double number) { json.number(number); });
    const std::string& unit = variable.type == logic::Type::duration ? "d" : knowledge[said.finding].unit;
    if (!unit.empty()) json.text_at("unit", unit);
  }
}

}  // namespace

std::string write_understood(const Understood& understood, std::string_view text, std::optional<Date> as_of,
                             const Knowledge& knowledge, bool pretty) {
  json::Writer json(pretty);
  json.begin_object().key("lumbar_understood").whole(1);
  json.key("case");
  json.raw_value(write_case(understood.as_case(as_of), knowledge, false));
  json.key("understood").begin_list();
  for (const UnderstoodStatement& one : understood.statements) {
    json.begin_object().text_at("finding", knowledge[one.said.finding].name);
    write_value(one.said, knowledge, json);
    write_span(one.span, text, json);
    if (!one.denied_by.empty()) json.text_at("denied_by", one.denied_by);
    json.text_at("read_as", word_of(one.read_as)).end();
  }
  json.end().key("set_aside").begin_list();
  for (const SetAsideMention& one : understood.set_aside) {
    json.begin_object().text_at("finding", knowledge[one.finding].name).text_at("why", word_of(one.why));
    write_span(one.span, text, json);
    json.end();
  }
  json.end().key("not_understood").begin_list();
  for (const TextSpan& span : understood.not_understood) {
    json.begin_object();
    write_span(span, text, json);
    json.end();
  }
  json.end().end();
  return json.take();
}

}  // namespace lumbar
