// SPDX-License-Identifier: Apache-2.0
// `lumbar assess --text`, `lumbar interview --text`: shows what was understood of somebody's own words, and takes it
// only when it is confirmed.
#pragma once
#include <optional>
#include <string>

#include "lumbar/base/case.h"
#include "lumbar/clinic/own_words/own_words.h"
#include "lumbar/doors/cli/cli.h"

namespace lumbar {

struct OwnWordsOptions {
  std::string text, file;  ///< one of them; "-" is standard input
  Mode mode = Mode::in_public;
  Setting setting = Setting::home;
  bool json = false;       ///< shown as JSON (schema/understood.schema.json) instead of words
  bool confirmed = false;  ///< somebody has checked it already
  bool in_talk = false;    ///< inside an interview: the question is put over a pipe as well, and a no just goes on
};

/// The case, once it is confirmed: by the option, or by a yes on a terminal. Nothing when it was only shown.
/// Errors: no text, one that is too long, one of which nothing was understood although it was said to be confirmed.
Result<std::optional<Case>> hear_own_words(const Surroundings& world, const Knowledge& knowledge,
                                           const OwnWordsOptions& options);

/// What was understood in words, one line each: yes or no or the value, the finding, and the words it comes from.
std::string told_understood(const Understood& understood, std::string_view text, const Knowledge& knowledge, Mode mode);

}  // namespace lumbar
