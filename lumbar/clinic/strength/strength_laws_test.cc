// SPDX-License-Identifier: Apache-2.0
// Laws of measured strength, for whatever somebody may measure.
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "lumbar/clinic/strength/strength_in_test.h"
#include "lumbar/knowledge/facts_in_test.h"

namespace lumbar {
namespace {

// A person and measures of the trunk, hips and whole body, on up to three days.
struct Drawn {
  StrengthPerson person;
  std::vector<StrengthMeasure> measures;
};

StrengthMeasure any_measure() {
  const auto& facts = shipped_facts().strength();
  const auto variant = *rc::gen::inRange<std::size_t>(0, facts.variants.size());
  const StrengthTest& test = facts.test_of(variant);
  StrengthMeasure one;
  one.variant = variant;
  one.day = day(*rc::gen::inRange(1, 4));
  if (test.sided) one.side = *rc::gen::element(Side::left, Side::right);
  const int most = static_cast<int>(std::min(test.most, 300.0));
  one.value = test.kind == StrengthKind::grade ? *rc::gen::inRange(0, 6) : *rc::gen::inRange(1, 10 * most) / 10.0;
  one.stopped = static_cast<Stopped>(*rc::gen::inRange(0, static_cast<int>(Words<Stopped>::list.size())));
  return one;
}

Drawn drawn() {
  Drawn made;
  made.person.age_years = *rc::gen::inRange(10, 95);
  made.person.sex = *rc::gen::element(Sex::female, Sex::male, Sex::other);
  for (int on = 1, days = *rc::gen::inRange(0, 3); on <= days; ++on) {
    const auto hold = [] { return static_cast<double>(*rc::gen::inRange(5, 250)); };
    for (StrengthMeasure one : battery(hold(), hold(), hold(), hold(), on)) {
      if (*rc::gen::inRange(0, 5) == 0) one.stopped = Stopped::not_said;
      made.measures.push_back(one);
    }
  }
  for (int more = *rc::gen::inRange(0, 5); more > 0; --more) made.measures.push_back(any_measure());
  return made;
}

bool is_weak(const StrengthResult& result, const MusclePlace& place) {
  return std::find(result.weak.begin(), result.weak.end(), place) != result.weak.end();
}

RC_GTEST_PROP(StrengthLaws, the_order_of_the_measures_does_not_matter, ()) {
  const Drawn one = drawn();
  auto shuffled = one.measures;
  for (std::size_t i = shuffled.size(); i > 1; --i)
    std::swap(shuffled[i - 1], shuffled[*rc::gen::inRange<std::size_t>(0, i)]);
  const StrengthResult a = weighed(one.person, one.measures), b = weighed(one.person, shuffled);
  RC_ASSERT(a.verdict == b.verdict && a.undecided == b.undecided && a.limiting == b.limiting && a.weak == b.weak);
  RC_ASSERT(a.watch == b.watch && a.dominant == b.dominant && a.places.size() == b.places.size());
  RC_ASSERT(a.tested.size() == b.tested.size() && a.next.size() == b.next.size());
  for (std::size_t i = 0; i < a.tested.size(); ++i) RC_ASSERT(a.tested[i].value.value == b.tested[i].value.value);
}

RC_GTEST_PROP(StrengthLaws, a_hold_stopped_by_pain_or_limb_never_makes_a_group_weak, ()) {
  Drawn one = drawn();
  const StrengthResult before = weighed(one.person, one.measures);
  StrengthMeasure stopped = any_measure();
  RC_PRE(shipped_facts().strength().test_of(stopped.variant).kind != StrengthKind::grade);
  stopped.stopped = *rc::gen::element(Stopped::pain, Stopped::limb);
  one.measures.push_back(stopped);
  const StrengthResult after = weighed(one.person, one.measures);
  RC_ASSERT(after.weak == before.weak);
  RC_ASSERT(after.watch == before.watch);
  RC_ASSERT(after.verdict == before.verdict);
}

RC_GTEST_PROP(StrengthLaws, a_hold_that_reached_a_ceiling_is_weak_in_nothing_alone, ()) {
  const Drawn one = drawn();
  StrengthMeasure only = any_measure();
  only.stopped = Stopped::ceiling;
  RC_ASSERT(weighed(one.person, {only}).weak.empty());
}

RC_GTEST_PROP(StrengthLaws, nobody_is_weak_by_a_norm_that_does_not_fit, ()) {
  const Drawn one = drawn();
  const StrengthResult found = weighed(one.person, one.measures);
  for (const PlaceFound& place : found.places) {
    if (place.standing != GroupStanding::weak) continue;
    const auto has = [&](Because why) {
      return std::find(place.because.begin(), place.because.end(), why) != place.because.end();
    };
    if (has(Because::ratio_twice) || has(Because::sides_differ_twice)) continue;
    RC_ASSERT(place.tested.has_value());
    RC_ASSERT(found.tested[*place.tested].fit == NormFit::matched);
  }
}

RC_GTEST_PROP(StrengthLaws, nobody_under_18_is_weak_or_watched, ()) {
  Drawn one = drawn();
  one.person.age_years = *rc::gen::inRange(0, 180) / 10.0;
  const StrengthResult found = weighed(one.person, one.measures);
  RC_ASSERT(found.weak.empty() && found.watch.empty() && found.limiting.empty() && found.dominant.empty());
  RC_ASSERT(found.verdict == StrengthVerdict::not_decidable);
}

RC_GTEST_PROP(StrengthLaws, one_scale_for_all_holds_changes_no_ratio, ()) {
  // A power of two, so that no digit is rounded; no ceiling is reached.
  const auto hold = [] { return static_cast<double>(*rc::gen::inRange(5, 100)); };
  const auto measures = battery(hold(), hold(), hold(), hold());
  auto doubled = measures;
  for (StrengthMeasure& one : doubled) one.value *= 2;
  const StrengthResult a = weighed(man(25), measures), b = weighed(man(25), doubled);
  RC_ASSERT(a.ratios.size() == 3U && b.ratios.size() == 3U);
  for (std::size_t i = 0; i < a.ratios.size(); ++i) {
    RC_ASSERT(a.ratios[i].value == b.ratios[i].value);
    RC_ASSERT(a.ratios[i].flagged == b.ratios[i].flagged);
  }
  RC_ASSERT(a.sides.at(0).percent == b.sides.at(0).percent);
  for (std::size_t i = 0; i < a.tested.size(); ++i)
    RC_ASSERT(2 * a.tested[i].percent->value == b.tested[i].percent->value);
}

RC_GTEST_PROP(StrengthLaws, longer_holds_of_one_group_never_make_that_group_weaker, ()) {
  const auto hold = [] { return static_cast<double>(*rc::gen::inRange(5, 200)); };
  const auto measures = battery(hold(), hold(), hold(), hold());
  auto stronger = measures;
  const auto which = *rc::gen::inRange<std::size_t>(0, stronger.size());
  stronger[which].value += *rc::gen::inRange(1, 100);
  const auto& test = shipped_facts().strength().test_of(measures[which].variant);
  const MusclePlace place{test.group, measures[which].side};
  const StrengthResult before = weighed(man(25), measures), after = weighed(man(25), stronger);
  RC_ASSERT(at(after, place).standing <= at(before, place).standing);
  RC_ASSERT(!is_weak(after, place) || is_weak(before, place));
}

// The norms of the side bridge differ a little between the sides, so the mirror needs mirrored norms; and 0.95 to 1.05
// is no mirror of itself.
const Knowledge& mirrored_facts() {
  static const Knowledge knowledge = [] {
    std::vector<FactFile> files;
    std::string uses, norms;
    const auto replaced = [](std::string text, std::string_view from, std::string_view to) {
      for (auto place = text.find(from); place != std::string::npos; place = text.find(from, place + to.size()))
        text.replace(place, from.size(), to);
      return text;
    };
    for (const FactFile& file : fact_files()) {
      files.push_back({file.name, file.text});
      if (file.name == "norm_uses.toml") {
        uses = std::string(file.text);
        uses = replaced(uses, "side         = \"left\"", "side         = \"?\"");
        uses = replaced(uses, "side         = \"right\"", "side         = \"left\"");
        uses = replaced(uses, "side         = \"?\"", "side         = \"right\"");
        files.back().text = uses;
      } else if (file.name == "norms.toml") {
        norms = replaced(std::string(file.text), "0.95-1.05", "0.9523809523809523-1.0526315789473684");
        files.back().text = norms;
      }
    }
    auto loaded = Knowledge::load(files);
    if (!loaded) throw std::runtime_error(loaded.error().text());
    return *std::move(loaded);
  }();
  return knowledge;
}

std::optional<Side> mirrored(std::optional<Side> side) {
  if (side == Side::left) return Side::right;
  if (side == Side::right) return Side::left;
  return side;
}

std::vector<MusclePlace> mirrored(std::vector<MusclePlace> places) {
  for (MusclePlace& place : places) place.side = mirrored(place.side);
  std::sort(places.begin(), places.end());
  return places;
}

std::vector<MusclePlace> sorted(std::vector<MusclePlace> places) {
  std::sort(places.begin(), places.end());
  return places;
}

RC_GTEST_PROP(StrengthLaws, mirrored_measures_give_the_mirrored_answer, ()) {
  const Drawn one = drawn();
  auto other = one.measures;
  for (StrengthMeasure& measure : other) measure.side = mirrored(measure.side);
  const StrengthResult a = weighed(one.person, one.measures);
  const StrengthResult b = weigh_strength(one.person, other, mirrored_facts());
  RC_ASSERT(a.verdict == b.verdict && a.undecided == b.undecided && a.provisional == b.provisional);
  RC_ASSERT(mirrored(a.limiting) == sorted(b.limiting));
  RC_ASSERT(mirrored(a.weak) == sorted(b.weak));
  RC_ASSERT(mirrored(a.watch) == sorted(b.watch));
  RC_ASSERT(mirrored(a.dominant) == sorted(b.dominant));
  RC_ASSERT(a.power_lost.size() == b.power_lost.size() && a.next.size() == b.next.size());
}

}  // namespace
}  // namespace lumbar
