// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/cli/serve_command.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <thread>

#include "lumbar/doors/http/http.h"
#include "lumbar/doors/store/store.h"

namespace lumbar {
namespace {

bool on_this_machine_alone(std::string_view bind) { return bind.starts_with("127.") || bind == "::1"; }

}  // namespace

int serve_command(const Surroundings& world, const Knowledge& knowledge, const ServeCommand& options,
                  std::string_view version) {
  const bool alone = on_this_machine_alone(options.bind);
  if (!alone && options.hosts.empty()) {
    return refuse(world, Error("beyond this machine the server must know its name: add --host NAME, as others call it",
                               Fault::usage)
                             .at("--bind"));
  }
  if (!alone && !options.store.empty()) {
    return refuse(world, Error("people are kept for this machine alone, as long as there is no login; leave out "
                               "--store, or stay at 127.0.0.1",
                               Fault::usage)
                             .at("--bind"));
  }
  std::unique_ptr<store::Store> kept;
  if (!options.store.empty()) {
    auto opened = store::Store::open(options.store);
    if (!opened) return refuse(world, opened.error().at("--store"));
    kept = *std::move(opened);
  }
  const http::Site site(knowledge, {.engine_version = std::string(version),
                                    .hosts = options.hosts,
                                    .origins = options.origins,
                                    .store = kept.get()});
  // Whoever waits for the disk lets others reckon; those who wait together share one write.
  const unsigned at_once = std::max(2U, std::thread::hardware_concurrency()) * (kept ? 4 : 1);
  const unsigned workers = options.workers > 0 ? options.workers : at_once;
  const auto told = [&](const std::string& where) {
    world.err << "lumbar: listening at " << where << "\n";
    if (alone) {
      world.err << "lumbar: there is no login; it answers whoever uses this machine, and nobody else\n";
    } else {
      world.err << "lumbar: there is no login and no encryption; whoever reaches this address is answered. Put it "
                   "behind a proxy that has both\n";
    }
    if (kept) {
      world.err << "lumbar: people are kept, sealed, in " << options.store << "\n" << std::flush;
    } else {
      world.err << "lumbar: nothing that is asked is kept\n" << std::flush;
    }
  };
  const auto complaint = http::serve(
      site, {.bind = options.bind, .port = static_cast<std::uint16_t>(options.port), .workers = workers}, told);
  if (complaint) return refuse(world, *complaint);
  world.err << "lumbar: stopped\n";
  return 0;
}

}  // namespace lumbar
