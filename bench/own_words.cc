// SPDX-License-Identifier: Apache-2.0
// How well the lexicon reads people's own words, beside plain keyword matching in the same run.
//   lumbar_own_words CASES.jsonl… [--misses] [--facts DIR]   texts coded by others: `vignette`, `findings`,
//                                                            `findings_assumed`, `age_years`, `sex`
//   lumbar_own_words SENTENCES.txt… [--misses]               our own sentences (vignettes/own_words)
//   lumbar_own_words --text WORDS                            what is made of one text
// A gold statement is found when the same finding is stated with the same presence, value and side, or follows from
// what was understood; a statement of ours is right when the gold case states it or it follows from that. Where the
// gold case says nothing of a finding nobody can tell from it alone whether the text does: counted apart, and as wrong
// in the stricter of the two precisions.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <map>
#include <set>

#include "lumbar/clinic/findings/findings.h"
#include "lumbar/clinic/own_words/sentences_in_test.h"
#include "lumbar/doors/cli/cli.h"
#include "lumbar/doors/wire/wire.h"

namespace {

using namespace lumbar;

struct Count {
  int found = 0, opposite = 0, other_value = 0, not_in_gold = 0, missed = 0;
  double precision_of_coded() const { return share(found, found + opposite + other_value); }
  double precision() const { return share(found, found + opposite + other_value + not_in_gold); }
  double recall() const { return share(found, found + opposite + other_value + missed); }
  static double share(int part, int whole) { return whole == 0 ? 0 : 100.0 * part / whole; }
  Count& operator+=(const Count& more) {
    found += more.found;
    opposite += more.opposite;
    other_value += more.other_value;
    not_in_gold += more.not_in_gold;
    missed += more.missed;
    return *this;
  }
};

struct Tally {
  std::map<std::string, Count> by_finding;
  Count assumed;
  std::vector<std::string> misses, safety_errors;
};

struct CodedText {
  std::string id, text;
  Case gold;
  std::set<std::string> assumed;
};

std::optional<CodedText> coded_text(simdjson::dom::element row, const Knowledge& knowledge) {
  CodedText made;
  std::string_view text, id;
  if (row["vignette"].get(text) != simdjson::SUCCESS) return std::nullopt;
  made.text = text;
  if (row["id"].get(id) == simdjson::SUCCESS) made.id = id;
  simdjson::dom::element findings, value;
  std::string person;
  if (row["age_years"].get(value) == simdjson::SUCCESS && value.is_number())
    person = "\"age_years\": " + simdjson::to_string(value);
  if (row["sex"].get(value) == simdjson::SUCCESS && value.is_string())
    person += (person.empty() ? "" : ", ") + std::string("\"sex\": ") + simdjson::to_string(value);
  if (row["findings"].get(findings) != simdjson::SUCCESS) return std::nullopt;
  const std::string json = R"({"lumbar_case": 1, "as_of": "2026-01-01", "person": {)" + person + R"(}, "findings": )" +
                           simdjson::to_string(findings) + "}";
  auto read = read_case(json, knowledge, {.lenient = true});
  if (!read) {
    fmt::print(stderr, "{}: {}\n", made.id, read.error().text());
    return std::nullopt;
  }
  made.gold = *std::move(read);
  simdjson::dom::array assumed;
  if (row["findings_assumed"].get(assumed) == simdjson::SUCCESS) {
    for (const auto one : assumed) {
      if (std::string_view name; one.get(name) == simdjson::SUCCESS) made.assumed.emplace(name);
    }
  }
  return made;
}

template <class T>
bool same_values(const Sided<T>& a, const Sided<T>& b, double tolerance) {
  const auto close = [&](const std::optional<T>& x, const std::optional<T>& y) {
    if (!x || !y) return x.has_value() == y.has_value();
    const double apart = std::abs(static_cast<double>(*x) - static_cast<double>(*y));
    return apart <= tolerance * std::max(1.0, std::abs(static_cast<double>(*y)));
  };
  return close(a.bare, b.bare) && close(a.left, b.left) && close(a.right, b.right);
}

enum class Fit { same, opposite, other_value, none };

Fit fit(const Statement& ours, const Case& theirs, const std::vector<Presence>& follows, bool yes_or_no) {
  for (const Statement& one : theirs.statements) {
    if (one.finding != ours.finding || one.saying != Saying::stated) continue;
    if (yes_or_no) {
      if (one.present != ours.present) return Fit::opposite;
      const bool sides_agree = !one.side || !ours.side || *one.side == *ours.side;
      return sides_agree ? Fit::same : Fit::other_value;
    }
    // A month is 30 days to some and 30.44 to others.
    return same_values(ours.number, one.number, 0.03) && same_values(ours.choice, one.choice, 0) ? Fit::same
                                                                                                 : Fit::other_value;
  }
  const Presence follow = follows.empty() ? Presence::unknown : follows[ours.finding.row()];
  if (!yes_or_no || follow == Presence::unknown) return Fit::none;
  return follow == ours.present ? Fit::same : Fit::opposite;
}

std::vector<Presence> follows_from(Case person, const Knowledge& knowledge) {
  person.lenient = true;
  auto gathered = gather_findings(person, knowledge);
  return gathered ? std::move(gathered->presence) : std::vector<Presence>{};
}

std::string told(const Statement& said, const Knowledge& knowledge) {
  std::string words = knowledge[said.finding].name;
  if (said.present == Presence::absent) words = "-" + words;
  if (said.side) words += "@" + std::string(word_of(*said.side));
  const auto number = [&](std::string_view side, const std::optional<double>& value) {
    if (value) words += fmt::format(" {}={}", side, written(*value));
  };
  number("", said.number.bare);
  number("left", said.number.left);
  number("right", said.number.right);
  if (said.choice.bare)
    words += fmt::format(" ={}", knowledge.language().variables[said.finding.row()].choices[*said.choice.bare]);
  if (said.age_days) words += fmt::format(" age={}d", written(*said.age_days));
  return words;
}

void compare(const CodedText& coded, const std::vector<UnderstoodStatement>& ours, const std::set<FindingId>& safety,
             const Knowledge& knowledge, Tally& tally) {
  Case as_case;
  for (const UnderstoodStatement& one : ours) as_case.statements.push_back(one.said);
  const auto ours_follow = follows_from(as_case, knowledge);
  const auto gold_follow = follows_from(coded.gold, knowledge);
  const auto yes_or_no = [&](FindingId id) {
    return knowledge.language().variables[id.row()].type == logic::Type::boolean;
  };
  const auto miss = [&](std::string_view kind, const Statement& said, TextSpan span) {
    tally.misses.push_back(fmt::format("{:<12} {:<18} {:<50} {}", kind, coded.id, told(said, knowledge),
                                       coded.text.substr(span.from, span.to - span.from)));
  };
  for (const UnderstoodStatement& one : ours) {
    const std::string& name = knowledge[one.said.finding].name;
    const Fit how = fit(one.said, coded.gold, gold_follow, yes_or_no(one.said.finding));
    Count& count = coded.assumed.contains(name) ? tally.assumed : tally.by_finding[name];
    if (how == Fit::none) ++count.not_in_gold;
    if (how == Fit::none) miss("not in gold", one.said, one.span);
    if (how == Fit::opposite && one.said.present == Presence::present && safety.contains(one.said.finding))
      tally.safety_errors.push_back(fmt::format("{}: {} from \"{}\"", coded.id, name,
                                                coded.text.substr(one.span.from, one.span.to - one.span.from)));
  }
  for (const Statement& gold : coded.gold.statements) {
    if (gold.saying != Saying::stated) continue;
    const std::string& name = knowledge[gold.finding].name;
    Count& count = coded.assumed.contains(name) ? tally.assumed : tally.by_finding[name];
    switch (fit(gold, as_case, ours_follow, yes_or_no(gold.finding))) {
      case Fit::same: ++count.found; break;
      case Fit::opposite:
        ++count.opposite;
        miss("OPPOSITE", gold, {});
        break;
      case Fit::other_value:
        ++count.other_value;
        miss("other value", gold, {});
        break;
      case Fit::none:
        ++count.missed;
        miss("missed", gold, {});
        break;
    }
  }
}

// The peer: a finding is present where its label, or the label without what stands in brackets, stands in the text.
std::vector<UnderstoodStatement> by_keywords(std::string_view text, const Knowledge& knowledge) {
  const auto lower = [](std::string_view words) {
    std::string made(words);
    for (char& c : made) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return made;
  };
  const std::string whole = lower(text);
  std::vector<UnderstoodStatement> found;
  for (std::size_t row = 0; row < knowledge.findings().size(); ++row) {
    const FindingId id(row);
    if (knowledge.language().variables[row].type != logic::Type::boolean) continue;
    for (const std::string* label : {&knowledge[id].label_clinical, &knowledge[id].label_patient}) {
      std::string words = lower(*label);
      words = std::string(trimmed(std::string_view(words).substr(0, words.find('('))));
      const std::size_t at = words.size() < 4 ? std::string::npos : whole.find(words);
      if (at == std::string::npos) continue;
      found.push_back({.said = {.finding = id, .present = Presence::present}, .span = {at, at + words.size()}});
      break;
    }
  }
  return found;
}

void tell(std::string_view title, const Tally& tally, bool each) {
  Count whole;
  for (const auto& [name, count] : tally.by_finding) whole += count;
  if (each) {
    fmt::print("\n{:<44} {:>5} {:>8} {:>7} {:>8} {:>7}\n", title, "found", "opposite", "value", "not gold", "missed");
    for (const auto& [name, count] : tally.by_finding)
      fmt::print("  {:<42} {:>5} {:>8} {:>7} {:>8} {:>7}\n", name, count.found, count.opposite, count.other_value,
                 count.not_in_gold, count.missed);
  }
  fmt::print(
      "{}: precision {:.1f} % of statements (those of findings the gold codes: {:.1f} %), recall {:.1f} %; found {}, "
      "opposite {}, other value {}, not in gold {}, missed {}; assumed codings apart: found {}, missed {}\n",
      title, whole.precision(), whole.precision_of_coded(), whole.recall(), whole.found, whole.opposite,
      whole.other_value, whole.not_in_gold, whole.missed, tally.assumed.found, tally.assumed.missed);
  fmt::print("{}: negations read as presence on the safety set: {}\n", title, tally.safety_errors.size());
  for (const std::string& error : tally.safety_errors) fmt::print("  {}\n", error);
}

void show(std::string_view text, const Understood& understood, const Knowledge& knowledge) {
  for (const UnderstoodStatement& one : understood.statements)
    fmt::print("{:<55} {:<10} {}{}\n", told(one.said, knowledge), word_of(one.read_as),
               text.substr(one.span.from, one.span.to - one.span.from),
               one.denied_by.empty() ? "" : "  <" + one.denied_by + ">");
  for (const SetAsideMention& one : understood.set_aside)
    fmt::print("aside {:<12} {:<36} {}\n", word_of(one.why), knowledge[one.finding].name,
               text.substr(one.span.from, one.span.to - one.span.from));
  for (const TextSpan& span : understood.not_understood)
    fmt::print("not understood: {}\n", text.substr(span.from, span.to - span.from));
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> files;
  std::string facts, one_text;
  bool misses = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--misses") {
      misses = true;
    } else if (word == "--facts" && i + 1 < argc) {
      facts = argv[++i];
    } else if (word == "--text" && i + 1 < argc) {
      one_text = argv[++i];
    } else {
      files.emplace_back(word);
    }
  }
  auto knowledge = load_facts(facts, Policy::standard);
  if (!knowledge) {
    fmt::print(stderr, "{}\n", knowledge.error().text());
    return 4;
  }
  const OwnWords reader(*knowledge);
  const auto today = Date::of(2026, 1, 1);
  if (!one_text.empty()) {
    const auto understood = reader.understand(one_text, *today);
    if (!understood) return 3;
    show(one_text, *understood, *knowledge);
    return 0;
  }
  std::set<FindingId> safety;
  for (const SafetyItem& item : knowledge->safety_net()) safety.insert(item.findings.begin(), item.findings.end());

  Tally ours, keywords;
  int sentences = 0, met = 0, expected = 0;
  std::size_t words = 0;
  int texts = 0;
  double seconds = 0;
  const auto timed = [&](const std::string& text) {
    const auto start = std::chrono::steady_clock::now();
    auto understood = reader.understand(text, *today);
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    ++texts;
    words += static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
    return understood;
  };
  simdjson::dom::parser parser;
  for (const std::string& file : files) {
    if (file.ends_with(".txt")) {
      for (const own_words::Sentence& one : own_words::sentences_of(file)) {
        const auto understood = timed(one.text);
        if (!understood) continue;
        ++sentences;
        for (const std::string& wanted : one.expected) {
          ++expected;
          const std::string wrong = own_words::unmet(wanted, *understood, *knowledge);
          met += wrong.empty() ? 1 : 0;
          if (!wrong.empty() && misses) fmt::print("{}\n    {}\n", one.text, wrong);
        }
      }
      continue;
    }
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
      simdjson::dom::element row;
      if (line.empty() || parser.parse(line).get(row) != simdjson::SUCCESS) continue;
      const auto coded = coded_text(row, *knowledge);
      if (!coded) continue;
      const auto understood = timed(coded->text);
      if (!understood) continue;
      compare(*coded, understood->statements, safety, *knowledge, ours);
      compare(*coded, by_keywords(coded->text, *knowledge), safety, *knowledge, keywords);
    }
  }
  if (!ours.by_finding.empty()) {
    if (misses) {
      for (const std::string& miss : ours.misses) fmt::print("{}\n", miss);
    }
    tell("own words", ours, true);
    tell("keywords without negation", keywords, false);
  }
  if (sentences > 0) fmt::print("sentences: {}, expectations met: {} of {}\n", sentences, met, expected);
  if (texts > 0)
    fmt::print("{} texts, {:.0f} words each on average: {:.3f} ms a text\n", texts, static_cast<double>(words) / texts,
               1000 * seconds / texts);
  return 0;
}
