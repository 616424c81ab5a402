// SPDX-License-Identifier: Apache-2.0
// Heads of requests by libFuzzer: lines of a target, a host, an origin, a type and what it may be packed in. Whatever
// they hold, a refusal has a status and words, and what is read back as an address fits one row of the table at most.
#include <cstdint>
#include <cstdlib>

#include "lumbar/base/text.h"
#include "lumbar/doors/http/address.h"
#include "lumbar/doors/http/http.h"
#include "lumbar_shipped_facts.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lumbar;
  static const http::Site site(shipped_facts(), {.engine_version = "fuzz", .origins = {"https://a.example"}});
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto lines = split(text, '\n');
  const auto line = [&](std::size_t i) { return std::string(i < lines.size() ? lines[i] : std::string_view()); };
  http::Request head{.method = line(0), .target = line(1)};
  head.headers = {{"host", line(2).empty() ? "localhost" : line(2)},
                  {"origin", line(3)},
                  {"content-type", line(4).empty() ? "application/json" : line(4)},
                  {"accept-encoding", line(5)},
                  {"content-encoding", line(6)}};
  const http::Reception reception = site.judge(head);
  if (reception.refusal && (reception.refusal->status < 400 || reception.refusal->body.empty())) std::abort();
  if (const auto address = http::read_target(head.target)) {
    int rows = 0;
    for (const http::RouteName& route : http::Site::routes())
      rows += route.method == head.method && http::fits(route.pattern, address->segments) ? 1 : 0;
    if (rows > 1) std::abort();
  } else if (address.error().text().empty()) {
    std::abort();
  }
  return 0;
}
