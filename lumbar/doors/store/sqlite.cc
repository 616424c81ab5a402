// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/store/sqlite.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace lumbar::store {
namespace {

std::string words_for(sqlite3* handle) {
  switch (handle == nullptr ? SQLITE_NOMEM : sqlite3_errcode(handle)) {
    case SQLITE_FULL: return "the disk is full: nothing was kept; make room and try again";
    case SQLITE_READONLY: return "cannot be written: it belongs to somebody else, or its disk is read only";
    case SQLITE_CANTOPEN: return "cannot be opened: is its folder there, and yours to write?";
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "is in use by another program; only one may write at a time";
    case SQLITE_NOTADB: return "is no store of lumbar";
    case SQLITE_CORRUPT: return "is damaged; go back to a backup";
    case SQLITE_IOERR:
      // A file that may not grow, and on some file systems a full disk, tell no more than that.
      return sqlite3_extended_errcode(handle) == SQLITE_IOERR_WRITE
                 ? "could not be written: the disk is full, or fails; nothing was kept"
                 : "the disk does not answer: " + std::string(sqlite3_errmsg(handle));
    default: return std::string(handle == nullptr ? "no memory" : sqlite3_errmsg(handle));
  }
}

}  // namespace

Result<Database> Database::open(const std::string& file) {
  // Made here, so that nobody else may read it at any time.
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (made < 0) return Error("cannot be opened: " + std::string(std::strerror(errno)), Fault::environment).at(file);
  ::close(made);
  Database database(file);
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  database.handle_.reset(handle);
  if (code != SQLITE_OK) return database.fault();
  sqlite3_extended_result_codes(handle, 0);
  sqlite3_busy_timeout(handle, 5000);
  return database;
}

Error Database::fault() const { return Error(words_for(handle_.get()), Fault::environment).at(file_); }

Complaint Database::run(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return std::nullopt;
  return fault();
}

Result<Query> Database::ask(std::string_view sql) {
  Query query(*this);
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()), 0, &statement, nullptr);
  query.statement_.reset(statement);
  if (code != SQLITE_OK) return fault();
  return query;
}

Result<std::int64_t> Database::number(std::string_view sql) {
  auto query = ask(sql);
  if (!query) return query.take_error();
  const auto row = query->step();
  if (!row) return row.error();
  return *row ? query->number(0) : 0;
}

Query& Query::bind(int place, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), place, value);
  return *this;
}
Query& Query::bind(int place, std::string_view text) {
  sqlite3_bind_text64(statement_.get(), place, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}
Query& Query::bind_bytes(int place, std::string_view bytes) {
  sqlite3_bind_blob64(statement_.get(), place, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
  return *this;
}

Result<bool> Query::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return database_->fault();
}

Complaint Query::run() {
  const auto row = step();
  Complaint complaint = row ? Complaint() : Complaint(row.error());
  reset();
  return complaint;
}

void Query::reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

std::string Query::text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), size);
}

}  // namespace lumbar::store
