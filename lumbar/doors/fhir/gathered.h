// SPDX-License-Identifier: Apache-2.0
// What resources say of findings, put together into one case and read by the contract of cases: ranges, units and
// contradictions are refused there, and told with the place in the resource that said so.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/doors/fhir/fhir.h"
#include "lumbar/doors/fhir/spot.h"

namespace lumbar::fhir {

class Gathered {
 public:
  explicit Gathered(const Knowledge& knowledge) : knowledge_(knowledge) {}

  /// What was said of one finding, in the form that a case has for it. Of two that say different things the one that
  /// says yes holds; of two values the later one. `day` may be empty: then it is older than any that has one.
  void say(FindingId finding, Value answer, const std::string& place, const std::string& day = {});
  /// More about a finding that is there: side, duration, tempo, trend. Said of one that is not there it tells nothing.
  void detail(FindingId finding, std::string_view key, Value value, const std::string& place);
  /// Something beside the findings: as_of, country.
  void circumstance(std::string_view key, Value value, const std::string& place);

  /// The day that a response was given, where one was.
  std::optional<Date> day() const;

  bool says_yes(FindingId finding) const;
  const std::map<FindingId, std::string>& places() const { return places_; }

  /// The case. Errors: those of read_case, at the place in the resource that they come from.
  Result<Case> read(const ReadOptions& options) const;

 private:
  struct Said {
    Value answer;
    std::string day;
    Value details;
  };
  const Knowledge& knowledge_;
  std::map<FindingId, Said> said_;
  std::map<FindingId, std::string> places_;
  Value circumstances_ = Value::object();
  std::map<std::string, std::string, std::less<>> circumstance_places_;
};

}  // namespace lumbar::fhir
