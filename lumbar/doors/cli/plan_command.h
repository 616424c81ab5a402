// SPDX-License-Identifier: Apache-2.0
// `lumbar plan`: a programme of exercises for one case, as text, JSON, a page, or a calendar.
#pragma once
#include <string>
#include <vector>

#include "lumbar/clinic/programme/programme.h"
#include "lumbar/doors/cli/cli.h"

namespace lumbar {

struct PlanOptions {
  std::string file, format = "text", mode = "public", facts, start;
  std::vector<std::string> goals, equipment, not_in, limiting, has;
  std::string bias;
  double pain_at_rest = -1;  ///< below 0: nobody said
  int completed = 0, days_missed = 0;
  bool seen = false, gently = false, surgeon_agrees = false, lenient = false;
};

int plan_command(const Surroundings& world, const PlanOptions& options, std::string_view engine_version);

/// What was asked for, from its words. Errors: a word that nothing stands for; the text lists what there is.
Result<ProgrammeWishes> read_wishes(const PlanOptions& options, const Knowledge& knowledge);

}  // namespace lumbar
