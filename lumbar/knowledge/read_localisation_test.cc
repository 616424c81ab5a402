// SPDX-License-Identifier: Apache-2.0
// Signs and sites: what follows from the tables of muscles, reflexes and skin, and what is refused.
#include <gtest/gtest.h>

#include "lumbar/knowledge/facts_in_test.h"
#include "lumbar/knowledge/knowledge.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

double chance_of(std::string_view site_name, std::string_view sign_name) {
  const Knowledge& facts = shipped_facts();
  for (const Site& site : facts.sites()) {
    if (site.name != site_name) continue;
    for (const SiteSign& one : site.signs)
      if (facts.signs()[one.sign].name == sign_name) return one.chance;
  }
  return -1;
}

TEST(ReadLocalisation, takes_chances_from_the_weight_of_a_muscle_reflex_or_zone) {
  EXPECT_EQ(chance_of("L5", "great_toe_extension"), 0.75);  // root_muscle, primary
  EXPECT_EQ(chance_of("L5", "plantar_flexion"), 0.35);      // secondary
  EXPECT_EQ(chance_of("L4", "great_toe_extension"), 0.12);  // minor
  EXPECT_EQ(chance_of("S1", "knee_flexion"), 0.75);         // medial hamstrings secondary, biceps primary
  EXPECT_EQ(chance_of("femoral", "knee_extension"), 0.85);  // nerve_muscle, weight 1.0
  EXPECT_EQ(chance_of("L4", "patellar_reflex"), 0.65);      // "L4:1.0;L3:0.5;L2:0.25"
  EXPECT_EQ(chance_of("L3", "patellar_reflex"), 0.3);
  EXPECT_EQ(chance_of("L2", "patellar_reflex"), 0.12);
  EXPECT_EQ(chance_of("S4", "perianal_skin"), 0.5);                // root_sensory
  EXPECT_EQ(chance_of("common_peroneal", "ankle_inversion"), -1);  // not its muscle
}

TEST(ReadLocalisation, lets_a_row_of_our_own_stand_in_place_of_a_weight) {
  EXPECT_EQ(chance_of("L5", "hip_abduction"), 0.857);
  EXPECT_EQ(chance_of("common_peroneal", "hip_abduction"), 0.036);
  EXPECT_EQ(chance_of("polyneuropathy", "achilles_reflex"), 0.74);
}

TEST(ReadLocalisation, refuses_what_is_not_whole) {
  const std::string sign = "[[sign]]\nid = \"x\"\nsources = [\"project_choice\"]\nstatus = \"assumed\"\n";
  const std::string basis = "sources = [\"project_choice\"]\nstatus = \"assumed\"\n";
  const std::vector<std::pair<std::string, std::string>> rows = {
      {sign + "kind = \"magic\"\nflag = \"fever\"\nbackground = 0.1\nminutes = 1\n",
       "kind › \"magic\" is not one of: power"},
      {sign + "kind = \"flag\"\nflag = \"fevr\"\nbackground = 0.1\nminutes = 1\n",
       "flag › no finding \"fevr\"; nearest: fever"},
      {sign + "kind = \"flag\"\nflag = \"fever\"\nbackground = 0\nminutes = 1\n",
       "background › is not a chance above 0"},
      {sign + "kind = \"flag\"\nflag = \"fever\"\nbackground = 1.7\nminutes = 1\n", "background › 1.7 is not a chance"},
      {sign + "kind = \"flag\"\nflag = \"fever\"\nbackground = 0.1\nminutes = 900\n", "minutes › is not a time"},
      {sign + "kind = \"flag\"\nbackground = 0.1\nminutes = 1\n", "flag › no finding says yes or no"},
      {sign + "kind = \"power\"\nbackground = 0.1\nminutes = 1\n", "grades › no finding holds its grade"},
      {sign + "kind = \"power\"\ngrades = [\"reflex_achilles\"]\nbackground = 0.1\nminutes = 1\n",
       "grades › reflex_achilles holds no grade of this kind"},
      {sign + "kind = \"flag\"\nflag = \"fever\"\nunless = [\"nobody\"]\nbackground = 0.1\nminutes = 1\n",
       "unless › no other sign \"nobody\""},
      {sign + "kind = \"flag\"\nflag = \"fever\"\nboth = 0.1\nbackground = 0.1\nminutes = 1\n",
       "both › a sign without sides is not found on both"},
      {"[[site]]\nid = \"L5\"\nkind = \"root\"\nlabel = \"a\"\nlabel_patient = \"a\"\nsides = \"one\"\nshare = 0.1\n" +
           basis,
       "site L5 stands twice"},
      {"[[site]]\nid = \"y\"\nkind = \"nothing\"\nlabel = \"a\"\nlabel_patient = \"a\"\nsides = \"none\"\nshare = "
       "0.1\n" +
           basis,
       "one site is of the kind nothing; there are 2"},
      {"[[site]]\nid = \"y\"\nkind = \"nerve\"\nlabel = \"a\"\nlabel_patient = \"a\"\nsides = \"one\"\nshare = 0\n" +
           basis,
       "share › is not a chance above 0"},
      {"[[site]]\nid = \"y\"\nkind = \"nerve\"\nlabel = \"a\"\nlabel_patient = \"a\"\nsides = \"one\"\nshare = 0.1\n"
       "other_side = 0.2\n" +
           basis,
       "only a site on either side"},
      {"[[site_sign]]\nsite = \"nowhere\"\nchance = 0.5\nsigns = [\"babinski\"]\n" + basis,
       "site › no site \"nowhere\""},
      {"[[site_sign]]\nsite = \"L1\"\nchance = 0.5\nsigns = [\"nose\"]\n" + basis, "signs › no sign \"nose\""},
      {"[[site_sign]]\nsite = \"L1\"\nsigns = [\"babinski\"]\n" + basis, "chance › give either a class or a chance"},
      {"[[site_sign]]\nsite = \"L1\"\nclass = \"always\"\nsigns = [\"babinski\"]\n" + basis,
       "no [[sign_class]] \"always\""},
      {"[[site_sign]]\nsite = \"L5\"\nchance = 0.5\nsigns = [\"hip_abduction\"]\n" + basis, "stands twice"},
      {"[[grade_chance]]\nlesion = \"huge\"\n" + basis, "lesion › \"huge\" is not one of: mild, severe"},
  };
  std::vector<FactFile> files = fact_files();
  ASSERT_TRUE(Knowledge::check(files).empty());
  std::string broken;
  for (const auto& row : rows) broken += row.first + "\n";
  files.push_back({"facts/zz_broken.toml", broken});
  std::string complaints;
  for (const Error& one : Knowledge::check(files)) complaints += one.text() + "\n";
  for (const auto& row : rows) EXPECT_NE(complaints.find(row.second), std::string::npos) << row.first << complaints;
}

}  // namespace
}  // namespace lumbar
