// SPDX-License-Identifier: Apache-2.0
// `lumbar isncsci`: sheets of the International Standards for Neurological Classification of Spinal Cord Injury.
#pragma once
#include <string>

#include "lumbar/doors/cli/cli.h"

namespace lumbar {

struct IsncsciOptions {
  std::string file;  ///< JSON, or many sheets: one a line (NDJSON), or one a row of a table (CSV); "-": standard input
  std::string format;  ///< text or json; empty: text for one sheet, one line of JSON for each of many
  bool explain = false;
};

/// Classifies and prints. Exit code 0; 3 when a sheet is refused (of many, the others are answered all the same), else
/// that of the error.
int isncsci_command(const Surroundings& world, const Knowledge& knowledge, const IsncsciOptions& options);

}  // namespace lumbar
