// SPDX-License-Identifier: Apache-2.0
// Part of the build: checks facts and writes them in the compact form that goes inside the programs.
//
//   lumbar_pack_facts OUT FILE.toml …     exit 0; 4 with every fault of the facts; 5 when a file cannot be read or
//   written
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "lumbar/knowledge/knowledge.h"

int main(int count, char** words) {
  if (count < 3) {
    std::cerr << "usage: lumbar_pack_facts OUT FILE.toml …\n";
    return 2;
  }
  std::vector<std::string> names(words + 2, words + count), texts;
  for (const std::string& name : names) {
    std::ifstream stream(name, std::ios::binary);
    std::ostringstream text;
    if (!(text << stream.rdbuf())) {
      std::cerr << "lumbar: " << name << " cannot be read\n";
      return 5;
    }
    texts.push_back(text.str());
  }
  std::vector<lumbar::FactFile> files;
  for (std::size_t i = 0; i < names.size(); ++i)
    files.push_back({std::string_view(names[i]).substr(names[i].rfind('/') + 1), texts[i]});
  const auto packed = lumbar::Knowledge::pack(files);
  if (!packed) {
    std::cerr << "lumbar: " << packed.error().text() << "\n";
    return 4;
  }
  if (!(std::ofstream(words[1], std::ios::binary) << *packed).flush()) {
    std::cerr << "lumbar: " << words[1] << " cannot be written\n";
    return 5;
  }
  return 0;
}
