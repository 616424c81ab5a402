// SPDX-License-Identifier: Apache-2.0
// SQLite's C interface with owners and with errors in words.
#pragma once
#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "lumbar/base/result.h"

namespace lumbar::store {

class Query;

class Database {
 public:
  /// Makes the file where there is none, readable by its owner alone. Errors: environment.
  static Result<Database> open(const std::string& file);

  Complaint run(const std::string& sql);
  Result<Query> ask(std::string_view sql);
  /// The first column of the first row; 0 where there is none.
  Result<std::int64_t> number(std::string_view sql);
  /// What went wrong last, in words.
  Error fault() const;
  const std::string& file() const { return file_; }
  sqlite3* handle() const { return handle_.get(); }

 private:
  explicit Database(std::string file) : file_(std::move(file)) {}
  std::string file_;
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> handle_{nullptr, sqlite3_close};
};

/// One statement. Values are bound from 1, columns read from 0.
class Query {
 public:
  Query& bind(int place, std::int64_t value);
  Query& bind(int place, std::string_view text);
  Query& bind_bytes(int place, std::string_view bytes);
  /// Whether there is a row.
  Result<bool> step();
  /// Runs it to its end, ready to be bound anew.
  Complaint run();
  void reset();
  std::int64_t number(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  std::string text(int column) const;

 private:
  friend class Database;
  explicit Query(Database& database) : database_(&database) {}
  Database* database_;
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement_{nullptr, sqlite3_finalize};
};

}  // namespace lumbar::store
