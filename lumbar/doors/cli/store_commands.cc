// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/store_commands.h"

#include <iostream>

#include "lumbar/doors/store/store.h"

namespace lumbar {
namespace {

int verify(const Surroundings& world, store::Store& kept) {
  const auto report = kept.verify_audit();
  if (!report) return refuse(world, report.error());
  if (report->broken) {
    return refuse(world, Error("row " + std::to_string(*report->broken) +
                               " does not follow from the rows before it: the log was changed after it was written")
                             .at("audit log"));
  }
  world.out << "the audit log is whole: " << report->rows << " rows; the last link is\n"
            << (report->head.empty() ? "none" : report->head)
            << "\nNote it elsewhere: a log cut short shows another one.\n";
  return 0;
}

int done(const Surroundings& world, const Complaint& complaint, const std::string& words) {
  if (complaint) return refuse(world, *complaint);
  world.err << "lumbar: " << words << "\n";
  return 0;
}

}  // namespace

StoreApps add_store_commands(CLI::App& app, StoreCommands& options) {
  StoreApps apps;
  const auto with_store = [&](CLI::App* command) {
    command->add_option("--store", options.store, "sqlite:FILE")->required();
    return command;
  };
  CLI::App* keys = app.add_subcommand("keys", "the master key, under which a store keeps everything personal");
  keys->require_subcommand(1);
  apps.new_key = keys->add_subcommand("new", "draws a master key into a new file that you alone may read");
  apps.new_key->add_option("FILE", options.file)->required();
  apps.change_key = with_store(keys->add_subcommand(
      "change",
      "wraps the keys of a store by another master key; the data stay as they are, the server must be stopped"));
  apps.change_key->add_option("FILE", options.file, "the new master key")->required();

  CLI::App* audit = app.add_subcommand("audit", "the log of every read and write of personal data");
  audit->require_subcommand(1);
  apps.verify = with_store(audit->add_subcommand("verify", "whether each row follows from the one before it"));

  CLI::App* kept = app.add_subcommand("store", "what is kept of people");
  kept->require_subcommand(1);
  apps.back_up = with_store(kept->add_subcommand(
      "backup", "a copy of the store in one file, while a server goes on; its keys (FILE.keys) are not in it"));
  apps.back_up->add_option("OUT", options.file)->required();
  return apps;
}

std::optional<int> run_store_commands(const Surroundings& world, const StoreApps& apps, const StoreCommands& options) {
  if (*apps.new_key) {
    return done(world, store::make_master_key(options.file),
                "a master key is in " + options.file + "; keep a copy where the store is not");
  }
  if (!*apps.change_key && !*apps.verify && !*apps.back_up) return std::nullopt;
  const auto kept = store::Store::open(options.store);
  if (!kept) return refuse(world, kept.error().at("--store"));
  if (*apps.verify) return verify(world, **kept);
  if (*apps.change_key)
    return done(world, (*kept)->change_master_key_to(options.file),
                "the keys of the store are under the new master key");
  return done(world, (*kept)->back_up(options.file),
              "the store is copied to " + options.file + "; keep its keys (FILE.keys) elsewhere");
}

}  // namespace lumbar
