// SPDX-License-Identifier: Apache-2.0
// A course: a baseline, goals, dated entries. Strict: what cannot be is refused with words that help, what is odd is
// flagged, and nothing is left out silently.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "lumbar/base/text.h"
#include "lumbar/base/units.h"
#include "lumbar/doors/wire/json_in.h"
#include "lumbar/doors/wire/read_statement.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

using json::Element;
using json::Path;

constexpr std::size_t most_entries = 2000;
constexpr std::size_t longest_note = 4000;
constexpr double scale_end = 10;  // of pain, effort and activities
constexpr double most_roland_morris = 24;

std::string in_quotes(std::string_view text) { return "\"" + json::visible(text, 60) + "\""; }

class CourseReader {
 public:
  CourseReader(const Knowledge& knowledge, const ReadOptions& options) : knowledge_(knowledge), options_(options) {}

  Result<Course> read(const Element& root) {
    const auto object = json::object_in(root);
    if (!object) return Error("the file holds " + json::shown(root) + "; expected a course: {\"lumbar_course\": 1, …}");
    Element version;
    const Path top;
    if (object->at_key("lumbar_course").get(version) != simdjson::SUCCESS)
      return Path{nullptr, "lumbar_course"}.error("is missing; begin with \"lumbar_course\": 1");
    if (json::number_in(version) != 1.0)
      return Path{nullptr, "lumbar_course"}.error(json::shown(version) +
                                                  " is not a version this program reads; it reads 1");
    for (const auto field : *object)
      if (auto complaint = allow(field.key, {"lumbar_course", "baseline", "goals", "entries"}, "a course", top))
        return std::move(*complaint);
    Element part;
    if (object->at_key("baseline").get(part) != simdjson::SUCCESS)
      return Path{nullptr, "baseline"}.error("is missing; it is a case with the day of the first assessment");
    if (auto complaint = read_baseline(part)) return std::move(*complaint);
    if (object->at_key("goals").get(part) == simdjson::SUCCESS && !part.is_null())
      if (auto complaint = read_goals(part, Path{nullptr, "goals"})) return std::move(*complaint);
    if (object->at_key("entries").get(part) != simdjson::SUCCESS)
      return Path{nullptr, "entries"}.error("is missing; a course has a list of entries, one a day: []");
    if (auto complaint = read_entries(part)) return std::move(*complaint);
    flag_what_is_odd();
    return std::move(course_);
  }

 private:
  template <class Keys = std::initializer_list<std::string_view>>
  static Complaint allow(std::string_view key, Keys keys, std::string_view what, const Path& path) {
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) return std::nullopt;
    std::string list;
    for (const std::string_view one : keys) list += (list.empty() ? "" : ", ") + std::string(one);
    return (path / key).error("has no place in " + std::string(what) + "; allowed here: " + list);
  }

  // The objects of a list, each with its place.
  template <class Read>
  Complaint each(const Element& list, const Path& path, const Read& read) {
    simdjson::dom::array items;
    if (list.get(items) != simdjson::SUCCESS)
      return path.error(json::shown(list) + " cannot stand here; expected a list […]");
    std::size_t place = 0;
    for (const Element item : items) {
      if (place >= most_entries) return path.error("is longer than " + std::to_string(most_entries));
      const std::string name = std::string(path.key) + "[" + std::to_string(place++) + "]";
      const Path here{path.around, name};
      const auto object = json::object_in(item);
      if (!object) return here.error(json::shown(item) + " cannot stand here; expected an object {…}");
      if (auto complaint = read(*object, here)) return complaint;
    }
    return std::nullopt;
  }

  static Complaint read_number(const Element& value, const Path& path, double low, double high, std::string_view what,
                               std::optional<double>& into) {
    const auto number = json::number_in(value);
    if (!number || !(*number >= low && *number <= high))
      return path.error(json::shown(value) + " is not possible: " + std::string(what) + " runs from " + written(low) +
                        " to " + written(high));
    into = number;
    return std::nullopt;
  }

  static Result<std::string> read_words(const Element& value, const Path& path, std::string_view what,
                                        std::size_t longest) {
    const auto text = json::text_in(value);
    if (!text || trimmed(*text).empty()) return path.error(json::shown(value) + " is not " + std::string(what));
    if (text->size() > longest) return path.error("is longer than " + std::to_string(longest) + " bytes");
    return std::string(trimmed(*text));
  }

  static Result<Date> read_day(const Element& value, const Path& path) {
    const auto text = json::text_in(value);
    auto date = text ? Date::read(*text) : Result<Date>(Error(""));
    if (!date) return path.error(json::shown(value) + " is not a day; write it as \"2026-11-21\"");
    return date;
  }

  Complaint read_baseline(const Element& value) {
    ReadOptions options = options_;
    options.today.reset();  // a course without its first day cannot be followed
    auto read = read_case(simdjson::minify(value), knowledge_, options);
    if (!read) return read.take_error().at("baseline");
    course_.baseline = *std::move(read);
    if (!course_.baseline.as_of)
      return Path{nullptr, "baseline.as_of"}.error("is missing; the course counts its weeks from that day");
    if (options_.today && *options_.today < *course_.baseline.as_of)
      return Path{nullptr, "baseline.as_of"}.error(course_.baseline.as_of->written() + " has not come yet");
    for (const std::string& warning : course_.baseline.warnings) course_.flags.push_back("baseline: " + warning);
    for (const std::string& ignored : course_.baseline.ignored)
      course_.flags.push_back("baseline: left out, for nobody knows it: " + ignored);
    return std::nullopt;
  }

  Complaint read_goals(const Element& list, const Path& path) {
    return each(list, path, [&](const json::Object& object, const Path& here) -> Complaint {
      Goal goal;
      for (const auto field : object) {
        if (auto complaint = allow(field.key, {"activity", "at_least"}, "a goal", here)) return complaint;
        if (field.key == "activity") {
          auto words =
              read_words(field.value, here / field.key, "an activity; write what is to be possible again", 200);
          if (!words) return words.take_error();
          goal.activity = *words;
        } else {
          std::optional<double> number;
          if (auto complaint =
                  read_number(field.value, here / field.key, 0, scale_end, "being able to do something", number))
            return complaint;
          goal.at_least = *number;
        }
      }
      if (goal.activity.empty())
        return here.error("a goal needs its activity: what is to be possible again, such as \"lift my child\"");
      course_.goals.push_back(std::move(goal));
      return std::nullopt;
    });
  }

  Complaint read_entries(const Element& list) {
    return each(list, Path{nullptr, "entries"}, [&](const json::Object& object, const Path& here) -> Complaint {
      CheckIn entry;
      Element value;
      if (object.at_key("date").get(value) != simdjson::SUCCESS)
        return (here / "date").error("is missing; every entry has its day");
      auto day = read_day(value, here / "date");
      if (!day) return day.take_error();
      entry.day = *day;
      if (auto complaint = check_order(entry.day, here / "date")) return complaint;
      // The check first, wherever it stands: what stopped a session is held against it.
      for (const bool check : {true, false})
        for (const auto field : object)
          if ((field.key == "check") == check)
            if (auto complaint = read_field(field.key, field.value, here, entry)) return complaint;
      course_.entries.push_back(std::move(entry));
      return std::nullopt;
    });
  }

  Complaint check_order(Date day, const Path& path) {
    const bool first = course_.entries.empty();
    const Date before = first ? *course_.baseline.as_of : course_.entries.back().day;
    if (options_.today && *options_.today < day) return path.error(day.written() + " has not come yet");
    if (!first && day == before) return path.error("a second entry on " + day.written() + "; join the two into one");
    if (day < before)
      return path.error(day.written() + " comes after " + before.written() + (first ? ", the baseline" : "") +
                        "; put the entries in the order of their days");
    const auto gap = static_cast<double>(day.days_since(before));
    const double largest = knowledge_.parameter("course_largest_gap_days");
    if (largest > 0 && gap > largest)
      return path.error("lies " + written(gap) + " days after " + before.written() +
                        "; after more than a year begin a new course with a new baseline");
    if (gap > knowledge_.parameter("course_flagged_gap_days"))
      course_.flags.push_back("no entry for " + written(gap) + " days, from " + before.written() + " to " +
                              day.written());
    return std::nullopt;
  }

  Complaint read_field(std::string_view key, const Element& value, const Path& here, CheckIn& entry) {
    if (auto complaint =
            allow(key, {"date", "check", "pain", "activities", "roland_morris", "tests", "sessions", "seen_by", "note"},
                  "an entry", here))
      return complaint;
    if (key == "date" || value.is_null()) return std::nullopt;
    const Path path = here / key;
    if (key == "tests")
      return each(value, path,
                  [&](const json::Object& object, const Path& at) { return read_test(object, at, entry); });
    if (key == "roland_morris") return read_roland_morris(value, path, entry);
    if (key == "seen_by") return read_seen_by(value, path, entry);
    if (key == "note") {
      auto words = read_words(value, path, "a note; leave it out where there is none", longest_note);
      if (!words) return words.take_error();
      entry.note = *words;
      return std::nullopt;
    }
    const auto object = json::object_in(value);
    if (!object) return path.error(json::shown(value) + " cannot stand here; expected an object {…}");
    if (key == "check") return read_check(*object, path, entry);
    if (key == "pain") return read_pain(*object, path, entry);
    if (key == "activities") return read_activities(*object, path, entry);
    return read_sessions(*object, path, entry);
  }

  // Its findings are read by the very reader of cases.
  Complaint read_check(const json::Object& object, const Path& path, CheckIn& entry) {
    for (const auto field : object)
      if (auto complaint = allow(field.key, {"answered_no", "findings"}, "a check", path)) return complaint;
    std::string findings = "{}";
    Element value;
    if (object.at_key("findings").get(value) == simdjson::SUCCESS && !value.is_null()) {
      if (!json::object_in(value))
        return (path / "findings").error(json::shown(value) + " cannot stand here; expected an object {…}");
      findings = simdjson::minify(value);
    }
    auto read = read_case(R"({"lumbar_case":1,"as_of":")" + entry.day.written() + R"(","findings":)" + findings + "}",
                          knowledge_, options_);
    if (!read) return read.take_error().at(path.text());
    for (Statement& one : read->statements) say(std::move(one), entry);
    for (const std::string& warning : read->warnings) course_.flags.push_back(entry.day.written() + ": " + warning);
    for (const std::string& ignored : read->ignored)
      course_.flags.push_back(entry.day.written() + ": left out, for nobody knows it: " + ignored);
    if (object.at_key("answered_no").get(value) != simdjson::SUCCESS || value.is_null()) return std::nullopt;
    return read_answered_no(value, path / "answered_no", entry);
  }

  static void say(Statement one, CheckIn& entry) {
    const auto at = std::lower_bound(entry.said.begin(), entry.said.end(), one,
                                     [](const Statement& a, const Statement& b) { return a.finding < b.finding; });
    if (at == entry.said.end() || at->finding != one.finding) entry.said.insert(at, std::move(one));
  }

  // Questions of the safety net that were asked in full and answered no, by group or one by one; what `findings` says
  // otherwise holds.
  Complaint read_answered_no(const Element& list, const Path& path, CheckIn& entry) {
    simdjson::dom::array items;
    if (list.get(items) != simdjson::SUCCESS)
      return path.error(json::shown(list) + " cannot stand here; expected a list such as [\"A\", \"B1\"]");
    for (const Element item : items) {
      const auto word = json::text_in(item);
      bool any = false;
      for (const SafetyItem& one : knowledge_.safety_net()) {
        const std::string group(1, one.group);
        if (!word || (*word != group && *word != group + std::to_string(one.order))) continue;
        any = true;
        for (const FindingId id : one.findings) {
          const auto& info = knowledge_.language().variables[id.row()];
          if (info.type != logic::Type::boolean || !info.askable) continue;
          Statement no;
          no.finding = id;
          no.present = Presence::absent;
          say(std::move(no), entry);
        }
      }
      if (!any)
        return path.error(json::shown(item) +
                          " is no question of the safety net; allowed: \"A\", \"B\", or one of them such as \"A1\"");
    }
    return std::nullopt;
  }

  static Complaint read_pain(const json::Object& object, const Path& path, CheckIn& entry) {
    for (const auto field : object) {
      if (auto complaint = allow(field.key, {"at_rest", "now", "worst"}, "pain", path)) return complaint;
      if (field.value.is_null()) continue;
      std::optional<double>& into = field.key == "at_rest" ? entry.pain.at_rest
                                    : field.key == "now"   ? entry.pain.now
                                                           : entry.pain.worst;
      if (auto complaint = read_number(field.value, path / field.key, 0, scale_end, "pain", into)) return complaint;
    }
    const PainRating& pain = entry.pain;
    for (const auto& [one, name] : {std::pair{pain.at_rest, "at_rest"}, std::pair{pain.now, "now"}})
      if (one && pain.worst && *one > *pain.worst)
        return path.error(std::string(name) + " (" + written(*one) + ") is more than worst (" + written(*pain.worst) +
                          "); correct one of them");
    return std::nullopt;
  }

  static Complaint read_activities(const json::Object& object, const Path& path, CheckIn& entry) {
    for (const auto field : object) {
      const std::string_view name = trimmed(field.key);
      if (name.empty()) return path.error("an activity has no name");
      std::optional<double> ability;
      if (auto complaint =
              read_number(field.value, path / field.key, 0, scale_end, "being able to do something", ability))
        return complaint;
      entry.activities.push_back({std::string(name), *ability});
    }
    return std::nullopt;
  }

  static Complaint read_roland_morris(const Element& value, const Path& path, CheckIn& entry) {
    if (auto complaint =
            read_number(value, path, 0, most_roland_morris, "the Roland–Morris total", entry.roland_morris))
      return complaint;
    if (*entry.roland_morris != std::floor(*entry.roland_morris))
      return path.error(json::shown(value) + " is not possible: the total counts statements");
    return std::nullopt;
  }

  Complaint read_seen_by(const Element& value, const Path& path, CheckIn& entry) {
    const auto word = json::text_in(value);
    std::vector<std::string_view> names;
    for (std::size_t row = 0; row < knowledge_.specialists().size(); ++row) {
      const Specialist& one = knowledge_.specialists()[row];
      if (word && one.name == *word) entry.seen_by = SpecialistId(row);
      names.emplace_back(one.name);
    }
    if (!entry.seen_by.is_some()) {
      const auto near = nearest(word.value_or("").substr(0, 80), names, 3);
      return path.error(
          json::shown(value) + " is nobody the facts know; " +
          (near.empty() ? "such as emergency_department, primary_care" : "nearest: " + joined(near, ", ")));
    }
    const auto& settles = knowledge_.course().settles;
    if (std::find(settles.begin(), settles.end(), entry.seen_by) == settles.end())
      course_.flags.push_back(entry.day.written() + ": an examination by " + knowledge_[entry.seen_by].name +
                              " is noted, but does not settle an earlier emergency");
    return std::nullopt;
  }

  Complaint read_test(const json::Object& object, const Path& path, CheckIn& entry) {
    TestedStrength test;
    std::optional<double> value;
    std::string unit;
    for (const auto field : object) {
      if (auto complaint = allow(field.key, {"test", "variant", "side", "value", "unit", "stopped_by"}, "a test", path))
        return complaint;
      if (field.value.is_null()) continue;
      const Path here = path / field.key;
      if (field.key == "value") {
        value = json::number_in(field.value);
        if (!value) return here.error(json::shown(field.value) + " is not a number");
      } else if (field.key == "side") {
        const auto word = json::text_in(field.value);
        const auto side = word ? from_word<Side>(*word) : std::nullopt;
        if (!side || *side == Side::both)
          return here.error(json::shown(field.value) + " is not a side of a test; use \"left\" or \"right\"");
        test.side = side;
      } else if (field.key == "stopped_by") {
        const auto word = json::text_in(field.value);
        const auto by = word ? from_word<StoppedBy>(*word) : std::nullopt;
        if (!by)
          return here.error(json::shown(field.value) + " cannot stand here; use one of: " + words_of<StoppedBy>());
        test.stopped_by = *by;
      } else {
        auto words = read_words(field.value, here, "a word", 200);
        if (!words) return words.take_error();
        (field.key == "test" ? test.test : field.key == "unit" ? unit : test.variant) = *words;
      }
    }
    if (test.test.empty()) return (path / "test").error("is missing; such as \"sorensen\"");
    const Reliability* row = knowledge_.course().test(test.test, std::nullopt);
    if (row == nullptr) return unknown_test(test.test, path / "test");
    if (test.variant.empty())
      return (path / "variant")
          .error("is missing: results of one test done in two ways do not compare; say position, grip or device");
    if (!value) return (path / "value").error("is missing");
    if (unit.empty()) return (path / "unit").error("is missing; " + test.test + " is measured in " + row->unit);
    if (auto complaint = settle_unit(*value, unit, *row, path, entry)) return complaint;
    const TestRange* range = knowledge_.course().range(row->unit);
    if (range != nullptr && !(*value >= range->low && *value <= range->high))
      return (path / "value")
          .error(written(*value) + " " + row->unit + " is not possible in " + test.test + "; it runs from " +
                 written(range->low) + " to " + written(range->high));
    test.value = *value;
    if (test.stopped_by == StoppedBy::pain || test.stopped_by == StoppedBy::limb)
      course_.flags.push_back(entry.day.written() + ": " + test.test + " was ended by " +
                              (test.stopped_by == StoppedBy::pain ? "pain" : "an arm or leg") +
                              "; it is no measure of strength and is not compared");
    entry.tests.push_back(std::move(test));
    return std::nullopt;
  }

  Complaint unknown_test(const std::string& name, const Path& path) const {
    std::vector<std::string_view> names;
    for (const Reliability& one : knowledge_.course().tests)
      if (std::find(names.begin(), names.end(), one.name) == names.end()) names.emplace_back(one.name);
    const auto near = nearest(std::string_view(name).substr(0, 80), names, 3);
    return path.error(in_quotes(name) + " is no test the facts know; " +
                      (near.empty() ? "see lumbar facts show norm" : "nearest: " + joined(near, ", ")));
  }

  Complaint settle_unit(double& value, const std::string& unit, const Reliability& row, const Path& path,
                        const CheckIn& entry) {
    if (unit == row.unit || (row.unit == "reps" && (unit == "repetitions" || unit == "count"))) return std::nullopt;
    auto turned = converted(value, unit, row.unit);
    if (!turned)
      return (path / "unit")
          .error(in_quotes(unit) + " does not fit " + row.name + ", which is measured in " + row.unit);
    course_.flags.push_back(entry.day.written() + ": " + row.name + " was given in " + json::visible(unit) +
                            " and read as " + written(*turned, 4) + " " + row.unit);
    value = *turned;
    return std::nullopt;
  }

  Complaint read_sessions(const json::Object& object, const Path& path, CheckIn& entry) {
    for (const auto field : object) {
      if (auto complaint = allow(field.key, {"planned", "done"}, "sessions", path)) return complaint;
      if (field.value.is_null()) continue;
      if (field.key == "planned") {
        std::optional<double> planned;
        if (auto complaint = read_number(field.value, path / field.key, 0, 100, "the number of sessions", planned))
          return complaint;
        if (*planned != std::floor(*planned)) return (path / field.key).error("is not a whole number of sessions");
        entry.sessions_planned = static_cast<int>(*planned);
      } else if (auto complaint = each(field.value, path / field.key, [&](const json::Object& one, const Path& here) {
                   return read_session(one, here, entry);
                 })) {
        return complaint;
      }
    }
    return std::nullopt;
  }

  Complaint read_session(const json::Object& object, const Path& path, CheckIn& entry) {
    Session session;
    struct Number {
      std::string_view key, what;
      double low, high;
      std::optional<double> Session::*into;
    };
    constexpr double far = 1e6;
    static const std::array numbers = {
        Number{"effort", "effort", 0, scale_end, &Session::effort},
        Number{"pain_during", "pain", 0, scale_end, &Session::pain_during},
        Number{"next_day_rise", "the rise of pain", -scale_end, scale_end, &Session::next_day_rise},
        Number{"reps_in_reserve", "repetitions in reserve", 0, 50, &Session::reps_in_reserve},
        Number{"load_kg", "the load in kg", 0, 500, &Session::load},
        Number{"volume", "the volume", 0, far, &Session::volume}};
    for (const auto field : object) {
      if (auto complaint = allow(field.key,
                                 {"date", "effort", "pain_during", "next_day_rise", "reps_in_reserve", "load_kg",
                                  "volume", "target_met", "stopped_for"},
                                 "a session", path))
        return complaint;
      if (field.value.is_null()) continue;
      const Path here = path / field.key;
      const auto* number =
          std::find_if(numbers.begin(), numbers.end(), [&](const Number& one) { return one.key == field.key; });
      if (number != numbers.end()) {
        if (auto complaint =
                read_number(field.value, here, number->low, number->high, number->what, session.*number->into))
          return complaint;
      } else if (field.key == "target_met") {
        session.target_met = json::flag_in(field.value);
        if (!session.target_met) return here.error(json::shown(field.value) + " is neither true nor false");
      } else if (field.key == "date") {
        auto day = read_day(field.value, here);
        if (!day) return day.take_error();
        if (entry.day < *day) return here.error(day->written() + " comes after its entry of " + entry.day.written());
        session.day = *day;
      } else if (auto complaint = read_stopped_for(field.value, here, entry)) {
        return complaint;
      }
    }
    entry.sessions.push_back(session);
    return std::nullopt;
  }

  // What stopped a session is told like any finding: the triage hears it.
  Complaint read_stopped_for(const Element& list, const Path& path, CheckIn& entry) {
    simdjson::dom::array items;
    if (list.get(items) != simdjson::SUCCESS)
      return path.error(json::shown(list) + " cannot stand here; expected a list of findings");
    for (const Element item : items) {
      const auto name = json::text_in(item);
      const auto id = name ? knowledge_.finding(*name) : std::nullopt;
      if (!id || knowledge_.language().variables[id->row()].type != logic::Type::boolean) {
        std::vector<std::string_view> names;
        for (const Finding& one : knowledge_.findings()) names.emplace_back(one.name);
        const auto near = nearest(name.value_or("").substr(0, 80), names, 3);
        return path.error(json::shown(item) + " is no finding that can be yes or no; " +
                          (near.empty() ? "see lumbar facts show finding" : "nearest: " + joined(near, ", ")));
      }
      Statement yes;
      yes.finding = *id;
      yes.present = Presence::present;
      const auto at =
          std::find_if(entry.said.begin(), entry.said.end(), [&](const Statement& one) { return one.finding == *id; });
      if (at == entry.said.end())
        say(yes, entry);
      else if (at->present != Presence::present)
        return path.error(std::string(*name) +
                          " stopped a session, and is answered otherwise in the check; correct one");
    }
    return std::nullopt;
  }

  void flag_what_is_odd() {
    std::map<std::string, std::size_t> rated;
    std::map<std::string, std::set<std::string>> variants;
    std::size_t ratings = 0;
    for (const CheckIn& entry : course_.entries) {
      ratings += entry.activities.empty() ? 0 : 1;
      for (const ActivityRating& one : entry.activities) ++rated[one.activity];
      for (const TestedStrength& one : entry.tests) variants[one.test].insert(one.variant);
      if (entry.sessions_planned && static_cast<std::size_t>(*entry.sessions_planned) < entry.sessions.size())
        course_.flags.push_back(entry.day.written() + ": more sessions done than planned");
    }
    for (const auto& [activity, times] : rated)
      if (times < ratings)
        course_.flags.push_back("the activity \"" + activity + "\" is rated on " + std::to_string(times) + " of " +
                                std::to_string(ratings) + " days; it is left out of the mean");
    for (const Goal& goal : course_.goals)
      if (!rated.contains(goal.activity))
        course_.flags.push_back("the goal \"" + goal.activity +
                                "\" is no activity of any entry; nobody can tell whether it is met");
    for (const auto& [test, ways] : variants) {
      if (ways.size() < 2) continue;
      std::vector<std::string> list(ways.begin(), ways.end());
      course_.flags.push_back(test + " was done in several ways (" + joined(list, "; ") +
                              "); results are compared within one way only");
    }
  }

  const Knowledge& knowledge_;
  const ReadOptions& options_;
  Course course_;
};

}  // namespace

Result<Course> read_course(std::string_view json, const Knowledge& knowledge, const ReadOptions& options) {
  simdjson::dom::parser parser;
  Element root;
  if (auto complaint = json::parse(json, options.largest_bytes, options.deepest, parser, root, "course"))
    return std::move(*complaint);
  return CourseReader(knowledge, options).read(root);
}

}  // namespace lumbar
