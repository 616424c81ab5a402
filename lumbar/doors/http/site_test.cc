// SPDX-License-Identifier: Apache-2.0
// Requests as values: no network. What a socket adds is tested by tools/check_server.
#include <gtest/gtest.h>

#include "lumbar/doors/http/address.h"
#include "lumbar/doors/http/http.h"
#include "lumbar_embedded_schemas.h"
#include "lumbar_shipped_facts.h"

namespace lumbar::http {
namespace {

const Site& site() {
  static const Site one(shipped_facts(), {.engine_version = "test", .origins = {"https://clinic.example"}});
  return one;
}

Request asked(std::string method, std::string target, std::string body = {}) {
  Request request{.method = std::move(method), .target = std::move(target), .body = std::move(body)};
  request.headers = {{"host", "localhost:8080"}, {"content-type", "application/json"}};
  request.today = *Date::read("2026-11-21");
  return request;
}

bool has(const Response& response, std::string_view text) { return response.body.find(text) != std::string::npos; }

std::string header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

constexpr const char* numb = R"({"lumbar_case":1,"findings":{"saddle_anaesthesia":true}})";

TEST(Site, assesses_a_case) {
  const Response response = site().answer(asked("POST", "/api/v1/assess?parts=urgency&intervals=slopes", numb));
  EXPECT_EQ(response.status, 200) << response.body;
  EXPECT_TRUE(has(response, R"("level":"emergency_now")"));
  EXPECT_FALSE(has(response, R"("differential")"));
}

TEST(Site, refuses_with_the_path_of_the_faulty_field) {
  struct Row {
    const char *target, *body, *path;
  };
  constexpr std::array rows = {
      Row{"/api/v1/assess", R"({"lumbar_case":1,"findings":{"fever":"perhaps"}})", R"("path":"findings.fever")"},
      Row{"/api/v1/assess", R"({"lumbar_case":1,"findings":{"fever":)", R"("path":"line 1, column)"},
      Row{"/api/v1/assess", R"({"findings":{}})", R"("path":"lumbar_case")"},
      Row{"/api/v1/assess?parts=soup", numb, R"("path":"query.parts")"},
      Row{"/api/v1/assess?soup=1", numb, R"("path":"query.soup")"},
      Row{"/api/v1/assess?mode=a&mode=b", numb, R"("path":"query.mode")"},
      Row{"/api/v1/explain?condition=soup", numb, R"("path":"query.condition")"},
      Row{"/api/v1/next", R"({"lumbar_interview":1,"mode":"loud"})", R"("path":"mode")"},
  };
  for (const Row& row : rows) {
    const Response response = site().answer(asked("POST", row.target, row.body));
    EXPECT_EQ(response.status, 400) << row.target;
    EXPECT_EQ(response.content_type, "application/problem+json");
    EXPECT_TRUE(has(response, row.path)) << response.body;
  }
}

TEST(Site, a_sheet_with_many_faults_tells_all) {
  const Response response = site().answer(asked("POST", "/api/v1/isncsci", "{}"));
  EXPECT_EQ(response.status, 400);
  EXPECT_TRUE(has(response, R"("errors":[{"detail":"is missing","path":"right"})")) << response.body;
}

TEST(Site, asks_the_next_question) {
  const Response begun = site().answer(asked("POST", "/api/v1/next", R"({"lumbar_case":1})"));
  EXPECT_EQ(begun.status, 200) << begun.body;
  EXPECT_TRUE(has(begun, R"("lumbar_next":1)") && has(begun, R"("screen":[{"question":)")) << begun.body;
}

TEST(Site, pages_of_others_and_other_names_are_kept_out) {
  Request other = asked("POST", "/api/v1/assess", numb);
  other.headers[0].second = "evil.example";
  EXPECT_EQ(site().answer(other).status, 421);
  Request page = asked("POST", "/api/v1/assess", numb);
  page.headers.emplace_back("origin", "http://evil.example");
  EXPECT_EQ(site().answer(page).status, 403);
  page.headers.back().second = "null";
  EXPECT_EQ(site().answer(page).status, 403);
  Request form = asked("POST", "/api/v1/assess", numb);
  form.headers[1].second = "text/plain";
  EXPECT_EQ(site().answer(form).status, 415);
}

TEST(Site, pages_that_are_named_may_ask) {
  Request before = asked("OPTIONS", "/api/v1/assess");
  before.headers.emplace_back("origin", "https://clinic.example");
  before.headers.emplace_back("access-control-request-method", "POST");
  const Response allowed = site().answer(before);
  EXPECT_EQ(allowed.status, 204);
  EXPECT_EQ(header(allowed, "Access-Control-Allow-Origin"), "https://clinic.example");
  EXPECT_EQ(header(allowed, "Access-Control-Allow-Methods"), "OPTIONS, POST");
  EXPECT_EQ(header(site().answer(asked("GET", "/health")), "Access-Control-Allow-Origin"), "");
}

TEST(Site, what_is_not_there_and_what_cannot_be_asked) {
  EXPECT_EQ(site().answer(asked("GET", "/nowhere")).status, 404);
  const Response response = site().answer(asked("DELETE", "/health"));
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(header(response, "Allow"), "OPTIONS, GET, HEAD");
  EXPECT_EQ(site().answer(asked("GET", "/api/v1/people/0123456789abcdef0123456789abcdef")).status, 404)
      << "no store: nothing is kept";
  EXPECT_EQ(site().answer(asked("GET", "/schema/passwd")).status, 404);
}

TEST(Site, every_answer_has_its_security_headers) {
  for (const char* target : {"/health", "/nowhere", "/openapi.json"}) {
    const Response response = site().answer(asked("GET", target));
    EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff") << target;
    EXPECT_TRUE(header(response, "Content-Security-Policy").starts_with("default-src 'none'")) << target;
  }
}

TEST(Site, a_batch_answers_each_line) {
  Request head = asked("POST", "/api/v1/assess?parts=urgency&intervals=slopes");
  head.headers[1].second = "application/x-ndjson";
  const Reception reception = site().judge(head);
  ASSERT_TRUE(reception.line);
  const std::string good = reception.line(numb, 1), bad = reception.line("{", 2);
  EXPECT_TRUE(good.starts_with(R"({"lumbar_assessment":1)")) << good;
  EXPECT_EQ(std::count(good.begin(), good.end(), '\n'), 1);
  EXPECT_TRUE(bad.starts_with(R"({"line":2,"problem":{)")) << bad;
  EXPECT_TRUE(reception.line(std::string(300'000, 'x'), 3).find("longer than") != std::string::npos);
}

// The table of routes and the description name the same.
TEST(Site, the_description_names_every_route_and_no_other) {
  const Response document = site().answer(asked("GET", "/openapi.json"));
  std::size_t described = 0;
  for (const char* method : {"\"get\":", "\"post\":", "\"put\":", "\"delete\":"}) {
    for (auto at = document.body.find(method); at != std::string::npos; at = document.body.find(method, at + 1))
      ++described;
  }
  EXPECT_EQ(described, Site::routes().size());
  for (const RouteName& route : Site::routes())
    EXPECT_TRUE(has(document, "\"" + std::string(route.pattern) + "\"")) << route.pattern;
}

TEST(Address, odd_targets_are_refused) {
  for (const char* target : {"", "x", "/%", "/%4", "/%zz", "/%00", "/a/../b", "/%2e%2e", "/a%2fb", "/%ff", "/?a=%01"})
    EXPECT_FALSE(read_target(target)) << target;
  const auto good = read_target("/people/a%20b?x=1+2&y");
  ASSERT_TRUE(good);
  EXPECT_EQ(good->segments, (std::vector<std::string>{"people", "a b"}));
  EXPECT_EQ(good->query.front().second, "1 2");
}

TEST(Address, hosts_and_codings) {
  EXPECT_EQ(host_of("[::1]:8080"), "::1");
  EXPECT_EQ(host_of("LocalHost:80"), "localhost");
  EXPECT_EQ(host_of("localhost, evil.example"), "localhost, evil.example");
  EXPECT_FALSE(is_this_machine("127.0.0.1.evil.example"));
  EXPECT_TRUE(takes_gzip("br, gzip"));
  EXPECT_FALSE(takes_gzip("gzip;q=0, br"));
}

}  // namespace
}  // namespace lumbar::http
