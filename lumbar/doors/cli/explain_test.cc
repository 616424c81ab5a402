// SPDX-License-Identifier: Apache-2.0
// `lumbar explain` as a clinician and a script meet it, on the real facts.
#include "lumbar/doors/cli/run_in_test.h"

namespace lumbar {
namespace {

using Explain = InFolder;

TEST_F(Explain, which_figures_one_condition_leans_on) {
  const std::string good = file("good.json", numb);
  const Ran plain = run({"explain", good, "cauda_equina_syndrome"});
  const Ran ran = run({"explain", good, "cauda_equina_syndrome", "--leans-on"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  ASSERT_TRUE(ran.out.starts_with(plain.out)) << "only added to";
  const std::string added = ran.out.substr(plain.out.size());
  EXPECT_TRUE(added.starts_with("leans on (")) << added;
  EXPECT_TRUE(has(added, "saddle_anaesthesia present")) << added;
  EXPECT_TRUE(has(added, "prior")) << added;
}

TEST_F(Explain, one_condition) {
  const std::string good = file("case.json", numb);
  const Ran ran = run({"explain", good, "cauda_equina_syndrome"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.err, "");
  for (const char* part : {"\nfor\n", "\nagainst\n", "\nmissing\n", " dB  "}) EXPECT_TRUE(has(ran.out, part)) << part;
  EXPECT_EQ(run({"explain", good, "cauda_equina_syndrome"}).out, ran.out);
  const Ran wrong = run({"explain", good, "cauda_equina"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_EQ(wrong.out, "");
  EXPECT_TRUE(is_one_line(wrong.err) && has(wrong.err, "nearest: ")) << wrong.err;
  EXPECT_TRUE(has(wrong.err, "cauda_equina_syndrome")) << wrong.err;
  const Ran missing = run({"explain", path("missing.json"), "muscle_strain"});
  EXPECT_EQ(missing.code, 3);
  EXPECT_EQ(missing.out, "");
  EXPECT_TRUE(is_one_line(missing.err)) << missing.err;
}

TEST_F(Explain, what_leads_and_what_would_change_it) {
  const std::string good = file("case.json", numb);
  const Ran ran = run({"explain", good});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(has(ran.out, "if we learned\n") || has(ran.out, "if this were mistaken\n")) << ran.out;
  const Ran json = run({"explain", good, "--format", "json"});
  EXPECT_EQ(json.code, 0);
  EXPECT_TRUE(has(json.out, "\"if_learned\": [")) << json.out.substr(0, 300);
  const Ran nothing = run({"explain", file("empty.json", R"({"lumbar_case": 1, "findings": {}})")});
  EXPECT_EQ(nothing.code, 2);
  EXPECT_TRUE(is_one_line(nothing.err) && has(nothing.err, "name a condition")) << nothing.err;
}

}  // namespace
}  // namespace lumbar
