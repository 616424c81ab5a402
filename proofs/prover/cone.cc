// SPDX-License-Identifier: Apache-2.0
#include "proofs/prover/cone.h"

#include <algorithm>

namespace lumbar::proofs {
namespace {

// The end of the expression that begins at `at`: an atom, a |quoted symbol| or a (list).
std::size_t end_of(const std::string& text, std::size_t at) {
  int depth = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '|') at = text.find('|', at + 1);
    if (text[at] == '(') ++depth;
    if (text[at] == ')' && --depth <= 0) return depth < 0 ? at : at + 1;
    if (depth > 0) continue;
    if (at + 1 == text.size() || text[at + 1] == ' ' || text[at + 1] == ')' || text[at + 1] == '\n') return at + 1;
  }
  return text.size();
}

// What stands in a list, its first word included.
std::vector<std::string> inside(const std::string& list) {
  std::vector<std::string> parts;
  for (std::size_t at = 1; at + 1 < list.size();) {
    if (list[at] == ' ' || list[at] == '\n') {
      ++at;
      continue;
    }
    const std::size_t end = end_of(list, at);
    parts.push_back(list.substr(at, end - at));
    at = end;
  }
  return parts;
}

bool is_list(const std::string& term, const char* word) {
  const std::string begins = "(" + std::string(word) + " ";
  return term.compare(0, begins.size(), begins) == 0;
}

constexpr std::size_t bits = 64;

void join(std::vector<std::uint64_t>& into, const std::vector<std::uint64_t>& more) {
  for (std::size_t i = 0; i < into.size(); ++i) into[i] |= more[i];
}

bool within(const std::vector<std::uint64_t>& some, const std::vector<std::uint64_t>& all) {
  for (std::size_t i = 0; i < some.size(); ++i) {
    if ((some[i] & ~all[i]) != 0) return false;
  }
  return true;
}

}  // namespace

Cone::Cone(const std::string& script) {
  std::map<std::string, std::size_t> known_subjects;
  std::vector<std::size_t> own_subject;
  for (std::size_t at = script.find('('); at != std::string::npos; at = script.find('(', at)) {
    const std::size_t end = end_of(script, at);
    Command made;
    made.text = script.substr(at, end - at);
    at = end;
    const auto parts = inside(made.text);
    if (parts.front() == "assert") {
      made.kind = Command::Kind::assertion;
      made.body = parts.at(1);
    } else if (parts.front() == "define-fun") {
      made.kind = Command::Kind::definition;
      made.name = parts.at(1);
      made.body = parts.at(4);
    } else {
      made.name = parts.at(1);
    }
    made.uses = uses_of(made.body);
    std::size_t subject = 0;
    if (made.kind == Command::Kind::constant) {
      // |a foot_drop said yes|: said of foot_drop, by whomever.
      const std::size_t from = made.name.find(' ') + 1;
      const std::string word = made.name.substr(from, made.name.find_first_of(" |", from) - from);
      subject = known_subjects.emplace(word, known_subjects.size()).first->second;
    }
    own_subject.push_back(subject);
    if (!made.name.empty()) by_name_.emplace(made.name, commands_.size());
    commands_.push_back(std::move(made));
  }
  words_ = known_subjects.size() / bits + 1;
  for (std::size_t i = 0; i < commands_.size(); ++i) {
    commands_[i].subjects.assign(words_, 0);
    if (commands_[i].kind == Command::Kind::constant)
      commands_[i].subjects[own_subject[i] / bits] |= std::uint64_t{1} << (own_subject[i] % bits);
    for (const std::size_t used : commands_[i].uses) join(commands_[i].subjects, commands_[used].subjects);
  }
}

std::vector<std::size_t> Cone::uses_of(const std::string& text) const {
  std::vector<std::size_t> found;
  for (std::size_t at = text.find('|'); at != std::string::npos;) {
    const std::size_t end = text.find('|', at + 1);
    const auto command = by_name_.find(std::string_view(text).substr(at, end + 1 - at));
    if (command != by_name_.end()) found.push_back(command->second);
    at = text.find('|', end + 1);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

// What stands in what is used, and in that: a definition comes after all that it uses.
void Cone::mark(const std::vector<std::size_t>& uses, const std::vector<char>& freed, std::vector<char>& needed) const {
  for (const std::size_t used : uses) {
    if (needed[used] != 0) continue;
    needed[used] = 1;
    if (freed[used] == 0) mark(commands_[used].uses, freed, needed);
  }
}

std::vector<Cone::Subjects> Cone::subjects_without(const std::vector<char>& freed) const {
  std::vector<Subjects> subjects;
  for (std::size_t i = 0; i < commands_.size(); ++i) {
    const Command& command = commands_[i];
    subjects.push_back(command.kind == Command::Kind::constant ? command.subjects : Subjects(words_, 0));
    if (freed[i] != 0) continue;
    for (const std::size_t used : command.uses) join(subjects[i], subjects[used]);
  }
  return subjects;
}

// A term as terms that are all true when it is.
void Cone::split(const std::string& term, bool negated, std::vector<Conjunct>& into) const {
  if (is_list(term, "not")) return split(inside(term).at(1), !negated, into);
  if (is_list(term, negated ? "or" : "and")) {
    const auto parts = inside(term);
    for (std::size_t i = 1; i < parts.size(); ++i) split(parts[i], negated, into);
    return;
  }
  if (const auto found = by_name_.find(term); found != by_name_.end()) {
    const Command& command = commands_[found->second];
    const bool goes_on = is_list(command.body, negated ? "or" : "and") || is_list(command.body, "not");
    if (command.kind == Command::Kind::definition && goes_on) return split(command.body, negated, into);
  }
  into.push_back({negated ? "(not " + term + ")" : term, uses_of(term)});
}

const std::vector<Cone::Conjunct>& Cone::conjuncts(const std::string& given) {
  const auto [place, is_new] = split_.try_emplace(given);
  if (is_new) split(given, false, place->second);
  return place->second;
}

Cone::Narrowed Cone::of(const Claim& claim, bool everything) {
  std::vector<char> freed(commands_.size(), 0), needed = freed;
  for (const std::string& name : claim.free) {
    if (const auto found = by_name_.find(name); found != by_name_.end()) freed[found->second] = 1;
  }
  const std::vector<Subjects> fewer = claim.free.empty() ? std::vector<Subjects>() : subjects_without(freed);
  const auto subjects_of = [&](const std::vector<std::size_t>& uses) {
    Subjects all(words_, 0);
    for (const std::size_t used : uses) join(all, fewer.empty() ? commands_[used].subjects : fewer[used]);
    return all;
  };
  const std::string& goal = claim.terms.back();
  Subjects spoken_of = subjects_of(uses_of(goal));
  mark(uses_of(goal), freed, needed);

  Narrowed made;
  std::vector<std::string> asserted{goal};
  for (std::size_t i = 0; i + 1 < claim.terms.size(); ++i) {
    for (const Conjunct& given : conjuncts(claim.terms[i])) {
      if (!everything && !within(subjects_of(given.uses), spoken_of)) {
        made.whole = false;
        continue;
      }
      asserted.push_back(given.term);
      mark(given.uses, freed, needed);
    }
  }
  if (everything) {
    for (std::size_t i = 0; i < commands_.size(); ++i) {
      if (needed[i] != 0 && commands_[i].kind == Command::Kind::constant) join(spoken_of, commands_[i].subjects);
    }
  }
  // An assertion of the script is about one subject: it counts where something of that subject does.
  for (const Command& command : commands_) {
    if (command.kind == Command::Kind::assertion && within(command.subjects, spoken_of))
      mark(command.uses, freed, needed);
  }
  for (std::size_t i = 0; i < commands_.size(); ++i) {
    const Command& command = commands_[i];
    const bool counts = command.kind == Command::Kind::assertion ? within(command.subjects, spoken_of) : needed[i] != 0;
    if (counts) made.script += (freed[i] != 0 ? "(declare-const " + command.name + " Bool)" : command.text) + "\n";
  }
  for (const std::string& term : asserted) made.script += "(assert " + term + ")\n";
  return made;
}

}  // namespace lumbar::proofs
