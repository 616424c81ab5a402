// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/localisation/observe.h"

#include <algorithm>
#include <cmath>

namespace lumbar {
namespace {

constexpr double normal_power = 5;

class Reader {
 public:
  Reader(const Findings& findings, const Knowledge& knowledge)
      : findings_(findings), knowledge_(knowledge), said_(knowledge.findings().size(), nullptr) {
    for (const Statement& one : findings.statements) said_[one.finding.row()] = &one;
    // Nobody knows where a lesion sits from an answer that only caution turned into a yes.
    for (const FindingId unsure : findings.taken_as_yes) said_[unsure.row()] = nullptr;
  }

  Observation read(const Sign& sign) const {
    if (!sign.sided) return whole(sign);
    Observation seen;
    for (const FindingId finding : sign.grades) read_grade(sign.kind, finding, seen);
    const bool graded_once = seen.somewhere.state != Presence::unknown;
    if (sign.flag.is_some()) read_flag(sign.flag, true, false, seen);
    for (const FindingId finding : sign.shown_by) read_flag(finding, false, false, seen);
    for (const FindingId finding : sign.shown_by_grade_3) read_flag(finding, false, true, seen);
    for (const FindingId finding : sign.shown_by_both) {
      if (holds(finding) != Presence::present) continue;
      add(seen.left, {Presence::present, {}, false});
      add(seen.right, {Presence::present, {}, false});
    }
    seen.one_measurement = graded_once;
    return seen;
  }

 private:
  // The worse of two measurements holds: hand testing misses mild loss that a rise on one leg shows.
  static void add(Seen& into, const Seen& other) {
    if (other.state == Presence::unknown) return;
    if (other.state == Presence::absent) {
      if (into.state == Presence::unknown) into = other;
      return;
    }
    if (into.state != Presence::present) {
      into = other;
      return;
    }
    if (other.grade && (!into.grade || *other.grade < *into.grade)) into.grade = other.grade;
    into.at_most_3 = into.at_most_3 || other.at_most_3;
  }

  void read_grade(SignKind kind, FindingId finding, Observation& seen) const {
    const Statement* said = said_[finding.row()];
    if (said == nullptr) return;
    const auto from = [&](const std::optional<double>& number, const std::optional<std::uint8_t>& choice) {
      const std::size_t last = knowledge_.language().variables[finding.row()].choices.size();
      Seen one;
      switch (kind) {
        case SignKind::power:
          if (!number) break;
          one.state = presence(*number < normal_power);
          // A sign after a grade is a third of it: 4- and 4+ are both nearest to 4.
          if (*number < normal_power)
            one.grade = std::min<std::size_t>(4, static_cast<std::size_t>(std::lround(*number)));
          break;
        case SignKind::reflex_low:
          if (choice) one.state = presence(*choice < 2);
          break;
        case SignKind::reflex_brisk:
          if (choice) one.state = presence(*choice + std::size_t{1} == last);
          break;
        case SignKind::flag: break;
      }
      return one;
    };
    add(seen.left, from(said->number.left, said->choice.left));
    add(seen.right, from(said->number.right, said->choice.right));
    add(seen.somewhere, from(said->number.bare, said->choice.bare));
  }

  void read_flag(FindingId finding, bool says_no, bool at_most_3, Observation& seen) const {
    const Statement* said = said_[finding.row()];
    if (said == nullptr || said->present == Presence::unknown) return;
    const bool yes = said->present == Presence::present;
    if (!yes && !says_no) return;
    const Seen one{said->present, {}, yes && at_most_3};
    if (!said->side && yes) return add(seen.somewhere, one);
    if (!said->side || *said->side != Side::right) add(seen.left, one);
    if (!said->side || *said->side != Side::left) add(seen.right, one);
  }

  // What follows from other answers counts too, unless one of them was only taken as a yes.
  Presence holds(FindingId finding) const {
    if (const Statement* said = said_[finding.row()]; said != nullptr && said->present == Presence::present)
      return Presence::present;
    return findings_.taken_as_yes.empty() ? findings_[finding] : Presence::unknown;
  }

  Observation whole(const Sign& sign) const {
    Observation seen;
    seen.left.state = holds(sign.flag);
    if (const Statement* said = said_[sign.flag.row()];
        said != nullptr && said->present == Presence::absent && !said->side)
      seen.left.state = findings_[sign.flag];
    for (const FindingId finding : sign.shown_by) {
      if (holds(finding) == Presence::present) seen.left.state = Presence::present;
    }
    return seen;
  }

  const Findings& findings_;
  const Knowledge& knowledge_;
  std::vector<const Statement*> said_;
};

double of_half(const Seen& seen, double chance, const GradeChances& grades) {
  switch (seen.state) {
    case Presence::unknown: return 1;
    case Presence::absent: return 1 - chance;
    case Presence::present: break;
  }
  if (seen.grade) return chance * grades[*seen.grade];
  if (seen.at_most_3) return chance * (grades[0] + grades[1] + grades[2] + grades[3]);
  return chance;
}

double of_both_halves(const Observation& seen, double left, double right, const GradeChances& grades) {
  const double halves = of_half(seen.left, left, grades) * of_half(seen.right, right, grades);
  const bool told = seen.left.state == Presence::present || seen.right.state == Presence::present ||
                    (seen.left.state != Presence::unknown && seen.right.state != Presence::unknown);
  // A weak muscle on a side that was not said is the one that is known to be weak on the left.
  if (seen.somewhere.state == Presence::unknown || told) return halves;
  const double there_left = of_half(seen.somewhere, left, grades);
  const double there_right = of_half(seen.somewhere, right, grades);
  if (seen.left.state != Presence::unknown) return halves * (seen.one_measurement ? 1 : there_right);
  if (seen.right.state != Presence::unknown) return halves * (seen.one_measurement ? 1 : there_left);
  if (seen.one_measurement || seen.somewhere.state == Presence::absent) return 0.5 * (there_left + there_right);
  return 1 - (1 - there_left) * (1 - there_right);
}

}  // namespace

std::vector<Observation> observe(const Findings& findings, const Knowledge& knowledge) {
  const Reader reader(findings, knowledge);
  std::vector<Observation> seen;
  seen.reserve(knowledge.signs().size());
  for (const Sign& sign : knowledge.signs()) seen.push_back(reader.read(sign));
  std::vector<std::size_t> left_out;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const auto& finer = knowledge.signs()[i].unless;
    if (std::any_of(finer.begin(), finer.end(), [&](std::size_t one) { return seen[one].known(); }))
      left_out.push_back(i);
  }
  for (const std::size_t i : left_out) seen[i] = {};
  return seen;
}

double likelihood(const Observation& seen, double left, double right, double both, const GradeChances& grades) {
  const double alone = of_both_halves(seen, left, right, grades);
  if (both <= 0) return alone;
  return (1 - both) * alone + both * of_both_halves(seen, 1, 1, grades);
}

}  // namespace lumbar
