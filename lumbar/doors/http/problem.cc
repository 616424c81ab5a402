// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/http/problem.h"

#include "lumbar/doors/wire/wire.h"

namespace lumbar::http {
namespace {

std::string_view kind_of(Fault fault) {
  switch (fault) {
    case Fault::input: return "urn:lumbar:problem:input";
    case Fault::facts: return "urn:lumbar:problem:facts";
    case Fault::usage: return "urn:lumbar:problem:usage";
    case Fault::environment: return "urn:lumbar:problem:environment";
    case Fault::ours: return "urn:lumbar:problem:ours";
  }
  return "urn:lumbar:problem:ours";
}

void write_placed(json::Writer& out, const Placed& placed) {
  out.text_at("detail", placed.detail);
  if (!placed.path.empty()) out.text_at("path", placed.path);
}

void write_problem(json::Writer& out, const std::vector<Error>& errors) {
  const Fault fault = errors.front().fault();
  const int status = outcome_of(fault).http_status;
  out.begin_object().text_at("type", kind_of(fault)).text_at("title", phrase_of(status));
  out.key("status").whole(status);
  write_placed(out, place_of(errors.front()));
  if (errors.size() > 1) {
    out.key("errors").begin_list();
    for (const Error& one : errors) {
      out.begin_object();
      write_placed(out, place_of(one));
      out.end();
    }
    out.end();
  }
  out.end();
}

Response as_response(int status, json::Writer& out) {
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = out.take();
  return response;
}

}  // namespace

std::string_view phrase_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 204: return "No Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 428: return "Precondition Required";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "Problem";
  }
}

namespace {

Response with_faults(Response response, const std::vector<Placed>& all) {
  for (const Placed& one : all) response.faults.emplace_back(one.path, one.detail);
  return response;
}

}  // namespace

Response problem(int status, std::string_view detail, std::string_view path) {
  json::Writer out(false);
  out.begin_object().text_at("type", "about:blank").text_at("title", phrase_of(status)).key("status").whole(status);
  write_placed(out, {std::string(path), std::string(detail)});
  out.end();
  return with_faults(as_response(status, out), {{std::string(path), std::string(detail)}});
}

Response problem(const Error& error) { return problem(std::vector<Error>{error}); }

Response problem(const std::vector<Error>& errors) {
  json::Writer out(false);
  write_problem(out, errors);
  std::vector<Placed> all;
  for (const Error& one : errors) all.push_back(place_of(one));
  return with_faults(as_response(outcome_of(errors.front().fault()).http_status, out), all);
}

std::string problem_line(const std::vector<Error>& errors, std::size_t line) {
  json::Writer out(false);
  out.begin_object().key("line").whole(static_cast<std::int64_t>(line)).key("problem");
  write_problem(out, errors);
  out.end();
  return out.take();
}

}  // namespace lumbar::http
