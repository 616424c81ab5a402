// SPDX-License-Identifier: Apache-2.0
// Exercises as they are read: doses, needs, what forbids; the ways between them; and what is refused.
#include "lumbar/knowledge/exercises.h"

#include <gtest/gtest.h>

#include "lumbar/knowledge/facts_in_test.h"
#include "lumbar/knowledge/knowledge.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

const Exercise& exercise(std::string_view name) {
  const Exercises& all = shipped_facts().exercises();
  return all[*all.find(name)];
}

TEST(ReadExercises, takes_dose_load_and_needs_apart) {
  const Exercise& bird_dog = exercise("bird_dog");
  EXPECT_EQ(bird_dog.dose, (ExerciseDose{.sets = 3, .reps = 6, .hold_s = 8, .rest_s = 20, .days_per_week = 5}));
  EXPECT_EQ(bird_dog.load_n, 3000);
  EXPECT_TRUE(exercise("prone_back_extension").load_is_more);
  EXPECT_EQ(exercise("curl_up_mcgill").load_n, 2009);  // 1991-2009: the higher end
  EXPECT_EQ(exercise("walking_programme").dose->duration_s, 600);
  EXPECT_FALSE(exercise("sit_up_full").dose);
  EXPECT_TRUE(bird_dog.trains("extensors", true, shipped_facts().exercises().muscles));
  EXPECT_FALSE(bird_dog.trains("side_bridge", true, shipped_facts().exercises().muscles));
  EXPECT_EQ(exercise("hip_thrust").equipment.size(), 3U);  // a bench, and one of three loads
  EXPECT_EQ(exercise("hip_thrust").equipment.front().size(), 2U);
  EXPECT_TRUE(exercise("clamshell").equipment.front().size() == 1);
  EXPECT_EQ(exercise("abdominal_brace").positions.size(), 2U);
}

TEST(ReadExercises, reads_what_forbids_with_its_brackets) {
  const auto against = [](std::string_view name, std::string_view text) -> const Against* {
    for (const Against& one : exercise(name).against)
      if (one.text == text) return &one;
    return nullptr;
  };
  const Against* disc = against("romanian_deadlift", "disc_herniation(acute)");
  ASSERT_NE(disc, nullptr);
  EXPECT_TRUE(disc->when.has_value());
  EXPECT_TRUE(disc->condition.is_some());
  const Against* pain = against("romanian_deadlift", "pain_intensity(gt_3_at_rest)");
  ASSERT_NE(pain, nullptr);
  EXPECT_TRUE(pain->counted);
  EXPECT_FALSE(against("sit_to_stand", "balance_impaired(without_support)")->met_by.empty());
  EXPECT_FALSE(against("sit_up_full", "any")->finding.is_some());
}

// 76 exercises, and ten ways of our own that the imported table leaves open.
TEST(ReadExercises, ways_from_exercise_to_exercise_have_no_fault) {
  EXPECT_EQ(faults_of_progressions(shipped_facts().exercises()), std::vector<std::string>{});
}

TEST(ReadExercises, faults_of_the_ways_are_found) {
  Exercises broken;
  for (const char* name : {"a", "b", "c", "lone", "end"}) {
    Exercise one;
    one.name = name;
    one.phase = 2;
    broken.list.push_back(one);
  }
  broken.list[0].harder = {ExerciseId(1)};
  broken.list[1].harder = {ExerciseId(2)};
  broken.list[2].harder = {ExerciseId(0)};
  broken.list[3].harder = {ExerciseId(4)};
  broken.list[4].phase = 1;
  const auto faults = faults_of_progressions(broken);
  EXPECT_EQ(faults, (std::vector<std::string>{"circle: c leads back to a", "unreachable: nothing leads to lone",
                                              "backwards: lone is followed by end of an earlier phase",
                                              "dead end: nothing follows end"}));
}

TEST(ReadExercises, every_exercise_has_its_drawing_once) {
  const Exercises& all = shipped_facts().exercises();
  for (std::size_t row = 0; row < all.list.size(); ++row)
    EXPECT_NE(all.drawing(ExerciseId(row)), nullptr) << all.list[row].name << " has no [[pose]]";
  EXPECT_EQ(all.drawings.size(), all.list.size());
  for (const ExerciseDrawing& one : all.drawings) {
    EXPECT_EQ(all.drawing(one.exercise), &one);
    EXPECT_FALSE(one.caption.empty()) << all[one.exercise].name;
  }
}

TEST(ReadExercises, refuses_what_is_not_whole) {
  const std::string basis = "sources = [\"project_choice\"]\nstatus = \"assumed\"\n";
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"[[qualifier]]\nof = \"fever(blue)\"\nwords = \"x\"\n" + basis,
       "of › no exercise has the contraindication fever(blue)"},
      {"[[exercise_way]]\nfrom = \"bird_dgo\"\nto = \"bird_dog\"\n" + basis, "from › no exercise \"bird_dgo\""},
      {"[[goal]]\nid = \"fly\"\nexercises = [\"bird_dgo\"]\n" + basis,
       "exercises › no exercise \"bird_dgo\"; nearest: bird_dog"},
      {"[[goal]]\nid = \"fly\"\nexercises = []\n" + basis, "exercises › a goal that no exercise leads to"},
      {"[[adaptation]]\nid = \"x\"\n" + basis, "conditions › applies to nobody"},
      {"[[adaptation]]\nid = \"x\"\nage_from = 70\ndose_factor = 2\n" + basis,
       "dose_factor › is above 0 and at most 1"},
      {"[[adaptation]]\nid = \"x\"\nconditions = [\"gout\"]\n" + basis, "conditions › no condition \"gout\""},
      {"[[stated_diagnosis]]\nfinding = \"fevr\"\ncondition = \"osteoporosis\"\n" + basis,
       "finding › no finding \"fevr\""},
      {"[[pose]]\nexercise = \"bird_dog\"\nstart = \"tail=3\"\nend = \"\"\nview = \"side\"\n" + basis,
       "start › \"tail=3\" is no part of a pose"},
      {"[[pose]]\nexercise = \"bird_dog\"\nstart = \"leg=1,2\"\nend = \"\"\nview = \"side\"\n" + basis,
       "start › \"leg=1,2\" is no part of a pose"},
      {"[[pose]]\nexercise = \"bird_dog\"\nstart = \"leg=1*2,0,0\"\nend = \"\"\nview = \"side\"\n" + basis,
       "start › \"leg=1*2,0,0\" is no part of a pose"},
      {"[[pose]]\nexercise = \"bird_dog\"\nstart = \"\"\nend = \"\"\nview = \"behind\"\n" + basis,
       "view › \"behind\" is not one of: side, front, facing, above, above_side"},
      {"[[pose]]\nexercise = \"bird_dog\"\nstart = \"\"\nend = \"\"\nview = \"side\"\nmarks = [\"arrow tail 0 0 90 "
       "12\"]\n" +
           basis,
       "marks › \"arrow tail 0 0 90 12\" is no mark"},
      {"[[pose]]\nexercise = \"bird_dog\"\nstart = \"\"\nend = \"\"\nview = \"side\"\nmarks = [\"ball hand 0 0\"]\n" +
           basis,
       "marks › \"ball hand 0 0\" is no mark"},
      {"[[complaint]]\nfinding = \"fevr\"\n" + basis, "finding › "},
      {"[[exercise]]\nid = \"x\"\nphase = 5\ntargets = \"calf:primary\"\nequipment = \"none\"\nposition = "
       "\"standing\"\n"
       "spinal_bias = \"neutral\"\ndefault_use = \"default\"\ncontraindications = [\"none\"]\n" +
           basis,
       "phase › is not a whole number from 1 to 4"},
      {"[[exercise]]\nid = \"x\"\nphase = 1\ntargets = \"wing:primary\"\nequipment = \"broom\"\nposition = "
       "\"hanging\"\n"
       "spinal_bias = \"neutral\"\ndefault_use = \"default\"\nstart_dose = \"sets=0;reps=3;days_per_week=9\"\n"
       "contraindications = [\"fever(green)\"]\n" +
           basis,
       "targets › \"wing:primary\" is not muscle:primary"},
  };
  // All at once: reading the facts is what takes time.
  std::string all_rows;
  for (const auto& [row, complaint] : rows) all_rows += row;
  std::vector<FactFile> files = fact_files();
  files.push_back({"zz_more.toml", all_rows});
  const auto complaints = Knowledge::check(files);
  for (const auto& [row, complaint] : rows) {
    bool found = false;
    for (const Error& error : complaints) found |= error.text().find(complaint) != std::string::npos;
    EXPECT_TRUE(found) << complaint;
  }
}

}  // namespace
}  // namespace lumbar
