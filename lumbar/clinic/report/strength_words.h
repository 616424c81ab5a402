// SPDX-License-Identifier: Apache-2.0
// Measured strength into words, before it becomes text, page or picture. Pure.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/clinic/report/report.h"
#include "lumbar/clinic/report/wording.h"

namespace lumbar {

class StrengthWords {
 public:
  /// Both must outlive the words.
  StrengthWords(const Knowledge& knowledge, Mode mode) : knowledge_(knowledge), mode_(mode) {}

  /// The phrase `strength.<id>`, its gaps filled; its id in brackets where the facts lack it.
  std::string say(std::string_view id, std::initializer_list<Wording::Gap> gaps = {}) const;
  /// `Side of the trunk, right`.
  std::string name(const MusclePlace& place) const;
  std::string names(const std::vector<MusclePlace>& places) const;
  /// `Back hold, McGill battery`.
  std::string name_of_test(std::size_t variant) const;
  /// `, right`, or nothing.
  std::string side(std::optional<Side> side) const;
  /// `75`, `at least 163`.
  std::string amount(Amount amount, int digits) const;
  /// `110 s`.
  std::string measured(const StrengthTested& tested) const;
  /// Who measured whom: `McGill … (men, 18 to 30 years; 31 healthy men …; figures from memory of the source)`.
  std::string name(const Norm& norm) const;
  /// The same without the people and the status: `McGill … (men, 18 to 30 years)`.
  std::string short_name(const Norm& norm) const;
  /// `75 % of mean, z -0.71`, in public without z; empty without a norm.
  std::string compared(const StrengthTested& tested) const;
  std::string reasons(const std::vector<Because>& because) const;

  const StrengthFacts& facts() const { return knowledge_.strength(); }
  Mode mode() const { return mode_; }

 private:
  const Knowledge& knowledge_;
  Mode mode_;
};

/// A number with this many digits after the point; never "-0".
std::string fixed(double value, int digits);

struct StrengthItem {
  std::string text, note;
};

struct StrengthPart {
  std::string id, title;
  bool alarm = false;
  std::vector<StrengthItem> items;
  std::string closing;
};

/// The whole answer: what it comes to, then its parts in the order of reading; empty parts are left out.
struct StrengthStory {
  std::string title, headline;
  std::vector<std::string> words;  ///< below the headline
  std::vector<StrengthPart> parts;
  std::string closing;
};
StrengthStory tell_strength(const StrengthResult& result, const Knowledge& knowledge, Mode mode);

}  // namespace lumbar
