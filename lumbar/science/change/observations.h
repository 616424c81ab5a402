// SPDX-License-Identifier: Apache-2.0
// Entries as observations: one a day, oriented so that more is better. Shared by what this room answers.
#pragma once
#include <span>
#include <vector>

#include "lumbar/science/change/change.h"

namespace lumbar::change {

/// Errors: SEM not > 0 or not finite.
Complaint check(Measure measure);

/// The same values with the sign turned where lower is better; ceilings become floors then.
Entry oriented(Entry entry, Direction better);

/// One day's entries as one: the mean. With a limit among them the mean is a limit. Errors: no entries, a value that is
/// not finite, both kinds of limit. All must be of one day.
Result<Entry> joined(std::span<const Entry> day, Direction better);

/// By day in ascending order, one a day, oriented. Errors: as `joined`.
Result<std::vector<Entry>> observations_of(std::span<const Entry> entries, Direction better);

}  // namespace lumbar::change
