// SPDX-License-Identifier: Apache-2.0
// An exercise as two figures: start and end, from the angles of the facts. Black, white and one grey, so that paper
// shows as much as a screen. What is nearer to the viewer is dark; the far arm and leg are outlined.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "lumbar/clinic/report/markup.h"
#include "lumbar/clinic/report/programme_words.h"
#include "lumbar/clinic/report/report.h"

namespace lumbar {
namespace {

struct Point {
  double x = 0, y = 0;  // upwards
};

// Lengths of the parts as shares of a person's height, rounded; only for drawing. Widths are what makes a limb read as
// one.
constexpr double height = 170;
constexpr double low_trunk = 0.15 * height, high_trunk = 0.15 * height, neck = 0.05 * height,
                 head_radius = 0.062 * height;
constexpr double upper_arm = 0.15 * height, forearm = 0.155 * height;
constexpr double thigh = 0.235 * height, shank = 0.235 * height, foot = 0.11 * height;
constexpr double trunk_width = 17, leg_width = 10, arm_width = 7;

Point along(Point from, double degrees, double length) {
  const double angle = degrees * 3.14159265358979323846 / 180;
  // Rounded, so that the picture is the same bytes wherever it is reckoned.
  const auto tenth = [](double value) { return std::round(value * 10) / 10; };
  return {tenth(from.x + length * std::cos(angle)), tenth(from.y + length * std::sin(angle))};
}

struct DrawnBody {
  Point hip, waist, shoulder, head;
  std::array<Point, 2> hips, shoulders;  // the near one first; apart only facing somebody, or from above
  std::array<Point, 3> arm, far_arm;     // shoulder, elbow, hand
  std::array<Point, 4> leg, far_leg;     // hip, knee, ankle, toe
};

// A part that points at the viewer, or away, is seen as its end only.
double seen(const BodyPart& part, double length) { return std::max(3.0, part.share * length); }
Point along(Point from, const BodyPart& part, double length) { return along(from, part.degrees, seen(part, length)); }

std::array<Point, 3> arm_of(Point shoulder, const std::array<BodyPart, 2>& parts) {
  const Point elbow = along(shoulder, parts[0], upper_arm);
  return {shoulder, elbow, along(elbow, parts[1], forearm)};
}
std::array<Point, 4> leg_of(Point hip, const std::array<BodyPart, 3>& parts) {
  const Point knee = along(hip, parts[0], thigh);
  const Point ankle = along(knee, parts[1], shank);
  return {hip, knee, ankle, along(ankle, parts[2], foot)};
}

bool is_from_above(DrawnView view) { return view == DrawnView::above || view == DrawnView::above_side; }
bool is_broad(DrawnView view) { return view == DrawnView::facing || view == DrawnView::above; }

DrawnBody figure_of(const BodyPose& pose, DrawnView view) {
  DrawnBody made;
  made.waist = along(made.hip, pose.trunk[0], low_trunk);
  made.shoulder = along(made.waist, pose.trunk[1], high_trunk);
  made.head = along(made.shoulder, pose.head, neck + head_radius);
  const double across = pose.trunk[0].degrees - 90;
  const double hip_half = is_broad(view) ? 9 : 0, shoulder_half = is_broad(view) ? 16 : 0;
  made.hips = {along(made.hip, across, hip_half), along(made.hip, across + 180, hip_half)};
  made.shoulders = {along(made.shoulder, across, shoulder_half), along(made.shoulder, across + 180, shoulder_half)};
  made.arm = arm_of(made.shoulders[0], pose.arm);
  made.far_arm = arm_of(made.shoulders[1], pose.far_arm);
  made.leg = leg_of(made.hips[0], pose.leg);
  made.far_leg = leg_of(made.hips[1], pose.far_leg);
  return made;
}

Point joint_of(const DrawnBody& figure, DrawnJoint joint) {
  switch (joint) {
    case DrawnJoint::hip: return figure.hip;
    case DrawnJoint::waist: return figure.waist;
    case DrawnJoint::shoulder: return figure.shoulder;
    case DrawnJoint::head: return figure.head;
    case DrawnJoint::elbow: return figure.arm[1];
    case DrawnJoint::hand: return figure.arm[2];
    case DrawnJoint::knee: return figure.leg[1];
    case DrawnJoint::ankle: return figure.leg[2];
    case DrawnJoint::toe: return figure.leg[3];
    case DrawnJoint::far_elbow: return figure.far_arm[1];
    case DrawnJoint::far_hand: return figure.far_arm[2];
    case DrawnJoint::far_knee: return figure.far_leg[1];
    case DrawnJoint::far_ankle: return figure.far_leg[2];
    case DrawnJoint::far_toe: return figure.far_leg[3];
  }
  return {};
}

Point place_of(const DrawnMark& mark, const DrawnBody& figure) {
  const Point joint = joint_of(figure, mark.at);
  return {joint.x + mark.right, joint.y + mark.up};
}

struct Box {
  double left = 1e9, right = -1e9, low = 1e9, high = -1e9;
  void add(Point point, double radius) {
    left = std::min(left, point.x - radius);
    right = std::max(right, point.x + radius);
    low = std::min(low, point.y - radius);
    high = std::max(high, point.y + radius);
  }
};

Box box_of(const DrawnBody& figure) {
  Box box;
  for (const auto& pair : {figure.hips, figure.shoulders})
    for (const Point point : pair) box.add(point, leg_width / 2);
  for (const Point point : {figure.hip, figure.waist, figure.shoulder}) box.add(point, trunk_width / 2);
  box.add(figure.head, head_radius);
  for (const auto& arm : {figure.arm, figure.far_arm})
    for (std::size_t i = 1; i < arm.size(); ++i) box.add(arm[i], arm_width / 2);
  for (const auto& leg : {figure.leg, figure.far_leg})
    for (std::size_t i = 1; i < leg.size(); ++i) box.add(leg[i], (i == 3 ? arm_width : leg_width) / 2);
  return box;
}

// What stands, lies or moves around takes room as well.
void add_marks(const ExerciseDrawing& drawing, const DrawnBody& figure, bool at_end, Box& box) {
  for (const DrawnMark& mark : drawing.marks) {
    if (!(at_end ? mark.in_end : mark.in_start)) continue;
    const Point from = place_of(mark, figure);
    const double low = box.low;
    switch (mark.kind) {
      case MarkKind::arrow:
      case MarkKind::band:
      case MarkKind::bar:
        box.add(from, 3);
        box.add(along(from, mark.numbers[0], mark.numbers[1]), 4);
        break;
      case MarkKind::turn: box.add(from, mark.numbers[0] + 4); break;
      case MarkKind::box:
        box.add(from, 0);
        box.add({from.x + mark.numbers[0], from.y + mark.numbers[1]}, 0);
        break;
      case MarkKind::ball: box.add(from, mark.numbers[0]); break;
      case MarkKind::stand:
        box.add(from, 0);
        box.add({from.x + mark.numbers[0], from.y}, 0);
        break;
      case MarkKind::water: break;
    }
    // The floor lies under what is firm: an arrow below it lifts nobody.
    const bool drawn_only = mark.kind == MarkKind::arrow || mark.kind == MarkKind::turn || mark.kind == MarkKind::band;
    if (drawn_only && !is_from_above(drawing.view)) box.low = low;
  }
}

class Picture {
 public:
  // `floor` is where the ground is drawn, in the figure's own measure.
  Picture(double left, double top) : left_(left), top_(top) {}

  template <std::size_t N>
  void limb(const std::array<Point, N>& joints, double width, bool far) {
    std::string points;
    for (const Point joint : joints) points += at(joint) + " ";
    points.pop_back();
    const auto stroke = [&](std::string_view colour, double wide) {
      svg_ += fmt::format(R"(<polyline points="{}" stroke="{}" stroke-width="{:.1f}"/>)", points, colour, wide);
    };
    // A white rim keeps a limb apart from what it crosses.
    if (far) {
      stroke("#000", width);
      stroke("#fff", width - 2.4);
    } else {
      stroke("#fff", width + 3);
      stroke("#222", width);
    }
  }
  void trunk(const DrawnBody& figure, bool broad) {
    if (!broad) {
      limb(std::array{figure.hip, figure.waist, figure.shoulder}, trunk_width, false);
      return;
    }
    std::string points;
    for (const Point corner : {figure.hips[0], figure.hips[1], figure.shoulders[1], figure.shoulders[0]})
      points += at(corner) + " ";
    points.pop_back();
    svg_ += fmt::format(R"(<polygon points="{}" fill="#222" stroke="#222" stroke-width="8"/>)", points);
  }
  void head(Point centre) {
    svg_ += fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}" fill="#222" stroke="#fff" stroke-width="1.5"/>)",
                        centre.x - left_, top_ - centre.y, head_radius);
  }
  void line(Point from, Point to, double width, std::string_view colour = "#000") {
    svg_ += fmt::format(R"(<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke="{}" stroke-width="{:.1f}"/>)",
                        from.x - left_, top_ - from.y, to.x - left_, top_ - to.y, colour, width);
  }
  void block(double x, double y, double width, double tall) {
    svg_ += fmt::format(
        R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="#ccc" stroke="#000" stroke-width="1.2"/>)",
        x - left_, top_ - y - tall, width, tall);
  }
  void dashed(Point from, Point to) {
    svg_ += fmt::format(
        R"(<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke="#000" stroke-width="2" stroke-dasharray="6 3"/>)",
        from.x - left_, top_ - from.y, to.x - left_, top_ - to.y);
  }
  void ball(Point centre, double radius) {
    svg_ += fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}" fill="#ccc" stroke="#000" stroke-width="1.2"/>)",
                        centre.x - left_, top_ - centre.y, radius);
  }
  // A path with a head at its end, on a white rim that keeps it apart from the body.
  void arrow(const std::vector<Point>& path, double towards) {
    std::string points;
    for (const Point point : path) points += at(point) + " ";
    points.pop_back();
    svg_ += fmt::format(R"(<polyline points="{}" stroke="#fff" stroke-width="6"/>)", points);
    const Point tip = along(path.back(), towards, 5);
    svg_ += fmt::format(R"(<polygon points="{} {} {}" fill="#000" stroke="#fff" stroke-width="1.5"/>)", at(tip),
                        at(along(along(path.back(), towards + 180, 5), towards + 90, 5.5)),
                        at(along(along(path.back(), towards + 180, 5), towards - 90, 5.5)));
    svg_ += fmt::format(R"(<polyline points="{}" stroke="#000" stroke-width="2.6"/>)", points);
  }
  void mat(const Box& box) {
    svg_ += fmt::format(
        R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="6" fill="#f2f2f2" stroke="#777" stroke-width="1.2"/>)",
        box.left - 4 - left_, top_ - box.high - 4, box.right - box.left + 8, box.high - box.low + 8);
  }
  std::string take() { return std::move(svg_); }

 private:
  std::string at(Point point) const { return fmt::format("{:.1f},{:.1f}", point.x - left_, top_ - point.y); }
  double left_, top_;
  std::string svg_;
};

bool has(const ExerciseDrawing& drawing, std::string_view prop) {
  return std::find(drawing.props.begin(), drawing.props.end(), prop) != drawing.props.end();
}

constexpr double panel_wide = 250, margin = 12, wall_tall = 176;

// What stands around the body: the floor under its lowest part, a wall at its outermost, a seat under its hips.
void surroundings(Picture& picture, const ExerciseDrawing& drawing, const DrawnBody& figure, const Box& body,
                  double floor, double middle, const DrawnBody& start) {
  if (is_from_above(drawing.view)) {
    if (has(drawing, "floor")) picture.mat(body);
    return;
  }
  picture.line({middle - panel_wide / 2 + 6, floor}, {middle + panel_wide / 2 - 6, floor}, 2);
  if (has(drawing, "wall_left")) picture.line({body.left, floor}, {body.left, floor + wall_tall}, 4);
  if (has(drawing, "wall_right")) picture.line({body.right, floor}, {body.right, floor + wall_tall}, 4);
  if (has(drawing, "chair")) {
    // Where the hips rest at the start; it stays while the person rises. Feet stand still in both pictures.
    const double seat = start.hip.y - start.far_leg[2].y - trunk_width / 2;
    const double x = figure.far_leg[2].x + (start.hip.x - start.far_leg[2].x);
    picture.block(x - 22, floor, 40, figure.far_leg[2].y - leg_width / 2 - floor + seat);
  }
  if (has(drawing, "front_support")) {
    picture.block(figure.arm[2].x - 4, floor, 26, figure.arm[2].y - arm_width / 2 - floor);
  }
}

void draw_mark(Picture& picture, const DrawnMark& mark, const DrawnBody& figure, double floor, double middle) {
  const Point from = place_of(mark, figure);
  const auto& number = mark.numbers;
  switch (mark.kind) {
    case MarkKind::arrow: picture.arrow({from, along(from, number[0], number[1])}, number[0]); break;
    case MarkKind::turn: {
      std::vector<Point> path;
      constexpr int steps = 12;
      for (int i = 0; i <= steps; ++i)
        path.push_back(along(from, number[1] + (number[2] - number[1]) * i / steps, number[0]));
      picture.arrow(path, number[2] + (number[2] > number[1] ? 90 : -90));
      break;
    }
    case MarkKind::box: picture.block(from.x, from.y, number[0], number[1]); break;
    case MarkKind::stand: picture.block(from.x, floor, number[0], from.y - floor); break;
    case MarkKind::ball: picture.ball(from, number[0]); break;
    case MarkKind::bar: picture.line(from, along(from, number[0], number[1]), 4, "#555"); break;
    case MarkKind::band: picture.dashed(from, along(from, number[0], number[1])); break;
    case MarkKind::water:
      for (const double down : {0.0, 9.0})
        picture.dashed({middle - panel_wide / 2 + 6, from.y - down}, {middle + panel_wide / 2 - 6, from.y - down});
      break;
  }
}

void draw_body(Picture& picture, const DrawnBody& figure, DrawnView view) {
  const bool broad = is_broad(view);
  picture.limb(figure.far_arm, arm_width, !broad);
  picture.limb(figure.far_leg, leg_width, !broad);
  if (broad) {
    picture.limb(figure.leg, leg_width, false);
    picture.trunk(figure, true);
    picture.head(figure.head);
    picture.limb(figure.far_arm, arm_width, false);
    picture.limb(figure.arm, arm_width, false);
    return;
  }
  picture.trunk(figure, false);
  picture.head(figure.head);
  picture.limb(figure.leg, leg_width, false);
  picture.limb(figure.arm, arm_width, false);
}

struct Panel {
  DrawnBody figure;
  Box body, whole;
};

Panel panel_of(const ExerciseDrawing& drawing, bool at_end) {
  Panel made{.figure = figure_of(at_end ? drawing.end : drawing.start, drawing.view), .body = {}, .whole = {}};
  made.body = box_of(made.figure);
  made.whole = made.body;
  add_marks(drawing, made.figure, at_end, made.whole);
  return made;
}

std::string panel(const ExerciseDrawing& drawing, bool at_end, double panel_tall) {
  const auto [figure, body, whole] = panel_of(drawing, at_end);
  const double middle = (whole.left + whole.right) / 2;
  Picture picture(middle - panel_wide / 2, whole.low + panel_tall - margin);
  surroundings(picture, drawing, figure, body, whole.low, middle, figure_of(drawing.start, drawing.view));
  for (const bool behind : {true, false}) {
    if (!behind) draw_body(picture, figure, drawing.view);
    for (const DrawnMark& mark : drawing.marks) {
      if (mark.behind == behind && (at_end ? mark.in_end : mark.in_start))
        draw_mark(picture, mark, figure, whole.low, middle);
    }
  }
  const BodyPose& pose = at_end ? drawing.end : drawing.start;
  const double up = pose.trunk[0].degrees;
  if (has(drawing, "stick")) {
    const Point low = along(figure.hip, up - 90, trunk_width / 2 + 2);
    const Point high = along(figure.head, up - 90, head_radius + 2);
    picture.line(along(low, up + 180, 14), along(high, up, 12), 2.5);
  }
  if (has(drawing, "weight")) picture.block(figure.arm[2].x - 5, figure.arm[2].y - 8, 10, 13);
  return picture.take();
}

// As tall as the taller of both needs: somebody who lies leaves no empty half page above.
double tall_for(const ExerciseDrawing& drawing) {
  double tall = 0;
  for (const bool at_end : {false, true}) {
    const Box whole = panel_of(drawing, at_end).whole;
    tall = std::max(tall, whole.high - whole.low);
  }
  if (has(drawing, "wall_left") || has(drawing, "wall_right")) tall = std::max(tall, wall_tall);
  return std::ceil(tall + 2 * margin);
}

}  // namespace

std::string draw_exercise(ExerciseId exercise, const Knowledge& knowledge) {
  const ExerciseDrawing* drawing = knowledge.exercises().drawing(exercise);
  if (drawing == nullptr) return {};
  const double panel_tall = tall_for(*drawing);
  std::string svg = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0:.0f} {1:.0f}" role="img" aria-label="{2}">)"
      R"(<rect width="{0:.0f}" height="{1:.0f}" fill="#fff"/>)"
      R"(<g fill="none" stroke-linecap="round" stroke-linejoin="round">)",
      2 * panel_wide, panel_tall, escaped(drawing->caption));
  svg += panel(*drawing, false, panel_tall);
  svg += "<g transform=\"translate(" + fmt::format("{:.0f}", panel_wide) + " 0)\">";
  svg += panel(*drawing, true, panel_tall) + "</g></g>";
  svg += fmt::format(
      R"(<line x1="{0:.0f}" y1="10" x2="{0:.0f}" y2="{1:.0f}" stroke="#999" stroke-dasharray="3 4"/></svg>)",
      panel_wide, panel_tall - 10);
  return svg;
}

}  // namespace lumbar
