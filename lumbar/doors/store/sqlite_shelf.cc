// SPDX-License-Identifier: Apache-2.0
// The shelf and the drawer in SQLite. Writers that come while a commit runs share the next one: a disk that needs
// milliseconds to make sure serves many at once.
#include <sys/stat.h>

#include <array>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>

#include "lumbar/doors/store/shelf.h"
#include "lumbar/doors/store/sqlite.h"

namespace lumbar::store {
namespace {

// Each step brings the form before it forward; `PRAGMA user_version` counts them. Steps are only ever added.
constexpr std::array shelf_steps = {
    "CREATE TABLE person (id TEXT PRIMARY KEY, version INTEGER NOT NULL, entries INTEGER NOT NULL, sealed BLOB NOT "
    "NULL) WITHOUT ROWID;"
    "CREATE TABLE entry (person TEXT NOT NULL, number INTEGER NOT NULL, facts TEXT NOT NULL, sealed BLOB NOT NULL, "
    "PRIMARY KEY (person, number));"
    "CREATE TABLE receipt (key BLOB PRIMARY KEY, request BLOB NOT NULL, person TEXT NOT NULL, number INTEGER NOT NULL, "
    "at INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX receipt_at ON receipt (at); CREATE INDEX receipt_person ON receipt (person);"
    "CREATE TABLE audit (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, "
    "person TEXT NOT NULL, link BLOB NOT NULL);"
    // Append only, also for other programs and for our own mistakes.
    "CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END;"
    "CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END;",
};
constexpr std::array drawer_steps = {
    "CREATE TABLE key (name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;",
};

Complaint copy_to(Database& from, const std::string& file) {
  struct stat there {};
  if (stat(file.c_str(), &there) == 0) return Error("exists already; give another name", Fault::environment).at(file);
  auto query = from.ask("VACUUM INTO ?1");
  if (!query) return query.error();
  const mode_t before = umask(S_IRWXG | S_IRWXO);
  Complaint complaint = query->bind(1, std::string_view(file)).run();
  umask(before);
  return complaint;
}

template <std::size_t N>
Complaint bring_forward(Database& database, const std::array<const char*, N>& steps) {
  const auto form = database.number("PRAGMA user_version");
  if (!form) return form.error();
  const auto known = static_cast<std::int64_t>(N);
  if (*form > known) {
    return Error("was written by a newer lumbar (form " + std::to_string(*form) + ", this one knows " +
                     std::to_string(known) + "); use that one",
                 Fault::environment)
        .at(database.file());
  }
  if (*form == known) return std::nullopt;
  if (*form > 0) {
    if (auto complaint = copy_to(database, database.file() + ".before_form_" + std::to_string(known))) return complaint;
  }
  std::string sql = "BEGIN EXCLUSIVE;";
  for (std::size_t i = static_cast<std::size_t>(*form); i < N; ++i) sql += steps[i];
  sql += "PRAGMA user_version=" + std::to_string(known) + ";COMMIT;";
  auto complaint = database.run(sql);
  if (complaint) database.run("ROLLBACK");
  return complaint;
}

class SqliteRows : public Rows {
 public:
  explicit SqliteRows(Database& database) : database_(database) {}

  Result<std::optional<PersonRow>> person(std::string_view id) override {
    return one<PersonRow>(
        "SELECT id, version, entries, sealed FROM person WHERE id = ?1", [&](Query& query) { query.bind(1, id); },
        [](const Query& row) {
          return PersonRow{row.text(0), row.number(1), row.number(2), row.text(3)};
        });
  }
  Complaint put(const PersonRow& row) override {
    return run("INSERT OR REPLACE INTO person VALUES (?1, ?2, ?3, ?4)", [&](Query& query) {
      query.bind(1, std::string_view(row.id)).bind(2, row.version).bind(3, row.entries).bind_bytes(4, row.sealed);
    });
  }
  Complaint remove(std::string_view person) override {
    for (const char* sql : {"DELETE FROM entry WHERE person = ?1", "DELETE FROM receipt WHERE person = ?1",
                            "DELETE FROM person WHERE id = ?1"}) {
      if (auto complaint = run(sql, [&](Query& query) { query.bind(1, person); })) return complaint;
    }
    return std::nullopt;
  }
  Result<std::vector<std::string>> people() override {
    return many<std::string>(
        "SELECT id FROM person ORDER BY id", [](Query&) {}, [](const Query& row) { return row.text(0); });
  }
  Complaint put(const EntryRow& row) override {
    return run("INSERT INTO entry VALUES (?1, ?2, ?3, ?4)", [&](Query& query) {
      query.bind(1, std::string_view(row.person)).bind(2, row.number).bind(3, std::string_view(row.facts));
      query.bind_bytes(4, row.sealed);
    });
  }
  Result<std::vector<EntryRow>> entries(std::string_view person, std::int64_t after, std::int64_t most) override {
    return many<EntryRow>(
        "SELECT person, number, facts, sealed FROM entry WHERE person = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
        [&](Query& query) { query.bind(1, person).bind(2, after).bind(3, most); },
        [](const Query& row) {
          return EntryRow{row.text(0), row.number(1), row.text(2), row.text(3)};
        });
  }
  Result<std::optional<Receipt>> receipt(std::string_view key) override {
    return one<Receipt>(
        "SELECT key, request, person, number, at FROM receipt WHERE key = ?1",
        [&](Query& query) { query.bind_bytes(1, key); },
        [](const Query& row) {
          return Receipt{row.text(0), row.text(1), row.text(2), row.number(3), row.number(4)};
        });
  }
  Complaint put(const Receipt& row) override {
    return run("INSERT INTO receipt VALUES (?1, ?2, ?3, ?4, ?5)", [&](Query& query) {
      query.bind_bytes(1, row.key).bind_bytes(2, row.request).bind(3, std::string_view(row.person));
      query.bind(4, row.number).bind(5, row.at);
    });
  }
  Complaint forget_receipts_before(std::int64_t at) override {
    return run("DELETE FROM receipt WHERE at < ?1", [&](Query& query) { query.bind(1, at); });
  }
  Result<AuditRow> last_audit() override {
    auto rows = many<AuditRow>(
        "SELECT number, at, who, what, person, link FROM audit ORDER BY number DESC LIMIT 1", [](Query&) {}, audit_row);
    if (!rows) return rows.take_error();
    return rows->empty() ? AuditRow{} : rows->front();
  }
  Complaint append(const AuditRow& row) override {
    return run("INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6)", [&](Query& query) {
      query.bind(1, row.number).bind(2, row.at).bind(3, std::string_view(row.who)).bind(4, std::string_view(row.what));
      query.bind(5, std::string_view(row.person)).bind_bytes(6, row.link);
    });
  }
  Result<std::vector<AuditRow>> audit(std::int64_t after, std::int64_t most) override {
    return many<AuditRow>(
        "SELECT number, at, who, what, person, link FROM audit WHERE number > ?1 ORDER BY number LIMIT ?2",
        [&](Query& query) { query.bind(1, after).bind(2, most); }, audit_row);
  }

 private:
  static AuditRow audit_row(const Query& row) {
    return {row.number(0), row.number(1), row.text(2), row.text(3), row.text(4), row.text(5)};
  }

  // Each statement is prepared once.
  Result<Query*> prepared(const char* sql) {
    const auto found = queries_.find(sql);
    if (found != queries_.end()) return &found->second;
    auto query = database_.ask(sql);
    if (!query) return query.take_error();
    return &queries_.emplace(sql, *std::move(query)).first->second;
  }

  template <class Bind>
  Complaint run(const char* sql, const Bind& bind) {
    auto query = prepared(sql);
    if (!query) return query.error();
    bind(**query);
    return (*query)->run();
  }

  template <class Row, class Bind, class Read>
  Result<std::vector<Row>> many(const char* sql, const Bind& bind, const Read& read) {
    auto query = prepared(sql);
    if (!query) return query.take_error();
    bind(**query);
    std::vector<Row> rows;
    for (;;) {
      const auto more = (*query)->step();
      if (!more || !*more) {
        (*query)->reset();
        if (!more) return more.error();
        return rows;
      }
      rows.push_back(read(**query));
    }
  }

  template <class Row, class Bind, class Read>
  Result<std::optional<Row>> one(const char* sql, const Bind& bind, const Read& read) {
    auto rows = many<Row>(sql, bind, read);
    if (!rows) return rows.take_error();
    return rows->empty() ? std::optional<Row>() : std::optional<Row>(std::move(rows->front()));
  }

  Database& database_;
  std::map<std::string, Query, std::less<>> queries_;
};

class SqliteShelf : public Shelf {
 public:
  explicit SqliteShelf(Database database) : database_(std::move(database)), rows_(database_) {}

  Complaint prepare() {
    for (const char* sql : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA secure_delete=ON",
                            "PRAGMA wal_autocheckpoint=2000", "PRAGMA foreign_keys=ON"}) {
      if (auto complaint = database_.run(sql)) return complaint;
    }
    return bring_forward(database_, shelf_steps);
  }

  Complaint change(const std::function<Complaint(Rows&)>& work) override {
    Waiting mine{&work, {}, false};
    std::unique_lock lock(mutex_);
    queue_.push_back(&mine);
    if (at_work_) {
      changed_.wait(lock, [&] { return mine.done || !at_work_; });
      if (mine.done) return std::move(mine.complaint);
    }
    // Nobody commits: what is waiting now goes in one transaction.
    at_work_ = true;
    while (!mine.done) {
      const std::vector<Waiting*> together = std::move(queue_);
      queue_.clear();
      lock.unlock();
      commit(together);
      lock.lock();
      for (Waiting* one : together) one->done = true;
    }
    at_work_ = false;
    changed_.notify_all();
    return std::move(mine.complaint);
  }

  Complaint back_up(const std::string& file) override {
    // On a connection of its own: writers go on meanwhile.
    auto reader = Database::open(database_.file());
    if (!reader) return reader.take_error();
    return copy_to(*reader, file);
  }

 private:
  struct Waiting {
    const std::function<Complaint(Rows&)>* work;
    Complaint complaint;
    bool done;
  };

  void commit(const std::vector<Waiting*>& together) {
    Complaint fault = database_.run("BEGIN IMMEDIATE");
    for (Waiting* one : together) {
      if (fault) break;
      fault = database_.run("SAVEPOINT one");
      if (fault) break;
      try {
        one->complaint = (*one->work)(rows_);
      } catch (const std::exception& thrown) {
        one->complaint = Error(thrown.what(), Fault::ours);
      }
      if (one->complaint) {
        // A full disk may have ended the whole transaction.
        if (sqlite3_get_autocommit(database_.handle()) != 0) {
          fault = one->complaint;
        } else {
          fault = database_.run("ROLLBACK TO one");
        }
      }
      if (!fault) fault = database_.run("RELEASE one");
    }
    if (!fault) fault = database_.run("COMMIT");
    if (!fault) return;
    if (sqlite3_get_autocommit(database_.handle()) == 0) database_.run("ROLLBACK");
    for (Waiting* one : together) {
      if (!one->complaint) one->complaint = fault;
    }
  }

  Database database_;
  SqliteRows rows_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Waiting*> queue_;
  bool at_work_ = false;
};

class SqliteDrawer : public Drawer {
 public:
  explicit SqliteDrawer(Database database) : database_(std::move(database)) {}

  Complaint prepare() {
    // No log beside the file in which a destroyed key would live on; what is deleted is overwritten.
    for (const char* sql : {"PRAGMA journal_mode=DELETE", "PRAGMA synchronous=EXTRA", "PRAGMA secure_delete=ON"}) {
      if (auto complaint = database_.run(sql)) return complaint;
    }
    return bring_forward(database_, drawer_steps);
  }

  Result<std::optional<std::string>> key(std::string_view name) override {
    const std::lock_guard lock(mutex_);
    auto query = database_.ask("SELECT wrapped FROM key WHERE name = ?1");
    if (!query) return query.take_error();
    const auto found = query->bind(1, name).step();
    if (!found) return found.error();
    return *found ? std::optional(query->text(0)) : std::nullopt;
  }
  Complaint put(std::string_view name, std::string_view wrapped) override {
    const std::lock_guard lock(mutex_);
    auto query = database_.ask("INSERT OR REPLACE INTO key VALUES (?1, ?2)");
    if (!query) return query.error();
    return query->bind(1, name).bind_bytes(2, wrapped).run();
  }
  Complaint destroy(std::string_view name) override {
    const std::lock_guard lock(mutex_);
    auto query = database_.ask("DELETE FROM key WHERE name = ?1");
    if (!query) return query.error();
    return query->bind(1, name).run();
  }
  Result<std::vector<std::pair<std::string, std::string>>> all() override {
    const std::lock_guard lock(mutex_);
    auto query = database_.ask("SELECT name, wrapped FROM key ORDER BY name");
    if (!query) return query.take_error();
    std::vector<std::pair<std::string, std::string>> keys;
    for (;;) {
      const auto more = query->step();
      if (!more) return more.error();
      if (!*more) return keys;
      keys.emplace_back(query->text(0), query->text(1));
    }
  }
  Complaint replace(const std::vector<std::pair<std::string, std::string>>& keys) override {
    const std::lock_guard lock(mutex_);
    if (auto complaint = database_.run("BEGIN EXCLUSIVE; DELETE FROM key")) return complaint;
    auto query = database_.ask("INSERT INTO key VALUES (?1, ?2)");
    Complaint complaint = query ? Complaint() : Complaint(query.error());
    for (const auto& [name, wrapped] : keys) {
      if (complaint) break;
      complaint = query->bind(1, std::string_view(name)).bind_bytes(2, wrapped).run();
    }
    if (!complaint) complaint = database_.run("COMMIT");
    if (complaint) database_.run("ROLLBACK");
    return complaint;
  }

 private:
  Database database_;
  std::mutex mutex_;
};

template <class Made, class Interface>
Result<std::unique_ptr<Interface>> opened(const std::string& file) {
  auto database = Database::open(file);
  if (!database) return database.take_error();
  auto made = std::make_unique<Made>(*std::move(database));
  if (auto complaint = made->prepare()) return std::move(*complaint);
  return std::unique_ptr<Interface>(std::move(made));
}

}  // namespace

Result<std::unique_ptr<Shelf>> open_sqlite_shelf(const std::string& file) { return opened<SqliteShelf, Shelf>(file); }
Result<std::unique_ptr<Drawer>> open_sqlite_drawer(const std::string& file) {
  return opened<SqliteDrawer, Drawer>(file);
}

}  // namespace lumbar::store
