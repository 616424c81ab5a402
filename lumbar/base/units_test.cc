// SPDX-License-Identifier: Apache-2.0
// What a person or a laboratory writes, in the unit a finding is kept in.
#include "lumbar/base/units.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace lumbar {
namespace {

struct Row {
  double value;
  const char *unit, *wanted;
  double result;
  const char* substance = "";
};

void expect_converted(const Row& row, double tolerance = 1e-9) {
  SCOPED_TRACE(std::to_string(row.value) + " " + row.unit + " in " + row.wanted);
  const auto result = converted(row.value, row.unit, row.wanted, row.substance);
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_NEAR(*result, row.result, tolerance * std::max(1.0, std::abs(row.result)));
}

TEST(Units, time_in_days) {
  constexpr std::array rows = {Row{90, "min", "d", 0.0625}, Row{36, "h", "d", 1.5},      Row{3, "weeks", "d", 21},
                               Row{2, "mo", "d", 60.88},    Row{5, "y", "d", 1826.25},   Row{1, "year", "d", 365.25},
                               Row{2, "d", "h", 48},        Row{1461, "days", "a", 4},   Row{86400, "seconds", "d", 1},
                               Row{1, "month", "d", 30.44}, Row{6, "hr", "minutes", 360}};
  for (const Row& row : rows) expect_converted(row);
  EXPECT_EQ(days_in("wk"), 7);
  EXPECT_EQ(days_in("mo"), 30.44);
  EXPECT_EQ(days_in("y"), 365.25);
  for (const char* other : {"", "kg", "fortnight", "D", "Weeks", "m"}) EXPECT_FALSE(days_in(other)) << other;
  for (const char* word : {"min", "minute", "minutes", "h", "hour", "hours", "d", "day", "days", "wk", "week", "weeks",
                           "mo", "month", "months", "y", "year", "years"}) {
    EXPECT_TRUE(days_in(word)) << word;
  }
}

TEST(Units, lengths_masses_volumes_speeds) {
  constexpr std::array rows = {
      Row{5.5, "ft", "cm", 167.64},  Row{66, "in", "cm", 167.64},       Row{1.68, "m", "cm", 168},
      Row{0.5, "km", "m", 500},      Row{1, "mile", "m", 1609.344},     Row{66, "[in_i]", "cm", 167.64},
      Row{100, "yards", "m", 91.44}, Row{154, "lb", "kg", 69.85322498}, Row{11, "stone", "kg", 69.85322498},
      Row{500, "g", "kg", 0.5},      Row{0.25, "L", "mL", 250},         Row{250, "cc", "mL", 250},
      Row{3.6, "km/h", "m/s", 1},    Row{120, "cm/s", "m/s", 1.2},      Row{100, "ft.lbf", "N.m", 135.58179483},
      Row{50, "Nm", "N.m", 50},      Row{20, "mm/hr", "mm/h", 20},      Row{31, "kg/m^2", "kg/m2", 31}};
  for (const Row& row : rows) expect_converted(row);
}

TEST(Units, a_thermometer_in_fahrenheit_hits_the_limit_of_fever_exactly) {
  EXPECT_EQ(*converted(100.4, "[degF]", "Cel"), 38.0);
  EXPECT_EQ(*converted(102.2, "°F", "Cel"), 39.0);
  EXPECT_EQ(*converted(98.6, "fahrenheit", "Cel"), 37.0);
  EXPECT_EQ(*converted(38.0, "Cel", "[degF]"), 100.4);
  EXPECT_EQ(*converted(311.15, "K", "Cel"), 38.0);
  EXPECT_EQ(*converted(-40, "F", "C"), -40);
  EXPECT_EQ(*converted(38.5, "°C", "Cel"), 38.5);
}

TEST(Units, laboratory_values) {
  constexpr std::array rows = {Row{1.2, "mg/dL", "mg/L", 12, "crp_mg_l"},
                               Row{12, "ug/mL", "mg/L", 12, "crp_mg_l"},
                               Row{120, "g/L", "g/dL", 12, "haemoglobin_g_dl"},
                               Row{5, "ukat/L", "U/L", 300, "ck_u_l"},
                               Row{2600, "umol/L", "mmol/L", 2.6, "calcium_mmol_l"},
                               Row{240, "[IU]/L", "U/L", 240, "ck_u_l"}};
  for (const Row& row : rows) expect_converted(row);
}

// Laboratories quote 10.5 mg/dL of calcium as 2.62 mmol/L and 12 mg/dL as 2.99; haemoglobin 8.0 mmol/L as 12.9 g/dL.
TEST(Units, calcium_and_haemoglobin_cross_from_mass_to_amount) {
  expect_converted({10.5, "mg/dL", "mmol/L", 2.62, "calcium_mmol_l"}, 0.002);
  expect_converted({12.0, "mg/dl", "mmol/L", 2.994, "calcium_mmol_l"}, 0.001);
  expect_converted({8.0, "mmol/L", "g/dL", 12.89, "haemoglobin_g_dl"}, 0.001);
  EXPECT_FALSE(converted(10, "mg/dL", "mmol/L", "crp_mg_l")) << "no molar mass: a mass is no amount";
  EXPECT_FALSE(converted(10, "mg/dL", "mmol/L"));
}

TEST(Units, no_unit_or_its_own_unit_changes_nothing) {
  EXPECT_EQ(*converted(2.7, "", "mmol/L"), 2.7);
  EXPECT_EQ(*converted(2.7, "mmol/L", "mmol/L"), 2.7);
  EXPECT_EQ(*converted(7, "0-10", "0-10"), 7) << "a finding's own unit need not be in the table";
  EXPECT_EQ(*converted(7, "", ""), 7);
}

TEST(Units, there_and_back_is_the_same) {
  struct Pair {
    const char *a, *b, *substance = "";
  };
  constexpr std::array pairs = {Pair{"h", "d"},       Pair{"y", "wk"},
                                Pair{"ft", "cm"},     Pair{"lb", "kg"},
                                Pair{"mL", "L"},      Pair{"mph", "m/s"},
                                Pair{"Cel", "F"},     Pair{"K", "[degF]"},
                                Pair{"mg/L", "g/dL"}, Pair{"mg/dL", "mmol/L", "calcium_mmol_l"},
                                Pair{"ukat/L", "U/L"}};
  for (const Pair& pair : pairs) {
    for (const double value : {1.0, 36.6, 240.0}) {
      SCOPED_TRACE(std::string(pair.a) + " " + pair.b);
      const auto there = converted(value, pair.a, pair.b, pair.substance);
      ASSERT_TRUE(there);
      const auto back = converted(*there, pair.b, pair.a, pair.substance);
      ASSERT_TRUE(back);
      // Nine digits behind the point are kept: a large unit loses what lies below.
      EXPECT_NEAR(*back, value, 1e-5);
    }
  }
}

TEST(Units, refuses_what_does_not_fit_and_names_what_would) {
  struct Refused {
    const char *unit, *wanted, *error, *substance = "";
  };
  constexpr std::array rows = {
      Refused{"stone", "cm", "unit \"stone\" does not fit; use one of: cm, m, metre, metres, meter, meters"},
      Refused{"furlong", "mL", "unit \"furlong\" does not fit; use one of: mL, ml, cc, cm3, L, l"},
      Refused{"mmHg", "0-10", "unit \"mmHg\" does not fit; use one of: 0-10"},
      Refused{"kg", "", "unit \"kg\" does not fit; use one of: none"},
      Refused{"CEL", "Cel", "unit \"CEL\" does not fit; use one of: Cel, C, °C, celsius, [degF], F"},
      Refused{"U/L", "mmol/L", "unit \"U/L\" does not fit; use one of: mmol/L, mg/L, mg/l, ug/mL, mg/dL, mg/dl",
              "calcium_mmol_l"},
      Refused{"cm", "d", "unit \"cm\" does not fit; use one of: d, day, days, s, sec, second"},
  };
  for (const Refused& row : rows) {
    const auto result = converted(1, row.unit, row.wanted, row.substance);
    ASSERT_FALSE(result) << row.unit;
    EXPECT_EQ(result.error().text(), row.error);
  }
  const auto long_one = converted(1, std::string(5000, 'x'), "d");
  ASSERT_FALSE(long_one);
  EXPECT_LT(long_one.error().text().size(), 200U);
}

}  // namespace
}  // namespace lumbar
