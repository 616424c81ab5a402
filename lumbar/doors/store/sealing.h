// SPDX-License-Identifier: Apache-2.0
// What only a key opens: XChaCha20-Poly1305 by libsodium. What is sealed is bound to its place, so that a record put
// elsewhere does not open.
#pragma once
#include <array>
#include <string>
#include <string_view>

#include "lumbar/base/result.h"

namespace lumbar::store {

/// 32 bytes that nobody else shall know. Wiped when it goes.
class Key {
 public:
  static constexpr std::size_t size = 32;
  Key() = default;
  Key(const Key&) = default;
  Key& operator=(const Key&) = default;
  ~Key();

  /// Drawn by chance.
  static Key drawn();
  /// Errors: another length.
  static Result<Key> of_bytes(std::string_view bytes);
  std::string_view bytes() const;
  const unsigned char* data() const { return bytes_.data(); }

 private:
  std::array<unsigned char, size> bytes_{};
};

/// Makes libsodium ready. Errors: environment, where the system gives no chance.
Complaint prepare_sealing();

/// `place` is not in it, but needed to open it.
std::string sealed(std::string_view plain, std::string_view place, const Key& key);
/// Errors: another key, another place, or a changed byte; which of these cannot be told.
Result<std::string> opened(std::string_view sealed, std::string_view place, const Key& key);

/// A hash that nobody without the key can make or check: 32 bytes.
std::string keyed_hash(std::string_view text, const Key& key);
/// 32 hex digits drawn by chance.
std::string drawn_id();
std::string in_hex(std::string_view bytes);

/// The master key of this run: from the file that LUMBAR_MASTER_KEY_FILE names, or from LUMBAR_MASTER_KEY; 64 hex
/// digits. Errors (environment): none given, both given, a file that others may read, a word instead of a key, a key
/// that was not drawn by chance.
Result<Key> master_key_of_surroundings();
Result<Key> read_master_key_file(const std::string& file);
/// Draws one into a new file that its owner alone may read. Errors: the file exists, or cannot be written.
Complaint write_new_master_key(const std::string& file);

}  // namespace lumbar::store
