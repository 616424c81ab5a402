// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/diff_sample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace lumbar {
namespace {

using logic::Comparison;
using logic::Formula;
using logic::Kind;
using logic::Variable;

void add_leaves(const Formula& formula, const logic::Language& language, std::set<Variable>& into) {
  for (const Variable one : logic::variables_of(formula)) {
    if (!into.insert(one).second) continue;
    const logic::VariableInfo& info = language.variables[one];
    if (info.defined) add_leaves(*info.defined, language, into);
    into.insert(info.least_of.begin(), info.least_of.end());
    for (const Formula& part : info.count_of) add_leaves(part, language, into);
  }
}

void add_limits(const Formula& formula, const logic::Language& language, std::vector<std::vector<double>>& into) {
  for (const Formula& part : formula.parts) add_limits(part, language, into);
  if (formula.kind == Kind::value || formula.kind == Kind::every) into[formula.variable].push_back(formula.number);
  if (formula.kind == Kind::length && language.episode) into[*language.episode].push_back(formula.number);
}

}  // namespace

std::uint64_t Chance::next() {
  state_ += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

CaseSampler::CaseSampler(const Knowledge& knowledge) : knowledge_(knowledge) {
  const logic::Language& language = knowledge.language();
  std::set<Variable> everything;
  limits_.resize(language.variables.size());
  for (const Rule& rule : knowledge.rules()) {
    std::set<Variable> leaves;
    add_leaves(rule.formula, language, leaves);
    add_limits(rule.formula, language, limits_);
    leaves_.emplace_back(leaves.begin(), leaves.end());
    everything.insert(leaves.begin(), leaves.end());
  }
  for (const SafetyItem& item : knowledge.safety_net()) {
    for (const FindingId id : item.findings) everything.insert(static_cast<Variable>(id.row()));
  }
  everything_.assign(everything.begin(), everything.end());
  for (const auto& subject : language.subjects) states_.push_back(&subject.second);
  for (const logic::VariableInfo& info : language.variables) {
    if (info.defined) add_limits(*info.defined, language, limits_);
    for (const Formula& part : info.count_of) add_limits(part, language, limits_);
  }
  for (const Denial& denial : knowledge.denials()) add_limits(denial.formula, language, limits_);
  for (const Evidence& row : knowledge.evidence()) {
    if (row.threshold && row.finding.is_some()) limits_[row.finding.row()].push_back(*row.threshold);
  }
}

std::string CaseSampler::foundation(RuleId id) const {
  const logic::Language& language = knowledge_.language();
  const Rule& rule = knowledge_[id];
  std::string text = std::string(word_of(rule.level)) + " " + std::to_string(rule.appointment_days.value_or(0)) + " " +
                     std::string(word_of(rule.transport)) + " " + logic::text_of(rule.formula, language);
  std::map<std::string, std::string> below;  // by name: two versions number their findings differently
  for (const Variable one : leaves_[id.row()]) {
    const logic::VariableInfo& info = language.variables[one];
    std::string& says = below[info.name];
    if (info.defined) says += logic::text_of(*info.defined, language);
    for (const Variable part : info.least_of) says += " least " + language.variables[part].name;
    for (const Formula& part : info.count_of) says += " count " + logic::text_of(part, language);
    if (info.guard) says += " guard";
  }
  for (const auto& [name, says] : below) text += "\n" + name + ": " + says;
  return text;
}

// One case in the making. The first statement about a finding stays; later ones only add an attribute to it.
class CaseMaker {
 public:
  CaseMaker(const CaseSampler& map, Chance& chance)
      : map_(map), chance_(chance), language_(map.knowledge_.language()) {}

  Case make(RuleId around) {
    person();
    const std::size_t style = chance_.below(100);
    if (style < 60) {
      by_rule(around);
    } else if (style < 82) {
      lowered(around);
    } else {
      quiet(around);
    }
    beside();
    if (chance_.happens(0.3)) turn_some_unasked(0.04);
    take_back_contradictions();
    for (auto& [variable, statement] : said_) case_.statements.push_back(std::move(statement));
    return std::move(case_);
  }

 private:
  static constexpr int tries = 40;
  // Nobody tells more at once; and a crowd of findings that no person has together is slow to explain.
  static constexpr int most_complaints = 12;

  const logic::VariableInfo& info(Variable variable) const { return language_.variables[variable]; }
  bool is_flag(Variable variable) const { return info(variable).type == logic::Type::boolean; }
  bool is_said(Variable variable) const { return said_.contains(variable); }
  bool is_present(Variable variable) const {
    const auto found = said_.find(variable);
    return found != said_.end() && found->second.present == Presence::present;
  }

  // --- Single statements

  Statement& begin(Variable variable) {
    Statement& statement = said_[variable];
    statement.finding = FindingId(variable);
    return statement;
  }

  void say_not_known(Variable variable) {
    if (is_said(variable) || chance_.happens(1.0 / 3)) return;  // not named at all is the third way
    begin(variable).saying = chance_.happens(0.5) ? Saying::unavailable : Saying::not_sure;
  }

  void deny(Variable variable) {
    if (!is_said(variable) && is_flag(variable)) begin(variable).present = Presence::absent;
  }

  double some_days() {
    constexpr std::array days = {0.2,  1.0,  2.0,  6.0,  8.0,  13.0,  15.0,  27.0,
                                 29.0, 41.0, 43.0, 80.0, 95.0, 400.0, 1800.0};
    return chance_.one_of(days);
  }

  template <class Scale>
  Scale some_word() {
    return static_cast<Scale>(chance_.below(Words<Scale>::list.size()));
  }

  /// Present, unless it was said to be otherwise; null then.
  Statement* affirm(Variable variable) {
    if (!is_flag(variable)) return nullptr;
    const bool fresh = !is_said(variable);
    if (fresh && complaints_ == most_complaints) return nullptr;
    Statement& statement = said_[variable];
    if (!fresh) return statement.present == Presence::present ? &statement : nullptr;
    ++complaints_;
    statement.finding = FindingId(variable);
    statement.present = Presence::present;
    if (chance_.happens(0.55)) return &statement;
    if (chance_.happens(0.4)) statement.side = some_word<Side>();
    if (chance_.happens(0.5)) statement.age_days = some_days();
    if (chance_.happens(0.4)) statement.tempo = some_word<Tempo>();
    if (chance_.happens(0.4)) statement.trend = some_word<Trend>();
    return &statement;
  }

  static bool holds(double a, Comparison sign, double b) {
    switch (sign) {
      case Comparison::less: return a < b;
      case Comparison::at_most: return a <= b;
      case Comparison::more: return a > b;
      case Comparison::at_least: return a >= b;
      case Comparison::equal: return a == b;
    }
    return false;
  }

  // A number on the wanted side of a limit, near it: what a formula compares with is the only scale known here.
  std::optional<double> number_near(double limit, Comparison sign, bool wanted, double step, double least,
                                    double most) {
    for (int i = 0; i < tries; ++i) {
      constexpr std::array offsets = {0.0, -1.0, 1.0, -2.0, 2.0, -5.0, 5.0};
      const double number = std::clamp(limit + step * chance_.one_of(offsets), least, most);
      if (holds(number, sign, limit) == wanted) return number;
    }
    return std::nullopt;
  }

  static double step_at(double limit) {
    const double size = std::abs(limit);
    return size >= 10 && size == std::floor(size) ? std::max(1.0, std::floor(size / 50)) : std::max(size / 50, 0.01);
  }

  void say_grade(Variable variable, double limit, Comparison sign, bool wanted) {
    constexpr double highest = 5;
    const auto grade = number_near(limit, sign, wanted, 1, 0, highest);
    if (!grade || is_said(variable)) return;
    Statement& statement = begin(variable);
    if (chance_.happens(0.3) || !map_.knowledge_.findings()[variable].sided) {
      statement.number.bare = *grade;
    } else {
      const double other = wanted && chance_.happens(0.7) ? highest : *grade;
      statement.number.left = chance_.happens(0.5) ? *grade : other;
      statement.number.right = *statement.number.left == *grade ? other : *grade;
    }
  }

  void say_number(Variable variable, double limit, Comparison sign, bool wanted) {
    if (is_said(variable) && info(variable).least_of.empty()) return;
    if (!info(variable).least_of.empty())
      return say_grade(chance_.one_of(info(variable).least_of), limit, sign, wanted);
    if (!info(variable).count_of.empty()) {
      const auto count = static_cast<std::size_t>(std::max(0.0, std::ceil(limit))) + (wanted ? 0 : 1);
      const auto& parts = info(variable).count_of;
      for (std::size_t i = 0; i < std::min(count, parts.size()); ++i) aim(chance_.one_of(parts), wanted);
      return;
    }
    if (info(variable).type == logic::Type::ordinal) return say_grade(variable, limit, sign, wanted);
    const bool days = info(variable).type == logic::Type::duration;
    const double step = days ? std::max(0.5, limit / 10) : step_at(limit);
    const double least = limit < 0 ? -1e9 : 0;
    if (const auto number = number_near(limit, sign, wanted, step, least, 1e9)) begin(variable).number.bare = *number;
  }

  /// Any answer at all, if nothing was said of it yet.
  void say(Variable variable, double yes, double no) {
    if (is_said(variable)) return;
    if (!chance_.happens(yes + no)) return say_not_known(variable);
    switch (info(variable).type) {
      case logic::Type::boolean:
        if (chance_.happens(yes / (yes + no))) affirm(variable);
        deny(variable);
        return;
      case logic::Type::side: begin(variable).side = some_word<Side>(); return;
      case logic::Type::choice: say_choice(variable); return;
      case logic::Type::duration: begin(variable).number.bare = some_days(); return;
      case logic::Type::quantity:
      case logic::Type::ordinal: {
        const auto& limits = map_.limits_[variable];
        if (!limits.empty()) say_number(variable, chance_.one_of(limits), Comparison::at_least, chance_.happens(0.5));
        return;
      }
    }
  }

  void say_choice(Variable variable) {
    if (!info(variable).choices.empty())
      begin(variable).choice.bare = static_cast<std::uint8_t>(chance_.below(info(variable).choices.size()));
  }

  // --- Whole formulas

  /// States what makes a formula true, or false. What was said before may be in the way; then it stays in the way.
  void aim(const Formula& formula, bool wanted) {
    switch (formula.kind) {
      case Kind::all:
      case Kind::any: {
        const bool one_is_enough = (formula.kind == Kind::any) == wanted;
        if (!one_is_enough) {
          for (const Formula& part : formula.parts) aim(part, wanted);
        } else if (!formula.parts.empty()) {
          aim(chance_.one_of(formula.parts), wanted);
        }
        return;
      }
      case Kind::at_least: {
        const auto many = static_cast<std::size_t>(formula.number);
        const std::size_t count = wanted ? many : formula.parts.size() - std::min(many, formula.parts.size()) + 1;
        const std::size_t first = chance_.below(formula.parts.size());
        for (std::size_t i = 0; i < std::min(count, formula.parts.size()); ++i)
          aim(formula.parts[(first + i) % formula.parts.size()], wanted);
        return;
      }
      case Kind::negation: return aim(formula.parts.front(), !wanted);
      case Kind::known:
        if (wanted || chance_.happens(0.5)) aim(formula.parts.front(), wanted);
        return;
      case Kind::absent: return aim_presence(formula.variable, !wanted);
      case Kind::finding: return aim_presence(formula.variable, wanted);
      case Kind::recent:
        if (wanted && chance_.happens(0.5)) return aim_presence(formula.variable, true);  // of unknown age
        return aim_attribute(formula, Kind::duration, Comparison::at_most, wanted);
      case Kind::duration:
      case Kind::tempo:
      case Kind::trend: return aim_attribute(formula, formula.kind, formula.comparison, wanted);
      case Kind::side:
        if (!wanted && chance_.happens(0.3)) return aim_presence(formula.variable, false);
        if (Statement* one = affirm(formula.variable))
          one->side = wanted ? static_cast<Side>(formula.number) : some_word<Side>();
        return;
      case Kind::length:
        if (language_.episode) say_number(*language_.episode, formula.number, formula.comparison, wanted);
        return;
      case Kind::value:
      case Kind::every: return say_number(formula.variable, formula.number, formula.comparison, wanted);
      case Kind::choice:
        if (is_said(formula.variable)) return;
        say_choice(formula.variable);
        if (wanted) begin(formula.variable).choice.bare = static_cast<std::uint8_t>(formula.number);
        return;
    }
  }

  void aim_presence(Variable variable, bool wanted) {
    const auto& defined = info(variable).defined;
    if (defined && (info(variable).guard || !info(variable).askable || chance_.happens(0.5)))
      return aim(*defined, wanted);
    if (wanted) affirm(variable);
    deny(variable);
  }

  // On the finding itself or on the parts that make it; an absent finding makes any comparison false.
  void aim_attribute(const Formula& formula, Kind which, Comparison sign, bool wanted) {
    if (!wanted && chance_.happens(0.3)) return aim_presence(formula.variable, false);
    const auto& defined = info(formula.variable).defined;
    if (!defined || (info(formula.variable).askable && chance_.happens(0.5)))
      return set_attribute(affirm(formula.variable), formula, which, sign, wanted);
    aim(*defined, true);
    std::set<Variable> parts;
    add_leaves(*defined, language_, parts);
    for (const Variable part : parts) {
      if (is_present(part)) set_attribute(&said_[part], formula, which, sign, wanted);
    }
  }

  void set_attribute(Statement* one, const Formula& formula, Kind which, Comparison sign, bool wanted) {
    if (one == nullptr) return;
    const double limit = formula.number;
    if (which == Kind::duration) one->age_days = number_near(limit, sign, wanted, std::max(0.5, limit / 10), 0, 1e5);
    const auto word = [&](std::size_t count) -> std::optional<std::size_t> {
      for (int i = 0; i < tries; ++i) {
        const std::size_t place = chance_.below(count);
        if (holds(static_cast<double>(place), sign, limit) == wanted) return place;
      }
      return std::nullopt;
    };
    if (which == Kind::tempo) {
      if (const auto place = word(Words<Tempo>::list.size())) one->tempo = static_cast<Tempo>(*place);
    }
    if (which == Kind::trend) {
      if (const auto place = word(Words<Trend>::list.size())) one->trend = static_cast<Trend>(*place);
    }
  }

  // --- Whole cases

  void person() {
    constexpr std::array settings = {Setting::home, Setting::home, Setting::primary_care, Setting::emergency_department,
                                     Setting::secondary_care};
    case_.setting = chance_.one_of(settings);
    if (const auto sex = map_.knowledge_.finding("sex"); sex && chance_.happens(0.6))
      say_choice(static_cast<Variable>(sex->row()));
  }

  void state_age() {
    const auto age = map_.knowledge_.finding("age_years");
    if (!age || is_said(static_cast<Variable>(age->row())) || chance_.happens(0.3)) return;
    const std::size_t youngest = chance_.happens(0.03) ? 8 : 18;
    begin(static_cast<Variable>(age->row())).number.bare = static_cast<double>(youngest + chance_.below(96 - youngest));
  }

  void by_rule(RuleId around) {
    aim(map_.knowledge_[around].formula, chance_.happens(0.75));
    constexpr std::array shares = {0.0, 0.1, 0.3, 0.7};
    const double share = chance_.one_of(shares);
    for (const Variable one : map_.leaves_[around.row()]) {
      if (chance_.happens(share) && info(one).askable) say(one, 0.4, 0.35);
    }
    if (chance_.happens(0.5)) {
      for (std::size_t i = 1 + chance_.below(12); i > 0; --i) sprinkle(0.4, 0.35);
    }
    if (chance_.happens(0.35)) answer_net_no(spare());
  }

  /// Old, slow, stable, examined, explained: a state aimed at its harmless end, with the guards answered.
  void lowered(RuleId around) {
    aim(map_.knowledge_[around].formula, true);
    for (std::size_t i = map_.states_.empty() ? 0 : 1 + chance_.below(2); i > 0; --i) {
      const auto& states = *chance_.one_of(map_.states_);
      for (auto worse = states.rbegin(); worse != states.rend() && chance_.happens(0.8); ++worse) {
        if (worse->formula) aim(*worse->formula, false);
      }
    }
    for (auto& [variable, statement] : said_) {
      if (statement.present == Presence::present && chance_.happens(0.9)) make_old(statement);
    }
    if (chance_.happens(0.6)) answer_net_no(spare());
    if (chance_.happens(0.03)) answer_all_no(chance_.happens(0.5) ? 0 : 0.01);
  }

  void make_old(Statement& statement) {
    constexpr std::array days = {42.0, 43.0, 60.0, 84.0, 90.0, 400.0, 2000.0};
    if (chance_.happens(0.9)) statement.age_days = chance_.one_of(days);
    if (chance_.happens(0.9)) statement.tempo = chance_.happens(0.7) ? Tempo::months : Tempo::weeks;
    if (chance_.happens(0.9)) statement.trend = chance_.happens(0.7) ? Trend::stable : Trend::improving;
  }

  /// Someone with little or nothing beside one part of the rule, answered no to nearly everything else.
  void quiet(RuleId around) {
    const auto& leaves = map_.leaves_[around.row()];
    if (chance_.happens(0.6) && !leaves.empty()) say(chance_.one_of(leaves), 0.8, 0.1);
    for (std::size_t i = chance_.below(3); i > 0; --i) sprinkle(0.2, 0.2);
    if (chance_.happens(0.85)) answer_net_no(chance_.happens(0.6) ? 0 : 0.03);
    // Rare: with hundreds of answers the conditions take a hundred times longer to rank.
    if (chance_.happens(0.15)) answer_all_no(chance_.happens(0.6) ? 0 : 0.02);
  }

  double spare() {
    constexpr std::array shares = {0.0, 0.01, 0.1, 0.5};
    return chance_.one_of(shares);
  }

  void sprinkle(double yes, double no) {
    const Variable one = chance_.one_of(map_.everything_);
    if (info(one).askable) say(one, yes, no);
  }

  void answer_net_no(double escape) {
    for (const SafetyItem& item : map_.knowledge_.safety_net()) {
      for (const FindingId id : item.findings) {
        if (!chance_.happens(escape)) deny(static_cast<Variable>(id.row()));
      }
    }
    state_age();
  }

  void answer_all_no(double escape) {
    for (const Variable one : map_.everything_) {
      if (info(one).askable && !info(one).guard && !chance_.happens(escape)) deny(one);
    }
  }

  /// Answers that no rule may name: evidence speaks of them.
  void beside() {
    constexpr std::array counts = {0U, 0U, 2U, 6U};
    for (std::size_t i = chance_.one_of(counts); i > 0; --i) {
      const auto one = static_cast<Variable>(chance_.below(language_.variables.size()));
      if (info(one).askable && !info(one).guard) say(one, 0.5, 0.3);
    }
    state_age();
  }

  void turn_some_unasked(double share) {
    std::vector<Variable> names;
    for (const auto& one : said_) names.push_back(one.first);
    for (const Variable one : names) {
      if (!chance_.happens(share)) continue;
      said_.erase(one);
      say_not_known(one);
    }
  }

  // What the contract of a case refuses: a guard stated, a denial of what follows from other statements.
  void take_back_contradictions() {
    for (bool again = true; again;) {
      std::vector<Statement> all;
      for (const auto& one : said_) all.push_back(one.second);
      const logic::Said said(language_, all);
      logic::Evaluation evaluation(language_, said);
      std::vector<Variable> wrong;
      for (const auto& [variable, statement] : said_) {
        const auto& defined = info(variable).defined;
        if (!defined) continue;
        const bool denied = statement.present == Presence::absent && evaluation.truth(*defined) == Presence::present;
        if (info(variable).guard || denied) wrong.push_back(variable);
      }
      for (const Denial& denial : map_.knowledge_.denials()) {
        const auto variable = static_cast<Variable>(denial.finding.row());
        const auto found = said_.find(variable);
        if (found != said_.end() && found->second.present == denial.stated &&
            evaluation.truth(denial.formula) == Presence::present)
          wrong.push_back(variable);
      }
      for (const Variable one : wrong) said_.erase(one);
      again = !wrong.empty();
    }
  }

  const CaseSampler& map_;
  Chance& chance_;
  const logic::Language& language_;
  std::map<Variable, Statement> said_;
  int complaints_ = 0;  // present findings stated so far
  Case case_;
};

Case CaseSampler::draw(RuleId around, Chance& chance) const { return CaseMaker(*this, chance).make(around); }

const Turns::Turn& Turns::of(std::size_t number) const {
  if (!changed.empty() && number % 2 == 1) return all[changed[number / 2 % changed.size()]];
  return all[(changed.empty() ? number : number / 2) % all.size()];
}

Turns turns_for(const Knowledge& before, const CaseSampler& old_sampler, const Knowledge& after,
                const CaseSampler& new_sampler) {
  Turns turns;
  for (std::size_t row = 0; row < after.rules().size(); ++row) {
    const RuleId rule(row);
    const auto was = before.rule(after[rule].name);
    if (!was || old_sampler.foundation(*was) != new_sampler.foundation(rule)) turns.changed.push_back(turns.all.size());
    turns.all.push_back({true, rule});
  }
  for (std::size_t row = 0; row < before.rules().size(); ++row) {
    const RuleId rule(row);
    const auto is = after.rule(before[rule].name);
    if (is && old_sampler.foundation(rule) == new_sampler.foundation(*is)) continue;
    turns.changed.push_back(turns.all.size());
    turns.all.push_back({false, rule});
  }
  return turns;
}

}  // namespace lumbar
