// SPDX-License-Identifier: Apache-2.0
// A consultation as one transaction: what was found, how urgent it is, what is proposed, and where all that comes from.
#include <algorithm>

#include "lumbar/base/text.h"
#include "lumbar/doors/fhir/care_plan.h"
#include "lumbar/doors/fhir/elements.h"
#include "lumbar/doors/fhir/fhir.h"

namespace lumbar::fhir {
namespace {

std::string_view severity_of(Urgency level) {
  switch (level) {
    case Urgency::self_care: return "low";
    case Urgency::appointment: return "moderate";
    case Urgency::within_24h:
    case Urgency::emergency_now: return "high";
  }
  return "high";
}

class BundleWriter {
 public:
  BundleWriter(const AssessmentOut& out, const Knowledge& knowledge)
      : out_(out),
        knowledge_(knowledge),
        made_by_(write_case(out.person, knowledge, false) + knowledge.hash() + out.engine_version +
                 std::string(word_of(out.mode))),
        parts_{out, knowledge, subject()} {}

  Value write() {
    add(risk_assessment());
    for (const RaisedRule& raised : triage().raised) add(detected_issue(raised));
    for (const ConditionId danger : triage().likely_dangers) add(detected_danger(danger));
    if (triage().level > Urgency::self_care || triage().provisional) add(flag());
    std::vector<std::string> requests;
    for (Value& request : service_requests(parts_)) requests.push_back(add(std::move(request)));
    std::vector<std::string> goals;
    for (Value& goal : goals_of(parts_)) goals.push_back(add(std::move(goal)));
    add(care_plan(parts_, requests, goals));
    add(communication(parts_));
    add(provenance());
    return Value::object({{"resourceType", "Bundle"}, {"type", "transaction"}, {"entry", entries_}});
  }

 private:
  const Triage& triage() const { return out_.consultation.triage; }
  std::string as_of() const {
    const auto date = out_.consultation.findings.as_of;
    return date ? date->written() : std::string();
  }

  Value subject() const {
    if (!out_.subject.empty()) return out_.subject;
    return Value::object({{"display", say(knowledge_, Mode::in_public, "fhir.subject")}});
  }

  // Returns the address under which the other entries may name it.
  std::string add(Value resource) {
    const std::string kind = resource.text_at("resourceType");
    std::string address = address_of(made_by_ + kind + std::to_string(entries_.items().size()));
    if (kind != "Provenance") targets_.push(reference_to(address));
    entries_.push(Value::object({{"fullUrl", address},
                                 {"resource", std::move(resource)},
                                 {"request", Value::object({{"method", "POST"}, {"url", kind}})}}));
    return address;
  }

  Value risk_assessment() const {
    const Differential& differential = out_.consultation.differential;
    std::vector<std::string> words = {headline(parts_)};
    Value predictions = Value::list();
    for (const RankedCondition& one : differential.ranked) {
      if (!differential.complaint) break;  // nothing is complained of, so there is nothing to explain
      Value prediction = Value::object(
          {{"outcome", concept_of(one.condition, knowledge_, out_.mode)}, {"probabilityDecimal", one.probability}});
      if (one.interval) {
        prediction.add("rationale",
                       say(knowledge_, Mode::clinician, "cause.interval",
                           {{"low", written(one.interval->first, 3)}, {"high", written(one.interval->second, 3)}}));
      }
      predictions.push(std::move(prediction));
      words.push_back(label_of(one.condition, knowledge_, out_.mode) + ": " + written(one.probability, 3));
    }
    Value notes = Value::list();
    if (triage().provisional) notes.push(note(say(knowledge_, Mode::in_public, "provisional")));
    for (const std::size_t place : triage().unanswered) {
      notes.push(note(
          say(knowledge_, Mode::in_public, "open_question", {{"question", knowledge_.safety_net()[place].question}})));
    }
    for (const Error& error : out_.passed_over) {
      const Placed placed = place_of(error);
      notes.push(note(placed.path + ": " + placed.detail));
    }
    notes.push(note(say(knowledge_, out_.mode, "informs")));
    Value basis = Value::list();
    for (const Statement& said : out_.consultation.findings.statements) {
      basis.push(Value::object(
          {{"identifier", Value::object({{"system", own::finding}, {"value", knowledge_[said.finding].name}})},
           {"display", knowledge_[said.finding].label_clinical}}));
    }
    return Value::object({{"resourceType", "RiskAssessment"},
                          {"text", narrative(words)},
                          {"status", triage().provisional ? "preliminary" : "final"},
                          {"code", concept_of(own::urgency, word_of(triage().level), headline(parts_))},
                          {"subject", parts_.subject},
                          {"occurrenceDateTime", as_of()},
                          {"basis", basis},
                          {"prediction", predictions},
                          {"note", notes}});
  }

  static Value note(std::string_view text) { return Value::object({{"text", text}}); }

  Value detected_issue(const RaisedRule& raised) const {
    const Rule& rule = knowledge_[raised.rule];
    Value evidence = Value::list({Value::object({{"code", concepts_of(raised.because, knowledge_)}})});
    Value made = issue(concept_of(own::rule, rule.name, rule.label), severity_of(rule.level), rule.why);
    made.add("evidence", evidence);
    return made;
  }

  Value detected_danger(ConditionId danger) const {
    const std::string label = label_of(danger, knowledge_, Mode::in_public);
    return issue(concept_of(danger, knowledge_, out_.mode), severity_of(triage().level),
                 say(knowledge_, Mode::in_public, "urgency.raised_by_probability", {{"condition", label}}));
  }

  Value issue(const Value& code, std::string_view severity, const std::string& detail) const {
    return Value::object({{"resourceType", "DetectedIssue"},
                          {"text", narrative({code.text_at("text"), detail})},
                          {"status", "final"},
                          {"code", code},
                          {"severity", severity},
                          {"patient", parts_.subject},
                          {"identifiedDateTime", as_of()},
                          {"detail", detail}});
  }

  Value flag() const {
    const Value kind = Value::object(
        {{"coding", Value::list({coding("http://terminology.hl7.org/CodeSystem/flag-category", "clinical")})}});
    return Value::object({{"resourceType", "Flag"},
                          {"text", narrative({headline(parts_)})},
                          {"status", "active"},
                          {"category", Value::list({kind})},
                          {"code", concept_of(own::urgency, word_of(triage().level), headline(parts_))},
                          {"subject", parts_.subject},
                          {"period", Value::object({{"start", as_of()}})}});
  }

  Value provenance() const {
    Value entities = Value::list();
    const auto name = [&](std::string_view system, std::string_view id, std::string_view words) {
      const Value what =
          Value::object({{"identifier", Value::object({{"system", system}, {"value", id}})}, {"display", words}});
      entities.push(Value::object({{"role", "source"}, {"what", what}}));
    };
    name(own::facts, knowledge_.hash(), say(knowledge_, Mode::clinician, "fhir.facts"));
    for (const SourceId source : sources()) name(own::source, knowledge_[source].name, knowledge_[source].title);
    const Value who =
        Value::object({{"identifier", Value::object({{"system", "urn:lumbar:engine"}, {"value", out_.engine_version}})},
                       {"display", "lumbar " + out_.engine_version}});
    const Value assembler = Value::object(
        {{"coding",
          Value::list({coding("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "assembler")})}});
    return Value::object({{"resourceType", "Provenance"},
                          {"text", narrative({"lumbar " + out_.engine_version, knowledge_.hash()})},
                          {"target", targets_},
                          {"recorded", out_.recorded},
                          {"agent", Value::list({Value::object({{"type", assembler}, {"who", who}})})},
                          {"entity", entities}});
  }

  // Of the rules raised, of what moved the differential, and of what is proposed; each once, in the order of the facts.
  std::vector<SourceId> sources() const {
    std::vector<SourceId> all;
    const auto take = [&](const std::vector<SourceId>& some) { all.insert(all.end(), some.begin(), some.end()); };
    for (const RaisedRule& raised : triage().raised) take(knowledge_[raised.rule].sources);
    for (const RankedCondition& one : out_.consultation.differential.ranked) {
      for (const auto* weights : {&one.speaks_for, &one.speaks_against}) {
        for (const Weight& weight : *weights) take(weight.basis.sources);
      }
    }
    const Plan& plan = out_.consultation.plan;
    for (const PlannedTest& test : plan.tests) take(knowledge_.tests()[test.test].basis.sources);
    for (const PlannedTreatment& one : plan.treatment) take(knowledge_[one.treatment].basis.sources);
    for (const Prescribed& one : out_.consultation.programme.session)
      take(knowledge_.exercises()[one.exercise].basis.sources);
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }

  const AssessmentOut& out_;
  const Knowledge& knowledge_;
  const std::string made_by_;
  const CareParts parts_;
  Value entries_ = Value::list(), targets_ = Value::list();
};

}  // namespace

Value write_bundle(const AssessmentOut& out, const Knowledge& knowledge) {
  return BundleWriter(out, knowledge).write();
}

}  // namespace lumbar::fhir
