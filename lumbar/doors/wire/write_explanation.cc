// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/wire/json_out.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

void write_weights(json::Writer& out, std::string_view key, const std::vector<Weight>& weights,
                   const Knowledge& knowledge) {
  out.key(key).begin_list();
  for (const Weight& one : weights) {
    out.begin_object().text_at("finding", knowledge[one.finding].name).key("weight_db").number(one.db);
    out.text_or_null_at("evidence", one.row ? knowledge[*one.row].name : std::string());
    out.key("sources").begin_list();
    for (const SourceId source : one.basis.sources) out.text(knowledge[source].name);
    out.end();
    out.text_or_null_at("status", one.row ? word_of(one.basis.status) : std::string_view()).end();
  }
  out.end();
}

void write_turns(json::Writer& out, std::string_view key, const std::vector<Turn>& turns, const Knowledge& knowledge) {
  out.key(key).begin_list();
  for (const Turn& one : turns) {
    out.begin_object().key("answers").begin_list();
    for (const OtherAnswer& answer : one.answers) {
      out.begin_object().text_at("finding", knowledge[answer.finding].name).key("present");
      if (answer.present == Presence::unknown) {
        out.null();
      } else {
        out.flag(answer.present == Presence::present);
      }
      out.end();
    }
    out.end().key("changes").begin_list();
    if (one.changes_level) out.text("urgency");
    if (one.changes_leading) out.text("condition");
    if (one.changes_mechanism) out.text("mechanism");
    out.end();
    out.text_at("level", word_of(one.level));
    out.text_or_null_at("condition", one.leading.is_some() ? knowledge[one.leading].name : std::string());
    out.key("probability").number(one.probability);
    out.text_or_null_at("mechanism", one.mechanism ? word_of(*one.mechanism) : std::string_view()).end();
  }
  out.end();
}

}  // namespace

std::string write_explanation(const RankedCondition& told, const Consultation& consultation, const WouldChange& change,
                              const Knowledge& knowledge, bool pretty) {
  json::Writer out(pretty);
  out.begin_object().key("lumbar_explanation").whole(1);
  out.text_at("condition", knowledge[told.condition].name).text_at("label", knowledge[told.condition].label);
  out.key("probability").number(told.probability).key("interval");
  if (told.interval) {
    out.begin_list().number(told.interval->first).number(told.interval->second).end();
  } else {
    out.null();
  }
  write_weights(out, "for", told.speaks_for, knowledge);
  write_weights(out, "against", told.speaks_against, knowledge);
  out.key("groups").begin_list();
  for (const GroupWeight& one : told.groups) {
    out.begin_object().text_at("manifestation", knowledge[one.manifestation].name).key("findings").begin_list();
    for (const FindingId finding : one.findings) out.text(knowledge[finding].name);
    out.end().key("weight_db").number(one.db).end();
  }
  out.end().key("missing").begin_list();
  for (const Missing& one : told.missing) {
    out.begin_object().text_at("finding", knowledge[one.finding].name);
    out.key("db_if_present").number(one.db_if_present).key("db_if_absent").number(one.db_if_absent).end();
  }
  out.end().key("now").begin_object().text_at("level", word_of(consultation.triage.level));
  const Differential& differential = consultation.differential;
  out.text_or_null_at("condition", differential.complaint && !differential.ranked.empty()
                                       ? knowledge[differential.ranked.front().condition].name
                                       : std::string());
  out.end();
  write_turns(out, "if_learned", change.if_learned, knowledge);
  write_turns(out, "if_mistaken", change.if_mistaken, knowledge);
  out.key("looked_at").whole(static_cast<std::int64_t>(change.looked_at)).end();
  return out.take();
}

}  // namespace lumbar
