// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/own_words_command.h"

#include <fmt/format.h>

#include <iostream>

#include "lumbar/base/text.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

std::string quoted(std::string_view text, TextSpan span) {
  std::string words(text.substr(span.from, span.to - span.from));
  for (char& c : words) c = static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  return "\"" + words + "\"";
}

// "yes", "no (left)", "38.9 Cel", "left 4, right 5".
std::string answer_of(const Statement& said, const Knowledge& knowledge) {
  const logic::VariableInfo& variable = knowledge.language().variables[said.finding.row()];
  std::vector<std::string> parts;
  if (variable.type == logic::Type::boolean) {
    parts.emplace_back(said.present == Presence::present ? "yes" : "no");
    if (said.side) parts.back() += fmt::format(" ({})", word_of(*said.side));
    if (said.age_days) parts.push_back(fmt::format("for {} days", written(*said.age_days, 3)));
  }
  const std::string unit = variable.type == logic::Type::duration ? "days" : knowledge[said.finding].unit;
  const auto number = [&](std::string_view side, const std::optional<double>& value) {
    if (value) parts.push_back(fmt::format("{}{}{}", side, written(*value, 4), unit.empty() ? "" : " " + unit));
  };
  number("", said.number.bare);
  number("left ", said.number.left);
  number("right ", said.number.right);
  const auto choice = [&](std::string_view side, const std::optional<std::uint8_t>& value) {
    if (value) parts.push_back(std::string(side) + variable.choices[*value]);
  };
  choice("", said.choice.bare);
  choice("left ", said.choice.left);
  choice("right ", said.choice.right);
  return joined(parts, ", ");
}

// A yes on a terminal; anything else is a no.
bool confirmed_by(const Surroundings& world, const Knowledge& knowledge) {
  world.err << "\n" << knowledge.phrase("own_words.confirm", Mode::in_public) << "\n> " << std::flush;
  std::string answer;
  if (!std::getline(world.in, answer)) return false;
  const std::string_view word = trimmed(answer);
  return word == "y" || word == "Y" || word == "yes" || word == "Yes" || word == "YES";
}

}  // namespace

std::string told_understood(const Understood& understood, std::string_view text, const Knowledge& knowledge,
                            Mode mode) {
  const auto label = [&](FindingId id) {
    return mode == Mode::clinician ? knowledge[id].label_clinical : knowledge[id].label_patient;
  };
  const auto title = [&](std::string_view phrase) { return knowledge.phrase(phrase, mode) + "\n"; };
  std::string told = title(understood.statements.empty() ? "own_words.nothing" : "own_words.understood");
  for (const UnderstoodStatement& one : understood.statements) {
    told += fmt::format("  {:<16} {}: {}{}{}\n", answer_of(one.said, knowledge), label(one.said.finding),
                        quoted(text, one.span),
                        one.denied_by.empty() ? "" : fmt::format(", because of \"{}\"", one.denied_by),
                        one.read_as == ReadAs::corrected ? " (spelling corrected)" : "");
  }
  if (!understood.set_aside.empty()) told += "\n" + title("own_words.set_aside");
  for (const SetAsideMention& one : understood.set_aside)
    told += fmt::format("  {:<16} {}: {}\n", word_of(one.why), label(one.finding), quoted(text, one.span));
  if (!understood.not_understood.empty()) told += "\n" + title("own_words.not_understood");
  for (const TextSpan& span : understood.not_understood) told += "  " + quoted(text, span) + "\n";
  return told;
}

Result<std::optional<Case>> hear_own_words(const Surroundings& world, const Knowledge& knowledge,
                                           const OwnWordsOptions& options) {
  std::string text = options.text;
  if (text.empty()) {
    auto read = read_file(options.file, world, longest_text_bytes + 1);
    if (!read) return read.take_error();
    text = *std::move(read);
  }
  const auto understood = understand(text, world.today, knowledge);
  if (!understood) return understood.error();
  Case person = understood->as_case(world.today);
  person.setting = options.setting;
  if (options.mode == Mode::clinician) person.informant = Informant::clinician;
  // Words may contradict themselves where a form could not: the worse reading holds, and it is said.
  person.lenient = true;

  if (options.confirmed) {
    if (person.statements.empty())
      return Error(
          "nothing was understood of the text; run it without --confirmed to see, or answer the questions: "
          "lumbar assess");
    return std::optional<Case>(std::move(person));
  }
  if (options.json) {
    world.out << write_understood(*understood, text, world.today, knowledge, true) << std::flush;
    return std::optional<Case>();
  }
  std::ostream& shown = world.in_is_terminal || options.in_talk ? world.err : world.out;
  shown << told_understood(*understood, text, knowledge, options.mode) << std::flush;
  const bool may_ask = (world.in_is_terminal || options.in_talk) && options.file != "-" && !person.statements.empty();
  if (may_ask && confirmed_by(world, knowledge)) return std::optional<Case>(std::move(person));
  if (options.in_talk) {
    world.err << "\n" << knowledge.phrase("own_words.left_out", Mode::in_public) << "\n";
    return std::optional<Case>();
  }
  world.err << "\n" << knowledge.phrase("own_words.how_to_go_on", Mode::in_public) << "\n";
  return std::optional<Case>();
}

}  // namespace lumbar
