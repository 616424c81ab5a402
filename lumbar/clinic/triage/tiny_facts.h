// SPDX-License-Identifier: Apache-2.0
// Facts of one screen for the tests of this room: three questions of a safety net, a rule at each level, and cases over
// them.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lumbar/clinic/triage/triage.h"

namespace lumbar::tiny {

/// A row [[finding]]; everything that a test does not care about is filled in.
inline std::string finding(const std::string& id, const std::string& kind = "symptom",
                           const std::string& type = "boolean", const std::string& asked_of = "patient") {
  return "[[finding]]\nid = \"" + id +
         "\"\nlabel_clinical = \"x\"\nlabel_patient = \"x\"\nquestion_patient = \"x?\"\nkind = \"" + kind +
         "\"\nvalue_type = \"" + type + "\"\nasked_of = \"" + asked_of + "\"\n";
}

/// A row [[rule]]; `days` only at appointments.
inline std::string rule(const std::string& id, const std::string& formula, const std::string& level,
                        const std::string& transport = "own_way", int days = 0) {
  return "[[rule]]\nid = \"" + id + "\"\nformula = \"" + formula + "\"\nlevel = \"" + level + "\"\ntransport = \"" +
         transport + "\"\npathway = \"way_" + id + "\"\nwhy = \"It is so.\"\nsources = [\"book\"]\n" +
         (days > 0 ? "appointment_days = " + std::to_string(days) + "\n" : "");
}

/// A row [[item]] of the safety net, known when its findings are.
inline std::string item(const std::string& group, int order, const std::string& one, const std::string& other,
                        bool not_sure_means_yes) {
  return "[[item]]\ngroup = \"" + group + "\"\norder = " + std::to_string(order) + "\nfindings = [\"" + one + "\", \"" +
         other + "\"]\nknown_when = [\"" + one + " or " + other + "\"]\nquestion = \"Is it so?\"\nnot_sure_means = \"" +
         (not_sure_means_yes ? "yes: counts as present" : "as unavailable") + "\"\n";
}

inline std::string facts() {
  std::string text =
      "[[source]]\nid = \"book\"\n[[parameter]]\nid = \"adult_age_years\"\nvalue = \"18\"\n[[parameter]]\nid = "
      "\"appointment_days\"\nvalue = \"14\"\n";
  for (const char* id :
       {"bladder", "bowel", "saddle", "groin", "fever", "chills", "faint", "foot_drop", "numb", "ache", "stiff"})
    text += finding(id);
  text += finding("prevention_question", "history") + finding("cannot_be_questioned", "history") +
          finding("age_years", "history", "quantity");
  text += finding("scan_clear", "exam") + finding("symptom_duration", "history", "duration");
  text += finding("sex", "history", "choice") + "choices = [\"female\", \"male\", \"other\"]\n";
  // What the reasoning needs by name, whether these tests use it or not.
  for (const auto& [name, value] : {std::pair{"assumed_lr_cap", "10"},
                                    {"dependence_discount", "0.5"},
                                    {"plan_conditions", "3"},
                                    {"plan_examinations", "6"},
                                    {"plan_probability", "0.1"},
                                    {"pregnancy_age_limit", "56"},
                                    {"prior_clamp", "0.5"},
                                    {"self_care_review_days", "28"}}) {
    text += std::string("[[parameter]]\nid = \"") + name + "\"\nvalue = \"" + value + "\"\n";
  }
  text += rule("R1", "faint and ache", "emergency_now", "ambulance") +
          rule("R2", "saddle or groin or bladder", "emergency_now", "driven");
  text += rule("R3", "foot_drop and ache", "within_24h", "driven") + rule("R4", "numb", "appointment", "own_way", 7);
  text += rule("R5", "ache", "appointment", "own_way", 28) + rule("R6", "stiff", "self_care") +
          rule("R7", "prevention_question", "self_care");
  text += rule("R8", "fever and ache", "emergency_now", "driven");
  text += item("A", 1, "bladder", "bowel", true) + item("A", 2, "saddle", "groin", false) +
          item("B", 3, "fever", "chills", false);
  text +=
      "[[stage]]\nid = \"S1\"\nformula = \"bladder and saddle\"\nlevel = \"emergency_now\"\n[[stage]]\nid = "
      "\"S2\"\nformula = \"bladder or saddle\"\nlevel = \"emergency_now\"\n";
  text +=
      "[[condition]]\nid = \"strain\"\nlabel = \"x\"\nmechanism = \"muscular\"\nurgency_default = "
      "\"emergency_now\"\nsources = [\"book\"]\nstatus = \"assumed\"\n";
  text +=
      "[[care]]\ncondition = \"strain\"\nlabel_patient = \"x\"\nexplained = \"x.\"\nsources = [\"book\"]\nstatus = "
      "\"assumed\"\n";
  return text;
}

/// A case put together by names. An unknown name stops the test at once (value of an empty optional).
class Person {
 public:
  explicit Person(const Knowledge& knowledge) : knowledge_(&knowledge) {}

  Person& yes(std::string_view name) {
    return say(name, [](Statement& one) { one.present = Presence::present; });
  }
  Person& no(std::string_view name) {
    return say(name, [](Statement& one) { one.present = Presence::absent; });
  }
  Person& unavailable(std::string_view name) {
    return say(name, [](Statement& one) { one.saying = Saying::unavailable; });
  }
  Person& not_sure(std::string_view name) {
    return say(name, [](Statement& one) { one.saying = Saying::not_sure; });
  }
  Person& number(std::string_view name, double value) {
    return say(name, [&](Statement& one) { one.number.bare = value; });
  }
  template <class Change>
  Person& say(std::string_view name, Change change) {
    const FindingId id = knowledge_->finding(name).value();
    std::erase_if(person_.statements, [&](const Statement& one) { return one.finding == id; });
    Statement statement;
    statement.finding = id;
    change(statement);
    person_.statements.push_back(std::move(statement));
    return *this;
  }

  Case& person() { return person_; }
  Triage triage() const {
    const auto findings = gather_findings(person_, *knowledge_);
    return assess_urgency(*findings, *knowledge_);  // a contradiction throws: no test of this room means one
  }

 private:
  const Knowledge* knowledge_;
  Case person_;
};

}  // namespace lumbar::tiny
