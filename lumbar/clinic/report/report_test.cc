// SPDX-License-Identifier: Apache-2.0
// What a report must say, and what it must never say, on the real facts.
#include "lumbar/clinic/report/report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <regex>
#include <set>

#include "lumbar/clinic/report/columns.h"
#include "lumbar/clinic/report/page_style.h"
#include "lumbar/clinic/report/wording.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

const Knowledge& knowledge() { return shipped_facts(); }

Case case_of(std::initializer_list<const char*> present, std::initializer_list<const char*> absent, double age = 54) {
  Case person;
  person.as_of = *Date::of(2026, 11, 21);
  person.country = "GB";
  Statement years;
  years.finding = *knowledge().finding("age_years");
  years.number.bare = age;
  person.statements.push_back(years);
  const auto add = [&](const char* name, Presence presence) {
    const auto finding = knowledge().finding(name);
    if (!finding) return ADD_FAILURE() << "no finding " << name;
    Statement one;
    one.finding = *finding;
    one.present = presence;
    person.statements.push_back(one);
  };
  for (const char* name : present) add(name, Presence::present);
  for (const char* name : absent) add(name, Presence::absent);
  return person;
}

Consultation consulted(const Case& person) {
  auto consultation = consult(person, knowledge());
  if (!consultation) ADD_FAILURE() << consultation.error().text();
  return std::move(*consultation);
}

// People of every kind; what is made of them is the business of other rooms.
const std::vector<Consultation>& consultations() {
  static const std::vector<Consultation> all = [] {
    std::vector<Consultation> made;
    made.push_back(consulted(
        case_of({"low_back_pain", "saddle_anaesthesia", "urinary_retention", "leg_motor_weakness"}, {"fever"})));
    made.push_back(consulted(case_of({"low_back_weakness", "back_stiffness", "muscle_ache"}, {})));
    made.push_back(consulted(
        case_of({"low_back_pain", "leg_tingling", "unilateral_leg_pain"}, {"fever", "saddle_anaesthesia"}, 35)));
    made.push_back(consulted(case_of({"neurogenic_claudication", "relief_bending_forward"}, {"fever"}, 72)));
    made.push_back(consulted(case_of({"low_back_pain", "fever", "injection_drug_use"}, {"history_of_cancer"}, 31)));
    made.push_back(
        consulted(case_of({"low_back_pain", "history_of_cancer", "night_pain", "unexplained_weight_loss"}, {}, 66)));
    made.push_back(consulted(case_of({"low_back_weakness"}, {}, 14)));
    made.push_back(consulted(case_of({"prevention_question"}, {}, 40)));
    return made;
  }();
  return all;
}

// Every level, however it came about: the report has to stand by it.
Consultation at_level(Urgency level, bool provisional) {
  Consultation one = consultations()[1];
  one.triage.level = level;
  one.triage.rule_level = level;
  one.triage.reason = LevelReason::rules;
  one.triage.provisional = provisional;
  if (!provisional) one.triage.open.clear();
  settle_consequences(one.triage, knowledge());
  one.plan = plan_care(one.triage, one.differential, one.findings, knowledge());
  return one;
}

constexpr std::array every_level{Urgency::self_care, Urgency::appointment, Urgency::within_24h, Urgency::emergency_now};
constexpr std::array every_mode{Mode::in_public, Mode::clinician};

std::string text_of(const Consultation& one, Mode mode, std::size_t width = 80, bool colour = false) {
  return write_text(one, knowledge(), {mode, width, colour});
}
std::string page_of(const Consultation& one, Mode mode) { return write_html(one, knowledge(), {mode, 80, false}); }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t from = 0;
  while (from < text.size()) {
    const auto end = text.find('\n', from);
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

// What a reader sees of a page, one block a line.
std::vector<std::string> read_aloud(const std::string& page) {
  std::string body = page.substr(page.find("<body"));
  body =
      std::regex_replace(body, std::regex("</?(p|li|h1|h2|h3|div|ul|ol|section|header|main|footer|aside)[^>]*>"), "\n");
  body = std::regex_replace(body, std::regex("<[^>]*>"), "");
  for (const auto& [entity, sign] :
       {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}})
    body = replaced(body, entity, sign);
  std::vector<std::string> blocks;
  for (const std::string& line : lines_of(body)) {
    if (line.find_first_not_of(" \n") != std::string::npos) blocks.push_back(line);
  }
  return blocks;
}

std::string unwrapped(const std::string& text) {
  std::string flat;
  for (const char one : text) {
    if (one == '\n')
      flat += ' ';
    else if (one != ' ' || flat.empty() || flat.back() != ' ')
      flat += one;
  }
  return std::regex_replace(flat, std::regex(" +"), " ");
}

bool says(const std::string& text, const std::string& sentence) {
  return !sentence.empty() && unwrapped(text).find(sentence) != std::string::npos;
}

TEST(Columns, words_are_wrapped_by_what_they_take_on_the_screen) {
  EXPECT_EQ(wrapped("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrapped("", 7), std::vector<std::string>{""});
  EXPECT_EQ(wrapped("abcdefghij", 4), (std::vector<std::string>{"abcd", "efgh", "ij"}));
  EXPECT_EQ(wrapped("näß — çé", 5), (std::vector<std::string>{"näß —", "çé"}));
  EXPECT_EQ(wrapped("see https://doi.org/10.1000/182 there", 10),
            (std::vector<std::string>{"see", "https://doi.org/10.1000/182", "there"}));
  EXPECT_EQ(columns_of("腰痛"), 4U);
  EXPECT_EQ(columns_of("e\xCC\x81"), 1U);
}

TEST(Columns, what_could_harm_a_terminal_is_taken_out) {
  EXPECT_EQ(cleaned("a\x1b[31mb"), "a [31mb");
  EXPECT_EQ(cleaned("a\nb\tc"), "a b c");
  EXPECT_EQ(cleaned("a\xE2\x80\xAE"
                    "b"),
            "a b");  // right-to-left override
  EXPECT_EQ(cleaned("a\xFF\xC0\xAF"), "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(cleaned("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // half a surrogate pair
}

TEST(Text, no_line_is_longer_than_the_terminal_is_wide) {
  for (const Consultation& one : consultations()) {
    for (const Mode mode : every_mode) {
      for (const std::size_t width : {40U, 80U, 100U}) {
        for (const std::string& line : lines_of(text_of(one, mode, width))) {
          if (line.find("://") == std::string::npos) {
            EXPECT_LE(columns_of(line), width) << line;
          }
        }
      }
    }
  }
}

TEST(Text, colour_stands_only_where_it_was_asked_for) {
  for (const Mode mode : every_mode) {
    EXPECT_EQ(text_of(consultations()[0], mode).find('\x1b'), std::string::npos);
    const std::string coloured = text_of(consultations()[0], mode, 80, true);
    EXPECT_NE(coloured.find("\x1b["), std::string::npos);
    EXPECT_EQ(std::regex_replace(coloured, std::regex("\x1b\\[[0-9;]*m"), ""), text_of(consultations()[0], mode))
        << "colour changes no word";
  }
}

TEST(Text, an_ordinary_public_report_stays_short) {
  for (const Consultation& one : consultations()) EXPECT_LE(lines_of(text_of(one, Mode::in_public)).size(), 85U);
  EXPECT_LE(lines_of(text_of(consultations()[0], Mode::in_public)).size(), 70U) << "an emergency is read in a hurry";
}

TEST(Report, same_consultation_same_bytes) {
  for (const Mode mode : every_mode) {
    EXPECT_EQ(text_of(consultations()[2], mode), text_of(consultations()[2], mode));
    EXPECT_EQ(page_of(consultations()[2], mode), page_of(consultations()[2], mode));
  }
}

TEST(Report, an_emergency_begins_with_whom_to_call) {
  struct Row {
    const char* country;
    const char* in_public;
  };
  constexpr std::array rows = {Row{"GB", "Call 999 now."}, Row{"DE", "Call 112 now."}, Row{"US", "Call 911 now."},
                               Row{"", "Call your local emergency number now."},
                               Row{"XX", "Call your local emergency number now."}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.country);
    Consultation one = at_level(Urgency::emergency_now, false);
    one.findings.country = row.country;
    EXPECT_EQ(lines_of(text_of(one, Mode::in_public))[1], std::string("  ") + row.in_public);
    const std::string page = page_of(one, Mode::in_public);
    EXPECT_NE(page.find(std::string("<h1>") + row.in_public + "</h1>"), std::string::npos);
    for (const Mode mode : every_mode) {
      EXPECT_TRUE(says(text_of(one, mode), knowledge().phrase("emergency.do", mode))) << "not drive, not eat or drink";
      EXPECT_EQ(lines_of(text_of(one, mode))[1].find("  Call "), 0U);
    }
  }
}

// A length of time is kept in days, whatever the unit of its finding: six weeks were once told as "42 weeks".
TEST(Report, a_length_of_time_is_told_in_a_unit_that_fits_it) {
  struct Row {
    double days;
    const char* in_words;
  };
  constexpr std::array rows = {Row{1, "1 day"}, Row{10, "10 days"}, Row{42, "6 weeks"}, Row{91.3, "3 months"},
                               Row{1826.25, "5 years"}};
  for (const Row& row : rows) {
    Case person = case_of({"low_back_weakness"}, {});
    Statement lasting;
    lasting.finding = *knowledge().finding("symptom_duration");
    lasting.number.bare = row.days;
    person.statements.push_back(lasting);
    Consultation one = consulted(person);
    ASSERT_FALSE(one.triage.raised.empty());
    one.triage.raised.front().because = {lasting.finding};
    EXPECT_NE(unwrapped(text_of(one, Mode::in_public)).find(row.in_words), std::string::npos) << row.in_words;
  }
}

TEST(Report, nobody_makes_their_own_way_at_an_emergency) {
  for (const Transport transport : {Transport::own_way, Transport::driven, Transport::ambulance}) {
    Consultation one = at_level(Urgency::emergency_now, false);
    one.triage.transport = transport;
    for (const Mode mode : every_mode) {
      for (const std::string& report : {text_of(one, mode), page_of(one, mode)}) {
        EXPECT_FALSE(says(report, knowledge().phrase("emergency.own_way", mode)));
        if (mode == Mode::in_public) {
          EXPECT_EQ(says(report, "Wait for the ambulance."), transport == Transport::ambulance);
        }
      }
    }
  }
}

TEST(Report, every_level_and_mode_says_what_it_must) {
  for (const Urgency level : every_level) {
    for (const bool provisional : {false, true}) {
      if (level == Urgency::self_care && provisional) continue;  // no such answer exists
      const Consultation one = at_level(level, provisional);
      for (const Mode mode : every_mode) {
        SCOPED_TRACE(std::string(word_of(level)) + " " + std::string(word_of(mode)) +
                     (provisional ? " provisional" : ""));
        const std::string text = text_of(one, mode);
        const std::string page = page_of(one, mode);
        EXPECT_EQ(says(text, knowledge().phrase("provisional", mode)), provisional);
        EXPECT_TRUE(says(text, knowledge().phrase("informs", mode)));
        for (const std::string& report : {text, page}) {
          EXPECT_EQ(report.find("[report."), std::string::npos) << "a phrase is missing";
          EXPECT_EQ(report.find("[level."), std::string::npos) << "a phrase is missing";
          const std::string body = report.substr(report.find("<body") == std::string::npos ? 0 : report.find("<body"));
          EXPECT_EQ(body.find('{'), std::string::npos) << "a gap was left open";
        }
        const bool call_list = mode == Mode::clinician || level != Urgency::emergency_now;
        EXPECT_EQ(says(text, knowledge().phrase("section.safety_net", mode)), call_list);
        EXPECT_EQ(says(text, knowledge().phrase("plan.locked", mode)), level >= Urgency::within_24h);
      }
    }
  }
}

TEST(Report, nothing_reassures_while_something_is_open) {
  std::vector<std::string> reassuring;
  for (const char* id : {"self_care", "plan.no_tests", "open_question.none", "why.none"})
    reassuring.push_back(knowledge().phrase(id, Mode::in_public));
  for (std::size_t row = 0; row < knowledge().conditions().size(); ++row) {
    const Care* care = knowledge().care(ConditionId(row));
    if (care == nullptr) continue;
    if (!care->course.empty()) reassuring.push_back(care->course);
    if (care->home_care_ok) reassuring.push_back(care->explained);
    if (!care->reassurance.empty()) reassuring.push_back(care->reassurance);
  }
  for (const auto& [level, open] : {std::pair(Urgency::appointment, true), std::pair(Urgency::within_24h, true),
                                    std::pair(Urgency::within_24h, false), std::pair(Urgency::emergency_now, false)}) {
    const Consultation one = at_level(level, open);
    const std::string text = text_of(one, Mode::in_public);
    std::string page;
    for (const std::string& block : read_aloud(page_of(one, Mode::in_public))) page += block + "\n";
    for (const std::string& sentence : reassuring) {
      EXPECT_FALSE(says(text, sentence)) << sentence;
      EXPECT_FALSE(says(page, sentence)) << sentence;
    }
  }
}

TEST(Report, the_public_reads_no_jargon) {
  const std::regex id_with_underscore("[A-Za-z0-9]+_[A-Za-z0-9]+");
  for (const Consultation& one : consultations()) {
    std::string all = text_of(one, Mode::in_public);
    for (const std::string& block : read_aloud(page_of(one, Mode::in_public))) all += block + "\n";
    std::smatch found;
    EXPECT_FALSE(std::regex_search(all, found, id_with_underscore)) << found.str();
    for (const char* word :
         {"dB", "deciban", "posterior", "differential", "ICD", " %", "MRC", "sensitivity", "prior"}) {
      EXPECT_FALSE(std::regex_search(all, std::regex("\\b" + std::string(word) + "\\b"))) << word;
    }
  }
}

TEST(Report, clinicians_read_ids_figures_and_status) {
  const std::string text = text_of(consultations()[0], Mode::clinician, 100);
  for (const char* word :
       {"[saddle_anaesthesia]", "T03", " dB ", "emergency_now", "cauda_equina", "CES", " %", "https://"}) {
    EXPECT_NE(text.find(word), std::string::npos) << word;
  }
  EXPECT_TRUE(std::regex_search(text, std::regex("verified|reported|derived|assumed")));
}

// Where a dangerous condition stands to its own threshold is shown where the threshold is, and to clinicians alone.
TEST(Report, clinicians_see_where_each_dangerous_condition_stands_to_its_threshold) {
  std::size_t passed = 0, below = 0;
  for (const Consultation& one : consultations()) {
    const std::string text = std::regex_replace(text_of(one, Mode::clinician), std::regex("\\s+"), " ");
    const std::string page = page_of(one, Mode::clinician);
    if (!one.differential.complaint) continue;
    for (std::size_t place = 0; place < std::min<std::size_t>(one.differential.ranked.size(), 15); ++place) {
      const RankedCondition& ranked = one.differential.ranked[place];
      const auto limit = danger_limit(ranked.condition, one.differential, one.findings, knowledge());
      const Condition& condition = knowledge()[ranked.condition];
      EXPECT_EQ(limit.has_value(), condition.danger_probability.has_value());
      if (!limit) continue;
      EXPECT_EQ(limit->passed, ranked.probability >= limit->probability) << condition.name;
      (limit->passed ? passed : below) += 1;
      const Wording words(one, knowledge(), Mode::clinician);
      const std::string line =
          words.say(limit->passed ? "cause.threshold_passed" : "cause.threshold_below",
                    {{"threshold", words.chance(limit->probability)}, {"level", std::string(word_of(limit->level))}});
      const auto from = text.find(condition.name + " ·");
      ASSERT_NE(from, std::string::npos) << condition.name;
      EXPECT_NE(text.find(line, from), std::string::npos) << condition.name << ": " << line;
      EXPECT_NE(page.find(line), std::string::npos) << line;
    }
    EXPECT_EQ(text_of(one, Mode::in_public).find("threshold"), std::string::npos);
    EXPECT_EQ(page_of(one, Mode::in_public).find("threshold"), std::string::npos);
  }
  EXPECT_GT(passed, 0U);
  EXPECT_GT(below, 0U);
}

TEST(Report, clinicians_see_what_a_passed_threshold_waits_for) {
  Consultation one = consultations()[2];
  const ConditionId broken = knowledge().condition("traumatic_vertebral_fracture").value();
  one.differential.ranked.front().condition = broken;
  one.differential.probability[broken.row()] = one.differential.ranked.front().probability = 0.9;
  const FindingId injury = knowledge().finding("trauma_any").value();
  for (const auto& [known, says] :
       {std::pair{Presence::unknown, "not known yet)"}, {Presence::absent, "which is absent)"}}) {
    one.findings.presence[injury.row()] = known;
    const std::string text = std::regex_replace(text_of(one, Mode::clinician), std::regex("\\s+"), " ");
    EXPECT_NE(text.find("for emergency_now: passed (raises only with "), std::string::npos) << text;
    EXPECT_NE(text.find(says), std::string::npos) << says;
  }
  one.findings.presence[injury.row()] = Presence::present;
  EXPECT_EQ(text_of(one, Mode::clinician).find("raises only with"), std::string::npos);
}

std::size_t syllables_of(const std::string& word) {
  std::size_t groups = 0;
  bool in_vowels = false;
  for (const char one : word) {
    const bool vowel = std::string_view("aeiouy").find(one) != std::string_view::npos;
    if (vowel && !in_vowels) ++groups;
    in_vowels = vowel;
  }
  const bool silent_e = word.size() > 2 && word.ends_with('e') && !word.ends_with("le");
  if (silent_e && groups > 1) --groups;
  return std::max<std::size_t>(groups, 1);
}

// Kincaid et al. 1975, research branch report 8-75: the school grade that reads a text. Counted over whole sentences;
// headings and names in charts are no sentences and would only make it look easier.
double school_grade(const std::vector<std::string>& blocks) {
  double words = 0, sentences = 0, syllables = 0;
  for (const std::string& block : blocks) {
    std::string sentence;
    std::size_t count = 0;
    const auto end_sentence = [&] {
      if (count >= 4) {
        words += static_cast<double>(count);
        sentences += 1;
        std::smatch match;
        for (std::string rest = sentence; std::regex_search(rest, match, std::regex("[a-z]+")); rest = match.suffix())
          syllables += static_cast<double>(syllables_of(match.str()));
      }
      sentence.clear();
      count = 0;
    };
    std::string word;
    for (const char one : block + " ") {
      const char lower = static_cast<char>(std::tolower(static_cast<unsigned char>(one)));
      if (std::isalpha(static_cast<unsigned char>(one)) != 0 || (one == '\'' && !word.empty())) {
        if (one != '\'') word += lower;
        continue;
      }
      if (!word.empty()) {
        sentence += word + " ";
        ++count;
        word.clear();
      }
      if (one == '.' || one == '?' || one == '!') end_sentence();
    }
    end_sentence();
  }
  return 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
}

TEST(Report, a_twelve_year_old_can_read_the_public_report) {
  for (const Consultation& one : consultations()) {
    const double grade = school_grade(read_aloud(page_of(one, Mode::in_public)));
    EXPECT_LE(grade, 8.0) << text_of(one, Mode::in_public);
    RecordProperty("school_grade", std::to_string(grade));
  }
}

TEST(Page, what_came_with_the_case_is_never_markup) {
  Consultation one = consultations()[1];
  one.findings.warnings = {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "a & b", "\x1b]0;title\x07"};
  one.findings.country = "\"><b>";
  for (const Mode mode : every_mode) {
    const std::string page = page_of(one, mode);
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_EQ(page.find("<img"), std::string::npos);
    EXPECT_NE(page.find("&lt;script&gt;alert(1)&lt;/script&gt;"), std::string::npos);
    EXPECT_NE(page.find("a &amp; b"), std::string::npos);
    EXPECT_EQ(page.find('\x1b'), std::string::npos);
    EXPECT_EQ(text_of(one, mode).find('\x1b'), std::string::npos);
  }
}

TEST(Page, asks_nothing_of_the_network_and_runs_nothing) {
  for (const Consultation& one : consultations()) {
    for (const Mode mode : every_mode) {
      const std::string page = page_of(one, mode);
      for (const char* forbidden :
           {"<script", "<link", "<iframe", "<img", "src=", "url(", "@import", "<form", "<object", "javascript:"}) {
        EXPECT_EQ(page.find(forbidden), std::string::npos) << forbidden;
      }
      EXPECT_FALSE(std::regex_search(page, std::regex("<[^>]* on[a-z]+="))) << "no handlers";
      EXPECT_FALSE(std::regex_search(page, std::regex("<[^>]* style="))) << "no styles outside the sheet";
    }
  }
}

struct Tag {
  std::string name, attributes;
  bool closing = false;
};

std::vector<Tag> tags_of(const std::string& page) {
  std::vector<Tag> tags;
  const std::regex pattern("<(/?)([a-zA-Z0-9]+)([^>]*)>");
  const std::string body = page.substr(page.find("</style>"));
  for (auto at = std::sregex_iterator(body.begin(), body.end(), pattern); at != std::sregex_iterator(); ++at)
    tags.push_back({(*at)[2], (*at)[3], (*at)[1].length() > 0});
  return tags;
}

TEST(Page, every_element_is_closed_in_order_and_headings_do_not_jump) {
  for (const Consultation& one : consultations()) {
    for (const Mode mode : every_mode) {
      const std::string page = page_of(one, mode);
      EXPECT_EQ(page.find("<!DOCTYPE html>\n<html lang=\"en-GB\">"), 0U);
      std::vector<std::string> open{"html", "head", "style"};
      std::set<std::string> ids;
      std::vector<std::string> referred;
      int heading = 0;
      int first_headings = 0;
      for (const Tag& tag : tags_of(page)) {
        const std::string parent = open.empty() ? "" : open.back();
        if (tag.closing) {
          ASSERT_FALSE(open.empty()) << tag.name;
          EXPECT_EQ(open.back(), tag.name);
          open.pop_back();
          continue;
        }
        if (tag.name == "li") {
          EXPECT_TRUE(parent == "ul" || parent == "ol") << parent;
        }
        if (parent == "ul" || parent == "ol") {
          EXPECT_EQ(tag.name, "li");
        }
        if (parent == "p") {
          EXPECT_TRUE(tag.name == "b" || tag.name == "svg" || tag.name == "a") << tag.name;
        }
        if (tag.name.size() == 2 && tag.name[0] == 'h' && std::isdigit(static_cast<unsigned char>(tag.name[1])) != 0) {
          const int level = tag.name[1] - '0';
          EXPECT_LE(level, heading + 1) << "a heading jumps";
          heading = level;
          first_headings += level == 1 ? 1 : 0;
        }
        std::smatch match;
        if (std::regex_search(tag.attributes, match, std::regex(" id=\"([^\"]*)\""))) {
          EXPECT_TRUE(ids.insert(match[1]).second) << match[1];
        }
        if (std::regex_search(tag.attributes, match, std::regex(" aria-labelledby=\"([^\"]*)\"")))
          referred.push_back(match[1]);
        if (tag.name == "svg") {
          EXPECT_TRUE(std::regex_search(tag.attributes, std::regex("aria-(label=\"[^\"]+|hidden)")))
              << "a picture without words";
        }
        const bool empty_element = tag.attributes.ends_with("/") || tag.name == "meta";
        if (!empty_element) open.push_back(tag.name);
      }
      EXPECT_TRUE(open.empty());
      EXPECT_EQ(first_headings, 1);
      for (const std::string& id : referred) EXPECT_TRUE(ids.contains(id)) << id;
      for (const char* landmark : {"<header", "<main", "<footer"}) EXPECT_NE(page.find(landmark), std::string::npos);
      EXPECT_LT(page.find("<header"), page.find("<main"));
    }
  }
}

// WCAG 2.2, relative luminance and contrast ratio.
double luminance(const std::string& colour) {
  double total = 0;
  constexpr std::array weights{0.2126, 0.7152, 0.0722};
  for (std::size_t i = 0; i < 3; ++i) {
    const double channel = static_cast<double>(std::stoi(colour.substr(1 + 2 * i, 2), nullptr, 16)) / 255;
    total += weights[i] * (channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4));
  }
  return total;
}

double contrast(const std::string& a, const std::string& b) {
  const auto [low, high] = std::minmax({luminance(a), luminance(b)});
  return (high + 0.05) / (low + 0.05);
}

TEST(Page, every_colour_of_text_stands_out_from_its_ground) {
  const std::string style(page_style());
  // Each :root block in the order of the sheet: light, dark, paper; a later one keeps what it does not name.
  std::map<std::string, std::string> light;
  const std::regex root(":root \\{([^}]*)\\}");
  const std::regex variable("--([a-z0-9_-]+): (#[0-9a-f]{6})");
  int schemes = 0;
  for (auto at = std::sregex_iterator(style.begin(), style.end(), root); at != std::sregex_iterator();
       ++at, ++schemes) {
    const std::string block = (*at)[1];
    std::map<std::string, std::string> colours = light;
    for (auto one = std::sregex_iterator(block.begin(), block.end(), variable); one != std::sregex_iterator(); ++one)
      colours[(*one)[1]] = (*one)[2];
    if (schemes == 0) light = colours;
    for (const char* ground : {"ground", "card"}) {
      for (const char* ink : {"ink", "soft", "link"})
        EXPECT_GE(contrast(colours[ink], colours[ground]), 4.5) << ink << " on " << ground;
    }
    for (const Urgency level : every_level)
      EXPECT_GE(contrast(colours["on-level"], colours[std::string(word_of(level))]), 4.5) << word_of(level);
    EXPECT_GE(contrast(colours["bar"], colours["track"]), 3.0) << "parts of a chart";
  }
  EXPECT_EQ(schemes, 3);
}

}  // namespace
}  // namespace lumbar
