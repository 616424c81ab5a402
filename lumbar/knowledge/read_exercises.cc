// SPDX-License-Identifier: Apache-2.0
// Exercises and what a programme is made by. Where the facts hold no phases nothing is read: nobody asks for a
// programme then.
#include <algorithm>
#include <map>

#include "lumbar/knowledge/loader.h"

namespace lumbar {
namespace {

using Names = std::map<std::string, std::size_t, std::less<>>;

// `sets=3;reps=8;hold_s=4` as names and values.
std::vector<std::pair<std::string, std::string>> pairs_of(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string_view part : split(text, ';')) {
    const auto equals = part.find('=');
    if (trimmed(part).empty()) continue;
    pairs.emplace_back(trimmed(part.substr(0, equals)),
                       equals == std::string_view::npos ? std::string_view{} : trimmed(part.substr(equals + 1)));
  }
  return pairs;
}

// "1991-2009", ">4000", "3000": the highest figure that is named.
std::optional<double> highest_of(std::string_view text) {
  if (text.starts_with('>')) text.remove_prefix(1);
  return number_in(text.substr(text.rfind('-') == std::string_view::npos ? 0 : text.rfind('-') + 1));
}

}  // namespace

// The small tables first: what exercises are said in.
void Loader::read_exercise_words() {
  Exercises& made = made_.exercises_;
  for (const Record& row : table("muscle")) {
    once(row, "muscle", row.text("id"));
    basis_of(row);
    made.muscles.push_back({row.text("id"), row.text("label"), row.text("group"), row.flag("limb")});
  }
  for (const Record& row : table("exercise_item")) {
    once(row, "exercise_item", row.text("id"));
    basis_of(row);
    made.items.push_back({row.text("id"), row.text("label"), row.flag("everyday")});
  }
  for (const Record& row : table("body_position")) {
    once(row, "body_position", row.text("id"));
    basis_of(row);
    made.positions.push_back({row.text("id"), row.text("label")});
  }
  for (const Record& row : table("complaint")) {
    once(row, "complaint", row.text("finding"));
    basis_of(row);
    made.complaint.push_back(finding_of(row, "finding"));
  }
  for (const Record& row : table("gate")) {
    if (row.text("type") != "exercise") continue;
    made.unknown_waits = row.text("unknown") == "waits";
    made.danger_closed = row.text("danger") == "closed";
  }
}

void Loader::read_exercises() {
  if (table("exercise_phase").empty()) return;
  read_exercise_words();
  Exercises& made = made_.exercises_;
  for (const Record& row : table("exercise")) {
    Exercise one;
    one.name = row.text("id");
    one.label = row.text("label");
    made.list.push_back(std::move(one));  // names first: ways lead forwards and backwards
  }
  for (const Record& row : table("qualifier")) {
    once(row, "qualifier", row.text("of"));
    basis_of(row);
    const bool used = std::any_of(table("exercise").begin(), table("exercise").end(), [&](const Record& exercise) {
      const auto& against = exercise.list("contraindications");
      return std::find(against.begin(), against.end(), row.text("of")) != against.end();
    });
    if (!used) complain(row, "of", "no exercise has the contraindication " + row.text("of"));
  }
  for (std::size_t i = 0; i < made.list.size(); ++i) read_exercise(table("exercise")[i], made.list[i]);
  read_ways();
  read_phases();
  read_goals();
  read_adaptations();
  read_drawings();
}

std::vector<ExerciseId> Loader::exercises_of(const Record& row, std::string_view field) const {
  std::vector<ExerciseId> found;
  if (row.has(field) && row.list(field).empty() && !row.text(field).empty())
    complain(row, field, "is not a list; write [\"…\", \"…\"]");
  for (const std::string& name : row.list(field)) {
    if (const auto id = made_.exercises_.find(name)) {
      found.push_back(*id);
      continue;
    }
    std::vector<std::string_view> names;
    for (const Exercise& one : made_.exercises_.list) names.emplace_back(one.name);
    complain(row, field, "no exercise \"" + name + "\"; nearest: " + joined(nearest(name, names, 3), ", "));
  }
  return found;
}

std::vector<std::size_t> Loader::items_of(const Record& row, std::string_view field, std::string_view words) const {
  std::vector<std::size_t> found;
  for (const std::string_view name : split(words, ' ')) {
    const auto& items = made_.exercises_.items;
    const auto item =
        std::find_if(items.begin(), items.end(), [&](const ExerciseItem& one) { return one.name == name; });
    if (item == items.end()) {
      complain(row, field, "\"" + std::string(name) + "\" is no exercise_item");
    } else {
      found.push_back(static_cast<std::size_t>(item - items.begin()));
    }
  }
  return found;
}

void Loader::read_exercise(const Record& row, Exercise& one) {
  const Exercises& made = made_.exercises_;
  one.progression_rule = row.text("progression_rule");
  one.dose_basis = row.text("dose_basis");
  one.note = row.text("note");
  one.citation = row.text("citation");
  one.address = row.text("doi_or_url");
  one.phase = whole_of(row, "phase", 1, 4);
  one.use = scale_of<ExerciseUse>(row, "default_use");
  one.bias = scale_of<SpinalBias>(row, "spinal_bias");
  one.instructions = row.list("instructions");
  one.basis = basis_of(row);
  for (const std::string_view part : split(row.text("targets"), ';')) {
    const auto colon = part.find(':');
    const std::string_view name = part.substr(0, colon);
    const std::string_view how = colon == std::string_view::npos ? std::string_view{} : part.substr(colon + 1);
    const auto muscle = std::find_if(made.muscles.begin(), made.muscles.end(),
                                     [&](const Muscle& candidate) { return candidate.name == name; });
    if (muscle == made.muscles.end() || (how != "primary" && how != "secondary")) {
      complain(row, "targets",
               "\"" + std::string(part) + "\" is not muscle:primary or muscle:secondary of the table muscle");
      continue;
    }
    one.targets.push_back({static_cast<std::size_t>(muscle - made.muscles.begin()), how == "primary"});
  }
  read_needs(row, one);
  if (row.has("start_dose")) one.dose = dose_of(row);
  const std::string& load = row.text("l4l5_compression_n");
  if (!load.empty() || row.has("l4l5_compression_n")) {
    one.load_n = load.empty() ? row.number("l4l5_compression_n") : highest_of(load);
    one.load_is_more = load.starts_with('>');
    if (!one.load_n || *one.load_n <= 0) complain(row, "l4l5_compression_n", "is no load in newton");
  }
  for (const Naming& naming : namings_of(row, "contraindications", true)) {
    if (naming.name != "none") one.against.push_back(against_of(row, naming));
  }
  for (const Naming& naming : namings_of(row, "stop_if", true)) {
    if (naming.finding.is_some()) one.stop_if.push_back({naming.finding, naming.qualifier});
  }
  one.harder = exercises_of(row, "progression_to");
  one.easier = exercises_of(row, "regression_to");
}

// What it needs at hand, and the positions it is done in.
void Loader::read_needs(const Record& row, Exercise& one) {
  const std::string& equipment = row.text("equipment");
  std::vector<std::string> choices = {equipment};
  for (const Record& words : table("equipment")) {
    if (words.text("id") == equipment) choices = words.list("any_of");
  }
  for (const std::string& choice : choices) {
    if (choice != "none") one.equipment.push_back(items_of(row, "equipment", choice));
  }
  const std::string& posture = row.text("position");
  std::vector<std::string> positions = {posture};
  for (const Record& words : table("posture")) {
    if (words.text("id") == posture) positions = words.list("any_of");
  }
  for (const std::string& name : positions) {
    const auto& known = made_.exercises_.positions;
    const auto found =
        std::find_if(known.begin(), known.end(), [&](const BodyPosition& is) { return is.name == name; });
    if (found == known.end()) {
      complain(row, "position", "\"" + name + "\" is neither a posture nor a body_position");
    } else {
      one.positions.push_back(static_cast<std::size_t>(found - known.begin()));
    }
  }
}

ExerciseDose Loader::dose_of(const Record& row) const {
  ExerciseDose dose;
  for (const auto& [name, value] : pairs_of(row.text("start_dose"))) {
    const auto number = number_in(value);
    if (!number || *number < 0 || *number > 10'000) {
      complain(row, "start_dose", "\"" + name + "=" + value + "\" is no amount");
      continue;
    }
    if (name == "sets")
      dose.sets = static_cast<int>(*number);
    else if (name == "reps")
      dose.reps = static_cast<int>(*number);
    else if (name == "hold_s")
      dose.hold_s = *number;
    else if (name == "rest_s")
      dose.rest_s = *number;
    else if (name == "distance_m")
      dose.distance_m = *number;
    else if (name == "duration_s")
      dose.duration_s = *number;
    else if (name == "duration_min")
      dose.duration_s = 60 * *number;
    else if (name == "days_per_week")
      dose.days_per_week = static_cast<int>(*number);
    else
      complain(row, "start_dose",
               "\"" + name +
                   "\" is not one of: sets, reps, hold_s, rest_s, distance_m, duration_s, duration_min, days_per_week");
  }
  if (dose.sets < 1 || dose.reps < 1 || dose.days_per_week < 1 || dose.days_per_week > 7)
    complain(row, "start_dose", "needs sets and reps of at least 1, and 1 to 7 days a week");
  return dose;
}

Against Loader::against_of(const Record& row, const Naming& naming) const {
  Against one;
  one.text = naming.qualifier.empty() ? naming.name : naming.name + "(" + naming.qualifier + ")";
  one.finding = naming.finding;
  one.condition = naming.condition;
  one.counted = one.finding.is_some() && made_.language_.variables[one.finding.row()].type != logic::Type::boolean;
  if (one.finding.is_some()) one.words = made_[one.finding].label_patient;
  if (one.condition.is_some()) {
    const Care* care = made_.care(one.condition);
    one.words = care == nullptr ? made_[one.condition].label : care->label_patient;
  }
  bool known = naming.qualifier.empty();
  for (const Record& qualifier : table("qualifier")) {
    if (qualifier.text("of") != one.text) continue;
    known = true;
    one.words = qualifier.text("words");
    if (qualifier.has("when")) one.when = formula_of(qualifier, "when", qualifier.text("when"), logic::Place::rule);
    for (const std::string& item : qualifier.list("met_by")) {
      for (const std::size_t found : items_of(qualifier, "met_by", item)) one.met_by.push_back(found);
    }
  }
  if (!known) complain(row, "contraindications", one.text + " has no row in qualifiers.toml: when does it forbid?");
  if (one.counted && !one.when)
    complain(row, "contraindications", one.text + " names a number; its qualifier needs `when`");
  return one;
}

// What is harder and what is easier say the same from both ends; ways of our own join those that the table leaves open.
void Loader::read_ways() {
  auto& list = made_.exercises_.list;
  const auto add = [](std::vector<ExerciseId>& to, ExerciseId id) {
    if (std::find(to.begin(), to.end(), id) == to.end()) to.push_back(id);
  };
  for (const Record& row : table("exercise_way")) {
    basis_of(row);
    const auto from = made_.exercises_.find(row.text("from"));
    const auto to = made_.exercises_.find(row.text("to"));
    if (!from) complain(row, "from", "no exercise \"" + row.text("from") + "\"");
    if (!to) complain(row, "to", "no exercise \"" + row.text("to") + "\"");
    if (from && to) add(list[from->row()].harder, *to);
  }
  for (std::size_t row = 0; row < list.size(); ++row) {
    for (const ExerciseId below : list[row].easier) add(list[below.row()].harder, ExerciseId(row));
  }
  for (std::size_t row = 0; row < list.size(); ++row) {
    for (const ExerciseId above : list[row].harder) add(list[above.row()].easier, ExerciseId(row));
  }
}

void Loader::read_phases() {
  for (const Record& row : table("exercise_phase")) {
    ExercisePhase phase;
    phase.name = row.text("id");
    phase.label = row.text("label");
    phase.weeks = row.text("weeks");
    phase.enter = row.text("enter");
    phase.stay_until = row.text("stay_until");
    phase.number = whole_of(row, "number", 0, 4);
    phase.effort_low = whole_of(row, "effort_low", 0, 10);
    phase.effort_high = whole_of(row, "effort_high", phase.effort_low, 10);
    phase.minutes_most = whole_of(row, "minutes_most", 5, 90);
    phase.days_most = whole_of(row, "days_most", 1, 7);
    phase.load_n_most = row.number("load_n_most");
    phase.also = exercises_of(row, "also");
    phase.basis = basis_of(row);
    if (phase.number != static_cast<int>(made_.exercises_.phases.size()))
      complain(row, "number", "phases stand in the order of their numbers, 0 first, each once");
    made_.exercises_.phases.push_back(std::move(phase));
  }
  if (made_.exercises_.phases.size() != 5) complain(table("exercise_phase").back(), "number", "the phases are 0 to 4");
  for (const char* name : {"programme_protect_pain", "programme_load_pain", "programme_missed_days",
                           "programme_heavy_newton", "programme_fewest", "programme_most", "programme_gentle_phase"}) {
    const auto text = made_.parameters_.find(name);
    if (text == made_.parameters_.end() || !number_in(text->second))
      complain(table("exercise_phase").front(), "number",
               std::string("the parameter ") + name + " is missing or no number");
  }
  for (const Record& row : table("review_point"))
    made_.exercises_.reviews.push_back(
        {whole_of(row, "week", 1, 52), row.text("label"), row.text("says"), basis_of(row)});
}

void Loader::read_goals() {
  for (const Record& row : table("goal")) {
    once(row, "goal", row.text("id"));
    ExerciseGoal goal{row.text("id"),    row.text("label"), row.text("prerequisite"),
                      row.text("steps"), row.list("words"), exercises_of(row, "exercises"),
                      row.flag("sport"), basis_of(row)};
    if (goal.exercises.empty()) complain(row, "exercises", "a goal that no exercise leads to");
    made_.exercises_.goals.push_back(std::move(goal));
  }
}

void Loader::read_adaptations() {
  for (const Record& row : table("adaptation")) {
    once(row, "adaptation", row.text("id"));
    Adaptation one;
    one.name = row.text("id");
    one.label = row.text("label");
    one.says = row.text("says");
    one.clinician = row.text("clinician");
    for (const std::string& name : row.list("conditions"))
      one.conditions.push_back(condition_named(row, "conditions", name));
    one.findings = findings_of(row, "findings");
    one.age_from = row.number("age_from");
    if (row.has("bias")) one.bias = scale_of<SpinalBias>(row, "bias");
    one.prefer = exercises_of(row, "prefer");
    one.leave = exercises_of(row, "leave");
    if (row.has("phase_most")) one.phase_most = whole_of(row, "phase_most", 0, 4);
    one.dose_factor = row.number("dose_factor").value_or(1);
    if (!(one.dose_factor > 0 && one.dose_factor <= 1)) complain(row, "dose_factor", "is above 0 and at most 1");
    one.no_fixed_increase = row.flag("no_fixed_increase");
    one.basis = basis_of(row);
    if (one.conditions.empty() && one.findings.empty() && !one.age_from)
      complain(row, "conditions", "applies to nobody");
    made_.exercises_.adaptations.push_back(std::move(one));
  }
  for (const Record& row : table("stated_diagnosis")) {
    basis_of(row);
    made_.exercises_.diagnoses.push_back(
        {finding_of(row, "finding"), condition_named(row, "condition", row.text("condition"))});
  }
}

}  // namespace lumbar
