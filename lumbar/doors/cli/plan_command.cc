// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/plan_command.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <ostream>

#include "lumbar/base/text.h"
#include "lumbar/clinic/consult/consult.h"
#include "lumbar/clinic/report/report.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

std::string lowered(std::string_view text) {
  std::string low(trimmed(text));
  std::transform(low.begin(), low.end(), low.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return low;
}

// "band, chair" and "band" "chair" alike.
std::vector<std::string> words_of(const std::vector<std::string>& given) {
  std::vector<std::string> words;
  for (const std::string& one : given) {
    for (const std::string_view word : split(one, ',')) words.push_back(lowered(word));
  }
  return words;
}

template <class List>
Result<std::size_t> place_of(const std::string& word, const List& list, const char* what) {
  std::string names;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].name == word) return i;
    names += (names.empty() ? "" : ", ") + list[i].name;
  }
  return Error("no " + std::string(what) + " \"" + word + "\"; there are: " + names);
}

// An id, or the first goal one of whose words stands in what was said.
Result<std::size_t> goal_of(const std::string& word, const std::vector<ExerciseGoal>& goals) {
  std::string names;
  for (std::size_t i = 0; i < goals.size(); ++i) {
    if (goals[i].name == word) return i;
    names += (names.empty() ? "" : ", ") + goals[i].name + " (" + goals[i].label + ")";
  }
  const auto said = split(word, ' ');
  for (std::size_t i = 0; i < goals.size(); ++i) {
    for (const std::string& name : goals[i].words) {
      const bool whole = name.find(' ') != std::string::npos && word.find(name) != std::string::npos;
      if (whole || std::find(said.begin(), said.end(), name) != said.end()) return i;
    }
  }
  return Error("\"" + word + "\" names no activity that exercises lead to; there are: " + names);
}

// DTSTAMP: the moment of writing, UTC.
std::string stamp_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 20> text{};
  std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts);
  return text.data();
}

Result<std::optional<Date>> start_of(const PlanOptions& options, const Surroundings& world) {
  if (options.start.empty()) return world.today ? std::optional(world.today->plus_days(1)) : std::nullopt;
  auto date = Date::read(options.start);
  if (!date) return date.take_error().at("--start");
  return std::optional(*date);
}

}  // namespace

Result<ProgrammeWishes> read_wishes(const PlanOptions& options, const Knowledge& knowledge) {
  const Exercises& all = knowledge.exercises();
  ProgrammeWishes wishes;
  for (const std::string& word : words_of(options.goals)) {
    if (word.empty())
      return Error("names no activity; say what you want to do again, as walk or housework").at("--goal");
    auto goal = goal_of(word, all.goals);
    if (!goal) return goal.take_error().at("--goal");
    wishes.goals.push_back(*goal);
  }
  if (!options.equipment.empty()) {
    wishes.items.emplace();
    const auto words = words_of(options.equipment);
    // Who has an elastic band has a wall and a chair too; only "none" says that nothing is there but what is named.
    if (std::find(words.begin(), words.end(), "none") == words.end()) {
      for (std::size_t item = 0; item < all.items.size(); ++item)
        if (all.items[item].everyday) wishes.items->push_back(item);
    }
    for (const std::string& word : words) {
      if (word == "none") continue;
      auto item = place_of(word, all.items, "equipment");
      if (!item) return item.take_error().at("--equipment");
      wishes.items->push_back(*item);
    }
  }
  for (const std::string& word : words_of(options.not_in)) {
    auto position = place_of(word, all.positions, "position");
    if (!position) return position.take_error().at("--not-in");
    wishes.positions_not_tolerated.push_back(*position);
  }
  for (const std::string& word : words_of(options.limiting)) {
    std::string groups;
    bool known = false;
    for (const Muscle& muscle : all.muscles) {
      known |= muscle.group == word;
      if (!muscle.group.empty() && groups.find(muscle.group) == std::string::npos)
        groups += (groups.empty() ? "" : ", ") + muscle.group;
    }
    if (!known || word.empty()) return Error("no muscle group \"" + word + "\"; there are: " + groups).at("--limiting");
    wishes.limiting.push_back(word);
  }
  for (const std::string& word : words_of(options.has)) {
    const auto condition = knowledge.condition(word);
    if (!condition) {
      std::vector<std::string_view> names;
      for (const Condition& one : knowledge.conditions()) names.emplace_back(one.name);
      return Error("no condition \"" + word + "\"; nearest: " + joined(nearest(word, names, 3), ", ")).at("--has");
    }
    wishes.known.push_back(*condition);
  }
  if (!options.bias.empty()) wishes.bias = from_word<SpinalBias>(options.bias);
  return wishes;
}

int plan_command(const Surroundings& world, const PlanOptions& options, std::string_view engine_version) {
  const auto knowledge = load_facts(options.facts, Policy::standard);
  if (!knowledge) return refuse(world, knowledge.error());
  const std::string name = options.file == "-" ? "standard input" : options.file;
  const Mode mode = *from_word<Mode>(options.mode);
  auto text = read_file(options.file, world);
  if (!text) return refuse(world, text.error());
  const auto person = read_case(*text, *knowledge,
                                {.lenient = options.lenient,
                                 .today = world.today,
                                 .default_setting = mode == Mode::clinician ? Setting::primary_care : Setting::home});
  if (!person) return refuse(world, person.error().at(name));
  const auto wishes = read_wishes(options, *knowledge);
  if (!wishes) return refuse(world, wishes.error());
  const auto start = start_of(options, world);
  if (!start) return refuse(world, start.error());
  PhaseFacts phase{.pain_at_rest = std::nullopt,
                   .completed = options.completed,
                   .days_missed = options.days_missed,
                   .seen_by_clinician = options.seen,
                   .gently = options.gently,
                   .surgeon_agrees = options.surgeon_agrees};
  if (options.pain_at_rest >= 0) phase.pain_at_rest = options.pain_at_rest;
  const auto consultation = consult_briefly(*person, *knowledge);
  if (!consultation) return refuse(world, consultation.error().at(name));
  const Programme programme = plan_programme(consultation->triage, consultation->differential, consultation->findings,
                                             phase, *wishes, *knowledge);

  const ProgrammeOut out{.programme = programme,
                         .wishes = *wishes,
                         .consultation = *consultation,
                         .start = *start,
                         .engine_version = std::string(engine_version)};
  if (options.format == "json") {
    world.out << write_programme(out, *knowledge, true);
  } else if (options.format == "ics") {
    const std::string calendar = write_calendar(out, *knowledge, stamp_now());
    if (calendar.empty())
      return refuse(world, Error("has no programme to put into a calendar; --format text says why").at(name));
    world.out << calendar;
  } else if (options.format == "html") {
    world.out << write_programme_html(*consultation, programme, *wishes, *knowledge, {.mode = mode});
  } else {
    world.out << write_programme_text(
        *consultation, programme, *wishes, *knowledge,
        {.mode = mode, .width = std::clamp<std::size_t>(world.columns, 40, 100), .colour = world.out_is_terminal});
  }
  for (const std::string& warning : person->warnings) world.err << "warning: " << warning << "\n";
  for (const std::string& ignored : person->ignored) world.err << "warning: ignored: " << ignored << "\n";
  return 0;
}

}  // namespace lumbar
