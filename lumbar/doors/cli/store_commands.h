// SPDX-License-Identifier: Apache-2.0
// What is done to a store and its keys beside serving it: `lumbar keys`, `lumbar audit`, `lumbar store`.
#pragma once
#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "lumbar/doors/cli/cli.h"

namespace lumbar {

struct StoreCommands {
  std::string store, file;
};

/// The subcommands, to see which one was asked for.
struct StoreApps {
  CLI::App* new_key = nullptr;
  CLI::App* change_key = nullptr;
  CLI::App* verify = nullptr;
  CLI::App* back_up = nullptr;
};

StoreApps add_store_commands(CLI::App& app, StoreCommands& options);
/// The exit code, or nothing where none of them was asked for.
std::optional<int> run_store_commands(const Surroundings& world, const StoreApps& apps, const StoreCommands& options);

}  // namespace lumbar
