// SPDX-License-Identifier: Apache-2.0
// For tests: an examination written down sign by sign, on the shipped facts.
#pragma once
#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/text.h"
#include "lumbar/clinic/findings/findings.h"
#include "lumbar/clinic/localisation/localise.h"

namespace lumbar {

/// In the generated lumbar_shipped_facts.h, which only tests may include.
inline const Knowledge& shipped_facts();

inline FindingId finding_of(std::string_view name) {
  const auto found = shipped_facts().finding(name);
  if (!found) throw std::runtime_error("no finding " + std::string(name));
  return *found;
}

/// Findings set one by one; the last word on a finding holds.
class Examined {
 public:
  /// A grade, or a place among the choices, on each side.
  Examined& graded(FindingId finding, std::optional<double> left, std::optional<double> right) {
    Statement& one = statement(finding);
    if (shipped_facts().language().variables[finding.row()].type == logic::Type::choice) {
      if (left) one.choice.left = static_cast<std::uint8_t>(*left);
      if (right) one.choice.right = static_cast<std::uint8_t>(*right);
    } else {
      one.number.left = left;
      one.number.right = right;
    }
    return *this;
  }
  Examined& graded(std::string_view name, std::optional<double> left, std::optional<double> right) {
    return graded(finding_of(name), left, right);
  }
  Examined& found(FindingId finding, std::optional<Side> side = {}) {
    Statement& one = statement(finding);
    one.present = Presence::present;
    one.side = side;
    return *this;
  }
  Examined& found(std::string_view name, std::optional<Side> side = {}) { return found(finding_of(name), side); }
  Examined& normal(FindingId finding, std::optional<Side> side = {}) {
    Statement& one = statement(finding);
    one.present = Presence::absent;
    one.side = side;
    return *this;
  }
  Examined& normal(std::string_view name, std::optional<Side> side = {}) { return normal(finding_of(name), side); }

  Findings findings() const {
    auto gathered = gather_findings(case_, shipped_facts());
    if (!gathered) throw std::runtime_error(gathered.error().text());
    return *std::move(gathered);
  }
  Localisation place() const { return localise(findings(), shipped_facts()); }
  Case case_;

 private:
  Statement& statement(FindingId finding) {
    for (Statement& one : case_.statements) {
      if (one.finding == finding) return one;
    }
    case_.statements.emplace_back();
    case_.statements.back().finding = finding;
    return case_.statements.back();
  }
};

inline Side other_side(Side side) {
  switch (side) {
    case Side::left: return Side::right;
    case Side::right: return Side::left;
    case Side::both: break;
  }
  return Side::both;
}

/// `L5+S1 left 0.61`.
inline std::string name_of(const Location& one) {
  std::string name = shipped_facts().sites()[one.site].name;
  if (one.next_root) name += "+" + shipped_facts().sites()[*one.next_root].name;
  if (one.side) name += " " + std::string(word_of(*one.side));
  return name;
}

inline std::string names_of(const Localisation& place) {
  std::string text;
  for (const Location& one : place.ranked) text += name_of(one) + " " + written(one.probability, 3) + "; ";
  return text + "nothing " + written(place.nothing, 3);
}

/// The textbook picture of a site on a side: what is found there about every other time or more is found, what it does
/// not explain was examined and is normal, and the rest was not examined. S2 is the main root of no muscle that is
/// graded: it shows in those that it shares. Weak muscles all have the same grade.
inline Examined textbook(const Site& site, Side side, double grade) {
  const double found_there = site.name == "S2" ? 0.3 : 0.45;
  const Knowledge& facts = shipped_facts();
  Examined made;
  const bool left = side != Side::right;
  const bool right = side != Side::left;
  for (std::size_t i = 0; i < facts.signs().size(); ++i) {
    const Sign& sign = facts.signs()[i];
    if (sign.minutes <= 0 || sign.kind == SignKind::reflex_brisk) continue;
    double chance = 0;
    for (const SiteSign& one : site.signs)
      if (one.sign == i) chance = one.chance;
    const bool shown = chance >= found_there;
    const bool explained = chance > sign.background && !shown;
    switch (sign.kind) {
      case SignKind::power: {
        constexpr double normal = 5;
        if (explained) break;
        made.graded(sign.grades.front(), shown && left ? grade : normal, shown && right ? grade : normal);
        break;
      }
      case SignKind::reflex_low:
        if (!explained) made.graded(sign.grades.front(), shown && left ? 0 : 2, shown && right ? 0 : 2);
        break;
      case SignKind::flag:
      case SignKind::reflex_brisk:
        if (explained) break;
        if (!shown) {
          made.normal(sign.flag);
        } else if (sign.sided) {
          made.found(sign.flag, side);
        } else {
          made.found(sign.flag);
        }
        break;
    }
  }
  return made;
}

}  // namespace lumbar
