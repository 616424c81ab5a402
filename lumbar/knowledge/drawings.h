// SPDX-License-Identifier: Apache-2.0
// Drawings of exercises: poses from joint angles, and what stands or pulls around the body. exercises.h includes it.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/id.h"
#include "lumbar/base/scales.h"

namespace lumbar {

using ExerciseId = Id<struct ExerciseTag>;

/// One part of the body as it is seen: its direction from the joint nearer to the pelvis to the next one, and how much
/// of its length is seen.
struct BodyPart {
  double degrees = 0;  ///< 0 is to the right, 90 upwards
  double share = 1;    ///< 0..1: 1 lies in the plane of the drawing, 0 points towards or away from the viewer
};

/// One position of a drawing.
struct BodyPose {
  std::array<BodyPart, 2> trunk{BodyPart{90}, BodyPart{90}};  ///< pelvis to waist, waist to neck
  BodyPart head{90};
  std::array<BodyPart, 2> arm{BodyPart{-90}, BodyPart{-90}}, far_arm{arm};               ///< upper arm, forearm
  std::array<BodyPart, 3> leg{BodyPart{-90}, BodyPart{-90}, BodyPart{0}}, far_leg{leg};  ///< thigh, shank, foot
};

/// From where a drawing is seen. From the side and lying on the side (`front`) both limbs of a pair begin at one point;
/// facing somebody, or from above somebody who lies on the back or stands, each has its own; `above_side` lies on the
/// side, seen from above.
enum class DrawnView : std::uint8_t { side, front, facing, above, above_side };
template <>
struct Words<DrawnView> {
  static constexpr auto list = std::to_array<std::string_view>({"side", "front", "facing", "above", "above_side"});
};

enum class DrawnJoint : std::uint8_t {
  hip,
  waist,
  shoulder,
  head,
  elbow,
  hand,
  knee,
  ankle,
  toe,
  far_elbow,
  far_hand,
  far_knee,
  far_ankle,
  far_toe
};
template <>
struct Words<DrawnJoint> {
  static constexpr auto list =
      std::to_array<std::string_view>({"hip", "waist", "shoulder", "head", "elbow", "hand", "knee", "ankle", "toe",
                                       "far_elbow", "far_hand", "far_knee", "far_ankle", "far_toe"});
};

/// What is drawn beside the body, from a point near a joint: what its numbers mean differs by kind.
enum class MarkKind : std::uint8_t {
  arrow,  ///< a push or a movement: direction in degrees, length
  turn,   ///< a turning movement: radius, from and to which direction in degrees
  box,    ///< width, height; its lower left corner is the point
  stand,  ///< width; from the point down to the floor
  ball,   ///< radius
  bar,    ///< something firm and thin: direction in degrees, length
  band,   ///< elastic band or cable: direction in degrees, length
  water,  ///< the surface of water at the point's height
};
template <>
struct Words<MarkKind> {
  static constexpr auto list =
      std::to_array<std::string_view>({"arrow", "turn", "box", "stand", "ball", "bar", "band", "water"});
};
/// How many numbers follow the point, by kind.
inline constexpr std::array<std::size_t, 8> numbers_of_mark{2, 3, 2, 1, 1, 2, 2, 0};

struct DrawnMark {
  MarkKind kind = MarkKind::arrow;
  DrawnJoint at = DrawnJoint::hip;
  double right = 0, up = 0;  ///< the point, from the joint; a person is 170 tall
  std::array<double, 3> numbers{};
  bool in_start = true, in_end = true;
  bool behind = false;  ///< the body
};

struct ExerciseDrawing {
  ExerciseId exercise;
  BodyPose start, end;
  std::vector<std::string> props;  ///< floor, wall_left, wall_right, chair, stick, front_support, weight
  std::vector<DrawnMark> marks;
  DrawnView view = DrawnView::side;
  std::string caption;  ///< what is seen
};

}  // namespace lumbar
