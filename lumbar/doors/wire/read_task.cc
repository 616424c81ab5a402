// SPDX-License-Identifier: Apache-2.0
// A task of `lumbar load` from JSON: the lifts of a job.
#include <algorithm>
#include <array>

#include "lumbar/base/text.h"
#include "lumbar/doors/wire/json_in.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

constexpr std::size_t largest_bytes = std::size_t{1} << 18, deepest = 8, most_lifts = 200, longest_name = 80;
constexpr std::array<std::string_view, 5> lifting_keys = {"units", "duration", "circumstances", "tested_load", "lifts"};
constexpr std::array<std::string_view, 8> lift_keys = {
    "name", "load", "load_most", "coupling", "lifts_per_minute", "controlled_at_destination", "origin", "destination"};
constexpr std::array<std::string_view, 3> hand_keys = {"horizontal", "vertical", "asymmetry"};

// What nobody measures by mistake of a unit alone: beyond it a number is a slip of the pen.
struct Limits {
  double load, horizontal, vertical;
  std::string_view length_unit, load_unit;
};
constexpr std::array<Limits, 2> limits_of = {{{500, 200, 300, "cm", "kg"}, {1100, 80, 120, "in", "lb"}}};
constexpr double most_degrees = 180, most_lifts_per_minute = 60, minutes_of_a_day = 1440;

std::string in_words(std::span<const std::string_view> words) {
  std::string list;
  for (const std::string_view word : words) list += (list.empty() ? "\"" : ", \"") + std::string(word) + "\"";
  return list;
}

Error unknown_key(std::string_view key, std::span<const std::string_view> keys, const json::Path& path) {
  const auto near = nearest(key, keys, 1);
  return path.error("is no key here; " + (near.empty() ? "" : "perhaps \"" + near.front() + "\"; ") +
                    "allowed: " + in_words(keys));
}

// One object, whose keys are all on a list; and what is taken out of it.
class Fields {
 public:
  Fields(const json::Object& object, const json::Path& path) : object_(object), path_(path) {}

  Complaint check(std::span<const std::string_view> keys) const {
    for (const auto field : object_) {
      if (std::find(keys.begin(), keys.end(), field.key) == keys.end())
        return unknown_key(field.key, keys, path_ / field.key);
    }
    return std::nullopt;
  }

  std::optional<json::Element> get(std::string_view key) const {
    json::Element value;
    if (object_.at_key(key).get(value) != simdjson::SUCCESS || value.is_null()) return std::nullopt;
    return value;
  }

  Complaint number(std::string_view key, double least, double most, std::string_view unit, double& into,
                   bool needed = true) const {
    const json::Path path = path_ / key;
    const std::string allowed =
        "allowed: a number from " + written(least) + " to " + written(most) + " " + std::string(unit);
    const auto value = get(key);
    if (!value && !needed) return std::nullopt;
    if (!value) return path.error("is missing; " + allowed);
    const auto number = json::number_in(*value);
    if (!number || !(*number >= least && *number <= most))
      return path.error(json::shown(*value) + " is not possible here; " + allowed);
    into = *number;
    return std::nullopt;
  }

  template <class Scale>
  Complaint word(std::string_view key, Scale& into) const {
    const json::Path path = path_ / key;
    const auto value = get(key);
    const std::string allowed = "allowed: " + in_words(Words<Scale>::list);
    if (!value) return path.error("is missing; " + allowed);
    const auto text = json::text_in(*value);
    const auto scale = text ? from_word<Scale>(*text) : std::nullopt;
    if (!scale) return path.error(json::shown(*value) + " is not possible here; " + allowed);
    into = *scale;
    return std::nullopt;
  }

  const json::Path& path() const { return path_; }

 private:
  const json::Object& object_;
  const json::Path& path_;
};

Complaint read_hands(const Fields& lift, std::string_view key, const Limits& limits, bool all, mechanics::Hands& into) {
  const json::Path path = lift.path() / key;
  const auto value = lift.get(key);
  const auto object = value ? json::object_in(*value) : std::nullopt;
  if (!object) return path.error("is missing; expected {\"horizontal\": …, \"vertical\": …, \"asymmetry\": …}");
  const Fields fields(*object, path);
  if (auto fault = fields.check(hand_keys)) return fault;
  if (auto fault = fields.number("horizontal", 0, limits.horizontal, limits.length_unit, into.horizontal, all))
    return fault;
  if (auto fault = fields.number("vertical", 0, limits.vertical, limits.length_unit, into.vertical)) return fault;
  return fields.number("asymmetry", 0, most_degrees, "degrees", into.asymmetry, all);
}

Complaint read_lift(const json::Element& element, const json::Path& path, const Limits& limits, std::size_t number,
                    mechanics::Lift& lift) {
  const auto object = json::object_in(element);
  if (!object) return path.error(json::shown(element) + " is no lift; expected {\"load\": …, \"origin\": …, …}");
  const Fields fields(*object, path);
  if (auto fault = fields.check(lift_keys)) return fault;
  lift.name = std::to_string(number);
  if (const auto name = fields.get("name")) {
    const auto text = json::text_in(*name);
    if (!text || text->empty() || text->size() > longest_name)
      return (path / "name").error(json::shown(*name) + " is no name; allowed: a text of up to 80 bytes");
    lift.name = json::visible(*text, longest_name);
  }
  if (auto fault = fields.number("load", 0, limits.load, limits.load_unit, lift.load)) return fault;
  lift.load_most = lift.load;
  if (auto fault = fields.number("load_most", lift.load, limits.load, limits.load_unit, lift.load_most, false))
    return fault;
  if (auto fault = fields.word("coupling", lift.coupling)) return fault;
  if (auto fault = fields.number("lifts_per_minute", 0, most_lifts_per_minute, "a minute", lift.lifts_per_minute))
    return fault;
  const auto controlled = fields.get("controlled_at_destination");
  const auto flag = controlled ? json::flag_in(*controlled) : std::nullopt;
  if (!flag)
    return (path / "controlled_at_destination")
        .error(
            "is missing or neither true nor false; true where the load is gripped anew, held or placed with care "
            "at the end");
  lift.controlled = *flag;
  if (auto fault = read_hands(fields, "origin", limits, true, lift.origin)) return fault;
  return read_hands(fields, "destination", limits, lift.controlled, lift.destination);
}

Complaint read_duration(const Fields& fields, const mechanics::LiftingConstants& constants, mechanics::Duration& into) {
  const json::Path path = fields.path() / "duration";
  const auto value = fields.get("duration");
  const auto object = value ? json::object_in(*value) : std::nullopt;
  if (!object) return fields.word("duration", into);
  const Fields pattern(*object, path);
  constexpr std::array<std::string_view, 2> keys = {"work_minutes", "rest_minutes"};
  if (auto fault = pattern.check(keys)) return fault;
  double work = 0, rest = 0;
  if (auto fault = pattern.number("work_minutes", 0, constants.work_minutes.back(), "min", work)) return fault;
  if (auto fault = pattern.number("rest_minutes", 0, minutes_of_a_day, "min", rest)) return fault;
  into = mechanics::duration_of(work, rest, constants).value_or(mechanics::Duration::up_to_8_h);
  return std::nullopt;
}

// What the equation does not cover is refused in words, never reckoned.
Complaint read_circumstances(const Fields& fields, const Lifting& lifting) {
  const json::Path path = fields.path() / "circumstances";
  const auto value = fields.get("circumstances");
  if (!value) return std::nullopt;
  std::vector<std::string_view> names;
  for (const LiftingExclusion& one : lifting.exclusions) names.emplace_back(one.name);
  if (!value->is_array()) return path.error(json::shown(*value) + " is no list; allowed: a list of " + in_words(names));
  for (const json::Element one : simdjson::dom::array(*value)) {
    const auto text = json::text_in(one);
    const auto found = text ? std::find(names.begin(), names.end(), *text) : names.end();
    if (found == names.end()) return path.error(json::shown(one) + " is no circumstance; allowed: " + in_words(names));
    const LiftingExclusion& exclusion = lifting.exclusions[static_cast<std::size_t>(found - names.begin())];
    return path.error("the lifting equation does not cover " + exclusion.words +
                      "; no limit is given: have the work looked at by occupational health");
  }
  return std::nullopt;
}

Result<LiftingJob> read_job(const json::Element& element, const json::Path& path, const Lifting& lifting) {
  const auto object = json::object_in(element);
  if (!object) return path.error(json::shown(element) + " is no job; expected {\"units\": …, \"lifts\": [ … ]}");
  const Fields fields(*object, path);
  if (auto fault = fields.check(lifting_keys)) return *fault;
  LiftingJob job;
  if (auto fault = fields.word("units", job.units)) return *fault;
  const Limits& limits = limits_of[static_cast<std::size_t>(job.units)];
  if (auto fault = read_circumstances(fields, lifting)) return *fault;
  if (auto fault = read_duration(fields, lifting.of(job.units), job.duration)) return *fault;
  if (fields.get("tested_load")) {
    job.tested_load = 0;
    if (auto fault = fields.number("tested_load", 0, limits.load, limits.load_unit, *job.tested_load)) return *fault;
  }
  const auto lifts = fields.get("lifts");
  const json::Path inside = path / "lifts";
  if (!lifts || !lifts->is_array()) return inside.error("is missing; expected a list of at least one lift");
  const simdjson::dom::array list(*lifts);
  if (list.size() == 0 || list.size() > most_lifts)
    return inside.error("has " + std::to_string(list.size()) + " lifts; allowed: 1 to " + std::to_string(most_lifts));
  for (const json::Element one : list) {
    const std::string key = "[" + std::to_string(job.lifts.size()) + "]";
    job.lifts.emplace_back();
    if (auto fault = read_lift(one, inside / key, limits, job.lifts.size(), job.lifts.back())) return *fault;
  }
  return job;
}

}  // namespace

Result<LiftingJob> read_task(std::string_view json, const Knowledge& knowledge) {
  if (!knowledge.lifting().known()) return Error("these facts have no lifting equation (lifting.toml)", Fault::facts);
  simdjson::dom::parser parser;
  json::Element root;
  if (auto fault = json::parse(json, largest_bytes, deepest, parser, root, "task")) return *fault;
  const json::Path top;
  const auto object = json::object_in(root);
  if (!object) return Error(json::shown(root) + " is no task; expected an object {\"lifting\": {…}}");
  std::optional<json::Element> lifting;
  for (const auto field : *object) {
    const json::Path path = top / field.key;
    if (field.key == "lumbar_task") {
      if (json::number_in(field.value) != 1.0)
        return path.error(json::shown(field.value) + " is no version this program reads; allowed: 1");
    } else if (field.key == "lifting") {
      lifting = field.value;
    } else if (field.key == "posture" || field.key == "statics") {
      return path.error("the forces in the spine are not reckoned by this version; give \"lifting\" alone");
    } else {
      return path.error("is no key here; allowed: \"lumbar_task\", \"lifting\"");
    }
  }
  if (!lifting) return (top / "lifting").error("is missing; expected {\"units\": …, \"lifts\": [ … ]}");
  return read_job(*lifting, top / "lifting", knowledge.lifting());
}

}  // namespace lumbar
