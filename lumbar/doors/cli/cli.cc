// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/cli.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <iostream>

#include "lumbar/base/text.h"
#include "lumbar/clinic/consult/consult.h"
#include "lumbar/clinic/report/report.h"
#include "lumbar/doors/cli/ask.h"
#include "lumbar/doors/cli/attributes.h"
#include "lumbar/doors/cli/explain.h"
#include "lumbar/doors/cli/facts_card.h"
#include "lumbar/doors/cli/facts_commands.h"
#include "lumbar/doors/cli/facts_diff.h"
#include "lumbar/doors/cli/facts_sensitivity.h"
#include "lumbar/doors/cli/interview_command.h"
#include "lumbar/doors/cli/isncsci_command.h"
#include "lumbar/doors/cli/load_command.h"
#include "lumbar/doors/cli/outcome_command.h"
#include "lumbar/doors/cli/own_words_command.h"
#include "lumbar/doors/cli/plan_command.h"
#include "lumbar/doors/cli/prevention_command.h"
#include "lumbar/doors/cli/progress_command.h"
#include "lumbar/doors/cli/serve_command.h"
#include "lumbar/doors/cli/store_commands.h"
#include "lumbar/doors/cli/strength_command.h"
#include "lumbar/doors/fhir/fhir.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

constexpr std::string_view version = "0.1.0";

struct AssessOptions {
  std::string file, format = "text", mode = "public", facts, policy = "standard", parts;
  std::string own_text, own_text_file;
  bool confirmed = false;
  bool lenient = false;
  bool exit_level = false;
  std::string intervals = "worlds";
  bool leans_on = false;
};

std::string name_of(const std::string& file) { return file == "-" ? "standard input" : file; }

Policy policy_of(const AssessOptions& options) {
  return options.policy == "literal" ? Policy::literal : Policy::standard;
}
Mode mode_of(const AssessOptions& options) { return *from_word<Mode>(options.mode); }
Setting setting_of(Mode mode) { return mode == Mode::clinician ? Setting::primary_care : Setting::home; }

OwnWordsOptions own_words_of(const AssessOptions& options) {
  return {.text = options.own_text,
          .file = options.own_text_file,
          .mode = mode_of(options),
          .setting = setting_of(mode_of(options)),
          .json = options.format == "json",
          .confirmed = options.confirmed};
}

Result<Case> case_for(const Surroundings& world, const Knowledge& knowledge, const AssessOptions& options) {
  const Mode mode = mode_of(options);
  if (options.file.empty()) {
    if (!world.in_is_terminal)
      return Error("no case given; write lumbar assess CASE.json, or lumbar assess - to read standard input",
                   Fault::usage);
    Case empty;
    empty.setting = setting_of(mode);
    empty.as_of = world.today;
    empty.lenient = true;
    return ask_safety_net(world, knowledge, std::move(empty));
  }
  auto text = read_file(options.file, world);
  if (!text) return text.take_error();
  auto person = read_case(*text, knowledge,
                          {.lenient = options.lenient, .today = world.today, .default_setting = setting_of(mode)});
  if (!person) return person.take_error().at(name_of(options.file));
  return person;
}

int assess(const Surroundings& world, const AssessOptions& options) {
  const auto knowledge = load_facts(options.facts, policy_of(options));
  if (!knowledge) return refuse(world, knowledge.error());
  const bool in_own_words = !options.own_text.empty() || !options.own_text_file.empty();
  Result<Case> person = Error("no case", Fault::ours);
  if (in_own_words) {
    auto heard = hear_own_words(world, *knowledge, own_words_of(options));
    if (!heard) return refuse(world, heard.error());
    if (!*heard) return 0;  // shown, not confirmed: nothing is assessed
    person = **std::move(heard);
  } else {
    person = case_for(world, *knowledge, options);
  }
  if (!person) return refuse(world, person.error());
  const IntervalsBy by = options.intervals == "slopes" ? IntervalsBy::slopes : IntervalsBy::worlds;
  const Mode mode = mode_of(options);
  WriteOptions writing{.mode = mode, .parts = {"urgency"}, .engine_version = std::string(version), .pretty = true};
  if (options.format == "json") {
    auto parts = options.parts.empty() ? Result<std::vector<std::string>>(std::vector<std::string>{})
                                       : read_parts(options.parts);
    if (!parts) return refuse(world, parts.error());
    writing.parts = std::move(*parts);
  }
  auto consultation = consult_for_parts(*person, *knowledge, writing, by);
  if (!consultation) return refuse(world, consultation.error().at(name_of(options.file)));

  std::string answer;
  if (options.format == "json") {
    answer = write_assessment(*consultation, *person, *knowledge, writing);
  } else if (options.format == "fhir") {
    // The day is all that is known of the moment; a server adds its own.
    answer = json::write_value(fhir::write_bundle({.consultation = *consultation,
                                                   .person = *person,
                                                   .mode = mode,
                                                   .engine_version = std::string(version),
                                                   .recorded = world.today.value_or(Date()).written() + "T00:00:00Z"},
                                                  *knowledge),
                               true);
  } else if (options.format == "html") {
    answer = write_html(*consultation, *knowledge, {.mode = mode});
  } else {
    answer = write_text(
        *consultation, *knowledge,
        {.mode = mode, .width = std::clamp<std::size_t>(world.columns, 40, 110), .colour = world.out_is_terminal});
  }
  world.out << answer << (answer.ends_with('\n') ? "" : "\n") << std::flush;
  for (const std::string& warning : person->warnings) world.err << "warning: " << warning << "\n";
  for (const std::string& warning : consultation->findings.warnings) world.err << "warning: " << warning << "\n";
  for (const std::string& ignored : person->ignored) world.err << "warning: ignored: " << ignored << "\n";
  return options.exit_level ? exit_code_of(consultation->triage.level) : 0;
}

int explain(const Surroundings& world, const AssessOptions& options, const std::string& condition) {
  const auto knowledge = load_facts(options.facts, policy_of(options));
  if (!knowledge) return refuse(world, knowledge.error());
  const auto person = case_for(world, *knowledge, options);
  if (!person) return refuse(world, person.error());
  return tell_explanation(world, *person, *knowledge,
                          {.condition = condition,
                           .file = name_of(options.file),
                           .json = options.format == "json",
                           .leans_on = options.leans_on});
}

void add_common(CLI::App& command, AssessOptions& options) {
  command.add_option("--mode", options.mode, "public (plain words) or clinician (figures and basis)")
      ->check(CLI::IsMember({"public", "clinician"}));
  command.add_option("--facts", options.facts, "a folder of facts instead of those inside the program");
  command.add_option("--policy", options.policy, "standard, or literal: the seeds' words to the letter")
      ->check(CLI::IsMember({"standard", "literal"}));
  command.add_flag("--lenient", options.lenient, "keep going over unknown ids and contradictions, and say so");
}

void add_facts_diff(CLI::App& command, FactsDiffOptions& options) {
  command.add_option("OLD", options.old_facts, "a folder of facts, or: embedded")->required();
  command.add_option("NEW", options.new_facts, "a folder of facts, or: embedded")->required();
  command.add_option("--format", options.format, "text, json or md (with a line to sign)")
      ->check(CLI::IsMember({"text", "json", "md"}));
  command.add_option("--also", options.also, "cases to judge beside those drawn: a file (.json, .ndjson) or a folder");
  command.add_option("--cases", options.cases, "how many cases are drawn (10000)")->check(CLI::Range(0, 10'000'000));
  command.add_option("--cases-out", options.cases_out, "a folder for one case file of each kind of change");
  command.add_option("--show", options.show, "kinds of change told of each effect but LOWER (20); 0: all");
}

void add_isncsci(CLI::App& command, IsncsciOptions& options) {
  command
      .add_option("EXAM", options.file,
                  "a sheet (JSON), many (one a line: NDJSON; one a row: CSV), or - for standard input")
      ->required();
  command.add_option("--format", options.format, "text (one sheet) or json (many: one line each)")
      ->check(CLI::IsMember({"text", "json"}));
  command.add_flag("--explain", options.explain, "each step with the sentence that explains it");
}

void add_strength(CLI::App& command, StrengthOptions& options) {
  command.add_option("MEASURES", options.file, "dated measures (JSON), or - for standard input")->required();
  command.add_option("--format", options.format, "text, json, html (with the picture) or svg (the picture alone)")
      ->check(CLI::IsMember({"text", "json", "html", "svg"}));
  command.add_option("--mode", options.mode, "public (plain words) or clinician (figures)")
      ->check(CLI::IsMember({"public", "clinician"}));
}

void add_interview(CLI::App& command, InterviewCommand& options) {
  command.add_option("--mode", options.mode, "public (plain words) or clinician (examinations too)")
      ->check(CLI::IsMember({"public", "clinician"}));
  command.add_option("--setting", options.setting, "where: it decides how common each cause is")
      ->check(CLI::IsMember({"home", "primary_care", "emergency_department", "secondary_care"}));
  CLI::Option* resumed =
      command.add_option("--resume", options.resume, "go on with a saved interview; it is saved there again");
  command
      .add_option(
          "--text", options.text,
          "the complaint in your own words, to begin with; what was understood is shown and taken when you say yes")
      ->excludes(resumed);
  command.add_option("--save", options.save, "save after every answer, readable by you alone");
}

void add_serve(CLI::App& command, ServeCommand& options) {
  command.add_option("--port", options.port, "where it listens (8080); 0: any that is free")
      ->check(CLI::Range(0, 65535));
  command.add_option("--bind", options.bind, "the address it listens on (127.0.0.1: this machine alone)");
  command.add_option("--store", options.store, "where people are kept: sqlite:FILE; without it nothing is kept");
  command.add_option("--host", options.hosts, "a name by which it may be called, beside those of this machine");
  command.add_option("--origin", options.origins, "whose pages may ask from a browser, such as https://example.org");
  command.add_option("--workers", options.workers, "threads that reckon (as many as processors)")
      ->check(CLI::Range(0, 256));
}

void add_plan(CLI::App& command, PlanOptions& options) {
  command.add_option("CASE", options.file, "a case (JSON), or - for standard input")->required();
  command.add_option("--format", options.format, "text, json, html (with drawings) or ics (a calendar of 12 weeks)")
      ->check(CLI::IsMember({"text", "json", "html", "ics"}));
  command.add_option("--mode", options.mode, "public (plain words) or clinician (figures and basis)")
      ->check(CLI::IsMember({"public", "clinician"}));
  command.add_option("--goal", options.goals, "what it is for: an activity, as walk, housework, lift_child")
      ->allow_extra_args(false);
  command
      .add_option("--equipment", options.equipment,
                  "what is at hand beside what every home has, as band,rail; with none: only what is named")
      ->allow_extra_args(false);
  command.add_option("--not-in", options.not_in, "positions that are not tolerated, as prone,all_fours")
      ->allow_extra_args(false);
  command.add_option("--bias", options.bias, "the direction that eases, as found by trying or by a clinician")
      ->check(CLI::IsMember({"flexion", "extension", "neutral"}));
  command.add_option("--limiting", options.limiting, "muscle groups that limit, worst first, as extensors,side_bridge")
      ->allow_extra_args(false);
  command.add_option("--has", options.has, "diagnoses made by a clinician, as spondylolisthesis")
      ->allow_extra_args(false);
  command.add_option("--pain-at-rest", options.pain_at_rest, "0 to 10; without it, the pain of today")
      ->check(CLI::Range(0.0, 10.0));
  command.add_option("--completed", options.completed, "phases whose aims were met, 0 to 4")->check(CLI::Range(0, 4));
  command.add_option("--days-missed", options.days_missed, "in a row, just now")->check(CLI::Range(0, 10000));
  command.add_flag("--gently", options.gently,
                   "begin gently where every safety question is answered and only an examination is missing");
  command.add_flag("--seen", options.seen,
                   "a clinician has looked: what only an examination or a test could still raise holds nothing");
  command.add_flag("--surgeon-agrees", options.surgeon_agrees, "to load, after an operation on the back");
  command.add_option("--start", options.start, "first day of the calendar, YYYY-MM-DD (tomorrow)");
  command.add_option("--facts", options.facts, "a folder of facts instead of those inside the program");
  command.add_flag("--lenient", options.lenient, "keep going over unknown ids and contradictions, and say so");
}

void add_facts_sensitivity(CLI::App& command, FactsSensitivityOptions& options) {
  command.add_option("CASE", options.cases,
                     "cases: files (.json, .ndjson) or folders; without one, vignettes/examples");
  command.add_option("--facts", options.facts, "a folder of facts instead of those inside the program");
  command.add_option("--format", options.format, "text or json")->check(CLI::IsMember({"text", "json"}));
  command.add_option("--top", options.top, "how many figures are told (20); 0: all");
}

int run(int argc, const char* const* argv, const Surroundings& world) {
  CLI::App app{
      "lumbar: keeps the muscular back apart from the dangerous one. It informs, it never replaces a clinician."};
  app.require_subcommand(1);
  AssessOptions options;
  std::string condition, fact, facts_folder, attributes_format = "json";
  bool json = false;
  bool all_rows = false, all_figures = false;

  CLI::App* assess_command =
      app.add_subcommand("assess", "how urgent, what it likely is, what to do; without a file it asks");
  CLI::Option* case_file = assess_command->add_option("CASE", options.file, "a case (JSON), or - for standard input");
  assess_command->add_option("--format", options.format, "text, json, html or fhir (a transaction Bundle, R4)")
      ->check(CLI::IsMember({"text", "json", "html", "fhir"}));
  assess_command->add_option(
      "--parts", options.parts,
      "only these parts of the JSON: urgency,mechanism,localisation,differential,next_question,plan");
  assess_command->add_flag("--exit-level", options.exit_level, "exit with 10 to 13 for self-care to emergency");
  assess_command
      ->add_option("--intervals", options.intervals,
                   "of probabilities: by a thousand drawn worlds, or by slopes (much quicker, a little rougher)")
      ->check(CLI::IsMember({"worlds", "slopes"}));
  CLI::Option* own_text = assess_command->add_option(
      "--text", options.own_text, "the complaint in your own words; shows what was understood, to be confirmed first");
  CLI::Option* own_file =
      assess_command->add_option("--text-file", options.own_text_file, "the same from a file, or - for standard input");
  own_text->excludes(own_file)->excludes(case_file);
  own_file->excludes(case_file);
  assess_command->add_flag("--confirmed", options.confirmed,
                           "what is understood of the text has been checked and is right: assess it");
  add_common(*assess_command, options);

  CLI::App* explain_command =
      app.add_subcommand("explain", "what speaks for and against one condition, and what would change the answer");
  explain_command->add_option("CASE", options.file, "a case (JSON), or -")->required();
  explain_command->add_option("CONDITION", condition, "its id; without one, the leading condition");
  explain_command->add_option("--format", options.format, "text or json")->check(CLI::IsMember({"text", "json"}));
  explain_command->add_flag("--leans-on", options.leans_on, "the figures of the facts whose doubt matters most to it");
  add_common(*explain_command, options);

  CLI::App* facts_command = app.add_subcommand("facts", "the medicine: check, show, coverage, card, diff, sensitivity");
  facts_command->require_subcommand(1);
  CLI::App* check = facts_command->add_subcommand("check", "everything that is wrong with the facts");
  CLI::App* show = facts_command->add_subcommand("show", "rows of the facts by id or table");
  show->add_option("ID", fact, "an id, or the name of a table");
  CLI::App* coverage = facts_command->add_subcommand("coverage", "what the seeds say, and which facts carry it");
  coverage->add_flag("--all", all_rows, "every statement, not only what is missing");
  CLI::App* card = facts_command->add_subcommand("card", "the card of one condition");
  card->add_option("CONDITION", condition, "its id, or that of a card of the seeds")->required();
  card->add_flag("--all", all_figures, "every finding with a figure, not the first seven");
  for (CLI::App* command : {check, show, coverage, card})
    command->add_option("--facts", facts_folder, "a folder of facts instead of those inside the program");

  CLI::App* attributes =
      app.add_subcommand("attributes", "what this build says of itself: source attributes, one by one");
  attributes->add_option("--format", attributes_format, "json or html")->check(CLI::IsMember({"json", "html"}));
  attributes->add_option("--facts", facts_folder, "a folder of facts instead of those inside the program");

  IsncsciOptions isncsci_options;
  CLI::App* isncsci = app.add_subcommand(
      "isncsci",
      "levels, completeness and grade of a spinal cord injury from an examination by ISNCSCI 2019. Exit code 3 when a "
      "sheet is refused");
  add_isncsci(*isncsci, isncsci_options);
  isncsci->add_option("--facts", facts_folder, "a folder of facts instead of those inside the program");

  StrengthOptions strength_options;
  CLI::App* strength = app.add_subcommand(
      "strength", "measured strength beside its norms: which muscles limit, which are strong, what to test next");
  add_strength(*strength, strength_options);
  strength->add_option("--facts", facts_folder, "a folder of facts instead of those inside the program");

  InterviewCommand interview_options;
  CLI::App* interview =
      app.add_subcommand("interview", "asks what is worth asking, one question at a time, and reports at the end");
  add_interview(*interview, interview_options);
  interview->add_option("--facts", facts_folder, "a folder of facts instead of those inside the program");

  ServeCommand serve_options;
  CLI::App* serve = app.add_subcommand("serve", "answers over HTTP, on this machine alone unless told otherwise");
  add_serve(*serve, serve_options);
  serve->add_option("--facts", facts_folder, "a folder of facts instead of those inside the program");

  StoreCommands store_options;
  const StoreApps store_apps = add_store_commands(app, store_options);

  PlanOptions plan_options;
  CLI::App* plan = app.add_subcommand("plan", "an exercise programme for a case, or why there is none");
  add_plan(*plan, plan_options);
  OutcomeOptions outcome_options;
  CLI::App* outcome =
      app.add_subcommand("outcome", "scores of questionnaires and repeated tests, what they mean, what changed");
  add_outcome(*outcome, outcome_options);
  LoadOptions load_options;
  CLI::App* load = app.add_subcommand("load", "how heavy a lift may be: the revised NIOSH lifting equation");
  add_load(*load, load_options);
  PreventionOptions prevention_options;
  CLI::App* prevention = app.add_subcommand("prevention", "what keeps a back well at a desk or when lifting");
  add_prevention(*prevention, prevention_options);
  for (CLI::App* command : {outcome, load, prevention})
    command->add_option("--facts", facts_folder, "a folder of facts instead of those inside the program");
  ProgressOptions progress_options{.engine_version = std::string(version)};
  CLI::App* progress =
      app.add_subcommand("progress",
                         "a person followed over time: the triage of every check-in first, then better, "
                         "same or worse beyond noise, the next load, the next review");
  add_progress(*progress, progress_options);
  progress->add_option("--facts", facts_folder, "a folder of facts instead of those inside the program");

  FactsDiffOptions diff_options;
  CLI::App* diff = facts_command->add_subcommand("diff",
                                                 "what a change of the facts does: rows that differ, and cases that "
                                                 "come out otherwise. Exit code 0 when no case's "
                                                 "urgency falls, 14 when one does (4 when facts are refused)");
  add_facts_diff(*diff, diff_options);

  FactsSensitivityOptions sensitivity_options;
  CLI::App* sensitive = facts_command->add_subcommand(
      "sensitivity", "the figures most worth a better source: those the leading probabilities of cases lean on");
  add_facts_sensitivity(*sensitive, sensitivity_options);

  CLI::App* version_command = app.add_subcommand("version", "which engine, which facts");
  version_command->add_flag("--json", json, "as JSON");

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return app.exit(asked, world.out, world.err);
  } catch (const CLI::ParseError& fault) {
    return refuse(world, Error(std::string(fault.what()) + "; see lumbar --help", Fault::usage));
  }

  if (*assess_command) return assess(world, options);
  if (*explain_command) return explain(world, options, condition);
  if (*plan) return plan_command(world, plan_options, version);
  if (*check) return check_facts_command(world, facts_folder);
  if (*diff) return facts_diff_command(world, diff_options);
  if (*sensitive) return facts_sensitivity_command(world, sensitivity_options);
  if (const auto code = run_store_commands(world, store_apps, store_options)) return *code;
  const auto knowledge = load_facts(facts_folder, Policy::standard);
  if (!knowledge) return refuse(world, knowledge.error());
  if (*interview) return interview_command(world, *knowledge, interview_options);
  if (*outcome) return outcome_command(world, *knowledge, outcome_options);
  if (*load) return load_command(world, *knowledge, load_options);
  if (*prevention) return prevention_command(world, *knowledge, prevention_options);
  if (*serve) return serve_command(world, *knowledge, serve_options, version);
  if (*progress) return progress_command(world, *knowledge, progress_options);
  if (*isncsci) return isncsci_command(world, *knowledge, isncsci_options);
  if (*strength) return strength_command(world, *knowledge, strength_options);
  if (*show) return show_facts_command(world, *knowledge, fact);
  if (*coverage) return coverage_command(world, *knowledge, all_rows);
  if (*card) return card_command(world, *knowledge, condition, all_figures);
  if (*attributes) return attributes_command(world, *knowledge, attributes_format, version);
  const std::string_view shape = json ? R"({{"engine":"{}","facts":"{}"}})"
                                        "\n"
                                      : "lumbar {} (facts {})\n";
  world.out << fmt::format(fmt::runtime(shape), version, knowledge->hash());
  return 0;
}

}  // namespace

int refuse(const Surroundings& world, const Error& error) {
  // One line, whatever the name of a file or an id holds.
  std::string words = error.text();
  std::replace_if(
      words.begin(), words.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  world.err << "lumbar: " << words << "\n";
  return outcome_of(error.fault()).exit_code;
}

int run_command(int argc, const char* const* argv, const Surroundings& world) {
  const int code = run(argc, argv, world);
  world.out.flush();
  if (code == 0 && !world.out)
    return refuse(world, Error("the answer could not be written: is the disk full?", Fault::environment));
  return code;
}

}  // namespace lumbar
