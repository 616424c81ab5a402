// SPDX-License-Identifier: Apache-2.0
// Patient, Condition and Observation as evidence. What is withdrawn, refuted, cancelled or without a value is no
// finding; what is missing stays unknown.
#include <algorithm>
#include <array>

#include "lumbar/base/text.h"
#include "lumbar/doors/fhir/intake.h"

namespace lumbar::fhir {
namespace {

constexpr double days_in_a_year = 365.25;

// The code of the first coding of a CodeableConcept.
const std::string& code_in(const Spot& concept_spot) {
  static const std::string nothing;
  for (const Spot& one : concept_spot.each("coding")) {
    if (!one.text("code").empty()) return one.text("code");
  }
  return nothing;
}

// Every finding that the codings of a CodeableConcept speak of, each once.
std::vector<Meaning> meanings_in(const Spot& code, Intake& into, const CodeMap& codes) {
  std::vector<Meaning> all;
  if (!is_object(code, into)) return all;
  for (const Spot& one : code.each("coding")) {
    if (!is_object(one, into)) continue;
    const std::string &system = one.text("system"), &word = one.text("code");
    std::vector<Meaning> found = codes.meanings(system, word);
    const auto own_id = system == own::finding ? into.knowledge.finding(word) : std::nullopt;
    if (own_id && into.knowledge.language().variables[own_id->row()].askable) found.push_back({*own_id, false});
    for (const Meaning& meaning : found) {
      const bool known =
          std::any_of(all.begin(), all.end(), [&](const Meaning& other) { return other.finding == meaning.finding; });
      if (!known) all.push_back(meaning);
    }
  }
  return all;
}

// False where the resource is of somebody else.
bool take_subject(const Spot& resource, Intake& into) {
  const Spot subject = resource / "subject";
  if (!is_of_this_person(subject.text("reference"), subject.path + ".reference", into)) return false;
  if (into.subject.empty() && subject && subject.value->is(json::Kind::object)) into.subject = *subject.value;
  return true;
}

// A code that the facts do not know says nothing: neither yes nor no.
Error not_understood(const Spot& code, const Spot& resource) {
  const std::string words = code_in(code).empty() ? code.text("text") : code_in(code);
  return (resource / "code")
      .error("\"" + json::visible(words) + "\" is no code that is understood here; it counts as not known");
}

bool is_lasting(const Knowledge& knowledge, FindingId finding) {
  const FindingKind kind = knowledge[finding].kind;
  return kind == FindingKind::history || kind == FindingKind::risk;
}

}  // namespace

bool is_stale(const Intake& into, FindingId finding, const std::string& day) {
  const auto seen = Date::read(day);
  if (!seen || !into.today || is_lasting(into.knowledge, finding)) return false;
  return static_cast<double>(into.today->days_since(*seen)) > into.knowledge.parameter("evidence_fresh_days");
}

bool still_tells(const Intake& into, FindingId finding, const Value& says, const std::string& day) {
  const auto seen = Date::read(day);
  if (!seen || !into.today) return true;
  if (static_cast<double>(into.today->days_since(*seen)) <= into.knowledge.parameter("evidence_fresh_days"))
    return true;
  const bool is_no = says.is(json::Kind::flag) && !says.flag();
  const bool is_length = into.knowledge.language().variables[finding.row()].type == logic::Type::duration;
  return is_lasting(into.knowledge, finding) && !is_no && !is_length;
}

bool is_of_this_person(const std::string& reference, const std::string& path, Intake& into) {
  if (reference.empty()) return true;
  const auto of_bundle = [](const std::string& address) { return address.starts_with("urn:"); };
  const auto id_in = [&](const std::string& address) {
    return of_bundle(address) ? address : address.substr(address.rfind('/') + 1);
  };
  const std::string& known = into.subject.text_at("reference");
  // An address inside a Bundle and an id on a server cannot be told apart here; two of a kind can.
  const bool other = !known.empty() && of_bundle(known) == of_bundle(reference) && id_in(known) != id_in(reference);
  if (!other) return true;
  into.odd(Error("\"" + json::visible(reference) + "\" is another person than \"" + json::visible(known) +
                 "\"; one person at a time")
               .at(path));
  return false;
}

namespace {

// What a Condition says of a finding; null where it says nothing.
Result<Value> condition_says(const Spot& condition, const Meaning& meaning, Intake& into) {
  constexpr std::array suspected = {"unconfirmed", "provisional", "differential"};
  constexpr std::array over = {"inactive", "remission", "resolved"};
  const std::string verification = code_in(condition / "verificationStatus");
  const std::string status = code_in(condition / "clinicalStatus");
  if (verification == "refuted") {
    // That one member of a class was ruled out says nothing of the others.
    if (!meaning.by_prefix) return Value(false);
    return (condition / "verificationStatus").error("refuted: one of many; the others stay not known");
  }
  if (std::find(suspected.begin(), suspected.end(), verification) != suspected.end()) return Value("not_sure");
  auto recorded = day_in(condition / "recordedDate");
  if (status.empty() && recorded && is_stale(into, meaning.finding, *recorded))
    return (condition / "recordedDate").error("too long ago without a clinicalStatus; how it is now is not known");
  const bool ended = std::find(over.begin(), over.end(), status) != over.end() || condition / "abatementDateTime";
  if (ended && !is_lasting(into.knowledge, meaning.finding))
    return (condition / "clinicalStatus").error("over; whether it is there again is not known");
  return Value(true);
}

// The side that our own Observations name; of others none is taken.
std::optional<Side> side_in(const Spot& observation) {
  for (const Spot& one : (observation / "bodySite").each("coding")) {
    if (one.text("system") == own::answer) return from_word<Side>(one.text("code"));
  }
  return std::nullopt;
}

// A yes on a side is that side; a no on one side leaves the other unknown; a value is that of the side.
Value on_side(Value says, Side side) {
  const std::string word(word_of(side));
  if (says.is(json::Kind::text)) return says;  // not to be had, or a side already
  if (!says.is(json::Kind::flag))
    return side == Side::both ? std::move(says) : Value::object({{word, std::move(says)}});
  if (says.flag()) return word;
  return Value::object({{"present", false}, {"side", word}});
}

// The value of an Observation for a finding, in the form of a case; null where it was not asked.
Result<Value> observation_says(const Spot& observation, FindingId finding, const Knowledge& knowledge) {
  const logic::VariableInfo& info = knowledge.language().variables[finding.row()];
  std::string type;
  const Spot value = observation.choice("value", type);
  if (observation / "dataAbsentReason") return absent_reason_in(code_in(observation / "dataAbsentReason"));
  if (!value) return (observation / "value").error("is missing; it counts as not known");
  if (info.type == logic::Type::boolean) {
    if (type == "Boolean" && value.value->is(json::Kind::flag)) return Value(value.value->flag());
    if (type == "CodeableConcept") {
      for (const Spot& one : value.each("coding")) {
        const std::string &system = one.text("system"), &code = one.text("code");
        if (system == of_others::yes_no && (code == "Y" || code == "N")) return Value(code == "Y");
        if (system == of_others::absent_reason) return absent_reason_in(code);
        if (system == own::answer && from_word<Side>(code)) return Value(code);
      }
    }
    return value.error("value" + json::visible(type) +
                       " cannot stand here; use valueBoolean, or a valueCodeableConcept of v2-0136 (Y, N)");
  }
  if (info.type == logic::Type::choice || info.type == logic::Type::side) {
    for (const Spot& one : value.each("coding")) {
      if (one.text("system") == own::choice || one.text("system") == own::answer) return Value(one.text("code"));
    }
    return value.error("value" + json::visible(type) + " cannot stand here; use a valueCodeableConcept of " +
                       std::string(own::choice) + ": " + joined(info.choices, ", "));
  }
  if (type == "Integer" && value.value->is_number()) return *value.value;
  if (type == "Quantity") {
    auto quantity = quantity_in(value);
    // Scores and grades have no unit; what is written in braces there only names them.
    if (quantity && quantity->find("unit") != nullptr && quantity->text_at("unit").starts_with("{"))
      return *quantity->find("value");
    return quantity;
  }
  return value.error("value" + json::visible(type) + " cannot stand here; use a valueQuantity");
}

}  // namespace

void take_patient(const Spot& patient, Intake& into) {
  if (const std::string& id = patient.text("id"); !id.empty()) {
    if (!is_of_this_person("Patient/" + id, patient.path + ".id", into)) return;
    if (into.subject.empty()) into.subject = reference_to("Patient/" + id);
  }
  const auto finding = [&](std::string_view name) { return into.knowledge.finding(name); };
  const std::string& gender = patient.text("gender");
  if (!gender.empty()) {
    if (const auto sex = finding("sex"); sex && gender != "unknown") {
      if (gender != "female" && gender != "male" && gender != "other")
        return into.odd(
            (patient / "gender").error("\"" + json::visible(gender) + "\" is none of male, female, other, unknown"));
      into.gathered.say(*sex, gender, patient.path + ".gender");
    }
  }
  if (patient / "deceasedDateTime" || (patient / "deceasedBoolean" && (patient / "deceasedBoolean").value->flag()))
    return into.fault((patient / "deceased").error("nothing is advised for somebody who has died"));
  for (const Spot& address : patient.each("address")) {
    const std::string& country = address.text("country");
    const bool is_code =
        country.size() == 2 && country.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
    if (is_code) into.gathered.circumstance("country", country, address.path + ".country");
  }
  auto birth = day_in(patient / "birthDate");
  if (!birth) return into.odd(birth.take_error());
  if (!birth->empty()) into.birth = {*Date::read(*birth), patient.path + ".birthDate"};
}

void take_condition(const Spot& condition, Intake& into, const CodeMap& codes) {
  if (!take_subject(condition, into)) return;
  const Spot code = condition / "code";
  if (!code) return into.odd(code.error("is missing"));
  if (code_in(condition / "verificationStatus") == "entered-in-error")
    return into.pass_over((condition / "verificationStatus").error("entered in error; it says nothing"));
  const auto found = meanings_in(code, into, codes);
  if (found.empty()) return into.pass_over(not_understood(code, condition));
  for (const Meaning& meaning : found) {
    auto says = condition_says(condition, meaning, into);
    if (!says) {
      into.pass_over(says.take_error());
      continue;
    }
    const bool is_yes = says->is(json::Kind::flag) && says->flag();
    auto day = day_in(condition / "recordedDate");
    into.gathered.say(meaning.finding, *std::move(says), condition.path + ".code", day ? *day : std::string());
    auto onset = day_in(condition / "onsetDateTime");
    if (!onset) {
      into.odd(onset.take_error());
    } else if (is_yes && !onset->empty()) {
      into.gathered.detail(meaning.finding, "onset", *onset, condition.path + ".onset");
    }
  }
}

void take_observation(const Spot& observation, Intake& into, const CodeMap& codes) {
  constexpr std::array good = {"registered", "preliminary", "final", "amended", "corrected"};
  if (!take_subject(observation, into)) return;
  const std::string& status = observation.text("status");
  if (status == "entered-in-error" || status == "cancelled")
    return into.pass_over((observation / "status").error(status + "; it says nothing"));
  if (std::find(good.begin(), good.end(), status) == good.end()) {
    return into.odd((observation / "status")
                        .error(status.empty()
                                   ? std::string("is missing; use final, amended, corrected or preliminary")
                                   : "\"" + json::visible(status) + "\" is not understood; it counts as not known"));
  }
  const Spot code = observation / "code";
  if (!code) return into.odd(code.error("is missing"));
  auto day = day_in(observation / "effectiveDateTime");
  if (!day) return into.odd(day.take_error());
  const auto found = meanings_in(code, into, codes);
  if (found.empty()) return into.pass_over(not_understood(code, observation));
  for (const Meaning& meaning : found) {
    auto says = observation_says(observation, meaning.finding, into.knowledge);
    if (!says) {
      into.odd(says.take_error());
    } else if (!still_tells(into, meaning.finding, *says, *day)) {
      into.pass_over((observation / "effective").error("too long ago; how it is now is not known"));
    } else if (!says->is(json::Kind::null)) {
      std::string type;
      if (const auto side = side_in(observation)) says = on_side(*std::move(says), *side);
      into.gathered.say(meaning.finding, *std::move(says), observation.choice("value", type).path, *day);
    }
  }
}

void settle_age(Intake& into, std::optional<Date> today) {
  const auto age = into.knowledge.finding("age_years");
  if (!into.birth || !age || !today) return;
  const auto& [birth, place] = *into.birth;
  const std::int64_t days = today->days_since(birth);
  if (days < 0) return into.fault(Error("lies after the day of the assessment").at(place));
  // The birthdays that have passed, by the calendar: 54 lasts until the 55th birthday.
  auto years = static_cast<int>(static_cast<double>(days) / days_in_a_year) + 1;
  while (years > 0 && birthday(birth, years) > *today) --years;
  into.gathered.say(*age, years, place, today->written());
}

Date birthday(Date birth, int years) {
  const std::string day = birth.written();
  const int year = static_cast<int>(number_in(day.substr(0, 4)).value_or(0)) + years;
  const auto same = Date::read(std::to_string(year) + day.substr(4));
  if (same) return *same;
  // Born on 29 February: in other years on 1 March.
  const auto march = Date::read(std::to_string(year) + "-03-01");
  return march ? *march : birth;
}

}  // namespace lumbar::fhir
