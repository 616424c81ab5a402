// SPDX-License-Identifier: Apache-2.0
// Do the 95 % intervals hold in 95 of 100, and does 30 % come true in 30 of 100? On people drawn from sampled worlds.
//
//   lumbar_calibration [PEOPLE [SVG]]    20,000 people; the reliability plot is written to SVG if one is named
//   lumbar_calibration PEOPLE --slopes   intervals by slopes instead of sampled worlds
//
// Exit 1 when the intervals hold in less than 93 % or more than 97 %, or the expected calibration error is above 0.01.
#include "lumbar/clinic/differential/calibration.h"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

#include "lumbar_shipped_facts.h"

using lumbar::Calibration;

namespace {

std::string plot(const Calibration& result) {
  std::string svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 340 340\" font-family=\"sans-serif\" font-size=\"11\">\n"
      "<rect width=\"340\" height=\"340\" fill=\"#fff\"/>\n<path d=\"M40 300H320M40 300V20\" stroke=\"#333\" "
      "fill=\"none\"/>\n<path d=\"M40 300L320 20\" stroke=\"#999\" stroke-dasharray=\"4 3\"/>\n"
      "<text x=\"180\" y=\"332\" text-anchor=\"middle\">probability said</text>\n"
      "<text x=\"12\" y=\"160\" text-anchor=\"middle\" transform=\"rotate(-90 12 160)\">share that came true</text>\n";
  for (int tick = 0; tick <= 10; tick += 2) {
    const double at = 28.0 * tick;
    svg += fmt::format("<text x=\"{:.0f}\" y=\"315\" text-anchor=\"middle\">{:.1f}</text>", 40 + at, 0.1 * tick);
    svg += fmt::format("<text x=\"34\" y=\"{:.0f}\" text-anchor=\"end\">{:.1f}</text>\n", 304 - at, 0.1 * tick);
  }
  for (const Calibration::Bin& bin : result.bins) {
    if (bin.count < 50) continue;  // too few to say anything
    const double n = static_cast<double>(bin.count);
    const double said = bin.said / n;
    const double held = static_cast<double>(bin.held) / n;
    const double error = 1.96 * std::sqrt(held * (1 - held) / n);
    svg += fmt::format("<path d=\"M{0:.1f} {1:.1f}V{2:.1f}\" stroke=\"#36c\"/>", 40 + 280 * said,
                       300 - 280 * (held - error), 300 - 280 * (held + error));
    svg +=
        fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\" fill=\"#36c\"/>\n", 40 + 280 * said, 300 - 280 * held);
  }
  return svg + "</svg>\n";
}

}  // namespace

int main(int argc, char** argv) {
  const lumbar::Knowledge& knowledge = lumbar::shipped_facts();
  const auto people = argc > 1 ? static_cast<std::size_t>(std::strtoul(argv[1], nullptr, 10)) : std::size_t{20000};
  const bool by_slopes = argc > 2 && std::string_view(argv[2]) == "--slopes";
  const Calibration result = lumbar::calibrate(knowledge, lumbar::Setting::primary_care, people, 12, 20261121,
                                               by_slopes ? lumbar::IntervalsBy::slopes : lumbar::IntervalsBy::worlds);
  for (const Calibration::Bin& bin : result.bins) {
    if (bin.count == 0) continue;
    const double n = static_cast<double>(bin.count);
    fmt::print("said {:5.1f} %   came true {:5.1f} %   of {}\n", 100 * bin.said / n,
               100 * static_cast<double>(bin.held) / n, bin.count);
  }
  fmt::print(
      "people                      {}\nintervals                   {}\n95 % intervals held         {:.2f} %\n"
      "expected calibration error  {:.4f}\n",
      result.people, result.intervals, 100 * result.coverage(), result.expected_error());
  if (argc > 2 && !by_slopes) std::ofstream(argv[2]) << plot(result);
  return result.coverage() >= 0.93 && result.coverage() <= 0.97 && result.expected_error() <= 0.01 ? 0 : 1;
}
