// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/wire/wire.h"

#include <algorithm>

namespace lumbar {
namespace {

// `findings.fever`, `answers[2].said`, `line 3, column 7`: what the readers put before the words. A name of a file or a
// sentence is none.
bool is_place(std::string_view text) {
  if (text.starts_with("line ")) return true;
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == '[' || c == ']' || c == '-';
  });
}

}  // namespace

Placed place_of(const Error& error) {
  constexpr std::string_view arrow = " › ";
  Placed placed;
  std::string_view rest = error.text();
  for (auto end = rest.find(arrow); end != std::string_view::npos && is_place(rest.substr(0, end));
       end = rest.find(arrow)) {
    const std::string_view place = rest.substr(0, end);
    // A place inside a place that names the outer one already is not said twice.
    if (place.starts_with(placed.path + ".")) placed.path.clear();
    placed.path += (placed.path.empty() || place.starts_with('[') ? "" : ".") + std::string(place);
    rest.remove_prefix(end + arrow.size());
  }
  placed.detail = rest;
  return placed;
}

Outcome outcome_of(Fault fault) {
  switch (fault) {
    case Fault::input: return {3, 400, "invalid"};
    case Fault::facts: return {4, 500, "exception"};
    case Fault::usage: return {2, 400, "required"};
    case Fault::environment: return {5, 503, "transient"};
    case Fault::ours: return {1, 500, "exception"};
  }
  return {1, 500, "exception"};
}

int exit_code_of(Urgency level) {
  constexpr int self_care = 10;
  return self_care + static_cast<int>(level);
}

}  // namespace lumbar
