// SPDX-License-Identifier: Apache-2.0
// Drawings of exercises: poses by the angles of joints, and the marks around them.
#include <algorithm>
#include <cmath>
#include <optional>

#include "lumbar/knowledge/loader.h"

namespace lumbar {
namespace {

// `100`, or `100*0.5` where half of the length is seen; 360 points towards or away from the viewer.
std::optional<BodyPart> part_of(std::string_view text) {
  const auto star = text.find('*');
  const auto angle = number_in(trimmed(text.substr(0, star)));
  const auto share = star == std::string_view::npos ? std::optional(1.0) : number_in(trimmed(text.substr(star + 1)));
  if (!angle || std::abs(*angle) > 360 || !share || *share < 0 || *share > 1) return std::nullopt;
  return BodyPart{*angle, *angle == 360 ? 0 : *share};
}

template <std::size_t N>
bool read_parts(std::string_view text, std::array<BodyPart, N>& into) {
  const auto parts = split(text, ',');
  if (parts.size() != N) return false;
  for (std::size_t i = 0; i < N; ++i) {
    const auto part = part_of(parts[i]);
    if (!part) return false;
    into[i] = *part;
  }
  return true;
}

// Empty when all was read; otherwise what is wrong.
std::string read_pose(const std::string& text, BodyPose& pose) {
  bool far_arm = false, far_leg = false;
  for (const std::string_view one : split(text, ';')) {
    if (trimmed(one).empty()) continue;
    const auto equals = one.find('=');
    const std::string_view name = trimmed(one.substr(0, equals));
    const std::string_view value = equals == std::string_view::npos ? std::string_view{} : one.substr(equals + 1);
    std::array<BodyPart, 1> head{};
    bool read = false;
    if (name == "trunk") read = read_parts(value, pose.trunk);
    if (name == "head" && (read = read_parts(value, head))) pose.head = head[0];
    if (name == "arm") read = read_parts(value, pose.arm);
    if (name == "far_arm") far_arm = read = read_parts(value, pose.far_arm);
    if (name == "leg") read = read_parts(value, pose.leg);
    if (name == "far_leg") far_leg = read = read_parts(value, pose.far_leg);
    if (!read)
      return "\"" + std::string(trimmed(one)) +
             "\" is no part of a pose: trunk=a,b; head=a; arm=a,b; far_arm=a,b; leg=a,b,c; far_leg=a,b,c in degrees, "
             "a*0.5 where half of the length is seen";
  }
  if (!far_arm) pose.far_arm = pose.arm;
  if (!far_leg) pose.far_leg = pose.leg;
  return {};
}

// `arrow waist 0 14 -90 12 end`: kind, joint, right, up, the numbers of the kind; then, where it is not drawn in both,
// start or end; and behind.
std::optional<DrawnMark> mark_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (const std::string_view word : split(text, ' '))
    if (!word.empty()) words.push_back(word);
  if (words.size() < 4) return std::nullopt;
  const auto kind = from_word<MarkKind>(words[0]);
  const auto joint = from_word<DrawnJoint>(words[1]);
  if (!kind || !joint) return std::nullopt;
  DrawnMark mark;
  mark.kind = *kind;
  mark.at = *joint;
  std::vector<double> numbers;
  std::size_t place = 2;
  for (; place < words.size(); ++place) {
    const auto number = number_in(words[place]);
    if (!number) break;
    numbers.push_back(*number);
  }
  const std::size_t wanted = numbers_of_mark[static_cast<std::size_t>(*kind)];
  if (numbers.size() != wanted + 2) return std::nullopt;
  mark.right = numbers[0];
  mark.up = numbers[1];
  std::copy(numbers.begin() + 2, numbers.end(), mark.numbers.begin());
  for (; place < words.size(); ++place) {
    if (words[place] == "start")
      mark.in_end = false;
    else if (words[place] == "end")
      mark.in_start = false;
    else if (words[place] == "behind")
      mark.behind = true;
    else
      return std::nullopt;
  }
  return mark;
}

}  // namespace

void Loader::read_drawings() {
  for (const Record& row : table("pose")) {
    once(row, "pose", row.text("exercise"));
    basis_of(row);
    ExerciseDrawing drawing;
    if (const auto id = made_.exercises_.find(row.text("exercise"))) {
      drawing.exercise = *id;
    } else {
      complain(row, "exercise", "no exercise " + row.text("exercise"));
    }
    for (const auto& [field, pose] : {std::pair{"start", &drawing.start}, std::pair{"end", &drawing.end}}) {
      if (const std::string wrong = read_pose(row.text(field), *pose); !wrong.empty()) complain(row, field, wrong);
    }
    drawing.view = scale_of<DrawnView>(row, "view");
    drawing.caption = row.text("caption");
    drawing.props = row.list("props");
    for (const std::string& prop : drawing.props) {
      if (prop != "floor" && prop != "wall_left" && prop != "wall_right" && prop != "chair" && prop != "stick" &&
          prop != "front_support" && prop != "weight")
        complain(row, "props",
                 "\"" + prop + "\" is not one of: floor, wall_left, wall_right, chair, stick, front_support, weight");
    }
    for (const std::string& text : row.list("marks")) {
      if (const auto mark = mark_of(text)) {
        drawing.marks.push_back(*mark);
      } else {
        complain(row, "marks",
                 "\"" + text +
                     "\" is no mark: a kind (arrow, turn, box, stand, ball, bar, band, water), a joint, right, up, the "
                     "numbers of the kind; start or end; behind");
      }
    }
    made_.exercises_.drawings.push_back(std::move(drawing));
  }
  std::sort(made_.exercises_.drawings.begin(), made_.exercises_.drawings.end(),
            [](const ExerciseDrawing& a, const ExerciseDrawing& b) { return a.exercise < b.exercise; });
}

}  // namespace lumbar
