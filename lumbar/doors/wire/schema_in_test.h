// SPDX-License-Identifier: Apache-2.0
// The published schemas, by a validator that is not ours: python3-jsonschema, where it is installed.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace lumbar {

inline bool has_validator() {
  return std::system("python3 -c 'import jsonschema; jsonschema.Draft202012Validator' >/dev/null 2>&1") == 0;
}

/// Which of the texts do not stand to `schema/<schema>` as they should, and why; empty when all do.
inline std::string validated(const std::string& schema, const std::vector<std::string>& texts, bool should_fit) {
  const std::string at = testing::TempDir() + "lumbar_" + schema;
  std::ofstream input(at + ".input");
  for (std::string text : texts) {
    std::replace(text.begin(), text.end(), '\n', ' ');  // one a line
    input << text << "\n";
  }
  input.close();
  const std::string program =
      "import json, jsonschema, sys\n"
      "schema = json.load(open(sys.argv[1]))\n"
      "jsonschema.Draft202012Validator.check_schema(schema)\n"
      "validator = jsonschema.Draft202012Validator(schema)\n"
      "for line in open(sys.argv[2]):\n"
      "    faults = [error.message[:300] for error in validator.iter_errors(json.loads(line))]\n"
      "    if bool(faults) == (sys.argv[3] == 'fits'): print(line[:200].strip(), faults[:2])\n";
  const std::string command = "python3 -c \"" + program + "\" '" LUMBAR_SOURCE_DIR "/schema/" + schema + "' '" + at +
                              ".input' " + (should_fit ? "fits" : "fails") + " >'" + at + ".output' 2>&1";
  const int code = std::system(command.c_str());
  std::ifstream words(at + ".output");
  const std::string said((std::istreambuf_iterator<char>(words)), {});
  return code == 0 ? said : "exit code " + std::to_string(code) + ": " + said;
}

}  // namespace lumbar
