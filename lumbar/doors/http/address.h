// SPDX-License-Identifier: Apache-2.0
// Targets, queries, hosts and content types as they stand in a request: split, decoded, refused where they are odd.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lumbar/base/result.h"

namespace lumbar::http {

/// A target in its parts. `segments` are decoded: "/people/a%20b" is {"people", "a b"}.
struct Address {
  std::vector<std::string> segments;
  std::vector<std::pair<std::string, std::string>> query;  ///< in the order in which they came
};

/// Errors: no path, an escape that is none, a control character, a slash or dot segment inside a segment, bytes that
/// are no UTF-8, more than 64 parameters.
Result<Address> read_target(std::string_view target);

/// Fits the segments to a pattern such as "/api/v1/people/{id}"; what stands in its braces, or nothing where they do
/// not fit.
std::optional<std::vector<std::string>> fits(std::string_view pattern, const std::vector<std::string>& segments);

/// The host of a Host header without its port: "[::1]:8080" is "::1". Empty where it is none.
std::string host_of(std::string_view header);
bool is_this_machine(std::string_view host);

/// "application/json; charset=utf-8" is "application/json", in small letters.
std::string media_type(std::string_view header);
/// Whether an Accept-Encoding header takes gzip ("gzip;q=0" does not).
bool takes_gzip(std::string_view header);

}  // namespace lumbar::http
