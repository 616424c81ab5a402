// SPDX-License-Identifier: Apache-2.0
// Where sealed records lie: what a database must do for the store, and no more. Nothing here can be read without the
// keys, and no medicine is known here. SQLite is the first; another database is another file beside sqlite_shelf.cc.
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

struct PersonRow {
  std::string id;            ///< drawn by chance: 32 hex digits
  std::int64_t version = 1;  ///< counts the changes of the profile
  std::int64_t entries = 0;  ///< how many there are; the next has the next number
  std::string sealed;        ///< the profile
};

struct EntryRow {
  std::string person;
  std::int64_t number = 0;
  std::string facts;   ///< hash of the facts that judged it: of no person, so not sealed
  std::string sealed;  ///< what came in, and the answer
};

/// That a write was done for a key the client chose: asked again, it is not done again.
struct Receipt {
  std::string key, request;  ///< keyed hashes; what the client sent is not kept
  std::string person;
  std::int64_t number = 0;  ///< of the entry; 0: the person itself
  std::int64_t at = 0;      ///< seconds since 1970
};

struct AuditRow {
  std::int64_t number = 0;  ///< 1, 2, 3, …; 0: none
  std::int64_t at = 0;      ///< seconds since 1970
  std::string who, what, person;
  std::string link;  ///< keyed hash over this row and the link before it
};

/// The rows, as one transaction sees them.
class Rows {
 public:
  virtual ~Rows() = default;
  virtual Result<std::optional<PersonRow>> person(std::string_view id) = 0;
  virtual Complaint put(const PersonRow& row) = 0;
  /// The person with all entries and receipts. Audit rows stay.
  virtual Complaint remove(std::string_view person) = 0;
  virtual Result<std::vector<std::string>> people() = 0;
  virtual Complaint put(const EntryRow& row) = 0;
  /// Entries with a number above `after`, in order.
  virtual Result<std::vector<EntryRow>> entries(std::string_view person, std::int64_t after, std::int64_t most) = 0;
  virtual Result<std::optional<Receipt>> receipt(std::string_view key) = 0;
  virtual Complaint put(const Receipt& row) = 0;
  virtual Complaint forget_receipts_before(std::int64_t at) = 0;
  virtual Result<AuditRow> last_audit() = 0;
  virtual Complaint append(const AuditRow& row) = 0;
  virtual Result<std::vector<AuditRow>> audit(std::int64_t after, std::int64_t most) = 0;
};

class Shelf {
 public:
  virtual ~Shelf() = default;
  /// Runs `work` in one transaction: either all of it is kept, safe from a kill and a power cut once this returns, or,
  /// where it returns a complaint, nothing. Calls from several threads may share one commit. Errors: what `work`
  /// complains of; environment where the database cannot (a full disk, a file that is gone).
  virtual Complaint change(const std::function<Complaint(Rows&)>& work) = 0;
  /// A copy in one file, while others go on. Errors: environment; the file exists.
  virtual Complaint back_up(const std::string& file) = 0;
};

/// Keys, wrapped by the master key, apart from what they open: a copy of the shelf alone opens nothing, and a person
/// whose key is destroyed is gone from every such copy.
class Drawer {
 public:
  virtual ~Drawer() = default;
  virtual Result<std::optional<std::string>> key(std::string_view name) = 0;
  virtual Complaint put(std::string_view name, std::string_view wrapped) = 0;
  virtual Complaint destroy(std::string_view name) = 0;
  virtual Result<std::vector<std::pair<std::string, std::string>>> all() = 0;
  /// All at once, or none: for a new master key.
  virtual Complaint replace(const std::vector<std::pair<std::string, std::string>>& keys) = 0;
};

/// SQLite, one file (and its write-ahead log beside it). Brings an older form forward, with a backup first. Errors:
/// environment; a newer form than this program knows.
Result<std::unique_ptr<Shelf>> open_sqlite_shelf(const std::string& file);
Result<std::unique_ptr<Drawer>> open_sqlite_drawer(const std::string& file);

}  // namespace lumbar::store
