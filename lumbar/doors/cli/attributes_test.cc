// SPDX-License-Identifier: Apache-2.0
// What the build says of itself: that no attribute of the rule is left out, and that numbers come from the facts.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "lumbar/doors/cli/cli.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const Knowledge& knowledge() {
  static const Knowledge facts = std::move(*load_facts("", Policy::standard));
  return facts;
}

std::string printed(const std::vector<const char*>& words, int expected_code = 0) {
  std::istringstream in;
  std::ostringstream out, err;
  EXPECT_EQ(run_command(static_cast<int>(words.size()), words.data(), {.in = in, .out = out, .err = err}),
            expected_code)
      << err.str();
  return out.str();
}

// 45 CFR 170.315(b)(11)(iv): (A) has thirteen attributes; (B) has nine groups with so many each, thirty-one in all.
TEST(Attributes, answer_every_line_of_the_rule_in_its_order) {
  std::vector<std::string> wanted;
  for (int i = 1; i <= 13; ++i) wanted.push_back("A" + std::to_string(i));
  constexpr std::array<int, 9> predictive = {4, 4, 2, 4, 2, 4, 5, 4, 2};
  constexpr std::array<const char*, 5> roman = {"i", "ii", "iii", "iv", "v"};
  for (std::size_t group = 0; group < predictive.size(); ++group) {
    for (int i = 0; i < predictive[group]; ++i)
      wanted.push_back("B" + std::to_string(group + 1) + roman[static_cast<std::size_t>(i)]);
  }
  EXPECT_EQ(wanted.size(), 44U);
  std::vector<std::string> have;
  for (const Record& row : rows_of(knowledge(), "attribute")) {
    have.push_back(row.text("id"));
    EXPECT_EQ(row.text("list"), row.text("id").starts_with("A") ? "evidence_based" : "predictive") << row.text("id");
  }
  EXPECT_EQ(have, wanted);
}

TEST(Attributes, admit_that_nobody_validated_it) {
  std::set<std::string> not_done;
  for (const Record& row : rows_of(knowledge(), "attribute")) {
    if (row.text("state") == "not_done") not_done.insert(row.text("id"));
  }
  // Whoever changes one of these has a study to show.
  for (const char* id : {"B6i", "B6ii", "B6iii", "B6iv", "B7iii", "B7iv", "B7v", "B8ii", "B8iv"})
    EXPECT_TRUE(not_done.contains(id)) << id;
}

TEST(Attributes, are_filled_in_from_the_running_build) {
  const auto filled = [](std::string_view sentence) { return filled_attribute(sentence, knowledge(), "9.9"); };
  EXPECT_EQ(filled("engine {engine}, facts {facts}."), "engine 9.9, facts " + knowledge().hash() + ".");
  EXPECT_EQ(filled("{rows rule}"), std::to_string(knowledge().rules().size()));
  EXPECT_EQ(filled("{rows evidence assumed}"),
            std::to_string(*count_with(rows_of(knowledge(), "evidence"), Status::assumed)));
  EXPECT_EQ(filled("{rows nothing}"), "0");
  for (const char* as_it_is : {"", "plain", "{", "}", "{open", "shut}", "{rows}", "{rows a b c}", "{rows rule sure}"})
    EXPECT_EQ(filled(as_it_is), as_it_is);
  for (const Record& row : rows_of(knowledge(), "attribute")) {
    EXPECT_FALSE(has(filled(row.text("says")), "{")) << row.text("id");
    for (const std::string& point : row.list("points")) EXPECT_FALSE(has(filled(point), "{")) << row.text("id");
  }
}

TEST(Attributes, are_printed_as_json_and_as_a_page) {
  const std::string json = printed({"lumbar", "attributes"});
  EXPECT_EQ(printed({"lumbar", "attributes", "--format", "json"}), json);
  for (const char* part : {"\"lumbar_attributes\": 1", "\"place\": \"(B)(9)(ii)\"", "\"state\": \"not_done\""})
    EXPECT_TRUE(has(json, part)) << part;
  EXPECT_TRUE(has(json, knowledge().hash()));
  const std::string page = printed({"lumbar", "attributes", "--format", "html"});
  EXPECT_TRUE(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
  EXPECT_TRUE(has(page, "Not done.</span> No external validation has been done.")) << page;
  // Nothing from outside, nothing that runs.
  for (const char* part : {"http", "<script", "src=", "@import", "url("}) EXPECT_FALSE(has(page, part)) << part;
  printed({"lumbar", "attributes", "--format", "pdf"}, 2);
  printed({"lumbar", "attributes", "--facts", "/no/such/folder"}, 5);
}

TEST(Attributes, follow_their_schema) {
  if (std::system("python3 -c 'import jsonschema; jsonschema.Draft202012Validator' >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "python3-jsonschema is not installed";
  const std::string file = testing::TempDir() + "lumbar_attributes_" + std::to_string(getpid()) + ".json";
  std::ofstream(file) << printed({"lumbar", "attributes"});
  const std::string command =
      "python3 -c 'import json, jsonschema, sys; jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))"
      ".validate(json.load(open(sys.argv[2])))' '" LUMBAR_SOURCE_DIR "/schema/attributes.schema.json' '" +
      file + "'";
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::remove(file.c_str());
}

}  // namespace
}  // namespace lumbar
