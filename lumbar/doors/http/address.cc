// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/http/address.h"

#include <algorithm>

#include "lumbar/base/text.h"
#include "lumbar/doors/wire/wire.h"

namespace lumbar::http {
namespace {

constexpr std::size_t most_parameters = 64;

std::optional<int> hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

std::string in_small_letters(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return small;
}

// A plus is a space in a query and itself in a path.
Result<std::string> decoded(std::string_view text, bool in_query) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const auto high = i + 2 < text.size() ? hex(text[i + 1]) : std::nullopt;
      const auto low = high ? hex(text[i + 2]) : std::nullopt;
      if (!low) return Error("\"" + json::visible(text.substr(i, 3)) + "\" is no escape; write % and two hex digits");
      c = static_cast<char>(*high * 16 + *low);
      i += 2;
    } else if (c == '+' && in_query) {
      c = ' ';
    }
    plain += c;
  }
  const bool odd = std::any_of(plain.begin(), plain.end(), [](char c) {
    const auto code = static_cast<unsigned char>(c);
    return code < 0x20 || code == 0x7F;
  });
  if (odd) return Error("holds a control character");
  if (json::visible(plain, plain.size() + 1) != plain) return Error("is not plain UTF-8 text");
  return plain;
}

}  // namespace

Result<Address> read_target(std::string_view target) {
  if (!target.starts_with('/')) return Error("\"" + json::visible(target) + "\" is no path; begin with /");
  Address address;
  const auto question = target.find('?');
  for (const std::string_view part :
       split(target.substr(1, question == std::string_view::npos ? question : question - 1), '/')) {
    auto segment = decoded(part, false);
    if (!segment) return segment.take_error().at("path");
    if (*segment == "." || *segment == ".." || segment->find('/') != std::string::npos)
      return Error("\"" + json::visible(*segment) + "\" cannot stand in a path").at("path");
    address.segments.push_back(std::move(*segment));
  }
  if (question == std::string_view::npos) return address;
  for (const std::string_view part : split(target.substr(question + 1), '&')) {
    if (part.empty()) continue;
    if (address.query.size() == most_parameters) return Error("more than 64 parameters").at("query");
    const auto equals = part.find('=');
    auto name = decoded(part.substr(0, equals), true);
    if (!name) return name.take_error().at("query");
    auto value = decoded(equals == std::string_view::npos ? "" : part.substr(equals + 1), true);
    if (!value) return value.take_error().at("query");
    const bool twice =
        std::any_of(address.query.begin(), address.query.end(), [&](const auto& one) { return one.first == *name; });
    if (twice) return Error("stands twice; say it once").at("query." + json::visible(*name));
    address.query.emplace_back(std::move(*name), std::move(*value));
  }
  return address;
}

std::optional<std::vector<std::string>> fits(std::string_view pattern, const std::vector<std::string>& segments) {
  const auto parts = split(pattern.substr(1), '/');
  if (parts.size() != segments.size()) return std::nullopt;
  std::vector<std::string> found;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].starts_with('{')) {
      if (segments[i].empty()) return std::nullopt;
      found.push_back(segments[i]);
    } else if (parts[i] != segments[i]) {
      return std::nullopt;
    }
  }
  return found;
}

std::string host_of(std::string_view header) {
  header = trimmed(header);
  if (header.starts_with('[')) {
    const auto end = header.find(']');
    return end == std::string_view::npos ? std::string() : in_small_letters(header.substr(1, end - 1));
  }
  const auto colon = header.find(':');
  if (colon != std::string_view::npos && header.find_first_not_of("0123456789", colon + 1) != std::string_view::npos)
    return {};
  std::string host = in_small_letters(header.substr(0, colon));
  if (host.ends_with('.')) host.pop_back();
  return host;
}

bool is_this_machine(std::string_view host) { return host == "localhost" || host == "127.0.0.1" || host == "::1"; }

std::string media_type(std::string_view header) {
  return in_small_letters(trimmed(header.substr(0, header.find(';'))));
}

bool takes_gzip(std::string_view header) {
  for (const std::string_view one : split(header, ',')) {
    const std::string coding = media_type(one);
    if (coding != "gzip" && coding != "*") continue;
    const auto weight = one.find("q=");
    if (weight == std::string_view::npos) return true;
    return one.find_first_of("123456789", weight + 2) != std::string_view::npos;
  }
  return false;
}

}  // namespace lumbar::http
