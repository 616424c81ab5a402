// SPDX-License-Identifier: Apache-2.0
// Measures of strength from JSON: every field is looked at, every fault told, and what is odd is said.
#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "lumbar/base/text.h"
#include "lumbar/base/units.h"
#include "lumbar/doors/wire/json_in.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

constexpr std::size_t largest_bytes = std::size_t{1} << 20, deepest = 8, most_measures = 2000;
constexpr double oldest_years = 120, days_in_year = 365.25;
constexpr auto file_keys =
    std::to_array<std::string_view>({"lumbar_measures", "as_of", "person", "needed_most", "measures"});
constexpr auto person_keys = std::to_array<std::string_view>({"age_years", "sex", "described"});
constexpr auto measure_keys =
    std::to_array<std::string_view>({"date", "test", "variant", "value", "unit", "stopped_by"});

std::string in_quotes(std::span<const std::string_view> words) {
  std::string list;
  for (const std::string_view word : words) list += (list.empty() ? "\"" : ", \"") + std::string(word) + "\"";
  return list;
}

// Force as people write it; a kilogram of a dynamometer is a kilogram-force.
std::optional<double> newtons_in(std::string_view unit) {
  constexpr double standard_gravity = 9.80665, pound = 0.45359237;
  if (unit == "N") return 1;
  if (unit == "kg" || unit == "kgf") return standard_gravity;
  if (unit == "lb" || unit == "lbs" || unit == "lbf") return pound * standard_gravity;
  return std::nullopt;
}

std::string_view units_of(const StrengthTest& test) {
  switch (test.kind) {
    case StrengthKind::hold:
    case StrengthKind::time: return "\"s\", \"min\"";
    case StrengthKind::force: return "\"N\", \"kg\", \"lb\"";
    case StrengthKind::torque: return "\"N.m\", \"Nm\", \"ft.lbf\"";
    case StrengthKind::speed: return "\"m/s\", \"km/h\", \"mph\"";
    case StrengthKind::repetitions: return "\"reps\"";
    case StrengthKind::grade: return "\"grade\"";
  }
  return {};
}

// What a value in `unit` is multiplied by to be in the test's own; nothing where the unit does not fit.
std::optional<double> factor_of(const StrengthTest& test, std::string_view unit) {
  switch (test.kind) {
    case StrengthKind::hold:
    case StrengthKind::time:
      if (unit == "s" || unit == "sec" || unit == "seconds") return 1;
      if (unit == "min" || unit == "minutes") return 60;
      return std::nullopt;
    case StrengthKind::force: {
      const auto given = newtons_in(unit), wanted = newtons_in(test.unit);
      if (!given || !wanted) return std::nullopt;
      return *given / *wanted;
    }
    case StrengthKind::torque:
    case StrengthKind::speed: {
      const auto one = converted(1, unit, test.unit);
      return one && !unit.empty() ? std::optional(*one) : std::nullopt;
    }
    case StrengthKind::repetitions:
    case StrengthKind::grade:
      if (unit.empty() || unit == test.unit) return 1;
      return std::nullopt;
  }
  return std::nullopt;
}

class MeasuresReader {
 public:
  MeasuresReader(const Knowledge& knowledge, std::optional<Date> today, ReadMeasures& read)
      : facts_(knowledge.strength()), today_(today), read_(read) {}

  void read(const json::Element& root) {
    const auto object = json::object_in(root);
    if (!object)
      return fault(Error(json::shown(root) + " holds no measures; expected {\"lumbar_measures\": 1, \"person\": {…}, "
                                             "\"measures\": […]}"));
    const json::Path path;
    for (const auto field : *object) {
      if (std::find(file_keys.begin(), file_keys.end(), field.key) == file_keys.end())
        unknown_key(field.key, file_keys, path / field.key);
    }
    const auto version = field_of(*object, "lumbar_measures");
    if (!version || json::number_in(*version) != 1.0)
      fault((path / "lumbar_measures").error("is missing or another than 1; write \"lumbar_measures\": 1"));
    read_as_of(field_of(*object, "as_of"), path / "as_of");
    read_person(field_of(*object, "person"), path / "person");
    if (const auto needed = field_of(*object, "needed_most")) read_needed(*needed, path / "needed_most");
    const auto list = field_of(*object, "measures");
    if (!list) return fault((path / "measures").error("is missing; write a list: \"measures\": [{…}, …]"));
    if (!list->is_array()) return fault((path / "measures").error(json::shown(*list) + " is no list; write [{…}, …]"));
    read_list(simdjson::dom::array(*list));
    remark();
  }

 private:
  struct Given {
    std::size_t place;  // in the list
    std::string unit;
  };

  void fault(Error error) { read_.faults.push_back(std::move(error)); }
  void warn(std::size_t place, const std::string& what) {
    read_.warnings.push_back("measures[" + std::to_string(place) + "]: " + what);
  }
  static std::optional<json::Element> field_of(const json::Object& object, std::string_view key) {
    json::Element element;
    if (object.at_key(key).get(element) != simdjson::SUCCESS || element.is_null()) return std::nullopt;
    return element;
  }
  void unknown_key(std::string_view key, std::span<const std::string_view> keys, const json::Path& path) {
    const auto near = nearest(key, keys, 1);
    fault(path.error("is no key here; " + (near.empty() ? "" : "perhaps \"" + near.front() + "\"; ") +
                     "allowed: " + in_quotes(keys)));
  }

  void read_as_of(const std::optional<json::Element>& given, const json::Path& path) {
    read_.as_of = today_;
    if (!given) return;
    const auto text = json::text_in(*given);
    const auto date = text ? Date::read(*text) : Result<Date>(Error("no text"));
    if (!date) return fault(path.error(json::shown(*given) + " is no day; write YYYY-MM-DD"));
    read_.as_of = *date;
  }

  void read_person(const std::optional<json::Element>& given, const json::Path& path) {
    if (!given) return fault(path.error("is missing; write {\"age_years\": …, \"sex\": …}: norms go by age and sex"));
    const auto object = json::object_in(*given);
    if (!object) return fault(path.error(json::shown(*given) + " is no person; expected an object"));
    for (const auto field : *object) {
      if (std::find(person_keys.begin(), person_keys.end(), field.key) == person_keys.end())
        unknown_key(field.key, person_keys, path / field.key);
    }
    if (const auto age = field_of(*object, "age_years")) {
      const auto years = json::number_in(*age);
      if (years && *years >= 0 && *years <= oldest_years) {
        read_.person.age_years = *years;
      } else {
        fault((path / "age_years").error(json::shown(*age) + " is no age; allowed: 0 to 120 years"));
      }
    } else {
      read_.warnings.emplace_back("person.age_years is missing: without it no norm fits, and nothing is called weak");
    }
    if (const auto sex = field_of(*object, "sex")) {
      const auto text = json::text_in(*sex);
      read_.person.sex = text ? from_word<Sex>(*text) : std::nullopt;
      if (!read_.person.sex)
        fault((path / "sex").error(json::shown(*sex) + " is not one of: \"female\", \"male\", \"other\""));
    } else {
      read_.warnings.emplace_back("person.sex is missing: only norms of women and men together can fit");
    }
    if (const auto words = field_of(*object, "described")) read_described(*words, path / "described");
  }

  void read_described(const json::Element& given, const json::Path& path) {
    std::vector<std::string_view> allowed;
    for (const Norm& norm : facts_.norms) {
      const std::string_view word = norm.group_of_people;
      if (!word.empty() && word != "general" && std::find(allowed.begin(), allowed.end(), word) == allowed.end())
        allowed.push_back(word);
    }
    if (!given.is_array()) return fault(path.error(json::shown(given) + " is no list; write [\"white_collar\"]"));
    for (const json::Element one : simdjson::dom::array(given)) {
      const auto text = json::text_in(one);
      if (text && std::find(allowed.begin(), allowed.end(), *text) != allowed.end()) {
        read_.person.described.emplace_back(*text);
      } else {
        fault(path.error(json::shown(one) +
                         " describes nobody for whom a norm was made; allowed: " + in_quotes(allowed)));
      }
    }
  }

  void read_needed(const json::Element& given, const json::Path& path) {
    if (!given.is_array()) return fault(path.error(json::shown(given) + " is no list; write [\"extensors\"]"));
    for (const json::Element one : simdjson::dom::array(given)) {
      const auto text = json::text_in(one);
      const auto group = text ? from_word<MuscleGroup>(*text) : std::nullopt;
      if (group) {
        read_.person.needed_most.push_back(*group);
      } else {
        fault(
            path.error(json::shown(one) + " is no group of muscles; allowed: " + in_quotes(Words<MuscleGroup>::list)));
      }
    }
  }

  void read_list(const simdjson::dom::array& list) {
    const json::Path path;
    if (list.size() > most_measures)
      return fault((path / "measures").error("has more than 2000 measures; leave out the oldest"));
    std::size_t place = 0;
    for (const json::Element one : list) {
      const std::string key = "measures[" + std::to_string(place) + "]";
      read_measure(one, path / key, place);
      ++place;
    }
  }

  void read_measure(const json::Element& given, const json::Path& path, std::size_t place) {
    const auto object = json::object_in(given);
    if (!object)
      return fault(
          path.error(json::shown(given) + " is no measure; expected an object with " + in_quotes(measure_keys)));
    for (const auto field : *object) {
      if (std::find(measure_keys.begin(), measure_keys.end(), field.key) == measure_keys.end())
        unknown_key(field.key, measure_keys, path / field.key);
    }
    const auto day = read_day(field_of(*object, "date"), path / "date");
    const auto variant = read_variant(*object, path);
    if (!variant) return;
    const StrengthTest& test = facts_.test_of(*variant);
    const auto factor = read_unit(field_of(*object, "unit"), test, path / "unit");
    const auto value = field_of(*object, "value");
    if (!value) return fault((path / "value").error("is missing; leave the measure out where nothing was measured"));
    const auto stopped = field_of(*object, "stopped_by");
    const auto sides = json::object_in(*value);
    const auto unit = field_of(*object, "unit");
    const Given source{place, unit && json::text_in(*unit) ? std::string(*json::text_in(*unit)) : test.unit};
    const auto add = [&](const json::Element& number, const json::Path& where, std::optional<Side> side) {
      const auto amount = read_value(number, test, factor.value_or(1), source.unit, where);
      const auto reason = read_stopped(stopped, side, path / "stopped_by");
      if (!amount || !reason || !day || !factor) return;
      read_.measures.push_back({*day, *variant, side, *amount, *reason});
      given_.push_back(source);
    };
    if (!test.sided) {
      if (sides)
        return fault((path / "value")
                         .error("has no sides in this test; write one number" +
                                std::string(test.name == "grip_strength" ? ", of the better hand" : "")));
      return add(*value, path / "value", {});
    }
    if (!sides)
      return fault((path / "value")
                       .error(json::shown(*value) + " has no side; write {\"left\": …, \"right\": …}, or "
                                                    "the one side that was tested"));
    if (sides->size() == 0) return fault((path / "value").error("is empty; write {\"left\": …, \"right\": …}"));
    for (const auto field : *sides) {
      const json::Path around = path / "value";
      const json::Path where = around / field.key;
      const auto side = from_word<Side>(field.key);
      if (!side || *side == Side::both) {
        fault(where.error("is no side; allowed: \"left\", \"right\""));
      } else if (!field.value.is_null()) {
        add(field.value, where, side);
      }
    }
  }

  std::optional<Date> read_day(const std::optional<json::Element>& given, const json::Path& path) {
    if (!given) {
      fault(path.error("is missing; write the day of the test, YYYY-MM-DD: weakness is confirmed on two days"));
      return std::nullopt;
    }
    const auto text = json::text_in(*given);
    const auto date = text ? Date::read(*text) : Result<Date>(Error("no text"));
    if (!date) {
      fault(path.error(json::shown(*given) + " is no day; write YYYY-MM-DD"));
      return std::nullopt;
    }
    if (read_.as_of && *date > *read_.as_of) {
      fault(path.error(date->written() + " lies after " + read_.as_of->written() +
                       ", the day of this reading; correct the date, or give \"as_of\""));
      return std::nullopt;
    }
    if (read_.as_of && read_.person.age_years &&
        static_cast<double>(read_.as_of->days_since(*date)) > (*read_.person.age_years + 1) * days_in_year) {
      fault(path.error(date->written() + " lies before the person was born; correct the date or the age"));
      return std::nullopt;
    }
    return *date;
  }

  std::optional<std::size_t> read_variant(const json::Object& object, const json::Path& path) {
    const auto test_given = field_of(object, "test");
    const auto variant_given = field_of(object, "variant");
    const auto name = test_given ? json::text_in(*test_given) : std::nullopt;
    if (!name) {
      fault((path / "test")
                .error((test_given ? json::shown(*test_given) + " is no text" : "is missing") +
                       "; allowed: " + test_names()));
      return std::nullopt;
    }
    const auto test = std::find_if(facts_.tests.begin(), facts_.tests.end(),
                                   [&](const StrengthTest& one) { return one.name == *name; });
    if (test == facts_.tests.end()) {
      fault((path / "test").error(unknown_test(*name)));
      return std::nullopt;
    }
    std::vector<std::size_t> ways;
    for (std::size_t i = 0; i < facts_.variants.size(); ++i) {
      if (&facts_.test_of(i) == &*test) ways.push_back(i);
    }
    if (!variant_given) {
      if (ways.size() == 1) return ways.front();
      fault((path / "variant")
                .error("is missing; " + std::string(*name) +
                       " is done in several ways that are never "
                       "compared with one another; say which: " +
                       ways_in_words(ways)));
      return std::nullopt;
    }
    const auto variant = json::text_in(*variant_given);
    for (const std::size_t way : ways) {
      if (variant && facts_.variants[way].name == *variant) return way;
    }
    fault((path / "variant")
              .error(json::shown(*variant_given) + " is no way of testing " + std::string(*name) +
                     "; allowed: " + ways_in_words(ways)));
    return std::nullopt;
  }

  std::string ways_in_words(const std::vector<std::size_t>& ways) const {
    std::string words;
    for (const std::size_t way : ways) {
      words += (words.empty() ? "\"" : ", \"") + facts_.variants[way].name + "\" (" + facts_.variants[way].label + ")";
    }
    return words;
  }

  std::string test_names() const {
    std::string words;
    for (const StrengthTest& one : facts_.tests) words += (words.empty() ? "\"" : ", \"") + one.name + "\"";
    return words;
  }

  std::string unknown_test(std::string_view name) const {
    std::vector<std::string_view> names;
    for (const StrengthTest& one : facts_.tests) names.emplace_back(one.name);
    const auto near = nearest(name, names, 3);
    std::string words = "\"" + json::visible(name) + "\" is no test that is known here; ";
    for (std::size_t i = 0; i < facts_.variants.size(); ++i) {
      if (facts_.variants[i].name != name) continue;
      return words + "it is a way to do one: write \"test\": \"" + facts_.test_of(i).name + "\", \"variant\": \"" +
             facts_.variants[i].name + "\"";
    }
    if (!near.empty()) words += "nearest: " + joined(near, ", ") + "; ";
    return words + "allowed: " + test_names();
  }

  std::optional<double> read_unit(const std::optional<json::Element>& given, const StrengthTest& test,
                                  const json::Path& path) {
    const auto text = given ? json::text_in(*given) : std::optional<std::string_view>(std::string_view());
    if (const auto factor = text ? factor_of(test, *text) : std::nullopt) return factor;
    fault(path.error((given ? json::shown(*given) + " does not fit " + test.name
                            : std::string("is missing; a number alone may be minutes or seconds, pounds or newtons")) +
                     "; allowed: " + std::string(units_of(test))));
    return std::nullopt;
  }

  std::optional<double> read_value(const json::Element& given, const StrengthTest& test, double factor,
                                   const std::string& unit, const json::Path& path) {
    if (test.kind == StrengthKind::grade) return read_grade(given, path);
    const auto number = json::number_in(given);
    if (!number) {
      fault(path.error(json::shown(given) + " is no number; leave out what was not measured"));
      return std::nullopt;
    }
    const double value = *number * factor;
    if (*number < 0) {
      fault(path.error(json::shown(given) + " is below 0; nobody measures less than nothing"));
      return std::nullopt;
    }
    if (value > test.most) {
      fault(path.error(written(*number) + " " + unit + " is more than anybody reaches (at most " + written(test.most) +
                       " " + test.unit + " is believed); a slip, or another unit?"));
      return std::nullopt;
    }
    if (test.kind == StrengthKind::repetitions && value != std::floor(value)) {
      fault(path.error(json::shown(given) + " is no whole number of repetitions"));
      return std::nullopt;
    }
    return value;
  }

  // Grades go in whole steps; a sign stands for a third of one.
  std::optional<double> read_grade(const json::Element& given, const json::Path& path) {
    std::optional<double> grade;
    if (const auto text = json::text_in(given); text && !text->empty() && text->size() <= 2) {
      const bool has_sign = text->size() == 2 && (text->back() == '+' || text->back() == '-');
      if (text->front() >= '0' && text->front() <= '5' && (text->size() == 1 || has_sign))
        grade = text->front() - '0' + (has_sign ? (text->back() == '+' ? 1.0 : -1.0) / 3 : 0);
    } else if (const auto number = json::number_in(given); number && *number == std::floor(*number)) {
      grade = *number;
    }
    if (grade && *grade >= 0 && *grade <= 5) return grade;
    fault(path.error(json::shown(given) + " is not a grade; use 0, 1, 2, 3, 4, 5, or with a sign \"4-\", \"4+\""));
    return std::nullopt;
  }

  std::optional<Stopped> read_stopped(const std::optional<json::Element>& given, std::optional<Side> side,
                                      const json::Path& path) {
    if (!given) return Stopped::not_said;
    std::optional<json::Element> own = given;
    if (const auto sides = json::object_in(*given)) {
      for (const auto field : *sides) {
        if (field.key != "left" && field.key != "right") {
          fault((path / field.key).error("is no side; allowed: \"left\", \"right\""));
          return std::nullopt;
        }
      }
      own = side ? field_of(*sides, word_of(*side)) : std::nullopt;
      if (!own) return Stopped::not_said;
    }
    const auto text = json::text_in(*own);
    const auto stopped = text ? from_word<Stopped>(*text) : std::nullopt;
    if (stopped) return stopped;
    fault(path.error(json::shown(*own) + " is no reason for stopping; allowed: \"fatigue\", \"position\" (form was "
                                         "lost), \"pain\", \"limb\" (arm or leg gave out first), \"ceiling\" (the "
                                         "examiner stopped), \"other\", \"not_said\""));
    return std::nullopt;
  }

  // What is read, and yet may have been meant otherwise.
  void remark() {
    if (!read_.faults.empty()) return;
    const auto& all = read_.measures;
    bool out_of_order = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i > 0 && all[i].day < all[i - 1].day && !out_of_order) {
        out_of_order = true;
        warn(given_[i].place, all[i].day.written() + " stands after " + all[i - 1].day.written() +
                                  "; the measures are taken in the order of their days");
      }
      if (read_.as_of && read_.as_of->days_since(all[i].day) > 365)
        warn(given_[i].place, all[i].day.written() + " is more than a year ago; it says little of today");
      compare_with_earlier(i);
    }
  }

  // At most one remark of each kind, however long the list.
  void compare_with_earlier(std::size_t here) {
    const StrengthMeasure& one = read_.measures[here];
    const StrengthTest& test = facts_.test_of(one.variant);
    const std::string what = test.name + (one.side ? ", " + std::string(word_of(*one.side)) : "");
    std::optional<std::size_t> before;
    bool same_day = false;
    for (std::size_t i = 0; i < here; ++i) {
      const StrengthMeasure& other = read_.measures[i];
      if (one.variant != other.variant || one.side != other.side) continue;
      before = i;
      same_day = same_day || one.day == other.day;
    }
    if (!before) return;
    if (same_day) {
      constexpr std::array<std::string_view, 3> counts = {"the better counts", "their mean counts", "the worse counts"};
      warn(given_[here].place, what + " was measured twice on " + one.day.written() + "; " +
                                   std::string(counts[static_cast<std::size_t>(test.same_day)]));
    }
    if (given_[here].unit != given_[*before].unit)
      warn(given_[here].place, what + " is given in " + given_[here].unit + ", before in " + given_[*before].unit +
                                   "; both are turned into " + test.unit);
    const double other = read_.measures[*before].value;
    const double small = std::min(one.value, other), large = std::max(one.value, other);
    if (!(small > 0)) return;
    const auto is_about = [&](double factor) { return std::abs(large / small / factor - 1) < 0.02; };
    const bool time = test.kind == StrengthKind::hold || test.kind == StrengthKind::time;
    if ((time && is_about(60)) || (test.kind == StrengthKind::force && (is_about(9.80665) || is_about(4.44822))))
      warn(given_[here].place, what + ": " + written(one.value) + " beside " + written(other) + " " + test.unit +
                                   " looks like units mixed up; check the unit");
  }

  const StrengthFacts& facts_;
  std::optional<Date> today_;
  ReadMeasures& read_;
  std::vector<Given> given_;  // of each measure
};

}  // namespace

ReadMeasures read_measures(std::string_view json, const Knowledge& knowledge, std::optional<Date> today) {
  ReadMeasures read;
  simdjson::dom::parser parser;
  json::Element root;
  if (auto complaint = json::parse(json, largest_bytes, deepest, parser, root, "file of measures")) {
    read.faults.push_back(std::move(*complaint));
    return read;
  }
  MeasuresReader(knowledge, today, read).read(root);
  return read;
}

}  // namespace lumbar
