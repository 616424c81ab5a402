// SPDX-License-Identifier: Apache-2.0
// What a course comes to, by its contract: the triage of every check-in first, everything else after it.
#include "lumbar/doors/wire/json_out.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

using json::Writer;

class ProgressWriter {
 public:
  ProgressWriter(const Progress& progress, const Course& course, const Knowledge& knowledge,
                 const WriteOptions& options)
      : progress_(progress), course_(course), knowledge_(knowledge), options_(options), out_(options.pretty) {}

  std::string write() {
    out_.begin_object().key("lumbar_progress").whole(1);
    out_.text_at("mode", word_of(options_.mode)).text_at("engine", options_.engine_version);
    out_.key("facts").begin_object().text_at("hash", knowledge_.hash()).end();
    out_.text_at("level", word_of(progress_.level));
    out_.text_at("decided_by", progress_.check_ins[progress_.decided_by].day.written());
    out_.text_at("next_step", word_of(progress_.next));
    out_.key("next_review").begin_object().text_at("date", progress_.review.day.written());
    out_.text_at("because", word_of(progress_.review.because)).end();
    out_.key("assessment").raw_value(assessment());
    out_.key("check_ins").begin_list();
    for (const CheckInTriage& one : progress_.check_ins) write_check_in(one);
    out_.end();
    out_.key("weeks").number(progress_.weeks).key("series").begin_list();
    for (const Series& one : progress_.series) write_series(one);
    out_.end();
    write_load();
    out_.key("adherence");
    if (progress_.adherence) out_.number(*progress_.adherence);
    if (!progress_.adherence) out_.null();
    write_goals();
    out_.key("gaps").begin_list();
    for (const Gap& one : progress_.gaps)
      out_.begin_object()
          .text_at("from", one.from.written())
          .text_at("to", one.to.written())
          .key("days")
          .whole(one.days)
          .end();
    out_.end();
    write_passing_on();
    write_timeline();
    out_.key("heard_in_notes").begin_list();
    for (const Heard& one : progress_.heard)
      out_.begin_object()
          .text_at("date", one.day.written())
          .text_at("finding", knowledge_[one.finding].name)
          .text_at("words", one.words)
          .end();
    out_.end();
    out_.key("flags").begin_list();
    for (const std::string& one : progress_.flags) out_.text(one);
    out_.end().end();
    return out_.take();
  }

 private:
  std::string assessment() const {
    WriteOptions options = options_;
    options.parts = {"urgency", "plan"};
    return write_assessment(progress_.consultation, progress_.considered, knowledge_, options);
  }

  void write_findings(const std::vector<Carried>& findings) {
    out_.begin_list();
    for (const Carried& one : findings)
      out_.begin_object().text_at("finding", knowledge_[one.finding].name).text_at("told", one.told.written()).end();
    out_.end();
  }

  void write_alarms(const std::vector<Alarm>& alarms) {
    out_.begin_list();
    for (const Alarm& one : alarms) {
      out_.begin_object().text_at("finding", knowledge_[one.finding].name).text_at("kind", word_of(one.kind));
      if (one.side) out_.text_at("side", word_of(*one.side));
      if (one.kind == Alarm::Kind::power_fell) out_.key("before").number(one.before).key("after").number(one.after);
      out_.text_at("at_least", word_of(one.floor)).text_at("told", one.day.written()).end();
    }
    out_.end();
  }

  void write_check_in(const CheckInTriage& one) {
    out_.begin_object().text_at("date", one.day.written()).text_at("level", word_of(one.level));
    out_.text_at("level_of_answers_alone", word_of(one.alone)).key("provisional").flag(one.triage.provisional);
    out_.key("raised").begin_list();
    for (const RaisedRule& raised : one.triage.raised) out_.text(knowledge_[raised.rule].name);
    out_.end();
    write_findings_at("carried", one.carried);
    write_findings_at("not_answered", one.lapsed);
    out_.key("alarms");
    write_alarms(one.alarms);
    out_.key("standing_alarms");
    write_alarms(one.standing);
    out_.key("settles_what_was_told_before").flag(one.settles).end();
  }
  void write_findings_at(std::string_view key, const std::vector<Carried>& findings) {
    out_.key(key);
    write_findings(findings);
  }

  void write_series(const Series& one) {
    out_.begin_object().text_at("id", one.id).text_at("measure", one.measure);
    out_.text_or_null_at("variant", one.variant);
    if (one.side) out_.text_at("side", word_of(*one.side));
    if (const Reliability* row = one.reliability) {
      out_.text_at("label", row->label).text_or_null_at("unit", row->unit);
      out_.text_at("better", row->lower_is_better ? "lower" : "higher").key("sem");
      if (row->sem) out_.number(*row->sem);
      if (!row->sem) out_.null();
      out_.text_at("error_of", row->row).text_at("error_status", word_of(row->basis.status));
      out_.key("error_sources").begin_list();
      for (const SourceId id : row->basis.sources) out_.text(knowledge_[id].name);
      out_.end();
    }
    out_.key("points").begin_list();
    for (const change::Entry& point : one.points) {
      out_.begin_object().text_at("date", point.day.written()).key("value").number(point.value);
      if (point.limit == change::Limit::at_least) out_.text_at("limit", "at_least");
      out_.end();
    }
    out_.end().text_at("judged", word_of(one.why_not)).text_at("verdict", word_of(one.verdict));
    if (one.since_start) {
      const change::Comparison& since = *one.since_start;
      out_.key("since_start").begin_object().key("change").number(since.change).key("standard_error");
      out_.number(since.change_se).key("better").number(since.chances.better).key("same").number(since.chances.same);
      out_.key("worse").number(since.chances.worse).key("smallest_important").number(one.important);
      out_.key("smallest_detectable").number(one.detectable).key("beyond_error").flag(one.beyond_error);
      out_.key("matters").flag(one.matters).end();
    }
    out_.key("own_best").begin_object().key("watched").flag(one.watched).text_at("fall", word_of(one.fall));
    if (one.sight) {
      out_.key("probability").number(one.sight->probability).key("best").number(one.sight->best);
      out_.key("below_best").number(one.sight->fall);
      if (one.sight->since)
        out_.key("since")
            .begin_object()
            .text_at("earliest", one.sight->since->earliest.written())
            .text_at("likeliest", one.sight->since->likeliest.written())
            .text_at("latest", one.sight->since->latest.written())
            .end();
    }
    out_.end().key("plateau").flag(one.plateau).key("slope_a_week");
    if (one.slope_a_week) out_.number(*one.slope_a_week);
    if (!one.slope_a_week) out_.null();
    out_.end();
  }

  void write_load() {
    const LoadAdvice& load = progress_.load;
    out_.key("load").begin_object().text_at("step", word_of(load.step));
    if (load.step != LoadStep::unknown && load.step != LoadStep::frozen)
      out_.key("share_low").number(load.share_low).key("share_high").number(load.share_high);
    out_.key("week_volume_at_most");
    if (load.volume_at_most) out_.number(*load.volume_at_most);
    if (!load.volume_at_most) out_.null();
    out_.key("days_since_session");
    if (load.days_since_session) out_.whole(*load.days_since_session);
    if (!load.days_since_session) out_.null();
    out_.key("paced").flag(load.paced).end();
  }

  void write_goals() {
    out_.key("goals").begin_list();
    for (const Goal& one : course_.goals)
      out_.begin_object().text_at("activity", one.activity).key("at_least").number(one.at_least).end();
    out_.end().key("goals_met").flag(progress_.goal_met);
  }

  void write_passing_on() {
    out_.key("pass_on").begin_list();
    for (const PassOn& one : progress_.pass_on) {
      out_.begin_object().text_at("reason", one.reason->name).text_or_null_at("series", one.series);
      out_.key("who").begin_list();
      for (const SpecialistId id : one.reason->specialists) out_.text(knowledge_[id].name);
      out_.end().key("within_days").whole(one.reason->within_days);
      write_basis(one.reason->basis);
      out_.end();
    }
    out_.end();
  }

  void write_timeline() {
    out_.key("timeline").begin_list();
    for (const Milestone& one : knowledge_.course().milestones) {
      out_.begin_object().text_at("id", one.name).key("from_weeks").number(one.from_weeks);
      out_.key("to_weeks").number(one.to_weeks);
      out_.text_at("what", knowledge_.phrase("course.milestone." + one.name, options_.mode));
      write_basis(one.basis);
      out_.end();
    }
    out_.end();
  }

  void write_basis(const Basis& basis) {
    out_.key("sources").begin_list();
    for (const SourceId id : basis.sources) out_.text(knowledge_[id].name);
    out_.end().text_at("status", word_of(basis.status));
  }

  const Progress& progress_;
  const Course& course_;
  const Knowledge& knowledge_;
  const WriteOptions& options_;
  Writer out_;
};

}  // namespace

std::string write_progress(const Progress& progress, const Course& course, const Knowledge& knowledge,
                           const WriteOptions& options) {
  return ProgressWriter(progress, course, knowledge, options).write();
}

}  // namespace lumbar
