// SPDX-License-Identifier: Apache-2.0
// For tests: the texts of facts/*.toml, to be changed and loaded anew. Programs hold them packed.
#pragma once
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "lumbar/knowledge/knowledge.h"

namespace lumbar {

/// In the order of their names ("findings.toml"). Read once; the texts live as long as the tests.
inline std::vector<FactFile> fact_files() {
  static const auto texts = [] {
    std::vector<std::pair<std::string, std::string>> read;
    for (const auto& entry : std::filesystem::directory_iterator(LUMBAR_SOURCE_DIR "/facts")) {
      if (entry.path().extension() != ".toml") continue;
      std::ifstream stream(entry.path(), std::ios::binary);
      read.emplace_back(entry.path().filename().string(), std::string(std::istreambuf_iterator<char>(stream), {}));
    }
    std::sort(read.begin(), read.end());
    return read;
  }();
  std::vector<FactFile> files;
  for (const auto& [name, text] : texts) files.push_back({name, text});
  return files;
}

}  // namespace lumbar
