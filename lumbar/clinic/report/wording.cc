// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/report/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "lumbar/base/text.h"

namespace lumbar {
namespace {

std::string without_underscores(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

}  // namespace

std::string filled(std::string_view phrase, std::initializer_list<Wording::Gap> gaps) {
  std::string whole;
  while (!phrase.empty()) {
    const auto open = phrase.find('{');
    const auto close = phrase.find('}', open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    const std::string_view name = phrase.substr(open + 1, close - open - 1);
    const auto gap = std::find_if(gaps.begin(), gaps.end(), [&](const Wording::Gap& one) { return one.first == name; });
    whole += phrase.substr(0, open);
    whole += gap == gaps.end() ? std::string(phrase.substr(open, close - open + 1)) : gap->second;
    phrase.remove_prefix(close + 1);
  }
  return whole += phrase;
}

std::string listed(const std::vector<std::string>& names) { return joined(names, " · "); }

std::string Wording::say(std::string_view id, std::initializer_list<Gap> gaps) const {
  const std::string& phrase = knowledge_.phrase(id, mode_);
  return phrase.empty() ? "[" + std::string(id) + "]" : filled(phrase, gaps);
}

std::string Wording::say_count(std::string_view id, std::size_t count, std::initializer_list<Gap> gaps) const {
  const std::string one = std::string(id) + ".one";
  const std::string phrase = count == 1 && has(one) ? say(one, gaps) : say(id, gaps);
  return filled(phrase, {{"count", std::to_string(count)}});
}

std::string Wording::lead(std::string_view id) const {
  const std::string phrase = say(id);
  return std::string(trimmed(std::string_view(phrase).substr(0, phrase.find('{'))));
}

bool Wording::has(std::string_view id) const { return !knowledge_.phrase(id, mode_).empty(); }

std::string Wording::name(FindingId finding) const {
  const Finding& one = knowledge_[finding];
  if (for_clinician())
    return fmt::format("{} [{}]", one.label_clinical.empty() ? one.name : one.label_clinical, one.name);
  if (!one.label_patient.empty()) return one.label_patient;
  return one.label_clinical.empty() ? without_underscores(one.name) : one.label_clinical;
}

std::string Wording::name(ConditionId condition) const {
  const Condition& one = knowledge_[condition];
  if (for_clinician()) return one.label.empty() ? one.name : one.label;
  const Care* care = knowledge_.care(condition);
  if (care != nullptr && !care->label_patient.empty()) return care->label_patient;
  return one.label.empty() ? without_underscores(one.name) : one.label;
}

std::string Wording::name(SpecialistId specialist) const {
  const Specialist& one = knowledge_[specialist];
  if (for_clinician()) return fmt::format("{} [{}]", one.label, one.name);
  const std::string plain = "report.specialist." + one.name;
  return has(plain) ? say(plain) : one.label;
}

std::string Wording::name(TreatmentId treatment) const {
  const Treatment& one = knowledge_[treatment];
  return for_clinician() ? fmt::format("{} [{}]", one.label, one.name) : one.label;
}

std::string Wording::name_of_test(std::size_t test) const {
  const Test& one = knowledge_.tests()[test];
  if (for_clinician())
    return fmt::format("{} [{}]", one.label_clinician.empty() ? one.label_patient : one.label_clinician, one.name);
  return one.label_patient;
}

std::string Wording::said(FindingId finding) const {
  const auto& statements = consultation_.findings.statements;
  const auto found =
      std::find_if(statements.begin(), statements.end(), [&](const Statement& one) { return one.finding == finding; });
  std::string more = found == statements.end() ? std::string() : details(*found);
  const auto& unsure = consultation_.findings.taken_as_yes;
  if (std::find(unsure.begin(), unsure.end(), finding) != unsure.end()) more = say("report.taken_as_yes");
  const std::string whole = more.empty() ? name(finding) : fmt::format("{} ({})", name(finding), more);
  const bool absent =
      finding.row() < consultation_.findings.presence.size() && consultation_.findings[finding] == Presence::absent;
  // A number speaks for itself; "no" belongs before what can be yes or no.
  return absent && more.empty() ? say("report.no", {{"name", whole}}) : whole;
}

std::string Wording::told(const Statement& statement) const {
  const std::string more = details(statement);
  return more.empty() ? name(statement.finding) : fmt::format("{} ({})", name(statement.finding), more);
}

std::string Wording::details(const Statement& statement) const {
  std::vector<std::string> parts;
  const auto side_word = [&](Side side) { return say("side." + std::string(word_of(side))); };
  const logic::VariableInfo& variable = knowledge_.language().variables[statement.finding.row()];
  const std::string& unit = knowledge_[statement.finding].unit;
  const bool is_duration = variable.type == logic::Type::duration;
  const auto amount = [&](double number) {
    if (is_duration) return duration(number);
    return unit.empty() ? written(number, 4) : written(number, 4) + " " + unit;
  };
  const auto choice = [&](std::uint8_t place) {
    return place < variable.choices.size() ? without_underscores(variable.choices[place]) : std::string();
  };
  const auto sided = [&](const auto& value, const auto& write) {
    if (value.bare) parts.push_back(write(*value.bare));
    if (value.left) parts.push_back(side_word(Side::left) + " " + write(*value.left));
    if (value.right) parts.push_back(side_word(Side::right) + " " + write(*value.right));
  };
  if (statement.present == Presence::present && statement.side) parts.push_back(side_word(*statement.side));
  sided(statement.number, amount);
  sided(statement.choice, choice);
  std::erase(parts, std::string());
  return joined(parts, ", ");
}

std::string Wording::duration(double days) const {
  // A unit is worth naming from two of it on.
  struct Unit {
    std::string_view phrase;
    double days;
  };
  constexpr std::array units{Unit{"report.duration.years", 365.25}, Unit{"report.duration.months", 30.44},
                             Unit{"report.duration.weeks", 7}};
  for (const Unit& unit : units) {
    const long count = std::lround(days / unit.days);
    if (count >= 2 && days >= 2 * unit.days - 0.5) return say(unit.phrase, {{"count", std::to_string(count)}});
  }
  if (days < 1) return say_count("report.duration.hours", static_cast<std::size_t>(std::lround(24 * days)));
  return say_count("report.duration.days", static_cast<std::size_t>(std::lround(days)));
}

std::string Wording::chance(double probability) const {
  if (for_clinician())
    return probability > 0 && probability < 0.001 ? "<0.1 %" : fmt::format("{:.1f} %", 100 * probability);
  const auto whole = [](double number) { return std::to_string(std::lround(number)); };
  if (probability > 0.95) return say("probability.over_19_in_20");
  if (probability >= 0.095) return say("probability.n_in_10", {{"n", whole(10 * probability)}});
  // One denominator for all: a reader would take "8 in 100" for more than "2 in 10".
  return say(probability >= 0.01 ? "report.under_1_in_10" : "probability.under_1_in_100");
}

std::string Wording::day(Date date) const {
  std::string iso = date.written();
  if (for_clinician()) return iso;
  const std::string months = say("report.months");
  const auto names = split(months, ' ');
  if (iso.size() != 10) return iso;
  const auto month = number_in(iso.substr(5, 2));
  const auto day_of_month = number_in(iso.substr(8, 2));
  if (!month || !day_of_month || *month < 1 || *month > static_cast<double>(names.size())) return iso;
  return fmt::format("{} {} {}", *day_of_month, names[static_cast<std::size_t>(*month) - 1], iso.substr(0, 4));
}

std::string Wording::source_names(const std::vector<SourceId>& sources) const {
  std::vector<std::string> names;
  for (const SourceId source : sources) names.push_back(knowledge_[source].name);
  return joined(names, ", ");
}

}  // namespace lumbar
