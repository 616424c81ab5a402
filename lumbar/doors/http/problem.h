// SPDX-License-Identifier: Apache-2.0
// Refusals as application/problem+json (RFC 9457), with the path of the faulty field.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/result.h"
#include "lumbar/doors/http/http.h"

namespace lumbar::http {

std::string_view phrase_of(int status);

/// A refusal with a status of its own.
Response problem(int status, std::string_view detail, std::string_view path = {});
/// A refusal of the engine: status by the one table of doors/wire.
Response problem(const Error& error);
/// Several at once: the first leads, all stand under `errors`.
Response problem(const std::vector<Error>& errors);

/// The same as one line of a batch: {"line": 3, "problem": {…}}.
std::string problem_line(const std::vector<Error>& errors, std::size_t line);

}  // namespace lumbar::http
