// SPDX-License-Identifier: Apache-2.0
// What measured strength comes to, part by part.
#include <algorithm>

#include "lumbar/base/text.h"
#include "lumbar/clinic/report/strength_words.h"

namespace lumbar {
namespace {

class Teller {
 public:
  Teller(const StrengthResult& result, const Knowledge& knowledge, Mode mode)
      : result_(result), knowledge_(knowledge), words_(knowledge, mode) {}

  StrengthStory tell() const {
    StrengthStory story;
    story.title = words_.say("title");
    story.headline =
        words_.say("verdict." + std::string(word_of(result_.verdict)), {{"groups", words_.names(result_.limiting)}});
    if (result_.verdict == StrengthVerdict::not_decidable)
      story.words.push_back(words_.say("undecided." + std::string(word_of(result_.undecided))));
    if (result_.lowest_so_far)
      story.words.push_back(words_.say("lowest_so_far", {{"group", words_.name(*result_.lowest_so_far)}}));
    const bool acts = result_.verdict == StrengthVerdict::limiting || result_.verdict == StrengthVerdict::generally_low;
    if (acts && result_.provisional) story.words.push_back(words_.say("provisional", {{"days", repeat_days()}}));
    if (!result_.dominant.empty())
      story.words.push_back(words_.say("needs_partner", {{"groups", words_.names(result_.dominant)}}));
    if (result_.whole_body_low) story.words.push_back(words_.say("whole_body"));
    for (StrengthPart& part : std::vector{power(), tests(), balance(), invalid(), next(), claims()}) {
      if (!part.items.empty()) story.parts.push_back(std::move(part));
    }
    story.closing = words_.say("closing");
    return story;
  }

 private:
  std::string repeat_days() const { return written(knowledge_.parameter("strength_repeat_days")); }
  const Norm& norm(std::size_t place) const { return words_.facts().norms[place]; }

  StrengthPart power() const {
    StrengthPart part{"power", words_.say("power.title"), true, {}, {}};
    for (const PowerLost& one : result_.power_lost) {
      part.items.push_back(
          {words_.say("power." + std::string(word_of(one.kind)), {{"test", words_.name_of_test(one.variant)},
                                                                  {"side", words_.side(one.side)},
                                                                  {"grade", written(one.grade, 2)},
                                                                  {"before", written(one.before, 2)}}),
           {}});
    }
    return part;
  }

  // A place carries the judgement, each way of testing its own figures.
  const PlaceFound* place_of(std::size_t tested) const {
    const auto found = std::find_if(result_.places.begin(), result_.places.end(),
                                    [&](const PlaceFound& one) { return one.tested == tested; });
    return found == result_.places.end() ? nullptr : &*found;
  }

  StrengthPart tests() const {
    StrengthPart part{"tests", words_.say("tests.title"), false, {}, {}};
    for (std::size_t i = 0; i < result_.tested.size(); ++i) {
      const StrengthTested& one = result_.tested[i];
      const PlaceFound* place = place_of(i);
      const GroupStanding standing = place != nullptr ? place->standing : one.standing;
      const std::string why = words_.reasons(place != nullptr ? place->because : one.because);
      StrengthItem item;
      item.text = words_.name_of_test(one.variant) + words_.side(one.place.side) + ": " + words_.measured(one);
      if (const std::string compared = words_.compared(one); !compared.empty()) item.text += ", " + compared;
      item.text += ": " + words_.say("standing." + std::string(word_of(standing)));
      if (!why.empty()) item.text += " (" + why + ")";
      item.text += ".";
      if (one.norm) item.note = words_.say("norm", {{"norm", words_.name(norm(*one.norm))}});
      if (one.fit != NormFit::matched && (one.norm || one.cutoffs.empty()))
        add(item.note, words_.say("fit." + std::string(word_of(one.fit))));
      for (const Cutoff& cutoff : one.cutoffs) {
        const Norm& row = norm(cutoff.norm);
        add(item.note,
            words_.say(cutoff.beyond ? "cutoff.beyond" : "cutoff.within", {{"limit", written(*row.limit.point)},
                                                                           {"unit", row.unit},
                                                                           {"meaning", row.cutoff_meaning},
                                                                           {"norm", words_.name(row)}}));
      }
      if (one.older_days > 0) add(item.note, words_.say("older", {{"count", std::to_string(one.older_days)}}));
      part.items.push_back(std::move(item));
    }
    return part;
  }

  static void add(std::string& note, const std::string& words) { note += (note.empty() ? "" : " ") + words; }

  StrengthPart balance() const {
    StrengthPart part{"balance", words_.say("balance.title"), false, {}, {}};
    for (const RatioFound& one : result_.ratios) {
      std::string value = (one.at_least ? "≥ " : one.at_most ? "≤ " : "") + fixed(one.value, 2);
      const std::string judged = one.flagged == Presence::present
                                     ? words_.say("ratio.flagged", {{"against", words_.names(one.against)}})
                                 : one.flagged == Presence::absent ? words_.say("ratio.fine")
                                                                   : words_.say("ratio.hidden");
      StrengthItem item{
          words_.say("ratio",
                     {{"name", words_.say("ratio." + std::string(word_of(words_.facts().ratios[one.rule].ratio)))},
                      {"value", value}}) +
              ", " + judged + ".",
          words_.say("ratio.limit", {{"limit", norm(one.norm).cutoff}, {"norm", words_.name(norm(one.norm))}})};
      if (one.fit != NormFit::matched) add(item.note, words_.say("fit." + std::string(word_of(one.fit))));
      part.items.push_back(std::move(item));
    }
    for (const SidesFound& one : result_.sides) {
      const std::string test = words_.name_of_test(one.variant);
      part.items.push_back({one.weaker ? words_.say("sides", {{"test", test},
                                                              {"side", words_.say(word_of(*one.weaker))},
                                                              {"percent", fixed(one.percent, 0)}})
                                       : words_.say("sides.equal", {{"test", test}}),
                            {}});
      part.items.back().text += ".";
    }
    return part;
  }

  StrengthPart invalid() const {
    StrengthPart part{"invalid", words_.say("invalid.title"), false, {}, {}};
    for (const InvalidMeasure& one : result_.invalid) {
      part.items.push_back({words_.say("invalid." + std::string(word_of(one.measure.stopped)),
                                       {{"test", words_.name_of_test(one.measure.variant)},
                                        {"side", words_.side(one.measure.side)},
                                        {"day", one.measure.day.written()},
                                        {"value", written(one.measure.value, 4)},
                                        {"unit", words_.facts().test_of(one.measure.variant).unit}}),
                            {}});
    }
    return part;
  }

  StrengthPart next() const {
    StrengthPart part{"next", words_.say("next.title"), false, {}, words_.say("next.caution")};
    for (const NextTest& one : result_.next) {
      const StrengthTest& test = words_.facts().test_of(one.variant);
      const StrengthVariant& variant = words_.facts().variants[one.variant];
      part.items.push_back({words_.say("next." + std::string(word_of(one.why)),
                                       {{"test", words_.mode() == Mode::clinician ? test.label : test.label_patient},
                                        {"side", words_.side(one.side)},
                                        {"way", variant.label},
                                        {"days", repeat_days()}}),
                            one.why == NextTest::Why::reason_unsaid ? std::string() : variant.how});
    }
    return part;
  }

  StrengthPart claims() const {
    StrengthPart part{"claims", words_.say("claims.title"), false, {}, {}};
    if (result_.tested.empty()) return part;
    for (const StrengthClaim& one : words_.facts().claims) {
      std::string note = one.known;
      if (words_.mode() == Mode::clinician) {
        note += " [";
        for (std::size_t i = 0; i < one.basis.sources.size(); ++i)
          note += (i == 0 ? "" : ", ") + knowledge_[one.basis.sources[i]].name;
        note += "]";
      }
      part.items.push_back(
          {"“" + one.says + "”: " + words_.say("claim." + std::string(word_of(one.grade))) + ".", std::move(note)});
    }
    return part;
  }

  const StrengthResult& result_;
  const Knowledge& knowledge_;
  StrengthWords words_;
};

}  // namespace

StrengthStory tell_strength(const StrengthResult& result, const Knowledge& knowledge, Mode mode) {
  return Teller(result, knowledge, mode).tell();
}

}  // namespace lumbar
