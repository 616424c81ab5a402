// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/case_files.h"

#include <algorithm>
#include <filesystem>

#include "lumbar/base/text.h"

namespace lumbar {
namespace {

namespace fs = std::filesystem;

Complaint add_file(const std::string& path, const std::string& name, const Surroundings& world,
                   std::vector<CaseText>& into) {
  auto text = read_file(path, world, 256U << 20U);
  if (!text) return text.take_error();
  if (!path.ends_with(".ndjson") && !path.ends_with(".jsonl")) {
    into.push_back({name, std::move(*text)});
    return std::nullopt;
  }
  std::size_t number = 0;
  for (const std::string_view line : split(*text, '\n')) {
    ++number;
    if (!trimmed(line).empty()) into.push_back({name + ":" + std::to_string(number), std::string(line)});
  }
  return std::nullopt;
}

Complaint add_path(const std::string& path, const Surroundings& world, std::vector<CaseText>& into) {
  std::error_code fault;
  if (!fs::is_directory(path, fault)) return add_file(path, path, world, into);
  std::vector<std::string> files;
  for (auto entry = fs::directory_iterator(path, fault); !fault && entry != fs::directory_iterator();
       entry.increment(fault)) {
    const auto extension = entry->path().extension();
    if (extension == ".json" || extension == ".ndjson" || extension == ".jsonl")
      files.push_back(entry->path().string());
  }
  if (fault) return Error("cannot be listed: " + fault.message(), Fault::environment).at(path);
  if (files.empty()) return Error("holds no case (*.json, *.ndjson, *.jsonl)").at(path);
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) {
    if (auto complaint = add_file(file, fs::path(file).filename().string(), world, into)) return complaint;
  }
  return std::nullopt;
}

}  // namespace

Result<std::vector<CaseText>> read_case_files(const std::vector<std::string>& paths, const Surroundings& world) {
  std::vector<CaseText> cases;
  for (const std::string& path : paths) {
    if (auto complaint = add_path(path, world, cases)) return *complaint;
  }
  return cases;
}

}  // namespace lumbar
