// SPDX-License-Identifier: Apache-2.0
// The part of a plan that is exercises, as it stands in an assessment and in a programme of its own.
#pragma once
#include <optional>

#include "lumbar/base/date.h"
#include "lumbar/clinic/programme/programme.h"
#include "lumbar/doors/wire/json_out.h"

namespace lumbar {

/// The value; null where the facts have no phases. `start`: the first day of the calendar; none: no dates.
void write_programme(json::Writer& out, const Programme& programme, const ProgrammeWishes& wishes,
                     std::optional<Date> start, const Knowledge& knowledge);

}  // namespace lumbar
