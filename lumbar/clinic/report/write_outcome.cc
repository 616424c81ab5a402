// SPDX-License-Identifier: Apache-2.0
// Scores of questionnaires and repeated tests in words.
#include <array>
#include <cmath>

#include "lumbar/base/text.h"
#include "lumbar/clinic/report/report.h"
#include "lumbar/clinic/report/terminal_text.h"

namespace lumbar {
namespace {

constexpr int digits = 4;  // of a score: more would pretend a precision that no questionnaire has

std::string source_list(const Basis& basis, const Knowledge& knowledge) {
  std::string names;
  for (const SourceId source : basis.sources) names += (names.empty() ? "" : ", ") + knowledge[source].name;
  return names + "; " + std::string(word_of(basis.status));
}

std::string range_of(double least, double most, const TerminalText& out) {
  return out.say("range", {{"least", written(least)}, {"most", written(most)}});
}

// "10 points or 30 %"
std::string amount_of(const ChangeThreshold& threshold, const std::string& unit, const TerminalText& out) {
  std::string words;
  if (threshold.points) {
    words = written(*threshold.points);
    if (threshold.points_most && *threshold.points_most != *threshold.points)
      words = out.say("from_to", {{"least", words}, {"most", written(*threshold.points_most)}});
    words += " " + unit;
  }
  if (threshold.percent) {
    if (!words.empty()) words += out.say(threshold.both ? "and" : "or");
    words += written(*threshold.percent) + " %";
  }
  if (!threshold.size.empty()) words += " (" + threshold.size + ")";
  return words;
}

void write_thresholds(const MeasureScore& score, const ScoreResult& result, const Knowledge& knowledge,
                      TerminalText& out) {
  constexpr std::array<const char*, 3> reached_ids = {"reached.no", "reached.unclear", "reached.yes"};
  for (std::size_t i = 0; i < score.changes.size(); ++i) {
    const ChangeThreshold& one = score.changes[i];
    std::string name = out.say(one.kind == ChangeKind::important ? "mcid" : "mdc");
    if (one.way == ChangeWay::worsening) name = out.say("mcid_worse");
    std::string words = amount_of(one, score.unit, out);
    if (result.change) words += ": " + out.say(reached_ids[static_cast<std::size_t>(result.change->reached[i])]);
    words += " (" + out.say("found_among", {{"population", one.population}}) + "; ";
    words += source_list(one.basis, knowledge) + ")";
    if (!one.note.empty()) words += "; " + one.note;
    out.row(name, words, 4);
  }
}

std::string change_in_words(const MeasureScore& score, const OutcomeChange& change, const OutcomeDays& days,
                            const TerminalText& out) {
  const std::string day = days.before ? " (" + days.before->written() + ")" : std::string();
  std::string words = written(change.before, digits) + day + "; ";
  if (change.better_by == 0) return words + out.say("unchanged");
  const char* way = change.better_by > 0 ? "better" : "worse";
  if (score.better == Better::neither) way = change.better_by > 0 ? "higher" : "lower";
  words += out.say(way, {{"points", written(std::abs(change.better_by), digits)}, {"unit", score.unit}});
  if (change.percent) words += ", " + written(std::abs(*change.percent), 3) + " %";
  return words;
}

void write_score(const Measure& measure, const ScoreResult& result, const OutcomeDays& days, const Knowledge& knowledge,
                 TerminalText& out) {
  const MeasureScore& score = measure.scores[result.score];
  const std::string value =
      result.value
          ? written(*result.value, digits)
          : out.say("between", {{"least", written(result.lowest, digits)}, {"most", written(result.highest, digits)}});
  constexpr std::array<const char*, 3> ends = {"lower_better", "higher_better", "no_better"};
  out.row(score.label, out.say("value", {{"value", value},
                                         {"unit", score.unit},
                                         {"range", range_of(score.least, score.most, out)},
                                         {"end", out.say(ends[static_cast<std::size_t>(score.better)])}}));
  if (!result.unanswered.empty()) {
    std::vector<std::string> names;
    for (const std::size_t item : result.unanswered) names.push_back(measure.items[item].name);
    const char* id = result.value ? "unanswered_left_out" : "unanswered_bounds";
    out.row(out.say("unanswered"),
            out.say(id, {{"items", joined(names, ", ")},
                         {"least", written(result.lowest, digits)},
                         {"most", written(result.highest, digits)}}),
            4);
  }
  if (result.band) {
    const ScoreBand& band = score.bands[*result.band];
    out.row(out.say("meaning"), band.label + " (" + source_list(band.basis, knowledge) + ")", 4);
    if (!band.advice.empty()) out.row("", band.advice, 4);
  } else if (!score.bands.empty()) {
    out.row(out.say("meaning"), out.say("meaning_open"), 4);
  }
  if (result.change) out.row(out.say("before"), change_in_words(score, *result.change, days, out), 4);
  write_thresholds(score, result, knowledge, out);
  if (!score.note.empty()) out.row(out.say("note"), score.note, 4);
}

void write_licence(const Measure& measure, TerminalText& out) {
  const char* id = measure.wordings == Wordings::shipped ? "words_shown" : "words_not_shown";
  out.paragraph(out.say(id, {{"holder", measure.licence_holder}, {"status", measure.licence_status}}));
  out.paragraph(out.say("citation", {{"citation", measure.citation}}));
}

// An answer in the middle of what is allowed, so that nobody takes the example for a normal result.
std::string example_of(const Measure& measure) {
  std::string text;
  for (const MeasureItem& item : measure.items) {
    const double middle = std::floor((item.least + item.most) / 2);
    text += (text.empty() ? "" : ", ") + ("\"" + item.name + "\": " + (middle == 0 ? "0" : written(middle)));
  }
  if (!text.empty()) return "{\"answers\": {" + text + "}}";
  for (const MeasureScore& score : measure.scores)
    text += (text.empty() ? "" : ", ") + ("\"" + score.name + "\": " + written((score.least + score.most) / 2));
  return "{\"scores\": {" + text + "}}";
}

}  // namespace

std::string write_outcome(const Measure& measure, const OutcomeScores& outcome, const OutcomeDays& days,
                          const Knowledge& knowledge, std::size_t width) {
  TerminalText out(knowledge, width, "outcome.");
  out.paragraph(measure.label + (days.now ? ", " + days.now->written() : std::string()));
  out.gap();
  for (const ScoreResult& one : outcome.scores) {
    write_score(measure, one, days, knowledge, out);
    out.gap();
  }
  write_licence(measure, out);
  return out.take();
}

std::string write_outcome_form(const Measure& measure, const Knowledge& knowledge, std::size_t width) {
  TerminalText out(knowledge, width, "outcome.");
  out.paragraph(measure.label);
  if (!measure.recall_period.empty()) out.row(out.say("recall"), measure.recall_period);
  if (!measure.frequency.empty()) out.row(out.say("frequency"), measure.frequency);
  out.row(out.say("scoring"), measure.scoring);
  out.gap();
  if (!measure.items.empty()) out.paragraph(out.say("items"));
  // Items that ask for the same, without words of their own, stand on one line.
  for (std::size_t i = 0; i < measure.items.size();) {
    const MeasureItem& first = measure.items[i];
    std::size_t last = i;
    while (last + 1 < measure.items.size() && first.wording.empty() && measure.items[last + 1].wording.empty() &&
           measure.items[last + 1].least == first.least && measure.items[last + 1].most == first.most)
      ++last;
    const std::string name =
        last == i ? first.name : out.say("from_to", {{"least", first.name}, {"most", measure.items[last].name}});
    const std::string range = range_of(first.least, first.most, out);
    out.row(name, first.wording.empty() ? range : first.wording + " (" + range + ")");
    i = last + 1;
  }
  out.paragraph(out.say("scores"));
  for (const MeasureScore& score : measure.scores)
    out.row(score.name, score.label + ", " + range_of(score.least, score.most, out) + " " + score.unit);
  out.gap();
  out.paragraph(out.say("example"));
  out.paragraph(example_of(measure), 2);
  out.gap();
  write_licence(measure, out);
  return out.take();
}

std::string write_outcome_list(const Knowledge& knowledge, std::size_t width) {
  TerminalText out(knowledge, width, "outcome.");
  for (const Measure& measure : knowledge.measures()) {
    const char* id = measure.items.empty()                   ? "list.entered"
                     : measure.wordings == Wordings::shipped ? "list.shipped"
                                                             : "list.numbers";
    out.row(measure.name, measure.label + "; " + out.say(id), 0);
  }
  return out.take();
}

}  // namespace lumbar
