// SPDX-License-Identifier: Apache-2.0
// A QuestionnaireResponse: every answer in its place, or why it cannot stand there.
#include <array>
#include <set>

#include "lumbar/base/text.h"
#include "lumbar/doors/fhir/intake.h"

namespace lumbar::fhir {
namespace {

// What stands in value[x], as a clinician's program would call it.
std::string kind_in(const std::string& type) { return type.empty() ? "nothing" : "value" + json::visible(type); }

Result<Value> coded(const Spot& answer, const std::string& type, std::string_view system, std::string_view allowed) {
  if (type != "Coding" || !answer.value->is(json::Kind::object))
    return answer.error(kind_in(type) +
                        " cannot stand here; this question takes a valueCoding: " + std::string(allowed));
  const std::string& code = answer.text("code");
  if (answer.text("system") != system || code.empty())
    return answer.error("\"" + json::visible(answer.text("system")) + "|" + json::visible(code) +
                        "\" is no answer here; allowed: " + std::string(allowed));
  return Value(code);
}

Result<Value> yes_or_no(const Spot& answer, const std::string& type) {
  constexpr std::string_view allowed =
      "v2-0136 Y or N, data-absent-reason asked-unknown (not sure) or unknown (cannot be found out), "
      "urn:lumbar:answer left, right or both";
  if (type != "Coding" || !answer.value->is(json::Kind::object)) return coded(answer, type, {}, allowed);
  const std::string &system = answer.text("system"), &code = answer.text("code");
  if (system == of_others::yes_no && code == "Y") return Value(true);
  if (system == of_others::yes_no && code == "N") return Value(false);
  if (system == of_others::absent_reason) return absent_reason_in(code);
  if (system == own::answer && from_word<Side>(code)) return Value(code);
  return coded(answer, type, "none", allowed);
}

Result<Value> number(const Spot& answer, const std::string& type) {
  if (type == "Quantity") return quantity_in(answer);
  if ((type == "Decimal" || type == "Integer") && answer.value->is_number()) return *answer.value;
  return answer.error(kind_in(type) +
                      " cannot stand here; this question takes a valueDecimal, valueInteger or "
                      "valueQuantity");
}

template <class Scale>
Result<Value> on_scale(const Spot& answer, const std::string& type) {
  std::vector<std::string> words(Words<Scale>::list.begin(), Words<Scale>::list.end());
  const std::string allowed = "urn:lumbar:answer " + joined(words, ", ");
  auto code = coded(answer, type, own::answer, allowed);
  if (code && !from_word<Scale>(code->text())) return coded(answer, type, "none", allowed);
  return code;
}

Result<Value> answer_in(const Link& link, const Spot& answer, const std::string& type, const Knowledge& knowledge) {
  switch (link.detail) {
    case Detail::presence: break;
    case Detail::age:
      return type == "Quantity"
                 ? quantity_in(answer)
                 : answer.error(kind_in(type) + " cannot stand here; this question takes a valueQuantity");
    case Detail::tempo: return on_scale<Tempo>(answer, type);
    case Detail::trend: return on_scale<Trend>(answer, type);
    case Detail::side: return on_scale<Side>(answer, type);
  }
  const logic::VariableInfo& info = knowledge.language().variables[link.finding.row()];
  switch (info.type) {
    case logic::Type::boolean: return yes_or_no(answer, type);
    case logic::Type::side: return on_scale<Side>(answer, type);
    case logic::Type::choice:
      return coded(answer, type, own::choice, "urn:lumbar:choice " + joined(info.choices, ", "));
    case logic::Type::quantity:
    case logic::Type::ordinal:
    case logic::Type::duration: return number(answer, type);
  }
  return Value();
}

std::string_view key_of(Detail detail) {
  switch (detail) {
    case Detail::presence: return {};
    case Detail::age: return "duration";
    case Detail::tempo: return "tempo";
    case Detail::trend: return "trend";
    case Detail::side: return "side";
  }
  return {};
}

class ResponseItems {
 public:
  explicit ResponseItems(Intake& into) : into_(into) {}

  void take(const Spot& holder) {
    for (const Spot& item : holder.each("item")) take_one(item);
  }

 private:
  void take_one(const Spot& item) {
    if (!is_object(item, into_)) return;
    const std::string& id = item.text("linkId");
    if (id.empty()) return into_.fault((item / "linkId").error("is missing"));
    const auto link = link_of(id, into_.knowledge);
    if (!link) {
      return into_.odd(
          (item / "linkId")
              .error("\"" + json::visible(id, 80) + "\" is no question of ours; " + near_links(id, into_.knowledge)));
    }
    if (!seen_.insert(id).second)
      return into_.fault((item / "linkId").error("\"" + id + "\" stands twice; answer it once"));
    take(item);
    const auto answers = item.each("answer");
    if (answers.empty()) return;  // not asked: unknown, never absent
    if (!link->group.empty()) return into_.fault((item / "answer").error("a group takes no answer"));
    if (answers.size() > 1) return into_.fault(answers[1].error("one answer a question; this is the second"));
    if (!is_object(answers.front(), into_)) return;
    take_answer(*link, answers.front());
    take(answers.front());
  }

  void take_answer(const Link& link, const Spot& answer) {
    std::string type;
    const Spot value = answer.choice("value", type);
    if (!value) return into_.fault(value.error("is missing; leave out the answer where there is none"));
    auto said = answer_in(link, value, type, into_.knowledge);
    if (!said) return into_.odd(said.take_error());
    if (said->is(json::Kind::null)) return;
    if (!still_tells(into_, link.finding, *said, into_.response_day))
      return into_.pass_over(value.error("too long ago; how it is now is not known"));
    if (link.detail != Detail::presence) {
      into_.gathered.detail(link.finding, key_of(link.detail), *std::move(said), value.path);
    } else if (link.side) {
      into_.gathered.say(link.finding, Value::object({{word_of(*link.side), *std::move(said)}}), value.path);
    } else {
      into_.gathered.say(link.finding, *std::move(said), value.path);
    }
  }

  Intake& into_;
  std::set<std::string> seen_;
};

}  // namespace

Value absent_reason_in(std::string_view code) {
  if (code == "asked-unknown") return "not_sure";
  if (code == "not-asked") return {};
  return "unavailable";
}

Result<Value> quantity_in(const Spot& quantity) {
  const Spot number = quantity / "value";
  if (!number || !number.value->is_number()) {
    return number.error(number ? json::shown(*number.value) + " is no number" : std::string("is missing"));
  }
  if (quantity / "comparator")
    return (quantity / "comparator").error("a bound is no value; send the value, or leave it out");
  std::string unit = quantity.text("code");
  if (unit.empty()) unit = quantity.text("unit");
  if (unit == "a") unit = "y";  // UCUM's year
  if (unit.empty()) return *number.value;
  return Value::object({{"value", *number.value}, {"unit", unit}});
}

Result<std::string> day_in(const Spot& date) {
  constexpr std::size_t day_letters = 10;
  if (!date) return std::string();
  const std::string& text = date.value->text();
  if (text.size() < day_letters) {
    const bool is_part = text.size() == 4 || text.size() == 7;  // a year or a month: true, but no day
    if (is_part && text.find_first_not_of("0123456789-") == std::string::npos) return std::string();
    return date.error(json::shown(*date.value) + " is no date; write it as 2026-11-21");
  }
  auto day = Date::read(std::string_view(text).substr(0, day_letters));
  if (!day || (text.size() > day_letters && text[day_letters] != 'T'))
    return date.error(json::shown(*date.value) + " is no date; write it as 2026-11-21");
  return day->written();
}

void take_items(const Spot& holder, Intake& into) { ResponseItems(into).take(holder); }

void take_response(const Spot& response, Intake& into, bool alone) {
  constexpr std::array good = {"in-progress", "completed", "amended"};
  const std::string& status = response.text("status");
  if (std::find(good.begin(), good.end(), status) == good.end()) {
    const bool withdrawn = status == "entered-in-error" || status == "stopped";
    Error error =
        (response / "status")
            .error(status.empty() ? std::string("is missing; use in-progress, completed or amended")
                   : withdrawn    ? status + ": nothing may be concluded from it"
                                  : "\"" + json::visible(status) + "\" is none; use in-progress, completed or amended");
    // One that was withdrawn tells nothing; among other resources it is passed over.
    return withdrawn && into.lenient ? into.pass_over(std::move(error)) : into.fault(std::move(error));
  }
  const std::string& form = response.text("questionnaire");
  if (!form.empty() && !form.starts_with(form_address) && form.front() != '#') {
    return into.odd((response / "questionnaire")
                        .error("\"" + json::visible(form, 80) + "\" is no questionnaire of ours; they are " +
                               std::string(form_address) + "lumbar, lumbar-clinician and lumbar-adaptive"));
  }
  auto day = day_in(response / "authored");
  if (!day) return into.fault(day.take_error());
  const Spot subject = response / "subject";
  if (!is_of_this_person(subject.text("reference"), subject.path + ".reference", into)) return;
  if (into.subject.empty() && subject && subject.value->is(json::Kind::object)) into.subject = *subject.value;
  if (alone) into.gathered.circumstance("as_of", *day, response.path + ".authored");
  if (!alone) into.response_day = *day;
  take_items(response, into);
  into.response_day.clear();
}

}  // namespace lumbar::fhir
