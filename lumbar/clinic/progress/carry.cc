// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/progress/carry.h"

#include <algorithm>

namespace lumbar {
namespace {

constexpr double days_in_a_year = 365.25;

const Statement* said_of(const std::vector<Statement>& statements, FindingId id) {
  const auto found =
      std::find_if(statements.begin(), statements.end(), [&](const Statement& one) { return one.finding == id; });
  return found == statements.end() ? nullptr : &*found;
}

bool lasts(FindingId id, const Knowledge& knowledge) {
  const auto& lasting = knowledge.course().lasting;
  return std::binary_search(lasting.begin(), lasting.end(), id);
}

// What may lower an urgency is never carried: an examination, a scan or another cause that was true last week says
// nothing of what began since.
std::vector<bool> never_carried(const Knowledge& knowledge) {
  std::vector<bool> never(knowledge.findings().size());
  const auto add = [&](std::string_view name) {
    if (const auto id = knowledge.finding(name)) never[id->row()] = true;
  };
  add("prevention_question");
  const auto rows = knowledge.tables().find("lowering");
  if (rows != knowledge.tables().end())
    for (const Record& row : rows->second) add(row.text("finding"));
  return never;
}

bool is_grade_of_power(FindingId id, const Knowledge& knowledge) {
  const auto signs = knowledge.signs();
  return std::any_of(signs.begin(), signs.end(), [&](const Sign& sign) {
    return sign.kind == SignKind::power && std::find(sign.grades.begin(), sign.grades.end(), id) != sign.grades.end();
  });
}

constexpr double full_power = 5;

// What of an answer is still true some time later, if nothing is: a complaint, or a weak muscle. A normal value and a
// no hold for their day alone.
std::optional<Statement> what_stays(const Statement& said, bool is_grade, const Knowledge& knowledge) {
  const logic::Type type = knowledge.language().variables[said.finding.row()].type;
  if (said.saying == Saying::not_sure) return said;
  if (said.saying != Saying::stated) return std::nullopt;
  if (type == logic::Type::boolean) return said.present == Presence::present ? std::optional(said) : std::nullopt;
  if (type != logic::Type::ordinal || !is_grade) return std::nullopt;
  Statement weak = said;
  for (std::optional<double>* grade : {&weak.number.bare, &weak.number.left, &weak.number.right})
    if (*grade && **grade >= full_power) grade->reset();
  return weak.number.any() ? std::optional(weak) : std::nullopt;
}

// The same answer some days later.
Statement aged(Statement said, double days, const Knowledge& knowledge) {
  if (said.age_days) *said.age_days += days;
  const bool is_length = knowledge.language().variables[said.finding.row()].type == logic::Type::duration;
  if (is_length && said.number.bare) *said.number.bare += days;
  const bool is_age = knowledge.finding("age_years") == said.finding;
  if (is_age && said.number.bare)
    *said.number.bare =
        std::min(120.0, *said.number.bare + static_cast<double>(static_cast<long>(days / days_in_a_year)));
  return said;
}

// A yes of today does not lose the side, or the speed, that was told last week; its age stays as told today, for an
// unknown one counts as fresh.
void keep_what_was_worse(Statement& today, const Statement& before) {
  if (today.saying != Saying::stated || today.present != Presence::present || before.present != Presence::present)
    return;
  if (!today.side) today.side = before.side;
  if (!today.tempo) today.tempo = before.tempo;
  if (!today.trend && before.trend == Trend::worsening) today.trend = before.trend;
}

// Weak sides told before, where today names the other side alone.
void keep_other_side(Statement& today, const Statement& before) {
  if (!today.number.left && !today.number.right) return;
  if (!today.number.left) today.number.left = before.number.left;
  if (!today.number.right) today.number.right = before.number.right;
}

// A no answers narrower questions as well.
bool answered_by_another(FindingId id, const std::vector<Statement>& answers, const Knowledge& knowledge) {
  return std::any_of(knowledge.settled().begin(), knowledge.settled().end(), [&](const Settled& one) {
    const Statement* said = said_of(answers, one.by_absence_of);
    return said != nullptr && said->saying == Saying::stated && said->present == Presence::absent &&
           std::find(one.absent.begin(), one.absent.end(), id) != one.absent.end();
  });
}

// A number of today may deny what was told before: no fever by the thermometer.
bool denied_by_number(const Statement& before, const std::vector<Statement>& answers, const Knowledge& knowledge) {
  const auto denials = knowledge.denials();
  return std::any_of(denials.begin(), denials.end(), [&](const Denial& denial) {
    if (denial.finding != before.finding || denial.stated != before.present) return false;
    const logic::Said said(knowledge.language(), answers);
    return logic::Evaluation(knowledge.language(), said).truth(denial.formula) == Presence::present;
  });
}

void put(std::vector<Statement>& statements, const Statement& one) {
  const auto at = std::lower_bound(statements.begin(), statements.end(), one,
                                   [](const Statement& a, const Statement& b) { return a.finding < b.finding; });
  if (at != statements.end() && at->finding == one.finding)
    *at = one;
  else
    statements.insert(at, one);
}

// Who examined the person at a check-in may settle what was told earlier.
bool settles(const Course& course, std::size_t check_in, const Knowledge& knowledge) {
  if (check_in == 0 || !course.entries[check_in - 1].seen_by.is_some()) return false;
  const auto& who = knowledge.course().settles;
  return std::find(who.begin(), who.end(), course.entries[check_in - 1].seen_by) != who.end();
}

}  // namespace

Date day_of(const Course& course, std::size_t check_in) {
  return check_in == 0 ? course.baseline.as_of.value_or(Date()) : course.entries[check_in - 1].day;
}

std::vector<Statement> answers_of(const Course& course, std::size_t check_in, const Knowledge& knowledge) {
  if (check_in == 0) return course.baseline.statements;
  const CheckIn& entry = course.entries[check_in - 1];
  std::vector<Statement> answers = entry.said;
  std::sort(answers.begin(), answers.end(),
            [](const Statement& a, const Statement& b) { return a.finding < b.finding; });
  const auto pain = knowledge.finding("pain_intensity");
  if (pain && entry.pain.now && said_of(answers, *pain) == nullptr) {
    Statement now;
    now.finding = *pain;
    now.number.bare = entry.pain.now;
    put(answers, now);
  }
  return answers;
}

Memory::Memory(const Course& course, const Knowledge& knowledge)
    : course_(course),
      knowledge_(knowledge),
      told_(knowledge.findings().size()),
      grades_(told_.size()),
      never_carried_(never_carried(knowledge)) {
  for (std::size_t row = 0; row < told_.size(); ++row) {
    grade_.push_back(is_grade_of_power(FindingId(row), knowledge));
    lasting_.push_back(lasts(FindingId(row), knowledge));
  }
}

SeenCheckIn Memory::next() {
  SeenCheckIn seen;
  seen.day = day_of(course_, at_);
  seen.answers = answers_of(course_, at_, knowledge_);
  seen.settles = settles(course_, at_, knowledge_);
  if (seen.settles) carried_from_ = at_;
  make_cases(seen);
  if (at_ > 0) find_alarms(seen);
  remember(seen);
  ++at_;
  return seen;
}

void Memory::make_cases(SeenCheckIn& seen) const {
  seen.alone = course_.baseline;
  seen.alone.as_of = seen.day;
  seen.alone.statements = seen.answers;
  if (at_ > 0) {
    seen.alone.lenient = false;
    seen.alone.warnings.clear();
    seen.alone.ignored.clear();
  }
  std::vector<Statement> brought;
  for (std::size_t row = 0; row < told_.size(); ++row) {
    if (!told_[row]) continue;
    const Told& told = *told_[row];
    const auto days = static_cast<double>(seen.day.days_since(told.day));
    const FindingId id(row);
    const Statement* now = said_of(seen.answers, id);
    if (lasting_[row]) {
      if (now == nullptr) put(seen.alone.statements, aged(told.said, days, knowledge_));
      continue;
    }
    if (never_carried_[row]) continue;
    const auto stays = what_stays(told.said, grade_[row], knowledge_);
    if (!stays || denied_by_number(*stays, seen.answers, knowledge_)) continue;
    const bool recent = told.check_in >= carried_from_ && days <= knowledge_.parameter("course_carry_days");
    if (now != nullptr && now->saying == Saying::stated) {
      Statement kept = *now;
      if (recent) keep_what_was_worse(kept, *stays);
      if (recent) keep_other_side(kept, *stays);
      if (!(kept == *now)) brought.push_back(kept);
      continue;
    }
    if (answered_by_another(id, seen.answers, knowledge_)) continue;
    (recent ? seen.carried : seen.lapsed).push_back({id, told.day});
    if (recent) brought.push_back(aged(*stays, days, knowledge_));
  }
  seen.whole = seen.alone;
  seen.whole.lenient = true;
  for (const Statement& one : brought) put(seen.whole.statements, one);
}

void Memory::find_alarms(SeenCheckIn& seen) const {
  for (const NewNeurology& group : knowledge_.course().neurology) {
    for (const FindingId id : group.findings) {
      const Statement* now = said_of(seen.answers, id);
      if (now == nullptr || now->saying != Saying::stated || now->present != Presence::present) continue;
      const auto& then = told_[id.row()];
      Alarm alarm{.finding = id, .floor = group.floor, .day = seen.day};
      if (!then || then->said.present != Presence::present) {
        seen.alarms.push_back(alarm);
      } else if (now->trend == Trend::worsening && then->said.trend != Trend::worsening) {
        alarm.kind = Alarm::Kind::worse_finding;
        seen.alarms.push_back(alarm);
      } else if (now->side && then->said.side && *then->said.side != Side::both && *now->side != *then->said.side) {
        alarm.kind = Alarm::Kind::other_side_too;
        seen.alarms.push_back(alarm);
      }
    }
  }
  const auto& groups = knowledge_.course().neurology;
  const Urgency floor = groups.empty() ? Urgency::within_24h : groups.front().floor;
  for (const Statement& now : seen.answers) {
    if (now.saying != Saying::stated || !grade_[now.finding.row()]) continue;
    const Sided<double>& then = grades_[now.finding.row()];
    const auto compare = [&](std::optional<double> grade, std::optional<double> before, std::optional<Side> side) {
      if (!grade || !before || *before - *grade < knowledge_.parameter("course_grade_drop") - 1e-9) return;
      seen.alarms.push_back({Alarm::Kind::power_fell, now.finding, side, *before, *grade, floor, seen.day});
    };
    compare(now.number.bare, then.bare, std::nullopt);
    compare(now.number.left, then.left ? then.left : then.bare, Side::left);
    compare(now.number.right, then.right ? then.right : then.bare, Side::right);
  }
}

void Memory::remember(const SeenCheckIn& seen) {
  for (const Statement& one : seen.answers) {
    // "Not to be had" answers nothing: what was told before still stands.
    if (one.saying == Saying::unavailable) continue;
    auto& told = told_[one.finding.row()];
    Statement kept = one;
    if (told && one.saying == Saying::stated) keep_other_side(kept, told->said);
    told = Told{kept, at_, seen.day};
    if (!grade_[one.finding.row()]) continue;
    Sided<double>& grades = grades_[one.finding.row()];
    if (one.number.bare) grades = {.bare = one.number.bare, .left = {}, .right = {}};
    if (one.number.left) grades.left = one.number.left;
    if (one.number.right) grades.right = one.number.right;
  }
}

Case carried_case(const Course& course, std::size_t entries, const Knowledge& knowledge) {
  Memory memory(course, knowledge);
  SeenCheckIn seen = memory.next();
  for (std::size_t at = 0; at < std::min(entries, course.entries.size()); ++at) seen = memory.next();
  return seen.whole;
}

bool answered_as_gone(const Alarm& alarm, const std::vector<Statement>& answers) {
  const Statement* now = said_of(answers, alarm.finding);
  if (now == nullptr || now->saying != Saying::stated) return false;
  if (alarm.kind != Alarm::Kind::power_fell) return now->present == Presence::absent;
  const auto grade = !alarm.side                 ? now->number.bare
                     : *alarm.side == Side::left ? (now->number.left ? now->number.left : now->number.bare)
                                                 : (now->number.right ? now->number.right : now->number.bare);
  return grade && *grade >= alarm.before - 1e-9;
}

}  // namespace lumbar
