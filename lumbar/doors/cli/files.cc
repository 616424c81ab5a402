// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "lumbar/doors/cli/cli.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

Result<std::string> drained(std::istream& stream, const std::string& name, std::size_t limit) {
  std::string text;
  std::string block(1U << 16U, '\0');
  while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) || stream.gcount() > 0) {
    text.append(block, 0, static_cast<std::size_t>(stream.gcount()));
    if (text.size() > limit) {
      return Error("larger than " + std::to_string(limit >> 20U) + " MB; a case is one person, a few kilobytes")
          .at(name);
    }
  }
  if (stream.bad())
    return Error("cannot be read to its end: " + std::string(std::strerror(errno)), Fault::environment).at(name);
  return text;
}

struct FactTexts {
  std::vector<std::string> names;
  std::vector<std::string> texts;

  std::vector<FactFile> files() const {
    std::vector<FactFile> list;
    for (std::size_t i = 0; i < names.size(); ++i) list.push_back({names[i], texts[i]});
    return list;
  }
};

Result<FactTexts> read_folder(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code fault;
  if (!fs::is_directory(folder, fault))
    return Error("is not a folder of facts (*.toml)", Fault::environment).at(folder);
  FactTexts facts;
  for (auto entry = fs::directory_iterator(folder, fault); !fault && entry != fs::directory_iterator();
       entry.increment(fault)) {
    if (entry->path().extension() == ".toml") facts.names.push_back(entry->path().string());
  }
  if (fault) return Error("cannot be listed: " + fault.message(), Fault::environment).at(folder);
  if (facts.names.empty()) return Error("holds no facts (*.toml)", Fault::environment).at(folder);
  std::sort(facts.names.begin(), facts.names.end());
  for (const std::string& name : facts.names) {
    std::ifstream stream(name, std::ios::binary);
    if (!stream) return Error("cannot be opened: " + std::string(std::strerror(errno)), Fault::environment).at(name);
    auto text = drained(stream, name, 64U << 20U);
    if (!text) return text.take_error();
    facts.texts.push_back(std::move(*text));
  }
  return facts;
}

}  // namespace

Result<std::string> read_file(const std::string& path, const Surroundings& world, std::size_t limit) {
  if (path == "-") return drained(world.in, "standard input", limit);
  std::error_code fault;
  if (std::filesystem::is_directory(path, fault)) return Error("is a folder; give a file with one case").at(path);
  std::ifstream stream(path, std::ios::binary);
  if (!stream)
    return Error("cannot be opened: " + std::string(std::strerror(errno)) + "; give a file that exists and can be read")
        .at(path);
  return drained(stream, path, limit);
}

Result<Knowledge> load_facts(const std::string& folder, Policy policy) {
  if (folder.empty()) return unpacked_facts(policy);
  auto facts = read_folder(folder);
  if (!facts) return facts.take_error();
  return Knowledge::load(facts->files(), policy);
}

Result<std::vector<Error>> check_facts(const std::string& folder) {
  if (folder.empty()) return Knowledge::check(embedded_facts().front().text);
  auto facts = read_folder(folder);
  if (!facts) return facts.take_error();
  return Knowledge::check(facts->files());
}

}  // namespace lumbar
