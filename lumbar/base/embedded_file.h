// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

namespace lumbar {

/// A file that the build put inside the program: its name without a folder, and its content. It lives as long as the
/// program.
struct EmbeddedFile {
  std::string_view name, text;
};

}  // namespace lumbar
