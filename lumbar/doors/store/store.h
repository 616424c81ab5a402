// SPDX-License-Identifier: Apache-2.0
// People and their entries over time, kept so that whoever has the disk has nothing: each person has a data key,
// wrapped by a master key, and erasing a person destroys that key. Every read and write leaves a row in a chained log.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lumbar/base/result.h"

namespace lumbar::store {

/// Who asks, when, and the key under which a write is done once only.
struct Asker {
  std::string who = "local";  ///< until there are accounts: the one person on this machine
  std::int64_t at = 0;        ///< seconds since 1970
  std::string once;           ///< Idempotency-Key; empty: none
};

enum class Outcome : std::uint8_t {
  done,
  done_before,         ///< the same write under the same key: nothing is done again
  missing,             ///< no such person or entry, or an erased one
  changed_meanwhile,   ///< the version is not the one the client knows
  key_used_otherwise,  ///< the key stands for another write
};

struct Person {
  std::string id;
  std::int64_t version = 1;
  std::int64_t entries = 0;
  std::string profile;  ///< JSON text, as it was given
};

struct Entry {
  std::int64_t number = 0;
  std::string facts;   ///< hash of the facts behind `result`
  std::string said;    ///< JSON text, as it was given
  std::string result;  ///< JSON text
};

/// An answer of the store: with `done` or `done_before`, what was asked for.
template <class T>
struct Answer {
  Outcome outcome = Outcome::done;
  T content{};
};

/// What a check of the log found.
struct AuditReport {
  std::int64_t rows = 0;
  std::string head;                    ///< link of the last row: noted elsewhere, it shows a log cut short
  std::optional<std::int64_t> broken;  ///< the first row that does not follow from the one before it
};

struct AuditLine {
  std::int64_t number = 0, at = 0;
  std::string who, what, person;
};

class Shelf;
class Drawer;
class Key;

class Store {
 public:
  /// `sqlite:FILE`; the keys lie beside it in FILE.keys. Errors (environment): no or a weak master key, another one
  /// than that of the store, a file that cannot be written, a shelf and a drawer that do not belong together.
  static Result<std::unique_ptr<Store>> open(const std::string& address);
  static Result<std::unique_ptr<Store>> open(std::unique_ptr<Shelf> shelf, std::unique_ptr<Drawer> drawer,
                                             const Key& master);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  Result<Answer<Person>> add_person(const std::string& profile, const Asker& asker);
  Result<Answer<Person>> person(std::string_view id, const Asker& asker);
  /// Only where `version` is the person's.
  Result<Answer<Person>> change_person(std::string_view id, std::int64_t version, const std::string& profile,
                                       const Asker& asker);
  /// Destroys the person's key, then the rows: what is left of them anywhere, also in backups, opens no more.
  Result<Answer<Person>> erase(std::string_view id, const Asker& asker);

  Result<Answer<Entry>> add_entry(std::string_view id, const Entry& entry, const Asker& asker);
  Result<Answer<Entry>> entry(std::string_view id, std::int64_t number, const Asker& asker);
  /// In the order of their numbers, from the one after `after`.
  Result<Answer<std::vector<Entry>>> entries(std::string_view id, std::int64_t after, std::int64_t most,
                                             const Asker& asker);
  /// The same, written into the log as an export of everything.
  Result<Answer<std::pair<Person, std::vector<Entry>>>> everything(std::string_view id, const Asker& asker);

  Result<AuditReport> verify_audit();
  Result<std::vector<AuditLine>> audit(std::int64_t after, std::int64_t most);
  /// A copy of the shelf, without keys. The drawer (FILE.keys) is kept apart from it, and for less long.
  Complaint back_up(const std::string& file);
  /// Wraps every key anew. The data stay as they are.
  Complaint change_master_key(const Key& master);
  /// To the one in a file.
  Complaint change_master_key_to(const std::string& file);

 private:
  struct Inside;
  explicit Store(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

/// Draws a master key into a new file. Errors: environment.
Complaint make_master_key(const std::string& file);

}  // namespace lumbar::store
