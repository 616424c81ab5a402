// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/own_words/values.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "lumbar/base/units.h"

namespace lumbar::own_words {
namespace {

std::string_view between(std::string_view text, const Token& a, const Token& b) {
  return text.substr(a.to, b.from - a.to);
}

// Units of time as people write them; empty for any other word. Seconds and minutes are of no use here.
std::optional<double> days_of_unit(const std::string& word) {
  static constexpr std::array<std::string_view, 17> units = {"hour", "hours", "hr",    "hrs", "day",   "days",
                                                             "week", "weeks", "wk",    "wks", "month", "months",
                                                             "mo",   "year",  "years", "yr",  "yrs"};
  if (!one_of(word, units)) return std::nullopt;
  if (word == "hrs") return days_in("hr");
  if (word == "wks") return days_in("wk");
  if (word == "yrs") return days_in("yr");
  return days_in(word);
}

constexpr std::array<std::string_view, 7> weekdays = {"thursday", "friday",  "saturday", "sunday",
                                                      "monday",   "tuesday", "wednesday"};  // 1970-01-01 was a Thursday
constexpr std::array<std::string_view, 12> months = {"january",   "february", "march",    "april",
                                                     "may",       "june",     "july",     "august",
                                                     "september", "october",  "november", "december"};

template <std::size_t N>
std::optional<std::size_t> place_in(std::string_view word, const std::array<std::string_view, N>& words) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return std::nullopt;
  return static_cast<std::size_t>(found - words.begin());
}

// Days back from `as_of` to what a word of the calendar names.
std::optional<double> days_back(const std::vector<Token>& tokens, std::uint32_t at, std::optional<Date> as_of) {
  const std::string& word = tokens[at].text;
  if (word == "yesterday") return 1.0;
  if (word == "today" || word == "tonight") return 0.5;
  const std::string& next = at + 1 < tokens.size() ? tokens[at + 1].text : word;
  if (word == "this" && (next == "morning" || next == "afternoon")) return 0.5;
  if (word == "last" && next == "night") return 1.0;
  if (word == "last" && next == "week") return 7.0;
  if (word == "last" && next == "month") return days_in("month");
  if (word == "last" && next == "year") return days_in("year");
  if (!as_of) return std::nullopt;
  const std::uint32_t named = word == "last" ? at + 1 : at;
  if (named >= tokens.size()) return std::nullopt;
  if (const auto day = place_in(tokens[named].text, weekdays)) {
    const std::int64_t today = as_of->days_since(*Date::of(1970, 1, 1));
    const auto ago = (today - static_cast<std::int64_t>(*day)) % 7;
    return static_cast<double>(ago <= 0 ? ago + 7 : ago);
  }
  if (const auto month = place_in(tokens[named].text, months)) {
    const int this_year = std::stoi(as_of->written().substr(0, 4));
    for (const int year : {this_year, this_year - 1}) {
      const auto first = Date::of(year, static_cast<int>(*month) + 1, 15);
      if (first && *first <= *as_of) return static_cast<double>(as_of->days_since(*first));
    }
  }
  if (tokens[named].kind == TokenKind::number && tokens[named].text.size() == 4) {
    const auto middle = Date::of(static_cast<int>(tokens[named].number), 7, 1);
    if (middle && *middle < *as_of) return static_cast<double>(as_of->days_since(*middle));
  }
  return std::nullopt;
}

}  // namespace

std::vector<At<double>> power_grades(std::string_view text, const std::vector<Token>& tokens, std::uint32_t from,
                                     std::uint32_t to) {
  std::vector<At<double>> grades;
  for (std::uint32_t i = from; i <= to; ++i) {
    if (tokens[i].kind != TokenKind::number || tokens[i].number > 5 || tokens[i].number != std::floor(tokens[i].number))
      continue;
    double grade = tokens[i].number;
    const char sign = tokens[i].to < text.size() ? text[tokens[i].to] : ' ';
    if (i + 1 <= to && tokens[i + 1].kind == TokenKind::number && tokens[i + 1].number == 5) {
      const std::string_view joint = between(text, tokens[i], tokens[i + 1]);
      if (joint == "/" || joint == "+/" || joint == "-/" || joint == " / " || joint == "\u2212/" ||
          joint == "\u2013/") {
        if (joint.size() > 1 && joint != " / ") grade += joint == "+/" ? 1.0 / 3 : -1.0 / 3;
        grades.push_back({std::clamp(grade, 0.0, 5.0), i, i + 1});
        ++i;
        continue;
      }
    }
    const bool of_five = i + 2 <= to && tokens[i + 2].number == 5 && tokens[i + 1].text == "of";
    const bool out_of_five =
        i + 3 <= to && tokens[i + 3].number == 5 && tokens[i + 1].text == "out" && tokens[i + 2].text == "of";
    if (of_five || out_of_five) {
      grades.push_back({grade, i, i + (of_five ? 2U : 3U)});
      i += of_five ? 2 : 3;
      continue;
    }
    const bool called =
        i > from && (tokens[i - 1].text == "grade" || tokens[i - 1].text == "mrc" || tokens[i - 1].text == "m");
    if (called) {
      if (sign == '+' || sign == '-') grade += sign == '+' ? 1.0 / 3 : -1.0 / 3;
      grades.push_back({std::clamp(grade, 0.0, 5.0), i, i});
    }
  }
  return grades;
}

std::vector<At<double>> reflex_grades(std::string_view text, const std::vector<Token>& tokens, std::uint32_t from,
                                      std::uint32_t to) {
  std::vector<At<double>> grades;
  for (std::uint32_t i = from; i <= to; ++i) {
    if (tokens[i].kind != TokenKind::number || tokens[i].spelt || tokens[i].number > 4) continue;
    const char after = tokens[i].to < text.size() ? text[tokens[i].to] : ' ';
    const char before = tokens[i].from > 0 ? text[tokens[i].from - 1] : ' ';
    const bool of_four = i + 1 <= to && tokens[i + 1].number == 4 && between(text, tokens[i], tokens[i + 1]) == "/";
    if (after == '+' || before == '+' || of_four) grades.push_back({tokens[i].number, i, i + (of_four ? 1U : 0U)});
    if (of_four) ++i;
  }
  return grades;
}

std::optional<Side> side_named(std::string_view word) {
  if (word == "left" || word == "lt" || word == "leftsided") return Side::left;
  if (word == "right" || word == "rt" || word == "rightsided") return Side::right;
  if (word == "both" || word == "bilateral" || word == "bilaterally" || word == "bilat") return Side::both;
  return std::nullopt;
}

std::optional<Side> side_within(const std::vector<Token>& tokens, std::uint32_t from, std::uint32_t to) {
  std::optional<Side> side;
  for (std::uint32_t i = from; i <= to && i < tokens.size(); ++i) {
    const auto one = side_named(tokens[i].text);
    if (!one) continue;
    // "right away", "all right", "left over", "left work": no sides.
    if (*one == Side::right && i + 1 < tokens.size() && (tokens[i + 1].text == "away" || tokens[i + 1].text == "now"))
      continue;
    side = side && *side != *one ? Side::both : *one;
  }
  return side;
}

std::vector<At<Length>> lengths_in(const std::vector<Token>& tokens, std::optional<Date> as_of) {
  std::vector<At<Length>> found;
  const auto word = [&](std::uint32_t i) -> const std::string& {
    static const std::string none;
    return i < tokens.size() ? tokens[i].text : none;
  };
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    // A number with a unit of time, and what stands before and after it.
    const bool a_unit = (word(i) == "a" || word(i) == "an" || word(i) == "past" || word(i) == "last") &&
                        i + 1 < tokens.size() && days_of_unit(word(i + 1));
    if (tokens[i].kind == TokenKind::number || a_unit) {
      std::uint32_t unit = i + 1;
      if (word(unit) == "of") ++unit;  // "a couple of days"
      if (unit >= tokens.size() || tokens[unit].sentence != tokens[i].sentence) continue;
      const auto days = days_of_unit(word(unit));
      if (!days) continue;
      const std::string& next = word(unit + 1);
      if (next == "old" || (next == "of" && word(unit + 2) == "age")) continue;
      const double length = (a_unit ? 1 : tokens[i].number) * *days;
      if (next == "history" || (next == "long" && word(unit + 2) == "history") || next == "hx" ||
          (next == "course" && word(unit + 2) == "of")) {
        found.push_back({{length, true}, i, unit + 1});
        continue;
      }
      static constexpr std::array<std::string_view, 12> openers = {
          "for", "over", "since", "past", "last", "x", "within", "duration", "previous", "lasting", "lasted", "during"};
      bool opened = false;
      std::uint32_t first = i;
      for (std::uint32_t back = 1; back <= 4 && back <= i && tokens[i - back].sentence == tokens[i].sentence; ++back) {
        if (tokens[i - back].kind == TokenKind::comma || tokens[i - back].kind == TokenKind::number) break;
        if (one_of(tokens[i - back].text, openers)) {
          opened = true;
          first = i - back;
        }
      }
      const bool closed = next == "ago" || next == "now" || next == "duration" || next == "earlier" || next == "before";
      if (opened || closed) found.push_back({{length, false}, first, unit + (closed ? 1U : 0U)});
    } else if (word(i) == "since" || word(i) == "on" || word(i) == "yesterday") {
      const std::uint32_t at = word(i) == "yesterday" ? i : i + 1;
      const bool began = word(i) != "on" || (i > 0 && (word(i - 1) == "started" || word(i - 1) == "began"));
      if (!began || at >= tokens.size() || tokens[at].sentence != tokens[i].sentence) continue;
      if (const auto back = days_back(tokens, at, as_of)) found.push_back({{*back, false}, i, at});
    }
  }
  return found;
}

std::optional<At<double>> age_in(const std::vector<Token>& tokens) {
  static constexpr std::array<std::string_view, 8> years = {"year", "years", "yr", "yrs", "yo", "y", "yro", "yearold"};
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != TokenKind::number || tokens[i].number > 120 || tokens[i].number < 1) continue;
    const auto next = [&](std::uint32_t more) -> std::string_view {
      return i + more < tokens.size() ? std::string_view(tokens[i + more].text) : std::string_view();
    };
    const std::string_view before = i > 0 ? std::string_view(tokens[i - 1].text) : std::string_view();
    const std::string_view before_that = i > 1 ? std::string_view(tokens[i - 2].text) : std::string_view();
    if (before == "of" || before == "at") continue;  // "at the age of 40": when something began
    const std::string_view third_before = i > 2 ? std::string_view(tokens[i - 3].text) : std::string_view();
    if (before == "was" && (third_before == "since" || third_before == "when" || third_before == "until")) continue;
    const bool year_old = one_of(next(1), years) && (next(2) == "old" || next(2) == "o");
    const bool yo = next(1) == "yo" || next(1) == "yearold";
    const bool am =
        before == "am" && before_that == "i" &&
        (next(1).empty() || tokens[i + 1].kind != TokenKind::word || next(1) == "and" || one_of(next(1), years));
    const bool aged = before == "aged" || (before == "age" && before_that != "the");
    const bool glued = (next(1) == "f" || next(1) == "m") && tokens[i].to == tokens[i + 1].from && i < 6;
    if (year_old || yo || am || aged || glued)
      return At<double>{tokens[i].number, i, i + (year_old ? 2U : yo || glued ? 1U : 0U)};
  }
  return std::nullopt;
}

std::optional<At<Sex>> sex_in(const std::vector<Token>& tokens, const std::optional<At<double>>& age) {
  static constexpr std::array<std::string_view, 7> women = {"woman", "female",    "lady",   "girl",
                                                            "f",     "housewife", "gravida"};
  static constexpr std::array<std::string_view, 6> men = {"man", "male", "gentleman", "boy", "m", "guy"};
  const auto at = [&](std::uint32_t from, std::uint32_t to) -> std::optional<At<Sex>> {
    for (std::uint32_t i = from; i < to && i < tokens.size(); ++i) {
      if (tokens[i].kind != TokenKind::word) continue;
      if (one_of(tokens[i].text, women)) return At<Sex>{Sex::female, i, i};
      if (one_of(tokens[i].text, men)) return At<Sex>{Sex::male, i, i};
    }
    return std::nullopt;
  };
  if (age) {
    if (const auto beside = at(age->last, age->last + 8)) return beside;
  }
  bool first_person = false;
  int she = 0, he = 0;
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    const std::string& word = tokens[i].text;
    if (i + 2 < tokens.size() && word == "i" && tokens[i + 1].text == "am" && tokens[i + 2].text == "a") {
      if (const auto beside = at(i + 3, i + 6)) return beside;
    }
    first_person = first_person || word == "i" || word == "my";
    she += word == "she" || word == "her" ? 1 : 0;
    he += word == "he" || word == "his" || word == "him" ? 1 : 0;
  }
  if (first_person || (she > 0 && he > 0)) return std::nullopt;
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    if (she > 0 && tokens[i].text == "she") return At<Sex>{Sex::female, i, i};
    if (he > 0 && tokens[i].text == "he") return At<Sex>{Sex::male, i, i};
  }
  return std::nullopt;
}

std::string_view unit_after(std::string_view text, std::size_t at) {
  while (at < text.size() &&
         (text[at] == ' ' || text.substr(at).starts_with("\u00b0") || text.substr(at).starts_with("\u00ba")))
    at += text[at] == ' ' ? 1 : 2;
  std::size_t end = at;
  const auto of_a_unit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' || c == '%' || (c >= '0' && c <= '9');
  };
  while (end < text.size() && end - at < 12 && of_a_unit(text[end])) ++end;
  const bool begins_well = end > at && !(text[at] >= '0' && text[at] <= '9') && text[at] != '/';
  return begins_well ? text.substr(at, end - at) : std::string_view();
}

}  // namespace lumbar::own_words
