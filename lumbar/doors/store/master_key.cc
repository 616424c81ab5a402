// SPDX-License-Identifier: Apache-2.0
// Where the master key comes from, and which set-ups are refused because they only look safe.
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <set>

#include "lumbar/base/text.h"
#include "lumbar/doors/store/sealing.h"

namespace lumbar::store {
namespace {

// Of 32 bytes drawn by chance about 30 differ; fewer than 20 do once in more than 10^11 keys.
constexpr std::size_t least_different_bytes = 20;

Error weak(std::string what) {
  return Error(std::move(what) + "; draw one with: lumbar keys new FILE", Fault::environment);
}

Result<Key> read_hex(std::string_view text) {
  text = trimmed(text);
  std::string bytes(Key::size, '\0');
  std::size_t got = 0;
  const bool whole =
      text.size() == 2 * Key::size &&
      sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),  // NOLINT: libsodium's bytes
                     text.data(), text.size(), nullptr, &got, nullptr) == 0 &&
      got == Key::size;
  if (!whole) return weak("is no key: a key is 64 hex digits, not a word or a sentence");
  if (std::set<char>(bytes.begin(), bytes.end()).size() < least_different_bytes)
    return weak("was not drawn by chance: its bytes repeat");
  auto key = Key::of_bytes(bytes);
  sodium_memzero(bytes.data(), bytes.size());
  return key;
}

}  // namespace

Result<Key> read_master_key_file(const std::string& file) {
  struct stat about {};
  if (stat(file.c_str(), &about) != 0)
    return Error("cannot be read: " + std::string(std::strerror(errno)), Fault::environment).at(file);
  if (!S_ISREG(about.st_mode)) return Error("is no plain file", Fault::environment).at(file);
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return Error("others may read it; do: chmod 600 " + file, Fault::environment).at(file);
  std::ifstream stream(file, std::ios::binary);
  std::string text(256, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
  if (text.empty())
    return Error("cannot be read, or is empty: " + std::string(std::strerror(errno)), Fault::environment).at(file);
  auto key = read_hex(text);
  sodium_memzero(text.data(), text.size());
  if (!key) return key.take_error().at(file);
  return key;
}

Result<Key> master_key_of_surroundings() {
  if (auto complaint = prepare_sealing()) return std::move(*complaint);
  const char* file = std::getenv("LUMBAR_MASTER_KEY_FILE");
  const char* text = std::getenv("LUMBAR_MASTER_KEY");
  const bool has_file = file != nullptr && *file != '\0', has_text = text != nullptr && *text != '\0';
  if (has_file && has_text)
    return Error("LUMBAR_MASTER_KEY_FILE and LUMBAR_MASTER_KEY are both set; which one is it? Set one",
                 Fault::environment);
  if (has_file) return read_master_key_file(file);
  if (!has_text) {
    return Error(
        "a store needs a master key, for everything personal is kept under it: lumbar keys new FILE draws one; then "
        "set LUMBAR_MASTER_KEY_FILE=FILE, and keep a copy where the store is not",
        Fault::environment);
  }
  auto key = read_hex(text);
  if (!key) return key.take_error().at("LUMBAR_MASTER_KEY");
  return key;
}

Complaint write_new_master_key(const std::string& file) {
  if (auto complaint = prepare_sealing()) return complaint;
  const int made = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (made < 0) return Error("cannot be made: " + std::string(std::strerror(errno)), Fault::environment).at(file);
  std::string text = in_hex(Key::drawn().bytes()) + "\n";
  const auto written = ::write(made, text.data(), text.size());
  const bool whole = written == static_cast<ssize_t>(text.size()) && fsync(made) == 0;
  ::close(made);
  sodium_memzero(text.data(), text.size());
  if (whole) return std::nullopt;
  return Error("could not be written: " + std::string(std::strerror(errno)), Fault::environment).at(file);
}

}  // namespace lumbar::store
