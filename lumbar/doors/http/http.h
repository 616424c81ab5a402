// SPDX-License-Identifier: Apache-2.0
// The server: what people, practices and programs ask over HTTP. A Site answers requests as values and knows no
// network; `serve` carries them. What it may be asked stands in schema/openapi.json and is handed out as /openapi.json.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lumbar/base/date.h"
#include "lumbar/base/result.h"
#include "lumbar/knowledge/knowledge.h"

namespace lumbar::store {
class Store;
}

namespace lumbar::http {

using Header = std::pair<std::string, std::string>;

/// One request, whole. Names of headers in small letters, each once: what came twice is joined by ", ".
struct Request {
  std::string method;  ///< in capitals
  std::string target;  ///< as it came: `/api/v1/assess?parts=urgency`
  std::vector<Header> headers;
  std::string body;
  std::optional<Date> today;  ///< stands in for `as_of`; the only clock a handler sees
  std::int64_t now = 0;       ///< seconds since 1970

  /// Empty where there is none.
  std::string_view header(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::vector<Header> headers;
  std::string body;
  /// Of a refusal: where and what is wrong, one or many. What the body says, for other forms of the same.
  std::vector<std::pair<std::string, std::string>> faults;
};

/// One line of a batch in, one line out (with its line feed). Lines count from 1. May be called from any thread.
using LineAnswer = std::function<std::string(std::string_view line, std::size_t number)>;

/// What a request is about, as far as its head tells.
struct Reception {
  std::optional<Response> refusal;  ///< the answer, before any of the body is read
  std::size_t largest_body = 0;     ///< bytes; 0: no body is taken
  LineAnswer line;                  ///< set where the body is many lines, each answered on its own
  Response batch_head;              ///< then the head of the answer, whose body are the lines
  bool quick = false;               ///< answered at once, without waiting for a worker
  std::size_t route = 0;            ///< its place in the table of routes, for counting
};

struct SiteOptions {
  std::string engine_version;
  std::vector<std::string> hosts;    ///< names beside this machine's own by which the server may be called
  std::vector<std::string> origins;  ///< whose pages may ask from a browser; none: CORS is off
  store::Store* store = nullptr;     ///< where people are kept; must outlive the site. Null: nothing is kept
  std::size_t largest_body = std::size_t{1} << 20;
  std::size_t largest_line = std::size_t{256} << 10;
};

/// A row of the table of routes, for the test that compares it with the description.
struct RouteName {
  std::string_view method, pattern;
};

struct Inside;

/// Everything that can be asked. Pure but for its counters and the store; safe on any thread.
class Site {
 public:
  /// `knowledge` must outlive it.
  Site(const Knowledge& knowledge, SiteOptions options);
  ~Site();
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  /// Judges a request by its head alone: `body` is not there yet.
  Reception judge(const Request& head) const;
  /// Answers a whole request; every answer, also a refusal, carries its security headers.
  Response answer(const Request& request) const;
  /// An answer that the network gives for itself (a header too long, a time over): problem+json by its status.
  /// `head`: as far as it is known; FHIR is refused in its own form.
  Response refuse(int status, std::string_view detail, const Request& head) const;

  static std::vector<RouteName> routes();

  /// What the network counts here for /metrics.
  struct Counters;
  Counters& counters() const { return *counters_; }

 private:
  std::unique_ptr<Inside> inside_;
  std::unique_ptr<Counters> counters_;
};

/// `text` packed by gzip (RFC 1952).
std::string gzipped(std::string_view text);

struct ServeOptions {
  std::string bind = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0: any that is free; which one is told on start
  unsigned workers = 2;       ///< threads that reckon
  std::size_t most_connections = 1000;
  std::size_t most_waiting = 512;  ///< requests that wait for a worker; more are told to come again
  int head_seconds = 10;           ///< for a request's first line and headers, from its first byte
  int body_seconds = 30;           ///< for a body, or for the next piece of a batch
  int idle_seconds = 60;           ///< between requests
  int write_seconds = 30;          ///< for a client to take an answer, or a piece of one
  int finish_seconds = 30;         ///< for requests in flight once it is asked to stop
};

/// Serves until SIGTERM or SIGINT; then requests in flight finish. `told` gets one line once it listens.
/// Errors: the address cannot be had (environment), or is beyond this machine where that is not allowed (usage).
Complaint serve(const Site& site, const ServeOptions& options, const std::function<void(const std::string&)>& told);

}  // namespace lumbar::http
