// SPDX-License-Identifier: Apache-2.0
// Tables of facts in a compact form: read some twenty times faster than their text. The build makes it; see
// docs/decisions/0014.
#pragma once
#include <string>
#include <string_view>

#include "lumbar/knowledge/record.h"

namespace lumbar {

/// Tables and what tells their version apart.
struct ReadTables {
  Tables tables;
  std::string hash;  ///< 16 hexadecimal digits
};

std::string pack(const ReadTables& read);

/// What `pack` took, row for row, each with its place. Error: not a whole packing of this version.
Result<ReadTables> unpack(std::string_view packed);

}  // namespace lumbar
