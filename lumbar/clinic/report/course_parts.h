// SPDX-License-Identifier: Apache-2.0
// Words and numbers that the report, the chart and the diary of a course share.
#pragma once
#include <string>

#include "lumbar/clinic/progress/progress.h"
#include "lumbar/clinic/report/wording.h"

namespace lumbar {

/// "Pain now (0 to 10)"; a test by its name, with the way it was done and its side.
std::string name_of(const Series& series, const Wording& words);
/// A value with its unit; "at least" at a ceiling.
std::string value_of(double value, const Series& series);

}  // namespace lumbar
