// SPDX-License-Identifier: Apache-2.0
// The picture of measured strength. One row a way of testing; a test with two sides grows from the middle outwards, so
// that left and right mirror one another. Everything is told by shape and words, nothing by colour alone.
#include "lumbar/clinic/report/markup.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "lumbar/base/text.h"
#include "lumbar/clinic/report/columns.h"
#include "lumbar/clinic/report/strength_words.h"

namespace lumbar {

namespace {

// In units of the picture: as wide as a telephone.
constexpr double width = 390, edge = 10, track_height = 22, bar_height = 10, gap = 3;
constexpr double full = width - 2 * edge, middle = width / 2;
constexpr std::size_t columns_of_note = 54, columns_of_name = 42;
constexpr double mean_at = 0.5;  // of a track: the mean stands in its middle, the end is twice the mean

// One track: where its scale is 1, what the norm spans, and what was measured, all as fractions of its length.
struct Track {
  bool drawn = false;
  double bar = 0;
  bool beyond = false;  // the value goes on: a ceiling, or more than twice the mean
  std::optional<std::pair<double, double>> band;
  std::optional<double> mean, cutoff;
  std::string words;
};

class Painter {
 public:
  Painter(const StrengthResult& result, const Knowledge& knowledge, Mode mode)
      : result_(result), words_(knowledge, mode) {}

  std::string paint() {
    const auto& variants = words_.facts().variants;
    for (std::size_t variant = 0; variant < variants.size(); ++variant) row(variant);
    if (rows_.empty()) return {};
    note(words_.say("picture.key"));
    if (has_unnormed_) note(words_.say("picture.sides"));
    const std::string title = escaped(words_.say("picture.title"));
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" "
        "aria-labelledby=\"strength-title strength-told\" fill=\"currentColor\" font-family=\"sans-serif\">\n"
        "<title id=\"strength-title\">{}</title>\n<desc id=\"strength-told\">{}</desc>\n"
        "<defs><pattern id=\"strength-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
        "patternTransform=\"rotate(45)\"><path d=\"M0 0v6\" stroke=\"currentColor\" stroke-width=\"1.6\" "
        "stroke-opacity=\".55\"/></pattern></defs>\n{}</svg>\n",
        width, y_ + 6, title, escaped(told_), rows_);
  }

 private:
  const StrengthTested* tested(std::size_t variant, std::optional<Side> side) const {
    const auto found = std::find_if(result_.tested.begin(), result_.tested.end(), [&](const StrengthTested& one) {
      return one.variant == variant && one.place.side == side;
    });
    return found == result_.tested.end() ? nullptr : &*found;
  }
  const InvalidMeasure* invalid(std::size_t variant, std::optional<Side> side) const {
    const auto found = std::find_if(result_.invalid.begin(), result_.invalid.end(), [&](const InvalidMeasure& one) {
      return one.measure.variant == variant && one.measure.side == side;
    });
    return found == result_.invalid.end() ? nullptr : &*found;
  }

  GroupStanding standing_of(const StrengthTested& one) const {
    for (const PlaceFound& place : result_.places) {
      if (place.tested && &result_.tested[*place.tested] == &one) return place.standing;
    }
    return one.standing;
  }

  Track track_of(std::size_t variant, std::optional<Side> side, double largest) {
    Track track;
    const StrengthTested* one = tested(variant, side);
    if (one == nullptr) {
      if (const InvalidMeasure* stopped = invalid(variant, side)) {
        track.drawn = true;
        track.words = written(stopped->measure.value, 4) + " " + words_.facts().test_of(variant).unit + ", " +
                      words_.say("standing.invalid");
      }
      return track;
    }
    track.drawn = true;
    double scale = 2 * largest;  // the value that fills the track
    if (one->norm) {
      const Norm& norm = words_.facts().norms[*one->norm];
      const double mean = norm.mean.point ? *norm.mean.point : *norm.p50;
      scale = mean / mean_at;
      track.mean = mean_at;
      if (norm.sd) track.band = {std::max(0.0, (mean - *norm.sd) / scale), std::min(1.0, (mean + *norm.sd) / scale)};
    } else if (!one->cutoffs.empty()) {
      const Norm& norm = words_.facts().norms[one->cutoffs.front().norm];
      scale = *norm.limit.point / mean_at;
      if (norm.p25 && norm.p75) track.band = {*norm.p25 / scale, std::min(1.0, *norm.p75 / scale)};
    } else {
      has_unnormed_ = true;
    }
    if (!one->cutoffs.empty()) {
      const double limit = *words_.facts().norms[one->cutoffs.front().norm].limit.point / scale;
      if (limit < 1) track.cutoff = limit;
    }
    track.bar = scale > 0 ? one->value.value / scale : 0;
    track.beyond = one->value.at_least || track.bar > 1;
    track.bar = std::min(1.0, track.bar);
    track.words = words_.measured(*one);
    if (one->percent) track.words += ", " + words_.amount(*one->percent, 0) + " %";
    const GroupStanding standing = standing_of(*one);
    if (standing >= GroupStanding::within)
      track.words += ": " + words_.say("standing." + std::string(word_of(standing)));
    return track;
  }

  // From `from` towards the right, or from there towards the left.
  void paint_track(const Track& track, double from, double length, bool to_the_left) {
    const auto x = [&](double part) { return to_the_left ? from - part * length : from + part * length; };
    const auto box = [&](double begin, double end, double top, double height, std::string_view look) {
      const double left = std::min(x(begin), x(end));
      rows_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" {}/>\n", left, top,
                           std::max(x(begin), x(end)) - left, height, look);
    };
    const auto line = [&](double at, std::string_view look) {
      rows_ += fmt::format("<path d=\"M{:.1f} {:.1f}v{:.1f}\" stroke=\"currentColor\" fill=\"none\" {}/>\n", x(at),
                           y_ - 2, track_height + 4, look);
    };
    const bool counts = track.bar > 0 || track.mean || track.cutoff;
    box(0, 1, y_, track_height,
        counts ? "fill=\"none\" stroke=\"currentColor\" stroke-opacity=\".45\""
               : "fill=\"none\" stroke=\"currentColor\" stroke-opacity=\".6\" stroke-dasharray=\"2 4\"");
    if (track.band)
      box(track.band->first, track.band->second, y_, track_height,
          "fill=\"url(#strength-hatch)\" stroke=\"currentColor\" stroke-opacity=\".6\"");
    if (track.bar > 0) box(0, track.bar, y_ + (track_height - bar_height) / 2, bar_height, "");
    if (track.beyond) {
      const double tip = to_the_left ? -7 : 7, base = x(track.bar) - (track.bar >= 1 ? tip : 0);
      rows_ +=
          fmt::format("<path d=\"M{:.1f} {:.1f}l{:.1f} 9l{:.1f} 9z\"/>\n", base, y_ + track_height / 2 - 9, tip, -tip);
    }
    if (track.mean) line(*track.mean, "stroke-width=\"2.5\"");
    if (track.cutoff) line(*track.cutoff, "stroke-width=\"2\" stroke-dasharray=\"4 3\"");
  }

  void text(double x, std::string_view anchor, double size, std::string_view weight, const std::string& words) {
    rows_ += fmt::format(
        "<text x=\"{:.0f}\" y=\"{:.1f}\" font-size=\"{}\" font-weight=\"{}\" text-anchor=\"{}\">{}</text>\n", x, y_,
        size, weight, anchor, escaped(words));
  }

  void note(const std::string& words) {
    for (const std::string& line : wrapped(words, columns_of_note)) {
      y_ += 16;
      text(edge, "start", 13, "400", line);
    }
  }

  void row(std::size_t variant) {
    const StrengthTest& test = words_.facts().test_of(variant);
    std::vector<std::optional<Side>> sides{std::nullopt};
    if (test.sided) sides = {Side::left, Side::right};
    double largest = 0;
    for (const auto side : sides) {
      if (const StrengthTested* one = tested(variant, side)) largest = std::max(largest, one->value.value);
    }
    std::vector<Track> tracks;
    for (const auto side : sides) tracks.push_back(track_of(variant, side, largest));
    if (std::none_of(tracks.begin(), tracks.end(), [](const Track& one) { return one.drawn; })) return;

    y_ += 8;
    const std::string name = words_.name_of_test(variant);
    for (const std::string& line : wrapped(name, columns_of_name)) {
      y_ += 20;
      text(edge, "start", 16, "700", line);
    }
    told_ += (told_.empty() ? "" : " ") + name + ": ";
    for (std::size_t i = 0; i < tracks.size(); ++i) {
      const std::string which = sides[i] ? words_.say(word_of(*sides[i])) + ": " : std::string();
      const std::string words = which + (tracks[i].drawn ? tracks[i].words : words_.say("standing.not_tested"));
      told_ += (i == 0 ? "" : "; ") + words;
      y_ += 19;
      text(sides[i] == Side::right ? width - edge : edge, sides[i] == Side::right ? "end" : "start", 15, "400", words);
    }
    told_ += ".";
    y_ += 7;
    if (test.sided) {
      paint_track(tracks[0], middle - gap, full / 2 - gap, true);
      paint_track(tracks[1], middle + gap, full / 2 - gap, false);
    } else {
      paint_track(tracks[0], edge, full, false);
    }
    y_ += track_height + 2;
    for (const auto side : sides) {
      const StrengthTested* one = tested(variant, side);
      if (one == nullptr) continue;
      note_of(*one);
      break;  // the norms of both sides are of one study
    }
    y_ += 8;
  }

  void note_of(const StrengthTested& one) {
    std::string words;
    if (one.norm) words = words_.say("norm", {{"norm", words_.short_name(words_.facts().norms[*one.norm])}});
    if (!one.norm && !one.cutoffs.empty())
      words = words_.say("norm", {{"norm", words_.short_name(words_.facts().norms[one.cutoffs.front().norm])}});
    if (one.fit != NormFit::matched && (one.norm || one.cutoffs.empty()))
      words += (words.empty() ? "" : " ") + words_.say("fit." + std::string(word_of(one.fit)));
    if (words.empty()) return;
    note(words);
    told_ += " " + words;
  }

  const StrengthResult& result_;
  StrengthWords words_;
  double y_ = 0;
  bool has_unnormed_ = false;
  std::string rows_, told_;
};

}  // namespace

std::string draw_strength(const StrengthResult& result, const Knowledge& knowledge, Mode mode) {
  return Painter(result, knowledge, mode).paint();
}

}  // namespace lumbar
