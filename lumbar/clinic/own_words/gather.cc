// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/own_words/gather.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "lumbar/base/units.h"

namespace lumbar::own_words {
namespace {

bool is_elsewhere(std::string_view word) {
  return word == "elsewhere" || word == "otherwise" || word == "other" || word == "remaining" || word == "rest";
}

bool within(std::span<const std::uint32_t> smaller, std::span<const std::uint32_t> larger) {
  return std::includes(larger.begin(), larger.end(), smaller.begin(), smaller.end());
}

}  // namespace

Gatherer::Gatherer(std::string_view text, const std::vector<Token>& tokens, const Symbols& symbols,
                   const Knowledge& knowledge, const std::set<std::string, std::less<>>& ordinary,
                   std::optional<Date> as_of)
    : text_(text),
      tokens_(tokens),
      symbols_(symbols),
      knowledge_(knowledge),
      ordinary_(ordinary),
      as_of_(as_of),
      read_(tokens.size()),
      in_wording_(tokens.size()) {}

Understood Gatherer::gather(std::vector<Match> wordings, std::vector<Match> cues) {
  keep_fullest(wordings);
  for (const Match& one : wordings) {
    for (const std::uint32_t word : one.words) read_[word] = in_wording_[word] = true;
  }
  for (const Match& one : cues) {
    for (const std::uint32_t word : one.words) read_[word] = true;
  }
  const ContextReader context(knowledge_.lexicon(), tokens_, std::move(cues), in_wording_);
  take_person(context);
  std::vector<Mention> mentions;
  for (Match& one : wordings) {
    Mention mention{std::move(one), nullptr, {}};
    mention.wording = &wording(mention.match);
    mention.verdict = context.verdict_on(mention.match, *mention.wording);
    mentions.push_back(std::move(mention));
  }
  for (const Mention& one : mentions) take_mention(one);
  take_graded(mentions);
  take_lengths(mentions);
  settle_contradictions();
  tell_what_was_not_understood();
  std::stable_sort(made_.set_aside.begin(), made_.set_aside.end(),
                   [](const SetAsideMention& a, const SetAsideMention& b) { return a.span.from < b.span.from; });
  return std::move(made_);
}

// "Numbness between the legs" is not also "numbness"; a wording whose words all stand in a fuller one is left out. The
// words of sides, and words that only modify ("severe", "sudden"), do not make it fuller: "both legs weak" is a weak
// leg too.
void Gatherer::keep_fullest(std::vector<Match>& wordings) const {
  const auto& classes = knowledge_.lexicon().classes;
  const auto found =
      std::find_if(classes.begin(), classes.end(), [](const WordClass& one) { return one.name == "modifier"; });
  std::set<std::uint32_t> modifiers;
  if (found != classes.end()) {
    for (const WordSequence& one : found->words) modifiers.insert(one.front().what);
  }
  const auto only_modifies = [&](std::uint32_t word) {
    return side_named(tokens_[word].text) ||
           std::any_of(symbols_.of[word].begin(), symbols_.of[word].end(),
                       [&](std::uint32_t symbol) { return modifiers.contains(symbol); });
  };
  // "Saddle anesthesia and bilateral leg weakness": the leg is of what follows, not of the numbness before the "and".
  const auto takes_from_the_next = [&](const Match& match) {
    if (match.words.size() < 2) return false;
    bool joined = false;
    for (std::uint32_t i = match.words[match.words.size() - 2] + 1; i < match.last(); ++i)
      joined = joined || tokens_[i].text == "and" || tokens_[i].text == "or" || tokens_[i].kind == TokenKind::comma;
    return joined && std::any_of(wordings.begin(), wordings.end(), [&](const Match& other) {
             const bool begins_here = other.first() == match.last() ||
                                      (other.first() + 1 == match.last() && side_named(tokens_[other.first()].text));
             return begins_here && other.last() > match.last() && other.last() <= match.last() + 2;
           });
  };
  std::vector<std::vector<std::uint32_t>> cores(wordings.size());
  std::vector<std::vector<std::uint32_t>> by_token(tokens_.size());
  for (std::uint32_t i = 0; i < wordings.size(); ++i) {
    for (const std::uint32_t word : wordings[i].words) {
      if (only_modifies(word)) continue;
      cores[i].push_back(word);
      by_token[word].push_back(i);
    }
  }
  std::vector<Match> kept;
  for (std::uint32_t i = 0; i < wordings.size(); ++i) {
    const auto hides = [&](std::uint32_t other) {
      return wording(wordings[other]).of == wording(wordings[i]).of && cores[other].size() > cores[i].size() &&
             within(wordings[i].words, wordings[other].words);
    };
    const bool left_out =
        !cores[i].empty() && std::any_of(by_token[cores[i].front()].begin(), by_token[cores[i].front()].end(), hides);
    if (!left_out && !takes_from_the_next(wordings[i])) kept.push_back(wordings[i]);
  }
  wordings = std::move(kept);
}

void Gatherer::mark_read(std::uint32_t first, std::uint32_t last) {
  for (std::uint32_t i = first; i <= last && i < read_.size(); ++i) read_[i] = true;
}

ReadAs Gatherer::read_as(const Match& match) const {
  const bool corrected =
      std::any_of(match.words.begin(), match.words.end(), [&](std::uint32_t word) { return symbols_.corrected[word]; });
  return corrected ? ReadAs::corrected : ReadAs::plain;
}

void Gatherer::state(Statement said, TextSpan span, ReadAs read_as, std::string denied_by) {
  auto& list = said_[said.finding];
  list.push_back({std::move(said), span, std::move(denied_by), read_as});
}

void Gatherer::state_presence(FindingId finding, Presence presence, std::optional<Side> side, const Match& match,
                              ReadAs read_as, std::string denied_by) {
  Statement said{.finding = finding, .present = presence};
  said.side = side;
  state(std::move(said), span_of(match), read_as, std::move(denied_by));
}

void Gatherer::take_person(const ContextReader& context) {
  auto age = age_in(tokens_);
  if (age) {
    // "My 80-year-old mother": an age that belongs to somebody else is nobody's here.
    const Match there{0, {age->first}};
    const Verdict verdict = context.verdict_on(there, Phrasing{.past_counts = true});
    if (verdict.aside == SetAside::relative) age.reset();
  }
  const auto finding = knowledge_.finding("age_years");
  if (age && finding) {
    Statement said{.finding = *finding};
    said.number.bare = age->value;
    state(std::move(said), span_of(age->first, age->last), ReadAs::plain);
    mark_read(age->first, age->last);
  }
  const auto sex = sex_in(tokens_, age);
  if (const auto named = knowledge_.finding("sex"); sex && named) {
    Statement said{.finding = *named};
    said.choice.bare = static_cast<std::uint8_t>(sex->value);
    state(std::move(said), span_of(sex->first, sex->last), ReadAs::plain);
    mark_read(sex->first, sex->last);
  }
}

std::optional<Side> Gatherer::side_of(const Match& match) const {
  if (auto inside = side_within(tokens_, match.first(), match.last())) return inside;
  const auto [from, to] = sentence_around(match.first());
  // What follows closely, up to a pause or the next thing said.
  std::uint32_t end = match.last();
  while (end < to && end < match.last() + 6 && tokens_[end + 1].kind <= TokenKind::number &&
         tokens_[end + 1].text != "and" && tokens_[end + 1].text != "but")
    ++end;
  if (end > match.last()) {
    if (auto after = side_within(tokens_, match.last() + 1, end)) return after;
  }
  std::uint32_t begin = match.first();
  while (begin > from && begin + 2 > match.first() && tokens_[begin - 1].kind == TokenKind::word) --begin;
  return begin < match.first() ? side_within(tokens_, begin, match.first() - 1) : std::nullopt;
}

std::pair<std::uint32_t, std::uint32_t> Gatherer::sentence_around(std::uint32_t token) const {
  std::uint32_t from = token;
  std::uint32_t to = token;
  while (from > 0 && tokens_[from - 1].sentence == tokens_[token].sentence) --from;
  while (to + 1 < tokens_.size() && tokens_[to + 1].sentence == tokens_[token].sentence) ++to;
  return {from, to};
}

void Gatherer::take_mention(const Mention& mention) {
  const Phrasing& what = *mention.wording;
  if (what.of == PhrasingOf::movement || what.of == PhrasingOf::power || what.of == PhrasingOf::reflex) return;
  if (mention.verdict.aside) {
    if (what.of == PhrasingOf::measured) return;
    if (what.only_denied) return;
    for (const FindingId finding : what.findings)
      made_.set_aside.push_back({finding, span_of(mention.match), *mention.verdict.aside});
    return;
  }
  if (what.of == PhrasingOf::measured) return take_measured(mention);
  if (what.choice) return take_choice(mention);

  const bool denied = mention.verdict.denied;
  if (what.only_denied && !denied) return;
  // A denial that is denied ("not afebrile", "no normal reflexes"), or that is not sure, says nothing.
  if ((denied && what.says == Presence::absent) ||
      (mention.verdict.unsure && (denied || what.says == Presence::absent))) {
    for (const FindingId finding : what.denied)
      made_.set_aside.push_back({finding, span_of(mention.match), SetAside::doubtful});
    return;
  }
  const bool absent = denied || what.says == Presence::absent;
  std::string by;
  if (mention.verdict.cue_first && denied) {
    const TextSpan cue = span_of(*mention.verdict.cue_first, *mention.verdict.cue_last);
    by = std::string(text_.substr(cue.from, cue.to - cue.from));
  }
  const std::optional<Side> side = what.sided ? side_of(mention.match) : std::nullopt;
  const auto& findings = absent ? what.denied : what.findings;
  for (const FindingId finding : findings) {
    const bool wider = absent && std::find(what.findings.begin(), what.findings.end(), finding) == what.findings.end();
    state_presence(finding, absent ? Presence::absent : Presence::present, side, mention.match,
                   wider ? ReadAs::inferred : read_as(mention.match), by);
  }
}

void Gatherer::take_choice(const Mention& mention) {
  if (mention.verdict.denied) return;
  Statement said{.finding = mention.wording->findings.front()};
  said.choice.bare = mention.wording->choice;
  state(std::move(said), span_of(mention.match), read_as(mention.match));
}

std::optional<double> Gatherer::in_own_unit(const At<double>& number, const Phrasing& wording) const {
  const Finding& finding = knowledge_[wording.findings.front()];
  const bool threshold = wording.present_from || wording.present_below;
  const std::string& wanted = threshold ? wording.usual_unit : finding.unit;
  std::string unit(unit_after(text_, tokens_[number.last].to));
  if (unit == "C" || unit == "c" || unit == "celsius" || unit == "Celsius") unit = "Cel";
  if (unit == "F" || unit == "f" || unit == "fahrenheit" || unit == "Fahrenheit") unit = "[degF]";
  std::optional<double> value;
  if (!unit.empty()) {
    if (auto own = converted(number.value, unit, wanted, finding.name)) value = *own;
  }
  if (!value && wording.needs_unit) return std::nullopt;
  if (!value && wanted == "Cel" && number.value > 45) {
    if (auto own = converted(number.value, "[degF]", wanted)) value = *own;
  }
  if (!value && !threshold && !wording.usual_unit.empty()) {
    if (auto own = converted(number.value, wording.usual_unit, wanted, finding.name)) value = *own;
  }
  if (!value) value = number.value;
  if ((wording.least && *value < *wording.least) || (wording.most && *value > *wording.most)) return std::nullopt;
  return value;
}

void Gatherer::take_measured(const Mention& mention) {
  const Match& match = mention.match;
  const Phrasing& what = *mention.wording;
  std::optional<At<double>> number;
  for (const std::uint32_t word : match.words) {
    if (!number && tokens_[word].kind == TokenKind::number && !tokens_[word].spelt)
      number = At<double>{tokens_[word].number, word, word};
  }
  std::optional<double> value;
  if (number) value = in_own_unit(*number, what);
  const auto [from, to] = sentence_around(match.first());
  for (std::uint32_t i = match.last() + 1; !number && i <= to && i <= match.last() + 7; ++i) {
    if (tokens_[i].kind == TokenKind::comma && tokens_[i].text == ",") break;
    if (tokens_[i].text == "not" || tokens_[i].text == "no" || tokens_[i].text == "normal" || in_wording_[i]) break;
    if (tokens_[i].kind != TokenKind::number) continue;
    if (i + 1 <= to && days_in(tokens_[i + 1].text).value_or(0) >= 1 && !what.needs_unit) break;
    number = At<double>{tokens_[i].number, i, i};
    value = in_own_unit(*number, what);
  }
  for (std::uint32_t back = 1; !number && back <= 4 && match.first() >= from + back; ++back) {
    const std::uint32_t i = match.first() - back;
    if (tokens_[i].kind == TokenKind::comma) break;
    if (tokens_[i].kind != TokenKind::number || tokens_[i].spelt) continue;
    // Before its name a number counts with its unit only: "400 mL post-void residual".
    Phrasing with_unit = what;
    with_unit.needs_unit = true;
    number = At<double>{tokens_[i].number, i, i};
    value = in_own_unit(*number, with_unit);
  }
  if (!value || mention.verdict.denied) return;
  mark_read(number->first, number->last);
  const TextSpan span = span_of(std::min(match.first(), number->first), std::max(match.last(), number->last));
  if (what.present_from || what.present_below) {
    const bool present =
        (what.present_from && *value >= *what.present_from) || (what.present_below && *value < *what.present_below);
    // A single number on the safe side denies no symptom: it may have been otherwise at home.
    if (!present) return;
    for (const FindingId finding : what.findings)
      state({.finding = finding, .present = Presence::present}, span, ReadAs::inferred);
    return;
  }
  for (const FindingId finding : what.findings) {
    Statement said{.finding = finding};
    const auto side = knowledge_[finding].sided ? side_of(match) : std::nullopt;
    if (side && *side != Side::right) said.number.left = *value;
    if (side && *side != Side::left) said.number.right = *value;
    if (!side) said.number.bare = *value;
    state(std::move(said), span, read_as(match));
  }
}

void Gatherer::take_graded(const std::vector<Mention>& mentions) {
  std::map<std::uint32_t, std::vector<const Mention*>> movements, powers, reflexes;
  for (const Mention& one : mentions) {
    if (one.verdict.aside) continue;
    const std::uint32_t sentence = tokens_[one.match.first()].sentence;
    if (one.wording->of == PhrasingOf::movement) movements[sentence].push_back(&one);
    if (one.wording->of == PhrasingOf::power) powers[sentence].push_back(&one);
    if (one.wording->of == PhrasingOf::reflex) reflexes[sentence].push_back(&one);
  }
  const auto in_order = [](std::vector<const Mention*>& list) {
    std::sort(list.begin(), list.end(),
              [](const Mention* a, const Mention* b) { return a->match.first() < b->match.first(); });
  };
  for (auto& [sentence, list] : movements) {
    in_order(list);
    grade_sentence(list, false);
  }
  for (auto& [sentence, list] : powers) {
    if (movements.contains(sentence)) continue;
    in_order(list);
    list.resize(1);
    grade_sentence(list, false);
  }
  for (auto& [sentence, list] : reflexes) {
    in_order(list);
    grade_sentence(list, true);
  }
}

void Gatherer::grade_sentence(const std::vector<const Mention*>& graded, bool reflexes) {
  const auto [from, to] = sentence_around(graded.front()->match.first());
  const std::uint32_t last = to;
  auto grades = reflexes ? reflex_grades(text_, tokens_, from, to) : power_grades(text_, tokens_, from, to);
  // "… and 5/5 elsewhere" is of no movement that was named.
  grades.erase(std::remove_if(grades.begin(), grades.end(),
                              [&](const At<double>& grade) {
                                for (std::uint32_t i = grade.last + 1; i <= std::min(last, grade.last + 3); ++i) {
                                  if (is_elsewhere(tokens_[i].text)) return true;
                                }
                                return false;
                              }),
               grades.end());
  if (grades.empty()) return;
  const auto begin_of = [&](std::size_t i) { return graded[i]->match.first(); };
  const bool grade_first = grades.front().first < begin_of(0);
  for (std::size_t i = 0; i < graded.size(); ++i) {
    const Match& match = graded[i]->match;
    // The grades that belong to it: the nearest run, before it or after it, with no other movement inside the run.
    std::vector<At<double>> run = graded.size() == 1 ? grades : std::vector<At<double>>{};
    const auto other_between = [&](std::uint32_t a, std::uint32_t b) {
      return std::any_of(graded.begin(), graded.end(),
                         [&](const Mention* other) { return other->match.first() > a && other->match.first() < b; });
    };
    if (graded.size() == 1) {
      // One movement in the sentence: "3/5 in right knee extension and 5/5 on the left".
    } else if (grade_first) {
      for (auto g = grades.rbegin(); g != grades.rend(); ++g) {
        if (g->last < match.first() && (run.empty() || !other_between(g->last, run.front().first)))
          run.insert(run.begin(), *g);
      }
    } else {
      for (const auto& g : grades) {
        if (g.first > match.last() && (run.empty() || !other_between(run.back().last, g.first))) run.push_back(g);
      }
    }
    if (run.empty()) continue;
    std::vector<std::optional<Side>> sides(run.size());
    const std::uint32_t next = i + 1 < graded.size() ? begin_of(i + 1) - 1 : to;
    for (std::size_t k = 0; k < run.size(); ++k) {
      std::uint32_t before_next = k + 1 < run.size() ? run[k + 1].first - 1 : to;
      for (std::uint32_t word = run[k].last + 1; word < before_next; ++word) {
        if (tokens_[word].kind == TokenKind::comma && tokens_[word].text == ",") before_next = word;
      }
      const std::uint32_t until = std::min({before_next, run[k].last + 5, to});
      if (run.size() > 1 && until > run[k].last) sides[k] = side_within(tokens_, run[k].last + 1, until);
      if (run.size() > 1 && !sides[k] && run[k].first > from) {
        const std::uint32_t first = k > 0 ? std::max(run[k - 1].last + 1, run[k].first - 1)
                                          : std::max(from, run[k].first - std::min(3U, run[k].first));
        sides[k] = side_within(tokens_, first, run[k].first - 1);
      }
    }
    if (run.size() == 1) {
      const std::uint32_t lead = std::min(3U, match.first() - from);
      sides[0] = side_within(tokens_, match.first() - lead, match.last());
      if (!sides[0]) {
        const std::uint32_t until = grade_first ? next : std::min(to, run[0].last + 5);
        sides[0] = side_within(tokens_, match.last(), std::max(match.last(), std::min(until, next)));
      }
      if (!sides[0]) {
        const auto whole = side_within(tokens_, from, to);
        if (whole) sides[0] = whole;
      }
    }
    for (const FindingId finding : graded[i]->wording->findings) {
      const logic::Type type = knowledge_.language().variables[finding.row()].type;
      for (std::size_t k = 0; k < run.size(); ++k) {
        Statement said{.finding = finding};
        const auto put = [&](auto& into, auto value) {
          if (!sides[k]) into.bare = value;
          if (sides[k] && *sides[k] != Side::right) into.left = value;
          if (sides[k] && *sides[k] != Side::left) into.right = value;
        };
        const double grade = run[k].value;
        if (type == logic::Type::ordinal) {
          put(said.number, grade);
        } else if (type == logic::Type::choice) {
          put(said.choice, static_cast<std::uint8_t>(grade));
        } else {
          const bool lost = reflexes ? grade <= 1 : grade < 5;
          if (reflexes && grade > 2) continue;
          said.present = lost ? Presence::present : Presence::absent;
          if (sides[k]) said.side = *sides[k];
        }
        mark_read(run[k].first, run[k].last);
        state(std::move(said), span_of(std::min(match.first(), run[k].first), std::max(match.last(), run[k].last)),
              type == logic::Type::boolean ? ReadAs::inferred : ReadAs::plain);
      }
    }
  }
}

namespace {

template <class T>
void fill(Sided<T>& into, const Sided<T>& from) {
  if (!into.bare && !into.left && !into.right) into.bare = from.bare;
  if (!into.bare && !into.left) into.left = from.left;
  if (!into.bare && !into.right) into.right = from.right;
}

}  // namespace

// One statement a finding. What is both said and denied of the same side is neither: somebody has to be asked.
void Gatherer::settle_contradictions() {
  for (auto& [finding, list] : said_) {
    const bool yes_or_no = knowledge_.language().variables[finding.row()].type == logic::Type::boolean;
    const UnderstoodStatement* present = nullptr;
    const UnderstoodStatement* absent = nullptr;
    for (const UnderstoodStatement& one : list) {
      if (one.said.present == Presence::present && present == nullptr) present = &one;
      if (one.said.present == Presence::absent && (absent == nullptr || absent->read_as == ReadAs::inferred))
        absent = &one;
    }
    if (!yes_or_no) {
      UnderstoodStatement whole = list.front();
      for (const UnderstoodStatement& one : list) {
        fill(whole.said.number, one.said.number);
        fill(whole.said.choice, one.said.choice);
      }
      made_.statements.push_back(std::move(whole));
      continue;
    }
    if (present != nullptr && absent != nullptr) {
      const bool other_sides = present->said.side && absent->said.side && *present->said.side != *absent->said.side &&
                               *present->said.side != Side::both && *absent->said.side != Side::both;
      // "No bladder trouble" speaks of many things at once; what was named by itself weighs more.
      const bool named_apart = absent->read_as == ReadAs::inferred && present->read_as != ReadAs::inferred;
      if (!other_sides && !named_apart) {
        for (const UnderstoodStatement* one : {present, absent})
          made_.set_aside.push_back({finding, one->span, SetAside::contradicted});
        continue;
      }
    }
    UnderstoodStatement whole = present != nullptr ? *present : *absent;
    for (const UnderstoodStatement& one : list) {
      if (one.said.present != whole.said.present) continue;
      if (one.said.side && !whole.said.side) whole.said.side = one.said.side;
      if (one.said.side && whole.said.side && *one.said.side != *whole.said.side) whole.said.side = Side::both;
      if (one.said.age_days && !whole.said.age_days) whole.said.age_days = one.said.age_days;
    }
    made_.statements.push_back(std::move(whole));
  }
}

void Gatherer::tell_what_was_not_understood() {
  std::optional<std::pair<std::uint32_t, std::uint32_t>> run;
  const auto close = [&] {
    if (run) made_.not_understood.push_back(span_of(run->first, run->second));
    run.reset();
  };
  for (std::uint32_t i = 0; i < tokens_.size(); ++i) {
    if (tokens_[i].kind != TokenKind::word) {
      if (tokens_[i].kind == TokenKind::full_stop) close();
      continue;
    }
    if (read_[i]) {
      close();
    } else if (tokens_[i].text.size() > 2 && !ordinary_.contains(tokens_[i].text)) {
      run = run ? std::pair{run->first, i} : std::pair{i, i};
    }
  }
  close();
}

}  // namespace lumbar::own_words
