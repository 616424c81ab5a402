// SPDX-License-Identifier: Apache-2.0
// The assessment by its contract: keys in the contract's order, everything a stage concluded with its reasons.
#include <algorithm>
#include <array>
#include <cstdio>

#include "lumbar/base/text.h"
#include "lumbar/doors/wire/json_out.h"
#include "lumbar/doors/wire/wire.h"
#include "lumbar/doors/wire/write_localisation.h"
#include "lumbar/doors/wire/write_next.h"
#include "lumbar/doors/wire/write_programme.h"

namespace lumbar {
namespace {

using json::Writer;

constexpr std::array<std::string_view, 6> all_parts = {"urgency",      "mechanism",     "localisation",
                                                       "differential", "next_question", "plan"};
constexpr std::string_view own_emergency_number =
    "your local emergency number";  // the contract's words for a place not known

std::string_view raised_by(LevelReason reason) {
  switch (reason) {
    case LevelReason::rules: return "rules";
    case LevelReason::safety_net_incomplete:
    case LevelReason::some_not_to_be_had:
    case LevelReason::cannot_be_questioned: return "unanswered";
    case LevelReason::child: return "age";
    case LevelReason::likely_danger: return "probability";
  }
  return "rules";
}

// Counted from the first minute of the day of the case, which gives no hour: an answer never holds longer than it may.
std::string moment_after(Date day, int hours) {
  constexpr int hours_in_a_day = 24;
  std::array<char, 16> time{};
  std::snprintf(time.data(), time.size(), "T%02d:00:00", hours % hours_in_a_day);
  return day.plus_days(hours / hours_in_a_day).written() + time.data();
}

class AssessmentWriter {
 public:
  AssessmentWriter(const Consultation& consultation, const Case& person, const Knowledge& knowledge,
                   const WriteOptions& options)
      : consultation_(consultation), person_(person), knowledge_(knowledge), options_(options), out_(options.pretty) {}

  std::string write() {
    out_.begin_object();
    out_.key("lumbar_assessment").whole(1);
    out_.text_at("mode", word_of(options_.mode));
    out_.text_at("engine", options_.engine_version);
    out_.key("facts")
        .begin_object()
        .text_or_null_at("version", facts_version())
        .text_at("hash", knowledge_.hash())
        .end();
    if (wants("urgency")) write_urgency(consultation_.triage);
    if (wants("mechanism")) write_mechanism(consultation_.differential);
    if (wants("localisation")) write_localisation(out_, consultation_, knowledge_, options_.mode);
    if (wants("differential")) write_differential(consultation_.differential);
    if (wants("next_question") && consultation_.next_question)
      write_next_question(out_, *consultation_.next_question, knowledge_, options_.mode);
    if (wants("plan")) write_plan(consultation_.plan);
    if (wants("urgency") && options_.mode == Mode::clinician) write_disagreements(consultation_.triage);
    out_.key("warnings").begin_list();
    for (const std::string& warning : person_.warnings) out_.text(warning);
    for (const std::string& warning : consultation_.findings.warnings) out_.text(warning);
    out_.end();
    out_.key("ignored").begin_list();
    for (const std::string& id : person_.ignored) out_.text(id);
    out_.end().end();
    return out_.take();
  }

 private:
  bool wants(std::string_view part) const {
    return options_.parts.empty() ||
           std::find(options_.parts.begin(), options_.parts.end(), part) != options_.parts.end();
  }

  std::string_view facts_version() const {
    const auto table = knowledge_.tables().find("parameter");
    if (table == knowledge_.tables().end()) return {};
    for (const Record& row : table->second) {
      if (row.text("id") == "facts_version") return row.text("value");
    }
    return {};
  }

  // --- Lists of names

  void findings_at(std::string_view key, const std::vector<FindingId>& ids) {
    out_.key(key).begin_list();
    for (const FindingId id : ids) out_.text(knowledge_[id].name);
    out_.end();
  }

  void conditions_at(std::string_view key, const std::vector<ConditionId>& ids) {
    out_.key(key).begin_list();
    for (const ConditionId id : ids) out_.text(knowledge_[id].name);
    out_.end();
  }

  void sources_at(std::string_view key, const std::vector<SourceId>& ids) {
    out_.key(key).begin_list();
    for (const SourceId id : ids) out_.text(knowledge_[id].name);
    out_.end();
  }

  void safety_items_at(std::string_view key, const std::vector<std::size_t>& places) {
    out_.key(key).begin_list();
    for (const std::size_t place : places) {
      const SafetyItem& item = knowledge_.safety_net()[place];
      out_.begin_object();
      out_.text_at("group", std::string_view(&item.group, 1));
      out_.key("order").whole(item.order);
      out_.text_at("question", item.question);
      findings_at("findings", item.findings);
      out_.end();
    }
    out_.end();
  }

  // What a reader of this mode calls a condition.
  const std::string& label_of(ConditionId id) const {
    const Care* care = knowledge_.care(id);
    const bool plain = options_.mode == Mode::in_public && care != nullptr && !care->label_patient.empty();
    return plain ? care->label_patient : knowledge_[id].label;
  }

  // --- Urgency

  void write_urgency(const Triage& triage) {
    out_.key("urgency").begin_object();
    out_.text_at("level", word_of(triage.level));
    out_.text_or_null_at("rule_level", triage.rule_level ? word_of(*triage.rule_level) : std::string_view());
    out_.text_at("raised_by", raised_by(triage.reason));
    out_.key("deadline_hours");
    if (triage.deadline_hours) {
      out_.whole(*triage.deadline_hours);
    } else {
      out_.null();
    }
    out_.text_or_null_at("valid_until", valid_until(triage));
    out_.text_at("transport", word_of(triage.transport));
    out_.text_or_null_at("call", whom_to_call(triage));
    out_.text_or_null_at("pathway", triage.pathway);
    out_.text_or_null_at("stage",
                         triage.stage ? std::string_view(knowledge_.stages()[*triage.stage].name) : std::string_view());
    out_.key("raised").begin_list();
    for (const RaisedRule& raised : triage.raised) write_raised(raised);
    out_.end();
    out_.key("open").begin_list();
    for (const OpenRule& open : triage.open) {
      out_.begin_object();
      out_.text_at("rule", knowledge_[open.rule].name);
      findings_at("ask", open.ask);
      out_.text_at("could_raise_to", word_of(open.could_raise_to)).end();
    }
    out_.end();
    out_.key("provisional").flag(triage.provisional);
    out_.text_at("if_cleared", word_of(triage.if_cleared));
    safety_items_at("unanswered", triage.unanswered);
    safety_items_at("tried_in_vain", triage.tried_in_vain);
    conditions_at("likely_dangers", triage.likely_dangers);
    out_.end();
  }

  std::string valid_until(const Triage& triage) const {
    const auto as_of = consultation_.findings.as_of;
    if (!as_of) return {};
    if (triage.deadline_hours) return moment_after(*as_of, *triage.deadline_hours);
    return moment_after(as_of->plus_days(consultation_.plan.review_days), 0);
  }

  std::string_view whom_to_call(const Triage& triage) const {
    if (triage.level != Urgency::emergency_now) return {};
    const CountryPlace* place = knowledge_.place(consultation_.findings.country);
    return place != nullptr && !place->emergency.empty() ? std::string_view(place->emergency) : own_emergency_number;
  }

  void write_raised(const RaisedRule& raised) {
    const Rule& rule = knowledge_[raised.rule];
    out_.begin_object();
    out_.text_at("rule", rule.name);
    out_.text_at("label", rule.label);
    out_.text_at("level", word_of(rule.level));
    findings_at("because", raised.because);
    out_.text_at("why", rule.why);
    sources_at("sources", rule.sources);
    out_.key("project_choice").flag(rule.project_choice);
    out_.end();
  }

  // Where the documents ask for another level than the guidelines: both are shown, the safer one has decided.
  void write_disagreements(const Triage& triage) {
    out_.key("disagreements").begin_list();
    for (const RaisedRule& raised : triage.raised) {
      const Rule& rule = knowledge_[raised.rule];
      const bool both_speak = !rule.seed_floor.empty() && rule.seed_floor != "none" && !rule.guideline_level.empty();
      if (!both_speak || rule.seed_floor == rule.guideline_level) continue;
      out_.begin_object();
      out_.text_at("rule", rule.name);
      out_.text_at("level", word_of(rule.level));
      out_.text_at("seed_floor", rule.seed_floor);
      out_.text_at("guideline_level", rule.guideline_level);
      out_.text_or_null_at("seeds", rule.seeds);
      sources_at("sources", rule.sources);
      out_.end();
    }
    out_.end();
  }

  // --- Mechanism and differential

  void write_mechanism(const Differential& differential) {
    out_.key("mechanism");
    if (!differential.complaint) {
      out_.null();  // nothing is complained of, so there is nothing to share out
      return;
    }
    out_.begin_object();
    for (std::size_t i = 0; i < differential.mechanism.size(); ++i) {
      out_.key(word_of(static_cast<Mechanism>(i))).number(differential.mechanism[i]);
    }
    out_.end();
    if (differential.intervals_by == IntervalsBy::nothing) return;
    out_.key("mechanism_interval").begin_object();
    for (std::size_t i = 0; i < differential.mechanism.size(); ++i) {
      out_.key(word_of(static_cast<Mechanism>(i)));
      write_interval(differential.mechanism_interval[i]);
    }
    out_.end();
  }

  void write_interval(const std::optional<std::pair<double, double>>& interval) {
    if (interval) {
      out_.begin_list().number(interval->first).number(interval->second).end();
    } else {
      out_.null();
    }
  }

  void write_differential(const Differential& differential) {
    conditions_ranked_at("differential", differential.ranked);
    conditions_ranked_at("also_present", differential.also_present);
    out_.key("any_emergency").number(differential.any_emergency);
    if (differential.intervals_by != IntervalsBy::nothing) {
      out_.key("any_emergency_interval");
      write_interval(differential.any_emergency_interval);
    }
    out_.key("reckoning").begin_object();
    out_.key("exact").flag(differential.exact);
    out_.key("error_bound").number(differential.error_bound);
    switch (differential.intervals_by) {
      case IntervalsBy::nothing: break;
      case IntervalsBy::worlds: out_.text_at("by", "worlds"); break;
      case IntervalsBy::slopes: out_.text_at("by", "slopes"); break;
    }
    out_.key("worlds").number(static_cast<double>(differential.worlds));
    out_.key("statements").number(static_cast<double>(differential.statements));
    out_.key("statements_weighed").number(static_cast<double>(differential.weighed)).end();
  }

  void conditions_ranked_at(std::string_view key, const std::vector<RankedCondition>& ranked) {
    out_.key(key).begin_list();
    for (const RankedCondition& one : ranked) {
      out_.begin_object();
      out_.text_at("condition", knowledge_[one.condition].name);
      out_.text_at("label", label_of(one.condition));
      out_.key("probability").number(one.probability);
      out_.key("interval");
      write_interval(one.interval);
      if (options_.mode == Mode::clinician) write_threshold(one.condition);
      weights_at("for", one.speaks_for);
      weights_at("against", one.speaks_against);
      out_.key("missing").begin_list();
      for (const Missing& missing : one.missing) {
        out_.begin_object();
        out_.text_at("finding", knowledge_[missing.finding].name);
        out_.key("db_if_present").number(missing.db_if_present);
        out_.key("db_if_absent").number(missing.db_if_absent).end();
      }
      out_.end().end();
    }
    out_.end();
  }

  // Where a dangerous condition stands to the probability from which it raises the urgency.
  void write_threshold(ConditionId condition) {
    const auto limit = danger_limit(condition, consultation_.differential, consultation_.findings, knowledge_);
    if (!limit) return;
    out_.key("threshold").begin_object().key("probability").number(limit->probability);
    out_.text_at("level", word_of(limit->level)).key("passed").flag(limit->passed);
    const bool waits = limit->needed != Presence::present;
    out_.text_or_null_at("needs", waits ? std::string_view(knowledge_[limit->needs].name) : std::string_view()).end();
  }

  void weights_at(std::string_view key, const std::vector<Weight>& weights) {
    out_.key(key).begin_list();
    for (const Weight& weight : weights) {
      out_.begin_object();
      out_.text_at("finding", knowledge_[weight.finding].name);
      out_.key("weight_db").number(weight.db);
      sources_at("sources", weight.basis.sources);
      // A weight that comes through the prior or other conditions alone has no figure of its own.
      out_.text_or_null_at("status", weight.row ? word_of(weight.basis.status) : std::string_view()).end();
    }
    out_.end();
  }

  // --- Plan

  void write_plan(const Plan& plan) {
    out_.key("plan").begin_object();
    write_tests(plan);
    write_referral(plan);
    write_treatment(plan);
    write_held_back(plan);
    write_advice(plan);
    out_.key("programme");
    write_programme(out_, consultation_.programme, {}, std::nullopt, knowledge_);
    out_.key("prevention").begin_list();
    for (const TreatmentId id : plan.prevention) {
      const Treatment& habit = knowledge_[id];
      out_.begin_object().text_at("treatment", habit.name).text_at("label", habit.label);
      findings_at("for", habit.prevention_for);
      out_.text_or_null_at("guideline_position", habit.position);
      sources_at("sources", habit.basis.sources);
      out_.end();
    }
    out_.end();
    out_.key("follow_up").begin_object().key("review_days").whole(plan.review_days).end();
    out_.key("safety_net").begin_list();
    for (const std::size_t place : plan.safety_net) {
      const WarningSign& sign = knowledge_.warning_signs()[place];
      out_.begin_object().text_at("sign", sign.name).text_at("text", sign.text).end();
    }
    out_.end();
    safety_items_at("not_asked", plan.not_asked);
    findings_at("not_examined", plan.not_examined);
    out_.key("locked").flag(plan.treatment_locked);
    conditions_at("for_conditions", plan.for_conditions);
    out_.end();
  }

  void write_tests(const Plan& plan) {
    out_.key("tests").begin_list();
    for (const PlannedTest& planned : plan.tests) {
      const Test& test = knowledge_.tests()[planned.test];
      out_.begin_object();
      out_.text_at("test", test.name);
      out_.text_at("label", options_.mode == Mode::in_public ? test.label_patient : test.label_clinician);
      conditions_at("because", planned.because);
      out_.text_or_null_at("when", planned.when).end();
    }
    out_.end();
  }

  void write_referral(const Plan& plan) {
    out_.key("referral").begin_list();
    std::int64_t order = 0;
    for (const PlannedReferral& planned : plan.referral) {
      out_.begin_object();
      out_.text_at("specialist", knowledge_[planned.specialist].name);
      out_.text_at("label", knowledge_[planned.specialist].label);
      out_.text_or_null_at("within", planned.within);
      conditions_at("because", planned.because);
      out_.key("order").whole(++order).text_or_null_at("why", knowledge_[planned.specialist].see_for);
      out_.end();
    }
    out_.end();
  }

  void write_treatment(const Plan& plan) {
    out_.key("treatment").begin_list();
    for (const PlannedTreatment& planned : plan.treatment) {
      const Treatment& treatment = knowledge_[planned.treatment];
      out_.begin_object();
      out_.text_at("treatment", treatment.name);
      out_.text_at("label", treatment.label);
      out_.text_or_null_at("position", treatment.position_class);
      conditions_at("because", planned.because);
      findings_at("cautions", planned.cautions);
      findings_at("cautions_unknown", planned.cautions_unknown);
      sources_at("sources", treatment.basis.sources);
      out_.text_at("line", word_of(planned.line)).text_or_null_at("type", treatment.type);
      out_.text_or_null_at("guideline_position", treatment.position);
      out_.text_or_null_at("time_target", treatment.time_target);
      out_.text_or_null_at("who_decides", treatment.who_decides);
      conditions_at("clear_first", planned.forbidden_by);
      out_.end();
    }
    out_.end();
  }

  void write_held_back(const Plan& plan) {
    out_.key("waiting").begin_list();
    for (const TreatmentId id : plan.waiting)
      out_.begin_object().text_at("treatment", knowledge_[id].name).text_at("label", knowledge_[id].label).end();
    out_.end();
    out_.key("ruled_out").begin_list();
    for (const RuledOut& one : plan.ruled_out) {
      out_.begin_object().text_at("treatment", knowledge_[one.treatment].name);
      out_.text_at("label", knowledge_[one.treatment].label);
      findings_at("because", one.because);
      out_.end();
    }
    out_.end();
  }

  void write_advice(const Plan& plan) {
    out_.key("advice").begin_list();
    for (const Advice& advice : plan.advice) {
      out_.begin_object();
      out_.text_at("condition", knowledge_[advice.condition].name);
      out_.key("first_line").begin_list();
      for (const std::string& line : advice.first_line) out_.text(line);
      out_.end().end();
    }
    out_.end();
    out_.key("avoid").begin_list();
    for (const Discouraged& one : plan.avoid) {
      out_.begin_object();
      out_.text_at("what", one.what);
      out_.text_or_null_at("because",
                           one.because.is_some() ? std::string_view(knowledge_[one.because].name) : std::string_view());
      out_.text_or_null_at("treatment",
                           one.treatment ? std::string_view(knowledge_[*one.treatment].name) : std::string_view());
      if (one.treatment) {
        const Treatment& treatment = knowledge_[*one.treatment];
        out_.text_or_null_at("guideline_position", treatment.position);
        out_.text_or_null_at("seeds_and_guidelines", treatment.conflict_text);
        sources_at("sources", treatment.basis.sources);
      }
      out_.end();
    }
    out_.end();
  }

  const Consultation& consultation_;
  const Case& person_;
  const Knowledge& knowledge_;
  const WriteOptions& options_;
  Writer out_;
};

}  // namespace

Result<std::vector<std::string>> read_parts(std::string_view list) {
  std::vector<std::string> parts;
  for (const std::string_view part : split(list, ',')) {
    if (std::find(all_parts.begin(), all_parts.end(), part) == all_parts.end()) {
      return Error("\"" + std::string(part.substr(0, 40)) +
                       "\" is no part of an assessment; use some of: urgency, mechanism, localisation, differential, "
                       "next_question, plan",
                   Fault::usage);
    }
    parts.emplace_back(part);
  }
  return parts;
}

std::string write_assessment(const Consultation& consultation, const Case& person, const Knowledge& knowledge,
                             const WriteOptions& options) {
  return AssessmentWriter(consultation, person, knowledge, options).write();
}

}  // namespace lumbar
