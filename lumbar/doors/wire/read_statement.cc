// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/wire/read_statement.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "lumbar/base/text.h"
#include "lumbar/base/units.h"
#include "lumbar/doors/wire/lengths.h"

namespace lumbar {
namespace {

using json::Element;
using json::Path;

/// One value, or why there is none; no saying at all where it was not asked.
template <class T>
struct HeardValue {
  std::optional<Saying> saying;
  T value{};
};

std::optional<Saying> way_of_not_knowing(const Element& answer) {
  const auto word = json::text_in(answer);
  if (word == "unavailable") return Saying::unavailable;
  if (word == "not_sure") return Saying::not_sure;
  return std::nullopt;
}

constexpr std::string_view ways_of_not_knowing = "\"unavailable\", \"not_sure\"";

// --- Quantities

struct Range {
  std::string_view unit;
  double low, high;
};

// What a unit allows at most, wide enough for anything alive; a finding's own meaning is never judged here.
constexpr double largest_of_all = 1e9;
constexpr std::array ranges = {
    Range{"Cel", 25, 45},     Range{"SD", -20, 20},     Range{"years", 0, 120},  Range{"cm", 0, 300},
    Range{"kg", 0, 700},      Range{"kg/m2", 0, 300},   Range{"m", 0, 1e6},      Range{"m/s", 0, 15},
    Range{"s", 0, 86400},     Range{"mL", 0, 20000},    Range{"mm", 0, 3000},    Range{"mm/h", 0, 1000},
    Range{"N.m", 0, 5000},    Range{"mmHg", 0, 500},    Range{"/min", 0, 600},   Range{"g/dL", 0, 100},
    Range{"mmol/L", 0, 1000}, Range{"mg/L", 0, 100000}, Range{"count", 0, 1000}, Range{"points", 0, 1000},
};

// The range of a unit; "0-10" and "of 4" say theirs themselves.
Range range_of(std::string_view unit) {
  for (const Range& range : ranges) {
    if (range.unit == unit) return range;
  }
  const auto dash = unit.find('-');
  if (dash != std::string_view::npos) {
    const auto low = number_in(unit.substr(0, dash));
    const auto high = number_in(unit.substr(dash + 1));
    if (low && high) return {unit, *low, *high};
  }
  if (unit.starts_with("of ")) {
    if (const auto high = number_in(unit.substr(3))) return {unit, 0, *high};
  }
  return {unit, 0, largest_of_all};
}

std::string with_unit(double value, std::string_view unit) {
  const bool is_scale = unit.empty() || unit.starts_with("of ") || (unit.front() >= '0' && unit.front() <= '9');
  return written(value, 15) + (is_scale ? "" : " " + std::string(unit));
}

// A reading on the other scale of temperature, for those who left the unit out.
std::string did_you_mean(double value, std::string_view unit, const Range& range) {
  if (unit != "Cel") return {};
  const auto in_celsius = converted(value, "[degF]", "Cel");
  if (!in_celsius || *in_celsius < range.low || *in_celsius > range.high) return {};
  return "; did you mean °F: {\"value\": " + written(value, 15) + ", \"unit\": \"[degF]\"}";
}

Result<double> within_range(double value, std::optional<std::string_view> given_unit, const Finding& finding,
                            const Path& path) {
  const Range range = range_of(finding.unit);
  const std::string_view unit = given_unit.value_or(std::string_view(finding.unit));
  double own = value;
  if (std::abs(value) <= largest_of_all) {
    auto in_own_unit = converted(value, unit, finding.unit, finding.name);
    if (!in_own_unit) {
      return path.error(finding.unit.empty()
                            ? "\"" + json::visible(unit) + "\" does not fit; this one has no unit, leave it out"
                            : "unit \"" + json::visible(unit, 30) + "\"" +
                                  in_own_unit.error().text().substr(in_own_unit.error().text().find(" does not fit")));
    }
    own = *in_own_unit;
    if (own >= range.low && own <= range.high) return own;
  }
  return path.error(with_unit(value, json::visible(unit)) + " is not possible; allowed: " + written(range.low, 15) +
                    " to " + with_unit(range.high, finding.unit) +
                    (given_unit ? "" : did_you_mean(value, finding.unit, range)));
}

Result<HeardValue<double>> read_quantity(const Finding& finding, const Element& answer, const Path& path) {
  const std::string unit_hint = finding.unit.empty() ? "\"…\"" : "\"" + finding.unit + "\"";
  const std::string forms = "write a number, or {\"value\": …, \"unit\": " + unit_hint + "}";
  const auto text = json::text_in(answer);
  std::optional<double> value = json::number_in(answer);
  std::optional<std::string_view> unit;
  if (const auto object = json::object_in(answer)) {
    for (const auto field : *object) {
      const Path here = path / field.key;
      if (field.key == "value") {
        if (field.value.is_null()) return HeardValue<double>{};
        value = json::number_in(field.value);
        if (!value) return here.error(json::shown(field.value) + " is not a number; write it without quotation marks");
      } else if (field.key == "unit") {
        if (field.value.is_null()) continue;
        unit = json::text_in(field.value);
        if (!unit) return here.error(json::shown(field.value) + " is not a unit; write it as " + unit_hint);
      } else {
        return here.error("a value has value and unit, or left and right, nothing else");
      }
    }
    if (!value) return path.error("value is missing; " + forms);
  }
  if (!value) {
    const bool in_quotes = text && lumbar::number_in(*text);
    return path.error(
        json::shown(answer) + " is not a number; " +
        (in_quotes ? "write it without quotation marks" : forms + ", or " + std::string(ways_of_not_knowing)));
  }
  auto own = within_range(*value, unit, finding, path);
  if (!own) return own.take_error();
  return HeardValue<double>{Saying::stated, *own};
}

// --- Grades and choices

constexpr double highest_grade = 5;

// Grades go in whole steps; a sign stands for a third of one.
Result<HeardValue<double>> read_grade(const Finding& finding, const Element& answer, const Path& path) {
  std::optional<double> grade;
  bool may_be_fraction = false;
  if (const auto text = json::text_in(answer); text && !text->empty()) {
    const char sign = text->back();
    const bool has_sign = sign == '+' || sign == '-';
    const std::string_view whole = text->substr(0, text->size() - (has_sign ? 1 : 0));
    if (whole.size() == 1 && whole.front() >= '0' && whole.front() <= '9') {
      grade = static_cast<double>(whole.front() - '0') + (has_sign ? (sign == '+' ? 1.0 : -1.0) / 3 : 0);
      may_be_fraction = has_sign;
    }
  } else if (json::object_in(answer)) {
    auto heard = read_quantity(finding, answer, path);
    if (!heard || !heard->saying) return heard;
    grade = heard->value;
  } else {
    grade = json::number_in(answer);
  }
  const bool allowed =
      grade && *grade >= 0 && *grade <= highest_grade && (may_be_fraction || *grade == std::floor(*grade));
  if (!allowed) {
    const std::string what = json::object_in(answer) && grade ? written(*grade, 15) : json::shown(answer);
    return path.error(what + " is not a grade; use 0, 1, 2, 3, 4, 5, or with a sign \"4-\", \"4+\" (0 to 5), or " +
                      std::string(ways_of_not_knowing));
  }
  return HeardValue<double>{Saying::stated, *grade};
}

Result<HeardValue<std::uint8_t>> read_choice(const std::vector<std::string>& choices, const Element& answer,
                                             const Path& path) {
  const auto token = json::text_in(answer);
  const auto found = token ? std::find(choices.begin(), choices.end(), *token) : choices.end();
  if (found == choices.end()) {
    std::string allowed;
    for (const std::string& choice : choices) allowed += "\"" + choice + "\", ";
    return path.error(json::shown(answer) + " is not one of the answers; use one of: " + allowed +
                      std::string(ways_of_not_knowing));
  }
  return HeardValue<std::uint8_t>{Saying::stated, static_cast<std::uint8_t>(found - choices.begin())};
}

// --- Values with and without sides

bool has_sides(const Element& answer) {
  const auto object = json::object_in(answer);
  return object && std::any_of(object->begin(), object->end(),
                               [](const auto& field) { return field.key == "left" || field.key == "right"; });
}

template <class T, class ReadOne>
Result<HeardValue<T>> read_value(const Element& answer, const Path& path, const ReadOne& read_one) {
  if (answer.is_null()) return HeardValue<T>{};
  if (const auto saying = way_of_not_knowing(answer)) return HeardValue<T>{saying, {}};
  return read_one(answer, path);
}

// A value of the whole or of each side. Returns how it was said; of two sides without a value, "not sure" tells more
// than "unavailable", and a side that was not asked tells nothing.
template <class T, class ReadOne>
Result<std::optional<Saying>> read_sided(const Element& answer, const Path& path, bool may_have_sides, Sided<T>& into,
                                         const ReadOne& read_one) {
  const auto object = json::object_in(answer);
  if (!object || !has_sides(answer)) {
    auto heard = read_value<T>(answer, path, read_one);
    if (!heard) return heard.take_error();
    if (heard->saying == Saying::stated) into.bare = heard->value;
    return heard->saying;
  }
  if (!may_have_sides) return path.error("left and right cannot stand here; this is one value of the whole person");
  std::optional<Saying> said;
  for (const auto field : *object) {
    const Path here = path / field.key;
    if (field.key != "left" && field.key != "right") return here.error("beside left and right nothing else may stand");
    auto heard = read_value<T>(field.value, here, read_one);
    if (!heard) return heard.take_error();
    if (heard->saying == Saying::stated) (field.key == "left" ? into.left : into.right) = heard->value;
    said = std::max(said, heard->saying);  // nothing < stated < unavailable < not_sure
  }
  return said;
}

// --- Yes, no, and where

Statement yes_on(std::optional<Side> side) {
  Statement statement;
  statement.present = Presence::present;
  statement.side = side;
  return statement;
}

std::string answers_of_a_flag() {
  return "true, false, " + words_of<Side>() + ", " + std::string(ways_of_not_knowing) +
         ", or an object with present, side, onset, duration, tempo, trend";
}

// {"left": …, "right": …}: one side denied says nothing of the other.
Result<std::optional<Statement>> read_flag_by_sides(const Element& answer, const Path& path) {
  Sided<bool> sides;
  auto saying =
      read_sided<bool>(answer, path, true, sides, [](const Element& one, const Path& here) -> Result<HeardValue<bool>> {
        if (const auto flag = json::flag_in(one)) return HeardValue<bool>{Saying::stated, *flag};
        return here.error(json::shown(one) + " is not an answer for one side; use true, false, " +
                          std::string(ways_of_not_knowing));
      });
  if (!saying) return saying.take_error();
  if (!*saying) return std::optional<Statement>();
  Statement statement;
  const bool left = sides.left.value_or(false);
  const bool right = sides.right.value_or(false);
  if (left || right) return std::optional(yes_on(left && right ? Side::both : left ? Side::left : Side::right));
  if (sides.left == false && sides.right == false) statement.present = Presence::absent;
  // One side denied, the other not to be had: the whole is not to be had.
  statement.saying = **saying;
  return std::optional(statement);
}

template <class Scale>
Complaint read_word(const Element& element, const Path& path, std::optional<Scale>& into) {
  const auto word = json::text_in(element);
  into = word ? from_word<Scale>(*word) : std::nullopt;
  if (into) return std::nullopt;
  return path.error(json::shown(element) + " cannot stand here; use one of: " + words_of<Scale>());
}

class FlagReader {
 public:
  explicit FlagReader(Reading& reading) : reading_(reading) {}

  Result<std::optional<Statement>> read(const json::Object& object, const Path& path) {
    for (const auto field : object) {
      if (auto complaint = read_field(field.key, field.value, path / field.key)) return std::move(*complaint);
    }
    if (auto complaint = settle(path)) return std::move(*complaint);
    return std::optional(statement_);
  }

 private:
  Complaint read_field(std::string_view key, const Element& value, const Path& path) {
    const bool known =
        key == "present" || key == "side" || key == "onset" || key == "duration" || key == "tempo" || key == "trend";
    if (!known && reading_.lenient) {
      reading_.person.ignored.push_back(path.text());
      return std::nullopt;
    }
    if (!known)
      return path.error("has no place here; allowed: present, side, onset, duration, tempo, trend; or left and right");
    if (value.is_null()) return std::nullopt;
    if (key == "present") return read_present(value, path);
    if (key == "side") return read_word(value, path, statement_.side);
    if (key == "tempo") return read_word(value, path, statement_.tempo);
    if (key == "trend") return read_word(value, path, statement_.trend);
    auto age = key == "onset" ? read_onset(value, path, reading_.person.as_of) : read_length(value, path, {});
    if (!age) return age.take_error();
    (key == "onset" ? onset_ : duration_) = *age;
    return std::nullopt;
  }

  Complaint read_present(const Element& value, const Path& path) {
    const auto flag = json::flag_in(value);
    if (!flag) {
      return path.error(json::shown(value) + " is neither true nor false; " + std::string(ways_of_not_knowing) +
                        " stand in place of the whole object");
    }
    statement_.present = presence(*flag);
    return std::nullopt;
  }

  Complaint settle(const Path& path) {
    if (statement_.present == Presence::unknown) {
      if (!reading_.lenient) return path.error("present is missing; add \"present\": true or false");
      statement_.present = Presence::present;
      warn(path, "present is missing; read as true");
    }
    if (auto complaint = settle_age(path)) return complaint;
    return statement_.present == Presence::absent ? settle_absence(path) : std::nullopt;
  }

  Complaint settle_age(const Path& path) {
    if (onset_ && duration_ && disagree(*onset_, *duration_)) {
      const std::string what =
          "onset (" + in_words(*onset_) + " before as_of) and duration (" + in_words(*duration_) + ") disagree";
      if (!reading_.lenient) return path.error(what + "; correct one of them");
      warn(path, what + "; the shorter is used");
    }
    if (onset_) statement_.age_days = onset_->days;
    if (duration_) statement_.age_days = std::min(statement_.age_days.value_or(duration_->days), duration_->days);
    return std::nullopt;
  }

  // What is not there has no onset; and one side denied says nothing of the other.
  Complaint settle_absence(const Path& path) {
    if (onset_ || duration_ || statement_.tempo || statement_.trend) {
      const std::string what = "present is false, yet onset, duration, tempo or trend is given";
      if (!reading_.lenient) return path.error(what + "; leave them out, or say \"present\": true");
      warn(path, what + "; they are left out");
      statement_.age_days.reset();
      statement_.tempo.reset();
      statement_.trend.reset();
    }
    if (statement_.side && *statement_.side != Side::both) statement_.present = Presence::unknown;
    statement_.side.reset();
    return std::nullopt;
  }

  void warn(const Path& path, const std::string& what) {
    reading_.person.warnings.push_back(path.text() + ": " + what);
  }

  Reading& reading_;
  Statement statement_;
  std::optional<Length> onset_, duration_;
};

Result<std::optional<Statement>> read_flag(const Element& answer, const Path& path, Reading& reading) {
  if (const auto flag = json::flag_in(answer)) {
    Statement statement;
    statement.present = presence(*flag);
    return std::optional(statement);
  }
  if (const auto word = json::text_in(answer)) {
    if (const auto side = from_word<Side>(*word)) return std::optional(yes_on(*side));
  }
  if (has_sides(answer)) return read_flag_by_sides(answer, path);
  if (const auto object = json::object_in(answer)) return FlagReader(reading).read(*object, path);
  return path.error(json::shown(answer) + " is not an answer to a yes-or-no finding; use " + answers_of_a_flag());
}

Result<std::optional<Statement>> read_side(const Element& answer, const Path& path) {
  const auto word = json::text_in(answer);
  const auto side = word ? from_word<Side>(*word) : std::nullopt;
  if (!side)
    return path.error(json::shown(answer) + " is not a side; use one of: " + words_of<Side>() + ", " +
                      std::string(ways_of_not_knowing));
  return std::optional(yes_on(*side));
}

}  // namespace

Result<std::optional<Statement>> read_statement(FindingId id, const Element& answer, const Path& path,
                                                Reading& reading) {
  if (answer.is_null()) return std::optional<Statement>();
  const Finding& finding = reading.knowledge[id];
  const logic::VariableInfo& info = reading.knowledge.language().variables[id.row()];
  const bool may_have_sides = finding.sided;
  Statement statement;
  if (const auto saying = way_of_not_knowing(answer)) {
    statement.finding = id;
    statement.saying = *saying;
    return std::optional(statement);
  }
  Result<std::optional<Saying>> saying = std::optional<Saying>();
  switch (info.type) {
    case logic::Type::boolean:
    case logic::Type::side: {
      auto said = info.type == logic::Type::side ? read_side(answer, path) : read_flag(answer, path, reading);
      if (said && *said) (*said)->finding = id;
      return said;
    }
    case logic::Type::quantity:
      saying =
          read_sided<double>(answer, path, may_have_sides, statement.number,
                             [&](const Element& one, const Path& here) { return read_quantity(finding, one, here); });
      break;
    case logic::Type::ordinal:
      saying = read_sided<double>(answer, path, may_have_sides, statement.number,
                                  [&](const Element& one, const Path& here) { return read_grade(finding, one, here); });
      break;
    case logic::Type::choice:
      saying = read_sided<std::uint8_t>(
          answer, path, may_have_sides, statement.choice,
          [&](const Element& one, const Path& here) { return read_choice(info.choices, one, here); });
      break;
    case logic::Type::duration:
      saying = read_sided<double>(answer, path, false, statement.number,
                                  [&](const Element& one, const Path& here) -> Result<HeardValue<double>> {
                                    auto length = read_length(one, here, finding.unit);
                                    if (!length) return length.take_error();
                                    return HeardValue<double>{Saying::stated, length->days};
                                  });
      break;
  }
  if (!saying) return saying.take_error();
  if (!*saying) return std::optional<Statement>();
  statement.finding = id;
  const bool any_value = statement.number.any() || statement.choice.any();
  statement.saying = any_value ? Saying::stated : **saying;
  return std::optional(statement);
}

}  // namespace lumbar
