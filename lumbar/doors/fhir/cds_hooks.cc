// SPDX-License-Identifier: Apache-2.0
// CDS Hooks 2.0: what is offered, and cards for one call. Nothing here reassures: an open question is told as open.
#include <algorithm>
#include <array>

#include "lumbar/base/text.h"
#include "lumbar/doors/fhir/care_plan.h"
#include "lumbar/doors/fhir/intake.h"

namespace lumbar::fhir {
namespace {

constexpr std::size_t most_suggestions = 5;
constexpr std::size_t longest_summary = 139;  // characters; the standard asks for fewer than 140

struct Service {
  std::string_view id, hook;
  bool imaging;
};
constexpr std::array services = {
    Service{"lumbar-patient-view", "patient-view", false}, Service{"lumbar-encounter-start", "encounter-start", false},
    Service{"lumbar-order-select", "order-select", true}, Service{"lumbar-order-sign", "order-sign", true}};

// What a caller is asked to fetch, in the restricted grammar of templates.
struct Prefetch {
  std::string_view key, query;
  bool is_needed;
};
constexpr std::array prefetch = {
    Prefetch{"patient", "Patient/{{context.patientId}}", true},
    Prefetch{"conditions", "Condition?patient={{context.patientId}}", true},
    Prefetch{"observations", "Observation?patient={{context.patientId}}&_sort=-date&_count=200", true},
    Prefetch{"answers", "QuestionnaireResponse?patient={{context.patientId}}&_sort=-authored&_count=1", false}};

const Service* service_named(std::string_view id) {
  const auto* found = std::find_if(services.begin(), services.end(), [&](const Service& one) { return one.id == id; });
  return found == services.end() ? nullptr : found;
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// At most so many characters, cut between two of them.
std::string shortened(const std::string& text) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!continues(text[i])) ++characters;
    if (characters > longest_summary - 1) return text.substr(0, i) + "…";
  }
  return text;
}

std::string_view indicator_of(Urgency level) {
  switch (level) {
    case Urgency::emergency_now:
    case Urgency::within_24h: return "critical";
    case Urgency::appointment: return "warning";
    case Urgency::self_care: return "info";
  }
  return "critical";
}

// An id as CDS Hooks wants it: the uuid alone.
std::string uuid_of(const std::string& words) { return address_of(words).substr(std::string_view("urn:uuid:").size()); }

class CardWriter {
 public:
  CardWriter(const CdsCall& call, const AssessmentOut& out, const Knowledge& knowledge)
      : call_(call), parts_{out, knowledge, out.subject}, knowledge_(knowledge) {}

  Value write() {
    const bool for_orders = !call_.imaging_orders.empty();
    if (call_.is_imaging && for_orders) imaging_card();
    const Triage& triage = found().triage;
    // A risk alone, without a complaint, is no matter for a card on everybody's first page.
    const bool says_something = found().differential.complaint || triage.level >= Urgency::within_24h;
    if (says_something && (!call_.is_imaging || (for_orders && triage.level >= Urgency::within_24h))) urgency_card();
    if (says_something && !call_.is_imaging && triage.level < Urgency::within_24h && triage.provisional) open_card();
    Value made = Value::of_kind(json::Kind::object);
    made.keep("cards", cards_.is(json::Kind::list) ? cards_ : Value::of_kind(json::Kind::list));
    return made;
  }

 private:
  const Consultation& found() const { return parts_.out.consultation; }

  Value card(const std::string& what, const std::string& summary, std::string_view indicator,
             const std::vector<std::string>& lines, const std::vector<SourceId>& sources) const {
    std::vector<std::string> detail = lines;
    detail.push_back(say(knowledge_, Mode::clinician, "informs"));
    Value source = Value::object({{"label", "lumbar " + parts_.out.engine_version}});
    Value links = Value::list();
    for (const SourceId id : sources) {
      const Source& one = knowledge_[id];
      if (!one.address.starts_with("http")) continue;
      if (source.find("url") == nullptr) source.add("url", one.address);
      links.push(Value::object({{"label", one.title}, {"url", one.address}, {"type", "absolute"}}));
    }
    return Value::object({{"uuid", uuid_of(call_.instance + what)},
                          {"summary", shortened(summary)},
                          {"indicator", indicator},
                          {"detail", joined(detail, "\n\n")},
                          {"source", source},
                          {"overrideReasons", reasons()},
                          {"links", links}});
  }

  Value reasons() const {
    Value list = Value::list();
    for (const std::string_view code : {"known", "other-cause", "patient-wish", "later"}) {
      list.push(
          coding("urn:lumbar:override", code, say(knowledge_, Mode::clinician, "fhir.override." + std::string(code))));
    }
    return list;
  }

  // The first of the orders that fit, as proposals to take on: each one apart.
  void suggest(Value& card, const std::string& what, std::vector<Value> resources) const {
    Value suggestions = Value::list();
    for (Value& resource : resources) {
      // What is only for some waits in the plan; a card offers what is clear now.
      if (resource.find("asNeededCodeableConcept") != nullptr) continue;
      if (suggestions.items().size() == most_suggestions) break;
      const std::string label = (resource.find("code") != nullptr ? resource.find("code") : &resource)->text_at("text");
      const Value action = Value::object({{"type", "create"}, {"description", label}, {"resource", resource}});
      suggestions.push(Value::object(
          {{"label", label}, {"uuid", uuid_of(call_.instance + what + label)}, {"actions", Value::list({action})}}));
    }
    if (suggestions.empty()) return;
    card.add("suggestions", suggestions).add("selectionBehavior", "any");
  }

  void urgency_card() {
    const Triage& triage = found().triage;
    std::vector<std::string> lines = {first_step(parts_, Mode::clinician)};
    std::vector<SourceId> sources;
    for (const RaisedRule& raised : triage.raised) {
      const Rule& rule = knowledge_[raised.rule];
      if (rule.level < triage.level) continue;
      std::vector<std::string> because;
      for (const FindingId one : raised.because) because.push_back(knowledge_[one].label_clinical);
      lines.push_back("**" + rule.label + "**: " + rule.why + " (" + joined(because, "; ") + ")");
      sources.insert(sources.end(), rule.sources.begin(), rule.sources.end());
    }
    for (const ConditionId danger : triage.likely_dangers) {
      lines.push_back(say(knowledge_, Mode::in_public, "urgency.raised_by_probability",
                          {{"condition", label_of(danger, knowledge_, Mode::clinician)}}));
    }
    Value made = card("urgency", headline(parts_), indicator_of(triage.level), lines, sources);
    suggest(made, "urgency", service_requests(parts_));
    cards_.push(std::move(made));
  }

  std::vector<std::string> open_questions() const {
    std::vector<std::string> lines;
    for (const std::size_t place : found().triage.unanswered)
      lines.push_back("- " + knowledge_.safety_net()[place].question);
    return lines;
  }

  void open_card() {
    std::vector<std::string> lines = {say(knowledge_, Mode::clinician, "provisional")};
    const std::vector<std::string> open = open_questions();
    lines.insert(lines.end(), open.begin(), open.end());
    const std::string count = std::to_string(open.size());
    cards_.push(
        card("open", say(knowledge_, Mode::clinician, "fhir.card.open", {{"count", count}}), "info", lines, {}));
  }

  // Known length of the episode, days; nothing where nobody said.
  std::optional<double> episode_days() const {
    const auto length = knowledge_.finding("symptom_duration"), pain = knowledge_.finding("low_back_pain");
    std::optional<double> days;
    for (const Statement& said : found().findings.statements) {
      if (length && said.finding == *length && said.number.bare) return said.number.bare;
      if (pain && said.finding == *pain && said.age_days) days = said.age_days;
    }
    return days;
  }

  // A picture of the back before six weeks, where no warning sign asks for one. Where one does, nothing speaks against.
  void imaging_card() {
    if (found().triage.level >= Urgency::within_24h) return;
    const double wait_days = knowledge_.parameter("imaging_wait_days");
    const auto days = episode_days();
    if (days && *days >= wait_days) return;
    const auto test = std::find_if(knowledge_.tests().begin(), knowledge_.tests().end(),
                                   [](const Test& one) { return one.name == "mri_lumbar"; });
    std::vector<std::string> lines;
    std::vector<SourceId> sources;
    if (test != knowledge_.tests().end()) {
      lines.push_back(test->not_for);
      sources = test->basis.sources;
    }
    const std::vector<std::string> open = open_questions();
    if (!open.empty()) {
      lines.push_back(
          say(knowledge_, Mode::clinician, "fhir.card.imaging_open", {{"count", std::to_string(open.size())}}));
      lines.insert(lines.end(), open.begin(), open.end());
    }
    const std::string weeks = written(wait_days / 7);
    const std::string_view summary = days ? "fhir.card.imaging" : "fhir.card.imaging_length";
    Value made = card("imaging", say(knowledge_, Mode::clinician, summary, {{"weeks", weeks}}),
                      days ? "warning" : "info", lines, sources);
    // The order is taken away only where the length is known and no question is open.
    if (days && open.empty()) {
      Value actions = Value::list();
      for (const std::string& order : call_.imaging_orders) {
        if (order.empty()) continue;
        actions.push(Value::object({{"type", "delete"},
                                    {"description", say(knowledge_, Mode::clinician, "fhir.card.imaging_delete")},
                                    {"resourceId", Value::list({order})}}));
      }
      if (!actions.empty()) {
        const Value suggestion = Value::object({{"label", say(knowledge_, Mode::clinician, "fhir.card.imaging_delete")},
                                                {"uuid", uuid_of(call_.instance + "delete")},
                                                {"actions", actions}});
        made.add("suggestions", Value::list({suggestion})).add("selectionBehavior", "any");
      }
    }
    cards_.push(std::move(made));
  }

  const CdsCall& call_;
  const CareParts parts_;
  const Knowledge& knowledge_;
  Value cards_ = Value::list();
};

// The drafts that ask for a picture of the back: those selected, where the hook says which.
std::vector<std::string> imaging_orders(const Spot& context, const CodeMap& codes) {
  std::vector<std::string> selected;
  for (const Spot& one : context.each("selections")) selected.push_back(one.value->text());
  std::vector<std::string> found;
  for (const Spot& entry : (context / "draftOrders").each("entry")) {
    const Spot order = entry / "resource";
    if (order.text("resourceType") != "ServiceRequest") continue;
    const std::string& status = order.text("status");
    if (status == "entered-in-error" || status == "revoked" || status == "completed") continue;
    bool is_imaging = false;
    for (const Spot& one : (order / "code").each("coding"))
      is_imaging = is_imaging || codes.is_back_imaging(one.text("system"), one.text("code"));
    const std::string id = order.text("id").empty() ? std::string() : "ServiceRequest/" + order.text("id");
    const bool is_selected = selected.empty() || std::find(selected.begin(), selected.end(), id) != selected.end();
    if (is_imaging && is_selected) found.push_back(id);
  }
  return found;
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex =
        (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f') || (text[i] >= 'A' && text[i] <= 'F');
    if (dash ? text[i] != '-' : !hex) return false;
  }
  return true;
}

// Prefetched resources into the intake; a faulty or failed one is as good as missing.
void take_prefetch(const Spot& all, CdsCall& call, Intake& into) {
  for (const Prefetch& one : prefetch) {
    const Spot inside = all / one.key;
    const bool failed = inside && (inside.text("resourceType") == "OperationOutcome" ||
                                   (inside.value->is(json::Kind::null) && one.key == "patient"));
    if (one.is_needed && (!inside || failed)) {
      call.missing.push_back(inside.error("is needed: " + std::string(one.query)));
      continue;
    }
    if (!inside || inside.value->is(json::Kind::null)) continue;  // asked for, and there is none
    take_in(inside, into, 1);                                     // one part of a record
  }
}

}  // namespace

Value write_services(const Knowledge& knowledge) {
  Value list = Value::list();
  for (const Service& one : services) {
    Value queries = Value::object();
    for (const Prefetch& query : prefetch) queries.add(query.key, query.query);
    const std::string phrase = one.imaging ? "fhir.service.imaging" : "fhir.service.urgency";
    list.push(Value::object({{"hook", one.hook},
                             {"id", one.id},
                             {"title", say(knowledge, Mode::in_public, phrase)},
                             {"description", say(knowledge, Mode::clinician, phrase)},
                             {"prefetch", queries}}));
  }
  return Value::object({{"services", list}});
}

CdsCall read_call(std::string_view service, std::string_view body, const Knowledge& knowledge,
                  const ReadOptions& options) {
  CdsCall call;
  const Service* known = service_named(service);
  if (known == nullptr) {
    call.no_service = true;
    return call;
  }
  auto value = json::read_value(body, options.largest_bytes, options.deepest, "call");
  const auto refuse = [&](Error error) {
    call.faults.push_back(std::move(error));
    return std::move(call);
  };
  if (!value) return refuse(value.take_error());
  if (!value->is(json::Kind::object))
    return refuse(Error("the body holds " + json::shown(*value) + "; expected a call {…}"));
  const Spot root{&*value, {}};
  const auto at = [&](std::string_view key) { return Spot{value->find(key), std::string(key)}; };
  if (root.text("hook") != known->hook)
    return refuse(at("hook").error("\"" + json::visible(root.text("hook")) +
                                   "\" is not the hook of this service: " + std::string(known->hook)));
  call.instance = root.text("hookInstance");
  if (!is_uuid(call.instance)) return refuse(at("hookInstance").error("is no UUID"));
  const Spot context = at("context");
  if (!context || !context.value->is(json::Kind::object)) return refuse(context.error("is missing"));
  if (context.text("patientId").empty()) return refuse((context / "patientId").error("is missing"));
  if (known->imaging && !(context / "draftOrders")) return refuse((context / "draftOrders").error("is missing"));
  call.is_imaging = known->imaging;
  ReadOptions lenient = options;
  lenient.lenient = true;  // of a whole record much is not for us
  Intake into(knowledge, lenient);
  call.imaging_orders = imaging_orders(context, into.codes);
  take_prefetch(at("prefetch"), call, into);
  if (!call.missing.empty()) return call;
  // What is said of one patient is not taken for another.
  const Spot patient = at("prefetch") / "patient";
  if (patient.text("id") != context.text("patientId"))
    return refuse((patient / "id").error("is not the patient of the context"));
  into.subject = reference_to("Patient/" + context.text("patientId"));
  ReadGiven read = finish_intake(into, lenient);
  call.given = std::move(read.given);
  call.faults = std::move(read.faults);
  return call;
}

Value write_cards(const CdsCall& call, const AssessmentOut& out, const Knowledge& knowledge) {
  return CardWriter(call, out, knowledge).write();
}

}  // namespace lumbar::fhir
