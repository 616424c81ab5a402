// SPDX-License-Identifier: Apache-2.0
// What a change of the facts does, told row by row and case by case: on the real facts, changed on purpose.
#include "lumbar/doors/cli/facts_diff.h"

#include "lumbar/clinic/consult/consult.h"
#include "lumbar/doors/cli/diff_cases.h"
#include "lumbar/doors/cli/diff_rows.h"
#include "lumbar/doors/cli/diff_sample.h"
#include "lumbar/doors/cli/run_in_test.h"
#include "lumbar/doors/wire/wire.h"
#include "lumbar/knowledge/facts_in_test.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

const Knowledge& facts() { return shipped_facts(); }

Ran diff(const std::vector<std::string>& words, bool terminal = false) {
  std::vector<const char*> arguments = {"lumbar", "facts", "diff"};
  for (const std::string& word : words) arguments.push_back(word.c_str());
  std::istringstream in;
  std::ostringstream out, err;
  const Surroundings world{.in = in, .out = out, .err = err, .out_is_terminal = terminal};
  const int code = run_command(static_cast<int>(arguments.size()), arguments.data(), world);
  return {code, out.str(), err.str()};
}

Tables tables_of(std::string_view text) {
  Tables tables;
  const auto complaint = read_tables({"facts/some.toml", text}, tables);
  EXPECT_FALSE(complaint) << (complaint ? complaint->text() : "");
  return tables;
}

class FactsDiffCommand : public InFolder {
 protected:
  /// The real facts, with one text in one file put in place of another.
  std::string changed_facts(std::string_view file, std::string_view was, std::string_view is) const {
    const fs::path facts = folder_ / "facts";
    fs::create_directories(facts);
    bool found = false;
    for (const FactFile& one : fact_files()) {
      std::string text(one.text);
      const auto at = one.name == file ? text.find(was) : std::string::npos;
      if (at != std::string::npos) text.replace(at, was.size(), is);
      found |= at != std::string::npos;
      std::ofstream(facts / one.name, std::ios::binary) << text;
    }
    EXPECT_TRUE(found) << was;
    return facts.string();
  }
};

// --- Rows

TEST(DiffRows, tells_what_was_added_removed_and_changed_field_by_field) {
  const Tables before = tables_of(
      "[[rule]]\nid = \"T1\"\nformula = \"a or b\"\nlevel = \"within_24h\"\n"
      "[[rule]]\nid = \"T2\"\nformula = \"c\"\n"
      "[[evidence]]\nid = \"E1\"\nlr_pos = 2.5\n"
      "[[phrase]]\nid = \"hello\"\npublic = \"Hello.\"\n");
  const Tables after = tables_of(
      "[[phrase]]\nid = \"hello\"\npublic = \"Good day.\"\n"
      "[[evidence]]\nid = \"E1\"\nlr_pos = 3\nlr_neg = 0.5\n"
      "[[rule]]\nid = \"T1\"\nformula = \"a\"\nlevel = \"within_24h\"\n"
      "[[rule]]\nid = \"T3\"\nformula = \"d\"\n");
  const std::vector<RowChange> rows = changed_rows(before, after);
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_EQ(rows[0].name, "T1");
  EXPECT_EQ(rows[0].fate, RowFate::changed);
  ASSERT_EQ(rows[0].fields.size(), 1U);
  EXPECT_EQ(rows[0].fields[0].field, "formula");
  EXPECT_EQ(rows[0].fields[0].before, "a or b");
  EXPECT_EQ(rows[0].fields[0].after, "a");
  EXPECT_EQ(rows[1].name, "T3");
  EXPECT_EQ(rows[1].fate, RowFate::added);
  EXPECT_EQ(rows[2].name, "T2");
  EXPECT_EQ(rows[2].fate, RowFate::removed);
  EXPECT_EQ(rows[3].part, FactPart::figures);
  ASSERT_EQ(rows[3].fields.size(), 2U);
  EXPECT_EQ(rows[3].fields[0].before + ">" + rows[3].fields[0].after, ">0.5");
  EXPECT_EQ(rows[3].fields[1].before + ">" + rows[3].fields[1].after, "2.5>3");
  EXPECT_EQ(rows[4].part, FactPart::texts);
}

TEST(DiffRows, a_row_that_only_moved_has_not_changed) {
  const Tables before = tables_of("[[prior]]\ncondition = \"a\"\nlo = 1\n[[prior]]\ncondition = \"a\"\nlo = 2\n");
  const Tables after = tables_of("\n\n[[prior]]\nlo = 2\ncondition = \"a\"\n[[prior]]\ncondition = \"a\"\nlo = 1\n");
  EXPECT_TRUE(changed_rows(before, after).empty());
}

TEST(DiffRows, rows_of_one_name_are_told_apart_by_what_they_say) {
  const Tables before = tables_of("[[prior]]\ncondition = \"a\"\nlo = 1\n[[prior]]\ncondition = \"a\"\nlo = 2\n");
  const Tables after = tables_of("[[prior]]\ncondition = \"a\"\nlo = 3\n[[prior]]\ncondition = \"a\"\nlo = 1\n");
  const std::vector<RowChange> rows = changed_rows(before, after);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].fields[0].before, "2");
  EXPECT_EQ(rows[0].fields[0].after, "3");
}

TEST(DiffRows, words_of_a_rule_are_texts) {
  const Tables before = tables_of("[[rule]]\nid = \"T1\"\nwhy = \"Because.\"\n");
  const Tables after = tables_of("[[rule]]\nid = \"T1\"\nwhy = \"Since.\"\n");
  ASSERT_EQ(changed_rows(before, after).size(), 1U);
  EXPECT_EQ(changed_rows(before, after)[0].part, FactPart::texts);
}

// --- Cases

CaseVerdict verdict(Urgency level, std::optional<int> hours = 24, bool provisional = false) {
  CaseVerdict one;
  one.level = level;
  one.deadline_hours = hours;
  one.provisional = provisional;
  return one;
}

TEST(DiffCases, knows_what_may_harm) {
  const CaseVerdict day = verdict(Urgency::within_24h);
  const CaseVerdict weeks = verdict(Urgency::appointment, 336);
  CaseVerdict refused;
  refused.refused = "no";
  CaseVerdict other = day;
  other.leading = "spasm";
  EXPECT_EQ(effect_of(day, day), Effect::none);
  EXPECT_EQ(effect_of(day, weeks), Effect::lowered);
  EXPECT_EQ(effect_of(weeks, day), Effect::raised);
  EXPECT_EQ(effect_of(day, refused), Effect::lowered) << "no answer is no advice";
  EXPECT_EQ(effect_of(refused, day), Effect::raised);
  EXPECT_EQ(effect_of(refused, refused), Effect::none);
  EXPECT_EQ(effect_of(verdict(Urgency::appointment, 24), weeks), Effect::softened);
  EXPECT_EQ(effect_of(weeks, verdict(Urgency::appointment, 24)), Effect::firmed);
  EXPECT_EQ(effect_of(weeks, verdict(Urgency::appointment, 336, true)), Effect::firmed);
  EXPECT_EQ(effect_of(verdict(Urgency::appointment, 336, true), weeks), Effect::softened);
  EXPECT_EQ(effect_of(day, other), Effect::other_cause);
}

TEST(DiffCases, a_finding_that_one_side_does_not_know_is_left_out) {
  const char* text = R"({"lumbar_case": 1, "findings": {"low_back_pain": true, "finding_of_tomorrow": true}})";
  EXPECT_EQ(judge(text, facts()).refused, "");
  EXPECT_NE(judge("{}", facts()).refused, "");
}

TEST(DiffSample, the_same_number_gives_the_same_case_and_most_read_without_a_warning) {
  const CaseSampler sampler(facts());
  std::size_t whole = 0;
  constexpr std::size_t many = 300;
  for (std::size_t i = 0; i < many; ++i) {
    Chance one(i), other(i);
    const RuleId rule(i % facts().rules().size());
    const Case person = sampler.draw(rule, one);
    EXPECT_EQ(person.statements, sampler.draw(rule, other).statements) << i;
    const auto read = read_case(write_case(person, facts(), false), facts(), {});
    whole += read && gather_findings(*read, facts()) ? 1 : 0;
  }
  EXPECT_GT(whole, many * 9 / 10);
}

TEST(DiffSample, reaches_every_level_and_nearly_every_rule) {
  const CaseSampler sampler(facts());
  std::array<std::size_t, 4> levels{};
  std::size_t raised = 0;
  constexpr std::size_t turns = 20;
  for (std::size_t row = 0; row < facts().rules().size(); ++row) {
    bool reached = false;
    for (std::size_t i = 0; i < turns; ++i) {
      Chance chance(row * turns + i);
      Case person = sampler.draw(RuleId(row), chance);
      person.lenient = true;
      const auto findings = gather_findings(person, facts());
      ASSERT_TRUE(findings) << findings.error().text();
      const Triage triage = assess_urgency(*findings, facts());
      ++levels[static_cast<std::size_t>(triage.level)];
      reached |= std::any_of(triage.raised.begin(), triage.raised.end(),
                             [&](const RaisedRule& one) { return one.rule == RuleId(row); });
    }
    raised += reached ? 1 : 0;
  }
  for (const std::size_t count : levels) EXPECT_GT(count, 5U);
  EXPECT_GT(raised, facts().rules().size() * 9 / 10);
}

// The comparison leaves out the reasons and the plan; what it compares must be what `lumbar assess` says.
TEST(DiffCases, judges_as_the_consultation_does) {
  const CaseSampler sampler(facts());
  for (std::size_t i = 0; i < 25; ++i) {
    Chance chance(i);
    const std::string text = write_case(sampler.draw(RuleId(4 * i), chance), facts(), false);
    const auto person = read_case(text, facts(), {.lenient = true});
    ASSERT_TRUE(person) << person.error().text();
    const auto whole = consult(*person, facts());
    ASSERT_TRUE(whole) << whole.error().text();
    const CaseVerdict brief = judge(text, facts());
    EXPECT_EQ(brief.level, whole->triage.level);
    EXPECT_EQ(brief.provisional, whole->triage.provisional);
    EXPECT_EQ(brief.deadline_hours, whole->triage.deadline_hours);
    EXPECT_EQ(brief.transport, whole->triage.transport);
    if (!whole->differential.complaint) continue;
    EXPECT_EQ(brief.leading, facts()[whole->differential.ranked.front().condition].name);
  }
}

// --- The command

TEST_F(FactsDiffCommand, finds_nothing_where_nothing_changed) {
  const std::string same = changed_facts("rules.toml", "SPDX", "SPDX");
  const Ran ran = diff({"embedded", same, "--cases", "20"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(has(ran.out, "Rules and formulas: no row differs")) << ran.out;
  EXPECT_TRUE(has(ran.out, "No urgency falls")) << ran.out;
  EXPECT_TRUE(has(ran.out, facts().hash()));
  EXPECT_EQ(ran.err, "");
}

TEST_F(FactsDiffCommand, finds_the_case_that_a_weakened_rule_lowers) {
  const std::string weaker = changed_facts("rules.toml", "or recent(foot_drop, 7 d)\"", "or recent(foot_drop, 2 d)\"");
  const std::string out = (folder_ / "cases").string();
  const std::vector<std::string> words = {"embedded", weaker, "--cases", "60", "--cases-out", out};
  const Ran ran = diff(words);
  EXPECT_EQ(ran.code, exit_code_lowered) << ran.err;
  EXPECT_TRUE(has(ran.out, "changed  rule T23")) << ran.out;
  EXPECT_TRUE(has(ran.out, "recent(foot_drop, 7 d)") && has(ran.out, "recent(foot_drop, 2 d)"));
  EXPECT_TRUE(has(ran.out, "LOWER  ") && has(ran.out, "no longer  T23")) << ran.out;
  EXPECT_FALSE(has(ran.out, "\x1b")) << "colour only on a terminal";
  EXPECT_EQ(diff(words).out, ran.out) << "same facts, same bytes";

  // The case file runs in `lumbar assess`, with another answer on each side.
  const std::string file = (fs::path(out) / "LOWER_001.json").string();
  std::ostringstream answer, ignored;
  std::istringstream in;
  std::array<int, 2> codes{};
  for (std::size_t i = 0; i < 2; ++i) {
    std::vector<const char*> assess = {"lumbar", "assess", file.c_str(), "--exit-level", "--lenient"};
    if (i == 1) assess.insert(assess.end(), {"--facts", weaker.c_str()});
    codes[i] = run_command(static_cast<int>(assess.size()), assess.data(), {in, answer, ignored});
  }
  EXPECT_GT(codes[0], codes[1]);
  EXPECT_GE(codes[1], 10);

  const Ran json = diff({"embedded", weaker, "--cases", "0", "--also", file, "--format", "json"});
  EXPECT_EQ(json.code, exit_code_lowered);
  EXPECT_TRUE(has(json.out, "\"lowered\": true") && has(json.out, "\"effect\": \"lowered\"")) << json.out;
  const Ran page = diff({"embedded", weaker, "--cases", "0", "--also", file, "--format", "md"});
  EXPECT_TRUE(has(page.out, "| **LOWER** |") && has(page.out, "## Sign-off")) << page.out;
  const Ran red = diff({"embedded", weaker, "--cases", "0", "--also", file}, true);
  EXPECT_TRUE(has(red.out, "\x1b[1;31mLOWER")) << red.out;

  const Ran back = diff({weaker, "embedded", "--cases", "0", "--also", file});
  EXPECT_EQ(back.code, 0) << "stronger facts lower nobody";
  EXPECT_TRUE(has(back.out, "raised"));
}

TEST_F(FactsDiffCommand, judges_the_cases_handed_in) {
  const std::string weaker = changed_facts("rules.toml", "or recent(foot_drop, 7 d)\"", "or recent(foot_drop, 2 d)\"");
  const fs::path cases = folder_ / "given";
  fs::create_directories(cases);
  constexpr std::string_view fresh =
      R"({"lumbar_case": 1, "findings": {"foot_drop": {"present": true, "duration": "5 days"}}})";
  std::ofstream(cases / "fresh.json") << fresh;
  std::ofstream(cases / "two.ndjson") << fresh << "\n\n"
                                      << R"({"lumbar_case": 1, "findings": {"fever": true}})"
                                      << "\n";
  const Ran ran = diff({"embedded", weaker, "--cases", "0", "--also", cases.string()});
  EXPECT_EQ(ran.code, exit_code_lowered) << ran.err;
  EXPECT_TRUE(has(ran.out, "0 sampled") && has(ran.out, "3 given") && has(ran.out, "fresh.json")) << ran.out;
}

TEST_F(FactsDiffCommand, refuses_what_it_cannot_compare_in_one_line) {
  const std::string bad = changed_facts("rules.toml", "or recent(foot_drop, 7 d)\"", "or recent(foot_dropped, 7 d)\"");
  const std::string broken = (folder_ / "broken.json").string();
  std::ofstream(broken) << "{";
  struct Row {
    std::vector<std::string> words;
    int code;
  };
  const std::vector<Row> rows = {{{"embedded", bad}, 4},
                                 {{bad, "embedded"}, 4},
                                 {{"embedded", (folder_ / "nowhere").string()}, 5},
                                 {{"embedded", "embedded", "--cases", "0", "--also", broken}, 3},
                                 {{"embedded", "embedded", "--also", (folder_ / "nowhere.json").string()}, 3},
                                 {{"embedded", "embedded", "--format", "pdf"}, 2},
                                 {{"embedded"}, 2}};
  for (const Row& row : rows) {
    const Ran ran = diff(row.words);
    SCOPED_TRACE(row.words.back());
    EXPECT_EQ(ran.code, row.code) << ran.err;
    EXPECT_EQ(ran.out, "");
    EXPECT_TRUE(ran.err.starts_with("lumbar: ")) << ran.err;
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  }
}

}  // namespace
}  // namespace lumbar
