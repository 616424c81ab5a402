// SPDX-License-Identifier: Apache-2.0
// `lumbar facts` but for diff, on the real facts.
#include "lumbar/doors/cli/facts_card.h"
#include "lumbar/doors/cli/run_in_test.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

using FactsCommands = InFolder;

TEST_F(FactsCommands, ranks_the_figures_most_worth_a_better_source) {
  const std::string examples = LUMBAR_SOURCE_DIR "/vignettes/examples";
  const Ran ran = run({"facts", "sensitivity", examples, "--top", "3"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(has(ran.out, "of 5 of 5 cases")) << ran.out;
  EXPECT_TRUE(has(ran.out, "the 3 of ")) << ran.out;
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), ';'), 1 + 3) << ran.out;  // a header, and a line a figure
  const Ran again = run({"facts", "sensitivity", examples, "--format", "json", "--top", "0"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_TRUE(has(again.out, "\"cases_given\": 5")) << again.out.substr(0, 300);
  // Many cases in one file count one by one; a person without a complaint leans on nothing.
  std::string line(strained);
  std::replace(line.begin(), line.end(), '\n', ' ');
  const std::string many = file("many.ndjson", line + "\n" + R"({"lumbar_case": 1, "findings": {}})" + "\n");
  const Ran lines = run({"facts", "sensitivity", many});
  EXPECT_EQ(lines.code, 0) << lines.err;
  EXPECT_TRUE(has(lines.out, "of 1 of 2 cases")) << lines.out;
}

TEST_F(FactsCommands, refuses_to_rank_figures_without_a_case_to_lean_on_them) {
  const std::string nothing = file("nothing.json", R"({"lumbar_case": 1, "findings": {}})");
  const std::string broken = file("broken.json", R"({"lumbar_case": 1, "findings": {"no_such_finding": true}})");
  fs::create_directories(path("empty"));
  struct Row {
    std::string given;
    int code;
    const char* says;
  };
  for (const Row& row : {Row{nothing, 3, "no case names a complaint"}, Row{broken, 3, "no_such_finding"},
                         Row{path("empty"), 3, "holds no case"}, Row{path("missing.json"), 3, "cannot be opened"}}) {
    const Ran ran = run({"facts", "sensitivity", row.given});
    EXPECT_EQ(ran.code, row.code) << ran.err;
    EXPECT_EQ(ran.out, "");
    EXPECT_TRUE(has(ran.err, row.says)) << ran.err;
    EXPECT_TRUE(is_one_line(ran.err)) << ran.err;
  }
}

TEST_F(FactsCommands, checks_its_own_facts) {
  const Ran ran = run({"facts", "check"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(has(ran.out, "all checks passed")) << ran.out;
  EXPECT_EQ(ran.err, "");
}

TEST_F(FactsCommands, shows_facts_by_id_or_table) {
  EXPECT_TRUE(has(run({"facts", "show"}).out, "rule "));
  const Ran fever = run({"facts", "show", "fever"});
  EXPECT_EQ(fever.code, 0);
  EXPECT_TRUE(has(fever.out, "[finding]  ")) << fever.out;
  const Ran table = run({"facts", "show", "stage"});
  EXPECT_EQ(table.code, 0);
  EXPECT_TRUE(has(table.out, "[stage]  ")) << table.out;
  const Ran wrong = run({"facts", "show", "feverr"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_EQ(wrong.out, "");
  EXPECT_TRUE(is_one_line(wrong.err)) << wrong.err;
  // A bug that was: the same name from two tables, and rows without an id, took the places of the other two.
  EXPECT_TRUE(has(wrong.err, "nearest: fever, fever_")) << wrong.err;
}

TEST_F(FactsCommands, covers_every_statement_of_the_seeds) {
  const Ran ran = run({"facts", "coverage"});
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_FALSE(has(ran.out, "MISSING")) << ran.out;
  const Ran all = run({"facts", "coverage", "--all"});
  EXPECT_EQ(all.code, 0);
  EXPECT_GT(all.out.size(), ran.out.size());
  EXPECT_TRUE(all.out.ends_with(ran.out));
}

TEST_F(FactsCommands, shows_the_card_of_a_condition) {
  const Ran ran = run({"facts", "card", "cauda_equina_syndrome"});
  EXPECT_EQ(ran.code, 0);
  for (const char* part :
       {"how common     ", "urgency        emergency_now", "top symptoms", "always (95", "hardly ever"})
    EXPECT_TRUE(has(ran.out, part)) << part << "\n" << ran.out;
  EXPECT_GT(run({"facts", "card", "cauda_equina_syndrome", "--all"}).out.size(), ran.out.size());
  const Ran wrong = run({"facts", "card", "cauda_equina"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_EQ(wrong.out, "");
  EXPECT_TRUE(is_one_line(wrong.err) && has(wrong.err, "cauda_equina_syndrome")) << wrong.err;
}

TEST_F(FactsCommands, shows_a_card_for_every_condition_and_each_finding_once) {
  for (const Condition& condition : shipped_facts().conditions()) {
    std::istringstream in;
    std::ostringstream out, err;
    const Surroundings world{.in = in, .out = out, .err = err};
    EXPECT_EQ(card_command(world, shipped_facts(), condition.name, false), 0) << condition.name;
    EXPECT_TRUE(has(out.str(), condition.label)) << out.str();
    EXPECT_TRUE(condition.background || has(out.str(), "how common     ")) << out.str();
  }
}

TEST_F(FactsCommands, shows_the_card_of_a_seed_and_what_of_it_was_overruled) {
  const Ran ran = run({"facts", "card", "chronic_low_back_pain"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_TRUE(has(ran.out, "overruled") && has(ran.out, "Bowel incontinence (T02, emergency_now)")) << ran.out;
}

}  // namespace
}  // namespace lumbar
