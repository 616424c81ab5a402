// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/fhir/gathered.h"

#include "lumbar/base/text.h"

namespace lumbar::fhir {
namespace {

bool is_yes(const Value& answer) {
  if (answer.is(json::Kind::flag)) return answer.flag();
  if (answer.is(json::Kind::text)) return from_word<Side>(answer.text()).has_value();
  const Value* present = answer.find("present");
  return present != nullptr && present->flag();
}

bool is_no(const Value& answer) {
  if (answer.is(json::Kind::flag)) return !answer.flag();
  const Value* present = answer.find("present");
  return present != nullptr && present->is(json::Kind::flag) && !present->flag();
}

bool is_in_vain(const Value& answer) { return answer.text() == "unavailable" || answer.text() == "not_sure"; }

// Left and right of one value may come from two resources.
bool joins(const Value& before, const Value& now) {
  if (!before.is(json::Kind::object) || !now.is(json::Kind::object) || now.keys().size() != 1) return false;
  const std::string& side = now.keys().front();
  return (side == "left" || side == "right") && before.find(side) == nullptr &&
         (before.find("left") != nullptr || before.find("right") != nullptr);
}

}  // namespace

void Gathered::say(FindingId finding, Value answer, const std::string& place, const std::string& day) {
  const auto before = said_.find(finding);
  if (before == said_.end()) {
    said_[finding] = {std::move(answer), day, Value::object()};
    places_[finding] = place;
    return;
  }
  Said& old = before->second;
  if (joins(old.answer, answer)) {
    old.answer.add(answer.keys().front(), answer.items().front());
    return;
  }
  // Yes holds against no and against not knowing; a word that it was not to be had never takes an answer away.
  const bool replaces = is_yes(answer)  ? !is_yes(old.answer)
                        : is_no(answer) ? is_in_vain(old.answer)
                                        : !is_in_vain(answer) && !is_yes(old.answer) && day >= old.day;
  if (!replaces) return;
  old.answer = std::move(answer);
  old.day = day;
  places_[finding] = place;
}

void Gathered::detail(FindingId finding, std::string_view key, Value value, const std::string& place) {
  Said& said = said_[finding];
  if (said.details.find(key) == nullptr) said.details.add(key, std::move(value));
  places_.try_emplace(finding, place);
}

void Gathered::circumstance(std::string_view key, Value value, const std::string& place) {
  if (circumstances_.find(key) != nullptr) return;
  circumstances_.add(key, std::move(value));
  circumstance_places_.emplace(key, place);
}

std::optional<Date> Gathered::day() const {
  const auto date = Date::read(circumstances_.text_at("as_of"));
  return date ? std::optional(*date) : std::nullopt;
}

bool Gathered::says_yes(FindingId finding) const {
  const auto found = said_.find(finding);
  return found != said_.end() && is_yes(found->second.answer);
}

Result<Case> Gathered::read(const ReadOptions& options) const {
  Value whole = Value::object({{"lumbar_case", 1}});
  for (std::size_t i = 0; i < circumstances_.keys().size(); ++i)
    whole.add(circumstances_.keys()[i], circumstances_.items()[i]);
  Value findings = Value::object();
  for (const auto& [finding, said] : said_) {
    Value answer = said.answer;
    if (!said.details.empty() && is_yes(answer)) {
      Value more = Value::object({{"present", true}});
      if (answer.is(json::Kind::text)) more.add("side", answer.text());
      for (std::size_t i = 0; i < said.details.keys().size(); ++i) {
        if (more.find(said.details.keys()[i]) == nullptr) more.add(said.details.keys()[i], said.details.items()[i]);
      }
      answer = std::move(more);
    }
    findings.add(knowledge_[finding].name, std::move(answer));
  }
  whole.add("findings", std::move(findings));
  auto person = read_case(json::write_value(whole, false), knowledge_, options);
  if (person) return person;
  const Placed placed = place_of(person.error());
  const auto names = split(placed.path, '.');
  if (names.size() > 1 && names.front() == "findings") {
    const auto finding = knowledge_.finding(names[1]);
    const auto place = finding ? places_.find(*finding) : places_.end();
    if (place != places_.end()) return Error(placed.detail).at(place->second);
  }
  const auto place = names.empty() ? circumstance_places_.end() : circumstance_places_.find(names.front());
  if (place != circumstance_places_.end()) return Error(placed.detail).at(place->second);
  return person;
}

}  // namespace lumbar::fhir
