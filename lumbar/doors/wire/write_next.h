// SPDX-License-Identifier: Apache-2.0
// The next question as it stands in an assessment and in the answer of an interview.
#pragma once
#include "lumbar/clinic/interview/interview.h"
#include "lumbar/doors/wire/json_out.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// The key `next_question` and its value; null where there is none, followed by `no_question_because`.
void write_next_question(json::Writer& out, const NextQuestion& next, const Knowledge& knowledge, Mode mode);

}  // namespace lumbar
