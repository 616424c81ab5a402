// SPDX-License-Identifier: Apache-2.0
// Resources on their way into a case: each reader adds what it finds to one intake.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lumbar/doors/fhir/code_map.h"
#include "lumbar/doors/fhir/form.h"
#include "lumbar/doors/fhir/gathered.h"

namespace lumbar::fhir {

struct Intake {
  Intake(const Knowledge& facts, const ReadOptions& options)
      : knowledge(facts), lenient(options.lenient), today(options.today), codes(facts), gathered(facts) {}

  const Knowledge& knowledge;
  bool lenient;
  std::optional<Date> today;  ///< against which the age of evidence is reckoned; none: nothing is too old
  CodeMap codes;
  Gathered gathered;
  Value subject{};  ///< a Reference
  /// Of a response among other resources, the day it was given: what is too old in it tells nothing. Empty for one that
  /// stands alone, whose day is that of the assessment.
  std::string response_day;
  std::vector<Error> faults;       ///< what refuses the whole
  std::vector<Error> passed_over;  ///< what was left out, and why; tells nothing of the person

  std::optional<std::pair<Date, std::string>> birth;  ///< the day of birth, and where it stands

  /// Left out where reading is lenient, a fault otherwise.
  void odd(Error error) { (lenient ? passed_over : faults).push_back(std::move(error)); }
  void fault(Error error) { faults.push_back(std::move(error)); }
  void pass_over(Error error) { passed_over.push_back(std::move(error)); }
};

/// Whether an object stands there; a fault otherwise, lenient or not.
bool is_object(const Spot& spot, Intake& into);

/// Any resource that is taken in: those below, a Bundle or Parameters of them. `deep`: Bundles inside one another.
void take_in(const Spot& resource, Intake& into, int deep = 0);
void take_response(const Spot& response, Intake& into, bool alone);
void take_patient(const Spot& patient, Intake& into);
void take_condition(const Spot& condition, Intake& into, const CodeMap& codes);
void take_observation(const Spot& observation, Intake& into, const CodeMap& codes);

/// Whether something seen on a day is too old to tell how it is now; what lasts (history, risks) never is.
bool is_stale(const Intake& into, FindingId finding, const std::string& day);

/// Whether what was said on a day tells anything of today: what is fresh does; of what is older only a yes of history
/// and risks, or a value that lasts.
bool still_tells(const Intake& into, FindingId finding, const Value& says, const std::string& day);
/// False, and told, where a reference (`Patient/7`) names another person than before.
bool is_of_this_person(const std::string& reference, const std::string& path, Intake& into);

/// The age on the day of the assessment, once that day is known.
void settle_age(Intake& into, std::optional<Date> today);
Date birthday(Date birth, int years);

/// What was taken in, as a case, or what is wrong with it.
ReadGiven finish_intake(Intake& into, const ReadOptions& options);

/// The items of a response or of one of its groups.
void take_items(const Spot& holder, Intake& into);

/// A Quantity as a case writes it: {"value": 3, "unit": "wk"}. Errors: no number, a comparator.
Result<Value> quantity_in(const Spot& quantity);
/// The reason why there is no value, as a case says it: "not_sure", "unavailable", or null for what was not asked.
Value absent_reason_in(std::string_view code);
/// The day of a date or dateTime, YYYY-MM-DD; empty where it is not that exact. Errors: neither.
Result<std::string> day_in(const Spot& date);
/// The resource of a whole body: its resourceType stands at the beginning of every path. Errors: no JSON, no resource.
struct ReadResource {
  Value value;
  std::string type;
};
Result<ReadResource> read_resource(std::string_view body, const ReadOptions& options);

}  // namespace lumbar::fhir
