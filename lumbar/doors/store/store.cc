// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/store/store.h"

#include <initializer_list>
#include <mutex>
#include <shared_mutex>

#include "lumbar/base/text.h"
#include "lumbar/doors/store/sealing.h"
#include "lumbar/doors/store/shelf.h"

namespace lumbar::store {
namespace {

// Names of keys that are no person's.
constexpr std::string_view audit_key_name = "#audit", receipt_key_name = "#receipt";
constexpr std::int64_t receipt_seconds =
    std::int64_t{24} * 60 * 60;  // how long a write under a key of the client's is known again

// Parts that cannot be taken for one another, whatever they hold.
std::string apart(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += std::to_string(part.size()) + ":" + std::string(part);
  return text;
}

std::string place_of_key(std::string_view name) { return apart({"key", name}); }
std::string place_of_profile(const PersonRow& row) { return apart({"profile", row.id, std::to_string(row.version)}); }
std::string place_of_entry(const EntryRow& row) { return apart({"entry", row.person, std::to_string(row.number)}); }

std::string link_of(const AuditRow& row, std::string_view before, const Key& key) {
  return keyed_hash(apart({before, std::to_string(row.number), std::to_string(row.at), row.who, row.what, row.person}),
                    key);
}

std::string packed(const Entry& entry) { return apart({entry.said, entry.result}); }

Result<Entry> unpacked(const EntryRow& row, const Key& key) {
  auto plain = opened(row.sealed, place_of_entry(row), key);
  if (!plain) return plain.take_error();
  Entry entry{row.number, row.facts, {}, {}};
  std::string_view rest = *plain;
  for (std::string* part : {&entry.said, &entry.result}) {
    const auto colon = rest.find(':');
    const auto size = static_cast<std::size_t>(number_in(rest.substr(0, colon)).value_or(0));
    *part = rest.substr(colon + 1, size);
    rest.remove_prefix(colon + 1 + size);
  }
  return entry;
}

}  // namespace

struct Store::Inside {
  std::unique_ptr<Shelf> shelf;
  std::unique_ptr<Drawer> drawer;
  Key master, audit_key, receipt_key;
  mutable std::shared_mutex master_mutex{};

  // A key of the drawer, unwrapped; nothing where there is none.
  Result<std::optional<Key>> key(std::string_view name) const {
    const auto wrapped = drawer->key(name);
    if (!wrapped) return wrapped.error();
    if (!*wrapped) return std::optional<Key>();
    const std::shared_lock lock(master_mutex);
    auto bytes = opened(**wrapped, place_of_key(name), master);
    if (!bytes) {
      return Error(
          "the master key does not open the keys of this store: is it that of another one, or from before a "
          "change of keys?",
          Fault::environment);
    }
    auto key = Key::of_bytes(*bytes);
    if (!key) return key.take_error();
    return std::optional<Key>(*key);
  }

  Complaint put_key(std::string_view name, const Key& key) const {
    const std::shared_lock lock(master_mutex);
    return drawer->put(name, sealed(key.bytes(), place_of_key(name), master));
  }

  struct Held {
    PersonRow row;
    Key key;
  };
  // A person's row and key; nothing where there is no such person, or the key was destroyed.
  Result<std::optional<Held>> held(Rows& rows, std::string_view id) const {
    auto row = rows.person(id);
    if (!row) return row.error();
    if (!*row) return std::optional<Held>();
    const auto own = key(id);
    if (!own) return own.error();
    if (!*own) return std::optional<Held>();
    return std::optional<Held>(Held{**std::move(row), **own});
  }

  Complaint note(Rows& rows, const Asker& asker, std::string_view what, std::string_view person) const {
    const auto before = rows.last_audit();
    if (!before) return before.error();
    AuditRow row{before->number + 1, asker.at, asker.who, std::string(what), std::string(person), {}};
    row.link = link_of(row, before->link, audit_key);
    return rows.append(row);
  }
};

Store::Store(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::string& address) {
  constexpr std::string_view sqlite = "sqlite:";
  if (!address.starts_with(sqlite) || address.size() == sqlite.size())
    return Error("\"" + address + "\" is no store; write sqlite:FILE", Fault::usage);
  const auto master = master_key_of_surroundings();
  if (!master) return master.error();
  const std::string file = address.substr(sqlite.size());
  auto shelf = open_sqlite_shelf(file);
  if (!shelf) return shelf.take_error();
  auto drawer = open_sqlite_drawer(file + ".keys");
  if (!drawer) return drawer.take_error();
  return open(*std::move(shelf), *std::move(drawer), *master);
}

Result<std::unique_ptr<Store>> Store::open(std::unique_ptr<Shelf> shelf, std::unique_ptr<Drawer> drawer,
                                           const Key& master) {
  auto inside = std::make_unique<Inside>();
  inside->shelf = std::move(shelf);
  inside->drawer = std::move(drawer);
  inside->master = master;
  std::vector<AuditRow> last;
  auto complaint = inside->shelf->change([&](Rows& rows) -> Complaint {
    const auto row = rows.last_audit();
    if (!row) return row.error();
    auto both = rows.audit(row->number - 2, 2);
    if (!both) return both.error();
    last = *std::move(both);
    return std::nullopt;
  });
  if (complaint) return std::move(*complaint);

  const auto pick = [&](std::string_view name, Key& into) -> Complaint {
    const auto key = inside->key(name);
    if (!key) return key.error();
    if (*key) {
      into = **key;
      return std::nullopt;
    }
    if (!last.empty())
      return Error("the keys beside the store are not its own: it has rows, and they have no key for them",
                   Fault::environment);
    into = Key::drawn();
    return inside->put_key(name, into);
  };
  if (auto fault = pick(audit_key_name, inside->audit_key)) return std::move(*fault);
  if (auto fault = pick(receipt_key_name, inside->receipt_key)) return std::move(*fault);
  if (!last.empty()) {
    const std::string before = last.size() == 2 ? last.front().link : std::string();
    if (last.back().link != link_of(last.back(), before, inside->audit_key))
      return Error("the keys beside the store are not its own, or its log was changed: the last row does not follow",
                   Fault::environment);
  }
  return std::unique_ptr<Store>(new Store(std::move(inside)));
}

namespace {

// A row opened; `missing` where its key was destroyed.
template <class KeyOf>
Result<Answer<Person>> opened_person(const std::optional<PersonRow>& row, const KeyOf& key_of) {
  if (!row) return Answer<Person>{Outcome::missing, {}};
  const auto key = key_of(row->id);
  if (!key) return key.error();
  if (!*key) return Answer<Person>{Outcome::missing, {}};
  auto profile = opened(row->sealed, place_of_profile(*row), **key);
  if (!profile) return profile.take_error();
  return Answer<Person>{Outcome::done, {row->id, row->version, row->entries, *std::move(profile)}};
}

}  // namespace

Result<Answer<Person>> Store::add_person(const std::string& profile, const Asker& asker) {
  const std::string name = keyed_hash(apart({"person", asker.once}), inside_->receipt_key);
  const std::string request = keyed_hash(profile, inside_->receipt_key);
  Answer<Person> answer;
  auto complaint = inside_->shelf->change([&](Rows& rows) -> Complaint {
    if (!asker.once.empty()) {
      if (auto fault = rows.forget_receipts_before(asker.at - receipt_seconds)) return fault;
      const auto known = rows.receipt(name);
      if (!known) return known.error();
      if (*known) {
        answer.outcome = (*known)->request == request ? Outcome::done_before : Outcome::key_used_otherwise;
        answer.content.id = (*known)->person;
        return std::nullopt;
      }
    }
    PersonRow row{drawn_id(), 1, 0, {}};
    const Key key = Key::drawn();
    row.sealed = sealed(profile, place_of_profile(row), key);
    // The key first: a key without a row harms nobody, a row without a key is lost.
    if (auto fault = inside_->put_key(row.id, key)) return fault;
    if (auto fault = rows.put(row)) return fault;
    if (!asker.once.empty()) {
      if (auto fault = rows.put(Receipt{name, request, row.id, 0, asker.at})) return fault;
    }
    answer = {Outcome::done, {row.id, row.version, 0, profile}};
    return inside_->note(rows, asker, "person.add", row.id);
  });
  if (complaint) return std::move(*complaint);
  if (answer.outcome != Outcome::done_before) return answer;
  auto now = person(answer.content.id, asker);
  if (now && now->outcome == Outcome::done) now->outcome = Outcome::done_before;
  return now;
}

Result<Answer<Person>> Store::person(std::string_view id, const Asker& asker) {
  Result<Answer<Person>> answer = Answer<Person>{};
  auto complaint = inside_->shelf->change([&](Rows& rows) -> Complaint {
    const auto row = rows.person(id);
    if (!row) return row.error();
    answer = opened_person(*row, [&](const std::string& name) { return inside_->key(name); });
    if (!answer) return answer.error();
    return answer->outcome == Outcome::done ? inside_->note(rows, asker, "person.read", id) : Complaint();
  });
  if (complaint) return std::move(*complaint);
  return answer;
}

Result<Answer<Person>> Store::change_person(std::string_view id, std::int64_t version, const std::string& profile,
                                            const Asker& asker) {
  Answer<Person> answer;
  auto complaint = inside_->shelf->change([&](Rows& rows) -> Complaint {
    auto held = inside_->held(rows, id);
    if (!held) return held.error();
    if (!*held) {
      answer.outcome = Outcome::missing;
      return std::nullopt;
    }
    auto& [row, key] = **held;
    answer.content = {row.id, row.version, row.entries, {}};
    if (row.version != version) {
      answer.outcome = Outcome::changed_meanwhile;
      return std::nullopt;
    }
    ++row.version;
    row.sealed = sealed(profile, place_of_profile(row), key);
    if (auto fault = rows.put(row)) return fault;
    answer.content = {row.id, row.version, row.entries, profile};
    return inside_->note(rows, asker, "person.change", id);
  });
  if (complaint) return std::move(*complaint);
  return answer;
}

Result<Answer<Person>> Store::erase(std::string_view id, const Asker& asker) {
  Answer<Person> answer;
  auto complaint = inside_->shelf->change([&](Rows& rows) -> Complaint {
    const auto row = rows.person(id);
    if (!row) return row.error();
    if (!*row) {
      answer.outcome = Outcome::missing;
      return std::nullopt;
    }
    if (auto fault = inside_->drawer->destroy(id)) return fault;
    if (auto fault = rows.remove(id)) return fault;
    answer.content.id = id;
    return inside_->note(rows, asker, "person.erase", id);
  });
  if (complaint) return std::move(*complaint);
  return answer;
}

Result<Answer<Entry>> Store::add_entry(std::string_view id, const Entry& entry, const Asker& asker) {
  const std::string name = keyed_hash(apart({"entry", id, asker.once}), inside_->receipt_key);
  const std::string request = keyed_hash(entry.said, inside_->receipt_key);
  Answer<Entry> answer;
  auto complaint = inside_->shelf->change([&](Rows& rows) -> Complaint {
    auto held = inside_->held(rows, id);
    if (!held) return held.error();
    if (!*held) {
      answer.outcome = Outcome::missing;
      return std::nullopt;
    }
    auto& [row, key] = **held;
    if (!asker.once.empty()) {
      if (auto fault = rows.forget_receipts_before(asker.at - receipt_seconds)) return fault;
      const auto known = rows.receipt(name);
      if (!known) return known.error();
      if (*known) {
        answer.outcome = (*known)->request == request ? Outcome::done_before : Outcome::key_used_otherwise;
        answer.content.number = (*known)->number;
        return std::nullopt;
      }
      if (auto fault = rows.put(Receipt{name, request, std::string(id), row.entries + 1, asker.at})) return fault;
    }
    EntryRow added{std::string(id), ++row.entries, entry.facts, {}};
    added.sealed = sealed(packed(entry), place_of_entry(added), key);
    if (auto fault = rows.put(added)) return fault;
    if (auto fault = rows.put(row)) return fault;
    answer.content = entry;
    answer.content.number = added.number;
    return inside_->note(rows, asker, "entry.add", id);
  });
  if (complaint) return std::move(*complaint);
  if (answer.outcome != Outcome::done_before) return answer;
  auto before = this->entry(id, answer.content.number, asker);
  if (before && before->outcome == Outcome::done) before->outcome = Outcome::done_before;
  return before;
}

Result<Answer<Entry>> Store::entry(std::string_view id, std::int64_t number, const Asker& asker) {
  auto found = entries(id, number - 1, 1, asker);
  if (!found) return found.take_error();
  if (found->outcome != Outcome::done || found->content.empty() || found->content.front().number != number)
    return Answer<Entry>{Outcome::missing, {}};
  return Answer<Entry>{Outcome::done, std::move(found->content.front())};
}

namespace {

Result<std::vector<Entry>> opened_entries(const std::vector<EntryRow>& rows, const Key& key) {
  std::vector<Entry> entries;
  for (const EntryRow& row : rows) {
    auto entry = unpacked(row, key);
    if (!entry) return entry.take_error();
    entries.push_back(*std::move(entry));
  }
  return entries;
}

}  // namespace

Result<Answer<std::vector<Entry>>> Store::entries(std::string_view id, std::int64_t after, std::int64_t most,
                                                  const Asker& asker) {
  Answer<std::vector<Entry>> answer;
  auto complaint = inside_->shelf->change([&](Rows& rows) -> Complaint {
    const auto key = inside_->key(id);
    if (!key) return key.error();
    const auto row = rows.person(id);
    if (!row) return row.error();
    if (!*key || !*row) {
      answer.outcome = Outcome::missing;
      return std::nullopt;
    }
    const auto found = rows.entries(id, after, most);
    if (!found) return found.error();
    auto read = opened_entries(*found, **key);
    if (!read) return read.take_error();
    answer.content = *std::move(read);
    return inside_->note(rows, asker, "entries.read", id);
  });
  if (complaint) return std::move(*complaint);
  return answer;
}

Result<Answer<std::pair<Person, std::vector<Entry>>>> Store::everything(std::string_view id, const Asker& asker) {
  Answer<std::pair<Person, std::vector<Entry>>> answer;
  auto complaint = inside_->shelf->change([&](Rows& rows) -> Complaint {
    const auto row = rows.person(id);
    if (!row) return row.error();
    auto person = opened_person(*row, [&](const std::string& name) { return inside_->key(name); });
    if (!person) return person.take_error();
    answer.outcome = person->outcome;
    if (person->outcome != Outcome::done) return std::nullopt;
    answer.content.first = std::move(person->content);
    const auto key = inside_->key(id);
    if (!key) return key.error();
    const auto found = rows.entries(id, 0, (*row)->entries);
    if (!found) return found.error();
    auto read = opened_entries(*found, **key);
    if (!read) return read.take_error();
    answer.content.second = *std::move(read);
    return inside_->note(rows, asker, "person.export", id);
  });
  if (complaint) return std::move(*complaint);
  return answer;
}

Result<std::vector<AuditLine>> Store::audit(std::int64_t after, std::int64_t most) {
  std::vector<AuditLine> lines;
  auto complaint = inside_->shelf->change([&](Rows& rows) -> Complaint {
    const auto found = rows.audit(after, most);
    if (!found) return found.error();
    for (const AuditRow& row : *found) lines.push_back({row.number, row.at, row.who, row.what, row.person});
    return std::nullopt;
  });
  if (complaint) return std::move(*complaint);
  return lines;
}

Result<AuditReport> Store::verify_audit() {
  constexpr std::int64_t at_once = 1000;
  AuditReport report;
  std::string before;
  for (bool more = true; more;) {
    auto complaint = inside_->shelf->change([&](Rows& rows) -> Complaint {
      const auto found = rows.audit(report.rows, at_once);
      if (!found) return found.error();
      more = !found->empty();
      for (const AuditRow& row : *found) {
        const bool follows = row.number == report.rows + 1 && row.link == link_of(row, before, inside_->audit_key);
        if (!follows) {
          report.broken = row.number;
          more = false;
          return std::nullopt;
        }
        before = row.link;
        report.rows = row.number;
      }
      return std::nullopt;
    });
    if (complaint) return std::move(*complaint);
  }
  report.head = in_hex(before);
  return report;
}

Complaint Store::back_up(const std::string& file) { return inside_->shelf->back_up(file); }

Complaint Store::change_master_key(const Key& master) {
  const std::unique_lock lock(inside_->master_mutex);
  auto keys = inside_->drawer->all();
  if (!keys) return keys.error();
  for (auto& [name, wrapped] : *keys) {
    const auto bytes = opened(wrapped, place_of_key(name), inside_->master);
    if (!bytes) return bytes.error().at("a key of the store");
    wrapped = sealed(*bytes, place_of_key(name), master);
  }
  if (auto complaint = inside_->drawer->replace(*keys)) return complaint;
  inside_->master = master;
  return std::nullopt;
}

Complaint Store::change_master_key_to(const std::string& file) {
  const auto key = read_master_key_file(file);
  return key ? change_master_key(*key) : Complaint(key.error());
}

Complaint make_master_key(const std::string& file) { return write_new_master_key(file); }

}  // namespace lumbar::store
