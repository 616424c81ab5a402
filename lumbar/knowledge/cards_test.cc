// SPDX-License-Identifier: Apache-2.0
// Cards that would keep somebody waiting are refused, first of all the one that a seed has.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "lumbar/knowledge/facts_in_test.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {
namespace {

// What is wrong with the facts when this card stands in place of the first one.
std::vector<std::string> complaints_about(const std::string& card) {
  std::vector<FactFile> files = fact_files();
  const auto cards = std::find_if(files.begin(), files.end(), [](const auto& one) { return one.name == "cards.toml"; });
  const std::size_t second = cards->text.find("[[card]]", cards->text.find("[[card]]") + 1);
  const std::string text = card + std::string(cards->text.substr(second));
  cards->text = text;
  std::vector<std::string> all;
  for (const Error& one : Knowledge::check(files)) all.push_back(one.text());
  return all;
}

// Seed 004's box on chronic low back pain, as it stands there: "Urgency: Primary care doctor".
const std::string of_the_seed = R"([[card]]
id           = "chronic_low_back_pain"
condition    = "nonspecific_low_back_pain"
label        = "Chronic low back pain of no specific origin"
rarity       = "common"
top_symptoms = ["low_back_pain", "unexplained_weight_loss", "buttock_pain", "fever", "bowel_incontinence"]
always       = ["low_back_pain"]
never        = ["thigh_numbness", "buttock_numbness", "trauma_any"]
urgency      = "appointment"
sources      = ["seed_documents"]
status       = "reported"
seeds        = ["S4 Chronic Low Back Pain Of No Specific Origin"]
)";

TEST(Cards, the_card_of_the_seed_is_refused_for_each_symptom_that_cannot_wait) {
  EXPECT_EQ(
      complaints_about(of_the_seed),
      (std::vector<std::string>{
          "cards.toml:1 › top_symptoms › unexplained_weight_loss raises rule T45 (within_24h), and this card says "
          "appointment: who finds that symptom here would wait; take it off the card, or raise its urgency",
          "cards.toml:1 › top_symptoms › fever raises rule T47 (within_24h), and this card says appointment: who "
          "finds that symptom here would wait; take it off the card, or raise its urgency",
          "cards.toml:1 › top_symptoms › bowel_incontinence raises rule T02 (emergency_now), and this card says "
          "appointment: who finds that symptom here would wait; take it off the card, or raise its urgency"}));
}

TEST(Cards, the_same_card_passes_when_it_says_that_nobody_waits) {
  std::string urgent = of_the_seed;
  urgent.replace(urgent.find("\"appointment\""), 13, "\"emergency_now\"");
  EXPECT_EQ(complaints_about(urgent), std::vector<std::string>{});
}

TEST(Cards, what_a_card_names_must_exist) {
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string card = of_the_seed;
    card.replace(card.find("\"unexplained_weight_loss\", "), 27, "");
    card.replace(card.find(", \"fever\", \"bowel_incontinence\""), 31, "");
    EXPECT_EQ(complaints_about(card), std::vector<std::string>{});
    card.replace(card.find(from), from.size(), to);
    return complaints_about(card);
  };
  for (const auto& [from, to, what] :
       {std::tuple{"\"nonspecific_low_back_pain\"", "\"lumbago\"", "lumbago"},
        std::tuple{"\"buttock_pain\"", "\"buttock_ache\"", "buttock_ache"},
        std::tuple{"\"thigh_numbness\"", "\"numb_thigh\"", "numb_thigh"},
        std::tuple{"\"appointment\"", "\"primary care doctor\"", "primary care doctor"}}) {
    const auto complaints = changed(from, to);
    ASSERT_EQ(complaints.size(), 1U) << to;
    EXPECT_NE(complaints[0].find(what), std::string::npos) << complaints[0];
  }
}

}  // namespace
}  // namespace lumbar
