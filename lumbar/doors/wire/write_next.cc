// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/wire/write_next.h"

#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

void findings_at(json::Writer& out, std::string_view key, const std::vector<FindingId>& ids,
                 const Knowledge& knowledge) {
  out.key(key).begin_list();
  for (const FindingId id : ids) out.text(knowledge[id].name);
  out.end();
}

}  // namespace

void write_next_question(json::Writer& out, const NextQuestion& next, const Knowledge& knowledge, Mode mode) {
  out.key("next_question");
  if (next.should_stop()) {
    out.null().text_at("no_question_because", word_of(next.stop));
    return;
  }
  const Question& question = next.questions.front();
  out.begin_object();
  out.text_at("finding", knowledge[question.findings.front()].name).text_at("text", question.text);
  out.text_at("why", knowledge.phrase("interview.why." + std::string(word_of(next.purpose)), mode));
  out.key("expected_information_bits").number(next.bits());
  out.text_at("question", question.id).text_at("detail", word_of(question.detail));
  findings_at(out, "findings", question.findings, knowledge);
  out.text_at("purpose", word_of(next.purpose)).key("bits").begin_object();
  out.key("urgency").number(next.urgency_bits).key("mechanism").number(next.mechanism_bits);
  out.key("condition").number(next.condition_bits).end();
  out.key("could_become").begin_list();
  for (const Urgency level : next.levels) out.text(word_of(level));
  out.end().key("could_move").begin_list();
  for (const ConditionId id : next.conditions) out.text(knowledge[id].name);
  out.end().end();
}

std::string write_next(const NextQuestion& next, const std::vector<std::string>& changed, const Knowledge& knowledge,
                       const WriteOptions& options) {
  json::Writer out(options.pretty);
  out.begin_object().key("lumbar_next").whole(1);
  out.text_at("mode", word_of(options.mode)).text_at("engine", options.engine_version);
  out.text_at("facts", knowledge.hash());
  out.text_at("level", word_of(next.level)).key("provisional").flag(next.provisional);
  out.key("chance_of_raise").number(next.chance_of_raise).key("doubt_bits").number(next.doubt_bits);
  write_next_question(out, next, knowledge, options.mode);
  out.key("screen").begin_list();
  for (const Question& one : next.questions) {
    out.begin_object().text_at("question", one.id).text_at("text", one.text).text_at("detail", word_of(one.detail));
    findings_at(out, "findings", one.findings, knowledge);
    out.end();
  }
  out.end().key("changed").begin_list();
  for (const std::string& one : changed) out.text(one);
  out.end().end();
  return out.take();
}

}  // namespace lumbar
