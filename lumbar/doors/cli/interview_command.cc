// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/interview_command.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>

#include "lumbar/base/text.h"
#include "lumbar/clinic/consult/consult.h"
#include "lumbar/clinic/report/report.h"
#include "lumbar/doors/cli/own_words_command.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

// Words broken into lines of at most `width` columns; later lines stand `indent` to the right.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent = 0) {
  std::string lines;
  std::size_t column = 0;
  for (const std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;
    if (column > indent && column + 1 + word.size() > width) {
      lines += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > 0) {
      lines += ' ';
      ++column;
    }
    lines += word;
    column += word.size();
  }
  return lines;
}

std::string quoted(std::string_view text) {
  json::Writer json(false);
  json.text(text);
  return std::string(trimmed(json.take()));
}

enum class Turn : std::uint8_t { answered, asked_again, ended };
enum class Heard : std::uint8_t { words, obeyed, asked_again, ended };

class Talk {
 public:
  Talk(const Surroundings& world, const Knowledge& knowledge, InterviewState state, Mode mode, std::string save)
      : world_(world),
        knowledge_(knowledge),
        state_(std::move(state)),
        mode_(mode),
        save_(std::move(save)),
        interviewer_(knowledge, state_.given.setting) {}

  int all();

 private:
  void say(std::string_view phrase) { print(knowledge_.phrase(phrase, mode_)); }
  void print(const std::string& text) { world_.err << wrapped(text, width()) << "\n"; }
  std::size_t width() const { return std::clamp<std::size_t>(world_.columns, 20, 80); }
  void show(const NextQuestion& next, const Question& question);
  void show_choices(const Question& question);
  void banner();
  void why(const NextQuestion& next);
  void list_answers();
  Turn turn(const NextQuestion& next, const Question& question);
  Turn one_by_one(const NextQuestion& next, const Question& question);
  Heard hear(const NextQuestion& next, bool first, std::string& text);
  Turn take(Answered answer);
  const std::string& label(FindingId finding) const;
  std::string shown(const Statement& said, Detail detail) const;
  std::optional<std::vector<Statement>> read(const Question& question, const std::string& text) const;
  std::optional<std::vector<Statement>> ticked(const Question& question, const std::string& text) const;
  Result<std::vector<Statement>> measured(const std::string& name, const std::string& value) const;
  bool back();
  bool change(std::string_view number);
  int finish(const NextQuestion* stopped);
  bool save();

  const Surroundings& world_;
  const Knowledge& knowledge_;
  InterviewState state_;
  Mode mode_;
  std::string save_;
  Interviewer interviewer_;
  std::optional<std::size_t> changing_;  // the answer that is being given anew
  bool warned_ = false;
  bool ended_ = false;  // no more lines come
};

const std::string& Talk::label(FindingId finding) const {
  return mode_ == Mode::clinician ? knowledge_[finding].label_clinical : knowledge_[finding].label_patient;
}

// One detail in words.
std::string Talk::shown(const Statement& said, Detail detail) const {
  if (detail == Detail::age && said.age_days)
    return fmt::format("{:g} {}", *said.age_days, knowledge_.phrase("interview.days", mode_));
  if (detail == Detail::tempo && said.tempo) return std::string(word_of(*said.tempo));
  if (detail == Detail::trend && said.trend) return std::string(word_of(*said.trend));
  if (detail == Detail::side && said.side) return std::string(word_of(*said.side));
  return {};
}

// Whom to call, before anything else.
void Talk::banner() {
  const CountryPlace* place = knowledge_.place(state_.given.country);
  std::string call = knowledge_.phrase(
      place != nullptr && !place->emergency.empty() ? "emergency.call" : "emergency.call_local", mode_);
  if (const auto brace = call.find("{number}"); brace != std::string::npos && place != nullptr)
    call.replace(brace, 8, place->emergency);
  const bool colour = world_.err_is_terminal;
  world_.err << "\n"
             << (colour ? "\033[1;37;41m" : "") << wrapped(knowledge_.phrase("level.emergency_now", mode_), width())
             << (colour ? "\033[0m" : "") << "\n"
             << wrapped(call, width()) << "\n";
  warned_ = true;
}

void Talk::show_choices(const Question& question) {
  const auto line = [&](const std::string& number, const std::string& words) {
    world_.err << wrapped(fmt::format("{:>3}  {}", number, words), width() - 5, 5)
                      .insert(0, 3 - std::min<std::size_t>(3, number.size()), ' ')
               << "\n";
  };
  const auto words = [&](const auto& list) {
    for (std::size_t i = 0; i < std::size(list); ++i) line(std::to_string(i + 1), std::string(list[i]));
  };
  switch (question.detail) {
    case Detail::age: say("interview.length"); return;
    case Detail::tempo: words(Words<Tempo>::list); return;
    case Detail::trend: words(Words<Trend>::list); return;
    case Detail::side: words(Words<Side>::list); return;
    case Detail::presence: break;
  }
  const FindingId first = question.findings.front();
  const logic::VariableInfo& info = knowledge_.language().variables[first.row()];
  switch (info.type) {
    case logic::Type::boolean: break;
    case logic::Type::choice: words(info.choices); return;
    case logic::Type::side: words(Words<Side>::list); return;
    case logic::Type::duration: say("interview.length"); return;
    case logic::Type::quantity:
    case logic::Type::ordinal:
      if (!knowledge_[first].unit.empty()) print("(" + knowledge_[first].unit + ")");
      return;
  }
  if (question.findings.size() == 1) {
    line("1", knowledge_.phrase("interview.yes", mode_));
    line("2", knowledge_.phrase("interview.no", mode_));
    return;
  }
  for (std::size_t i = 0; i < question.findings.size(); ++i) line(std::to_string(i + 1), label(question.findings[i]));
  line("0", knowledge_.phrase("terminal.none", mode_));
}

void Talk::show(const NextQuestion& next, const Question& question) {
  world_.err << "\n";
  if (next.purpose == Purpose::start || next.purpose == Purpose::safety_net) {
    print(fmt::format("[{} {}]", knowledge_.phrase("interview.safety_left", mode_), next.questions.size()));
  } else if (next.level != Urgency::emergency_now) {
    print(fmt::format("[{} {:.1f} bit]", knowledge_.phrase("interview.left", mode_), next.doubt_bits));
  }
  print(question.text);
  show_choices(question);
}

void Talk::why(const NextQuestion& next) {
  print(knowledge_.phrase("interview.why." + std::string(word_of(next.purpose)), mode_));
  if (mode_ == Mode::clinician) {
    print(fmt::format("urgency {:.3f} bit, mechanism {:.3f} bit, condition {:.3f} bit", next.urgency_bits,
                      next.mechanism_bits, next.condition_bits));
  }
  std::string moved;
  for (const ConditionId id : next.conditions) {
    const Care* care = knowledge_.care(id);
    const bool plain = mode_ == Mode::in_public && care != nullptr && !care->label_patient.empty();
    moved += (moved.empty() ? "" : "; ") + (plain ? care->label_patient : knowledge_[id].label);
  }
  if (!moved.empty()) print(knowledge_.phrase("interview.could_change", mode_) + " " + moved + ".");
}

void Talk::list_answers() {
  for (std::size_t i = 0; i < state_.answers.size(); ++i) {
    const Answered& answer = state_.answers[i];
    std::string said;
    for (const Statement& one : answer.statements) {
      if (one.saying == Saying::not_sure) said = "?";
      if (one.present != Presence::present) continue;
      said += (said.empty() ? "" : ", ") + label(one.finding);
      if (answer.detail != Detail::presence) said += ": " + shown(one, answer.detail);
    }
    const auto question = question_named(answer.question, knowledge_);
    print(fmt::format("{}  {} {}", i + 1, question ? question->text : answer.question, said.empty() ? "-" : said));
  }
}

// A value in the words of a case: the same reader, the same refusals.
Result<std::vector<Statement>> Talk::measured(const std::string& name, const std::string& value) const {
  auto person = read_case("{\"lumbar_case\":1,\"findings\":{" + quoted(name) + ":" + value + "}}", knowledge_, {});
  if (!person) return person.take_error();
  return std::move(person->statements);
}

std::optional<std::vector<Statement>> Talk::ticked(const Question& question, const std::string& text) const {
  const std::size_t most = question.findings.size();
  std::vector<std::size_t> numbers;
  bool none = text == "n" || text == "no" || text == "none" || (most == 1 && text == "2");
  if (most == 1 && (text == "y" || text == "yes" || text == "1")) {
    numbers.push_back(1);
  } else if (!none) {
    std::string spaced(text);
    std::replace(spaced.begin(), spaced.end(), ',', ' ');
    for (const std::string_view part : split(spaced, ' ')) {
      if (part.empty()) continue;
      const auto number = number_in(part);
      if (!number || *number < 0 || *number > static_cast<double>(most) ||
          *number != static_cast<double>(static_cast<std::size_t>(*number)))
        return std::nullopt;
      if (*number == 0) none = true;
      if (*number > 0) numbers.push_back(static_cast<std::size_t>(*number));
    }
    if (none != numbers.empty()) return std::nullopt;  // nothing, or none of these and one of these
  }
  std::vector<Statement> statements;
  for (std::size_t i = 0; i < most; ++i) {
    const FindingId id = question.findings[i];
    const bool yes = std::find(numbers.begin(), numbers.end(), i + 1) != numbers.end();
    // What sums up others is not denied beside one of them that is so.
    if (!yes && !numbers.empty() && knowledge_.language().variables[id.row()].defined) continue;
    Statement one;
    one.finding = id;
    one.present = yes ? Presence::present : Presence::absent;
    statements.push_back(one);
  }
  return statements;
}

std::optional<std::vector<Statement>> Talk::read(const Question& question, const std::string& text) const {
  const FindingId first = question.findings.front();
  const logic::VariableInfo& info = knowledge_.language().variables[first.row()];
  const auto picked = [&](const auto& list) -> std::optional<std::string> {
    const auto number = number_in(text);
    for (std::size_t i = 0; i < std::size(list); ++i) {
      if (text == std::string_view(list[i]) || (number && *number == static_cast<double>(i + 1)))
        return std::string(list[i]);
    }
    return std::nullopt;
  };
  std::optional<std::string> value;
  if (question.detail != Detail::presence) {
    if (question.detail == Detail::tempo) value = picked(Words<Tempo>::list);
    if (question.detail == Detail::trend) value = picked(Words<Trend>::list);
    if (question.detail == Detail::side) value = picked(Words<Side>::list);
    if (question.detail == Detail::age) value = text;
    if (!value) return std::nullopt;
    const std::string_view key = question.detail == Detail::age ? "duration" : word_of(question.detail);
    auto said = measured(info.name, "{\"present\":true," + quoted(key) + ":" + quoted(*value) + "}");
    return said ? std::optional(std::move(*said)) : std::nullopt;
  }
  switch (info.type) {
    case logic::Type::boolean: return ticked(question, text);
    case logic::Type::choice: value = picked(info.choices); break;
    case logic::Type::side: value = picked(Words<Side>::list); break;
    case logic::Type::duration: value = text; break;
    case logic::Type::quantity:
    case logic::Type::ordinal: {
      std::string number = text;
      std::replace(number.begin(), number.end(), ',', '.');
      if (!number_in(number)) return std::nullopt;
      auto said = measured(info.name, fmt::format("{}", *number_in(number)));
      return said ? std::optional(std::move(*said)) : std::nullopt;
    }
  }
  if (!value) return std::nullopt;
  auto said = measured(info.name, quoted(*value));
  return said ? std::optional(std::move(*said)) : std::nullopt;
}

bool Talk::back() {
  if (changing_) {
    changing_.reset();
    return true;
  }
  if (state_.answers.empty()) return false;
  state_.answers.pop_back();
  return true;
}

bool Talk::change(std::string_view number) {
  const auto which = number_in(trimmed(number));
  if (!which || *which < 1 || *which > static_cast<double>(state_.answers.size())) return false;
  changing_ = static_cast<std::size_t>(*which) - 1;
  return true;
}

// One line: the words of an answer, or a wish, which is obeyed here. `inside`: a step back stays within the question,
// and is left to the caller.
Heard Talk::hear(const NextQuestion& next, bool inside, std::string& text) {
  std::string line;
  if (!std::getline(world_.in, line)) {
    ended_ = true;
    return Heard::ended;
  }
  text = trimmed(line);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  if (text == "q" || text == "quit") return Heard::ended;
  if (text == "w" || text == "why") {
    why(next);
    return Heard::obeyed;
  }
  if (text == "h" || text == "help") {
    say("interview.help");
    return Heard::obeyed;
  }
  if (text == "b" || text == "back") {
    if (inside) return Heard::words;
    if (back()) return Heard::asked_again;
    say("interview.first");
    return Heard::obeyed;
  }
  if (text == "c" || text == "change" || text.starts_with("c ") || text.starts_with("change ")) {
    const auto space = text.find(' ');
    if (space != std::string::npos && change(std::string_view(text).substr(space))) return Heard::asked_again;
    list_answers();
    say("interview.change");
    return Heard::obeyed;
  }
  return Heard::words;
}

Turn Talk::take(Answered answer) {
  if (changing_) {
    state_.answers[*changing_] = std::move(answer);
    changing_.reset();
  } else {
    state_.answers.push_back(std::move(answer));
  }
  return Turn::answered;
}

Turn Talk::turn(const NextQuestion& next, const Question& question) {
  show(next, question);
  if (question.detail != Detail::presence && question.findings.size() > 1) return one_by_one(next, question);
  while (true) {
    world_.err << "> " << std::flush;
    std::string text;
    const Heard heard = hear(next, false, text);
    if (heard == Heard::obeyed) continue;
    if (heard != Heard::words) return heard == Heard::ended ? Turn::ended : Turn::asked_again;
    Answered answer{question.id, question.detail, question.findings, {}};
    if (text == "?" || text == "not sure") {
      for (const FindingId id : question.findings) {
        if (question.detail != Detail::presence) break;
        Statement unsure;
        unsure.finding = id;
        unsure.saying = Saying::not_sure;
        answer.statements.push_back(unsure);
      }
    } else if (!text.empty()) {
      auto said = read(question, text);
      if (!said) {
        say("interview.again");
        continue;
      }
      answer.statements = std::move(*said);
    }
    return take(std::move(answer));
  }
}

// The same detail of several findings: a line for each, below one sentence. Whoever changes such an answer goes through
// its lines again, and Enter keeps what stands there.
Turn Talk::one_by_one(const NextQuestion& next, const Question& question) {
  const std::size_t count = question.findings.size();
  std::vector<std::optional<Statement>> said(count);
  const bool anew = changing_.has_value();
  if (anew) {
    for (const Statement& one : state_.answers[*changing_].statements) {
      const auto found = std::find(question.findings.begin(), question.findings.end(), one.finding);
      if (found != question.findings.end()) said[static_cast<std::size_t>(found - question.findings.begin())] = one;
    }
  }
  const auto answered = [&](std::size_t lines) {
    Answered answer{question.id, question.detail, {}, {}};
    for (std::size_t i = 0; i < lines; ++i) {
      answer.asked.push_back(question.findings[i]);
      if (said[i]) answer.statements.push_back(*said[i]);
    }
    return answer;
  };
  say(anew ? "interview.each_anew" : "interview.each");
  std::size_t at = 0;
  while (at < count) {
    const std::string stands = said[at] ? " [" + shown(*said[at], question.detail) + "]" : "";
    print(fmt::format("{}/{} {}{}", at + 1, count, label(question.findings[at]), stands));
    world_.err << "> " << std::flush;
    std::string text;
    const Heard heard = hear(next, at > 0, text);
    if (heard == Heard::ended || heard == Heard::asked_again) {
      // The lines that were answered are kept; the others are asked later.
      if (!anew && at > 0) state_.answers.push_back(answered(at));
      return heard == Heard::ended ? Turn::ended : Turn::asked_again;
    }
    if (heard == Heard::obeyed) continue;
    if (text == "b" || text == "back") {
      --at;
      continue;
    }
    if (text == "?" || text == "not sure") {
      said[at].reset();
    } else if (text == "=" && at > 0) {
      said[at] = said[at - 1];
      if (said[at]) said[at]->finding = question.findings[at];
    } else if (!text.empty()) {
      auto read_now = read({question.id, question.text, {question.findings[at]}, question.detail}, text);
      if (!read_now) {
        say("interview.again");
        continue;
      }
      said[at] = read_now->front();
    }
    ++at;
  }
  return take(answered(count));
}

// Nobody else on this machine may read it. Written beside the old one, which it replaces once it is whole: a terminal
// that is closed in between takes no answers with it.
bool Talk::save() {
  if (save_.empty()) return true;
  const std::string text = write_interview(state_, mode_, knowledge_);
  struct stat about {};
  const bool replaces = ::lstat(save_.c_str(), &about) != 0 || S_ISREG(about.st_mode);
  const std::string path = replaces ? save_ + ".part" : save_;
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  bool good = file >= 0 && ::fchmod(file, S_IRUSR | S_IWUSR) == 0;
  for (std::size_t done = 0; good && done < text.size();) {
    const auto wrote = ::write(file, text.data() + done, text.size() - done);
    good = wrote > 0;
    if (good) done += static_cast<std::size_t>(wrote);
  }
  if (file >= 0 && ::close(file) != 0) good = false;
  return good && (!replaces || ::rename(path.c_str(), save_.c_str()) == 0);
}

int Talk::finish(const NextQuestion* stopped) {
  if (!save())
    return refuse(world_, Error(save_ + " › cannot be written; choose another file with --save", Fault::environment));
  if (!save_.empty()) print(fmt::format("{} {}", knowledge_.phrase("interview.saved", mode_), save_));
  if (stopped == nullptr && !ended_) return 0;
  const Case person = case_of(state_, knowledge_);
  if (person.statements.empty())
    return refuse(world_, Error("no answer was given; answer the questions, or give a case: lumbar assess CASE.json"));
  const auto consultation = consult(person, knowledge_);
  if (!consultation) return refuse(world_, consultation.error());
  world_.err << "\n";
  if (stopped != nullptr) say("interview.stop." + std::string(word_of(stopped->stop)));
  if (stopped == nullptr) say("interview.not_finished");
  const std::string report = write_text(
      *consultation, knowledge_,
      {.mode = mode_, .width = std::clamp<std::size_t>(world_.columns, 40, 110), .colour = world_.out_is_terminal});
  world_.out << report << (report.ends_with('\n') ? "" : "\n") << std::flush;
  return 0;
}

int Talk::all() {
  say("interview.intro");
  while (true) {
    const auto next = interviewer_.next(state_, {.mode = mode_});
    if (!next) return refuse(world_, next.error());
    if (next->level == Urgency::emergency_now && !warned_) banner();
    if (next->level != Urgency::emergency_now) warned_ = false;
    if (next->should_stop() && !changing_) return finish(&*next);
    std::optional<Question> question;
    if (changing_) {
      question = question_named(state_.answers[*changing_].question, knowledge_);
      if (question) question->findings = state_.answers[*changing_].asked;
    }
    if (!question) question = next->questions.front();
    if (turn(*next, *question) == Turn::ended) return finish(nullptr);
    if (!save())
      return refuse(world_, Error(save_ + " › cannot be written; choose another file with --save", Fault::environment));
  }
}

}  // namespace

int interview_command(const Surroundings& world, const Knowledge& knowledge, const InterviewCommand& command) {
  InterviewState state;
  Mode mode = from_word<Mode>(command.mode).value_or(Mode::in_public);
  state.given.setting = mode == Mode::clinician ? Setting::primary_care : Setting::home;
  if (const auto setting = from_word<Setting>(command.setting)) state.given.setting = *setting;
  state.given.as_of = world.today;
  state.given.informant = mode == Mode::clinician ? Informant::clinician : Informant::self;
  if (!command.resume.empty()) {
    const auto text = read_file(command.resume, world);
    if (!text) return refuse(world, text.error());
    auto read = read_interview(*text, knowledge, {.today = world.today, .default_setting = state.given.setting});
    if (!read) return refuse(world, read.error().at(command.resume));
    for (const std::string& what : read->changed) world.err << "changed since: " << what << "\n";
    state = std::move(read->state);
    mode = read->mode;
  }
  if (!command.text.empty()) {
    auto heard = hear_own_words(world, knowledge,
                                {.text = command.text, .mode = mode, .setting = state.given.setting, .in_talk = true});
    if (!heard) return refuse(world, heard.error());
    if (*heard) state.given = **std::move(heard);
  }
  state.given.lenient = true;  // two answers that contradict each other: the worse one holds, and the report says so
  const std::string& save = command.save.empty() ? command.resume : command.save;
  return Talk(world, knowledge, std::move(state), mode, save).all();
}

}  // namespace lumbar
