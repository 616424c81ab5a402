// SPDX-License-Identifier: Apache-2.0
// `lumbar plan`: the persons of vignettes/programme with the programme that a physiotherapist would accept, and the
// command itself with good and bad words.
#include "lumbar/doors/cli/plan_command.h"

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>

#include "lumbar/clinic/consult/consult.h"
#include "lumbar/clinic/report/report.h"
#include "lumbar/doors/cli/run_in_test.h"
#include "lumbar/doors/wire/wire.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

namespace bj = boost::json;

struct Vignette {
  std::string name;
  bj::object told;
};

std::vector<Vignette> vignettes() {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(fs::path(LUMBAR_SOURCE_DIR) / "vignettes/programme"))
    files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  std::vector<Vignette> all;
  for (const std::string& file : files) {
    std::ifstream stream(file);
    std::stringstream text;
    text << stream.rdbuf();
    all.push_back({fs::path(file).filename().string(), bj::parse(text.str()).as_object()});
  }
  return all;
}

// Everything else that can be asked is answered no, where the vignette says so; at home, what a person can be asked.
std::string case_of(const Vignette& vignette) {
  bj::object person = vignette.told.at("case").as_object();
  const bool at_home = vignette.told.at("otherwise") == "no, at home";
  if (vignette.told.at("otherwise") == "no" || at_home) {
    bj::object& findings = person["findings"].as_object();
    const Knowledge& facts = shipped_facts();
    for (std::size_t row = 0; row < facts.findings().size(); ++row) {
      const Finding& finding = facts.findings()[row];
      const auto& variable = facts.language().variables[row];
      if (variable.type != logic::Type::boolean || !variable.askable || finding.asked_of == AskedOf::derived) continue;
      if (at_home && finding.asked_of == AskedOf::clinician) continue;
      if (!findings.contains(finding.name)) findings[finding.name] = false;
    }
    findings["temperature_c"] = 36.7;
    findings["functional_walking_distance"] = 3000;
  }
  return bj::serialize(person);
}

struct Planned {
  Consultation consultation;
  ProgrammeWishes wishes;
  Programme programme;
};

Planned plan_of(const Vignette& vignette) {
  const Knowledge& facts = shipped_facts();
  PlanOptions options;
  PhaseFacts phase;
  phase.seen_by_clinician = vignette.told.at("otherwise") == "no";
  phase.gently = true;
  for (const auto& one : vignette.told.at("plan").as_object()) {
    const bj::value& value = one.value();
    const std::string_view key = one.key();
    const auto text = [&] { return std::string(value.as_string()); };
    if (key == "goal") options.goals = {text()};
    if (key == "equipment") options.equipment = {text()};
    if (key == "limiting") options.limiting = {text()};
    if (key == "has") options.has = {text()};
    if (key == "bias") options.bias = text();
    if (key == "completed") phase.completed = static_cast<int>(value.as_int64());
    if (key == "surgeon_agrees") phase.surgeon_agrees = value.as_bool();
  }
  auto person = read_case(case_of(vignette), facts, {.lenient = true, .today = *Date::of(2026, 11, 21)});
  EXPECT_TRUE(person) << (person ? "" : person.error().text());
  auto consultation = consult_briefly(*person, facts);
  EXPECT_TRUE(consultation) << (consultation ? "" : consultation.error().text());
  auto wishes = read_wishes(options, facts);
  EXPECT_TRUE(wishes) << (wishes ? "" : wishes.error().text());
  Programme programme =
      plan_programme(consultation->triage, consultation->differential, consultation->findings, phase, *wishes, facts);
  return {*std::move(consultation), *std::move(wishes), std::move(programme)};
}

std::vector<std::string> texts_of(const bj::value& list) {
  std::vector<std::string> texts;
  for (const bj::value& one : list.as_array()) texts.emplace_back(one.as_string());
  return texts;
}

class Expected {
 public:
  Expected(const Vignette& vignette, const Planned& planned)
      : wanted_(vignette.told.at("expect").as_object()), programme_(planned.programme) {}

  void check() {
    constexpr std::array held = {"no", "urgent", "open", "child", "clear_first"};
    EXPECT_EQ(std::string_view(held[static_cast<std::size_t>(programme_.held)]), wanted_.at("held").as_string());
    std::vector<std::string> names;
    for (const Prescribed& one : programme_.session) names.push_back(all()[one.exercise].name);
    const auto has = [&](const std::string& name) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    const std::string session = joined_names(names);
    if (wanted_.contains("phase")) {
      EXPECT_EQ(programme_.phase, wanted_.at("phase").as_int64());
    }
    EXPECT_EQ(programme_.gentle(), wanted_.contains("gentle") && wanted_.at("gentle").as_bool());
    if (wanted_.contains("bias")) {
      ASSERT_TRUE(programme_.bias);
      EXPECT_EQ(word_of(*programme_.bias), wanted_.at("bias").as_string());
    }
    if (wanted_.contains("has_one_of")) {
      const auto one_of = texts_of(wanted_.at("has_one_of"));
      EXPECT_TRUE(std::any_of(one_of.begin(), one_of.end(), has)) << session;
    }
    if (wanted_.contains("has_none")) {
      for (const std::string& name : texts_of(wanted_.at("has_none"))) EXPECT_FALSE(has(name)) << name;
    }
    if (wanted_.contains("fixed_increase")) {
      EXPECT_EQ(programme_.fixed_increase, wanted_.at("fixed_increase").as_bool());
    }
    if (programme_.held == ProgrammeHeld::no) {
      EXPECT_GE(programme_.session.size(), 3U) << session;
      EXPECT_LE(programme_.session.size(), 5U) << session;
    }
    check_lists();
    check_doses();
  }

 private:
  static const Exercises& all() { return shipped_facts().exercises(); }
  static std::string joined_names(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += name + " ";
    return text;
  }

  void check_lists() {
    if (wanted_.contains("adaptations")) {
      for (const std::string& name : texts_of(wanted_.at("adaptations"))) {
        const bool applies = std::any_of(programme_.adaptations.begin(), programme_.adaptations.end(),
                                         [&](std::size_t place) { return all().adaptations[place].name == name; });
        EXPECT_TRUE(applies) << name;
      }
    }
    if (wanted_.contains("left_out")) {
      for (const auto& [name, against] : wanted_.at("left_out").as_object()) {
        bool found = false;
        for (const NotChosen& one : programme_.left_out) {
          if (all()[one.exercise].name != std::string_view(name) || !one.against) continue;
          found |= all()[one.exercise].against[*one.against].text == std::string_view(against.as_string());
        }
        EXPECT_TRUE(found) << name << " by " << against;
      }
    }
    if (wanted_.contains("asks")) {
      for (const std::string& name : texts_of(wanted_.at("asks"))) {
        const auto& ask = programme_.ask;
        EXPECT_NE(std::find(ask.begin(), ask.end(), *shipped_facts().finding(name)), ask.end()) << name;
      }
    }
  }

  void check_doses() {
    for (const Prescribed& one : programme_.session) {
      const Exercise& exercise = all()[one.exercise];
      if (wanted_.contains("no_phase_above") && one.dose.duration_s == 0) {
        EXPECT_LE(exercise.phase, wanted_.at("no_phase_above").as_int64()) << exercise.name;
      }
      if (wanted_.contains("days_at_most_for_strength") && one.dose.duration_s == 0) {
        EXPECT_LE(one.dose.days_per_week, wanted_.at("days_at_most_for_strength").as_int64()) << exercise.name;
      }
    }
    if (wanted_.contains("limiting_first")) {
      const bool named = std::any_of(programme_.session.begin(), programme_.session.end(), [](const Prescribed& one) {
        return std::any_of(one.because.begin(), one.because.end(),
                           [](const WhyChosen& why) { return why.kind == ChosenFor::limiting; });
      });
      EXPECT_TRUE(named);
    }
  }

  const bj::object& wanted_;
  const Programme& programme_;
};

TEST(PlanVignettes, each_person_gets_what_a_physiotherapist_would_accept) {
  const auto all = vignettes();
  EXPECT_GE(all.size(), 25U);
  for (const Vignette& vignette : all) {
    SCOPED_TRACE(vignette.name);
    const Planned planned = plan_of(vignette);
    Expected(vignette, planned).check();
  }
}

// RFC 5545: CR LF, at most 75 octets a line, an id and a stamp for each event.
TEST(PlanVignettes, the_calendar_has_lines_and_events_as_they_must_be) {
  const Vignette vignette = vignettes().front();
  const Planned planned = plan_of(vignette);
  const ProgrammeOut out{planned.programme, planned.wishes, planned.consultation, *Date::of(2026, 11, 23), "t"};
  const std::string text = write_calendar(out, shipped_facts(), "20261121T120000Z");
  std::size_t at = 0, events = 0, ids = 0, stamps = 0;
  while (at < text.size()) {
    const auto end = text.find("\r\n", at);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - at, 75U);
    const std::string line = text.substr(at, end - at);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    events += line == "BEGIN:VEVENT" ? 1 : 0;
    ids += line.starts_with("UID:") ? 1 : 0;
    stamps += line == "DTSTAMP:20261121T120000Z" ? 1 : 0;
    at = end + 2;
  }
  EXPECT_GT(events, 5U);
  EXPECT_EQ(ids, events);
  EXPECT_EQ(stamps, events);
}

// A parser that is not ours: Debian's python3-icalendar.
TEST(PlanVignettes, the_calendar_is_read_by_a_parser_of_others) {
  std::string python;
  for (const char* candidate : {"python3", "/usr/bin/python3"}) {
    if (python.empty() && std::system((std::string(candidate) + " -c 'import icalendar' >/dev/null 2>&1").c_str()) == 0)
      python = candidate;
  }
  if (python.empty()) GTEST_SKIP() << "python3-icalendar is not here";
  const std::string file = testing::TempDir() + "lumbar_calendar_" + std::to_string(getpid()) + ".ics";
  for (const Vignette& vignette : vignettes()) {
    const Planned planned = plan_of(vignette);
    const ProgrammeOut out{planned.programme, planned.wishes, planned.consultation, *Date::of(2026, 11, 23), "t"};
    const std::string text = write_calendar(out, shipped_facts(), "20261121T120000Z");
    EXPECT_EQ(text.empty(), planned.programme.held != ProgrammeHeld::no) << vignette.name;
    if (text.empty()) continue;
    std::ofstream(file, std::ios::binary) << text;
    const std::string command =
        python +
        " -c 'import icalendar, sys\n"
        "calendar = icalendar.Calendar.from_ical(open(sys.argv[1], \"rb\").read())\n"
        "events = list(calendar.walk(\"VEVENT\"))\n"
        "assert len({str(one[\"UID\"]) for one in events}) == len(events) > 5\n"
        "assert all(one[\"DTSTAMP\"].dt.year == 2026 for one in events)\n"
        "weekly = [one for one in events if \"RRULE\" in one]\n"
        "assert weekly and all(one[\"RRULE\"][\"COUNT\"] == [12] for one in weekly)\n"
        "reviews = sorted(one[\"DTSTART\"].dt.isoformat() for one in events if \"RRULE\" not in one)\n"
        "assert reviews[-1] == \"2027-02-14\", reviews\n"
        "assert not any(one.errors for one in events)' '" +
        file + "'";
    EXPECT_EQ(std::system(command.c_str()), 0) << vignette.name;
    break;  // one is enough for the parser; the others have the same lines
  }
  fs::remove(file);
}

TEST(PlanVignettes, the_json_fits_its_schema) {
  if (std::system("python3 -c 'import jsonschema; jsonschema.Draft202012Validator' >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "python3-jsonschema is not here";
  const std::string file = testing::TempDir() + "lumbar_programmes_" + std::to_string(getpid()) + ".jsonl";
  {
    std::ofstream lines(file);
    for (const Vignette& vignette : vignettes()) {
      const Planned planned = plan_of(vignette);
      lines << write_programme({planned.programme, planned.wishes, planned.consultation, *Date::of(2026, 11, 23), "t"},
                               shipped_facts(), false);
    }
  }
  const std::string command =
      "python3 -c 'import json, jsonschema, sys\n"
      "validator = jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))\n"
      "for line in open(sys.argv[2]): validator.validate(json.loads(line))' '" LUMBAR_SOURCE_DIR
      "/schema/programme.schema.json' '" +
      file + "'";
  EXPECT_EQ(std::system(command.c_str()), 0);
  fs::remove(file);
}

TEST(PlanVignettes, a_page_has_drawings_and_asks_nothing_of_the_network) {
  const Planned planned = plan_of(vignettes()[2]);
  const std::string page = write_programme_html(planned.consultation, planned.programme, planned.wishes,
                                                shipped_facts(), {.mode = Mode::in_public});
  EXPECT_TRUE(has(page, "<svg"));
  EXPECT_FALSE(has(page, "src="));
  EXPECT_FALSE(has(page, "[programme."));  // a phrase that the facts lack shows as its id
}

TEST_F(InFolder, plan_refuses_in_one_line_what_it_cannot_read) {
  const std::string file = this->file("case.json", strained);
  struct Row {
    std::vector<std::string> words;
    const char* part;
    int code;
  };
  const std::vector<Row> rows = {
      {{"plan", file, "--goal", "teleport"}, "names no activity that exercises lead to", 3},
      {{"plan", file, "--goal", ""}, "names no activity", 3},
      {{"plan", file, "--equipment", "trampoline"}, "no equipment \"trampoline\"; there are: mat", 3},
      {{"plan", file, "--not-in", "upside_down"}, "no position \"upside_down\"", 3},
      {{"plan", file, "--limiting", "wings"}, "no muscle group \"wings\"; there are: extensors", 3},
      {{"plan", file, "--has", "osteoporosi"}, "nearest: osteoporosis", 3},
      {{"plan", file, "--start", "2026-13-01"}, "--start", 3},
      {{"plan", file, "--pain-at-rest", "11"}, "11", 2},
      {{"plan", file, "--format", "ics"}, "has no programme to put into a calendar", 3},
      {{"plan", path("none.json")}, "none.json", 3},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.part);
    const Ran ran = run(row.words);
    EXPECT_EQ(ran.code, row.code) << ran.err;
    EXPECT_TRUE(is_one_line(ran.err)) << ran.err;
    EXPECT_TRUE(has(ran.err, row.part)) << ran.err;
  }
}

TEST_F(InFolder, plan_says_what_holds_a_programme) {
  const Ran open = run({"plan", file("case.json", strained)});
  EXPECT_EQ(open.code, 0) << open.err;
  EXPECT_TRUE(has(open.out, "No exercises yet")) << open.out;
  const Ran urgent = run({"plan", file("numb.json", numb), "--format", "json"});
  EXPECT_EQ(bj::parse(urgent.out).at("plan").at("programme").at("held"), "urgent");
}

}  // namespace
}  // namespace lumbar
