// SPDX-License-Identifier: Apache-2.0
// An exercise as two figures: start and end, from the angles of the facts. Black, white and one grey, so that paper
// shows as much as a screen. What is nearer to the viewer is dark; the far arm and leg are outlined.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

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
  std::array<Point, 3> arm, far_arm;  // shoulder, elbow, hand
  std::array<Point, 4> leg, far_leg;  // hip, knee, ankle, toe
};

// A part that points at the viewer, or away, is seen as its end only.
double seen(double degrees, double length) { return degrees == 360 ? 3 : length; }

std::array<Point, 3> arm_of(Point shoulder, const std::array<double, 2>& angles) {
  const Point elbow = along(shoulder, angles[0], upper_arm);
  return {shoulder, elbow, along(elbow, angles[1], seen(angles[1], forearm))};
}
std::array<Point, 4> leg_of(Point hip, const std::array<double, 3>& angles) {
  const Point knee = along(hip, angles[0], thigh);
  const Point ankle = along(knee, angles[1], seen(angles[1], shank));
  return {hip, knee, ankle, along(ankle, angles[2], seen(angles[2], foot))};
}

DrawnBody figure_of(const BodyPose& pose) {
  DrawnBody made;
  made.waist = along(made.hip, pose.trunk[0], low_trunk);
  made.shoulder = along(made.waist, pose.trunk[1], high_trunk);
  made.head = along(made.shoulder, pose.head, neck + head_radius);
  made.arm = arm_of(made.shoulder, pose.arm);
  made.far_arm = arm_of(made.shoulder, pose.far_arm);
  made.leg = leg_of(made.hip, pose.leg);
  made.far_leg = leg_of(made.hip, pose.far_leg);
  return made;
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
  for (const Point point : {figure.hip, figure.waist, figure.shoulder}) box.add(point, trunk_width / 2);
  box.add(figure.head, head_radius);
  for (const auto& arm : {figure.arm, figure.far_arm})
    for (std::size_t i = 1; i < arm.size(); ++i) box.add(arm[i], arm_width / 2);
  for (const auto& leg : {figure.leg, figure.far_leg})
    for (std::size_t i = 1; i < leg.size(); ++i) box.add(leg[i], (i == 3 ? arm_width : leg_width) / 2);
  return box;
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
  void trunk(const DrawnBody& figure) {
    limb(std::array{figure.hip, figure.waist, figure.shoulder}, trunk_width, false);
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
void surroundings(Picture& picture, const ExerciseDrawing& drawing, const DrawnBody& figure, const Box& box,
                  double middle, const DrawnBody& start) {
  const double floor = box.low;
  picture.line({middle - panel_wide / 2 + 6, floor}, {middle + panel_wide / 2 - 6, floor}, 2);
  if (has(drawing, "wall_left")) {
    picture.line({box.left, floor}, {box.left, floor + wall_tall}, 4);
  }
  if (has(drawing, "wall_right")) {
    picture.line({box.right, floor}, {box.right, floor + wall_tall}, 4);
  }
  if (has(drawing, "chair")) {
    // Where the hips rest at the start; it stays while the person rises. Feet stand still in both pictures.
    const double seat = start.hip.y - start.leg[2].y - trunk_width / 2;
    const double x = figure.leg[2].x + (start.hip.x - start.leg[2].x);
    picture.block(x - 22, floor, 40, figure.leg[2].y - leg_width / 2 - floor + seat);
  }
  if (has(drawing, "front_support")) {
    picture.block(figure.arm[2].x - 4, floor, 26, figure.arm[2].y - arm_width / 2 - floor);
  }
}

std::string panel(const ExerciseDrawing& drawing, const BodyPose& pose, const BodyPose& from, double panel_tall) {
  const DrawnBody figure = figure_of(pose);
  Box box = box_of(figure);
  const double middle = (box.left + box.right) / 2;
  Picture picture(middle - panel_wide / 2, box.low + panel_tall - margin);
  surroundings(picture, drawing, figure, box, middle, figure_of(from));
  picture.limb(figure.far_arm, arm_width, true);
  picture.limb(figure.far_leg, leg_width, true);
  picture.trunk(figure);
  picture.head(figure.head);
  picture.limb(figure.leg, leg_width, false);
  picture.limb(figure.arm, arm_width, false);
  if (has(drawing, "stick")) {
    const Point low = along(figure.hip, pose.trunk[0] - 90, trunk_width / 2 + 2);
    const Point high = along(figure.head, pose.trunk[0] - 90, head_radius + 2);
    picture.line(along(low, pose.trunk[0] + 180, 14), along(high, pose.trunk[0], 12), 2.5);
  }
  if (has(drawing, "weight")) picture.block(figure.arm[2].x - 5, figure.arm[2].y - 8, 10, 13);
  return picture.take();
}

// As tall as the taller of both needs: somebody who lies leaves no empty half page above.
double tall_for(const ExerciseDrawing& drawing) {
  double tall = 0;
  for (const BodyPose* pose : {&drawing.start, &drawing.end}) {
    const Box box = box_of(figure_of(*pose));
    tall = std::max(tall, box.high - box.low);
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
  svg += panel(*drawing, drawing->start, drawing->start, panel_tall);
  svg += "<g transform=\"translate(" + fmt::format("{:.0f}", panel_wide) + " 0)\">";
  svg += panel(*drawing, drawing->end, drawing->start, panel_tall) + "</g></g>";
  svg += fmt::format(
      R"(<line x1="{0:.0f}" y1="10" x2="{0:.0f}" y2="{1:.0f}" stroke="#999" stroke-dasharray="3 4"/></svg>)",
      panel_wide, panel_tall - 10);
  return svg;
}

}  // namespace lumbar
