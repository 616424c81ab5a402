// SPDX-License-Identifier: Apache-2.0
// Laws over drawn examinations: mirrored, written out in full, and every weight by leaving its sign out.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "lumbar/clinic/localisation/examined.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

// Any fixed sequence will do, the same on every platform.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed * 2 + 1) {}
  std::size_t below(std::size_t end) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>(state_ >> 33) % end;
  }

 private:
  std::uint64_t state_;
};

// Every graded sign and every flag on its own, one in three of them known; sides and grades by chance.
Examined drawn(std::uint64_t seed, bool mirrored) {
  Draw draw(seed);
  Examined made;
  const auto side = [&] {
    const auto drawn_side = static_cast<Side>(draw.below(3));
    return mirrored ? other_side(drawn_side) : drawn_side;
  };
  for (const Sign& sign : shipped_facts().signs()) {
    if (sign.minutes <= 0 || sign.kind == SignKind::reflex_brisk || draw.below(3) != 0) continue;
    if (sign.kind != SignKind::flag) {
      const bool power = sign.kind == SignKind::power;
      std::optional<double> left = static_cast<double>(draw.below(power ? 6 : 4));
      std::optional<double> right = static_cast<double>(draw.below(power ? 6 : 4));
      if (draw.below(4) == 0) left.reset();
      if (mirrored) std::swap(left, right);
      made.graded(sign.grades.front(), left, right);
    } else if (draw.below(3) == 0) {
      const Side where = side();
      if (sign.sided) {
        made.found(sign.flag, where);
      } else {
        made.found(sign.flag);
      }
    } else if (draw.below(4) == 0 && sign.sided) {
      made.normal(sign.flag, side());
    } else {
      made.normal(sign.flag);
    }
  }
  made.case_.lenient = true;
  return made;
}

std::map<std::string, double> chances_of(const Localisation& place, bool mirrored) {
  std::map<std::string, double> chances;
  for (Location one : place.ranked) {
    if (mirrored && one.side) one.side = other_side(*one.side);
    chances[name_of(one)] = one.probability;
  }
  return chances;
}

TEST(LocaliseLaws, a_mirrored_person_has_the_mirrored_answer) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Localisation one = drawn(seed, false).place();
    const Localisation other = drawn(seed, true).place();
    ASSERT_EQ(one.localises, other.localises) << seed;
    ASSERT_NEAR(one.nothing, other.nothing, 1e-12) << seed;
    const auto here = chances_of(one, false);
    const auto there = chances_of(other, true);
    ASSERT_EQ(here.size(), there.size()) << seed << ": " << names_of(one) << " | " << names_of(other);
    for (const auto& [name, chance] : here) {
      // The last of twelve equals may be the left in one and the right in the other.
      if (!there.contains(name)) continue;
      ASSERT_NEAR(chance, there.at(name), 1e-12) << seed << ": " << name;
    }
    ASSERT_EQ(one.separates.has_value(), other.separates.has_value()) << seed;
    if (one.separates && std::abs(one.ranked[0].probability - one.ranked[1].probability) > 1e-9 &&
        (one.ranked.size() < 3 || std::abs(one.ranked[1].probability - one.ranked[2].probability) > 1e-9)) {
      ASSERT_NEAR(one.separates->bits, other.separates->bits, 1e-9) << seed;
    }
  }
}

// The definition, written out: share of the place times the chance of every sign there, over all places.
double written_out(const Findings& findings, const Location& wanted) {
  const Knowledge& facts = shipped_facts();
  double all = 0, its = 0;
  const auto chance = [&](std::size_t site, std::size_t sign) -> std::optional<double> {
    for (const SiteSign& one : facts.sites()[site].signs)
      if (one.sign == sign) return one.chance;
    return std::nullopt;
  };
  const auto weigh = [&](std::size_t site, std::optional<std::size_t> next, std::optional<Side> side, double share) {
    double product[2] = {share * (1 - facts.sites()[site].severe), share * facts.sites()[site].severe};
    for (std::size_t i = 0; i < facts.signs().size(); ++i) {
      const Sign& sign = facts.signs()[i];
      if (sign.kind == SignKind::reflex_brisk || sign.minutes <= 0) continue;
      const FindingId id = sign.examined();
      const auto said = std::find_if(findings.statements.begin(), findings.statements.end(),
                                     [&](const Statement& one) { return one.finding == id; });
      if (said == findings.statements.end()) continue;
      const auto first = chance(site, i);
      const auto second = next ? chance(*next, i) : std::nullopt;
      const double there =
          first && second ? 1 - (1 - *first) * (1 - *second) : first.value_or(second.value_or(sign.background));
      const double beside = sign.background + (there - sign.background) * facts.sites()[site].other_side;
      const bool left_sick = !sign.sided || !side || *side != Side::right;
      const bool right_sick = !sign.sided || !side || *side != Side::left;
      for (int lesion = 0; lesion < 2; ++lesion) {
        double alone = 1, together = 1;
        for (const bool left : {true, false}) {
          if (!left && !sign.sided) continue;
          const double p = (left ? left_sick : right_sick) ? there : beside;
          const auto& grade = left ? said->number.left : said->number.right;
          const auto& choice = left ? said->choice.left : said->choice.right;
          std::optional<bool> sick;
          double how = 1;
          if (sign.kind == SignKind::power && grade) {
            sick = *grade < 5;
            if (*sick) how = facts.grade_chances()[static_cast<std::size_t>(lesion)][static_cast<std::size_t>(*grade)];
          } else if (sign.kind == SignKind::reflex_low && choice) {
            sick = *choice < 2;
          } else if (sign.kind == SignKind::flag && said->present != Presence::unknown) {
            const bool about =
                !sign.sided || !said->side || *said->side == Side::both || (*said->side == Side::left) == left;
            if (about) sick = said->present == Presence::present;
          }
          if (!sick) continue;
          alone *= *sick ? p * how : 1 - p;
          together *= *sick ? how : 0;
        }
        product[lesion] *= (1 - sign.both) * alone + sign.both * together;
      }
    }
    const double sum = product[0] + product[1];
    all += sum;
    const bool wanted_side =
        wanted.side ? wanted.side == side : side != Side::both;  // none: nothing tells left from right
    if (site == wanted.site && next == wanted.next_root && wanted_side) its += sum;
  };
  for (std::size_t i = 0; i < facts.sites().size(); ++i) {
    const Site& site = facts.sites()[i];
    const auto on_sides = [&](std::optional<std::size_t> next, double share) {
      const double on_both = site.sides == SiteSides::either ? site.both_share : site.sides == SiteSides::both ? 1 : 0;
      if (site.sides == SiteSides::none) return weigh(i, next, {}, share);
      if (on_both > 0) weigh(i, next, Side::both, share * on_both);
      if (on_both < 1) weigh(i, next, Side::left, share * (1 - on_both) / 2);
      if (on_both < 1) weigh(i, next, Side::right, share * (1 - on_both) / 2);
    };
    on_sides(std::nullopt, site.share * (1 - site.next_root_share));
    if (site.next_root_share > 0) on_sides(i + 1, site.share * site.next_root_share);
  }
  return its / all;
}

TEST(LocaliseLaws, agrees_with_the_definition_written_out) {
  for (std::uint64_t seed = 1000; seed < 1060; ++seed) {
    Examined person = drawn(seed, false);
    // What is read off several findings has tests of its own.
    std::erase_if(person.case_.statements, [](const Statement& one) {
      for (const std::string_view name : {"reflex_patellar", "reflex_achilles"})
        if (one.finding == finding_of(name)) return true;
      return false;
    });
    const Findings findings = person.findings();
    const Localisation place = localise(findings, shipped_facts());
    for (const Location& one : place.ranked) {
      ASSERT_NEAR(one.probability, written_out(findings, one), 1e-9) << seed << ": " << name_of(one);
    }
  }
}

// A weight is what the odds lose when its sign was never examined.
TEST(LocaliseLaws, a_weight_is_the_odds_with_and_without_the_sign) {
  const Knowledge& facts = shipped_facts();
  std::size_t compared = 0;
  for (std::uint64_t seed = 2000; seed < 2030; ++seed) {
    const Examined person = drawn(seed, false);
    const Localisation place = person.place();
    if (!place.localises) continue;
    const Location& first = place.ranked.front();
    std::vector<SignWeight> weights = first.speaks_for;
    weights.insert(weights.end(), first.speaks_against.begin(), first.speaks_against.end());
    for (const SignWeight& weight : weights) {
      const Sign& sign = facts.signs()[weight.sign];
      if (sign.kind != SignKind::power && sign.kind != SignKind::flag) continue;
      Examined less = person;
      std::erase_if(less.case_.statements, [&](const Statement& one) { return one.finding == sign.examined(); });
      const Localisation without = less.place();
      for (const Location& same : without.ranked) {
        if (name_of(same) != name_of(first)) continue;
        const auto odds = [](double p) { return p / (1 - p); };
        if (first.probability > 0.999 || same.probability > 0.999) continue;
        EXPECT_NEAR(weight.db, 10 * std::log10(odds(first.probability) / odds(same.probability)), 1e-6)
            << seed << ": " << sign.name;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 50U);
}

TEST(LocaliseLaws, chances_add_to_one_at_most_and_the_same_case_gives_the_same_bytes) {
  for (std::uint64_t seed = 3000; seed < 3100; ++seed) {
    const Localisation place = drawn(seed, false).place();
    double sum = place.nothing;
    for (const Location& one : place.ranked) {
      EXPECT_GE(one.probability, 0);
      sum += one.probability;
    }
    EXPECT_LE(sum, 1 + 1e-12);
    EXPECT_EQ(names_of(place), names_of(drawn(seed, false).place()));
  }
}

}  // namespace
}  // namespace lumbar
