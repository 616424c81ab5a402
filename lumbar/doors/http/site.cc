// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>

#include "lumbar/base/text.h"
#include "lumbar/doors/http/problem.h"
#include "lumbar/doors/http/routes.h"

namespace lumbar::http {
namespace {

constexpr std::size_t worth_packing = 1024;  // bytes; below, a packed answer is hardly smaller
constexpr std::string_view many_lines = "application/x-ndjson", one_json = "application/json",
                           fhir_json = "application/fhir+json";

bool has(std::string_view words, std::string_view word) {
  const auto list = split(words, ' ');
  return std::find(list.begin(), list.end(), word) != list.end();
}

// A request for an answer that a page of this origin, or of none, may read.
bool is_own_origin(std::string_view origin, std::string_view host) {
  const auto mark = origin.find("://");
  return mark != std::string_view::npos && origin.substr(mark + 3) == host;
}

// What was asked, once its path fits a row.
struct Found {
  std::size_t place;
  const Route* route;
  Address address;
  std::vector<std::string> names;
};

struct Search {
  std::optional<Found> found;
  std::optional<Response> refusal;
};

std::string allowed_methods(const Address& address) {
  std::string methods = "OPTIONS";
  for (const Route& route : all_routes()) {
    if (!fits(route.pattern, address.segments)) continue;
    methods += ", " + std::string(route.method);
    if (route.method == "GET") methods += ", HEAD";
  }
  return methods;
}

Search search(std::string_view method, std::string_view target) {
  auto address = read_target(target);
  if (!address) return {{}, problem(address.error())};
  const std::string_view looked_for = method == "HEAD" ? "GET" : method;
  const auto routes = all_routes();
  for (std::size_t i = 0; i < routes.size(); ++i) {
    auto names = fits(routes[i].pattern, address->segments);
    if (names && routes[i].method == looked_for)
      return {Found{i, &routes[i], *std::move(address), *std::move(names)}, {}};
  }
  const std::string methods = allowed_methods(*address);
  if (methods == "OPTIONS")
    return {{}, problem(404, "nothing stands here; what can be asked is told in /openapi.json", "path")};
  Response refusal = problem(405, "\"" + json::visible(method) + "\" cannot be asked here; allowed: " + methods);
  refusal.headers.emplace_back("Allow", methods);
  return {{}, std::move(refusal)};
}

std::optional<Response> odd_query(const Route& route, const Address& address) {
  for (const auto& [name, value] : address.query) {
    if (has(route.parameters, name)) continue;
    std::string allowed(route.parameters.empty() ? "none" : route.parameters);
    std::replace(allowed.begin(), allowed.end(), ' ', ',');
    return problem(Error("is no parameter here; allowed: " + allowed, Fault::usage).at("query." + json::visible(name)));
  }
  return std::nullopt;
}

std::optional<Response> odd_body(const Route& route, const Request& head) {
  const std::string type = media_type(head.header("content-type"));
  const bool fits_route =
      type == one_json || (route.engine != nullptr && type == many_lines) || (route.is_fhir() && type == fhir_json);
  if (!fits_route) {
    std::string words = "\"" + json::visible(type) + "\" is not read here; send application/json";
    if (route.engine != nullptr) words += ", or application/x-ndjson for many, one a line";
    if (route.is_fhir()) words += ", or application/fhir+json";
    Response refusal = problem(415, words, "header.content-type");
    refusal.headers.emplace_back(
        "Accept", route.engine != nullptr ? "application/json, application/x-ndjson" : "application/json");
    return refusal;
  }
  const std::string coding = media_type(head.header("content-encoding"));
  if (coding.empty() || coding == "identity") return std::nullopt;
  Response refusal = problem(415, "\"" + json::visible(coding) + "\" is not unpacked here; send the body as it is",
                             "header.content-encoding");
  refusal.headers.emplace_back("Accept-Encoding", "identity");
  return refusal;
}

Response engine_response(const Inside& site, const Found& found, const Request& request) {
  auto parameters = read_parameters(found.address, request.today);
  if (!parameters) return problem(parameters.error());
  EngineAnswer answer = found.route->engine(site, request.body, *parameters);
  if (!answer.errors.empty()) return problem(answer.errors);
  Response response;
  response.body = std::move(answer.text);
  return response;
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
  for (const Header& one : headers) {
    if (one.first == name) return one.second;
  }
  return {};
}

Site::Site(const Knowledge& knowledge, SiteOptions options)
    : inside_(new Inside{knowledge, std::move(options), {}, nullptr}), counters_(new Counters(all_routes().size())) {
  for (std::size_t i = 0; i < Words<Setting>::list.size(); ++i)
    inside_->interviewers.emplace_back(knowledge, static_cast<Setting>(i));
  inside_->counters = counters_.get();
}

Site::~Site() = default;

std::vector<RouteName> Site::routes() {
  std::vector<RouteName> names;
  for (const Route& route : all_routes()) names.push_back({route.method, route.pattern});
  return names;
}

namespace {

// Pages of other people in a browser on this machine must not reach it: neither under another name of this machine
// (DNS rebinding) nor by a request that they send along.
std::optional<Response> foreign(const SiteOptions& options, const Request& head) {
  const std::string_view host = head.header("host");
  const std::string name = host_of(host);
  if (!is_this_machine(name) && std::find(options.hosts.begin(), options.hosts.end(), name) == options.hosts.end()) {
    return problem(421, "\"" + json::visible(host) + "\" is no name of this server; allow it with --host NAME",
                   "header.host");
  }
  const std::string_view origin = head.header("origin");
  if (origin.empty() || is_own_origin(origin, host) ||
      std::find(options.origins.begin(), options.origins.end(), origin) != options.origins.end())
    return std::nullopt;
  return problem(403, "pages of \"" + json::visible(origin) + "\" may not ask here; allow them with --origin URL",
                 "header.origin");
}

Response answer_options(const SiteOptions& options, const Request& request) {
  const auto address = read_target(request.target);
  if (!address) return problem(address.error());
  Response response;
  response.status = 204;
  response.content_type.clear();
  const std::string methods = allowed_methods(*address);
  response.headers.emplace_back("Allow", methods);
  if (!options.origins.empty() && !request.header("access-control-request-method").empty()) {
    response.headers.emplace_back("Access-Control-Allow-Methods", methods);
    response.headers.emplace_back("Access-Control-Allow-Headers",
                                  "Content-Type, If-Match, If-None-Match, Idempotency-Key");
    response.headers.emplace_back("Access-Control-Max-Age", "600");
  }
  return response;
}

// What every answer carries, also a refusal.
void finish(const SiteOptions& options, const Request& request, Response& response) {
  auto& headers = response.headers;
  const auto named = [&](std::string_view name) {
    return std::any_of(headers.begin(), headers.end(), [&](const Header& one) { return one.first == name; });
  };
  if (!response.faults.empty() && request.target.starts_with("/fhir/")) as_outcome(response);
  headers.emplace_back("X-Content-Type-Options", "nosniff");
  headers.emplace_back("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
  headers.emplace_back("X-Frame-Options", "DENY");
  headers.emplace_back("Referrer-Policy", "no-referrer");
  headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  if (!named("Cache-Control")) headers.emplace_back("Cache-Control", "no-store");
  std::string vary = "Accept-Encoding";
  const std::string_view origin = request.header("origin");
  if (!options.origins.empty()) {
    vary += ", Origin";
    if (std::find(options.origins.begin(), options.origins.end(), origin) != options.origins.end()) {
      headers.emplace_back("Access-Control-Allow-Origin", origin);
      headers.emplace_back("Access-Control-Expose-Headers", "ETag, Location, Idempotency-Replayed");
    }
  }
  headers.emplace_back("Vary", vary);
  if (response.body.size() >= worth_packing && takes_gzip(request.header("accept-encoding"))) {
    response.body = gzipped(response.body);
    headers.emplace_back("Content-Encoding", "gzip");
  }
}

}  // namespace

Reception Site::judge(const Request& head) const {
  Reception reception;
  reception.route = all_routes().size();
  const auto refused = [&](Response response) {
    finish(inside_->options, head, response);
    reception.refusal = std::move(response);
    return std::move(reception);
  };
  if (auto refusal = foreign(inside_->options, head)) return refused(*std::move(refusal));
  if (head.method == "OPTIONS") {
    reception.quick = true;
    return reception;
  }
  auto [found, refusal] = search(head.method, head.target);
  if (refusal) return refused(*std::move(refusal));
  const Route& route = *found->route;
  reception.route = found->place;
  reception.quick = route.quick;
  if (auto odd = odd_query(route, found->address)) return refused(*std::move(odd));
  if (route.is_fhir()) {
    if (auto odd = odd_format(found->address, head)) return refused(*std::move(odd));
  }
  if (!route.takes_body) return reception;
  if (auto odd = odd_body(route, head)) return refused(*std::move(odd));
  reception.largest_body = inside_->options.largest_body;
  if (media_type(head.header("content-type")) != many_lines) return reception;

  auto parameters = read_parameters(found->address, head.today);
  if (!parameters) return refused(problem(parameters.error()));
  parameters->pretty = false;
  reception.batch_head.content_type = many_lines;
  finish(inside_->options, head, reception.batch_head);
  reception.line = [this, engine = route.engine, asked = *std::move(parameters)](std::string_view line,
                                                                                 std::size_t number) {
    ++counters_->batch_lines;
    if (line.size() > inside_->options.largest_line) {
      return problem_line(
          {Error("the line is longer than " + std::to_string(inside_->options.largest_line) + " bytes")}, number);
    }
    EngineAnswer answer = engine(*inside_, line, asked);
    return answer.errors.empty() ? std::move(answer.text) : problem_line(answer.errors, number);
  };
  return reception;
}

Response Site::answer(const Request& request) const {
  const auto begin = std::chrono::steady_clock::now();
  Reception reception = judge(request);
  Response response;
  if (reception.refusal) {
    response = *std::move(reception.refusal);
  } else {
    try {
      if (request.method == "OPTIONS") {
        response = answer_options(inside_->options, request);
      } else {
        const auto found = search(request.method, request.target).found;
        response = found->route->engine != nullptr
                       ? engine_response(*inside_, *found, request)
                       : found->route->handler(*inside_, {request, found->address, found->names});
      }
    } catch (const std::exception&) {
      response = problem(500, "cannot advise: a fault of our own; if you are worried, call a doctor");
    }
    finish(inside_->options, request, response);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  counters_->answered(reception.route, response.status, took.count());
  return response;
}

Response Site::refuse(int status, std::string_view detail, const Request& head) const {
  Response response = problem(status, detail);
  finish(inside_->options, head, response);
  counters_->answered(all_routes().size(), status, 0);
  return response;
}

}  // namespace lumbar::http
