// SPDX-License-Identifier: Apache-2.0
// A programme as iCalendar (RFC 5545): lines end in CR LF and are folded at 75 octets, never inside a character.
#include <array>

#include "lumbar/base/text.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

constexpr std::size_t longest_line = 75;  // octets, without the line end (RFC 5545, 3.1)

// Backslash, semicolon, comma and line feed are escaped in texts (3.3.11); other control characters have no place.
std::string escaped(std::string_view text) {
  std::string safe;
  for (const char one : text) {
    switch (one) {
      case '\\': safe += "\\\\"; break;
      case ';': safe += "\\;"; break;
      case ',': safe += "\\,"; break;
      case '\n': safe += "\\n"; break;
      default:
        if (static_cast<unsigned char>(one) >= ' ' && one != 127) safe += one;
    }
  }
  return safe;
}

class Calendar {
 public:
  void line(const std::string& content) {
    std::size_t at = 0, room = longest_line;
    while (content.size() - at > room) {
      std::size_t end = at + room;
      // Not inside a character: back to its first octet.
      while (end > at + 1 && (static_cast<unsigned char>(content[end]) & 0xC0U) == 0x80U) --end;
      text_ += content.substr(at, end - at) + "\r\n ";
      at = end;
      room = longest_line - 1;
    }
    text_ += content.substr(at) + "\r\n";
  }
  void text(const std::string& name, const std::string& value) { line(name + ":" + escaped(value)); }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

std::string compact(Date date) {
  std::string iso = date.written();
  std::erase(iso, '-');
  return iso;
}

// 1970-01-01 was a Thursday; Monday is 0.
int weekday_of(Date date) {
  const auto days = date.days_since(*Date::of(1970, 1, 1));
  return static_cast<int>(((days % 7) + 7 + 3) % 7);
}

std::string filled_in(std::string phrase, std::string_view gap, const std::string& with) {
  const auto at = phrase.find(gap);
  return at == std::string::npos ? phrase : phrase.replace(at, gap.size(), with);
}

std::string amount_of(const ExerciseDose& dose) {
  if (dose.duration_s >= 60) return written(dose.duration_s / 60, 3) + " min";
  std::string text = std::to_string(dose.sets) + " x ";
  if (dose.distance_m > 0) return text + written(dose.distance_m) + " m";
  text += std::to_string(dose.reps);
  return dose.hold_s > 0 ? text + " x " + written(dose.hold_s) + " s" : text;
}

}  // namespace

std::string write_calendar(const ProgrammeOut& out, const Knowledge& knowledge, std::string_view stamp) {
  if (out.programme.held != ProgrammeHeld::no || !out.start) return {};
  const auto say = [&](const char* id) { return knowledge.phrase(id, Mode::in_public); };
  const Exercises& all = knowledge.exercises();
  Calendar calendar;
  calendar.line("BEGIN:VCALENDAR");
  calendar.line("VERSION:2.0");
  calendar.line("PRODID:-//lumbar//lumbar " + out.engine_version + "//EN");
  calendar.line("CALSCALE:GREGORIAN");
  calendar.line("METHOD:PUBLISH");
  calendar.text("X-WR-CALNAME", say("programme.calendar.name"));
  std::size_t number = 0;
  for (const CalendarEntry& entry : calendar_of(out.programme, weekday_of(*out.start), knowledge)) {
    const Date day = out.start->plus_days(entry.first_day);
    calendar.line("BEGIN:VEVENT");
    // The same programme of the same day has the same ids: read in twice, it stands there once.
    calendar.line("UID:" + compact(*out.start) + "-" + std::to_string(++number) + "-" + knowledge.hash() +
                  "@lumbar.invalid");
    calendar.line("DTSTAMP:" + std::string(stamp));
    calendar.line("DTSTART;VALUE=DATE:" + compact(day));
    calendar.line("DTEND;VALUE=DATE:" + compact(day.plus_days(1)));
    calendar.line("TRANSP:TRANSPARENT");
    if (entry.review) {
      const ExerciseReview& review = all.reviews[*entry.review];
      calendar.text("SUMMARY", filled_in(say("programme.calendar.review"), "{label}", review.label));
      calendar.text("DESCRIPTION", review.says);
      calendar.line("CATEGORIES:REVIEW");
    } else {
      calendar.line("RRULE:FREQ=WEEKLY;COUNT=" + std::to_string(entry.weeks));
      calendar.text("SUMMARY",
                    filled_in(say("programme.calendar.session"), "{count}", std::to_string(entry.exercises.size())));
      std::string description;
      for (const std::size_t place : entry.exercises) {
        const Prescribed& one = out.programme.session[place];
        description += all[one.exercise].label + ": " + amount_of(one.dose) + "\n";
      }
      calendar.text("DESCRIPTION", description + say("programme.calendar.stop"));
      calendar.line("CATEGORIES:EXERCISE");
    }
    calendar.line("END:VEVENT");
  }
  calendar.line("END:VCALENDAR");
  return calendar.take();
}

}  // namespace lumbar
