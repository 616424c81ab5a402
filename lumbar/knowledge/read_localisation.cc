// SPDX-License-Identifier: Apache-2.0
// Signs of the examination, the sites they speak for, and how often each is found there.
#include <algorithm>
#include <cmath>
#include <map>

#include "lumbar/knowledge/loader.h"

namespace lumbar {
namespace {

// "L4:1.0;L3:0.5" as names and weights.
std::vector<std::pair<std::string_view, double>> weights_in(std::string_view text) {
  std::vector<std::pair<std::string_view, double>> found;
  for (const std::string_view part : split(text, ';')) {
    const auto colon = part.find(':');
    if (colon == std::string_view::npos) continue;
    if (const auto weight = number_in(part.substr(colon + 1))) found.emplace_back(part.substr(0, colon), *weight);
  }
  return found;
}

std::string_view class_of(double weight) {
  if (weight >= 1) return "primary";
  return weight >= 0.5 ? "secondary" : "minor";
}

bool reads(const Sign& sign, FindingId finding) {
  const auto in = [&](const std::vector<FindingId>& list) {
    return std::find(list.begin(), list.end(), finding) != list.end();
  };
  return sign.kind != SignKind::reflex_brisk && (sign.flag == finding || in(sign.grades));
}

}  // namespace

std::vector<FindingId> Loader::findings_of(const Record& row, std::string_view field) const {
  std::vector<FindingId> found;
  for (const std::string& name : row.list(field)) {
    if (const FindingId id = finding_named(row, field, name); id.is_some()) found.push_back(id);
  }
  return found;
}

double Loader::chance_of(const Record& row, std::string_view field, double where_missing) const {
  if (!row.has(field)) return where_missing;
  const auto value = row.number(field);
  if (value && *value >= 0 && *value < 1) return *value;
  complain(row, field,
           (value ? written(*value) : "\"" + row.text(field) + "\"") + " is not a chance from 0 to below 1");
  return where_missing;
}

void Loader::read_signs() {
  std::map<std::string, std::size_t, std::less<>> by_name;
  for (const Record& row : table("sign")) {
    Sign sign;
    sign.name = row.text("id");
    sign.kind = scale_of<SignKind>(row, "kind");
    sign.sided = row.flag("sided");
    sign.above = row.flag("above");
    sign.sacral = row.flag("sacral");
    sign.grades = findings_of(row, "grades");
    if (row.has("flag")) sign.flag = finding_of(row, "flag");
    sign.shown_by = findings_of(row, "shown_by");
    sign.shown_by_both = findings_of(row, "shown_by_both");
    sign.shown_by_grade_3 = findings_of(row, "shown_by_grade_3");
    sign.background = chance_of(row, "background", 0);
    sign.both = chance_of(row, "both", 0);
    sign.minutes = row.number("minutes").value_or(-1);
    sign.basis = basis_of(row);
    if (!(sign.background > 0)) complain(row, "background", "is not a chance above 0: nothing is certain at a bedside");
    if (!(sign.minutes >= 0 && sign.minutes <= 60)) complain(row, "minutes", "is not a time from 0 to 60 minutes");
    if (sign.both > 0 && !sign.sided) complain(row, "both", "a sign without sides is not found on both of them");
    if (sign.kind != SignKind::flag && sign.grades.empty()) complain(row, "grades", "no finding holds its grade");
    if (sign.kind == SignKind::flag && !sign.flag.is_some()) complain(row, "flag", "no finding says yes or no");
    if (sign.kind != SignKind::power && !sign.shown_by_grade_3.empty())
      complain(row, "shown_by_grade_3", "only power has grades of weakness");
    for (const FindingId grade : sign.grades) {
      const logic::Type type = made_.language_.variables[grade.row()].type;
      if (type == (sign.kind == SignKind::power ? logic::Type::ordinal : logic::Type::choice)) continue;
      complain(row, "grades", made_[grade].name + " holds no grade of this kind");
    }
    if (!by_name.emplace(sign.name, made_.signs_.size()).second)
      complain(row, "id", "sign " + sign.name + " stands twice");
    made_.signs_.push_back(std::move(sign));
  }
  for (std::size_t i = 0; i < made_.signs_.size(); ++i) {
    const Record& row = table("sign")[i];
    for (const std::string& name : row.list("unless")) {
      const auto found = by_name.find(name);
      if (found == by_name.end() || found->second == i) {
        complain(row, "unless", "no other sign \"" + name + "\"");
      } else {
        made_.signs_[i].unless.push_back(found->second);
      }
    }
  }
}

void Loader::read_sites() {
  for (const Record& row : table("site")) {
    once(row, "site", row.text("id"));
    Site site;
    site.name = row.text("id");
    site.label = row.text("label");
    site.label_patient = row.text("label_patient");
    site.levels = row.text("levels");
    site.note = row.text("note");
    site.kind = scale_of<SiteKind>(row, "kind");
    site.sides = scale_of<SiteSides>(row, "sides");
    site.share = chance_of(row, "share", 0);
    site.both_share = chance_of(row, "both_share", 0);
    site.next_root_share = chance_of(row, "next_root_share", 0);
    site.other_side = chance_of(row, "other_side", 0);
    site.severe = chance_of(row, "severe", 0);
    site.basis = basis_of(row);
    if (!(site.share > 0)) complain(row, "share", "is not a chance above 0");
    if (site.label.empty() || site.label_patient.empty()) complain(row, "label", "a site has a name for each reader");
    const bool either = site.sides == SiteSides::either;
    if (!either && (row.has("both_share") || row.has("other_side")))
      complain(row, "both_share", "only a site on either side has a part on both, or an other side");
    if (site.kind != SiteKind::root && row.has("next_root_share"))
      complain(row, "next_root_share", "only a root has a root below it");
    if ((site.kind == SiteKind::nothing) != (site.sides == SiteSides::none))
      complain(row, "sides", "no side belongs to kind nothing, and to no other");
    made_.sites_.push_back(std::move(site));
  }
  const auto nothing = std::count_if(made_.sites_.begin(), made_.sites_.end(),
                                     [](const Site& one) { return one.kind == SiteKind::nothing; });
  if (!made_.sites_.empty() && nothing != 1)
    complain(table("site").front(), "kind", "one site is of the kind nothing; there are " + std::to_string(nothing));
}

void Loader::add_site_sign(const Record& row, std::string_view site, std::size_t sign, double chance,
                           const Basis& basis, bool own) {
  const auto found =
      std::find_if(made_.sites_.begin(), made_.sites_.end(), [&](const Site& one) { return one.name == site; });
  if (found == made_.sites_.end()) {
    if (own) complain(row, "site", "no site \"" + std::string(site) + "\"");
    return;
  }
  auto& signs = found->signs;
  const auto place =
      std::lower_bound(signs.begin(), signs.end(), sign, [](const SiteSign& a, std::size_t b) { return a.sign < b; });
  if (place == signs.end() || place->sign != sign) {
    signs.insert(place, SiteSign{sign, chance, basis});
  } else if (!own && chance > place->chance) {
    *place = SiteSign{sign, chance, basis};  // two muscles of one movement: it is as weak as the one that counts more
  }
}

// Rows of our own come first and stay; the rows of muscles, reflexes and skin fill in the rest by their weight.
void Loader::read_site_signs() {
  if (made_.sites_.empty()) return;
  std::map<std::string, double, std::less<>> classes;
  for (const Record& row : table("sign_class")) {
    once(row, "sign_class", row.text("id"));
    basis_of(row);
    classes[row.text("id")] = chance_of(row, "chance", 0);
  }
  const auto chance_by_class = [&](const Record& row, std::string_view field, const std::string& name) {
    const auto found = classes.find(name);
    if (found != classes.end()) return found->second;
    complain(row, field, "no [[sign_class]] \"" + name + "\"");
    return 0.0;
  };
  for (const Record& row : table("site_sign")) {
    const Basis basis = basis_of(row);
    if (row.has("class") == row.has("chance")) complain(row, "chance", "give either a class or a chance");
    const double chance =
        row.has("class") ? chance_by_class(row, "class", row.text("class")) : chance_of(row, "chance", 0);
    for (const std::string& name : row.list("signs")) {
      once(row, "site_sign", row.text("site") + " " + name);
      const auto sign =
          std::find_if(made_.signs_.begin(), made_.signs_.end(), [&](const Sign& one) { return one.name == name; });
      if (sign == made_.signs_.end()) {
        complain(row, "signs", "no sign \"" + name + "\"");
      } else {
        add_site_sign(row, row.text("site"), static_cast<std::size_t>(sign - made_.signs_.begin()), chance, basis,
                      true);
      }
    }
  }
  std::vector<std::vector<char>> own;
  for (const Site& site : made_.sites_) {
    own.emplace_back(made_.signs_.size(), char{0});
    for (const SiteSign& one : site.signs) own.back()[one.sign] = 1;
  }
  const auto add = [&](const Record& row, std::string_view site, const std::string& name) {
    const double chance = chance_by_class(row, "weight", name);
    const Basis basis{sources_of(row), Status::assumed};  // the assignment has its source; the chance is our choice
    for (const FindingId finding : findings_of(row, "findings")) {
      for (std::size_t sign = 0; sign < made_.signs_.size(); ++sign) {
        if (!reads(made_.signs_[sign], finding)) continue;
        const auto found =
            std::find_if(made_.sites_.begin(), made_.sites_.end(), [&](const Site& one) { return one.name == site; });
        if (found == made_.sites_.end() || own[static_cast<std::size_t>(found - made_.sites_.begin())][sign] != 0)
          continue;
        add_site_sign(row, site, sign, chance, basis, false);
      }
    }
  };
  for (const Record& row : table("localisation")) {
    const std::string& type = row.text("record_type");
    if (type == "root_muscle") {
      add(row, row.text("level"), "root_muscle." + row.text("weight_class"));
    } else if (type == "nerve_muscle") {
      const auto weight = number_in(row.text("weight"));
      if (weight) add(row, row.text("level"), "nerve_muscle." + std::string(class_of(*weight)));
    } else if (type == "root_reflex") {
      for (const auto& [site, weight] : weights_in(row.text("weight")))
        add(row, site, "root_reflex." + std::string(class_of(weight)));
    } else if (type == "root_sensory") {
      add(row, row.text("level"), "root_skin");
    } else if (type == "nerve_sensory") {
      add(row, row.text("level"), "nerve_skin");
    }
  }
}

void Loader::read_grade_chances() {
  for (const Record& row : table("grade_chance")) {
    once(row, "grade_chance", row.text("lesion"));
    listed(row, "lesion", {"mild", "severe"});
    basis_of(row);
    auto& chances = made_.grade_chances_[row.text("lesion") == "severe" ? 1 : 0];
    double sum = 0;
    for (std::size_t grade = 0; grade < chances.size(); ++grade) {
      const std::string field = "grade_" + std::to_string(grade);
      chances[grade] = chance_of(row, field, 0);
      if (!(chances[grade] > 0)) complain(row, field, "is not a chance above 0");
      sum += chances[grade];
    }
    if (std::abs(sum - 1) > 1e-9) complain(row, "grade_0", "the chances of the five grades add to " + written(sum));
  }
  if (!made_.sites_.empty() && table("grade_chance").size() != 2)
    complain(table("site").front(), "id", "sites need [[grade_chance]] for a mild and for a severe lesion");
}

}  // namespace lumbar
