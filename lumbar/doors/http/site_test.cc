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

// --- FHIR and CDS Hooks: what the routes add to doors/fhir

constexpr const char* numb_response = R"({"resourceType":"QuestionnaireResponse","status":"completed","item":[
    {"linkId":"saddle_anaesthesia","answer":[{"valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/v2-0136",
    "code":"Y"}}]}]})";

TEST(Fhir, assesses_a_response_and_a_case) {
  for (const char* body : {numb_response, numb}) {
    const Response response = site().answer(asked("POST", "/fhir/$assess?intervals=slopes", body));
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(response.content_type, "application/fhir+json");
    EXPECT_TRUE(has(response, R"("type":"transaction")") && has(response, "emergency_now"));
  }
}

TEST(Fhir, every_refusal_is_an_outcome) {
  Request xml = asked("POST", "/fhir/$assess", numb_response);
  xml.headers[1].second = "application/fhir+xml";
  Request only_xml = asked("GET", "/fhir/metadata");
  only_xml.headers.emplace_back("accept", "application/fhir+xml");
  Request other_host = asked("GET", "/fhir/metadata");
  other_host.headers[0].second = "evil.example";
  struct Row {
    Request request;
    int status;
    const char* code;
  };
  const std::array rows = {Row{asked("POST", "/fhir/$assess", "{"), 400, "invalid"},
                           Row{asked("GET", "/fhir/Nothing"), 404, "not-found"},
                           Row{asked("GET", "/fhir/Questionnaire/none"), 404, "not-found"},
                           Row{asked("PUT", "/fhir/metadata"), 405, "not-supported"},
                           Row{asked("GET", "/fhir/metadata?_format=xml"), 406, "not-supported"},
                           Row{only_xml, 406, "not-supported"},
                           Row{xml, 415, "not-supported"},
                           Row{other_host, 421, "invalid"}};
  for (const Row& row : rows) {
    const Response response = site().answer(row.request);
    EXPECT_EQ(response.status, row.status) << row.request.target << response.body;
    EXPECT_EQ(response.content_type, "application/fhir+json") << row.request.target;
    EXPECT_TRUE(has(response, R"({"resourceType":"OperationOutcome")")) << response.body;
    EXPECT_TRUE(has(response, "\"code\":\"" + std::string(row.code) + "\"")) << response.body;
  }
  const Response late = site().refuse(413, "too large", asked("POST", "/fhir/$assess"));
  EXPECT_TRUE(has(late, R"("code":"too-long")")) << late.body;
}

TEST(Fhir, handling_is_strict_unless_lenient_is_preferred) {
  Request odd = asked("POST", "/fhir/$assess?intervals=slopes", numb_response);
  odd.body.replace(odd.body.find("\"item\":["), 8, R"("item":[{"linkId":"soup"},)");
  EXPECT_EQ(site().answer(odd).status, 400);
  odd.headers.emplace_back("prefer", "return=representation; handling=lenient");
  EXPECT_EQ(site().answer(odd).status, 200);
}

TEST(Fhir, the_capability_statement_names_the_routes) {
  const Response metadata = site().answer(asked("GET", "/fhir/metadata"));
  for (const RouteName& route : Site::routes()) {
    const auto dollar = route.pattern.find('$');
    if (!route.pattern.starts_with("/fhir/") || dollar == std::string_view::npos) continue;
    EXPECT_TRUE(has(metadata, "\"name\":\"" + std::string(route.pattern.substr(dollar + 1)) + "\"")) << route.pattern;
  }
}

TEST(CdsHooks, a_call_without_its_prefetch_is_412) {
  const char* call = R"({"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
      "context":{"patientId":"7"}})";
  const Response response = site().answer(asked("POST", "/cds-services/lumbar-patient-view", call));
  EXPECT_EQ(response.status, 412) << response.body;
  EXPECT_TRUE(has(response, R"("path":"prefetch.patient")")) << response.body;
  EXPECT_EQ(site().answer(asked("POST", "/cds-services/none", call)).status, 404);
  EXPECT_EQ(site().answer(asked("GET", "/cds-services")).status, 200);
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
