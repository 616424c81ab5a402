// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/diff_cases.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "lumbar/clinic/consult/consult.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

constexpr int most_attempts = 100;  // to leave something out of an example: a long case takes long to judge

std::string_view word_for(LevelReason reason) {
  switch (reason) {
    case LevelReason::rules: return "rules";
    case LevelReason::safety_net_incomplete: return "safety_net";
    case LevelReason::some_not_to_be_had: return "not_to_be_had";
    case LevelReason::cannot_be_questioned: return "cannot_be_questioned";
    case LevelReason::child: return "child";
    case LevelReason::likely_danger: return "likely_danger";
  }
  return "";
}

std::vector<std::string> reasons_of(const Triage& triage, const Knowledge& knowledge) {
  std::vector<std::string> reasons;
  for (const RaisedRule& one : triage.raised) {
    if (knowledge[one.rule].level == triage.level) reasons.push_back(knowledge[one.rule].name);
  }
  for (const ConditionId danger : triage.likely_dangers) {
    if (knowledge[danger].danger_level == triage.level) reasons.push_back(knowledge[danger].name);
  }
  if (reasons.empty() && triage.reason != LevelReason::rules) reasons.emplace_back(word_for(triage.reason));
  return reasons;
}

// Later or gentler at the same level; above 0 softer, below 0 firmer.
int softness(const CaseVerdict& before, const CaseVerdict& after) {
  const auto hours = [](const CaseVerdict& one) { return one.deadline_hours.value_or(1'000'000); };
  const bool softer =
      hours(after) > hours(before) || after.transport < before.transport || (before.provisional && !after.provisional);
  const bool firmer =
      hours(after) < hours(before) || after.transport > before.transport || (!before.provisional && after.provisional);
  return softer ? 1 : firmer ? -1 : 0;
}

std::string in_words(const CaseVerdict& one, const CaseVerdict& other, Effect effect) {
  if (!one.refused.empty()) return "refused: " + one.refused;
  if (effect == Effect::other_cause) return one.leading.empty() ? "none" : one.leading;
  std::string words(word_of(one.level));
  if (effect == Effect::softened || effect == Effect::firmed) {
    if (one.deadline_hours != other.deadline_hours && one.deadline_hours)
      words += " within " + std::to_string(*one.deadline_hours) + " h";
    if (one.transport != other.transport) words += " " + std::string(word_of(one.transport));
  }
  return words + (one.provisional ? ", provisional" : "");
}

std::vector<std::string> without(const std::vector<std::string>& all, const std::vector<std::string>& taken) {
  std::vector<std::string> rest;
  for (const std::string& one : all) {
    if (std::find(taken.begin(), taken.end(), one) == taken.end()) rest.push_back(one);
  }
  return rest;
}

/// What held the level on one side alone.
void tell_reasons(const CaseVerdict& before, const CaseVerdict& after, CaseGroup& into) {
  into.no_longer = without(before.because, after.because);
  into.now = without(after.because, before.because);
}

}  // namespace

CaseVerdict judge(std::string_view text, const Knowledge& knowledge) {
  CaseVerdict verdict;
  const auto refused = [&](const Error& why) {
    verdict.refused = why.text();
    return verdict;
  };
  const auto person = read_case(text, knowledge, {.lenient = true, .today = Date()});
  if (!person) return refused(person.error());
  const auto consultation = consult_briefly(*person, knowledge);
  if (!consultation) return refused(consultation.error());
  const Triage& triage = consultation->triage;
  const Differential& differential = consultation->differential;
  // Without a complaint nothing needs explaining.
  if (differential.complaint && !differential.ranked.empty())
    verdict.leading = knowledge[differential.ranked.front().condition].name;
  verdict.level = triage.level;
  verdict.provisional = triage.provisional;
  verdict.deadline_hours = triage.deadline_hours;
  verdict.transport = triage.transport;
  verdict.because = reasons_of(triage, knowledge);
  return verdict;
}

Effect effect_of(const CaseVerdict& before, const CaseVerdict& after) {
  if (!before.refused.empty()) return after.refused.empty() ? Effect::raised : Effect::none;
  if (!after.refused.empty() || after.level < before.level) return Effect::lowered;
  if (after.level > before.level) return Effect::raised;
  const int softer = softness(before, after);
  if (softer != 0) return softer > 0 ? Effect::softened : Effect::firmed;
  return before.leading == after.leading ? Effect::none : Effect::other_cause;
}

CaseChanges grouped(const std::vector<JudgedCase>& cases) {
  using Key = std::tuple<Effect, std::string, std::string, std::vector<std::string>>;
  std::map<Key, CaseGroup> groups;
  CaseChanges changes;
  for (const JudgedCase& one : cases) {
    const Effect effect = effect_of(one.before, one.after);
    EffectCounts& counts = changes.counts;
    ++counts.cases[static_cast<std::size_t>(effect)];
    if (one.before.refused.empty() && one.after.refused.empty()) {
      counts.level += one.before.level != one.after.level ? 1 : 0;
      counts.provisional += one.before.provisional != one.after.provisional ? 1 : 0;
      counts.leading += one.before.leading != one.after.leading ? 1 : 0;
    }
    if (effect == Effect::none) continue;
    CaseGroup fresh;
    fresh.effect = effect;
    fresh.before = in_words(one.before, one.after, effect);
    fresh.after = in_words(one.after, one.before, effect);
    if (effect != Effect::other_cause) tell_reasons(one.before, one.after, fresh);
    // What falls is told by what held it; what rises, by what holds it.
    const bool rises = effect == Effect::raised || effect == Effect::firmed;
    Key key{effect, fresh.before, fresh.after, rises ? fresh.now : fresh.no_longer};
    fresh.example = one;
    const auto [place, is_new] = groups.try_emplace(std::move(key), fresh);
    CaseGroup& group = place->second;
    const std::size_t count = group.count + 1;
    if (!is_new && one.text.size() < group.example.text.size()) group = std::move(fresh);
    group.count = count;
  }
  for (auto& [key, group] : groups) changes.groups.push_back(std::move(group));
  std::stable_sort(changes.groups.begin(), changes.groups.end(), [](const CaseGroup& a, const CaseGroup& b) {
    return a.effect != b.effect ? a.effect < b.effect : a.count > b.count;
  });
  return changes;
}

namespace {

// Leaves out half of the statements, then quarters, down to single ones, as long as the case still falls the same way.
JudgedCase shortened(const JudgedCase& one, const Knowledge& written_by, const Knowledge& before,
                     const Knowledge& after) {
  auto person = read_case(one.text, written_by, {.lenient = true});
  if (!person) return one;
  JudgedCase shortest = one;
  int attempts = most_attempts;
  for (std::size_t block = std::max<std::size_t>(1, person->statements.size() / 2); block > 0; block /= 2) {
    for (std::size_t at = 0; at < person->statements.size() && attempts > 0; --attempts) {
      Case fewer = *person;
      const auto from = fewer.statements.begin() + static_cast<std::ptrdiff_t>(at);
      const std::size_t count = std::min(block, fewer.statements.size() - at);
      fewer.statements.erase(from, from + static_cast<std::ptrdiff_t>(count));
      const std::string text = write_case(fewer, written_by, false);
      JudgedCase attempt{one.name, text, judge(text, before), judge(text, after)};
      const bool same_fall = attempt.before.level == one.before.level && attempt.after.level == one.after.level &&
                             attempt.before.because == one.before.because && attempt.before.refused.empty() &&
                             attempt.after.refused == one.after.refused;
      if (!same_fall) {
        at += block;
        continue;
      }
      shortest = std::move(attempt);
      *person = std::move(fewer);
    }
  }
  return shortest;
}

}  // namespace

void shorten_example(CaseGroup& group, const Knowledge& written_by, const Knowledge& before, const Knowledge& after) {
  group.example = shortened(group.example, written_by, before, after);
  tell_reasons(group.example.before, group.example.after, group);
}

}  // namespace lumbar
