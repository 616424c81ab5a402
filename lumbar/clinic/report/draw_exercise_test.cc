// SPDX-License-Identifier: Apache-2.0
// Drawings of exercises: every exercise has one, inside its frame, in black, white and greys.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <string>

#include "lumbar/clinic/report/report.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

// Each value of an attribute, in order.
std::vector<std::string> values_of(const std::string& svg, const std::string& attribute) {
  std::vector<std::string> values;
  const std::string start = " " + attribute + "=\"";
  for (std::size_t at = svg.find(start); at != std::string::npos; at = svg.find(start, at + 1)) {
    const std::size_t from = at + start.size();
    values.push_back(svg.substr(from, svg.find('"', from) - from));
  }
  return values;
}

bool is_grey(const std::string& colour) {
  return colour == "none" || (colour.size() == 4 && colour[1] == colour[2] && colour[2] == colour[3]) ||
         (colour.size() == 7 && colour.substr(1, 2) == colour.substr(3, 2) &&
          colour.substr(3, 2) == colour.substr(5, 2));
}

TEST(DrawExercise, each_exercise_has_a_start_and_an_end_that_print_in_black_and_white) {
  const Exercises& all = shipped_facts().exercises();
  for (std::size_t row = 0; row < all.list.size(); ++row) {
    SCOPED_TRACE(all.list[row].name);
    const std::string svg = draw_exercise(ExerciseId(row), shipped_facts());
    ASSERT_FALSE(svg.empty());
    EXPECT_NE(svg.find("<g transform=\"translate(250 0)\">"), std::string::npos);
    EXPECT_EQ(std::count(svg.begin(), svg.end(), '<'), std::count(svg.begin(), svg.end(), '>'));
    for (const char* attribute : {"fill", "stroke"})
      for (const std::string& colour : values_of(svg, attribute)) EXPECT_TRUE(is_grey(colour)) << colour;
    const std::string box = values_of(svg, "viewBox").front();
    const double tall = std::strtod(box.c_str() + box.rfind(' '), nullptr);
    EXPECT_GT(tall, 30);
    EXPECT_LT(tall, 330);
    for (const std::string& points : values_of(svg, "points")) {
      const char* at = points.c_str();
      while (*at != '\0') {
        char* after = nullptr;
        const double x = std::strtod(at, &after);
        const double y = std::strtod(after + 1, &after);
        EXPECT_TRUE(x >= 0 && x <= 250 && y >= 0 && y <= tall) << x << " " << y;
        at = after;
      }
    }
  }
}

// Where nothing moves, an arrow shows what is done; otherwise the two figures differ.
TEST(DrawExercise, start_and_end_tell_what_is_done) {
  const Exercises& all = shipped_facts().exercises();
  for (std::size_t row = 0; row < all.list.size(); ++row) {
    const std::string& name = all.list[row].name;
    if (name == "diaphragmatic_breathing") continue;  // its caption says that both look alike
    const std::string svg = draw_exercise(ExerciseId(row), shipped_facts());
    const std::size_t from = svg.find("<g fill=\"none\""), middle = svg.find("<g transform=");
    const std::string start = svg.substr(svg.find('>', from) + 1, middle - svg.find('>', from) - 1);
    const std::size_t after = svg.find('>', middle) + 1;
    EXPECT_NE(start, svg.substr(after, svg.find("</g></g>", after) - after)) << name;
  }
}

}  // namespace
}  // namespace lumbar
