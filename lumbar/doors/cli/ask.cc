// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/ask.h"

#include <algorithm>
#include <iostream>

#include "lumbar/base/text.h"
#include "lumbar/clinic/findings/findings.h"
#include "lumbar/clinic/triage/triage.h"

namespace lumbar {
namespace {

// Words broken into lines of at most `width` columns.
std::string wrapped(std::string_view text, std::size_t width) {
  std::string lines;
  std::size_t column = 0;
  for (const std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;
    if (column > 0 && column + 1 + word.size() > width) {
      lines += '\n';
      column = 0;
    }
    if (column > 0) lines += ' ';
    column += word.size() + (column > 0 ? 1 : 0);
    lines += word;
  }
  return lines;
}

class Asker {
 public:
  Asker(const Surroundings& world, const Knowledge& knowledge, Case so_far)
      : world_(world), knowledge_(knowledge), case_(std::move(so_far)) {}

  Result<Case> all() {
    say("terminal.intro");
    choose(knowledge_.phrase("terminal.complaint", Mode::in_public), complaints());
    ask_number("age_years", 0, 120);
    ask_sex();
    for (const SafetyItem& item : knowledge_.safety_net()) {
      if (ended_ || emergency()) break;
      ask(item);
    }
    if (case_.statements.empty())
      return Error("no answer was given; answer the questions, or give a case: lumbar assess CASE.json");
    if (emergency()) say("terminal.emergency");
    return case_;
  }

 private:
  std::vector<FindingId> complaints() const {
    std::vector<FindingId> list;
    for (const char* name : {"low_back_weakness", "low_back_pain", "back_giving_way", "radiating_leg_pain",
                             "leg_motor_weakness", "leg_numbness"}) {
      if (const auto id = knowledge_.finding(name)) list.push_back(*id);
    }
    return list;
  }

  void say(std::string_view phrase) { print(knowledge_.phrase(phrase, Mode::in_public)); }
  void print(const std::string& text) {
    world_.err << "\n" << wrapped(text, std::min<std::size_t>(world_.columns, 80)) << "\n";
  }

  std::optional<std::string> line() {
    world_.err << "> " << std::flush;
    std::string text;
    if (!std::getline(world_.in, text)) {
      ended_ = true;
      return std::nullopt;
    }
    return std::string(trimmed(text));
  }

  bool is_answered(FindingId id) const {
    return std::any_of(case_.statements.begin(), case_.statements.end(),
                       [&](const Statement& one) { return one.finding == id; });
  }

  void state(FindingId id, Presence present, Saying saying = Saying::stated) {
    if (is_answered(id)) return;
    Statement statement;
    statement.finding = id;
    statement.saying = saying;
    statement.present = present;
    case_.statements.push_back(std::move(statement));
  }

  // Who had no fever had no high fever either: that is not asked again.
  void settle(FindingId no) {
    for (const Settled& settled : knowledge_.settled()) {
      if (settled.by_absence_of != no) continue;
      for (const FindingId id : settled.absent) state(id, Presence::absent);
    }
  }

  void ask_number(std::string_view name, double least, double most) {
    const auto id = knowledge_.finding(name);
    if (!id || ended_) return;
    while (true) {
      print(knowledge_[*id].question);
      auto text = line();
      if (!text || text->empty() || *text == "?") return;
      std::replace(text->begin(), text->end(), ',', '.');
      const auto number = number_in(*text);
      if (number && *number >= least && *number <= most) {
        Statement statement;
        statement.finding = *id;
        statement.number.bare = *number;
        case_.statements.push_back(std::move(statement));
        return;
      }
      say("terminal.number");
    }
  }

  void ask_sex() {
    const auto id = knowledge_.finding("sex");
    if (!id || ended_) return;
    while (true) {
      say("terminal.sex");
      const auto text = line();
      if (!text || text->empty() || *text == "?") return;
      const auto& choices = knowledge_.language().variables[id->row()].choices;
      for (std::size_t i = 0; i < choices.size(); ++i) {
        if (choices[i].front() != static_cast<char>((*text)[0] | 0x20)) continue;
        Statement statement;
        statement.finding = *id;
        statement.choice.bare = static_cast<std::uint8_t>(i);
        case_.statements.push_back(std::move(statement));
        return;
      }
      say("terminal.sex_again");
    }
  }

  void ask(const SafetyItem& item) {
    std::vector<FindingId> open;
    for (const FindingId id : item.findings) {
      const bool yes_or_no = knowledge_.language().variables[id.row()].type == logic::Type::boolean;
      // A finding that only sums up others, or that follows from them, is not offered beside them.
      if (!yes_or_no || is_answered(id) || knowledge_[id].asked_of == AskedOf::derived) continue;
      if (applies(id)) {
        open.push_back(id);
      } else {
        state(id, Presence::absent);
      }
    }
    if (!open.empty()) choose(item.question, open);
    const auto temperature = knowledge_.finding("temperature_c");
    const bool measured =
        temperature && std::find(item.findings.begin(), item.findings.end(), *temperature) != item.findings.end();
    if (measured) ask_number("temperature_c", 25, 45);
  }

  // A man, or a woman past the age the facts name, is not asked whether she is pregnant.
  bool applies(FindingId id) const {
    const std::string& name = knowledge_[id].name;
    if (name != "pregnant_now" && name != "postpartum_under_6_weeks") return true;
    const auto said = [&](std::string_view finding) -> const Statement* {
      const auto wanted = knowledge_.finding(finding);
      const auto found = std::find_if(case_.statements.begin(), case_.statements.end(),
                                      [&](const Statement& one) { return wanted && one.finding == *wanted; });
      return found == case_.statements.end() ? nullptr : &*found;
    };
    const Statement* sex = said("sex");
    const Statement* age = said("age_years");
    const bool male = sex != nullptr && sex->choice.bare == static_cast<std::uint8_t>(Sex::male);
    const bool past = age != nullptr && age->number.bare.value_or(0) >= knowledge_.parameter("pregnancy_age_limit");
    return !male && !past;
  }

  // Numbers pick what is so; 0 is none of them; ? is not sure; an empty line skips, and skipping is not a no.
  void choose(const std::string& question, const std::vector<FindingId>& among) {
    while (!ended_) {
      print(question);
      for (std::size_t i = 0; i < among.size(); ++i) {
        world_.err << "  " << i + 1 << "  " << knowledge_[among[i]].label_patient << "\n";
      }
      world_.err << "  0  " << knowledge_.phrase("terminal.none", Mode::in_public) << "    ?  "
                 << knowledge_.phrase("terminal.not_sure", Mode::in_public) << "\n";
      const auto text = line();
      if (!text || text->empty()) return;
      if (*text == "?") {
        for (const FindingId id : among) state(id, Presence::unknown, Saying::not_sure);
        return;
      }
      if (const auto picked = numbers_of(*text, among.size())) return note(among, *picked);
      say("terminal.again");
    }
  }

  void note(const std::vector<FindingId>& among, const std::vector<std::size_t>& picked) {
    for (const std::size_t number : picked) state(among[number - 1], Presence::present);
    for (const FindingId id : among) {
      // What sums up the others is not denied beside one of them that is so.
      const bool sums_up = knowledge_.language().variables[id.row()].defined.has_value();
      if (picked.empty() || !sums_up) state(id, Presence::absent);
    }
    if (!picked.empty()) return;
    for (const FindingId id : among) settle(id);
  }

  static std::optional<std::vector<std::size_t>> numbers_of(std::string_view text, std::size_t most) {
    std::string spaced(text);
    std::replace(spaced.begin(), spaced.end(), ',', ' ');
    if (text == "no" || text == "n" || text == "none") return std::vector<std::size_t>{};
    if (most == 1 && (text == "yes" || text == "y")) return std::vector<std::size_t>{1};
    std::vector<std::size_t> numbers;
    bool none = false;
    for (const std::string_view part : split(spaced, ' ')) {
      if (part.empty()) continue;
      const auto number = number_in(part);
      if (!number || *number < 0 || *number > static_cast<double>(most) ||
          *number != static_cast<double>(static_cast<std::size_t>(*number)))
        return std::nullopt;
      none = none || *number == 0;
      if (*number > 0) numbers.push_back(static_cast<std::size_t>(*number));
    }
    if (none && !numbers.empty()) return std::nullopt;  // none of these, and one of these
    return numbers;
  }

  bool emergency() const {
    Case now = case_;
    now.lenient = true;
    const auto findings = gather_findings(now, knowledge_);
    return findings && assess_urgency(*findings, knowledge_).level == Urgency::emergency_now;
  }

  const Surroundings& world_;
  const Knowledge& knowledge_;
  Case case_;
  bool ended_ = false;
};

}  // namespace

Result<Case> ask_safety_net(const Surroundings& world, const Knowledge& knowledge, Case so_far) {
  return Asker(world, knowledge, std::move(so_far)).all();
}

}  // namespace lumbar
