// SPDX-License-Identifier: Apache-2.0
// Rules, safety net, stages.
#include <algorithm>
#include <set>

#include "lumbar/knowledge/loader.h"

namespace lumbar {

void Loader::read_rules() {
  for (const Record& row : table("rule")) {
    Rule rule;
    rule.name = row.text("id");
    rule.label = row.text("label");
    rule.pathway = row.text("pathway");
    rule.time_target = row.text("time_target");
    rule.why = row.text("why");
    rule.guideline_level = row.text("guideline_level");
    rule.seed_floor = row.text("seed_floor");
    rule.seeds = row.text("seeds");
    rule.policy = row.text("policy_parameter");
    rule.note = row.text("note");
    rule.project_choice = row.flag("project_choice");
    rule.level = scale_of<Urgency>(row, "level");
    rule.transport = scale_of<Transport>(row, "transport");
    // A number of the project's own, or the words of a seed, may stand without another source; nothing else.
    rule.sources = sources_of(row, "sources", !rule.project_choice && rule.seeds.empty());
    if (row.has("appointment_days")) rule.appointment_days = whole_of(row, "appointment_days", 1, 365);
    if ((rule.level == Urgency::appointment) != rule.appointment_days.has_value()) {
      complain(row, "appointment_days", "stands at appointments, and only there");
    }
    if (rule.level == Urgency::emergency_now && rule.transport == Transport::own_way)
      complain(row, "transport", "own_way never stands at emergency_now");
    if (rule.why.empty() || rule.why.back() != '.') complain(row, "why", "one sentence that says why");
    if (!rule.policy.empty()) {
      if (!made_.parameters_.contains(rule.policy)) complain(row, "policy_parameter", "no parameter " + rule.policy);
      const Urgency literal = scale_of<Urgency>(row, "level_if_literal");
      if (made_.policy_ == Policy::literal) rule.level = std::max(rule.level, literal);
    }
    if (auto formula = formula_of(row, "formula", row.text("formula"), logic::Place::rule))
      rule.formula = std::move(*formula);
    if (!made_.rule_by_name_.emplace(rule.name, RuleId(made_.rules_.size())).second)
      complain(row, "id", "rule " + rule.name + " stands twice");
    made_.rules_.push_back(std::move(rule));
  }
  if (made_.rules_.empty())
    complaints_.emplace_back("facts › no rules: expected rows [[rule]] in rules.toml", Fault::facts);
  for (const Record& row : table("ordered_value")) {
    for (const std::string& name : row.list("lowers_rules")) {
      if (!made_.rule(name)) complain(row, "lowers_rules", "no rule " + name);
    }
  }
}

void Loader::read_safety_net() {
  for (const Record& row : table("item")) {
    SafetyItem item;
    item.order = whole_of(row, "order", 1, 1000);
    item.question = row.text("question");
    item.not_sure_means_yes = row.text("not_sure_means").starts_with("yes");
    const std::string& not_sure = row.text("not_sure_means");
    if (!not_sure.starts_with("yes") && !not_sure.starts_with("as unavailable")) {
      complain(row, "not_sure_means", "\"" + not_sure + "\" begins neither with yes nor with as unavailable");
    }
    const std::string& group = row.text("group");
    if (group != "A" && group != "B") complain(row, "group", "\"" + group + "\" is neither A nor B");
    item.group = group.empty() ? 'A' : group.front();
    for (const std::string& name : row.list("findings")) {
      const FindingId id = finding_named(row, "findings", name);
      if (id.is_some()) item.findings.push_back(id);
    }
    for (const std::string& text : row.list("known_when")) {
      if (auto formula = formula_of(row, "known_when", text, logic::Place::item))
        item.known_when.push_back(std::move(*formula));
    }
    if (item.question.empty() || item.question.back() != '?')
      complain(row, "question", "a safety-net item asks one question");
    if (item.findings.empty() || item.known_when.empty())
      complain(row, "known_when", "a safety-net item needs findings, and when it is known");
    if (item.order != static_cast<int>(made_.safety_net_.size()) + 1) complain(row, "order", "is not 1, 2, 3, …");
    made_.safety_net_.push_back(std::move(item));
  }
  if (made_.safety_net_.empty())
    complaints_.emplace_back("facts › no safety net: expected rows [[item]] in safety_net.toml", Fault::facts);
}

void Loader::read_denials() {
  for (const Record& row : table("denial")) {
    Denial denial;
    denial.finding = finding_of(row, "finding");
    listed(row, "stated", {"present", "absent"});
    denial.stated = row.text("stated") == "absent" ? Presence::absent : Presence::present;
    if (auto formula = formula_of(row, "formula", row.text("formula"), logic::Place::denial))
      denial.formula = std::move(*formula);
    if (denial.finding.is_some()) made_.denials_.push_back(std::move(denial));
  }
}

// Which values have a left and a right, and which findings may lower: named in the facts, so that they exist.
void Loader::read_sided() {
  for (const Record& row : table("sided")) {
    sources_of(row);
    for (const std::string& name : row.list("findings")) {
      const FindingId id = finding_named(row, "findings", name);
      if (!id.is_some()) continue;
      const auto type = made_.language_.variables[id.row()].type;
      if (type == logic::Type::boolean || type == logic::Type::duration || type == logic::Type::side)
        complain(row, "findings", name + " is no measured value; yes or no takes a side without being listed");
      made_.findings_[id.row()].sided = true;
    }
  }
  for (const Record& row : table("lowering")) {
    sources_of(row);
    finding_of(row, "finding");
  }
}

void Loader::read_settled() {
  for (const Record& row : table("settled")) {
    Settled settled{finding_of(row, "by_absence_of"), {}};
    for (const std::string& name : row.list("absent")) settled.absent.push_back(finding_named(row, "absent", name));
    if (settled.by_absence_of.is_some()) made_.settled_.push_back(std::move(settled));
  }
}

void Loader::read_stages() {
  for (const Record& row : table("stage")) {
    once(row, "stage", row.text("id"));
    Stage stage{row.text("id"), row.text("label"), row.text("note"), {}, scale_of<Urgency>(row, "level")};
    if (auto formula = formula_of(row, "formula", row.text("formula"), logic::Place::item))
      stage.formula = std::move(*formula);
    made_.stages_.push_back(std::move(stage));
  }
}

namespace {

// A statement that speaks for every atom of a formula outside known(…): a case in which it should be true.
class Witness {
 public:
  explicit Witness(const logic::Language& language) : language_(language), statements_(language.variables.size()) {}

  void satisfy(const logic::Formula& formula) {
    using logic::Kind;
    switch (formula.kind) {
      case Kind::all:
      case Kind::any:
      case Kind::at_least:
        for (const auto& part : formula.parts) satisfy(part);
        return;
      case Kind::negation:
      case Kind::known:
      case Kind::absent: return;  // what is not known lowers nothing
      case Kind::finding:
      case Kind::recent: make_present(formula.variable); return;
      case Kind::duration:
        make_present(formula.variable);
        slot(formula.variable).age_days = fitting(formula);
        return;
      case Kind::tempo:
        make_present(formula.variable);
        slot(formula.variable).tempo = static_cast<Tempo>(formula.number);
        return;
      case Kind::trend:
        make_present(formula.variable);
        slot(formula.variable).trend = static_cast<Trend>(formula.number);
        return;
      case Kind::side:
        make_present(formula.variable);
        slot(formula.variable).side = static_cast<Side>(formula.number);
        return;
      case Kind::length:
      case Kind::value:
      case Kind::every: slot(formula.variable).number.bare = fitting(formula); return;
      case Kind::choice: slot(formula.variable).choice.bare = static_cast<std::uint8_t>(formula.number); return;
    }
  }

  std::vector<Statement> statements() const {
    std::vector<Statement> said;
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      if (!statements_[i]) continue;
      said.push_back(*statements_[i]);
      said.back().finding = FindingId(i);
    }
    return said;
  }

 private:
  Statement& slot(logic::Variable variable) {
    if (!statements_[variable]) statements_[variable] = Statement{};
    return *statements_[variable];
  }

  void make_present(logic::Variable variable) {
    const auto& info = language_.variables[variable];
    if (info.askable) slot(variable).present = Presence::present;
    if (!seen_.insert(variable).second) return;
    if (info.defined && !info.askable) satisfy(*info.defined);
    for (const auto one : info.least_of) slot(one).number.bare = 0;
  }

  static double fitting(const logic::Formula& atom) {
    switch (atom.comparison) {
      case logic::Comparison::less: return atom.number - 0.5;
      case logic::Comparison::more: return atom.number + 0.5;
      case logic::Comparison::at_most:
      case logic::Comparison::at_least:
      case logic::Comparison::equal: return atom.number;
    }
    return atom.number;
  }

  const logic::Language& language_;
  std::vector<std::optional<Statement>> statements_;
  std::set<logic::Variable> seen_;
};

// Every way in which one part of a formula may be the one that is true, each as a witness of its own; the whole first.
std::vector<const logic::Formula*> branches(const logic::Formula& formula) {
  std::vector<const logic::Formula*> found{&formula};
  if (formula.kind == logic::Kind::any) {
    for (const auto& part : formula.parts) found.push_back(&part);
  }
  return found;
}

}  // namespace

void Loader::check_rules_can_be_raised() const {
  for (std::size_t i = 0; i < made_.rules_.size(); ++i) {
    const Rule& rule = made_.rules_[i];
    bool raised = false;
    for (const logic::Formula* branch : branches(rule.formula)) {
      Witness witness(made_.language_);
      witness.satisfy(*branch);
      const std::vector<Statement> statements = witness.statements();
      const logic::Said said(made_.language_, statements);
      logic::Evaluation evaluation(made_.language_, said);
      raised = raised || evaluation.truth(rule.formula) == Presence::present;
    }
    if (!raised)
      complain(table("rule")[i], "formula",
               "no case was found that raises rule " + rule.name + "; a rule that nothing can raise protects nobody");
  }
}

// A condition whose usual findings raise a rule above its own urgency is filed too low, or the rule is too broad.
void Loader::check_usual_findings() const {
  constexpr double usual = 0.9;  // a finding that nine in ten have
  std::set<std::pair<std::string, std::string>> accepted;
  for (const Record& row : table("accepted_flag")) {
    for (const std::string& rule : row.list("rules")) accepted.insert({row.text("condition"), rule});
    if (row.text("why").empty()) complain(row, "why", "say why the rule may stand above the condition");
    condition_named(row, "condition", row.text("condition"));
  }
  for (std::size_t c = 0; c < made_.conditions_.size(); ++c) {
    const Condition& condition = made_.conditions_[c];
    std::vector<Statement> statements;
    for (const Evidence& row : made_.evidence_) {
      const bool usual_here = row.condition == ConditionId(c) && row.preferred && !row.modifier &&
                              row.sensitivity.point.value_or(0) >= usual;
      const bool yes_or_no =
          row.finding.is_some() && made_.language_.variables[row.finding.row()].type == logic::Type::boolean;
      const bool twice = std::any_of(statements.begin(), statements.end(),
                                     [&](const Statement& one) { return one.finding == row.finding; });
      if (!usual_here || !yes_or_no || twice) continue;
      Statement statement;
      statement.finding = row.finding;
      statement.present = Presence::present;
      statements.push_back(statement);
    }
    if (statements.empty()) continue;
    const logic::Said said(made_.language_, statements);
    logic::Evaluation evaluation(made_.language_, said);
    for (const Rule& rule : made_.rules_) {
      if (rule.level <= condition.urgency_default || rule.level < Urgency::within_24h) continue;
      if (evaluation.truth(rule.formula) != Presence::present || accepted.contains({condition.name, rule.name}))
        continue;
      complain(table("condition")[c], "urgency_default",
               std::string(word_of(condition.urgency_default)) + ", yet findings that nine in ten have raise rule " +
                   rule.name + " (" + std::string(word_of(rule.level)) +
                   "); raise it, or say why in [[accepted_flag]]");
    }
  }
}

}  // namespace lumbar
