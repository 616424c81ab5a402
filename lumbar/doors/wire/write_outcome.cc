// SPDX-License-Identifier: Apache-2.0
// Scores of instruments as JSON, with what they mean and where every threshold comes from.
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

void write_basis(json::Writer& out, const Basis& basis, const Knowledge& knowledge) {
  out.key("sources").begin_list();
  for (const SourceId source : basis.sources) out.text(knowledge[source].name);
  out.end().text_at("status", word_of(basis.status));
}

std::string_view word_of_reached(Reached reached) {
  switch (reached) {
    case Reached::no: return "no";
    case Reached::unclear: return "unclear";
    case Reached::yes: return "yes";
  }
  return "unclear";
}

void write_threshold(json::Writer& out, const ChangeThreshold& threshold, const Reached* reached,
                     const Knowledge& knowledge) {
  out.begin_object().text_at("kind", word_of(threshold.kind)).text_at("of", word_of(threshold.way));
  if (!threshold.size.empty()) out.text_at("size", threshold.size);
  out.number_or_null_at("points", threshold.points);
  if (threshold.points_most) out.number_or_null_at("points_most", threshold.points_most);
  out.number_or_null_at("percent", threshold.percent);
  out.text_at("needs", threshold.points && threshold.percent ? (threshold.both ? "both" : "either") : "it");
  out.text_at("population", threshold.population);
  if (reached != nullptr) out.text_at("reached", word_of_reached(*reached));
  write_basis(out, threshold.basis, knowledge);
  out.end();
}

void write_score(json::Writer& out, const Measure& measure, const ScoreResult& result, const Knowledge& knowledge) {
  const MeasureScore& score = measure.scores[result.score];
  out.begin_object().text_at("score", score.name).text_at("label", score.label).text_at("unit", score.unit);
  out.number_or_null_at("value", result.value);
  out.key("bounds").begin_list().number(result.lowest).number(result.highest).end();
  out.key("range").begin_list().number(score.least).number(score.most).end();
  out.text_at("better", word_of(score.better));
  out.key("unanswered").begin_list();
  for (const std::size_t item : result.unanswered) out.text(measure.items[item].name);
  out.end();
  out.key("meaning");
  if (result.band) {
    const ScoreBand& band = score.bands[*result.band];
    out.begin_object().text_at("label", band.label).text_or_null_at("advice", band.advice);
    write_basis(out, band.basis, knowledge);
    out.end();
  } else {
    out.null();
  }
  out.key("change");
  if (result.change) {
    out.begin_object();
    out.number_or_null_at("before", result.change->before);
    out.number_or_null_at("better_by", result.change->better_by);
    out.number_or_null_at("percent", result.change->percent);
    out.end();
  } else {
    out.null();
  }
  out.key("thresholds").begin_list();
  for (std::size_t i = 0; i < score.changes.size(); ++i)
    write_threshold(out, score.changes[i], result.change ? &result.change->reached[i] : nullptr, knowledge);
  out.end();
  write_basis(out, score.basis, knowledge);
  out.end();
}

void write_licence(json::Writer& out, const Measure& measure) {
  out.key("licence").begin_object().text_at("holder", measure.licence_holder);
  out.text_at("status", measure.licence_status);
  out.key("words_shown").flag(measure.wordings == Wordings::shipped).end();
}

}  // namespace

std::string write_outcome_json(const Measure& measure, const OutcomeSheet& sheet, const OutcomeScores& outcome,
                               const Knowledge& knowledge) {
  json::Writer out(true);
  out.begin_object().key("lumbar_outcome_result").whole(1);
  out.text_at("measure", measure.name).text_at("label", measure.label);
  out.text_or_null_at("on", sheet.on ? sheet.on->written() : "");
  out.text_or_null_at("before_on", sheet.before_on ? sheet.before_on->written() : "");
  out.key("scores").begin_list();
  for (const ScoreResult& one : outcome.scores) write_score(out, measure, one, knowledge);
  out.end();
  write_licence(out, measure);
  out.text_at("citation", measure.citation);
  out.end();
  return out.take();
}

std::string write_measures_json(const Knowledge& knowledge) {
  json::Writer out(true);
  out.begin_object().key("lumbar_measures").whole(1).key("measures").begin_list();
  for (const Measure& measure : knowledge.measures()) {
    out.begin_object().text_at("measure", measure.name).text_at("label", measure.label);
    out.text_at("domain", measure.domain).text_or_null_at("recall_period", measure.recall_period);
    out.key("items").begin_list();
    for (const MeasureItem& item : measure.items) {
      out.begin_object().text_at("item", item.name).text_or_null_at("wording", item.wording);
      out.key("range").begin_list().number(item.least).number(item.most).end();
      out.key("whole").flag(item.whole).end();
    }
    out.end().key("scores").begin_list();
    for (const MeasureScore& score : measure.scores) {
      out.begin_object().text_at("score", score.name).text_at("label", score.label).text_at("unit", score.unit);
      out.text_at("method", word_of(score.method)).text_at("better", word_of(score.better));
      out.key("range").begin_list().number(score.least).number(score.most).end();
      out.text_at("unanswered_items", word_of(score.missing));
      out.key("unanswered_most").whole(static_cast<std::int64_t>(score.missing_most));
      out.key("thresholds").begin_list();
      for (const ChangeThreshold& one : score.changes) write_threshold(out, one, nullptr, knowledge);
      out.end().end();
    }
    out.end();
    write_licence(out, measure);
    out.text_at("citation", measure.citation);
    write_basis(out, measure.basis, knowledge);
    out.end();
  }
  out.end().end();
  return out.take();
}

}  // namespace lumbar
