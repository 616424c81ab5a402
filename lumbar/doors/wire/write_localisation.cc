// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/wire/write_localisation.h"

namespace lumbar {
namespace {

using json::Writer;

std::string_view word_of_sacral(Presence function) {
  switch (function) {
    case Presence::unknown: return "not_examined";
    case Presence::absent: return "lost";
    case Presence::present: return "kept";
  }
  return "not_examined";
}

class PlaceWriter {
 public:
  PlaceWriter(Writer& out, const Consultation& consultation, const Knowledge& knowledge, Mode mode)
      : out_(out), consultation_(consultation), knowledge_(knowledge), mode_(mode) {}

  void write() {
    out_.key("localisation");
    if (knowledge_.sites().empty()) {
      out_.null();
      return;
    }
    const Localisation& place = consultation_.localisation;
    out_.begin_object();
    out_.key("localises").flag(place.localises);
    out_.key("nothing").number(place.nothing);
    out_.key("places").begin_list();
    for (const Location& one : place.ranked) write_place(one);
    out_.end();
    out_.key("separates");
    if (place.separates) {
      out_.begin_object();
      sign_at(place.separates->sign);
      out_.key("bits").number(place.separates->bits);
      out_.key("likely_in_first").number(place.separates->likely_in_first);
      out_.key("likely_in_second").number(place.separates->likely_in_second).end();
    } else {
      out_.null();
    }
    out_.key("above_lumbar").begin_list();
    for (const std::size_t sign : place.above_lumbar) out_.text(finding_of(sign));
    out_.end();
    out_.text_at("sacral", word_of_sacral(place.sacral));
    write_steps();
    out_.end();
  }

 private:
  const std::string& finding_of(std::size_t sign) const {
    return knowledge_[known_by(knowledge_.signs()[sign], consultation_.findings)].name;
  }

  void sign_at(std::size_t sign) {
    out_.text_at("sign", knowledge_.signs()[sign].name);
    out_.text_at("finding", finding_of(sign));
  }

  const std::string& label_of(std::size_t site) const {
    const Site& there = knowledge_.sites()[site];
    return mode_ == Mode::in_public ? there.label_patient : there.label;
  }

  void write_place(const Location& one) {
    const Site& site = knowledge_.sites()[one.site];
    out_.begin_object();
    out_.text_at("site", site.name);
    out_.text_or_null_at(
        "next_root", one.next_root ? std::string_view(knowledge_.sites()[*one.next_root].name) : std::string_view());
    out_.text_or_null_at("side", one.side ? word_of(*one.side) : std::string_view());
    out_.text_at("label", label_of(one.site) + (one.next_root ? " + " + label_of(*one.next_root) : std::string()));
    out_.text_or_null_at("levels",
                         one.next_root ? site.levels + "-" + knowledge_.sites()[*one.next_root].levels : site.levels);
    out_.key("probability").number(one.probability);
    weights_at("for", one.speaks_for);
    weights_at("against", one.speaks_against);
    out_.key("missing").begin_list();
    for (const SignMissing& missing : one.missing) {
      out_.begin_object();
      sign_at(missing.sign);
      out_.key("db_if_present").number(missing.db_if_present);
      out_.key("db_if_absent").number(missing.db_if_absent).end();
    }
    out_.end().end();
  }

  void weights_at(std::string_view key, const std::vector<SignWeight>& weights) {
    out_.key(key).begin_list();
    for (const SignWeight& weight : weights) {
      out_.begin_object();
      sign_at(weight.sign);
      out_.key("weight_db").number(weight.db);
      out_.key("sources").begin_list();
      for (const SourceId source : weight.basis.sources) out_.text(knowledge_[source].name);
      out_.end();
      out_.text_at("status", word_of(weight.basis.status)).end();
    }
    out_.end();
  }

  void write_steps() {
    out_.key("examine_next").begin_list();
    for (const ExaminationStep& step : consultation_.examine_next) {
      out_.begin_object();
      out_.text_at("finding", knowledge_[step.finding].name);
      out_.key("bits").number(step.bits);
      out_.key("minutes").number(step.minutes);
      out_.text_or_null_at("could_raise_to", step.could_raise_to ? word_of(*step.could_raise_to) : std::string_view());
      out_.key("rules").begin_list();
      for (const RuleId rule : step.rules) out_.text(knowledge_[rule].name);
      out_.end().end();
    }
    out_.end();
  }

  Writer& out_;
  const Consultation& consultation_;
  const Knowledge& knowledge_;
  Mode mode_;
};

}  // namespace

void write_localisation(Writer& out, const Consultation& consultation, const Knowledge& knowledge, Mode mode) {
  PlaceWriter(out, consultation, knowledge, mode).write();
}

}  // namespace lumbar
