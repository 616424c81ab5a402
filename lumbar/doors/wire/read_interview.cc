// SPDX-License-Identifier: Apache-2.0
// A saved interview, read with the facts of today: what they ask otherwise is asked again.
#include <algorithm>

#include "lumbar/doors/wire/json_in.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

using json::Element;
using json::Path;

std::optional<Element> at(const json::Object& object, std::string_view key) {
  Element found;
  if (object.at_key(key).get(found) != simdjson::SUCCESS) return std::nullopt;
  return found;
}

std::string text_at(const json::Object& object, std::string_view key) {
  const auto found = at(object, key);
  return found ? std::string(json::text_in(*found).value_or("")) : std::string();
}

Result<Case> case_at(const json::Object& object, std::string_view key, const Path& path, const Knowledge& knowledge,
                     ReadOptions options) {
  const auto found = at(object, key);
  if (!found) return (path / key).error("is missing");
  options.lenient = true;  // ids that are gone since are told, not refused
  auto person = read_case(simdjson::to_string(*found), knowledge, options);
  if (!person) return person.take_error().at((path / key).text());
  return person;
}

// One answer, or nothing where the facts ask otherwise now; `changed` says which.
Result<std::optional<Answered>> answer_in(const json::Object& object, const Path& path, const Knowledge& knowledge,
                                          const ReadOptions& options, std::vector<std::string>& changed) {
  Answered answer;
  answer.question = text_at(object, "question");
  if (answer.question.empty()) return (path / "question").error("is missing");
  const auto detail = from_word<Detail>(text_at(object, "detail"));
  if (!detail) return (path / "detail").error("is not one of: presence, age, tempo, trend, side");
  answer.detail = *detail;
  const std::string shown = json::visible(answer.question);
  const auto question = question_named(answer.question, knowledge);
  if (!question || question->detail != *detail) {
    changed.push_back(shown + " is not asked any more; its answer is left out");
    return std::optional<Answered>();
  }
  if (question->text != text_at(object, "text")) {
    changed.push_back(shown + " is asked in other words now; it is asked again");
    return std::optional<Answered>();
  }
  const auto asked = at(object, "asked");
  simdjson::dom::array list;
  if (!asked || asked->get(list) != simdjson::SUCCESS) return (path / "asked").error("is not a list");
  for (const Element one : list) {
    const auto finding = knowledge.finding(json::text_in(one).value_or(""));
    if (finding) answer.asked.push_back(*finding);
  }
  auto said = case_at(object, "said", path, knowledge, options);
  if (!said) return said.take_error();
  for (const std::string& gone : said->ignored) changed.push_back(gone + ": its answer is left out");
  answer.statements = std::move(said->statements);
  return std::optional<Answered>(std::move(answer));
}

}  // namespace

Result<ReadInterview> read_interview(std::string_view text, const Knowledge& knowledge, const ReadOptions& options) {
  simdjson::dom::parser parser;
  Element root;
  if (auto complaint = json::parse(text, options.largest_bytes, options.deepest, parser, root, "interview"))
    return std::move(*complaint);
  const Path path;
  const auto object = json::object_in(root);
  if (!object || !at(*object, "lumbar_interview"))
    return Error("is no saved interview: \"lumbar_interview\" is missing; write one with lumbar interview --save FILE");
  ReadInterview read;
  const auto mode = from_word<Mode>(text_at(*object, "mode"));
  if (!mode) return (path / "mode").error("is neither public nor clinician");
  read.mode = *mode;
  auto given = case_at(*object, "given", path, knowledge, options);
  if (!given) return given.take_error();
  for (const std::string& gone : given->ignored) read.changed.push_back(gone + ": what was given of it is left out");
  read.state.given = std::move(*given);
  read.state.given.ignored.clear();
  const auto answers = at(*object, "answers");
  simdjson::dom::array list;
  if (!answers || answers->get(list) != simdjson::SUCCESS) return (path / "answers").error("is not a list");
  for (const Element one : list) {
    const auto answer = json::object_in(one);
    if (!answer) return (path / "answers").error("holds something else than answers");
    auto made = answer_in(*answer, path / "answers", knowledge, options, read.changed);
    if (!made) return made.take_error();
    if (*made) read.state.answers.push_back(**std::move(made));
  }
  return read;
}

}  // namespace lumbar
