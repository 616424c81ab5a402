// SPDX-License-Identifier: Apache-2.0
// What a job of lifts comes to, as JSON: every multiplier, limit and index.
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

void write_limit(json::Writer& out, std::string_view key, const mechanics::WeightLimit& limit, const Lifting& lifting) {
  out.key(key).begin_object().key("multipliers").begin_object();
  for (std::size_t i = 0; i < mechanics::factors; ++i) out.key(lifting.advice[i].symbol).number(limit.multipliers[i]);
  out.end().key("recommended_weight_limit").number(limit.limit);
  out.key("frequency_independent_limit").number(limit.at_any_frequency);
  out.key("outside").begin_list();
  for (std::size_t i = 0; i < mechanics::factors; ++i) {
    if (limit.multipliers[i] <= 0) out.text(word_of(static_cast<mechanics::Factor>(i)));
  }
  out.end().end();
}

void write_meaning(json::Writer& out, std::optional<double> index, const Lifting& lifting) {
  out.key("meaning");
  if (!index) {
    out.null();
    return;
  }
  for (const LiftingBand& band : lifting.bands) {
    if (band.up_to && *index > *band.up_to) continue;
    out.begin_object().text_at("label", band.label).text_at("words", band.words).end();
    return;
  }
  out.null();
}

}  // namespace

std::string write_load_json(const LiftingJob& job, const mechanics::JobAssessment& assessment,
                            const Knowledge& knowledge) {
  const Lifting& lifting = knowledge.lifting();
  const bool metric = job.units == LiftingUnits::metric;
  json::Writer out(true);
  out.begin_object().key("lumbar_load").whole(1).text_at("units", word_of(job.units));
  out.text_at("weight_unit", metric ? "kg" : "lb").text_at("duration", word_of(job.duration));
  out.key("lifts").begin_list();
  for (std::size_t i = 0; i < job.lifts.size(); ++i) {
    const mechanics::LiftAssessment& one = assessment.lifts[i];
    out.begin_object().text_at("name", job.lifts[i].name);
    write_limit(out, "origin", one.origin, lifting);
    if (one.destination) write_limit(out, "destination", *one.destination, lifting);
    out.text_at("decides", one.destination_decides ? "destination" : "origin");
    out.key("recommended_weight_limit").number(one.deciding().limit);
    out.number_or_null_at("lifting_index", one.lifting_index);
    out.number_or_null_at("frequency_independent_lifting_index", one.strength_index);
    out.number_or_null_at("single_task_lifting_index", one.task_index);
    write_meaning(out, one.lifting_index, lifting);
    if (job.tested_load)
      out.key("target_for_this_person")
          .number(std::min(one.deciding().limit, *job.tested_load * knowledge.parameter("lifting_target_share")));
    out.end();
  }
  out.end();
  out.key("order").begin_list();
  for (const std::size_t place : assessment.order) out.text(job.lifts[place].name);
  out.end();
  if (job.lifts.size() > 1) {
    out.number_or_null_at("composite_lifting_index", assessment.composite_index);
    out.key("increments").begin_list();
    for (const double one : assessment.increments) out.number(one);
    out.end();
    write_meaning(out, assessment.composite_index, lifting);
  }
  out.key("not_covered").begin_list();
  for (const LiftingExclusion& one : lifting.exclusions) out.text(one.name);
  out.end().key("sources").begin_list();
  for (const SourceId source : lifting.basis.sources) out.text(knowledge[source].name);
  out.end().end();
  return out.take();
}

std::string write_prevention_json(Occupation occupation, const Knowledge& knowledge) {
  json::Writer out(true);
  out.begin_object().key("lumbar_prevention").whole(1).text_at("for", word_of(occupation)).key("tips").begin_list();
  for (const PreventionTip& tip : knowledge.prevention_tips()) {
    if (tip.occupation != Occupation::everyone && tip.occupation != occupation) continue;
    out.begin_object().text_at("tip", tip.name).text_at("for", word_of(tip.occupation));
    out.text_at("kind", word_of(tip.kind)).text_at("words", tip.words).text_at("because", tip.because);
    out.key("sources").begin_list();
    for (const SourceId source : tip.basis.sources) out.text(knowledge[source].name);
    out.end().text_at("status", word_of(tip.basis.status)).end();
  }
  out.end().end();
  return out.take();
}

}  // namespace lumbar
