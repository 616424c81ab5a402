// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/store/sealing.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>

namespace lumbar::store {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(Key::size == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());  // NOLINT: libsodium's bytes
}
unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());  // NOLINT: libsodium's bytes
}

}  // namespace

Key::~Key() { sodium_memzero(bytes_.data(), bytes_.size()); }

Key Key::drawn() {
  Key key;
  randombytes_buf(key.bytes_.data(), key.bytes_.size());
  return key;
}

Result<Key> Key::of_bytes(std::string_view bytes) {
  if (bytes.size() != size) return Error("a key has 32 bytes", Fault::environment);
  Key key;
  std::memcpy(key.bytes_.data(), bytes.data(), size);
  return key;
}

std::string_view Key::bytes() const {
  return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};  // NOLINT: libsodium's bytes
}

Complaint prepare_sealing() {
  if (sodium_init() >= 0) return std::nullopt;
  return Error("the system gives no chance to draw keys from", Fault::environment);
}

// A random nonce of 24 bytes: never the same twice, without counting.
std::string sealed(std::string_view plain, std::string_view place, const Key& key) {
  std::string out(nonce_bytes + plain.size() + tag_bytes, '\0');
  randombytes_buf(out.data(), nonce_bytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(out) + nonce_bytes, nullptr, bytes_of(plain), plain.size(),
                                             bytes_of(place), place.size(), nullptr, bytes_of(out), key.data());
  return out;
}

Result<std::string> opened(std::string_view sealed, std::string_view place, const Key& key) {
  const Error closed("does not open: another key, or the record was changed or moved", Fault::environment);
  if (sealed.size() < nonce_bytes + tag_bytes) return closed;
  std::string plain(sealed.size() - nonce_bytes - tag_bytes, '\0');
  const int code = crypto_aead_xchacha20poly1305_ietf_decrypt(
      bytes_of(plain), nullptr, nullptr, bytes_of(sealed) + nonce_bytes, sealed.size() - nonce_bytes, bytes_of(place),
      place.size(), bytes_of(sealed), key.data());
  if (code != 0) return closed;
  return plain;
}

std::string keyed_hash(std::string_view text, const Key& key) {
  std::string hash(crypto_generichash_BYTES, '\0');
  crypto_generichash(bytes_of(hash), hash.size(), bytes_of(text), text.size(), key.data(), Key::size);
  return hash;
}

std::string drawn_id() {
  std::string bytes(16, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return in_hex(bytes);
}

std::string in_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

}  // namespace lumbar::store
