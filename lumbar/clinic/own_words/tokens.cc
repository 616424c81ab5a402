// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/own_words/tokens.h"

#include <array>
#include <utility>

#include "lumbar/base/text.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar::own_words {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Marks of more than one byte that people's keyboards put in.
struct Mark {
  std::string_view bytes;
  char stands_for;
};
constexpr std::array marks = {Mark{"\u2019", '\''}, Mark{"\u2018", '\''}, Mark{"\u201c", ' '}, Mark{"\u201d", ' '},
                              Mark{"\u2013", '-'},  Mark{"\u2014", ','},  Mark{"\u2011", '-'}, Mark{"\u2010", '-'},
                              Mark{"\u00a0", ' '},  Mark{"\u2026", '.'},  Mark{"\u2022", '.'}, Mark{"\u00b0", ' '},
                              Mark{"\u00ba", ' '},  Mark{"\u2009", ' '},  Mark{"\u202f", ' '}};

constexpr std::array<std::pair<std::string_view, double>, 16> numbers = {{{"one", 1},
                                                                          {"two", 2},
                                                                          {"three", 3},
                                                                          {"four", 4},
                                                                          {"five", 5},
                                                                          {"six", 6},
                                                                          {"seven", 7},
                                                                          {"eight", 8},
                                                                          {"nine", 9},
                                                                          {"ten", 10},
                                                                          {"eleven", 11},
                                                                          {"twelve", 12},
                                                                          {"fifteen", 15},
                                                                          {"twenty", 20},
                                                                          {"thirty", 30},
                                                                          {"couple", 2}}};

// Written without an apostrophe, as on telephones.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> run_together = {{{"dont", "do"},
                                                                                         {"doesnt", "does"},
                                                                                         {"didnt", "did"},
                                                                                         {"isnt", "is"},
                                                                                         {"arent", "are"},
                                                                                         {"wasnt", "was"},
                                                                                         {"werent", "were"},
                                                                                         {"havent", "have"},
                                                                                         {"hasnt", "has"},
                                                                                         {"hadnt", "had"},
                                                                                         {"couldnt", "could"},
                                                                                         {"wouldnt", "would"},
                                                                                         {"shouldnt", "should"},
                                                                                         {"aint", "is"}}};

class Cutter {
 public:
  explicit Cutter(std::string_view text) : text_(text) {}

  std::vector<Token> cut() {
    while (at_ < text_.size()) step();
    mark_questions();
    return std::move(tokens_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (is_letter(c) || (static_cast<unsigned char>(c) >= 128 && mark().bytes.empty())) return word();
    if (is_digit(c)) return number();
    const Mark special = mark();
    const char sign = special.bytes.empty() ? c : special.stands_for;
    const std::size_t width = special.bytes.empty() ? 1 : special.bytes.size();
    switch (sign) {
      case '.':
      case ';':
      case '!':
      case '?': add(TokenKind::full_stop, at_, at_ + width, std::string(1, sign)); break;
      case ',':
      case '(':
      case ')':
      case '[':
      case ']':
      case ':': add(TokenKind::comma, at_, at_ + width, std::string(1, sign)); break;
      case '/':
        // "Bowel/bladder" names either; between numbers and units it is part of them.
        if (at_ > 0 && is_letter(text_[at_ - 1]) && at_ + 1 < text_.size() && is_letter(text_[at_ + 1]))
          add(TokenKind::word, at_, at_ + 1, "or");
        break;
      case '-':
        // Between words with spaces around it a dash is a pause; inside a word it joins.
        if (at_ > 0 && text_[at_ - 1] == ' ') add(TokenKind::comma, at_, at_ + width, ",");
        break;
      case '\n':
        if (ends_a_line()) add(TokenKind::full_stop, at_, at_ + 1, ".");
        break;
      default: break;
    }
    at_ += width;
  }

  Mark mark() const {
    for (const Mark& one : marks) {
      if (text_.substr(at_).starts_with(one.bytes)) return one;
    }
    return {"", 0};
  }

  // A line that is followed by an empty one, or by the dash of a list.
  bool ends_a_line() const {
    const std::size_t next = text_.find_first_not_of(" \t\r", at_ + 1);
    return next != std::string_view::npos && (text_[next] == '\n' || text_[next] == '-' || text_[next] == '*');
  }

  void word() {
    const std::size_t from = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]) ||
                                  (static_cast<unsigned char>(text_[at_]) >= 128 && mark().bytes.empty())))
      ++at_;
    std::string lower = folded_word(text_.substr(from, at_ - from));
    const std::size_t end = at_;
    if (apostrophe()) {
      const std::size_t tail_from = at_ + width_of_apostrophe();
      std::size_t tail_to = tail_from;
      while (tail_to < text_.size() && is_letter(text_[tail_to])) ++tail_to;
      const std::string tail = folded_word(text_.substr(tail_from, tail_to - tail_from));
      at_ = tail_to;
      if (tail == "t" && lower.ends_with("n")) return negated(lower.substr(0, lower.size() - 1), from, tail_to);
      add(TokenKind::word, from, end, lower);
      if (tail == "m") add(TokenKind::word, tail_from, tail_to, "am");
      if (tail == "ve") add(TokenKind::word, tail_from, tail_to, "have");
      return;
    }
    if (lower == "cant") return add(TokenKind::word, from, end, "cannot");
    if (lower == "wont") return negated("wo", from, end);
    for (const auto& [written, verb] : run_together) {
      if (lower == written) return negated(std::string(verb), from, end);
    }
    for (const auto& [written, value] : numbers) {
      if (lower == written) {
        add(TokenKind::number, from, end, lower);
        tokens_.back().number = value;
        tokens_.back().spelt = true;
        return;
      }
    }
    add(TokenKind::word, from, end, std::move(lower));
  }

  void negated(const std::string& verb, std::size_t from, std::size_t to) {
    if (verb == "ca") return add(TokenKind::word, from, to, "cannot");
    add(TokenKind::word, from, to, verb == "wo" ? "will" : verb);
    add(TokenKind::word, from, to, "not");
  }

  std::size_t width_of_apostrophe() const { return text_[at_] == '\'' ? 1 : mark().bytes.size(); }
  bool apostrophe() const {
    if (at_ >= text_.size()) return false;
    const bool is_one = text_[at_] == '\'' || mark().stands_for == '\'';
    return is_one && at_ + width_of_apostrophe() < text_.size() && is_letter(text_[at_ + width_of_apostrophe()]);
  }

  void number() {
    const std::size_t from = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    // "1,200" is a number, "1, 2" are two.
    while (at_ + 3 < text_.size() && text_[at_] == ',' && is_digit(text_[at_ + 1]) && is_digit(text_[at_ + 2]) &&
           is_digit(text_[at_ + 3]) && (at_ + 4 >= text_.size() || !is_digit(text_[at_ + 4])))
      at_ += 4;
    if (at_ + 1 < text_.size() && text_[at_] == '.' && is_digit(text_[at_ + 1])) {
      ++at_;
      while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    }
    std::string digits;
    for (const char c : text_.substr(from, at_ - from)) {
      if (c != ',') digits += c;
    }
    add(TokenKind::number, from, at_, digits);
    tokens_.back().number = number_in(digits).value_or(0);
  }

  void add(TokenKind kind, std::size_t from, std::size_t to, std::string text) {
    Token token{.kind = kind, .text = std::move(text), .sentence = sentence_};
    token.from = static_cast<std::uint32_t>(from);
    token.to = static_cast<std::uint32_t>(to);
    tokens_.push_back(std::move(token));
    if (kind == TokenKind::full_stop) ++sentence_;
  }

  void mark_questions() {
    bool question = false;
    std::uint32_t sentence = sentence_ + 1;
    for (std::size_t i = tokens_.size(); i-- > 0;) {
      if (tokens_[i].sentence != sentence) {
        sentence = tokens_[i].sentence;
        question = tokens_[i].kind == TokenKind::full_stop && tokens_[i].text == "?";
      }
      tokens_[i].question = question;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t sentence_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) { return Cutter(text).cut(); }

}  // namespace lumbar::own_words
