// SPDX-License-Identifier: Apache-2.0
// Answers of one instrument from JSON. A list answers the items in their order; an object names them.
#include <algorithm>
#include <array>

#include "lumbar/base/text.h"
#include "lumbar/doors/wire/json_in.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

constexpr std::size_t largest_bytes = std::size_t{1} << 18, deepest = 6;
constexpr std::array<std::string_view, 7> keys = {"lumbar_outcome", "measure", "on",    "answers",
                                                  "score",          "scores",  "before"};

template <class Named>
std::vector<std::string_view> names_of(const std::vector<Named>& list) {
  std::vector<std::string_view> names;
  for (const Named& one : list) names.emplace_back(one.name);
  return names;
}

std::string in_words(const std::vector<std::string_view>& names) {
  std::string words;
  for (const std::string_view name : names) words += (words.empty() ? "" : ", ") + std::string(name);
  return words.empty() ? "none" : words;
}

template <class Named>
Result<std::size_t> place_of(std::string_view name, const std::vector<Named>& list, const json::Path& path,
                             std::string_view what) {
  const auto names = names_of(list);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    return path.error("is no " + std::string(what) + " of this instrument; allowed: " + in_words(names));
  return static_cast<std::size_t>(found - names.begin());
}

// Null is not answered. Yes and no may be written as such.
Result<std::optional<double>> read_answer(const json::Element& value, bool yes_or_no, const json::Path& path) {
  if (value.is_null()) return std::optional<double>();
  if (const auto flag = json::flag_in(value); flag && yes_or_no) return std::optional(*flag ? 1.0 : 0.0);
  if (const auto number = json::number_in(value)) return std::optional(*number);
  return path.error(json::shown(value) + " is no answer; allowed: a number" + (yes_or_no ? ", true or false" : "") +
                    ", or null where it was not answered");
}

class SheetReader {
 public:
  explicit SheetReader(const Measure& measure) : measure_(measure) {}

  Complaint read(const json::Element& root, const json::Path& path, OutcomeAnswers& answers, std::optional<Date>& on,
                 const json::Element** before) {
    const auto object = json::object_in(root);
    if (!object)
      return path.error(json::shown(root) + " is no sheet; expected an object {\"answers\": …} or {\"scores\": …}");
    answers.items.resize(measure_.items.size());
    answers.entered.resize(measure_.scores.size());
    for (const auto field : *object) {
      const json::Path inner = path / field.key;
      if (field.key == "before" && before != nullptr) {
        earlier_ = field.value;
        *before = &earlier_;
      } else if (auto fault = read_field(field.key, field.value, inner, answers, on)) {
        return fault;
      }
    }
    return std::nullopt;
  }

 private:
  Complaint read_field(std::string_view key, const json::Element& value, const json::Path& path,
                       OutcomeAnswers& answers, std::optional<Date>& on) {
    if (key == "lumbar_outcome") {
      if (json::number_in(value) == 1.0) return std::nullopt;
      return path.error(json::shown(value) + " is no version this program reads; allowed: 1");
    }
    if (key == "measure") {
      if (json::text_in(value) == std::string_view(measure_.name)) return std::nullopt;
      return path.error(json::shown(value) + " is not the instrument that was asked for; expected \"" + measure_.name +
                        "\"");
    }
    if (key == "on") return read_day(value, path, on);
    if (key == "answers") return read_answers(value, path, answers);
    if (key == "score" || key == "scores") return read_scores(key, value, path, answers);
    const auto near = nearest(key, keys, 1);
    return path.error("is no key here; " + (near.empty() ? "" : "perhaps \"" + near.front() + "\"; ") +
                      "allowed: measure, on, answers, scores, before");
  }

  static Complaint read_day(const json::Element& value, const json::Path& path, std::optional<Date>& on) {
    const auto text = json::text_in(value);
    auto day = text ? Date::read(*text) : Result<Date>(Error(json::shown(value) + " is no day; write \"2026-11-21\""));
    if (!day) return day.take_error().at(path.text());
    on = *day;
    return std::nullopt;
  }

  Complaint read_answers(const json::Element& value, const json::Path& path, OutcomeAnswers& answers) const {
    if (measure_.items.empty())
      return path.error("cannot be scored here: " + measure_.name +
                        " is entered as a score; give \"scores\": " + in_words(names_of(measure_.scores)));
    if (value.is_array()) {
      const simdjson::dom::array list(value);
      if (list.size() != measure_.items.size())
        return path.error("has " + std::to_string(list.size()) + " answers; " + measure_.name + " has " +
                          std::to_string(measure_.items.size()) + " items: write null for one that was not answered");
      std::size_t place = 0;
      for (const json::Element one : list) {
        const std::string key = "[" + std::to_string(place) + "]";
        if (auto fault = put(one, place, path / key, answers)) return fault;
        ++place;
      }
      return std::nullopt;
    }
    const auto object = json::object_in(value);
    if (!object) return path.error(json::shown(value) + " is neither a list of answers nor an object {\"1\": …}");
    for (const auto field : *object) {
      const json::Path inner = path / field.key;
      auto place = place_of(field.key, measure_.items, inner, "item");
      if (!place) return place.take_error();
      if (auto fault = put(field.value, *place, inner, answers)) return fault;
    }
    return std::nullopt;
  }

  Complaint put(const json::Element& value, std::size_t place, const json::Path& path, OutcomeAnswers& answers) const {
    const MeasureItem& item = measure_.items[place];
    auto answer = read_answer(value, item.least == 0 && item.most == 1, path);
    if (!answer) return answer.take_error();
    answers.items[place] = *answer;
    return std::nullopt;
  }

  Complaint read_scores(std::string_view key, const json::Element& value, const json::Path& path,
                        OutcomeAnswers& answers) const {
    if (key == "score") {
      if (measure_.scores.size() != 1)
        return path.error("is not enough: " + measure_.name + " has several; give \"scores\" with " +
                          in_words(names_of(measure_.scores)));
      return enter(value, 0, path, answers);
    }
    const auto object = json::object_in(value);
    if (!object) return path.error(json::shown(value) + " is no object {\"" + measure_.scores.front().name + "\": …}");
    for (const auto field : *object) {
      const json::Path inner = path / field.key;
      auto place = place_of(field.key, measure_.scores, inner, "score");
      if (!place) return place.take_error();
      if (auto fault = enter(field.value, *place, inner, answers)) return fault;
    }
    return std::nullopt;
  }

  static Complaint enter(const json::Element& value, std::size_t place, const json::Path& path,
                         OutcomeAnswers& answers) {
    auto number = read_answer(value, false, path);
    if (!number) return number.take_error();
    answers.entered[place] = *number;
    return std::nullopt;
  }

  const Measure& measure_;
  json::Element earlier_;
};

}  // namespace

Result<OutcomeSheet> read_outcome_sheet(std::string_view json, const Measure& measure) {
  simdjson::dom::parser parser;
  json::Element root;
  if (auto fault = json::parse(json, largest_bytes, deepest, parser, root, "sheet of answers")) return *fault;
  OutcomeSheet sheet;
  const json::Element* before = nullptr;
  const json::Path top;
  SheetReader reader(measure);
  if (auto fault = reader.read(root, top, sheet.now, sheet.on, &before)) return *fault;
  if (before == nullptr) return sheet;
  sheet.before.emplace();
  if (auto fault = SheetReader(measure).read(*before, top / "before", *sheet.before, sheet.before_on, nullptr))
    return *fault;
  if (sheet.on && sheet.before_on && *sheet.before_on > *sheet.on)
    return (top / "before" / "on")
        .error(sheet.before_on->written() + " is after " + sheet.on->written() + "; \"before\" is the earlier time");
  return sheet;
}

}  // namespace lumbar
