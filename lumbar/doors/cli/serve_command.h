// SPDX-License-Identifier: Apache-2.0
// `lumbar serve`: the engine over HTTP, until SIGTERM.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/doors/cli/cli.h"

namespace lumbar {

struct ServeCommand {
  std::string bind = "127.0.0.1";
  int port = 8080;                   ///< 0 to 65535; 0: any that is free
  std::string store;                 ///< `sqlite:FILE`; empty: nothing is kept
  unsigned workers = 0;              ///< 0: as many as there are processors
  std::vector<std::string> hosts;    ///< names beside this machine's own
  std::vector<std::string> origins;  ///< whose pages may ask from a browser
};

int serve_command(const Surroundings& world, const Knowledge& knowledge, const ServeCommand& options,
                  std::string_view version);

}  // namespace lumbar
