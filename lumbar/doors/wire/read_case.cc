// SPDX-License-Identifier: Apache-2.0
// A case as a whole: who, where, when, and the statements of `person` and `findings` together.
#include <algorithm>
#include <array>
#include <cmath>

#include "lumbar/base/text.h"
#include "lumbar/doors/wire/json_in.h"
#include "lumbar/doors/wire/read_statement.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

using json::Element;
using json::Path;

constexpr std::string_view top_level_keys = "lumbar_case, as_of, informant, locale, country, person, setting, findings";

struct PersonKey {
  std::string_view key, finding;
};
constexpr std::array person_keys = {PersonKey{"age_years", "age_years"}, PersonKey{"sex", "sex"},
                                    PersonKey{"pregnant", "pregnant_now"}, PersonKey{"height_cm", "height"},
                                    PersonKey{"mass_kg", "weight"}};

// Where and when; each fills its place in the case.
Complaint read_as_of(const Element& value, const Path& path, Case& person) {
  const auto text = json::text_in(value);
  const bool plain = text && text->size() == 10 && text->find_first_not_of("0123456789-") == std::string_view::npos;
  if (!plain) return path.error(json::shown(value) + " is not a date; write it as \"2026-11-21\"");
  auto date = Date::read(*text);
  if (!date) return date.take_error().at(path.text());
  person.as_of = *date;
  return std::nullopt;
}

template <class Scale>
Complaint read_word(const Element& value, const Path& path, Scale& into) {
  const auto word = json::text_in(value);
  const auto found = word ? from_word<Scale>(*word) : std::nullopt;
  if (!found) return path.error(json::shown(value) + " cannot stand here; use one of: " + words_of<Scale>());
  into = *found;
  return std::nullopt;
}

Complaint read_locale(const Element& value, const Path& path, Case& person) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
  const auto text = json::text_in(value);
  if (!text || text->size() < 2 || text->size() > 35 || text->find_first_not_of(allowed) != std::string_view::npos) {
    return path.error(json::shown(value) + " is not a language; write it as \"en-GB\"");
  }
  person.locale = *text;
  return std::nullopt;
}

Complaint read_country(const Element& value, const Path& path, Case& person) {
  const auto text = json::text_in(value);
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (!text || text->size() != 2 || !std::all_of(text->begin(), text->end(), capital)) {
    return path.error(json::shown(value) + " is not a country; write two capital letters (ISO 3166), such as \"GB\"");
  }
  person.country = *text;
  return std::nullopt;
}

class CaseReader {
 public:
  CaseReader(const Knowledge& knowledge, const ReadOptions& options)
      : knowledge_(knowledge), lenient_(options.lenient), reading_{knowledge, options.lenient, case_} {
    case_.as_of = options.today;
    case_.setting = options.default_setting;
    case_.lenient = options.lenient;
  }

  Result<Case> read(const Element& root) {
    const auto object = json::object_in(root);
    if (!object) return Error("the file holds " + json::shown(root) + "; expected a case: {\"lumbar_case\": 1, …}");
    // An onset counts back from as_of, wherever that stands in the file.
    if (auto complaint = read_version(*object)) return std::move(*complaint);
    for (const auto field : *object) {
      if (auto complaint = read_circumstance(field.key, field.value)) return std::move(*complaint);
    }
    for (const char* part : {"person", "findings"}) {
      if (auto complaint = read_part(*object, part)) return std::move(*complaint);
    }
    if (auto complaint = check_nothing_before_birth()) return std::move(*complaint);
    std::sort(case_.statements.begin(), case_.statements.end(),
              [](const Statement& a, const Statement& b) { return a.finding < b.finding; });
    return std::move(case_);
  }

 private:
  static Complaint read_version(const json::Object& root) {
    Element version;
    if (root.at_key("lumbar_case").get(version) != simdjson::SUCCESS || version.is_null()) {
      return Path{nullptr, "lumbar_case"}.error("is missing; begin with \"lumbar_case\": 1");
    }
    if (json::number_in(version) != 1.0) {
      return Path{nullptr, "lumbar_case"}.error(json::shown(version) +
                                                " is not a version this program reads; it reads 1");
    }
    return std::nullopt;
  }

  Complaint read_circumstance(std::string_view key, const Element& value) {
    const Path path{nullptr, key};
    const bool later = key == "person" || key == "findings" || key == "lumbar_case";
    const bool known =
        later || key == "as_of" || key == "informant" || key == "setting" || key == "locale" || key == "country";
    if (!known) return unknown_key(path, top_level_keys);
    if (later || value.is_null()) return std::nullopt;
    if (key == "as_of") return read_as_of(value, path, case_);
    if (key == "informant") return read_word(value, path, case_.informant);
    if (key == "setting") return read_word(value, path, case_.setting);
    if (key == "locale") return read_locale(value, path, case_);
    return read_country(value, path, case_);
  }

  Complaint unknown_key(const Path& path, std::string_view allowed) {
    if (!lenient_) return path.error("has no place in a case; allowed here: " + std::string(allowed));
    case_.ignored.push_back(path.text());
    return std::nullopt;
  }

  Complaint read_part(const json::Object& root, std::string_view part) {
    Element inside;
    const Path path{nullptr, part};
    if (root.at_key(part).get(inside) != simdjson::SUCCESS || inside.is_null()) return std::nullopt;
    const auto object = json::object_in(inside);
    if (!object) return path.error(json::shown(inside) + " cannot stand here; expected an object {…}");
    for (const auto field : *object) {
      const Path here = path / field.key;
      auto complaint =
          part == "person" ? read_person_key(field.key, field.value, here) : read_finding(field.key, field.value, here);
      if (complaint) return complaint;
    }
    return std::nullopt;
  }

  Complaint read_person_key(std::string_view key, const Element& value, const Path& path) {
    const auto* known =
        std::find_if(person_keys.begin(), person_keys.end(), [&](const PersonKey& one) { return one.key == key; });
    if (known == person_keys.end()) return unknown_key(path, "age_years, sex, pregnant, height_cm, mass_kg");
    const auto id = knowledge_.finding(known->finding);
    if (!id && lenient_) return unknown_key(path, {});
    if (!id)
      return path.error("the facts in use have no finding \"" + std::string(known->finding) + "\"; leave it out");
    auto statement = read_statement(*id, value, path, reading_);
    if (!statement) return statement.take_error();
    if (*statement) case_.statements.push_back(**statement);
    return std::nullopt;
  }

  Complaint read_finding(std::string_view name, const Element& value, const Path& path) {
    const auto id = knowledge_.finding(name);
    if (!id) return unknown_finding(name, path);
    auto statement = read_statement(*id, value, path, reading_);
    if (!statement) return statement.take_error();
    if (!*statement) return std::nullopt;
    const auto same = std::find_if(case_.statements.begin(), case_.statements.end(),
                                   [&](const Statement& one) { return one.finding == *id; });
    if (same != case_.statements.end()) return settle_with_person(*same, **statement, path, value);
    case_.statements.push_back(**statement);
    return std::nullopt;
  }

  Complaint unknown_finding(std::string_view name, const Path& path) {
    if (lenient_) {
      case_.ignored.push_back(json::visible(name, 80));
      return std::nullopt;
    }
    std::vector<std::string_view> names;
    for (const Finding& one : knowledge_.findings()) names.emplace_back(one.name);
    // The cost of nearness grows with the length of the word.
    const auto near = nearest(name.substr(0, 80), names, 3);
    return path.error("no finding has this id; " +
                      (near.empty() ? std::string("and none is near it") : "nearest: " + joined(near, ", ")));
  }

  static bool agree(const Statement& a, const Statement& b) {
    const auto close = [](const std::optional<double>& one, const std::optional<double>& other) {
      return one.has_value() == other.has_value() &&
             (!one || std::abs(*one - *other) <= 1e-6 * std::max(1.0, std::abs(*one)));
    };
    return a.saying == b.saying && a.present == b.present && a.choice == b.choice &&
           close(a.number.bare, b.number.bare);
  }

  // The worse of two: yes before no, and the worse number where the facts say which way is worse; else what stands in
  // findings.
  Statement worse_of(const Statement& of_person, const Statement& of_findings) const {
    if (of_findings.saying != Saying::stated) return of_person;
    if (of_person.saying != Saying::stated) return of_findings;
    if (of_person.present == Presence::present && of_findings.present != Presence::present) return of_person;
    if (of_person.number.bare && of_findings.number.bare) {
      const Worse worse = knowledge_[of_findings.finding].worse;
      const bool lower = *of_person.number.bare < *of_findings.number.bare;
      if ((worse == Worse::low && lower) || (worse == Worse::high && !lower)) return of_person;
    }
    return of_findings;
  }

  // `before` stands in the case already, by `person`: keys do not stand twice.
  Complaint settle_with_person(Statement& before, const Statement& now, const Path& path, const Element& value) {
    const std::string_view name = knowledge_[now.finding].name;
    const auto* key =
        std::find_if(person_keys.begin(), person_keys.end(), [&](const PersonKey& one) { return one.finding == name; });
    if (agree(before, now)) {
      before = now;  // it may tell more: an onset
      return std::nullopt;
    }
    const std::string what = json::shown(value) + " differs from person." + std::string(key->key);
    if (!lenient_) return path.error(what + "; correct one of them, or leave one out");
    const Statement kept = worse_of(before, now);
    case_.warnings.push_back(path.text() + ": " + what + "; the one in " + (kept == before ? "person" : "findings") +
                             " is used");
    before = kept;
    return std::nullopt;
  }

  Complaint check_nothing_before_birth() const {
    const auto age_id = knowledge_.finding("age_years");
    if (!age_id) return std::nullopt;
    const auto age = std::find_if(case_.statements.begin(), case_.statements.end(),
                                  [&](const Statement& one) { return one.finding == *age_id; });
    if (age == case_.statements.end() || !age->number.bare) return std::nullopt;
    constexpr double days_in_a_year = 365.25;
    const double oldest = (std::floor(*age->number.bare) + 1) * days_in_a_year;  // 54 lasts until the 55th birthday
    const Path findings{nullptr, "findings"};
    for (const Statement& one : case_.statements) {
      const bool is_length = knowledge_.language().variables[one.finding.row()].type == logic::Type::duration;
      const auto days = is_length ? one.number.bare : one.age_days;
      if (!days || *days <= oldest) continue;
      return (findings / knowledge_[one.finding].name)
          .error("began " + written(*days / days_in_a_year, 3) + " years ago, before birth: age_years is " +
                 written(*age->number.bare) + "; correct one of them");
    }
    return std::nullopt;
  }

  const Knowledge& knowledge_;
  bool lenient_;
  Case case_;
  Reading reading_;
};

}  // namespace

Result<Case> read_case(std::string_view json, const Knowledge& knowledge, const ReadOptions& options) {
  simdjson::dom::parser parser;
  Element root;
  if (auto complaint = json::parse(json, options.largest_bytes, options.deepest, parser, root))
    return std::move(*complaint);
  return CaseReader(knowledge, options).read(root);
}

}  // namespace lumbar
