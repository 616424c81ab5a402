// SPDX-License-Identifier: Apache-2.0
// What an ISNCSCI sheet comes to, in the names of the isncsci package, so that its users can read it.
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

using isncsci::Flank;

std::string total(std::optional<unsigned> sum) { return sum ? std::to_string(*sum) : "ND"; }

void write_sides(json::Writer& out, std::string_view key, const std::array<isncsci::Possible, 2>& sensory,
                 const std::array<isncsci::Possible, 2>& motor, std::string (*names)(const isncsci::Possible&)) {
  out.key(key).begin_object();
  out.text_at("sensoryRight", names(sensory[0])).text_at("sensoryLeft", names(sensory[1]));
  out.text_at("motorRight", names(motor[0])).text_at("motorLeft", names(motor[1]));
  out.end();
}

void write_totals(json::Writer& out, const isncsci::Totals& sums) {
  out.key("totals").begin_object();
  for (const auto& [name, flank] : {std::pair{"right", Flank::right}, std::pair{"left", Flank::left}}) {
    const isncsci::SideTotals& side = sums.sides[static_cast<std::size_t>(flank)];
    out.key(name).begin_object();
    out.text_at("upperExtremity", total(side.upper_extremity)).text_at("lowerExtremity", total(side.lower_extremity));
    out.text_at("lightTouch", total(side.light_touch)).text_at("pinPrick", total(side.pin_prick));
    out.text_at("motor", total(side.motor)).end();
  }
  out.text_at("upperExtremity", total(sums.upper_extremity)).text_at("lowerExtremity", total(sums.lower_extremity));
  out.text_at("lightTouch", total(sums.light_touch)).text_at("pinPrick", total(sums.pin_prick));
  out.end();
}

void begin(json::Writer& out, const ReadExam& read, std::optional<std::size_t> line) {
  out.begin_object().key("lumbar_isncsci").whole(1);
  if (line) out.key("line").whole(static_cast<std::int64_t>(*line));
  if (!read.id.empty()) out.text_at("id", read.id);
}

}  // namespace

std::string write_exam_result(const ReadExam& read, const isncsci::Classification& found,
                              const ExamResultOptions& options) {
  json::Writer out(options.pretty);
  begin(out, read, options.line);
  write_sides(out, "neurologicalLevels", found.sensory_level, found.motor_level, isncsci::level_names);
  out.text_at("neurologicalLevelOfInjury", isncsci::level_names(found.neurological_level));
  out.text_at("injuryComplete", isncsci::completeness_names(found.completeness));
  out.text_at("asiaImpairmentScale", isncsci::grade_names(found.impairment_scale));
  write_sides(out, "zoneOfPartialPreservations", found.sensory_zone, found.motor_zone, isncsci::zone_names);
  write_totals(out, isncsci::totals(read.exam));
  if (!options.explanation.empty()) {
    out.key("explanation").begin_list();
    for (const IsncsciStep& one : options.explanation) {
      out.begin_object().text_at("step", one.step).text_at("value", one.value).text_at("because", one.because).end();
    }
    out.end();
  }
  out.end();
  return out.take();
}

std::string write_exam_faults(const ReadExam& read, std::size_t line) {
  json::Writer out(false);
  begin(out, read, line);
  out.key("errors").begin_list();
  for (const Error& fault : read.faults) out.text(fault.text());
  out.end().end();
  return out.take();
}

}  // namespace lumbar
