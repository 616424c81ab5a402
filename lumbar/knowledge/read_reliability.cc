// SPDX-License-Identifier: Apache-2.0
// How far repeated tests err, from the columns of measures and norms; and what a course stands on beside them.
#include <algorithm>
#include <cmath>

#include "lumbar/knowledge/loader.h"

namespace lumbar {
namespace {

// z of 95 %, both directions counted, times the root of two: a smallest detectable change is this many SEM.
constexpr double sems_in_mdc95 = 2.7718585822512662;

/// The figure that a cell of the tables begins with: "2.0-2.4 (recall)", "about 5", ">0.97", "32". Of a range its end
/// `worst` says. Nothing where the cell begins with other words: those figures are of parts of the measure.
std::optional<double> figure_in(std::string_view cell, bool worst_is_high) {
  cell = trimmed(cell);
  if (cell.starts_with("about ")) cell.remove_prefix(6);
  if (cell.starts_with(">")) cell.remove_prefix(1);
  const auto end = cell.find_first_not_of("0123456789.");
  const auto first = number_in(cell.substr(0, end));
  if (!first || end == std::string_view::npos || cell[end] != '-') return first;
  std::string_view rest = cell.substr(end + 1);
  const auto second = number_in(rest.substr(0, rest.find_first_not_of("0123456789.")));
  if (!second) return first;
  return worst_is_high ? std::max(*first, *second) : std::min(*first, *second);
}

/// A cell holds a number or words, as its table has it.
std::optional<double> figure_of_field(const Record& row, std::string_view field, bool worst_is_high) {
  if (const auto number = row.number(field)) return number;
  return figure_in(row.text(field), worst_is_high);
}

/// "5 points or 30 %": the share at the end.
std::optional<double> share_in(std::string_view cell) {
  const auto percent = cell.find(" %");
  if (percent == std::string_view::npos) return std::nullopt;
  auto from = percent;
  while (from > 0 && (cell[from - 1] == '.' || (cell[from - 1] >= '0' && cell[from - 1] <= '9'))) --from;
  const auto number = number_in(cell.substr(from, percent - from));
  return number ? std::optional(*number / 100) : std::nullopt;
}

void read_error(const Record& row, Reliability& into) {
  const auto take = [&](std::optional<double> sem, const char* from) {
    if (into.sem || !sem || *sem <= 0 || !std::isfinite(*sem)) return;
    into.sem = sem;
    into.sem_from = from;
  };
  take(figure_of_field(row, "sem", true), "sem");
  for (const char* field : {"mdc95", "mdc"})
    if (const auto mdc = figure_of_field(row, field, true)) take(*mdc / sems_in_mdc95, "mdc95");
  const auto spread = row.number("sd");
  const auto icc = figure_of_field(row, "icc", false);
  if (spread && icc && *icc > 0 && *icc < 1) take(*spread * std::sqrt(1 - *icc), "sd_icc");
}

template <class Rows>
auto named(const Rows& rows, std::string_view name) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& one) { return one.name == name; });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

const Reliability* CourseFacts::measure(std::string_view name) const { return named(measures, name); }
const PassingOn* CourseFacts::reason(std::string_view name) const { return named(passing_on, name); }

const Reliability* CourseFacts::test(std::string_view name, std::optional<Sex> sex) const {
  const auto rank = [&](const Reliability& one) {
    if (!one.sem) return 3;
    if (sex && one.sex == sex) return 0;
    return one.sex ? 2 : 1;
  };
  const Reliability* best = nullptr;
  for (const Reliability& one : tests) {
    if (one.name != name || (one.sem && one.sex && sex && one.sex != sex)) continue;
    if (best == nullptr || rank(one) < rank(*best)) best = &one;
  }
  return best;
}

const TestRange* CourseFacts::range(std::string_view unit) const {
  const auto found = std::find_if(ranges.begin(), ranges.end(), [&](const TestRange& one) { return one.unit == unit; });
  return found == ranges.end() ? nullptr : &*found;
}

void Loader::read_reliability() {
  for (const Record& row : table("measure")) {
    Reliability one;
    one.name = one.row = row.text("id");
    one.label = row.text("label");
    one.lower_is_better = row.text("direction") == "lower_better";
    one.low = number_in(row.text("range_min"));
    one.high = number_in(row.text("range_max"));
    one.important = figure_in(row.text("mcid"), false);
    one.important_share = share_in(row.text("mcid"));
    read_error(row, one);
    one.basis = basis_of(row);
    made_.course_.measures.push_back(std::move(one));
  }
  std::map<std::string, double, std::less<>> ceilings, important;
  for (const Record& row : table("norm")) {
    const std::string& test = row.text("test_id");
    if (row.text("quantity") == "ceiling")
      if (const auto figure = figure_of_field(row, "cutoff", false)) ceilings.emplace(test, *figure);
    if (const auto figure = figure_in(row.text("mcid"), true)) important.emplace(test, *figure);
  }
  for (const Record& row : table("norm")) {
    const std::string& quantity = row.text("quantity");
    if (quantity == "ratio" || quantity == "ceiling" || quantity == "meaning" || quantity == "mapping" ||
        quantity == "rule" || quantity == "percent")
      continue;
    Reliability one;
    one.name = row.text("test_id");
    one.row = row.text("id");
    one.label = row.text("test_label");
    one.unit = row.text("unit");
    one.lower_is_better = row.text("direction") == "lower_better";
    read_error(row, one);
    one.sex = from_word<Sex>(row.text("sex"));
    if (const auto found = ceilings.find(one.name); found != ceilings.end()) one.ceiling = found->second;
    if (const auto found = important.find(one.name); found != important.end()) one.important = found->second;
    one.basis = basis_of(row);
    made_.course_.tests.push_back(std::move(one));
  }
  std::stable_partition(made_.course_.tests.begin(), made_.course_.tests.end(),
                        [](const Reliability& one) { return one.sem.has_value(); });
}

void Loader::read_course() {
  CourseFacts& course = made_.course_;
  const auto specialists_of = [&](const Record& row) {
    std::vector<SpecialistId> ids;
    for (const std::string& name : row.list("specialists")) {
      const auto found = std::find_if(made_.specialists_.begin(), made_.specialists_.end(),
                                      [&](const Specialist& one) { return one.name == name; });
      if (found == made_.specialists_.end())
        complain(row, "specialists", "\"" + name + "\" is not in specialists.toml");
      else
        ids.emplace_back(static_cast<std::size_t>(found - made_.specialists_.begin()));
    }
    return ids;
  };
  for (const Record& row : table("lasting")) {
    basis_of(row);
    for (const FindingId id : findings_of(row, "findings")) course.lasting.push_back(id);
  }
  std::sort(course.lasting.begin(), course.lasting.end());
  for (const Record& row : table("neurology"))
    course.neurology.push_back({findings_of(row, "findings"), scale_of<Urgency>(row, "floor"), basis_of(row)});
  for (const Record& row : table("settles")) {
    basis_of(row);
    for (const SpecialistId id : specialists_of(row)) course.settles.push_back(id);
  }
  for (const Record& row : table("milestone")) {
    once(row, "milestone", row.text("id"));
    Milestone one{row.text("id"), row.number("from_weeks").value_or(-1), row.number("to_weeks").value_or(-1),
                  basis_of(row)};
    if (one.from_weeks < 0 || one.to_weeks <= one.from_weeks)
      complain(row, "to_weeks", "weeks run from 0 on, and end later than they begin");
    course.milestones.push_back(std::move(one));
  }
  for (const Record& row : table("expected")) {
    ExpectedShare one{row.text("measure"), row.number("day").value_or(-1), row.number("low").value_or(-1),
                      row.number("high").value_or(-1), basis_of(row)};
    if (course.measure(one.measure) == nullptr)
      complain(row, "measure", "\"" + one.measure + "\" is not in measures.toml");
    if (one.day < 0 || one.low < 0 || one.high < one.low) complain(row, "low", "needs a day, and 0 <= low <= high");
    course.expected.push_back(std::move(one));
  }
  std::stable_sort(course.expected.begin(), course.expected.end(), [](const ExpectedShare& a, const ExpectedShare& b) {
    return a.measure != b.measure ? a.measure < b.measure : a.day < b.day;
  });
  for (const Record& row : table("passing_on")) {
    once(row, "passing_on", row.text("id"));
    course.passing_on.push_back(
        {row.text("id"), specialists_of(row), whole_of(row, "within_days", 1, 365), basis_of(row)});
  }
  for (const Record& row : table("test_range")) {
    basis_of(row);
    once(row, "test_range", row.text("unit"));
    TestRange one{row.text("unit"), row.number("low").value_or(0), row.number("high").value_or(0)};
    if (one.high <= one.low) complain(row, "high", "is not above low");
    course.ranges.push_back(std::move(one));
  }
}

}  // namespace lumbar
