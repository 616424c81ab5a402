// SPDX-License-Identifier: Apache-2.0
// Questions to the engine: the same functions as on the command line, by way of doors/wire.
#include "lumbar/clinic/report/report.h"
#include "lumbar/doors/http/routes.h"

namespace lumbar::http {
namespace {

Result<Case> case_in(const Inside& site, std::string_view body, const Parameters& asked) {
  return read_case(body, site.knowledge,
                   {.lenient = asked.lenient,
                    .today = asked.today,
                    .default_setting = default_setting(asked.mode),
                    .largest_bytes = site.options.largest_body});
}

WriteOptions writing(const Inside& site, const Parameters& asked) {
  return {
      .mode = asked.mode, .parts = asked.parts, .engine_version = site.options.engine_version, .pretty = asked.pretty};
}

EngineAnswer refused(Error error) { return {{}, {std::move(error)}}; }

}  // namespace

Setting default_setting(Mode mode) { return mode == Mode::clinician ? Setting::primary_care : Setting::home; }

EngineAnswer assess_case(const Inside& site, const Case& person, const Parameters& asked) {
  const WriteOptions options = writing(site, asked);
  const auto consultation =
      consult_for_parts(person, site.knowledge, options, asked.intervals, &site.interviewer(person.setting));
  if (!consultation) return refused(consultation.error());
  return {write_assessment(*consultation, person, site.knowledge, options), {}};
}

EngineAnswer answer_assess(const Inside& site, std::string_view body, const Parameters& asked) {
  const auto person = case_in(site, body, asked);
  if (!person) return refused(person.error());
  return assess_case(site, *person, asked);
}

// A saved interview, or a case with which one begins.
EngineAnswer answer_next(const Inside& site, std::string_view body, const Parameters& asked) {
  ReadInterview interview;
  interview.mode = asked.mode;
  // Which of the two it is meant to be; the reader then checks the whole.
  if (body.find("\"lumbar_interview\"") != std::string_view::npos) {
    auto read =
        read_interview(body, site.knowledge,
                       {.lenient = asked.lenient, .today = asked.today, .largest_bytes = site.options.largest_body});
    if (!read) return refused(read.take_error());
    interview = *std::move(read);
  } else {
    auto person = case_in(site, body, asked);
    if (!person) return refused(person.take_error());
    interview.state.given = *std::move(person);
  }
  interview.state.given.lenient = true;  // what a question takes as settled by others must never refuse an answer
  const auto next = site.interviewer(interview.state.given.setting).next(interview.state, {.mode = interview.mode});
  if (!next) return refused(next.error());
  WriteOptions options = writing(site, asked);
  options.mode = interview.mode;
  return {write_next(*next, interview.changed, site.knowledge, options), {}};
}

EngineAnswer answer_explain(const Inside& site, std::string_view body, const Parameters& asked) {
  const auto person = case_in(site, body, asked);
  if (!person) return refused(person.error());
  const auto explained = explain_case(*person, site.knowledge, asked.condition);
  if (!explained) {
    const Error& why = explained.error();
    return refused(why.fault() == Fault::usage ? why.at("query.condition") : why);
  }
  return {write_explanation(explained->told, explained->consultation, explained->change, site.knowledge, asked.pretty),
          {}};
}

EngineAnswer answer_isncsci(const Inside& site, std::string_view body, const Parameters& asked) {
  ReadExam sheet = read_exam(body);
  if (!sheet.faults.empty()) return {{}, std::move(sheet.faults)};
  const auto found = isncsci::classify(sheet.exam);
  auto steps = asked.steps ? explain_isncsci(sheet.exam, found, site.knowledge) : std::vector<IsncsciStep>{};
  return {write_exam_result(sheet, found, {.pretty = asked.pretty, .explanation = std::move(steps)}), {}};
}

}  // namespace lumbar::http
