// SPDX-License-Identifier: Apache-2.0
// What a person or a clinician wrote in words, as statements about findings: shown for confirmation, never taken as
// said before somebody confirmed it. A local lexicon (facts/lexicon*.toml) with cues in the manner of NegEx (Chapman
// 2001) and ConText (Harkema 2009). Pure; opens no file, no network, no model.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/case.h"
#include "lumbar/base/result.h"
#include "lumbar/base/scales.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// A piece of the text: bytes [from, to).
struct TextSpan {
  std::size_t from = 0, to = 0;
  friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

/// How a statement was read.
enum class ReadAs : std::uint8_t {
  plain,      ///< the words stand in the lexicon
  corrected,  ///< a word was taken for its nearest spelling
  inferred    ///< a number or a group was turned into it: 38.9 °C is a fever
};
template <>
struct Words<ReadAs> {
  static constexpr auto list = std::to_array<std::string_view>({"plain", "corrected", "inferred"});
};

/// One thing that was understood, with the words that said it.
struct UnderstoodStatement {
  Statement said;
  TextSpan span;
  std::string denied_by;  ///< the words that denied it; empty where nothing did
  ReadAs read_as = ReadAs::plain;
};

/// Why a mention is not among the statements.
enum class SetAside : std::uint8_t { relative, past, supposed, doubtful, contradicted };
template <>
struct Words<SetAside> {
  static constexpr auto list =
      std::to_array<std::string_view>({"relative", "past", "supposed", "doubtful", "contradicted"});
};

/// A mention that says nothing sure of this person now.
struct SetAsideMention {
  FindingId finding;
  TextSpan span;
  SetAside why = SetAside::doubtful;
};

/// Everything that was made of a text.
struct Understood {
  std::vector<UnderstoodStatement> statements;  ///< one a finding, in the order of the facts; age and sex among them
  std::vector<SetAsideMention> set_aside;       ///< in the order of the text
  std::vector<TextSpan> not_understood;         ///< runs of words that nothing read, in the order of the text

  /// The statements as a case, for a door to take once they are confirmed. What is denied of one side alone is left
  /// out: the other is not known.
  Case as_case(std::optional<Date> as_of) const;
};

inline constexpr std::size_t longest_text_bytes = 20'000;

/// Reads texts with one lexicon. Made once, used from any thread; the knowledge must outlive it.
class OwnWords {
 public:
  explicit OwnWords(const Knowledge& knowledge);
  ~OwnWords();
  OwnWords(OwnWords&&) noexcept;
  OwnWords& operator=(OwnWords&&) noexcept;
  OwnWords(const OwnWords&) = delete;
  OwnWords& operator=(const OwnWords&) = delete;

  /// What `text` (UTF-8) says. `as_of` gives "since Tuesday" its length; without it such words give none.
  /// Errors: a text of more than `longest_text_bytes`.
  Result<Understood> understand(std::string_view text, std::optional<Date> as_of) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// The same for one text, with a reader made for it alone.
Result<Understood> understand(std::string_view text, std::optional<Date> as_of, const Knowledge& knowledge);

}  // namespace lumbar
