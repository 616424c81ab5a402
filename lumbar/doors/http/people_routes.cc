// SPDX-License-Identifier: Apache-2.0
// People and their entries over time, where the server was given a store.
#include <algorithm>

#include "lumbar/base/text.h"
#include "lumbar/doors/http/problem.h"
#include "lumbar/doors/http/routes.h"

namespace lumbar::http {
namespace {

using store::Outcome;

constexpr std::size_t longest_key = 255;
constexpr std::int64_t most_entries_at_once = 1000, entries_at_once = 100;

Response no_store() { return problem(404, "this server keeps nothing; it was started without --store", "path"); }
Response missing() { return problem(404, "nobody and nothing is kept under this path", "path"); }

// Ids are 32 hex digits; anything else is not looked for.
bool is_id(std::string_view text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string tag_of(std::int64_t version) { return "\"v" + std::to_string(version) + "\""; }

Result<store::Asker> asker_of(const Request& request) {
  store::Asker asker;
  asker.at = request.now;
  asker.once = request.header("idempotency-key");
  const bool plain = std::all_of(asker.once.begin(), asker.once.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (!plain || asker.once.size() > longest_key)
    return Error("a key is up to 255 letters, digits and signs without blanks", Fault::usage)
        .at("header.idempotency-key");
  return asker;
}

std::string as_json(const store::Person& person) {
  json::Writer out(false);
  out.begin_object().key("lumbar_person").whole(1).text_at("id", person.id);
  out.key("version").whole(person.version).key("entries").whole(person.entries);
  out.key("profile").raw_value(person.profile).end();
  return out.take();
}

void write_entry(json::Writer& out, const store::Entry& entry) {
  out.begin_object().key("lumbar_entry").whole(1).key("number").whole(entry.number);
  out.text_at("facts", entry.facts).key("said").raw_value(entry.said);
  out.key("assessment").raw_value(entry.result).end();
}

Response with_person(int status, const store::Person& person) {
  Response response;
  response.status = status;
  response.headers.emplace_back("ETag", tag_of(person.version));
  response.body = as_json(person);
  return response;
}

Response created(Response response, const std::string& place, Outcome outcome) {
  response.status = 201;
  response.headers.emplace_back("Location", place);
  if (outcome == Outcome::done_before) response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

// Every outcome but the two good ones.
Response refused(Outcome outcome) {
  switch (outcome) {
    case Outcome::done:
    case Outcome::done_before: break;
    case Outcome::missing: return missing();
    case Outcome::changed_meanwhile:
      return problem(412, "somebody changed it meanwhile; read it again and decide anew", "header.if-match");
    case Outcome::key_used_otherwise:
      return problem(422, "this key stands for another request; take a new one", "header.idempotency-key");
  }
  return problem(500, "cannot say how it went");
}

bool went_well(Outcome outcome) { return outcome == Outcome::done || outcome == Outcome::done_before; }

// The store and who asks, or why not.
struct Desk {
  std::optional<Response> refusal;
  store::Asker asker;
};
Desk desk(const Inside& site, const Asked& asked) {
  if (site.options.store == nullptr) return {no_store(), {}};
  if (!asked.names.empty() && !is_id(asked.names.front())) return {missing(), {}};
  auto asker = asker_of(asked.request);
  if (!asker) return {problem(asker.error()), {}};
  return {std::nullopt, *std::move(asker)};
}

Result<std::int64_t> whole_number(const Address& address, std::string_view name, std::int64_t otherwise,
                                  std::int64_t most) {
  for (const auto& [key, value] : address.query) {
    if (key != name) continue;
    const auto number = value.size() <= 15 && value.find_first_not_of("0123456789") == std::string::npos
                            ? number_in(value)
                            : std::nullopt;
    if (!number || *number > static_cast<double>(most))
      return Error(
                 "\"" + json::visible(value) + "\" cannot stand here; use a whole number up to " + std::to_string(most),
                 Fault::usage)
          .at("query." + std::string(name));
    return static_cast<std::int64_t>(*number);
  }
  return otherwise;
}

}  // namespace

Response add_person(const Inside& site, const Asked& asked) {
  const Desk at = desk(site, asked);
  if (at.refusal) return *at.refusal;
  const auto profile = read_profile(asked.request.body);
  if (!profile) return problem(profile.error());
  const auto added = site.options.store->add_person(*profile, at.asker);
  if (!added) return problem(added.error());
  if (!went_well(added->outcome)) return refused(added->outcome);
  return created(with_person(201, added->content), "/api/v1/people/" + added->content.id, added->outcome);
}

Response read_person(const Inside& site, const Asked& asked) {
  const Desk at = desk(site, asked);
  if (at.refusal) return *at.refusal;
  const auto found = site.options.store->person(asked.names.front(), at.asker);
  if (!found) return problem(found.error());
  if (!went_well(found->outcome)) return refused(found->outcome);
  Response response = with_person(200, found->content);
  if (asked.request.header("if-none-match") == tag_of(found->content.version)) {
    response.status = 304;
    response.content_type.clear();
    response.body.clear();
  }
  return response;
}

Response change_person(const Inside& site, const Asked& asked) {
  const Desk at = desk(site, asked);
  if (at.refusal) return *at.refusal;
  const std::string_view match = trimmed(asked.request.header("if-match"));
  if (match.empty())
    return problem(428, "say which version you change: send the ETag of your last reading in If-Match",
                   "header.if-match");
  const bool is_tag = match.size() > 3 && match.starts_with("\"v") && match.ends_with('"');
  const auto version = is_tag ? number_in(match.substr(2, match.size() - 3)) : std::nullopt;
  const auto profile = read_profile(asked.request.body);
  if (!profile) return problem(profile.error());
  const auto changed = site.options.store->change_person(
      asked.names.front(), static_cast<std::int64_t>(version.value_or(-1)), *profile, at.asker);
  if (!changed) return problem(changed.error());
  return went_well(changed->outcome) ? with_person(200, changed->content) : refused(changed->outcome);
}

Response erase_person(const Inside& site, const Asked& asked) {
  const Desk at = desk(site, asked);
  if (at.refusal) return *at.refusal;
  const auto erased = site.options.store->erase(asked.names.front(), at.asker);
  if (!erased) return problem(erased.error());
  if (!went_well(erased->outcome)) return refused(erased->outcome);
  Response response;
  response.status = 204;
  response.content_type.clear();
  return response;
}

Response export_person(const Inside& site, const Asked& asked) {
  const Desk at = desk(site, asked);
  if (at.refusal) return *at.refusal;
  const auto all = site.options.store->everything(asked.names.front(), at.asker);
  if (!all) return problem(all.error());
  if (!went_well(all->outcome)) return refused(all->outcome);
  const auto& [person, entries] = all->content;
  json::Writer out(false);
  out.begin_object().key("lumbar_export").whole(1).key("person").raw_value(as_json(person)).key("entries").begin_list();
  for (const store::Entry& one : entries) write_entry(out, one);
  out.end().end();
  Response response;
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"lumbar_export.json\"");
  response.body = out.take();
  return response;
}

// The entry is judged before it is kept: what cannot be read is not kept.
Response add_entry(const Inside& site, const Asked& asked) {
  const Desk at = desk(site, asked);
  if (at.refusal) return *at.refusal;
  const auto parameters = read_parameters(asked.address, asked.request.today);
  if (!parameters) return problem(parameters.error());
  const auto read = read_entry(asked.request.body, site.knowledge,
                               {.lenient = parameters->lenient,
                                .today = parameters->today,
                                .default_setting = default_setting(parameters->mode),
                                .largest_bytes = site.options.largest_body});
  if (!read) return problem(read.error());
  EngineAnswer judged = assess_case(site, read->person, *parameters);
  if (!judged.errors.empty()) return problem(judged.errors.front().at("case"));
  const store::Entry entry{0, std::string(site.knowledge.hash()), read->said, std::move(judged.text)};
  const auto added = site.options.store->add_entry(asked.names.front(), entry, at.asker);
  if (!added) return problem(added.error());
  if (!went_well(added->outcome)) return refused(added->outcome);
  json::Writer out(false);
  write_entry(out, added->content);
  Response response;
  response.body = out.take();
  return created(std::move(response),
                 "/api/v1/people/" + asked.names.front() + "/entries/" + std::to_string(added->content.number),
                 added->outcome);
}

Response read_entries(const Inside& site, const Asked& asked) {
  const Desk at = desk(site, asked);
  if (at.refusal) return *at.refusal;
  const auto after = whole_number(asked.address, "after", 0, 1'000'000'000'000);
  if (!after) return problem(after.error());
  const auto most = whole_number(asked.address, "limit", entries_at_once, most_entries_at_once);
  if (!most) return problem(most.error());
  const auto found = site.options.store->entries(asked.names.front(), *after, *most, at.asker);
  if (!found) return problem(found.error());
  if (!went_well(found->outcome)) return refused(found->outcome);
  json::Writer out(false);
  out.begin_object().key("lumbar_entries").whole(1).text_at("person", asked.names.front()).key("entries").begin_list();
  for (const store::Entry& one : found->content) write_entry(out, one);
  out.end();
  const bool more = static_cast<std::int64_t>(found->content.size()) == *most && *most > 0;
  out.key("next_after");
  more ? out.whole(found->content.back().number) : out.null();
  out.end();
  Response response;
  response.body = out.take();
  return response;
}

Response read_entry_by_number(const Inside& site, const Asked& asked) {
  const Desk at = desk(site, asked);
  if (at.refusal) return *at.refusal;
  const std::string& text = asked.names.back();
  const auto number =
      text.size() <= 12 && text.find_first_not_of("0123456789") == std::string::npos ? number_in(text) : std::nullopt;
  if (!number || *number < 1) return missing();
  const auto found = site.options.store->entry(asked.names.front(), static_cast<std::int64_t>(*number), at.asker);
  if (!found) return problem(found.error());
  if (!went_well(found->outcome)) return refused(found->outcome);
  json::Writer out(false);
  write_entry(out, found->content);
  Response response;
  response.headers.emplace_back("ETag", tag_of(1));  // an entry never changes
  response.body = out.take();
  return response;
}

}  // namespace lumbar::http
