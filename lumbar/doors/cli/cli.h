// SPDX-License-Identifier: Apache-2.0
// The command line: files, terminal and clock come in here, words and exit codes go out.
#pragma once
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "lumbar/base/date.h"
#include "lumbar/base/result.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// What the world looks like to one run: streams, whether they are terminals, and today.
struct Surroundings {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool in_is_terminal = false;
  bool out_is_terminal = false;
  std::size_t columns = 80;
  std::optional<Date> today;
  bool err_is_terminal = false;  ///< progress is told there alone
};

/// Runs one command. Exit codes: 0 done, 2 usage, 3 input refused, 4 facts refused, 5 environment, 1 our own fault,
/// 10 to 13 the urgency where --exit-level asks for it, 14 when a change of facts lowers some case's urgency.
int run_command(int argc, const char* const* argv, const Surroundings& world);

/// Says on standard error, in one line, why there is no answer. Returns the exit code of the fault.
int refuse(const Surroundings& world, const Error& error);

/// The facts inside the program, or those of a folder. Errors: no such folder, a file that cannot be read, refused
/// facts.
Result<Knowledge> load_facts(const std::string& folder, Policy policy);
/// What is wrong with the facts inside the program, or with those of a folder.
Result<std::vector<Error>> check_facts(const std::string& folder);

/// A whole file, at most `limit` bytes; "-" is standard input. Errors: missing, no permission, a folder, too large.
Result<std::string> read_file(const std::string& path, const Surroundings& world, std::size_t limit = 16U << 20U);

}  // namespace lumbar
