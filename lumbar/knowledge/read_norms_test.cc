// SPDX-License-Identifier: Apache-2.0
// Tests of strength and norms: what the shipped rows come to, and what is refused.
#include <gtest/gtest.h>

#include <algorithm>

#include "lumbar/base/text.h"
#include "lumbar/knowledge/facts_in_test.h"
#include "lumbar/knowledge/knowledge.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

const Norm& norm_named(std::string_view name) {
  const auto& norms = shipped_facts().strength().norms;
  const auto found = std::find_if(norms.begin(), norms.end(), [&](const Norm& one) { return one.name == name; });
  if (found == norms.end()) throw std::runtime_error("no norm");
  return *found;
}

TEST(ReadNorms, takes_figures_ranges_and_ages) {
  const Norm& extensor = norm_named("mcgill1999_ext_male");
  EXPECT_EQ(extensor.mean.point, 146);
  EXPECT_EQ(extensor.sd, 51);
  EXPECT_EQ(extensor.sex, Sex::male);
  EXPECT_EQ(extensor.age_min, 18);
  EXPECT_EQ(extensor.age_max, 30);
  EXPECT_EQ(extensor.use, NormUse::compare);
  EXPECT_EQ(extensor.basis.status, Status::reported);
  EXPECT_EQ(norm_named("mcgill1999_lsb_all").side, Side::left);
  EXPECT_FALSE(norm_named("mcgill1999_lsb_all").sex);
  const Norm& sides = norm_named("mcgill_ratio_rl");
  EXPECT_EQ(sides.limit.low, 0.95);
  EXPECT_EQ(sides.limit.high, 1.05);
  EXPECT_FALSE(sides.age_max) << "none stated: 18 and older";
  EXPECT_EQ(norm_named("trunk_strength_sex").mean.low, 60);
  EXPECT_FALSE(norm_named("myotome_L2").limit.point) << "a text, kept as it is";
  EXPECT_TRUE(norm_named("fts_60").lower_is_better);
}

TEST(ReadNorms, each_norm_has_its_use_or_says_why_not) {
  const StrengthFacts& facts = shipped_facts().strength();
  EXPECT_EQ(facts.norms.size(), shipped_facts().tables().at("norm").size());
  std::size_t unused = 0;
  for (const Norm& norm : facts.norms) {
    EXPECT_EQ(norm.use == NormUse::unused, !norm.why_unused.empty()) << norm.name;
    unused += norm.use == NormUse::unused ? 1 : 0;
  }
  EXPECT_EQ(unused, 12U);
}

// The bands stand as text among the norms and as numbers among the parameters: one truth.
TEST(ReadNorms, bands_of_percent_and_asymmetry_agree_with_the_parameters) {
  const Knowledge& facts = shipped_facts();
  EXPECT_TRUE(
      norm_named("pct_norm_bands").cutoff.starts_with(">=" + written(facts.parameter("strength_percent_low")) + " "));
  EXPECT_EQ(norm_named("asym_index").cutoff, written(facts.parameter("strength_asymmetry_watch")) + " watch; " +
                                                 written(facts.parameter("strength_asymmetry_act")) + " act");
}

TEST(ReadNorms, the_ceiling_of_a_norm_is_that_of_its_test) {
  for (const StrengthVariant& one : shipped_facts().strength().variants) {
    if (one.name == "sorensen") {
      EXPECT_EQ(one.ceiling, 240);
    } else if (one.name == "mcgill_extensor") {
      EXPECT_FALSE(one.ceiling);
    }
  }
}

// What comes back for a norm that holds one wrong thing.
TEST(ReadNorms, refuses_rows_that_cannot_be_right) {
  struct Row {
    std::string text, complaint;
  };
  const std::string head =
      "[[norm]]\nid = \"n\"\ntest_id = \"t\"\ntest_label = \"T\"\nquantity = \"hold_time\"\nunit = \"s\"\n"
      "sources = [\"project_choice\"]\nstatus = \"assumed\"\n";
  const std::string good = "sex = \"all\"\ndirection = \"higher_better\"\n";
  const std::string basis = "sources = [\"project_choice\"]\nstatus = \"assumed\"\n";
  const std::string variant = "[[strength_variant]]\nid = \"v\"\nlabel = \"V\"\nhow = \"H.\"\n" + basis;
  const std::string test = "[[strength_test]]\nid = \"s\"\nlabel = \"S\"\nlabel_patient = \"S\"\n" + basis;
  const std::string use = "[[norm_use]]\nid = \"u\"\n" + basis;
  const std::vector<Row> rows = {
      {head + "sex = \"both\"\ndirection = \"higher_better\"\n", "sex › \"both\" is not one of: female, male, all"},
      {head + "sex = \"all\"\ndirection = \"up\"\n", "direction › \"up\" is not one of: higher_better"},
      {head + good + "age_min = 40\nage_max = 30\n", "age_min › 40 to 30 years is nobody's age"},
      {head + good + "age_min = 400\n", "age_min › is not an age in whole years from 0 to 120"},
      {head + good + "mean = \"many\"\n", "mean › \"many\" is neither a number nor a range"},
      {head + good + "mean = \"-5\"\n", "mean › -5 is below 0"},
      {head + good + "mean = \"60-50\"\n", "mean › a range goes from the lower to the higher number"},
      {head + good + "mean = \"60\"\nsd = 0\n", "sd › is not a number above 0"},
      {head + good + "sd = 4\n", "sd › a standard deviation without a mean says nothing"},
      {head + good + "p25 = 9\np75 = 4\n", "p25 › the quartiles do not rise"},
      {head + good, "id › n has no [[norm_use]]: use it, or say why not"},
      {"[[norm]]\nid = \"n\"\nsex = \"all\"\n" + basis, "test_id › a norm names its test and how it was done"},
      {"[[norm]]\nid = \"mrc_0\"\ntest_id = \"t\"\ntest_label = \"T\"\nsex = \"all\"\n" + basis,
       "norm mrc_0 stands twice"},
      {"[[norm]]\nid = \"n\"\ntest_id = \"t\"\ntest_label = \"T\"\nsex = \"all\"\nsources = [\"nobody\"]\n"
       "status = \"assumed\"\n",
       "sources › source \"nobody\" is not in sources.toml"},
      {use + "use = \"compare\"\nvariant = \"sorensen\"\nnorms = [\"bs_cap\"]\n", "norms › bs_cap has two uses"},
      {use + "use = \"compare\"\nvariant = \"sorenson\"\nnorms = [\"x\"]\n",
       "variant › no [[strength_variant]] \"sorenson\"; nearest: sorensen"},
      {use + "use = \"compare\"\nvariant = \"sorensen\"\nnorms = [\"bs_capp\"]\n",
       "norms › no norm \"bs_capp\"; nearest: bs_cap"},
      {use + "use = \"guess\"\nnorms = [\"x\"]\n", "use › \"guess\" is not one of: compare, low, average"},
      {use + "use = \"unused\"\nnorms = [\"x\"]\n", "why › say why these norms are not used"},
      {use + "use = \"compare\"\nnorms = [\"x\"]\n", "variant › say which way of testing these norms speak of"},
      {use + "use = \"ratio\"\nratio = \"left_up\"\nnorms = [\"x\"]\n", "ratio › \"left_up\" is not one of"},
      {use + "use = \"meaning\"\n", "norms › names no norm"},
      {variant + "test = \"plankk\"\n", "test › no [[strength_test]] \"plankk\"; nearest: plank"},
      {variant + "test = \"plank\"\nceiling = 99999\n", "ceiling › 99999 is not above 0 and at most 3600"},
      {variant + "test = \"plank\"\ngentler = \"v\"\n", "gentler › nothing is gentler than itself"},
      {test + "group = \"neck\"\nkind = \"hold\"\nsame_day = \"best\"\nbetter = \"higher\"\nmost = 3\n",
       "group › \"neck\" is not one of: extensors"},
      {test + "group = \"flexors\"\nkind = \"hold\"\nsame_day = \"best\"\nbetter = \"higher\"\nmost = 0\n",
       "most › is not a number above 0"},
      {test + "group = \"flexors\"\nkind = \"hold\"\nsame_day = \"best\"\nbetter = \"higher\"\nmost = 3\n",
       "s has no [[strength_variant]]: how is it done?"},
      {"[[strength_claim]]\nid = \"c\"\nsays = \"a\"\nknown = \"b\"\ngrade = \"true\"\nstatements = [\"S3-006\"]\n" +
           basis,
       "grade › \"true\" is not one of: supported, partly, unproved, contradicted"},
      {"[[strength_claim]]\nid = \"c\"\nsays = \"a\"\nknown = \"b\"\ngrade = \"partly\"\nstatements = [\"S9-1\"]\n" +
           basis,
       "statements › no statement S9-1"},
  };
  // One loading for all rows: each complaint names the line of its own row.
  std::string wrong;
  for (const Row& row : rows) wrong += row.text + "\n";
  std::vector<FactFile> files = fact_files();
  files.push_back({"wrong.toml", wrong});
  const std::vector<Error> complaints = Knowledge::check(files);
  for (const Row& row : rows) {
    const bool told = std::any_of(complaints.begin(), complaints.end(), [&](const Error& one) {
      return one.text().find(row.complaint) != std::string::npos && one.text().starts_with("wrong.toml:");
    });
    EXPECT_TRUE(told) << row.complaint;
  }
}

}  // namespace
}  // namespace lumbar
