// SPDX-License-Identifier: Apache-2.0
#include "lumbar/base/units.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace lumbar {
namespace {

enum class Kind {
  time,
  length,
  mass,
  volume,
  speed,
  torque,
  concentration,
  amount,
  enzyme,
  temperature,
  rate,
  area_mass,
  bare
};

struct Unit {
  std::string_view name;
  Kind kind;
  double factor;      // to the first unit of its kind below
  double offset = 0;  // temperatures only, after the factor
};

// The first of each kind is the base. Factors are exact by definition unless the line says otherwise (BIPM SI brochure;
// international yard and pound agreement 1959). A month is 30.44 days and a year 365.25, as the contract of the case
// says.
constexpr std::array units = {
    Unit{"d", Kind::time, 1},
    Unit{"day", Kind::time, 1},
    Unit{"days", Kind::time, 1},
    Unit{"s", Kind::time, 1.0 / 86400},
    Unit{"sec", Kind::time, 1.0 / 86400},
    Unit{"second", Kind::time, 1.0 / 86400},
    Unit{"seconds", Kind::time, 1.0 / 86400},
    Unit{"min", Kind::time, 1.0 / 1440},
    Unit{"minute", Kind::time, 1.0 / 1440},
    Unit{"minutes", Kind::time, 1.0 / 1440},
    Unit{"h", Kind::time, 1.0 / 24},
    Unit{"hr", Kind::time, 1.0 / 24},
    Unit{"hour", Kind::time, 1.0 / 24},
    Unit{"hours", Kind::time, 1.0 / 24},
    Unit{"wk", Kind::time, 7},
    Unit{"week", Kind::time, 7},
    Unit{"weeks", Kind::time, 7},
    Unit{"mo", Kind::time, 30.44},
    Unit{"month", Kind::time, 30.44},
    Unit{"months", Kind::time, 30.44},
    Unit{"y", Kind::time, 365.25},
    Unit{"a", Kind::time, 365.25},
    Unit{"yr", Kind::time, 365.25},
    Unit{"year", Kind::time, 365.25},
    Unit{"years", Kind::time, 365.25},

    Unit{"m", Kind::length, 1},
    Unit{"metre", Kind::length, 1},
    Unit{"metres", Kind::length, 1},
    Unit{"meter", Kind::length, 1},
    Unit{"meters", Kind::length, 1},
    Unit{"cm", Kind::length, 0.01},
    Unit{"mm", Kind::length, 0.001},
    Unit{"km", Kind::length, 1000},
    Unit{"in", Kind::length, 0.0254},
    Unit{"[in_i]", Kind::length, 0.0254},
    Unit{"inch", Kind::length, 0.0254},
    Unit{"inches", Kind::length, 0.0254},
    Unit{"ft", Kind::length, 0.3048},
    Unit{"[ft_i]", Kind::length, 0.3048},
    Unit{"foot", Kind::length, 0.3048},
    Unit{"feet", Kind::length, 0.3048},
    Unit{"yd", Kind::length, 0.9144},
    Unit{"[yd_i]", Kind::length, 0.9144},
    Unit{"yards", Kind::length, 0.9144},
    Unit{"mi", Kind::length, 1609.344},
    Unit{"[mi_i]", Kind::length, 1609.344},
    Unit{"mile", Kind::length, 1609.344},
    Unit{"miles", Kind::length, 1609.344},

    Unit{"kg", Kind::mass, 1},
    Unit{"g", Kind::mass, 0.001},
    Unit{"lb", Kind::mass, 0.45359237},
    Unit{"lbs", Kind::mass, 0.45359237},
    Unit{"[lb_av]", Kind::mass, 0.45359237},
    Unit{"pounds", Kind::mass, 0.45359237},
    Unit{"st", Kind::mass, 6.35029318},
    Unit{"stone", Kind::mass, 6.35029318},
    Unit{"[stone_av]", Kind::mass, 6.35029318},

    Unit{"mL", Kind::volume, 1},
    Unit{"ml", Kind::volume, 1},
    Unit{"cc", Kind::volume, 1},
    Unit{"cm3", Kind::volume, 1},
    Unit{"L", Kind::volume, 1000},
    Unit{"l", Kind::volume, 1000},
    Unit{"dL", Kind::volume, 100},

    Unit{"m/s", Kind::speed, 1},
    Unit{"cm/s", Kind::speed, 0.01},
    Unit{"km/h", Kind::speed, 1.0 / 3.6},
    Unit{"mph", Kind::speed, 0.44704},

    Unit{"N.m", Kind::torque, 1},
    Unit{"Nm", Kind::torque, 1},
    Unit{"N*m", Kind::torque, 1},
    Unit{"ft.lbf", Kind::torque, 1.3558179483},
    Unit{"ft-lb", Kind::torque, 1.3558179483},  // rounded to 11 digits

    Unit{"mg/L", Kind::concentration, 1},
    Unit{"mg/l", Kind::concentration, 1},
    Unit{"ug/mL", Kind::concentration, 1},
    Unit{"mg/dL", Kind::concentration, 10},
    Unit{"mg/dl", Kind::concentration, 10},
    Unit{"g/L", Kind::concentration, 1000},
    Unit{"g/l", Kind::concentration, 1000},
    Unit{"g/dL", Kind::concentration, 10000},
    Unit{"g/dl", Kind::concentration, 10000},
    Unit{"ug/L", Kind::concentration, 0.001},

    Unit{"mmol/L", Kind::amount, 1},
    Unit{"mmol/l", Kind::amount, 1},
    Unit{"umol/L", Kind::amount, 0.001},

    Unit{"U/L", Kind::enzyme, 1},
    Unit{"U/l", Kind::enzyme, 1},
    Unit{"IU/L", Kind::enzyme, 1},
    Unit{"[IU]/L", Kind::enzyme, 1},
    Unit{"ukat/L", Kind::enzyme, 60},  // 1 U = 1 umol/min

    Unit{"Cel", Kind::temperature, 1},
    Unit{"C", Kind::temperature, 1},
    Unit{"\u00b0C", Kind::temperature, 1},
    Unit{"celsius", Kind::temperature, 1},
    Unit{"[degF]", Kind::temperature, 5.0 / 9, -160.0 / 9},
    Unit{"F", Kind::temperature, 5.0 / 9, -160.0 / 9},
    Unit{"\u00b0F", Kind::temperature, 5.0 / 9, -160.0 / 9},
    Unit{"fahrenheit", Kind::temperature, 5.0 / 9, -160.0 / 9},
    Unit{"K", Kind::temperature, 1, -273.15},

    Unit{"mm/h", Kind::rate, 1},
    Unit{"mm/hr", Kind::rate, 1},
    Unit{"kg/m2", Kind::area_mass, 1},
    Unit{"kg/m^2", Kind::area_mass, 1},
};

// Grams in a mole, where a laboratory may report either. Calcium: IUPAC 2021 standard atomic weight, rounded;
// haemoglobin: of one chain with its haem, as laboratories use it.
struct Substance {
  std::string_view name;
  double grams_per_mole;
};
constexpr std::array substances = {Substance{"calcium_mmol_l", 40.078}, Substance{"haemoglobin_g_dl", 16114.5}};

const Unit* unit_of(std::string_view name) {
  const auto* found = std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return unit.name == name; });
  return found == units.end() ? nullptr : found;
}

bool fits(const Unit& unit, const Unit& wanted, bool has_molar_mass) {
  if (unit.kind == wanted.kind) return true;
  const bool mass_and_amount = (unit.kind == Kind::concentration && wanted.kind == Kind::amount) ||
                               (unit.kind == Kind::amount && wanted.kind == Kind::concentration);
  return has_molar_mass && mass_and_amount;
}

double molar_mass(std::string_view substance) {
  const auto* found =
      std::find_if(substances.begin(), substances.end(), [&](const Substance& one) { return one.name == substance; });
  return found == substances.end() ? 0 : found->grams_per_mole;
}

// 100.4 °F was printed from 38.0 °C, and shall be that again: noise of the last digits is rounded away, nothing else.
double settled(double value) {
  const double scale = 1e12;
  const double size = std::abs(value);
  if (!(size > 1e-3 && size < 1e6)) return value;
  const double digits = std::pow(10.0, std::floor(std::log10(size)));
  return std::round(value / digits * scale) / scale * digits;
}

}  // namespace

std::optional<double> days_in(std::string_view name) {
  const Unit* unit = unit_of(name);
  if (unit == nullptr || unit->kind != Kind::time) return std::nullopt;
  return unit->factor;
}

Result<double> converted(double value, std::string_view name, std::string_view wanted_name,
                         std::string_view substance) {
  if (name.empty() || name == wanted_name) return value;
  const Unit* unit = unit_of(name);
  const Unit* wanted = unit_of(wanted_name);
  const double grams_per_mole = molar_mass(substance);
  if (unit == nullptr || wanted == nullptr || !fits(*unit, *wanted, grams_per_mole > 0)) {
    std::string allowed(wanted_name.empty() ? "none" : wanted_name);
    std::size_t listed = 0;
    for (const Unit& other : units) {
      if (wanted == nullptr || listed == 5) break;
      if (other.name == wanted_name || !fits(other, *wanted, grams_per_mole > 0)) continue;
      allowed += ", " + std::string(other.name);
      ++listed;
    }
    return Error("unit \"" + std::string(name.substr(0, 30)) + "\" does not fit; use one of: " + allowed);
  }
  double in_base = value * unit->factor + unit->offset;
  if (unit->kind == Kind::concentration && wanted->kind == Kind::amount) in_base /= grams_per_mole;
  if (unit->kind == Kind::amount && wanted->kind == Kind::concentration) in_base *= grams_per_mole;
  return settled((in_base - wanted->offset) / wanted->factor);
}

}  // namespace lumbar
