// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/report/markup.h"

#include "lumbar/clinic/report/columns.h"

namespace lumbar {

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char one : cleaned(text)) {
    switch (one) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      case '\'': safe += "&#39;"; break;
      default: safe += one;
    }
  }
  return safe;
}

}  // namespace lumbar
