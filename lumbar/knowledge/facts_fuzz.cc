// SPDX-License-Identifier: Apache-2.0
// Feeds any text to the reader of facts, as several files with ==== between them. Words of the format: facts_fuzz.dict.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "lumbar/knowledge/knowledge.h"

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::string_view between = "====";
  constexpr std::array<std::string_view, 6> names = {"findings.toml",   "rules.toml", "derived.toml",
                                                     "conditions.toml", "care.toml",  "more.toml"};
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::vector<lumbar::FactFile> files;
  for (const std::string_view name : names) {
    const auto end = rest.find(between);
    files.push_back({name, rest.substr(0, end)});
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + between.size());
  }
  const std::vector<lumbar::Error> complaints = lumbar::Knowledge::check(files);
  for (const lumbar::Error& error : complaints) demand(!error.text().empty() && error.fault() == lumbar::Fault::facts);
  if (complaints.empty()) demand(static_cast<bool>(lumbar::Knowledge::load(files)));
  return 0;
}
