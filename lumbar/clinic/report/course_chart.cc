// SPDX-License-Identifier: Apache-2.0
// The chart of a course: one panel a measure over the same weeks. Drawn for a telephone first: 360 units wide, words of
// 11, and every sign differs in shape, so that it reads in black and white.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lumbar/base/text.h"
#include "lumbar/clinic/report/columns.h"
#include "lumbar/clinic/report/course_parts.h"
#include "lumbar/clinic/report/markup.h"
#include "lumbar/clinic/report/report.h"

namespace lumbar {
namespace {

constexpr double width = 360, left = 34, right = 350;
constexpr double panel_height = 132, title_height = 30, foot_height = 34, events_height = 16;
constexpr std::size_t most_panels = 4;
constexpr double days_in_a_week = 7;
constexpr std::size_t widest_name = 52;  // columns that fit above a panel

struct Scale {
  double low = 0, high = 1;
};

// The whole range of a questionnaire; of a test from nought to a round number above the highest value.
Scale scale_of(const Series& series) {
  const Reliability* row = series.reliability;
  if (row != nullptr && row->low && row->high && series.measure != "walking_tolerance") return {*row->low, *row->high};
  double highest = 1;
  for (const change::Entry& one : series.points) highest = std::max(highest, one.value);
  for (double step = 1;; step *= 10)
    for (const double factor : {1.0, 2.0, 2.5, 5.0})
      if (factor * step >= highest) return {0, factor * step};
}

class Chart {
 public:
  Chart(const Progress& progress, const Course& course, const Knowledge& knowledge, Mode mode)
      : progress_(progress),
        knowledge_(knowledge),
        words_(progress.consultation, knowledge, mode),
        start_(progress.check_ins.front().day) {
    for (const Series& one : progress.series)
      if (one.points.size() >= 2) panels_.push_back(&one);
    // Those that are watched say most; pain at rest and worst only where there is room.
    std::stable_sort(panels_.begin(), panels_.end(),
                     [](const Series* a, const Series* b) { return a->watched && !b->watched; });
    if (panels_.size() > most_panels) panels_.resize(most_panels);
    double days = progress.weeks * days_in_a_week;
    days = std::max(days, static_cast<double>(progress.review.day.days_since(start_)));
    weeks_ = std::max(4.0, std::ceil(days / days_in_a_week));
    for (const CheckIn& entry : course.entries)
      if (entry.seen_by.is_some()) seen_.push_back(entry.day);
  }

  std::string draw() {
    if (panels_.empty()) return {};
    const double height =
        events_height + static_cast<double>(panels_.size()) * (title_height + panel_height) + foot_height;
    std::string described;
    for (const Series* one : panels_) described += describe(*one) + " ";
    std::string svg = fmt::format(
        "<svg class=\"course_chart\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" "
        "font-family=\"inherit\" font-size=\"11\" fill=\"currentColor\"><title>{}</title><desc>{}</desc>\n",
        width, height, escaped(words_.say("course.title.course")), escaped(described));
    // Hatching beside a tint: on paper without colour the band is still a band.
    svg +=
        "<defs><pattern id=\"hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
        "patternTransform=\"rotate(45)\"><path d=\"M0 0V5\" stroke=\"currentColor\" stroke-opacity=\".35\"/>"
        "</pattern></defs>\n";
    svg += events(height);
    double top = events_height;
    for (const Series* one : panels_) {
      svg += panel(*one, top);
      top += title_height + panel_height;
    }
    return svg + weeks(top) + "</svg>\n";
  }

 private:
  double x_of(Date day) const { return x_at(static_cast<double>(day.days_since(start_)) / days_in_a_week); }
  double x_at(double week) const { return left + (right - left) * std::clamp(week / weeks_, 0.0, 1.0); }

  static std::string text(double x, double y, std::string_view words, std::string_view anchor = "start",
                          std::string_view more = "") {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", x, y, anchor, more,
                       escaped(words));
  }

  std::string describe(const Series& series) const {
    double least = series.points.front().value;
    double highest = least;
    for (const change::Entry& one : series.points) {
      least = std::min(least, one.value);
      highest = std::max(highest, one.value);
    }
    return words_.say("course.chart.described", {{"series", name_of(series, words_)},
                                                 {"count", std::to_string(series.points.size())},
                                                 {"start", value_of(series.points.front().value, series)},
                                                 {"first", words_.day(series.points.front().day)},
                                                 {"now", value_of(series.points.back().value, series)},
                                                 {"last", words_.day(series.points.back().day)},
                                                 {"least", value_of(least, series)},
                                                 {"most", value_of(highest, series)}});
  }

  // Lines through all panels: reviews, urgent check-ins, examinations. Each has its letter on top.
  std::string events(double height) const {
    std::string svg;
    double last_label = -100;
    const auto mark = [&](double x, std::string_view letter, std::string_view dashes, std::string_view weight) {
      svg += fmt::format(
          "<path d=\"M{0:.1f} {1:.1f}V{2:.1f}\" stroke=\"currentColor\" stroke-opacity=\".55\" "
          "stroke-dasharray=\"{3}\"/>\n",
          x, events_height, height - foot_height, dashes);
      // Two letters of one day stand side by side.
      const double at = x - last_label < 8 ? last_label + 8 : x;
      svg += text(at, events_height - 4, letter, "middle", weight);
      last_label = at;
    };
    struct Event {
      double x;
      std::string_view letter, dashes, weight;
    };
    std::vector<Event> all;
    for (const char* id : {"course_first_review_days", "course_second_review_days"}) {
      const double week = knowledge_.parameter(id) / days_in_a_week;
      if (week <= weeks_) all.push_back({x_at(week), "R", "2 3", ""});
    }
    for (const CheckInTriage& one : progress_.check_ins)
      if (one.level >= Urgency::within_24h) all.push_back({x_of(one.day), "!", "none", " font-weight=\"bold\""});
    for (const Date day : seen_) all.push_back({x_of(day), "S", "6 3", ""});
    std::stable_sort(all.begin(), all.end(), [](const Event& a, const Event& b) { return a.x < b.x; });
    for (const Event& one : all) mark(one.x, one.letter, one.dashes, one.weight);
    return svg;
  }

  std::string panel(const Series& series, double top) const {
    const Scale scale = scale_of(series);
    const double upper = top + title_height;
    const double lower = upper + panel_height - 12;
    const auto y_of = [&](double value) {
      return lower -
             (lower - upper) * (std::clamp(value, scale.low, scale.high) - scale.low) / (scale.high - scale.low);
    };
    const bool lower_better = series.reliability != nullptr && series.reliability->lower_is_better;
    // A ground behind the words keeps the event lines out of them.
    std::string svg =
        text(left, top + 13, wrapped(name_of(series, words_), widest_name).front(), "start", " font-weight=\"bold\"");
    svg += text(left, top + 25, words_.say(lower_better ? "course.chart.lower" : "course.chart.higher"), "start",
                " fill-opacity=\".75\"");
    for (const double value : {scale.low, (scale.low + scale.high) / 2, scale.high}) {
      svg += fmt::format("<path d=\"M{:.1f} {:.1f}H{:.1f}\" stroke=\"currentColor\" stroke-opacity=\".25\"/>\n", left,
                         y_of(value), right);
      svg += text(left - 4, y_of(value) + 4, written(value, 4), "end");
    }
    svg += band(series, y_of);
    if (series.fall != FallSeen::none && series.sight) {
      const double y = y_of(series.sight->best);
      svg += fmt::format(
          "<path d=\"M{:.1f} {:.1f}H{:.1f}\" stroke=\"currentColor\" stroke-dasharray=\"1 3\" "
          "stroke-width=\"1.5\"/>\n",
          left, y, right);
      svg += text(right, y - 3, words_.say("course.chart.best"), "end");
    }
    return svg + points(series, y_of, scale);
  }

  template <class Y>
  std::string band(const Series& series, const Y& y_of) const {
    if (series.measure != "nprs" || series.points.empty()) return {};
    const double start = series.points.front().value;
    const auto begin = static_cast<double>(series.points.front().day.days_since(start_));
    std::string above;
    std::vector<std::pair<double, double>> below;
    const ExpectedShare* before = nullptr;
    for (const ExpectedShare& one : knowledge_.course().expected) {
      if (one.measure != series.measure) continue;
      double day = one.day;
      double low = one.low;
      double high = one.high;
      const double end = weeks_ * days_in_a_week - begin;
      if (before != nullptr && before->day >= end) break;
      if (before != nullptr && day > end) {
        const double share = (end - before->day) / (day - before->day);
        low = before->low + share * (low - before->low);
        high = before->high + share * (high - before->high);
        day = end;
      }
      const double x = x_at((begin + day) / days_in_a_week);
      above += fmt::format("{}{:.1f} {:.1f}", above.empty() ? "M" : "L", x, y_of(start * high));
      below.emplace_back(x, y_of(start * low));
      before = &one;
    }
    if (below.size() < 2) return {};
    for (std::size_t i = below.size(); i-- > 0;)
      above += fmt::format("L{:.1f} {:.1f}", below[i].first, below[i].second);
    return fmt::format("<path d=\"{}Z\" fill=\"url(#hatch)\" stroke=\"currentColor\" stroke-opacity=\".4\"/>\n", above);
  }

  template <class Y>
  std::string points(const Series& series, const Y& y_of, const Scale& scale) const {
    std::string svg;
    const double longest = knowledge_.parameter("course_flagged_gap_days");
    for (std::size_t i = 0; i < series.points.size(); ++i) {
      const change::Entry& one = series.points[i];
      const double x = x_of(one.day);
      const double y = y_of(one.value);
      if (i > 0) {
        const change::Entry& before = series.points[i - 1];
        const bool gap = static_cast<double>(one.day.days_since(before.day)) > longest;
        svg +=
            fmt::format("<path d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}\" stroke=\"currentColor\" stroke-width=\"1.5\"{}/>\n",
                        x_of(before.day), y_of(before.value), x, y, gap ? " stroke-dasharray=\"2 4\"" : "");
      }
      if (series.reliability != nullptr && series.reliability->sem) {
        const double sem = *series.reliability->sem;
        svg += fmt::format("<path d=\"M{0:.1f} {1:.1f}V{2:.1f}\" stroke=\"currentColor\" stroke-opacity=\".6\"/>\n", x,
                           y_of(std::min(one.value + sem, scale.high)), y_of(std::max(one.value - sem, scale.low)));
      }
      if (one.limit == change::Limit::at_least)
        svg += fmt::format("<path d=\"M{:.1f} {:.1f}l5 8h-10z\"/>\n", x, y - 5);
      else
        svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.2\"/>\n", x, y);
    }
    return svg;
  }

  std::string weeks(double top) const {
    std::string svg;
    const double step = weeks_ <= 8 ? 1 : weeks_ <= 16 ? 2 : weeks_ <= 32 ? 4 : 8;
    for (double week = 0; week <= weeks_; week += step) svg += text(x_at(week), top + 6, written(week), "middle");
    return svg + text(right, top + 22, words_.say("course.chart.weeks"), "end", " fill-opacity=\".75\"");
  }

  const Progress& progress_;
  const Knowledge& knowledge_;
  Wording words_;
  Date start_;
  double weeks_ = 4;
  std::vector<const Series*> panels_;
  std::vector<Date> seen_;
};

}  // namespace

std::string draw_course(const Progress& progress, const Course& course, const Knowledge& knowledge, Mode mode) {
  if (progress.level == Urgency::emergency_now || progress.under_age) return {};
  return Chart(progress, course, knowledge, mode).draw();
}

}  // namespace lumbar
