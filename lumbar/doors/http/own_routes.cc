// SPDX-License-Identifier: Apache-2.0
// What the server says of itself: its health, its counts, its contracts, its facts.
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "lumbar/doors/http/problem.h"
#include "lumbar/doors/http/routes.h"
#include "lumbar_embedded_schemas.h"

namespace lumbar::http {
namespace {

std::uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t all = 0, resident = 0;
  return file >> all >> resident ? resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) : 0;
}

// The contracts change with the program alone: a browser may keep them, but asks again.
Response document(std::string_view name) {
  const auto files = embedded_schemas();
  const auto* const end = files.data() + files.size();
  const auto* const found = std::find_if(files.data(), end, [&](const EmbeddedFile& one) { return one.name == name; });
  if (found == end) return problem(404, "no schema has this name; they are named in /openapi.json", "path");
  Response response;
  response.content_type = name == "openapi.json" ? "application/json" : "application/schema+json";
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.body = found->text;
  return response;
}

Response json_of(const std::string& body) {
  Response response;
  response.body = body;
  return response;
}

std::string engine_and_facts(const Inside& site, std::string_view status) {
  json::Writer out(false);
  out.begin_object();
  if (!status.empty()) out.text_at("status", status);
  out.text_at("engine", site.options.engine_version).text_at("facts", site.knowledge.hash()).end();
  return out.take();
}

}  // namespace

Response answer_health(const Inside& site, const Asked&) { return json_of(engine_and_facts(site, "ok")); }

Response answer_version(const Inside& site, const Asked&) { return json_of(engine_and_facts(site, "")); }

Response answer_metrics(const Inside& site, const Asked&) {
  Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = site.counters->written(site.options.engine_version, site.knowledge.hash(), resident_bytes());
  return response;
}

Response answer_openapi(const Inside&, const Asked&) { return document("openapi.json"); }

Response answer_schema(const Inside&, const Asked& asked) {
  return asked.names.front() == "openapi.json" ? problem(404, "no schema has this name", "path")
                                               : document(asked.names.front());
}

// /api/v1/findings hands out the rows of `finding`.
Response answer_table(const Inside& site, const Asked& asked) {
  const std::string& table = asked.address.segments.back();
  return json_of(write_rows(site.knowledge, std::string_view(table).substr(0, table.size() - 1)));
}

}  // namespace lumbar::http
