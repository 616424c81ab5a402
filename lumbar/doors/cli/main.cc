// SPDX-License-Identifier: Apache-2.0
#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <exception>
#include <iostream>

#include "lumbar/doors/cli/cli.h"

namespace {

// The only clock: the day on which this runs, in UTC.
lumbar::Date today() {
  const auto days = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()).time_since_epoch().count();
  return lumbar::Date().plus_days(days);
}

std::size_t columns_of_terminal() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  try {
    const bool out_is_terminal = isatty(STDOUT_FILENO) != 0;
    const lumbar::Surroundings world{std::cin,        std::cout,
                                     std::cerr,       isatty(STDIN_FILENO) != 0,
                                     out_is_terminal, out_is_terminal ? columns_of_terminal() : 80,
                                     today(),         isatty(STDERR_FILENO) != 0};
    return lumbar::run_command(argc, argv, world);
  } catch (const std::exception& fault) {
    std::cerr << "lumbar: cannot advise: a fault of our own (" << fault.what()
              << "); if you are worried, call a doctor\n";
    return 1;
  }
}
