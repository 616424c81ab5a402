// SPDX-License-Identifier: Apache-2.0
// The adaptive questionnaire (SDC): what was answered comes with each question, inside the response; nothing is kept.
#include <algorithm>

#include "lumbar/base/text.h"
#include "lumbar/doors/fhir/form.h"
#include "lumbar/doors/fhir/intake.h"

namespace lumbar::fhir {
namespace {

constexpr std::string_view contained_id = "adaptive", last_item = "q/stop";

// A QuestionnaireResponse, or Parameters that hold one.
Spot response_in(const Spot& resource) {
  if (resource.text("resourceType") == "QuestionnaireResponse") return resource;
  for (const Spot& parameter : resource.each("parameter")) {
    Spot inside = parameter / "resource";
    if (inside.text("resourceType") == "QuestionnaireResponse") return inside;
  }
  return {nullptr, resource.path};
}

Spot contained_form(const Spot& response) {
  for (const Spot& one : response.each("contained")) {
    if (one.text("resourceType") == "Questionnaire") return one;
  }
  return {nullptr, response.path + ".contained"};
}

// The statements that the items of one group make; nothing in a group is refused twice.
Result<std::vector<Statement>> statements_in(const Spot& group, Intake& into, const ReadOptions& options) {
  Intake own(into.knowledge, options);
  own.lenient = into.lenient;
  take_items(group, own);
  for (Error& fault : own.faults) into.fault(std::move(fault));
  for (Error& odd : own.passed_over) into.pass_over(std::move(odd));
  auto made = own.gathered.read(options);
  if (!made) return made.take_error();
  return std::move(made->statements);
}

// What one group asked: by the items of the contained questionnaire, else by the facts.
std::vector<FindingId> asked_in(const std::string& id, const Spot& form, const Knowledge& knowledge) {
  std::vector<FindingId> asked;
  for (const Spot& group : form.each("item")) {
    if (group.text("linkId") != std::string(group_prefix) + id) continue;
    for (const Spot& item : group.each("item")) {
      const auto link = link_of(item.text("linkId"), knowledge);
      if (link && link->finding.is_some()) asked.push_back(link->finding);
    }
  }
  if (!asked.empty()) return asked;
  const auto question = question_named(id, knowledge);
  return question ? question->findings : asked;
}

// The answers of an adaptive response, in the order of its groups.
void read_answers(const Spot& response, Intake& into, const ReadOptions& options, InterviewState& state) {
  const Spot form = contained_form(response);
  ReadOptions part = options;
  part.lenient = true;  // one group alone contradicts nothing; the whole is judged by the interview
  for (const Spot& item : response.each("item")) {
    if (!is_object(item, into)) continue;
    const auto link = link_of(item.text("linkId"), into.knowledge);
    const auto question = link && !link->group.empty() ? question_named(link->group, into.knowledge) : std::nullopt;
    if (!question) {
      into.odd((item / "linkId")
                   .error("\"" + json::visible(item.text("linkId"), 80) + "\" is no question that was asked here"));
      continue;
    }
    auto said = statements_in(item, into, part);
    if (!said) {
      into.fault(said.take_error());
      continue;
    }
    Answered answer{question->id, question->detail, asked_in(question->id, form, into.knowledge), *std::move(said)};
    state.answers.push_back(std::move(answer));
  }
}

Value group_of(const Question& question, const Form& form, const Knowledge& knowledge, const Spot& before) {
  Value items = Value::list();
  const auto stands_already = [&](std::string_view id) {
    for (const Spot& group : before.each("item")) {
      for (const Spot& item : group.each("item")) {
        if (item.text("linkId") == id) return true;
      }
    }
    return false;
  };
  for (const FindingId finding : question.findings) {
    if (question.detail != Detail::presence) {
      items.push(detail_item(finding, question.detail, knowledge));
    } else if (!stands_already(knowledge[finding].name)) {
      items.push(form.plain_item_of(finding));
    }
  }
  return Value::object({{"linkId", std::string(group_prefix) + question.id},
                        {"text", question.text.empty() ? question.id : question.text},
                        {"type", "group"},
                        {"item", items}});
}

Value display(std::string_view link_id, std::string_view text) {
  return Value::object({{"linkId", link_id}, {"text", text}, {"type", "display"}});
}

// Everything but what is written anew.
Value without(const Value& resource, std::initializer_list<std::string_view> keys) {
  Value rest = Value::object();
  for (std::size_t i = 0; i < resource.keys().size(); ++i) {
    if (std::find(keys.begin(), keys.end(), resource.keys()[i]) == keys.end())
      rest.add(resource.keys()[i], resource.items()[i]);
  }
  return rest;
}

}  // namespace

AdaptiveIn read_adaptive(std::string_view body, const Knowledge& knowledge, const ReadOptions& options) {
  AdaptiveIn read;
  auto resource = read_resource(body, options);
  if (!resource) return read.faults.push_back(resource.take_error()), read;
  const Spot response = response_in({&resource->value, resource->type});
  if (!response)
    return read.faults.push_back(Error("send a QuestionnaireResponse, or Parameters that hold one").at("resourceType")),
           read;
  Intake into(knowledge, options);
  const std::string& status = response.text("status");
  if (status != "in-progress") {
    into.fault((response / "status")
                   .error(status.empty()
                              ? std::string("is missing; an interview that goes on is in-progress")
                              : "\"" + json::visible(status) + "\": only one that is in-progress has a next question"));
  }
  auto day = day_in(response / "authored");
  if (!day) into.fault(day.take_error());
  read.state.given.as_of = day && !day->empty() ? std::optional(*Date::read(*day)) : options.today;
  read.state.given.setting = options.default_setting;
  read.state.given.lenient = true;  // what a question takes as settled by others must never refuse an answer
  ReadOptions of_day = options;
  of_day.today = read.state.given.as_of;
  read_answers(response, into, of_day, read.state);
  read.faults = std::move(into.faults);
  read.response = *response.value;
  return read;
}

Value write_adaptive(const AdaptiveIn& asked, const NextQuestion& next, Mode mode, const Knowledge& knowledge) {
  const Form form(knowledge, mode);
  const Spot response{&asked.response, "QuestionnaireResponse"};
  const Spot before = contained_form(response);
  Value items = Value::list();
  for (const Spot& item : before.each("item")) {
    if (item.text("linkId") != last_item) items.push(*item.value);
  }
  for (const Question& question : next.questions) items.push(group_of(question, form, knowledge, before));
  if (next.should_stop() || next.level == Urgency::emergency_now) {
    const std::string days = written(knowledge.parameter("appointment_days"));
    items.push(display(last_item, say(knowledge, mode, "level." + std::string(word_of(next.level)), {{"days", days}})));
  }
  Value contained = Value::list();
  Value questionnaire =
      Value::object({{"resourceType", "Questionnaire"},
                     {"id", contained_id},
                     {"extension", Value::list({Value::object({{"url",
                                                                "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
                                                                "sdc-questionnaire-questionnaireAdaptive"},
                                                               {"valueBoolean", true}})})},
                     {"derivedFrom", Value::list({std::string(form_address) + std::string(adaptive_form)})},
                     {"version", knowledge.hash()},
                     {"title", say(knowledge, mode, "fhir.form")},
                     {"status", "active"},
                     {"subjectType", Value::list({"Patient"})},
                     {"item", items}});
  contained.push(std::move(questionnaire));
  for (Value& one : contained_answers(knowledge)) contained.push(std::move(one));
  Value made = without(asked.response, {"contained", "status", "questionnaire", "item"});
  made.add("contained", contained);
  made.add("questionnaire", "#" + std::string(contained_id));
  made.add("status", next.should_stop() ? "completed" : "in-progress");
  const Value* said = asked.response.find("item");
  if (said != nullptr) made.add("item", *said);
  return made;
}

}  // namespace lumbar::fhir
