// SPDX-License-Identifier: Apache-2.0
// A course in words: what it means for now, then how it goes, then what comes next.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lumbar/base/text.h"
#include "lumbar/clinic/report/course_parts.h"
#include "lumbar/clinic/report/parts.h"
#include "lumbar/clinic/report/report.h"

namespace lumbar {

std::string name_of(const Series& series, const Wording& words) {
  const std::string id = "course.series." + series.id;
  if (words.has(id)) return words.say(id);
  std::string name =
      series.reliability != nullptr && !series.reliability->label.empty() ? series.reliability->label : series.measure;
  if (series.side) name += ", " + words.say("side." + std::string(word_of(*series.side)));
  if (!series.variant.empty()) name += " (" + series.variant + ")";
  return name;
}

std::string value_of(double value, const Series& series) {
  const std::string unit = series.reliability == nullptr ? std::string() : series.reliability->unit;
  return unit.empty() ? written(value, 3) : written(value, 3) + " " + unit;
}

namespace {

struct ToldCourse {
  const Progress& progress;
  const Course& course;
  const Told& told;
  const Wording& words;
};

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

std::string names_of(const std::vector<Carried>& findings, const Wording& words) {
  std::vector<std::string> names;
  for (const Carried& one : findings)
    names.push_back(fmt::format("{} ({})", words.name(one.finding), words.day(one.told)));
  return listed(names);
}

std::string alarm_in_words(const Alarm& one, const Wording& words) {
  return words.say("course.alarm." + std::string(word_of(one.kind)),
                   {{"finding", words.name(one.finding)},
                    {"side", one.side ? words.say("side." + std::string(word_of(*one.side))) : std::string()},
                    {"before", written(one.before, 2)},
                    {"after", written(one.after, 2)}});
}

// What is new or worse: before any number.
Section changed_of(const ToldCourse& all) {
  const Wording& words = all.words;
  Section section{Topic::changed, words.say("course.title.changed"), {}};
  const CheckInTriage& decides = all.progress.check_ins[all.progress.decided_by];
  Passage passage;
  passage.marker = Marker::alarm;
  if (all.progress.decided_by + 1 < all.progress.check_ins.size())
    passage.words.push_back(words.say("course.told_on", {{"date", words.day(decides.day)}}));
  for (const Alarm& one : decides.alarms) passage.items.push_back({alarm_in_words(one, words), {}, {}});
  for (const Alarm& one : decides.standing)
    passage.items.push_back(
        {alarm_in_words(one, words), words.say("course.alarm.standing", {{"date", words.day(one.day)}}), {}});
  if (!passage.items.empty()) passage.closing = words.say("course.alarm.why");
  section.passages.push_back(std::move(passage));
  return section;
}

Section not_answered_of(const ToldCourse& all) {
  const Wording& words = all.words;
  Section section{Topic::not_asked, words.say("course.title.not_answered"), {}};
  const CheckInTriage& last = all.progress.check_ins.back();
  Passage passage;
  if (!last.carried.empty())
    passage.words.push_back(words.say("course.carried", {{"list", names_of(last.carried, words)}}));
  if (!last.lapsed.empty())
    passage.words.push_back(words.say("course.lapsed", {{"list", names_of(last.lapsed, words)}}));
  for (const Heard& one : all.progress.heard)
    passage.words.push_back(words.say(
        "course.heard", {{"date", words.day(one.day)}, {"words", one.words}, {"finding", words.name(one.finding)}}));
  section.passages.push_back(std::move(passage));
  return section;
}

std::string verdict_of(const Series& one, const Wording& words) {
  const std::string now = one.points.empty() ? std::string() : value_of(one.points.back().value, one);
  if (one.why_not != NotJudged::judged || !one.since_start)
    return words.say("course.not_judged." + std::string(word_of(one.why_not)), {{"now", now}});
  const change::Chances& chances = one.since_start->chances;
  const double chance = one.verdict == Verdict::worse  ? chances.worse
                        : one.verdict == Verdict::same ? chances.same
                                                       : chances.better;
  return words.say("course.verdict." + std::string(word_of(one.verdict)),
                   {{"start", value_of(one.points.front().value, one)},
                    {"now", now},
                    {"change", fmt::format("{:+.1f}", one.since_start->change)},
                    {"se", fmt::format("{:.1f}", one.since_start->change_se)},
                    {"unit", one.reliability->unit},
                    {"chance", words.chance(chance)}});
}

std::string more_of(const Series& one, const ToldCourse& all) {
  const Wording& words = all.words;
  std::vector<std::string> lines;
  if (one.verdict == Verdict::better && (one.beyond_error || one.matters))
    lines.push_back(words.say(one.beyond_error && one.matters ? "course.improved" : "course.improved_perhaps"));
  if (one.fall != FallSeen::none && one.sight) {
    const std::string since = one.sight->since ? words.day(one.sight->since->likeliest) : std::string("–");
    lines.push_back(
        words.say("course.fall." + std::string(word_of(one.fall)), {{"best", value_of(one.sight->best, one)},
                                                                    {"chance", words.chance(one.sight->probability)},
                                                                    {"since", since}}));
  }
  if (one.plateau) lines.push_back(words.say("course.plateau"));
  if (words.for_clinician() && one.reliability != nullptr && one.reliability->sem)
    lines.push_back(words.say("course.error_of", {{"sem", written(*one.reliability->sem, 3)},
                                                  {"unit", one.reliability->unit},
                                                  {"row", one.reliability->row},
                                                  {"status", std::string(word_of(one.reliability->basis.status))},
                                                  {"sources", words.source_names(one.reliability->basis.sources)}}));
  return joined(lines, " ");
}

Section course_of(const ToldCourse& all) {
  const Wording& words = all.words;
  const Progress& progress = all.progress;
  Section section{Topic::course, words.say("course.title.course"), {}};
  Passage passage;
  if (progress.level == Urgency::emergency_now) return section;
  const bool asked = progress.check_ins.back().triage.unanswered.empty();
  if (progress.goal_met && asked && progress.level < Urgency::within_24h)
    passage.words.push_back(words.say("course.goal_met"));
  passage.picture =
      draw_course(progress, all.course, all.told.knowledge, words.for_clinician() ? Mode::clinician : Mode::in_public);
  for (const Series& one : progress.series)
    passage.items.push_back(
        {fmt::format("{}. {}", name_of(one, words), verdict_of(one, words)), more_of(one, all), {}});
  if (!passage.picture.empty()) {
    std::string legend = words.say("course.chart.legend");
    if (passage.picture.find("url(#hatch)") != std::string::npos) legend += " · " + words.say("course.chart.band");
    passage.caption = legend;
  }
  section.passages.push_back(std::move(passage));
  Passage done;
  if (progress.adherence)
    done.items.push_back({words.say("course.adherence", {{"share", percent(*progress.adherence)}}), {}, {}});
  for (const Gap& one : progress.gaps)
    done.items.push_back(
        {words.say("course.gap",
                   {{"from", words.day(one.from)}, {"to", words.day(one.to)}, {"days", std::to_string(one.days)}}),
         {},
         {}});
  section.passages.push_back(std::move(done));
  return section;
}

Section next_of(const ToldCourse& all) {
  const Wording& words = all.words;
  const Progress& progress = all.progress;
  Section section{Topic::now, words.say("course.title.next"), {}};
  Passage passage;
  if (progress.level == Urgency::emergency_now) {
    passage.words.push_back(words.say("course.nothing_else"));
    section.passages.push_back(std::move(passage));
    return section;
  }
  passage.marker = Marker::step;
  const auto add = [&](std::string text, std::string note = {}) {
    passage.items.push_back({std::move(text), std::move(note), {}});
  };
  add(words.say("course.next." + std::string(word_of(progress.next))));
  for (const PassOn& one : progress.pass_on) {
    std::vector<std::string> who;
    for (const SpecialistId id : one.reason->specialists) who.push_back(words.name(id));
    add(words.say("course.passing_on." + one.reason->name),
        words.say("course.passing_on.who", {{"who", listed(who)}, {"days", std::to_string(one.reason->within_days)}}));
  }
  const LoadAdvice& load = progress.load;
  const bool said_already = load.step == LoadStep::answer_first || load.step == LoadStep::frozen;
  if (!said_already)
    add(words.say("course.load." + std::string(word_of(load.step)),
                  {{"low", percent(load.share_low)}, {"step", percent(load.share_high - 1)}}));
  if (load.paced) add(words.say("course.load.paced"));
  if (load.volume_at_most && load.step == LoadStep::progress)
    add(words.say("course.load.volume", {{"volume", written(*load.volume_at_most, 3)}}));
  add(words.say("course.review",
                {{"date", words.day(progress.review.day)},
                 {"because", words.say("course.review." + std::string(word_of(progress.review.because)))}}));
  section.passages.push_back(std::move(passage));
  return section;
}

Section timeline_of(const ToldCourse& all) {
  const Wording& words = all.words;
  Section section{Topic::timeline, words.say("course.title.timeline"), {}};
  if (all.progress.level >= Urgency::within_24h || all.progress.under_age) return section;
  Passage passage;
  passage.words.push_back(words.say("course.milestone.you",
                                    {{"week", std::to_string(static_cast<long>(std::floor(all.progress.weeks)) + 1)}}));
  for (const Milestone& one : all.told.knowledge.course().milestones)
    passage.items.push_back({words.say("course.milestone.weeks", {{"from", written(one.from_weeks)},
                                                                  {"to", written(one.to_weeks)},
                                                                  {"what", words.say("course.milestone." + one.name)},
                                                                  {"status", std::string(word_of(one.basis.status))}}),
                             {},
                             {}});
  section.passages.push_back(std::move(passage));
  return section;
}

Section flags_of(const ToldCourse& all) {
  Section section{Topic::warnings, all.words.say("course.title.flags"), {}};
  Passage passage;
  for (const std::string& one : all.progress.flags) passage.items.push_back({one, {}, {}});
  section.passages.push_back(std::move(passage));
  return section;
}

void close(Report& report, const ToldCourse& all) {
  for (Section& section : report.sections)
    std::erase_if(section.passages, [](const Passage& one) {
      return one.words.empty() && one.bars.empty() && one.items.empty() && one.closing.empty() && one.picture.empty();
    });
  std::erase_if(report.sections, [](const Section& one) { return one.passages.empty(); });
  report.closing.push_back(all.words.say("informs"));
  report.closing.push_back(all.words.say("report.as_of", {{"date", all.words.day(all.progress.check_ins.back().day)}}));
  if (all.words.for_clinician())
    report.closing.push_back(all.words.say("report.facts", {{"hash", all.told.knowledge.hash()}}));
}

// A page about a course: banner and title are the same for all, `fill` makes its sections.
template <class Fill>
Report page_about(const Progress& progress, const Course& course, const Knowledge& knowledge, Mode mode,
                  const char* title, const Fill& fill) {
  const Wording words(progress.consultation, knowledge, mode);
  const Told told{progress.consultation, knowledge, words};
  const ToldCourse all{progress, course, told, words};
  Report report;
  report.mode = mode;
  report.title = words.say(title);
  report.banner = banner_of(told);
  report.sections = fill(all);
  close(report, all);
  return report;
}

Report course_report(const Progress& progress, const Course& course, const Knowledge& knowledge, Mode mode) {
  return page_about(progress, course, knowledge, mode, "course.page_title", [&](const ToldCourse& all) {
    const Told& told = all.told;
    std::vector<Section> sections = {changed_of(all),      why_of(told), open_of(told),   course_of(all),
                                     not_answered_of(all), next_of(all), people_of(told), timeline_of(all),
                                     safety_net_of(told),  flags_of(all)};
    // Whom to see for what was told at the beginning is the plan's matter: here only while it is urgent.
    if (progress.level < Urgency::within_24h)
      std::erase_if(sections, [](const Section& one) { return one.topic == Topic::people; });
    return sections;
  });
}

// --- The diary

std::string ratings_of(const PainRating& pain, const Wording& words) {
  std::vector<std::string> parts;
  for (const auto& [id, value] : {std::pair{"diary.at_rest", pain.at_rest}, std::pair{"diary.now", pain.now},
                                  std::pair{"diary.worst", pain.worst}})
    if (value) parts.push_back(words.say(id, {{"n", written(*value, 3)}}));
  return joined(parts, ", ");
}

std::string number_or_dash(std::optional<double> value) { return value ? written(*value, 3) : "–"; }

void add_answers(Passage& passage, const std::vector<Statement>& said, const Wording& words) {
  std::vector<std::string> told;
  std::size_t denied = 0;
  for (const Statement& one : said) {
    if (one.saying == Saying::stated && one.present == Presence::absent)
      ++denied;
    else if (one.saying == Saying::stated && (one.present == Presence::present || one.number.any() || one.choice.any()))
      told.push_back(words.told(one));
  }
  if (!told.empty()) passage.items.push_back({words.say("diary.told", {{"list", listed(told)}}), {}, {}});
  if (denied > 0) passage.items.push_back({words.say_count("diary.denied", denied), {}, {}});
  if (said.empty()) passage.items.push_back({words.say("diary.nothing_asked"), {}, {}});
}

Passage entry_of(const CheckIn& entry, const ToldCourse& all) {
  const Wording& words = all.words;
  Passage passage;
  const auto add = [&](std::string_view id, std::string_view gap, const std::string& value) {
    if (!value.empty()) passage.items.push_back({words.say(id, {{gap, value}}), {}, {}});
  };
  add_answers(passage, entry.said, words);
  add("diary.pain", "list", ratings_of(entry.pain, words));
  std::vector<std::string> parts;
  for (const ActivityRating& one : entry.activities) parts.push_back(one.activity + " " + written(one.ability, 3));
  add("diary.activities", "list", joined(parts, ", "));
  if (entry.roland_morris) add("diary.roland_morris", "n", written(*entry.roland_morris, 3));
  parts.clear();
  for (const TestedStrength& one : entry.tests) {
    const Reliability* row = all.told.knowledge.course().test(one.test, std::nullopt);
    parts.push_back(fmt::format("{} ({}{}) {} {}", row != nullptr ? row->label : one.test, one.variant,
                                one.side ? ", " + words.say("side." + std::string(word_of(*one.side))) : "",
                                written(one.value, 4), row != nullptr ? row->unit : ""));
  }
  add("diary.tests", "list", listed(parts));
  parts.clear();
  for (const Session& one : entry.sessions)
    parts.push_back(words.say("diary.session", {{"effort", number_or_dash(one.effort)},
                                                {"during", number_or_dash(one.pain_during)},
                                                {"rise", number_or_dash(one.next_day_rise)}}));
  add("diary.sessions", "list",
      parts.empty() ? std::string() : std::to_string(parts.size()) + " (" + joined(parts, "; ") + ")");
  if (entry.seen_by.is_some()) add("diary.seen", "who", words.name(entry.seen_by));
  add("diary.note", "note", entry.note);
  return passage;
}

std::vector<Section> diary_of(const ToldCourse& all) {
  const Wording& words = all.words;
  Section entries{Topic::entries, words.say("diary.page_title"), {}};
  Passage intro;
  intro.words.push_back(words.say("diary.intro"));
  entries.passages.push_back(std::move(intro));
  Passage baseline;
  baseline.heading = words.say("diary.baseline") + ", " + words.day(all.progress.check_ins.front().day);
  add_answers(baseline, all.course.baseline.statements, words);
  entries.passages.push_back(std::move(baseline));
  for (std::size_t at = 0; at < all.course.entries.size(); ++at) {
    Passage passage = entry_of(all.course.entries[at], all);
    const auto days = all.course.entries[at].day.days_since(all.progress.check_ins.front().day);
    constexpr std::int64_t week = 7;
    passage.heading = words.say("diary.day", {{"date", words.day(all.course.entries[at].day)},
                                              {"week", std::to_string(days / week + 1)},
                                              {"day", std::to_string(days % week + 1)}});
    const Urgency level = all.progress.check_ins[at + 1].level;
    if (words.for_clinician() || level >= Urgency::within_24h)
      passage.closing = words.say("diary.level", {{"level", words.say("report.level." + std::string(word_of(level)))}});
    entries.passages.push_back(std::move(passage));
  }
  return {changed_of(all), std::move(entries), safety_net_of(all.told), flags_of(all)};
}

Report diary_report(const Progress& progress, const Course& course, const Knowledge& knowledge, Mode mode) {
  return page_about(progress, course, knowledge, mode, "diary.page_title", diary_of);
}

}  // namespace

std::string write_course_text(const Progress& progress, const Course& course, const Knowledge& knowledge,
                              const ReportStyle& style) {
  return text_of(course_report(progress, course, knowledge, style.mode), style.width, style.colour);
}

std::string write_course_html(const Progress& progress, const Course& course, const Knowledge& knowledge,
                              const ReportStyle& style) {
  return page_of(course_report(progress, course, knowledge, style.mode));
}

std::string write_diary_text(const Progress& progress, const Course& course, const Knowledge& knowledge,
                             const ReportStyle& style) {
  return text_of(diary_report(progress, course, knowledge, style.mode), style.width, style.colour);
}

std::string write_diary_html(const Progress& progress, const Course& course, const Knowledge& knowledge,
                             const ReportStyle& style) {
  return page_of(diary_report(progress, course, knowledge, style.mode));
}

}  // namespace lumbar
