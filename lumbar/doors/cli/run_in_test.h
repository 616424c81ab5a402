// SPDX-License-Identifier: Apache-2.0
// For tests of this room: one run of the program with streams of its own, and a folder that is gone afterwards.
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "lumbar/doors/cli/cli.h"

namespace lumbar {

namespace fs = std::filesystem;

struct Ran {
  int code = 0;
  std::string out, err;
};

struct Terminal {
  std::size_t lines_read = 0;  // of what was typed
};

inline Ran run(const std::vector<std::string>& words, const std::string& typed = "", Terminal* terminal = nullptr) {
  std::vector<const char*> arguments = {"lumbar"};
  for (const std::string& word : words) arguments.push_back(word.c_str());
  std::istringstream in(typed);
  std::ostringstream out, err;
  const Surroundings world{
      .in = in, .out = out, .err = err, .in_is_terminal = terminal != nullptr, .today = *Date::of(2026, 11, 21)};
  const int code = run_command(static_cast<int>(arguments.size()), arguments.data(), world);
  if (terminal != nullptr) {
    in.clear();
    const auto read = static_cast<std::size_t>(in.tellg());
    terminal->lines_read = static_cast<std::size_t>(std::count_if(
        typed.begin(), typed.begin() + static_cast<std::ptrdiff_t>(read), [](char one) { return one == '\n'; }));
  }
  return {code, out.str(), err.str()};
}

inline bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

inline bool is_one_line(const std::string& text) {
  return text.starts_with("lumbar: ") && text.ends_with('\n') && std::count(text.begin(), text.end(), '\n') == 1;
}

// A folder of its own for each test, gone afterwards.
class InFolder : public testing::Test {
 protected:
  InFolder() : folder_(fs::temp_directory_path() / ("lumbar_cli_test_" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~InFolder() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string file(const std::string& name, std::string_view text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }

  fs::path folder_;
};

inline constexpr std::string_view strained =
    R"({"lumbar_case": 1, "as_of": "2026-11-21", "country": "GB", "person": {"age_years": 41, "sex": "female"},
        "findings": {"low_back_pain": true, "fever": false}})";
inline constexpr std::string_view numb =
    R"({"lumbar_case": 1, "as_of": "2026-11-21", "country": "GB", "person": {"age_years": 38, "sex": "female"},
        "findings": {"low_back_pain": true, "saddle_anaesthesia": true, "urinary_retention": true}})";

}  // namespace lumbar
